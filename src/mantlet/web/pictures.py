"""Pictures that lie on the map: the ground, and what radars see of a target so high above it.

A map in Mercator's projection stretches a picture evenly between its corners: rows of pixels are chosen so that they
are even there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mantlet.physics.terrain import Terrain
from mantlet.report import relief
from mantlet.report.coverage import ground_of, seen
from mantlet.report.drawing import png
from mantlet.report.scene import Ground, Radar
from mantlet.run.arrow import Table, pa
from mantlet.web.base_map import Box

Pixel = TypeVar("Pixel", np.uint8, np.bool_)
_PIXELS = 900
_MARGIN_FRAC = 0.35
_FLAT_CELLS = 256
LEG_PARTS = 8  # of the leg of an airborne radar


def ground_under(terrain: Terrain | None, area: Box) -> Ground | None:
    """The ground of an area and of its surroundings as far as the terrain goes; None where there is none."""
    return None if terrain is None else ground_of(terrain, area.wider(_MARGIN_FRAC), _PIXELS)


def relief_png(ground: Ground) -> bytes:
    """The ground, shaded as in the brief."""
    return png(_by_mercator(relief.shaded(ground), ground))


def cover_table(
    terrain: Terrain | None, ground: Ground, radars: Iterable[Radar], height_m: float, earth_ratio: float
) -> Table:
    """What each radar sees of a target so high above the ground; without terrain the horizon alone hides it.

    One row per radar, of an airborne one for each part of its leg: `radar`, `lon` and `lat` of where it is, and `seen`,
    a bit for each pixel of a picture `broad` pixels broad, row by row from the north-west, the first bit the highest.
    """
    rows: list[tuple[str, float, float, int, bytes]] = []
    for radar in (part for one in radars for part in _parts(one)):
        shown = _by_mercator(seen(terrain or _flat(ground), ground, [radar], height_m, earth_ratio), ground)
        rows.append((radar.name, radar.lon_deg, radar.lat_deg, shown.shape[1], np.packbits(shown).tobytes()))
    kinds = {"radar": pa.string(), "lon": pa.float64(), "lat": pa.float64(), "broad": pa.int32(), "seen": pa.binary()}
    return pa.table({name: pa.array([row[k] for row in rows], kind) for k, (name, kind) in enumerate(kinds.items())})


def _parts(radar: Radar) -> list[Radar]:
    """A radar in the middle of each part of its leg, or where it stands."""
    if radar.leg is None:
        return [radar]
    middles = radar.leg[((np.arange(LEG_PARTS) + 0.5) / LEG_PARTS * len(radar.leg)).astype(int)].tolist()
    return [replace(radar, lat_deg=lat, lon_deg=lon) for lat, lon in middles]


def flat_ground(area: Box) -> Ground:
    """Level ground at the height of the sea."""
    south, north, west, east = area.wider(_MARGIN_FRAC)
    return Ground(np.zeros((2, 2)), north_deg=north, south_deg=south, west_deg=west, east_deg=east)


def corners(ground: Ground) -> list[tuple[float, float]]:
    """Longitude and latitude of its corners, clockwise from the north-west."""
    west, east, north, south = ground.west_deg, ground.east_deg, ground.north_deg, ground.south_deg
    return [(west, north), (east, north), (east, south), (west, south)]


def _flat(ground: Ground) -> Terrain:
    heights = np.zeros((_FLAT_CELLS, _FLAT_CELLS), np.int16)
    tall, broad = ground.north_deg - ground.south_deg, ground.east_deg - ground.west_deg
    return Terrain(heights, ground.north_deg, ground.west_deg, tall / _FLAT_CELLS, broad / _FLAT_CELLS)


def _by_mercator(image: NDArray[Pixel], ground: Ground) -> NDArray[Pixel]:
    """The rows of a picture that is even in latitude, chosen so that it is even in Mercator's northing."""
    rows = len(image)
    north, south = (_northing(lat) for lat in (ground.north_deg, ground.south_deg))
    northing = north + (np.arange(rows) + 0.5) / rows * (south - north)
    lat_deg = np.degrees(np.arctan(np.sinh(northing)))
    share = (ground.north_deg - lat_deg) / (ground.north_deg - ground.south_deg)
    return image[np.clip((share * rows).astype(int), 0, rows - 1)]


def _northing(lat_deg: float) -> float:
    return float(np.arcsinh(np.tan(np.radians(lat_deg))))
