"""Search, detect, confirm and share: what each radar makes of each scan."""

from __future__ import annotations

import math

import numpy as np

from mantlet.codes import DETECTED, NONE, TRACK_LOST, TRACKED
from mantlet.engine.course import own_tick
from mantlet.engine.draws import BIAS, CUED_WITHIN, NOBODY, normal, pair_key, uniform
from mantlet.engine.jam import jammed_db, listen
from mantlet.engine.memory import Handle
from mantlet.engine.rays import closing_mps, locate, offset_m, stance, two_way_loss_db, visible
from mantlet.engine.state import (
    DONE,
    FLYING,
    NEVER,
    clock_of,
    coming_of,
    echoes_of,
    flights_of,
    hold,
    knowledge_of,
    links_of,
    looks_of,
    note,
    release,
    sights_of,
    watched_of,
    watches_of,
)
from mantlet.engine.tables import (
    detect_key_of,
    detection_of,
    detection_row_of,
    jammers_of,
    objects_of,
    rules_of,
    sensors_of,
    stations_of,
)
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records

NO_ECHO = -math.inf


@compiled
def sense(world: Handle, state: Handle) -> None:
    """All scans that fall on this tick."""
    tick, sensors, watches = clock_of(state)[0].tick, sensors_of(world), watches_of(state)
    for r in range(len(sensors)):
        radar, watch = sensors[r], watches[r]
        if tick < watch.next_tick:
            continue
        watch.next_tick = tick + radar.scan_ticks
        scan = (tick - radar.phase_ticks) // radar.scan_ticks
        come_in_sight(state, r, scan)
        if len(jammers_of(world)) > 0:
            listen(world, state, r)
        watched, looks, network = watched_of(state)[r], looks_of(state)[r], knowledge_of(state)[watch.picture]
        kept, silent = 0, watch.silent
        unaided = not radar.autonomous and nobody_searches(world, state, r, True)
        for n in range(watch.count):
            o = watched[n]
            look = looks[o]
            if gone(state, r, o, scan):
                continue
            watched[kept] = o
            kept += 1
            if not radar.autonomous and look.tracked_tick == NEVER:
                if unaided:
                    if look.scans == 0 and not has_turn(world, r, o, scan):
                        continue
                elif not cued(world, state, r, o, network[o]):
                    continue
            if not silent and detected(world, state, r, o, scan):
                seen(world, state, r, o)
            elif look.scans != 0 or look.tracked_tick != NEVER:
                missed(world, state, r, o)
        watch.count = kept


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


@inlined
def cued(world: Handle, state: Handle, r: int, o: int, known: Records) -> bool:
    """Whether a radar that does not search has been told of an object, and near enough to where it is."""
    if not NEVER < known.cued_tick <= clock_of(state)[0].tick - watches_of(state)[r].order_ticks:
        return False
    return sensors_of(world)[r].basket_rad == 0.0 or cued_within(world, state, r, o)


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
        since = looks_of(state)[other, o].tracked_tick
        if since == NEVER or watches[other].picture != watches[r].picture:
            continue
        if since + watches[other].share_ticks + watches[r].order_ticks > tick:
            continue
        dx, dy, dz = offset_m(world, state, other, o)
        off_m2 = sensors_of(world)[other].accuracy_rad ** 2 * (dx * dx + dy * dy + dz * dz)
        best_m2 = min(best_m2, off_m2)
        weight += 1.0 / off_m2 if off_m2 > 0.0 else math.inf
    off_m2 = 1.0 / weight if combined else best_m2
    if off_m2 == 0.0:
        return True
    dx, dy, dz = offset_m(world, state, r, o)
    within = 1.0 - math.exp(-0.5 * radar.basket_rad**2 * (dx * dx + dy * dy + dz * dz) / off_m2)
    return uniform(clock_of(state)[0].fight, pair_key(CUED_WITHIN, detect_key_of(world)[r, o], NOBODY), tick) < within


