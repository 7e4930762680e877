"""Emit: which radars are on the air in this tick, by the clock and by what their networks know."""

from __future__ import annotations

from mantlet.codes import ALWAYS, BLINK, CUED, NONE, RADAR_EMITS, RADAR_SILENT
from mantlet.engine.calendar import rouse
from mantlet.engine.course import due_tick
from mantlet.engine.cue import nobody_searches
from mantlet.engine.draws import NOBODY, PHASE, pair_key, uniform
from mantlet.engine.memory import Handle
from mantlet.engine.outlook import look_on_by, take_stock_by
from mantlet.engine.rays import offset_m
from mantlet.engine.state import FLYING, NEVER, beams_of, clock_of, flights_of, knowledge_of, note, watches_of
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
        beam.warned = 0
        beam.phase_ticks = int(emitter.cycle_ticks * uniform(fight, pair_key(PHASE, emitter.key, NOBODY), 0))
        watch.silent, watch.cued = 0, emitter.mode == CUED


@compiled
def are_ruled(world: Handle) -> bool:
    """Whether any rule switches a radar off or on; where none does, only who arrives asks whether they emit."""
    emitters, found = emitters_of(world), False
    for e in range(len(emitters)):
        found = found or emitters[e].mode != ALWAYS or emitters[e].warning_ticks >= 0
    return found


@compiled
def emit(world: Handle, state: Handle) -> None:
    """Switch radars on and off the air; what was known at the end of the last tick decides.

    A silent radar goes on to turn, and each of its scans is a miss. The log hears of it from radars that work; the last
    it has heard holds whenever they do.
    """
    beams = beams_of(state)
    if len(beams) == 0:
        return
    shut_down(world, state)
    tick, emitters, watches = clock_of(state)[0].tick, emitters_of(world), watches_of(state)
    for e in range(len(beams)):
        r = int(emitters[e].sensor)
        watch, beam = watches[r], beams[e]
        silent = 1 if tick < beam.silent_until or not on_air(world, state, e) else 0
        if silent and not watch.silent and watch.on and tick > watch.first_tick:
            beam.last_tick = tick - 1  # it emitted up to now, whether it was asked or not
        if silent != watch.silent:
            take_stock_by(world, state, r)
            watch.silent = silent
            look_on_by(world, state, r)
            if watch.unit >= 0:
                rouse(state, int(watch.unit))
        if not watch.on or tick < watch.first_tick:
            continue
        if silent != beam.logged_silent:
            note(state, RADAR_SILENT if silent else RADAR_EMITS, r, NONE, NONE, NONE, 0.0)
            beam.logged_silent = silent
        if not silent:
            beam.last_tick = tick


@inlined
def on_air(world: Handle, state: Handle, e: int) -> bool:
    """Whether its rule lets a radar emit: always, in its part of a cycle, or while its network has a track near.

    A radar that waits for a cue with nobody left to give one does not wait.
    """
    emitter, tick = emitters_of(world)[e], clock_of(state)[0].tick
    watch = watches_of(state)[emitter.sensor]
    if emitter.mode == BLINK:
        return (tick + beams_of(state)[e].phase_ticks) % emitter.cycle_ticks < emitter.on_ticks
    if emitter.mode == ALWAYS or nobody_searches(world, state, int(emitter.sensor), False):
        return True
    network, flights = knowledge_of(state)[watch.picture], flights_of(state)
    for o in range(len(network)):
        if flights[o].stage == FLYING and knows(watch, network[o], tick) and near(world, state, e, o):
            return True
    return False


@inlined
def knows(watch: Records, known: Records, tick: int) -> bool:
    """Whether a radar has been told of an object that its network still believes in."""
    return NEVER < known.cued_tick <= tick - watch.order_ticks and not known.believed_dead


@inlined
def near(world: Handle, state: Handle, e: int, o: int) -> bool:
    """Whether an object is so near to a radar that its track switches it on."""
    emitter = emitters_of(world)[e]
    dx, dy, dz = offset_m(world, state, int(emitter.sensor), o, int(clock_of(state)[0].tick))
    return dx * dx + dy * dy + dz * dz <= emitter.cue_range_m * emitter.cue_range_m


@inlined
def shut_down(world: Handle, state: Handle) -> None:
    """Radars that know of an anti-radiation weapon close before its arrival fall silent, from now for their time.

    What they knew when they were asked last they have known up to now, or they would have been asked before.
    """
    homers, emitters, tick, beams = homers_of(world), emitters_of(world), clock_of(state)[0].tick, beams_of(state)
    for e in range(len(beams)):
        if beams[e].warned:
            beams[e].warned = 0
            beams[e].silent_until = max(beams[e].silent_until, tick - 1 + emitters[e].silence_ticks)
    for h in range(len(homers)):
        e = int(homers[h].emitter)
        if is_close(world, state, h) and tick >= warned_from(world, state, h) > NEVER:
            beams[e].warned, beams[e].silent_until = 1, tick + emitters[e].silence_ticks


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
