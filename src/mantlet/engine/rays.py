"""Between a radar and an object: line of sight, what the way takes from a signal, and how fast it shortens."""

from __future__ import annotations

import math

from mantlet.engine.course import own_tick, part, place
from mantlet.engine.memory import Handle
from mantlet.engine.state import flights_of
from mantlet.engine.tables import (
    gas_of,
    knots_of,
    objects_of,
    rules_of,
    sensors_of,
    visible_at_of,
    visible_of,
)
from mantlet.physics.jit import compiled, inlined
from mantlet.physics.kernels import table_value
from mantlet.physics.line_of_sight import share_below
from mantlet.world import Records


@compiled
def visible(world: Handle, r: int, o: int, own: int, tick: int) -> bool:
    """Line of sight, over terrain or smooth earth, from where a radar is at a tick to an object so far along its way.

    From the tabulated runs: of a radar in the air those of the part of its leg that it is on.
    """
    first, runs, radar = visible_at_of(world), visible_of(world), sensors_of(world)[r]
    row = r if radar.knot_count == 0 else radar.sight_first + on_leg(radar, tick)[0]
    for k in range(first[row, o], first[row, o + 1]):
        if own <= runs[k].last_tick:
            return own >= runs[k].first_tick
    return False


@inlined
def on_leg(radar: Records, tick: int) -> tuple[int, float]:
    """Which part of its leg an airborne radar is on at a tick, from 0 where it starts, and the share of it flown."""
    last = radar.knot_count - 1
    along = (tick * radar.knots_per_tick) % (2.0 * last)
    along = min(along, 2.0 * last - along)
    part = min(int(along), last - 1)
    return part, along - part


@compiled
def stance(world: Handle, r: int, tick: int) -> tuple[float, float, float, float, float, float]:
    """Where a radar is at a tick (m) and which way is up there; in the air the way from the earth's centre."""
    radar = sensors_of(world)[r]
    if radar.knot_count == 0:
        return radar.x_m, radar.y_m, radar.z_m, radar.up_x_ratio, radar.up_y_ratio, radar.up_z_ratio
    k, share = on_leg(radar, tick)
    a, b = knots_of(world)[radar.knot_first + k], knots_of(world)[radar.knot_first + k + 1]
    x, y, z = a.x_m + share * (b.x_m - a.x_m), a.y_m + share * (b.y_m - a.y_m), a.z_m + share * (b.z_m - a.z_m)
    out_m = math.sqrt(x * x + y * y + z * z)
    return x, y, z, x / out_m, y / out_m, z / out_m


@compiled
def locate(world: Handle, state: Handle, o: int, tick: int) -> None:
    """See to it that an object's flight says where it is at a tick, if it goes on as it does now."""
    flight = flights_of(state)[o]
    if flight.placed_tick != tick:
        flight.placed_tick = tick
        flight.x_m, flight.y_m, flight.z_m, flight.height_m, _, _ = place(world, o, float(own_tick(flight, tick)))


@compiled
def place_at(world: Handle, state: Handle, o: int, tick: int) -> tuple[float, float, float, float]:
    """Earth-centred place (m) and speed (m/s) of an object at a tick, if it goes on as it does now."""
    thing, knots = objects_of(world)[o], knots_of(world)
    n, share = part(thing, float(own_tick(flights_of(state)[o], tick)))
    a, b = knots[n], knots[n + 1]
    x_m, y_m, z_m = a.x_m + share * (b.x_m - a.x_m), a.y_m + share * (b.y_m - a.y_m), a.z_m + share * (b.z_m - a.z_m)
    return x_m, y_m, z_m, a.speed_mps * thing.pace_ratio


@compiled
def offset_m(world: Handle, state: Handle, r: int, o: int, tick: int) -> tuple[float, float, float]:
    """Way from a radar to an object at a tick: x, y and z, earth-centred."""
    locate(world, state, o, tick)
    flight = flights_of(state)[o]
    x, y, z, _, _, _ = stance(world, r, tick)
    return flight.x_m - x, flight.y_m - y, flight.z_m - z


@compiled
def two_way_loss_db(world: Handle, r: int, range_m: float, height_m: float) -> float:
    """What gas and rain take from a signal there and back, in dB."""
    rules, radar = rules_of(world)[0], sensors_of(world)[r]
    gas = gas_of(world)[radar.gas_row]
    loss_db = table_value(gas, range_m, rules.gas_range_step_m, height_m, rules.gas_height_step_m)
    if radar.rain_db_m > 0.0:
        wet = share_below(range_m, radar.height_m, height_m, rules.ray_radius_m, rules.rain_height_m)
        loss_db += 2.0 * radar.rain_db_m * range_m * wet
    return loss_db


@inlined
def closing_mps(world: Handle, o: int, tick: int, dx: float, dy: float, dz: float) -> float:
    """Velocity of an object on its way at this tick, times (dx, dy, dz): over that vector's length its radial speed."""
    thing, knots = objects_of(world)[o], knots_of(world)
    k = thing.knot_first + min(max(int((tick - thing.start_tick) * thing.knots_per_tick), 0), thing.knot_count - 2)
    a, b = knots[k], knots[k + 1]
    per_s = thing.knots_per_tick / rules_of(world)[0].tick_s
    return per_s * ((b.x_m - a.x_m) * dx + (b.y_m - a.y_m) * dy + (b.z_m - a.z_m) * dz)
