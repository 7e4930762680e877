"""Launch windows: from when to when a missile type can be fired at an object so that they meet inside its reach.

A missile fired at tick l meets the object at the first tick i with i - flyout(i) >= l. Along one stretch of flight
inside reach i - flyout(i) only grows, so a stretch is one window and the meeting is found by bisection. A target
that outruns the missile breaks the stretch.
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
    while (count := find_windows(memory.handle, starts, found, launches)) > len(found):
        found = np.zeros(count, WINDOW)
    return starts, found[:count].copy(), launches


@compiled
def find_windows(world: Handle, starts: NDArray[np.int64], found: Records, launches: Records) -> int:
    """Fill the tables of `launch_windows`; returns how many windows there are, `found` holds the first of them."""
    slots, objects, missiles = slots_of(world), objects_of(world), missiles_of(world)
    for u in range(launches.shape[0]):
        for o in range(launches.shape[1]):
            launches[u, o].first_tick, launches[u, o].last_tick = -UNREACHABLE, UNREACHABLE
    count = 0
    for slot in range(len(slots)):
        u = slots[slot].unit
        for o in range(len(objects)):
            starts[slot, o] = count
            fired_at = not math.isnan(missiles[slots[slot].missile].kill_probit[objects[o].class_code])
            if objects[o].side == units_of(world)[u].side or not fired_at or not within(world, slot, o):
                continue
            count = pair_windows(world, slot, o, found, count)
            span = launches[u, o]
            for n in range(starts[slot, o], min(count, len(found))):
                span.first_tick = min(span.first_tick, found[n].launch_first)
                span.last_tick = max(span.last_tick, found[n].launch_last)
        starts[slot, len(objects)] = count
    return count


@inlined
def within(world: Handle, slot: int, o: int) -> bool:
    """Cheap test that the path comes within reach: no knot nearer than reach plus one knot's flight, no window."""
    unit, missile = units_of(world)[slots_of(world)[slot].unit], missiles_of(world)[slots_of(world)[slot].missile]
    thing, knots = objects_of(world)[o], knots_of(world)
    stride = rules_of(world)[0].tick_s / thing.knots_per_tick
    farthest = max(missile.max_range_m, missile.ballistic_range_m)
    for n in range(thing.knot_first, thing.knot_first + thing.knot_count):
        knot = knots[n]
        dx, dy, dz = knot.x_m - unit.x_m, knot.y_m - unit.y_m, knot.z_m - unit.z_m
        reach = math.hypot(farthest, knot.height_m - unit.height_m) + stride * knot.speed_mps
        if dx * dx + dy * dy + dz * dz <= reach * reach:
            return True
    return False


@inlined
def pair_windows(world: Handle, slot: int, o: int, found: Records, count: int) -> int:
    """Append the windows of one pair to `found`; returns the new count, which goes on past its end."""
    r, thing = units_of(world)[slots_of(world)[slot].unit].sensor, objects_of(world)[o]
    if not slots_of(world)[slot].needs_radar:
        return stretch_windows(world, slot, o, found, count, int(thing.start_tick), int(thing.end_tick))
    first, runs = visible_at_of(world), visible_of(world)
    for run in range(first[r, o], first[r, o + 1]):
        count = stretch_windows(world, slot, o, found, count, int(runs[run].first_tick), int(runs[run].last_tick))
    return count


@compiled
def stretch_windows(
    world: Handle, slot: int, o: int, found: Records, count: int, first_tick: int, last_tick: int
) -> int:
    """The same for the part of a flight between two ticks, both included."""
    r, thing = units_of(world)[slots_of(world)[slot].unit].sensor, objects_of(world)[o]
    last = min(last_tick, thing.end_tick - 1, rules_of(world)[0].end_tick)
    guided = slots_of(world)[slot].needs_radar
    previous, is_open = UNREACHABLE, False
    for tick in range(max(first_tick, thing.start_tick + 1), last + 1):
        launch = latest_launch(world, slot, o, tick)
        if launch < thing.start_tick or (guided and not in_radar_range(world, r, o, tick)):
            is_open = False
            continue
        if is_open and launch < previous:
            is_open = False
        if not is_open:
            count += 1
        window = found[min(count, len(found)) - 1]
        if not is_open:
            window.launch_first, window.intercept_first = launch, tick
            is_open = True
        window.launch_last, window.intercept_last = launch, tick
        previous = launch
    return count


@inlined
def in_radar_range(world: Handle, r: int, o: int, tick: int) -> bool:
    """Whether the radar's instrumented range covers the object at that tick."""
    radar = sensors_of(world)[r]
    x, y, z, _, _, _ = place(world, o, float(tick))
    dx, dy, dz = x - radar.x_m, y - radar.y_m, z - radar.z_m
    return dx * dx + dy * dy + dz * dz <= radar.max_range_m * radar.max_range_m


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
