"""The base of every map: borders, coasts and places of Natural Earth, cut to an area.

Borders are drawn as the source has them, or as its table says that some states see them; none of that is a position of
ours. `design/reduce_base.py` makes the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

BUNDLED: Final = Path(__file__).parents[1] / "data" / "base" / "natural_earth.npz"
UNIT_DEG: Final = 0.01
# The two letters by which the table of borders knows who looks, and what the page calls them; the first: nobody.
VIEWPOINTS: Final[Mapping[str, str]] = {
    "": "as Natural Earth has them",
    "IN": "as seen from India",
    "CN": "as seen from China",
    "PK": "as seen from Pakistan",
    "RU": "as seen from Russia",
    "UA": "as seen from Ukraine",
}
RECOGNISED, DISPUTED, HIDDEN, COAST = range(4)
_CLASSES: Final = ("border", "disputed", "hidden", "coast")
_MOST_PLACES: Final = 60
_MARGIN_FRAC: Final = 1.0  # of the area, on each side: what can be seen when the map is tilted or dragged


class Box(NamedTuple):
    """An area."""

    south_deg: float
    north_deg: float
    west_deg: float
    east_deg: float

    def wider(self, frac: float) -> Box:
        """With so much of its extent added on each side."""
        tall, broad = (self.north_deg - self.south_deg) * frac, (self.east_deg - self.west_deg) * frac
        return Box(self.south_deg - tall, self.north_deg + tall, self.west_deg - broad, self.east_deg + broad)


@cache
def _bundled() -> dict[str, NDArray[Any]]:
    with np.load(BUNDLED) as data:
        return dict(data)


def base_map(area: Box) -> dict[str, Any]:
    """Lines with their class from each viewpoint, and the greatest places, the greatest first; in degrees."""
    data, box = _bundled(), area.wider(_MARGIN_FRAC)
    starts = np.concatenate([[0], np.cumsum(data["counts"])])
    lines: list[dict[str, Any]] = []
    for first, last, classes in zip(starts[:-1].tolist(), starts[1:].tolist(), data["classes"].tolist(), strict=True):
        points = data["points"][first:last]
        if _meets(points * UNIT_DEG, box):
            drawn = np.round(points * UNIT_DEG, 2).tolist()
            seen: dict[str, str] = {code: _CLASSES[kind] for code, kind in zip(VIEWPOINTS, classes, strict=True)}
            lines.append({"points": drawn, "classes": seen})
    where = data["places"] * UNIT_DEG
    lon, lat = where[:, 0], where[:, 1]
    inside = (lat >= box.south_deg) & (lat <= box.north_deg) & (lon >= box.west_deg) & (lon <= box.east_deg)
    chosen = np.flatnonzero(inside)[:_MOST_PLACES]
    places = [{"name": str(data["names"][k]), "at": np.round(where[k], 2).tolist()} for k in chosen]
    return {"viewpoints": VIEWPOINTS, "lines": lines, "places": places}


def _meets(points: NDArray[np.float64], box: Box) -> bool:
    """Whether the box around a line and another have something in common."""
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return bool(west <= box.east_deg and east >= box.west_deg and south <= box.north_deg and north >= box.south_deg)
