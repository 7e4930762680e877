"""What a number counts by what follows it: the whole that it is a part of, or the last number of its list."""

from __future__ import annotations

from typing import Final, NamedTuple

from mantlet.evidence.numbers import BORES, behind, number_at, word
from mantlet.evidence.page import Page
from mantlet.evidence.things import Thing, thing_at

_LINKS: Final = frozenset(("of", ",", "and", "or", "to"))
_PRONOUNS: Final = frozenset(("them", "these", "those", "it", "which", "whom"))
_LONGEST_LIST: Final = 4
_FARTHEST_WHOLE: Final = 8  # tokens from a part to its whole: 13 of the air force's 40


class Counted(NamedTuple):
    """The last token of a number, and what it counts."""

    last: int
    thing: Thing | None


def whole_of(page: Page, last: int, counted: dict[int, Counted | None]) -> Thing | None:
    """60 of more than 70 missiles; 120, 200 and 250 km: what the whole or the last of a list counts, the others do.

    `last` is the last token of the number; `counted` keeps what was looked for.
    """
    tokens = page.tokens
    if last + 2 < len(tokens) and tokens[last + 1].sort == "figure" and not tokens[last + 1].glued:
        bore = behind(tokens, last + 1)
        return thing_at(page, bore) if word(tokens, bore) in BORES else None  # four 76-mm guns
    for _ in range(_LONGEST_LIST):
        link = tokens[last + 1].low if last + 1 < len(tokens) else ""
        if link == "out" and word(tokens, last + 2) == "of":  # 7 out of 18 radars
            link, last = "of", last + 1
        if link not in _LINKS or (link == "of" and word(tokens, last + 2) in _PRONOUNS):
            return None
        steps = range(last + 2, min(last + (_FARTHEST_WHOLE if link == "of" else 3), len(tokens)))
        found = next((found for at in steps if (found := _counted_at(page, at, counted)) is not None), None)
        if found is None or found.thing is not None or link == "of":
            return found and found.thing
        last = found.last
    return None


def _counted_at(page: Page, at: int, counted: dict[int, Counted | None]) -> Counted | None:
    """The number that begins at a token with what it counts; looked for once."""
    if at not in counted:
        number = number_at(page.tokens, at, page.tables.numerals)
        counted[at] = None
        if number is not None:
            currency = page.hit("money_after", behind(page.tokens, number.last))
            money = Thing(currency.last, currency.entry, "money") if currency is not None else None
            counted[at] = Counted(number.last, money or thing_at(page, number.last))
    return counted[at]
