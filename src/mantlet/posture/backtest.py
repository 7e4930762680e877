"""Standing on a day of the past with what was known then, and what came after: an illustration, not a validation.

The score counts days up to the last one of which it is known whether the unit had come, and none inside an interval of
dates. That last day is set before the outcome is looked at: today for what came, too, or an early arrival would let
forecasts be blamed for days on which a late one would not. Naive forecasts stand beside the model in every table.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from mantlet.posture.dates import DAYS_PER_MONTH, Span, hull
from mantlet.posture.draws import Days
from mantlet.posture.forecast import NEVER, arrivals, outlook
from mantlet.posture.nature import Shock
from mantlet.posture.programme import Programme

FORECASTS = ("model", "without its own record", "as promised", "last slip")
LABEL = "illustration, not validation"
LEAST_CASES = 10  # fewer say nothing about coverage


@dataclass(frozen=True)
class Came:
    """What is known: not come before `first`, come by `last` (None: not seen), and nothing of days past `until`."""

    first: int
    last: int | None
    until: int

    def text(self) -> str:
        """As it is printed."""
        return Span(self.first, self.last).text() if self.last is not None else "not seen"


@dataclass(frozen=True)
class Hindcast:
    """One unit from one origin: what each forecast said, what came, and the scores in months (less is better)."""

    origin: int
    programme: str
    unit: int
    label: str
    promised: Span
    quantile_day: tuple[int, int, int]  # of the model: 5, 50 and 95 %
    naive_day: tuple[int, int]  # as promised, last slip
    came: Came
    score_month: tuple[float, ...]  # in the order of FORECASTS

    @property
    def covered(self) -> bool | None:
        """Whether the model's 90 % held all days on which the unit may have come; None where it is not known."""
        if self.came.last is None:
            return None
        return self.quantile_day[0] <= self.came.first and self.came.last <= self.quantile_day[2]


@dataclass(frozen=True)
class Summary:
    """Mean scores in months by forecast, over cases that are not independent of each other."""

    cases: int
    units: int
    score_month: tuple[float, ...]
    best: str
    better_units: int  # on which the model scored better than either naive forecast
    coverage: str
    label: str = LABEL

    @property
    def model_loses(self) -> bool:
        """True when a naive forecast scores better than the model."""
        return min(self.score_month[2:]) < self.score_month[0]


def censored_crps_month(days: Days, origin: int, came: Came) -> float:
    """Continuous ranked probability score of equally likely days, over the days of which the outcome is known.

    Proper where neither the last day known nor the width of the dates depends on the outcome.
    Source: Matheson, Winkler 1976; Gneiting, Ranjan 2011 for weights by where the outcome is known.

    >>> censored_crps_month(np.array([100]), 0, Came(130, 130, 1000)) * DAYS_PER_MONTH
    30.0
    """
    grid = np.arange(origin, came.until + 1)
    share = np.searchsorted(np.sort(days), grid, side="right") / len(days)
    last = NEVER if came.last is None else came.last
    known = (grid < came.first) | (grid >= last)
    return float(np.sum((share - (grid >= last))[known] ** 2)) / DAYS_PER_MONTH


def outcome(record: Programme, unit: int, today: int) -> Came | None:
    """What is known today: the hull of all claims, or the last day without it; None when neither is."""
    known = record.known_on(today)
    claims = known.claims(unit)
    if claims:
        whole = hull(claims)
        return Came(whole.first, whole.last, today)
    absent = known.absent_until(unit)
    return None if absent is None else Came(absent + 1, None, absent)


def last_slip(record: Programme, unit: int) -> int:
    """Days by which the promise before was last seen to move: of the unit itself, else of the last that came."""
    promises = record.promises_of(unit)
    if len(promises) > 1:
        return promises[-1].by.last - promises[-2].by.last
    came = [other for other in record.tracked if record.claims(other) and record.promises_of(other)]
    if not came:
        return 0
    return hull(record.claims(came[-1])).last - record.promises_of(came[-1])[0].by.last


