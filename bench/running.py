"""What a run takes with two threads instead of one, and with a row kept of every object instead of none.

    python bench/running.py [ROUNDS]

Threads are compared by wall time, of the fights and of the whole call with its imports and its brief. Other work on the
machine spoils that: only rounds count in which others left it alone, and without any nothing is concluded. Keeping rows
is compared by processor time. Ratios are taken round by round. Writes bench/results/running.json.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from calls import QUIET, spent

from mantlet import open_result

RESULTS = Path(__file__).parent / "results"
SCENARIOS = {"saturation": (100, 500), "ladakh-2020": (100, 200)}  # draws, raids of each
WAYS = {"one thread": (1, "summary"), "two threads": (2, "summary"), "rows kept": (1, "all")}
PROMISED_TIMES, PROMISED_MORE = 1.8, 0.25


class Fought(NamedTuple):
    """Seconds of the fights of one call, and what the call took."""

    fights_s: float
    wall_s: float
    cpu_s: float
    others: float


def fought(name: str, way: str) -> Fought:
    """One call, its result thrown away."""
    (draws, raids), (threads, keep) = SCENARIOS[name], WAYS[way]
    call = ["-m", "mantlet", "run", name, "--draws", str(draws), "--replications", str(raids)]
    call += ["--threads", str(threads), "--keep", keep]
    with tempfile.TemporaryDirectory() as folder:
        took = spent(*call, "--out", f"{folder}/out")
        return Fought(open_result(f"{folder}/out").manifest["wall_s"], *took)


def measured(name: str, rounds: int) -> dict[str, list[Fought]]:
    """Every way to run a scenario, round by round."""
    found: dict[str, list[Fought]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            found[way].append(fought(name, way))
    return found


def judged(name: str, found: dict[str, list[Fought]]) -> dict[str, float]:
    """How many times as quick two threads are, and how much more rows take, said beside what was promised."""
    rounds = list(zip(found["one thread"], found["two threads"], strict=True))
    quiet = [(one, two) for one, two in rounds if max(one.others, two.others) <= QUIET]
    fights = median(one.fights_s / two.fights_s for one, two in quiet or rounds)
    call = median(one.wall_s / two.wall_s for one, two in quiet or rounds)
    verdict = "too busy to tell" if not quiet else "PASS" if fights >= PROMISED_TIMES else "FAIL"
    print(
        f"{name}: two threads {fights:.2f} times as quick, the whole call {call:.2f} times, {len(quiet)} of "
        f"{len(rounds)} rounds with the machine at rest   {verdict}, promised {PROMISED_TIMES}"
    )
    ratios = [kept.cpu_s / none.cpu_s for kept, none in zip(found["rows kept"], found["one thread"], strict=True)]
    more = median(ratios) - 1.0
    verdict = "PASS" if more <= PROMISED_MORE else "FAIL"
    print(f"{name}: rows kept take {more:.0%} more processor time   {verdict}, promised {PROMISED_MORE:.0%} at most")
    return {"fights": fights, "call": call, "quiet": len(quiet), "more": more}


def main(rounds: int = 3) -> None:
    """Measure, print and keep."""
    found = {name: measured(name, rounds) for name in SCENARIOS}
    kept = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    kept |= {"date": time.strftime("%Y-%m-%d"), "load": os.getloadavg()[0]}
    kept |= {"ratios": {name: judged(name, ways) for name, ways in found.items()}}
    kept |= {"fields": Fought._fields, "s": found}
    (RESULTS / "running.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(int(rounds) for rounds in sys.argv[1:2]))
