"""What control variates and strata would save: variance of the mean without over with, scenario by scenario.

Inside a draw: normal scores whose mean is known (luck of day, raid and unit; the shots' own; damage), centred within
their draw, with one coefficient for all draws. Over draws: the score of each family of numbers that moves together, and
strata on the scores that matter most. Loss from estimated coefficients is counted: Lavenberg and Welch (1981),
Management Science 27, p. 322. See docs/decisions/0015-until.md and docs/performance.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

import mantlet
from mantlet.engine import draws as keyed
from mantlet.physics.jit import compiled
from mantlet.run import controls
from mantlet.run.battle import CompiledBattle, prepared
from mantlet.run.loops import RECORDED, Task, Terms

Matrix = npt.NDArray[np.float64]

SCENARIOS = ("saturation", "lab-luck", "cs-1", "ladakh-2020", "ladakh-2021", "sead-2021", "air-superiority-2020")
METRICS = ("leakers", "value_lost")
DRAWS, RAIDS, SEED = 300, 50, 1
TERMS = Terms(SEED, keep_rows=False)
SHOTS_COUNT = 2  # of a unit at an object: the first ones


def scores(seed: int, draw: int, raids: int, pairs: npt.NDArray[np.uint64], occasion: int) -> Matrix:
    """(raids, pairs) normal scores, as the engine throws them."""
    found = np.empty((raids, len(pairs)))
    throw(found, seed, draw, pairs, occasion)
    return found


@compiled
def throw(found: Matrix, seed: int, draw: int, pairs: npt.NDArray[np.uint64], occasion: int) -> None:
    for k in range(len(found)):
        fight = keyed.replication_key(seed, draw, k)
        for n in range(len(pairs)):
            found[k, n] = keyed.normal(fight, pairs[n], occasion)


def pairs_of(kind: np.uint64, actors: Iterable[int], things: Iterable[int]) -> npt.NDArray[np.uint64]:
    """Keys of all pairs, things of one actor after each other."""
    whole = [(np.uint64(actor), np.uint64(thing)) for actor in actors for thing in things]
    return np.array([keyed.pair_key(kind, *pair) for pair in whole], np.uint64)


def shared(battle: CompiledBattle, draw: int, raids: int) -> Matrix:
    """(raids, scores) of luck that shots share, each weighed as the draw weighs it."""
    world = battle.world(SEED, RECORDED, draw).arrays
    rules, units = world.rules[0], world.units
    raid = pairs_of(keyed.LUCK_RAID, [0], np.unique(units["side_key"]))
    unit = pairs_of(keyed.LUCK_UNIT, units["key"], [0])
    day = pairs_of(keyed.LUCK_DAY, [0], [0])
    weighed = ((rules["luck_raid"], raid), (rules["luck_unit"], unit), (rules["luck_day"], day))
    return np.concatenate([share**0.5 * scores(SEED, draw, raids, pairs, 0) for share, pairs in weighed], axis=1)


def own(battle: CompiledBattle, draw: int, raids: int) -> Matrix:
    """(raids, scores): by unit and shot the mean score over all objects, and the mean damage score of all objects."""
    world = battle.world(SEED, RECORDED, draw).arrays
    objects, units = world.objects["key"], world.units["key"]
    kills = pairs_of(keyed.KILL, units, objects)
    shots = [
        scores(SEED, draw, raids, kills, shot).reshape(raids, len(units), -1).mean(axis=2)
        for shot in range(SHOTS_COUNT)
    ]
    harm = scores(SEED, draw, raids, pairs_of(keyed.DAMAGE, [0], objects), 0)
    return np.concatenate([*shots, harm.mean(axis=1, keepdims=True)], axis=1)


def factor(outcome: Matrix, known: Matrix, lost_count: int) -> float:
    """Variance of the mean without controls over that with them; `lost_count` means were taken off beforehand."""
    known = known[:, np.ptp(known, axis=0) > 1e-12]
    rows, columns = known.shape
    free = rows - lost_count
    if columns == 0 or np.ptp(outcome) == 0 or free - columns - 2 <= 0:
        return float("nan")
    rest = outcome - known @ np.linalg.lstsq(known, outcome, rcond=None)[0]
    before, after = np.sum(outcome**2) / free, np.sum(rest**2) / (free - columns)
    return float(before / after * (free - columns - 1) / (free - 1))


def centred(column: Matrix) -> Matrix:
    return column - column.mean(axis=1, keepdims=True)


def over_draws(means: Matrix, scores: Matrix, draws: int) -> float:
    """Median factor of blocks of so many draws, each with its own coefficients."""
    found: list[float] = []
    for first in range(0, DRAWS - draws + 1, draws):
        block = slice(first, first + draws)
        found.append(factor(means[block] - means[block].mean(), scores[block] - scores[block].mean(axis=0), 1))
    return float(np.median(found))


def strata(means: Matrix, score: Matrix, count: int) -> float:
    """Variance over that inside equal strata of one score, as proportional allocation leaves."""
    if np.ptp(means) == 0:
        return float("nan")
    parts = np.array_split(means[np.argsort(score)], count)
    return float(np.var(means, ddof=1) / np.mean([np.var(part, ddof=1) for part in parts]))


def main() -> None:
    """Prints one block for each scenario."""
    for name in sys.argv[1:] or SCENARIOS:
        battle = prepared(mantlet.load(name))
        fought = [battle.fought(Task(RECORDED, draw, 0, RAIDS, True), TERMS).metrics for draw in range(DRAWS)]
        luck = np.stack([shared(battle, draw, RAIDS) for draw in range(DRAWS)])
        shots = np.stack([own(battle, draw, RAIDS) for draw in range(DRAWS)])
        known = controls.scores(SEED, battle.families, DRAWS)
        print(f"{name}: {DRAWS} draws of {RAIDS} raids, {known.shape[1]} families")
        for metric in METRICS:
            column = np.array([found[metric] for found in fought], float)
            within = centred(column).ravel()
            inner = {"shared": luck, "own": shots, "both": np.concatenate([luck, shots], axis=2)}
            inside = [factor(within, centred(scores_).reshape(len(within), -1), DRAWS) for scores_ in inner.values()]
            means = column.mean(axis=1)
            chance = float(column.var(axis=1, ddof=1).mean())
            between = max(float(means.var(ddof=1)) - chance / RAIDS, 0.0)
            print(f"  {metric}: mean {column.mean():.4g}, variance within {chance:.4g}, between {between:.4g}")
            print("    inside a draw, by " + ", by ".join(f"{k} {f:.2f}" for k, f in zip(inner, inside, strict=True)))
            if known.shape[1]:
                linear = [f"{over_draws(means, known, draws):.2f} of {draws}" for draws in (100, 150, 300)]
                seen = np.nan_to_num(np.abs(np.corrcoef(known.T, means)[-1, :-1]))
                best = known[:, int(np.argmax(seen))]
                by_strata = ", ".join(f"{count}: {strata(means, best, count):.2f}" for count in (5, 10))
                print(f"    over draws, linear in all families: {', '.join(linear)}; strata of the best, {by_strata}")


if __name__ == "__main__":
    main()
