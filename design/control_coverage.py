"""Whether means corrected for where the draws fell keep their promise: bias, coverage and gain on bundled scenarios.

A few thousand draws are fought once and stand for all there are; runs are draws picked from them at random, and the
scores are taken against their own mean, so that what is to be found is known. All metrics are tried on the
same picks, with few raids of a draw and with many. See docs/decisions/0015-until.md.
"""

from __future__ import annotations

import sys
from itertools import product

import numpy as np
from numpy.typing import NDArray

import mantlet
from mantlet.run.battle import prepared
from mantlet.run.controls import corrected, scores
from mantlet.run.loops import RECORDED, Task, Terms
from mantlet.run.metrics import mean_interval

SCENARIOS = ("ladakh-2020", "ladakh-2021", "sead-2021", "air-superiority-2020")
METRICS = ("leakers", "value_lost", "decoys_leaked")
DRAWS, RAIDS, SEED, TRIALS = 2000, (20, 100), 2, 1000  # RAIDS: of each draw, few as `--until` asks for them, and many
SIZES = (100, 200)

TERMS = Terms(SEED, keep_rows=False)

Column = NDArray[np.float64]


def main() -> None:
    """One line for each scenario, metric and size."""
    print("coverage in per cent of 95 % intervals; bias in standard deviations of the corrected mean")
    for name in sys.argv[1:] or SCENARIOS:
        battle = prepared(mantlet.load(name))
        fought = [battle.fought(Task(RECORDED, draw, 0, max(RAIDS), True), TERMS).metrics for draw in range(DRAWS)]
        known = scores(SEED, battle.families, DRAWS)
        known -= known.mean(axis=0)
        for raids, metric, size in product(RAIDS, METRICS, SIZES):
            if metric in fought[0]:
                means = np.array([np.mean(found[metric][:raids]) for found in fought], float)
                told = tried(means, known, size)
                run = f"{name:21} {metric:14} {size:4} draws of {raids} raids, {known.shape[1]} families"
                print(f"{run}: {told}", flush=True)


def tried(means: Column, known: Column, size: int) -> str:
    """What runs of so many draws found, beside what they should have."""
    luck, truth = np.random.default_rng(1), means.mean()
    rows: list[tuple[bool, bool, float, float, float]] = []
    for _ in range(TRIALS):
        chosen = luck.integers(0, DRAWS, size)
        plain, better = mean_interval(means[chosen]), corrected(means[chosen], known[chosen])
        if plain is None or better is None or better.worth_ratio is None:
            continue
        held = plain[0] <= truth <= plain[1], better.error[0] <= truth <= better.error[1]
        rows.append((*held, better.mean, float(means[chosen].mean()), better.worth_ratio))
    if not rows:
        return "nothing to correct, or nothing to correct by"
    plain_held, held, mean, before, worth = np.array(rows, float).T
    return (
        f"plain {100 * plain_held.mean():.1f}, corrected {100 * held.mean():.1f},"
        f" bias {(mean.mean() - truth) / mean.std():+.2f},"
        f" worth told {np.median(worth):.2f}, found {before.var() / mean.var():.2f}"
    )


if __name__ == "__main__":
    main()
