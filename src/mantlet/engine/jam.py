"""Jam: what noise the jammers that still fly add to a radar's own."""

from __future__ import annotations

import math

from mantlet.engine.course import last_tick, own_tick
from mantlet.engine.memory import Handle
from mantlet.engine.rays import offset_m, two_way_loss_db, visible
from mantlet.engine.state import DONE, NEVER, WAITING, flights_of, rays_of, watches_of
from mantlet.engine.tables import jam_of, jammers_of, objects_of, sensors_of
from mantlet.physics.jit import compiled, inlined
from mantlet.physics.kernels import pattern_db
from mantlet.world import Records

OUT_OF_SIGHT = 0.0


@inlined
def jammed_db(world: Handle, state: Handle, r: int, o: int, scan: int, tick: int) -> float:
    """By how much the jammers it hears raise a radar's noise with its beam on an object in a scan, in dB."""
    radar, jammers, rays, flights = sensors_of(world)[r], jammers_of(world), rays_of(state), flights_of(state)
    first, count = watches_of(state)[r].ray_first, watches_of(state)[r].ray_scans
    dx, dy, dz, range_m, noise_ratio = 0.0, 0.0, 0.0, 0.0, 1.0
    for j in range(len(jammers)):
        if jam_of(world)[r, j] == 0.0 or not jams(world, state, j, tick):
            continue
        kept = first >= 0 and not flights[jammers[j].object].off_script
        ray = rays[first + j * count + scan] if kept else rays[len(rays) - 1]
        if not kept or math.isnan(ray.jam_ratio):
            cast_ray(world, state, r, j, tick, ray)
        if ray.jam_ratio == OUT_OF_SIGHT:
            continue
        if range_m == 0.0:
            dx, dy, dz = offset_m(world, state, r, o, tick)
            range_m = math.sqrt(max(dx * dx + dy * dy + dz * dz, 1.0))
        along = (dx * ray.x_ratio + dy * ray.y_ratio + dz * ray.z_ratio) / range_m
        off_axis_rad = math.acos(min(max(along, -1.0), 1.0))
        noise_ratio += ray.jam_ratio * 10.0 ** (0.1 * pattern_db(off_axis_rad, radar.beamwidth_rad, radar.sidelobe_db))
    return 10.0 * math.log10(noise_ratio)


@inlined
def hears(world: Handle, r: int, o: int) -> bool:
    """Whether an object, or what it carries, is a jammer that a radar can hear."""
    jammers, objects, found = jammers_of(world), objects_of(world), False
    for j in range(len(jammers)):
        whose = jammers[j].object == o or objects[jammers[j].object].carrier == o
        found = found or (whose and jam_of(world)[r, j] > 0.0)
    return found


@inlined
def jams(world: Handle, state: Handle, j: int, tick: int) -> bool:
    """Whether a jammer is at work when radars look at a tick, past or to come: it flies, and has not been hit before.

    To come it is if it, or what carries it, goes on as it does now.
    """
    jammer = jammers_of(world)[j]
    flight, thing = flights_of(state)[jammer.object], objects_of(world)[jammer.object]
    if tick < jammer.first_tick or tick > jammer.last_tick:
        return False
    begun = int(flight.begun_tick)
    if flight.stage == WAITING:
        begun = int(thing.start_tick)
        if thing.carrier >= 0:
            carrier = flights_of(state)[thing.carrier]
            begun = NEVER if carrier.dead or carrier.heading < 0 else begun - int(carrier.origin_tick)
    if begun == NEVER or tick < begun:
        return False
    if flight.dead:
        return tick <= flight.end_tick
    if flight.stage == DONE:
        return tick < flight.end_tick
    return tick < last_tick(flight, thing)


@compiled
def cast_ray(world: Handle, state: Handle, r: int, j: int, tick: int, ray: Records) -> None:
    """From where, and how loud with its main lobe on it, a radar hears a jammer at a tick."""
    o = int(jammers_of(world)[j].object)
    flight = flights_of(state)[o]
    ray.jam_ratio = OUT_OF_SIGHT
    if not visible(world, r, o, own_tick(flight, tick), tick):
        return
    dx, dy, dz = offset_m(world, state, r, o, tick)
    range_sq = max(dx * dx + dy * dy + dz * dz, 1.0)
    range_m = math.sqrt(range_sq)
    loss_db = 0.5 * two_way_loss_db(world, r, range_m, flight.height_m)
    ray.x_ratio, ray.y_ratio, ray.z_ratio = dx / range_m, dy / range_m, dz / range_m
    ray.jam_ratio = jam_of(world)[r, j] / range_sq * 10.0 ** (-0.1 * loss_db)
