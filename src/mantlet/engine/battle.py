"""The battle engine: the same raid as `reference` fights, event by event, jumping from moment to moment.

It goes by the same rules, which it calls, and by the same keyed draws. What it spares itself are the looks that change
nothing: scans that cannot make or lose a track (`outlook`), and pairs of unit and object for which no gate has moved
(`openings`). What is due when stands in the `calendar`.
"""

from __future__ import annotations

from mantlet.codes import AT_UNIT, DETECTED, NONE, OWN_TRACK, TIGHT
from mantlet.engine.ahead import (
    BEAMS,
    CHASES,
    HALTS,
    HOMERS,
    JUDGES,
    LOOK_ON,
    LOOKS,
    LOSS,
    NEARS,
    NOTHING,
    QUEUES,
    ROUNDS,
    SCANS,
    STAGES,
    TRACK,
    WORDS,
)
from mantlet.engine.airtime import ask_all, emit_due
from mantlet.engine.calendar import any_due, is_due, may_be_due, next_due, next_tick, put
from mantlet.engine.causes import settle
from mantlet.engine.chases import call, intercept_due, regroup
from mantlet.engine.concern import concerns_unit, weigh_concerns
from mantlet.engine.discriminate import judge_anew, judge_due
from mantlet.engine.emit import are_ruled
from mantlet.engine.engage import move_on
from mantlet.engine.fly import fly_on
from mantlet.engine.leaps import choose_leaps
from mantlet.engine.magazine import reload
from mantlet.engine.memory import Handle
from mantlet.engine.move import move, moves
from mantlet.engine.openings import assign_due, offer_due
from mantlet.engine.outlook import look_on, reconsider_help, survey
from mantlet.engine.react import react
from mantlet.engine.reference import start
from mantlet.engine.scans import hits_in, scan_tick
from mantlet.engine.sense import confirm, drop, recount, wake
from mantlet.engine.stand import stand
from mantlet.engine.state import (
    DONE,
    NEVER,
    beams_of,
    clock_of,
    crews_of,
    events_of,
    flights_of,
    halts_of,
    links_of,
    looks_of,
    note,
    outlooks_of,
    seer_at_of,
    seers_of,
    shots_of,
    sights_of,
    sorties_of,
    watches_of,
)
from mantlet.engine.tables import (
    conduct_of,
    jammers_of,
    judges_of,
    objects_of,
    rules_of,
    sensors_of,
    units_of,
)
from mantlet.engine.waking import next_wake
from mantlet.physics.jit import compiled, inlined


@compiled
def fight_events(world: Handle, state: Handle, outcomes: Handle, seed: int, draw: int, first: int, count: int) -> None:
    """Replications first, first + 1, ... into the rows of `outcomes`."""
    clock, end_tick = clock_of(state)[0], rules_of(world)[0].end_tick
    clock.private = tracks_are_private(world, state)
    clock.unasked = len(events_of(state)) == 0 and (clock.private or not clock.leaping)
    weigh_concerns(world, state)
    choose_leaps(world, state)
    clock.ruled = are_ruled(world)
    wakes = len(sorties_of(state)) > 0
    for k in range(count):
        set_out(world, state, seed, draw, first + k)
        while clock.tick <= end_tick:
            moment(world, state)
            following = int(clock.tick) + 1
            soonest = min(clock.next_turn, clock.next_change, clock.next_reload, clock.next_watch)
            if wakes:
                clock.next_wake = following if clock.event_count != clock.heard else next_wake(world, state)
                soonest = min(soonest, clock.next_wake)
            clock.tick = max(following, min(soonest, next_tick(state, following)))
        settle(world, state, outcomes, k)


