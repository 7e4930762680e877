"""What objects do beside flying their way, as the engine's records: who turns back, who turns away, who arrives."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mantlet.base.sourced import Sourced
from mantlet.compile.plan import Plan, Thing
from mantlet.library.sampling import Draw
from mantlet.world import CONDUCT, MEMBER, PACKAGE, Records

# So near to a whole number of losses is one: 0.3 of ten are three, whatever binary fractions make of it.
WHOLE = 1e-9


@dataclass(frozen=True)
class Manners:
    """What objects do as far as no draw changes it: all of length 0 where nothing reacts."""

    conduct: Records  # CONDUCT
    packages: Records  # PACKAGE
    members: Records  # MEMBER
    figures: tuple[tuple[str, str, Sourced, NDArray[np.int64]], ...]  # column, path, number, and whose it is
    bound: NDArray[np.int64]  # objects that have done what they came for once they have let go of the last weapon


def manners(plan: Plan) -> Manners:
    """What of the raid's reactions is the same in every draw.

    An aircraft turns no more once it has arrived or its last weapon has left; one that only goes along, as an escort
    does, once it is at the end of its way.
    """
    if not plan.mechanisms.reactions or not any(map(_acts, plan.things)):
        nobody = np.zeros(0, np.int64)
        return Manners(np.zeros(0, CONDUCT), np.zeros(0, PACKAGE), np.zeros(0, MEMBER), (), nobody)
    heeding = sorted({thing.group.id for thing in plan.things if thing.group.abort is not None})
    conduct = np.zeros(len(plan.things), CONDUCT)
    conduct["package"], conduct["arrival_prob"] = -1, 1.0
    read: dict[tuple[str, str], tuple[Sourced, list[int]]] = {}
    for o, (record, thing) in enumerate(zip(conduct, plan.things, strict=True)):
        group, arrival = thing.group, _arrival(thing)
        if group.abort is not None:
            record["package"] = heeding.index(group.id)
        if group.evade is not None:
            record["most_turns"] = group.evade.at_most or 0
            read.setdefault(("warned_prob", f"group.{group.id}.warned"), (group.evade.warned, []))[1].append(o)
        if arrival is not None:
            read.setdefault(("arrival_prob", arrival[0]), (arrival[1], []))[1].append(o)
    packages, members = _packages(plan, heeding)
    figures = tuple((column, path, number, np.array(whose)) for (column, path), (number, whose) in read.items())
    bound = np.array([o for o, thing in enumerate(plan.things) if thing.target is None], np.int64)
    return Manners(conduct, packages, members, figures, bound)


def _packages(plan: Plan, heeding: list[str]) -> tuple[Records, Records]:
    """(PACKAGE of each group that heeds losses, MEMBER records)."""
    packages = np.zeros(len(heeding), PACKAGE)
    members: list[tuple[int, int]] = []
    for p, name in enumerate(heeding):
        abort = next(thing.group.abort for thing in plan.things if thing.group.id == name)
        assert abort is not None
        of = set(abort.of) or {name}
        here = [o for o, thing in enumerate(plan.things) if thing.group.id in of]
        packages["losses"][p] = max(1, math.ceil(abort.share * len(here) - WHOLE))
        members += [(p, o) for o in here]
    return packages, np.array(members, MEMBER)


def conduct_records(laid: Manners, objects: Records, draw: Draw) -> Records:
    """CONDUCT of each of `objects` in one draw, or of length 0."""
    conduct = laid.conduct.copy()
    if len(conduct) == 0:
        return conduct
    for column, path, number, whose in laid.figures:
        conduct[column][whose] = draw.value(path, number)
    released = np.full(len(objects), -1)
    load = objects[objects["carrier"] >= 0]
    np.maximum.at(released, load["carrier"], load["start_tick"])
    conduct["bound_tick"] = objects["end_tick"]
    rid = laid.bound[released[laid.bound] >= 0]
    conduct["bound_tick"][rid] = released[rid]
    return conduct


def _acts(thing: Thing) -> bool:
    return thing.group.abort is not None or thing.group.evade is not None or _arrival(thing) is not None


def _arrival(thing: Thing) -> tuple[str, Sourced] | None:
    """The chance that it finds its target, with its path: the scenario's own where it sets one, else the library's."""
    if thing.group.arrival_prob is not None:
        return f"group.{thing.group.id}.arrival_prob", thing.group.arrival_prob
    if thing.flyer.arrival_prob is not None:
        return f"{thing.flyer.id}.arrival_prob", thing.flyer.arrival_prob
    return None
