"""From the claims that hold to numbers: where all of them meet, else each of them kept apart; never an average.

Claims of one subject and kind make one number. Where all their intervals meet, it is what they leave in common. Where
they do not, somebody is wrong and nobody knows who: each claim stays an alternative of its own, to be taken whole, and
what they span is for the eye only. A figure that is said twice is one alternative, however often it was printed; how
likely it is beside the others is for the user to say. A claim that is open on one side (`more than`) bounds the others
and is never closed by us. What is unknown stays unknown. What a later report tells anew conflicts all the same, unless
the user asks for the latest. The order of claims makes no difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from mantlet.base.units import show
from mantlet.evidence.claims import ON_TOP, Claim, Kind, Relation
from mantlet.evidence.measures import Measure, measure
from mantlet.evidence.periods import days_of, period_text
from mantlet.evidence.relations import extent, is_open, replaces

DAYS: Final = Measure("days", None, 1.0)
# Of these, two claims of one subject may speak of two different things.
_NO_NUMBER: Final[tuple[Kind, ...]] = ("other", "meeting")


class Part(NamedTuple):
    """An interval (SI, or days as ordinals; open ends are infinite), the claims that give it, and how likely it is."""

    low: float
    high: float
    claims: tuple[Claim, ...]
    weight: float | None = None

    @property
    def open(self) -> bool:
        """True where an end is claimed by nobody."""
        return math.isinf(self.low) or math.isinf(self.high)

    def meets(self, other: Part) -> bool:
        """True when both may hold."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Fused:
    """What the claims of one subject and kind come to: one part where they all meet, else several, in ascending order.

    `claims` are all of that subject and kind that hold, `hull` what they span. `bounds` are open claims that bound the
    parts without being one of them, `replaced` those that a later report tells anew and that were left out. `left` says
    why there is no number; then `parts` is empty.
    """

    subject: str
    kind: Kind
    measure: Measure
    claims: tuple[Claim, ...]
    parts: tuple[Part, ...] = ()
    hull: tuple[float, float] = (-math.inf, math.inf)
    bounds: tuple[Claim, ...] = ()
    replaced: tuple[Claim, ...] = ()
    left: str | None = None

    @property
    def label(self) -> str:
        """What it is, in words."""
        thing = self.measure.thing
        counted = f", {thing}" if thing and thing not in self.kind else ""
        return f"{self.kind.replace('_', ' ')}{counted}: {self.subject}"

    @property
    def warning(self) -> str | None:
        """What an eye should see before the number is used; None where the claims agree."""
        if len(self.parts) < 2:
            return None
        said = " or ".join(self.text(part.low, part.high) for part in self.parts)
        spoken = [claim for part in self.parts for claim in part.claims]
        told_anew = any(replaces(later, earlier) for later in spoken for earlier in spoken)
        against = "".join(f". {words[0].upper()}{words[1:]}" for words in self._against())
        hint = ". A later report tells it anew: --latest counts only that" if told_anew else ""
        return f"the claims conflict: {said}; kept apart, taken whole. They span {self.text(*self.hull)}{against}{hint}"

    def _against(self) -> Iterator[str]:
        """What bounds say against alternatives."""
        for bound in map(part_of, self.bounds):
            barred = [part for part in self.parts if not bound.meets(part)]
            if barred:
                said = " and ".join(self.text(*part[:2]) for part in barred)
                yield f"{self.text(*bound[:2])} speaks against {said}"

    def text(self, low: float, high: float) -> str:
        """An interval as a person writes it."""
        if math.isinf(low) and math.isinf(high):
            return "unknown"
        if math.isinf(low) or math.isinf(high):
            return f"{'at most' if math.isinf(low) else 'at least'} {self._end(high if math.isinf(low) else low)}"
        if self.measure is DAYS:
            return period_text(date.fromordinal(int(low)), date.fromordinal(int(high)))
        return self._end(low) if low == high else f"{self._end(low)} to {self._end(high)}"

    def _end(self, end: float) -> str:
        if self.measure is DAYS:
            return date.fromordinal(int(end)).isoformat()
        return show(end, self.measure.dimension, 6)


def fused(
    claims: Iterable[Claim],
    relations: Sequence[Relation] = (),
    weights: Mapping[str, float] | None = None,
    *,
    latest: bool = False,
) -> list[Fused]:
    """One entry for each subject and kind of the claims that say a figure or a date, in the order of their names.

    `weights`, if given, says how reliable an attribution or a report is (by name; 1 unless said): an alternative then
    weighs what its stories weigh together, a copied one (a `derived` relation) once; so do the bounds that allow it.
    With `latest` a claim that a later report tells anew does not count.
    """
    groups: dict[tuple[str, Kind, bool], list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.date_asserted, claim.report, claim.start, claim.id)):
        reach = extent(claim)
        if claim.kind not in _NO_NUMBER and (reach is not None or claim.value.op == "unknown"):
            groups.setdefault((claim.subject, claim.kind, reach is not None and reach.timed), []).append(claim)
    told = {key for key, group in groups.items() if any(extent(claim) is not None for claim in group)}
    ordered = sorted(told, key=lambda key: (key[0], key[1], key[2]))
    return [_of_group(groups[key], relations, weights, latest=latest) for key in ordered]


