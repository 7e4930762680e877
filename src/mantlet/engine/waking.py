"""Waking: when the steps that keep no dates have something to do next if nothing happens: emission, fighters, moves,
and telling decoys apart. Whatever is noted wakes them all; what follows from the clock alone is reckoned here, never
too late.
"""

from __future__ import annotations

from mantlet.codes import ALWAYS, BLINK
from mantlet.engine.air import CLOSING, GONE, PATROL, SHOOTING, TURNING
from mantlet.engine.cells import held_tick
from mantlet.engine.emit import close_from, is_close, warned_from
from mantlet.engine.fighters import lost_sight
from mantlet.engine.lookout import next_look
from mantlet.engine.memory import Handle
from mantlet.engine.sorties import home_ticks, where
from mantlet.engine.state import (
    FLYING,
    NEVER,
    beams_of,
    clock_of,
    flights_of,
    halts_of,
    judged_of,
    sorties_of,
    track_counts_of,
    tracks_of,
    watches_of,
)
from mantlet.engine.tables import emitters_of, fighters_of, homers_of, judges_of, rules_of
from mantlet.physics.jit import compiled, inlined


@compiled
def next_wake(world: Handle, state: Handle) -> int:
    """The first tick after this one at which one of those steps may have something to do."""
    soonest = int(rules_of(world)[0].end_tick) + 1
    if clock_of(state)[0].ruled:
        soonest = min(soonest, next_emission(world, state))
    if len(sorties_of(state)) > 0:
        soonest = min(soonest, next_interception(world, state))
    if len(judges_of(world)) > 0:
        soonest = min(soonest, next_judgement(world, state))
    halts, tick = halts_of(state), clock_of(state)[0].tick
    for h in range(len(halts)):
        soonest = sooner(soonest, tick, int(halts[h].due_tick))
    return soonest


@inlined
def sooner(soonest: int, tick: int, due: int) -> int:
    """The earlier of two ticks, as far as the other is still to come."""
    return due if tick < due < soonest else soonest


@compiled
def next_emission(world: Handle, state: Handle) -> int:
    """When a rule may switch a radar on or off: silence over, part of a cycle over, a track near, a weapon close."""
    tick, soonest = clock_of(state)[0].tick, int(rules_of(world)[0].end_tick) + 1
    emitters, homers, beams = emitters_of(world), homers_of(world), beams_of(state)
    for e in range(len(emitters)):
        soonest = sooner(soonest, tick, int(beams[e].silent_until))
        if emitters[e].mode == BLINK:
            at = (tick + beams[e].phase_ticks) % emitters[e].cycle_ticks
            turn = emitters[e].on_ticks if at < emitters[e].on_ticks else emitters[e].cycle_ticks
            soonest = min(soonest, tick + turn - at)
        elif emitters[e].mode != ALWAYS:
            return tick + 1
        soonest = sooner(soonest, tick, int(watches_of(state)[emitters[e].sensor].first_tick))
    for h in range(len(homers)):
        if emitters[homers[h].emitter].warning_ticks < 0:
            continue
        if is_close(world, state, h):
            soonest = sooner(soonest, tick, warned_from(world, state, h))
        elif flights_of(state)[homers[h].object].stage == FLYING:
            soonest = sooner(soonest, tick, close_from(world, state, h))
    return soonest


@compiled
def next_interception(world: Handle, state: Handle) -> int:
    """When a flight is somewhere, looks out or must go home; what it weighs has dates."""
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


@compiled
def next_judgement(world: Handle, state: Handle) -> int:
    """When a track will have lasted as long as a judge needs."""
    tick, soonest, judges = clock_of(state)[0].tick, int(rules_of(world)[0].end_tick) + 1, judges_of(world)
    for j in range(len(judges)):
        r = int(judges[j].sensor)
        if r < 0:
            return tick + 1
        for k in range(track_counts_of(state)[r]):
            o = int(tracks_of(state)[watches_of(state)[r].first + k])
            if not judged_of(state)[j, o]:
                soonest = sooner(soonest, tick, int(held_tick(state, r, o) + judges[j].after_ticks))
    return soonest
