"""Dates and periods: written out, relative to the report's date, or parts of a year; each as an interval of days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Final

from mantlet.evidence.almanac import IN_DATES, Calendar
from mantlet.evidence.numbers import behind, word
from mantlet.evidence.periods import MONTHS_OF, When, month, part_of, shifted
from mantlet.evidence.relative import ago, decade, earlier, moment, weekday
from mantlet.evidence.spans import from_day, joined, to_day
from mantlet.evidence.tables import Part
from mantlet.evidence.tokens import APOSTROPHES, in_front, is_hyphen

_DOUBTFUL = frozenset(("may", "march", "mar", "jan"))  # words or names besides, also with a full stop
_DASHES = frozenset("-–—‐‑/")


def dates_in(calendar_: Calendar) -> list[When]:
    """All periods that a report names, in order, none over another."""
    found: list[When] = []
    at, size = 0, len(calendar_.tokens)
    while at < size:
        when = None if calendar_.is_dull(at) else _when_at(calendar_, at)
        if when is None:
            at += 1
            continue
        if (
            when.first
            and when.rule in ("date.without_year", "date.weekday")
            and word(calendar_.tokens, at - 1) in ("last", "next", "this")
        ):
            when = when._replace(first=at - 1)
        when = to_day(calendar_, when)
        at = when.last + 1
        when = earlier(calendar_, found[-1], when) if found else when
        if found and (both := joined(calendar_, found[-1], when)) is not None:
            found[-1] = both
        else:
            when = from_day(calendar_, when, after=found[-1].last if found else -1)
            found.append(when if when.rule == "date.between" else _opened(calendar_, when))
    return found


def _when_at(calendar_: Calendar, at: int) -> When | None:
    for reads in _READERS[calendar_.tokens[at].sort]:
        try:
            when = reads(calendar_, at)
        except (ValueError, OverflowError):  # no day of any calendar: it stays a number
            continue
        if when is not None:
            return when
    return None


def _opened(calendar_: Calendar, when: When) -> When:
    """With the side on which it is open, from the words in front: by, before, since."""
    ends = calendar_.hits.get("open_end_last", {})
    for step in (1, 2, 3):
        at = when.first - step
        if at in ends:
            side = ends[at].entry
            if side == "before" and calendar_.is_denied(at):
                side = "after"
            return when if side == "at" else when._replace(side=side)
        if word(calendar_.tokens, at) not in ("the", "early", "about", "around"):
            break
    return when


def _numeric(calendar_: Calendar, at: int) -> When | None:
    """2021-12-24, 24/12/2021, 24.12.2021; day and month that cannot be told apart leave the year."""
    tokens = calendar_.tokens
    if at + 4 >= len(tokens) or 4 not in (len(tokens[at].text), len(tokens[at + 4].text)):
        return None
    tokens = tokens[at : at + 5]
    if not tokens[1].glued or tokens[1].text not in IN_DATES or tokens[3].text != tokens[1].text:
        return None
    if [token.sort for token in tokens] != ["figure", "mark"] * 2 + ["figure"] or not all(
        token.glued for token in tokens[1:]
    ):
        return None
    sizes = [len(token.text) for token in tokens[::2]]
    if max(sizes) > 4 or not all(token.text.isdecimal() for token in tokens[::2]):
        return None
    first, middle, last = (int(token.text) for token in tokens[::2])
    if sizes[0] == 4:
        day = date(first, middle, last)
        return When(at, at + 4, day, day, "date.numeric")
    if sizes[2] != 4:
        return None
    if first == middle or max(first, middle) > 12:
        day = date(last, *((middle, first) if middle <= 12 else (first, middle)))
        return When(at, at + 4, day, day, "date.numeric")
    return When(at, at + 4, *month(last, 1, 12), "date.numeric", flags=("day and month cannot be told apart",))


def _written(calendar_: Calendar, at: int) -> When | None:
    """24 June 2020, June 24, 2020, June 2020, June; a weekday in front belongs to it."""
    tokens, start = calendar_.tokens, at
    if word(tokens, at) in calendar_.tables.weekdays and tokens[at].text[0].isupper():
        at += 1 + (at + 1 < len(tokens) and tokens[at + 1].text in ",.")
        if at >= len(tokens):
            return None
    day = calendar_.day_at(at)
    if day is not None:
        after = day[1] + 1 + (word(tokens, day[1] + 1) == "of")
        number = calendar_.month_at(after)
        if number is None or (tokens[after].text == "May" and tokens[after].glued):
            return None
        return _dated(calendar_, start, after, number, day[0])
    number = calendar_.month_at(at)
    if number is None:
        return None
    after = (
        at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text == "." and tokens[at].low not in ("may", "june", "july"))
    )
    if after == at + 1 and after + 1 < len(tokens) and is_hyphen(tokens[after]) and tokens[after + 1].glued:
        return _hyphened(calendar_, start, number)
    day = calendar_.day_at(after)
    if day is not None and not (day[1] + 1 < len(tokens) and tokens[day[1] + 1].text in ("%", ":")):
        with suppress(ValueError):  # June 31: the month is read without it
            return _dated(calendar_, start, day[1], number, day[0])
    if start != at:
        return None
    return _dated(calendar_, start, at, number, None)


def _feast(calendar_: Calendar, at: int) -> When | None:
    """Christmas, New Year's Eve 2019."""
    hit = calendar_.hits.get("feast", {}).get(at)
    return None if hit is None else _dated(calendar_, at, hit.last, *hit.entry)


