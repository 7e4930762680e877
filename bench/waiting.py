"""What a person waits for: help, import, a first look at one raid, tables, the main job, a posture; compiled and not.

    python bench/waiting.py [RUNS]

CPU seconds where nothing else should count (help, import, a first look, with NumPy's import beside as a measure of the
machine), wall seconds where a person sits before the screen (the main job on two threads). `first` is with an empty
cache of compiled code, but with Python's own byte code. Others on the machine make it look slower, never quicker: what
keeps its promise beside them keeps it, and what does not is only told where they left the machine alone. Writes
bench/results/waiting.json.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

from calls import QUIET, Spent, busy_s, spent

from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load

RESULTS = Path(__file__).parent / "results"
MAIN_JOB = ("-m", "mantlet", "run", "ladakh-2020", "--threads", "2")
POSTURE = ("-m", "mantlet", "posture", "india-2020", "--threads", "2")
ONE_RAID = ("-m", "mantlet", "run", "saturation", "--draws", "1", "--replications", "1")
FROM_PYTHON = ("-c", "import mantlet; mantlet.run(mantlet.load('saturation'), draws=1, replications=1)")
BUILDS = 20  # of the tables, in one go
PROMISED_S = {
    "help, CPU": 0.35,
    "first look, first, CPU": 6.0,
    "first look, CPU": 1.2,
    "from Python, CPU": 1.2,
    "tables, CPU": 0.06,
    "first run, wall": 45.0,
    "run, wall": 25.0,
    "posture, wall": 240.0,
}


def called(*arguments: str, cache: Path) -> Spent:
    """One call of Python, its compiled code kept in `cache`."""
    surroundings = {**os.environ, "MANTLET_CACHE_DIR": str(cache)}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    return spent(*arguments, surroundings=surroundings)


def tables_built() -> Spent:
    """All tables of `saturation`, laid out and drawn, in this process: one time of BUILDS."""
    known = catalog()
    scenario = load("saturation", library=known)
    busy, start, cpu_s = busy_s(), time.monotonic(), time.process_time()
    for index in range(BUILDS):
        world(geometry(scenario, known), Draw(1, index, "comonotone"))
    wall_s, cpu_s = time.monotonic() - start, time.process_time() - cpu_s
    return Spent(wall_s / BUILDS, cpu_s / BUILDS, max(busy_s() - busy - cpu_s, 0.0) / wall_s)


def measured(runs: int) -> dict[str, list[Spent]]:
    """Every call, as often as it takes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        cache, job = home / "cache", (*MAIN_JOB, "--out", str(home / "out"))
        look = (*ONE_RAID, "--out", str(home / "look"))
        called(*look, cache=home / "byte-code")  # is written by whoever comes first
        tables_built()  # loads what is compiled
        return {
            "help, CPU": [called("-m", "mantlet", "--help", cache=cache) for _ in range(2 * runs)],
            "import mantlet, CPU": [called("-c", "import mantlet", cache=cache) for _ in range(2 * runs)],
            "import numpy, CPU": [called("-c", "import numpy", cache=cache) for _ in range(2 * runs)],
            "first look, first, CPU": [called(*look, cache=home / f"cache-{number}") for number in range(runs)],
            "first look, CPU": [called(*look, cache=home / "cache-0") for _ in range(3 * runs)],
            "from Python, CPU": [called(*FROM_PYTHON, cache=home / "cache-0") for _ in range(3 * runs)],
            "tables, CPU": [tables_built() for _ in range(runs)],
            "first run, wall": [called(*job, cache=cache)],
            "run, wall": [called(*job, cache=cache) for _ in range(runs)],
            "posture, wall": [called(*POSTURE, "--out", str(home / "posture"), cache=cache)],
        }


def verdict(what: str, values: list[float], others: float) -> str:
    """Beside what was promised, if anything was."""
    if what not in PROMISED_S:
        return ""
    kept = median(values) <= PROMISED_S[what]
    found = "PASS" if kept else "FAIL" if others <= QUIET else "too busy to tell"
    return f"   {found}, promised {PROMISED_S[what]:g}"


def main(runs: int = 3) -> None:
    """Measure, print and keep."""
    found = measured(runs)
    seconds = {
        what: [call.cpu_s if what.endswith("CPU") else call.wall_s for call in calls] for what, calls in found.items()
    }
    others = {
        what: sum(call.others * call.wall_s for call in calls) / sum(call.wall_s for call in calls)
        for what, calls in found.items()
    }
    print(f"{'seconds; processors busy for others':36}{'least':>8}{'median':>8}{'most':>8}{'others':>8}")
    for what, values in seconds.items():
        line = f"{what:36}{min(values):8.2f}{median(values):8.2f}{max(values):8.2f}{others[what]:8.2f}"
        print(line + verdict(what, values, others[what]))
    RESULTS.mkdir(exist_ok=True)
    kept = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    kept |= {
        "llvmlite": version("llvmlite"),
        "date": time.strftime("%Y-%m-%d"),
        "load": os.getloadavg()[0],
        "s": seconds,
        "others": others,
        "promised_s": PROMISED_S,
    }
    (RESULTS / "waiting.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(int(runs) for runs in sys.argv[1:2]))
