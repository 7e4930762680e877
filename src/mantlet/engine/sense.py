"""Search, detect, confirm and share: what each radar makes of each scan."""

from __future__ import annotations

import math

import numpy as np

from mantlet.engine.draws import BIAS, NOBODY, normal, pair_key, uniform
from mantlet.engine.fly import place
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    NEVER,
    aloft_of,
    clock_of,
    flights_of,
    knowledge_of,
    looks_of,
    note,
    searching_of,
)
from mantlet.engine.tables import (
    detect_key_of,
    detection_of,
    detection_row_of,
    gas_of,
    objects_of,
    rules_of,
    sensors_of,
    visible_at_of,
    visible_of,
)
from mantlet.physics.jit import compiled, inlined
from mantlet.physics.kernels import table_value
from mantlet.world import DETECTED, NONE, TRACK_LOST, TRACKED

FOUR_POWERS_DB = 40.0 / math.log(10.0)  # of the natural logarithm of range: signal falls with its fourth power


@compiled
def sense(world: Handle, state: Handle) -> None:
    """All scans that fall on this tick."""
    clock, aloft = clock_of(state)[0], aloft_of(state)
    tick = clock.tick
    sensors, objects, searching = sensors_of(world), objects_of(world), searching_of(state)
    flights, looks, knowledge = flights_of(state), looks_of(state), knowledge_of(state)
    for r in range(len(sensors)):
        radar = sensors[r]
        if tick < searching[r] or (tick - radar.phase_ticks) % radar.scan_ticks != 0:
            continue
        own_looks = looks[r]
        for k in range(clock.aloft_count):
            o = aloft[k]
            flight = flights[o]
            if flight.dead or flight.untracked or objects[o].side == radar.side:
                continue
            look = own_looks[o]
            if not radar.autonomous and look.tracked_tick == NEVER:
                told = knowledge[radar.group, o].cued_tick
                if told == NEVER or told > tick:
                    continue
            if visible(world, state, r, o, tick) and detected(world, state, r, o, tick):
                seen(world, state, r, o)
            elif look.scans != 0 or look.tracked_tick != NEVER:
                missed(world, state, r, o)


@inlined
def detected(world: Handle, state: Handle, r: int, o: int, tick: int) -> bool:
    """One look at an object in line of sight: coverage, then chance by signal-to-noise."""
    radar, flight = sensors_of(world)[r], flights_of(state)[o]
    if flight.placed_tick != tick:
        flight.placed_tick = tick
        flight.x_m, flight.y_m, flight.z_m, flight.height_m, _, _ = place(world, o, float(tick))
    dx, dy, dz = flight.x_m - radar.x_m, flight.y_m - radar.y_m, flight.z_m - radar.z_m
    range_sq = max(dx * dx + dy * dy + dz * dz, 1.0)
    if range_sq > radar.max_range_m * radar.max_range_m:
        return False
    range_m = math.sqrt(range_sq)
    rise = dx * radar.up_x_ratio + dy * radar.up_y_ratio + dz * radar.up_z_ratio
    if rise < radar.elevation_min_sin * range_m or rise > radar.elevation_max_sin * range_m:
        return False
    if radar.facing_cos > -1.0:
        level = math.sqrt(max(range_sq - rise * rise, 0.0))
        if dx * radar.facing_x_ratio + dy * radar.facing_y_ratio + dz * radar.facing_z_ratio < radar.facing_cos * level:
            return False
    if radar.certain:
        return True
    fight = clock_of(state)[0].fight
    if tick >= flight.bias_until:
        new_bias(world, state, o, tick)
    prob = detection_prob(world, r, o, range_m, flight.height_m, flight.bias_db)
    return uniform(fight, detect_key_of(world)[r, o], tick) < prob


@inlined
def detection_prob(world: Handle, r: int, o: int, range_m: float, height_m: float, bias_db: float) -> float:
    """Single-scan probability from the radar's table; the object's bias of the hour shifts its signal-to-noise."""
    rules, radar, thing = rules_of(world)[0], sensors_of(world)[r], objects_of(world)[o]
    gas = gas_of(world)[radar.gas_row]
    gas_db = table_value(gas, range_m, rules.gas_range_step_m, height_m, rules.gas_height_step_m)
    snr_db = radar.snr_db + thing.rcs_db + bias_db - FOUR_POWERS_DB * math.log(range_m) - gas_db
    tables, row = detection_of(world), detection_row_of(world)[r, thing.swerling]
    column = (snr_db - rules.snr_low_db) * rules.snr_columns_per_db
    if column <= 0.0:
        return 0.0
    last = tables.shape[1] - 1
    if column >= last:
        return tables[row, last]
    k = np.uint64(column)
    here = tables[row, k]
    return here + (column - float(k)) * (tables[row, k + np.uint64(1)] - here)


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
def visible(world: Handle, state: Handle, r: int, o: int, tick: int) -> bool:
    """Line of sight from the tabulated runs, over terrain or smooth earth; time only moves on, so the run is kept."""
    first, runs, look = visible_at_of(world), visible_of(world), looks_of(state)[r, o]
    last = first[r, o + 1]
    k = first[r, o] + look.run
    while k < last and runs[k].last_tick < tick:
        k += 1
    look.run = k - first[r, o]
    return k < last and runs[k].first_tick <= tick


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
        told = tick + radar.share_ticks
        network = knowledge_of(state)[radar.group, o]
        if network.cued_tick == NEVER or told < network.cued_tick:
            network.cued_tick = told
        note(state, TRACKED, r, NONE, o, NONE, 0.0)


@inlined
def missed(world: Handle, state: Handle, r: int, o: int) -> None:
    """A scan without the object: enough in a row and the track is dropped, here and in what the network knows."""
    sensors, looks = sensors_of(world), looks_of(state)
    radar, look = sensors[r], looks[r, o]
    window = (np.uint64(1) << np.uint64(radar.confirm_scans)) - np.uint64(1)
    look.scans = (look.scans << np.uint64(1)) & window
    if look.tracked_tick == NEVER:
        return
    look.missed += 1
    if look.missed < radar.drop_after:
        return
    look.scans, look.tracked_tick, look.missed = 0, NEVER, 0
    since = NEVER
    for other in range(len(sensors)):
        if sensors[other].group == radar.group and looks[other, o].tracked_tick != NEVER:
            told = looks[other, o].tracked_tick + sensors[other].share_ticks
            if since == NEVER or told < since:
                since = told
    knowledge_of(state)[radar.group, o].cued_tick = since
    note(state, TRACK_LOST, r, NONE, o, NONE, 0.0)
