"""The points that members of a group pass: what a check looks at before paths are made of them."""

from __future__ import annotations

import math
from itertools import pairwise

from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.physics import geodesy
from mantlet.scenario.models import Side
from mantlet.scenario.places import Point
from mantlet.scenario.raid import Approach, Group, Waypoint


def member_ways(group: Group, targets: list[Point | None]) -> list[list[Waypoint]]:
    """The points each member passes before its target, in the order of the group's count.

    A launch point is one of them; weapons of a carrier have only their route. Members go through `targets` in turn.
    """
    if group.launch is not None:
        return [[Waypoint(at=group.launch.at)] for _ in range(group.count)]
    found: list[list[Waypoint]] = []
    for member in range(group.count):
        target = targets[member % len(targets)]
        if group.approach is not None:
            found.append([] if target is None else [_first_point(group.approach, member, group.count, target)])
        else:
            aside_m = (member - (group.count - 1) / 2) * group.lateral_m
            found.append(_aside(list(group.route or ()), target, aside_m))
    return found


def middle_way(group: Group, side: Side, target: Point | None) -> list[Point]:
    """All points of a group's way, `target` last: from its launch, its first point or its carrier's release point.

    A spread or parallel group flies around this way.
    """
    points = [stop.at for stop in group.route or ()]
    if group.launch is not None:
        points = [group.launch.at]
    elif group.approach is not None and target is not None:
        points = [_first_point(group.approach, 0, 1, target).at]
    release = released_at(group, side)
    return [*([release] if release else []), *points, *([target] if target is not None else [])]


def carrier_of(group: Group, side: Side) -> Group | None:
    """The group that brings these weapons; None without one, or where their release is not on its route."""
    carrier = next((other for other in side.raid if other.id == group.carrier), None)
    if carrier is None or carrier.route is None or group.release is None or group.release >= len(carrier.route):
        return None
    return carrier


def released_at(group: Group, side: Side) -> Point | None:
    """Where the weapons of a carrier start."""
    carrier = carrier_of(group, side)
    return carrier.route[group.release].at if carrier and carrier.route and group.release is not None else None


def leg_m(start: Point, end: Point) -> float:
    """Ground distance of two points."""
    return geodesy.inverse(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)[0]


def length_m(points: list[Point]) -> float:
    """Ground distance along points."""
    return sum(leg_m(start, end) for start, end in pairwise(points))


def speed_mps(group: Group, library: Catalog) -> float:
    """The speed at which a group's paths are laid out; infinite for a flyer the library lacks."""
    flyer = library.find(group.threat)
    number = group.speed or (flyer.speed if isinstance(flyer, Flyer) else None)
    return math.inf if number is None else number.central


def _first_point(approach: Approach, member: int, count: int, target: Point) -> Waypoint:
    """Where a straight approach starts; the group is fanned evenly over the spread."""
    share = (member + 0.5) / count - 0.5
    bearing_deg = math.degrees(approach.bearing_rad + share * approach.spread_rad)
    lat, lon, _ = geodesy.direct(target.lat_deg, target.lon_deg, bearing_deg, approach.range_m)
    return Waypoint(at=_unchecked(lat, lon), height=approach.height)


def _aside(way: list[Waypoint], target: Point | None, aside_m: float) -> list[Waypoint]:
    """The same way, moved sideways by `aside_m`; the target stays where it is."""
    if aside_m == 0.0:
        return way
    stops = [stop.at for stop in way] + ([target] if target is not None else [])
    moved: list[Waypoint] = []
    for k, stop in enumerate(way):
        a, b = (stops[k], stops[k + 1]) if k + 1 < len(stops) else (stops[k - 1], stops[k])
        _, azimuth_deg, _ = geodesy.inverse(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg)
        lat, lon, _ = geodesy.direct(stop.at.lat_deg, stop.at.lon_deg, azimuth_deg + 90.0, aside_m)
        moved.append(Waypoint(at=_unchecked(lat, lon), height=stop.height))
    return moved


def _unchecked(lat_deg: float, lon_deg: float) -> Point:
    """A point that may lie where a file could not put one: the check of the layout tells."""
    return Point.model_construct(lat_deg=lat_deg, lon_deg=lon_deg)
