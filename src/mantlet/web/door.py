"""Who comes in: everything that is asked of the server passes here first, and is refused unless it is the one browser.

The address that `mantlet view` prints holds a token. Whoever brings it first gets a cookie for it, and the token is
spent. The cookie is needed for every path, those of files and of pages that do not exist included.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import MutableMapping
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS: Final = frozenset({"GET", "HEAD"})
FIGHTS: Final = "/api/fights"
WRITES: Final = frozenset({FIGHTS})  # where POST is taken as well
MOST_BYTES: Final = 100_000  # of what is posted
HOST: Final = "127.0.0.1"
# What a page may load and do: nothing but what comes from here, and no script or style inside of it.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NOT_KEPT: Final = "no-store"  # what an answer says of itself, where it does not say otherwise
_STRANGER: Final = "This page belongs to the browser that opened the address printed by mantlet view; start it again."


class Door:
    """Lets in the browser that knows the token, and nobody else."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})
        # Cookies know no ports: each server on this machine needs a name of its own.
        self._name = f"mantlet-{port}"
        self._secret = secrets.token_urlsafe(32)
        self._token: str | None = secrets.token_urlsafe(32)
        self.address = f"http://{HOST}:{port}/?token={self._token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or passes on, one request."""
        if scope["type"] != "http":
            raise RuntimeError(f"got {scope['type']}, expected http")
        refusal, is_new = self._judged(scope)
        cookie = f"{self._name}={self._secret}; Path=/; HttpOnly; SameSite=Strict" if is_new else None

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Cache-Control", _NOT_KEPT)
                if cookie is not None:
                    headers.append("Set-Cookie", cookie)
            await send(message)

        await (refusal or self._app)(scope, receive, send_guarded)

    def _judged(self, scope: MutableMapping[str, Any]) -> tuple[Response | None, bool]:
        """Why a request is refused, if it is, and whether it has just paid with the token."""
        headers = Headers(scope=scope)
        if headers.get("host") not in self._hosts:
            return PlainTextResponse("Unknown host.", 403), False
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return PlainTextResponse("Asked by a page from elsewhere.", 403), False
        writes = scope["method"] == "POST" and scope["path"] in WRITES
        if scope["method"] not in METHODS and not writes:
            allowed = sorted(METHODS) + ["POST"] * (scope["path"] in WRITES)
            return PlainTextResponse("Only read here.", 405, {"Allow": ", ".join(allowed)}), False
        if writes and (refusal := _unfit(headers)) is not None:
            return refusal, False
        if self._knows_secret(headers.get("cookie", "")):
            return None, False
        if scope["path"] == "/" and scope["method"] == "GET" and self._pays(scope["query_string"].decode("latin-1")):
            return None, True
        return PlainTextResponse(_STRANGER, 401), False

    def _knows_secret(self, cookies: str) -> bool:
        pairs = (part.strip().partition("=") for part in cookies.split(";"))
        return any(name == self._name and _same(value, self._secret) for name, _, value in pairs)

    def _pays(self, query: str) -> bool:
        """Whether a query brings the token, which is spent with it."""
        brought = parse_qs(query).get("token", [""])[0]
        if self._token is None or not _same(brought, self._token):
            return False
        self._token = None
        return True


def _unfit(headers: Headers) -> Response | None:
    """Why what is posted is not even read: not from a page of ours, no JSON, or of a size that is not told or large."""
    if "origin" not in headers:
        return PlainTextResponse("Asked by no page.", 403)
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return PlainTextResponse("Expected application/json.", 415)
    size = headers.get("content-length", "")
    if "transfer-encoding" in headers or not (size.isascii() and size.isdecimal()):
        return PlainTextResponse("Its size has to be told.", 411)
    if len(size) > len(str(MOST_BYTES)) or int(size) > MOST_BYTES:
        return PlainTextResponse(f"At most {MOST_BYTES} bytes.", 413)
    return None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
