"""A file of kind `posture`: who stands where when it has come, what may be done, and the raids it is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from mantlet.base.errors import InvalidInput, UsageError, did_you_mean
from mantlet.base.sourced import STRICT, Prose
from mantlet.library.catalog import Catalog, catalog
from mantlet.library.parts import Id, Prob, Source
from mantlet.posture.dates import Span, When, month_of, span
from mantlet.posture.files import Finding, gathered, named, read_record, source_findings
from mantlet.posture.levers import Buy, First, Policy, Press, Spares, lever_findings
from mantlet.posture.nature import no_supplier, suppliers
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import forces
from mantlet.posture.supply.fleet import fleets
from mantlet.scenario.fighters import FighterPlace
from mantlet.scenario.load import bundled as bundled_scenarios
from mantlet.scenario.load import load
from mantlet.scenario.places import PostPlace, SensorPlace, UnitPlace

Ids = Annotated[tuple[Id, ...], Field(strict=False)]
MOST_MONTHS = 240


class Raid(BaseModel):
    """A raid that each month's force fights: a scenario, as it is or with all its groups `scale` times as large.

    `scenario` is the name of a bundled one, or a file, from the folder where mantlet is called.
    `loads_spent` are loads that the launchers of `rounds` have shot off before it comes. A `reference` raid is one of
    those that results are averaged over; one of the `menu` is only there for the attacker to choose.
    """

    model_config = STRICT

    id: Id
    scenario: Prose
    scale: Annotated[float, Field(gt=0, le=20)] = 1.0
    loads_spent: Annotated[float, Field(ge=0, le=20)] = 0.0
    role: Literal["reference", "menu"] = "reference"


class Place(BaseModel):
    """Where one piece can stand, by what name the raids know its parts, and parts that are added to each raid.

    Places are filled in the order of the file by what `takes` says, as it becomes ready; `stands` is filled already.
    """

    model_config = STRICT

    id: Id
    name: Prose
    takes: Id
    stands: bool = False
    parts: Ids = ()
    posts: Annotated[tuple[PostPlace, ...], Field(strict=False)] = ()
    sensors: Annotated[tuple[SensorPlace, ...], Field(strict=False)] = ()
    units: Annotated[tuple[UnitPlace, ...], Field(strict=False)] = ()
    fighters: Annotated[tuple[FighterPlace, ...], Field(strict=False)] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """Ids of the sensors, units and fighters that it adds."""
        return tuple(part.id for part in (*self.sensors, *self.units, *self.fighters))

    @property
    def everything(self) -> frozenset[str]:
        """Ids of all sensors, units and fighters that stand here."""
        return frozenset((*self.parts, *self.added))


class Supply(BaseModel):
    """Units of a programme fill places that take this.

    Such a place has the pieces that a unit of the order holds, or `unlike` says why it has others.
    """

    model_config = STRICT

    programme: Id
    fills: Id
    unlike: Prose | None = None


class Fitness(BaseModel):
    """How many of some things are fit: launchers or radars of units, aircraft of flights.

    A `fleet` tells by its upkeep, or `share` what is fit of them on average, in all months, where no upkeep is known.
    """

    model_config = STRICT

    fleet: Id | None = None
    share: Prob | None = None
    takes: Id
    what: Literal["launchers", "radars", "aircraft"]
    squadrons: Id | None = None  # type of aircraft by which the force of the posture tells how many there are
    supplier: Prose | None = None  # abroad, of its parts: whom a state of nature may cut off

    @property
    def name(self) -> str:
        """The fleet, or what it is a share of."""
        return self.fleet or self.takes

    @property
    def key(self) -> str:
        """By what the share is drawn."""
        return f"{self.takes}.fit_{self.what}"

    @model_validator(mode="after")
    def _one_way(self) -> Fitness:
        if (self.fleet is None) == (self.share is None):
            raise ValueError("give one of: fleet (whose upkeep tells), share (that is fit)")
        if self.share is not None and (self.squadrons, self.supplier) != (None, None):
            raise ValueError("squadrons and supplier go with a fleet: a share is the same in all months")
        return self


class Rounds(BaseModel):
    """Missile rounds of what fills places that take this: a stock of its own, in loads of all launchers."""

    model_config = STRICT

    takes: Id
    programme: Id
    bought_as: Id


class State(BaseModel):
    """A state of nature that all policies face: a supplier from whom nothing comes for so many months."""

    model_config = STRICT

    id: Id
    title: Prose
    suppliers: Annotated[tuple[Prose, ...], Field(strict=False, min_length=1)]
    on: When
    months: Annotated[float, Field(gt=0, le=240)]


class Period(BaseModel):
    """The months asked about, first and last."""

    model_config = STRICT

    first: When
    last: When


class Posture(BaseModel):
    """The whole question. `as_of` is the day it is looked at from, `known_until` the last day of which we know.

    `question` is the policy that it is about; `mapped` are reference raids of which the sceptic draws a map, the first
    one where none is named.
    """

    model_config = STRICT

    kind: Literal["posture"]
    id: Id
    title: Prose
    summary: Prose
    positions: Literal["hypothetical"]
    as_of: When
    known_until: When
    months: Period
    side: Id
    force: Id | None = None
    supply: Annotated[tuple[Supply, ...], Field(strict=False, min_length=1)]
    places: Annotated[tuple[Place, ...], Field(strict=False, min_length=1)]
    fitness: Annotated[tuple[Fitness, ...], Field(strict=False)] = ()
    rounds: Rounds | None = None
    raids: Annotated[tuple[Raid, ...], Field(strict=False, min_length=1)]
    scales: Annotated[tuple[float, ...], Field(strict=False)] = (2.0, 3.0, 4.0)
    saturated_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    mapped: Ids = ()
    raid_per_month: Prob
    states: Annotated[tuple[State, ...], Field(strict=False)] = ()
    policies: Annotated[tuple[Policy, ...], Field(strict=False, min_length=1)]
    question: Id | None = None
    weights: dict[Id, dict[Id, Annotated[float, Field(ge=0, le=1000)]]] = {}
    sources: dict[Id, Source] = {}

    @property
    def month_numbers(self) -> tuple[int, ...]:
        """Every month asked about."""
        return tuple(range(month_of(self.months.first.first), month_of(self.months.last.last) + 1))

    def over(self, months: str) -> Posture:
        """The same question over other months, FIRST:LAST such as 2020-06:2024-12; raises UsageError."""
        try:
            first, last = map(span, months.split(":"))
        except ValueError:
            raise UsageError(f"months: got {months!r}, expected FIRST:LAST such as 2020-06:2024-12") from None
        asked = self.model_copy(update={"months": Period(first=first, last=last)})
        for place, message in _days(asked):
            if place == ("months",):
                raise UsageError(f"months: {message}")
        return asked

    @property
    def orders(self) -> frozenset[str]:
        """Programmes whose units fill places, or as which purchases are counted."""
        bought = (lever.like for policy in self.policies for lever in policy.levers if isinstance(lever, Buy))
        return frozenset((*(entry.programme for entry in self.supply), *bought))

    @property
    def raids_mapped(self) -> tuple[Raid, ...]:
        """Raids of which the sceptic draws a map."""
        references = [raid for raid in self.raids if raid.role == "reference"]
        return tuple(raid for raid in references if raid.id in self.mapped) or tuple(references[:1])

    @property
    def waits(self) -> int:
        """The policy without levers, which the others are held against."""
        return next(index for index, policy in enumerate(self.policies) if not policy.levers)


def parsed(text: str, file: str, library: Catalog | None = None) -> Posture:
    """The posture of a YAML text; raises InvalidInput with every fault of its own at its line."""
    return read_record(text, file, Posture, lambda record: findings(record, library or catalog()))


@cache
def postures() -> dict[str, Posture]:
    """The bundled postures by id."""
    return gathered("posture", parsed)


def posture(name: str) -> Posture:
    """A bundled posture; raises InvalidInput with the nearest name."""
    return named(name, postures(), "posture")


def findings(record: Posture, library: Catalog) -> Iterator[Finding]:
    """What only the whole file shows: names nobody knows, places twice, months and days out of order."""
    yield from source_findings(record, library)
    yield from _days(record)
    yield from _names(record)
    yield from _twice(record)
    known = {name: order.known_on(record.as_of.last) for name, order in programmes().items()}
    for index, policy in enumerate(record.policies):
        for place, message in lever_findings(policy, known, set(fleets()), [at.id for at in record.places]):
            yield ("policies", index, *place), message
        yield from _levers(record, index, policy)
    yield from _question(record)
    waiting = [index for index, policy in enumerate(record.policies) if not policy.levers]
    if not waiting:
        yield ("policies",), "got no policy without levers, expected one: what the others are held against"
    for index in waiting[1:]:
        first = record.policies[waiting[0]].id
        yield ("policies", index), f"has no levers, as '{first}': expected one such policy, which waits"
    yield from _weights(record, library)


def _question(record: Posture) -> Iterator[Finding]:
    """It is one of the policies that do something."""
    if record.question is None:
        return
    doing = [policy.id for policy in record.policies if policy.levers]
    if record.question not in doing:
        hint = did_you_mean(record.question, doing)
        message = f"no policy '{record.question}' with levers.{hint} Known: {', '.join(doing) or 'none'}"
        yield ("question",), message


def _days(record: Posture) -> Iterator[Finding]:
    for name in ("as_of", "known_until"):
        day: Span = getattr(record, name)
        if day.first != day.last:
            yield (name,), f"got {day.text()}, expected one day such as 2020-06-23"
    if record.known_until.last < record.as_of.first:
        yield ("known_until",), f"got {record.known_until.text()}, before as_of ({record.as_of.text()})"
    first, last, count = record.months.first, record.months.last, len(record.month_numbers)
    if not 1 <= count <= MOST_MONTHS:
        yield ("months",), f"got {count} months from {first.text()} to {last.text()}, expected 1 to {MOST_MONTHS}"
    elif last.last < record.as_of.first:
        yield ("months",), f"got {first.text()} to {last.text()}, all before as_of ({record.as_of.text()})"
    scales = record.scales
    if list(scales) != sorted(set(scales)) or (scales and scales[0] <= 1.0):
        yield ("scales",), "expected factors above 1, each larger than the one before"


def _names(record: Posture) -> Iterator[Finding]:
    """Names of programmes, fleets, forces, scenarios and kinds of piece."""
    takes = {place.takes for place in record.places}
    wanted: list[tuple[tuple[str | int, ...], str, Any, str]] = []
    for index, supply in enumerate(record.supply):
        wanted.append((("supply", index, "programme"), supply.programme, programmes(), "programme"))
        wanted.append((("supply", index, "fills"), supply.fills, takes, "place takes"))
    for index, fit in enumerate(record.fitness):
        if fit.fleet is not None:
            wanted.append((("fitness", index, "fleet"), fit.fleet, fleets(), "fleet"))
        wanted.append((("fitness", index, "takes"), fit.takes, takes, "place takes"))
        if fit.supplier is not None and fit.supplier not in suppliers():
            yield ("fitness", index, "supplier"), no_supplier(fit.supplier, suppliers())
        if fit.squadrons is not None:
            types = forces()[record.force].types if record.force in forces() else ()
            wanted.append((("fitness", index, "squadrons"), fit.squadrons, types, "type of the force"))
    for index, state in enumerate(record.states):
        for at, name in enumerate(state.suppliers):
            if name not in suppliers():
                yield ("states", index, "suppliers", at), no_supplier(name, suppliers())
    if record.force is not None:
        wanted.append((("force",), record.force, forces(), "force"))
    if record.rounds is not None:
        wanted.append((("rounds", "programme"), record.rounds.programme, programmes(), "programme"))
        wanted.append((("rounds", "takes"), record.rounds.takes, takes, "place takes"))
        bought = programmes().get(record.rounds.programme)
        if bought is not None and bought.rounds_each is None:
            yield ("rounds", "programme"), f"{bought.id} does not say how many rounds come with a unit (rounds_each)"
    for index, raid in enumerate(record.raids):
        if not _is_file(raid.scenario):
            wanted.append((("raids", index, "scenario"), raid.scenario, bundled_scenarios(), "scenario"))
    for place, name, known, what in wanted:
        if name not in known:
            yield place, f"no {what} '{name}'.{did_you_mean(name, known)} Known: {', '.join(sorted(known))}"
    references = [raid.id for raid in record.raids if raid.role == "reference"]
    if not references:
        yield ("raids",), "got no raid with role reference, expected one at least"
    for index, name in enumerate(record.mapped):
        if name not in references:
            hint = did_you_mean(name, references)
            yield ("mapped", index), f"no reference raid '{name}'.{hint} Known: {', '.join(references)}"


def _is_file(name: str) -> bool:
    path = Path(name)
    return path.suffix in (".yaml", ".yml") and path.is_file()


def _twice(record: Posture) -> Iterator[Finding]:
    for name in ("places", "raids", "states", "policies"):
        ids = [entry.id for entry in getattr(record, name)]
        for index, one in enumerate(ids):
            if one in ids[:index]:
                yield (name, index, "id"), f"'{one}' stands here twice"
    told = {
        "supply": ("programme", [entry.programme for entry in record.supply]),
        "fitness": ("what", [f"{entry.what} of {entry.takes}" for entry in record.fitness]),
    }
    for name, (field, entries) in told.items():
        for index, one in enumerate(entries):
            if one in entries[:index]:
                yield (name, index, field), f"'{one}' stands here twice"
    seen: dict[str, str] = {}
    for index, place in enumerate(record.places):
        for part in (*place.parts, *place.added):
            if part in seen:
                yield ("places", index), f"'{part}' stands at {seen[part]} already"
            seen[part] = place.id


def _levers(record: Posture, index: int, policy: Policy) -> Iterator[Finding]:
    """Levers of another time, for what is filled already, that bring what nothing takes, or ask of what fills none."""
    supplied = {entry.programme for entry in record.supply}
    filled = {place.id for place in record.places if place.stands}
    kinds = {place.takes for place in record.places}
    if record.rounds is not None:
        kinds.add(record.rounds.bought_as)
    for at, lever in enumerate(policy.levers):
        if lever.on.last < record.as_of.first:
            message = f"got {lever.on.text()}, before as_of ({record.as_of.text()}): nothing can be done then any more"
            yield ("policies", index, "levers", at, "on"), message
        if lever.on.last > record.months.last.last:
            message = f"got {lever.on.text()}, after the last month ({record.months.last.text()}): nothing comes of it"
            yield ("policies", index, "levers", at, "on"), message
        if isinstance(lever, Press) and lever.programme in programmes() and lever.programme not in supplied:
            message = f"'{lever.programme}' supplies nothing here.{did_you_mean(lever.programme, supplied)}"
            yield ("policies", index, "levers", at, "programme"), message
        for nth, place in enumerate(lever.places if isinstance(lever, First) else ()):
            if place in filled:
                yield ("policies", index, "levers", at, "places", nth), f"'{place}' stands already: nothing fills it"
        if isinstance(lever, Buy) and lever.brings not in kinds:
            hint = did_you_mean(lever.brings, kinds)
            yield ("policies", index, "levers", at, "brings"), f"no place takes '{lever.brings}'.{hint}"
        if isinstance(lever, Spares) and lever.fleet not in {fit.fleet for fit in record.fitness}:
            yield ("policies", index, "levers", at, "fleet"), f"fitness asks nothing of the fleet '{lever.fleet}'"


def _weights(record: Posture, library: Catalog) -> Iterator[Finding]:
    """Weights are of assets that the raids have."""
    if not record.weights:
        return
    try:
        raids = [load(name, library=library) for name in dict.fromkeys(raid.scenario for raid in record.raids)]
    except InvalidInput:
        return  # which is a fault of its own
    assets = {asset.id for raid in raids for side in raid.sides.values() for asset in side.assets}
    for name, weights in record.weights.items():
        for unknown in (asset for asset in weights if asset not in assets):
            yield ("weights", name, unknown), f"no asset '{unknown}'.{did_you_mean(unknown, assets)}"
