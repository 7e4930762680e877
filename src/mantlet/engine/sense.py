"""Search, detect, confirm and share: what each radar makes of each scan."""

from __future__ import annotations

import math

import numpy as np
from mantlet.physics.jit import compiled

from mantlet.engine.draws import BIAS, NOBODY, normal, pair_key, uniform
from mantlet.engine.state import FLYING, NEVER, State, note
from mantlet.physics.kernels import table_value
from mantlet.world import DETECTED, TRACK_LOST, TRACKED, Arrays, Force


@compiled
def sense(world: Arrays, force: Force, state: State) -> None:
    """All scans that fall on this tick."""
    tick = state.clock[0].tick
    for r in range(len(world.sensors)):
        radar = world.sensors[r]
        if not force.sensor_present[r] or (tick - radar.phase_ticks) % radar.scan_ticks != 0:
            continue
        for o in range(len(world.objects)):
            if state.stage[o] != FLYING or state.dead[o] or world.objects[o].side == radar.side:
                continue
            if not radar.autonomous and state.tracked[r, o] == NEVER and not known(state, radar.group, o, tick):
                continue
            if not state.untracked[o] and detected(world, state, r, o, tick):
                seen(world, state, r, o, tick)
            elif state.looks[r, o] != 0 or state.tracked[r, o] != NEVER:
                missed(world, state, r, o)


@compiled
def known(state: State, group: int, o: int, tick: int) -> bool:
    """Whether the units of a network have been told of a track."""
    since = state.cued[group, o]
    return since != NEVER and since <= tick


@compiled
def detected(world: Arrays, state: State, r: int, o: int, tick: int) -> bool:
    """One look: line of sight, coverage, then chance by signal-to-noise."""
    if not visible(world, r, o, tick):
        return False
    radar = world.sensors[r]
    dx = state.position[o, 0] - radar.x_m
    dy = state.position[o, 1] - radar.y_m
    dz = state.position[o, 2] - radar.z_m
    range_sq = dx * dx + dy * dy + dz * dz
    if range_sq > radar.max_range_m * radar.max_range_m:
        return False
    range_m = max(math.sqrt(range_sq), 1.0)
    rise = dx * radar.up[0] + dy * radar.up[1] + dz * radar.up[2]
    if rise < radar.elevation_min_sin * range_m or rise > radar.elevation_max_sin * range_m:
        return False
    if radar.facing_cos > -1.0:
        level = math.sqrt(max(range_sq - rise * rise, 0.0))
        if dx * radar.facing[0] + dy * radar.facing[1] + dz * radar.facing[2] < radar.facing_cos * level:
            return False
    if radar.certain:
        return True
    prob = detection_prob(world, state, r, o, range_m)
    return uniform(state.clock[0].fight, world.detect_key[r, o], tick) < prob


@compiled
def detection_prob(world: Arrays, state: State, r: int, o: int, range_m: float) -> float:
    """Single-scan probability from the radar's table; the object's bias of the hour shifts its signal-to-noise."""
    rules, radar, thing = world.rules[0], world.sensors[r], world.objects[o]
    gas_db = table_value(
        world.gas_db[radar.gas_row], range_m, rules.gas_range_step_m, state.position[o, 3], rules.gas_height_step_m
    )
    snr_db = radar.snr_db + thing.rcs_db + bias(world, state, o) - 40.0 * math.log10(range_m) - gas_db
    column = (snr_db - rules.snr_low_db) / rules.snr_step_db
    row = world.detection_prob[radar.detection_row[thing.swerling]]
    if column <= 0.0:
        return 0.0
    if column >= len(row) - 1:
        return row[len(row) - 1]
    k = int(column)
    return row[k] + (column - k) * (row[k + 1] - row[k])


@compiled
def bias(world: Arrays, state: State, o: int) -> float:
    """The object's cross-section above or below its mean, in dB: drawn anew each decorrelation time, the same for all."""
    thing = world.objects[o]
    if thing.bias_db == 0.0:
        return 0.0
    block = state.clock[0].tick // thing.bias_ticks
    if state.bias_block[o] != block:
        state.bias_block[o] = block
        state.bias_db[o] = thing.bias_db * normal(state.clock[0].fight, pair_key(BIAS, NOBODY, thing.key), block)
    return state.bias_db[o]


@compiled
def visible(world: Arrays, r: int, o: int, tick: int) -> bool:
    """Line of sight from the tabulated runs, over terrain or smooth earth."""
    for k in range(world.visible_at[r, o], world.visible_at[r, o + 1]):
        run = world.visible[k]
        if tick < run.first_tick:
            return False
        if tick <= run.last_tick:
            return True
    return False


@compiled
def seen(world: Arrays, state: State, r: int, o: int, tick: int) -> None:
    """A detection: M of the last N scans confirm a track, and the network hears of it after its delay."""
    radar = world.sensors[r]
    window = (np.uint64(1) << np.uint64(radar.confirm_scans)) - np.uint64(1)
    looks = ((np.uint64(state.looks[r, o]) << np.uint64(1)) | np.uint64(1)) & window
    state.looks[r, o] = np.uint32(looks)
    state.misses[r, o] = 0
    if state.tracked[r, o] != NEVER:
        return
    count = 0
    while looks != np.uint64(0):
        looks &= looks - np.uint64(1)
        count += 1
    if count == 1:
        note(state, DETECTED, r, -1, o, -1, 0.0)
    if count >= radar.confirm_hits:
        state.tracked[r, o] = tick
        told = tick + radar.share_ticks
        if state.cued[radar.group, o] == NEVER or told < state.cued[radar.group, o]:
            state.cued[radar.group, o] = told
        note(state, TRACKED, r, -1, o, -1, 0.0)


@compiled
def missed(world: Arrays, state: State, r: int, o: int) -> None:
    """A scan without the object: enough of them in a row and the track is dropped, here and in what the network knows."""
    radar = world.sensors[r]
    window = (np.uint64(1) << np.uint64(radar.confirm_scans)) - np.uint64(1)
    state.looks[r, o] = np.uint32((np.uint64(state.looks[r, o]) << np.uint64(1)) & window)
    if state.tracked[r, o] == NEVER:
        return
    state.misses[r, o] += 1
    if state.misses[r, o] < radar.drop_after:
        return
    state.tracked[r, o] = NEVER
    state.looks[r, o] = 0
    state.misses[r, o] = 0
    since = NEVER
    for other in range(len(world.sensors)):
        if world.sensors[other].group == radar.group and state.tracked[other, o] != NEVER:
            told = state.tracked[other, o] + world.sensors[other].share_ticks
            if since == NEVER or told < since:
                since = told
    state.cued[radar.group, o] = since
    note(state, TRACK_LOST, r, -1, o, -1, 0.0)
