"""Pictures as inline SVG, written piece by piece: a map and a few charts need no more.

Lengths are points, x goes to the right and y down. What comes later covers what came before. A colour is the name of
one in `ink.COLOURS`, and follows the page, or is written out as `#rrggbb`, and stays.
"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Iterable
from itertools import groupby
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.report.markup import Html, escaped

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, breadth, height

# Corners of a mark of half-breadth 1, by form; a line where it does not close.
_CORNERS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "square": (((-1, -1), (1, -1), (1, 1), (-1, 1)),),
    "diamond": (((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),),
    "up": (((0, -1), (1, 1), (-1, 1)),),
    "down": (((0, 1), (-1, -1), (1, -1)),),
    "cross": (((-1, -1), (1, 1)), ((-1, 1), (1, -1))),
    "bar": (((0, -1), (0, 1)),),
}
# How far below a place the line stands on which letters rest, in heights of a letter.
_DROP = {"middle": 0.35, "below": 0.95, "above": -0.25, "on": 0.0}


class Stroke(NamedTuple):
    """How a line is drawn: colour, breadth, dashes and gaps, and how much of what lies beneath it covers."""

    colour: str
    breadth: float
    dashes: tuple[float, ...] = ()
    cover_frac: float = 1.0

    def written(self) -> str:
        """As attributes."""
        text = f' stroke="{_colour(self.colour)}" stroke-width="{self.breadth:g}"'
        text += f' stroke-dasharray="{" ".join(f"{part:g}" for part in self.dashes)}"' if self.dashes else ""
        return text + (f' stroke-opacity="{self.cover_frac:g}"' if self.cover_frac < 1 else "")


class Sign(NamedTuple):
    """A mark: `disc` or one of the forms with corners, how broad, its colours within and at the edge."""

    form: str
    breadth: float
    fill: str
    edge: str
    edge_breadth: float = 1.0


class Letters(NamedTuple):
    """How words are written; `halo` keeps them readable on top of lines."""

    size: float = 9.0
    colour: str = "ink"
    side: Literal["start", "middle", "end"] = "start"  # which part of the words stands at the place
    height: Literal["on", "middle", "above", "below"] = "on"
    bold: bool = False
    halo: bool = False

    def written(self) -> str:
        """As attributes."""
        text = f' font-size="{self.size:g}" fill="{_colour(self.colour)}"'
        text += f' text-anchor="{self.side}"' if self.side != "start" else ""
        text += ' font-weight="bold"' if self.bold else ""
        halo = f' stroke="{_colour("paper")}" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke"'
        return text + (halo if self.halo else "")


PLAIN = Letters()


class Scale(NamedTuple):
    """From values to places along one direction of a drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, pieces: int, least: float = 0.0) -> list[float]:
        """Round values, about so many, no closer than `least`.

        >>> Scale(0.2, 9.7, 0, 1).ticks(5), Scale(0.2, 1.7, 0, 1).ticks(5, least=1.0)
        ([2.0, 4.0, 6.0, 8.0], [1.0])
        """
        step = max(round_step(self.high - self.low, pieces), least)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def round_step(span: float, pieces: int) -> float:
    """The round step (1, 2 or 5 times a power of ten) that cuts a span into about so many pieces.

    >>> round_step(9.5, 4), round_step(1200.0, 5)
    (5.0, 500.0)
    """
    rough = span / pieces
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= rough * (1 - 1e-9))


