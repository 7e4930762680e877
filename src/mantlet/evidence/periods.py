"""Periods as intervals of days: how they are written, counted on from a day, and cut into parts."""

from __future__ import annotations

import calendar
import math
from datetime import date, timedelta
from typing import Final, NamedTuple

DAYS_OF: Final = {"day": 1, "week": 7}
MONTHS_OF: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


class When(NamedTuple):
    """A period named from token `first` to `last`: its days, by which rule, and on which side it is open."""

    first: int
    last: int
    low: date
    high: date
    rule: str
    side: str = ""
    flags: tuple[str, ...] = ()

    def text(self) -> str:
        """The period as ISO 8601 has it, open ends with two dots.

        >>> When(0, 0, date(2021, 12, 1), date(2021, 12, 31), "month", "before").text()
        '../2021-12'
        """
        if self.side == "before" and self.rule == "date.part":  # by the end of 2021
            low, high = shifted(self.high, 0, "year" if self.high.month == 12 else "month")
            return f"../{period_text(low, high)}"
        whole = period_text(self.low, self.high)
        if self.side == "before":
            return f"../{whole.rpartition('/')[2]}"
        return f"{whole.partition('/')[0]}/.." if self.side == "after" else whole


def days_of(text: str | None) -> tuple[float, float] | None:
    """First and last day of such a text, as ordinals; an open end is infinite. None for no text.

    >>> days_of("../2021-12")[1] == date(2021, 12, 31).toordinal()
    True
    """
    if text is None:
        return None
    first, slash, last = text.partition("/")
    low = -math.inf if first == ".." else _ends(first)[0].toordinal()
    high = math.inf if last == ".." else _ends(last if slash else first)[1].toordinal()
    return low, high


def _ends(text: str) -> tuple[date, date]:
    """First and last day of a year, quarter, month or day."""
    if "Q" in text:
        return month(int(text[:4]), 3 * int(text[-1]) - 2, 3)
    year, *rest = map(int, text.split("-"))
    if len(rest) == 2:
        day = date(year, *rest)
        return day, day
    return month(year, *rest) if rest else month(year, 1, 12)


def period_text(low: date, high: date) -> str:
    """A year, month or day by itself; anything else as the two ends of an interval, no finer than need be.

    >>> period_text(date(2020, 4, 1), date(2020, 6, 30)), period_text(date(2018, 1, 1), date(2018, 12, 31))
    ('2020-Q2', '2018')
    """
    size = 10
    if low.day == 1 and high == _month_end(high.year, high.month):
        size = 4 if low.month == 1 and high.month == 12 else 7
    if size == 7 and low.month % 3 == 1 and month(low.year, low.month, 3) == (low, high):
        return f"{low.year}-Q{low.month // 3 + 1}"
    first, last = low.isoformat()[:size], high.isoformat()[:size]
    return first if first == last else f"{first}/{last}"


def month(year: int, number: int, months: int = 1) -> tuple[date, date]:
    """First and last day of so many months; `number` may lie outside 1 to 12. Raises ValueError for no year."""
    first, last = year * 12 + number - 1, year * 12 + number - 2 + months
    return date(first // 12, first % 12 + 1, 1), _month_end(last // 12, last % 12 + 1)


def _month_end(year: int, number: int) -> date:
    return date(year, number, calendar.monthrange(year, number)[1])


def shifted(day: date, shift: int, of: str) -> tuple[date, date]:
    """The day, week (from Monday), month, quarter, year or decade so many on from that of `day`.

    Raises ValueError or OverflowError outside the calendar.
    """
    if of == "day":
        there = day + timedelta(days=shift)
        return there, there
    if of == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    size = MONTHS_OF[of]
    start = (day.year * 12 + day.month - 1) // size * size + shift * size
    return month(start // 12, start % 12 + 1, size)


def part_of(low: date, high: date, since_share: float, until_share: float) -> tuple[date, date]:
    """A part of a period; of a year in whole months."""
    days = (high - low).days + 1
    if days >= 365 and low.day == 1:
        months = round(days / 30.44)
        first, last = round(months * since_share), round(months * until_share)
        return month(low.year, low.month + first, max(last - first, 1))
    first, last = int(days * since_share), int(days * until_share) - 1
    return low + timedelta(days=first), low + timedelta(days=max(first, last))
