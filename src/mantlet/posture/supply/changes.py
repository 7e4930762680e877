"""What a policy or the world changes in a fleet's supply: stock that comes early, a supplier cut off, more flying.

Months count from the first of a forecast; its first day is month 0. Dates inside a month share it out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from mantlet.posture.supply.palm import Floats


class Shipment(NamedTuple):
    """Parts that reach the depot at a date, beside all that is under way: so many of each family, for all its types."""

    month: float
    units: Mapping[str, int]


class Change(NamedTuple):
    """From one date up to another a rate is so many times what it is otherwise."""

    from_month: float
    until_month: float
    ratio: float


def cut(from_month: float, until_month: float) -> Change:
    """A supplier abroad from whom nothing comes."""
    return Change(from_month, until_month, 0.0)


class Changes(NamedTuple):
    """All of them: `supply` slows the supplier abroad (0 is a cut), `flying` the hours flown; where two meet they
    multiply."""

    shipments: Sequence[Shipment] = ()
    supply: Sequence[Change] = ()
    flying: Sequence[Change] = ()


UNCHANGED = Changes()


def monthly(changes: Sequence[Change], months: int) -> Floats:
    """Mean ratio in each month.

    >>> monthly([cut(1.0, 2.5)], 4).tolist()
    [1.0, 0.0, 0.5, 1.0]
    """
    start = np.arange(months, dtype=np.float64)
    ratio = np.ones(months)
    for change in changes:
        within = np.clip(np.minimum(change.until_month, start + 1.0) - np.maximum(change.from_month, start), 0.0, 1.0)
        ratio *= 1.0 + within * (change.ratio - 1.0)
    return ratio


def arrived(shipments: Sequence[Shipment], families: Sequence[str], dates_month: Floats) -> Floats:
    """Units of each family (columns) that have come by its dates: one row a month.

    Raises ValueError for a family that the fleet does not have.
    """
    come = np.zeros(dates_month.shape)
    for shipment in shipments:
        for family, units in shipment.units.items():
            if family not in families:
                raise ValueError(f"no family of parts '{family}'; this fleet has {', '.join(families)}")
            column = families.index(family)
            come[dates_month[:, column] >= shipment.month, column] += units
    return come
