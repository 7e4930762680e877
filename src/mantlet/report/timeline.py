"""How one fight went: objects as rows, and beneath them the parts of the defence, with time to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mantlet.report.fight import Lane
from mantlet.report.ink import LIGHT, Axes, drawing, inline_svg
from mantlet.report.markup import Html
from mantlet.report.strips import SPELLS, Strip
from mantlet.report.wording import FATE_WORDS

MOST_LANES, MOST_STRIPS = 90, 40
_ROW_IN, _KEY_IN = 0.16, 0.22
_BROAD_IN, _LEFT = 9.6, 0.17
_MOST_LETTERS = 24  # of a name beside the lanes

# words -> (colour, width)
_LINES: dict[str, tuple[str, float]] = {"in flight": ("line", 1.2), "tracked": ("soft", 2.2)}
_SPELL_LINES: dict[str, tuple[str, float]] = {
    "engages": ("blue", 2.2),
    "alone": ("purple", 2.2),
    "silent": ("sky", 3.4),
    "not set up": ("orange", 2.2),
    "down": ("vermillion", 3.4),
}
# words -> (marker, size, fill, edge)
_SIGNS: dict[str, tuple[str, float, str, str]] = {
    "launch": ("^", 4.0, "orange", "orange"),
    "miss": ("o", 4.2, "paper", "ink"),
    "killed": ("o", 5.0, "blue", "blue"),
    "leaked": ("D", 4.8, "vermillion", "vermillion"),
    "ends otherwise": ("|", 6.0, "soft", "soft"),
}
_HIT_SIGNS: dict[str, tuple[str, float, str, str]] = {"hit or loss": ("x", 5.0, "ink", "ink")}


def timeline_svg(rows: Sequence[Lane], befell: Sequence[Strip], name: str, title: str, description: str) -> Html:
    """Objects in the order given, the first 90, and beneath them what befell the defence."""
    lanes, strips = rows[:MOST_LANES], befell[:MOST_STRIPS]
    keys = 2 if strips else 1
    count = max(len(lanes), 6) + (len(strips) + 1 if strips else 0)
    height_in = 0.65 + keys * _KEY_IN + _ROW_IN * count
    with drawing(_BROAD_IN, height_in) as figure:
        axes = figure.add_axes((_LEFT, 0.5 / height_in, 0.65, (height_in - 0.6 - keys * _KEY_IN) / height_in))
        first = len(lanes) + 1  # of the strips: a row stays free
        _draw_lanes(axes, lanes)
        _draw_strips(axes, strips, first, max((lane.end_s for lane in rows), default=0.0))
        axes.set_ylim((first + len(strips) if strips else len(lanes)) - 0.2, -0.8)
        places = [*range(len(lanes)), *range(first, first + len(strips))]
        names = [*(lane.object_id for lane in lanes), *(strip.name for strip in strips)]
        axes.set_yticks(places, [_cut(one) for one in names], fontsize=7.5)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.margins(x=0.01)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel("seconds from the start")
        _draw_key(figure.add_axes(_band(0, height_in)), _LINES, _SIGNS)
        if strips:
            _draw_key(figure.add_axes(_band(1, height_in)), _SPELL_LINES, _HIT_SIGNS)
        return inline_svg(figure, name, title, description)


def _band(row: int, height_in: float) -> tuple[float, float, float, float]:
    """Where a row of the key stands in the figure."""
    return (0.0, 1 - (0.04 + _KEY_IN * (row + 1)) / height_in, 1.0, _KEY_IN / height_in)


def _draw_lanes(axes: Axes, lanes: Sequence[Lane]) -> None:
    """All lanes at once: one artist per kind of mark, since thousands of them would take seconds."""
    flights = [[(lane.start_s, row), (lane.end_s, row)] for row, lane in enumerate(lanes)]
    tracked = [[(first, row), (last, row)] for row, lane in enumerate(lanes) for first, last in lane.tracked_s]
    _draw_lines(axes, flights, *_LINES["in flight"])
    _draw_lines(axes, tracked, *_LINES["tracked"])
    marks: dict[str, list[tuple[float, float]]] = {sign: [] for sign in _SIGNS}
    for row, lane in enumerate(lanes):
        marks["launch"] += [(moment, row - 0.2) for moment in lane.launched_s]
        marks["miss"] += [(moment, row) for moment in lane.missed_s]
        marks[lane.fate if lane.fate in _SIGNS else "ends otherwise"].append((lane.end_s, row))
        words, colour = lane.reason or FATE_WORDS[lane.fate], "soft"
        if lane.fate == "leaked":
            words, colour = f"leaked: {lane.reason.replace('_', ' ')}".removesuffix(": "), "vermillion"
        _say(axes, row, words, colour)
    for sign, places in marks.items():
        _mark(axes, places, *_SIGNS[sign])


def _draw_strips(axes: Axes, strips: Sequence[Strip], first: int, end_s: float) -> None:
    """The parts of the defence, each with a thin line for its whole time and its spells over it."""
    _draw_lines(axes, [[(0.0, first + n), (end_s, first + n)] for n in range(len(strips))], *_LINES["in flight"])
    for what in SPELLS:
        spells = [
            [(a, first + n), (b, first + n)] for n, one in enumerate(strips) for a, b in one.spells_s.get(what, ())
        ]
        _draw_lines(axes, spells, *_SPELL_LINES[what])
    _mark(axes, [(at, first + n - 0.2) for n, one in enumerate(strips) for at in one.launched_s], *_SIGNS["launch"])
    _mark(axes, [(at, first + n) for n, one in enumerate(strips) for at in one.hit_s], *_HIT_SIGNS["hit or loss"])
    for n, strip in enumerate(strips):
        _say(axes, first + n, ", ".join(what for what in reversed(SPELLS) if what in strip.spells_s), "soft")


def _say(axes: Axes, row: int, words: str, colour: str) -> None:
    place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "annotation_clip": False, "va": "center"}
    axes.annotate(_cut(words), (1.015, row), color=LIGHT[colour], fontsize=7.5, **place)


def _cut(name: str) -> str:
    """A name short enough for the margin; its end, which tells objects of a group apart, is kept.

    >>> _cut("cm-indus-001"), _cut("the-second-wave-from-the-north-east-012")
    ('cm-indus-001', 'the-secon…orth-east-012')
    """
    return name if len(name) <= _MOST_LETTERS else f"{name[:9]}…{name[-13:]}"


def _draw_lines(axes: Axes, lines: Sequence[Sequence[tuple[float, float]]], colour: str, width: float) -> None:
    from matplotlib.collections import LineCollection

    axes.add_collection(LineCollection(lines, colors=LIGHT[colour], linewidths=width, capstyle="butt", zorder=2))
    axes.autoscale_view()


def _mark(axes: Axes, places: Sequence[tuple[float, float]], marker: str, size: float, fill: str, edge: str) -> None:
    axes.plot(
        [x for x, _ in places],
        [y for _, y in places],
        marker,
        markersize=size,
        markerfacecolor=LIGHT[fill],
        markeredgecolor=LIGHT[edge],
        markeredgewidth=0.8,
        zorder=3,
    )


def _draw_key(axes: Axes, lines: dict[str, tuple[str, float]], signs: dict[str, tuple[str, float, str, str]]) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, _BROAD_IN * 72)
    axes.set_ylim(-1, 1)
    x = _LEFT * _BROAD_IN * 72
    for words, (colour, width) in lines.items():
        axes.plot([x, x + 16], [0, 0], color=LIGHT[colour], linewidth=width)
        axes.text(x + 20, 0, words, fontsize=8, va="center")
        x += 34 + 4.6 * len(words)
    for words, sign in signs.items():
        _mark(axes, [(x + 4, 0)], *sign)
        axes.text(x + 11, 0, words, fontsize=8, va="center")
        x += 25 + 4.6 * len(words)
