"""Who is there and fit in each month and replication, as rows that tell a force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mantlet.library.sampling import share
from mantlet.posture.draws import Array, Counts
from mantlet.posture.months.file import Posture
from mantlet.posture.months.fitness import Fit
from mantlet.posture.months.forces import ALL, Parts, Rows


@dataclass(frozen=True)
class Muster:
    """Makes rows of one draw. `held_count` are rounds that come with a piece that has a stock of its own, or None."""

    posture: Posture
    parts: Parts
    held_count: int | None
    luck_frac: Array  # [replication, item], the same for all months and policies

    @classmethod
    def of(cls, posture: Posture, parts: Parts, held_count: int | None, dice: tuple[int, int], raids: int) -> Muster:
        """With luck drawn by `dice`, seed and draw, for so many replications."""
        keys = [[f"fit/{item.what}/{item.part}/{k}" for item in parts.items] for k in range(raids)]
        drawn = np.array([[share(*dice, key) for key in row] for row in keys]).reshape(raids, len(parts.items))
        return cls(posture, parts, held_count, drawn)

    def rows(self, filled: NDArray[np.bool_], bought_count: Counts, odds: Sequence[Fit]) -> Rows:
        """Rows by [month, replication, column] from places by month, rounds bought by month and chances to be fit.

        What stands at a place that is not filled is written as none, so that equal forces have equal rows.
        """
        months, raids = len(filled), len(self.luck_frac)
        found = np.zeros((months, raids, self.parts.width), np.int16)
        found[:, :, : self.parts.places] = filled[:, None, :]
        for column, item in enumerate(self.parts.items, self.parts.places):
            at_most = odds[item.fitness].among(item.size)
            count = (at_most[:, None, :] < self.luck_frac[None, :, column - self.parts.places, None]).sum(axis=2)
            found[:, :, column] = np.minimum(count, item.size) * filled[:, item.place, None]
        found[:, :, self.parts.places + len(self.parts.items) :] = self._held(filled, bought_count)[:, None, :]
        return found

    def _held(self, filled: NDArray[np.bool_], bought_count: Counts) -> Counts:
        """Rounds held by each stocked unit, by month: its share of what came with its place, and of what was bought."""
        units = [self.parts.place_of[unit] for unit in self.parts.stocked]
        there = filled[:, units]
        if self.held_count is None:
            return np.where(there, ALL, 0)
        together = np.array([units.count(place) for place in units])
        own = self.held_count // np.maximum(together, 1) + bought_count[:, None] // np.maximum(
            there.sum(axis=1, keepdims=True), 1
        )
        return np.where(there, np.minimum(own, ALL), 0)


def numbered(rows: Rows) -> Rows:
    """Rows of [..., replication, column] in one block, the replication's number ahead of each."""
    raids = rows.shape[-2]
    number = np.broadcast_to(np.arange(raids, dtype=np.int16)[:, None], (*rows.shape[:-1], 1))
    return np.concatenate([number, rows], axis=-1).reshape(-1, rows.shape[-1] + 1)


def met_by(rows: Rows, parts: Parts, magazines: tuple[Counts, Counts], spent_ratio: float) -> Rows:
    """Numbered rows as a raid meets them: of the rounds held, what earlier ones have left, and no more than has room.

    What differs only beyond that is one force. `magazines` hold so many on launchers, and with those behind them.
    """
    met = rows.copy()
    loads, most = magazines
    stocks = slice(1 + parts.places + len(parts.items), None)
    spent = np.ceil(spent_ratio * loads).astype(np.int64)
    met[:, stocks] = np.clip(rows[:, stocks].astype(np.int64) - spent, 0, most)
    return met
