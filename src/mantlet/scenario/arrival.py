"""When what flies starts and arrives at nominal speed, as a check reckons it before paths are made."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.physics import ballistic
from mantlet.scenario.models import Side
from mantlet.scenario.places import Point
from mantlet.scenario.raid import Group
from mantlet.scenario.ways import carrier_of, length_m, member_ways, speed_mps

NEAREST_M, FARTHEST_LEG_M = 1.0, 5e6  # of two points of a way


def first_start_s(group: Group, side: Side, targets: Mapping[str, Point], library: Catalog) -> float:
    """When the first of a group starts: as it says, or as early as its arrival needs, which may be below 0."""
    if group.arrive_s is None:
        return group.start_s
    return group.arrive_s - first_arrival_s(group, side, targets, library)


def first_arrival_s(group: Group, side: Side, targets: Mapping[str, Point], library: Catalog) -> float:
    """How long the first of a group needs to its target; a carrier that goes home, to that of its first weapon.

    Infinite for what goes along without either.
    """
    way = _first_way(group, targets)
    if group.target:
        return way_s(length_m(way), group, library)
    found_s: list[float] = []
    for carried in side.raid:
        if carrier_of(carried, side) is group and carried.release is not None and carried.target:
            flown_s = length_m(way[: carried.release + 1]) / speed_mps(group, library)
            for weapon in range(carried.each):
                aim = targets.get(carried.target[weapon % len(carried.target)])
                points = [way[carried.release], *(stop.at for stop in carried.route or ()), *([aim] if aim else [])]
                arrival_s = flown_s + weapon * carried.interval_s + way_s(length_m(points), carried, library)
                found_s.append(arrival_s)
    return min(found_s, default=math.inf)


def way_s(way_m: float, group: Group, library: Catalog) -> float:
    """Time of one way at its nominal speed; that of an arc follows from its range and apogee."""
    flyer = library.find(group.threat)
    if (
        isinstance(flyer, Flyer)
        and flyer.object_class == "srbm"
        and flyer.apogee is not None
        and 0.0 < way_m < FARTHEST_LEG_M
    ):
        apogee_m = min(flyer.apogee.central, ballistic.minimum_energy(way_m)[1])
        return ballistic.from_apogee(way_m, apogee_m)[2]
    return way_m / speed_mps(group, library)


def _first_way(group: Group, targets: Mapping[str, Point]) -> list[Point]:
    """The points of the first member's way, its target last."""
    aims = [targets.get(name) for name in group.target] or [None]
    way = [stop.at for stop in member_ways(group, aims)[0]]
    return [*way, *([aims[0]] if aims[0] is not None else [])]
