"""Asking an application without a network: one request, and what comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

PORT = 4321
HOST = f"127.0.0.1:{PORT}"


class Answer(NamedTuple):
    """An answer as it would have been sent."""

    status: int
    headers: Headers
    body: bytes


def ask(
    app: ASGIApp, address: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Answer:
    """What an application answers; the header Host is that of the viewer unless another is given."""
    parts = urlsplit(address)
    sent = {"host": HOST} | dict(headers or {})
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "server": ("127.0.0.1", PORT),
        "client": ("127.0.0.1", 1),
    }
    messages: list[Message] = []

    brought = iter([body])

    async def receive() -> Message:
        if (part := next(brought, None)) is not None:
            return {"type": "http.request", "body": part, "more_body": False}
        await asyncio.Event().wait()  # who asked stays on the line
        raise AssertionError

    async def send(message: Message) -> None:
        messages.append(message)

    async def once() -> None:
        await app(scope, receive, send)

    with ThreadPoolExecutor(1) as beside:  # a browser of other tests may run a loop in this thread
        beside.submit(asyncio.run, once()).result()
    answered = b"".join(message.get("body", b"") for message in messages[1:])
    return Answer(messages[0]["status"], Headers(raw=messages[0]["headers"]), answered)


def post(app: ASGIApp, address: str, document: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """What an application answers to a document that a page of its own sends."""
    body = json.dumps(document).encode()
    sent = {"origin": f"http://{HOST}", "content-type": "application/json", "content-length": str(len(body))}
    return ask(app, address, "POST", sent | dict(headers or {}), body)
