"""Launch windows: from when to when a missile type can be fired at an object so that they meet inside its reach.

A missile fired at tick l meets the object at the first tick i with i - flyout(i) >= l. Along one stretch of flight
inside reach i - flyout(i) only grows, so a stretch is one window and the meeting is found by bisection. A target
that outruns the missile breaks the stretch.
"""

from __future__ import annotations

import math

import numpy as np
from mantlet.physics.jit import compiled
from numpy.typing import NDArray

from mantlet.engine.fly import place
from mantlet.physics.kernels import table_value
from mantlet.world import WINDOW, Arrays, Records

UNREACHABLE = -(1 << 30)


@compiled
def latest_launch(world: Arrays, slot: int, o: int, tick: int) -> int:
    """Tick at which slot's missile must leave to meet object o at this tick; UNREACHABLE outside its reach."""
    unit = world.units[world.slots[slot].unit]
    missile = world.missiles[world.slots[slot].missile]
    thing = world.objects[o]
    x, y, z, height, speed = place(world, o, float(tick))
    rise = height - unit.height_m
    dx, dy, dz = x - unit.x_m, y - unit.y_m, z - unit.z_m
    range_m = math.sqrt(max(dx * dx + dy * dy + dz * dz - rise * rise, 0.0))
    reach = missile.ballistic_range_m if thing.ballistic else missile.max_range_m
    if range_m > reach or range_m < missile.min_range_m or speed > missile.max_target_mps:
        return UNREACHABLE
    if rise < missile.min_height_m or height > missile.max_height_m:
        return UNREACHABLE
    table = world.flyout_s[world.slots[slot].missile]
    flyout = table_value(table, range_m, missile.range_step_m, max(rise, 0.0), missile.height_step_m)
    if not math.isfinite(flyout):
        return UNREACHABLE
    return tick - int(math.ceil(flyout / world.rules[0].tick_s))


@compiled
def launch_windows(world: Arrays) -> tuple[NDArray[np.int64], Records]:
    """`window_at` (L, O + 1) and `windows` of every slot and object: what the world's `window_at` and `windows` become.

    A meeting needs the engagement radar's line of sight and instrumented range at that tick.
    """
    slots, objects = len(world.slots), len(world.objects)
    starts = np.zeros((slots, objects + 1), np.int64)
    found = np.zeros(1024, WINDOW)
    count = 0
    for slot in range(slots):
        for o in range(objects):
            starts[slot, o] = count
            if world.objects[o].side == world.units[world.slots[slot].unit].side:
                continue
            if not within(world, slot, o):
                continue
            if count + 256 > len(found):
                longer = np.zeros(2 * len(found), WINDOW)
                longer[:count] = found[:count]
                found = longer
            count = pair_windows(world, slot, o, found, count)
        starts[slot, objects] = count
    return starts, found[:count]


@compiled
def within(world: Arrays, slot: int, o: int) -> bool:
    """Cheap test that the path comes within reach at all: no knot nearer than reach plus one knot's flight, no window."""
    unit = world.units[world.slots[slot].unit]
    missile = world.missiles[world.slots[slot].missile]
    thing = world.objects[o]
    stride = thing.knot_ticks * world.rules[0].tick_s
    for k in range(thing.knot_first, thing.knot_first + thing.knot_count):
        knot = world.knots[k]
        dx, dy, dz = knot.x_m - unit.x_m, knot.y_m - unit.y_m, knot.z_m - unit.z_m
        reach = math.hypot(max(missile.max_range_m, missile.ballistic_range_m), knot.height_m - unit.height_m)
        if dx * dx + dy * dy + dz * dz <= (reach + stride * knot.speed_mps) ** 2:
            return True
    return False


@compiled
def pair_windows(world: Arrays, slot: int, o: int, found: Records, count: int) -> int:
    """Append the windows of one pair to `found`; returns the new count."""
    unit = world.units[world.slots[slot].unit]
    thing = world.objects[o]
    limit_m = world.sensors[unit.sensor].max_range_m
    last = min(thing.end_tick - 1, world.rules[0].end_tick)
    is_open = False
    previous = UNREACHABLE
    for k in range(world.visible_at[unit.sensor, o], world.visible_at[unit.sensor, o + 1]):
        run = world.visible[k]
        is_open = False
        for tick in range(max(run.first_tick, thing.start_tick + 1), min(run.last_tick, last) + 1):
            launch = latest_launch(world, slot, o, tick)
            if launch != UNREACHABLE and not in_radar_range(world, slot, o, tick, limit_m):
                launch = UNREACHABLE
            if launch == UNREACHABLE or launch < thing.start_tick:
                is_open = False
                continue
            if is_open and launch < previous:
                is_open = False
            if not is_open:
                if count >= len(found):
                    return count
                window = found[count]
                window.launch_first, window.intercept_first = launch, tick
                count += 1
                is_open = True
            window = found[count - 1]
            window.launch_last, window.intercept_last = launch, tick
            previous = launch
    return count


@compiled
def in_radar_range(world: Arrays, slot: int, o: int, tick: int, limit_m: float) -> bool:
    """Whether the engagement radar's instrumented range covers the meeting."""
    radar = world.sensors[world.units[world.slots[slot].unit].sensor]
    x, y, z, _, _ = place(world, o, float(tick))
    return (x - radar.x_m) ** 2 + (y - radar.y_m) ** 2 + (z - radar.z_m) ** 2 <= limit_m * limit_m


@compiled
def feasible(world: Arrays, slot: int, o: int, launch_tick: int) -> int:
    """Index of the window that holds this launch, -1 if none does."""
    for k in range(world.window_at[slot, o], world.window_at[slot, o + 1]):
        window = world.windows[k]
        if window.launch_first <= launch_tick <= window.launch_last:
            return k
    return -1


@compiled
def intercept_tick(world: Arrays, slot: int, o: int, launch_tick: int) -> int:
    """Where a missile launched now meets the object: the first tick of the window it can be there. -1 outside windows."""
    k = feasible(world, slot, o, launch_tick)
    if k < 0:
        return -1
    low, high = world.windows[k].intercept_first, world.windows[k].intercept_last
    while low < high:
        middle = (low + high) // 2
        if latest_launch(world, slot, o, middle) >= launch_tick:
            high = middle
        else:
            low = middle + 1
    return max(low, launch_tick + 1)
