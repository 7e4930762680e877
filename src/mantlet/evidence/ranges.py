"""The upper end of a range, and the scale that its lower end has from it: 5 to 6 billion, from 3.1 to six billion."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from mantlet.evidence.lexicon import Hit
from mantlet.evidence.numbers import Number, behind, number_at, word
from mantlet.evidence.page import Page
from mantlet.evidence.tokens import in_front

CONNECTORS: Final = {"to", "and", "or", "-", "–", "—", "‐", "‑"}
_DOLLAR: Final = "$"
_LONGEST: Final = 12  # tokens of a range of money
_LIKELY_RATIO: Final = 2  # by 10 to 20 per cent is a range, by $2 billion to $14 billion is none


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
    money = money or (page.lettered and (is_money(page, start) or is_priced(page, number.first)))
    upper = number_at(tokens, start, page.tables.numerals, money=money)
    if upper is None or upper.sort in ("ordinal", "vague", "share") or number.sort in ("vague", "share"):
        return None, None
    units = _units(page, number, skipped), _units(page, upper, sign)
    lower = lower_end(number, upper)
    own = skipped is not None or (units[0] and units[1])
    if lower >= upper.value or (own and units[0].isdisjoint(units[1])):  # 7 per cent to $3 billion
        return None, None
    if connector == "to" and between == "by" and _changes(page, number):  # raised by $2 billion to $14 billion
        if units[0] and upper.value > _LIKELY_RATIO * lower:
            return None, None
        upper = upper._replace(flags=(*upper.flags, "a range, or a change and what it led to"))
    return upper, sign.entry if sign is not None else None


def _units(page: Page, number: Number, beside: Hit | None) -> set[str]:
    """The units or currencies written at one end of a range; `beside` is what stands at it already found."""
    after = behind(page.tokens, number.last)
    rows = (
        page.hit_before("money_before", number.first),
        beside,
        page.hit("money_after", after),
        page.hit("unit", after),
    )
    found = [row for row in rows if row is not None]
    signs = {_DOLLAR for row in found if page.tokens[row.last].text == _DOLLAR}  # A$5 to $6 billion
    return signs | {row.entry if isinstance(row.entry, str) else row.entry.unit for row in found}


def is_money(page: Page, first: int) -> bool:
    """True where a currency stands behind the figure from token `first`, or behind the range: 3-4m euros; worth 3m."""
    if is_priced(page, first):
        return True
    if "money_after" not in page.hits:
        return False
    tokens, scales = page.tokens, page.tables.numerals.short_scales
    for at in range(first, min(first + _LONGEST, len(tokens))):
        if page.hit("money_after", at) is not None:
            return at > first
        if tokens[at].sort != "figure" and tokens[at].low not in (*CONNECTORS, *",.", *scales):
            return False
    return False


def is_priced(page: Page, first: int) -> bool:
    """True behind a word of price: worth 300m."""
    if in_front(page.tokens, first) in page.ended:
        bound = page.hit_before("bound_before", first) or page.hit_before("about", first)
        first = bound.first if bound is not None else first
    return word(page.tokens, first - 1) in page.tables.numerals.pricing


def grown(page: Page, number: Number) -> Number:
    """A first figure with the scale of the second: 3-4,000 men, and from 3.1 to six billion where it grew."""
    tokens, at = page.tokens, number.last + 1
    if at + 1 >= len(tokens) or tokens[at].low not in CONNECTORS or number.scale_ratio != 1:
        return number
    before = word(tokens, _start(page, number.first) - 1)
    if tokens[at].low == "to" and before == "from":
        return _as_later(page, number)
    first = tokens[at + 1]
    short = number.first == number.last and len(tokens[number.first].text) < 4
    if not short or tokens[at].low == "and" or not first.text.isdecimal() or number.value >= float(first.text):
        return number
    later = number_at(tokens, at + 1, page.tables.numerals)
    scale = 1e3 ** sum(token.text == "," for token in tokens[at + 1 : later.last]) if later is not None else 1.0
    if scale == 1:
        return number
    flags = (*number.flags, "thousands from the upper end")
    return number._replace(value=number.value * scale, scale_ratio=scale, flags=flags)


def _as_later(page: Page, number: Number) -> Number:
    tokens, at = page.tokens, number.last + 1
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
