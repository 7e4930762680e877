"""Launch windows: from when to when a missile type can be fired at an object so that they meet inside its reach.

A missile fired at tick l meets the object at the first tick i with i - flyout(i) >= l. Along one stretch of flight
inside reach i - flyout(i) only grows, so a stretch is one window and the meeting is found by bisection. A target
that outruns the missile breaks the stretch.

Not every tick of a flight is looked at: how fast an object flies, climbs and passes over hills tells for how many ticks
it surely stays in reach, or out of it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mantlet.engine.course import place
from mantlet.engine.memory import Handle
from mantlet.engine.tables import (
    flyout_of,
    knots_of,
    missiles_of,
    objects_of,
    rules_of,
    sensors_of,
    slots_of,
    units_of,
    visible_at_of,
    visible_of,
    window_at_of,
    windows_of,
    world_memory,
)
from mantlet.physics.jit import compiled, inlined
from mantlet.physics.kernels import table_value
from mantlet.world import RUN, WINDOW, Arrays, Records

UNREACHABLE = -(1 << 30)
HAIR = 1e-6  # more than rounding makes of a length in metres, or of a share of anything
# How an object flies: way, climb and change of its height over ground from tick to tick at most, and its speeds; and
# how much the flight time of the missile that is looked at changes per metre of range, and of height, at most.
_OF_LIMIT = ("way_m", "climb_m", "relief_m", "fastest_mps", "slowest_mps", "range_s_m", "height_s_m")
LIMIT = np.dtype([(name, "f8") for name in _OF_LIMIT])


@compiled
def latest_launch(world: Handle, slot: int, o: int, tick: int) -> int:
    """Tick at which slot's missile must leave to meet object o at this tick; UNREACHABLE outside its reach."""
    m = slots_of(world)[slot].missile
    unit, missile, thing = units_of(world)[slots_of(world)[slot].unit], missiles_of(world)[m], objects_of(world)[o]
    x, y, z, height, above, speed = place(world, o, float(tick))
    rise = height - unit.height_m
    dx, dy, dz = x - unit.x_m, y - unit.y_m, z - unit.z_m
    range_m = math.sqrt(max(dx * dx + dy * dy + dz * dz - rise * rise, 0.0))
    reach = missile.ballistic_range_m if thing.ballistic else missile.max_range_m
    if range_m > reach or range_m < missile.min_range_m or speed > missile.max_target_mps:
        return UNREACHABLE
    if above < missile.min_height_m or rise > missile.max_height_m:
        return UNREACHABLE
    flyout_s: float = table_value(
        flyout_of(world)[m], range_m, missile.range_step_m, max(rise, 0.0), missile.height_step_m
    )
    return tick - math.ceil(flyout_s / float(rules_of(world)[0].tick_s))


def launch_windows(world: Arrays) -> tuple[NDArray[np.int64], Records, Records]:
    """`window_at` (L, O + 1), `windows` and `launches` (U, O) of a world that has none yet.

    A meeting needs the engagement radar's line of sight and instrumented range at that tick, if the rounds need that
    radar at all.
    """
    memory, objects = world_memory(world), len(world.objects)
    starts = np.zeros((len(world.slots), objects + 1), np.int64)
    launches = np.zeros((len(world.units), objects), RUN)
    found = np.zeros(2 * starts.size, WINDOW)
    limits = np.zeros(objects, LIMIT)
    while (count := find_windows(memory.handle, starts, found, launches, limits)) > len(found):
        found = np.zeros(count, WINDOW)
    return starts, found[:count].copy(), launches


