"""Rank and assign: which unit fires what at which track, and which gate was shut where none could."""

from __future__ import annotations

import math

from mantlet.physics.jit import compiled

from mantlet.engine.state import FLYING, NEVER, READYING, State, note
from mantlet.engine.windows import feasible, intercept_tick
from mantlet.world import (
    ASSESSED_KILLED,
    ASSIGNED,
    HELD,
    HIGHEST_KILL_PROB,
    HOLD,
    LATE,
    NO_CHANNEL,
    NO_MISSILE,
    RELOAD_STARTED,
    SHORTEST_REACH,
    TIGHT,
    VALUE_AT_RISK,
    Arrays,
    Force,
)


@compiled
def assign(world: Arrays, force: Force, state: State) -> None:
    """Collect every engagement the gates allow, then hand them out in rank order, each to the unit that meets it first."""
    tick = state.clock[0].tick
    state.clock[0].pair_count = 0
    for u in range(len(world.units)):
        if not force.unit_present[u] or tick < force.unit_ready_tick[u]:
            continue
        unit = world.units[u]
        for o in range(len(world.objects)):
            if state.tracked[unit.sensor, o] == NEVER or state.stage[o] != FLYING:
                continue
            slot = open_slot(world, state, u, o, tick)
            if slot >= 0:
                propose(world, state, u, o, slot)
    pairs = state.pairs[: state.clock[0].pair_count]
    handed = 0
    while handed < len(pairs):
        best = -1
        for p in range(len(pairs)):
            if pairs[p].unit >= 0 and (best < 0 or before(pairs, p, best)):
                best = p
        u, o, slot = pairs[best].unit, pairs[best].object, pairs[best].slot
        pairs[best].unit = -1
        handed += 1
        if open_slot(world, state, u, o, tick) == slot:
            ready_salvo(world, state, u, o, slot)


@compiled
def before(pairs, p: int, q: int) -> bool:  # noqa: ANN001 - a numba view of CANDIDATE records
    """Rank order: most urgent object first, then the unit whose missile gets there first, then names."""
    if pairs[p].rank != pairs[q].rank:
        return pairs[p].rank < pairs[q].rank
    if pairs[p].object != pairs[q].object:
        return pairs[p].object < pairs[q].object
    if pairs[p].meet_tick != pairs[q].meet_tick:
        return pairs[p].meet_tick < pairs[q].meet_tick
    return pairs[p].unit < pairs[q].unit


@compiled
def propose(world: Arrays, state: State, u: int, o: int, slot: int) -> None:
    """Put a possible engagement on the table."""
    clock = state.clock[0]
    pair = state.pairs[clock.pair_count]
    clock.pair_count += 1
    pair.object, pair.unit, pair.slot = o, u, slot
    pair.meet_tick = intercept_tick(world, slot, o, launch_tick(world, state, u, clock.tick))
    thing = world.objects[o]
    pair.rank = float(thing.end_tick)
    if world.units[u].ranking == VALUE_AT_RISK:
        value = world.assets[thing.target].value if thing.target >= 0 else 0.0
        pair.rank = -value * thing.damage_prob


@compiled
def launch_tick(world: Arrays, state: State, u: int, tick: int) -> int:
    """When a round ordered now leaves: after the reaction time, and not before the launcher has spaced its last."""
    return max(tick + world.units[u].reaction_ticks, state.next_launch[u])


@compiled
def open_slot(world: Arrays, state: State, u: int, o: int, tick: int) -> int:
    """The slot to fire at a track, or -1; the deepest gate reached is kept for the bookkeeping of causes."""
    unit = world.units[u]
    now, later = False, False
    for slot in range(unit.slot_first, unit.slot_first + unit.slot_count):
        if feasible(world, slot, o, tick) >= 0:
            now = True
        if feasible(world, slot, o, tick + unit.reaction_ticks) >= 0:
            later = True
    if not now and not later:
        return -1
    if not later:
        reach(state, u, o, LATE)
        return -1
    if not permitted(world, state, u, o, tick):
        reach(state, u, o, HELD)
        return -1
    slot = best_slot(world, state, u, o, launch_tick(world, state, u, tick))
    if slot < 0:
        stocked = best_slot(world, state, u, o, tick + unit.reaction_ticks) >= 0
        reach(state, u, o, NO_CHANNEL if stocked else NO_MISSILE)
        return -1
    if state.guided[u] >= unit.missile_channels:
        reach(state, u, o, NO_CHANNEL)
        return -1
    if state.engaged[u, o] == 0 and state.channels[u] >= unit.target_channels:
        reach(state, u, o, NO_CHANNEL)
        return -1
    return slot


@compiled
def reach(state: State, u: int, o: int, gate: int) -> None:
    """Remember the deepest gate that unit u reached with object o."""
    if state.depth[u, o] < gate:
        state.depth[u, o] = gate


