"""What a person waits for: help, import, the main job on a fresh machine and once compiled.

    python bench/waiting.py [RUNS]

CPU seconds where nothing else should count (help, import), wall seconds where a person sits before the screen (the
main job on two threads, the first time with an empty cache of compiled code). Writes bench/results/waiting.json.
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
PROMISED_S = {"help, CPU": 0.35, "first run, wall": 45.0, "run, wall": 25.0}


def spent_s(arguments: tuple[str, ...], cache: Path) -> tuple[float, float]:
    """(CPU, wall) seconds of one call of Python, its compiled code kept in `cache`."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    surroundings = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=surroundings)
    wall_s, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall_s


def main(runs: int = 3) -> None:
    """Measure, print and keep."""
    with tempfile.TemporaryDirectory() as folder:
        cache, out = Path(folder, "cache"), ("--out", str(Path(folder, "out")))
        spent_s(("-m", "mantlet", "--help"), cache)  # byte code is written by whoever comes first
        seconds = {
            "help, CPU": [spent_s(("-m", "mantlet", "--help"), cache)[0] for _ in range(2 * runs)],
            "import mantlet, CPU": [spent_s(("-c", "import mantlet"), cache)[0] for _ in range(2 * runs)],
            "first run, wall": [spent_s((*MAIN_JOB, *out), cache)[1]],
            "run, wall": [spent_s((*MAIN_JOB, *out), cache)[1] for _ in range(runs)],
        }
    print(f"{'seconds':22}{'least':>8}{'median':>8}{'most':>8}")
    for what, values in seconds.items():
        line = f"{what:22}{min(values):8.2f}{median(values):8.2f}{max(values):8.2f}"
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
    }
    (RESULTS / "waiting.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(int(runs) for runs in sys.argv[1:2]))
