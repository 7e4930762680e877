"""What objects do beside flying their way, as the engine's records: who turns back, who turns away, who arrives."""

from __future__ import annotations

import math

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.compile.plan import Plan, Thing
from mantlet.library.sampling import Draw
from mantlet.world import CONDUCT, MEMBER, PACKAGE, Records

# So near to a whole number of losses is one: 0.3 of ten are three, whatever binary fractions make of it.
WHOLE = 1e-9


def conduct_records(plan: Plan, objects: Records, draw: Draw) -> tuple[Records, Records, Records]:
    """(CONDUCT of each of `objects`, PACKAGE, MEMBER records), all of length 0 where nothing reacts.

    An aircraft turns no more once it has arrived or its last weapon has left; one that only goes along, as an escort
    does, once it is at the end of its way.
    """
    if not plan.mechanisms.reactions or not any(map(_acts, plan.things)):
        return np.zeros(0, CONDUCT), np.zeros(0, PACKAGE), np.zeros(0, MEMBER)
    heeding = sorted({thing.group.id for thing in plan.things if thing.group.abort is not None})
    conduct = np.zeros(len(plan.things), CONDUCT)
    conduct["package"], conduct["bound_tick"], conduct["arrival_prob"] = -1, objects["end_tick"], 1.0
    for record, thing in zip(conduct, plan.things, strict=True):
        group = thing.group
        if group.abort is not None:
            record["package"] = heeding.index(group.id)
        if group.evade is not None:
            record["warned_prob"] = draw.value(f"group.{group.id}.warned", group.evade.warned)
            record["most_turns"] = group.evade.at_most or 0
        arrival = _arrival(thing)
        if arrival is not None:
            record["arrival_prob"] = draw.value(*arrival)
    for o, thing in enumerate(plan.things):
        released = objects["start_tick"][objects["carrier"] == o]
        if thing.target is None and len(released) > 0:
            conduct["bound_tick"][o] = released.max()
    packages = np.zeros(len(heeding), PACKAGE)
    members: list[tuple[int, int]] = []
    for p, name in enumerate(heeding):
        abort = next(thing.group.abort for thing in plan.things if thing.group.id == name)
        assert abort is not None
        of = set(abort.of) or {name}
        here = [o for o, thing in enumerate(plan.things) if thing.group.id in of]
        packages["losses"][p] = max(1, math.ceil(abort.share * len(here) - WHOLE))
        members += [(p, o) for o in here]
    return conduct, packages, np.array(members, MEMBER)


def _acts(thing: Thing) -> bool:
    return thing.group.abort is not None or thing.group.evade is not None or _arrival(thing) is not None


def _arrival(thing: Thing) -> tuple[str, Sourced] | None:
    """The chance that it finds its target, with its path: the scenario's own where it sets one, else the library's."""
    if thing.group.arrival_prob is not None:
        return f"group.{thing.group.id}.arrival_prob", thing.group.arrival_prob
    if thing.flyer.arrival_prob is not None:
        return f"{thing.flyer.id}.arrival_prob", thing.flyer.arrival_prob
    return None
