"""Time on target: groups that say when they arrive start early enough for it, at nominal speed."""

from __future__ import annotations

from dataclasses import replace

from mantlet.compile.plan import Plan, Thing
from mantlet.compile.ticks import ticks_up


def timed(plan: Plan, tick_s: float) -> Plan:
    """The same plan with the starts of all groups that say when they arrive; their weapons start with them."""
    first: dict[str, Thing] = {}
    for thing in plan.things:  # sorted by name, so the first of a group is its first member
        if thing.group.arrive_s is not None:
            first.setdefault(thing.group.id, thing)
    later = {name: max(0.0, (one.group.arrive_s or 0.0) - _nominal_s(one, plan, tick_s)) for name, one in first.items()}
    things = {thing.id: thing for thing in plan.things}

    def start_s(thing: Thing) -> float:
        bearer = thing if thing.carrier is None else things[thing.carrier]
        return thing.start_s + later.get(bearer.group.id, 0.0)

    return replace(plan, things=tuple(replace(thing, start_s=start_s(thing)) for thing in plan.things))


def _nominal_s(thing: Thing, plan: Plan, tick_s: float) -> float:
    """From its start to its arrival; of a carrier without a target, to that of the first of its weapons.

    A flight takes whole ticks, as in the fight.
    """
    if thing.target is not None:
        return tick_s * max(1, ticks_up(thing.path.duration_s, tick_s))
    carried = (weapon for weapon in plan.things if weapon.carrier == thing.id)
    return min(
        weapon.released_s + weapon.wait_s + tick_s * max(1, ticks_up(weapon.path.duration_s, tick_s))
        for weapon in carried
    )
