"""Which stretches of a path a radar can see: terrain and earth curvature, once per scenario, for every engine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.compile.paths import Path
from mantlet.physics import geodesy
from mantlet.physics.propagation import horizon_m
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
    count = max(2, int(np.ceil(path.duration_s / LOOK_S)) + 1)
    time_s = np.linspace(0.0, path.duration_s, count)
    knots_s = path.step_s * np.arange(len(path.lat_deg))
    lat, lon, height = (np.interp(time_s, knots_s, part) for part in (path.lat_deg, path.lon_deg, path.height_m))
    offset_m = np.stack(geodesy.to_ecef(lat, lon, height)) - np.array([geodesy.to_ecef(*place)]).T
    near = np.linalg.norm(offset_m, axis=0) <= within_m
    clear = np.zeros(count, np.bool_)
    if not near.any():
        return np.zeros((0, 2))
    if ground is None:
        distance_m, _, _ = geodesy.inverse_many(place[0], place[1], lat[near], lon[near])
        clear[near] = distance_m <= np.array([horizon_m(place[2], h, earth_ratio) for h in height[near]])
    else:
        targets = np.stack([lat[near], lon[near], height[near]], axis=1)
        clear[near] = ground.visible_many(*place, targets, earth_ratio)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], clear, [False]]).astype(np.int8)))
    return np.stack([time_s[edges[0::2]], time_s[edges[1::2] - 1]], axis=1)
