"""React, fly out, kill, assess: what becomes of every round, and of the launchers that fired it."""

from __future__ import annotations

import math

from mantlet.physics.jit import compiled

from mantlet.engine.assign import reach
from mantlet.engine.draws import ASSESS, KILL, LUCK_RAID, LUCK_UNIT, NOBODY, normal, pair_key, uniform
from mantlet.engine.state import DONE, FLYING, FREE_SHOT, IN_FLIGHT, LOOKING, NEVER, READYING, State, note
from mantlet.world import (
    CALLED_KILL,
    CALLED_MISS,
    HIT,
    KILLED,
    LAUNCHED,
    MISS,
    MISSED,
    RELOAD_DONE,
    Arrays,
)


@compiled
def common_luck(world: Arrays, state: State) -> None:
    """The part of luck that shots share: one normal for the raid on each side's defence, one for each unit."""
    rules = world.rules[0]
    fight = state.clock[0].fight
    for u in range(len(world.units)):
        state.luck[u] = 0.0
        if rules.luck_raid > 0.0:
            side = pair_key(LUCK_RAID, NOBODY, world.units[u].side)
            state.luck[u] += math.sqrt(rules.luck_raid) * normal(fight, side, 0)
        if rules.luck_unit > 0.0:
            own = pair_key(LUCK_UNIT, world.units[u].key, NOBODY)
            state.luck[u] += math.sqrt(rules.luck_unit) * normal(fight, own, 0)


@compiled
def engage(world: Arrays, state: State) -> None:
    """Move every round whose next moment is this tick, in the order they were assigned."""
    clock = state.clock[0]
    for s in range(clock.shot_count):
        shot = state.shot[s]
        if shot.stage == READYING and shot.next_tick == clock.tick:
            launch(world, state, s)
        if shot.stage == IN_FLIGHT and shot.next_tick == clock.tick:
            meet(world, state, s)
        if shot.stage == LOOKING and shot.next_tick == clock.tick:
            assess(world, state, s)
    if clock.next_reload <= clock.tick:
        reload(world, state)


@compiled
def launch(world: Arrays, state: State, s: int) -> None:
    """The round leaves its launcher."""
    shot = state.shot[s]
    missile = world.slots[shot.slot].missile
    state.missile_shots[missile] += 1
    state.shots[shot.object] += 1
    shot.stage = IN_FLIGHT
    shot.next_tick = shot.intercept_tick
    note(state, LAUNCHED, -1, shot.unit, shot.object, missile, float(shot.intercept_tick))


@compiled
def meet(world: Arrays, state: State, s: int) -> None:
    """The kill draw: a one-factor probit that keeps the single-shot probability whatever luck is shared."""
    shot = state.shot[s]
    u, o = shot.unit, shot.object
    state.guided[u] -= 1
    missile = world.slots[shot.slot].missile
    if state.stage[o] == FLYING and not state.dead[o]:
        rules = world.rules[0]
        own = math.sqrt(max(1.0 - rules.luck_raid - rules.luck_unit, 0.0))
        pair = pair_key(KILL, world.units[u].key, world.objects[o].key)
        score = state.luck[u] + own * normal(state.clock[0].fight, pair, shot.ordinal)
        if score < world.missiles[missile].kill_probit[world.objects[o].class_code]:
            state.dead[o] = True
            state.fate[o] = KILLED
            state.end[o] = state.clock[0].tick
            state.killer[o] = u
            state.killed_by[o] = missile
            note(state, HIT, -1, u, o, missile, 0.0)
        else:
            note(state, MISS, -1, u, o, missile, 0.0)
    if shot.last:
        shot.stage = LOOKING
        shot.next_tick = state.clock[0].tick + world.units[u].assess_ticks
    else:
        shot.stage = FREE_SHOT


@compiled
def assess(world: Arrays, state: State, s: int) -> None:
    """The unit looks after the last round of its salvo. It can be wrong both ways; its network believes it."""
    shot = state.shot[s]
    u, o = shot.unit, shot.object
    unit = world.units[u]
    shot.stage = FREE_SHOT
    state.committed[unit.group, o] -= shot.salvo
    state.engaged[u, o] -= shot.salvo
    if state.engaged[u, o] == 0:
        state.channels[u] -= 1
    if state.stage[o] == DONE:
        return
    chance = uniform(state.clock[0].fight, pair_key(ASSESS, unit.key, world.objects[o].key), shot.ordinal)
    if state.dead[o]:
        called_kill = chance >= unit.kill_called_miss_prob
    else:
        called_kill = chance < unit.miss_called_kill_prob
    if called_kill:
        state.believed_dead[unit.group, o] = True
        note(state, CALLED_KILL, -1, u, o, world.slots[shot.slot].missile, 0.0)
    else:
        reach(state, u, o, MISSED)
        note(state, CALLED_MISS, -1, u, o, world.slots[shot.slot].missile, 0.0)


@compiled
def reload(world: Arrays, state: State) -> None:
    """Launchers whose reload is done take rounds from the stock, in name order."""
    clock = state.clock[0]
    clock.next_reload = world.rules[0].end_tick + 1
    for launcher in range(len(world.launchers)):
        ready = state.launcher_ready[launcher]
        if ready == NEVER:
            continue
        if ready > clock.tick:
            clock.next_reload = min(clock.next_reload, ready)
            continue
        slot = world.launchers[launcher].slot
        loaded = min(world.launchers[launcher].capacity, state.slot_stock[slot])
        state.slot_stock[slot] -= loaded
        state.launcher_rounds[launcher] = loaded
        state.slot_ready[slot] += loaded
        state.launcher_ready[launcher] = NEVER
        note(state, RELOAD_DONE, -1, world.slots[slot].unit, -1, world.slots[slot].missile, float(loaded))
