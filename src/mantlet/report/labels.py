"""Placing names on a map so that none covers another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

Box = tuple[float, float, float, float]  # left, bottom, right, top

# Tried in this order: right, left, above, below, then the corners, then the same again further out.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_DISTANCES = (1.0, 2.2, 3.8, 6.0, 9.0)


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


def placed(labels: Sequence[Label], obstacles: Sequence[Box], frame: Box, gap: float = 6.0) -> list[Place]:
    """Labels in the order given, each at the first free spot near its point; one that finds none is left out.

    Earlier labels have the better choice, so give the important ones first. `gap` is the least distance from the
    point to its text.
    """
    fixed = np.array(obstacles, dtype=np.float64).reshape(-1, 4)
    found: list[Place] = []
    for label in labels:
        for place in _candidates(label, gap):
            box = place.box
            inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
            if not inside or any(overlaps(box, other.box) for other in found):
                continue
            beside = (
                (fixed[:, 0] >= box[2]) | (fixed[:, 2] <= box[0]) | (fixed[:, 1] >= box[3]) | (fixed[:, 3] <= box[1])
            )
            if beside.all():
                found.append(place)
                break
    return found


def _candidates(label: Label, gap: float) -> Iterator[Place]:
    for distance in _DISTANCES:
        for side_x, side_y in _SIDES:
            x = label.x + side_x * (distance * gap + label.width / 2)
            y = label.y + side_y * (distance * gap + label.height / 2)
            yield Place(label, x, y, leader=distance > 2)
