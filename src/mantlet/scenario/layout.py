"""Whether the places of a scenario are possible: on the terrain and above the ground."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mantlet.base.errors import InvalidInput
from mantlet.base.marked import Place
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.physics import geodesy, terrain
from mantlet.scenario.arrival import FARTHEST_LEG_M, NEAREST_M
from mantlet.scenario.check import Finding
from mantlet.scenario.fields import Height
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.places import Orbit, Point
from mantlet.scenario.raid import Group
from mantlet.scenario.ways import member_ways, released_at

_STEP_M = 1000.0  # about one cell of the bundled terrain
_MOST_WAYS = 64  # of one group, looked at all along
_LEG_POINTS = 33
_MOST_LAT_DEG = 85.0


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults about positions and heights."""
    ground, found = _ground(scenario)
    for name, side in scenario.sides.items():
        base: Place = ("sides", name)
        targets = next(other for other in scenario.sides.values() if other is not side).aims
        strayed: list[Finding] = [] if ground is None else list(_outside(base, side, ground))
        found += strayed
        for index, sensor in enumerate(side.sensors):
            if sensor.orbit is not None:
                found += _orbit((*base, "sensors", index, "orbit"), sensor.at, sensor.orbit, ground)
        for index, fighters in enumerate(side.fighters):
            station = fighters.station
            message = None if station is None else _buried(station.height, station.at, ground)
            if message is not None:
                found.append(Finding((*base, "fighters", index, "station", "height"), message))
        for index, group in enumerate(side.raid):
            place = (*base, "raid", index)
            flyer = library.find(group.threat)
            if not isinstance(flyer, Flyer) or any(target not in targets for target in group.target):
                continue
            aims: list[Point | None] = [targets[target] for target in group.target] or [None]
            flown = list(_clearance(place, group, aims, flyer, ground))
            if not strayed:
                flown += _astray(place, group, side, aims, ground)
            found += [replace(finding, rests_on=((*place, "route"),)) for finding in flown]
    return found


def _ground(scenario: Scenario) -> tuple[terrain.Terrain | None, list[Finding]]:
    if scenario.environment.terrain == "none":
        return None, []
    try:
        return terrain.load(scenario.terrain_path), []
    except InvalidInput as error:
        place: Place = ("environment", "terrain")
        return None, [Finding(place, f"{fault.file}: {fault.message}") for fault in error.faults]


def _outside(base: Place, side: Side, ground: terrain.Terrain) -> list[Finding]:
    """Whatever stands or starts where the terrain has no heights."""
    placed: list[tuple[Place, Point]] = []
    for part in ("posts", "sensors", "units", "support", "assets"):
        placed += [((*base, part, index, "at"), item.at) for index, item in enumerate(getattr(side, part))]
    placed += [((*base, "sensors", n, "orbit", "to"), s.orbit.to) for n, s in enumerate(side.sensors) if s.orbit]
    for index, unit in enumerate(side.units):
        further = enumerate(unit.sites[1:])
        placed += [((*base, "units", index, "moves", "sites", n, "at"), site.at) for n, site in further]
    for index, fighters in enumerate(side.fighters):
        place = (*base, "fighters", index)
        if fighters.at is not None:
            placed.append(((*place, "at"), fighters.at))
        if fighters.station is not None:
            placed.append(((*place, "station", "at"), fighters.station.at))
    for index, group in enumerate(side.raid):
        place = (*base, "raid", index)
        placed += [((*place, "route", n, "at"), point.at) for n, point in enumerate(group.route or ())]
        if group.launch is not None:
            placed.append(((*place, "launch", "at"), group.launch.at))
    return [
        Finding(place, f"got {at.lat_deg:g} N {at.lon_deg:g} E, outside the terrain; use terrain: none or another tile")
        for place, at in placed
        if not ground.covers(at.lat_deg, at.lon_deg)
    ]


def _orbit(place: Place, start: Point, orbit: Orbit, ground: terrain.Terrain | None) -> Iterator[Finding]:
    """A leg that leads nowhere, or that the ground or the edge of the terrain is in the way of."""
    length_m, azimuth_deg, _ = geodesy.inverse(start.lat_deg, start.lon_deg, orbit.to.lat_deg, orbit.to.lon_deg)
    if not NEAREST_M <= length_m <= FARTHEST_LEG_M:
        far = f"is {length_m / 1e3:.0f} km from 'at', expected {FARTHEST_LEG_M / 1e3:.0f} km or less"
        yield Finding((*place, "to"), "is the same place as 'at', expected another" if length_m < NEAREST_M else far)
        return
    along_m = np.linspace(0.0, length_m, math.ceil(length_m / _STEP_M) + 1)
    points = np.stack(geodesy.direct_many(start.lat_deg, start.lon_deg, azimuth_deg, along_m)[:2], axis=1)
    ground_m = np.zeros(len(points))
    if ground is not None:
        if not (ground.covers(*points[0]) and ground.covers(*points[-1])):
            return  # said of the place itself
        outside = points[~ground.covers_many(*points.T)]
        if len(outside):
            yield Finding(place, f"passes {_named(outside[0])}, outside the terrain; use terrain: none or another tile")
            return
        ground_m = ground.heights_m(points[:, 0], points[:, 1])
    worst = int(ground_m.argmax())
    if orbit.height.height_m <= ground_m[worst]:
        message = f"got {orbit.height.height_m:g} m msl, expected more than the ground below, {ground_m[worst]:.0f} m"
        yield Finding((*place, "height"), f"{message} at {_named(points[worst])}")


