"""Flights of defensive fighters, who stands by where, and their figures as the engine's records."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.codes import CLASSES
from mantlet.compile.paths import ground_m
from mantlet.compile.ticks import ticks, ticks_up
from mantlet.engine.air import AREA, CORNER, FIGHTER, REACH
from mantlet.engine.draws import name_key
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Fighter, Flyer
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.physics.kernels import normal_quantile
from mantlet.physics.terrain import Terrain
from mantlet.scenario.doctrine import PLAIN_RULES, Doctrine
from mantlet.scenario.fields import Height
from mantlet.scenario.fighters import Airspace, FighterPlace
from mantlet.scenario.models import Scenario
from mantlet.scenario.places import Point
from mantlet.world import Records

Spot = tuple[float, float, float]  # earth-centred, in metres


@dataclass(frozen=True)
class Flight:
    """Fighters that fly together; `base` and `post` (its station, or its base) are earth-centred places in metres."""

    id: str
    place: FighterPlace
    flyer: Flyer
    fighter: Fighter
    side: str
    doctrine: Doctrine
    airspace: Airspace
    aircraft: int
    base: Spot
    post: Spot

    @property
    def missile(self) -> str:
        """Name of its air-to-air missile in tables."""
        return f"{self.flyer.id}/aam"


def planned_flights(scenario: Scenario, catalog: Catalog, ground: Terrain | None) -> tuple[Flight, ...]:
    """Every flight of both sides, by id; none where the mechanism is switched off."""
    found: list[Flight] = []
    if not scenario.mechanisms.fighters:
        return ()
    for name, side in scenario.sides.items():
        assets = {asset.id: asset.at for asset in side.assets}
        rules = side.doctrine if scenario.mechanisms.doctrine else side.doctrine.model_copy(update=PLAIN_RULES)
        for place in side.fighters:
            flyer = cast(Flyer, catalog.item(place.aircraft))
            assert flyer.fighter is not None
            base_at = place.at or assets[place.base or ""]
            base = _spot(base_at, Height(0.0, "agl"), ground)
            station = place.station
            post = base if station is None else _spot(station.at, station.height, ground)
            for n, first in enumerate(range(0, place.count, place.size), 1):
                found.append(
                    Flight(
                        id=f"{place.id}/{n}",
                        place=place,
                        flyer=flyer,
                        fighter=flyer.fighter,
                        side=name,
                        doctrine=rules,
                        airspace=side.airspace or Airspace(),
                        aircraft=min(place.size, place.count - first),
                        base=base,
                        post=post,
                    )
                )
    return tuple(sorted(found, key=lambda flight: flight.id))


def _spot(at: Point, height: Height, ground: Terrain | None) -> Spot:
    under_m = float(ground_m(ground, at.lat_deg, at.lon_deg)) if height.reference == "agl" else 0.0
    return geodesy.to_ecef(at.lat_deg, at.lon_deg, height.height_m + under_m)


def air_missiles(flights: Sequence[Flight]) -> dict[str, Sourced | None]:
    """Price of each type of air-to-air missile by its name, in the order of names; None where there is none."""
    return {flight.missile: flight.fighter.unit_cost for flight in sorted(flights, key=lambda one: one.missile)}


def fighter_records(
    flights: Sequence[Flight], draw: Draw, tick_s: float, sides: list[str], stations: Sequence[str]
) -> Records:
    """FIGHTER records, without areas and with their missiles counted from 0."""
    records = np.zeros(len(flights), FIGHTER)
    missiles = list(air_missiles(flights))
    for record, flight in zip(records, flights, strict=True):
        place, fighter, rules = flight.place, flight.fighter, flight.doctrine
        record["key"], record["side_key"] = name_key(flight.id), name_key(flight.side)
        record["side"], record["missile"] = sides.index(flight.side), missiles.index(flight.missile)
        record["station"] = -1 if place.post is None else stations.index(place.post)
        record["salvo"] = place.salvo
        for axis, base_m, post_m in zip("xyz", flight.base, flight.post, strict=True):
            record[f"base_{axis}_m"], record[f"post_{axis}_m"] = base_m, post_m
        record["patrols"], record["has_station"] = place.mode == "patrol", place.station is not None
        record["ready_tick"] = ticks_up(place.ready_after_s, tick_s)
        record["station_ticks"] = ticks(place.on_station_s or 0.0, tick_s)
        record["engage_classes"] = sum(1 << CLASSES.index(name) for name in rules.engage)
        if rules.weapons_control == "hold":
            record["engage_classes"] = 0
        record["by_value"], record["shared"] = rules.ranking == "value-at-risk", flight.airspace.shared_targets
        record["separate"] = flight.airspace.zones == "separate"
        record["near_m"] = flight.airspace.separation_m
        if not record["separate"]:
            record["astray_prob"] = draw.value(f"side.{flight.side}.airspace.fratricide", flight.airspace.fratricide)
        _figures(record, flight, fighter, draw, tick_s)
    return records


def _figures(record: Any, flight: Flight, fighter: Fighter, draw: Draw, tick_s: float) -> None:
    """What the library says of a fighter, the scenario's own figure before it."""
    ref, own = f"{flight.flyer.id}.fighter", f"fighters.{flight.place.id}"

    def read(name: str, number: Sourced, instead: Sourced | None = None) -> int:
        path = f"{ref}.{name}" if instead is None else f"{own}.{name}"
        return ticks(draw.value(path, instead or number), tick_s)

    record["missiles"] = draw.value(f"{ref}.missiles", fighter.missiles)
    record["missile_mps"] = draw.value(f"{ref}.missile_speed", fighter.missile_speed)
    record["intercept_mps"] = draw.value(f"{ref}.intercept_speed", fighter.intercept_speed)
    record["cruise_mps"] = draw.value(f"{flight.flyer.id}.speed", flight.flyer.speed)
    record["return_prob"] = min(draw.value(f"{ref}.return_kill_prob", fighter.return_kill_prob), 1.0)
    for code, name in enumerate(CLASSES):
        number = fighter.kill_prob.get(name)
        prob = math.nan if number is None else min(draw.value(f"{ref}.kill_prob.{name}", number), 1.0)
        record["kill_probit"][code] = normal_quantile(prob)
    record["turn_ticks"] = read("turn_round", fighter.turn_round)
    if flight.place.mode == "alert":
        record["scramble_ticks"] = read("scramble", fighter.scramble, flight.place.readiness)
    if not flight.place.tanker:
        record["endurance_ticks"] = max(1, read("endurance", fighter.endurance, flight.place.endurance))


