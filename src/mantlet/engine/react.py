"""React: objects of a raid that turn away from a round, turn in again, or give up and fly home.

All of them fly along their way, to or fro (`course`). What is decided in one tick shows in the next.
"""

from __future__ import annotations

import numpy as np

from mantlet.codes import ABORTED, NONE, OBJECT_ABORTED, TURNED_BACK, TURNED_IN
from mantlet.engine.ahead import ROUNDS, STAGES
from mantlet.engine.air import SHOOTING
from mantlet.engine.airtime import ask_about
from mantlet.engine.calendar import put, stir
from mantlet.engine.cells import sight_at
from mantlet.engine.course import own_tick
from mantlet.engine.draws import WARNED, pair_key, uniform
from mantlet.engine.fly import finish
from mantlet.engine.meetings import first_meeting
from mantlet.engine.memory import Handle
from mantlet.engine.outlook import look_on_at, look_past, take_stock_of
from mantlet.engine.pursuit import follow
from mantlet.engine.state import (
    FLYING,
    IN_FLIGHT,
    NEVER,
    READYING,
    WAITING,
    clock_of,
    flights_of,
    note,
    seer_at_of,
    seers_of,
    shots_of,
    sorties_of,
    watched_of,
    watches_of,
)
from mantlet.engine.tables import conduct_of, members_of, objects_of, packages_of, rules_of
from mantlet.physics.jit import compiled, inlined


@compiled
def react(world: Handle, state: Handle) -> None:
    """Who has dragged long enough turns in, who has noticed a round turns away, who has lost too many turns back."""
    conduct, flights, clock = conduct_of(world), flights_of(state), clock_of(state)[0]
    tick = clock.tick
    if tick < clock.next_turn:
        return
    clock.next_turn = rules_of(world)[0].end_tick + 1
    for o in range(len(conduct)):
        flight = flights[o]
        if flight.stage != FLYING or flight.dead:
            continue
        if flight.resume_tick == tick:
            turn(world, state, o, 1)
            look_on_at(world, state, o)
            note(state, TURNED_IN, NONE, NONE, o, NONE, 0.0)
        if flight.warned:
            flight.warned = 0
            turn_away(world, state, o)
        if flight.resume_tick > tick:
            clock.next_turn = min(clock.next_turn, flight.resume_tick)
    packages = packages_of(world)
    for p in range(len(packages)):
        if losses(world, state, p) < packages[p].losses:
            continue
        for o in range(len(conduct)):
            if conduct[o].package == p and not flights[o].aborts and not flights[o].dead:
                give_up(world, state, o)


@inlined
def losses(world: Handle, state: Handle, p: int) -> int:
    """How many of a package have been killed so far."""
    members, flights = members_of(world), flights_of(state)
    lost = 0
    for m in range(len(members)):
        if members[m].package == p:
            lost += flights[members[m].object].dead
    return lost


@inlined
def startle(world: Handle, state: Handle) -> None:
    """Something has happened that objects may turn from, or give up at, in the next tick."""
    if len(conduct_of(world)) > 0:
        clock_of(state)[0].next_turn = clock_of(state)[0].tick + 1


@compiled
def notices(world: Handle, state: Handle, o: int, shooter: np.uint64, ordinal: int) -> bool:
    """Whether an object notices, by chance, what this shooter fires at it; it then turns away in the next tick."""
    conduct, clock = conduct_of(world), clock_of(state)[0]
    if len(conduct) == 0:
        return False
    pair = pair_key(WARNED, shooter, objects_of(world)[o].key)
    if uniform(clock.fight, pair, ordinal) >= conduct[o].warned_prob:
        return False
    flights_of(state)[o].warned = 1
    startle(world, state)
    return True


@inlined
def turn_away(world: Handle, state: Handle, o: int) -> None:
    """Back along its way until every round it has noticed is past, but no farther than where it started.

    Whoever has turned as often as it does gives up.
    """
    most = conduct_of(world)[o].most_turns
    flight, tick = flights_of(state)[o], clock_of(state)[0].tick
    own = own_tick(flight, tick)
    if flight.aborts or own >= conduct_of(world)[o].bound_tick or own <= objects_of(world)[o].start_tick:
        return
    if last_noticed(state, o) <= tick:
        return
    if flight.heading > 0:
        if 0 < most <= flight.turns:
            give_up(world, state, o)
            return
        flight.turns += 1
        turn(world, state, o, -1)
        note(state, TURNED_BACK, NONE, NONE, o, NONE, 0.0)
    else:
        take_stock_of(world, state, o)
    flight.resume_tick = min(last_noticed(state, o), tick + own - objects_of(world)[o].start_tick)
    look_on_at(world, state, o)
    ask_about(world, state, o, NONE)


