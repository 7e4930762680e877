"""Periods told from the report's own day: yesterday, two years ago, on Wednesday, in the nineties."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from mantlet.evidence.almanac import SOON, Calendar
from mantlet.evidence.lexicon import Hit
from mantlet.evidence.numbers import number_at, word
from mantlet.evidence.periods import DAYS_OF, MONTHS_OF, When, month, shifted
from mantlet.evidence.tables import Moment
from mantlet.evidence.tokens import APOSTROPHES, in_front

_LEAP: Final = timedelta(days=3)  # by how much months and years differ
_WEEKEND: Final = "weekend"  # from its Saturday to its Sunday
_TENS: Final = frozenset(f"{tens}0" for tens in range(1, 10))
_BEFORE_A_DECADE: Final = frozenset(("the", "early", "mid", "late"))


def moment(calendar_: Calendar, at: int) -> When | None:
    """Yesterday, last week, next year."""
    hit = calendar_.hits.get("moment", {}).get(at)
    if hit is None:
        return None
    entry: Moment = hit.entry
    return When(at, hit.last, *shifted(calendar_.today, entry.shift, entry.of), f"date.relative.{entry.of}")


def ago(calendar_: Calendar, at: int) -> When | None:
    """Two years ago, three months earlier, a decade from now."""
    tokens = calendar_.tokens
    if not calendar_.ways or calendar_.ways.isdisjoint(range(at + 2, at + 9)):
        return None
    number = number_at(tokens, at, calendar_.tables.numerals)
    last, count = (number.last, number.value) if number is not None else (at, 1.0)
    if number is None and tokens[at].low not in ("a", "an"):
        return None
    unit = calendar_.hits.get("unit", {}).get(last + 1)
    if unit is None or not 0 <= count < 5000:
        return None
    name: str = unit.entry.unit
    for table, sign in (("ago", -1), ("hence", 1)):
        hit = calendar_.hits.get(table, {}).get(unit.last + 1)
        if hit is None and sign > 0:
            hit = _in_time(calendar_, unit.last + 1)
        compared = hit is not None and word(tokens, hit.last + 1) == "than"  # earlier than planned
        if hit is not None and not compared and name in (*DAYS_OF, *MONTHS_OF):
            return When(at, hit.last, *shifted(calendar_.today, sign * int(count), name), "date.ago")
    return None


def earlier(calendar_: Calendar, before: When, when: When) -> When:
    """98 jets in 2023 and 141 a year earlier: counted from the period just before, where that is told as finely."""
    if when.rule != "date.ago" or word(calendar_.tokens, when.last) != "earlier":
        return when
    finely = before.high - before.low <= when.high - when.low + _LEAP
    if not finely or calendar_.prose.sentence(when.first) - calendar_.prose.sentence(before.first) > 1:
        return when
    with suppress(ValueError, OverflowError):  # outside the calendar
        return ago(replace(calendar_, today=before.low), when.first) or when
    return when


def _in_time(calendar_: Calendar, at: int) -> Hit | None:
    """The time of "in four weeks' time"."""
    tokens = calendar_.tokens
    owned = at < len(tokens) and tokens[at].text in APOSTROPHES
    step = at + 1 + (owned and word(tokens, at + 1) == "s")
    return Hit("hence", None, step, step) if owned and word(tokens, step) == "time" else None


def weekday(calendar_: Calendar, at: int) -> When | None:
    """The last such day on or before the report's; the next on or after it where the sentence looks ahead."""
    tokens, today = calendar_.tokens, calendar_.today
    name = tokens[at].low
    if name not in calendar_.tables.weekdays or not (tokens[at].text[0].isupper() or name == _WEEKEND) or len(name) < 4:
        return None
    before = word(tokens, at - 1)
    back = (today.weekday() - calendar_.tables.weekdays[name]) % 7
    if before == "last":
        day = today - timedelta(days=back or 7)
    elif before == "next":
        day = today + timedelta(days=7 - back)
    elif calendar_.looks_ahead(at):
        day = today + timedelta(days=-back % 7)
    else:
        day = today - timedelta(days=back)
    return When(at, at, day, day + timedelta(days=name == _WEEKEND), "date.weekday", flags=("day by rule",))


def decade(calendar_: Calendar, at: int) -> When | None:
    """The eighties, early nineties, the 80s; of two centuries by rule. Somebody in his fifties is no date."""
    tokens = calendar_.tokens
    tens, last = calendar_.tables.decades.get(tokens[at].low), at
    if tokens[at].text in _TENS and word(tokens, at + 1) == "s" and tokens[at + 1].glued:
        tens, last = int(tokens[at].text), at + 1
    before = word(tokens, in_front(tokens, at))
    if tens is None or not (tokens[at].text[0].isupper() or before in _BEFORE_A_DECADE):
        return None
    year = 2000 + tens if 2000 + tens <= calendar_.today.year + SOON else 1900 + tens
    return When(at, last, *month(year, 1, 120), "date.decade", flags=("century by rule",))
