"""Sorties: where a flight of fighters is, where it goes next, and what is left of it.

A flight flies straight from one place to another at one speed, in earth-centred axes: the chord of 300 km runs 2 km
below the arc, which costs 0.01 % of the way.
"""

from __future__ import annotations

import math

from mantlet.codes import AIRCRAFT_LOST, DISENGAGED, HOMEWARD, NONE
from mantlet.engine.air import ALERT, CLOSING, GONE, HOMING, PATROL, SHOOTING
from mantlet.engine.calendar import rouse, stir, weigh_by
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    NEVER,
    chases_of,
    clock_of,
    hits_of,
    knowledge_of,
    links_of,
    note,
    sorties_of,
    standings_of,
)
from mantlet.engine.tables import assets_of, fighters_of, rules_of, stations_of, units_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records

# What a flight's target counts as in its network: more rounds than any rule allows at one target.
TAKEN = 1000
WHOLE = 1e-9  # so near to a whole number of ticks is one
SLACK_M = 1.0  # rounding of ways

Place = tuple[float, float, float]


@compiled
def where(sortie: Records, tick: int) -> Place:
    """Earth-centred place (m) of a flight."""
    share = 1.0
    if sortie.leg_ticks > 0.0:
        share = min(max((tick - sortie.leg_tick) / sortie.leg_ticks, 0.0), 1.0)
    return (
        sortie.from_x_m + share * (sortie.to_x_m - sortie.from_x_m),
        sortie.from_y_m + share * (sortie.to_y_m - sortie.from_y_m),
        sortie.from_z_m + share * (sortie.to_z_m - sortie.from_z_m),
    )


@inlined
def apart_m(a: Place, b: Place) -> float:
    """Straight distance between two places."""
    dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return math.sqrt(dx * dx + dy * dy + dz * dz)


@compiled
def set_course(world: Handle, sortie: Records, begun: int, start: Place, goal: Place, speed_mps: float) -> int:
    """Send a flight from one place to another, setting out at a tick; returns the first tick it is there."""
    sortie.from_x_m, sortie.from_y_m, sortie.from_z_m = start
    sortie.to_x_m, sortie.to_y_m, sortie.to_z_m = goal
    sortie.leg_tick = begun
    sortie.leg_ticks = apart_m(start, goal) / (speed_mps * rules_of(world)[0].tick_s)
    return begun + math.ceil(sortie.leg_ticks - WHOLE)


@compiled
def aloft(sortie: Records, tick: int) -> bool:
    """Whether a flight is in the air."""
    flying = sortie.stage == PATROL or sortie.stage == CLOSING or sortie.stage == SHOOTING or sortie.stage == HOMING
    return flying and tick >= sortie.takeoff_tick


@compiled
def grounded(world: Handle, state: Handle, f: int) -> bool:
    """Whether the base of a flight is out of action: nobody takes off from it or is turned round there."""
    base = fighters_of(world)[f].base
    return base >= 0 and hits_of(state)[base] >= assets_of(world)[base].hardness


@compiled
def on_call(world: Handle, state: Handle, f: int) -> bool:
    """Whether a flight stands by or is at work: armed, on alert, or in the air and not on its way home."""
    sortie = sorties_of(state)[f]
    if sortie.stage == ALERT:
        return sortie.missiles > 0 and not grounded(world, state, f)
    return sortie.stage == SHOOTING or ((sortie.stage == PATROL or sortie.stage == CLOSING) and sortie.missiles > 0)


@inlined
def longest_stride_m(world: Handle, f: int) -> float:
    """The farthest that a flight comes in a tick."""
    fighter = fighters_of(world)[f]
    return max(fighter.intercept_mps, fighter.cruise_mps) * rules_of(world)[0].tick_s


@inlined
def home_m(world: Handle, f: int, place: Place) -> float:
    """How far a place is from the base of a flight."""
    fighter = fighters_of(world)[f]
    return apart_m(place, (fighter.base_x_m, fighter.base_y_m, fighter.base_z_m))


@compiled
def home_ticks(world: Handle, f: int, place: Place) -> int:
    """How long the way home from a place takes, and landing: a tick at the least."""
    fighter = fighters_of(world)[f]
    return max(1, math.ceil(home_m(world, f, place) / (fighter.cruise_mps * rules_of(world)[0].tick_s) - WHOLE))


@compiled
def overdue(world: Handle, state: Handle, f: int) -> bool:
    """Whether a flight must turn home now: a tick later it would land too late."""
    sortie, tick = sorties_of(state)[f], clock_of(state)[0].tick
    if sortie.land_tick == NEVER:
        return False
    return tick + 1 + home_ticks(world, f, where(sortie, tick + 1)) > sortie.land_tick


@compiled
def picture_of(world: Handle, state: Handle, f: int) -> int:
    """The picture that cues a flight: that of its post while the post works; NONE without one."""
    station = fighters_of(world)[f].station
    if station < 0:
        return NONE
    links = links_of(state)
    if len(links) == 0:
        return int(stations_of(world)[station].group)
    if not standings_of(state)[stations_of(world)[station].node].works:
        return NONE
    return int(links[station].picture)


