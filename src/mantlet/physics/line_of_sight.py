"""Compiled line of sight, over a smooth earth or a grid of heights: radars against many target points.

Over a grid the way is a great circle on a sphere, cut into pieces of at most 32 km that are straight in latitude and
longitude (off the circle by 15 m at most at 35 degrees). The ray is straight over an earth of `earth_ratio` times the
true radius. Every cell is a flat-topped column of its own height.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from mantlet.physics.jit import compiled, inlined

EARTH_RADIUS_M = 6_371_000.0
_PIECE_M = 32_000.0
_RADIANS = math.pi / 180.0
Array = npt.NDArray[np.float64]
Heights = npt.NDArray[np.int16]
Marks = npt.NDArray[np.uint8]

# Columns of a place: degrees and height above the sea, and which way it is from the middle of a sphere. Where the earth
# is smooth or distances count, also how far its horizon is, and earth-centred places (m) of the ground under it, at sea
# level, and of itself.
LAT, LON, HEIGHT, WAY = range(4)
HORIZON, BELOW, HERE = 6, 7, 10
HIDDEN, SEEN, UNSURE = range(3)
_MORE = 1.0 + 1e-9  # what rounding could make of a length
_LEAST_RADIUS_M = 6_335_000.0  # no way over the ellipsoid bends more than a circle of this radius


def places(lat_deg: npt.ArrayLike, lon_deg: npt.ArrayLike, height_m: npt.ArrayLike) -> Array:
    """The columns of places up to which way they are."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    ways = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    return np.stack([*np.broadcast_arrays(lat_deg, lon_deg, height_m), *ways], axis=-1, dtype=np.float64)


@compiled
def apart_sq_m2(a: Array, b: Array, first: int) -> float:
    """Square distance of two places, by their columns from a first one on."""
    dx, dy, dz = b[first] - a[first], b[first + 1] - a[first + 1], b[first + 2] - a[first + 2]
    return dx * dx + dy * dy + dz * dz


@compiled
def mark_near(radars: Array, points: Array, within_m: Array, longest_step_m: float, marks: Marks) -> None:
    """Mark as seen the points no farther from each radar than its `within_m`; `marks` (R, N or more) holds zeros.

    No point is farther from the next than `longest_step_m`: those that cannot be near yet need not be looked at.
    """
    step_m = max(longest_step_m, 1.0) * _MORE
    for r in range(radars.shape[0]):
        n = 0
        while n < points.shape[0]:
            short_m = math.sqrt(apart_sq_m2(radars[r], points[n], HERE)) - within_m[r]
            if short_m <= 0.0:
                marks[r, n] = SEEN
                n += 1
            else:
                n += max(1, int(short_m / step_m))


@compiled
def mark_smooth(radars: Array, points: Array, marks: Marks) -> None:
    """Which of the marked points a smooth earth leaves in sight; unsure of those just at the horizon.

    The chord between the places at sea level tells it of the others: the way over ground is longer, but no longer than
    the arc of the smallest radius over that chord.

    Source: Schur 1921, Mathematische Annalen 83:143 (of two arcs the one that bends more has the shorter chord).
    """
    for r in range(radars.shape[0]):
        for n in range(points.shape[0]):
            if marks[r, n] == SEEN:
                horizon_m, chord_sq = radars[r, HORIZON] + points[n, HORIZON], apart_sq_m2(radars[r], points[n], BELOW)
                bent = chord_sq / (4.0 * _LEAST_RADIUS_M * _LEAST_RADIUS_M)
                if chord_sq > horizon_m * horizon_m * _MORE:
                    marks[r, n] = HIDDEN
                elif chord_sq * _MORE > horizon_m * horizon_m * (1.0 - bent):
                    marks[r, n] = UNSURE


@compiled
def mark_clear(
    heights: Heights, frame: Array, radars: Array, points: Array, earth_ratio: float, highest_m: float, marks: Marks
) -> None:
    """Which of the marked points straight rays over the ground leave in sight.

    `frame` is (top latitude, left longitude, cell height, cell width) in degrees; `highest_m` is no lower than any
    ground on the way. What hid one point is likely to hide the next: there is looked first.
    """
    radius_m = earth_ratio * EARTH_RADIUS_M
    for r in range(radars.shape[0]):
        hides = 0
        for n in range(points.shape[0]):
            if marks[r, n] == SEEN:
                piece = hiding_piece(heights, frame, radars[r], points[n], (radius_m, highest_m), hides)
                if piece >= 0:
                    marks[r, n], hides = HIDDEN, piece


@compiled
def hiding_piece(
    heights: Heights, frame: Array, radar: Array, target: Array, limits_m: tuple[float, float], likely: int
) -> int:
    """A piece of the way whose ground hides one place from another, -1 for none; the `likely` one is looked at first.

    The cells that hold the two ends never block. Samples stand half a cell apart, so a corner of a cell shorter than
    that can be missed.
    """
    radius_m, highest_m = limits_m
    distance_m = 2.0 * EARTH_RADIUS_M * math.asin(min(1.0, 0.5 * math.sqrt(apart_sq_m2(radar, target, WAY))))
    if distance_m == 0.0:
        return -1
    low_m, high_m = _below_interval(distance_m, radar[HEIGHT], target[HEIGHT], radius_m, highest_m)
    if low_m >= high_m:
        return -1
    count = math.ceil(distance_m / _PIECE_M)
    piece_m = distance_m / count
    first, last = int(low_m / piece_m), min(count - 1, int(high_m / piece_m))
    if first <= likely <= last and _hides(heights, frame, radar, target, (distance_m, piece_m, radius_m), likely):
        return likely
    for piece in range(first, last + 1):
        if piece != likely and _hides(heights, frame, radar, target, (distance_m, piece_m, radius_m), piece):
            return piece
    return -1