def _astray(
    place: Place, group: Group, side: Side, aims: list[Point | None], ground: terrain.Terrain | None
) -> Iterator[Finding]:
    """The first place where a member of a group is too near a pole, or off the terrain on its way."""
    release = released_at(group, side)
    ways: list[list[Point]] = []
    for member, way in enumerate(member_ways(group, aims)):
        aim = aims[member % len(aims)]
        ways.append([*([release] if release else []), *(stop.at for stop in way), *([aim] if aim else [])])
    points = np.array([(at.lat_deg, at.lon_deg) for way in ways for at in way])
    if np.abs(points[:, 0]).max() > _MOST_LAT_DEG:
        at = points[np.abs(points[:, 0]).argmax()]
        yield Finding(place, f"one of it is at {_named(at)}, expected {_MOST_LAT_DEG:g} N to {_MOST_LAT_DEG:g} S")
        return
    if ground is None:
        return
    few = [*ways[:: math.ceil(len(ways) / _MOST_WAYS)], ways[-1]]
    legs = [(start, end) for way in few for start, end in itertools.pairwise(way)]
    inner = [_along(start, end) for start, end in legs]
    every = np.concatenate([points, *inner])
    outside = every[~ground.covers_many(*every.T)]
    if len(outside):
        message = f"one of it passes {_named(outside[0])}, outside the terrain; use terrain: none or another tile"
        yield Finding(place, message)


def _along(start: Point, end: Point) -> np.ndarray:
    """(latitude, longitude) in degrees of points between one place and another."""
    length_m, azimuth_deg, _ = geodesy.inverse(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)
    into_m = np.linspace(0.0, length_m, _LEG_POINTS)[1:-1]
    return np.stack(geodesy.direct_many(start.lat_deg, start.lon_deg, azimuth_deg, into_m)[:2], axis=1)


def _named(at: np.ndarray) -> str:
    return f"{at[0]:.2f} N {at[1]:.2f} E"


def _clearance(
    place: Place, group: Group, aims: list[Point | None], flyer: Flyer, ground: terrain.Terrain | None
) -> Iterator[Finding]:
    """Points below the ground, and legs between heights above sea level that run into it.

    Legs at a height above ground follow it and always clear; the last leg, down to the target, is not looked at.
    """
    default = Height(flyer.height.central, flyer.height_reference)
    route = group.route or ()
    blocked = False
    for index, point in enumerate(route):
        height = point.height or default
        message = _buried(height, point.at, ground)
        if message is not None:
            blocked = True
            yield Finding((*place, "route", index, "height" if point.height else "at"), message)
    if group.approach is not None and aims[0] is not None:
        message = _buried(group.approach.height or default, member_ways(group, aims)[0][0].at, ground)
        if message is not None:
            yield Finding((*place, "approach", *(("height",) if group.approach.height else ())), message)
    for index, (start, end) in enumerate(itertools.pairwise(route)):
        heights = (start.height or default, end.height or default)
        if ground is not None and not blocked and all(height.reference == "msl" for height in heights):
            yield from _collision((*place, "route", index), start.at, end.at, heights, ground)


def _buried(height: Height, at: Point, ground: terrain.Terrain | None) -> str | None:
    """What is wrong with a height above sea level below the ground there; the ground is at 0 m without terrain."""
    if height.reference != "msl" or (ground is not None and not ground.covers(at.lat_deg, at.lon_deg)):
        return None
    ground_m = 0.0 if ground is None else ground.height_m(at.lat_deg, at.lon_deg)
    if height.height_m > ground_m or (ground is None and height.height_m == 0.0):
        return None
    return f"got {height.height_m:g} m msl, expected more than the ground there ({ground_m:.0f} m) or agl"


def _collision(
    place: Place, start: Point, end: Point, heights: tuple[Height, Height], ground: terrain.Terrain
) -> Iterator[Finding]:
    length_m, azimuth_deg, _ = geodesy.inverse(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)
    along_m = np.linspace(0.0, length_m, max(2, math.ceil(min(length_m, FARTHEST_LEG_M) / _STEP_M)))
    lat_deg, lon_deg, _ = geodesy.direct_many(start.lat_deg, start.lon_deg, azimuth_deg, along_m)
    if not all(ground.covers(float(lat), float(lon)) for lat, lon in zip(lat_deg, lon_deg, strict=True)):
        return
    ground_m = ground.heights_m(lat_deg, lon_deg)
    flown_m = np.linspace(heights[0].height_m, heights[1].height_m, along_m.size)
    worst = int(np.argmax(ground_m - flown_m))
    if ground_m[worst] >= flown_m[worst]:
        yield Finding(
            place,
            f"the way to the next point runs into the ground at {lat_deg[worst]:.2f} N {lon_deg[worst]:.2f} E "
            f"({ground_m[worst]:.0f} m, flown at {flown_m[worst]:.0f} m); fly higher, around it, or at a height agl",
        )
