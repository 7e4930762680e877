"""What the library holds: systems with their radars, missiles, posts and fire units, and the things that fly.

Every measured figure is a `Sourced` number in SI units. What is a choice of the model rather than a figure of the
world (Swerling case, claim kind) is a plain field and is printed as such.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, cast

from pydantic import BaseModel, Field, field_validator, model_validator

from mantlet.base.marked import Place, Step
from mantlet.base.sourced import STRICT, Number, Prose, Sourced
from mantlet.library.flyers import Flyer
from mantlet.library.parts import (
    Accuracy,
    Beam,
    Count,
    DatedFact,
    Elevation,
    Fact,
    FalseAlarmProb,
    Frequency,
    Gain,
    Id,
    Length,
    Money,
    ObjectClass,
    Outage,
    Period,
    Prob,
    Rcs,
    Reach,
    Ref,
    Sector,
    Slow,
    SomeCount,
    Source,
    Speed,
    Swerling,
    Temperature,
    Time,
)


class Claim(BaseModel):
    """One published detection claim: this range, on this cross-section, at this probability."""

    model_config = STRICT

    range: Reach
    rcs: Rcs
    detection_prob: Annotated[Sourced, Number("ratio", 0.01, 0.999)]
    false_alarm_prob: FalseAlarmProb
    pulses: SomeCount
    swerling: Swerling
    kind: Literal["single_scan", "cumulative"] = "single_scan"
    scans: SomeCount | None = None

    @model_validator(mode="after")
    def _scans_when_cumulative(self) -> Claim:
        if (self.kind == "cumulative") != (self.scans is not None):
            raise ValueError("scans is given with kind cumulative, and only then")
        return self

    @model_validator(mode="after")
    def _more_than_false_alarms(self) -> Claim:
        scans = 1.0 if self.scans is None else self.scans.quantile(1.0)
        seen = 1.0 - (1.0 - self.detection_prob.quantile(0.0)) ** (1.0 / scans)
        if seen <= self.false_alarm_prob.quantile(1.0):
            raise ValueError(f"got a detection_prob of {seen:.2g} in one scan, expected above false_alarm_prob")
        return self


class Discrimination(BaseModel):
    """How well decoys are told from what they imitate: after how long on track, and how often rightly and wrongly."""

    model_config = STRICT

    after: Time
    decoy_prob: Prob
    mistake_prob: Prob


class Sensor(BaseModel):
    """A radar. `certain` (textbook systems) sees everything inside `instrumented_range`; then there is no claim.

    The figures of its antenna are read under jamming only: gain, width of the main lobe, how far below it the side
    lobes lie, and the system noise temperature at the antenna. `min_radial_speed` is what its Doppler filter lets pass.
    """

    model_config = STRICT

    name: Prose
    role: Literal["acquisition", "engagement"]
    band: Prose
    frequency: Frequency
    claim: Claim | None = None
    certain: bool = False
    autonomous: bool = True
    instrumented_range: Reach
    scan_period: Period
    confirm_hits: SomeCount
    confirm_scans: SomeCount
    drop_after: SomeCount
    min_elevation: Elevation
    max_elevation: Elevation
    sector: Sector
    antenna_height: Length
    repair_time: Outage | None = None
    track_accuracy: Accuracy | None = None
    cue_basket: Accuracy | None = None
    antenna_gain: Gain | None = None
    beamwidth: Beam | None = None
    sidelobe_level: Gain | None = None
    noise_temperature: Temperature | None = None
    min_radial_speed: Slow | None = None
    discrimination: Discrimination | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Sensor:
        if self.certain == (self.claim is not None):
            raise ValueError("a sensor has a claim, or is certain: true; exactly one")
        if self.confirm_hits.values[-1] > self.confirm_scans.values[0]:
            raise ValueError("confirm_hits cannot be more than confirm_scans")
        if self.min_elevation.values[-1] >= self.max_elevation.values[0]:
            raise ValueError("min_elevation must stay below max_elevation")
        if len({number is None for number in self.antenna}) > 1:
            raise ValueError("antenna_gain, beamwidth, sidelobe_level and noise_temperature belong together")
        return self

    @property
    def antenna(self) -> tuple[Sourced | None, ...]:
        """What jamming asks of it: gain, beamwidth, level of the side lobes, noise temperature; all of them or none."""
        return self.antenna_gain, self.beamwidth, self.sidelobe_level, self.noise_temperature


class Missile(BaseModel):
    """An interceptor: where it reaches, how long it takes, and its single-shot kill probability by target class.

    A class that is absent from `kill_prob` is not engaged with this missile.
    """

    model_config = STRICT

    name: Prose
    max_range: Reach
    min_range: Length
    max_height: Length
    min_height: Length
    ballistic_range: Reach | None = None
    max_target_speed: Speed
    max_speed: Speed | None = None
    mean_speed: Speed
    boost: Time | None = None
    kill_prob: dict[ObjectClass, Prob]
    unit_cost: Money | None = None
    guided_from: Literal["radar", "itself"] = "radar"

    @model_validator(mode="after")
    def _consistent(self) -> Missile:
        if self.min_range.values[-1] >= self.max_range.values[0]:
            raise ValueError("min_range must stay below max_range")
        if self.min_height.values[-1] >= self.max_height.values[0]:
            raise ValueError("min_height must stay below max_height")
        if self.max_speed is not None and self.mean_speed.values[-1] > self.max_speed.values[-1]:
            raise ValueError("mean_speed cannot pass max_speed")
        if not self.kill_prob:
            raise ValueError("kill_prob names no target class, so the missile would never be fired")
        return self


class Load(BaseModel):
    """The share of a unit's launchers that carries one missile, and how many of it fit where not the unit's number."""

    model_config = STRICT

    missile: Ref
    share: Annotated[float, Field(gt=0, le=1)]
    rounds_per_launcher: SomeCount | None = None


class FireUnit(BaseModel):
    """An engagement radar with its launchers and magazine; `sensors` are its own acquisition radars, beside it.

    The rounds behind the launchers are a number of the unit, or so many to a launcher: one of the two is given.
    How long it takes to move to another site is known of units that a scenario may let move.
    """

    model_config = STRICT

    name: Prose
    engagement_sensor: Ref
    sensors: Annotated[tuple[Ref, ...], Field(strict=False)] = ()
    launchers: SomeCount
    rounds_per_launcher: SomeCount
    load: Annotated[tuple[Load, ...], Field(strict=False, min_length=1)]
    load_basis: Prose
    reload_rounds: Count | None = None
    reload_rounds_per_launcher: Count | None = None
    target_channels: SomeCount
    missile_channels: SomeCount
    reaction: Time
    launch_interval: Time
    reload_time: Time
    assess_delay: Time
    miss_called_kill_prob: Prob
    kill_called_miss_prob: Prob
    launches_on: Literal["own_track", "network_track"] = "own_track"
    pack_time: Time | None = None
    set_up_time: Time | None = None
    march_speed: Speed | None = None

    @field_validator("load")
    @classmethod
    def _shares(cls, load: tuple[Load, ...]) -> tuple[Load, ...]:
        total = sum(part.share for part in load)
        if abs(total - 1) > 1e-9:
            raise ValueError(f"shares sum to {total:g}, expected 1")
        if len({part.missile for part in load}) < len(load):
            raise ValueError("names a missile twice; add its shares up")
        return load

    @model_validator(mode="after")
    def _one_reserve(self) -> FireUnit:
        if (self.reload_rounds is None) == (self.reload_rounds_per_launcher is None):
            raise ValueError("give reload_rounds or reload_rounds_per_launcher; exactly one")
        return self

    @property
    def most_reload_rounds(self) -> float:
        """The most rounds behind the launchers, or behind each of them where they are given so."""
        number = self.reload_rounds or self.reload_rounds_per_launcher
        assert number is not None
        return number.values[-1]

    def rounds_of(self, part: Load) -> Sourced:
        """How many rounds of one missile of the load a launcher holds."""
        return part.rounds_per_launcher or self.rounds_per_launcher


class Post(BaseModel):
    """A command post: the delay of its links and how many tracks it holds."""

    model_config = STRICT

    name: Prose
    link_delay: Time
    tracks: SomeCount
    repair_time: Outage | None = None
    discrimination: Discrimination | None = None


class Formation(BaseModel):
    """What belongs together on the ground: a post, shared radars, and how many of which fire unit."""

    model_config = STRICT

    name: Prose
    post: Ref | None = None
    sensors: Annotated[tuple[Ref, ...], Field(strict=False)] = ()
    fire_units: dict[Ref, SomeCount]


class System(BaseModel):
    """An air defence system: one file of kind `system`."""

    model_config = STRICT

    kind: Literal["system"]
    id: Id
    name: Prose
    summary: Prose
    sensors: dict[Id, Sensor] = {}
    missiles: dict[Id, Missile] = {}
    posts: dict[Id, Post] = {}
    fire_units: dict[Id, FireUnit] = {}
    formations: dict[Id, Formation] = {}
    facts: Annotated[tuple[Fact, ...], Field(strict=False)] = ()
    sources: dict[Id, Source] = {}


class SourceList(BaseModel):
    """A file of kind `sources`."""

    model_config = STRICT

    kind: Literal["sources"]
    sources: dict[Id, Source]


class FactSheet(BaseModel):
    """A file of kind `facts`: published figures and dates that no system owns, as reports give them."""

    model_config = STRICT

    kind: Literal["facts"]
    id: Id
    name: Prose
    summary: Prose
    facts: Annotated[tuple[Fact, ...], Field(strict=False)] = ()
    dates: Annotated[tuple[DatedFact, ...], Field(strict=False)] = ()
    sources: dict[Id, Source] = {}


Item = System | Flyer | Sensor | Missile | Post | FireUnit | Formation | FactSheet


def numbers(record: BaseModel) -> list[tuple[Place, Sourced]]:
    """Every sourced number below a record with its place (`("claim", "range")`), in the order of the fields."""
    return [(place, part) for place, part in _parts(record, ()) if isinstance(part, Sourced)]


def below(record: BaseModel) -> list[tuple[Place, BaseModel]]:
    """The record itself and every record and number below it with its place; alternatives of a number have its own."""
    found = _parts(record, ())
    return found + [(place, one) for place, part in found if isinstance(part, Sourced) for one in part.alternatives]


def claims_behind(record: BaseModel) -> list[str]:
    """The claims of ledgers on which anything below a record rests, each once, in the order of the fields."""
    named: list[object] = [getattr(part, "claims", None) for _, part in below(record)]
    refs = (cast("tuple[str, ...]", refs) for refs in named if isinstance(refs, tuple))
    return list(dict.fromkeys(ref for one in refs for ref in one))


def _parts(part: object, place: Place) -> list[tuple[Place, BaseModel]]:
    """Every record at or below a part with its place; a number ends the way down."""
    if isinstance(part, Sourced):
        return [(place, part)]
    found: list[tuple[Place, BaseModel]] = []
    inside: Iterable[tuple[Step, object]] = ()
    if isinstance(part, BaseModel):
        found.append((place, part))
        inside = ((name, getattr(part, name)) for name in type(part).model_fields)
    elif isinstance(part, dict):
        inside = cast("dict[str, object]", part).items()
    elif isinstance(part, tuple):
        inside = enumerate(cast("tuple[object, ...]", part))
    for step, item in inside:
        found += _parts(item, (*place, step))
    return found
