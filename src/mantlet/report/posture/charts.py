"""Lines over the months: one panel, drawn alone or as a part of a larger picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mantlet.report.drawing import Box, Drawing, Letters, Point, Scale, Sign, Stroke, polyline
from mantlet.report.markup import Html
from mantlet.report.posture.facts import CAME_STROKE, Document, Facts

_AXIS, _GRID, _ZERO = Stroke("soft", 0.6), Stroke("line", 0.5), Stroke("soft", 0.8)
_LEFT, _RIGHT, _TOP, _FOOT = 34.0, 8.0, 8.0, 20.0  # room around the lines of a panel
_LETTER = 4.7  # breadth of a letter of 8.5 points, on average

# Lines lie on top of the bands of one policy: ignorance pale with an edge, error darker. Either may be the wider one.
IGNORANCE, ERROR = "faint", "line"
_PUBLISHED = Sign("disc", 7, "ink", "paper")
EDGE = Stroke("soft", 0.6, (1.0, 2.0))


class Line(NamedTuple):
    """A value for each month."""

    values: Sequence[float]
    stroke: Stroke


class Mark(NamedTuple):
    """A published count: its month, the bounds of what it may be, and the best of it."""

    month: float
    low: float
    best: float
    high: float


class Band(NamedTuple):
    """Bounds for each month; where there are none the band is not drawn."""

    bounds: Sequence[list[float] | None]
    colour: str
    edge: Stroke | None = None


@dataclass(frozen=True)
class Panel:
    """What is drawn over the months; `span` holds the values that have to be on the scale whatever is drawn."""

    months: Sequence[int]
    lines: Sequence[Line]
    bands: Sequence[Band] = ()
    span: tuple[float, ...] = (0.0,)
    unit: str = ""
    marks: Sequence[Mark] = ()

    def draw(self, drawing: Drawing, box: Box) -> None:
        """Draws it inside a box."""
        left, top, broad, tall = box
        left, right = left + _LEFT, left + broad - _RIGHT
        top, foot = top + _TOP, top + tall - _FOOT
        along = Scale(self.months[0], self.months[-1] + 1, left, right)
        up = self._up(foot, top)
        places = [along(number + 0.5) for number in self.months]
        _draw_bands(drawing, self.bands, places, up)
        for value in up.ticks(max(2, round(tall / 40))):
            drawing.lines([[(left, up(value)), (right, up(value))]], _ZERO if value == 0 else _GRID)
            drawing.words((left - 4, up(value)), f"{value:g}".replace("-", "−"), Letters(8.5, "soft", "end", "middle"))
        for line in self.lines:
            path = [(x, up(value)) for x, value in zip(places, line.values, strict=True)]
            drawing.lines([path], line.stroke)
        for mark in self.marks:
            x = along(mark.month)
            drawing.lines([[(x, up(mark.low)), (x, up(mark.high))]], Stroke("ink", 1.2))
            drawing.marks([(x, up(mark.best))], _PUBLISHED)
        drawing.lines([[(left, top), (left, foot), (right, foot)]], _AXIS)
        every = 1 if (right - left) / (len(self.months) / 12) > 24 else 2
        for year in range(-(-self.months[0] // 12), self.months[-1] // 12 + 1, every):
            drawing.lines([[(along(12 * year), foot), (along(12 * year), foot + 3)]], _AXIS)
            drawing.words((along(12 * year), foot + 5), f"{year}", Letters(8.5, "soft", "middle", "below"))
        if self.unit:
            drawing.words((box[0] + 8, (top + foot) / 2), self.unit, Letters(8.5, side="middle"), turned=True)

    def _up(self, foot: float, top: float) -> Scale:
        values = [*self.span, *(bound for mark in self.marks for bound in (mark.low, mark.high))]
        values += [value for line in self.lines for value in line.values]
        values += [bound for band in self.bands for bounds in band.bounds if bounds for bound in bounds]
        low, high = min(values), max(values)
        margin = 0.04 * (high - low) or 1.0
        return Scale(low if low == 0 else low - margin, high + margin, foot, top)

    def svg(self, name: str, title: str, description: str, size: tuple[float, float] = (280.0, 156.0)) -> Html:
        """It alone, named."""
        drawing = Drawing(*size)
        self.draw(drawing, (0.0, 0.0, *size))
        return drawing.svg(name, title, description)


def _draw_bands(drawing: Drawing, bands: Sequence[Band], places: Sequence[float], up: Scale) -> None:
    """All areas, and then all edges, so that none is hidden."""
    edges: list[tuple[list[list[Point]], Stroke]] = []
    for band in bands:
        known = [(x, bounds) for x, bounds in zip(places, band.bounds, strict=True) if bounds is not None]
        if known:
            low, high = ([(x, up(bounds[end])) for x, bounds in known] for end in (0, 1))
            drawing.shape(polyline([*low, *reversed(high)]) + "z", fill=band.colour)
            edges += [([low, high], band.edge)] if band.edge else []
    for lines, stroke in edges:
        drawing.lines(lines, stroke)


def bands_of(series: Document) -> tuple[Band, Band]:
    """Ignorance and error of one series."""
    return Band(series["ignorance"], IGNORANCE, EDGE), Band(series["error"], ERROR)


def losses(facts: Facts, view: str, state: str, *, came: bool = False) -> Panel:
    """Value lost by every policy in a raid of each month, with the bands of waiting."""
    waits = facts.waits["series"][state][view]["value_lost"]
    lines = [Line(policy["series"][state][view]["value_lost"]["mean"], facts.stroke(policy)) for policy in facts.others]
    lines.append(Line(waits["mean"], facts.stroke(facts.waits)))
    if came and facts.knows_what_came:
        lines.append(Line(facts.waits["series"][facts.came][view]["value_lost"]["mean"], CAME_STROKE))
    return Panel(facts.months, lines, bands_of(waits))


def gains(facts: Facts) -> Panel:
    """Value saved against waiting in the same raids of each month, with the bands of the policy that saves most."""
    saved = {policy["id"]: policy["series"][facts.record]["fixed"]["saved"] for policy in facts.others}
    lines = [Line(saved[policy["id"]]["mean"], facts.stroke(policy)) for policy in facts.others]
    bands = () if facts.best is None else bands_of(saved[facts.best["id"]])
    return Panel(facts.months, lines, bands, unit="saved against waiting")


def lost_and_saved(facts: Facts) -> Html:
    """The main picture: value lost by every policy, as it came, and below it what each saves against waiting."""
    entries = [(titled(facts, policy), facts.stroke(policy)) for policy in facts.policies]
    if facts.knows_what_came:
        entries.append(
            (f"Waiting, {facts['states'][-1]['title'][0].lower()}{facts['states'][-1]['title'][1:]}", CAME_STROKE)
        )
    rows = _rows([title for title, _ in entries], 620.0 - _LEFT)
    drawing = Drawing(620.0, 470.0 + 14.0 * len(rows))
    above = losses(facts, "fixed", facts.record, came=True)
    Panel(above.months, above.lines, above.bands, unit="value lost in a raid").draw(drawing, (0.0, 0.0, 620.0, 270.0))
    gains(facts).draw(drawing, (0.0, 272.0, 620.0, 190.0))
    at = 0
    for row, places in enumerate(rows):
        y = 472.0 + 14.0 * row
        for x in places:
            title, stroke = entries[at]
            drawing.lines([[(_LEFT + x, y), (_LEFT + x + 24, y)]], stroke)
            drawing.words((_LEFT + x + 29, y), title, Letters(8.5, height="middle"))
            at += 1
    about = "Mean value lost by month for every policy, with ignorance and error of waiting, and value saved below"
    return drawing.svg("lost", f"Value lost in a raid, {facts.period}", about)


def titled(facts: Facts, policy: Document) -> str:
    """What a policy is called in a key: also that its line is not to be seen, where it is not."""
    under = facts.hidden(policy, "fixed", facts.record)
    return f"{policy['title']} (under “{facts.waits['title']}”)" if under else policy["title"]


def _rows(titles: Sequence[str], broad: float) -> list[list[float]]:
    """Where the entries of a key begin, row by row, as many in a row as there is room for."""
    rows: list[list[float]] = []
    end = broad
    for title in titles:
        needed = 29 + _LETTER * len(title) + 14
        if not rows or end + needed > broad:
            rows.append([])
            end = 0.0
        rows[-1].append(end)
        end += needed
    return rows


def dash(stroke: Stroke) -> Html:
    """A piece of a line, for a key in words."""
    return Html(f'<svg class="dash" viewBox="0 0 28 8" aria-hidden="true"><path d="M0 4H28"{stroke.written()}/></svg>')
