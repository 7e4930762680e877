"""What is said without a number: a delay, its cause, an acceleration, a refusal to speak."""

from __future__ import annotations

from collections.abc import Iterator

from mantlet.evidence.cues import Cues
from mantlet.evidence.tables import Statement

_LONGEST_TAIL = 14
_APART = 5  # words from one statement to the next of its rule
_CLAUSE_ENDS = frozenset((",", ";", ":", ".", "!", "?", "”", '"', "(", ")", "and", "but", "while", "which"))


def statements_in(cues: Cues) -> Iterator[tuple[Statement, int, int]]:
    """Statements of a page with the first and last token of each; of one rule none over another."""
    for statement in {row.rule: row for row in cues.page.tables.statements}.values():
        reach = -_APART - 1
        for hit in cues.page.found.get(f"cue.{statement.all_of[0]}", ()):
            place = _place(cues, statement, hit.first, hit.last)
            if place is not None and place[0] > reach + _APART:
                yield statement, *place
                reach = place[1]


def _place(cues: Cues, statement: Statement, first: int, last: int) -> tuple[int, int] | None:
    """From the first to the last of a statement's cues; None where one of them is too far off."""
    low, high, final = first, last, last
    for name in statement.all_of[1:]:
        near = cues.nearest((f"cue.{name}",), first, last, 1.0)
        if near is None or near.score > statement.within:
            return None
        low, high, final = min(low, near.hit.first), max(high, near.hit.last), near.hit.last
    if statement.tail:
        high = max(high, _clause_end(cues, final))
    return low, high


def _clause_end(cues: Cues, at: int) -> int:
    _, end = cues.page.prose.bounds(at)
    tokens = cues.page.tokens
    last = at
    while last < min(end, at + _LONGEST_TAIL) and tokens[last + 1].low not in _CLAUSE_ENDS:
        last += 1
    return last
