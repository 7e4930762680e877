"""Shares told by two numbers: 1/2 of the jets, nine in ten missiles."""

from __future__ import annotations

from typing import Final

from mantlet.evidence.numbers import Number, number_at, word
from mantlet.evidence.page import Page

# Of so many one counts in shares; in others (two in 40 days) something else is told.
_WHOLES: Final = frozenset((2, 3, 4, 5, 6, 8, 10, 12, 20, 100, 1000))
_LARGEST: Final = 100


def odds(page: Page, number: Number) -> Number:
    """The share that a number and the one behind it make; the number itself where they make none."""
    tokens, last = page.tokens, number.last
    if number.sort != "count" or last + 2 >= len(tokens) or not 0 < number.value < _LARGEST:
        return number
    slashed = tokens[last + 1].text == "/" and tokens[last + 1].glued and tokens[last + 2].glued
    if not slashed and word(tokens, last + 1) != "in":
        return number
    whole = number_at(tokens, last + 2, page.tables.numerals)
    if whole is None or whole.sort != "count" or whole.value not in _WHOLES or number.value >= whole.value:
        return number
    follows = word(tokens, whole.last + 1) == "of" if slashed else _is_counted(page, whole.last + 1)
    if not follows or tokens[whole.first].sort != tokens[number.first].sort:
        return number
    return Number(number.value / whole.value, 0.0, number.first, whole.last, "share", number.flags)


def _is_counted(page: Page, at: int) -> bool:
    """True where a thing stands, and no length of time: two in three days."""
    unit = page.hit("unit", at)
    return unit is not None and unit.entry.dimension != "duration"
