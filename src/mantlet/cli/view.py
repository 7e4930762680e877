"""The command that opens runs and answers of postures in the browser."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from mantlet.base.errors import UsageError
from mantlet.cli.screen import aside, paper


def view(folder: Path, port: int | None, *, opens: bool) -> int:
    """Serves the runs and answers in a folder to a browser on this machine until Ctrl-C."""
    if any(find_spec(name) is None for name in ("starlette", "uvicorn")):
        raise UsageError("the viewer needs packages that are not installed: pip install 'mantlet[view]'")
    from mantlet.web.app import application
    from mantlet.web.serve import serve
    from mantlet.web.shelf import Shelf

    app = application(Shelf(folder))

    def tell(address: str) -> None:
        paper().print(address, soft_wrap=True)
        aside().print("open this address in a browser on this machine; Ctrl-C ends it", soft_wrap=True)

    serve(app, port, tell, opens=opens)
    return 0
