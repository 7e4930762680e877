"""Squadrons over the years: those formed and those effective, as seen today and from an earlier day, beside what was
published of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.posture.dates import Span, day_text, month_of
from mantlet.posture.squadrons import Force, Strength
from mantlet.report.drawing import Drawing, Letters, Scale, Sign, Stroke, polyline
from mantlet.report.markup import Html

_BROAD, _TALL = 620.0, 330.0
_LEFT, _RIGHT, _TOP, _FOOT = 40.0, 608.0, 14.0, 268.0
_AXIS, _GRID = Stroke("soft", 0.6), Stroke("line", 0.5)
_SIGNS = {
    "published count": Sign("disc", 7, "ink", "paper"),
    "called active, effective or operational": Sign("square", 6, "orange", "ink"),
    "projection": Sign("diamond", 9, "paper", "ink"),
}


def squadrons_svg(of: Force, now: Strength, then: Strength, origin_day: int) -> Html:
    """The chart: 5 to 95 % of the draws of `now`, and from `origin_day` on those of `then`, as lines."""
    counts = [*now.quantiles("effective", (0.05,)).ravel(), *now.quantiles("formed", (0.95,)).ravel()]
    counts += [value for point in of.points if point.of is None for value in point.count.values]
    along = Scale(now.months[0], now.months[-1] + 1, _LEFT, _RIGHT)
    up = Scale(min(counts) - 1.0, max(counts) + 1.0, _FOOT, _TOP)
    drawing = Drawing(_BROAD, _TALL)
    for count in up.ticks(7, least=1.0):
        drawing.lines([[(_LEFT, up(count)), (_RIGHT, up(count))]], _GRID)
        drawing.words((_LEFT - 4, up(count)), f"{count:g}", Letters(side="end", height="middle"))
    _band(drawing, along, up, now, now.quantiles("effective", (0.05, 0.95)), "yellow")
    _band(drawing, along, up, now, now.quantiles("formed", (0.05, 0.95)), "sky")
    at = [index for index, month in enumerate(then.months) if month >= month_of(origin_day)]
    for share, dashes in ((0.05, (2.0, 3.0)), (0.5, (6.0, 3.0)), (0.95, (2.0, 3.0))):
        line = then.quantiles("formed", (share,))[0]
        path = [(along(then.months[index] + 0.5), up(float(line[index]))) for index in at]
        drawing.lines([path], Stroke("vermillion", 1.4, dashes))
    since = along(month_of(origin_day) + 0.5)
    drawing.lines([[(since, _TOP), (since, _FOOT)]], Stroke("vermillion", 0.6))
    drawing.words((since + 3, _TOP + 4), day_text(origin_day), Letters(8, "vermillion", height="middle", halo=True))
    _published(drawing, along, up, of)
    drawing.words((11, (_TOP + _FOOT) / 2), "squadrons", Letters(side="middle"), turned=True)
    drawing.lines([[(_LEFT, _TOP), (_LEFT, _FOOT), (_RIGHT, _FOOT)]], _AXIS)
    for month in range(now.months[0] - now.months[0] % 12, now.months[-1] + 2, 24):
        if month >= now.months[0]:
            drawing.lines([[(along(month), _FOOT), (along(month), _FOOT + 3)]], _AXIS)
            drawing.words((along(month), _FOOT + 5), f"{month // 12}", Letters(side="middle", height="below"))
    _legend(drawing, origin_day)
    return drawing.svg("squadrons", of.title, "Squadrons by month with the counts that were published")


def _band(drawing: Drawing, along: Scale, up: Scale, seen: Strength, bounds: NDArray[np.int64], colour: str) -> None:
    places = [along(month + 0.5) for month in seen.months]
    low, high = ([(x, up(float(count))) for x, count in zip(places, row, strict=True)] for row in bounds)
    drawing.shape(polyline([*low, *reversed(high)]) + "z", fill=colour)


def _kind(what: str) -> str:
    if what == "projection":
        return what
    named = ("active", "effective", "operational")
    return "called active, effective or operational" if what in named else "published count"


def _published(drawing: Drawing, along: Scale, up: Scale, of: Force) -> None:
    of_all = [point for point in of.points if point.of is None]
    for point in sorted(of_all, key=lambda point: point.what != "projection"):  # counts on top
        x = along(_middle(point.date))
        low, high = up(point.count.values[0]), up(point.count.values[-1])
        if low != high:
            drawing.lines([[(x, low), (x, high)]], Stroke("ink", 1.2))
        drawing.marks([(x, up(point.count.central))], _SIGNS[_kind(point.what)])


def _middle(when: Span) -> float:
    return (month_of(when.first) + month_of(when.last) + 1) / 2


def _legend(drawing: Drawing, origin_day: int) -> None:
    row, plain = _FOOT + 30, Letters(8, height="middle")
    for x, colour, words in ((_LEFT, "sky", "formed, as known today"), (190.0, "yellow", "effective, as known today")):
        drawing.boxes([(x, row - 4, 14, 8)], colour)
        drawing.words((x + 19, row), words, plain)
    drawing.lines([[(350, row), (372, row)]], Stroke("vermillion", 1.4, (6.0, 3.0)))
    drawing.words((377, row), f"formed, as seen from {day_text(origin_day)}", plain)
    x = _LEFT + 6
    for words, sign in _SIGNS.items():
        drawing.marks([(x, row + 18)], sign)
        drawing.words((x + 12, row + 18), words, plain)
        x += 30 + 4.6 * len(words)
