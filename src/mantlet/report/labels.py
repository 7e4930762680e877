"""Placing names on a map so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]  # left, top, right, foot: x goes to the right and y down

# Tried in this order: right, left, above, below, then the corners; near the point first.
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
_NEAR, _FAR = (1.0, 2.2, 3.8), (6.0, 9.0, 14.0)
_LEADER_FROM = 2.0


@dataclass(frozen=True)
class Label:
    """A text of known size that belongs to a point; all lengths in one unit (points of the drawing)."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Place:
    """Where a label's centre stands, and whether it is so far off that a leader line is due."""

    label: Label
    x: float
    y: float
    leader: bool

    @property
    def box(self) -> Box:
        """The rectangle the text takes up."""
        half_width, half_height = self.label.width / 2, self.label.height / 2
        return self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height


def overlaps(one: Box, other: Box) -> bool:
    """Whether two rectangles share an area.

    >>> overlaps((0, 0, 2, 2), (1, 1, 3, 3)), overlaps((0, 0, 1, 1), (1, 0, 2, 1))
    (True, False)
    """
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def placed(
    labels: Sequence[Label], obstacles: Sequence[Box], frame: Box, *, lines: Sequence[Box] = (), gap: float = 6.0
) -> list[Place]:
    """Labels in the order given, each at the first free spot near its point; one that finds none is left out.

    Earlier labels have the better choice, so give the important ones first. Nothing is written over `obstacles`; what
    stands in `lines` is kept free where that is possible without going far. `gap` is the least distance from a point
    to its text.
    """
    solid = np.array(obstacles, dtype=np.float64).reshape(-1, 4)
    every = np.concatenate([solid, np.array(lines, dtype=np.float64).reshape(-1, 4)])
    found: list[Place] = []
    for label in labels:
        for distances, kept_free in ((_NEAR, every), (_NEAR, solid), (_FAR, every), (_FAR, solid)):
            shifts = [(distance * gap, distance > _LEADER_FROM) for distance in distances]
            place = _free(label, shifts, kept_free, found, frame)
            if place is not None:
                found.append(place)
                break
    return found


def _free(
    label: Label, shifts: Sequence[tuple[float, bool]], kept_free: Floats, found: Sequence[Place], frame: Box
) -> Place | None:
    """The first spot at one of the distances where the label covers nothing and stays inside the frame."""
    for distance, leader in shifts:
        for side_x, side_y in _SIDES:
            x = label.x + side_x * (distance + label.width / 2)
            y = label.y + side_y * (distance + label.height / 2)
            place = Place(label, x, y, leader)
            left, top, right, foot = place.box
            if left < frame[0] or top < frame[1] or right > frame[2] or foot > frame[3]:
                continue
            beside = (kept_free[:, 0] >= right) | (kept_free[:, 2] <= left)
            beside |= (kept_free[:, 1] >= foot) | (kept_free[:, 3] <= top)
            if beside.all() and not any(overlaps(place.box, other.box) for other in found):
                return place
    return None
