"""Course: how far along its scripted way an object is. Who turns away or back flies the same way at other times.

An object has a time of its own: the tick at which the script has it where it is. It runs with the clock until the
object turns back, against the clock until it turns in again, and late from then on. Positions, lines of sight and
launch windows are looked up by that time.
"""

from __future__ import annotations

from mantlet.engine.memory import Handle
from mantlet.engine.state import NEVER, clock_of, flights_of
from mantlet.engine.tables import knots_of, objects_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records


@inlined
def part(thing: Records, tick: float) -> tuple[int, float]:
    """Which part of its way an object is on at a time of its own: the knot it begins at, and the share of it flown."""
    along = (tick - thing.start_tick) * thing.knots_per_tick
    n = min(max(int(along), 0), thing.knot_count - 2)
    return thing.knot_first + n, min(max(along - n, 0.0), 1.0)


@compiled
def place(world: Handle, o: int, tick: float) -> tuple[float, float, float, float, float, float]:
    """Where object o is: earth-centred x, y, z, height above the sea, height above the ground (m) and speed (m/s)."""
    thing, knots = objects_of(world)[o], knots_of(world)
    n, share = part(thing, tick)
    a, b = knots[n], knots[n + 1]
    return (
        a.x_m + share * (b.x_m - a.x_m),
        a.y_m + share * (b.y_m - a.y_m),
        a.z_m + share * (b.z_m - a.z_m),
        a.height_m + share * (b.height_m - a.height_m),
        a.above_m + share * (b.above_m - a.above_m),
        a.speed_mps * thing.pace_ratio,
    )


@inlined
def own_tick(flight: Records, tick: int) -> int:
    """How far along its way an object is at a tick: the tick at which the script has it there."""
    return int(flight.origin_tick) + int(flight.heading) * tick


@inlined
def due_tick(flight: Records, own: int) -> int:
    """When an object that has not given up will be so far along its way, the turn it is in included."""
    if flight.heading > 0:
        return own - int(flight.origin_tick)
    return own + 2 * int(flight.resume_tick) - int(flight.origin_tick)


@inlined
def last_tick(flight: Records, thing: Records) -> int:
    """When an object will be gone, the turn it is in included: at the end of its way or, for good, where it started."""
    if flight.heading < 0 and flight.resume_tick == NEVER:
        return int(flight.origin_tick - thing.start_tick)
    return due_tick(flight, int(thing.end_tick))


@compiled
def urgency(world: Handle, state: Handle, o: int, by_value: bool) -> float:
    """Rank of an object, least first: when it does harm, or the value it can cost; laden, with what it carries."""
    thing, tick = objects_of(world)[o], clock_of(state)[0].tick
    own = own_tick(flights_of(state)[o], tick)
    laden = own < thing.laden_until
    if by_value:
        return -float(thing.threat_value if laden else thing.own_value)
    return float((thing.threat_tick if laden else thing.end_tick) + tick - own)
