"""Leaps: when the next hit or the loss of a track comes, by one draw for many scans.

Where nothing but chance lies between a radar and an object on its route, the logarithms of the chances that its scans
miss, and that they hit, are added up once for all replications of a draw. The first hit is then where the first of
these sums has fallen by the logarithm of one uniform number (inversion: Devroye 1986, Non-Uniform Random Variate
Generation, chapter III.2), which a search finds. A track that takes n misses in a row to lose is probed at every n-th
scan, and the first probe that misses is found in the same way; whether the scans before it missed too is drawn for
each. So the times of detections and losses are spread exactly as if every scan were drawn, but they are other times.
"""

from __future__ import annotations

import math

from mantlet.engine.cells import sight_at
from mantlet.engine.concern import first_scan_for
from mantlet.engine.draws import HIT_LEAP, MISS_LEAP, NOBODY, pair_key, uniform
from mantlet.engine.echo import NO_ECHO, detected, kept_value
from mantlet.engine.memory import Handle
from mantlet.engine.scans import scan_from, scan_tick
from mantlet.engine.state import (
    NEVER,
    clock_of,
    echoes_of,
    flights_of,
    hit_sums_of,
    miss_sums_of,
    sights_of,
    watches_of,
)
from mantlet.engine.tables import detect_key_of, sensors_of
from mantlet.physics.jit import compiled, inlined

SURE_LOG = -40.0  # logarithm of what never happens: less than that of any uniform number that is drawn


@compiled
def choose_leaps(world: Handle, state: Handle) -> None:
    """From which scan on each pair is leapt over: those where no chance but of its echo comes in, and none is cued."""
    clock, radars, sights = clock_of(state)[0], sensors_of(world), sights_of(state)
    if not clock.leaping:
        return
    for r in range(len(radars)):
        for k in range(watches_of(state)[r].ever_seen):
            sight = sights[watches_of(state)[r].first + k]
            can_leap = sight.plain and sight.echo_first >= 0 and (radars[r].autonomous or radars[r].basket_rad == 0.0)
            if not can_leap or (clock.private and sight.own_until == NEVER):
                continue
            begins = max(int(sight.first_scan), scan_from(radars[r], int(watches_of(state)[r].first_tick)))
            if clock.private:
                begins = max(begins, first_scan_for(radars[r], int(sight.own_from)))
            if begins > sight.last_scan:  # nothing is left to leap over
                begins = NEVER
            elif begins != sight.leap_scan:  # sums begin there
                miss_sums_of(state)[sight.echo_first + begins - sight.first_scan] = math.nan
            sight.leap_scan = begins


@inlined
def is_leapt(world: Handle, state: Handle, r: int, o: int, scan: int) -> bool:
    """Whether scans of this pair are leapt over, from one on; not those before anybody can want to know."""
    sight = sights_of(state)[sight_at(state, r, o)]
    changed = flights_of(state)[o].off_script or watches_of(state)[r].silent
    return sight.leap_scan != NEVER and scan >= sight.leap_scan and not changed


@compiled
def next_hit(world: Handle, state: Handle, r: int, o: int, scan: int) -> int:
    """The first scan from one on that sees the object; the one after the last that could if none does."""
    add_up(world, state, r, o)
    sight, radar, sums = sights_of(state)[sight_at(state, r, o)], sensors_of(world)[r], miss_sums_of(state)
    base = sight.echo_first - sight.first_scan
    if scan > sight.last_scan:
        return int(sight.last_scan + 1)
    pair = pair_key(HIT_LEAP, detect_key_of(world)[r, o], NOBODY)
    log_left = math.log(uniform(clock_of(state)[0].fight, pair, scan_tick(radar, scan)))
    if scan > sight.leap_scan:
        log_left += sums[base + scan - 1]
    low, step, last = scan, 1, int(sight.last_scan)
    while low + step <= last and sums[base + low + step - 1] >= log_left:  # nothing up to there
        low, step = low + step, 2 * step
    high = low + step - 1 if low + step <= last else last + 1
    while low < high:
        middle = (low + high) // 2
        if middle <= last and sums[base + middle] >= log_left:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def first_miss(world: Handle, state: Handle, r: int, o: int, probe: int) -> int:
    """The first of the probes that does not see the object, beginning with one, a track's worth of misses apart."""
    add_up(world, state, r, o)
    sight, radar, sums = sights_of(state)[sight_at(state, r, o)], sensors_of(world)[r], hit_sums_of(state)
    base, stride = sight.echo_first - sight.first_scan, int(radar.drop_after)
    if probe > sight.last_scan:
        return probe
    pair = pair_key(MISS_LEAP, detect_key_of(world)[r, o], NOBODY)
    log_left = math.log(uniform(clock_of(state)[0].fight, pair, scan_tick(radar, probe)))
    if probe - stride >= sight.leap_scan:
        log_left += sums[base + probe - stride]
    low, high = 0, (int(sight.last_scan) - probe) // stride + 1
    if sums[base + probe + (high - 1) * stride] >= log_left:
        low = high
    while low < high:
        middle = (low + high) // 2
        if sums[base + probe + middle * stride] >= log_left:
            low = middle + 1
        else:
            high = middle
    return probe + low * stride


@compiled
def held_until(
    world: Handle, state: Handle, r: int, o: int, scan: int, missed: int, until: int
) -> tuple[int, int, int]:
    """A track of which scans up to one are known, with so many missed last: the scan that loses it.

    NEVER if that is not before `until`; then the scan up to which all is settled, and how many were missed before it.
    """
    stride = int(sensors_of(world)[r].drop_after)
    while True:
        probe = scan + stride - missed - 1
        if probe >= until:
            return scan, missed, NEVER
        failed = first_miss(world, state, r, o, probe)
        if failed >= until:
            return probe + (until - 1 - probe) // stride * stride + 1, 0, NEVER
        if failed > probe:
            scan = failed - stride + 1
        hit = failed - 1
        while hit >= scan and not detected(world, state, r, o, hit, scan_tick(sensors_of(world)[r], hit)):
            hit -= 1
        if hit < scan:
            return failed + 1, 0, failed
        scan, missed = failed + 1, failed - hit


@inlined
def add_up(world: Handle, state: Handle, r: int, o: int) -> None:
    """See to it that the sums of a pair are there."""
    sight = sights_of(state)[sight_at(state, r, o)]
    if math.isnan(miss_sums_of(state)[sight.echo_first + sight.leap_scan - sight.first_scan]):
        sum_logs(world, state, r, o)


@compiled
def sum_logs(world: Handle, state: Handle, r: int, o: int) -> None:
    """Add up the logarithms of the chances of a miss and, of every n-th, a hit, from the first scan leapt over."""
    sight, echoes = sights_of(state)[sight_at(state, r, o)], echoes_of(state)
    stride = int(sensors_of(world)[r].drop_after)
    misses, hits = miss_sums_of(state), hit_sums_of(state)
    base, missed = sight.echo_first - sight.first_scan, 0.0
    for scan in range(sight.leap_scan, sight.last_scan + 1):
        prob = echoes[base + scan]
        if math.isnan(prob):
            prob = kept_value(world, state, r, o, scan)
        if prob <= NO_ECHO:
            prob = 0.0
        missed += max(math.log(1.0 - prob), SURE_LOG) if prob < 1.0 else SURE_LOG
        misses[base + scan] = missed
        hit = max(math.log(prob), SURE_LOG) if prob > 0.0 else SURE_LOG
        hits[base + scan] = hit + (hits[base + scan - stride] if scan - stride >= sight.leap_scan else 0.0)
