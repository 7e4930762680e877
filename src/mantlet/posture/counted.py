"""Squadron strength as forecast on a day, beside the counts that were published later: an illustration, as all of it.

A published count does not say whether squadrons that form or wind down are in it, so the forecast is half of those
formed and half of those effective. Beside it stands a naive one: as many as were counted last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mantlet.posture.backtest import Came, censored_crps
from mantlet.posture.dates import month_of
from mantlet.posture.draws import Counts
from mantlet.posture.forecast import Outlook
from mantlet.posture.squadrons import Force, Point, strength

COUNT_FORECASTS = ("model", "as many as counted last")
_MOST = 1000


@dataclass(frozen=True)
class Counted:
    """A published count with what was forecast of its months (5, 50 and 95 %), and scores in squadrons."""

    point: Point
    formed: tuple[int, int, int]
    effective: tuple[int, int, int]
    score: tuple[float, float]  # in the order of COUNT_FORECASTS; less is better


def counted(force: Force, view: Outlook, today: int, seed: int, draws: int) -> list[Counted]:
    """Counts of all squadrons published after the day of the outlook, up to today; none without one before it."""
    told = [point for point in force.points if point.is_count]
    before = [point for point in told if point.date.last <= view.day]
    later = [point for point in told if point.date.first > view.day and point.date.last <= today]
    if not before or not later:
        return []
    naive = np.array([round(max(before, key=lambda point: point.date.last).count.central)])
    months = range(month_of(view.day), max(month_of(point.date.last) for point in later) + 1)
    found = strength(force, view, months, seed, draws)
    formed, effective = found.formed.sum(axis=2), found.effective.sum(axis=2)
    made: list[Counted] = []
    for point in later:
        own = slice(months.index(month_of(point.date.first)), months.index(month_of(point.date.last)) + 1)
        low, high = (int(end) for end in (point.count.values[0], point.count.values[-1]))
        seen = [each[:, own].ravel() for each in (formed, effective)]
        known = Came(low, high, _MOST)
        scores = censored_crps(np.concatenate(seen), 0, known), censored_crps(naive, 0, known)
        made.append(Counted(point, _band(seen[0]), _band(seen[1]), scores))
    return made


def _band(seen: Counts) -> tuple[int, int, int]:
    low, middle, high = np.quantile(seen, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
    return int(low), int(middle), int(high)