@compiled
def last_noticed(state: Handle, o: int) -> int:
    """When the last round that an object has noticed meets it, or would have met it."""
    shots, last = shots_of(state), NEVER
    for s in range(clock_of(state)[0].shot_count):
        if shots[s].object == o and shots[s].stage == IN_FLIGHT and shots[s].noticed:
            last = max(last, shots[s].intercept_tick)
    sorties = sorties_of(state)
    for f in range(len(sorties)):
        if sorties[f].target == o and sorties[f].stage == SHOOTING and sorties[f].noticed:
            last = max(last, sorties[f].next_tick)
    return last


@compiled
def give_up(world: Handle, state: Handle, o: int) -> None:
    """Home along its way, with what it has not released; one that has not set out stays; one that is through does not.

    Its weapons end here: nobody lets them go any more.
    """
    flight, tick = flights_of(state)[o], clock_of(state)[0].tick
    if flight.stage == WAITING:
        flight.aborts = 1
        finish(state, o, ABORTED, OBJECT_ABORTED)
    elif flight.stage == FLYING and own_tick(flight, tick) < conduct_of(world)[o].bound_tick:
        if flight.heading < 0:
            take_stock_of(world, state, o)
        flight.aborts, flight.resume_tick = 1, NEVER
        if flight.heading > 0:
            turn(world, state, o, -1)
        look_on_at(world, state, o)
        note(state, TURNED_BACK, NONE, NONE, o, NONE, 1.0)
        ask_about(world, state, o, NONE)
        clock_of(state)[0].next_flight = tick
        put(state, STAGES, o, tick)
    if not flight.aborts:
        return
    objects, flights = objects_of(world), flights_of(state)
    for w in range(len(objects)):
        if objects[w].carrier == o and flights[w].stage == WAITING:
            finish(state, w, ABORTED, OBJECT_ABORTED)
    look_past(world, state, o)


@compiled
def turn(world: Handle, state: Handle, o: int, heading: int) -> None:
    """Fly on from here to (1) or fro (-1): every round at the object has another meeting, or none any more.

    How far radars have to look ahead hangs on until when it does: whoever settles that has them look on.
    """
    flight, clock, shots = flights_of(state)[o], clock_of(state)[0], shots_of(state)
    own = own_tick(flight, clock.tick)
    take_stock_of(world, state, o)
    flight.origin_tick, flight.heading, flight.resume_tick = own - heading * clock.tick, heading, NEVER
    clock.next_flight = clock.tick
    flight.off_script, flight.placed_tick, clock.turned = 1, NEVER, 1
    put(state, STAGES, o, clock.tick)
    for w in range(len(flights_of(state))):
        if objects_of(world)[w].carrier == o and flights_of(state)[w].stage == WAITING:
            flights_of(state)[w].off_script = 1
            put(state, STAGES, w, clock.tick)
    watch_again(state, o)
    ask_about(world, state, o, NONE)
    stir(world, state, o)
    follow(world, state, o)
    for s in range(clock.shot_count):
        shot = shots[s]
        under_way = shot.stage == READYING or shot.stage == IN_FLIGHT
        if shot.object != o or not under_way or shot.intercept_tick <= clock.tick:
            continue
        found = first_meeting(world, state, int(shot.slot), o, int(shot.launch_tick))
        shot.lost = found < 0
        if found >= 0:
            shot.intercept_tick = found
            if shot.stage == IN_FLIGHT:
                shot.next_tick = found
                put(state, ROUNDS, s, found)


@inlined
def watch_again(state: Handle, o: int) -> None:
    """Radars that had done with an object look out for it again: it may come back into sight."""
    if flights_of(state)[o].untracked:
        return
    first = seer_at_of(state)
    for seer in range(first[o], first[o + 1]):
        r = int(seers_of(state)[seer])
        watch = watches_of(state)[r]
        watched = sight_at(state, r, o) >= watch.first + watch.come  # it will be
        for k in range(watch.count):
            watched = watched or watched_of(state)[watch.first + k] == o
        if not watched:
            watched_of(state)[watch.first + watch.count] = o
            watch.count += 1
