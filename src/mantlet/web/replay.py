"""One raid fought again, as a page shows it: what flew, what was shot, what stood, and how it went in words."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mantlet.codes import CAUSES, DECOY, FATES, LEAKED
from mantlet.compile.nodes import station_ids
from mantlet.report.fight import columns, ended
from mantlet.report.strips import Strip, strips
from mantlet.report.wording import fight_words
from mantlet.run.arrow import Table, pa
from mantlet.web.courses import moved
from mantlet.web.spells import Spell
from mantlet.web.standing import Standing, marches
from mantlet.web.tracks import Leg, legs_of, place_at, track_table
from mantlet.web.units import Deed, Shot, deeds_of, shots_of, unit_courses

if TYPE_CHECKING:
    from mantlet.run.battle import CompiledBattle
    from mantlet.run.result import Result
    from mantlet.world import Outcomes, World


@dataclass(frozen=True)
class Replay:
    """A raid of a run, fought again."""

    battle: CompiledBattle
    draw: int
    replication: int
    world: World
    outcomes: Outcomes
    events: Table
    courses: dict[str, Any]
    holds: dict[str, dict[str, list[Spell]]] | None

    @property
    def tick_s(self) -> float:
        """How long a tick is."""
        return self.battle.scenario.tick_s

    @cached_property
    def legs(self) -> list[list[Leg]]:
        """How each object flew."""
        ends = self.outcomes.tick[0].tolist()
        return legs_of(self.world.arrays.objects, ends, self.world.names.object_ids, self.events, self.tick_s)

    @cached_property
    def shots(self) -> list[Shot]:
        """Every round that left, in the order in which they did."""
        return shots_of(self.events, self.tick_s)

    @cached_property
    def deeds(self) -> dict[str, list[Deed]]:
        """What each unit did."""
        return deeds_of(self.events)

    @cached_property
    def end_s(self) -> float:
        """When the last object had its fate."""
        return float(self.outcomes.tick[0].max(initial=0)) * self.tick_s

    @cached_property
    def strips(self) -> list[Strip]:
        """What befell each part of the defence."""
        return strips(self.events, self.end_s, self.world.names.node_ids, station_ids(self.battle.geometry.plan))

    def happened(self) -> Table:
        """Every event, with `about_id`: what was hit or cut off, where an event tells it by a number alone."""
        names, stations = self.world.names, station_ids(self.battle.geometry.plan)
        counted = {"asset_hit": names.asset_ids, "link_lost": stations, "link_back": stations}
        counted |= dict.fromkeys(("node_hit", "node_down", "node_up"), names.node_ids)
        about = [
            counted[kind][int(value)] if kind in counted and sensor is None and unit is None else None
            for kind, sensor, unit, value in columns(self.events, "kind", "sensor_id", "unit_id", "value")
        ]
        return self.events.append_column("about_id", pa.array(about, pa.string()))

    @cached_property
    def standing(self) -> Standing:
        """What of the defence works, moment by moment."""
        return Standing(self.battle.geometry.plan, self.world, self.strips, self.tick_s, self.end_s)

    def tracks(self) -> Table:
        """Where each object was: rows of object (its place in `told()["objects"]`), time_s, lon, lat, height_m."""
        paths = [thing.path for thing in self.battle.geometry.plan.things]
        return track_table(self.world.arrays.objects, paths, self.legs, self.tick_s)

    def place(self, o: int, moment_s: float) -> tuple[float, float, float]:
        """Longitude, latitude and height of an object that did set out."""
        path = self.battle.geometry.plan.things[o].path
        return place_at(self.world.arrays.objects[o], path, self.legs[o], moment_s / self.tick_s)

    def told(self) -> dict[str, Any]:
        """The raid as one document."""
        objects = self._objects()
        return {
            "draw": self.draw,
            "replication": self.replication,
            "end_s": self.end_s,
            "words": self.words(objects),
            "leakers": self.leakers,
            "objects": objects,
            "absent": self.absent,
            "shots": [self._shot(shot) for shot in self.shots],
            "units": self._units(),
            "radars": {name: watch._asdict() for name, watch in self.standing.watches.items()},
            "strips": [
                {"name": one.name, "spells": one.spells_s, "hits": one.hit_s}
                for one in self.strips
                if one.name.split("/")[0] not in self.absent
            ],
            "hits": self._hits(),
            "courses": self.courses,
        }

    @cached_property
    def absent(self) -> list[str]:
        """Units, radars by themselves, flights of fighters and bases of such that are known and where nobody is."""
        names, force, laid = self.world.names, self.world.force, self.battle.geometry
        units = itertools.compress(names.unit_ids, (~force.unit_present).tolist())
        radars = zip(laid.plan.radars, force.sensor_present.tolist(), strict=True)
        flights = list(zip(laid.flights, (force.flight_aircraft > 0).tolist(), strict=True))
        flown = {flight.place.id for flight, flies in flights if flies}
        return [
            *units,
            *(radar.id for radar, there in radars if radar.unit is None and not there),
            *(flight.id for flight, flies in flights if not flies),
            *sorted({flight.place.id for flight, _ in flights} - flown),
        ]

    @cached_property
    def fire_units(self) -> dict[str, int]:
        """Those that are there, by name: where each stands among all."""
        names, there = self.world.names.unit_ids, self.world.force.unit_present.tolist()
        return {name: u for u, (name, is_there) in enumerate(zip(names, there, strict=False)) if is_there}

    @property
    def leakers(self) -> int:
        """How many got through, decoys not counted."""
        harmful = self.world.arrays.objects["class_code"] != DECOY
        return int(((self.outcomes.fate[0] == LEAKED) & harmful).sum())

    @staticmethod
    def words(objects: list[dict[str, Any]]) -> str:
        """How it went, in words."""
        fates = _counted(one["fate"] for one in objects)
        harmful = [one for one in objects if one["class"] != "decoy"]
        reasons = _counted(one["cause"] for one in harmful if one["cause"])
        decoys = sum(one["fate"] == "leaked" for one in objects) - sum(one["fate"] == "leaked" for one in harmful)
        return fight_words(fates, reasons, decoys)

    def _units(self) -> list[dict[str, Any]]:
        stands, batteries = self.standing, self.battle.geometry.plan.batteries
        told = zip(unit_courses(self.world, self.deeds), batteries, strict=True)
        return [
            unit | {"of": battery.place.id, "able": stands.able[battery.id], "away": stands.away(battery)}
            for unit, battery in told
            if unit["id"] not in self.absent
        ]

    def _objects(self) -> list[dict[str, Any]]:
        names, found = self.world.names, list[dict[str, Any]]()
        rows = zip(ended(self.world, self.outcomes, self.tick_s), self.legs, strict=True)
        for o, (lane, legs) in enumerate(rows):
            cause, unit = int(self.outcomes.cause[0, o]), int(self.outcomes.unit[0, o])
            found.append(
                {
                    "id": lane.object_id,
                    "group": names.object_groups[o],
                    "class": lane.object_class,
                    "side": names.object_sides[o],
                    "target": names.object_targets[o],
                    "start_s": legs[0].first_tick * self.tick_s if legs else None,
                    "end_s": lane.end_s,
                    "fate": FATES[int(self.outcomes.fate[0, o])],
                    "cause": CAUSES[cause] if cause >= 0 else None,
                    "unit": names.unit_ids[unit] if unit >= 0 else None,
                    "shots": int(self.outcomes.shots[0, o]),
                }
            )
        return found

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each object stands among all."""
        return {name: o for o, name in enumerate(self.world.names.object_ids)}

    def _shot(self, shot: Shot) -> dict[str, Any]:
        place = self.place(self.index[shot.target], shot.end_s)
        return {**shot._asdict(), "to": np.round(place, 4).tolist()}

    def _hits(self) -> list[dict[str, Any]]:
        """What was hit when: assets by what an event counts."""
        assets, found = self.world.names.asset_ids, list[dict[str, Any]]()
        for moment, kind, name, value in columns(self.events, "time_s", "kind", "object_id", "value"):
            if kind == "asset_hit":
                found.append({"time_s": moment, "asset": assets[int(value)], "by": name})
        return found


def replayed(result: Result, draw: int, replication: int) -> Replay:
    """A raid of a run fought again; UsageError where it has no such raid."""
    world, outcomes, events = result.again(draw, replication)
    found = moved(result, world, outcomes, draw, replication)
    ways = found.courses | marches(result.battle.geometry.plan, world, events, result.battle.scenario.tick_s)
    return Replay(result.battle, draw, replication, world, outcomes, events, ways, found.holds)


def _counted(words: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found
