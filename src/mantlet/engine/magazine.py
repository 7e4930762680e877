"""Rounds: on launchers, behind them, and the time it takes to get them from one to the other."""

from __future__ import annotations

from mantlet.codes import NONE, RELOAD_DONE, RELOAD_STARTED
from mantlet.engine.calendar import free
from mantlet.engine.memory import Handle
from mantlet.engine.state import NEVER, clock_of, crews_of, note, rails_of, stores_of
from mantlet.engine.tables import launchers_of, objects_of, rules_of, slots_of, units_of
from mantlet.physics.jit import compiled, inlined


@compiled
def reserve_left(world: Handle, state: Handle, u: int) -> int:
    """Rounds of a unit that stand ready on launchers and can be fired at a class it keeps a reserve for."""
    unit, stores = units_of(world)[u], stores_of(state)
    total = 0
    for slot in range(int(unit.slot_first), int(unit.slot_first) + unit.slot_count):
        if slots_of(world)[slot].reserved:
            total += stores[slot].ready
    return total


@compiled
def reserve_kept(world: Handle, state: Handle, u: int, o: int) -> bool:
    """Whether all that is left of those rounds is kept from this object: its class may not draw on the reserve."""
    unit = units_of(world)[u]
    if unit.reserve_rounds == 0 or (unit.reserve_classes >> objects_of(world)[o].class_code) & 1:
        return False
    return reserve_left(world, state, u) <= unit.reserve_rounds


@inlined
def came_to_reserve(world: Handle, state: Handle, u: int, fired: int) -> bool:
    """Whether the last rounds that a unit has set aside, so many, were those before its reserve."""
    reserve = units_of(world)[u].reserve_rounds
    return reserve > 0 and reserve_left(world, state, u) <= reserve < reserve_left(world, state, u) + fired


@compiled
def others_ready(world: Handle, state: Handle, u: int) -> bool:
    """Whether a unit has ready rounds that are no reserve for anything."""
    unit = units_of(world)[u]
    for slot in range(int(unit.slot_first), int(unit.slot_first) + unit.slot_count):
        if stores_of(state)[slot].ready > 0 and not slots_of(world)[slot].reserved:
            return True
    return False


@inlined
def set_aside(state: Handle, u: int, slot: int, rounds: int) -> None:
    """Keep ready rounds of a unit for an order, or with a negative number give them back."""
    stores_of(state)[slot].ready -= rounds
    crews_of(state)[u].rounds -= rounds


@inlined
def take_round(world: Handle, state: Handle, u: int, slot: int) -> None:
    """A round that was set aside leaves the first launcher that has one; an empty launcher reloads while it can."""
    unit, clock, store = units_of(world)[u], clock_of(state)[0], stores_of(state)[slot]
    for launcher in range(unit.launcher_first, unit.launcher_first + unit.launcher_count):
        rail = rails_of(state)[launcher]
        if launchers_of(world)[launcher].slot != slot or rail.ready_tick != NEVER or rail.rounds == 0 or rail.lost:
            continue
        rail.rounds -= 1
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
        crews_of(state)[slots_of(world)[slot].unit].rounds += rail.rounds
        free(world, state, slots_of(world)[slot].unit)
        note(
            state,
            RELOAD_DONE,
            NONE,
            slots_of(world)[slot].unit,
            NONE,
            slots_of(world)[slot].missile,
            float(rail.rounds),
        )