@inlined
def come_in_sight(state: Handle, r: int, scan: int) -> None:
    """Objects that this scan can be the first to meet, unless fate has it that nobody tracks them."""
    watch, coming, watched, sights = (
        watches_of(state)[r],
        coming_of(state)[r],
        watched_of(state)[r],
        sights_of(state)[r],
    )
    while watch.come < len(coming) and sights[coming[watch.come]].first_scan <= scan:
        o = coming[watch.come]
        watch.come += 1
        if not flights_of(state)[o].untracked:
            watched[watch.count] = o
            watch.count += 1


@inlined
def gone(state: Handle, r: int, o: int, scan: int) -> bool:
    """Whether a radar need not look at an object again: it is down, or out of sight for good and forgotten."""
    flight, look = flights_of(state)[o], looks_of(state)[r, o]
    if flight.dead or flight.stage == DONE:
        return True
    if flight.off_script:
        return False
    return scan > sights_of(state)[r, o].last_scan and look.scans == 0 and look.tracked_tick == NEVER


@inlined
def detected(world: Handle, state: Handle, r: int, o: int, scan: int) -> bool:
    """One look: the echo against the noise, by chance.

    No replication changes where a route leads, so an echo is worked out by the first one that needs it, for all; who
    has turned is elsewhere at that scan, and looked at anew. What jammers add to the noise depends on who still flies.
    """
    sight, echoes, flight = sights_of(state)[r, o], echoes_of(state), flights_of(state)[o]
    if flight.off_script:
        if flight.stage != FLYING:
            return False
        snr_db = received_db(world, state, r, o)
    else:
        if scan > sight.last_scan:
            return False
        cell = sight.cell + scan - sight.first_scan
        snr_db = echoes[cell] if sight.cell >= 0 else math.nan
        if math.isnan(snr_db):
            snr_db = received_db(world, state, r, o)
            if sight.cell >= 0:
                echoes[cell] = snr_db
    if snr_db == NO_ECHO:
        return False
    if sensors_of(world)[r].certain:
        return True
    clock = clock_of(state)[0]
    if clock.tick >= flight.bias_until:
        new_bias(world, state, o, clock.tick)
    snr_db += flight.bias_db
    if clock.ray_count > 0:
        snr_db -= jammed_db(world, state, r, o)
    prob = detection_prob(world, r, o, snr_db)
    return uniform(clock.fight, detect_key_of(world)[r, o], clock.tick) < prob


@compiled
def received_db(world: Handle, state: Handle, r: int, o: int) -> float:
    """Signal-to-noise of an object where it is at this tick, in dB; NO_ECHO out of sight or coverage."""
    tick, radar, flight = clock_of(state)[0].tick, sensors_of(world)[r], flights_of(state)[o]
    own = own_tick(flight, tick)
    if not visible(world, r, o, own, tick):
        return NO_ECHO
    locate(world, state, o)
    x, y, z, up_x, up_y, up_z = stance(world, r, tick)
    dx, dy, dz = flight.x_m - x, flight.y_m - y, flight.z_m - z
    range_sq = max(dx * dx + dy * dy + dz * dz, 1.0)
    if range_sq > radar.max_range_m * radar.max_range_m:
        return NO_ECHO
    range_m = math.sqrt(range_sq)
    rise = dx * up_x + dy * up_y + dz * up_z
    if rise < radar.elevation_min_sin * range_m or rise > radar.elevation_max_sin * range_m:
        return NO_ECHO
    if radar.facing_cos > -1.0:
        level = math.sqrt(max(range_sq - rise * rise, 0.0))
        if dx * radar.facing_x_ratio + dy * radar.facing_y_ratio + dz * radar.facing_z_ratio < radar.facing_cos * level:
            return NO_ECHO
    if radar.min_radial_mps > 0.0 and abs(closing_mps(world, o, own, dx, dy, dz) / range_m) < radar.min_radial_mps:
        return NO_ECHO
    return echo_db(world, r, o, range_m, flight.height_m)


@inlined
def echo_db(world: Handle, r: int, o: int, range_m: float, height_m: float) -> float:
    """Signal-to-noise that a radar gets from an object's mean cross-section there, in dB."""
    radar = sensors_of(world)[r]
    loss_db = two_way_loss_db(world, r, range_m, height_m)
    return radar.snr_db + objects_of(world)[o].rcs_db - 40.0 * math.log10(range_m) - loss_db


