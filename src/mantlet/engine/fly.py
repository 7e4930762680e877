"""Fly: objects appear, move along their paths, release their weapons and arrive."""

from __future__ import annotations

from mantlet.engine.draws import DAMAGE, NOBODY, pair_key, uniform
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
from mantlet.engine.tables import knots_of, objects_of, rules_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import (
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
    WENT_HOME,
)


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
            if tick < thing.start_tick:
                clock.next_flight = min(clock.next_flight, thing.start_tick)
                continue
            if thing.carrier >= 0 and flights[thing.carrier].dead:
                finish(state, o, ABORTED, OBJECT_ABORTED)
                continue
            flight.stage = FLYING
            note(state, APPEARED, NONE, NONE, o, NONE, 0.0)
            if thing.carrier >= 0:
                note(state, WEAPONS_RELEASED, NONE, NONE, thing.carrier, NONE, float(o))
        if tick >= thing.end_tick:
            arrive(world, state, o)
            for r in range(looks_of(state).shape[0]):
                release(state, r, o)
            continue
        clock.next_flight = min(clock.next_flight, thing.end_tick)


@inlined
def arrive(world: Handle, state: Handle, o: int) -> None:
    """The end of the route: a leak at the target, home, or nowhere. What is dead but still believed alive just ends."""
    thing, flight = objects_of(world)[o], flights_of(state)[o]
    if flight.dead:
        flight.stage = DONE
    elif thing.end_fate == LEAKED:
        finish(state, o, LEAKED, OBJECT_LEAKED)
        chance = uniform(clock_of(state)[0].fight, pair_key(DAMAGE, NOBODY, thing.key), 0)
        if thing.target >= 0 and chance < thing.damage_prob:
            hits_of(state)[thing.target] += 1
            note(state, ASSET_HIT, NONE, NONE, o, NONE, float(thing.target))
        elif thing.node >= 0 and chance < thing.damage_prob:
            standings_of(state)[thing.node].struck += 1
            clock_of(state)[0].next_change = clock_of(state)[0].tick
    elif thing.end_fate == RELEASED:
        finish(state, o, RELEASED, WENT_HOME)
    else:
        finish(state, o, EXPIRED, OBJECT_EXPIRED)


@compiled
def finish(state: Handle, o: int, fate: int, event: int) -> None:
    """Give an object its one fate."""
    flight = flights_of(state)[o]
    flight.stage = DONE
    flight.fate = fate
    flight.end_tick = clock_of(state)[0].tick
    note(state, event, NONE, NONE, o, NONE, 0.0)
