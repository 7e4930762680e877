"""Starts the server on this machine, and tells the browser where it is."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from mantlet.base.errors import UsageError
from mantlet.web.door import HOST, Door


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
    with listener:
        uvicorn.Server(settings).run(sockets=[listener])


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