@inlined
def detection_prob(world: Handle, r: int, o: int, snr_db: float) -> float:
    """Single-scan probability from the radar's table for the object's way of fluctuating."""
    rules, row = rules_of(world)[0], detection_of(world)[detection_row_of(world)[r, objects_of(world)[o].swerling]]
    column, last = (snr_db - rules.snr_low_db) * rules.snr_columns_per_db, len(row) - 1
    if column <= 0.0:
        return 0.0
    if column >= last:
        return row[last]
    left = int(column)
    return row[left] + (column - left) * (row[left + 1] - row[left])


@compiled
def new_bias(world: Handle, state: Handle, o: int, tick: int) -> None:
    """The object's cross-section above or below its mean (dB): drawn anew each decorrelation time, the same for all."""
    thing, flight = objects_of(world)[o], flights_of(state)[o]
    block = tick // thing.bias_ticks
    flight.bias_until = (block + 1) * thing.bias_ticks
    flight.bias_db = 0.0
    if thing.bias_db > 0.0:
        flight.bias_db = thing.bias_db * normal(clock_of(state)[0].fight, pair_key(BIAS, NOBODY, thing.key), block)


@inlined
def seen(world: Handle, state: Handle, r: int, o: int) -> None:
    """A detection: M of the last N scans confirm a track, and the network hears of it after its delay."""
    radar, look, tick = sensors_of(world)[r], looks_of(state)[r, o], clock_of(state)[0].tick
    window = (np.uint64(1) << np.uint64(radar.confirm_scans)) - np.uint64(1)
    scans = ((look.scans << np.uint64(1)) | np.uint64(1)) & window
    look.scans = scans
    look.missed = 0
    if look.tracked_tick != NEVER:
        return
    count = 0
    while scans != np.uint64(0):
        scans &= scans - np.uint64(1)
        count += 1
    if count == 1:
        note(state, DETECTED, r, NONE, o, NONE, 0.0)
    if count >= radar.confirm_hits:
        look.tracked_tick = tick
        watch = watches_of(state)[r]
        told = tick + watch.share_ticks
        network = knowledge_of(state)[watch.picture, o]
        if network.cued_tick == NEVER or told < network.cued_tick:
            network.cued_tick = told
        hold(state, r, o)
        note(state, TRACKED, r, NONE, o, NONE, 0.0)


@inlined
def missed(world: Handle, state: Handle, r: int, o: int) -> None:
    """A scan without the object: enough in a row and the track is dropped, here and in what the network knows."""
    radar, look = sensors_of(world)[r], looks_of(state)[r, o]
    window = (np.uint64(1) << np.uint64(radar.confirm_scans)) - np.uint64(1)
    look.scans = (look.scans << np.uint64(1)) & window
    if look.tracked_tick == NEVER:
        return
    look.missed += 1
    if look.missed < radar.drop_after:
        return
    drop(world, state, r, o)


@compiled
def drop(world: Handle, state: Handle, r: int, o: int) -> None:
    """A radar loses its track, and its network what it knew by it."""
    look = looks_of(state)[r, o]
    look.scans, look.tracked_tick, look.missed = 0, NEVER, 0
    recount(world, state, int(watches_of(state)[r].picture), o)
    release(state, r, o)
    note(state, TRACK_LOST, r, NONE, o, NONE, 0.0)


@compiled
def recount(world: Handle, state: Handle, picture: int, o: int) -> None:
    """Since when a picture has had a track of an object: by the first of its radars that holds one."""
    watches, looks = watches_of(state), looks_of(state)
    since = NEVER
    for r in range(len(watches)):
        if watches[r].picture == picture and looks[r, o].tracked_tick != NEVER:
            told = looks[r, o].tracked_tick + watches[r].share_ticks
            if since == NEVER or told < since:
                since = told
    knowledge_of(state)[picture, o].cued_tick = since