@compiled
def tracks_are_private(world: Handle, state: Handle) -> bool:
    """Whether a track concerns nobody but the unit that shoots by it, and only while that can: nobody waits for cues or
    for words of others, and nothing reacts or can be hit. Unless it is logged, radars need not be asked before."""
    private = len(links_of(state)) + len(beams_of(state)) + len(halts_of(state)) == 0
    private = private and len(sorties_of(state)) + len(judges_of(world)) + len(jammers_of(world)) == 0
    private = private and len(conduct_of(world)) == 0
    for r in range(len(watches_of(state))):
        radar = sensors_of(world)[r]
        private = private and radar.autonomous and radar.drop_after >= radar.confirm_scans
    for u in range(len(crews_of(state))):
        unit = units_of(world)[u]
        private = private and unit.remote == OWN_TRACK and unit.authority == AT_UNIT and unit.control != TIGHT
    return private


@compiled
def set_out(world: Handle, state: Handle, seed: int, draw: int, replication: int) -> None:
    """The state before the first tick of one replication, and what comes first."""
    start(world, state, seed, draw, replication)
    clock = clock_of(state)[0]
    clock.scanned, clock.look_tick, clock.emit_tick, clock.agenda_count = 0, 0, 0, 0
    clock.next_wake, clock.heard = 0, 0
    survey(world, state)
    regroup(world, state)
    objects, crews = objects_of(world), crews_of(state)
    for o in range(len(objects)):
        put(state, STAGES, o, objects[o].start_tick)
    for u in range(len(crews)):
        ready_later(state, u)
    move_later(state, 0)
    next_watcher(world, state)
    ask_all(world, state)


@inlined
def ready_later(state: Handle, u: int) -> None:
    """A unit looks at every track when it can fight again."""
    crew, clock = crews_of(state)[u], clock_of(state)[0]
    crew.anew = 1
    put(state, QUEUES, u, max(clock.look_tick, crew.ready_tick))


@inlined
def move_later(state: Handle, tick: int) -> None:
    """What units do at their sites ends when it is due, at this tick at the earliest; what is overdue waits for more
    than the clock."""
    halts = halts_of(state)
    for h in range(len(halts)):
        if NEVER < halts[h].due_tick >= tick - 1:
            put(state, HALTS, h, max(int(halts[h].due_tick), tick))


@inlined
def next_watcher(world: Handle, state: Handle) -> None:
    """When a radar begins to count as one that searches next: from then on others may wait for its cues."""
    clock, watches = clock_of(state)[0], watches_of(state)
    clock.next_watch = rules_of(world)[0].end_tick + 1
    for r in range(len(watches)):
        begins = watches[r].first_tick - sensors_of(world)[r].scan_ticks + 1
        if begins > clock.tick:
            clock.next_watch = min(clock.next_watch, begins)


@inlined
def moment(world: Handle, state: Handle) -> None:
    """One tick, as the two halves of the reference engine; steps that have nothing to do are left out."""
    clock = clock_of(state)[0]
    clock.scanned, clock.look_tick, clock.emit_tick, clock.heard = 0, clock.tick, clock.tick, clock.event_count
    if clock.tick >= clock.next_turn:
        react(world, state)
    if may_be_due(state, HOMERS) or may_be_due(state, NEARS) or may_be_due(state, BEAMS):
        emit_due(world, state)
    clock.emit_tick = clock.tick + 1
    if may_be_due(state, STAGES):
        fly_due(world, state)
    if clock.tick >= min(clock.next_change, clock.next_watch) or may_be_due(state, HALTS):
        rearrange(world, state)
    if may_be_due(state, WORDS):
        ask_due(world, state)
    if may_be_due(state, SCANS):
        sense_due(world, state)
    clock.scanned = len(watches_of(state))
    if may_be_due(state, JUDGES):
        judge_due(world, state)
    awake = clock.tick >= clock.next_wake or clock.event_count != clock.heard
    clock.heard = clock.event_count  # whatever has happened up to here is taken account of below
    if len(sorties_of(state)) > 0 and (awake or may_be_due(state, CHASES)):
        intercept_due(world, state)
        call(world, state)
    if may_be_due(state, LOOKS) or may_be_due(state, QUEUES):
        offer_due(world, state)
        assign_due(world, state)
    clock.look_tick = clock.tick + 1
    if may_be_due(state, ROUNDS) or clock.next_reload <= clock.tick:
        engage_due(world, state)


