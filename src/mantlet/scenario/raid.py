"""What flies: groups of like objects, and the four ways they come."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from mantlet.base.sourced import Sourced
from mantlet.scenario.fields import Angle, Height, Id, Quantity, Record, Reference, Setting, Time
from mantlet.scenario.jammer import Jammer
from mantlet.scenario.places import Point, Probability


class Waypoint(Record):
    """One point of a route."""

    at: Point = Field(description="Where it is passed.")
    height: Height | None = Field(default=None, description="How high; without one, the flyer's own height.")


class Approach(Record):
    """Straight in, towards the target."""

    bearing_rad: Angle = Field(alias="bearing", description="Where it comes from, seen from the target.")
    spread_rad: Angle = Field(
        default=0.0, alias="spread", description="The group is fanned evenly over this angle around the bearing."
    )
    range_m: Annotated[float, Quantity("length", 1.0, 3e6)] = Field(
        alias="range", description="How far from the target it starts."
    )
    height: Height | None = Field(default=None, description="How high; without one, the flyer's own height.")


class Launch(Record):
    """Where a ballistic missile starts."""

    at: Point = Field(description="Launch point.")


class Abort(Record):
    """When aircraft give up: they fly home the way they came, with what they have not released."""

    share: Annotated[float, Quantity("ratio", 1e-6, 1.0)] = Field(
        description="Share of the package that has to be killed for it."
    )
    of: tuple[Id, ...] = Field(
        default=(),
        strict=False,
        max_length=100,
        description="Groups of this side that are the package; the group itself unless given.",
    )


class Evade(Record):
    """Turning away from rounds: back along the way until the round is past, then on again."""

    warned: Probability = Field(description="Chance that an aircraft notices a round launched at it.")
    at_most: int | None = Field(
        default=None,
        ge=1,
        le=100,
        description="Turns of one aircraft, after which it flies home; no limit unless given.",
    )


class Group(Record):
    """Objects of one kind that fly alike, on a route, an approach, a ballistic launch or from a carrier.

    Weapons of a carrier may have a route as well: the points they pass after their release.
    """

    id: Id
    threat: Reference = Field(description="Flyer of the library: a threat or an aircraft.")
    count: int = Field(default=1, ge=1, le=5000, description="How many; weapons of a carrier leave this out.")
    start_s: Time = Field(default=0.0, alias="start", description="When the first one starts.")
    arrive_s: Time | None = Field(
        default=None,
        alias="arrive",
        description="Instead of start: when the first one arrives, at nominal speed; of a carrier that goes home, its "
        "first weapon.",
    )
    interval_s: Time = Field(default=0.0, alias="interval", description="Time between one and the next.")
    lateral_m: Annotated[float, Quantity("length", 0.0, 1e5)] = Field(
        default=0.0, alias="lateral", description="Spacing of their parallel routes."
    )
    target: tuple[Id, ...] = Field(
        default=(),
        strict=False,
        max_length=200,
        description="Asset, post, sensor, unit or support of the other side, or a list that is gone through in turn. "
        "Carriers may do without.",
    )
    aim: Literal["radar", "launchers"] | None = Field(
        default=None,
        description="What of a targeted unit is hit: its engagement radar, unless given, or one of its launchers.",
    )
    route: tuple[Waypoint, ...] | None = Field(
        default=None,
        strict=False,
        min_length=1,
        max_length=200,
        description="Points passed on the way; the target comes after them.",
    )
    approach: Approach | None = Field(default=None, description="Straight in from a bearing.")
    launch: Launch | None = Field(default=None, description="Launch point of a ballistic missile.")
    carrier: Id | None = Field(default=None, description="Group that carries these weapons to their release.")
    release: int | None = Field(
        default=None, ge=0, le=199, description="Index of the carrier's waypoint where they are released, from 0."
    )
    each: int = Field(default=1, ge=1, le=64, description="Weapons on each carrier.")
    abort: Abort | None = Field(default=None, description="When these aircraft give up and fly home.")
    evade: Evade | None = Field(default=None, description="How these aircraft turn away from rounds.")
    arrival_prob: Probability | None = Field(
        default=None,
        description="Chance that one which gets through works to the end and finds its target, instead of the "
        "library's; 1 unless given.",
    )
    speed: Annotated[Sourced, Setting("speed", 1.0, 8000.0)] | None = Field(
        default=None, description="Instead of the library's speed."
    )
    rcs: Annotated[Sourced, Setting("area", 1e-6, 1e4)] | None = Field(
        default=None, description="Radar cross-section instead of the library's."
    )
    jammer: Jammer | None = Field(default=None, description="What each of them jams the radars of the other side with.")

    @field_validator("target", mode="before", json_schema_input_type=Id | tuple[Id, ...])
    @classmethod
    def _one_or_more(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_way_to_fly(self) -> Self:
        ways = [name for name in ("route", "approach", "launch", "carrier") if getattr(self, name) is not None]
        if len(ways) != 1 and ways != ["route", "carrier"]:
            got = " and ".join(ways) or "none"
            raise ValueError(f"got {got} of route, approach, launch, carrier; expected one, or carrier with route")
        if self.carrier is None and (self.release is not None or self.each != 1):
            raise ValueError("got release or each without carrier; they belong to weapons of a carrier")
        if self.carrier is not None and self.release is None:
            raise ValueError("expected release: the index of the carrier's waypoint where the weapons leave it")
        if self.carrier is not None and (self.count != 1 or self.start_s != 0 or self.arrive_s is not None):
            raise ValueError("got count, start or arrive with carrier; a carrier's number and way decide them")
        if self.arrive_s is not None and self.start_s != 0:
            raise ValueError("got start and arrive, expected one of them")
        if self.carrier is not None and (self.abort is not None or self.evade is not None):
            raise ValueError("got abort or evade with carrier; only aircraft turn, not the weapons they let go")
        if not self.target and (self.carrier is not None or self.route is None or len(self.route) < 2):
            raise ValueError("expected target, or, for a carrier that goes home, a route of two points or more")
        return self
