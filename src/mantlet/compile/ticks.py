"""Seconds as whole ticks."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

# So near to a whole number of ticks is one: 0.3 s are three ticks of 0.1 s, and 40 km at 1 km/s are forty of 1 s,
# whatever binary fractions and nanometres of a geodesic make of it.
WHOLE = 1e-6


def ticks(seconds: float, tick_s: float) -> int:
    """Whole ticks, rounded to the nearest."""
    return int(math.floor(seconds / tick_s + 0.5))


def ticks_up(seconds: float, tick_s: float) -> int:
    """Whole ticks that are no shorter."""
    return math.ceil(seconds / tick_s - WHOLE)


def ticks_each(seconds: NDArray[np.float64], tick_s: float) -> NDArray[np.int64]:
    """`ticks` of each."""
    return np.floor(seconds / tick_s + 0.5).astype(np.int64)


def ticks_up_each(seconds: NDArray[np.float64], tick_s: float) -> NDArray[np.int64]:
    """`ticks_up` of each."""
    return np.ceil(seconds / tick_s - WHOLE).astype(np.int64)
