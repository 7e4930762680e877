"""Meetings: when a round fired now, or already under way, meets an object that may have turned.

On its way in, late or not, an object passes its launch windows as tabulated, only later: whatever stands on the ground
does not care when. On its way back it passes them the other way round, and the meeting is searched for. The defence
takes an object that flies away to go on flying away, and one that comes to go on coming.
"""

from __future__ import annotations

from mantlet.codes import NONE
from mantlet.engine.course import own_tick
from mantlet.engine.memory import Handle
from mantlet.engine.state import NEVER, clock_of, flights_of, leave_at_of, leaves_of, meet_at_of, meets_of, stores_of
from mantlet.engine.tables import window_at_of, windows_of
from mantlet.engine.windows import feasible, intercept_tick, latest_launch
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records


@inlined
def never_in_time(flight: Records, launch: Records, tick: int, ready: int) -> bool:
    """Cheap test from the span of all launches of a pair: none is left, or none begins before a round is `ready`."""
    if flight.heading < 0:
        return launch.last_tick < 0
    return tick + flight.origin_tick > launch.last_tick or ready + flight.origin_tick < launch.first_tick


@inlined
def can_meet(world: Handle, state: Handle, slot: int, o: int, launch: int) -> bool:
    """Whether a round of this slot that leaves at a tick from now on meets the object, flown on as it flies now."""
    flight = flights_of(state)[o]
    if not flight.off_script:
        return feasible(world, slot, o, launch) >= 0
    if flight.heading > 0:
        return feasible(world, slot, o, launch + int(flight.origin_tick)) >= 0
    return first_meeting(world, state, slot, o, launch) >= 0


@compiled
def meeting(world: Handle, state: Handle, slot: int, o: int, launch: int) -> int:
    """When such a round meets the object; -1 where it does not."""
    flight = flights_of(state)[o]
    if flight.heading < 0:
        return first_meeting(world, state, slot, o, launch)
    own = planned_meeting(world, state, slot, o, launch + int(flight.origin_tick))
    return own - int(flight.origin_tick) if own >= 0 else own


@inlined
def planned_meeting(world: Handle, state: Handle, slot: int, o: int, launch: int) -> int:
    """The same by the object's own time: no replication changes it, so the first one that asks works it out for all."""
    n = feasible(world, slot, o, launch)
    if n < 0 or meet_at_of(state)[n] == NONE:
        return intercept_tick(world, slot, o, launch)
    meets, at = meets_of(state), meet_at_of(state)[n] + launch - windows_of(world)[n].launch_first
    if meets[at] == NEVER:
        meets[at] = intercept_tick(world, slot, o, launch)
    return meets[at]


@compiled
def first_meeting(world: Handle, state: Handle, slot: int, o: int, launch: int) -> int:
    """The first tick after now at which a round that left, or leaves, at `launch` meets the object; -1 for none.

    A round under way that is early waits for the object as long as its flyout table lasts; one that would have to wait
    does not leave. Only where the object can be met on its way in: a stretch so near its start that no launch was in
    time for it is left out. By bisection: a target that outruns the round may be met later than it could be.
    """
    tick, flight, first, windows = clock_of(state)[0].tick, flights_of(state)[o], window_at_of(world), windows_of(world)
    origin, count = int(flight.origin_tick), first[slot, o + 1] - first[slot, o]
    for k in range(count):
        n = first[slot, o] + k if flight.heading > 0 else first[slot, o + 1] - 1 - k
        window = windows[n]
        if flight.heading > 0:
            low, high = window.intercept_first - origin, window.intercept_last - origin
        else:
            low, high = origin - window.intercept_last, origin - window.intercept_first
        opens = low
        low = max(opens, max(tick, launch) + 1)
        if low > high or left_at(world, state, slot, o, n, high) < launch:
            continue
        while low < high:
            middle = (low + high) // 2
            if left_at(world, state, slot, o, n, middle) >= launch:
                high = middle
            else:
                low = middle + 1
        if launch < tick:
            waits = low - launch > stores_of(state)[slot].longest_ticks
        else:
            waits = low == opens and left_at(world, state, slot, o, n, low) > launch
        return NONE if waits else low
    return NONE


@compiled
def last_launch(world: Handle, state: Handle, slot: int, o: int, launch: int) -> int:
    """The last tick up to which rounds can leave for an object on its way as planned. For one that has turned: up to
    which they can from `launch` on without a break, NEVER if one that leaves then does not meet it."""
    flight, first, windows = flights_of(state)[o], window_at_of(world), windows_of(world)
    if not flight.off_script:
        last = first[slot, o + 1] - 1
        return int(windows[last].launch_last) if last >= first[slot, o] else NEVER
    if flight.heading > 0:
        n = feasible(world, slot, o, launch + int(flight.origin_tick))
        return int(windows[n].launch_last - flight.origin_tick) if n >= 0 else NEVER
    met = first_meeting(world, state, slot, o, launch)
    if met < 0:
        return NEVER
    n, own = int(first[slot, o + 1]) - 1, own_tick(flight, met)
    while own < windows[n].intercept_first:
        n -= 1
    return left_at(world, state, slot, o, n, int(flight.origin_tick - windows[n].intercept_first))


@compiled
def left_at(world: Handle, state: Handle, slot: int, o: int, n: int, tick: int) -> int:
    """When a round must have left to meet the object at this tick, inside window n: worked out once for all."""
    own, leaves, at = own_tick(flights_of(state)[o], tick), leaves_of(state), leave_at_of(state)[n]
    if at == NONE:
        return tick - own + latest_launch(world, slot, o, own)
    at += own - windows_of(world)[n].intercept_first
    if leaves[at] == NEVER:
        leaves[at] = latest_launch(world, slot, o, own)
    return tick - own + leaves[at]
