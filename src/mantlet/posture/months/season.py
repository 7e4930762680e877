"""Fought draws read month by month: what a policy loses to the raid as it is, to the saturating one, and to the worst.

The worst raid is the attacker's choice from the raids of the file, at their own size or made larger: for each set of
filled places the one that costs most on average over all draws. The attacker sees what stands, and none of the figures
of a draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from mantlet.posture.months.fights import LARGE_EVERY, OTHERS_EVERY, Fought, Table, half
from mantlet.run.metrics import QUANTILE_RAIDS, Draws, Interval, Spread, spread

View = Literal["fixed", "saturating", "worst"]
VIEWS: Final[tuple[View, ...]] = get_args(View)
VIEW_WORDS: Final[Mapping[View, str]] = {
    "fixed": "the raid as it is",
    "saturating": "the raid made larger",
    "worst": "the raid that costs most",
}
_EVERY: Final[Mapping[View, int]] = {"fixed": 1, "saturating": LARGE_EVERY, "worst": LARGE_EVERY}
VALUE: Final = "asset:value_lost:"
CLASS: Final = "class:leakers:"
Column = NDArray[np.float64]
Losses = NDArray[np.float64]  # [draw, replication, month]
Raids = NDArray[np.float64]  # [draw, raid, replication, month]
Weights = Mapping[str, float]  # of assets; those not named count once


@dataclass(frozen=True)
class Season:
    """The draws of one design. `references`, `saturating` (these made larger) and `menu` are raids by name."""

    draws: Sequence[Fought]
    references: tuple[str, ...]
    saturating: tuple[str, ...]
    menu: tuple[str, ...]
    replications: int
    supposed: tuple[bool, ...]  # of each state, whether it is one that is only supposed

    @property
    def columns(self) -> tuple[str, ...]:
        """What is told of each fight."""
        return self.draws[0].columns

    def every(self, view: View) -> int:
        """Of so many draws one met the raids of a view."""
        return _EVERY[view]

    def met(self, view: View) -> Sequence[Fought]:
        """The draws behind a view: those that met its raids."""
        return self.draws[:: self.every(view)]

    def raids_of(self, view: View, state: int) -> int:
        """Replications behind a view in a state of nature."""
        return half(self.replications) if view != "fixed" or self.supposed[state] else self.replications

    def raids(self, view: View, state: int, policy: int, weights: Weights | None = None) -> Raids:
        """Value lost in each raid of the view, month by month: [draw, raid, replication, month]."""
        key = (view, *sorted((weights or {}).items()))
        if key not in self._by_row:
            self._by_row[key] = [
                self._in(fought, view, lambda table: self._sum(table, weights)) for fought in self.met(view)
            ]
        return self._seen(view, state, policy, self._by_row[key])

    def values(self, view: View, state: int, policy: int, weights: Weights | None = None) -> Losses:
        """The same, mean over the raids: [draw, replication, month]."""
        return self.raids(view, state, policy, weights).mean(axis=1)

    def alone(self, raid: str, policy: int) -> Raids:
        """Value lost in one raid, as the record goes on."""
        few = self.replications if raid in self.references else half(self.replications)
        met = [fought for fought in self.draws if raid in fought.tables]
        lost = [self._sum(fought.tables[raid], None)[fought.row[0, policy, :, :few].T] for fought in met]
        return np.array(lost)[:, None]

    def told(self, column: str, view: View, state: int, policy: int) -> Raids:
        """Any one column, in each raid of the view."""
        at = self.columns.index(column)
        by_row = [self._in(fought, view, lambda table: table[:, at]) for fought in self.met(view)]
        return self._seen(view, state, policy, by_row)

    def margins(self, weights: Weights | None = None) -> list[Raids]:
        """Value lost in each reference raid of the last month, by composition."""
        few = half(self.replications)
        found = np.array(
            [
                self._in(fought, "fixed", lambda table: self._sum(table, weights))[:, fought.margin_row[:, :few]]
                for fought in self.draws[::OTHERS_EVERY]
            ]
        )
        return [found[:, :, at, :, None] for at in range(found.shape[2])]

    def inputs(self) -> dict[str, Column]:
        """Every number drawn, by draw; those that were asked for in all draws."""
        names = set(self.draws[0].inputs).intersection(*(fought.inputs for fought in self.draws[1:]))
        return {name: np.array([fought.inputs[name] for fought in self.draws]) for name in sorted(names)}

    def filled(self, state: int, policy: int) -> Losses:
        """Whether each place is filled: [draw, month, place]."""
        return np.array([fought.filled[fought.row[state, policy, :, 0]] for fought in self.draws], float)

    def chosen(self, state: int, policy: int) -> list[str]:
        """The raid that is chosen most often in each month."""
        named = [[self.choices[key] for key in _keys(fought)] for fought in self.met("worst")]
        months = self.draws[0].row.shape[2]
        found: list[str] = []
        for month in range(months):
            rows = [int(fought.row[state, policy, month, 0]) for fought in self.met("worst")]
            picked: list[str] = [own[row] for own, row in zip(named, rows, strict=True)]
            found.append(max(self.menu, key=picked.count))
        return found

    @cached_property
    def choices(self) -> dict[bytes, str]:
        """The raid chosen against each set of filled places."""
        sums: dict[bytes, Column] = {}
        for fought in self.met("worst"):
            by_raid = np.array([self._sum(fought.tables[name], None) for name in self.menu])
            told: list[bool] = np.all(np.isfinite(by_raid), axis=0).tolist()
            for row, key in enumerate(_keys(fought)):
                sums.setdefault(key, np.zeros(len(self.menu)))
                if told[row]:
                    sums[key] += by_raid[:, row]
        return {key: self.menu[int(np.argmax(entry))] for key, entry in sums.items()}

    @cached_property
    def _by_row(self) -> dict[object, list[Column]]:
        """Value lost by view and weights, in each raid by each draw's distinct forces: asked for again and again."""
        return {}

    def _in(self, fought: Fought, view: View, told: Callable[[Table], Column]) -> Column:
        """What is told of each distinct force in each raid of a view: [raid, row]."""
        names = {"fixed": self.references, "saturating": self.saturating, "worst": self.menu}[view]
        by_raid = np.array([told(fought.tables[name]) for name in names])
        if view != "worst":
            return by_raid
        at = [names.index(self.choices[key]) for key in _keys(fought)]
        return by_raid[at, np.arange(by_raid.shape[1])][None]

    def _sum(self, table: Column, weights: Weights | None) -> Column:
        """Column by column, so that a row is summed alike whatever stands beside it."""
        total = np.zeros(len(table))
        for at, name in enumerate(self.columns):
            if name.startswith(VALUE):
                total += table[:, at] * (weights or {}).get(name.removeprefix(VALUE), 1.0)
        return total

    def _seen(self, view: View, state: int, policy: int, by_row: Sequence[Column]) -> Raids:
        raids = self.raids_of(view, state)
        found = [
            values[:, fought.row[state, policy, :, :raids].T]
            for fought, values in zip(self.met(view), by_row, strict=True)
        ]
        return np.array(found)


