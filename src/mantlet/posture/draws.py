"""Keyed draws as arrays: entry n follows from the seed, n and the key alone, whatever else is asked and how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mantlet.base.sourced import Sourced
from mantlet.base.units import UNITS
from mantlet.library.sampling import Coupling, Draw, share

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


@dataclass(frozen=True)
class HeldDraw(Draw):
    """A draw in which some numbers are not as they fall: held at a share of the way up their interval, or drawn again.

    `ends` are shares by path; what is `drawn_again` falls as it would from `other_seed`.
    """

    ends: Mapping[str, float] = field(default_factory=dict[str, float])
    drawn_again: frozenset[str] = frozenset()
    other_seed: int = 0

    def value(self, path: str, number: Sourced) -> float:
        """SI figure of `number` in this draw."""
        if self.known is not None and path in self.known:
            return self.known[path]
        if path in self.ends:
            figure = number.quantile(self.ends[path])
        elif path in self.drawn_again:
            figure = Draw(self.other_seed, self.index, self.coupling).value(path, number)
        else:
            return super().value(path, number)
        if self.known is not None:
            self.known[path] = figure
        return figure


@dataclass(frozen=True)
class Dice:
    """From what numbers are drawn: a seed, and for a test of an answer, those that are held or drawn again.

    `told`, if given, is filled with every number that was asked for, by key, and its figures by draw.
    """

    seed: int
    ends: Mapping[str, float] = field(default_factory=dict[str, float])
    drawn_again: frozenset[str] = frozenset()
    told: dict[str, tuple[Sourced, Array]] | None = field(default=None, compare=False)

    def draw(self, index: int, coupling: Coupling) -> Draw:
        """One of its draws."""
        if not self.ends and not self.drawn_again:
            return Draw(self.seed, index, coupling)
        return HeldDraw(
            self.seed, index, coupling, ends=self.ends, drawn_again=self.drawn_again, other_seed=self.seed + 1
        )


def figures(number: Sourced, dice: Dice, count: int, key: str) -> Array:
    """SI figures of a number, as far open as its sources leave it."""
    found = np.array([dice.draw(index, "independent").value(key, number) for index in range(count)])
    if dice.told is not None:
        dice.told[key] = (number, found)
    return found


def whole(number: Sourced, dice: Dice, count: int, key: str) -> Counts:
    """Figures of a count."""
    return figures(number, dice, count, key).astype(np.int64)


def whole_days(number: Sourced, dice: Dice, count: int, key: str) -> Days:
    """Figures of a time, in days."""
    return np.rint(figures(number, dice, count, key) / _DAY_S).astype(np.int64)


def day_within(first: Days | int, last: Days | int, at: Array) -> Days:
    """The day that lies the share `at` of the way from the first to the last, both included, each as likely."""
    return first + (at * (last - first + 1)).astype(np.int64)
