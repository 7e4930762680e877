"""Lengths of time whose number is an article or a half: another year, within a decade, a year and a half."""

from __future__ import annotations

from typing import Final

from mantlet.evidence.numbers import Number, word
from mantlet.evidence.page import Page

ONE: Final = Number(1.0, 0.0, 0, 0, "count")
_ARTICLES = frozenset(("a", "an"))


def one_at(page: Page, at: int) -> Number | None:
    """The one of "another year", "a year late", "a year and a half", and of "a decade" behind what it lasts by."""
    low = page.tokens[at].low
    if low not in _ARTICLES and low != "another":
        return None
    unit = page.hit("unit", at + 1)
    if unit is None or unit.entry.dimension != "duration":
        return None
    numerals = page.tables.numerals
    lasts = low == "another" or word(page.tokens, at - 1) in numerals.lasting
    lasts = (
        lasts or page.tokens[unit.last].low in numerals.lengths or word(page.tokens, unit.last + 1) in numerals.lasted
    )
    return ONE._replace(first=at, last=at) if lasts or half_behind(page, unit.last) else None


def half_behind(page: Page, last: int) -> bool:
    """True where "and a half" stands behind a unit."""
    return [word(page.tokens, last + step) for step in (1, 2, 3)] == ["and", "a", "half"]


def counts_on(page: Page, at: int) -> bool:
    """True for what stands behind a year ago and a decade later: that is a time, no rate."""
    name = word(page.tokens, at)
    return (name in page.tables.numerals.lasted and name != "before") or page.hit("ago", at) is not None
