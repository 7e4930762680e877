"""The best parts for the money: step by step the one that helps most for its price."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from mantlet.posture.supply.changes import Shipment
from mantlet.posture.supply.metric import Echelons
from mantlet.posture.supply.palm import Floats
from mantlet.posture.supply.upkeep import Upkeep, in_the_long_run
from mantlet.posture.supply.vari_metric import missing_at_one

_MOST_UNITS = 60  # of one type, beside what is there


class Step(NamedTuple):
    """One purchase: of which curve, how many units at once, for how much, and the value they add."""

    curve: int
    units: int
    cost_usd: float
    value: float


def efficient(values: Sequence[Floats], prices_usd: Floats, copies: Sequence[int]) -> list[Step]:
    """Purchases in the order of gain for money, from curves of value by units bought (0, 1, ...) of one type of part.

    A curve stands for so many like types. After each step no other purchase of the same money is worth more. Where a
    curve bends upwards its lower parts are bridged: what only helps in twos is bought in twos.

    Source: Sherbrooke 1968, METRIC, Operations Research 16:122, pp. 135 and 140 (marginal analysis over convex hulls).

    >>> for step in efficient([np.array([0.0, 3.0, 4.0]), np.array([0.0, 1.0, 5.0])], np.array([2.0, 1.0]), [1, 1]):
    ...     print(step.curve, step.units, step.cost_usd, step.value)
    1 2 2.0 5.0
    0 1 2.0 3.0
    0 1 2.0 1.0
    """
    found: list[Step] = []
    for curve, value in enumerate(values):
        corners = _concave_corners(value)
        for before, after in pairwise(corners):
            units = after - before
            step = Step(curve, units, units * float(prices_usd[curve]), float(value[after] - value[before]))
            found += [step] * copies[curve]
    return sorted(found, key=lambda step: -step.value / step.cost_usd)


def _concave_corners(value: Floats) -> list[int]:
    """Where the least concave curve above this one touches it, as far as it rises."""
    corners = [0]
    for at in range(1, len(value)):
        if value[at] <= value[corners[-1]]:
            continue
        while len(corners) > 1:
            first, last = corners[-2:]
            if (value[last] - value[first]) * (at - last) > (value[at] - value[last]) * (last - first):
                break
            corners.pop()
        corners.append(at)
    return corners


def spares_package(kept: Upkeep, month: float, budget_usd: float) -> Shipment:
    """What a budget buys best for a fleet that keeps its parts apart, all of it at the depot at this date.

    Best for the share of aircraft that lack no part in the long run. What no longer fits the budget is passed over.
    """
    left_usd = budget_usd
    units = dict.fromkeys(kept.families, 0)
    passed: set[int] = set()
    for step in efficient(list(_value(kept).T), kept.price_usd, kept.types_count.astype(int).tolist()):
        if step.curve in passed or step.cost_usd > left_usd:
            passed.add(step.curve)
            continue
        left_usd -= step.cost_usd
        units[kept.families[step.curve]] += step.units
    return Shipment(month, {family: count for family, count in units.items() if count})


def _value(kept: Upkeep) -> Floats:
    """Logarithm of the chance that an aircraft lacks no part of one type, by units added (rows) and family."""
    parts = in_the_long_run(kept)
    more = np.arange(_MOST_UNITS + 1.0)[:, None]
    stocked = parts.echelons._replace(depot_stock_count=parts.echelons.depot_stock_count + more)
    places = min(kept.base_aircraft_count, kept.aircraft_count) * kept.per_aircraft_count
    shape = np.broadcast_shapes(*(np.shape(column) for column in stocked))
    missing = missing_at_one(Echelons(*(np.broadcast_to(column, shape) for column in stocked)), places)
    return kept.per_aircraft_count * np.log(np.maximum(1.0 - missing.mean_count / places, 1e-12))
