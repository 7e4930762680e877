"""Fly: objects appear, move along their paths, release their weapons and arrive."""

from __future__ import annotations

from mantlet.codes import (
    ABORTED,
    APPEARED,
    ASSET_HIT,
    EXPIRED,
    LEAKED,
    NONE,
    OBJECT_ABORTED,
    OBJECT_EXPIRED,
    OBJECT_LEAKED,
    RELEASED,
    WEAPONS_RELEASED,
    WENT_ASTRAY,
    WENT_HOME,
)
from mantlet.engine.airtime import ask_about
from mantlet.engine.calendar import stir
from mantlet.engine.cells import release
from mantlet.engine.course import due_tick
from mantlet.engine.draws import ARRIVAL, DAMAGE, NOBODY, pair_key, uniform
from mantlet.engine.home import hurts
from mantlet.engine.lookout import look_out_for
from mantlet.engine.memory import Handle
from mantlet.engine.outlook import look_on_at, take_stock_of
from mantlet.engine.state import (
    DONE,
    FLYING,
    NEVER,
    WAITING,
    clock_of,
    flights_of,
    hits_of,
    note,
    seer_at_of,
    seers_of,
    standings_of,
)
from mantlet.engine.tables import conduct_of, objects_of, rules_of
from mantlet.physics.jit import compiled, inlined


@compiled
def fly(world: Handle, state: Handle) -> None:
    """Start and end the objects of this tick; where the others are is worked out when a radar asks (`sense`)."""
    clock = clock_of(state)[0]
    if clock.tick < clock.next_flight:
        return
    clock.next_flight = rules_of(world)[0].end_tick + 1
    for o in range(len(flights_of(state))):
        if flights_of(state)[o].stage != DONE:
            due = fly_on(world, state, o)
            if due != NEVER:
                clock.next_flight = min(clock.next_flight, due)


@compiled
def fly_on(world: Handle, state: Handle, o: int) -> int:
    """Start or end an object if it is time; when there is something to see to next, NEVER if it is through."""
    thing, flight, tick = objects_of(world)[o], flights_of(state)[o], clock_of(state)[0].tick
    if flight.stage == WAITING:
        start_tick = int(thing.start_tick)
        if thing.carrier >= 0:
            start_tick = due_tick(flights_of(state)[thing.carrier], start_tick)
        if tick < start_tick:
            return start_tick
        if thing.carrier >= 0 and flights_of(state)[thing.carrier].dead:
            finish(state, o, ABORTED, OBJECT_ABORTED)
            stir(world, state, int(thing.carrier))  # to whoever takes it for alive it is less urgent from now on
            return NEVER
        appear(world, state, o)
    end_tick = due_tick(flight, int(thing.end_tick))
    if flight.aborts:
        end_tick = int(flight.origin_tick - thing.start_tick)
    if tick < end_tick:
        return end_tick
    arrive(world, state, o)
    ask_about(world, state, o, NONE)
    first = seer_at_of(state)
    for k in range(first[o], first[o + 1]):
        release(state, seers_of(state)[k], o)
    return NEVER


@inlined
def appear(world: Handle, state: Handle, o: int) -> None:
    """An object sets out, or its carrier lets it go."""
    carrier, flight = int(objects_of(world)[o].carrier), flights_of(state)[o]
    if flight.off_script:  # radars have looked out for it in vain
        take_stock_of(world, state, o)
    flight.stage, flight.begun_tick = FLYING, clock_of(state)[0].tick
    note(state, APPEARED, NONE, NONE, o, NONE, 0.0)
    if carrier >= 0:
        flight.origin_tick = flights_of(state)[carrier].origin_tick
        flight.placed_tick = NEVER  # who looked ahead to a jammer took it to be on time
        note(state, WEAPONS_RELEASED, NONE, NONE, carrier, NONE, float(o))
        stir(world, state, carrier)
    if flight.off_script:
        look_on_at(world, state, o)
    look_out_for(state, o)
    ask_about(world, state, o, NONE)
    stir(world, state, o)


@inlined
def arrive(world: Handle, state: Handle, o: int) -> None:
    """The end of the route: a leak at the target, home, or nowhere. What is dead but still believed alive just ends."""
    thing, flight = objects_of(world)[o], flights_of(state)[o]
    if flight.dead:
        flight.stage = DONE
    elif flight.aborts:
        finish(state, o, ABORTED, OBJECT_ABORTED)
    elif thing.end_fate == LEAKED:
        finish(state, o, LEAKED, OBJECT_LEAKED)
        if strays(world, state, o):
            note(state, WENT_ASTRAY, NONE, NONE, o, NONE, 0.0)
            return
        chance = uniform(clock_of(state)[0].fight, pair_key(DAMAGE, NOBODY, thing.key), 0)
        if thing.target >= 0 and chance < thing.damage_prob:
            hits_of(state)[thing.target] += 1
            note(state, ASSET_HIT, NONE, NONE, o, NONE, float(thing.target))
        elif thing.node >= 0 and hurts(world, state, o, chance):
            standings_of(state)[thing.node].struck += 1
            clock_of(state)[0].next_change = clock_of(state)[0].tick
    elif thing.end_fate == RELEASED:
        finish(state, o, RELEASED, WENT_HOME)
    else:
        finish(state, o, EXPIRED, OBJECT_EXPIRED)


@inlined
def strays(world: Handle, state: Handle, o: int) -> bool:
    """Whether an object that got through fails at the last, or does not find what it is aimed at."""
    conduct = conduct_of(world)
    if len(conduct) == 0 or conduct[o].arrival_prob >= 1.0:
        return False
    chance = uniform(clock_of(state)[0].fight, pair_key(ARRIVAL, NOBODY, objects_of(world)[o].key), 0)
    return chance >= conduct[o].arrival_prob


@compiled
def finish(state: Handle, o: int, fate: int, event: int) -> None:
    """Give an object its one fate."""
    flight = flights_of(state)[o]
    flight.stage = DONE
    flight.fate = fate
    flight.end_tick = clock_of(state)[0].tick
    note(state, event, NONE, NONE, o, NONE, 0.0)
