"""Squadrons month by month: which stand, which are filled, of what type, beside the counts that were published.

Who counts decides: a squadron that has been formed has a number plate, but may wait a year for its aircraft, or fly out
its last ones. So two counts are kept: those formed, and those effective, neither forming nor winding down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, model_validator

from mantlet.base.errors import did_you_mean
from mantlet.base.sourced import STRICT, Prose, Sourced
from mantlet.library.catalog import Catalog, catalog
from mantlet.library.parts import Count, Id, SomeCount, Source
from mantlet.posture.dates import Span, When, last_day
from mantlet.posture.draws import Counts, Days, Dice, day_within, shares, whole, whole_days
from mantlet.posture.files import Finding, Laid, Statement, gathered, laid, named, read_record, source_findings
from mantlet.posture.forecast import NEVER, Arrivals, Outlook, arrivals, plan_days
from mantlet.posture.induction import Lead
from mantlet.posture.programme import Programme, Unit, programmes

ONE = Sourced(dimension="count", value=1, definition="one squadron")
_LONG_AGO = 1


class After(BaseModel):
    """So long after a unit of a programme has come."""

    model_config = STRICT

    programme: Id
    unit: Unit
    lag: Lead


class Change(Statement):
    """It was `said` that something happens on one of the days `on`, or `after` an arrival; `done` when it has.

    What was done was there to be seen: it is known from its own day, even where the source that was read is later.
    """

    said: When
    on: When | None = None
    after: After | None = None
    done: bool = False

    @model_validator(mode="after")
    def _one_day(self) -> Change:
        if (self.on is None) == (self.after is None):
            raise ValueError("give one of: on (a date), after (a unit of a programme)")
        if self.done and (self.on is None or self.said.last < self.on.first):
            raise ValueError("was said before it can have been done: that is a plan")
        return self

    def known_on(self, day: int) -> bool:
        """Whether it was known by the end of that day."""
        return self.said.last <= day or (self.done and self.on is not None and self.on.last <= day)


Changes = Annotated[tuple[Change, ...], Field(strict=False)]


class Squadron(BaseModel):
    """A squadron by its number, or some alike. Without `begins` it stood already, without `ends` it stays."""

    model_config = STRICT

    type: Id
    number: Prose | None = None
    count: SomeCount = ONE
    begins: Changes = ()
    ends: Changes = ()


class Point(BaseModel):
    """A published count: of all, or `of` one type; in squadrons, or in aircraft. `what` is whose way of counting."""

    model_config = STRICT

    date: When
    what: Prose
    count: SomeCount
    of: Id | None = None
    unit: Literal["squadrons", "aircraft"] = "squadrons"

    @property
    def is_count(self) -> bool:
        """Whether it is of all squadrons, and was counted rather than projected."""
        return self.of is None and self.unit == "squadrons" and self.what != "projection"


class Force(BaseModel):
    """The squadrons of one air force."""

    model_config = STRICT

    kind: Literal["force"]
    id: Id
    title: Prose
    per_squadron: SomeCount
    sanctioned: SomeCount | None = None
    wanted_more: Count | None = None
    forming: Lead
    winding_down: Lead
    squadrons: Annotated[tuple[Squadron, ...], Field(strict=False, min_length=1)]
    points: Annotated[tuple[Point, ...], Field(strict=False)] = ()
    sources: dict[Id, Source] = {}

    @property
    def types(self) -> tuple[str, ...]:
        """Aircraft types in the order of the file."""
        return tuple(dict.fromkeys(squadron.type for squadron in self.squadrons))


@dataclass(frozen=True)
class Strength:
    """Squadrons formed and effective by [draw, month, type], and aircraft to a squadron by draw."""

    months: tuple[int, ...]
    types: tuple[str, ...]
    formed: Counts
    effective: Counts
    per_squadron: Counts

    def quantiles(self, counted: Literal["formed", "effective"], shares: Sequence[float]) -> Counts:
        """Squadrons of all types by [share, month]."""
        total = (self.formed if counted == "formed" else self.effective).sum(axis=2)
        return np.quantile(total, shares, axis=0, method="inverted_cdf").astype(np.int64)

    def aircraft(self) -> Counts:
        """Aircraft of the formed squadrons by [draw, month, type], each squadron full."""
        return self.formed * self.per_squadron[:, None, None]


def parsed(text: str, file: str, library: Catalog | None = None) -> Force:
    """The force of a YAML text; raises InvalidInput with every fault at its line."""
    return read_record(text, file, Force, lambda record: findings(record, library or catalog()))


def forces() -> dict[str, Force]:
    """The forces known, by id: bundled ones, and those laid over them."""
    return _forces(laid())


@cache
def _forces(over: Laid) -> dict[str, Force]:
    return gathered("force", parsed, over)


def force(name: str) -> Force:
    """One of them; raises InvalidInput with the nearest name."""
    return named(name, forces(), "force")


def strength(of: Force, view: Outlook, months: Sequence[int], seed: int, draws: int) -> Strength:
    """Squadrons at the end of each month, by what was known on the day of the outlook.

    Arrivals that are unknown then bring no squadron; retirements keep to what was said of them, new squadrons slip.
    """
    ends_of_month = np.array([last_day(month) for month in months])
    shape = (draws, len(months), len(of.types))
    formed, effective = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    came: dict[str, Arrivals] = {}
    forming = whole_days(of.forming, Dice(seed), draws, f"{of.id}/forming")
    winding = whole_days(of.winding_down, Dice(seed), draws, f"{of.id}/winding")
    for index, squadron in enumerate(of.squadrons):
        key = _Key(of.id, squadron.type, index, seed, draws)
        begins = _days(squadron.begins, view, came, key, _LONG_AGO)
        ends = _days(squadron.ends, view, came, key, NEVER)
        each = whole(squadron.count, Dice(seed), draws, f"{of.id}/{index}/count")
        column = of.types.index(squadron.type)
        formed[:, :, column] += _standing(begins, ends, ends_of_month) * each[:, None]
        filled = np.where(begins > _LONG_AGO, begins + forming, begins)
        effective[:, :, column] += _standing(filled, ends - winding, ends_of_month) * each[:, None]
    each = whole(of.per_squadron, Dice(seed), draws, f"{of.id}/each")
    return Strength(tuple(months), of.types, formed, effective, each)


@dataclass(frozen=True)
class _Key:
    """Whose days are drawn, and by what seed."""

    force: str
    type: str
    index: int
    seed: int
    draws: int


def _standing(begins: Days, ends: Days, days: Days) -> NDArray[np.bool_]:
    return (begins[:, None] <= days) & (days < ends[:, None])


def _days(changes: Changes, view: Outlook, came: dict[str, Arrivals], key: _Key, otherwise: int) -> Days:
    """The day of a change by draw: by the latest word known on the day of the outlook, or `otherwise` if it has none.

    What nobody had spoken of by then does not come. A plan to end is kept, a plan to begin slips.
    """
    never = np.full(key.draws, NEVER)
    if not changes:
        return np.full(key.draws, otherwise)
    known = [change for change in changes if change.known_on(view.day)]
    if not known:
        return never
    latest = _latest(known)
    begins = otherwise == _LONG_AGO
    name = f"{key.force}/{key.index}/{'begins' if begins else 'ends'}"
    if latest.on is not None:
        if begins and not latest.done:
            order = f"{key.force}/{key.type}"
            return plan_days(view, order, key.index, (latest.said, latest.on), (key.seed, key.draws))
        on = latest.on if latest.done else _still(latest.on, view.day)
        return day_within(on.first, on.last, shares(key.seed, key.draws, name))
    assert latest.after is not None
    behind, unit = latest.after.programme, latest.after.unit
    if behind not in view.programmes:
        return never
    if behind not in came:
        came[behind] = arrivals(view, behind, key.seed, key.draws)
    if unit not in came[behind].units:
        return never
    return came[behind].of(unit) + whole_days(latest.after.lag, Dice(key.seed), key.draws, f"{name}/lag")


def _latest(changes: Sequence[Change]) -> Change:
    """What holds: the last word, and what was done before any plan."""
    return max(changes, key=lambda change: (change.done, change.said.last))


def _still(planned: Span, day: int) -> Span:
    """A plan that has not been carried out yet: what is left of its days, or tomorrow."""
    return Span(max(planned.first, day + 1), max(planned.last, day + 1))


def findings(record: Force, library: Catalog) -> Iterator[Finding]:
    """What no single squadron can tell: sources, programmes, and a number that stands twice at one time."""
    yield from source_findings(record, library)
    known = programmes()
    for index, squadron in enumerate(record.squadrons):
        for side in ("begins", "ends"):
            for at, change in enumerate(getattr(squadron, side)):
                if change.after is not None:
                    place = ("squadrons", index, side, at, "after")
                    yield from (((*place, field), message) for field, message in _after_findings(change.after, known))
        begin, end = (_latest(side).on if side else None for side in (squadron.begins, squadron.ends))
        if begin is not None and end is not None and end.last < begin.first:
            yield ("squadrons", index, "ends"), f"ends {end.text()}, before it begins ({begin.text()})"
        if squadron.number is not None:
            if squadron.count.values[-1] > 1:
                message = f"got {squadron.count.text()} squadrons of the number {squadron.number}: each has its own"
                yield ("squadrons", index, "count"), message
            yield from _overlaps(record, index)
    for index, point in enumerate(record.points):
        if point.of is not None and point.of not in record.types:
            yield ("points", index, "of"), f"no squadron flies '{point.of}'.{did_you_mean(point.of, record.types)}"


def _after_findings(after: After, known: dict[str, Programme]) -> Iterator[tuple[str, str]]:
    if after.programme not in known:
        yield "programme", f"no programme '{after.programme}'.{did_you_mean(after.programme, known)}"
    elif after.unit not in known[after.programme].tracked:
        yield "unit", f"{after.programme} has no unit {after.unit}"


def _overlaps(record: Force, index: int) -> Iterator[Finding]:
    """A number that may still be taken when this entry begins; entries may stand in any order."""
    mine = record.squadrons[index]
    for at, other in enumerate(record.squadrons):
        if at == index or other.number != mine.number or (_since(other), at) > (_since(mine), index):
            continue  # where the other comes after this one, it is told there
        end = _latest(other.ends) if other.ends else None
        begin = _latest(mine.begins) if mine.begins else None
        if _makes_way(end, begin):
            continue
        since = "from the start" if begin is None else _told(begin)
        until = "it never ends" if end is None else f"until {_told(end)}"
        message = f"squadron {mine.number} flies {mine.type} {since}, but {other.type} ({until}): they overlap"
        yield ("squadrons", index, "number"), message


def _makes_way(end: Change | None, begin: Change | None) -> bool:
    """Whether what ends has gone once the other begins, as far as it can be told."""
    if end is None or begin is None:
        return False
    return end.on is None or begin.on is None or end.on.last <= begin.on.last


def _since(squadron: Squadron) -> int:
    """The first day on which it may begin: one that hangs on an arrival is the last of all."""
    begin = _latest(squadron.begins) if squadron.begins else None
    return _LONG_AGO if begin is None else NEVER if begin.on is None else begin.on.first


def _told(change: Change) -> str:
    return change.on.text() if change.on is not None else "when a unit has come"