def _hyphened(calendar_: Calendar, at: int, number: int) -> When | None:
    """Aug-15: its day, though it may be a year; March-2020."""
    day = calendar_.day_at(at + 2) if calendar_.tokens[at + 1].glued else None
    if day is None:
        return _dated(calendar_, at, at, number, None)
    with suppress(ValueError):
        when = _dated(calendar_, at, day[1], number, day[0])
        if when is not None and when.rule == "date.without_year":
            return when._replace(flags=(*when.flags, "a day or a year"))
        return when
    return _dated(calendar_, at, at, number, None)


def _dated(calendar_: Calendar, first: int, last: int, number: int, day: int | None) -> When | None:
    """A month, or a day of it, with the year behind it or the one it has to be."""
    tokens = calendar_.tokens
    after = last + 1
    after += after < len(tokens) and tokens[after].text in (",", "of", ".", "-", "/")
    named = calendar_.year_at(after)
    if named is not None:
        year, last = named
        low, high = month(year, number)
        if day:
            low = high = date(year, number, day)
        return When(first, last, low, high, "date.written")
    if day is None and not _is_month(calendar_, first):
        return None
    year, flags = _nearest_year(calendar_, first, number)
    low, high = month(year, number)
    if day:
        low = high = date(year, number, day)
    return When(first, last, low, high, "date.without_year", flags=flags)


def _is_month(calendar_: Calendar, at: int) -> bool:
    """True unless a word such as May or March may be something else: those want a preposition of time in front."""
    tokens = calendar_.tokens
    name, front = tokens[at].low, in_front(tokens, at)
    before = word(tokens, front)
    dotted = at + 1 < len(tokens) and tokens[at + 1].text == "." and name not in _DOUBTFUL
    whole = (len(name) > 4 or name in ("june", "july")) and name != "march"
    if whole or dotted or (before in ("to", "or", "and") and calendar_.month_at(front - 1) is not None):
        return True
    if calendar_.month_at(front) is not None:  # April-May
        return True
    return before in (
        *(
            "in",
            "by",
            "since",
            "until",
            "till",
            "from",
            "through",
            "during",
            "before",
            "after",
            "of",
            "early",
            "mid",
            "late",
            "end",
            "for",
        ),
        *("last", "this", "next", "between"),
    )


def _nearest_year(calendar_: Calendar, at: int, number: int) -> tuple[int, tuple[str, ...]]:
    """The year of a month that is named alone: of `last` and `next` by the word, else the nearest by date and tense."""
    today, before = calendar_.today, word(calendar_.tokens, at - 1)
    ago = (today.month - number) % 12
    year_past = today.year - (number > today.month)
    if before == "last":
        return today.year - (number >= today.month), ()
    if before == "since":
        return year_past, ("year by rule",)
    ahead = calendar_.looks_ahead(at) or (calendar_.is_by(at) and not calendar_.looks_back(at))
    if before == "next" or (before != "since" and ahead):
        return today.year + (number < today.month), ("year by rule",)
    if before in ("in", "on", "late", "early") and calendar_.is_told(at - 1):
        return year_past, ("year by rule",)
    return (year_past if ago <= 9 or number == today.month else today.year + (number < today.month)), ("year by rule",)


def _parted(calendar_: Calendar, at: int) -> When | None:
    """Early 2021, mid-June, Q3 2021, the end of this year, summer 2021."""
    hit = calendar_.hits.get("part", {}).get(at)
    tokens = calendar_.tokens
    if hit is not None:
        part: Part = hit.entry
        after = behind(tokens, hit.last)
        after += word(tokens, after) in ("of", "the", "in")
        whole = _period(calendar_, after)
        named = tokens[hit.last].low == "quarter" and word(tokens, at - 1) == "the"
        if whole is None and (named or tokens[hit.last].low in ("year", "midyear")):
            year = calendar_.today.year + (part.until <= calendar_.today.month / 13 and calendar_.looks_ahead(at))
            low, high = part_of(*month(year, 1, 12), part.since, part.until)
            return When(at, hit.last, low, high, "date.part", flags=("year by rule",))
        if whole is None:
            return None
        return When(
            at, whole.last, *part_of(whole.low, whole.high, part.since, part.until), "date.part", flags=whole.flags
        )
    return _season(calendar_, at)


