"""Echo: what one look of a radar at an object gives, at any tick of a replication and whatever was asked before."""

from __future__ import annotations

import math

from mantlet.engine.course import own_tick
from mantlet.engine.draws import BIAS, NOBODY, normal, pair_key, uniform
from mantlet.engine.jam import jammed_db
from mantlet.engine.memory import Handle
from mantlet.engine.rays import closing_mps, locate, stance, two_way_loss_db, visible
from mantlet.engine.state import FLYING, biases_of, clock_of, echoes_of, flights_of, sights_of
from mantlet.engine.tables import (
    detect_key_of,
    detection_of,
    detection_row_of,
    jammers_of,
    objects_of,
    rules_of,
    sensors_of,
)
from mantlet.physics.jit import compiled, inlined

NO_ECHO = -math.inf


@compiled
def detected(world: Handle, state: Handle, r: int, o: int, scan: int, tick: int) -> bool:
    """One look, in the scan of that tick: the echo against the noise, by chance.

    No replication changes where a route leads, so an echo is worked out by the first one that needs it, for all; who
    has turned is elsewhere at that scan, and looked at anew. What jammers add to the noise depends on who still flies.
    """
    sight, echoes, flight = sights_of(state)[r, o], echoes_of(state), flights_of(state)[o]
    if flight.off_script:
        if flight.stage != FLYING:
            return False
        snr_db = received_db(world, state, r, o, tick)
    else:
        if scan > sight.last_scan:
            return False
        cell = sight.cell + scan - sight.first_scan
        snr_db = echoes[cell] if sight.cell >= 0 else math.nan
        if math.isnan(snr_db):
            snr_db = received_db(world, state, r, o, tick)
            if sight.cell >= 0:
                echoes[cell] = snr_db
    if snr_db == NO_ECHO:
        return False
    if sensors_of(world)[r].certain:
        return True
    snr_db += bias_db(world, state, o, tick)
    if len(jammers_of(world)) > 0:
        snr_db -= jammed_db(world, state, r, o, scan, tick)
    prob = detection_prob(world, r, o, snr_db)
    return uniform(clock_of(state)[0].fight, detect_key_of(world)[r, o], tick) < prob


@compiled
def received_db(world: Handle, state: Handle, r: int, o: int, tick: int) -> float:
    """Signal-to-noise of an object where it is at a tick, in dB; NO_ECHO out of sight or coverage."""
    radar, flight = sensors_of(world)[r], flights_of(state)[o]
    own = own_tick(flight, tick)
    if not visible(world, r, o, own, tick):
        return NO_ECHO
    locate(world, state, o, tick)
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


@inlined
def bias_db(world: Handle, state: Handle, o: int, tick: int) -> float:
    """The object's cross-section above or below its mean (dB): drawn anew each decorrelation time, the same for all."""
    thing, fight, biases = objects_of(world)[o], clock_of(state)[0].fight, biases_of(state)
    if thing.bias_db == 0.0:
        return 0.0
    block = tick // thing.bias_ticks
    bias = biases[o, block % biases.shape[1]]
    if bias.fight != fight or bias.block != block:
        bias.fight, bias.block = fight, block
        bias.db = thing.bias_db * normal(fight, pair_key(BIAS, NOBODY, thing.key), block)
    return bias.db
