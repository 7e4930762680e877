"""Whether the geometry of a scenario is possible: on the terrain, above the ground, and in time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mantlet.base.errors import InvalidInput
from mantlet.base.marked import Place
from mantlet.library.catalog import Catalog
from mantlet.library.models import Flyer
from mantlet.physics import geodesy, terrain
from mantlet.scenario.check import BALLISTIC, Finding
from mantlet.scenario.fields import Height
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.places import Point
from mantlet.scenario.raid import Group

_STEP_M = 1000.0  # about one cell of the bundled terrain
_NEAREST_M = 1.0
_FARTHEST_LEG_M = 5e6


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults and notices about positions, heights and times of arrival."""
    ground, found = _ground(scenario)
    for name, side in scenario.sides.items():
        base: Place = ("sides", name)
        targets = {
            asset.id: asset.at for other in scenario.sides.values() if other is not side for asset in other.assets
        }
        if ground is not None:
            found += _outside(base, side, ground)
        for index, group in enumerate(side.raid):
            place = (*base, "raid", index)
            flyer = library.find(group.threat)
            if not isinstance(flyer, Flyer):
                continue
            flown = list(_legs(place, group, targets))
            if ground is not None:
                flown += _clearance(place, group, flyer, ground)
            found += [replace(finding, rests_on=((*place, "route"),)) for finding in flown]
            if flyer.object_class not in BALLISTIC:
                found += _arrival(place, group, scenario, library)
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
    for part in ("posts", "sensors", "units", "assets"):
        placed += [((*base, part, index, "at"), item.at) for index, item in enumerate(getattr(side, part))]
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


def _way(group: Group, target: Point | None) -> list[Point]:
    """The points of a group's route, the target at its end; a straight approach starts at its range."""
    points = [waypoint.at for waypoint in group.route or ()]
    if group.approach is not None and target is not None:
        bearing_deg = math.degrees(group.approach.bearing_rad)
        lat_deg, lon_deg, _ = geodesy.direct(target.lat_deg, target.lon_deg, bearing_deg, group.approach.range_m)
        points = [Point.model_construct(lat_deg=lat_deg, lon_deg=lon_deg)]
    return [*points, target] if target is not None else points


def _leg_m(start: Point, end: Point) -> float:
    return geodesy.inverse(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)[0]


def _legs(place: Place, group: Group, targets: dict[str, Point]) -> Iterator[Finding]:
    """Legs of no length, or longer than anything flies."""
    points = _way(group, targets.get(group.target[0]) if group.target else None) if group.route else []
    for index, (start, end) in enumerate(itertools.pairwise(points)):
        length_m = _leg_m(start, end)
        if length_m < _NEAREST_M:
            message = "is the same place as the next point of the way, expected another place"
            yield Finding((*place, "route", index, "at"), message)
        elif length_m > _FARTHEST_LEG_M:
            message = f"is {length_m / 1e3:.0f} km from the next point, expected {_FARTHEST_LEG_M / 1e3:.0f} km or less"
            yield Finding((*place, "route", index, "at"), message)


def _clearance(place: Place, group: Group, flyer: Flyer, ground: terrain.Terrain) -> Iterator[Finding]:
    """Points below the ground, and legs between heights above sea level that run into it.

    Legs at a height above ground follow it and always clear; the last leg, down to the target, is not looked at.
    """
    default = Height(flyer.height.central, flyer.height_reference)
    route = group.route or ()
    blocked = False
    for index, point in enumerate(route):
        height = point.height or default
        if height.reference != "msl" or not ground.covers(point.at.lat_deg, point.at.lon_deg):
            continue
        ground_m = ground.height_m(point.at.lat_deg, point.at.lon_deg)
        if height.height_m <= ground_m:
            blocked = True
            message = f"got {height.height_m:g} m msl, expected more than the ground there ({ground_m:.0f} m) or agl"
            yield Finding((*place, "route", index, "height" if point.height else "at"), message)
    for index, (start, end) in enumerate(itertools.pairwise(route)):
        heights = (start.height or default, end.height or default)
        if not blocked and all(height.reference == "msl" for height in heights):
            yield from _collision((*place, "route", index), start.at, end.at, heights, ground)


def _collision(
    place: Place, start: Point, end: Point, heights: tuple[Height, Height], ground: terrain.Terrain
) -> Iterator[Finding]:
    length_m, azimuth_deg, _ = geodesy.inverse(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)
    along_m = np.linspace(0.0, length_m, max(2, math.ceil(min(length_m, _FARTHEST_LEG_M) / _STEP_M)))
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


def _arrival(place: Place, group: Group, scenario: Scenario, library: Catalog) -> Iterator[Finding]:
    """A notice when even the sum of starts and legs ends after the scenario does."""
    side, other = _sides_of(group, scenario)
    speed_mps = _speed_mps(group, library)
    targets = {asset.id: asset.at for asset in other.assets}
    last_s = 0.0
    for name in group.target or ("",):
        start_s, points = _setting_out(group, side, targets.get(name), library)
        last_s = max(last_s, start_s + _length_m(points) / speed_mps)
    if last_s > scenario.duration_s:
        message = (
            f"the last one arrives after {last_s / 60:.1f} min, later than the end ({scenario.duration_s / 60:.1f} min)"
        )
        yield Finding(place, f"{message}: it will expire; lengthen duration or start earlier", grave=False)


def _sides_of(group: Group, scenario: Scenario) -> tuple[Side, Side]:
    """The side that sends a group, and the other one."""
    first, second = scenario.sides.values()
    return (first, second) if any(group is own for own in first.raid) else (second, first)


def _speed_mps(group: Group, library: Catalog) -> float:
    flyer = library.find(group.threat)
    number = group.speed or (flyer.speed if isinstance(flyer, Flyer) else None)
    return math.inf if number is None else number.central


def _length_m(points: list[Point]) -> float:
    return sum(_leg_m(start, end) for start, end in itertools.pairwise(points))


def _setting_out(group: Group, side: Side, target: Point | None, library: Catalog) -> tuple[float, list[Point]]:
    """When the last of a group starts on its own way, and that way; weapons start where and when they are released."""
    start_s = group.start_s + (group.count - 1) * group.interval_s
    carrier = next((other for other in side.raid if other.id == group.carrier), None)
    if carrier is None or carrier.route is None or group.release is None or group.release >= len(carrier.route):
        return start_s, _way(group, target)
    flown = [waypoint.at for waypoint in carrier.route[: group.release + 1]]
    start_s = carrier.start_s + (carrier.count - 1) * carrier.interval_s
    start_s += _length_m(flown) / _speed_mps(carrier, library) + (group.each - 1) * group.interval_s
    return start_s, [flown[-1], *_way(group, target)]
