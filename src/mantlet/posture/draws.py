"""Keyed draws as arrays: entry n follows from the seed, n and the key alone, whatever else is asked and how much."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.base.sourced import Sourced
from mantlet.base.units import UNITS
from mantlet.library.sampling import Draw, share

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
Days = NDArray[np.int64]

_DAY_S = UNITS["time"]["day"]


def shares(seed: int, count: int, key: str) -> Array:
    """Uniform numbers between 0 and 1, both excluded.

    >>> bool((shares(1, 5, "x")[:3] == shares(1, 3, "x")).all())
    True
    """
    return np.array([share(seed, index, key) for index in range(count)])


def figures(number: Sourced, seed: int, count: int, key: str) -> Array:
    """SI figures of a number, as far open as its sources leave it."""
    return np.array([Draw(seed, index, "independent").value(key, number) for index in range(count)])


def whole(number: Sourced, seed: int, count: int, key: str) -> Counts:
    """Figures of a count."""
    return figures(number, seed, count, key).astype(np.int64)


def whole_days(number: Sourced, seed: int, count: int, key: str) -> Days:
    """Figures of a time, in days."""
    return np.rint(figures(number, seed, count, key) / _DAY_S).astype(np.int64)


def day_within(first: Days | int, last: Days | int, at: Array) -> Days:
    """The day that lies the share `at` of the way from the first to the last, both included, each as likely."""
    return first + (at * (last - first + 1)).astype(np.int64)
