"""Airspace: what keeps fighters and missiles of one side out of each other's way, and what happens where nothing does.

Separate zones: a unit holds its fire at what is inside the zone of fighters that could shoot at it there, and near
those in the air that keep no zone.
Mixed zones: it fires, and each round may go for an own aircraft that is near its target.
"""

from __future__ import annotations

from mantlet.codes import ASTRAY, CLASSES, NONE
from mantlet.engine.course import own_tick, place
from mantlet.engine.draws import OWN_KILL, WENT_ASTRAY, normal, pair_key, uniform
from mantlet.engine.memory import Handle
from mantlet.engine.rays import place_at
from mantlet.engine.sorties import (
    SLACK_M,
    Place,
    aloft,
    apart_m,
    home_m,
    longest_stride_m,
    lose_aircraft,
    on_call,
    where,
)
from mantlet.engine.state import NEVER, clock_of, flights_of, note, overs_of, shots_of, sorties_of, stays_of
from mantlet.engine.tables import (
    areas_of,
    corners_of,
    fighters_of,
    missiles_of,
    objects_of,
    reaches_of,
    slots_of,
    units_of,
)
from mantlet.physics.jit import compiled, inlined

FIGHTER_CLASS = CLASSES.index("fighter")
UNKNOWN, ELSEWHERE, OVER = range(3)


@compiled
def inside(world: Handle, area: int, at: Place) -> bool:
    """Whether a place lies over an area: an odd number of its edges east of it, in the plane that touches the area."""
    found, corners = areas_of(world)[area], corners_of(world)
    up = found.up_x_ratio * at[0] + found.up_y_ratio * at[1] + found.up_z_ratio * at[2]
    if up <= 0.0:
        return False
    east = (found.east_x_ratio * at[0] + found.east_y_ratio * at[1] + found.east_z_ratio * at[2]) / up
    north = (found.north_x_ratio * at[0] + found.north_y_ratio * at[1] + found.north_z_ratio * at[2]) / up
    odd = False
    last = corners[found.corner_first + found.corner_count - 1]
    for k in range(found.corner_first, found.corner_first + found.corner_count):
        corner = corners[k]
        if (corner.north_ratio > north) != (last.north_ratio > north):
            share = (north - corner.north_ratio) / (last.north_ratio - corner.north_ratio)
            if east < corner.east_ratio + share * (last.east_ratio - corner.east_ratio):
                odd = not odd
        last = corner
    return odd


@compiled
def place_of(world: Handle, state: Handle, o: int, tick: int) -> Place:
    """Earth-centred place (m) of an object."""
    x, y, z, _ = place_at(world, state, o, tick)
    return x, y, z


@inlined
def lies_over(world: Handle, state: Handle, area: int, o: int, tick: int) -> bool:
    """Whether an object is over an area at a tick, if it goes on as it does now."""
    return over_at(world, state, area, o, own_tick(flights_of(state)[o], tick))


@compiled
def over_at(world: Handle, state: Handle, area: int, o: int, own: int) -> bool:
    """Whether an object is over an area at a time of its own.

    No replication changes where it is then: the first one that asks works it out for all.
    """
    overs = overs_of(state)[area, o]
    known = overs[own] if 0 <= own < len(overs) else UNKNOWN
    if known == UNKNOWN:
        x, y, z, _, _, _ = place(world, o, float(own))
        known = OVER if inside(world, area, (x, y, z)) else ELSEWHERE
        if 0 <= own < len(overs):
            overs[own] = known
    return known == OVER


@compiled
def over_until(world: Handle, state: Handle, area: int, o: int) -> int:
    """Up to which tick an object that is over an area stays there, if it goes on as it does now."""
    run, flight, thing = stays_of(state)[area, o], flights_of(state)[o], objects_of(world)[o]
    tick = clock_of(state)[0].tick
    own = own_tick(flight, tick)
    if not run.first_tick <= own <= run.last_tick:
        run.first_tick, run.last_tick = own, own
        while run.last_tick < thing.end_tick and over_at(world, state, area, o, run.last_tick + 1):
            run.last_tick += 1
        while run.first_tick > thing.start_tick and over_at(world, state, area, o, run.first_tick - 1):
            run.first_tick -= 1
    return int(tick + (run.last_tick - own if flight.heading > 0 else own - run.first_tick))


@inlined
def keeps_zone(world: Handle, state: Handle, f: int, o: int) -> bool:
    """Whether a flight has a zone of its own and could be sent into it against an object."""
    fighter, thing = fighters_of(world)[f], objects_of(world)[o]
    if fighter.zone < 0 or reaches_of(world)[f, o].shot_m < 0.0:
        return False
    return bool((fighter.engage_classes >> thing.class_code) & 1) and on_call(world, state, f)


