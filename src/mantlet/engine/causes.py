"""Fates and causes at the end of a replication: bookkeeping that adds up to the leakers."""

from __future__ import annotations

from typing import Any

from mantlet.codes import (
    ABORTED,
    ASSESSED_KILLED,
    EXPIRED,
    KILLED,
    LATE,
    LEAKED,
    MISSED,
    NONE,
    OUTSIDE,
    UNDETECTED,
    UNIT_DOWN,
)
from mantlet.engine.cells import duel_at
from mantlet.engine.course import due_tick
from mantlet.engine.fighters import flight_gate
from mantlet.engine.memory import Handle, table
from mantlet.engine.state import (
    NEVER,
    WAITING,
    chases_of,
    crews_of,
    duels_of,
    flights_of,
    hits_of,
    missile_shots_of,
    sorties_of,
    standings_of,
    taker_at_of,
    takers_of,
)
from mantlet.engine.tables import fighters_of, launches_of, objects_of, rules_of, sites_of, units_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Outcomes

fate_of = table(Outcomes._fields, "fate", "i1", 2)
cause_of = table(Outcomes._fields, "cause", "i1", 2)
tick_of = table(Outcomes._fields, "tick", "i4", 2)
unit_of = table(Outcomes._fields, "unit", "i2", 2)
missile_of = table(Outcomes._fields, "missile", "i2", 2)
fired_of = table(Outcomes._fields, "shots", "i2", 2)
damage_of = table(Outcomes._fields, "hits", "i2", 2)
spent_of = table(Outcomes._fields, "missile_shots", "i4", 2)
node_hits_of = table(Outcomes._fields, "node_hits", "i2", 2)
node_down_tick_of = table(Outcomes._fields, "node_down_tick", "i4", 2)
aircraft_lost_of = table(Outcomes._fields, "aircraft_lost", "i2", 2)
fratricides_of = table(Outcomes._fields, "fratricides", "i2", 2)


@compiled
def settle(world: Handle, state: Handle, outcomes: Handle, k: int) -> None:
    """Write one replication into row k; whatever still flies when time runs out has expired."""
    objects, flights = objects_of(world), flights_of(state)
    for o in range(len(objects)):
        flight = flights[o]
        fate, end_tick = flight.fate, flight.end_tick
        if fate == NEVER:
            fate, end_tick = EXPIRED, rules_of(world)[0].end_tick
            carrier = objects[o].carrier
            if flight.aborts or (flight.stage == WAITING and carrier >= 0 and flights[carrier].dead):
                fate = ABORTED
        fate_of(outcomes)[k, o] = fate
        tick_of(outcomes)[k, o] = end_tick
        fired_of(outcomes)[k, o] = flight.shots
        unit, missile, cause = NONE, NONE, NONE
        if fate == KILLED:
            unit, missile = flight.killer, flight.killed_by
        elif fate == LEAKED:
            unit, cause = deepest(world, state, o)
        unit_of(outcomes)[k, o] = whole(world, unit)
        missile_of(outcomes)[k, o] = missile
        cause_of(outcomes)[k, o] = cause
    copy(hits_of(state), damage_of(outcomes)[k])
    copy(missile_shots_of(state), spent_of(outcomes)[k])
    standings = standings_of(state)
    for n in range(len(standings)):
        node_hits_of(outcomes)[k, n] = standings[n].hits
        node_down_tick_of(outcomes)[k, n] = standings[n].down_tick
    for f in range(len(sorties_of(state))):
        aircraft_lost_of(outcomes)[k, f] = sorties_of(state)[f].lost
        fratricides_of(outcomes)[k, f] = sorties_of(state)[f].fratricides


@inlined
def whole(world: Handle, u: int) -> int:
    """The unit that fights from this place, by its first: it is one unit wherever it stands."""
    sites = sites_of(world)
    for h in range(len(sites)):
        if sites[h].unit == u:
            return sites[h].whole
    return u


@compiled
def copy(source: Any, target: Any) -> None:
    """Element by element: the two may differ in integer width."""
    for i in range(len(source)):
        target[i] = source[i]


@inlined
def deepest(world: Handle, state: Handle, o: int) -> tuple[int, int]:
    """The unit that got deepest with a leaker, ties to the first by name, and its first gate that stayed shut.

    Flights of fighters count as units and come after them. Where no unit could ever have met it, none got anywhere,
    and none is named.
    """
    units, crews, first = units_of(world), crews_of(state), taker_at_of(state)
    best, cause = NONE, OUTSIDE
    for k in range(first[o], first[o + 1]):
        u = int(takers_of(state)[k])
        if not crews[u].present or units[u].side == objects_of(world)[o].side:
            continue
        duel = duels_of(state)[duel_at(state, u, o)]
        gate = int(duel.depth)
        if gate == OUTSIDE:
            gate = untracked_gate(world, state, u, o)
        elif gate == ASSESSED_KILLED and duel.engaged > 0:
            gate = MISSED
        if gate > cause:
            best, cause = u, gate
    for f in range(len(fighters_of(world))):
        if max(LATE, chases_of(state)[f, o].depth) <= cause:  # it came no farther, at best
            continue
        gate = flight_gate(world, state, f, o)
        if gate > cause:
            best, cause = len(units) + f, gate
    return best, cause


@inlined
def untracked_gate(world: Handle, state: Handle, u: int, o: int) -> int:
    """For a unit that never tracked the object in time: could it have reached it, and was it up when it could?"""
    last = launches_of(world)[u, o].last_tick
    if last < 0:
        return OUTSIDE
    last = due_tick(flights_of(state)[o], last)
    since = crews_of(state)[u].up_since
    if since == NEVER or since > last:
        return UNIT_DOWN
    return UNDETECTED
