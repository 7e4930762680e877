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
from mantlet.engine.course import due_tick
from mantlet.engine.draws import ARRIVAL, DAMAGE, NOBODY, pair_key, uniform
from mantlet.engine.home import hurts
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    DONE,
    FLYING,
    WAITING,
    clock_of,
    flights_of,
    hits_of,
    looks_of,
    note,
    release,
    standings_of,
)
from mantlet.engine.tables import conduct_of, knots_of, objects_of, rules_of
from mantlet.physics.jit import compiled, inlined


@compiled
def place(world: Handle, o: int, tick: float) -> tuple[float, float, float, float, float, float]:
    """Where object o is: earth-centred x, y, z, height above the sea, height above the ground (m) and speed (m/s)."""
    thing = objects_of(world)[o]
    along = (tick - thing.start_tick) * thing.knots_per_tick
    n = min(max(int(along), 0), thing.knot_count - 2)
    share = min(max(along - n, 0.0), 1.0)
    knots = knots_of(world)
    a = knots[thing.knot_first + n]
    b = knots[thing.knot_first + n + 1]
    return (
        a.x_m + share * (b.x_m - a.x_m),
        a.y_m + share * (b.y_m - a.y_m),
        a.z_m + share * (b.z_m - a.z_m),
        a.height_m + share * (b.height_m - a.height_m),
        a.above_m + share * (b.above_m - a.above_m),
        a.speed_mps,
    )


@compiled
def fly(world: Handle, state: Handle) -> None:
    """Start and end the objects of this tick; where the others are is worked out when a radar asks (`sense`)."""
    clock = clock_of(state)[0]
    tick = clock.tick
    if tick < clock.next_flight:
        return
    objects, flights = objects_of(world), flights_of(state)
    clock.next_flight = rules_of(world)[0].end_tick + 1
    for o in range(len(objects)):
        thing, flight = objects[o], flights[o]
        if flight.stage == DONE:
            continue
        if flight.stage == WAITING:
            start_tick = int(thing.start_tick)
            if thing.carrier >= 0:
                start_tick = due_tick(flights[thing.carrier], start_tick)
            if tick < start_tick:
                clock.next_flight = min(clock.next_flight, start_tick)
                continue
            if thing.carrier >= 0 and flights[thing.carrier].dead:
                finish(state, o, ABORTED, OBJECT_ABORTED)
                continue
            flight.stage = FLYING
            note(state, APPEARED, NONE, NONE, o, NONE, 0.0)
            if thing.carrier >= 0:
                flight.origin_tick = flights[thing.carrier].origin_tick
                note(state, WEAPONS_RELEASED, NONE, NONE, thing.carrier, NONE, float(o))
        end_tick = due_tick(flight, int(thing.end_tick))
        if flight.aborts:
            end_tick = int(flight.origin_tick - thing.start_tick)
        if tick >= end_tick:
            arrive(world, state, o)
            for r in range(looks_of(state).shape[0]):
                release(state, r, o)
            continue
        clock.next_flight = min(clock.next_flight, end_tick)


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