@inlined
def fly_due(world: Handle, state: Handle) -> None:
    """Start and end the objects whose time has come."""
    while is_due(state, STAGES):
        o = next_due(state, STAGES)
        if flights_of(state)[o].stage != DONE:
            due = fly_on(world, state, o)
            if due != NEVER:
                put(state, STAGES, o, due)


@compiled
def rearrange(world: Handle, state: Handle) -> None:
    """What is hit, mended or on the move changes who sees, hears and reaches whom: everybody looks anew."""
    clock = clock_of(state)[0]
    while True:
        h = any_due(state, HALTS)
        if h == NONE:
            break
        if halts_of(state)[h].due_tick > clock.tick:
            put(state, HALTS, h, halts_of(state)[h].due_tick)
    if clock.tick < clock.next_change and clock.tick < clock.next_watch and not moves(world, state):
        return
    stand(world, state)
    move(world, state)
    move_later(state, int(clock.tick) + 1)
    next_watcher(world, state)
    reconsider_help(world, state)
    regroup(world, state)
    ask_all(world, state)
    judge_anew(world, state)
    for u in range(len(crews_of(state))):
        ready_later(state, u)


@compiled
def ask_due(world: Handle, state: Handle) -> None:
    """Somebody begins to go by what a network knows of an object: its radars are asked, unless it knows already."""
    first, objects = seer_at_of(state), len(flights_of(state))
    while True:
        word = any_due(state, WORDS)
        if word == NONE:
            return
        group, o = word // objects, word % objects
        for k in range(first[o], first[o + 1]):
            r = int(seers_of(state)[k])
            picture = int(watches_of(state)[r].picture)
            if sensors_of(world)[r].group == group and first_of_picture(state, picture, o) == r:
                recount(world, state, picture, o)


@inlined
def first_of_picture(state: Handle, picture: int, o: int) -> int:
    """The first of the radars of a picture that can see an object."""
    seers, k = seers_of(state), int(seer_at_of(state)[o])
    while watches_of(state)[seers[k]].picture != picture:
        k += 1
    return int(seers[k])


@inlined
def sense_due(world: Handle, state: Handle) -> None:
    """Tracks that begin or are lost, and first detections where they are logged, in the order of the scans."""
    while is_due(state, SCANS):
        cell = next_due(state, SCANS)
        clock_of(state)[0].scanned = sights_of(state)[cell].sensor + 1
        come_true(world, state, cell)


@inlined
def come_true(world: Handle, state: Handle, cell: int) -> None:
    """What was foreseen between a radar and an object happens, and they look on."""
    r, o = int(sights_of(state)[cell].sensor), int(sights_of(state)[cell].object)
    flight, outlook, look = flights_of(state)[o], outlooks_of(state)[cell], looks_of(state)[cell]
    if outlook.asleep:
        if concerns_unit(world, state, r, o):
            wake(world, state, r, o)
        look_on(world, state, r, o)
        return
    what, due = outlook.next, scan_tick(sensors_of(world)[r], int(outlook.next_scan + outlook.ahead))
    if what == NOTHING or due != clock_of(state)[0].tick or flight.dead or flight.stage == DONE:
        return  # it has been put off meanwhile
    outlook.scan = outlook.next_scan + (what != LOOK_ON)
    look.scans, look.missed = outlook.next_scans, outlook.next_missed
    outlook.entered = 1
    if what == LOSS:
        drop(world, state, r, o)
    elif what != LOOK_ON:
        if hits_in(look.scans) == 1:
            note(state, DETECTED, r, NONE, o, NONE, 0.0)
        if what == TRACK:
            confirm(world, state, r, o)
    look_on(world, state, r, o)


@inlined
def engage_due(world: Handle, state: Handle) -> None:
    """Rounds whose next moment has come, in the order they were assigned."""
    clock, shots = clock_of(state)[0], shots_of(state)
    while is_due(state, ROUNDS):
        s = next_due(state, ROUNDS)
        if shots[s].next_tick == clock.tick:
            move_on(world, state, s)
    if clock.next_reload <= clock.tick:
        reload(world, state)
