"""Launch windows: from when to when a missile type can be fired at an object so that they meet inside its reach.

A missile fired at tick l meets the object at the first tick i with i - flyout(i) >= l. Along one stretch of flight
inside reach i - flyout(i) only grows, so a stretch is one window and the meeting is found by bisection. A target
that outruns the missile breaks the stretch.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mantlet.engine.fly import place
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
)
from mantlet.physics.jit import compiled
from mantlet.physics.kernels import table_value
from mantlet.world import RUN, WINDOW, Records

UNREACHABLE = -(1 << 30)
ROOM = 256  # windows one pair may have; each costs a break in its line of sight or reach


@compiled
def latest_launch(world: Handle, slot: int, o: int, tick: int) -> int:
    """Tick at which slot's missile must leave to meet object o at this tick; UNREACHABLE outside its reach."""
    m = slots_of(world)[slot].missile
    unit, missile, thing = units_of(world)[slots_of(world)[slot].unit], missiles_of(world)[m], objects_of(world)[o]
    x, y, z, height, speed = place(world, o, float(tick))
    rise = height - unit.height_m
    dx, dy, dz = x - unit.x_m, y - unit.y_m, z - unit.z_m
    range_m = math.sqrt(max(dx * dx + dy * dy + dz * dz - rise * rise, 0.0))
    reach = missile.ballistic_range_m if thing.ballistic else missile.max_range_m
    if range_m > reach or range_m < missile.min_range_m or speed > missile.max_target_mps:
        return UNREACHABLE
    if rise < missile.min_height_m or rise > missile.max_height_m:
        return UNREACHABLE
    flyout_s: float = table_value(
        flyout_of(world)[m], range_m, missile.range_step_m, max(rise, 0.0), missile.height_step_m
    )
    return tick - math.ceil(flyout_s / float(rules_of(world)[0].tick_s))


@compiled
def launch_windows(world: Handle) -> tuple[Any, Records, Records]:
    """`window_at` (L, O + 1), `windows` and `launches` (U, O) of a world that has none yet.

    A meeting needs the engagement radar's line of sight and instrumented range at that tick.
    """
    slots, objects, missiles = slots_of(world), objects_of(world), missiles_of(world)
    starts = np.zeros((len(slots), len(objects) + 1), np.int64)
    found = np.zeros(1024, WINDOW)
    count = 0
    launches = np.zeros((len(units_of(world)), len(objects)), RUN)
    for u in range(launches.shape[0]):
        for o in range(launches.shape[1]):
            launches[u, o].first_tick, launches[u, o].last_tick = -UNREACHABLE, UNREACHABLE
    for slot in range(len(slots)):
        side = units_of(world)[slots[slot].unit].side
        for o in range(len(objects)):
            starts[slot, o] = count
            fired_at = not math.isnan(missiles[slots[slot].missile].kill_probit[objects[o].class_code])
            if objects[o].side == side or not fired_at or not within(world, slot, o):
                continue
            if count + ROOM > len(found):
                longer = np.zeros(2 * len(found), WINDOW)
                longer[:count] = found[:count]
                found = longer
            count = pair_windows(world, slot, o, found, count)
            span = launches[slots[slot].unit, o]
            for k in range(starts[slot, o], count):
                span.first_tick = min(span.first_tick, found[k].launch_first)
                span.last_tick = max(span.last_tick, found[k].launch_last)
        starts[slot, len(objects)] = count
    return starts, found[:count], launches


@compiled
def within(world: Handle, slot: int, o: int) -> bool:
    """Cheap test that the path comes within reach: no knot nearer than reach plus one knot's flight, no window."""
    unit, missile = units_of(world)[slots_of(world)[slot].unit], missiles_of(world)[slots_of(world)[slot].missile]
    thing, knots = objects_of(world)[o], knots_of(world)
    stride = rules_of(world)[0].tick_s / thing.knots_per_tick
    farthest = max(missile.max_range_m, missile.ballistic_range_m)
    for k in range(thing.knot_first, thing.knot_first + thing.knot_count):
        knot = knots[k]
        dx, dy, dz = knot.x_m - unit.x_m, knot.y_m - unit.y_m, knot.z_m - unit.z_m
        reach = math.hypot(farthest, knot.height_m - unit.height_m) + stride * knot.speed_mps
        if dx * dx + dy * dy + dz * dz <= reach * reach:
            return True
    return False


@compiled
def pair_windows(world: Handle, slot: int, o: int, found: Records, count: int) -> int:
    """Append the windows of one pair to `found`; returns the new count."""
    unit, thing = units_of(world)[slots_of(world)[slot].unit], objects_of(world)[o]
    first, runs = visible_at_of(world), visible_of(world)
    last = min(thing.end_tick - 1, rules_of(world)[0].end_tick)
    room = count + ROOM
    previous = UNREACHABLE
    for k in range(first[unit.sensor, o], first[unit.sensor, o + 1]):
        is_open = False
        for tick in range(max(runs[k].first_tick, thing.start_tick + 1), min(runs[k].last_tick, last) + 1):
            launch = latest_launch(world, slot, o, tick)
            if launch < thing.start_tick or not in_radar_range(world, unit.sensor, o, tick):
                is_open = False
                continue
            if is_open and launch < previous:
                is_open = False
            if not is_open:
                if count == room:
                    return count
                found[count].launch_first, found[count].intercept_first = launch, tick
                count += 1
                is_open = True
            found[count - 1].launch_last, found[count - 1].intercept_last = launch, tick
            previous = launch
    return count


@compiled
def in_radar_range(world: Handle, r: int, o: int, tick: int) -> bool:
    """Whether the radar's instrumented range covers the object at that tick."""
    radar = sensors_of(world)[r]
    x, y, z, _, _ = place(world, o, float(tick))
    dx, dy, dz = x - radar.x_m, y - radar.y_m, z - radar.z_m
    return dx * dx + dy * dy + dz * dz <= radar.max_range_m * radar.max_range_m


@compiled
def feasible(world: Handle, slot: int, o: int, launch_tick: int) -> int:
    """Index of the window that holds this launch, -1 if none does."""
    first, windows = window_at_of(world), windows_of(world)
    for k in range(first[slot, o], first[slot, o + 1]):
        if windows[k].launch_first <= launch_tick <= windows[k].launch_last:
            return k
    return -1


@compiled
def intercept_tick(world: Handle, slot: int, o: int, launch_tick: int) -> int:
    """When a missile launched now meets the object: the first tick of the window it can be there; -1 outside."""
    k = feasible(world, slot, o, launch_tick)
    if k < 0:
        return -1
    low, high = windows_of(world)[k].intercept_first, windows_of(world)[k].intercept_last
    while low < high:
        middle = (low + high) // 2
        if latest_launch(world, slot, o, middle) >= launch_tick:
            high = middle
        else:
            low = middle + 1
    return max(low, launch_tick + 1)
