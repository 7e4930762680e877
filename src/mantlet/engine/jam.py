"""Jam: what noise the jammers that still fly add to a radar's own."""

from __future__ import annotations

import math

from mantlet.engine.course import own_tick
from mantlet.engine.memory import Handle
from mantlet.engine.rays import offset_m, two_way_loss_db, visible
from mantlet.engine.state import FLYING, clock_of, flights_of, rays_of
from mantlet.engine.tables import jam_of, jammers_of, sensors_of
from mantlet.physics.jit import compiled
from mantlet.physics.kernels import pattern_db


@compiled
def listen(world: Handle, state: Handle, r: int) -> None:
    """Which jammers a radar hears at this tick, from where, and how loud with its main lobe on them."""
    clock, jammers, rays = clock_of(state)[0], jammers_of(world), rays_of(state)
    clock.ray_count = 0
    for j in range(len(jammers)):
        jammer, strength_m2 = jammers[j], jam_of(world)[r, j]
        o = int(jammer.object)
        flight = flights_of(state)[o]
        if strength_m2 == 0.0 or clock.tick < jammer.first_tick or clock.tick > jammer.last_tick:
            continue
        if flight.stage != FLYING or flight.dead:
            continue
        if not visible(world, r, o, own_tick(flight, clock.tick), clock.tick):
            continue
        dx, dy, dz = offset_m(world, state, r, o)
        range_sq = max(dx * dx + dy * dy + dz * dz, 1.0)
        range_m = math.sqrt(range_sq)
        loss_db = 0.5 * two_way_loss_db(world, r, range_m, flight.height_m)
        ray = rays[clock.ray_count]
        ray.x_ratio, ray.y_ratio, ray.z_ratio = dx / range_m, dy / range_m, dz / range_m
        ray.jam_ratio = strength_m2 / range_sq * 10.0 ** (-0.1 * loss_db)
        clock.ray_count += 1


@compiled
def jammed_db(world: Handle, state: Handle, r: int, o: int) -> float:
    """By how much the jammers it hears raise a radar's noise with its beam on an object, in dB."""
    radar, rays = sensors_of(world)[r], rays_of(state)
    dx, dy, dz = offset_m(world, state, r, o)
    range_m = math.sqrt(max(dx * dx + dy * dy + dz * dz, 1.0))
    noise_ratio = 1.0
    for k in range(clock_of(state)[0].ray_count):
        ray = rays[k]
        along = (dx * ray.x_ratio + dy * ray.y_ratio + dz * ray.z_ratio) / range_m
        off_axis_rad = math.acos(min(max(along, -1.0), 1.0))
        noise_ratio += ray.jam_ratio * 10.0 ** (0.1 * pattern_db(off_axis_rad, radar.beamwidth_rad, radar.sidelobe_db))
    return 10.0 * math.log10(noise_ratio)
