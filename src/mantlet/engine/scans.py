"""Scans: when a radar makes them, what they leave behind, and what it has found by the time somebody wants to know."""

from __future__ import annotations

import numpy as np

from mantlet.engine.cells import sight_at
from mantlet.engine.course import last_tick
from mantlet.engine.echo import detected
from mantlet.engine.memory import Handle
from mantlet.engine.state import NEVER, clock_of, flights_of, looks_of, outlooks_of, sights_of, watches_of
from mantlet.engine.tables import launches_of, objects_of, rules_of, sensors_of, units_of
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
    """The first scan of a radar that is still to come at this moment of the fight."""
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
def wanted(world: Handle, state: Handle, r: int, o: int) -> bool:
    """Whether the unit that shoots by a radar can ever reach an object."""
    u = watches_of(state)[r].unit
    return u >= 0 and launches_of(world)[u, o].first_tick <= launches_of(world)[u, o].last_tick


@inlined
def wanted_scan(world: Handle, state: Handle, r: int, o: int) -> int:
    """The last scan before that unit can order its first launch."""
    radar, u = sensors_of(world)[r], watches_of(state)[r].unit
    first_order = launches_of(world)[u, o].first_tick - units_of(world)[u].reaction_ticks
    return scan_from(radar, int(first_order - radar.scan_ticks + 1))


@inlined
def end_of_interest(world: Handle, state: Handle, r: int, o: int) -> int:
    """From when it does not matter any more whether a radar sees an object: it is gone, or out of reach for good."""
    end_tick = min(last_tick(flights_of(state)[o], objects_of(world)[o]), int(rules_of(world)[0].end_tick) + 1)
    if clock_of(state)[0].unasked:
        end_tick = min(end_tick, int(launches_of(world)[watches_of(state)[r].unit, o].last_tick) + 1)
    return end_tick


@compiled
def recall(world: Handle, state: Handle, r: int, o: int) -> bool:
    """What the scans of a radar have found that was not asked before; whether it holds a track.

    Asked backwards, until hits confirm a track or there is a run of misses that loses any: nothing older matters, as it
    takes no fewer misses to lose a track than scans to confirm one.
    """
    cell = sight_at(state, r, o)
    radar, look, now = sensors_of(world)[r], looks_of(state)[cell], int(outlooks_of(state)[cell].scan)
    earliest = max(sights_of(state)[cell].first_scan, scan_from(radar, int(watches_of(state)[r].first_tick)))
    recent, span = np.uint64(0), np.uint64(0)  # hits of the latest scans, and of the earliest that were asked
    scan, run, missed = now, 0, NEVER
    while scan > earliest and run < radar.drop_after:
        scan -= 1
        run += 1
        hit = detected(world, state, r, o, scan, scan_tick(radar, scan))
        span = shifted(radar, span, hit)
        if now - scan <= radar.confirm_scans:
            recent |= np.uint64(hit) << np.uint64(now - scan - 1)
        if hit:
            missed = run - 1 if missed == NEVER else missed
            run = 0
            if hits_in(span) >= radar.confirm_hits:
                look.scans, look.missed = recent, missed
                return True
    look.scans, look.missed = recent, 0
    return False
