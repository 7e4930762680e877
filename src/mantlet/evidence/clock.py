"""Times of the day: 14:30, 0530 hrs, 5 p.m. They claim nothing of the matter, and count nothing."""

from __future__ import annotations

from typing import Final

from mantlet.evidence.numbers import behind, word
from mantlet.evidence.page import Page

_HOURS, _MINUTES = 24, 60
# In front of four digits with "hours" behind; 1430 hours may else be a length of time.
_AT: Final = frozenset(("at", "by", "from", "until", "till", "before"))


def has_hours(page: Page) -> bool:
    """False where a page can have no time of the day."""
    named = any(table in page.hits for table in ("half_day", "clock"))
    return (
        named or ":" in page.prose.text or any(len(token.text) == 4 and token.text[0] == "0" for token in page.tokens)
    )


def hour_at(page: Page, at: int) -> int | None:
    """The last token of a time of the day that begins at one; None where none does."""
    token = page.tokens[at]
    if token.sort != "figure" or len(token.text) not in (1, 2, 4) or not token.text.isdecimal():
        return None
    if len(token.text) == 4:
        return _of_four(page, at, token.text)
    if int(token.text) > _HOURS:
        return None
    last = at
    while _has_part(page, last):
        last += 2
    half = page.hit("half_day", behind(page.tokens, last))
    if half is not None:
        return half.last
    if last > at and page.tokens[at + 1].text == ":":
        return last if (hours := page.hit("clock", last + 1)) is None else hours.last
    return None


def _of_four(page: Page, at: int, digits: str) -> int | None:
    """0530 hrs, at 1430 hours, 1430 GMT."""
    if int(digits[:2]) > _HOURS or int(digits[2:]) >= _MINUTES:
        return None
    hours = page.hit("clock", behind(page.tokens, at))
    if hours is None:
        return at if digits[0] == "0" and not _has_part(page, at) else None
    is_length = page.hit("unit", hours.first) is not None and digits[0] != "0"
    return None if is_length and word(page.tokens, at - 1) not in _AT else hours.last


def _has_part(page: Page, last: int) -> bool:
    """True where minutes or seconds stand behind."""
    mark, digits = (*page.tokens[last + 1 : last + 3], None, None)[:2]
    if mark is None or digits is None or not mark.glued or mark.text not in (":", "."):
        return False
    return digits.glued and digits.text.isdecimal() and len(digits.text) == 2 and int(digits.text) < _MINUTES
