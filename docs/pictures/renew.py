"""Fights ladakh-2020 and keeps what the README shows of it: the table as printed, and the top of its brief.

`make readme` runs this and puts the table into the page. Needs Chromium, as the browser tests do.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
WIDTH, SIDE = 1200, 108  # of the window, and of the margin that is cut off on either side
SCALE = 1.22  # pixels of the picture per pixel of the page


def printed(folder: Path) -> str:
    """What `mantlet run ladakh-2020` prints, with its result below `folder`."""
    command = [sys.executable, "-m", "mantlet", "run", "ladakh-2020"]
    environment = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def band(page: Page, top: float, bottom: float) -> Image.Image:
    """A strip of the page over its whole text width."""
    clip = {"x": SIDE, "y": top, "width": WIDTH - 2 * SIDE, "height": bottom - top}
    return Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")


def pictured(brief: Path) -> Image.Image:
    """The answer and the map of a brief, one above the other."""
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, device_scale_factor=SCALE)
        page.goto(brief.as_uri())
        table, drawing = (page.locator(place).first.bounding_box() for place in (".headline", "#map svg"))
        assert table and drawing
        parts = [
            band(page, 20, table["y"] - 8),
            band(page, drawing["y"] - 2, drawing["y"] + drawing["height"] + 4),
        ]
        browser.close()
    whole = Image.new("RGB", (parts[0].width, sum(part.height for part in parts)), "white")
    whole.paste(parts[0], (0, 0))
    whole.paste(parts[1], (0, parts[0].height))
    return whole


def main() -> None:
    """Writes ladakh-2020.out and brief.png beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        (HERE / "ladakh-2020.out").write_text(printed(Path(folder)), encoding="utf-8")
        picture = pictured(Path(folder) / "out" / "ladakh-2020" / "brief.html")
    # By octree: a median cut gives rare colours away, and thin lines are rare.
    picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(HERE / "brief.png", optimize=True)


if __name__ == "__main__":
    main()
