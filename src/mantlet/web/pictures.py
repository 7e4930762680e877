"""Pictures that lie on the map: the ground, and what radars see of a target so high above it.

A map in Mercator's projection stretches a picture evenly between its corners: rows of pixels are chosen so that they
are even there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mantlet.physics.terrain import Terrain
from mantlet.report import relief
from mantlet.report.coverage import ground_of, seen
from mantlet.report.drawing import png
from mantlet.report.ink import LIGHT
from mantlet.report.scene import Ground, Radar
from mantlet.web.base_map import Box

_PIXELS = 900
_COVER_FRAC = 0.34  # of what lies beneath, as in the brief
_MARGIN_FRAC = 0.35
_FLAT_CELLS = 256


def ground_under(terrain: Terrain | None, area: Box) -> Ground | None:
    """The ground of an area and of its surroundings as far as the terrain goes; None where there is none."""
    return None if terrain is None else ground_of(terrain, area.wider(_MARGIN_FRAC), _PIXELS)


def relief_png(ground: Ground) -> bytes:
    """The ground, shaded as in the brief."""
    return png(_by_mercator(relief.shaded(ground), ground))


def cover_png(
    terrain: Terrain | None, ground: Ground, radars: Sequence[Radar], height_m: float, earth_ratio: float
) -> bytes:
    """Green where some radar sees a target so high above the ground; without terrain the horizon alone hides it."""
    shown = seen(terrain or _flat(ground), ground, radars, height_m, earth_ratio)
    image = np.zeros((*shown.shape, 4), np.uint8)
    image[shown] = (*(int(LIGHT["green"][k : k + 2], 16) for k in (1, 3, 5)), round(255 * _COVER_FRAC))
    return png(_by_mercator(image, ground))


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


def _by_mercator(image: NDArray[np.uint8], ground: Ground) -> NDArray[np.uint8]:
    """The rows of a picture that is even in latitude, chosen so that it is even in Mercator's northing."""
    rows = len(image)
    north, south = (_northing(lat) for lat in (ground.north_deg, ground.south_deg))
    northing = north + (np.arange(rows) + 0.5) / rows * (south - north)
    lat_deg = np.degrees(np.arctan(np.sinh(northing)))
    share = (ground.north_deg - lat_deg) / (ground.north_deg - ground.south_deg)
    return image[np.clip((share * rows).astype(int), 0, rows - 1)]


def _northing(lat_deg: float) -> float:
    return float(np.arcsinh(np.tan(np.radians(lat_deg))))
