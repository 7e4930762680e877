"""Waking: when flights of fighters have something to do next if nothing happens. Whatever is noted wakes them all; what
follows from the clock alone is reckoned here, never too late.
"""

from __future__ import annotations

from mantlet.engine.air import CLOSING, GONE, PATROL, SHOOTING, TURNING
from mantlet.engine.calendar import sooner
from mantlet.engine.fighters import lost_sight
from mantlet.engine.lookout import next_look
from mantlet.engine.memory import Handle
from mantlet.engine.sorties import home_ticks, where
from mantlet.engine.state import NEVER, clock_of, sorties_of
from mantlet.engine.tables import fighters_of
from mantlet.physics.jit import inlined


@inlined
def next_wake(world: Handle, state: Handle) -> int:
    """The first tick after this one at which a flight is somewhere, looks out or must go home; what it weighs has
    dates."""
    tick, soonest = clock_of(state)[0].tick, next_look(world, state)
    for f in range(len(sorties_of(state))):
        sortie = sorties_of(state)[f]
        if sortie.stage == GONE:
            continue
        soonest = sooner(soonest, tick, int(sortie.next_tick))
        if sortie.stage == TURNING:
            continue
        soonest = sooner(soonest, tick, int(sortie.takeoff_tick))
        if sortie.stage == CLOSING and lost_sight(world, state, f):  # by its own look just now
            return tick + 1
        if sortie.stage == PATROL:
            soonest = sooner(soonest, tick, int(sortie.leave_tick))
        if sortie.land_tick != NEVER and (sortie.stage == PATROL or sortie.stage == SHOOTING):
            soonest = min(soonest, tick + spare_ticks(world, state, f))
    return soonest


@inlined
def spare_ticks(world: Handle, state: Handle, f: int) -> int:
    """For how long a flight is certainly not overdue, a tick at the least: as if it flew straight from its base."""
    sortie, fighter, tick = sorties_of(state)[f], fighters_of(world)[f], clock_of(state)[0].tick
    spare = sortie.land_tick - tick - 1 - home_ticks(world, f, where(sortie, tick + 1))
    away = 1.0 + max(fighter.intercept_mps, fighter.cruise_mps) / fighter.cruise_mps
    return max(1, int((spare - 1) / away))
