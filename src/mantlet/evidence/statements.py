"""What is said without a number: a delay, its cause, an acceleration, a refusal to speak."""

from __future__ import annotations

from collections.abc import Iterator

from mantlet.evidence.claims import Kind
from mantlet.evidence.cues import Cues
from mantlet.evidence.tables import Statement

_LONGEST_TAIL = 14
_NEGATED = 2  # words from a negation to the denial that it turns
_APART = 5  # words from one statement to the next of its rule
_CLAUSE_ENDS = frozenset((",", ";", ":", ".", "!", "?", "”", '"', "(", ")", "and", "but", "while", "which"))


def statements_in(cues: Cues) -> Iterator[tuple[Statement, int, int]]:
    """Statements of a page with the first and last token of each; of one kind none over another."""
    taken: dict[Kind, set[int]] = {}
    for statement in {row.rule: row for row in cues.page.tables.statements}.values():
        reach = -_APART - 1
        for hit in cues.page.found.get(f"cue.{statement.all_of[0]}", ()):
            place = _place(cues, statement, hit.first, hit.last)
            if place is None or place[0] <= reach + _APART or _is_turned(cues, statement, hit.first):
                continue
            tokens = set(range(place[0], place[1] + 1))
            if taken.setdefault(statement.kind, set()).isdisjoint(tokens) or statement.kind == "other":
                yield statement, *place
                reach = place[1]
                taken[statement.kind] |= tokens


def _is_turned(cues: Cues, statement: Statement, first: int) -> bool:
    """True for a denial that is negated: what they did not rule out."""
    return statement.modality == "denied" and bool(cues.inside("cue.negation", first - _NEGATED, first - 1))


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
