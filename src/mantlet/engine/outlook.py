"""Outlook: when a radar will confirm or lose an object next, if nothing interferes.

Draws are keyed, so those of coming scans can be made now: a radar need not be asked at each of them. While it tracks an
object only a run of misses matters, and most of its scans need not be drawn at all. What is foreseen goes into the
calendar. Before conditions change, what the scans up to now have found is taken account of (`take_stock`), and after it
the outlook is made anew (`look_on`). The reference engine foresees nothing: it has no outlooks.
"""

from __future__ import annotations

import math

import numpy as np

from mantlet.engine.ahead import DETECTION, LOOK_ON, LOSS, NOTHING, SCANS, TRACK, WORDS
from mantlet.engine.calendar import put, take
from mantlet.engine.cells import coming_object, sight_at
from mantlet.engine.concern import asked_from, has_to_go_on, is_asked
from mantlet.engine.course import own_tick
from mantlet.engine.cue import cued_within, has_turn, nobody_searches
from mantlet.engine.draws import uniform
from mantlet.engine.echo import detected, empty_scans, kept_value
from mantlet.engine.jam import hears
from mantlet.engine.leaps import held_until, is_leapt, next_hit
from mantlet.engine.memory import Handle
from mantlet.engine.scans import (
    catch_up,
    coming_scan,
    end_of_interest,
    hits_in,
    last_concern,
    scan_from,
    scan_tick,
    shifted,
)
from mantlet.engine.state import (
    DONE,
    NEVER,
    clock_of,
    echoes_of,
    events_of,
    flights_of,
    knowledge_of,
    looks_of,
    outlooks_of,
    seer_at_of,
    seers_of,
    sights_of,
    watches_of,
)
from mantlet.engine.tables import (
    detect_key_of,
    sensors_of,
    visible_at_of,
    visible_of,
)
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records

MOST_DRAWN = 24  # looks foreseen in one go: an object may be shot down long before
ORDER_BITS = 20
LATER = 1 << (ORDER_BITS - 1)  # in one scan: after those that are looked out for again


@compiled
def survey(world: Handle, state: Handle) -> None:
    """Before the first tick: each radar will look at each object when that comes in sight."""
    clock_of(state)[0].under_way = 1
    for r in range(len(watches_of(state))):
        watch, waits = watches_of(state)[r], not sensors_of(world)[r].autonomous
        watch.unaided, watch.regained = waits and nobody_searches(world, state, r, True), 0
        for k in range(watch.ever_seen):
            sight, outlook = sights_of(state)[watch.first + k], outlooks_of(state)[watch.first + k]
            o = int(sight.object)
            outlook.scan, outlook.order = sight.first_scan, LATER + k
            outlook.entered, outlook.asleep, outlook.left_scan = 0, 0, NEVER
            if clock_of(state)[0].unasked:
                first = max(int(outlook.scan), coming_scan(world, state, r))
                outlook.asleep = outlook.entered = not is_asked(world, state, r, o, first)
                if outlook.asleep and sights_of(state)[sight_at(state, r, o)].told_until != NEVER:
                    group, objects = int(sensors_of(world)[r].group), len(flights_of(state))
                    put(state, WORDS, group * objects + o, int(sights_of(state)[sight_at(state, r, o)].told_from))
            look_on(world, state, r, o)


@compiled
def look_on(world: Handle, state: Handle, r: int, o: int) -> None:
    """Foresee what comes next between a radar and an object, and put it in the calendar."""
    cell = sight_at(state, r, o)
    outlook, flight = outlooks_of(state)[cell], flights_of(state)[o]
    outlook.next = NOTHING
    if outlook.left_scan >= coming_scan(world, state, r):  # it was but foreseen
        outlook.left_scan = NEVER
    over = not outlook.asleep and (flight.dead or outlook.left_scan != NEVER)
    if not watches_of(state)[r].on or flight.untracked or flight.stage == DONE or over:
        take(state, SCANS, cell)
        return
    outlook.scan = max(outlook.scan, scan_from(sensors_of(world)[r], watches_of(state)[r].next_tick))
    told = clock_of(state)[0].unasked and not clock_of(state)[0].private  # else its unit alone can be done with it
    if told and outlook.entered and not outlook.asleep:
        outlook.asleep = not has_to_go_on(world, state, r, o)
    if outlook.asleep:
        begins = asked_from(world, state, r, o, coming_scan(world, state, r))
        if begins != NEVER:
            foresee(outlook, LOOK_ON, begins, np.uint64(0), 0)
    elif not outlook.entered:
        outlook.scan = max(outlook.scan, coming_scan(world, state, r))
        outlook.order = (outlook.scan << ORDER_BITS) + (outlook.order & ((1 << ORDER_BITS) - 1))
        foresee(outlook, LOOK_ON, int(outlook.scan), np.uint64(0), 0)
    elif looks_of(state)[cell].tracked_tick != NEVER:
        clock_of(state)[0].looks += hold_on(world, state, r, o)
    else:
        clock_of(state)[0].looks += search_on(world, state, r, o)
    if outlook.next == NOTHING:
        take(state, SCANS, cell)
    else:
        due = outlook.next_scan + outlook.ahead
        put(state, SCANS, cell, scan_tick(sensors_of(world)[r], int(due)))


