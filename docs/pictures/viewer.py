"""Fights ladakh-2020, opens the viewer on it, and keeps what docs/viewer.md and the README show of it.

    python docs/pictures/viewer.py

Needs Chromium, as the browser tests do.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import mantlet  # noqa: E402
from browser.page import LAUNCH_FLAGS, Scheme  # noqa: E402
from browser.viewer import viewed  # noqa: E402

HEIGHT_PX = 860
CHANGES = urlencode(
    {
        "set": [
            "sides.india.units.karu-akash.at={lat: 33.95, lon: 78.02}",
            "numbers.spyder-sr-round.kill_prob.cruise={low: 0.7, high: 0.9}",
        ]
    },
    doseq=True,
)
# What is shown: a moment in the midst of the raid, a leaker chosen; the same page by night, read for its sources; and
# changes that were fought.
PICTURES: dict[str, tuple[str, Scheme]] = {
    "viewer.png": ("t=905&tab=why&camera=77.75,34.15,8.1,10,40", "light"),
    "viewer-night.png": ("t=905&tab=numbers&camera=78,34.1,6.6,0,0", "dark"),
    "viewer-changes.png": (f"t=905&tab=changes&camera=77.75,34.1,7.9,0,0&{CHANGES}", "light"),
}


def pictured(browser: Browser, folder: Path, hash_: str, scheme: Scheme) -> Image.Image:
    """The page as it stands at a link: with a leaker chosen that no missile was left for, or with changes fought."""
    with viewed(browser, folder, ROOT, f"#run=ladakh-2020&{hash_}", 1280, scheme) as seen:
        page = seen.page
        page.set_viewport_size({"width": 1280, "height": HEIGHT_PX})
        if "tab=why" in hash_:
            page.locator(".leakers button").filter(has_text="no missile").first.click()
        elif "tab=changes" in hash_:
            page.get_by_role("button", name="Fight again").click()
            page.locator(".fight table").wait_for(timeout=120_000)
        else:
            page.locator(".numbers summary").first.click()
        page.wait_for_timeout(4000)  # symbols and letters come late
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def main() -> None:
    """Writes the pictures beside this file."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        folder = Path(home) / "ladakh-2020"
        mantlet.run(mantlet.load("ladakh-2020"), draws=50, replications=50).save(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH_FLAGS)
        for name, (hash_, scheme) in PICTURES.items():
            pictured(browser, folder, hash_, scheme).save(HERE / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
