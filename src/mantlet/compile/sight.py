"""Which stretches of its way a radar can see of an object: terrain and earth curvature, once for all draws and engines.

Objects that fly the same way are looked at once, whenever they fly it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mantlet.compile.masking import jammer_of
from mantlet.compile.orbits import leg_middles
from mantlet.compile.paths import Path
from mantlet.compile.plan import Plan, Radar
from mantlet.physics import geodesy
from mantlet.physics.line_of_sight import HERE, HORIZON, LAT, LON, UNSURE, mark_near, mark_smooth, places
from mantlet.physics.propagation import tangent_m
from mantlet.physics.terrain import Terrain

Array = NDArray[np.float64]

LOOK_S = 1.0  # nominal time between two looks along a path; between them a run is taken to go on
REACH_RATIO = 1.5  # beyond that share of the greatest instrumented range nothing is looked at
NOWHERE_M = -1.0


@dataclass(frozen=True)
class Sightings:
    """Runs of nominal flight time (rows of `runs_s`: first and last second, both included) with a line of sight.

    Those between row r and object o begin at `starts[r, o]`. Rows: the radars, one that moves with all it sees from
    anywhere on its leg; then the parts of each leg.
    """

    starts: NDArray[np.int64]
    runs_s: Array


def sightings(plan: Plan, ground: Terrain | None, earth_ratio: float) -> Sightings:
    """Lines of sight of all radars to all objects of the other side."""
    looked: dict[tuple[int, str, bool], int] = {}
    counts: list[NDArray[np.int64]] = []
    runs: list[Array] = []
    posts = {side: _posts(plan.radars, side, earth_ratio) for side in {thing.side for thing in plan.things}}
    whose: list[int] = []
    for thing in plan.things:
        key = (id(thing.path), thing.side, jammer_of(plan, thing) is not None)
        if key not in looked:
            looked[key] = len(counts)
            time_s, marks = _clear(posts[thing.side], thing.path, key[2], ground, earth_ratio)
            count, spans_s = _runs(time_s, marks)
            counts.append(count)
            runs.append(spans_s)
        whose.append(looked[key])
    return _spread(np.stack(counts, axis=1), runs, np.array(whose))


@dataclass(frozen=True)
class _Posts:
    """By row of `Sightings`: whence one side is looked at (places as in `line_of_sight`), and how far from there.

    Nothing is looked at from a row of that side itself, and from the whole leg of an orbit: `legs` says for the row of
    that which ones are its parts.
    """

    places_deg_m: Array
    within_m: Array
    legs: dict[int, slice]


def _posts(radars: tuple[Radar, ...], foe: str, earth_ratio: float) -> _Posts:
    spots = [np.array([[radar.at.lat_deg, radar.at.lon_deg, radar.height_m]]) for radar in radars]
    within_m = [NOWHERE_M if radar.side == foe else _reach_m(radar) for radar in radars]
    legs: dict[int, slice] = {}
    for r, radar in enumerate(radars):
        if radar.orbit is not None:
            spots.append(leg_middles(radar))
            legs[r] = slice(len(within_m), len(within_m) + len(spots[-1]))
            within_m += [within_m[r]] * len(spots[-1])
            within_m[r] = NOWHERE_M
    places = _places(np.concatenate([np.zeros((0, 3)), *spots]), earth_ratio)
    return _Posts(places, np.array(within_m), legs)


def _reach_m(radar: Radar) -> float:
    return max(radar.sensor.instrumented_range.values) * REACH_RATIO


def _places(spots_deg_m: Array, earth_ratio: float) -> Array:
    """Places as in `line_of_sight`, of rows of latitude, longitude and height above the sea."""
    lat, lon, height = spots_deg_m.T
    horizon_m = tangent_m(np.maximum(height, 0.0), earth_ratio)
    ground, here = geodesy.to_ecef(lat, lon, 0.0), geodesy.to_ecef(lat, lon, height)
    return np.column_stack([places(lat, lon, height), horizon_m, *ground, *here])


def _looks(path: Path) -> tuple[Array, Array]:
    """(nominal times, rows of latitude, longitude and height) along a path."""
    count = max(2, int(np.ceil(path.duration_s / LOOK_S)) + 1)
    time_s = np.linspace(0.0, path.duration_s, count)
    knots_s = path.step_s * np.arange(len(path.lat_deg))
    parts = (np.interp(time_s, knots_s, part) for part in (path.lat_deg, path.lon_deg, path.height_m))
    return time_s, np.stack(list(parts), axis=1)


def _clear(
    posts: _Posts, path: Path, from_afar: bool, ground: Terrain | None, earth_ratio: float
) -> tuple[Array, NDArray[np.uint8]]:
    """(Times of looks along a path, marks of those with a clear ray by row, and one of none at the end of each row)."""
    time_s, spots = _looks(path)
    points = _places(spots, earth_ratio)
    step_m = float(np.linalg.norm(np.diff(points[:, HERE:], axis=0), axis=1).max())
    marks = np.zeros((len(posts.places_deg_m), len(points) + 1), np.uint8)
    within_m = np.where(posts.within_m > 0.0, math.inf, posts.within_m) if from_afar else posts.within_m
    mark_near(posts.places_deg_m, points, within_m, step_m, marks)
    if ground is not None:
        ground.clear(posts.places_deg_m, points, marks, earth_ratio)
    else:
        mark_smooth(posts.places_deg_m, points, marks)
        r, n = np.divmod(np.flatnonzero(marks == UNSURE), marks.shape[1])
        a, b = posts.places_deg_m[r], points[n]
        distance_m, _, _ = geodesy.inverse_many(a[:, LAT], a[:, LON], b[:, LAT], b[:, LON])
        marks[r, n] = distance_m <= a[:, HORIZON] + b[:, HORIZON]
    for row, parts in posts.legs.items():
        marks[row] = marks[parts].max(axis=0)
    return time_s, marks


def _runs(time_s: Array, marks: NDArray[np.uint8]) -> tuple[NDArray[np.int64], Array]:
    """(How many runs each row has, first and last time of each run, row by row)."""
    flat, width = np.concatenate([[0], marks.ravel()]), marks.shape[1]
    edges = np.flatnonzero(flat[1:] != flat[:-1])  # each row ends hidden, so they come in pairs
    firsts, behinds = edges[0::2], edges[1::2]
    spans_s = np.stack([time_s[firsts % width], time_s[behinds % width - 1]], axis=1)
    return np.bincount(firsts // width, minlength=len(marks)), spans_s


def _spread(counts: NDArray[np.int64], runs: list[Array], whose: NDArray[np.int64]) -> Sightings:
    """What was found of each way, by row and object. `counts`: (rows, ways), `whose`: the way of each object."""
    of_ways = counts.T.ravel()
    firsts = (np.cumsum(of_ways) - of_ways).reshape(counts.T.shape).T[:, whose].ravel()
    found = counts[:, whose].ravel()
    ends = np.concatenate([[0], np.cumsum(found)])
    kept = np.repeat(firsts - ends[:-1], found) + np.arange(ends[-1], dtype=np.int64)
    pairs = np.arange(len(counts))[:, None] * len(whose) + np.arange(len(whose) + 1)
    return Sightings(ends[pairs], np.concatenate(runs)[kept])


def facing_vector(lat_deg: float, lon_deg: float, azimuth_rad: float) -> np.ndarray:
    """Earth-centred unit vector that points level along an azimuth."""
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    north = np.array([-math.sin(lat) * math.cos(lon), -math.sin(lat) * math.sin(lon), math.cos(lat)])
    east = np.array([-math.sin(lon), math.cos(lon), 0.0])
    return north * math.cos(azimuth_rad) + east * math.sin(azimuth_rad)


def up_vector(lat_deg: float, lon_deg: float) -> np.ndarray:
    """Earth-centred unit vector that points up, at right angles to the ellipsoid."""
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
