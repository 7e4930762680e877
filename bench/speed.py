"""Raids per CPU second of the engines and of two twins, in SimPy and in C++, side by side in one run.

    python bench/speed.py [ROUNDS]

Rounds alternate, so that a machine whose speed drifts drifts for all; ratios are taken round by round. Compiling and
the building of tables are left out on all sides. The twins know the rules of `saturation` only, and have to agree with
the engine in mean leakers and shots: else this fails. Writes bench/results/speed.json.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np
from cpp_twin import FORMS, built
from numpy.typing import NDArray
from simpy_twin import replicate
from twin_tables import tables

from mantlet.codes import LEAKED
from mantlet.compile import geometry, world
from mantlet.engine.fights import BATTLE, LEAPING, REFERENCE, Engine, fight
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load
from mantlet.world import World

RESULTS = Path(__file__).parent / "results"
PLAIN = "saturation"
FULL = ("ladakh-2020", "sead-2021", "coordinated-2021", "air-superiority-2020")
BATTLE_RAIDS, REFERENCE_RAIDS, SIMPY_RAIDS, CPP_RAIDS = 1000, 400, 15, 4000
# What is compared, (quicker, slower): how many times as quick is aimed at, by scenario; elsewhere it is only told.
AIMS: dict[tuple[str, str], dict[str, float]] = {
    ("battle", "reference"): dict.fromkeys(("sead-2021", "coordinated-2021", "air-superiority-2020"), 4.0),
    ("battle", "simpy"): {PLAIN: 80.0},
    ("reference", "simpy"): {PLAIN: 12.0},
    ("battle", "c++ scans"): {PLAIN: 0.8},
    ("skip", "battle"): {},
    ("skip", "simpy"): {PLAIN: 400.0},
    ("c++ skips", "simpy"): {},
    ("skip", "c++ skips"): {PLAIN: 0.8},
}
Tallies = NDArray[np.float64]  # leakers and shots of each raid
Fights = Callable[[int], tuple[float, Tallies]]  # so many raids: processor seconds, and how they ended


def timed(work: Callable[[int], Tallies]) -> Fights:
    """By the clock of this process."""

    def fought(count: int) -> tuple[float, Tallies]:
        before = time.process_time()
        told = work(count)
        return time.process_time() - before, told

    return fought


def fights(made: World, engine: Engine) -> Fights:
    """By one of the engines."""

    def fought(count: int) -> Tallies:
        found = fight(made.arrays, made.force, 1, 0, 0, count, engine)
        return np.stack([(found.fate == LEAKED).sum(axis=1), found.shots.sum(axis=1)], axis=1).astype(float)

    return timed(fought)


def contestants(name: str, made: World, folder: Path) -> dict[str, tuple[Fights, int]]:
    """Who fights a scenario, and how many raids in one round."""
    work = {"battle": (fights(made, BATTLE), BATTLE_RAIDS), "reference": (fights(made, REFERENCE), REFERENCE_RAIDS)}
    if name == PLAIN:
        plain = tables(made)
        work["skip"] = fights(made, LEAPING), BATTLE_RAIDS
        work["simpy"] = timed(lambda count: np.array(replicate(plain, 0, count), float)), SIMPY_RAIDS
        if (program := built(plain, folder)) is not None:
            work |= {f"c++ {form}": (lambda count, form=form: program.fight(form, count), CPP_RAIDS) for form in FORMS}
    return work


def measured(name: str, rounds: int) -> dict[str, list[float]]:
    """Raids per CPU second in each round, by who fought them."""
    known = catalog()
    made = world(geometry(load(name, library=known), known), Draw(1, 0, "central"))
    with tempfile.TemporaryDirectory() as folder:
        work = contestants(name, made, Path(folder))
        for fought, _ in work.values():
            fought(2)
        rows: dict[str, list[float]] = {who: [] for who in work}
        for _ in range(rounds):
            for who, (fought, count) in work.items():
                rows[who].append(count / fought(count)[0])
        if name == PLAIN:
            agree({who: fought(10 * count)[1] for who, (fought, count) in work.items()})
    return rows


def agree(found: dict[str, Tallies]) -> None:
    """Mean leakers and shots of all lie within 4 standard errors of the first; SystemExit where they do not."""
    first, expected = next(iter(found.items()))
    print(f"{PLAIN}: mean leakers and shots")
    for who, tallies in found.items():
        print(f"{'':22}{who:12}{tallies[:, 0].mean():10.2f}{tallies[:, 1].mean():10.2f}{len(tallies):10} raids")
        error = np.sqrt(sum(one.var(axis=0, ddof=1) / len(one) for one in (tallies, expected)))
        if np.any(np.abs(tallies.mean(axis=0) - expected.mean(axis=0)) > 4.0 * error):
            raise SystemExit(f"{who} and {first} do not fight the same raid")


def compared(rows: dict[str, dict[str, list[float]]]) -> dict[str, list[float]]:
    """Prints and returns how many times as quick one is as another, round by round."""
    print(f"{'times as quick, round by round':46}{'least':>8}{'median':>8}{'most':>8}")
    ratios: dict[str, list[float]] = {}
    for name, row in rows.items():
        for (quicker, slower), aims in AIMS.items():
            if quicker in row and slower in row:
                what = f"{name}: {quicker} / {slower}"
                ratios[what] = values = [a / b for a, b in zip(row[quicker], row[slower], strict=True)]
                line = f"{what:46}{min(values):8.2f}{median(values):8.2f}{max(values):8.2f}"
                print(line + (verdict(values, aims[name]) if name in aims else ""))
    return ratios


def verdict(values: list[float], aim: float) -> str:
    """Beside what was aimed at."""
    return f"   {'PASS' if median(values) >= aim else 'FAIL'}, promised {aim:g}"


def main(rounds: int = 5) -> None:
    """Measure, print and keep."""
    rows = {name: measured(name, rounds) for name in (PLAIN, *FULL)}
    print(f"{f'raids per CPU second, {rounds} rounds':34}{'least':>10}{'median':>10}{'most':>10}")
    for name, row in rows.items():
        for who, values in row.items():
            print(f"{name:22}{who:12}{min(values):10.1f}{median(values):10.1f}{max(values):10.1f}")
    ratios = compared(rows)
    RESULTS.mkdir(exist_ok=True)
    about = {"machine": platform.machine(), "python": platform.python_version(), "date": time.strftime("%Y-%m-%d")}
    kept = about | {"simpy": version("simpy"), "per_cpu_s": rows, "ratios": ratios}
    (RESULTS / "speed.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(int(rounds) for rounds in sys.argv[1:2]))
