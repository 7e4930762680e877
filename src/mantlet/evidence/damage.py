"""Numbers that are damaged themselves: a scale that is a letter or a space off, a letter among figures."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from mantlet.evidence.numbers import Number, behind, word
from mantlet.evidence.page import Page

_SHORTEST: Final = 6  # letters of a scale; a shorter one is a letter off many a word
_LETTERS: Final = frozenset("lIOo")  # what stands for 1 and 0
_MOST: Final = 6  # tokens


def damaged(page: Page, number: Number) -> Number:
    """The number with its damage flagged and the words of it taken in; itself where it is sound."""
    return _with_letters(page, number) or _with_scale(page, number) or number


def _with_scale(page: Page, number: Number) -> Number | None:
    """$5 milion, $5 billlion, and the space of $5m illion."""
    tokens, scales = page.tokens, page.tables.numerals.scales
    after = behind(tokens, number.last)
    name = word(tokens, after)
    split = word(tokens, number.last) + name in scales and number.last > number.first
    if not name or not (split or (name not in scales and _is_near(name, tuple(scales)))):
        return None
    flags = (*number.flags, "corrupt: a scale that is a letter or a space off")
    return number._replace(last=after, flags=flags)


def _with_letters(page: Page, number: Number) -> Number | None:
    """The l of l2 jets, the O of 1O jets."""
    tokens, first, last = page.tokens, number.first, number.last
    if tokens[first].sort != "figure":
        return None
    if first and tokens[first].glued and tokens[first - 1].text in _LETTERS and not _is_joined(page, first - 1):
        first -= 1
    while last + 1 < len(tokens) and last - first < _MOST and tokens[last + 1].glued:
        if tokens[last + 1].text not in _LETTERS and (tokens[last + 1].sort != "figure" or last == number.last):
            break
        last += 1
    if (first, last) == (number.first, number.last) or _is_joined(page, last + 1):
        return None
    return number._replace(first=first, last=last, flags=(*number.flags, "corrupt: a letter among figures"))


def _is_joined(page: Page, at: int) -> bool:
    """True where no space stands in front of a token and no mark: it is part of a longer word."""
    return at < len(page.tokens) and page.tokens[at].glued and page.tokens[at].sort != "mark"


@lru_cache(4096)
def _is_near(name: str, scales: Iterable[str]) -> bool:
    """True for a word that is one letter off a scale: milion, millions behind a number in words."""
    names = (name, name.removesuffix("s"))
    return any(len(scale) >= _SHORTEST and any(_is_one_off(said, scale) for said in names) for scale in scales)


def _is_one_off(name: str, other: str) -> bool:
    """True for one letter too few or too many, another one, or two swapped; the first letter stands."""
    short, long = sorted((name, other), key=len)
    if len(long) - len(short) > 1 or short[:1] != long[:1]:
        return False
    same = next((at for at, (one, two) in enumerate(zip(short, long, strict=False)) if one != two), len(short))
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    if name == other:
        return True
    swapped = short[same : same + 2] == long[same : same + 2][::-1] and short[same + 2 :] == long[same + 2 :]
    return swapped or short[same + 1 :] == long[same + 1 :]