@inlined
def foresee(outlook: Records, what: int, scan: int, scans: np.uint64, missed: int) -> None:
    """Write down what comes next, in which scan, and what the scans before it have found by then."""
    outlook.next, outlook.next_scan, outlook.next_scans, outlook.next_missed = what, scan, scans, missed
    outlook.ahead = 0


@inlined
def search_on(world: Handle, state: Handle, r: int, o: int) -> int:
    """No track: the scan of the first hit, or of the one that confirms a track; how many looks that took."""
    cell, radar, watch = sight_at(state, r, o), sensors_of(world)[r], watches_of(state)[r]
    outlook, look, sight = outlooks_of(state)[cell], looks_of(state)[cell], sights_of(state)[cell]
    flight, logged = flights_of(state)[o], len(events_of(state)) > 0
    waits, known = not radar.autonomous and not watch.unaided, knowledge_of(state)[watch.picture, o]
    end_tick, coming = end_of_interest(world, state, r, o), coming_scan(world, state, r)
    scan, scans, drawn = int(outlook.scan), look.scans, 0
    while scan_tick(radar, scan) < end_tick:
        if scan > sight.last_scan and not flight.off_script:
            while scans != np.uint64(0) and not waits:
                scans = shifted(radar, scans, False)
                scan += 1
            if scans == np.uint64(0):
                outlook.left_scan = scan
            return drawn
        if flight.off_script and scans == np.uint64(0):
            scan = max(scan, scan_from(radar, in_sight_from(world, state, r, o, scan_tick(radar, scan))))
        if waits:
            if known.cued_tick == NEVER:
                return drawn
            scan = max(scan, scan_from(radar, known.cued_tick + watch.order_ticks))
            if radar.basket_rad > 0.0 and scan >= coming:  # where a cue points is known only then
                drawn = MOST_DRAWN
        if drawn == MOST_DRAWN:
            foresee(outlook, LOOK_ON, scan, scans, 0)
            return drawn
        leapt = scans == np.uint64(0) and not watch.unaided and is_leapt(world, state, r, o, scan)
        if leapt:
            scan = next_hit(world, state, r, o, scan)
            if scan > sight.last_scan or scan_tick(radar, scan) >= end_tick:
                continue
        empty = empty_scans(world, state, r, o, scan) if scans == np.uint64(0) else 0
        if empty > 0:
            scan = min(scan + empty, int(sight.leap_scan)) if scan < sight.leap_scan else scan + empty
            continue
        tick = scan_tick(radar, scan)
        if looks_at(world, state, r, o, scan, scans):
            drawn += 1
            if leapt or (not watch.silent and detected(world, state, r, o, scan, tick)):
                scans = shifted(radar, scans, True)
                if hits_in(scans) >= radar.confirm_hits:
                    foresee(outlook, TRACK, scan, scans, 0)
                    return drawn
                if logged and hits_in(scans) == 1:
                    foresee(outlook, DETECTION, scan, scans, 0)
                    return drawn
            elif scans != np.uint64(0):
                scans = shifted(radar, scans, False)
        scan += 1
        if scan == coming:  # that one was made just now
            outlook.scan, look.scans = scan, scans
    return drawn


@compiled
def in_sight_from(world: Handle, state: Handle, r: int, o: int, tick: int) -> int:
    """The first tick from one on at which an object that has turned can be in sight of a radar on the ground."""
    first, runs, flight = visible_at_of(world), visible_of(world), flights_of(state)[o]
    own = own_tick(flight, tick)
    if sensors_of(world)[r].knot_count > 0:
        return tick
    soonest = NEVER
    for k in range(first[r, o], first[r, o + 1]):
        ahead = max(runs[k].first_tick - own, 0) if flight.heading > 0 else max(own - runs[k].last_tick, 0)
        past = own > runs[k].last_tick if flight.heading > 0 else own < runs[k].first_tick
        if not past and (soonest == NEVER or ahead < soonest):
            soonest = ahead
    return tick + soonest if soonest != NEVER else end_of_interest(world, state, r, o)


