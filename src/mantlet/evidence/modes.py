"""How far a thing has come: done, planned, considered, requested, denied or declined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mantlet.evidence.claims import Modality
from mantlet.evidence.cues import Cues, Near

_STRONG: Final = ("denied", "declined")
_MODALITIES: Final[Sequence[Modality]] = ("denied", "declined", "considered", "requested", "planned", "done")
_FARTHEST: Final = 22
_STRONG_REACH: Final = 26
_BEHIND: Final = 1.6
_AUXILIARY: Final = 6
_GOVERNS: Final = 4


def modality(cues: Cues, first: int, last: int, *, ahead: bool) -> Modality:
    """The modality of what stands from token `first` to `last`; `ahead` says that its time is to come.

    A denial or a refusal in front of it covers the rest of its clause. Else the nearest cue counts, but one of
    consideration that governs it ("considers urging") goes first. Without any it is done, or planned if still to come.
    """
    near: dict[Modality, Near] = {}
    auxiliary = cues.nearest(("mode.auxiliary",), first, last, _BEHIND)
    if auxiliary is not None and auxiliary.cost + _AUXILIARY <= _FARTHEST:
        near["done"] = auxiliary._replace(cost=auxiliary.cost + _AUXILIARY)
    for kind in _MODALITIES:
        found = cues.nearest((f"mode.{kind}",), first, last, _BEHIND)
        if found is not None and found.cost <= _FARTHEST and (kind not in near or found.cost < near[kind].cost):
            near[kind] = found
    for kind in _STRONG:
        if (
            kind in near
            and not near[kind].behind
            and near[kind].cost <= _STRONG_REACH
            and _same_clause(cues, near[kind], first)
        ):
            return kind
    weak = {kind: found for kind, found in near.items() if kind not in _STRONG}
    if not weak:
        return "planned" if ahead else "done"
    best = min(weak, key=lambda kind: weak[kind].cost)
    if best == "done" and ahead and weak[best].cost > 2:
        best = min((kind for kind in weak if kind != "done"), key=lambda kind: weak[kind].cost, default="planned")
    planned = weak.get("planned")
    if (
        best == "done" and planned is not None and 0 < weak[best].hit.first - planned.hit.last <= _GOVERNS
    ):  # should have been sent
        best = "planned"
    outer = weak.get("considered")
    if outer is not None and not outer.behind and not weak[best].behind and outer.hit.first < weak[best].hit.first:
        return "considered" if weak[best].cost + 8 >= outer.cost and best != "done" else best
    return best


def _same_clause(cues: Cues, found: Near, first: int) -> bool:
    """True when no semicolon and no full clause parts a denial from what it denies."""
    between = cues.page.tokens[found.hit.last + 1 : first]
    return not any(token.text in (";", ":") for token in between) and sum(token.text == "," for token in between) < 2