def _of_group(
    group: Sequence[Claim], relations: Sequence[Relation], weights: Mapping[str, float] | None, *, latest: bool
) -> Fused:
    """What one subject and kind comes to."""
    said = [claim for claim in group if claim.modality not in ("denied", "declined") and extent(claim) is not None]
    replaced = tuple(claim for claim in said if latest and any(replaces(later, claim) for later in said))
    said = [claim for claim in said if claim not in replaced]
    measures = {_measure(claim): claim.unit for claim in said}
    base = Fused(group[0].subject, group[0].kind, next(iter(measures), DAYS), tuple(group), replaced=replaced)
    left = _reason(said, measures, relations)
    if left is not None:
        return replace(base, left=left)
    alone = [part_of(claim) for claim in said]
    weighed = [claim.id for claim in said if is_open(claim)]
    if 0 < len(weighed) < len(said) and max(part.low for part in alone) > min(part.high for part in alone):
        left = f"some of the claims are only weighed or asked for ({weighed[0]}); name those that belong together"
        return replace(base, left=f"{left} by their ids")
    parts, bounds = _settled(alone, relations, weights)
    spanned = parts if len(parts) > 1 else alone
    hull = min(part.low for part in spanned), max(part.high for part in spanned)
    return replace(base, parts=parts, bounds=bounds, hull=hull)


def _reason(said: Sequence[Claim], measures: Mapping[Measure, str | None], relations: Sequence[Relation]) -> str | None:
    """Why these claims make no number, or None; `measures` are what they measure, each with a unit of theirs."""
    if not said:
        return "nothing of it is claimed, only denied"
    if len(measures) > 1:
        units = ", ".join(sorted(str(unit or "no unit") for unit in measures.values()))
        return f"the claims are in units that do not fit together ({units}); name those of one unit by their ids"
    of = next(iter(measures))
    if not of.dimension:
        return f"the library has no place for a figure in {of.thing}"
    ids = {claim.id for claim in said}
    for relation in relations:
        if relation.kind == "sum_check" and ids.issuperset(relation.claims):
            return f"some of the claims are parts of another ({relation.note}); edit the subjects, so that it shows"
    added = [claim for claim in said if ON_TOP in claim.flags]
    if added and len(added) < len(said):
        return f"some of the claims come on top of others ({added[0].id}); name those that belong together by their ids"
    times = sorted({claim.event_time for claim in said if claim.value.op != "unknown" and claim.event_time is not None})
    spans = [days_of(time) for time in times]
    starts = [span[0] for span in spans if span is not None]
    ends = [span[1] for span in spans if span is not None]
    if starts and max(starts) > min(ends):
        return f"the claims are of different times ({', '.join(times)}); name those of one time by their ids"
    return None


def _measure(claim: Claim) -> Measure:
    if claim.value.op == "unknown":
        return DAYS
    try:
        return measure(claim.unit)._replace(si_ratio=1.0)
    except ValueError:
        return Measure("", claim.unit, 1.0)


def part_of(claim: Claim) -> Part:
    """The part that a claim with an extent gives; raises ValueError for a unit without a place in the library."""
    reach = extent(claim)
    assert reach is not None
    if reach.timed:
        return Part(reach.low, reach.high, (claim,))
    unit = measure(claim.unit)
    low, high = reach.low * unit.si_ratio, reach.high * unit.si_ratio
    if unit.dimension == "count":
        low, high = _whole(low, high)
    return Part(low, high, (claim,))


def _whole(low: float, high: float) -> tuple[float, float]:
    """The whole numbers inside an interval; those around it where it holds none."""
    first, last = (end if math.isinf(end) else float(math.floor(end)) for end in (-low, high))
    return (-first, last) if -first <= last else (last, -first)


def _settled(
    parts: Sequence[Part], relations: Sequence[Relation], weights: Mapping[str, float] | None
) -> tuple[tuple[Part, ...], tuple[Claim, ...]]:
    """What all parts have in common, else those that are no mere bound of others; and the claims that are."""
    low, high = max(part.low for part in parts), min(part.high for part in parts)
    if low <= high:
        return (Part(low, high, tuple(part.claims[0] for part in parts)),), ()
    closed = [part for part in parts if not part.open]
    bounds = [part for part in parts if part.open and any(part.meets(other) for other in closed)]
    if len({part[:2] for part in parts if part not in bounds}) == 1:  # then it is the bounds that conflict
        bounds = []
    apart: dict[tuple[float, float], tuple[Claim, ...]] = {}
    for part in parts:
        if part not in bounds:
            apart[part[:2]] = (*apart.get(part[:2], ()), *part.claims)
    found: list[Part] = []
    for ends, claims in sorted(apart.items(), key=_ends):
        allow = [bound.claims[0] for bound in bounds if bound.meets(Part(*ends, claims))]
        found.append(Part(*ends, claims, _weight([*claims, *allow], relations, weights)))
    return tuple(found), tuple(part.claims[0] for part in bounds)


def _ends(row: tuple[tuple[float, float], tuple[Claim, ...]]) -> tuple[float, float]:
    return row[0]


def _weight(
    claims: Sequence[Claim], relations: Sequence[Relation], weights: Mapping[str, float] | None
) -> float | None:
    """What an alternative weighs: the sum over its stories, of each the most that one of its claims weighs."""
    if weights is None:
        return None
    ids = {claim.id for claim in claims}
    story = {name: name for name in ids}
    for relation in relations:
        copies = [name for name in relation.claims if name in ids]
        if relation.kind == "derived" and len(copies) == len(relation.claims):
            told = {story[name] for name in copies}
            story |= {name: min(told) for name, of in story.items() if of in told}
    worth: dict[str, float] = {}
    for claim in claims:
        own = weights.get(claim.attribution, 1.0) * weights.get(claim.report, 1.0)
        worth[story[claim.id]] = max(own, worth.get(story[claim.id], 0.0))
    return math.fsum(worth.values())
