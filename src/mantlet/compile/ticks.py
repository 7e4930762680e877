"""Seconds as whole ticks."""

from __future__ import annotations

import math

# So near to a whole number of ticks is one: 0.3 s are three ticks of 0.1 s, and 40 km at 1 km/s are forty of 1 s,
# whatever binary fractions and nanometres of a geodesic make of it.
WHOLE = 1e-6


def ticks(seconds: float, tick_s: float) -> int:
    """Whole ticks, rounded to the nearest."""
    return int(math.floor(seconds / tick_s + 0.5))


def ticks_up(seconds: float, tick_s: float) -> int:
    """Whole ticks that are no shorter."""
    return math.ceil(seconds / tick_s - WHOLE)
