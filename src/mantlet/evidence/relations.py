"""How claims stand to each other: they agree, conflict, supersede, speak of other things or in other units, or add up.

Claims are compared inside one subject and kind. What two reports have word for word is one story and counts once. All
of it follows from the claims and from the hashes of their sentences, so that it can be told anew whenever either grows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Final, NamedTuple

from mantlet.evidence.claims import ON_TOP, Claim, Kind, Relation, RelationKind
from mantlet.evidence.copies import Sentence, copies_of
from mantlet.evidence.periods import days_of
from mantlet.evidence.sums import strengths_of

# Beyond so many different values of one thing, all of them are one conflict: pairs would be too many to look at.
_MOST_VALUES: Final = 24
# What changes as time goes on: there a later report replaces an earlier one.
_CHANGING: Final[frozenset[Kind]] = frozenset(
    (
        *("quantity_delivered", "delivery_date", "delivery_completion_date", "delivery_duration", "delivery_status"),
        *("schedule_status", "squadron_strength", "fleet_strength", "production_rate", "deployment_date", "casualties"),
    )
)
# What happens more than once: two dates of it are no conflict.
_REPEATED: Final[frozenset[Kind]] = frozenset(("payment", "casualties", "captured", "quantity_delivered"))
# Dates and sums of these are of different events, so that two of them may differ without a conflict.
_EVENTS: Final[Sequence[tuple[Kind, Kind]]] = (
    ("contract_date", "payment"),
    ("contract_date", "delivery_date"),
    ("delivery_date", "delivery_completion_date"),
    ("contract_value", "payment"),
    ("contract_value", "unit_price"),
    ("quantity_ordered", "quantity_delivered"),
    ("quantity_ordered", "quantity_planned"),
)
_UNSAID: Final = ("denied", "declined")
_OPEN: Final = ("considered", "requested")


class Extent(NamedTuple):
    """What a claim leaves possible: of its value, or of its time in days where it is a date."""

    low: float
    high: float
    timed: bool

    def meets(self, other: Extent) -> bool:
        """True when both may hold."""
        return self.low <= other.high and other.low <= self.high


def extent(claim: Claim) -> Extent | None:
    """The extent of a claim; None where it says neither number nor date.

    A bound without its own end leaves that side open.
    """
    value = claim.value
    if value.op != "unknown":
        return Extent(
            -math.inf if value.low is None else value.low, math.inf if value.high is None else value.high, False
        )
    days = days_of(claim.event_time) if claim.unit is None else None
    return None if days is None else Extent(*days, True)


def between(
    claims: Iterable[Claim], dates: Mapping[str, date], sentences: Mapping[str, Sequence[Sentence]]
) -> list[Relation]:
    """Relations of the claims of some reports; `dates` and `sentences` are of those reports, by name.

    The order of the claims, and of the reports, makes no difference.
    """
    ranked = sorted(
        claims, key=lambda claim: (dates[claim.report], claim.report, claim.start, claim.end, claim.kind, claim.id)
    )
    copies = copies_of(ranked, sentences)
    found = [
        Relation(kind="derived", claims=(copy, original), note="the same words in two reports: counts once")
        for copy, original in copies.items()
    ]
    told = [claim for claim in ranked if claim.id not in copies]
    return [*found, *_of_kinds(told), *strengths_of(told)]


def _of_kinds(told: Sequence[Claim]) -> Iterator[Relation]:
    """Relations inside each subject and kind, and across kinds that look alike."""
    single = [claim for claim in told if claim.modality not in _UNSAID]
    groups: dict[tuple[str, str, bool], list[Claim]] = {}
    for claim in single:
        reach = None if claim.kind in ("other", "meeting") else extent(claim)
        if reach is not None:
            groups.setdefault((claim.subject, claim.kind, reach.timed), []).append(claim)
    for group in groups.values():
        yield from _compared(group)
    yield from _other_events(groups)


def _compared(group: Sequence[Claim]) -> Iterator[Relation]:
    """Relations inside one subject and kind: equal claims agree at once, different ones by pairs."""
    same: dict[tuple[Extent | None, str | None, str | None, bool], list[Claim]] = {}
    for claim in group:
        when = claim.event_time if claim.value.op != "unknown" else None
        same.setdefault((extent(claim), claim.unit, when, ON_TOP in claim.flags), []).append(claim)
    for claims in same.values():
        if len(claims) > 1:
            yield _related("agree", claims, "the same value")
    heads = [claims[0] for claims in same.values()]
    if len(heads) > _MOST_VALUES:
        yield _related("conflict", heads, f"{len(heads)} different values")
        return
    for one, other in combinations(heads, 2):
        kind, note = _pair(one, other)
        if kind is not None:
            yield _related(kind, (one, other) if kind != "supersedes" else (other, one), note)


def _pair(one: Claim, other: Claim) -> tuple[RelationKind | None, str]:
    """How two different claims of one subject and kind stand; `one` is of the earlier report."""
    first, second = extent(one), extent(other)
    assert first is not None and second is not None
    if one.unit != other.unit:
        return "unit_mismatch", f"{one.unit or 'no unit'} and {other.unit or 'no unit'}"
    if ((ON_TOP in one.flags) != (ON_TOP in other.flags)) or (not first.timed and _apart_in_time(one, other)):
        return None, ""
    if first.meets(second):
        return (
            "agree" if first == second else "compatible",
            "the same value" if first == second else "both may hold; one says less exactly",
        )
    one_voice = one.report == other.report and one.attribution == other.attribution
    if one_voice or (first.timed and one.kind in _REPEATED):
        return None, ""  # two things, or the same kind of thing twice
    if is_open(one) != is_open(other):
        return "different_predicate", "one is only weighed or asked for: no conflict"
    if replaces(other, one):
        return "supersedes", f"said on {other.date_asserted}, the other on {one.date_asserted}"
    return "conflict", "no value fits both"


def is_open(claim: Claim) -> bool:
    """True for what is only weighed or asked for: it may differ from what is so or is to be."""
    return claim.modality in _OPEN


def replaces(later: Claim, earlier: Claim) -> bool:
    """True when a later report tells anew what changes as time goes on, and both cannot hold."""
    first, second = extent(earlier), extent(later)
    told_anew = earlier.kind in _CHANGING and earlier.date_asserted < later.date_asserted
    return told_anew and first is not None and second is not None and not first.meets(second)


def _apart_in_time(one: Claim, other: Claim) -> bool:
    """True when two claims are of times that do not meet: they are two things then."""
    first, second = days_of(one.event_time), days_of(other.event_time)
    return first is not None and second is not None and (first[0] > second[1] or second[0] > first[1])


def _other_events(groups: Mapping[tuple[str, str, bool], Sequence[Claim]]) -> Iterator[Relation]:
    """Claims that look alike and differ, but are of different events."""
    for subject in dict.fromkeys(key[0] for key in groups):
        for one, other in _EVENTS:
            for timed in (True, False):
                first, second = groups.get((subject, one, timed)), groups.get((subject, other, timed))
                if first and second:
                    pair = (first[0], second[0])
                    left, right = extent(pair[0]), extent(pair[1])
                    if left is not None and right is not None and not left.meets(right):
                        yield _related(
                            "different_predicate", pair, f"{one} and {other} are different things: no conflict"
                        )


def _related(kind: RelationKind, claims: Sequence[Claim], note: str) -> Relation:
    return Relation(kind=kind, claims=tuple(claim.id for claim in claims), note=note)
