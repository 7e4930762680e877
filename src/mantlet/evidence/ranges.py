"""The upper end of a range, and the scale that its lower end has from it: 5 to 6 billion, from 3.1 to six billion."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from mantlet.evidence.numbers import Number, number_at, word
from mantlet.evidence.page import Page

CONNECTORS: Final = {"to", "and", "or", "-", "–", "—", "‐", "‑"}


def upper_end(page: Page, number: Number, dates: Container[int]) -> tuple[Number | None, str | None]:
    """The upper end of a range whose lower end is `number`, and the currency in front of it."""
    tokens = page.tokens
    at = number.last + 1
    skipped = (page.hit("money_after", at) or page.hit("unit", at)) if at in page.begun else None
    if skipped is not None and word(tokens, skipped.last + 1) in ("to", "and", "or"):
        at = skipped.last + 1
    if at + 1 >= len(tokens) or tokens[at].low not in CONNECTORS or tokens[at].sort == "figure":
        return None, None
    connector, between = tokens[at].low, word(tokens, _start(page, number.first) - 1)
    if (connector == "and" and between != "between") or (
        connector == "to" and between == "from" and _changes(page, number)
    ):
        return None, None
    sign = page.hit("money_before", at + 1)
    start = sign.last + 1 if sign is not None else at + 1
    if start >= len(tokens) or start in dates or start in page.named:
        return None, None
    money = sign is not None or page.hit_before("money_before", number.first) is not None
    upper = number_at(tokens, start, page.tables.numerals, money=money)
    if upper is None or upper.sort in ("ordinal", "vague", "share") or number.sort in ("vague", "share"):
        return None, None
    lower = lower_end(number, upper)
    return (upper, sign.entry if sign is not None else None) if lower < upper.value else (None, None)


def grown(page: Page, number: Number) -> Number:
    """From 3.1 to six billion, where it grew: two figures, and the first has the scale of the second."""
    tokens, at = page.tokens, number.last + 1
    if word(tokens, at) != "to" or word(tokens, _start(page, number.first) - 1) != "from" or number.scale_ratio != 1:
        return number
    sign = page.hit("money_before", at + 1)
    start = sign.last + 1 if sign is not None else at + 1
    later = number_at(tokens, start, page.tables.numerals, money=sign is not None) if start < len(tokens) else None
    scale = later.scale_ratio if later is not None else 1.0
    if later is None or scale == 1 or not number.value * scale < later.value:
        return number
    step = number.step * scale
    return number._replace(value=number.value * scale, step=step, sort=later.sort, scale_ratio=scale)


def lower_end(number: Number, upper: Number) -> float:
    """The lower end of a range; it has the upper one's scale where it has none of its own (5 to 6 billion)."""
    scaled = number.value * upper.scale_ratio
    return scaled if number.scale_ratio == 1 and scaled < upper.value else number.value


def _start(page: Page, first: int) -> int:
    sign = page.hit_before("money_before", first)
    return sign.first if sign is not None else first


def _changes(page: Page, number: Number) -> bool:
    """True when a word of change stands near: from 400 to 500 is no range then."""
    first, last = page.prose.bounds(number.first)
    cues = page.hits.get("cue.change", {})
    return any(at in cues for at in range(max(first, number.first - 12), min(last, number.first + 8) + 1))
