"""Days and months. A date known only to a month or a year is every day it may have been, and is never rounded to one.

Days count as `datetime.date.toordinal` does; months are 12 times the year plus the month, January being 0.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, PlainSerializer

DAYS_PER_MONTH = 365.2425 / 12
_FORM = "expected 2021-12-15, 2021-12, 2021, or {from: ..., to: ...}"
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, order=True)
class Span:
    """The days from `first` to `last`, both included.

    >>> span("2021-12").text(), span({"from": "2020-10", "to": "2023-04"}).text()
    ('2021-12', '2020-10 to 2023-04')
    >>> span("0001").text(), span({"from": 2020, "to": 2023}).text(), span("2020-01").text()
    ('0001', '2020 to 2023', '2020-01')
    """

    first: int
    last: int

    def text(self) -> str:
        """As a file writes it, in the shortest form that says the same."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        if self.first == self.last:
            return first.isoformat()
        whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
        if not whole_months:
            return f"{first.isoformat()} to {last.isoformat()}"
        length = 7 if first.month > 1 or last.month < 12 else 4
        ends = dict.fromkeys(day.isoformat()[:length] for day in (first, last))
        return " to ".join(ends)


def span(written: object) -> Span:
    """The days of a date as a file writes it; raises ValueError with what is allowed.

    >>> (lambda year: year.last - year.first)(span(2020))
    365
    """
    if isinstance(written, Span):
        return written
    if isinstance(written, Mapping):
        ends = cast("Mapping[object, object]", written)
        if set(ends) != {"from", "to"}:
            raise ValueError(f"got fields {', '.join(sorted(map(str, ends))) or 'none'}, {_FORM}")
        first, last = span(ends["from"]).first, span(ends["to"]).last
        if last < first:
            raise ValueError(f"got {ends['from']} to {ends['to']}, which ends before it begins")
        return Span(first, last)
    match = _WRITTEN.fullmatch(str(written)) if isinstance(written, str | int) else None
    if match is None:
        raise ValueError(f"got {str(written)[:40]!r}, {_FORM}")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        if day is not None:
            return Span(*2 * (date(year or 0, month or 0, day).toordinal(),))
        last_month = month or 12
        last_day = calendar.monthrange(year or 0, last_month)[1]
        return Span(date(year or 0, month or 1, 1).toordinal(), date(year or 0, last_month, last_day).toordinal())
    except ValueError as error:
        raise ValueError(f"got {str(written)[:40]!r}, which is no day of the calendar") from error


def dated(words: str) -> Span | None:
    """The days of the first date in the words of a source about itself, or None.

    >>> [found and found.text() for found in map(dated, ("undated (2024, inferred)", "2016-2017", "undated"))]
    ['2024', '2016', None]
    """
    found = _WRITTEN.search(words)
    if found is None:
        return None
    try:
        return span(found.group())
    except ValueError:
        return span(found.group(1))


def _span(written: Any) -> Span:
    return span(written)


When = Annotated[Span, BeforeValidator(_span), PlainSerializer(Span.text, return_type=str)]


def day(written: str) -> int:
    """One day, written out in full.

    >>> day("2020-06-23") - day("2020-06-22")
    1
    """
    found = span(written)
    if found.first != found.last:
        raise ValueError(f"got {written!r}, expected one day such as 2020-06-23")
    return found.first


def day_text(number: int) -> str:
    """A day as it is written."""
    return date.fromordinal(number).isoformat()


def month_of(number: int) -> int:
    """The month a day lies in.

    >>> month_text(month_of(day("2020-06-23")))
    '2020-06'
    """
    found = date.fromordinal(number)
    return 12 * found.year + found.month - 1


def month(written: str) -> int:
    """A month as it is written, `2020-06`."""
    found = span(written)
    if month_of(found.first) != month_of(found.last):
        raise ValueError(f"got {written!r}, expected one month such as 2020-06")
    return month_of(found.first)


def month_text(number: int) -> str:
    """A month as it is written."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def last_day(number: int) -> int:
    """The last day of a month."""
    year, index = divmod(number, 12)
    return date(year, index + 1, calendar.monthrange(year, index + 1)[1]).toordinal()


def hull(spans: Iterable[Span]) -> Span:
    """From the first day of any to the last day of any."""
    kept = list(spans)
    return Span(min(one.first for one in kept), max(one.last for one in kept))
