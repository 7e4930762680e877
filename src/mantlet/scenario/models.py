"""What a scenario file may say: two sides made of the same parts, a place, a duration and the luck they share.

Names in the file carry no units (its values do: "400 km"); names here do, and hold SI floats.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import Field, PrivateAttr, field_validator, model_validator

from mantlet.base.marked import Place, short
from mantlet.base.sourced import Line, Sourced
from mantlet.scenario.doctrine import Doctrine
from mantlet.scenario.fields import LONGEST_S, Id, Quantity, Ratio, Record, Setting
from mantlet.scenario.fighters import Airspace, FighterPlace
from mantlet.scenario.places import Asset, Point, PostPlace, SensorPlace, SupportPlace, UnitPlace
from mantlet.scenario.raid import Group

SCHEMA = "mantlet.scenario/1"
MOST_TICKS = 100_000
# Gates that can be forced: for what no missile can meet there is nothing to force.
Gate = Literal["unit_down", "undetected", "late", "held", "no_missile", "no_channel", "assessed_killed", "missed"]
NO_SHARE = Sourced(dimension="ratio", value=0.0, given=True)


@dataclass(frozen=True)
class Origin:
    """Where a scenario came from, what was changed in it (`path=value`), and what was noticed when it was read."""

    file: str
    folder: Path | None
    lines: dict[Place, int]
    notices: tuple[str, ...]
    changes: tuple[str, ...] = ()


class Rain(Record):
    """Rain that falls everywhere alike, up to the height where it starts."""

    rate_mps: Annotated[float, Quantity("rain rate", 0.0, 1e-4)] = Field(alias="rate", description="How hard it rains.")
    height_m: Annotated[float, Quantity("length", 0.0, 10_000.0)] = Field(
        alias="height", description="Rain height above sea level: about that of melting, and none above."
    )


class Environment(Record):
    """Ground, and how rays bend over it; the air is the standard one."""

    terrain: Line = Field(
        default="none",
        min_length=1,
        max_length=400,
        description="globe: the bundled tile (5-40 N, 60-90 E); none: a smooth earth at sea level; or the path of a "
        "GeoTIFF or npz, relative to the scenario file.",
        examples=["globe", "none", "my-tile.tif"],
    )
    earth_ratio: float = Field(
        default=4 / 3, ge=0.5, le=10, description="Effective over true earth radius, for refraction.", examples=[1.333]
    )
    rain: Rain | None = Field(default=None, description="Rain, which weakens what radars see; none unless given.")


class Luck(Record):
    """How much of the luck of a shot is shared: by all shots of a day, of one side in a raid, and of one unit."""

    raid: Annotated[Sourced, Setting("ratio", 0.0, 1.0)] = Field(
        default=NO_SHARE,
        description="Share of a shot's variance common to the whole raid; a ratio or {low, best, high}.",
    )
    unit: Annotated[Sourced, Setting("ratio", 0.0, 1.0)] = Field(
        default=NO_SHARE,
        description="Share of a shot's variance common to one unit; a ratio or {low, best, high}.",
    )
    day: Annotated[Sourced, Setting("ratio", 0.0, 1.0)] = Field(
        default=NO_SHARE,
        description="Share of a shot's variance common to both sides' defences; a ratio or {low, best, high}.",
    )

    @model_validator(mode="after")
    def _room_for_chance(self) -> Self:
        raid, unit, day = self.raid.values[-1], self.unit.values[-1], self.day.values[-1]
        if raid + unit + day > 1:
            of_day = f" and day up to {day}" if day else ""
            raise ValueError(f"got raid up to {raid} and unit up to {unit}{of_day}, expected a sum of 1 or less")
        return self


class Tracking(Record):
    """A common cause that hides objects from the whole defence, whatever its radars say."""

    common_prob: Ratio = Field(default=1.0, description="Chance that tracking works at all; 1 switches this off.")
    scope: Literal["object", "raid"] = Field(
        default="object", description="Whether that chance is taken once per object or once for the whole raid."
    )


class Mechanisms(Record):
    """What of the battle is fought; false leaves a mechanism out, whatever the rest of the file says of it."""

    network: bool = Field(
        default=True,
        description="Links fail by chance (link_reliability); cues are as good as the tracks behind them (fusion).",
    )
    suppression: bool = Field(default=True, description="Weapons aimed at posts, radars, launchers and supplies hit.")
    emission: bool = Field(
        default=True,
        description="Radars fall silent by rule; anti-radiation weapons need one that emits or a decoy emitter.",
    )
    moves: bool = Field(default=True, description="Units with further sites move to them (moves).")
    jamming: bool = Field(default=True, description="Jammers of a raid weaken what radars see.")
    notch: bool = Field(default=True, description="Radars miss what moves across them (min_radial_speed).")
    rain: bool = Field(default=True, description="Rain weakens what radars see.")
    fighters: bool = Field(default=True, description="Fighters of the defence fly.")
    reactions: bool = Field(
        default=True, description="Aircraft of a raid abort and evade; what gets through may not find its target."
    )
    doctrine: bool = Field(
        default=True, description="Ranking by value or class, assignment by gain, tiers, and authority of posts."
    )
    discrimination: bool = Field(default=True, description="Radars and posts that can tell decoys do.")
    luck: bool = Field(default=True, description="Shots share luck (luck); without it each stands on its own.")
    bias: bool = Field(
        default=True, description="An object keeps a bias of its cross-section for a time; without it none has one."
    )
    damage: bool = Field(
        default=True, description="Damage adds up to an asset's hardness; without it the first damaging hit is enough."
    )


class Side(Record):
    """One side: what it has on the ground, what it defends, what it sends."""

    name: Line = Field(min_length=1, max_length=120, description="Its name in tables.")
    doctrine: Doctrine = Field(default=Doctrine(), description="Rules for all its units.")
    posts: tuple[PostPlace, ...] = Field(default=(), strict=False, max_length=200, description="Command posts.")
    sensors: tuple[SensorPlace, ...] = Field(default=(), strict=False, max_length=500, description="Radars.")
    units: tuple[UnitPlace, ...] = Field(default=(), strict=False, max_length=500, description="Fire units.")
    support: tuple[SupportPlace, ...] = Field(
        default=(), strict=False, max_length=200, description="Power supplies and relays that the others need."
    )
    fighters: tuple[FighterPlace, ...] = Field(
        default=(), strict=False, max_length=200, description="Fighters that defend it."
    )
    airspace: Airspace | None = Field(
        default=None, description="How fighters and missiles share the air; separate zones unless given."
    )
    assets: tuple[Asset, ...] = Field(default=(), strict=False, max_length=500, description="What it defends.")
    raid: tuple[Group, ...] = Field(default=(), strict=False, max_length=500, description="What it sends.")

    @property
    def aims(self) -> dict[str, Point]:
        """Where everything stands that the other side can aim at, by id."""
        sites = [site for unit in self.units for site in unit.sites]
        return {item.id: item.at for item in (*self.assets, *self.posts, *self.sensors, *sites, *self.support)}

    def network_of(self, post: str | None, own: str) -> str:
        """The network of what reports to a post: the highest post above it; without a post what is its `own`."""
        above, way = {item.id: item.superior for item in self.posts}, list[str]()
        while post is not None and post not in way:  # a circle of posts is told elsewhere
            way.append(post)
            post = above.get(post)
        return way[-1] if way else own


class Scenario(Record):
    """A whole scenario, checked in itself; references into the library are checked by `scenario.check`."""

    schema_name: Literal["mantlet.scenario/1"] = Field(alias="schema", description="Format of this file.")
    id: Id
    title: Line = Field(min_length=1, max_length=200, description="One line.")
    summary: Line = Field(default="", max_length=4000, description="What it shows and what it leaves out.")
    date: str = Field(max_length=10, description="When it plays, YYYY-MM or YYYY-MM-DD.", examples=["2020-06"])
    positions: Literal["hypothetical", "public"] = Field(
        description="Whether the units' positions are made up (hypothetical) or taken from open publications (public)."
    )
    duration_s: Annotated[float, Quantity("time", 1.0, LONGEST_S)] = Field(
        alias="duration", description="How long it is followed."
    )
    tick_s: Annotated[float, Quantity("time", 0.05, 60.0)] = Field(
        default=1.0, alias="tick", description="Step of time."
    )
    environment: Environment = Field(default=Environment(), description="Ground and air.")
    luck: Luck = Field(default=Luck(), description="What shots share.")
    tracking: Tracking = Field(default=Tracking(), description="A common cause over all radars.")
    but_for: Gate | None = Field(
        default=None, description="Gate that is forced open in every unit: see what that would have changed."
    )
    mechanisms: Mechanisms = Field(default=Mechanisms(), description="Switches, to see what a mechanism decides.")
    numbers: dict[str, Any] | None = Field(
        default=None,
        description="Numbers of the library that are otherwise here, by name of the item and field: a quantity or "
        "{low, best, high}.",
        examples=[{"48N6E3": {"max_range": "260 km"}}],
    )
    sides: dict[Id, Side] = Field(min_length=2, max_length=2, description="Two sides, under any two names.")
    _origin: Origin = PrivateAttr(default_factory=lambda: Origin("", None, {}, ()))

    @model_validator(mode="after")
    def _whole_ticks(self) -> Self:
        if self.duration_s / self.tick_s > MOST_TICKS:
            raise ValueError(
                f"got {self.duration_s / self.tick_s:.0f} ticks (duration / tick), expected {MOST_TICKS} or fewer; "
                "shorten duration or lengthen tick"
            )
        return self

    @field_validator("date", mode="before")
    @classmethod
    def _on_the_calendar(cls, date: Any) -> Any:
        try:
            dt.date.fromisoformat(f"{date}-01" if len(str(date)) == 7 else date)
        except (TypeError, ValueError):
            raise ValueError(f"got '{short(date, 40)}', expected YYYY-MM or YYYY-MM-DD, such as 2020-06") from None
        return date

    @property
    def source(self) -> str:
        """The file it was read from, as named by the caller or bundled."""
        return self._origin.file

    @property
    def lines(self) -> dict[Place, int]:
        """Line of every path of the file."""
        return self._origin.lines

    @property
    def notices(self) -> tuple[str, ...]:
        """What is allowed but probably not meant, in words."""
        return self._origin.notices

    @property
    def changes(self) -> tuple[str, ...]:
        """What was set beside the file, as `path=value`."""
        return self._origin.changes

    @property
    def terrain_path(self) -> Path | None:
        """The user's terrain file, relative paths taken from the scenario's folder; None for globe and none."""
        if self.environment.terrain in ("globe", "none"):
            return None
        return (self._origin.folder or Path()) / self.environment.terrain

    def with_origin(self, origin: Origin) -> Scenario:
        """The same scenario, knowing where it came from."""
        copy = self.model_copy()
        copy._origin = origin
        return copy

    def with_changes(self, changes: tuple[str, ...]) -> Scenario:
        """The same scenario, knowing what was set beside its file."""
        return self.with_origin(replace(self._origin, changes=changes))

    def canonical(self) -> str:
        """JSON with sorted keys, SI units and every default written out: a scenario file that loads to the same.

        Lists keep their order; key order, comments, spacing and the choice of units leave no trace.
        """
        return json.dumps(self._plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def to_yaml(self) -> str:
        """The canonical content as YAML that a person can read."""
        return yaml.dump(self._plain(), Dumper=_Plain, sort_keys=True, allow_unicode=True, width=120)

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical text, overrides included."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def _plain(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class _Plain(yaml.SafeDumper):
    """Writes what the strict reader reads back: no aliases, and quotes around text that looks like a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _quoted_when_number_like(_dumper: _Plain, text: str) -> yaml.ScalarNode:
    style = '"' if text[:1] in "-0123456789" else None
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


_Plain.add_representer(str, _quoted_when_number_like)


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the scenario file, for editors: every field with its meaning and examples."""
    schema = Scenario.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA} | schema