@compiled
def _hides(
    heights: Heights, frame: Array, radar: Array, target: Array, lengths_m: tuple[float, float, float], piece: int
) -> bool:
    """Whether ground reaches up to the ray on one piece of the way. `lengths_m`: of way, piece, and earth radius."""
    distance_m, piece_m, radius_m = lengths_m
    start_m, bulge, slope = piece * piece_m, 0.5 / radius_m, (target[HEIGHT] - radar[HEIGHT]) / distance_m
    count = math.ceil(piece_m / (0.5 * frame[2] * _RADIANS * EARTH_RADIUS_M))
    step_m = piece_m / count
    lat, lon = way_point(radar, target, distance_m, start_m)
    lat_end, lon_end = way_point(radar, target, distance_m, start_m + piece_m)
    row_step, row_place = -(lat_end - lat) / count / frame[2], (frame[0] - lat) / frame[2]
    col_step, col_place = (lon_end - lon) / count / frame[3], (lon - frame[1]) / frame[3]
    for sample in range(count):
        row = min(max(int(row_place + sample * row_step), 0), heights.shape[0] - 1)
        col = min(max(int(col_place + sample * col_step), 0), heights.shape[1] - 1)
        along_m = start_m + sample * step_m
        ray_m = radar[HEIGHT] + along_m * (slope - (distance_m - along_m) * bulge)
        # The radar's own place is not looked up: on the edge of its cell, rounding would find the neighbour there.
        if along_m > 0.0 and heights[row, col] > ray_m:
            own = _in_cell(heights, frame, radar, row, col) or _in_cell(heights, frame, target, row, col)
            if not own:
                return True
    return False


@compiled
def ground_distance_m(lat1_deg: float, lon1_deg: float, lat2_deg: float, lon2_deg: float) -> float:
    """Great-circle distance on a sphere of 6371 km: within 0.56 % of the ellipsoid.

    Source: Sinnott 1984, Sky and Telescope 68:159 (haversine).
    """
    lat1, lat2 = lat1_deg * _RADIANS, lat2_deg * _RADIANS
    half_lat, half_lon = 0.5 * (lat2 - lat1), 0.5 * (lon2_deg - lon1_deg) * _RADIANS
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2.0 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


@compiled
def way_point(start: Array, end: Array, distance_m: float, along_m: float) -> tuple[float, float]:
    """(lat_deg, lon_deg) on the great circle between two places, `along_m` from the start."""
    if along_m <= 0.0:
        return start[LAT], start[LON]
    if along_m >= distance_m:
        return end[LAT], end[LON]
    scale = 1.0 / math.sin(distance_m / EARTH_RADIUS_M)
    near = math.sin((distance_m - along_m) / EARTH_RADIUS_M) * scale
    far = math.sin(along_m / EARTH_RADIUS_M) * scale
    x, y = near * start[WAY] + far * end[WAY], near * start[WAY + 1] + far * end[WAY + 1]
    z = near * start[WAY + 2] + far * end[WAY + 2]
    return math.atan2(z, math.sqrt(x * x + y * y)) / _RADIANS, math.atan2(y, x) / _RADIANS


@compiled
def share_below(distance_m: float, height1_m: float, height2_m: float, radius_m: float, top_m: float) -> float:
    """Share of the ray between two heights that runs below `top_m`, over an earth of `radius_m` for straight rays.

    Lengths are taken along the ground, so `distance_m` may be the slant range as long as the ray is flat.

    >>> round(share_below(10e3, 0.0, 8000.0, 1e12, 4000.0), 6), share_below(10e3, 0.0, 3000.0, 8.5e6, 4000.0)
    (0.5, 1.0)
    """
    if distance_m <= 0.0:
        return 0.0
    low_m, high_m = _below_interval(distance_m, height1_m, height2_m, radius_m, top_m)
    return max(high_m - low_m, 0.0) / distance_m


@compiled
def _below_interval(
    distance_m: float, height1_m: float, height2_m: float, radius_m: float, highest_m: float
) -> tuple[float, float]:
    """The stretch of the way on which the ray runs below `highest_m`; only there can ground block it."""
    # ray(x) = x^2 / 2R + slope x + height1 with slope from both ends: an upward parabola.
    slope = (height2_m - height1_m) / distance_m - 0.5 * distance_m / radius_m
    root = slope * slope - 2.0 * (height1_m - highest_m) / radius_m
    if root <= 0.0:
        return 0.0, 0.0
    half_m = radius_m * math.sqrt(root)
    return max(0.0, -radius_m * slope - half_m), min(distance_m, -radius_m * slope + half_m)


@inlined
def _in_cell(heights: Heights, frame: Array, end: Array, row: int, col: int) -> bool:
    """Whether a cell holds one end of a ray."""
    own_row, own_col = int((frame[0] - end[LAT]) / frame[2]), int((end[LON] - frame[1]) / frame[3])
    return row == min(max(own_row, 0), heights.shape[0] - 1) and col == min(max(own_col, 0), heights.shape[1] - 1)
