"""What stands on the ground: command posts, radars, fire units and the assets they defend."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, cast

from pydantic import Field, field_serializer, field_validator, model_validator

from mantlet.base.sourced import Line, Sourced
from mantlet.library.parts import AssetKind, ObjectClass
from mantlet.scenario.doctrine import Doctrine, Emission
from mantlet.scenario.fields import LONGEST_S, Angle, Height, Id, Quantity, Record, Reference, Setting, Time

Probability = Annotated[Sourced, Setting("ratio", 0.0, 1.0)]
ByClass = dict[Literal[ObjectClass, "all"], Probability]
MinRadialSpeed = Annotated[Sourced, Setting("speed", 0.0, 2000.0)]
Pointing = Annotated[Sourced, Setting("angle", 1e-6, 1.5708)]
TRACK_ACCURACY = "Standard deviation of the direction of its tracks, instead of the library's figure."
CUE_BASKET = "How far off a cue may point for its radars that wait for cues, instead of the library's figure."
MIN_RADIAL_SPEED = "What comes or goes more slowly than this is not seen, instead of the library's figure."
LINK_RELIABILITY = "Chance that its link to the post works in this raid; 1 unless given."
DecoyEmitters = Annotated[int, Field(ge=0, le=64)]
DISCRIMINATION = "How well it tells decoys, instead of the library's figures; without either it tells none."
NO_CHANCE = Sourced(dimension="ratio", value=0.0, given=True)


class Point(Record):
    """A place on WGS-84, in degrees."""

    lat_deg: float = Field(alias="lat", ge=-85, le=85, description="Latitude in degrees, north positive.")
    lon_deg: float = Field(alias="lon", ge=-180, le=180, description="Longitude in degrees, east positive.")


class Discrimination(Record):
    """How well a radar or a post tells decoys from what they imitate, instead of the library's figures."""

    after: Annotated[Sourced, Setting("time", 0.0, LONGEST_S)] = Field(
        description="How long a track must have lasted before it is judged, once."
    )
    decoy_prob: Probability = Field(description="Chance that a decoy is then called one, and not fired at any more.")
    mistake_prob: Probability = Field(
        default=NO_CHANCE, description="Chance that anything else is called a decoy, and not fired at any more."
    )


class PostPlace(Record):
    """A command post on the ground: it links sensors and units, with a delay."""

    id: Id
    post: Reference | None = Field(default=None, description="Post of the library, such as s-400/55K6E.")
    link_delay: Annotated[Sourced, Setting("time", 0.0, LONGEST_S)] | None = Field(
        default=None, description="Instead of `post`: a plain post whose links take this long."
    )
    at: Point = Field(description="Where it stands.")
    superior: Id | None = Field(
        default=None, description="Post it reports to: the two share tracks and orders for as long as the link holds."
    )
    link_reliability: Probability | None = Field(default=None, description=LINK_RELIABILITY)
    fusion: Literal["best", "combined"] | None = Field(
        default=None,
        description="How accurate its cues are: as the best track it has, unless given, or as all of them combined.",
    )
    discrimination: Discrimination | None = Field(default=None, description=DISCRIMINATION)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.post is None) == (self.link_delay is None):
            raise ValueError("expected either post (from the library) or link_delay (a plain post)")
        return self


class Orbit(Record):
    """Where an airborne radar flies: from the sensor's place to another and back, all the time."""

    to: Point = Field(description="Where it turns back.")
    height: Height = Field(description="How high it flies, above sea level.")
    speed_mps: Annotated[float, Quantity("speed", 1.0, 1000.0)] = Field(alias="speed", description="How fast.")

    @field_validator("height")
    @classmethod
    def _over_the_sea(cls, height: Height) -> Height:
        if height.reference != "msl":
            raise ValueError(f"got {height.height_m:g} m agl, expected a height above sea level, such as 9 km msl")
        return height


