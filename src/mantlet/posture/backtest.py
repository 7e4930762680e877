"""Standing on a day of the past with what was known then, and what came after: an illustration, not a validation.

The score counts days up to the last one of which it is known whether the unit had come, and none inside an interval of
dates. That last day is set before the outcome is looked at: today for what came, too, or an early arrival would let
forecasts be blamed for days on which a late one would not. Naive forecasts stand beside the model in every table.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from mantlet.posture.dates import DAYS_PER_MONTH, Span, hull, month_of
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
        """Whether the model's 90 % held the day on which the unit came; None where what is known does not tell."""
        low, _, high = self.quantile_day
        first, last = max(self.came.first, self.origin + 1), self.came.last
        if first > high or (last is not None and last < low):
            return False
        return True if last is not None and low <= first and last <= high else None

    @property
    def fell_due(self) -> bool:
        """Whether the promise had begun to fall due by the last day of which anything is known: else nothing is told,
        whichever way it goes."""
        return self.came.until >= self.promised.first


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


def censored_crps(days: Days, origin: int, came: Came) -> float:
    """Continuous ranked probability score of equally likely days, over the days of which the outcome is known.

    Of counts as of days. Proper where neither the last day known nor the width of the dates depends on the outcome.
    Source: Matheson, Winkler 1976; Gneiting, Ranjan 2011 for weights by where the outcome is known.

    >>> censored_crps(np.array([100]), 0, Came(130, 130, 1000))
    30.0
    """
    grid = np.arange(origin, came.until + 1)
    share = np.searchsorted(np.sort(days), grid, side="right") / len(days)
    last = NEVER if came.last is None else came.last
    known = (grid < came.first) | (grid >= last)
    return float(np.sum((share - (grid >= last))[known] ** 2))


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
    programme and number, only those.

    Nothing is forecast where no other order has a record yet: the model would be tested on what was assumed.
    """
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
        if not asked[name] or not set(view.fit.programmes) - {name}:
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
            scores = tuple(censored_crps(forecast, origin, came) / DAYS_PER_MONTH for forecast in told)
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
    """The days on which a promise became known, from `first` to `last`."""
    made = {entry.known_day for record in records for entry in record.promises}
    return sorted(day for day in made if first <= day <= last)


def rolling(
    first: int, today: int, records: Iterable[Programme], shocks: tuple[Shock, ...], seed: int, draws: int
) -> Iterator[Hindcast]:
    """From each day on which a promise became known, the units promised that day."""
    every = list(records)
    for origin in origins(every, first, today):
        fresh = {
            (record.id, unit)
            for record in every
            for entry in record.promises
            for unit in entry.units
            if entry.known_day == origin
        }
        yield from stand_on(origin, today, every, shocks, seed, draws, fresh)


def summary(tested: Iterable[Hindcast]) -> Summary:
    """Who did best on average, and coverage where there are cases enough to speak of it.

    A unit weighs once, however often it was promised. Coverage counts units, each at its first origin. Promises
    that have not fallen due are left out.
    """
    by_unit: dict[tuple[str, int], list[Hindcast]] = {}
    for case in (case for case in tested if case.fell_due):
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


def by_start(tested: Iterable[Hindcast]) -> list[tuple[int, Summary]]:
    """Summaries of the cases from each year on, as long as units enough are left: where one starts is a choice."""
    every = list(tested)
    years = sorted({month_of(case.origin) // 12 for case in every})
    found = [(year, summary(case for case in every if month_of(case.origin) // 12 >= year)) for year in years]
    return [(year, one) for year, one in found if one.units >= LEAST_CASES]


def verdict(starts: list[tuple[int, Summary]]) -> str:
    """Whether the model is worth its use, and how that turns with the year from which forecasts are counted."""
    if not starts:
        return f"Fewer than {LEAST_CASES} units can be judged: too few for a verdict."
    naive = _turns([(year, found.model_loses) for year, found in starts], "a naive forecast does better than the model")
    own = [(year, found.score_month[1] < found.score_month[0]) for year, found in starts]
    record = _turns(own, "the model does better without the programme's own record")
    units = starts[0][1]
    return f"{naive} {record} It beats both naive forecasts on {units.better_units} of {units.units} units."


def _turns(told: list[tuple[int, bool]], claim: str) -> str:
    true, false = ([str(year) for year, holds in told if holds is wanted] for wanted in (True, False))
    first = f"{claim[0].upper()}{claim[1:]}"
    years = f"{told[0][0]} to {told[-1][0]}"
    if not false:
        return f"{first}, from whichever year of {years} on they are counted."
    if not true:
        return f"From no year of {years} on {claim}."
    return f"{first} counted from {', '.join(true)} on, and does not from {', '.join(false)} on."
