"""The viewer as a reader has it: its server, and a window that reaches nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

import mantlet
from browser.page import Opened, Scheme

CALL = "import sys; from mantlet.cli import main; sys.exit(main())"
# Of the driver that draws without a graphics card: it says that reading back what was drawn is slow.
_OF_THE_DRIVER = "GL Driver Message"


@contextmanager
def served(folder: Path, root: Path) -> Iterator[str]:
    """The address that `mantlet view` prints; the server ends with the block."""
    words = [sys.executable, "-c", CALL, "view", str(folder), "--no-open"]
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


@contextmanager
def viewed(
    browser: Browser, folder: Path, root: Path, hash_: str = "", width_px: int = 1280, scheme: Scheme = "light"
) -> Iterator[Opened]:
    """The viewer of a folder in a fresh window; whatever the page asks of others is noted, and gets no answer."""
    with served(folder, root) as address:
        own = address.partition("?")[0]
        context = browser.new_context(viewport={"width": width_px, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        seen = Opened(page)

        def pass_own(route: Route) -> None:
            if route.request.url.startswith(own):
                route.continue_()
            else:
                seen.requests.append(route.request.url)
                route.abort()

        context.route("**/*", pass_own)
        page.on("console", lambda message: None if _OF_THE_DRIVER in message.text else seen.note_console(message))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        try:
            page.goto(address + hash_)
            page.wait_for_selector("main[data-ready=yes], [role=alert]", timeout=90_000)
            yield seen
        finally:
            context.close()


def moment(page: Page) -> float:
    """The moment of the raid that is shown, in seconds."""
    return float(page.get_by_label("Moment of the raid").input_value())


def two_runs(folder: Path) -> Path:
    """A folder of two small runs, `ladakh` and, with no end of missiles, `rounds`."""
    for name, changes in (("ladakh", []), ("rounds", ["but_for=no_missile"])):
        scenario = mantlet.load("ladakh-2020", overrides=changes)
        mantlet.run(scenario, draws=3, replications=10, threads=1).save(folder / name)
    return folder