class SensorPlace(Record):
    """An acquisition radar that belongs to no unit, on the ground or in the air."""

    id: Id
    sensor: Reference = Field(description="Sensor of the library, such as 91N6E.")
    at: Point = Field(description="Where it stands.")
    post: Id | None = Field(default=None, description="Post it reports to; without one it serves nobody else.")
    link_reliability: Probability | None = Field(default=None, description=LINK_RELIABILITY)
    facing_rad: Angle | None = Field(
        default=None,
        alias="facing",
        description="Middle of its sector, clockwise from north; without it the radar is turned as needed.",
    )
    antenna_height_m: Annotated[float, Quantity("length", 0.0, 500.0)] | None = Field(
        default=None, alias="antenna_height", description="Antenna above the ground, instead of the library's figure."
    )
    min_radial_speed: MinRadialSpeed | None = Field(default=None, description=MIN_RADIAL_SPEED)
    track_accuracy: Pointing | None = Field(default=None, description=TRACK_ACCURACY)
    cue_basket: Pointing | None = Field(default=None, description=CUE_BASKET)
    emission: Emission | None = Field(default=None, description="When it is on the air, instead of the side's rule.")
    decoy_emitters: DecoyEmitters | None = Field(default=None, description="Decoy emitters beside it.")
    orbit: Orbit | None = Field(default=None, description="For an airborne radar: where it flies.")
    discrimination: Discrimination | None = Field(default=None, description=DISCRIMINATION)

    @model_validator(mode="after")
    def _ground_or_air(self) -> Self:
        if self.orbit is not None and (self.antenna_height_m is not None or self.facing_rad is not None):
            raise ValueError("got orbit with antenna_height or facing; an airborne radar has its own height, all round")
        if self.orbit is not None and self.decoy_emitters is not None:
            raise ValueError("got orbit with decoy_emitters; nothing can aim at an airborne radar")
        return self


class Site(Record):
    """A further place where a unit can set itself up."""

    id: Id
    at: Point = Field(description="Where it is.")


class Moves(Record):
    """Shoot and move: from `at` to each of these sites in turn, and from the last back to `at`."""

    sites: tuple[Site, ...] = Field(strict=False, min_length=1, max_length=16, description="Where it can move to.")
    after_shots: int | None = Field(
        default=None, ge=1, le=10_000, description="Rounds fired from one site before it moves on."
    )
    after_s: Annotated[float, Quantity("time", 1.0, LONGEST_S)] | None = Field(
        default=None, alias="after", description="Time at one site, ready to fight, before it moves on."
    )
    pack_time: Annotated[Sourced, Setting("time", 0.0, LONGEST_S)] | None = Field(
        default=None, description="From the decision, with no round in flight, to the march."
    )
    set_up_time: Annotated[Sourced, Setting("time", 0.0, LONGEST_S)] | None = Field(
        default=None, description="From the march to ready."
    )
    march_speed: Annotated[Sourced, Setting("speed", 0.1, 100.0)] | None = Field(
        default=None, description="On the march, along the straight line from site to site."
    )

    @model_validator(mode="after")
    def _some_occasion(self) -> Self:
        if self.after_shots is None and self.after_s is None:
            raise ValueError("expected after_shots or after (or both): what makes it move")
        return self


