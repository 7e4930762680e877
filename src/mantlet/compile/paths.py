"""From groups of a raid to the path of every object: evenly timed points on WGS-84 at the nominal speed.

A draw changes how fast an object flies along its path, never the path itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mantlet.library.flyers import Flyer
from mantlet.physics import ballistic, geodesy
from mantlet.physics.terrain import Terrain
from mantlet.scenario.fields import Height
from mantlet.scenario.places import Point
from mantlet.scenario.raid import Group, Waypoint
from mantlet.scenario.ways import member_ways

Array = NDArray[np.float64]
Stop = tuple[float, float, Height]  # latitude and longitude in degrees, and how high

POINT_SPACING_M = 500.0
POINT_SPACING_S = (0.5, 10.0)
LEAST_CLEARANCE_M = 30.0
ARC_KNOTS = 257


@dataclass(frozen=True)
class Path:
    """One object's way. Arrays of n points, `step_s` apart at the nominal speed; height above sea level."""

    lat_deg: Array
    lon_deg: Array
    height_m: Array
    step_s: float
    speed_mps: float
    leg_s: tuple[float, ...]  # nominal time at which each waypoint is passed

    @property
    def duration_s(self) -> float:
        """Flight time at the nominal speed."""
        return self.step_s * (len(self.lat_deg) - 1)

    def point(self, waypoint: int) -> tuple[float, float, float]:
        """(lat_deg, lon_deg, height_m) where a waypoint is passed."""
        k = min(int(round(self.leg_s[waypoint] / self.step_s)), len(self.lat_deg) - 1)
        return float(self.lat_deg[k]), float(self.lon_deg[k]), float(self.height_m[k])


class Ways:
    """Paths over one ground. Who passes the same points at the same speed has the same path, and it is laid once."""

    def __init__(self, ground: Terrain | None) -> None:
        self._ground = ground
        self._known: dict[object, Path] = {}

    def members(self, group: Group, flyer: Flyer, targets: list[Point | None], speed_mps: float) -> list[Path]:
        """Those of a group that starts on its own (not from a carrier), in the order of its count."""
        paths: list[Path] = []
        for member, way in enumerate(member_ways(group, targets)):
            target = targets[member % len(targets)]
            if group.launch is not None:
                assert target is not None
                paths.append(self._thrown(group.launch.at, target, flyer, speed_mps))
            else:
                paths.append(self.flown(way, target, flyer, speed_mps))
        return paths

    def flown(self, way: list[Waypoint], target: Point | None, flyer: Flyer, speed_mps: float) -> Path:
        """From waypoint to waypoint and on to the target."""
        usual = Height(flyer.height.central, flyer.height_reference)
        points = [(stop.at.lat_deg, stop.at.lon_deg, stop.height or usual) for stop in way]
        if target is not None:
            points.append((target.lat_deg, target.lon_deg, points[-1][2]))
        key = (speed_mps, *points)
        if key not in self._known:
            self._known[key] = _flown(points, speed_mps, self._ground)
        return self._known[key]

    def _thrown(self, start: Point, target: Point, flyer: Flyer, speed_mps: float) -> Path:
        key = (speed_mps, flyer.id, start, target)
        if key not in self._known:
            self._known[key] = _thrown(start, target, flyer, speed_mps, self._ground)
        return self._known[key]


def _flown(points: list[Stop], speed_mps: float, ground: Terrain | None) -> Path:
    """Geodesic legs from point to point, at constant ground speed."""
    ends = list(pairwise(points))
    legs = [geodesy.inverse(a[0], a[1], b[0], b[1])[:2] for a, b in ends]
    stops_m = np.concatenate([[0.0], np.cumsum([length for length, _ in legs])])
    total_s = max(float(stops_m[-1]) / speed_mps, 2 * POINT_SPACING_S[0])
    count = max(3, math.ceil(total_s / _spacing_s(speed_mps)) + 1)
    along_m = np.linspace(0.0, float(stops_m[-1]), count)
    leg_of = np.clip(np.searchsorted(stops_m, along_m, side="right") - 1, 0, len(legs) - 1)
    lat, lon, height = np.empty(count), np.empty(count), np.empty(count)
    for leg, ((a, b), (length_m, azimuth_deg)) in enumerate(zip(ends, legs, strict=True)):
        here = leg_of == leg
        if not here.any():
            continue
        into_m = along_m[here] - stops_m[leg]
        lat[here], lon[here], _ = geodesy.direct_many(a[0], a[1], azimuth_deg, into_m)
        share = into_m / length_m if length_m > 0 else np.zeros(len(into_m))
        height[here] = _leg_heights_m(a[2], b[2], (a, b), (lat[here], lon[here]), share, ground)
    leg_s = tuple(float(stop) / speed_mps for stop in stops_m)
    return Path(lat, lon, height, total_s / (count - 1), speed_mps, leg_s)


