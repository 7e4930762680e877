"""Pursuit: when and where a flight of fighters can be near enough to an object to shoot, and its missile meet it.

All of it is reckoned from the places of this moment; nothing is tabulated.
"""

from __future__ import annotations

from mantlet.engine.air import ALERT, CLOSING, SHOOTING
from mantlet.engine.airspace import lies_over, place_of
from mantlet.engine.course import last_tick
from mantlet.engine.memory import Handle
from mantlet.engine.rays import place_at
from mantlet.engine.sorties import Place, apart_m, home_ticks, where
from mantlet.engine.state import NEVER, clock_of, flights_of, sorties_of
from mantlet.engine.tables import fighters_of, objects_of, reaches_of, rules_of
from mantlet.physics.jit import compiled, inlined

OUT_OF_ZONE = -2  # could be met, but not where the flight may shoot
NEARLY_M = 1.0  # rounding on the way to a meeting
OUT_OF_FUEL = -3  # could be met, but not on the way home in time: not yet, or no more


@compiled
def aim(world: Handle, state: Handle, f: int, o: int) -> int:
    """The first tick at which a flight that goes now can shoot at an object with a missile that meets it in time.

    -1 where there is none; OUT_OF_ZONE where its zone forbids it, OUT_OF_FUEL where it could not come home after it.
    """
    fighter, sortie, tick = fighters_of(world)[f], sorties_of(state)[f], clock_of(state)[0].tick
    start, begun, land_tick = where(sortie, tick), tick, sortie.land_tick
    if sortie.stage == ALERT:
        begun += fighter.scramble_ticks
        land_tick = begun + fighter.endurance_ticks if fighter.endurance_ticks > 0 else NEVER
    elif sortie.stage == CLOSING:
        begun = max(begun, sortie.leg_tick)
    shot_tick, met_tick = first_meeting(world, state, f, o, start, begun)
    if shot_tick >= 0 and fighter.zone >= 0:
        shot_tick, met_tick = zone_meeting(world, state, f, o, start, begun, shot_tick)
    if shot_tick < 0 or land_tick == NEVER:
        return shot_tick
    home = home_ticks(world, f, shooter(world, state, f, o, start, begun, shot_tick))
    return shot_tick if met_tick + home <= land_tick else OUT_OF_FUEL


@compiled
def first_meeting(world: Handle, state: Handle, f: int, o: int, start: Place, begun: int) -> tuple[int, int]:
    """The first tick at which a flight from there, then, can shoot so that its missile meets the object, and when that
    is; -1 twice if there is none."""
    fighter, reach_m = fighters_of(world)[f], reaches_of(world)[f, o].shot_m
    shot_tick = closing_tick(world, state, o, start, begun, fighter.intercept_mps, reach_m, begun)
    met_tick = impact_tick(world, state, f, o, start, begun, shot_tick) if shot_tick >= 0 else -1
    return (shot_tick, met_tick) if met_tick >= 0 else (-1, -1)


@inlined
def zone_meeting(world: Handle, state: Handle, f: int, o: int, start: Place, begun: int, first: int) -> tuple[int, int]:
    """The same from a tick on where the object is in the flight's zone; OUT_OF_ZONE if there is none."""
    fighter, reach_m = fighters_of(world)[f], reaches_of(world)[f, o].shot_m
    for tick in range(first, last_tick(flights_of(state)[o], objects_of(world)[o])):
        if not lies_over(world, state, fighter.zone, o, tick):
            continue
        if closing_tick(world, state, o, start, begun, fighter.intercept_mps, reach_m, tick) == tick:
            met_tick = impact_tick(world, state, f, o, start, begun, tick)
            if met_tick >= 0:
                return tick, met_tick
    return OUT_OF_ZONE, -1


@compiled
def closing_tick(
    world: Handle, state: Handle, o: int, start: Place, begun: int, speed_mps: float, reach_m: float, first: int
) -> int:
    """The first tick from `first` at which who left `start` at `begun` can be `reach_m` from an object; -1 if none.

    Straight pursuit at constant speed to where the object will be. Each step leaps as far as the two, head on, would
    need at the least, so that no meeting is jumped over.
    """
    thing, tick_s, flight = objects_of(world)[o], rules_of(world)[0].tick_s, flights_of(state)[o]
    tick, last = max(first, thing.start_tick), last_tick(flight, thing)
    while tick < last:
        x, y, z, object_mps = place_at(world, state, o, tick)
        short_m = apart_m(start, (x, y, z)) - reach_m - speed_mps * tick_s * (tick - begun)
        if short_m <= 0.0:
            return tick
        tick += max(1, int(short_m / ((speed_mps + object_mps) * tick_s)))
    return -1


@compiled
def shooter(world: Handle, state: Handle, f: int, o: int, start: Place, begun: int, shot_tick: int) -> Place:
    """Where a flight that left `start` at `begun` for the object's place at `shot_tick` is by then."""
    goal = place_of(world, state, o, shot_tick)
    way_m = apart_m(start, goal)
    flown_m = fighters_of(world)[f].intercept_mps * rules_of(world)[0].tick_s * (shot_tick - begun)
    share = min(flown_m / way_m, 1.0) if way_m > 0.0 else 1.0
    return (
        start[0] + share * (goal[0] - start[0]),
        start[1] + share * (goal[1] - start[1]),
        start[2] + share * (goal[2] - start[2]),
    )


@compiled
def impact_tick(world: Handle, state: Handle, f: int, o: int, start: Place, begun: int, shot_tick: int) -> int:
    """When the missile shot then meets the object, at the missile's mean speed; -1 if not before it has arrived."""
    at = shooter(world, state, f, o, start, begun, shot_tick)
    return closing_tick(world, state, o, at, shot_tick, fighters_of(world)[f].missile_mps, 0.0, shot_tick + 1)


@compiled
def follow(world: Handle, state: Handle, o: int) -> None:
    """An object has turned: missiles under way to it meet it where it goes now, if they can."""
    sorties, tick = sorties_of(state), clock_of(state)[0].tick
    for f in range(len(sorties)):
        sortie = sorties[f]
        if sortie.stage != SHOOTING or sortie.target != o or sortie.next_tick <= tick:
            continue
        launched, missile_mps = int(sortie.leg_tick), fighters_of(world)[f].missile_mps
        met_tick = closing_tick(world, state, o, where(sortie, tick), launched, missile_mps, 0.0, tick + 1)
        if met_tick >= 0:
            sortie.next_tick = met_tick


@compiled
def reached(world: Handle, state: Handle, f: int, o: int) -> bool:
    """Whether the missiles of a flight, which stays where they left, are where their target is."""
    sortie, tick = sorties_of(state)[f], clock_of(state)[0].tick
    flown_m = fighters_of(world)[f].missile_mps * rules_of(world)[0].tick_s * (tick - sortie.leg_tick)
    return apart_m(where(sortie, tick), place_of(world, state, o, tick)) <= flown_m + NEARLY_M
