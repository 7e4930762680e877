"""Airtime: when the event-driven engine asks the rules of emission (`emit`): when their answer may have changed.

A radar is asked when its cycle turns, its silence is over or it works again; when the first object that its network
knows of has come near, or the last has gone; and when a weapon that seeks it is so close that it falls silent, or no
longer is. How far an object is from being near enough tells how long it need not be measured again.
"""

from __future__ import annotations

import math

from mantlet.codes import BLINK, CUED, NONE
from mantlet.engine.ahead import BEAMS, HOMERS, NEARS
from mantlet.engine.calendar import any_due, is_due, next_due, put, sooner
from mantlet.engine.emit import close_from, is_close, near_by_m, switch, switches_on, threatens, warned_from
from mantlet.engine.memory import Handle
from mantlet.engine.sorties import SLACK_M
from mantlet.engine.state import (
    FLYING,
    NEVER,
    beams_of,
    clock_of,
    flights_of,
    knowledge_of,
    nears_of,
    threats_of,
    watches_of,
)
from mantlet.engine.tables import emitters_of, homers_of, rules_of
from mantlet.physics.jit import compiled, inlined


@compiled
def ask_all(world: Handle, state: Handle) -> None:
    """Who hears whom, or who works, has changed: every rule is asked, of every object that anybody knows of."""
    tick, emitters, homers = int(clock_of(state)[0].emit_tick), emitters_of(world), homers_of(world)
    if not clock_of(state)[0].ruled:
        return
    for e in range(len(emitters)):
        put(state, BEAMS, e, tick)
        if emitters[e].mode == CUED:
            known = knowledge_of(state)[watches_of(state)[emitters[e].sensor].picture]
            for o in range(len(known)):
                if known[o].cued_tick != NEVER or nears_of(state)[e, o]:
                    put(state, NEARS, e * len(known) + o, tick)
    for h in range(len(homers)):
        put(state, HOMERS, h, tick)


@compiled
def ask_about(world: Handle, state: Handle, o: int, picture: int) -> None:
    """Something about an object has changed, or what a network knows of it; of all of them with NONE."""
    clock, emitters = clock_of(state)[0], emitters_of(world)
    if not clock.ruled:
        return
    if flights_of(state)[o].homer != NONE:
        put(state, HOMERS, int(flights_of(state)[o].homer), int(clock.emit_tick))
    for e in range(len(emitters)):
        whose = watches_of(state)[emitters[e].sensor].picture
        if emitters[e].mode == CUED and (picture < 0 or picture == whose):
            put(state, NEARS, e * len(flights_of(state)) + o, int(clock.emit_tick))


@compiled
def believe_dead(world: Handle, state: Handle, picture: int, o: int) -> None:
    """A network takes an object for dead."""
    knowledge_of(state)[picture, o].believed_dead = 1
    ask_about(world, state, o, picture)


@compiled
def emit_due(world: Handle, state: Handle) -> None:
    """Switch radars on and off the air, as far as any rule has to be asked."""
    while True:
        h = any_due(state, HOMERS)
        if h == NONE:
            break
        mind(world, state, h)
    objects = len(flights_of(state))
    while True:
        node = any_due(state, NEARS)
        if node == NONE:
            break
        measure(world, state, node // objects, node % objects)
    while is_due(state, BEAMS):
        e = next_due(state, BEAMS)
        switch(world, state, e)
        put(state, BEAMS, e, next_switch(world, state, e))


@inlined
def mind(world: Handle, state: Handle, h: int) -> None:
    """Whether a weapon keeps the radar that it seeks shut down, and when it may begin to."""
    tick, e = clock_of(state)[0].tick, int(homers_of(world)[h].emitter)
    beam, threats, now = beams_of(state)[e], threats_of(state), threatens(world, state, h)
    if emitters_of(world)[e].warning_ticks < 0:
        return
    if now != bool(threats[h]):
        threats[h] = now
        beam.warned += 1 if now else -1
        if not now:
            beam.silent_until = max(beam.silent_until, tick - 1 + emitters_of(world)[e].silence_ticks)
        put(state, BEAMS, e, tick)
    if is_close(world, state, h):
        due = warned_from(world, state, h)
    else:
        due = close_from(world, state, h) if flights_of(state)[homers_of(world)[h].object].stage == FLYING else NEVER
    if due > tick:
        put(state, HOMERS, h, due)


@inlined
def measure(world: Handle, state: Handle, e: int, o: int) -> None:
    """Whether an object switches a radar on, and when it may begin or cease to if nothing happens."""
    tick, beam, nears = clock_of(state)[0].tick, beams_of(state)[e], nears_of(state)
    watch, flight = watches_of(state)[emitters_of(world)[e].sensor], flights_of(state)[o]
    now = switches_on(world, state, e, o)
    known, node = knowledge_of(state)[watch.picture, o], e * len(flights_of(state)) + o
    if now != bool(nears[e, o]):
        nears[e, o] = now
        beam.near += 1 if now else -1
        if beam.near == (1 if now else 0):
            put(state, BEAMS, e, tick)
    if flight.stage != FLYING or known.cued_tick == NEVER or known.believed_dead:
        return
    if tick - watch.order_ticks < known.cued_tick:  # the word is on its way
        put(state, NEARS, node, int(known.cued_tick + watch.order_ticks))
        return
    off_m, stride_m = abs(near_by_m(world, state, e, o)), flight.stride_m + watch.stride_m
    if off_m < math.inf and stride_m > 0.0:
        put(state, NEARS, node, int(tick + 1 + int(max(off_m - SLACK_M, 0.0) / stride_m)))


@inlined
def next_switch(world: Handle, state: Handle, e: int) -> int:
    """When a rule may switch a radar on or off by the clock: silence over, part of a cycle over, ready, or left alone;
    after the end if only events tell."""
    clock, emitter, beam = clock_of(state)[0], emitters_of(world)[e], beams_of(state)[e]
    tick, soonest = int(clock.tick), int(rules_of(world)[0].end_tick) + 1
    if emitter.mode == BLINK:
        at = (tick + beam.phase_ticks) % emitter.cycle_ticks
        soonest = int(tick + (emitter.on_ticks if at < emitter.on_ticks else emitter.cycle_ticks) - at)
    elif emitter.mode == CUED:
        soonest = sooner(soonest, tick, int(clock.next_watch))
    soonest = sooner(soonest, tick, int(beam.silent_until))
    return sooner(soonest, tick, int(watches_of(state)[emitter.sensor].first_tick))
