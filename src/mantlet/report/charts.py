"""Figures on time and number: how many get through, and how one fight went. Labels stand at the marks themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.report.fight import Lane
from mantlet.report.findings import Spread
from mantlet.report.ink import LIGHT, Axes, drawing, inline_svg
from mantlet.report.markup import Html
from mantlet.report.wording import FATE_WORDS, SPREAD_MEANINGS, between, short

MOST_BARS = 60
MOST_LANES = 90
_ROW_IN = 0.16
_MOST_LETTERS = 24  # of a name beside the lanes
_GROUND = {"facecolor": LIGHT["paper"], "edgecolor": "none", "pad": 1.5}


def distribution_svg(leakers: NDArray[np.float64], spread: Spread, draw_means: NDArray[np.float64]) -> Html:
    """Share of raids by number of leakers, and below it on one scale what one raid and what the mean may be."""
    from matplotlib.ticker import MaxNLocator

    edges = _edges(leakers)
    shares = np.histogram(leakers, edges)[0] / len(leakers) * 100
    right = max([float(edges[-1]), *(interval[1] for interval in (spread.chance, spread.ignorance) if interval)])
    with drawing(8.6, 4.5) as figure:
        top = figure.add_axes((0.07, 0.46, 0.91, 0.50))
        top.bar((edges[:-1] + edges[1:]) / 2, shares, width=np.diff(edges) * 0.9, color=LIGHT["sky"])
        top.set_ylabel("raids, %")
        top.set_xlim(float(edges[0]) - 0.02 * right, right * 1.02)
        top.grid(axis="y")
        top.set_axisbelow(True)
        top.axvline(spread.mean, color=LIGHT["ink"], linewidth=1.2)
        top.set_ylim(0, float(shares.max()) * 1.16)
        top.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        text = f"average {short(spread.mean)}"
        top.annotate(text, (spread.mean, 1), xycoords=("data", "axes fraction"), va="top", fontsize=9, bbox=_GROUND)
        top.tick_params(labelbottom=False, length=0)
        low = figure.add_axes((0.07, 0.11, 0.91, 0.33), sharex=top)
        _draw_bands(low, spread, draw_means)
        low.set_xlabel("leakers in a raid (decoys not counted)")
        return inline_svg(
            figure,
            "leakers",
            "How many get through",
            f"Histogram of leakers per raid around a mean of {spread.mean:.1f}",
        )


def _edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bins centred on whole numbers, several numbers wide where one each would be too many."""
    low, high = int(values.min()), int(values.max())
    step = -(-(high - low + 1) // MOST_BARS)
    return np.arange(low, high + step + 1, step, dtype=np.float64) - 0.5


def _draw_bands(axes: Axes, spread: Spread, draw_means: NDArray[np.float64]) -> None:
    axes.set_ylim(0, 3)
    axes.spines["left"].set_visible(False)
    axes.tick_params(left=False, labelleft=False)
    axes.axvline(spread.mean, color=LIGHT["ink"], linewidth=1.2)
    bands = (
        (2.25, spread.chance, "sky", "chance"),
        (1.25, spread.ignorance, "orange", "ignorance"),
        (0.25, spread.error, "ink", "error"),
    )
    for height, interval, colour, term in bands:
        if interval is None:
            continue
        axes.plot(interval, [height, height], color=LIGHT[colour], linewidth=7, solid_capstyle="butt", zorder=3)
        text = f"{term}, {between(interval)}: {SPREAD_MEANINGS[term].partition(':')[0]}"
        axes.text(interval[0], height + 0.27, text, fontsize=8, va="bottom", zorder=4, bbox=_GROUND)
        if colour == "orange" and len(draw_means) > 1:
            shown = np.sort(draw_means)[:: max(1, len(draw_means) // 200)]
            axes.plot(shown, np.full(len(shown), height), "|", color=LIGHT["ink"], markersize=7, alpha=0.55, zorder=4)


def timeline_svg(rows: Sequence[Lane], name: str, title: str, description: str) -> Html:
    """Objects as rows in the order given, time to the right; the first 90 rows."""
    shown = rows[:MOST_LANES]
    height_in = 0.95 + _ROW_IN * max(len(shown), 6)
    with drawing(9.6, height_in) as figure:
        axes = figure.add_axes((0.17, 0.5 / height_in, 0.65, (height_in - 0.85) / height_in))
        _draw_lanes(axes, shown)
        axes.set_ylim(len(shown) - 0.2, -0.8)
        axes.set_yticks(range(len(shown)), [_cut(lane.object_id) for lane in shown], fontsize=7.5)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.margins(x=0.01)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel("seconds from the start")
        _draw_timeline_key(figure.add_axes((0.0, 1 - 0.3 / height_in, 1.0, 0.28 / height_in)))
        return inline_svg(figure, name, title, description)


def _draw_lanes(axes: Axes, lanes: Sequence[Lane]) -> None:
    """All lanes at once: one artist per kind of mark, since thousands of them would take seconds."""
    flights = [[(lane.start_s, row), (lane.end_s, row)] for row, lane in enumerate(lanes)]
    tracked = [[(first, row), (last, row)] for row, lane in enumerate(lanes) for first, last in lane.tracked_s]
    _draw_lines(axes, flights, "line", 1.2)
    _draw_lines(axes, tracked, "soft", 2.2)
    marks: dict[str, list[tuple[float, float]]] = {sign: [] for sign in _SIGNS}
    for row, lane in enumerate(lanes):
        marks["launch"] += [(moment, row - 0.2) for moment in lane.launched_s]
        marks["miss"] += [(moment, row) for moment in lane.missed_s]
        marks[lane.fate if lane.fate in _SIGNS else "ends otherwise"].append((lane.end_s, row))
        words, colour = lane.reason, "soft"
        if lane.fate == "leaked":
            words, colour = f"leaked: {lane.reason.replace('_', ' ')}".removesuffix(": "), "vermillion"
        elif lane.fate != "killed":
            words = FATE_WORDS[lane.fate]
        place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "annotation_clip": False, "va": "center"}
        axes.annotate(_cut(words), (1.015, row), color=LIGHT[colour], fontsize=7.5, **place)
    for sign, places in marks.items():
        _mark(axes, places, sign)


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


# words -> (marker, size, fill, edge)
_SIGNS: dict[str, tuple[str, float, str, str]] = {
    "launch": ("^", 4.0, "orange", "orange"),
    "miss": ("o", 4.2, "paper", "ink"),
    "killed": ("o", 5.0, "blue", "blue"),
    "leaked": ("D", 4.8, "vermillion", "vermillion"),
    "ends otherwise": ("|", 6.0, "soft", "soft"),
}


def _mark(axes: Axes, places: Sequence[tuple[float, float]], sign: str) -> None:
    marker, size, fill, edge = _SIGNS[sign]
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


def _draw_timeline_key(axes: Axes) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, 9.6 * 72)
    axes.set_ylim(-1, 1)
    x = 0.17 * 9.6 * 72
    for words, colour, width in (("in flight", "line", 1.2), ("tracked", "soft", 2.2)):
        axes.plot([x, x + 16], [0, 0], color=LIGHT[colour], linewidth=width)
        axes.text(x + 20, 0, words, fontsize=8, va="center")
        x += 34 + 4.6 * len(words)
    for words in _SIGNS:
        _mark(axes, [(x + 4, 0)], words)
        axes.text(x + 11, 0, words, fontsize=8, va="center")
        x += 25 + 4.6 * len(words)