class Drawing:
    """A picture under way."""

    def __init__(self, breadth: float, height: float) -> None:
        self.breadth, self.height = breadth, height
        self._pieces: list[str] = []

    def lines(self, lines: Iterable[Iterable[Point]], stroke: Stroke) -> None:
        """Lines through points, all of one kind."""
        outline = "".join(polyline(line) for line in lines)
        if outline:
            self.shape(outline, edge=stroke)

    def shape(self, outline: str, fill: str = "none", edge: Stroke | None = None, cover_frac: float = 1.0) -> None:
        """An area inside an outline as SVG's paths are written; what lies below shows through less than full cover."""
        style = f' fill-opacity="{cover_frac:g}"' if cover_frac < 1 else ""
        style += edge.written() if edge else ""
        self._pieces.append(f'<path d="{outline}" fill="{_colour(fill)}"{style}/>')

    def boxes(self, boxes: Iterable[Box], fill: str, cover_frac: float = 1.0) -> None:
        """Rectangles of one colour."""
        outlines = (f"M{_n(x)} {_n(y)}h{_n(broad)}v{_n(tall)}h{_n(-broad)}z" for x, y, broad, tall in boxes)
        self.shape("".join(outlines), fill, cover_frac=cover_frac)

    def marks(self, places: Iterable[Point], sign: Sign, cover_frac: float = 1.0) -> None:
        """The same sign at some places."""
        half = sign.breadth / 2
        written = "".join(_marked(sign.form, x, y, half) for x, y in places)
        if written:
            style = f'fill="{_colour(sign.fill)}" stroke="{_colour(sign.edge)}" stroke-width="{sign.edge_breadth:g}"'
            style += f' opacity="{cover_frac:g}"' if cover_frac < 1 else ""
            self._pieces.append(f"<g {style}>{written}</g>")

    def words(self, place: Point, words: str, letters: Letters = PLAIN, *, turned: bool = False) -> None:
        """One line of text, from below upwards where it is `turned`."""
        x, y = place
        turn = f' transform="rotate(-90 {_n(x)} {_n(y)})"' if turned else ""
        y += _DROP[letters.height] * letters.size
        self._pieces.append(f'<text x="{_n(x)}" y="{_n(y)}"{letters.written()}{turn}>{escaped(words)}</text>')

    def image(self, pixels: NDArray[np.uint8], box: Box) -> None:
        """Rows of red, green and blue, stretched over a box."""
        left, top, breadth, height = (_n(length) for length in box)
        content = base64.b64encode(png(pixels)).decode()
        self._pieces.append(
            f'<image x="{left}" y="{top}" width="{breadth}" height="{height}" preserveAspectRatio="none" '
            f'href="data:image/png;base64,{content}"/>'
        )

    def cut(self, height: float) -> None:
        """What is drawn so far shows above that height only, and inside the other edges."""
        self._pieces = [
            f'<svg role="presentation" width="{_n(self.breadth)}" height="{_n(height)}">',
            *self._pieces,
            "</svg>",
        ]

    def svg(self, name: str, title: str, description: str) -> Html:
        """The picture, told to those who do not see it; `name` begins its ids."""
        return Html(
            f'<svg viewBox="0 0 {_n(self.breadth)} {_n(self.height)}" role="img" '
            f'aria-labelledby="{name}-title {name}-desc">\n<title id="{name}-title">{escaped(title)}</title>\n'
            f'<desc id="{name}-desc">{escaped(description)}</desc>\n' + "\n".join(self._pieces) + "\n</svg>"
        )


def polyline(points: Iterable[Point]) -> str:
    """A line through points as SVG writes it.

    >>> polyline([(0, 0), (10.04, 5.25), (10.0, 5.2)])
    'M0 0L10 5.2'
    """
    return "M" + "L".join(place for place, _ in groupby(f"{_n(x)} {_n(y)}" for x, y in points))


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Rows of red, green, blue and, if there are four, cover as a file.

    Unfiltered: few shades and hard edges come out smallest so.
    Source: ISO/IEC 15948 (PNG), 2004.
    """
    tall, broad, depth = pixels.shape
    rows = np.zeros((tall, 1 + depth * broad), np.uint8)
    rows[:, 1:] = pixels.reshape(tall, -1)
    parts = (
        (b"IHDR", struct.pack(">2I5B", broad, tall, 8, {3: 2, 4: 6}[depth], 0, 0, 0)),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )


def _marked(form: str, x: float, y: float, half: float) -> str:
    if form == "disc":
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(half)}"/>'
    closed = "z" if form not in ("cross", "bar") else ""
    lines = ([(x + half * across, y + half * down) for across, down in line] for line in _CORNERS[form])
    return f'<path d="{"".join(polyline(line) + closed for line in lines)}"/>'


def _colour(name: str) -> str:
    return name if name.startswith("#") or name == "none" else f"var(--{name})"


def _n(length: float) -> str:
    """A tenth of a point is finer than any screen shows."""
    text = f"{length:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