class UnitPlace(Record):
    """A fire unit on the ground; what the scenario sets itself replaces the library's figure."""

    id: Id
    system: Reference = Field(description="Fire unit of the library, such as s-400/battalion.")
    at: Point = Field(description="Where it stands.")
    post: Id | None = Field(default=None, description="Post it fights under; without one it fights on its own.")
    link_reliability: Probability | None = Field(default=None, description=LINK_RELIABILITY)
    facing_rad: Angle | None = Field(
        default=None,
        alias="facing",
        description="Middle of its engagement radar's sector, clockwise from north; without it turned as needed.",
    )
    present: bool = Field(default=True, description="false: the place is kept but nobody stands there.")
    ready_after_s: Time = Field(default=0.0, alias="ready_after", description="When it is ready to fight.")
    min_radial_speed: MinRadialSpeed | None = Field(default=None, description=MIN_RADIAL_SPEED)
    launches_on: Literal["own_track", "network_track"] | None = Field(
        default=None, description="Whose tracks it may fire at, instead of what the library says."
    )
    track_accuracy: Pointing | None = Field(default=None, description=TRACK_ACCURACY)
    cue_basket: Pointing | None = Field(default=None, description=CUE_BASKET)
    magazine: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="All the rounds it has, on launchers and in reserve; nothing is reloaded beyond them.",
    )
    launchers: Annotated[Sourced, Setting("count", 1, 64)] | None = Field(default=None, description="Launchers.")
    target_channels: Annotated[Sourced, Setting("count", 1, 1000)] | None = Field(
        default=None, description="Targets it can engage at once."
    )
    missile_channels: Annotated[Sourced, Setting("count", 1, 1000)] | None = Field(
        default=None, description="Missiles it can guide at once."
    )
    reaction: Annotated[Sourced, Setting("time", 0.0, 600.0)] | None = Field(
        default=None, description="From assignment to launch."
    )
    launch_interval: Annotated[Sourced, Setting("time", 0.0, 600.0)] | None = Field(
        default=None, description="Least time between two launches of the unit."
    )
    reload_time: Annotated[Sourced, Setting("time", 0.0, LONGEST_S)] | None = Field(
        default=None, description="Time to reload a launcher."
    )
    kill_prob: ByClass | None = Field(
        default=None,
        description="Single-shot kill probability of its missiles, by class or for `all` the classes they can engage; "
        "one ratio means all.",
    )
    decoy_emitters: DecoyEmitters | None = Field(
        default=None, description="Decoy emitters beside its engagement radar."
    )
    moves: Moves | None = Field(default=None, description="Sites it moves to; without any it stays where it is.")
    discrimination: Discrimination | None = Field(default=None, description=DISCRIMINATION)
    doctrine: Doctrine | None = Field(default=None, description="Only the rules that differ from the side's.")

    @field_validator("kill_prob", mode="before", json_schema_input_type=Probability | ByClass | None)
    @classmethod
    def _one_for_all(cls, value: Any) -> Any:
        names = cast("dict[Any, Any]", value).keys() if isinstance(value, dict) else None
        by_class = names is not None and not {"value", "low", "high", "alternatives"} & names
        return cast("Any", value) if value is None or by_class else {"all": cast("Any", value)}

    @field_serializer("doctrine")
    def _stated_rules(self, doctrine: Doctrine | None) -> dict[str, Any] | None:
        return None if doctrine is None else doctrine.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @property
    def sites(self) -> tuple[Site, ...]:
        """Every place where it can stand, the first under its own id."""
        first = Site.model_construct(id=self.id, at=self.at)
        return (first, *self.moves.sites) if self.moves else (first,)

    def doctrine_under(self, side: Doctrine) -> Doctrine:
        """The rules this unit fights by: its side's, with its own changes."""
        return side.with_changes(self.doctrine)


class SupportPlace(Record):
    """What others need to work: a power supply, or a relay that carries links."""

    id: Id
    kind: Literal["power", "relay"] = Field(
        description="power: what it serves stops without it; relay: their links to their posts fail without it."
    )
    at: Point = Field(description="Where it stands.")
    serves: tuple[Id, ...] = Field(
        strict=False, min_length=1, max_length=1000, description="Posts, sensors and units of this side that need it."
    )
    repair: Annotated[Sourced, Setting("time", 1.0, LONGEST_S)] | None = Field(
        default=None, description="How long a hit puts it out; to the end unless given."
    )


class Asset(Record):
    """What is worth defending."""

    id: Id
    name: Line = Field(min_length=1, max_length=120, description="Its name on maps and in tables.")
    kind: AssetKind = Field(description="Decides the chance of damage per arriving weapon.")
    at: Point = Field(description="Where it stands.")
    value: float = Field(gt=0, le=1e6, description="Worth, in any unit as long as all assets share it.")
    hardness: int = Field(default=1, ge=1, le=1000, description="Damaging hits that put it out of action.")