@compiled
def find_windows(world: Handle, starts: NDArray[np.int64], found: Records, launches: Records, limits: Records) -> int:
    """Fill the tables of `launch_windows`; returns how many windows there are, `found` holds the first of them."""
    slots, objects, missiles = slots_of(world), objects_of(world), missiles_of(world)
    for o in range(len(objects)):
        limit_object(world, o, limits[o])
    for u in range(launches.shape[0]):
        for o in range(launches.shape[1]):
            launches[u, o].first_tick, launches[u, o].last_tick = -UNREACHABLE, UNREACHABLE
    count = 0
    for slot in range(len(slots)):
        u, missile = slots[slot].unit, missiles[slots[slot].missile]
        range_s_m, height_s_m = gradients(world, int(slots[slot].missile))
        for o in range(len(objects)):
            starts[slot, o] = count
            fired_at = not math.isnan(missile.kill_probit[objects[o].class_code])
            outrun = limits[o].slowest_mps > missile.max_target_mps
            if objects[o].side == units_of(world)[u].side or not fired_at or outrun:
                continue
            limits[o].range_s_m, limits[o].height_s_m = range_s_m, height_s_m
            count = pair_windows(world, slot, o, found, count, limits[o])
            span = launches[u, o]
            for n in range(starts[slot, o], min(count, len(found))):
                span.first_tick = min(span.first_tick, found[n].launch_first)
                span.last_tick = max(span.last_tick, found[n].launch_last)
        starts[slot, len(objects)] = count
    return count


@inlined
def limit_object(world: Handle, o: int, limit: Records) -> None:
    """How an object flies, rounded up by a hair."""
    thing, knots = objects_of(world)[o], knots_of(world)
    way_m, climb_m, relief_m, fastest_mps, slowest_mps = 0.0, 0.0, 0.0, 0.0, math.inf
    for n in range(thing.knot_first, thing.knot_first + thing.knot_count - 1):
        a, b = knots[n], knots[n + 1]
        dx, dy, dz = b.x_m - a.x_m, b.y_m - a.y_m, b.z_m - a.z_m
        way_m = max(way_m, math.sqrt(dx * dx + dy * dy + dz * dz))
        climb_m, relief_m = max(climb_m, abs(b.height_m - a.height_m)), max(relief_m, abs(b.above_m - a.above_m))
        fastest_mps, slowest_mps = max(fastest_mps, a.speed_mps), min(slowest_mps, a.speed_mps)
    per_tick = thing.knots_per_tick * (1.0 + HAIR)
    limit.way_m, limit.climb_m = way_m * per_tick + HAIR, climb_m * per_tick + HAIR
    limit.relief_m = relief_m * per_tick + HAIR
    limit.fastest_mps, limit.slowest_mps = fastest_mps * thing.pace_ratio, slowest_mps * thing.pace_ratio


@inlined
def gradients(world: Handle, m: int) -> tuple[float, float]:
    """How much the flight time of a missile changes per metre of range, and of height, at most."""
    table, missile = flyout_of(world)[m], missiles_of(world)[m]
    per_row, per_column = 0.0, 0.0
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            if i > 0 and math.isfinite(table[i, j]):
                per_row = max(per_row, abs(table[i, j] - table[i - 1, j]))
            if j > 0 and math.isfinite(table[i, j]):
                per_column = max(per_column, abs(table[i, j] - table[i, j - 1]))
    return per_row / missile.range_step_m, per_column / missile.height_step_m


@inlined
def pair_windows(world: Handle, slot: int, o: int, found: Records, count: int, limit: Records) -> int:
    """Append the windows of one pair to `found`; returns the new count, which goes on past its end."""
    r, thing = units_of(world)[slots_of(world)[slot].unit].sensor, objects_of(world)[o]
    if not slots_of(world)[slot].needs_radar:
        ticks = (int(thing.start_tick), int(thing.end_tick))
        return stretch_windows(world, slot, o, found, count, ticks, limit)
    first, runs = visible_at_of(world), visible_of(world)
    for run in range(first[r, o], first[r, o + 1]):
        ticks = (int(runs[run].first_tick), int(runs[run].last_tick))
        count = stretch_windows(world, slot, o, found, count, ticks, limit)
    return count


@compiled
def stretch_windows(
    world: Handle, slot: int, o: int, found: Records, count: int, ticks: tuple[int, int], limit: Records
) -> int:
    """The same for the part of a flight between two ticks, both included."""
    thing = objects_of(world)[o]
    tick = max(ticks[0], thing.start_tick + 1)
    last = min(ticks[1], min(thing.end_tick - 1, rules_of(world)[0].end_tick))
    previous, is_open = UNREACHABLE, False
    while tick <= last:
        launch = latest_launch(world, slot, o, tick)
        inside = launch >= thing.start_tick and in_radar_range(world, slot, o, tick)
        ahead = settled_ticks(world, slot, o, tick, inside, limit)
        if not inside:
            is_open = False
            tick += ahead + 1
            continue
        goes_on = is_open and launch >= previous
        count += not goes_on
        window = found[min(count, len(found)) - 1]
        if not goes_on:
            window.launch_first, window.intercept_first = launch, tick
        window.launch_last, window.intercept_last = launch, tick
        is_open, previous = True, launch
        tick = min(tick + max(ahead, 1), last) if tick < last else last + 1
    return count


