"""Cue: whether a radar that does not search by itself looks towards an object."""

from __future__ import annotations

import math

import numpy as np

from mantlet.engine.cells import held_tick
from mantlet.engine.draws import CUED_WITHIN, NOBODY, pair_key, uniform
from mantlet.engine.memory import Handle
from mantlet.engine.rays import offset_m
from mantlet.engine.state import NEVER, clock_of, links_of, watches_of
from mantlet.engine.tables import detect_key_of, sensors_of, stations_of
from mantlet.physics.jit import compiled, inlined


@compiled
def nobody_searches(world: Handle, state: Handle, r: int, cued_too: bool) -> bool:
    """Whether nobody else in its picture is there to search, so that a radar that waits for cues is left to itself.

    One that is silent for a while is still there. `cued_too`: so is one that comes on the air only when it is cued.
    """
    watches, sensors, tick = watches_of(state), sensors_of(world), clock_of(state)[0].tick
    for other in range(len(watches)):
        watch, radar = watches[other], sensors[other]
        if other == r or watch.picture != watches[r].picture or not radar.autonomous or not watch.on:
            continue
        if tick > watch.first_tick - radar.scan_ticks and (cued_too or not watch.cued):
            return False
    return True


@inlined
def has_turn(world: Handle, r: int, o: int, scan: int) -> bool:
    """Whether a radar that has to turn about to search looks towards an object in a scan: once in each circuit."""
    circuit = sensors_of(world)[r].circuit_scans
    return circuit == 1 or scan % circuit == int(detect_key_of(world)[r, o] % np.uint64(circuit))


@compiled
def cued_within(world: Handle, state: Handle, r: int, o: int) -> bool:
    """Whether a cue points so near to an object that the radar looks at it: a miss in two directions, normal in each.

    The cue is as wide off as the best of the tracks behind it, or as their weighted mean where the post that leads this
    picture now combines them.
    """
    radar, watches, tick = sensors_of(world)[r], watches_of(state), clock_of(state)[0].tick
    links = links_of(state)
    combined = len(links) > 0 and stations_of(world)[links[radar.station].top].combined
    best_m2, weight = math.inf, 0.0
    for other in range(len(watches)):
        since = held_tick(state, other, o)
        if since == NEVER or watches[other].picture != watches[r].picture:
            continue
        if since + watches[other].share_ticks + watches[r].order_ticks > tick:
            continue
        dx, dy, dz = offset_m(world, state, other, o, tick)
        off_m2 = sensors_of(world)[other].accuracy_rad ** 2 * (dx * dx + dy * dy + dz * dz)
        best_m2 = min(best_m2, off_m2)
        weight += 1.0 / off_m2 if off_m2 > 0.0 else math.inf
    off_m2 = 1.0 / weight if combined else best_m2
    if off_m2 == 0.0:
        return True
    dx, dy, dz = offset_m(world, state, r, o, tick)
    within = 1.0 - math.exp(-0.5 * radar.basket_rad**2 * (dx * dx + dy * dy + dz * dz) / off_m2)
    return uniform(clock_of(state)[0].fight, pair_key(CUED_WITHIN, detect_key_of(world)[r, o], NOBODY), tick) < within
