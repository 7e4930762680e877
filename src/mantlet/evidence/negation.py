"""What a "not", a "never", a "yet to" or a "cancelled" makes of the number or date that its verb governs: no fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mantlet.evidence.cues import Cues
from mantlet.evidence.lexicon import Hit
from mantlet.evidence.numbers import word

_FARTHEST: Final = 18
_FARTHEST_BEHIND: Final = 9
_DOUBLED: Final = 2  # from a negation to the denial that it turns
_OWN_VERB: Final = 4  # from a number to the verb that makes a clause of its own
_WRITTEN_OUT: Final = 2  # words between "and" and a number that goes on with a list
_PARTING: Final = frozenset(
    (
        ";",
        ":",
        ",",
        "(",
        "–",
        "—",
        "but",
        "while",
        "which",
        "that",
        "who",
        "because",
        "since",
        "when",
        "after",
        "although",
        "though",
    )
)
# Not before 2021 and not until then: it comes.
_UNTIL: Final = frozenset(("before", "until", "till"))
_EARLIER: Final = frozenset(("earlier", "sooner"))
# Phrases with such a word in them that deny nothing: not only, no later than, did not say, has not ruled out.
_AFFIRMING: Final = ("cue.affirmed", "mode.declined", "mode.considered", "bound_before")
# What was cancelled in May was so in May.
_WHEN: Final = frozenset(("in", "on", "since", "last"))
# These deny what follows only.
_FORWARD: Final = frozenset(("no", "none", "neither", "nor", "without", "instead"))
_PREPOSITIONS: Final = frozenset(("at", "of", "in", "by", "under", "for", "to"))  # at no charge
_VERBS: Final = ("mode.done", "mode.planned")


def denied(cues: Cues, first: int, last: int) -> bool:
    """True where what stands from token `first` to `last` is negated: by its verb in front, or by that behind it."""
    return _is_denied(cues, "cue.negation", first, last) or (
        word(cues.page.tokens, first - 1) not in _WHEN and _is_denied(cues, "cue.cancel", first, last)
    )


def _is_denied(cues: Cues, table: str, first: int, last: int) -> bool:
    if table not in cues.places:
        return False
    front = word(cues.page.tokens, first - 1)
    if front in _UNTIL or (front == "than" and word(cues.page.tokens, first - 2) in _EARLIER):
        return False
    low, high = cues.page.prose.bounds(first)
    ahead = [hit for hit in cues.inside(table, max(low, first - _FARTHEST), first - 1) if _denies(cues, hit)]
    if ahead and _governs(cues, ahead[-1], first, last):
        return True
    low = max(low, first - _FARTHEST)
    behind = cues.inside(table, last + 1, min(high, last + _FARTHEST_BEHIND))
    return (
        bool(behind)
        and word(cues.page.tokens, behind[0].first) not in _FORWARD
        and _denies(cues, behind[0])
        and _is_subject(cues, low, first, last, behind[0])
    )


def _denies(cues: Cues, hit: Hit) -> bool:
    """False for a No. 5, at no charge, not before a day, and for the parts of a phrase that denies nothing."""
    tokens = cues.page.tokens
    if word(tokens, hit.first) == "no":
        numbered = hit.last + 1 < len(tokens) and tokens[hit.last + 1].sort == "figure"
        if numbered or word(tokens, hit.first - 1) in _PREPOSITIONS:
            return False
    elif any(word(tokens, at) in _UNTIL for at in range(hit.last + 1, hit.last + 1 + _OWN_VERB)):
        return False
    if cues.inside("mode.denied", hit.last + 1, hit.last + _DOUBLED):  # did not rule out
        return False
    rows: list[Mapping[int, Hit]] = [cues.page.hits[table] for table in _AFFIRMING if table in cues.page.hits]
    return not any(
        at in row and row[at].last >= hit.first for row in rows for at in range(max(hit.first - 2, 0), hit.last + 1)
    )


def _governs(cues: Cues, hit: Hit, first: int, last: int) -> bool:
    """True when a negation in front reaches so far: over one verb at most, and over "and" only along a list."""
    verbs = sum(len(cues.inside(table, hit.last + 1, first - 1)) for table in _VERBS)
    between = [token.low for token in cues.page.tokens[hit.last + 1 : first]]
    if verbs > 1 or cues.inside("speech", hit.last + 1, first - 1) or not _PARTING.isdisjoint(between):
        return False
    if "and" not in between:
        return True
    end = next((at for at in range(last + 1, last + _OWN_VERB) if word(cues.page.tokens, at) == ""), last + _OWN_VERB)
    own = any(cues.inside(table, last + 1, end) for table in _VERBS)
    return not own and between[::-1].index("and") <= _WRITTEN_OUT


def _is_subject(cues: Cues, low: int, first: int, last: int, hit: Hit) -> bool:
    """True when a negation behind is that of the verb whose subject stands there: the 12 jets were not delivered."""
    between = [token.low for token in cues.page.tokens[last + 1 : hit.first]]
    if not _PARTING.isdisjoint(between) or "and" in between:
        return False
    tokens = cues.page.tokens
    clause = next((at + 1 for at in range(first - 1, low - 1, -1) if tokens[at].low in _PARTING), low)
    return not any(cues.inside(table, clause, first - 1) for table in _VERBS)
