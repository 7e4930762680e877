"""The raids of a posture as scenarios: with every part that could stand somewhere, and groups as large as is asked."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from pydantic import BaseModel

from mantlet.base.errors import Fault, InvalidInput
from mantlet.library.catalog import Catalog
from mantlet.posture.months.file import Posture, Raid
from mantlet.scenario.load import load
from mantlet.scenario.models import Scenario

_KINDS: Final = ("posts", "sensors", "units", "fighters")
_ADDED = re.compile(r"sides\.(?P<side>[^.]+)\.(?P<kind>\w+)\[(?P<index>\d+)\]")


def scenario_of(posture: Posture, raid: Raid, library: Catalog, times_ratio: float = 1.0) -> Scenario:
    """The scenario of a raid, its groups `times_ratio` times as large beyond what the file says; raises InvalidInput.

    Groups are enlarged by their count, rounded up; weapons aboard grow with their carriers.
    """
    plain = json.loads(load(raid.scenario, library=library).canonical())
    if posture.side not in plain["sides"]:
        message = f"{raid.scenario} has no side '{posture.side}', but {', '.join(plain['sides'])}"
        raise InvalidInput([Fault(posture.id, 0, "side", message)])
    overrides = _enlarged(plain, raid.scale * times_ratio) | _with_places(plain, posture)
    try:
        found = load(raid.scenario, overrides=overrides, library=library)
    except InvalidInput as error:
        raise InvalidInput([_told_by_place(fault, plain, posture, raid) for fault in error.faults]) from error
    known = {part.id for part in found.sides[posture.side].sensors}
    known |= {part.id for part in (*found.sides[posture.side].units, *found.sides[posture.side].fighters)}
    faults = [
        Fault(posture.id, 0, f"places.{place.id}.parts", f"{raid.scenario} has no sensor, unit or fighters '{part}'")
        for place in posture.places
        for part in place.parts
        if part not in known
    ]
    if faults:
        raise InvalidInput(faults)
    return found


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


def _told_by_place(fault: Fault, plain: dict[str, Any], posture: Posture, raid: Raid) -> Fault:
    """A fault of an added part is one of the place that adds it; any other is one of the scenario."""
    match = _ADDED.match(fault.path)
    if match is None or match["side"] != posture.side or match["kind"] not in _KINDS:
        return fault
    kind, index = match["kind"], int(match["index"]) - len(plain["sides"][posture.side].get(match["kind"], []))
    owners = [(place, part) for place in posture.places for part in getattr(place, kind)]
    if not 0 <= index < len(owners):
        return fault
    place, part = owners[index]
    path = f"places.{place.id}.{kind}.{part.id}{fault.path[match.end() :]}"
    return Fault(posture.id, 0, path, f"in {raid.scenario}: {fault.message}")
