"""How far a thing has come: done, planned, considered, requested, denied or declined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mantlet.evidence.claims import Modality
from mantlet.evidence.cues import Cues, Near
from mantlet.evidence.lexicon import Hit
from mantlet.evidence.negation import denied
from mantlet.evidence.numbers import word

_STRONG: Final[Sequence[Modality]] = ("denied", "declined")
_MODALITIES: Final[Sequence[Modality]] = ("denied", "declined", "considered", "requested", "planned", "done")
_TABLES: Final[Mapping[Modality, str]] = {kind: f"mode.{kind}" for kind in _MODALITIES}
_ALL_TABLES: Final = ("mode.auxiliary", *_TABLES.values())
_FARTHEST: Final = 22
_BEHIND: Final = 1.6
_AUXILIARY: Final = 6
_GOVERNS: Final = 4
_CLOSE: Final = 2
_GOING_ON: Final = frozenset(("and", "but"))
_WOULD: Final = frozenset(("would", "could", "might"))
_HAS: Final = frozenset(("has", "have", "had"))
_TO_HAVE: Final = frozenset(("to", "will", "would", "should", "could", "may", "might", "must", "shall", "not"))


def modality(cues: Cues, first: int, last: int, *, ahead: bool) -> Modality:
    """The modality of what stands from token `first` to `last`; `ahead` says that its time is to come.

    What is negated is denied. A denial or a refusal in front covers the rest of its clause. Else the nearest cue
    counts, but one of consideration that governs it ("considers urging") goes first. Without any it is done, or planned
    if still to come.
    """
    if denied(cues, first, last):
        return "denied"
    if cues.places.keys().isdisjoint(_ALL_TABLES):
        return "planned" if ahead else "done"
    if is_had(cues, first):
        return "done"
    near: dict[Modality, Near] = {}
    auxiliary = cues.nearest(("mode.auxiliary",), first, last, _BEHIND)
    if auxiliary is not None and auxiliary.score + _AUXILIARY <= _FARTHEST:
        near["done"] = auxiliary._replace(score=auxiliary.score + _AUXILIARY)
    for kind, table in _TABLES.items():
        found = cues.nearest((table,), first, last, _BEHIND) if table in cues.places else None
        if found is not None and found.score <= _FARTHEST and (kind not in near or found.score < near[kind].score):
            near[kind] = found
    if "denied" in near and near["denied"].behind and _is_rumour(cues, first, last, near["denied"].hit):
        return "denied"
    if "denied" in near and not near["denied"].behind and _is_negated(cues, near["denied"].hit):
        near["considered"] = near.pop("denied")
    if "declined" in near and near["declined"].behind and _is_asked(cues, first):
        return "declined"
    for kind in _STRONG:
        if (
            kind in near
            and not near[kind].behind
            and _same_clause(cues, near[kind], first)
            and _is_meant(cues, near[kind].hit)
            and not _is_said_besides(cues, near[kind].hit, first)
        ):
            return kind
    weaker = _weaker({kind: found for kind, found in near.items() if kind not in _STRONG}, ahead)
    return "considered" if weaker == "planned" and _is_conditional(cues, near.get("planned")) else weaker


def is_had(cues: Cues, first: int) -> bool:
    """True right behind a "has" that is no helper of another verb: the army now has 200,000 soldiers."""
    tokens = cues.page.tokens
    at = first - 1
    while at > 0 and tokens[at].low in cues.page.tables.adverbs:
        at -= 1
    return word(tokens, at) in _HAS and word(tokens, at - 1) not in _TO_HAVE


def _weaker(weak: Mapping[Modality, Near], ahead: bool) -> Modality:
    """Of cues that deny nothing the nearest, and what governs it."""
    best = _best(weak)
    if best is None:
        return "planned" if ahead else "done"
    if best == "done" and ahead and weak[best].score > _CLOSE:
        best = _best({kind: found for kind, found in weak.items() if kind != "done"}) or "planned"
        if best not in weak:
            return best
    planned, outer = weak.get("planned"), weak.get("considered")
    if best == "done" and planned is not None and 0 < weak[best].hit.first - planned.hit.last <= _GOVERNS:
        best = "planned"  # as in: should have been sent
    if outer is None or outer.behind or weak[best].behind or best == "done":
        return best
    governs = outer.hit.first < weak[best].hit.first and outer.score <= weak[best].score + 2 * _GOVERNS
    return "considered" if governs else best


def _is_conditional(cues: Cues, planned: Near | None) -> bool:
    """True for what would be, if something else were."""
    if planned is None or word(cues.page.tokens, planned.hit.first) not in _WOULD:
        return False
    low, high = cues.page.prose.bounds(planned.hit.first)
    near = range(max(low, planned.hit.first - _FARTHEST), min(high, planned.hit.last + _FARTHEST))
    return any(word(cues.page.tokens, at) == "if" for at in near)


def _best(near: Mapping[Modality, Near]) -> Modality | None:
    """The modality whose cue is nearest; of two as near, the first of the list."""
    best: Modality | None = None
    for kind in _MODALITIES:
        if kind in near and (best is None or near[kind].score < near[best].score):
            best = kind
    return best


def _is_rumour(cues: Cues, first: int, last: int, denial: Hit) -> bool:
    """True for what stands in a claim that is denied behind it: reports that eight had left are false."""
    low, _ = cues.page.prose.bounds(first)
    other = cues.inside("speech", last + 1, denial.first - 1)
    return not other and bool(cues.inside("cue.rumour", max(low, first - _FARTHEST), first - 1))


def _is_asked(cues: Cues, first: int) -> bool:
    """True for what somebody was asked about: whoever declined then said nothing of it."""
    low, _ = cues.page.prose.bounds(first)
    return bool(cues.inside("unasked", max(low, first - _FARTHEST), first - 1))


def _is_negated(cues: Cues, hit: Hit) -> bool:
    """True for a denial that is negated itself: what they did not rule out may be."""
    return bool(cues.inside("cue.negation", hit.first - _CLOSE, hit.first - 1))


def _is_meant(cues: Cues, hit: Hit) -> bool:
    """False for a denial inside a phrase of consideration: what is not ruled out."""
    rows = cues.page.hits.get(_TABLES["considered"], {})
    return not any(at in rows and rows[at].last >= hit.last for at in range(max(hit.first - 2, 0), hit.first))


def _is_said_besides(cues: Cues, denial: Hit, first: int) -> bool:
    """True for what somebody goes on to say: called the report false and said that all had been paid."""
    said = cues.inside("speech", denial.last + 1, first - 1)
    return any(word(cues.page.tokens, hit.first - 1) in _GOING_ON for hit in said)


def _same_clause(cues: Cues, found: Near, first: int) -> bool:
    """True when no semicolon and no full clause parts a denial from what it denies."""
    between = cues.page.tokens[found.hit.last + 1 : first]
    return not any(token.text in (";", ":") for token in between) and sum(token.text == "," for token in between) < 2