@inlined
def looks_at(world: Handle, state: Handle, r: int, o: int, scan: int, scans: np.uint64) -> bool:
    """Whether a radar without a track looks at an object in a scan that it could see it in."""
    radar, watch = sensors_of(world)[r], watches_of(state)[r]
    if radar.autonomous:
        return True
    if watch.unaided:
        return scans != np.uint64(0) or has_turn(world, r, o, scan)
    known = knowledge_of(state)[watch.picture, o]
    if known.cued_tick == NEVER or scan_tick(radar, scan) < known.cued_tick + watch.order_ticks:
        return False
    return radar.basket_rad == 0.0 or cued_within(world, state, r, o)


@inlined
def hold_on(world: Handle, state: Handle, r: int, o: int) -> int:
    """A track: the scan that loses it, the last of as many misses in a row as that takes; how many looks that took.

    Asked backwards from there: the latest hit in between puts it off, and what was before that need not be drawn.
    """
    cell, radar = sight_at(state, r, o), sensors_of(world)[r]
    outlook, look, sight = outlooks_of(state)[cell], looks_of(state)[cell], sights_of(state)[cell]
    end_tick = end_of_interest(world, state, r, o)
    scan, missed, drawn = int(outlook.scan), int(look.missed), 0
    while True:
        if is_leapt(world, state, r, o, scan):
            scan, missed, lost = held_until(world, state, r, o, scan, missed, scan_from(radar, end_tick))
            if lost != NEVER:
                foresee(outlook, LOSS, lost, np.uint64(0), 0)
            return drawn
        last = scan + int(radar.drop_after) - missed - 1
        if scan_tick(radar, last) >= end_tick:
            return drawn
        if scan < sight.leap_scan <= last:
            missed = missed_by(world, state, r, o, scan, missed, int(sight.leap_scan))
            scan = int(sight.leap_scan)
            continue
        if drawn >= MOST_DRAWN:
            foresee(outlook, LOOK_ON, scan, look.scans, missed)
            outlook.ahead = last - scan
            return drawn
        probe = latest_hit(world, state, r, o, scan, last)
        drawn += last - probe + 1
        if probe < scan:
            foresee(outlook, LOSS, last, np.uint64(0), 0)
            return drawn
        scan, missed = probe + 1, 0


@inlined
def missed_by(world: Handle, state: Handle, r: int, o: int, scan: int, missed: int, until: int) -> int:
    """How many scans in a row a radar has missed by a scan, if it has missed so many by another."""
    probe = latest_hit(world, state, r, o, scan, until - 1)
    return until - 1 - probe if probe >= scan else missed + until - scan


@inlined
def latest_hit(world: Handle, state: Handle, r: int, o: int, first: int, last: int) -> int:
    """The latest scan from a first to a last one in which a radar sees an object; the one before the first if none."""
    radar, scan, sight = sensors_of(world)[r], last, sights_of(state)[sight_at(state, r, o)]
    if watches_of(state)[r].silent:
        return first - 1
    if sight.plain and sight.echo_first >= 0 and not flights_of(state)[o].off_script:
        fight, echoes, offset = clock_of(state)[0].fight, echoes_of(state), sight.echo_first - sight.first_scan
        scan, key = min(scan, sight.last_scan), detect_key_of(world)[r, o]
        while scan >= first:
            prob = echoes[offset + scan]
            if math.isnan(prob):
                prob = kept_value(world, state, r, o, scan)
            if uniform(fight, key, scan_tick(radar, scan)) < prob:
                break
            scan -= 1
        return max(scan, first - 1)
    while scan >= first and not detected(world, state, r, o, scan, scan_tick(radar, scan)):
        scan -= 1
    return scan


