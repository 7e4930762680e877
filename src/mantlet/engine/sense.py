"""Search, detect, confirm and share: what each radar makes of each scan."""

from __future__ import annotations

from mantlet.codes import DETECTED, NONE, TIGHT, TRACK_LOST, TRACKED
from mantlet.engine.ahead import LOOKS
from mantlet.engine.airtime import ask_about
from mantlet.engine.calendar import put, stir
from mantlet.engine.cells import duel_at, held_tick, hold, release, sight_at
from mantlet.engine.concern import concerns_network, has_to_go_on, is_told
from mantlet.engine.cue import cued_within, has_turn, nobody_searches
from mantlet.engine.discriminate import judge_later, told_to_judges
from mantlet.engine.doctrine import reaction
from mantlet.engine.echo import detected
from mantlet.engine.memory import Handle
from mantlet.engine.outlook import look_on, take_stock
from mantlet.engine.scans import catch_up, hits_in, shifted
from mantlet.engine.state import (
    DONE,
    NEVER,
    clock_of,
    flights_of,
    knowledge_of,
    looks_of,
    note,
    outlooks_of,
    seer_at_of,
    seers_of,
    sights_of,
    watched_of,
    watches_of,
)
from mantlet.engine.tables import launches_of, sensors_of, units_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records

ROUSED = 2  # was not asked up to now


@compiled
def sense(world: Handle, state: Handle) -> None:
    """All scans that fall on this tick."""
    tick, sensors, watches = clock_of(state)[0].tick, sensors_of(world), watches_of(state)
    for r in range(len(sensors)):
        radar, watch = sensors[r], watches[r]
        if not watch.on or tick < watch.next_tick:
            continue
        watch.next_tick = tick + radar.scan_ticks
        scan = (tick - radar.phase_ticks) // radar.scan_ticks
        come_in_sight(state, r, scan)
        watched, network = watched_of(state), knowledge_of(state)[watch.picture]
        first, kept, silent = int(watch.first), 0, watch.silent
        unaided = not radar.autonomous and nobody_searches(world, state, r, True)
        for n in range(watch.count):
            o = watched[first + n]
            look = looks_of(state)[sight_at(state, r, o)]
            if gone(state, r, o, scan):
                continue
            watched[first + kept] = o
            kept += 1
            if not radar.autonomous and look.tracked_tick == NEVER:
                if unaided:
                    if look.scans == 0 and not has_turn(world, r, o, scan):
                        continue
                elif not cued(world, state, r, o, network[o]):
                    continue
            if not silent and detected(world, state, r, o, scan, tick):
                seen(world, state, r, o)
            elif look.scans != 0 or look.tracked_tick != NEVER:
                missed(world, state, r, o)
        watch.count = kept


@inlined
def cued(world: Handle, state: Handle, r: int, o: int, known: Records) -> bool:
    """Whether a radar that does not search has been told of an object, and near enough to where it is."""
    if not NEVER < known.cued_tick <= clock_of(state)[0].tick - watches_of(state)[r].order_ticks:
        return False
    return sensors_of(world)[r].basket_rad == 0.0 or cued_within(world, state, r, o)


@inlined
def come_in_sight(state: Handle, r: int, scan: int) -> None:
    """Objects that this scan can be the first to meet, unless fate has it that nobody tracks them."""
    watch, sights = watches_of(state)[r], sights_of(state)
    while watch.come < watch.ever_seen and sights[watch.first + watch.come].first_scan <= scan:
        o = sights[watch.first + watch.come].object
        watch.come += 1
        if not flights_of(state)[o].untracked:
            watched_of(state)[watch.first + watch.count] = o
            watch.count += 1


@inlined
def gone(state: Handle, r: int, o: int, scan: int) -> bool:
    """Whether a radar need not look at an object again: it is down, or out of sight for good and forgotten."""
    flight, look = flights_of(state)[o], looks_of(state)[sight_at(state, r, o)]
    if flight.dead or flight.stage == DONE:
        return True
    if flight.off_script:
        return False
    return scan > sights_of(state)[sight_at(state, r, o)].last_scan and look.scans == 0 and look.tracked_tick == NEVER


