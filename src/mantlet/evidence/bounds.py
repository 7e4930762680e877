"""The words in front of a number that bound it, and what is odd about them."""

from __future__ import annotations

from mantlet.evidence.claims import Op
from mantlet.evidence.comparatives import LONGEST
from mantlet.evidence.numbers import word
from mantlet.evidence.page import Page
from mantlet.evidence.tokens import in_front, is_hyphen

_MOST = 3  # nearly no more than about
_ADJECTIVES = frozenset(("mm", "cm", "inch"))  # more 155 mm shells


def bounded(page: Page, at: int, last: int, *, lasting: bool) -> tuple[int, Op, tuple[str, ...]]:
    """Where a number begins with its comparative, which way it bounds, and what is odd about it.

    `last` is the last token of number and unit; `lasting` says that it is a duration: over and under are no bounds of
    those. What is damaged says nothing of the value.
    """
    first, op, flags = at, "eq", list[str]()
    front = in_front(page.tokens, at)
    if front < 0 or (page.tokens[front].sort != "word" and front not in page.ended):
        return at, "eq", ()
    for _ in range(_MOST):
        if in_front(page.tokens, first) not in page.ended:
            break
        about, bound = page.hit_before("about", first), page.hit_before("bound_before", first)
        if page.hit_before("unbound", first) is not None:
            break
        if bound is not None and not (lasting and word(page.tokens, bound.first) in ("over", "under")):
            if op not in ("eq", bound.entry):
                flags.append("corrupt: two comparatives that contradict each other")
            op, first = bound.entry, bound.first
        elif about is not None:
            flags.append("approximate")
            first = about.first
        else:
            break
    damage = (
        None if "approximate" in flags and word(page.tokens, first - 1) == "more" else _damage(page, first, last, op)
    )
    if damage is not None:
        first = damage[0]
        flags.append(damage[1])
    if first == at and first > 1 and is_hyphen(page.tokens[first - 1]) and in_front(page.tokens, first) == first - 2:
        flags.append("joined to the word before")
    return first, op, tuple(dict.fromkeys(flags))


def _damage(page: Page, first: int, last: int, op: Op) -> tuple[int, str] | None:
    """Where a damaged comparative in front of token `first` begins, and what is wrong with it; None for none.

    `op` is "eq" where no sound one stands there.
    """
    words = _words(page, first)
    if not words:
        return None
    before = word(page.tokens, first - 2)
    if words[-1] == "than" and before not in page.tables.bounds.comparing:
        return first - 1, "corrupt: a comparative without its beginning"
    if words[-1] == "then" and before in page.tables.numerals.pricing:
        return first - 1, "corrupt: then for than"
    if page.hit_before("unbound", first) is not None:
        return None
    begin = first - page.comparatives.damaged(words, misspelt=op == "eq")
    if begin == first or (page.tokens[begin].low in page.tables.bounds.compared and _is_sound(page, begin, last)):
        return None
    return begin, "corrupt: a comparative that is a word or a letter off"


def _words(page: Page, first: int) -> list[str]:
    """The words right in front of a token, as many as a comparative may have."""
    found: list[str] = []
    for at in range(first - 1, max(first - 1 - LONGEST, -1), -1):
        if not word(page.tokens, at):
            break
        found.append(page.tokens[at].low)
    return found[::-1]


def _is_sound(page: Page, begin: int, last: int) -> bool:
    """True for a more or less that is no comparative of the number: ten more 155 mm guns, the lower 48 states."""
    tokens = page.tokens
    before = tokens[begin - 1] if begin else None
    numerals = page.tables.numerals
    apart = (page.tables.bounds.uncompared, numerals.cardinals, numerals.scales, ",")
    if before is not None and (before.sort == "figure" or any(before.low in words for words in apart)):
        return True
    joined = any(is_hyphen(tokens[at]) and tokens[at].glued for at in range(begin + 1, last + 2) if at < len(tokens))
    return joined or tokens[last].low in _ADJECTIVES
