"""Whether means corrected for where the draws fell keep their promise: bias, coverage and gain on bundled scenarios.

A few thousand draws are fought once and stand for all there are; runs are draws picked from them at random, and the
scores are taken against their own mean, so that what is to be found is known. See docs/decisions/0015-until.md.
"""

from __future__ import annotations

import sys

import numpy as np

import mantlet
from mantlet.run.battle import prepared
from mantlet.run.controls import corrected, scores
from mantlet.run.loops import RECORDED, Task, Terms
from mantlet.run.metrics import mean_interval

SCENARIOS = ("ladakh-2020", "ladakh-2021", "sead-2021")
METRICS = ("leakers", "value_lost", "decoys_leaked")
DRAWS, RAIDS, SEED, TRIALS = 2000, 20, 2, 1000

TERMS = Terms(SEED, keep_rows=False)


def main() -> None:
    """One line for each scenario, metric and size."""
    luck = np.random.default_rng(1)
    print("coverage in per cent of 95 % intervals; bias in standard deviations of the corrected mean")
    for name in sys.argv[1:] or SCENARIOS:
        battle = prepared(mantlet.load(name))
        fought = [battle.fought(Task(RECORDED, draw, 0, RAIDS, True), TERMS).metrics for draw in range(DRAWS)]
        known = scores(SEED, battle.families, DRAWS)
        known -= known.mean(axis=0)
        for metric in METRICS:
            if metric not in fought[0]:
                continue
            means = np.array([np.mean(found[metric]) for found in fought])
            truth = means.mean()
            for size in (100, 200):
                rows: list[tuple[bool, bool, float, float, float]] = []
                for _ in range(TRIALS):
                    chosen = luck.integers(0, DRAWS, size)
                    plain, better = mean_interval(means[chosen]), corrected(means[chosen], known[chosen])
                    if plain is None or better is None or better.worth_ratio is None:
                        continue
                    held = plain[0] <= truth <= plain[1], better.error[0] <= truth <= better.error[1]
                    rows.append((*held, better.mean, float(means[chosen].mean()), better.worth_ratio))
                if not rows:
                    continue
                plain_held, held, mean, before, worth = np.array(rows, float).T
                print(
                    f"{name:21} {metric:14} {size:4} draws, {known.shape[1]} families: plain "
                    f"{100 * plain_held.mean():.1f}, corrected {100 * held.mean():.1f},"
                    f" bias {(mean.mean() - truth) / mean.std():+.2f},"
                    f" worth told {np.median(worth):.2f}, found {before.var() / mean.var():.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
