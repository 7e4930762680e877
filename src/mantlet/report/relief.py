"""Ground as a calm picture: shaded from the north-west, higher is darker, a fine line at every 1000 m."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.report.scene import KM_PER_DEG, Floats, Ground

Image = NDArray[np.uint8]
CONTOUR_M = 1000.0
_LOW_RGB = np.array([247.0, 246.0, 242.0])
_HIGH_RGB = np.array([206.0, 208.0, 210.0])
_LEVELS = 20  # few shades compress well and look the same


def hillshade(ground: Ground) -> Floats:
    """Brightness -1 to 1 of each cell, lit from the north-west at 45 degrees; flat ground is 0.

    Slopes are stretched so that the steepest twentieth of the picture is nearly black or white: a picture of
    relief, not a measurement.
    """
    rows, columns = ground.height_m.shape
    middle_rad = np.radians((ground.north_deg + ground.south_deg) / 2)
    tall_m = (ground.north_deg - ground.south_deg) * KM_PER_DEG * 1e3 / rows
    broad_m = (ground.east_deg - ground.west_deg) * KM_PER_DEG * 1e3 * float(np.cos(middle_rad)) / columns
    down, right = np.gradient(ground.height_m, tall_m, broad_m)
    towards = (right + down) / np.sqrt(2)  # rising to the south-east: lit
    stretch = float(np.quantile(np.abs(towards), 0.95)) or 1.0
    return np.tanh(towards / stretch)


def shaded(ground: Ground) -> Image:
    """The ground as an RGB picture."""
    height = ground.height_m
    low, high = float(height.min()), float(height.max())
    share = ((height - low) / (high - low if high > low else 1.0))[..., None]
    colour = _LOW_RGB + (_HIGH_RGB - _LOW_RGB) * share
    light = np.round(hillshade(ground) * _LEVELS) / _LEVELS
    colour = colour * (1 + 0.16 * light[..., None])
    step = np.floor(height / CONTOUR_M)
    edge = np.zeros(height.shape, dtype=bool)
    edge[:, 1:] |= step[:, 1:] != step[:, :-1]
    edge[1:, :] |= step[1:, :] != step[:-1, :]
    colour[edge] *= 0.9
    return np.clip(np.round(colour / 4) * 4, 0, 255).astype(np.uint8)


def tinted(image: Image, where: NDArray[np.bool_], colour: str, strength: float = 0.26) -> Image:
    """The picture with a colour laid over the cells of a coarser or finer grid of the same extent."""
    tall, broad = (int(size) for size in image.shape[:2])
    rows = [row * len(where) // tall for row in range(tall)]
    columns = [column * where.shape[1] // broad for column in range(broad)]
    chosen = where[np.ix_(rows, columns)]
    tint = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.float64)
    mixed = image.astype(np.float64)
    mixed[chosen] += (tint - mixed[chosen]) * strength
    return np.round(mixed).astype(np.uint8)


def smoothed(seen: NDArray[np.bool_]) -> Floats:
    """A yes-no grid as shares of its 5 x 5 surroundings, so that a line drawn at one half leaves out crumbs."""
    padded = np.pad(seen.astype(np.float64), 2, mode="edge")
    rows, columns = seen.shape
    total = np.zeros((rows, columns))
    for down in range(5):
        for right in range(5):
            total += padded[down : down + rows, right : right + columns]
    return total / 25


def outlines(seen: NDArray[np.bool_]) -> list[Floats]:
    """Lines around a smoothed yes-no grid: rows of places across and down, in shares of its breadth and height."""
    from contourpy import LineType, contour_generator

    drawn = contour_generator(z=smoothed(seen), line_type=LineType.Separate).lines(0.5)
    rows, columns = seen.shape
    return [(np.asarray(line, np.float64) + 0.5) / (columns, rows) for line in drawn]
