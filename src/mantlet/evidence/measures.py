"""What a claim's unit is in the library: a dimension with its ratio to SI, a thing that is counted, or nothing."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from mantlet.base.units import UNITS
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.things import MEASURES

_MORE: Final = {
    "week": ("time", 7 * 86400.0),
    "mph": ("speed", 0.44704),
    "cm": ("length", 1e-2),
    "mm": ("length", 1e-3),
    "km2": ("area", 1e6),
    "lb": ("mass", 0.45359237),
}
_CURRENCY = re.compile(r"[A-Z]{3}")


class Measure(NamedTuple):
    """A dimension of the library, the thing that is counted where it is `count`, and the ratio to SI."""

    dimension: str
    thing: str | None
    si_ratio: float


def measure(unit: str | None) -> Measure:
    """What a unit measures; raises ValueError for one that the library has no place for.

    >>> measure("km"), measure("battery").dimension
    (Measure(dimension='length', thing=None, si_ratio=1000.0), 'count')
    """
    known = _factors()
    if unit in known:
        return Measure(known[unit][0], None, known[unit][1])
    if unit is not None and ("/" in unit or _CURRENCY.fullmatch(unit) or unit in _measured()):
        raise ValueError(f"the library has no place for a figure in {unit}")
    return Measure("count", unit, 1.0)


def exact(value: float, dimension: str) -> str | float:
    """A quantity in the largest unit that gives it in few figures, as `units.parse` reads it back to the bit.

    >>> exact(5.35e9, "money"), exact(4.0, "count"), exact(1000 / 3, "length")
    ('5350 MUSD', 4, '333.3333333333333 m')
    """
    units = UNITS[dimension]
    if "" in units:
        return int(value) if value == int(value) else value
    for unit, factor in sorted(units.items(), key=lambda row: -row[1]):
        text = f"{value / factor:.10g}"
        if abs(value) >= factor and "e" not in text and float(text) * factor == value:
            return f"{text} {unit}"
    return f"{value!r} {next(iter(units))}"


@cache
def _factors() -> dict[str | None, tuple[str, float]]:
    found: dict[str | None, tuple[str, float]] = {}
    for dimension, units in UNITS.items():
        for unit, factor in units.items():
            if unit:
                found.setdefault(unit, (dimension, factor))
    return found | _MORE


@cache
def _measured() -> frozenset[str]:
    """Units of the lexicon that measure, and do not count."""
    return frozenset(row.unit for row in lexicon().tables.units if row.dimension in MEASURES)
