"""What a set of radars can see of a target at one height above ground: geometry only, out to each radar's reach."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mantlet.physics.terrain import Terrain
from mantlet.report.scene import KM_PER_DEG, Ground, Radar

REFERENCE_RCS_M2 = 1.0
LOW_M, HIGH_M = 100.0, 5000.0
CELLS = 300  # along the longer side


def reach_m(claimed_m: float, claimed_rcs_m2: float, instrumented_m: float) -> float:
    """Range at which the claim holds for 1 m², by the fourth root of the cross-section, at most the instrumented range.

    Source: the radar range equation, for example Skolnik 2008, Radar Handbook, chapter 1.

    >>> reach_m(400e3, 16.0, 600e3)
    200000.0
    """
    return min(claimed_m * (REFERENCE_RCS_M2 / claimed_rcs_m2) ** 0.25, instrumented_m)


def ground_of(terrain: Terrain, bounds_deg: tuple[float, float, float, float], pixels: int = 560) -> Ground | None:
    """The ground inside (south, north, west, east), cut to what the terrain covers; None where it covers nothing."""
    try:
        height_m, lat_deg, lon_deg = terrain.window(*bounds_deg, max_pixels=pixels)
    except ValueError:
        return None
    if min(height_m.shape) < 2:
        return None
    half_lat, half_lon = abs(lat_deg[1] - lat_deg[0]) / 2, abs(lon_deg[1] - lon_deg[0]) / 2
    return Ground(
        height_m,
        north_deg=float(lat_deg[0] + half_lat),
        south_deg=float(lat_deg[-1] - half_lat),
        west_deg=float(lon_deg[0] - half_lon),
        east_deg=float(lon_deg[-1] + half_lon),
    )


def seen(
    terrain: Terrain, ground: Ground, radars: Sequence[Radar], height_m: float, earth_ratio: float = 4 / 3
) -> NDArray[np.bool_]:
    """Cells of a grid over the ground in which some radar has a clear ray to a target so high above that cell.

    Row 0 is the northern edge. The elevation limits of the radars are left out, and so is everything that makes a
    visible target hard to detect within the claimed range.
    """
    tall, broad = ground.height_m.shape
    rows, columns = max(2, CELLS * tall // max(tall, broad)), max(2, CELLS * broad // max(tall, broad))
    lat_deg = ground.north_deg + (np.arange(rows) + 0.5) / rows * (ground.south_deg - ground.north_deg)
    lon_deg = ground.west_deg + (np.arange(columns) + 0.5) / columns * (ground.east_deg - ground.west_deg)
    lat, lon = (part.ravel() for part in np.meshgrid(lat_deg, lon_deg, indexing="ij"))
    inside = terrain.covers_many(lat, lon)
    target_m = np.full(lat.shape, np.nan)
    target_m[inside] = terrain.heights_m(lat[inside], lon[inside]) + height_m
    found = np.zeros(lat.shape, dtype=bool)
    for radar in radars:
        if not terrain.covers(radar.lat_deg, radar.lon_deg):
            continue
        north_m = (lat - radar.lat_deg) * KM_PER_DEG * 1e3
        east_m = (lon - radar.lon_deg) * KM_PER_DEG * 1e3 * np.cos(np.radians((lat + radar.lat_deg) / 2))
        asked = inside & ~found & (np.hypot(north_m, east_m) <= radar.reach_m)
        if radar.facing_rad is not None and radar.limited:
            off_rad = np.arctan2(east_m, north_m) - radar.facing_rad
            asked &= np.cos(off_rad) >= math.cos(radar.sector_rad / 2)
        targets = np.column_stack([lat[asked], lon[asked], target_m[asked]])
        found[asked] = terrain.visible_many(radar.lat_deg, radar.lon_deg, radar.antenna_m, targets, earth_ratio)
    return found.reshape(rows, columns)
