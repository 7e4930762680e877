"""Move: units that have fired enough, or stood long enough, pack up, march and set up at their next site.

Every site is a unit of its own in the world's tables. A move takes over what belongs to the unit from one to the next:
its rounds, what it has fired at whom, and what it believes.
"""

from __future__ import annotations

from mantlet.codes import NONE, UNIT_LEAVES, UNIT_PACKS, UNIT_READY
from mantlet.engine.memory import Handle
from mantlet.engine.stand import lead, take_along, turn
from mantlet.engine.state import (
    ELSEWHERE,
    NEVER,
    PACKING,
    SET_UP,
    SETTING_UP,
    clock_of,
    crews_of,
    duels_of,
    halts_of,
    note,
    rails_of,
    standings_of,
    stores_of,
    watches_of,
)
from mantlet.engine.tables import sensors_of, sites_of, units_of
from mantlet.physics.jit import compiled, inlined


@compiled
def pitch(world: Handle, state: Handle) -> None:
    """Before the first tick: each unit that moves stands at its first site, and nobody at the others."""
    sites, halts = sites_of(world), halts_of(state)
    for h in range(len(halts)):
        u, first = int(sites[h].unit), sites[h].unit == sites[h].whole
        halts[h].stage, halts[h].due_tick = SET_UP if first else ELSEWHERE, NEVER
        crew = crews_of(state)[u]
        if first:
            wait_here(world, state, h)
        else:
            crew.present, crew.up_since = 0, NEVER
        switch_radars(world, state, u, first)


@compiled
def move(world: Handle, state: Handle) -> None:
    """One step of every unit that moves: decide, pack, leave, arrive, be ready."""
    halts, tick = halts_of(state), clock_of(state)[0].tick
    for h in range(len(halts)):
        halt, site = halts[h], sites_of(world)[h]
        crew = crews_of(state)[site.unit]
        if halt.stage == SET_UP and (0 < site.after_shots <= crew.fired or NEVER < halt.due_tick <= tick):
            crew.leaving = intact(world, state, int(site.unit))
        if halt.stage == SET_UP and crew.leaving and crew.channels == 0:
            note(state, UNIT_PACKS, NONE, site.unit, NONE, NONE, 0.0)
            switch_radars(world, state, int(site.unit), False)
            halt.stage, halt.due_tick = PACKING, tick + site.pack_ticks
        if halt.stage == PACKING and tick >= halt.due_tick:
            leave(world, state, h)
        if halt.stage == SETTING_UP and tick >= halt.due_tick:
            settle_in(world, state, h)
        if halt.stage == ELSEWHERE and halt.due_tick == tick:
            halt.stage, halt.due_tick = SETTING_UP, tick + site.set_up_ticks
            if site.set_up_ticks == 0:
                settle_in(world, state, h)


@compiled
def moves(world: Handle, state: Handle) -> bool:
    """Whether `move` has anything to do at this tick."""
    halts, tick = halts_of(state), clock_of(state)[0].tick
    for h in range(len(halts)):
        halt, site = halts[h], sites_of(world)[h]
        crew = crews_of(state)[site.unit]
        due = NEVER < halt.due_tick <= tick
        if due or (halt.stage == SET_UP and (crew.leaving or 0 < site.after_shots <= crew.fired)):
            return True
    return False


@inlined
def intact(world: Handle, state: Handle, u: int) -> bool:
    """Whether nothing of a unit is damaged: what is stays where it is until it is mended, and the unit with it."""
    standings, unit, sensors = standings_of(state), units_of(world)[u], sensors_of(world)
    fit = standings[unit.node].down == 0
    for r in range(len(sensors)):
        if sensors[r].station == unit.station and standings[sensors[r].node].down:
            fit = False
    return fit


@compiled
def switch_radars(world: Handle, state: Handle, u: int, on: bool) -> None:
    """The radars of a unit at one site, and with them whether it can fight there."""
    sensors, station = sensors_of(world), units_of(world)[u].station
    for r in range(len(sensors)):
        if sensors[r].station == station:
            watches_of(state)[r].away = 0 if on else 1
            turn(world, state, r, on and standings_of(state)[sensors[r].node].works)
    lead(world, state, u)


@inlined
def wait_here(world: Handle, state: Handle, h: int) -> None:
    """From now on, or from when it is ready, its time at this site runs."""
    site, crew = sites_of(world)[h], crews_of(state)[sites_of(world)[h].unit]
    if site.after_ticks >= 0 and crew.present:
        halts_of(state)[h].due_tick = max(clock_of(state)[0].tick, crew.ready_tick) + site.after_ticks


@inlined
def leave(world: Handle, state: Handle, h: int) -> None:
    """On the road: nothing stands at the old site, and nothing yet at the next. What was hit while packing stays."""
    halt, site, tick = halts_of(state)[h], sites_of(world)[h], clock_of(state)[0].tick
    u, ahead = int(site.unit), int(site.next)
    if not intact(world, state, u):
        halt.stage, halt.due_tick = SET_UP, tick
        crews_of(state)[u].leaving = 0
        switch_radars(world, state, u, True)
        note(state, UNIT_READY, NONE, u, NONE, NONE, 0.0)
        return
    note(state, UNIT_LEAVES, NONE, u, NONE, NONE, 0.0)
    halt.stage, halt.due_tick = ELSEWHERE, NEVER
    halts_of(state)[ahead].due_tick = tick + site.march_ticks
    take_over(world, state, u, int(sites_of(world)[ahead].unit), int(site.march_ticks + site.set_up_ticks))


@inlined
def settle_in(world: Handle, state: Handle, h: int) -> None:
    """Ready at a site: its radars search, and the count of rounds and time there begins."""
    u = int(sites_of(world)[h].unit)
    crews_of(state)[u].present, crews_of(state)[u].fired, crews_of(state)[u].leaving = 1, 0, 0
    halts_of(state)[h].stage, halts_of(state)[h].due_tick = SET_UP, NEVER
    wait_here(world, state, h)
    switch_radars(world, state, u, True)
    note(state, UNIT_READY, NONE, u, NONE, NONE, 0.0)


@compiled
def take_over(world: Handle, state: Handle, old: int, new: int, away_ticks: int) -> None:
    """What a unit has goes with it: launchers with their rounds, stock, its count of shots, and what it believes.

    A launcher that is being reloaded goes on with it when the unit is ready again.
    """
    rails, stores, clock = rails_of(state), stores_of(state), clock_of(state)[0]
    before, after = units_of(world)[old], units_of(world)[new]
    for k in range(before.launcher_count):
        source, target = rails[before.launcher_first + k], rails[after.launcher_first + k]
        target.rounds, target.lost, target.ready_tick = source.rounds, source.lost, NEVER
        if source.ready_tick != NEVER:
            target.ready_tick = source.ready_tick + away_ticks
            clock.next_reload = min(clock.next_reload, target.ready_tick)
        source.rounds, source.ready_tick = 0, NEVER
    for k in range(before.slot_count):
        source, target = stores[before.slot_first + k], stores[after.slot_first + k]
        target.ready, target.stock = source.ready, source.stock
        source.ready, source.stock = 0, 0
    left, reached = crews_of(state)[old], crews_of(state)[new]
    reached.rounds, reached.next_launch = left.rounds, left.next_launch
    left.rounds, left.leaving = 0, 0
    for k in range(left.can_reach):  # the same objects, in the same order
        duels_of(state)[reached.first + k].ordinal = duels_of(state)[left.first + k].ordinal
    take_along(state, new, int(left.picture), int(reached.picture))
