"""Which stretches of a path a radar can see: terrain and earth curvature, once per scenario, for every engine."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mantlet.compile.paths import Path
from mantlet.physics import geodesy
from mantlet.physics.propagation import horizons_m
from mantlet.physics.terrain import Terrain

Array = NDArray[np.float64]

LOOK_S = 1.0  # nominal time between two looks along a path


def seen_runs(
    place: tuple[float, float, float], path: Path, ground: Terrain | None, earth_ratio: float, within_m: float
) -> Array:
    """Runs of nominal flight time (shape (n, 2), seconds, both ends included) with a line of sight from `place`.

    `place` is (lat_deg, lon_deg, antenna height above sea level). Beyond a slant range of `within_m` nothing is looked
    at. Between two looks LOOK_S apart a run is taken to go on.
    """
    time_s, points = _looks(path)
    return _runs(time_s, _clear(place, points, ground, earth_ratio, within_m))


def seen_runs_along(places_deg_m: Array, path: Path, ground: Terrain | None, reach: tuple[float, float]) -> list[Array]:
    """The same for a radar that moves: runs from any of its places (rows lat_deg, lon_deg, height_m), then from each.

    `reach` is (earth_ratio, within_m).
    """
    time_s, points = _looks(path)
    clear = np.array(
        [_clear((lat, lon, height_m), points, ground, *reach) for lat, lon, height_m in places_deg_m.tolist()]
    )
    return [_runs(time_s, np.logical_or.reduce(clear)), *(_runs(time_s, part) for part in clear)]


def _looks(path: Path) -> tuple[Array, Array]:
    """(nominal times, rows of latitude, longitude and height) along a path."""
    count = max(2, int(np.ceil(path.duration_s / LOOK_S)) + 1)
    time_s = np.linspace(0.0, path.duration_s, count)
    knots_s = path.step_s * np.arange(len(path.lat_deg))
    parts = (np.interp(time_s, knots_s, part) for part in (path.lat_deg, path.lon_deg, path.height_m))
    return time_s, np.stack(list(parts), axis=1)


def _clear(
    place: tuple[float, float, float], targets: Array, ground: Terrain | None, earth_ratio: float, within_m: float
) -> NDArray[np.bool_]:
    """Which targets (rows of latitude, longitude, height) a radar has a clear ray to."""
    lat, lon, height = targets.T
    offset_m = np.stack(geodesy.to_ecef(lat, lon, height)) - np.array([geodesy.to_ecef(*place)]).T
    near = np.linalg.norm(offset_m, axis=0) <= within_m
    clear = np.zeros(len(targets), np.bool_)
    if not near.any():
        return clear
    if ground is None:
        horizon_m = horizons_m(place[2], height[near], earth_ratio)
        clear[near] = geodesy.within_many(place[0], place[1], lat[near], lon[near], horizon_m)
    else:
        clear[near] = ground.visible_many(*place, targets[near], earth_ratio)
    return clear


def _runs(time_s: Array, clear: NDArray[np.bool_]) -> Array:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], clear, [False]]).astype(np.int8)))
    return np.stack([time_s[edges[0::2]], time_s[edges[1::2] - 1]], axis=1)


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
