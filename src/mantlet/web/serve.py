"""Starts the server on this machine, and tells the browser where it is."""

from __future__ import annotations

import signal
import socket
import webbrowser
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from mantlet.base.errors import UsageError
from mantlet.web.battles import Battles
from mantlet.web.door import HOST, Door
from mantlet.web.jobs import Yard


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
    )
    tell(door.address)
    if opens:
        webbrowser.open(door.address)
    with listener, _cleared(app.state.yard, app.state.battles):
        _Server(settings, app.state.yard).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that hangs up on pages which watch a fight: they never do so themselves, and it waits for them."""

    def __init__(self, settings: uvicorn.Config, yard: Yard) -> None:
        super().__init__(settings)
        self._yard = yard

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ends as any server does."""
        self._yard.end()
        super().handle_exit(sig, frame)


@contextmanager
def _cleared(*fought: Yard | Battles) -> Generator[None]:
    """Leaves nothing behind of what was fought, however the server ends."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)  # which would else end it on the spot
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        for kept in fought:
            kept.close()


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
