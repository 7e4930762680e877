"""Starts the server on this machine, and tells the browser where it is."""

from __future__ import annotations

import signal
import socket
import webbrowser
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.applications import Starlette

from mantlet.base.errors import UsageError
from mantlet.web.door import HOST, Door
from mantlet.web.jobs import Yard

_GRACE_S: Final = 1  # for answers that are under way when it ends; a page that watches a fight never hangs up itself


def serve(app: Starlette, port: int | None, tell: Callable[[str], None], *, opens: bool) -> None:
    """Answers until it is interrupted; `tell` is given the address once it can be asked for."""
    listener = _listener(port)
    door = Door(app, listener.getsockname()[1])
    settings = uvicorn.Config(
        door,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    tell(door.address)
    if opens:
        webbrowser.open(door.address)
    with listener, _cleared(app.state.yard):
        uvicorn.Server(settings).run(sockets=[listener])


@contextmanager
def _cleared(yard: Yard) -> Generator[None]:
    """Leaves nothing behind of what was fought again, however the server ends."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)  # which would else end it on the spot
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        yard.close()


def _listener(port: int | None) -> socket.socket:
    """A socket that only this machine can reach, on the port asked for or on a free one."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port or 0))
    except (OSError, OverflowError) as fault:
        listener.close()
        why = fault.strerror if isinstance(fault, OSError) else "expected 1 to 65535"
        raise UsageError(f"--port {port}: cannot be had ({why}); leave it out for a free one") from None
    listener.listen()
    return listener