@compiled
def permitted(world: Arrays, state: State, u: int, o: int, tick: int) -> bool:
    """Doctrine: weapons control, classes, and how much is already on its way to this target."""
    unit = world.units[u]
    thing = world.objects[o]
    if unit.control == HOLD or state.believed_dead[unit.group, o]:
        return False
    if unit.control == TIGHT and tick - state.tracked[unit.sensor, o] < unit.identification_ticks:
        return False
    if not (unit.engage_classes >> thing.class_code) & 1:
        return False
    if unit.max_shots > 0 and state.fired[unit.group, o] >= unit.max_shots:
        return False
    if state.committed[unit.group, o] >= unit.max_in_flight:
        return False
    reserved = unit.reserve_rounds > 0 and not (unit.reserve_classes >> thing.class_code) & 1
    return not reserved or rounds_left(world, state, u) > unit.reserve_rounds


@compiled
def rounds_left(world: Arrays, state: State, u: int) -> int:
    """Rounds of a unit, on launchers and behind them."""
    unit = world.units[u]
    total = 0
    for slot in range(unit.slot_first, unit.slot_first + unit.slot_count):
        total += state.slot_stock[slot]
    for launcher in range(unit.launcher_first, unit.launcher_first + unit.launcher_count):
        total += state.launcher_rounds[launcher]
    return total


@compiled
def best_slot(world: Arrays, state: State, u: int, o: int, launch: int) -> int:
    """Missile choice among the types that can be fired at that tick and have a round ready; -1 if there is none."""
    unit = world.units[u]
    chosen, best = -1, math.inf
    for slot in range(unit.slot_first, unit.slot_first + unit.slot_count):
        if state.slot_ready[slot] <= 0 or feasible(world, slot, o, launch) < 0:
            continue
        missile = world.missiles[world.slots[slot].missile]
        cost = float(slot)
        if unit.missile_choice == SHORTEST_REACH:
            cost = missile.max_range_m
        elif unit.missile_choice == HIGHEST_KILL_PROB:
            cost = -missile.kill_probit[world.objects[o].class_code]
        if cost < best:
            chosen, best = slot, cost
    return chosen


@compiled
def ready_salvo(world: Arrays, state: State, u: int, o: int, slot: int) -> None:
    """Commit up to a salvo of rounds: launch ticks, meetings and the channel they hold."""
    unit = world.units[u]
    clock = state.clock[0]
    room = min(unit.salvo, unit.max_in_flight - state.committed[unit.group, o], unit.missile_channels - state.guided[u])
    if unit.max_shots > 0:
        room = min(room, unit.max_shots - state.fired[unit.group, o])
    first = clock.shot_count
    for _ in range(room):
        launch = launch_tick(world, state, u, clock.tick)
        meeting = intercept_tick(world, slot, o, launch)
        if meeting < 0 or state.slot_ready[slot] <= 0:
            break
        take_round(world, state, u, slot)
        shot = state.shot[clock.shot_count]
        clock.shot_count += 1
        shot.stage, shot.unit, shot.object, shot.slot = READYING, u, o, slot
        shot.ordinal, shot.last, shot.salvo = state.ordinal[u, o], 0, 0
        shot.next_tick, shot.intercept_tick = launch, meeting
        state.ordinal[u, o] += 1
        state.next_launch[u] = launch + unit.launch_ticks
        state.guided[u] += 1
        state.fired[unit.group, o] += 1
        note(state, ASSIGNED, unit.sensor, u, o, world.slots[slot].missile, float(launch))
    fired = clock.shot_count - first
    if fired == 0:
        return
    state.shot[clock.shot_count - 1].last = 1
    state.shot[clock.shot_count - 1].salvo = fired
    state.committed[unit.group, o] += fired
    if state.engaged[u, o] == 0:
        state.channels[u] += 1
    state.engaged[u, o] += fired
    reach(state, u, o, ASSESSED_KILLED)


@compiled
def take_round(world: Arrays, state: State, u: int, slot: int) -> None:
    """Take a round off the first launcher that has one; an empty launcher starts to reload while there is stock."""
    unit = world.units[u]
    for launcher in range(unit.launcher_first, unit.launcher_first + unit.launcher_count):
        if world.launchers[launcher].slot != slot or state.launcher_ready[launcher] != NEVER:
            continue
        if state.launcher_rounds[launcher] == 0:
            continue
        state.launcher_rounds[launcher] -= 1
        state.slot_ready[slot] -= 1
        if state.launcher_rounds[launcher] == 0 and state.slot_stock[slot] > 0:
            clock = state.clock[0]
            state.launcher_ready[launcher] = clock.tick + unit.reload_ticks
            clock.next_reload = min(clock.next_reload, state.launcher_ready[launcher])
            note(state, RELOAD_STARTED, -1, u, -1, world.slots[slot].missile, 0.0)
        return
