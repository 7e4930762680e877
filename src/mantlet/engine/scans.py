"""Scans: when a radar makes them, what they leave behind, and what it has found by the time somebody wants to know."""

from __future__ import annotations

import numpy as np

from mantlet.codes import NONE
from mantlet.engine.cells import hold, release, sight_at
from mantlet.engine.course import last_tick
from mantlet.engine.echo import detected
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    DONE,
    NEVER,
    clock_of,
    flights_of,
    looks_of,
    outlooks_of,
    sights_of,
    watches_of,
)
from mantlet.engine.tables import objects_of, rules_of, sensors_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records


@inlined
def scan_tick(radar: Records, scan: int) -> int:
    """When a radar makes a scan."""
    return int(radar.phase_ticks) + scan * int(radar.scan_ticks)


@inlined
def scan_from(radar: Records, tick: int) -> int:
    """The first scan of a radar at a tick or after it."""
    return int(-((radar.phase_ticks - tick) // radar.scan_ticks))


@inlined
def coming_scan(world: Handle, state: Handle, r: int) -> int:
    """The first scan of a radar that is still to come at this moment of the fight, if it works."""
    clock = clock_of(state)[0]
    tick = clock.tick + 1 if r < clock.scanned else clock.tick
    return scan_from(sensors_of(world)[r], max(tick, watches_of(state)[r].next_tick))


@inlined
def shifted(radar: Records, scans: np.uint64, hit: bool) -> np.uint64:
    """Hits and misses of the last scans with one more of them, as far back as a track is confirmed by."""
    window = (np.uint64(1) << np.uint64(radar.confirm_scans)) - np.uint64(1)
    return ((scans << np.uint64(1)) | np.uint64(hit)) & window


@inlined
def hits_in(scans: np.uint64) -> int:
    """How many of those were hits."""
    count = 0
    while scans != np.uint64(0):
        scans &= scans - np.uint64(1)
        count += 1
    return count


@inlined
def sees(world: Handle, state: Handle, r: int, o: int, scan: int) -> bool:
    """Whether a radar sees an object in a scan: not while it is silent."""
    return not watches_of(state)[r].silent and detected(world, state, r, o, scan, scan_tick(sensors_of(world)[r], scan))


@inlined
def end_of_interest(world: Handle, state: Handle, r: int, o: int) -> int:
    """From when it does not matter any more whether a radar sees an object: it is gone, or concerns nobody for good."""
    end_tick = min(last_tick(flights_of(state)[o], objects_of(world)[o]), int(rules_of(world)[0].end_tick) + 1)
    return min(end_tick, last_concern(state, r, o) + 1) if clock_of(state)[0].unasked else end_tick


@inlined
def last_concern(state: Handle, r: int, o: int) -> int:
    """The last tick at which a track of a radar concerns anybody."""
    sight = sights_of(state)[sight_at(state, r, o)]
    return int(max(sight.own_until, sight.told_until))


@compiled
def catch_up(world: Handle, state: Handle, r: int, o: int) -> None:
    """Take account of the scans that a radar was not asked about: what they have found, and whether it holds a track.

    Asked backwards until so many misses that nothing is left of what was before, or hits that confirm a track; from
    there on forwards. Since when a track that is old enough for its word to have come everywhere is held does not
    matter: it counts as held from where the looking back began.
    """
    radar, flight, cell = sensors_of(world)[r], flights_of(state)[o], sight_at(state, r, o)
    outlook, look, sight = outlooks_of(state)[cell], looks_of(state)[cell], sights_of(state)[cell]
    if not watches_of(state)[r].on or flight.untracked or flight.stage == DONE:
        return
    now, until = int(clock_of(state)[0].tick), coming_scan(world, state, r)
    if flight.dead:
        until = min(until, scan_from(radar, int(flight.end_tick) + 1))
    if sight.leap_scan != NEVER:
        until = min(until, int(sight.leap_scan))
    begun = max(int(outlook.scan), scan_from(radar, int(watches_of(state)[r].first_tick)))
    if begun >= until:
        return
    settled = until
    if sight.told_until != NEVER:
        settled = scan_from(radar, now - int(radar.share_ticks + 2 * clock_of(state)[0].word_ticks))
    scan, held = look_back(world, state, r, o, begun, max(begun, min(settled, until)))
    if scan > begun:
        look.scans, look.missed = 0, 0
        if not held:
            look.tracked_tick = NEVER
        elif look.tracked_tick == NEVER:
            look.tracked_tick = scan_tick(radar, scan - 1)
    while scan < until:
        hit = sees(world, state, r, o, scan)
        if hit or look.scans != np.uint64(0) or look.tracked_tick != NEVER:
            count_scan(radar, look, scan, hit)
        scan += 1
    outlook.scan = until
    if look.tracked_tick == NEVER:
        release(state, r, o)
    elif look.place == NONE:
        hold(state, r, o)


@inlined
def count_scan(radar: Records, look: Records, scan: int, hit: bool) -> None:
    """What one more scan makes of a look: hits confirm a track, misses lose it."""
    look.scans = shifted(radar, look.scans, hit)
    if look.tracked_tick == NEVER:
        if hits_in(look.scans) >= radar.confirm_hits:
            look.tracked_tick, look.missed = scan_tick(radar, scan), 0
        return
    look.missed = 0 if hit else look.missed + 1
    if look.missed >= radar.drop_after:
        look.scans, look.tracked_tick, look.missed = 0, NEVER, 0


@inlined
def look_back(world: Handle, state: Handle, r: int, o: int, begun: int, until: int) -> tuple[int, bool]:
    """The latest scan before which all is settled, whatever was found before: a track, or nothing at all."""
    radar, scan, run, span = sensors_of(world)[r], until, 0, np.uint64(0)
    while scan > begun:
        scan -= 1
        hit = sees(world, state, r, o, scan)
        span, run = shifted(radar, span, hit), 0 if hit else run + 1
        if run >= radar.drop_after:
            if run >= radar.confirm_scans:
                return scan + run, False
            span = np.uint64(0)  # a track was lost here: hits on both sides of it may not be of one
        if hit and hits_in(span) >= radar.confirm_hits:
            while span != np.uint64(0):
                span >>= np.uint64(1)
                scan += 1
            return scan, True
    return begun, False
