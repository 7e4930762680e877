"""A depot that supplies bases: METRIC, in which what the bases wait for at the depot adds to their resupply time."""

from __future__ import annotations

from typing import NamedTuple

from mantlet.posture.supply.palm import Backorders, Floats, backorders


class Echelons(NamedTuple):
    """Mean numbers in resupply and stocks of one part at a depot and at each base.

    What a base has under way by itself is what it repairs and what the depot has sent off; what it waits for at the
    depot comes on top. `base_frac` is the base's share of all requests to the depot.
    """

    depot_mean_count: Floats
    depot_stock_count: Floats
    base_own_count: Floats
    base_stock_count: Floats
    base_frac: Floats


class Repair(NamedTuple):
    """Where a removed part goes and how long it takes: a share is repaired at the base, the rest at the depot."""

    base_frac: Floats
    base_month: Floats
    transport_month: Floats
    depot_month: Floats


def steady(removals_per_month: Floats, repair: Repair, depot_stock_count: Floats, base_stock_count: Floats) -> Echelons:
    """Pipelines in the long run; the last axis of the removals counts the bases.

    >>> import numpy as np
    >>> five = steady(np.full(5, 2.0), Repair(*map(np.array, (0.2, 0.1, 0.1, 0.3))), np.array(0.0), np.zeros(5))
    >>> [round(float(part), 6) for part in (five.depot_mean_count, five.base_own_count[0], five.base_frac[0])]
    [2.4, 0.2, 0.2]
    """
    to_depot = removals_per_month * (1.0 - repair.base_frac)
    own = removals_per_month * repair.base_frac * repair.base_month + to_depot * repair.transport_month
    all_bases = to_depot.sum(axis=-1)
    return Echelons(
        all_bases * repair.depot_month, depot_stock_count, own, base_stock_count, to_depot / all_bases[..., None]
    )


def metric(echelons: Echelons) -> Backorders:
    """Backorders of each base, their pipelines taken as Poisson: too few where the depot is often out of stock.

    Source: Sherbrooke 1968, METRIC, Operations Research 16:122.
    """
    depot = backorders(echelons.depot_mean_count, echelons.depot_mean_count, echelons.depot_stock_count)
    mean = echelons.base_own_count + echelons.base_frac * depot.mean_count
    return backorders(mean, mean, echelons.base_stock_count)
