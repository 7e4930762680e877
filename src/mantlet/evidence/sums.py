"""Sums that should hold: a total and its parts in one sentence, and what a force has, needs and would have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mantlet.evidence.claims import Claim, Relation
from mantlet.evidence.text import Report

_MOST_PARTS = 8
_NEAR = 16  # code points from a total to the word that says so
_FARTHEST = 160  # code points from a total to what announces its parts


def sums_of(
    report: Report, claims: Sequence[Claim], parting: Sequence[str], summing: Sequence[str]
) -> Iterator[Relation]:
    """Sum checks of one report; `parting` are the words that lead from a total to its parts, `summing` those that stand
    by a total behind its parts."""
    counted = [claim for claim in claims if claim.value.op == "eq" and claim.value.low == claim.value.high]
    at = 0
    while at < len(counted):
        parts = _parts(report, counted, at, parting)
        if len(parts) > 1:
            yield checked(counted[at], parts)
        behind = _summed(report, counted, at, summing)
        if len(behind) > 1:
            yield checked(counted[at], behind)
        at += max(len(parts), 1) if len(parts) > 1 else 1


def _summed(report: Report, counted: Sequence[Claim], at: int, summing: Sequence[str]) -> list[Claim]:
    """The claims in front of a total as its parts: 12 and 21 jets (33 in all); 12 and 21, which make 34."""
    total = counted[at]
    before = report.text[max(total.start - _NEAR, 0) : total.start].lower()
    after = report.text[total.end : total.end + _NEAR].lower().strip()
    if not after.startswith(tuple(summing)) and not before.rstrip(" a").endswith(tuple(summing)):
        return []
    parts: list[Claim] = []
    start = total.start
    for claim in reversed(counted[max(at - _MOST_PARTS, 0) : at]):
        gap = report.text[claim.end : start] if start - claim.end <= _FARTHEST else "."
        if ". " in gap or "\n" in gap or claim.kind != total.kind or (claim.value.low or 0) >= (total.value.low or 0):
            break
        parts.append(claim)
        start = claim.start
    return parts[::-1]


def _parts(report: Report, counted: Sequence[Claim], at: int, parting: Sequence[str]) -> list[Claim]:
    """The claims that follow a total as its parts: of its unit, in its sentence, behind a word such as including."""
    total = counted[at]
    if at + 1 >= len(counted):
        return []
    after = counted[at + 1]
    if (
        after.start - total.end > _FARTHEST
        or after.unit != total.unit
        or (after.value.low or 0) >= (total.value.low or 0)
    ):
        return []
    between = report.text[total.end : after.start].lower()
    if not any(word in between for word in parting):
        return []
    parts: list[Claim] = []
    end = total.end
    for claim in counted[at + 1 : at + 1 + _MOST_PARTS]:
        gap = report.text[end : claim.start] if claim.start - end <= _FARTHEST else "."
        if claim.unit != total.unit or ". " in gap or "\n" in gap or claim.value.low is None:
            break
        if total.value.low is not None and claim.value.low >= total.value.low:
            break
        parts.append(claim)
        end = claim.end
    left = "of which" in between and sum(claim.value.low or 0 for claim in parts) < (total.value.low or 0)
    return [] if left else parts  # 32 jets, of which nine have come, and 17 others


def checked(total: Claim, parts: Sequence[Claim]) -> Relation:
    """Whether parts add up to their total."""
    figures = [claim.value.low or 0.0 for claim in parts]
    wanted = total.value.low or 0.0
    said = " + ".join(f"{figure:g}" for figure in figures)
    note = f"{said} = {wanted:g}" if sum(figures) == wanted else f"{said} = {sum(figures):g}, not {wanted:g}"
    return Relation(kind="sum_check", claims=(total.id, *(claim.id for claim in parts)), note=note)


def strengths_of(claims: Sequence[Claim]) -> Iterator[Relation]:
    """What a force has and what it needs besides make what it would have: checked where that is said, else derived."""
    by_subject: dict[str, dict[str, Claim]] = {}
    for claim in claims:
        if claim.value.op == "eq" and claim.unit == "squadron":
            by_subject.setdefault(claim.subject, {}).setdefault(claim.kind, claim)
    for found in by_subject.values():
        has, lacks = found.get("squadron_strength"), found.get("squadrons_required_additional")
        if has is None or lacks is None:
            continue
        total = found.get("squadrons_required_total") or found.get("squadron_authorised")
        if total is not None:
            yield checked(total, (has, lacks))
        else:
            low, more = has.value.low or 0.0, lacks.value.low or 0.0
            note = f"{low:g} + {more:g} = {low + more:g} squadrons required in all"
            yield Relation(kind="derived", claims=(has.id, lacks.id), note=note)