@inlined
def seen(world: Handle, state: Handle, r: int, o: int) -> None:
    """A detection: M of the last N scans confirm a track."""
    radar, look = sensors_of(world)[r], looks_of(state)[sight_at(state, r, o)]
    look.scans = shifted(radar, look.scans, True)
    look.missed = 0
    if look.tracked_tick == NEVER:
        if hits_in(look.scans) == 1:
            note(state, DETECTED, r, NONE, o, NONE, 0.0)
        if hits_in(look.scans) >= radar.confirm_hits:
            confirm(world, state, r, o)


@compiled
def confirm(world: Handle, state: Handle, r: int, o: int) -> None:
    """A track: its network hears of it after its delay."""
    looks_of(state)[sight_at(state, r, o)].tracked_tick = clock_of(state)[0].tick
    hold(state, r, o)
    if watches_of(state)[r].judge != NONE:
        judge_later(world, state, int(watches_of(state)[r].judge), o)
    spread(world, state, r, o)


@inlined
def wake(world: Handle, state: Handle, r: int, o: int) -> None:
    """A radar that was not asked about an object is from now on, and says if it holds a track of it."""
    catch_up(world, state, r, o)
    outlooks_of(state)[sight_at(state, r, o)].asleep = 0
    if looks_of(state)[sight_at(state, r, o)].tracked_tick != NEVER:
        spread(world, state, r, o)


@compiled
def spread(world: Handle, state: Handle, r: int, o: int) -> None:
    """Whom a track concerns hears of it: the unit that shoots by it, and the network."""
    watch = watches_of(state)[r]
    note(state, TRACKED, r, NONE, o, NONE, 0.0)
    if watch.unit >= 0:
        announce(world, state, int(watch.unit), o)
    if clock_of(state)[0].unasked and sights_of(state)[sight_at(state, r, o)].told_until == NEVER:
        return
    told = int(looks_of(state)[sight_at(state, r, o)].tracked_tick + watch.share_ticks)
    since = knowledge_of(state)[watch.picture, o].cued_tick
    if since == NEVER or told < since:
        cue(world, state, int(watch.picture), o, told)


@inlined
def announce(world: Handle, state: Handle, u: int, o: int) -> None:
    """A unit looks at a track of its radar as soon as it can order a launch at it; not at all if it never can."""
    launch, due, cell = launches_of(world)[u, o], clock_of(state)[0].look_tick, duel_at(state, u, o)
    if cell == NONE:
        return
    if not flights_of(state)[o].off_script:
        if launch.last_tick < launch.first_tick:
            return
        due = max(due, launch.first_tick - reaction(world, state, u))
    put(state, LOOKS, cell, due)


@inlined
def missed(world: Handle, state: Handle, r: int, o: int) -> None:
    """A scan without the object: enough in a row and the track is dropped, here and in what the network knows."""
    radar, look = sensors_of(world)[r], looks_of(state)[sight_at(state, r, o)]
    look.scans = shifted(radar, look.scans, False)
    if look.tracked_tick == NEVER:
        return
    look.missed += 1
    if look.missed >= radar.drop_after:
        drop(world, state, r, o)


@compiled
def drop(world: Handle, state: Handle, r: int, o: int) -> None:
    """A radar loses its track, and its network what it knew by it."""
    look, watch = looks_of(state)[sight_at(state, r, o)], watches_of(state)[r]
    told = look.tracked_tick + watch.share_ticks
    look.scans, look.tracked_tick, look.missed = 0, NEVER, 0
    if knowledge_of(state)[watch.picture, o].cued_tick == told:  # nobody else was first
        recount(world, state, int(watch.picture), o)
    release(state, r, o)
    if watch.unit >= 0 and units_of(world)[watch.unit].control == TIGHT and duel_at(state, int(watch.unit), o) != NONE:
        look_tick = int(clock_of(state)[0].look_tick)  # others may have known of it for longer
        put(state, LOOKS, duel_at(state, int(watch.unit), o), look_tick)
    note(state, TRACK_LOST, r, NONE, o, NONE, 0.0)