def stand_on(
    origin: int,
    today: int,
    records: Iterable[Programme],
    shocks: tuple[Shock, ...],
    seed: int,
    draws: int,
    wanted: Container[tuple[str, int]] | None = None,
) -> Iterator[Hindcast]:
    """Every open and promised unit as it looked on `origin`, beside what is known `today`; where some are `wanted`, by
    programme and number, only those."""
    every = {record.id: record for record in records}
    asked = {name: _known_after(record, origin, today) for name, record in every.items()}
    if wanted is not None:
        asked = {
            name: {unit: came for unit, came in own.items() if (name, unit) in wanted} for name, own in asked.items()
        }
    if not any(asked.values()):
        return
    view = outlook(origin, every.values(), shocks)
    for name, known in view.programmes.items():
        if not asked[name]:
            continue
        ours = arrivals(view, name, seed, draws)
        alone = arrivals(view, name, seed, draws, leave_out=True)
        for unit, came in asked[name].items():
            days = np.maximum(ours.of(unit), origin + 1)
            promised = known.promises_of(unit)[-1].by
            naive = (
                max(promised.last, origin + 1),
                max(promised.last + max(last_slip(known, unit), 0), origin + 1),
            )
            told = (days, np.maximum(alone.of(unit), origin + 1), np.array(naive[:1]), np.array(naive[1:]))
            scores = tuple(censored_crps_month(forecast, origin, came) for forecast in told)
            low, middle, high = np.quantile(days, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
            label = known.label(unit)
            yield Hindcast(origin, name, unit, label, promised, (low, middle, high), naive, came, scores)


def _known_after(record: Programme, origin: int, today: int) -> dict[int, Came]:
    """What came of each unit that was open and promised on `origin`, where anything is known of the time after it."""
    known = record.known_on(origin)
    open_units = [unit for unit in known.tracked if known.promises_of(unit) and not known.claims(unit)]
    told = {unit: outcome(record, unit, today) for unit in open_units}
    return {unit: came for unit, came in told.items() if came is not None and (came.last or came.until) > origin}


def origins(records: Iterable[Programme], first: int, last: int) -> list[int]:
    """The days on which a promise had been made, from `first` to `last`."""
    made = {entry.asserted.last for record in records for entry in record.promises}
    return sorted(day for day in made if first <= day <= last)


def rolling(
    first: int, today: int, records: Iterable[Programme], shocks: tuple[Shock, ...], seed: int, draws: int
) -> Iterator[Hindcast]:
    """From each promise date on, the units promised that day."""
    every = list(records)
    for origin in origins(every, first, today):
        fresh = {
            (record.id, unit)
            for record in every
            for entry in record.promises
            for unit in entry.units
            if entry.asserted.last == origin
        }
        yield from stand_on(origin, today, every, shocks, seed, draws, fresh)


def summary(tested: Iterable[Hindcast]) -> Summary:
    """Who did best on average, and coverage where there are cases enough to speak of it.

    A unit weighs once, however often it was promised. Coverage counts units, each at its first origin.
    """
    by_unit: dict[tuple[str, int], list[Hindcast]] = {}
    for case in tested:
        by_unit.setdefault((case.programme, case.unit), []).append(case)
    cases = sum(map(len, by_unit.values()))
    if not cases:
        return Summary(0, 0, (0.0,) * len(FORECASTS), "none", 0, "no cases")
    means = np.array([np.mean([case.score_month for case in own], axis=0) for own in by_unit.values()])
    score = tuple(np.mean(means, axis=0).tolist())
    better = int(np.sum(means[:, 0] < np.min(means[:, 2:], axis=1)))
    told = [own[0].covered for own in by_unit.values() if own[0].covered is not None]
    coverage = f"{sum(told)} of {len(told)} within 90 %" if len(told) >= LEAST_CASES else f"{len(told)} cases: too few"
    best = FORECASTS[int(np.argmin(score))]
    return Summary(cases, len(by_unit), score, best, better, coverage)