def reach_records(flights: Sequence[Flight], records: Records, objects: Records, draw: Draw) -> Records:
    """REACH of each flight and object: the radar's claimed range goes with the fourth root of the cross-section.

    A missile is launched once the target is within its launch range and within sight of the flight's own radar.
    Source: Skolnik (2001), radar equation for a point target.
    """
    found = np.full((len(flights), len(objects)), -1.0, REACH)
    for f, flight in enumerate(flights):
        fighter, ref = flight.fighter, f"{flight.flyer.id}.fighter"
        seen_m = draw.value(f"{ref}.radar_range", fighter.radar_range)
        claimed_m2 = draw.value(f"{ref}.radar_rcs", fighter.radar_rcs)
        shot_m = draw.value(f"{ref}.launch_range", fighter.launch_range)
        sight_m = seen_m * (10.0 ** (objects["rcs_db"] / 10.0) / claimed_m2) ** 0.25
        meant = (objects["side"] != records["side"][f]) & (objects["ballistic"] == 0)
        meant &= ~np.isnan(records["kill_probit"][f][objects["class_code"]])
        found["sight_m"][f] = np.where(meant, sight_m, -1.0)
        found["shot_m"][f] = np.where(meant, np.minimum(shot_m, sight_m), -1.0)
    return found


def area_records(flights: Sequence[Flight], records: Records) -> tuple[Records, Records]:
    """(AREA, CORNER) of zones and corridors; says in the FIGHTER `records` which is whose."""
    areas: list[Records] = []
    corners: list[tuple[float, float]] = []
    known: dict[tuple[Point, ...], int] = {}
    for record, flight in zip(records, flights, strict=True):
        for field, points in (("zone", flight.place.zone), ("corridor", flight.place.corridor)):
            record[field] = -1
            if points is None:
                continue
            if points not in known:
                known[points] = len(areas)
                areas.append(_area(points, corners))
            record[field] = known[points]
    return np.array(areas, AREA) if areas else np.zeros(0, AREA), np.array(corners, CORNER)


def _area(points: tuple[Point, ...], corners: list[tuple[float, float]]) -> Records:
    """One AREA; its corners are appended."""
    axes, plane = geodesy.gnomonic([point.lat_deg for point in points], [point.lon_deg for point in points])
    first = len(corners)
    corners += [(float(east), float(north)) for east, north in plane]
    return np.array([(*axes.ravel(), first, len(points))], AREA)[0]