@inlined
def in_radar_range(world: Handle, slot: int, o: int, tick: int) -> bool:
    """Whether the radar that a slot's rounds need covers the object at that tick with its instrumented range."""
    radar = sensors_of(world)[units_of(world)[slots_of(world)[slot].unit].sensor]
    if not slots_of(world)[slot].needs_radar:
        return True
    x, y, z, _, _, _ = place(world, o, float(tick))
    dx, dy, dz = x - radar.x_m, y - radar.y_m, z - radar.z_m
    return dx * dx + dy * dy + dz * dz <= radar.max_range_m * radar.max_range_m


@compiled
def settled_ticks(world: Handle, slot: int, o: int, tick: int, inside: bool, limit: Records) -> int:
    """For how many ticks after this one a meeting surely stays possible, with ever later launches, or impossible."""
    unit, missile = units_of(world)[slots_of(world)[slot].unit], missiles_of(world)[slots_of(world)[slot].missile]
    radar = sensors_of(world)[unit.sensor]
    x, y, z, height_m, above_m, _ = place(world, o, float(tick))
    dx, dy, dz = x - unit.x_m, y - unit.y_m, z - unit.z_m
    out_m, rise_m = math.sqrt(dx * dx + dy * dy + dz * dz), height_m - unit.height_m
    reach_m = missile.ballistic_range_m if objects_of(world)[o].ballistic else missile.max_range_m
    far_m, near_m = math.hypot(reach_m, rise_m), math.hypot(missile.min_range_m, rise_m)
    # What keeps an object in reach is level range, which is known from distance and height.
    level_m = limit.way_m + limit.climb_m
    over = max((rise_m - missile.max_height_m) / limit.climb_m, (missile.min_height_m - above_m) / limit.relief_m)
    if slots_of(world)[slot].needs_radar:
        dx, dy, dz = x - radar.x_m, y - radar.y_m, z - radar.z_m
        over = max(over, (math.sqrt(dx * dx + dy * dy + dz * dz) - radar.max_range_m) / limit.way_m)
    over = max(over, (out_m - far_m) / level_m)
    if not inside:
        return max(int(max(over, (missile.min_range_m - out_m) / limit.way_m)), 0)
    if limit.fastest_mps > missile.max_target_mps:
        return 0
    ahead = max(int(min(-over, (out_m - near_m) / level_m)), 0)
    while ahead > 0:
        nearest_m, farthest_m = out_m - ahead * limit.way_m, out_m + ahead * limit.way_m
        highest_m = abs(rise_m) + ahead * limit.climb_m
        if nearest_m > highest_m:
            changed_m = farthest_m * limit.way_m + highest_m * limit.climb_m
            changed_m /= math.sqrt(nearest_m * nearest_m - highest_m * highest_m)
            later_s = limit.range_s_m * changed_m + limit.height_s_m * limit.climb_m
            if later_s < (1.0 - HAIR) * rules_of(world)[0].tick_s:
                return ahead
        ahead //= 2
    return 0


@compiled
def feasible(world: Handle, slot: int, o: int, launch_tick: int) -> int:
    """Index of the window that holds this launch, -1 if none does."""
    first, windows = window_at_of(world), windows_of(world)
    for n in range(first[slot, o], first[slot, o + 1]):
        if windows[n].launch_first <= launch_tick <= windows[n].launch_last:
            return n
    return -1


@compiled
def intercept_tick(world: Handle, slot: int, o: int, launch_tick: int) -> int:
    """When a missile launched now meets the object: the first tick of the window it can be there; -1 outside."""
    n = feasible(world, slot, o, launch_tick)
    if n < 0:
        return -1
    low, high = windows_of(world)[n].intercept_first, windows_of(world)[n].intercept_last
    while low < high:
        middle = (low + high) // 2
        if latest_launch(world, slot, o, middle) >= launch_tick:
            high = middle
        else:
            low = middle + 1
    return max(low, launch_tick + 1)
