"""Opening one file in a browser with the network off, and noting everything that should not happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

# Chromium as root and in a container, and with its own calls home switched off.
LAUNCH_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Scheme = Literal["light", "dark"]


@dataclass
class Opened:
    """A page and what went wrong while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    def note_request(self, request: Request) -> None:
        """Keep what asked for anything but the page itself and data carried inside it."""
        if request.url != self.page.url and not request.url.startswith(("data:", "blob:", "about:")):
            self.requests.append(request.url)

    def note_console(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings of the console."""
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@contextmanager
def opened(browser: Browser, path: Path, width_px: int = 1280, scheme: Scheme = "light") -> Iterator[Opened]:
    """The file at `path` in a fresh offline window."""
    context = browser.new_context(
        offline=True, viewport={"width": width_px, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        seen = Opened(page)
        page.on("console", seen.note_console)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        url = path.as_uri()
        page.on("request", lambda request: seen.note_request(request) if request.url != url else None)
        page.goto(url, wait_until="load")
        yield seen
    finally:
        context.close()
