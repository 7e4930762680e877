"""The raids of a posture as scenarios: with every part that could stand somewhere, and groups as large as is asked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel

from mantlet.base.errors import Fault, InvalidInput
from mantlet.base.marked import path_text
from mantlet.library.catalog import Catalog
from mantlet.posture.files import Finding
from mantlet.posture.months.file import Place, Posture, Raid
from mantlet.posture.months.holds import misfilled
from mantlet.posture.programme import Programme, programmes
from mantlet.scenario.load import load
from mantlet.scenario.models import Scenario

_KINDS: Final = ("posts", "sensors", "units", "fighters")
_STEP = re.compile(r"[^.\[\]]+")
_ADDED = re.compile(r"sides\.(?P<side>[^.]+)\.(?P<kind>\w+)\[(?P<index>\d+)\]")


def scenario_of(posture: Posture, raid: Raid, library: Catalog, times_ratio: float = 1.0) -> Scenario:
    """The scenario of a raid, its groups `times_ratio` times as large beyond what the file says; raises InvalidInput.

    Groups are enlarged by their count, rounded up; weapons aboard grow with their carriers.
    """
    found = _overlaid(posture, raid, library, times_ratio)
    if isinstance(found, Scenario):
        return found
    raise InvalidInput([Fault(posture.id, 0, path_text(place), message) for place, message in found])


def misfits(posture: Posture, library: Catalog) -> Iterator[Finding]:
    """What does not fit a raid: a side or parts that it does not have, faults of the parts that places add, and places
    with other pieces than a unit of the order that fills them.

    A scenario that cannot be read by itself is another matter, and passed over.
    """
    told: set[Finding] = set()
    for raid in {raid.scenario: raid for raid in posture.raids}.values():
        try:
            found = _overlaid(posture, raid, library, 1.0)
        except InvalidInput:
            continue
        if not isinstance(found, Scenario):
            told |= set(found)
            continue
        told |= set(misfilled(posture, found.sides[posture.side], programmes(), library))
    yield from sorted(told, key=str)


def misfilled_by(order: Programme, posture: Posture, library: Catalog) -> Iterator[str]:
    """How places of a posture that one order fills differ from what its units hold."""
    told: set[str] = set()
    for raid in {raid.scenario: raid for raid in posture.raids}.values():
        found = _overlaid(posture, raid, library, 1.0)
        if isinstance(found, Scenario):
            told |= {said for _, said in misfilled(posture, found.sides[posture.side], {order.id: order}, library)}
    yield from sorted(told)


def _overlaid(posture: Posture, raid: Raid, library: Catalog, times_ratio: float) -> Scenario | list[Finding]:
    """The scenario, or what is wrong with the posture for it; InvalidInput where the scenario itself is at fault."""
    plain = json.loads(load(raid.scenario, library=library).canonical())
    if posture.side not in plain["sides"]:
        return [(("side",), f"{raid.scenario} has no side '{posture.side}', but {', '.join(plain['sides'])}")]
    overrides = _enlarged(plain, raid.scale * times_ratio) | _with_places(plain, posture)
    try:
        found = load(raid.scenario, overrides=overrides, library=library)
    except InvalidInput as error:
        own = [_told_by_place(fault, plain, posture, raid) for fault in error.faults]
        faults = [finding for finding in own if finding is not None]
        if len(faults) < len(own):
            raise
        return faults
    known = {part.id for part in found.sides[posture.side].sensors}
    known |= {part.id for part in (*found.sides[posture.side].units, *found.sides[posture.side].fighters)}
    strange: list[Finding] = [
        (("places", at, "parts", nth), f"{raid.scenario} has no sensor, unit or fighters '{part}'")
        for at, place in enumerate(posture.places)
        for nth, part in enumerate(place.parts)
        if part not in known
    ]
    return strange or found


def _enlarged(plain: dict[str, Any], times_ratio: float) -> dict[str, Any]:
    if times_ratio == 1.0:
        return {}
    return {
        f"sides.{name}.raid.{group['id']}.count": math.ceil(round(group.get("count", 1) * times_ratio, 9))
        for name, side in plain["sides"].items()
        for group in side.get("raid", [])
        if group.get("carrier") is None
    }


def _with_places(plain: dict[str, Any], posture: Posture) -> dict[str, Any]:
    """What the side has, and behind it what the places add."""
    found: dict[str, Any] = {}
    for kind in _KINDS:
        added = [_plain(part) for place in posture.places for part in getattr(place, kind)]
        if added:
            found[f"sides.{posture.side}.{kind}"] = [*plain["sides"][posture.side].get(kind, []), *added]
    return found


def _plain(part: BaseModel) -> dict[str, Any]:
    return part.model_dump(mode="json", by_alias=True, exclude_none=True)


def _told_by_place(fault: Fault, plain: dict[str, Any], posture: Posture, raid: Raid) -> Finding | None:
    """A fault of an added part, at the place that adds it; None for any other, which is one of the scenario."""
    match = _ADDED.match(fault.path)
    if match is None or match["side"] != posture.side or match["kind"] not in _KINDS:
        return None
    kind, index = match["kind"], int(match["index"]) - len(plain["sides"][posture.side].get(match["kind"], []))
    owners = [(at, nth, part) for at, place in enumerate(posture.places) for nth, part in _numbered(place, kind)]
    if not 0 <= index < len(owners):
        return None
    at, nth, part = owners[index]
    steps = [int(step) if step.isdigit() else step for step in _STEP.findall(fault.path[match.end() :])]
    return ("places", at, kind, nth, *steps), f"in {raid.scenario}, {part.id}: {fault.message}"


def _numbered(place: Place, kind: str) -> Iterator[tuple[int, Any]]:
    """The parts of one kind that a place adds, with their numbers."""
    yield from enumerate(getattr(place, kind))
