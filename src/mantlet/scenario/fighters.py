"""Fighters that defend a side, and how they and its missiles share the air."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mantlet.base.sourced import Sourced
from mantlet.scenario.fields import LONGEST_S, Height, Id, Quantity, Record, Reference, Setting, Time
from mantlet.scenario.places import Point

Area = Annotated[tuple[Point, ...], Field(strict=False, min_length=3, max_length=60)]
FRATRICIDE = Sourced(
    dimension="ratio",
    low=0.005,
    best=0.02,
    high=0.08,
    assumed="no rate per round is published; in 2003 Patriot shot down 2 own aircraft (Defense Science Board, by "
    "Fox/AP 2005-03-04) with 23 launches documented (32d AAMDC, by CDI 2003-10-23), all in one sky",
)


class Station(Record):
    """Where a patrol waits in the air."""

    at: Point = Field(description="Middle of the patrol.")
    height: Height = Field(description="How high it flies.")


class FighterPlace(Record):
    """Fighters of one base that stand by in flights, on alert or on patrol."""

    id: Id
    aircraft: Reference = Field(description="Aircraft of the library with a `fighter` part, such as su-30mki.")
    count: int = Field(default=2, ge=1, le=400, description="Aircraft available.")
    size: int = Field(default=2, ge=1, le=8, description="Aircraft of one flight; a last flight takes what is left.")
    base: Id | None = Field(default=None, description="Asset of this side that they fly from.")
    at: Point | None = Field(default=None, description="Instead of `base`: where they fly from.")
    mode: Literal["patrol", "alert"] = Field(
        default="alert", description="patrol: on its station from the start; alert: on the ground until it is sent."
    )
    station: Station | None = Field(
        default=None, description="Where a patrol waits; a flight on alert that has one goes there after its target."
    )
    on_station_s: Time | None = Field(
        default=None,
        alias="on_station",
        description="How long a patrol keeps its station; as long as its endurance lets it unless given.",
    )
    ready_after_s: Time = Field(default=0.0, alias="ready_after", description="When it first stands by.")
    post: Id | None = Field(default=None, description="Post that cues it; without one only its own radar does.")
    salvo: int = Field(default=1, ge=1, le=8, description="Missiles of each shot.")
    tanker: bool = Field(default=False, description="true: a tanker is near, so that endurance ends no sortie.")
    readiness: Annotated[Sourced, Setting("time", 0.0, LONGEST_S)] | None = Field(
        default=None, description="From the order to take-off on alert, instead of the library's `scramble`."
    )
    endurance: Annotated[Sourced, Setting("time", 1.0, LONGEST_S)] | None = Field(
        default=None, description="From take-off to landing, instead of the library's."
    )
    zone: Area | None = Field(
        default=None, description="Fighter engagement zone: corners of the area whose targets they may shoot at."
    )
    corridor: Area | None = Field(
        default=None, description="Safe corridor: corners of the area in which no own unit takes them for enemies."
    )

    @model_validator(mode="after")
    def _one_base(self) -> Self:
        if (self.base is None) == (self.at is None):
            raise ValueError("expected either base (an asset of this side) or at (a place)")
        if self.mode == "patrol" and self.station is None:
            raise ValueError("expected station: where the patrol waits")
        return self


class Airspace(Record):
    """Who may fire where both fighters and missiles defend."""

    zones: Literal["separate", "mixed"] = Field(
        default="separate",
        description="separate: units hold their fire at what is in a fighters' zone or, where they have none, within "
        "`separation` of them; mixed: they fire (joint engagement zone), at the risk of own aircraft.",
    )
    separation_m: Annotated[float, Quantity("length", 0.0, 500e3)] = Field(
        default=20e3, alias="separation", description="So near to a target a fighter is in the way of own units."
    )
    fratricide: Annotated[Sourced, Setting("ratio", 0.0, 1.0)] = Field(
        default=FRATRICIDE,
        description="Where zones are mixed, the chance that a round fired at a target with an own fighter within "
        "`separation` goes for the fighter.",
    )
    shared_targets: bool = Field(
        default=False, description="true: units and fighters also fire at what the other of them is engaging."
    )
