"""Emit: which radars are on the air in this tick, by the clock and by what their networks know."""

from __future__ import annotations

import math

from mantlet.codes import ALWAYS, BLINK, CUED, NONE, RADAR_EMITS, RADAR_SILENT
from mantlet.engine.calendar import rouse
from mantlet.engine.course import due_tick
from mantlet.engine.cue import nobody_searches
from mantlet.engine.draws import NOBODY, PHASE, pair_key, uniform
from mantlet.engine.memory import Handle
from mantlet.engine.outlook import look_on_by, take_stock_by
from mantlet.engine.rays import offset_m
from mantlet.engine.state import (
    FLYING,
    NEVER,
    beams_of,
    clock_of,
    flights_of,
    knowledge_of,
    nears_of,
    note,
    threats_of,
    watches_of,
)
from mantlet.engine.tables import emitters_of, homers_of, objects_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records


@compiled
def go_on_air(world: Handle, state: Handle) -> None:
    """Before the first tick: nobody has emitted yet, and every decoy emitter stands.

    Who blinks is anywhere in its cycle, by chance.
    """
    beams, emitters, fight = beams_of(state), emitters_of(world), clock_of(state)[0].fight
    for e in range(len(beams)):
        beam, emitter, watch = beams[e], emitters[e], watches_of(state)[emitters[e].sensor]
        beam.last_tick, beam.silent_until, beam.decoys, beam.logged_silent = NEVER, 0, emitter.decoys, 0
        beam.on_from, beam.warned, beam.near = watch.first_tick, 0, 0
        beam.phase_ticks = int(emitter.cycle_ticks * uniform(fight, pair_key(PHASE, emitter.key, NOBODY), 0))
        watch.silent, watch.cued = 0, emitter.mode == CUED
    nears_of(state)[:] = 0
    threats_of(state)[:] = 0


@compiled
def are_ruled(world: Handle) -> bool:
    """Whether any rule switches a radar off or on; where none does, only who arrives asks whether they emit."""
    emitters, found = emitters_of(world), False
    for e in range(len(emitters)):
        found = found or emitters[e].mode != ALWAYS or emitters[e].warning_ticks >= 0
    return found


@compiled
def emit(world: Handle, state: Handle) -> None:
    """Switch radars on and off the air; what was known at the end of the last tick decides."""
    shut_down(world, state)
    for e in range(len(beams_of(state))):
        switch(world, state, e)


@compiled
def switch(world: Handle, state: Handle, e: int) -> None:
    """Switch one on or off the air by its rule.

    A silent radar goes on to turn, and each of its scans is a miss. The log hears of it from radars that work; the last
    it has heard holds whenever they do.
    """
    tick, r, beam = clock_of(state)[0].tick, int(emitters_of(world)[e].sensor), beams_of(state)[e]
    watch = watches_of(state)[r]
    silent = 1 if beam.warned or tick < beam.silent_until or not on_air(world, state, e) else 0
    if silent != watch.silent:
        if silent:  # not asked meanwhile, it went on
            emitted_up_to(world, state, e, int(tick) - 1)
        take_stock_by(world, state, r)
        watch.silent = silent
        look_on_by(world, state, r)
        if watch.unit >= 0:
            rouse(state, int(watch.unit))
    if watch.on and tick >= watch.first_tick and silent != beam.logged_silent:
        note(state, RADAR_SILENT if silent else RADAR_EMITS, r, NONE, NONE, NONE, 0.0)
        beam.logged_silent = silent


@inlined
def on_air(world: Handle, state: Handle, e: int) -> bool:
    """Whether its rule lets a radar emit: always, in its part of a cycle, or while its network has a track near.

    A radar that waits for a cue with nobody left to give one does not wait.
    """
    emitter, tick = emitters_of(world)[e], clock_of(state)[0].tick
    if emitter.mode == BLINK:
        return (tick + beams_of(state)[e].phase_ticks) % emitter.cycle_ticks < emitter.on_ticks
    if emitter.mode == ALWAYS or nobody_searches(world, state, int(emitter.sensor), False):
        return True
    if clock_of(state)[0].ruled:  # whoever is near has been counted
        return beams_of(state)[e].near > 0
    o, count = 0, len(flights_of(state))
    while o < count and not switches_on(world, state, e, o):
        o += 1
    return o < count


