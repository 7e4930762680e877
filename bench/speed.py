"""Raids per CPU second of the battle engine, of the reference engine and of a SimPy twin, side by side in one run.

    python bench/speed.py [ROUNDS]

Rounds alternate, so that a machine whose speed drifts drifts for all; ratios are taken round by round. Compiling and
the building of tables are left out on all sides. The twin knows the rules of `saturation` only. Writes
bench/results/speed.json.
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
from mantlet.engine.fights import BATTLE, REFERENCE, Engine, fight
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load
from mantlet.world import World

RESULTS = Path(__file__).parent / "results"
PLAIN = "saturation"
FULL = ("ladakh-2020", "sead-2021", "coordinated-2021", "air-superiority-2020")
RAIDS, TWIN_RAIDS = 400, 15
# What is aimed at: (quicker, slower, scenario): how many times as quick.
AIMS = {
    ("battle", "twin", PLAIN): 80.0,
    ("reference", "twin", PLAIN): 12.0,
    ("battle", "reference", "sead-2021"): 4.0,
    ("battle", "reference", "coordinated-2021"): 4.0,
    ("battle", "reference", "air-superiority-2020"): 4.0,
}


def per_cpu_s(work: Callable[[int], object], count: int) -> float:
    """Replications per second of processor time."""
    before = time.process_time()
    work(count)
    return count / (time.process_time() - before)


def fights(made: World, engine: Engine) -> Callable[[int], object]:
    """A number of replications by one of the engines."""
    return lambda count: fight(made.arrays, made.force, 1, 0, 0, count, engine)


def measured(name: str, rounds: int) -> dict[str, list[float]]:
    """Raids per CPU second in each round, by who fought them."""
    known = catalog()
    made = world(geometry(load(name, library=known), known), Draw(1, 0, "central"))
    work = {"battle": (fights(made, BATTLE), RAIDS), "reference": (fights(made, REFERENCE), RAIDS)}
    if name == PLAIN:
        twin = tables(made)
        work["twin"] = lambda count: replicate(twin, 0, count), TWIN_RAIDS
    for fought, _ in work.values():
        fought(2)
    rows: dict[str, list[float]] = {who: [] for who in work}
    for _ in range(rounds):
        for who, (fought, count) in work.items():
            rows[who].append(per_cpu_s(fought, count))
    return rows


def main(rounds: int = 5) -> None:
    """Measure, print and keep."""
    rows = {name: measured(name, rounds) for name in (PLAIN, *FULL)}
    print(f"replications per CPU second, {rounds} rounds: least, median, most")
    for name, row in rows.items():
        for who, values in row.items():
            print(f"{name:22}{who:10}{min(values):10.1f}{median(values):10.1f}{max(values):10.1f}")
    ratios = {
        f"{name}: {quicker} / {slower}": [a / b for a, b in zip(row[quicker], row[slower], strict=True)]
        for name, row in rows.items()
        for quicker, slower in (("battle", "reference"), ("battle", "twin"), ("reference", "twin"))
        if slower in row
    }
    aims = {f"{name}: {quicker} / {slower}": aim for (quicker, slower, name), aim in AIMS.items()}
    print("times as quick, round by round: least, median, most, aim")
    for what, values in ratios.items():
        aim = f"{aims[what]:10.0f}" if what in aims else ""
        print(f"{what:46}{min(values):8.2f}{median(values):8.2f}{max(values):8.2f}{aim}")
    RESULTS.mkdir(exist_ok=True)
    about = {"machine": platform.machine(), "python": platform.python_version(), "date": time.strftime("%Y-%m-%d")}
    kept = about | {"simpy": version("simpy"), "per_cpu_s": rows, "ratios": ratios}
    (RESULTS / "speed.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(int(rounds) for rounds in sys.argv[1:2]))
