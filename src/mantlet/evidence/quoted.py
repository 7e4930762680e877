"""Whether figures and dates that were copied from claims are what the claims say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mantlet.base.sourced import Bound, Sourced
from mantlet.base.units import show
from mantlet.evidence.claims import Claim
from mantlet.evidence.fuse import Part, part_of
from mantlet.evidence.measures import measure
from mantlet.evidence.relations import extent
from mantlet.evidence.values import claim_text

_NEAR: Final = 1e-6  # relative


def misquoted(number: Sourced, claims: Sequence[Claim]) -> str | None:
    """What a cited figure of a number is beside what its claims say of it; None where they give it.

    A number that says that it was computed may be another.
    """
    if number.verification == "computed" or not claims:
        return None
    parts = list(_parts(claims, number.dimension))
    for bound in number.cited:
        figure = getattr(number, bound)
        if not any(_gives(part, bound, figure) for part in parts):
            return f"{bound} is {show(figure, number.dimension)}, which is not what its claims say: {_said(claims)}"
    return None


def misdated(periods: Sequence[tuple[float, float]], claims: Sequence[Claim]) -> str | None:
    """What is wrong with dates (first and last day each, as ordinals) that rest on claims of dates, or None."""
    reaches = [extent(claim) for claim in claims]
    days = [reach for reach in reaches if reach is not None and reach.timed]
    if not periods or not days or len(days) < len(claims):
        return None
    meant = max(reach.low for reach in days), min(reach.high for reach in days)
    allowed = [meant] if meant[0] <= meant[1] else [(reach.low, reach.high) for reach in days]
    return None if any(one in allowed for one in periods) else f"its date is not what its claims say: {_said(claims)}"


def _parts(claims: Sequence[Claim], dimension: str) -> Iterator[Part]:
    """What claims have in common, in that dimension; each by itself where that is nothing."""
    alone = [part for part in _alone(claims) if part[0] == dimension]
    parts = [part for _, part in alone]
    if len(parts) < len(claims):
        return
    low, high = max(part.low for part in parts), min(part.high for part in parts)
    yield from [Part(low, high, tuple(claims))] if low <= high else parts


def _alone(claims: Iterable[Claim]) -> Iterator[tuple[str, Part]]:
    for claim in claims:
        reach = extent(claim)
        if reach is None or reach.timed:
            continue
        try:
            yield measure(claim.unit).dimension, part_of(claim)
        except ValueError:
            continue


def _gives(part: Part, bound: Bound, value: float) -> bool:
    """Whether it is an end of the part; a single figure may also be the middle of one that was rounded."""
    if bound in ("low", "high"):
        return math.isclose(getattr(part, bound), value, rel_tol=_NEAR)
    is_rounded = all(claim.value.op == "eq" for claim in part.claims)
    return (is_rounded or part.low == part.high) and math.isclose((part.low + part.high) / 2, value, rel_tol=_NEAR)


def _said(claims: Iterable[Claim]) -> str:
    return "; ".join(f"{claim.id}: {claim_text(claim)}" for claim in claims)
