"""Squadrons over the years: those formed and those effective, as seen today and from an earlier day, beside what was
published of them."""

from __future__ import annotations

from collections.abc import Sequence

from mantlet.posture.dates import month, month_of, span
from mantlet.report.drawing import Drawing, Letters, Scale, Sign, Stroke, polyline
from mantlet.report.markup import Html
from mantlet.report.posture.facts import Document

_BROAD, _TALL = 620.0, 330.0
_LEFT, _RIGHT, _TOP, _FOOT = 40.0, 608.0, 14.0, 268.0
_AXIS, _GRID = Stroke("soft", 0.6), Stroke("line", 0.5)
_BANDS = {"effective": ("yellow", 1.0), "formed": ("sky", 0.5)}  # the second lets the first show through
_SIGNS = {
    "published count": Sign("disc", 7, "ink", "paper"),
    "called active, effective or operational": Sign("square", 6, "orange", "ink"),
    "projection": Sign("diamond", 9, "paper", "ink"),
}


def squadrons_svg(found: Document, origin: str) -> Html:
    """The chart, from the `squadrons` of a document: 5 to 95 % of the draws as known today, and from the day `origin`
    on those as known then, as lines."""
    months = [month(text) for text in found["months"]]
    now, then = found["known_today"], found["known_then"]
    counts = [low for low, _, _ in now["effective"]] + [high for _, _, high in now["formed"]]
    counts += [bound for point in of_all(found) for bound in (point["low"], point["high"])]
    along = Scale(months[0], months[-1] + 1, _LEFT, _RIGHT)
    up = Scale(min(counts) - 1.0, max(counts) + 1.0, _FOOT, _TOP)
    drawing = Drawing(_BROAD, _TALL)
    for count in up.ticks(7, least=1.0):
        drawing.lines([[(_LEFT, up(count)), (_RIGHT, up(count))]], _GRID)
        drawing.words((_LEFT - 4, up(count)), f"{count:g}", Letters(side="end", height="middle"))
    places = [along(number + 0.5) for number in months]
    for counted, (colour, cover) in _BANDS.items():
        low, high = ([(x, up(row[end])) for x, row in zip(places, now[counted], strict=True)] for end in (0, 2))
        drawing.shape(polyline([*low, *reversed(high)]) + "z", fill=colour, cover_frac=cover)
    since = month_of(span(origin).last)
    for end, dashes in ((0, (2.0, 3.0)), (1, (6.0, 3.0)), (2, (2.0, 3.0))):
        seen = zip(months, places, then["formed"], strict=True)
        path = [(x, up(row[end])) for number, x, row in seen if number >= since]
        drawing.lines([path], Stroke("vermillion", 1.4, dashes))
    start = along(since + 0.5)
    drawing.lines([[(start, _TOP), (start, _FOOT)]], Stroke("vermillion", 0.6))
    drawing.words((start + 3, _TOP + 4), origin, Letters(8, "vermillion", height="middle", halo=True))
    _published(drawing, along, up, of_all(found))
    drawing.words((11, (_TOP + _FOOT) / 2), "squadrons", Letters(side="middle"), turned=True)
    drawing.lines([[(_LEFT, _TOP), (_LEFT, _FOOT), (_RIGHT, _FOOT)]], _AXIS)
    for number in range(-(-months[0] // 24) * 24, months[-1] + 2, 24):
        drawing.lines([[(along(number), _FOOT), (along(number), _FOOT + 3)]], _AXIS)
        drawing.words((along(number), _FOOT + 5), f"{number // 12}", Letters(side="middle", height="below"))
    _legend(drawing, origin)
    return drawing.svg("squadrons", found["title"], "Squadrons by month with the counts that were published")


def of_all(found: Document) -> list[Document]:
    """Published counts of all squadrons, not of one type."""
    return [point for point in found["published"] if point["of"] is None and point["unit"] == "squadrons"]


def aircraft_of(found: Document) -> dict[str, list[Document]]:
    """Published counts of aircraft in months that the chart has, by type, of types that squadrons are counted of."""
    types: dict[str, list[Document]] = {}
    for point in found["published"]:
        if point["unit"] == "aircraft" and point["of"] in found["known_today"]["aircraft"]:
            types.setdefault(point["of"], []).append(point)
    return types


def _kind(what: str) -> str:
    if what == "projection":
        return what
    named = ("active", "effective", "operational")
    return "called active, effective or operational" if what in named else "published count"


def _published(drawing: Drawing, along: Scale, up: Scale, points: Sequence[Document]) -> None:
    for point in sorted(points, key=lambda point: point["what"] != "projection"):  # counts on top
        x, low, high = along(middle_of(point["date"])), point["low"], point["high"]
        if low != high:
            drawing.lines([[(x, up(low)), (x, up(high))]], Stroke("ink", 1.2))
        drawing.marks([(x, up(point["best"]))], _SIGNS[_kind(point["what"])])


def middle_of(written: str) -> float:
    """The middle of the days that are meant, in months.

    >>> middle_of("2020-01"), middle_of("2020-01 to 2021-12")
    (24240.5, 24252.0)
    """
    first, _, last = written.partition(" to ")
    when = span({"from": first, "to": last or first})
    return (month_of(when.first) + month_of(when.last) + 1) / 2


def _legend(drawing: Drawing, origin: str) -> None:
    row, plain = _FOOT + 30, Letters(8, height="middle")
    for x, counted in ((_LEFT, "formed"), (190.0, "effective")):
        drawing.boxes([(x, row - 4, 14, 8)], *_BANDS[counted])
        drawing.words((x + 19, row), f"{counted}, as known today", plain)
    drawing.lines([[(350, row), (372, row)]], Stroke("vermillion", 1.4, (6.0, 3.0)))
    drawing.words((377, row), f"formed, as seen from {origin}", plain)
    x = _LEFT + 6
    for words, sign in _SIGNS.items():
        drawing.marks([(x, row + 18)], sign)
        drawing.words((x + 12, row + 18), words, plain)
        x += 30 + 4.6 * len(words)
