"""Chases: the same flights go for the same objects as by `fighters`, from looks at those pairs that something changed.

An object is weighed by all flights when something about it has changed (`stir`), when a word of it or a judgement is
due, and when a radar of theirs begins to see it. A flight weighs every object when it is free again, or cued by others.
"""

from __future__ import annotations

from mantlet.codes import HELD, NO_CHANNEL, NO_MISSILE, NONE
from mantlet.engine.ahead import CHASES
from mantlet.engine.air import CLOSING, SHOOTING
from mantlet.engine.assign import before
from mantlet.engine.calendar import any_due, rouse
from mantlet.engine.course import urgency
from mantlet.engine.fighters import attend, chance, commit, judge, stands_by
from mantlet.engine.memory import Handle
from mantlet.engine.sorties import heed, on_call
from mantlet.engine.state import chases_of, clock_of, flights_of, pairs_of, sorties_of
from mantlet.engine.tables import fighters_of, objects_of, units_of
from mantlet.physics.jit import compiled, inlined


@compiled
def regroup(world: Handle, state: Handle) -> None:
    """Who cues whom may have changed: every flight weighs every object."""
    for f in range(len(sorties_of(state))):
        heed(world, state, f)
        sorties_of(state)[f].anew = 1


@inlined
def intercept_due(world: Handle, state: Handle) -> None:
    """What is due of each flight at this tick; then those that have found something go for it, most urgent first."""
    clock, pairs = clock_of(state)[0], pairs_of(state)
    attend(world, state)
    clock.pair_count = 0
    weigh_due(world, state)
    while clock.pair_count > 0:
        best = 0
        for p in range(1, clock.pair_count):
            if before(world, state, p, best):
                best = p
        f, o = int(pairs[best].unit), int(pairs[best].object)
        drop(state, best)
        if judge(world, state, f, o) >= 0:  # else it is another's by now
            commit(world, state, f, o)
            weigh_due(world, state)


@compiled
def call(world: Handle, state: Handle) -> None:
    """Units whose fire a zone holds hear when its flight stands by or is at work, and when it no longer does."""
    fighters, sorties, units = fighters_of(world), sorties_of(state), units_of(world)
    for f in range(len(sorties)):
        called = on_call(world, state, f)
        if fighters[f].zone < 0 or not fighters[f].separate or called == bool(sorties[f].called):
            continue
        sorties[f].called = called
        for u in range(len(units)):
            if units[u].side == fighters[f].side:
                rouse(state, u)


@compiled
def weigh_due(world: Handle, state: Handle) -> None:
    """Collect the chases that are open, of objects and flights that have to be weighed now."""
    sorties = sorties_of(state)
    while True:
        o = any_due(state, CHASES)
        if o == NONE:
            break
        drop_all(state, NONE, o)
        for f in range(len(sorties)):
            if not sorties[f].anew:
                weigh(world, state, f, o)
    for f in range(len(sorties)):
        if sorties[f].anew:
            sorties[f].anew = 0
            drop_all(state, f, NONE)
            for o in range(len(flights_of(state))):
                weigh(world, state, f, o)


@compiled
def weigh(world: Handle, state: Handle, f: int, o: int) -> None:
    """A flight weighs an object, and keeps it in mind if it could go for it."""
    if not stands_by(world, state, f) or in_vain(world, state, f, o):
        return
    aim_tick, pairs, clock = chance(world, state, f, o), pairs_of(state), clock_of(state)[0]
    if aim_tick >= 0:
        pair = pairs[clock.pair_count]
        clock.pair_count += 1
        pair.unit, pair.object, pair.meet_tick = f, o, aim_tick
        pair.rank, pair.urgency = urgency(world, state, o, bool(fighters_of(world)[f].by_value)), 0.0


@inlined
def in_vain(world: Handle, state: Handle, f: int, o: int) -> bool:
    """Whether a flight cannot go for an object anyway, and got as deep with it before as it could by trying."""
    sortie, chase = sorties_of(state)[f], chases_of(state)[f, o]
    if not (fighters_of(world)[f].engage_classes >> objects_of(world)[o].class_code) & 1:
        return chase.depth >= HELD
    if sortie.missiles == 0:
        return chase.depth >= NO_MISSILE
    return (sortie.stage == CLOSING or sortie.stage == SHOOTING) and (chase.depth >= NO_CHANNEL or sortie.target == o)


@compiled
def drop_all(state: Handle, f: int, o: int) -> None:
    """Forget the open chases of a flight, or those of an object; NONE for any."""
    pairs, count = pairs_of(state), int(clock_of(state)[0].pair_count)
    for behind in range(count):
        p = count - 1 - behind
        if pairs[p].unit == f or pairs[p].object == o:
            drop(state, p)


@inlined
def drop(state: Handle, p: int) -> None:
    """Take a pair off the table; the order of the others does not matter."""
    clock, pairs = clock_of(state)[0], pairs_of(state)
    clock.pair_count -= 1
    pairs[p] = pairs[clock.pair_count]
