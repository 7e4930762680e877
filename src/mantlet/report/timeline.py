"""How one fight went: objects as rows, and beneath them the parts of the defence, with time to the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mantlet.report.drawing import Drawing, Letters, Point, Scale, Sign, Stroke
from mantlet.report.fight import Lane
from mantlet.report.markup import Html
from mantlet.report.strips import SPELLS, Strip
from mantlet.report.wording import FATE_WORDS

MOST_LANES, MOST_STRIPS = 90, 40
_ROW, _KEY = 11.5, 16.0
_BROAD, _LEFT, _RIGHT = 692.0, 118.0, 568.0  # the drawing, and the lanes in it
_MOST_LETTERS = 24  # of a name beside the lanes

_LINES = {"in flight": Stroke("line", 1.2), "tracked": Stroke("soft", 2.2)}
_SPELL_LINES = {
    "engages": Stroke("blue", 2.2),
    "alone": Stroke("purple", 2.2),
    "silent": Stroke("sky", 3.4),
    "not set up": Stroke("orange", 2.2),
    "down": Stroke("vermillion", 3.4),
}
_SIGNS = {
    "launch": Sign("up", 4.0, "orange", "orange", 0.8),
    "miss": Sign("disc", 4.2, "paper", "ink", 0.8),
    "killed": Sign("disc", 5.0, "blue", "blue", 0.8),
    "leaked": Sign("diamond", 4.8, "vermillion", "vermillion", 0.8),
    "ends otherwise": Sign("bar", 6.0, "soft", "soft", 0.8),
}
_HIT_SIGNS = {"hit or loss": Sign("cross", 5.0, "ink", "ink", 0.8)}
_GRID, _AXIS = Stroke("line", 0.5), Stroke("soft", 0.6)


@dataclass(frozen=True)
class _Sheet:
    """A drawing on which rows lie one below the other and time goes to the right."""

    drawing: Drawing
    time: Scale
    top: float

    def at(self, moment_s: float, row: float) -> Point:
        return self.time(moment_s), self.row(row)

    def row(self, row: float) -> float:
        return self.top + (row + 0.8) * _ROW

    def draw(self, spells: Iterable[tuple[float, float, float]], stroke: Stroke) -> None:
        """Lines from one moment to another in a row."""
        self.drawing.lines(([self.at(a, row), self.at(b, row)] for a, b, row in spells), stroke)

    def mark(self, moments: Iterable[tuple[float, float]], sign: Sign) -> None:
        """A sign at a moment in a row."""
        self.drawing.marks((self.at(moment_s, row) for moment_s, row in moments), sign)

    def say(self, row: int, name: str, words: str, colour: str) -> None:
        """What stands to the left and to the right of a row."""
        y = self.row(row)
        self.drawing.words((_LEFT - 8, y), _cut(name), Letters(7.5, side="end", height="middle"))
        self.drawing.words((_RIGHT + 7, y), _cut(words), Letters(7.5, colour, height="middle"))


def timeline_svg(rows: Sequence[Lane], befell: Sequence[Strip], name: str, title: str, description: str) -> Html:
    """Objects in the order given, the first 90, and beneath them what befell the defence."""
    lanes, strips = rows[:MOST_LANES], befell[:MOST_STRIPS]
    first = len(lanes) + 1  # of the strips: a row stays free
    count = max(len(lanes), 6) if not strips else first + len(strips)
    top = 4 + _KEY * (2 if strips else 1)
    foot = top + (count + 0.6) * _ROW
    drawing = Drawing(_BROAD, foot + 34)
    end_s = max((lane.end_s for lane in rows), default=0.0)
    latest_s = max(end_s, 1.0, *(moment for strip in strips for moment in strip.moments_s()))
    sheet = _Sheet(drawing, Scale(-0.01 * latest_s, 1.01 * latest_s, _LEFT, _RIGHT), top)
    _draw_key(drawing, 0, _LINES, _SIGNS)
    if strips:
        _draw_key(drawing, 1, _SPELL_LINES, _HIT_SIGNS)
    _draw_clock(sheet, foot)
    _draw_lanes(sheet, lanes)
    _draw_strips(sheet, strips, first, end_s)
    return drawing.svg(name, title, description)


def _draw_clock(sheet: _Sheet, foot: float) -> None:
    drawing, time = sheet.drawing, sheet.time
    for moment_s in time.ticks(12):
        drawing.lines([[(time(moment_s), sheet.top), (time(moment_s), foot)]], _GRID)
        drawing.lines([[(time(moment_s), foot), (time(moment_s), foot + 3)]], _AXIS)
        drawing.words((time(moment_s), foot + 5), f"{moment_s:g}", Letters(side="middle", height="below"))
    drawing.lines([[(_LEFT, foot), (_RIGHT, foot)]], _AXIS)
    drawing.words(((_LEFT + _RIGHT) / 2, foot + 28), "seconds from the start", Letters(side="middle"))


def _draw_lanes(sheet: _Sheet, lanes: Sequence[Lane]) -> None:
    sheet.draw(((lane.start_s, lane.end_s, row) for row, lane in enumerate(lanes)), _LINES["in flight"])
    tracked = ((first, last, row) for row, lane in enumerate(lanes) for first, last in lane.tracked_s)
    sheet.draw(tracked, _LINES["tracked"])
    marks: dict[str, list[tuple[float, float]]] = {sign: [] for sign in _SIGNS}
    for row, lane in enumerate(lanes):
        marks["launch"] += [(moment, row - 0.2) for moment in lane.launched_s]
        marks["miss"] += [(moment, row) for moment in lane.missed_s]
        marks[lane.fate if lane.fate in _SIGNS else "ends otherwise"].append((lane.end_s, row))
        words, colour = lane.reason or FATE_WORDS[lane.fate], "soft"
        if lane.fate == "leaked":
            words, colour = f"leaked: {lane.reason.replace('_', ' ')}".removesuffix(": "), "vermillion"
        sheet.say(row, lane.object_id, words, colour)
    for sign, moments in marks.items():
        sheet.mark(moments, _SIGNS[sign])


def _draw_strips(sheet: _Sheet, strips: Sequence[Strip], first: int, end_s: float) -> None:
    """The parts of the defence, each with a thin line for its whole time and its spells over it."""
    rows = list(enumerate(strips, first))
    sheet.draw(((0.0, end_s, row) for row, _ in rows), _LINES["in flight"])
    for what in SPELLS:
        sheet.draw(((a, b, row) for row, one in rows for a, b in one.spells_s.get(what, ())), _SPELL_LINES[what])
    sheet.mark(((moment, row - 0.2) for row, one in rows for moment in one.launched_s), _SIGNS["launch"])
    sheet.mark(((moment, row) for row, one in rows for moment in one.hit_s), _HIT_SIGNS["hit or loss"])
    for row, one in rows:
        sheet.say(row, one.name, ", ".join(what for what in reversed(SPELLS) if what in one.spells_s), "soft")


def _cut(name: str) -> str:
    """A name short enough for the margin; its end, which tells objects of a group apart, is kept.

    >>> _cut("cm-indus-001"), _cut("the-second-wave-from-the-north-east-012")
    ('cm-indus-001', 'the-secon…orth-east-012')
    """
    return name if len(name) <= _MOST_LETTERS else f"{name[:9]}…{name[-13:]}"


def _draw_key(drawing: Drawing, row: int, lines: Mapping[str, Stroke], signs: Mapping[str, Sign]) -> None:
    x, y = _LEFT, 3 + _KEY * (row + 0.5)
    for words, stroke in lines.items():
        drawing.lines([[(x, y), (x + 16, y)]], stroke)
        drawing.words((x + 20, y), words, Letters(8, height="middle"))
        x += 34 + 4.6 * len(words)
    for words, sign in signs.items():
        drawing.marks([(x + 4, y)], sign)
        drawing.words((x + 11, y), words, Letters(8, height="middle"))
        x += 25 + 4.6 * len(words)
