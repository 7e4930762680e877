"""Opening one file in a browser with the network off, and noting everything that should not happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

# Chromium as root and in a container, drawing without a graphics card, its own calls home switched off.
LAUNCH_FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
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


# Texts whose colour is too close to the nearest ground painted behind them. Inside pictures the plot decides.
FAINT_TEXT_JS = """
() => {
  const rgba = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
    && /dark/.test(getComputedStyle(document.documentElement).colorScheme);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.5) return colour;
    }
    return dark ? [18, 18, 18] : [255, 255, 255];
  };
  const faint = [];
  const holdsText = (element) => [...element.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
  for (const element of [...document.querySelectorAll('body *:not(option, script, noscript)')].filter(holdsText)) {
    if (element.closest('svg, :disabled') || !element.getClientRects().length) continue;
    const [low, high] = [light(rgba(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    const said = element.textContent.trim().slice(0, 60);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} <${element.tagName}> ${said}`);
  }
  return faint;
}
"""
