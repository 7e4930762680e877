"""One order as it was told: contract, payments, promises with the day each was made, arrivals with who reported them.

What nobody has reported is unknown and stays so: without promises or arrivals there is no delay, not one of zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from mantlet.base.errors import UsageError
from mantlet.base.sourced import STRICT, Prose, Sourced
from mantlet.library.catalog import Catalog, catalog
from mantlet.library.parts import Id, Money, Prob, SomeCount, Source
from mantlet.posture.dates import Span, When, dated, hull
from mantlet.posture.files import Finding, Laid, Statement, gathered, laid, named, read_record, source_findings
from mantlet.posture.induction import Induction
from mantlet.posture.words import words

Unit = Annotated[int, Field(ge=1, le=1000)]
Units = Annotated[tuple[Unit, ...], Field(strict=False, min_length=1)]
Stage = Literal["discussed", "approved", "signed", "dropped"]


class Signature(Statement):
    """When the contract was signed."""

    date: When


class Payment(Statement):
    """Money that changed hands."""

    date: When
    share: Prob | None = None
    amount: Money | None = None


class Promise(Statement):
    """On the days `asserted` it was said that `units` come within the days `by`.

    `reported` is when that was told, where it was told later.
    """

    asserted: When
    by: When
    units: Units
    reported: When | None = None

    @property
    def known_day(self) -> int:
        """The day by whose end it was known. Of a day known only to the month, nothing is known before that is over."""
        return max(self.asserted.last, self.reported.last if self.reported is not None else 0)

    @model_validator(mode="after")
    def _of_the_future(self) -> Promise:
        if self.by.last < self.asserted.first:
            raise ValueError(f"was asserted {self.asserted.text()} for {self.by.text()}, which had passed by then")
        if self.reported is not None and self.reported.last < self.asserted.first:
            raise ValueError(f"was reported {self.reported.text()}, before it was asserted ({self.asserted.text()})")
        return self


class Arrival(Statement):
    """It was reported on the days `reported` that `units` came on one of the days `date`.

    Several entries for one unit are conflicting claims: each is kept, none is averaged.
    """

    units: Units
    date: When
    reported: When

    @model_validator(mode="after")
    def _of_the_past(self) -> Arrival:
        if self.reported.last < self.date.first:
            raise ValueError(f"was reported {self.reported.text()}, before it can have happened: that is a promise")
        return self


class Staged(Statement):
    """On the days `said` it was told that the order stood at this stage."""

    stage: Stage
    said: When


class Unseen(Statement):
    """`units` had not come by the end of the days `until`."""

    units: Units
    until: When


class Programme(BaseModel):
    """One order. Units are counted from 1 in the unit word of the file, in the order in which they come.

    `rounds_each` are missile rounds that come with a unit: a stock of their own. `stage` is that of today, `stages`
    tell how it came to it.
    """

    model_config = STRICT

    kind: Literal["programme"]
    id: Id
    title: Prose
    buyer: Prose
    supplier: Prose
    system: Id
    unit: Prose
    pieces: SomeCount | None = None
    ordered: SomeCount | None = None
    labels: Annotated[tuple[Prose, ...], Field(strict=False)] = ()
    stage: Stage
    stages: Annotated[tuple[Staged, ...], Field(strict=False)] = ()
    outcome: Prose | None = None
    signature: Signature | None = None
    price: Money | None = None
    rounds_each: SomeCount | None = None
    in_sequence: bool = True
    induction: Induction | None = None
    payments: Annotated[tuple[Payment, ...], Field(strict=False)] = ()
    promises: Annotated[tuple[Promise, ...], Field(strict=False)] = ()
    arrivals: Annotated[tuple[Arrival, ...], Field(strict=False)] = ()
    unseen: Annotated[tuple[Unseen, ...], Field(strict=False)] = ()
    ready: Annotated[tuple[Arrival, ...], Field(strict=False)] = ()
    sources: dict[Id, Source] = {}

    @property
    def tracked(self) -> tuple[int, ...]:
        """Numbers of the units that are ordered or spoken of."""
        told = [unit for entry in (*self.promises, *self.arrivals, *self.unseen) for unit in entry.units]
        ordered = 0 if self.ordered is None or self.labels else int(self.ordered.central)
        return tuple(range(1, max([ordered, len(self.labels), *told], default=0) + 1))

    @property
    def pieces_each(self) -> Sourced:
        """Fire units, aircraft or rounds to a unit."""
        return words().pieces(self.system, self.unit, catalog(), self.pieces)

    def label(self, unit: int) -> str:
        """What a unit is called."""
        return self.labels[unit - 1] if unit <= len(self.labels) else f"{self.unit} {unit}"

    def known_on(self, day: int) -> Programme:
        """What had been said by the end of that day: all is known only from the day of its report.

        Of a day known only to the month, nothing is known before the month is over. Words, numbers ordered, prices and
        rounds bear no day of their own: they are as of today.
        """
        signed = self.signature is not None and self.signature.date.last <= day
        led = self.induction is not None and self.induction.known_on(day)
        return self.model_copy(
            update={
                "stage": self._stage_on(day),
                "stages": tuple(entry for entry in self.stages if entry.said.last <= day),
                "signature": self.signature if signed else None,
                "induction": self.induction if led else None,
                "payments": tuple(entry for entry in self.payments if entry.date.last <= day),
                "promises": tuple(entry for entry in self.promises if entry.known_day <= day),
                "arrivals": tuple(entry for entry in self.arrivals if entry.reported.last <= day),
                "ready": tuple(entry for entry in self.ready if entry.reported.last <= day),
                "unseen": tuple(entry for entry in self.unseen if entry.until.last <= day),
            }
        )

    def _stage_on(self, day: int) -> Stage:
        """Of what was neither approved nor signed yet there was talk."""
        if self.stages:
            told: list[Stage] = [entry.stage for entry in self.stages if entry.said.last <= day]
            return told[-1] if told else "discussed"
        unsigned = self.signature is not None and self.signature.date.last > day
        return "discussed" if unsigned else self.stage

    def promises_of(self, unit: int) -> list[Promise]:
        """Every promise of a unit, the earliest first; none when none is known."""
        return sorted((entry for entry in self.promises if unit in entry.units), key=lambda entry: entry.asserted.last)

    def claims(self, unit: int) -> tuple[Span, ...]:
        """When a unit came, by each of its reports; empty when no arrival is known."""
        return tuple(entry.date for entry in self.arrivals if unit in entry.units)

    def absent_until(self, unit: int) -> int | None:
        """The last day up to which it is told that a unit had not come, or None.

        A promise tells so of the day it was made. Where units come in order, it also holds for those behind.
        """
        before = range(1, unit + 1) if self.in_sequence else (unit,)
        told = [entry.asserted.last for entry in self.promises if set(entry.units) & set(before)]
        told += [entry.until.last for entry in self.unseen if set(entry.units) & set(before)]
        came = self.claims(unit)
        if came:
            first = min(claim.first for claim in came)
            told = [min(day, first - 1) for day in told]
        return max(told, default=None)


def parsed(text: str, file: str, library: Catalog | None = None) -> Programme:
    """The programme of a YAML text; raises InvalidInput with every fault at its line."""
    return read_record(text, file, Programme, lambda record: findings(record, library or catalog()))


def programmes() -> dict[str, Programme]:
    """The programmes known, by id: bundled ones, and those laid over them."""
    return _programmes(laid())


@cache
def _programmes(over: Laid) -> dict[str, Programme]:
    return gathered("programme", parsed, over)


def programme(name: str) -> Programme:
    """One of them; raises InvalidInput with the nearest name."""
    return named(name, programmes(), "programme")


def findings(record: Programme, library: Catalog) -> Iterator[Finding]:
    """What no single statement can tell: words, numbers of units, and the order of things."""
    yield from source_findings(record, library)
    try:
        words().pieces(record.system, record.unit, library, record.pieces)
    except UsageError as error:
        yield ("pieces",) if record.pieces is not None else ("unit",), str(error)
    yield from _counts(record)
    yield from _order(record)
    yield from _contradictions(record)
    yield from _told_late(record, library)
    yield from _stages(record)


def _stages(record: Programme) -> Iterator[Finding]:
    said = [entry.said.last for entry in record.stages]
    if said != sorted(said):
        yield ("stages",), "expected stages in the order of the days on which they were told"
    if said and record.stages[-1].stage != record.stage:
        yield ("stages",), f"got {record.stages[-1].stage} as the last of them, and stage {record.stage}"


def not_yet(record: Programme, today: int) -> Iterator[Finding]:
    """Reports of days after today. Only who checks a file asks for the clock: answers do not hang on it."""
    for name in ("arrivals", "ready"):
        for index, entry in enumerate(getattr(record, name)):
            if entry.reported.first > today:
                yield (name, index, "reported"), f"was reported {entry.reported.text()}: that day has not come yet"


def _counts(record: Programme) -> Iterator[Finding]:
    most = len(record.labels) or (int(record.ordered.values[-1]) if record.ordered else None)
    for name in ("promises", "arrivals", "unseen", "ready"):
        for index, entry in enumerate(getattr(record, name)):
            beyond = [unit for unit in entry.units if most is not None and unit > most]
            if beyond:
                yield (name, index, "units"), f"got unit {beyond[0]} of {most}: {record.unit}s are counted from 1"
            if len(set(entry.units)) != len(entry.units):
                yield (name, index, "units"), "names a unit twice"


def _order(record: Programme) -> Iterator[Finding]:
    signed = record.signature.date if record.signature is not None else None
    for index, entry in enumerate(record.arrivals):
        if signed is not None and entry.date.last < signed.first:
            message = f"came {entry.date.text()}, before the contract was signed ({signed.text()})"
            yield ("arrivals", index, "date"), message
    for index, entry in enumerate(record.ready):
        came = [claim for unit in entry.units for claim in record.claims(unit)]
        if not came:
            yield ("ready", index, "units"), f"was ready, but no arrival is told of unit {entry.units[0]}"
        elif entry.date.last < hull(came).first:
            yield ("ready", index, "date"), f"was ready {entry.date.text()}, before it came ({hull(came).text()})"
    if record.in_sequence:
        last = 0
        for unit in record.tracked:
            came = record.claims(unit)
            if came and hull(came).last < last:
                index = next(at for at, entry in enumerate(record.arrivals) if unit in entry.units)
                message = f"unit {unit} came before the one ahead of it; renumber, or write in_sequence: false"
                yield ("arrivals", index, "date"), message
            last = max([last, *(claim.first for claim in came)])


def _contradictions(record: Programme) -> Iterator[Finding]:
    """Statements that cannot all be true, or stand here twice."""
    if record.stage != "signed" and record.arrivals:
        yield ("stage",), f"got {record.stage}, but units came: what an order brings was signed for"
    for index, entry in enumerate(record.unseen):
        for unit in entry.units:
            came = record.claims(unit)
            if came and hull(came).last <= entry.until.first:
                yield ("unseen", index, "until"), f"unit {unit} had come by then ({hull(came).text()})"
    paid = 0.0
    for index, entry in enumerate(record.payments):
        paid += entry.share.values[0] if entry.share is not None else 0.0
        if paid > 1.0 + 1e-9:
            yield ("payments", index, "share"), f"with this one {paid:.0%} of the price are paid"
    yield from _twice("promises", [(one.units, one.asserted, one.by) for one in record.promises])
    yield from _twice("arrivals", [(one.units, one.date, one.reported, one.source) for one in record.arrivals])


def _twice(name: str, told: list[tuple[Any, ...]]) -> Iterator[Finding]:
    """Entries that say the same of a unit as an earlier one: each would count."""
    for index, (units, *said) in enumerate(told):
        for at, (others, *before) in enumerate(told[:index]):
            both = sorted(set(units) & set(others))
            if both and said == before:
                yield (name, index), f"says the same of unit {both[0]} as {name}[{at}]"


def _told_late(record: Programme, library: Catalog) -> Iterator[Finding]:
    """Promises whose source is later than they are: without the day of the report they would be known too early."""
    for index, entry in enumerate(record.promises):
        source = record.sources.get(entry.source or "") or library.sources.get(entry.source or "")
        if source is None or entry.reported is not None:
            continue
        published = dated(source.date or "")
        if published is None or published.first > entry.asserted.last:
            message = f"was asserted {entry.asserted.text()}, but its source {entry.source} is of {source.date}"
            yield ("promises", index), f"{message}: say when it was reported"