def _season(calendar_: Calendar, at: int) -> When | None:
    """Summer 2021, this autumn, the end of the summer."""
    tokens, today = calendar_.tokens, calendar_.today
    start = at
    before = word(tokens, at - 1)
    if tokens[at].low in ("this", "last", "next", "the"):
        before, at = tokens[at].low, at + 1
    months = calendar_.tables.seasons.get(word(tokens, at))
    if months is None:
        return None
    after = at + 1 + (word(tokens, at + 1) == "of")
    named = calendar_.year_at(after)
    if named is not None:
        year, last = named
        return When(start, last, *month(year, months[0], months[1] - months[0] + 1), "date.season")
    if before not in calendar_.tables.seasonal:
        return None
    over, begun = today.month > months[1], today.month >= months[0]
    year = (
        today.year
        - (before in ("last", "since") and not begun)
        + (before != "last" and over and (before == "next" or calendar_.looks_ahead(at)))
    )
    return When(start, at, *month(year, months[0], months[1] - months[0] + 1), "date.season", flags=("year by rule",))


def _period(calendar_: Calendar, at: int) -> When | None:
    """A year, fiscal year, month or relative period, which may have parts."""
    if at >= len(calendar_.tokens):
        return None
    for reads in (_fiscal, moment, decade, _season, _written):
        when = reads(calendar_, at)
        if when is not None:
            return when
    name = calendar_.tokens[at].low
    if name in MONTHS_OF and word(calendar_.tokens, at - 1) == "the":  # the end of the year
        return When(at, at, *shifted(calendar_.today, 0, name), "date.relative")
    years = _years(calendar_, at)
    if years is None or years.rule == "date.decade":
        return years
    last = years.last if years.rule == "date.year" else at
    return When(at, last, *month(years.low.year, 1, 12), "date.year")


def _fiscal(calendar_: Calendar, at: int) -> When | None:
    """FY2021, fiscal 2020-21, the financial year 2021; whose year it is is not known, so it is flagged."""
    hit = calendar_.hits.get("fiscal", {}).get(at)
    if hit is None:
        return None
    after = behind(calendar_.tokens, hit.last)
    after += after < len(calendar_.tokens) and calendar_.tokens[after].text in APOSTROPHES
    short = calendar_.short_year_at(after)
    years = _years(calendar_, after) if short is None else _from_year(calendar_, after, *short)
    if years is None:
        return None
    low, high = years.low, years.high
    flags = ("fiscal year taken as calendar year",)
    if high.year == low.year + 1:
        (low, _), (_, high), flags = month(low.year, 4), month(high.year, 3), ("fiscal year from April",)
    return When(at, years.last, low, high, "date.fiscal", flags=flags)


def _years(calendar_: Calendar, at: int) -> When | None:
    """2018, 2018-19, 2018-2020, 1990s, '19, '90s."""
    named = calendar_.year_at(at)
    return None if named is None else _from_year(calendar_, at, *named)


def _from_year(calendar_: Calendar, at: int, year: int, last: int) -> When:
    """A year up to token `last`, with what makes it a decade or the first of several years."""
    tokens = calendar_.tokens
    if word(tokens, last + 1) == "s" and tokens[last + 1].glued:
        months = 1200 if year % 1000 == 900 and last == at else 120
        return When(at, last + 1, *month(year, 1, months), "date.decade")
    if (
        last + 2 < len(tokens)
        and tokens[last + 1].text in _DASHES
        and tokens[last + 2].sort == "figure"
        and tokens[last + 2].text.isdecimal()
    ):
        tail = tokens[last + 2].text
        until = int(tail) if len(tail) == 4 else year // 100 * 100 + int(tail) if len(tail) == 2 else 0
        if year < until <= year + 30:
            return When(at, last + 2, *month(year, 1, 12 * (until - year + 1)), "date.years")
    return When(at, last, *month(year, 1, 12), "date.year")


def _bare_years(calendar_: Calendar, at: int) -> When | None:
    """A year by itself, unless it counts something or is bounded as a quantity is."""
    when = _years(calendar_, at)
    if when is None or when.rule != "date.year":
        return when
    tokens, hits = calendar_.tokens, calendar_.hits
    after = behind(tokens, when.last)
    counts = (
        after in hits.get("unit", {})
        or after in hits.get("money_after", {})
        or word(tokens, after) in calendar_.tables.numerals.scales
    )
    before = (
        at - 1 in hits.get("money_before_last", {})
        or at - 1 in hits.get("bound_before_last", {})
        or at - 1 in hits.get("about_last", {})
    )
    named = (
        tokens[at].glued
        and is_hyphen(tokens[at - 1])
        and tokens[at - 1].glued
        and word(tokens, at - 2) not in calendar_.tables.dating
    )
    dating = word(tokens, at - 1) in calendar_.tables.dating
    glued = after < len(tokens) and tokens[after].glued and tokens[after].sort == "word" and after == when.last + 1
    if glued or (when.last > at and not dating):
        return None
    return None if ((counts or before or named) and not (dating and not counts)) else when


_READERS: Final[Mapping[str, Sequence[Callable[[Calendar, int], When | None]]]] = {
    "figure": (_numeric, _written, ago, decade, _bare_years),
    "word": (_feast, _parted, _fiscal, _written, moment, ago, weekday, decade),
    "mark": (_bare_years,),
}