@inlined
def switches_on(world: Handle, state: Handle, e: int, o: int) -> bool:
    """Whether an object has a radar emit: its network has told it of a track so near that it does."""
    watch, tick = watches_of(state)[emitters_of(world)[e].sensor], clock_of(state)[0].tick
    told = flights_of(state)[o].stage == FLYING and knows(watch, knowledge_of(state)[watch.picture, o], tick)
    return told and near_by_m(world, state, e, o) >= 0.0


@inlined
def knows(watch: Records, known: Records, tick: int) -> bool:
    """Whether a radar has been told of an object that its network still believes in."""
    return NEVER < known.cued_tick <= tick - watch.order_ticks and not known.believed_dead


@inlined
def near_by_m(world: Handle, state: Handle, e: int, o: int) -> float:
    """How much nearer to a radar an object is than it has to be to switch it on; below 0 if it is too far."""
    emitter = emitters_of(world)[e]
    dx, dy, dz = offset_m(world, state, int(emitter.sensor), o, int(clock_of(state)[0].tick))
    return emitter.cue_range_m - math.sqrt(dx * dx + dy * dy + dz * dz)


@inlined
def shut_down(world: Handle, state: Handle) -> None:
    """Radars that know of an anti-radiation weapon close before its arrival fall silent, from now for their time."""
    homers, emitters, tick = homers_of(world), emitters_of(world), clock_of(state)[0].tick
    for h in range(len(homers)):
        if threatens(world, state, h):
            e = int(homers[h].emitter)
            beams_of(state)[e].silent_until = tick + emitters[e].silence_ticks


@inlined
def threatens(world: Handle, state: Handle, h: int) -> bool:
    """Whether the radar that a weapon seeks knows of it, and it is so close now that the radar falls silent."""
    return is_close(world, state, h) and clock_of(state)[0].tick >= warned_from(world, state, h) > NEVER


@inlined
def emitted_up_to(world: Handle, state: Handle, e: int, tick: int) -> None:
    """A radar that has emitted up to a tick no longer does: by its rule, or since it fails or leaves."""
    beam, watch = beams_of(state)[e], watches_of(state)[emitters_of(world)[e].sensor]
    if watch.on and not watch.silent and tick >= beam.on_from:
        beam.last_tick = tick


@inlined
def last_emitted(world: Handle, state: Handle, e: int) -> int:
    """When a radar emitted last: in this tick, if it does; NEVER if it has not yet."""
    beam, watch, tick = beams_of(state)[e], watches_of(state)[emitters_of(world)[e].sensor], clock_of(state)[0].tick
    return int(tick if watch.on and not watch.silent and tick >= beam.on_from else beam.last_tick)


@inlined
def close_from(world: Handle, state: Handle, h: int) -> int:
    """From when an anti-radiation weapon is so close to its arrival that a radar that knows of it falls silent."""
    o = int(homers_of(world)[h].object)
    due = due_tick(flights_of(state)[o], int(objects_of(world)[o].end_tick))
    return due - int(emitters_of(world)[homers_of(world)[h].emitter].warning_ticks)


@inlined
def is_close(world: Handle, state: Handle, h: int) -> bool:
    """Whether it is so close now."""
    flight = flights_of(state)[homers_of(world)[h].object]
    flies = flight.stage == FLYING and not flight.aborts
    return flies and close_from(world, state, h) <= clock_of(state)[0].tick


@inlined
def warned_from(world: Handle, state: Handle, h: int) -> int:
    """From when the radar that it seeks has known of it, NEVER if it does not and has not been sent word."""
    watch = watches_of(state)[emitters_of(world)[homers_of(world)[h].emitter].sensor]
    known = knowledge_of(state)[watch.picture, homers_of(world)[h].object]
    return NEVER if known.cued_tick == NEVER or known.believed_dead else int(known.cued_tick + watch.order_ticks)
