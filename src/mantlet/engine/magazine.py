"""Rounds: on launchers, behind them, and the time it takes to get them from one to the other."""

from __future__ import annotations

from mantlet.engine.memory import Handle
from mantlet.engine.state import NEVER, clock_of, note, rails_of, stores_of
from mantlet.engine.tables import launchers_of, rules_of, slots_of, units_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import NONE, RELOAD_DONE, RELOAD_STARTED


@compiled
def rounds_left(world: Handle, state: Handle, u: int) -> int:
    """Rounds of a unit, on launchers and behind them."""
    unit = units_of(world)[u]
    total = 0
    for slot in range(int(unit.slot_first), int(unit.slot_first) + unit.slot_count):
        total += stores_of(state)[slot].stock
    for launcher in range(unit.launcher_first, unit.launcher_first + unit.launcher_count):
        total += rails_of(state)[launcher].rounds
    return total


@inlined
def take_round(world: Handle, state: Handle, u: int, slot: int) -> None:
    """Take a round off the first launcher that has one; an empty launcher starts to reload while there is stock."""
    unit, clock, store = units_of(world)[u], clock_of(state)[0], stores_of(state)[slot]
    for launcher in range(unit.launcher_first, unit.launcher_first + unit.launcher_count):
        rail = rails_of(state)[launcher]
        if launchers_of(world)[launcher].slot != slot or rail.ready_tick != NEVER or rail.rounds == 0:
            continue
        rail.rounds -= 1
        store.ready -= 1
        if rail.rounds == 0 and store.stock > 0:
            rail.ready_tick = clock.tick + unit.reload_ticks
            clock.next_reload = min(clock.next_reload, rail.ready_tick)
            note(state, RELOAD_STARTED, NONE, u, NONE, slots_of(world)[slot].missile, 0.0)
        return


@compiled
def reload(world: Handle, state: Handle) -> None:
    """Launchers whose reload is done take rounds from the stock, in the order of their names."""
    clock, launchers = clock_of(state)[0], launchers_of(world)
    clock.next_reload = rules_of(world)[0].end_tick + 1
    for launcher in range(len(launchers)):
        rail = rails_of(state)[launcher]
        if rail.ready_tick == NEVER:
            continue
        if rail.ready_tick > clock.tick:
            clock.next_reload = min(clock.next_reload, rail.ready_tick)
            continue
        slot = launchers[launcher].slot
        store = stores_of(state)[slot]
        rail.rounds = min(launchers[launcher].capacity, store.stock)
        rail.ready_tick = NEVER
        store.stock -= rail.rounds
        store.ready += rail.rounds
        note(
            state,
            RELOAD_DONE,
            NONE,
            slots_of(world)[slot].unit,
            NONE,
            slots_of(world)[slot].missile,
            float(rail.rounds),
        )