def _keys(fought: Fought) -> list[bytes]:
    return [row.tobytes() for row in fought.filled]


def spread_over(raids: Raids, checked: Raids | None = None) -> Spread:
    """The three spreads of the mean over raids and months, its chance that of one raid in any one of the months."""
    told = spread(_means(raids), None if checked is None else _means(checked))
    return replace(told, chance=one_raid(raids))


def spread_of(values: Column) -> Spread:
    """Mean, error and ignorance of something by [draw, replication] that is no raid, such as a sum over months."""
    return replace(spread_over(values[:, None, :, None]), chance=None)


def by_month(raids: Raids, checked: Raids | None = None) -> list[Spread]:
    """The same, month by month."""
    months = range(raids.shape[3])
    return [spread_over(raids[..., [month]], None if checked is None else checked[..., [month]]) for month in months]


def one_raid(raids: Raids) -> Interval | None:
    """The 5 to 95 % range of one raid if the numbers were known: quantiles of each draw, mean over the draws.

    The least and the greatest of fewer than twenty lie too close together. Where a draw has fewer, it is told how far
    raids lie from the mean of their draw, all draws together, about the mean of all and no further than any raid went;
    their distances are a little enlarged, since they pull their own mean along. None where that makes no twenty either.
    """
    each = raids.reshape(len(raids), -1)
    count = each.shape[1]
    if count >= QUANTILE_RAIDS:
        low, high = np.quantile(each, (0.05, 0.95), axis=1, method="inverted_cdf")
        return float(low.mean()), float(high.mean())
    if count < 2 or each.size < QUANTILE_RAIDS:
        return None
    apart = (each - each.mean(axis=1, keepdims=True)) * np.sqrt(count / (count - 1))
    low, high = each.mean() + np.quantile(apart, (0.05, 0.95), method="inverted_cdf")
    return float(max(low, each.min())), float(min(high, each.max()))


def _means(raids: Raids) -> Draws:
    """Draws of the mean over raids and months."""
    values: Column = raids.mean(axis=(1, 3))
    mean = values.mean(axis=1)
    variance = values.var(axis=1, ddof=1) if values.shape[1] > 1 else np.zeros_like(mean)
    return Draws(mean, variance, mean, mean, values.shape[1])
