"""A Chromium that cannot reach anything, and the page it opens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.page import LAUNCH_FLAGS

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless. Its path may be given in CHROMIUM."""
    found = [path for name in (os.environ.get("CHROMIUM", ""), *_NAMES) if name and (path := shutil.which(name))]
    if not found:
        pytest.skip("no Chromium here: apt-get install chromium, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found[0], args=LAUNCH_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def brief(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The brief of a small run, made as a reader makes it. BRIEF may name one that is there already."""
    if given := os.environ.get("BRIEF"):
        return Path(given).resolve()
    out = tmp_path_factory.mktemp("brief") / "cs-3"
    code = "import sys; from mantlet.cli import main; sys.exit(main())"
    size = ["--draws", "4", "--replications", "25", "--threads", "2"]
    subprocess.run(
        [sys.executable, "-c", code, "run", "cs-3", *size, "--out", str(out)],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(root / "src")},
    )
    pages = sorted(out.rglob("brief.html"))
    assert len(pages) == 1, f"one brief expected below {out}, found {pages}"
    return pages[0]
