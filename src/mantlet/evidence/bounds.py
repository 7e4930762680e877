"""The words in front of a number that bound it, and what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence

from mantlet.evidence.claims import Op
from mantlet.evidence.numbers import word
from mantlet.evidence.page import Page
from mantlet.evidence.tokens import in_front, is_hyphen

_BEGINNINGS = frozenset(("more", "less", "fewer", "greater", "higher", "lower", "larger", "smaller", "longer"))
_MOST = 3  # nearly no more than about


def bounded(page: Page, at: int, *, lasting: bool) -> tuple[int, Op, Sequence[str]]:
    """Where a number begins with its comparative, which way it bounds, and what is odd about it.

    `lasting` says that it is a duration: over and under are no bounds of those.
    """
    first, op, flags = at, "eq", list[str]()
    for _ in range(_MOST):
        if in_front(page.tokens, first) not in page.ended:
            break
        about, bound = page.hit_before("about", first), page.hit_before("bound_before", first)
        if page.hit_before("unbound", first) is not None:
            break
        if bound is not None and not (lasting and word(page.tokens, bound.first) in ("over", "under")):
            op, first = bound.entry, bound.first
        elif about is not None:
            flags.append("approximate")
            first = about.first
        else:
            break
    than = op == "eq" and word(page.tokens, first - 1) == "than"
    if than and word(page.tokens, first - 2) not in page.tables.bounds.comparing:
        first, op = first - 1, "unknown"
        flags.append("corrupt: a comparative without its beginning")
    if op == "eq" and word(page.tokens, first - 1) == "then" and word(page.tokens, first - 2) in _BEGINNINGS:
        first, op = first - 2, "unknown"
        flags.append("corrupt: then for than")
    if first == at and first > 1 and is_hyphen(page.tokens[first - 1]) and in_front(page.tokens, first) == first - 2:
        flags.append("joined to the word before")
    return first, op, tuple(dict.fromkeys(flags))