@compiled
def recount(world: Handle, state: Handle, picture: int, o: int) -> None:
    """Since when a picture has had a track of an object: by the first of its radars that holds one.

    Where no such track is old enough, radars that were not asked are.
    """
    since, first, roused = first_told(state, picture, o), seer_at_of(state), False
    told, clock = is_told(state, since), clock_of(state)[0]
    if clock.unasked and clock.under_way and flights_of(state)[o].stage != DONE:
        for k in range(first[o], first[o + 1]):
            r = seers_of(state)[k]
            needed = watches_of(state)[r].picture == picture and not (told and watches_of(state)[r].relayed)
            if needed and sleeps(world, state, r, o):
                catch_up(world, state, r, o)
                outlooks_of(state)[sight_at(state, r, o)].asleep, roused = ROUSED, True
    if roused:
        since = first_told(state, picture, o)
    if since != knowledge_of(state)[picture, o].cued_tick:
        cue(world, state, picture, o, since)
    if roused:
        for k in range(first[o], first[o + 1]):
            outlook = outlooks_of(state)[sight_at(state, seers_of(state)[k], o)]
            if outlook.asleep == ROUSED:
                outlook.asleep = 0
                look_on(world, state, seers_of(state)[k], o)


@inlined
def first_told(state: Handle, picture: int, o: int) -> int:
    """When a picture has heard first of the tracks of an object that are known of, NEVER without one."""
    watches, first, since = watches_of(state), seer_at_of(state), NEVER
    unasked = clock_of(state)[0].unasked
    for k in range(first[o], first[o + 1]):
        r = seers_of(state)[k]
        tracked_tick = held_tick(state, r, o)
        if watches[r].picture != picture or tracked_tick == NEVER:
            continue
        if unasked and outlooks_of(state)[sight_at(state, r, o)].asleep == 1:
            continue
        told = tracked_tick + watches[r].share_ticks
        if since == NEVER or told < since:
            since = told
    return since


@inlined
def sleeps(world: Handle, state: Handle, r: int, o: int) -> bool:
    """Whether a radar is not asked about an object, and now somebody may be told by it."""
    asleep = outlooks_of(state)[sight_at(state, r, o)].asleep != 0
    return asleep and bool(sensors_of(world)[r].autonomous) and concerns_network(state, r, o)


@compiled
def cue(world: Handle, state: Handle, picture: int, o: int, since: int) -> None:
    """Since when a picture has had a track of an object, NEVER for none: who waits for cues looks, or looks away."""
    if not clock_of(state)[0].under_way:
        knowledge_of(state)[picture, o].cued_tick = since
        return
    first = seer_at_of(state)
    for k in range(first[o], first[o + 1]):
        if waits_for(world, state, seers_of(state)[k], picture):
            take_stock(world, state, seers_of(state)[k], o)
    knowledge_of(state)[picture, o].cued_tick = since
    for k in range(first[o], first[o + 1]):
        r = seers_of(state)[k]
        if waits_for(world, state, r, picture) or (clock_of(state)[0].unasked and may_rest(world, state, r, o)):
            look_on(world, state, r, o)
    ask_about(world, state, o, picture)
    told_to_judges(world, state, picture, o)
    stir(world, state, o)


@inlined
def may_rest(world: Handle, state: Handle, r: int, o: int) -> bool:
    """Whether a radar was asked about an object up to now and need not be any more."""
    outlook = outlooks_of(state)[sight_at(state, r, o)]
    return outlook.entered and not outlook.asleep and not has_to_go_on(world, state, r, o)


@inlined
def waits_for(world: Handle, state: Handle, r: int, picture: int) -> bool:
    """Whether a radar looks where this picture tells it to."""
    return watches_of(state)[r].picture == picture and not sensors_of(world)[r].autonomous