@compiled
def take_stock(world: Handle, state: Handle, r: int, o: int) -> None:
    """What the scans up to this moment have found, by the conditions that still hold."""
    cell, radar, watch = sight_at(state, r, o), sensors_of(world)[r], watches_of(state)[r]
    outlook, look, sight = outlooks_of(state)[cell], looks_of(state)[cell], sights_of(state)[cell]
    flight, until = flights_of(state)[o], coming_scan(world, state, r)
    told = int(knowledge_of(state)[watch.picture, o].cued_tick)
    if not outlook.entered or not watch.on or flight.untracked or flight.stage == DONE or until <= outlook.scan:
        return
    if clock_of(state)[0].unasked and (outlook.asleep or clock_of(state)[0].tick > last_concern(state, r, o)):
        outlook.asleep = 1
        if radar.autonomous:  # of others nobody will ever want to know
            catch_up(world, state, r, o)
        return
    scan = int(outlook.scan)
    outlook.scan = until
    if look.tracked_tick != NEVER:
        missed = int(look.missed)
        if is_leapt(world, state, r, o, scan):
            scan, missed, _ = held_until(world, state, r, o, scan, missed, until)
        look.missed = missed_by(world, state, r, o, scan, missed, until)
        return
    waits = not radar.autonomous and not watch.unaided
    if waits and (radar.basket_rad > 0.0 or told == NEVER):  # looked at live, scan by scan; or not at all
        return
    if waits:
        scan = max(scan, scan_from(radar, told + watch.order_ticks))
    while scan < until:
        leapt = look.scans == np.uint64(0) and not watch.unaided and is_leapt(world, state, r, o, scan)
        if leapt:
            scan = next_hit(world, state, r, o, scan)
            if scan > sight.last_scan:
                return
        if scan < until and (leapt or looks_at(world, state, r, o, scan, look.scans)):
            hit = leapt or (not watch.silent and detected(world, state, r, o, scan, scan_tick(radar, scan)))
            if hit or look.scans != np.uint64(0):
                look.scans = shifted(radar, look.scans, hit)
        scan += 1


@compiled
def take_stock_of(world: Handle, state: Handle, o: int) -> None:
    """Before an object turns: what every radar has seen of it and, if it jams, what those that hear it have seen."""
    if clock_of(state)[0].under_way:
        first = seer_at_of(state)
        for k in range(first[o], first[o + 1]):
            take_stock(world, state, seers_of(state)[k], o)
        for r in range(len(watches_of(state))):
            if hears(world, r, o):
                take_stock_by(world, state, r)


@compiled
def look_on_at(world: Handle, state: Handle, o: int) -> None:
    """After it: the same outlooks anew. A radar that had done with the object looks out for it again."""
    if not clock_of(state)[0].under_way:
        return
    first = seer_at_of(state)
    for k in range(first[o], first[o + 1]):
        r = seers_of(state)[k]
        outlook, coming = outlooks_of(state)[sight_at(state, r, o)], coming_scan(world, state, r)
        if outlook.left_scan != NEVER:
            if outlook.left_scan < coming:
                outlook.order = (coming << ORDER_BITS) + watches_of(state)[r].regained
                watches_of(state)[r].regained += 1
            outlook.left_scan = NEVER
        look_on(world, state, r, o)
    for r in range(len(watches_of(state))):
        if hears(world, r, o):
            look_on_by(world, state, r)


@compiled
def look_past(world: Handle, state: Handle, o: int) -> None:
    """An object has been hit or stays at home: if it or its load jams, who hears that sees better from now on."""
    if clock_of(state)[0].under_way:
        for r in range(len(watches_of(state))):
            if hears(world, r, o):
                take_stock_by(world, state, r)
                look_on_by(world, state, r)


@compiled
def take_stock_by(world: Handle, state: Handle, r: int) -> None:
    """Before something changes for a radar: what its scans have found of everything."""
    if clock_of(state)[0].under_way:
        for k in range(watches_of(state)[r].ever_seen):
            take_stock(world, state, r, coming_object(state, r, k))


@compiled
def look_on_by(world: Handle, state: Handle, r: int) -> None:
    """After it: its outlooks on everything anew."""
    if clock_of(state)[0].under_way:
        for k in range(watches_of(state)[r].ever_seen):
            look_on(world, state, r, coming_object(state, r, k))


@compiled
def look_on_anew(world: Handle, state: Handle, r: int) -> None:
    """After a radar was switched on or off: it holds no track, so that nothing of what it was not asked is left."""
    if clock_of(state)[0].under_way:
        for k in range(watches_of(state)[r].ever_seen):
            outlooks_of(state)[watches_of(state)[r].first + k].asleep = 0
        look_on_by(world, state, r)


@compiled
def reconsider_help(world: Handle, state: Handle) -> None:
    """Radars that wait for cues: whether there is still anybody, or somebody now, who may give one."""
    watches = watches_of(state)
    for r in range(len(watches)):
        if sensors_of(world)[r].autonomous:
            continue
        unaided = nobody_searches(world, state, r, True)
        if unaided != bool(watches[r].unaided):
            take_stock_by(world, state, r)
            watches[r].unaided = unaided
            look_on_by(world, state, r)
