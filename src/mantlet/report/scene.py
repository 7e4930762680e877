"""What stands and flies where: the records the map is drawn from, in degrees and metres."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SiteKind = Literal["asset", "unit", "radar", "post", "fighters"]
KM_PER_DEG = 111.195  # mean meridian degree of a sphere of 6371 km: enough for a picture


@dataclass(frozen=True)
class Site:
    """A named thing on the ground; `hits_count` are the damaging hits on it per raid."""

    kind: SiteKind
    name: str
    side: str
    lat_deg: float
    lon_deg: float
    hits_count: float = 0.0


@dataclass(frozen=True)
class Radar:
    """A radar as the coverage needs it: antenna above sea level, reach against a stated target, and where it looks.

    `facing_rad` is the azimuth of the middle of its sector, None where it looks all round; `leg` the rows of latitude
    and longitude along which an airborne one flies to and fro, starting where it is shown.
    """

    name: str
    side: str
    lat_deg: float
    lon_deg: float
    antenna_m: float
    reach_m: float
    facing_rad: float | None = None
    sector_rad: float = 2 * math.pi
    leg: Floats | None = None

    @property
    def limited(self) -> bool:
        """Whether there are directions in which it does not look."""
        return self.facing_rad is not None and self.sector_rad < 2 * math.pi - 1e-6


@dataclass(frozen=True)
class Track:
    """The way of one object, with its group and class."""

    object_id: str
    group: str
    object_class: str
    lat_deg: Floats
    lon_deg: Floats
    jams: bool = False


@dataclass(frozen=True)
class Ground:
    """Heights over a rectangle: row 0 is the northern edge, column 0 the western one."""

    height_m: Floats
    north_deg: float
    south_deg: float
    west_deg: float
    east_deg: float


@dataclass(frozen=True)
class Cover:
    """What the radars of the defence can see between them, of a target at one height above ground."""

    height_m: float
    seen: NDArray[np.bool_]


@dataclass(frozen=True)
class Scene:
    """Everything on one map."""

    sites: list[Site]
    radars: list[Radar]
    tracks: list[Track]
    kills: Floats = field(default_factory=lambda: np.empty((0, 2)))
    kills_caption: str = ""
    ground: Ground | None = None
    ground_name: str = ""
    covers: list[Cover] = field(default_factory=list[Cover])
    earth_ratio: float = 4 / 3


@dataclass(frozen=True)
class Frame:
    """A flat view around a centre: kilometres east and north, true to scale at the central latitude."""

    lat_deg: float
    lon_deg: float
    half_width_km: float
    half_height_km: float

    @property
    def _km_per_lon_deg(self) -> float:
        return KM_PER_DEG * math.cos(math.radians(self.lat_deg))

    def east_km(self, lon_deg: Floats | float) -> Floats:
        """Kilometres east of the centre."""
        return (np.asarray(lon_deg, dtype=np.float64) - self.lon_deg) * self._km_per_lon_deg

    def north_km(self, lat_deg: Floats | float) -> Floats:
        """Kilometres north of the centre."""
        return (np.asarray(lat_deg, dtype=np.float64) - self.lat_deg) * KM_PER_DEG

    @property
    def bounds_deg(self) -> tuple[float, float, float, float]:
        """South, north, west, east edge in degrees."""
        tall, broad = self.half_height_km / KM_PER_DEG, self.half_width_km / self._km_per_lon_deg
        return self.lat_deg - tall, self.lat_deg + tall, self.lon_deg - broad, self.lon_deg + broad


class View(NamedTuple):
    """One map: what is on it, and how much of it is shown."""

    scene: Scene
    frame: Frame


def frame_around(places: Floats, *, margin: float = 0.08, least_km: float = 30.0) -> Frame:
    """The view that holds all places (rows of latitude and longitude), 1.15 to 1.7 times as broad as tall.

    `margin` is a share of the extent, added on each side.
    """
    (south, west), (north, east) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    lat0, lon0 = (south + north) / 2, (west + east) / 2
    half_height = max((north - south) / 2 * KM_PER_DEG, least_km / 2) * (1 + 2 * margin)
    half_width = max((east - west) / 2 * KM_PER_DEG * math.cos(math.radians(lat0)), least_km / 2) * (1 + 2 * margin)
    half_height = max(half_height, half_width / 1.7)
    half_width = max(half_width, half_height * 1.15)
    return Frame(lat0, lon0, half_width, half_height)
