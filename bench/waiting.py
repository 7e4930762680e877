"""What a person waits for: help, import, a first look at one raid, and the main job; on a fresh machine and compiled.

    python bench/waiting.py [RUNS]

CPU seconds where nothing else should count (help, import, a first look, with NumPy's import beside as a measure of the
machine), wall seconds where a person sits before the screen (the main job on two threads). `first` is with an empty
cache of compiled code, but with Python's own byte code. Writes bench/results/waiting.json.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).parent / "results"
MAIN_JOB = ("-m", "mantlet", "run", "ladakh-2020", "--threads", "2")
ONE_RAID = ("-m", "mantlet", "run", "saturation", "--draws", "1", "--replications", "1")
FROM_PYTHON = ("-c", "import mantlet; mantlet.run(mantlet.load('saturation'), draws=1, replications=1)")
PROMISED_S = {
    "help, CPU": 0.35,
    "first look, first, CPU": 6.0,
    "first look, CPU": 1.2,
    "from Python, CPU": 1.2,
    "first run, wall": 45.0,
    "run, wall": 25.0,
}


def spent_s(arguments: tuple[str, ...], cache: Path) -> tuple[float, float]:
    """(CPU, wall) seconds of one call of Python, its compiled code kept in `cache`."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    surroundings = {**os.environ, "MANTLET_CACHE_DIR": str(cache)}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=surroundings)
    wall_s, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall_s


def main(runs: int = 3) -> None:
    """Measure, print and keep."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        cache, out = home / "cache", ("--out", str(home / "out"))
        look = (*ONE_RAID, "--out", str(home / "look"))
        spent_s(look, home / "byte-code")  # is written by whoever comes first
        seconds = {
            "help, CPU": [spent_s(("-m", "mantlet", "--help"), cache)[0] for _ in range(2 * runs)],
            "import mantlet, CPU": [spent_s(("-c", "import mantlet"), cache)[0] for _ in range(2 * runs)],
            "import numpy, CPU": [spent_s(("-c", "import numpy"), cache)[0] for _ in range(2 * runs)],
            "first look, first, CPU": [spent_s(look, home / f"cache-{number}")[0] for number in range(runs)],
            "first look, CPU": [spent_s(look, home / "cache-0")[0] for _ in range(3 * runs)],
            "from Python, CPU": [spent_s(FROM_PYTHON, home / "cache-0")[0] for _ in range(3 * runs)],
            "first run, wall": [spent_s((*MAIN_JOB, *out), cache)[1]],
            "run, wall": [spent_s((*MAIN_JOB, *out), cache)[1] for _ in range(runs)],
        }
    print(f"{'seconds':24}{'least':>8}{'median':>8}{'most':>8}")
    for what, values in seconds.items():
        line = f"{what:24}{min(values):8.2f}{median(values):8.2f}{max(values):8.2f}"
        if what in PROMISED_S:
            line += f"   {'PASS' if median(values) <= PROMISED_S[what] else 'FAIL'}, promised {PROMISED_S[what]:g}"
        print(line)
    RESULTS.mkdir(exist_ok=True)
    kept = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    kept |= {
        "llvmlite": version("llvmlite"),
        "date": time.strftime("%Y-%m-%d"),
        "load": os.getloadavg()[0],
        "s": seconds,
        "promised_s": PROMISED_S,
    }
    (RESULTS / "waiting.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(int(runs) for runs in sys.argv[1:2]))
