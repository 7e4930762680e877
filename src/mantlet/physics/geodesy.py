"""Places and distances on the WGS-84 ellipsoid. Degrees in, metres out; latitude before longitude everywhere."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Geod

Array = npt.NDArray[np.float64]

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1.0 / 298.257223563
_ECCENTRICITY_SQUARED = FLATTENING * (2.0 - FLATTENING)


def inverse(lat1_deg: float, lon1_deg: float, lat2_deg: float, lon2_deg: float) -> tuple[float, float, float]:
    """Shortest way from one place to another: (distance_m, azimuth1_deg, azimuth2_deg).

    Both azimuths are forward ones, from north over east, in -180 to 180. Error about 15 nm.

    Source: Karney 2013, Journal of Geodesy 87:43 (through PROJ).

    >>> distance_m, start_deg, end_deg = inverse(34.0, 77.0, 35.0, 77.0)
    >>> round(distance_m, 3), start_deg
    (110931.46, 0.0)
    """
    _check_place(lat1_deg, lon1_deg)
    _check_place(lat2_deg, lon2_deg)
    start_deg, end_deg, distance_m = _geod().inv(lon1_deg, lat1_deg, lon2_deg, lat2_deg, return_back_azimuth=False)
    return float(distance_m), float(start_deg), float(end_deg)


def direct(lat_deg: float, lon_deg: float, azimuth_deg: float, distance_m: float) -> tuple[float, float, float]:
    """Where a way of given azimuth and length ends: (lat_deg, lon_deg, azimuth_deg there).

    Source: Karney 2013, Journal of Geodesy 87:43 (through PROJ).

    >>> lat_deg, lon_deg, _ = direct(34.0, 77.0, 0.0, 110931.46)
    >>> round(lat_deg, 6), lon_deg
    (35.0, 77.0)
    """
    _check_place(lat_deg, lon_deg)
    lon2_deg, lat2_deg, end_deg = _geod().fwd(lon_deg, lat_deg, azimuth_deg, distance_m, return_back_azimuth=False)
    return float(lat2_deg), float(lon2_deg), float(end_deg)


def inverse_many(lat1_deg: Any, lon1_deg: Any, lat2_deg: Any, lon2_deg: Any) -> tuple[Array, Array, Array]:
    """`inverse` over arrays that broadcast, in one call to PROJ (about 1 us a pair)."""
    lat1, lon1, lat2, lon2 = (
        np.array(part, dtype=np.float64) for part in np.broadcast_arrays(lat1_deg, lon1_deg, lat2_deg, lon2_deg)
    )
    start_deg, end_deg, distance_m = _geod().inv(lon1, lat1, lon2, lat2, return_back_azimuth=False)
    return np.asarray(distance_m), np.asarray(start_deg), np.asarray(end_deg)


def direct_many(lat_deg: Any, lon_deg: Any, azimuth_deg: Any, distance_m: Any) -> tuple[Array, Array, Array]:
    """`direct` over arrays that broadcast, in one call to PROJ."""
    lat, lon, azimuth, distance = (
        np.array(part, dtype=np.float64) for part in np.broadcast_arrays(lat_deg, lon_deg, azimuth_deg, distance_m)
    )
    lon2_deg, lat2_deg, end_deg = _geod().fwd(lon, lat, azimuth, distance, return_back_azimuth=False)
    return np.asarray(lat2_deg), np.asarray(lon2_deg), np.asarray(end_deg)


def to_ecef(lat_deg: Any, lon_deg: Any, height_m: Any) -> tuple[Any, Any, Any]:
    """Earth-centred, earth-fixed (x_m, y_m, z_m); floats or arrays that broadcast. Height above the ellipsoid.

    Source: EPSG Guidance Note 7-2, method 9602.

    >>> [round(float(part), 3) for part in to_ecef(0.0, 90.0, 10.0)]
    [0.0, 6378147.0, 0.0]
    """
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    normal_m = SEMI_MAJOR_M / np.sqrt(1.0 - _ECCENTRICITY_SQUARED * np.sin(lat) ** 2)
    across_m = (normal_m + height_m) * np.cos(lat)
    up_m = (normal_m * (1.0 - _ECCENTRICITY_SQUARED) + height_m) * np.sin(lat)
    return across_m * np.cos(lon), across_m * np.sin(lon), up_m


def from_ecef(x_m: Any, y_m: Any, z_m: Any) -> tuple[Any, Any, Any]:
    """(lat_deg, lon_deg, height_m) of an earth-centred place: the inverse of `to_ecef`, to 1e-8 degrees up to 100 km.

    Source: Bowring 1976, Survey Review 23:323, one step.

    >>> [round(float(part), 6) for part in from_ecef(*to_ecef(34.0, 77.0, 9000.0))]
    [34.0, 77.0, 9000.0]
    """
    across_m = np.hypot(x_m, y_m)
    minor_m = SEMI_MAJOR_M * (1.0 - FLATTENING)
    reduced = np.arctan2(z_m, across_m * (1.0 - FLATTENING))
    second = _ECCENTRICITY_SQUARED / (1.0 - _ECCENTRICITY_SQUARED)
    lat = np.arctan2(
        z_m + second * minor_m * np.sin(reduced) ** 3,
        across_m - _ECCENTRICITY_SQUARED * SEMI_MAJOR_M * np.cos(reduced) ** 3,
    )
    below_m = SEMI_MAJOR_M * np.sqrt(1.0 - _ECCENTRICITY_SQUARED * np.sin(lat) ** 2)
    height_m = across_m * np.cos(lat) + z_m * np.sin(lat) - below_m
    return np.degrees(lat), np.degrees(np.arctan2(y_m, x_m)), height_m


def gnomonic(lat_deg: Any, lon_deg: Any) -> tuple[Array, Array]:
    """Places as seen from the centre of the earth in the plane that touches it amid them: great circles are straight.

    Returns the unit vectors up, east and north of that plane, (3, 3), and how far east and north in it each place is,
    (n, 2), in earth radii; nan where a place lies a quarter of the way round the earth or more from the middle.

    Source: Snyder 1987, Map Projections (USGS Professional Paper 1395), chapter 22.

    >>> _, plane = gnomonic([0.0, 0.0], [-45.0, 45.0])
    >>> plane.round(6).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    spots = np.stack(to_ecef(np.asarray(lat_deg, np.float64), np.asarray(lon_deg, np.float64), 0.0), axis=-1)
    middle = spots.mean(axis=0)
    up = middle / np.linalg.norm(middle)
    east = np.cross([0.0, 0.0, 1.0], up)
    east /= np.linalg.norm(east)
    axes = np.stack([up, east, np.cross(up, east)])
    along = spots @ axes.T
    height = np.where(along[:, :1] > 0.0, along[:, :1], np.nan)
    return axes, along[:, 1:] / height