@compiled
def heed(world: Handle, state: Handle, f: int) -> None:
    """Who cues a flight from now on; its claim on its target goes along to that picture."""
    sortie = sorties_of(state)[f]
    sortie.cued_by = picture_of(world, state, f)
    if sortie.target < 0 or fighters_of(world)[f].shared or sortie.picture == sortie.cued_by:
        return
    release_claim(world, state, f)
    lay_claim(state, f)


@compiled
def lay_claim(state: Handle, f: int) -> None:
    """The target of a flight counts as taken in the picture that cues it."""
    sortie = sorties_of(state)[f]
    sortie.picture = sortie.cued_by
    if sortie.picture >= 0:
        knowledge_of(state)[sortie.picture, sortie.target].committed += TAKEN


@compiled
def release_claim(world: Handle, state: Handle, f: int) -> None:
    """The target of a flight no longer counts as taken."""
    sortie = sorties_of(state)[f]
    if sortie.picture >= 0:
        knowledge_of(state)[sortie.picture, sortie.target].committed -= TAKEN
        stir(world, state, int(sortie.target))
    sortie.picture = NONE


@inlined
def told(world: Handle, state: Handle, f: int, o: int) -> bool:
    """Whether a flight has been told of an object: its post has it in its picture, after the delay of every link.

    While the word is on its way, it asks again when that is due.
    """
    fighter, picture, links = fighters_of(world)[f], sorties_of(state)[f].cued_by, links_of(state)
    if fighter.knows_all:
        return True
    if picture < 0:
        return False
    since, tick = knowledge_of(state)[picture, o].cued_tick, clock_of(state)[0].tick
    if since == NEVER:
        return False
    if len(links) > 0:
        since += links[fighter.station].hop_ticks
    if since > tick:
        weigh_by(state, o, since)
    return since <= tick


@compiled
def look_again(state: Handle, f: int) -> None:
    """A flight that is free judges every object anew."""
    chases = chases_of(state)[f]
    sorties_of(state)[f].anew = 1
    for o in range(len(chases)):
        chases[o].judged_until, chases[o].shared, chases[o].stamp = NEVER, 0, NEVER


@compiled
def leave(world: Handle, state: Handle, f: int) -> None:
    """A flight lets its target go, to others as well."""
    sortie = sorties_of(state)[f]
    release_claim(world, state, f)
    weigh_by(state, int(sortie.target), int(clock_of(state)[0].look_tick))
    note(state, DISENGAGED, NONE, len(units_of(world)) + f, int(sortie.target), NONE, 0.0)
    sortie.target, sortie.salvo = NONE, 0
    look_again(state, f)


@compiled
def disengage(world: Handle, state: Handle, f: int) -> None:
    """Back to its station while it has missiles, else home; a flight that has not taken off stays on alert."""
    sortie, tick = sorties_of(state)[f], clock_of(state)[0].tick
    leave(world, state, f)
    fighter = fighters_of(world)[f]
    if tick < sortie.takeoff_tick:
        here = where(sortie, tick)
        set_course(world, sortie, tick, here, here, float(fighter.cruise_mps))
        sortie.stage = ALERT
        return
    if sortie.missiles == 0 or not fighter.has_station:
        go_home(world, state, f)
        return
    here = where(sortie, tick)
    sortie.stage = PATROL
    station = (float(fighter.post_x_m), float(fighter.post_y_m), float(fighter.post_z_m))
    sortie.next_tick = set_course(world, sortie, tick, here, station, float(fighter.cruise_mps))
    if overdue(world, state, f):
        go_home(world, state, f)


@compiled
def go_home(world: Handle, state: Handle, f: int) -> None:
    """Break off to its base, from wherever it is."""
    sortie, tick, fighter = sorties_of(state)[f], clock_of(state)[0].tick, fighters_of(world)[f]
    here = where(sortie, tick)
    base = (float(fighter.base_x_m), float(fighter.base_y_m), float(fighter.base_z_m))
    sortie.stage = HOMING
    note(state, HOMEWARD, NONE, len(units_of(world)) + f, NONE, NONE, float(sortie.missiles))
    sortie.next_tick = set_course(world, sortie, tick, here, base, float(fighter.cruise_mps))


@compiled
def lose_aircraft(world: Handle, state: Handle, f: int, o: int, to_own: int) -> None:
    """A flight loses one aircraft with its share of the missiles left; with its last one it is gone."""
    sortie = sorties_of(state)[f]
    sortie.missiles -= sortie.missiles // sortie.aircraft
    sortie.aircraft -= 1
    sortie.lost += 1
    sortie.fratricides += to_own
    note(state, AIRCRAFT_LOST, NONE, len(units_of(world)) + f, o, NONE, float(to_own))
    if sortie.aircraft == 0:
        if sortie.target >= 0:
            leave(world, state, f)
        sortie.stage = GONE
        for u in range(len(units_of(world))):  # what they have kept clear of it for may be theirs now
            rouse(state, u)
