"""Echo: what one look of a radar at an object gives, at any tick of a replication and whatever was asked before."""

from __future__ import annotations

import math

from mantlet.engine.cells import sight_at
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

NO_ECHO = -1e6  # dB, or less: of what is kept of looks, less by how many scans from this one on have none


@compiled
def detected(world: Handle, state: Handle, r: int, o: int, scan: int, tick: int) -> bool:
    """One look, in the scan of that tick: the echo against the noise, by chance.

    No replication changes where a route leads, so an echo is worked out by the first one that needs it, for all; who
    has turned is elsewhere at that scan, and looked at anew. What jammers add to the noise depends on who still flies.
    """
    sight, flight, echoes = sights_of(state)[sight_at(state, r, o)], flights_of(state)[o], echoes_of(state)
    if flight.off_script:
        if flight.stage != FLYING:
            return False
        value = late_value(world, state, r, o, tick)
    else:
        if scan > sight.last_scan:
            return False
        if sight.echo_first >= 0:
            value = echoes[sight.echo_first + scan - sight.first_scan]
            if math.isnan(value):
                value = kept_value(world, state, r, o, scan)
        else:
            value = value_of(world, state, r, o, tick)
    if value <= NO_ECHO:
        return False
    if not sight.plain:
        if sensors_of(world)[r].certain:
            return True
        value += bias_db(world, state, r, o, tick)
        if len(jammers_of(world)) > 0:
            value -= jammed_db(world, state, r, o, scan, tick)
        value = detection_prob(world, sight.row, value)
    return uniform(clock_of(state)[0].fight, detect_key_of(world)[r, o], tick) < value


@inlined
def late_value(world: Handle, state: Handle, r: int, o: int, tick: int) -> float:
    """The same of one that has turned: it passes where its way leads at other times, which a radar that stands sees as
    if it were on time."""
    sight, own, echoes = sights_of(state)[sight_at(state, r, o)], own_tick(flights_of(state)[o], tick), echoes_of(state)
    if sight.late_first < 0:
        return value_of(world, state, r, o, tick)
    if not sight.visible_first <= own <= sight.visible_last:
        return NO_ECHO
    at = sight.late_first + own - sight.visible_first
    if math.isnan(echoes[at]):
        echoes[at] = value_of(world, state, r, o, tick)
    return echoes[at]


@compiled
def kept_value(world: Handle, state: Handle, r: int, o: int, scan: int) -> float:
    """What is kept of a look at an object on its route, for all replications. Where nothing is to be seen, that holds
    for some scans to come: how many is kept as well, so that whoever searches need not ask at each."""
    radar, sight, echoes = sensors_of(world)[r], sights_of(state)[sight_at(state, r, o)], echoes_of(state)
    offset, ahead = sight.echo_first - sight.first_scan, scan
    while ahead <= sight.last_scan:
        value = echoes[offset + ahead]
        if math.isnan(value):
            value = value_of(world, state, r, o, int(radar.phase_ticks) + ahead * int(radar.scan_ticks))
            echoes[offset + ahead] = value
        if value > NO_ECHO:
            break
        ahead += 1 if value == NO_ECHO else int(NO_ECHO - value)
    for empty in range(scan, ahead):
        echoes[offset + empty] = NO_ECHO - (ahead - empty)
    return echoes[offset + scan]


@inlined
def empty_scans(world: Handle, state: Handle, r: int, o: int, scan: int) -> int:
    """For how many scans from one on a radar cannot see an object on its route; 0 where it can, or is not kept."""
    sight = sights_of(state)[sight_at(state, r, o)]
    if sight.echo_first < 0 or scan > sight.last_scan or flights_of(state)[o].off_script:
        return 0
    value = echoes_of(state)[sight.echo_first + scan - sight.first_scan]
    if math.isnan(value):
        value = kept_value(world, state, r, o, scan)
    return int(NO_ECHO - value) if value <= NO_ECHO else 0


@compiled
def value_of(world: Handle, state: Handle, r: int, o: int, tick: int) -> float:
    """What is kept of a look: signal-to-noise (dB), or where nothing else comes to it the probability of detection."""
    sight, snr_db = sights_of(state)[sight_at(state, r, o)], received_db(world, state, r, o, tick)
    if sight.plain and snr_db > NO_ECHO:
        return plain_prob(world, r, int(sight.row), snr_db)
    return snr_db


@compiled
def plain_prob(world: Handle, r: int, row: int, snr_db: float) -> float:
    """Probability that a look detects an object whose cross-section is at its mean, by a radar that nobody jams."""
    return 1.0 if sensors_of(world)[r].certain else detection_prob(world, row, snr_db)


@inlined
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
    look = looks_of(state)[sight_at(state, r, o)]
    if not look.bias_from <= tick < look.bias_until:
        turn_bias(world, state, o, tick, look)
    return look.bias_db


@inlined
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
