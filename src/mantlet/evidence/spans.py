"""Periods that are told by their two ends: between August 27 and September 15, 2019; 5-17 September."""

from __future__ import annotations

import calendar
from contextlib import suppress
from datetime import date
from typing import Final

from mantlet.evidence.almanac import Calendar
from mantlet.evidence.numbers import word
from mantlet.evidence.periods import When

_DASHES: Final = frozenset("-–—‐‑/")
_UNTIL: Final = frozenset(("to", "through", "until"))
_DAYS: Final = frozenset(("date.written", "date.without_year"))


def joined(calendar_: Calendar, first: When, last: When) -> When | None:
    """Between August 27 and September 15, 2019; from 2018 to 2020; January-March 2021: one period."""
    if last.first - first.last != 2 or last.rule in ("date.weekday", "date.ago"):
        return None
    if not _are_ends(calendar_, first.first, first.last, glued=False):
        return None
    low = first.low
    if first.rule == "date.without_year" and low.year != last.low.year:
        low = _in_year(low, last.low.year)
    if low > last.high:
        return None
    flags = () if last.rule != "date.without_year" else last.flags
    return When(first.first, last.last, low, last.high, "date.between", flags=flags)


def from_day(calendar_: Calendar, when: When, after: int) -> When:
    """5-17 September: with a day of the same month in front, behind token `after`."""
    tokens, at = calendar_.tokens, when.first - 2
    if at <= after or not _is_day(when) or tokens[when.first].sort != "figure":
        return when
    day = calendar_.day_at(at)
    if day is None or day[0] >= when.low.day or tokens[at].glued or not _are_ends(calendar_, at, at):
        return when
    return When(at, when.last, when.low.replace(day=day[0]), when.high, "date.between", flags=when.flags)


def to_day(calendar_: Calendar, when: When) -> When:
    """September 5-17, 2021: with a day of the same month behind, and the year behind that."""
    day = calendar_.day_at(when.last + 2) if _is_day(when) and calendar_.tokens[when.last].sort == "figure" else None
    if day is None or day[0] <= when.low.day or not _are_ends(calendar_, when.first, when.last):
        return when
    if calendar_.month_at(day[1] + 1) is not None:  # from September 5 to 17 October
        return when
    after = day[1] + 1 + (day[1] + 1 < len(calendar_.tokens) and calendar_.tokens[day[1] + 1].text == ",")
    named = calendar_.year_at(after)
    year, last, flags = (when.low.year, day[1], when.flags) if named is None else (*named, ())
    with suppress(ValueError):  # June 5-31
        low, high = when.low.replace(year=year), when.low.replace(year=year, day=day[0])
        return When(when.first, last, low, high, "date.between", flags=flags)
    return when


def _is_day(when: When) -> bool:
    return when.low == when.high and when.rule in _DAYS


def _are_ends(calendar_: Calendar, first: int, last: int, *, glued: bool = True) -> bool:
    """True where a dash or words say that from token `first` to `last` stands one end, and behind it the other."""
    tokens, link = calendar_.tokens, last + 1
    if tokens[link].text in _DASHES:
        return not glued or (tokens[link].glued and tokens[link + 1].glued)
    name, before = word(tokens, link), word(tokens, first - 1)
    return (name == "and" and before == "between") or (name in _UNTIL and before == "from")


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