@compiled
def kept_clear(world: Handle, state: Handle, u: int, o: int) -> bool:
    """Whether an object is the fighters' business where it is now, so that unit u holds its fire."""
    kept = False
    for f in range(len(fighters_of(world))):
        kept = kept or keeps(world, state, f, u, o)
    return kept


@inlined
def keeps(world: Handle, state: Handle, f: int, u: int, o: int) -> bool:
    """Whether unit u leaves an object to a flight: for its zone, or because it is near."""
    fighter, tick = fighters_of(world)[f], clock_of(state)[0].tick
    if fighter.side != units_of(world)[u].side or not fighter.separate:
        return False
    if keeps_zone(world, state, f, o):
        return lies_over(world, state, fighter.zone, o, tick)
    return aloft(sorties_of(state)[f], tick) and off_m(world, state, f, o) <= fighter.near_m


@compiled
def until_clear(world: Handle, state: Handle, u: int, o: int) -> int:
    """The first tick at which an object that is kept clear now may no longer be; NEVER if it is not kept clear.

    A flight keeps what is in its zone as long as that is there, and what is near while it is near: it comes no faster
    away from it, or down, than both can fly. If it is lost before, or on call or not any more, all units look again.
    """
    fighters, sorties, tick = fighters_of(world), sorties_of(state), clock_of(state)[0].tick
    soonest = NEVER
    for f in range(len(fighters)):
        if not keeps(world, state, f, u, o):
            continue
        fighter = fighters[f]
        if keeps_zone(world, state, f, o):
            soonest = max(soonest, over_until(world, state, fighter.zone, o) + 1)
        else:
            stride_m, spare_m = longest_stride_m(world, f), fighter.near_m - off_m(world, state, f, o)
            down = int(home_m(world, f, where(sorties[f], tick)) / stride_m)
            parted = int(max(spare_m - SLACK_M, 0.0) / (stride_m + flights_of(state)[o].stride_m))
            soonest = max(soonest, tick + max(1, min(down, parted + 1)))
    return soonest


@inlined
def off_m(world: Handle, state: Handle, f: int, o: int) -> float:
    """How far a flight is from an object."""
    tick = clock_of(state)[0].tick
    return apart_m(where(sorties_of(state)[f], tick), place_of(world, state, o, tick))


@compiled
def misled(world: Handle, state: Handle, s: int) -> int:
    """The own flight that a round goes for instead of its target, counted from 1; 0 for none.

    At risk is the nearest one aloft within the distance, outside its corridor, unless zones are separate.
    """
    shot, clock, fighters = shots_of(state)[s], clock_of(state)[0], fighters_of(world)
    unit, thing = units_of(world)[shot.unit], objects_of(world)[shot.object]
    at = place_of(world, state, shot.object, clock.tick)
    nearest, least_m = NONE, 0.0
    for f in range(len(fighters)):
        fighter, sortie = fighters[f], sorties_of(state)[f]
        if fighter.side != unit.side or fighter.separate or not aloft(sortie, clock.tick):
            continue
        here = where(sortie, clock.tick)
        off_m = apart_m(here, at)
        safe = fighter.corridor >= 0 and inside(world, fighter.corridor, here)
        if off_m <= fighter.near_m and not safe and (nearest < 0 or off_m < least_m):
            nearest, least_m = f, off_m
    if nearest < 0:
        return 0
    chance = uniform(clock.fight, pair_key(WENT_ASTRAY, unit.key, thing.key), shot.ordinal)
    if chance >= fighters[nearest].astray_prob:
        return 0
    note(state, ASTRAY, NONE, int(shot.unit), int(shot.object), slots_of(world)[shot.slot].missile, float(nearest))
    return nearest + 1


@compiled
def strike_own(world: Handle, state: Handle, s: int) -> None:
    """A round that went for an own flight meets it: it kills like an enemy fighter whoever is still up."""
    shot, clock = shots_of(state)[s], clock_of(state)[0]
    f = int(shot.astray) - 1
    if not aloft(sorties_of(state)[f], clock.tick):
        return
    unit, thing = units_of(world)[shot.unit], objects_of(world)[shot.object]
    score = normal(clock.fight, pair_key(OWN_KILL, unit.key, thing.key), shot.ordinal)
    if score < missiles_of(world)[slots_of(world)[shot.slot].missile].kill_probit[FIGHTER_CLASS]:
        lose_aircraft(world, state, f, int(shot.object), 1)