def to_enu(
    origin_lat_deg: float, origin_lon_deg: float, origin_height_m: float, lat_deg: Any, lon_deg: Any, height_m: Any
) -> tuple[Any, Any, Any]:
    """(east_m, north_m, up_m) of places as seen from an origin, straight lines, no refraction.

    Source: EPSG Guidance Note 7-2, method 9837.

    >>> east_m, north_m, up_m = to_enu(34.0, 77.0, 0.0, 34.0, 77.0, 1000.0)
    >>> round(float(up_m), 6)
    1000.0
    """
    x0, y0, z0 = to_ecef(origin_lat_deg, origin_lon_deg, origin_height_m)
    x, y, z = to_ecef(lat_deg, lon_deg, height_m)
    dx, dy, dz = x - x0, y - y0, z - z0
    lat, lon = math.radians(origin_lat_deg), math.radians(origin_lon_deg)
    out_m = dx * math.cos(lon) + dy * math.sin(lon)
    east_m = dy * math.cos(lon) - dx * math.sin(lon)
    north_m = dz * math.cos(lat) - out_m * math.sin(lat)
    return east_m, north_m, out_m * math.cos(lat) + dz * math.sin(lat)


def _check_place(lat_deg: float, lon_deg: float) -> None:
    # PROJ answers nan for a latitude past the pole, or for swapped arguments; say so instead.
    if not -90.0 <= lat_deg <= 90.0:
        raise ValueError(f"got latitude {lat_deg}, expected -90 to 90 (latitude comes before longitude)")
    if not math.isfinite(lon_deg):
        raise ValueError(f"got longitude {lon_deg}, expected a finite number")


@lru_cache(maxsize=1)
def _geod() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")
