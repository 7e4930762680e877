"""Fates and causes at the end of a replication: bookkeeping that adds up to the leakers."""

from __future__ import annotations

from mantlet.physics.jit import compiled

from mantlet.engine.state import NEVER, WAITING, State
from mantlet.world import (
    ABORTED,
    ASSESSED_KILLED,
    EXPIRED,
    KILLED,
    LEAKED,
    MISSED,
    OUTSIDE,
    UNDETECTED,
    UNIT_DOWN,
    Arrays,
    Force,
    Outcomes,
)


@compiled
def settle(world: Arrays, force: Force, state: State, outcomes: Outcomes, row: int) -> None:
    """Write one replication into its row; whatever still flies when time runs out has expired."""
    for o in range(len(world.objects)):
        fate = state.fate[o]
        if fate == NEVER:
            fate = EXPIRED
            state.end[o] = world.rules[0].end_tick
            carrier = world.objects[o].carrier
            if state.stage[o] == WAITING and carrier >= 0 and state.dead[carrier]:
                fate = ABORTED
        outcomes.fate[row, o] = fate
        outcomes.tick[row, o] = state.end[o]
        outcomes.shots[row, o] = state.shots[o]
        outcomes.cause[row, o] = -1
        outcomes.unit[row, o] = state.killer[o] if fate == KILLED else -1
        outcomes.missile[row, o] = state.killed_by[o] if fate == KILLED else -1
        if fate == LEAKED:
            u, cause = deepest(world, force, state, o)
            outcomes.unit[row, o] = u
            outcomes.cause[row, o] = cause
    outcomes.hits[row, :] = state.hits
    outcomes.missile_shots[row, :] = state.missile_shots


@compiled
def deepest(world: Arrays, force: Force, state: State, o: int) -> tuple[int, int]:
    """The unit that got deepest with a leaker, ties to the first by name, and its first gate that stayed shut."""
    best, cause = -1, OUTSIDE
    for u in range(len(world.units)):
        if not force.unit_present[u] or world.units[u].side == world.objects[o].side:
            continue
        gate = state.depth[u, o]
        if gate == OUTSIDE:
            gate = untracked_gate(world, force, u, o)
        elif gate == ASSESSED_KILLED and state.engaged[u, o] > 0:
            gate = MISSED
        if best < 0 or gate > cause:
            best, cause = u, gate
    return best, cause


@compiled
def untracked_gate(world: Arrays, force: Force, u: int, o: int) -> int:
    """For a unit that never tracked the object in time: could it have reached it, and was it up when it could?"""
    unit = world.units[u]
    last = NEVER
    for slot in range(unit.slot_first, unit.slot_first + unit.slot_count):
        for k in range(world.window_at[slot, o], world.window_at[slot, o + 1]):
            last = max(last, world.windows[k].launch_last)
    if last == NEVER:
        return OUTSIDE
    if force.unit_ready_tick[u] > last:
        return UNIT_DOWN
    return UNDETECTED
