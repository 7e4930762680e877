"""Echo: what one look of a radar at an object gives, at any tick of a replication and whatever was asked before."""

from __future__ import annotations

import math

from mantlet.engine.course import own_tick
from mantlet.engine.draws import BIAS, NOBODY, normal, pair_key, uniform
from mantlet.engine.jam import jammed_db
from mantlet.engine.memory import Handle
from mantlet.engine.rays import closing_mps, locate, stance, two_way_loss_db, visible
from mantlet.engine.state import FLYING, biases_of, clock_of, echoes_of, flights_of, looks_of, sights_of
from mantlet.engine.tables import (
    detect_key_of,
    detection_of,
    jammers_of,
    objects_of,
    rules_of,
    sensors_of,
)
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records

NO_ECHO = -math.inf


@compiled
def detected(world: Handle, state: Handle, r: int, o: int, scan: int, tick: int) -> bool:
    """One look, in the scan of that tick: the echo against the noise, by chance.

    No replication changes where a route leads, so an echo is worked out by the first one that needs it, for all; who
    has turned is elsewhere at that scan, and looked at anew. What jammers add to the noise depends on who still flies.
    """
    sight, flight, echoes = sights_of(state)[r, o], flights_of(state)[o], echoes_of(state)
    if flight.off_script:
        if flight.stage != FLYING:
            return False
        value = value_of(world, state, r, o, tick)
    else:
        if scan > sight.last_scan:
            return False
        cell = sight.cell + scan - sight.first_scan
        value = echoes[cell] if sight.cell >= 0 else math.nan
        if math.isnan(value):
            value = value_of(world, state, r, o, tick)
            if sight.cell >= 0:
                echoes[cell] = value
    if not sight.plain:
        if value == NO_ECHO or sensors_of(world)[r].certain:
            return value != NO_ECHO
        value += bias_db(world, state, r, o, tick)
        if len(jammers_of(world)) > 0:
            value -= jammed_db(world, state, r, o, scan, tick)
        value = detection_prob(world, sight.row, value)
    return uniform(clock_of(state)[0].fight, detect_key_of(world)[r, o], tick) < value


@compiled
def value_of(world: Handle, state: Handle, r: int, o: int, tick: int) -> float:
    """What is kept of a look: signal-to-noise (dB), or where nothing else comes to it the probability of detection."""
    sight, snr_db = sights_of(state)[r, o], received_db(world, state, r, o, tick)
    return plain_prob(world, r, int(sight.row), snr_db) if sight.plain else snr_db


@compiled
def plain_prob(world: Handle, r: int, row: int, snr_db: float) -> float:
    """Probability that a look detects an object whose cross-section is at its mean, by a radar that nobody jams."""
    if snr_db == NO_ECHO:
        return 0.0
    return 1.0 if sensors_of(world)[r].certain else detection_prob(world, row, snr_db)


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
def detection_prob(world: Handle, row: int, snr_db: float) -> float:
    """Single-scan probability from a row of the detection tables: a radar's, for an object's way of fluctuating."""
    rules, probs = rules_of(world)[0], detection_of(world)[row]
    column, last = (snr_db - rules.snr_low_db) * rules.snr_columns_per_db, len(probs) - 1
    if column <= 0.0:
        return 0.0
    if column >= last:
        return probs[last]
    left = int(column)
    return probs[left] + (column - left) * (probs[left + 1] - probs[left])


@inlined
def bias_db(world: Handle, state: Handle, r: int, o: int, tick: int) -> float:
    """The object's cross-section above or below its mean (dB): drawn anew each decorrelation time, for all radars."""
    look = looks_of(state)[r, o]
    if not look.bias_from <= tick < look.bias_until:
        turn_bias(world, state, o, tick, look)
    return look.bias_db


@compiled
def turn_bias(world: Handle, state: Handle, o: int, tick: int, look: Records) -> None:
    """See to it that a look has the bias of a tick: drawn, or found among the latest ones."""
    thing, biases, fight = objects_of(world)[o], biases_of(state), clock_of(state)[0].fight
    block = tick // thing.bias_ticks
    look.bias_from, look.bias_until = block * thing.bias_ticks, (block + 1) * thing.bias_ticks
    look.bias_db = 0.0
    if thing.bias_db > 0.0:
        bias = biases[o, block % biases.shape[1]]
        if bias.fight != fight or bias.block != block:
            bias.fight, bias.block = fight, block
            bias.db = thing.bias_db * normal(fight, pair_key(BIAS, NOBODY, thing.key), block)
        look.bias_db = bias.db