def _leg_heights_m(
    start: Height,
    end: Height,
    ends: tuple[Stop, Stop],
    places: tuple[Array, Array],
    share: Array,
    ground: Terrain | None,
) -> Array:
    """Heights above sea level on one leg: above ground where both ends say so, else straight between them.

    Nothing flies below the clearance over the ground, whatever the file says.
    """
    under = ground_m(ground, *places)
    if start.reference == end.reference == "agl":
        return under + start.height_m + share * (end.height_m - start.height_m)
    level = [
        stop.height_m + (float(ground_m(ground, lat, lon)) if stop.reference == "agl" else 0.0)
        for lat, lon, stop in ends
    ]
    return np.maximum(level[0] + share * (level[1] - level[0]), under + LEAST_CLEARANCE_M)


def ground_m(ground: Terrain | None, lat_deg: Array | float, lon_deg: Array | float) -> Array:
    """Height of the ground above sea level; 0 without terrain."""
    return np.zeros(np.shape(lat_deg)) if ground is None else ground.heights_m(lat_deg, lon_deg)


def _spacing_s(speed_mps: float) -> float:
    return min(max(POINT_SPACING_M / speed_mps, POINT_SPACING_S[0]), POINT_SPACING_S[1])


def _thrown(start: Point, target: Point, flyer: Flyer, speed_mps: float, ground: Terrain | None) -> Path:
    """A ballistic arc, or for a quasi-ballistic missile a flattened one: up, along the apogee, down.

    Launch and target stand at their ground heights; the arc is symmetric about a line between them.
    """
    assert flyer.apogee is not None
    range_m, azimuth_deg, _ = geodesy.inverse(start.lat_deg, start.lon_deg, target.lat_deg, target.lon_deg)
    ends_m = [float(ground_m(ground, p.lat_deg, p.lon_deg)) for p in (start, target)]
    if flyer.object_class == "srbm":
        # The published apogee is that of the full range; a shorter shot flies no higher than least energy takes it.
        apogee_m = min(flyer.apogee.central, ballistic.minimum_energy(range_m)[1])
        arc = ballistic.arc(range_m, apogee_m, ARC_KNOTS)
        flight_s = float(arc.time_s[-1])
        count = math.ceil(flight_s / POINT_SPACING_S[0]) + 1
        time_s = np.linspace(0.0, flight_s, count)
        share, rise_m = np.interp(time_s, arc.time_s, arc.range_frac), np.interp(time_s, arc.time_s, arc.height_m)
    else:
        flight_s = range_m / speed_mps
        count = math.ceil(flight_s / POINT_SPACING_S[0]) + 1
        share = np.linspace(0.0, 1.0, count)
        rise_m = flyer.apogee.central * np.interp(share, *_FLATTENED)
    lat, lon, _ = geodesy.direct_many(start.lat_deg, start.lon_deg, azimuth_deg, share * range_m)
    height = rise_m + ends_m[0] + share * (ends_m[1] - ends_m[0])
    return Path(lat, lon, height, flight_s / (count - 1), range_m / flight_s, (0.0, flight_s))


# Share of the apogee over the share of the range: a labelled shape, not a trajectory of any missile.
_FLATTENED = ([0.0, 0.1, 0.25, 0.75, 0.9, 1.0], [0.0, 0.7, 1.0, 0.85, 0.5, 0.0])
