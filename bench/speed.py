"""Replications per CPU second of the reference engine and of its SimPy twin, side by side in one run.

    python bench/speed.py [SCENARIO] [ROUNDS]

Rounds alternate, so that a machine whose speed drifts drifts for both; the ratio is taken round by round. Compiling
and the building of tables are left out on both sides. Writes bench/results/speed-SCENARIO.json.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

from simpy_twin import replicate
from twin_tables import tables

from mantlet.compile import geometry, world
from mantlet.engine.fights import fight
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load

RESULTS = Path(__file__).parent / "results"
PROMISED_PER_S, PROMISED_RATIO = 500, 12


def per_cpu_s(work: Callable[[int], object], count: int) -> float:
    """Replications per second of processor time."""
    before = time.process_time()
    work(count)
    return count / (time.process_time() - before)


def main(name: str = "saturation", rounds: int = 5) -> None:
    """Measure, print and keep."""
    known = catalog()
    made = world(geometry(load(name, library=known), known), Draw(1, 0, "central"))
    twin = tables(made)

    def engine_raids(count: int) -> object:
        return fight(made.arrays, made.force, 1, 0, 0, count)

    def twin_raids(count: int) -> object:
        return replicate(twin, 0, count)

    engine_raids(2)
    pairs = [(per_cpu_s(engine_raids, 500), per_cpu_s(twin_raids, 15)) for _ in range(rounds)]
    rows = {
        "engine": [engine for engine, _ in pairs],
        "twin": [told for _, told in pairs],
        "ratio": [engine / told for engine, told in pairs],
    }
    print(f"{name}: replications per CPU second, {rounds} rounds")
    print(f"{'':8}{'least':>10}{'median':>10}{'most':>10}")
    for row, values in rows.items():
        print(f"{row:8}{min(values):10.1f}{median(values):10.1f}{max(values):10.1f}")
    for what, value, promised in (
        ("engine", median(rows["engine"]), PROMISED_PER_S),
        ("ratio", median(rows["ratio"]), PROMISED_RATIO),
    ):
        print(f"{'PASS' if value >= promised else 'FAIL'} {what} {value:.0f}, promised {promised}")
    RESULTS.mkdir(exist_ok=True)
    kept = {"scenario": name, "machine": platform.machine(), "python": platform.python_version()}
    kept |= {
        "llvmlite": version("llvmlite"),
        "simpy": version("simpy"),
        "date": time.strftime("%Y-%m-%d"),
        "per_cpu_s": rows,
    }
    (RESULTS / f"speed-{name}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2], *(int(rounds) for rounds in sys.argv[2:3]))
