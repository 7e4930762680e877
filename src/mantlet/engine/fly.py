"""Fly: objects appear, move along their paths, release their weapons and arrive."""

from __future__ import annotations

from mantlet.physics.jit import compiled

from mantlet.engine.draws import DAMAGE, NOBODY, pair_key, uniform
from mantlet.engine.state import DONE, FLYING, WAITING, State, note
from mantlet.world import (
    ABORTED,
    APPEARED,
    ASSET_HIT,
    EXPIRED,
    LEAKED,
    OBJECT_ABORTED,
    OBJECT_EXPIRED,
    OBJECT_LEAKED,
    RELEASED,
    WEAPONS_RELEASED,
    WENT_HOME,
    Arrays,
)


@compiled
def place(world: Arrays, o: int, tick: float) -> tuple[float, float, float, float, float]:
    """Where object o is at a tick of its flight: x, y, z (earth-centred, m), height above sea level (m), speed (m/s)."""
    thing = world.objects[o]
    along = (tick - thing.start_tick) / thing.knot_ticks
    k = min(max(int(along), 0), thing.knot_count - 2)
    share = min(max(along - k, 0.0), 1.0)
    a = world.knots[thing.knot_first + k]
    b = world.knots[thing.knot_first + k + 1]
    return (
        a.x_m + share * (b.x_m - a.x_m),
        a.y_m + share * (b.y_m - a.y_m),
        a.z_m + share * (b.z_m - a.z_m),
        a.height_m + share * (b.height_m - a.height_m),
        a.speed_mps,
    )


@compiled
def fly(world: Arrays, state: State) -> None:
    """Start, move and end the objects of this tick."""
    tick = state.clock[0].tick
    for o in range(len(world.objects)):
        stage = state.stage[o]
        if stage == DONE:
            continue
        thing = world.objects[o]
        if stage == WAITING:
            if tick < thing.start_tick:
                continue
            if thing.carrier >= 0 and state.dead[thing.carrier]:
                finish(state, o, ABORTED, OBJECT_ABORTED)
                continue
            state.stage[o] = FLYING
            note(state, APPEARED, -1, -1, o, -1, 0.0)
            if thing.carrier >= 0:
                note(state, WEAPONS_RELEASED, -1, -1, thing.carrier, -1, float(o))
        if tick >= thing.end_tick:
            arrive(world, state, o)
            continue
        x, y, z, height, _ = place(world, o, float(tick))
        at = state.position[o]
        at[0], at[1], at[2], at[3] = x, y, z, height


@compiled
def arrive(world: Arrays, state: State, o: int) -> None:
    """The end of the route: a leak at the target, home, or nowhere. What is dead but still believed alive just ends."""
    thing = world.objects[o]
    if state.dead[o]:
        state.stage[o] = DONE
    elif thing.end_fate == LEAKED:
        finish(state, o, LEAKED, OBJECT_LEAKED)
        chance = uniform(state.clock[0].fight, pair_key(DAMAGE, NOBODY, thing.key), 0)
        if thing.target >= 0 and chance < thing.damage_prob:
            state.hits[thing.target] += 1
            note(state, ASSET_HIT, -1, -1, o, -1, float(thing.target))
    elif thing.end_fate == RELEASED:
        finish(state, o, RELEASED, WENT_HOME)
    else:
        finish(state, o, EXPIRED, OBJECT_EXPIRED)


@compiled
def finish(state: State, o: int, fate: int, event: int) -> None:
    """Give an object its one fate."""
    state.stage[o] = DONE
    state.fate[o] = fate
    state.end[o] = state.clock[0].tick
    note(state, event, -1, -1, o, -1, 0.0)
