"""How smoothly the viewer replays as objects grow, in a Chromium that draws without a graphics card.

    python bench/viewer.py

Flat scenes of `bench/growth.py`, played from the moment at which most objects fly, with all of them on the map. Told
are how many those are, the seconds until the page stands, the milliseconds of script that a frame takes, the frames in
a second while it plays, and what the server spends on a raid. With a graphics card only the frames in a second are
others. Prints and writes bench/results/viewer.json.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests"), str(ROOT / "src")]

from growth import flat  # noqa: E402

import mantlet  # noqa: E402
from browser.page import LAUNCH_FLAGS  # noqa: E402
from browser.viewer import viewed  # noqa: E402
from mantlet.run.result import open_result  # noqa: E402
from mantlet.scenario.load import loads  # noqa: E402
from mantlet.web.replay import replayed  # noqa: E402

SIZES = ((60, 4), (500, 8), (5000, 8))
ROUNDS = 3
FRAMES_JS = """
() => new Promise((done) => {
  const from = performance.now();
  let frames = 0;
  const step = (now) => {
    frames += 1;
    if (now - from < 2000) requestAnimationFrame(step);
    else done([frames, (now - from) / 1000]);
  };
  requestAnimationFrame(step);
})
"""


def played(page: Page) -> tuple[float, float]:
    """Frames in a second and milliseconds of script in a frame, in the midst of the raid."""
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")

    def script_s() -> float:
        metrics = tools.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "ScriptDuration")

    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(500)
    found: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        before = script_s()
        frames, elapsed_s = page.evaluate(FRAMES_JS)
        found.append((frames / elapsed_s, 1e3 * (script_s() - before) / frames))
    page.get_by_role("button", name="Pause").click()
    return median(one[0] for one in found), median(one[1] for one in found)


def row(objects: int, units: int, folder: Path) -> dict[str, Any]:
    """All figures of one size."""
    place = folder / f"objects-{objects}"
    mantlet.run(loads(flat(objects, units), file="flat.yaml"), draws=2, replications=2, threads=1).save(place)
    result = open_result(place)
    replayed(result, 0, 0)  # whatever is read and laid out once
    begun = time.process_time()
    told = replayed(result, 0, 1).told()
    server_s = time.process_time() - begun
    flying, from_s = fullest(told)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")), args=LAUNCH_FLAGS
        )
        begun = time.monotonic()
        with viewed(browser, place, ROOT, f"#raid=0.1&t={from_s}") as seen:
            ready_s = time.monotonic() - begun
            seen.page.get_by_role("button", name="All", exact=True).click()
            seen.page.wait_for_timeout(2500)
            seen.page.get_by_label("Seconds of the raid in a second").select_option("5")
            frames, script_ms = played(seen.page)
        browser.close()
    found = {"objects": objects, "flying": flying, "ready_s": ready_s, "frames": frames}
    return found | {"script_ms": script_ms, "server_s": server_s}


def fullest(told: dict[str, Any]) -> tuple[int, int]:
    """How many objects of a raid fly when most do, and from which second on."""
    lives = [(one["start_s"], one["end_s"]) for one in told["objects"] if one["start_s"] is not None]
    counts = [sum(first <= moment < last for first, last in lives) for moment in range(int(told["end_s"]))]
    return max(counts), counts.index(max(counts))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(objects, units, Path(folder)) for objects, units in SIZES]
    for one in rows:
        print(", ".join(f"{name} {value:.3g}" for name, value in one.items()))
    (ROOT / "bench" / "results" / "viewer.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
