"""Fused numbers as a library file of kind `facts`: every figure with its report, its date and its claims."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from mantlet.base.errors import UsageError
from mantlet.base.units import parse
from mantlet.evidence.claims import Claim
from mantlet.evidence.fuse import DAYS, Fused, Part
from mantlet.evidence.measures import exact
from mantlet.evidence.review import Item, Review, reference


class Origin(NamedTuple):
    """A publication of the library that is a report: its key, and how it counts there."""

    key: str
    confidence: str
    verification: str


class Ends(NamedTuple):
    """Ends that the user assumes where nobody claims one, as `6000 MUSD`, and why."""

    low: str | None
    high: str | None
    why: str


class Head(NamedTuple):
    """What the sheet is called."""

    id: str
    name: str


def holding(state: Review, names: Sequence[str] = ()) -> list[Item]:
    """The items whose claims hold, all or those named. Raises UsageError while the review is not closed."""
    if not state.closed:
        raise UsageError(f"the review of {state.by} is not closed: decide what is left, then 'mantlet evidence close'")
    chosen = [state.item(name) for name in names] if names else list(state.items)
    lost = [item.id for item in chosen if item.claim is None]
    if names and lost:
        raise UsageError(f"{lost[0]} holds no claim: it was rejected")
    return [item for item in chosen if item.claim is not None]


def sheet(
    head: Head, found: Sequence[Fused], items: Sequence[Item], known: Mapping[str, Origin], ends: Ends | None
) -> str:
    """The YAML of all fused entries that are numbers; `known` are publications by the SHA-256 of their text.

    `ends` close open numbers by assumption; without them an open one is left out. Raises UsageError where nothing is
    left to write, or an end has the wrong unit.
    """
    writer = _Writer({item.id: item for item in items}, known, ends)
    facts: list[dict[str, Any]] = []
    dates: list[dict[str, Any]] = []
    for one in found:
        if one.parts and one.measure is DAYS:
            dates.append({"label": one.label, "dates": writer.days(one)})
        elif one.parts and missing_end(one, ends) is None:
            facts.append({"label": one.label, "dimension": one.measure.dimension, **writer.number(one)})
    if not facts and not dates:
        raise UsageError("none of it makes a number or a date; see 'mantlet evidence fuse --json'")
    reports = len({item.sha256 for item in items})
    summary = f"Fused from the claims of {reports} report{'s' if reports > 1 else ''}, as reviewed in a ledger."
    document = {"kind": "facts", "id": head.id, "name": head.name, "summary": summary}
    document |= {name: rows for name, rows in (("facts", facts), ("dates", dates), ("sources", writer.sources)) if rows}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=118, default_flow_style=None)


def missing_end(one: Fused, ends: Ends | None) -> str | None:
    """The end of a number (`low` or `high`) that nobody claims and for which nothing is assumed, or None.

    Dates may stay open.
    """
    for name in ("low", "high"):
        is_open = one.measure is not DAYS and any(math.isinf(getattr(part, name)) for part in one.parts)
        if is_open and (ends is None or getattr(ends, name) is None):
            return name
    return None


class _Writer:
    """Writes numbers, and keeps the publications that they name."""

    def __init__(self, items: Mapping[str, Item], known: Mapping[str, Origin], ends: Ends | None) -> None:
        self._items, self._known, self._ends = items, known, ends
        self.sources: dict[str, Any] = {}

    def number(self, one: Fused) -> dict[str, Any]:
        """The fields of a number: of the one part, or of alternatives."""
        notes = [f"bounded by claim {claim.id} as well" for claim in one.bounds]
        notes += [f"replaces claim {claim.id} of {claim.date_asserted}" for claim in one.replaced]
        spoken = {
            claim.id for claim in (*one.bounds, *one.replaced, *(claim for part in one.parts for claim in part.claims))
        }
        notes += [f"claim {claim.id} gives no figure" for claim in one.claims if claim.id not in spoken]
        if len(one.parts) == 1:
            return self._part(one, one.parts[0], notes)
        fields: dict[str, Any] = {"alternatives": [self._part(one, part, []) for part in one.parts]}
        if one.parts[0].weight is not None:
            fields["weights"] = [part.weight for part in one.parts]
        return fields | {"note": "; ".join([str(one.warning), *notes])}

    def days(self, one: Fused) -> list[dict[str, Any]]:
        """The dated statements."""
        notes = [f"replaces claim {claim.id} of {claim.date_asserted}" for claim in one.replaced]
        return [self._day(one, part, notes) for part in one.parts]

    def _day(self, one: Fused, part: Part, notes: Sequence[str]) -> dict[str, Any]:
        text = one.text(*part[:2])
        if part.open:
            text = f"../{text.split()[-1]}" if math.isinf(part.low) else f"{text.split()[-1]}/.."
        return {"when": text, **self._ground(part, notes)}

    def _part(self, one: Fused, part: Part, notes: list[str]) -> dict[str, Any]:
        dimension = one.measure.dimension
        low, high, cited = part.low, part.high, [name for name in ("low", "high") if math.isfinite(getattr(part, name))]
        if part.open:
            assert self._ends is not None
            low = self._assumed(self._ends.low, dimension) if math.isinf(low) else low
            high = self._assumed(self._ends.high, dimension) if math.isinf(high) else high
            if low >= high:
                raise UsageError(f"{one.label}: the end that is assumed lies beyond the one that is claimed")
            missing = "low" if math.isinf(part.low) else "high"
            notes = [*notes, f"no {missing} end is claimed; assumed: {self._ends.why}"]
        if low == high:
            figures: dict[str, Any] = {"value": exact(low, dimension)}
        else:
            figures = {"low": exact(low, dimension), "high": exact(high, dimension)}
        partly = {"verification": "read_partial", "cited": cited} if part.open else {}
        return {**figures, **self._ground(part, notes), **partly}

    @staticmethod
    def _assumed(text: str | None, dimension: str) -> float:
        try:
            return parse(text or "", dimension)
        except ValueError as error:
            raise UsageError(f"the end that is assumed: {error}") from None

    def _ground(self, part: Part, notes: Sequence[str]) -> dict[str, Any]:
        """What a number stands on: the earliest of its reports, and all its claims."""
        origins = {self._origin(claim): None for claim in part.claims}
        first, *others = origins
        notes = [*(["so also " + ", ".join(other.key for other in others)] if others else []), *notes]
        return {
            "source": first.key,
            "date": part.claims[0].date_asserted.isoformat(),
            "confidence": first.confidence,
            "verification": first.verification,
            "claims": [reference(claim) for claim in part.claims],
            **({"note": "; ".join(notes)} if notes else {}),
        }

    def _origin(self, claim: Claim) -> Origin:
        item = self._items[claim.id]
        if item.sha256 in self._known:
            return self._known[item.sha256]
        origin = Origin(f"report-{item.sha256[:8]}", "press", "read")
        self.sources[origin.key] = {
            "title": f"Report {claim.report}",
            "date": item.dated.isoformat(),
            "confidence": origin.confidence,
            "verification": origin.verification,
            "sha256": item.sha256,
        }
        return origin
