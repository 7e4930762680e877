"""Openings: the same offers and orders as `assign` gives, from looks at those pairs for which something has changed.

A track is looked at when it begins, when a launch window opens or closes, and when something about its object has
changed (`stir`). One that only lacks a channel or a round waits in the queue of its unit, by rank: when a channel is
free again the first of them that is still open takes it.
"""

from __future__ import annotations

from mantlet.codes import AT_UNIT, HELD, HOLD, NEAREST, NO_CHANNEL, NO_MISSILE, NONE, OWN_TRACK, TIGHT
from mantlet.engine.ahead import LOOKS, QUEUES
from mantlet.engine.assign import (
    before,
    nothing_new,
    propose,
    ready_salvo,
    shut_gate,
    slot_or_gate,
    tracked_since,
)
from mantlet.engine.calendar import any_due, free, put
from mantlet.engine.doctrine import ranked, reaction, weigh_again
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    DONE,
    NEVER,
    clock_of,
    crews_of,
    duels_of,
    flights_of,
    knowledge_of,
    looks_of,
    openings_of,
    pairs_of,
    queues_of,
    reach,
    sorties_of,
    track_counts_of,
    tracks_of,
)
from mantlet.engine.tables import launches_of, objects_of, units_of, window_at_of, windows_of
from mantlet.physics.jit import compiled, inlined


@compiled
def offer_due(world: Handle, state: Handle) -> None:
    """Collect the engagements that the gates allow, of pairs and units that have to look now."""
    clock, objects = clock_of(state)[0], len(flights_of(state))
    clock.pair_count = 0
    while True:
        node = any_due(state, LOOKS)
        if node == NONE:
            break
        consider(world, state, node // objects, node % objects)
    while True:
        u = any_due(state, QUEUES)
        if u == NONE:
            break
        look_through(world, state, u)
    clock.look_tick = clock.tick + 1


@compiled
def assign_due(world: Handle, state: Handle) -> None:
    """Hand the offers out in rank order, as long as gates stay open; then let the next in a queue take its place."""
    clock, pairs = clock_of(state)[0], pairs_of(state)
    while clock.pair_count > 0:
        best = 0
        for p in range(1, clock.pair_count):
            if before(world, state, p, best):
                best = p
        u, o, slot = int(pairs[best].unit), int(pairs[best].object), int(pairs[best].slot)
        clock.pair_count -= 1
        pairs[best] = pairs[clock.pair_count]
        found = slot_or_gate(world, state, u, o)
        if found == slot:
            ready_salvo(world, state, u, o, slot, int(units_of(world)[u].salvo))
            weigh_again(world, state, u, o)
            if not full(world, state, u):  # its next round leaves later now: in another window, maybe
                free(state, u)
        if found != slot or duels_of(state)[u, o].engaged == 0:
            if found < 0:
                reach(state, u, o, shut_gate(found))
                wait(world, state, u, o, shut_gate(found))
            else:  # another missile type than was offered, or none that meets it: the next tick decides
                put(state, LOOKS, u * len(flights_of(state)) + o, clock.look_tick)
            if crews_of(state)[u].first_only == clock.tick:
                offer_first(world, state, u)


@inlined
def able(state: Handle, u: int) -> bool:
    """Whether a unit is there and can fight at this tick."""
    crew = crews_of(state)[u]
    return crew.present and crew.up_since != NEVER and clock_of(state)[0].tick >= crew.ready_tick


@inlined
def full(world: Handle, state: Handle, u: int) -> bool:
    """Whether a unit has as many targets or missiles under way as it can."""
    crew, unit = crews_of(state)[u], units_of(world)[u]
    return crew.channels >= unit.target_channels or crew.guided >= unit.missile_channels


@compiled
def consider(world: Handle, state: Handle, u: int, o: int) -> bool:
    """Look at one pair: offer it, or settle when it is looked at again; whether it was offered."""
    unit, crew, flight, tick = units_of(world)[u], crews_of(state)[u], flights_of(state)[o], clock_of(state)[0].tick
    node, opening = u * len(flights_of(state)) + o, openings_of(state)[u, o]
    if opening.offered_tick == tick:
        return False
    if opening.place != NONE:
        unqueue(state, u, o)
    if not able(state, u) or flight.stage == DONE:
        return False
    if unit.remote == OWN_TRACK and looks_of(state)[unit.sensor, o].tracked_tick == NEVER:
        return False
    launch, ready = launches_of(world)[u, o], tick + reaction(world, state, u)
    if flight.heading > 0:
        if tick + flight.origin_tick > launch.last_tick:
            return False
        if ready + flight.origin_tick < launch.first_tick:
            put(state, LOOKS, node, tick + launch.first_tick - ready - flight.origin_tick)
            return False
    elif launch.last_tick < 0:
        return False
    network = knowledge_of(state)[crew.picture, o]
    if nothing_new(unit, crew, duels_of(state)[u, o], network):
        wait(world, state, u, o, int(duels_of(state)[u, o].depth))
        return False
    own = unit.remote == OWN_TRACK and unit.authority == AT_UNIT
    if not own and tracked_since(world, state, u, o) == NEVER:
        if network.cued_tick != NEVER:  # the word is on its way
            put(state, LOOKS, node, tick + 1)
        return False
    found = slot_or_gate(world, state, u, o)
    if found < 0:
        reach(state, u, o, shut_gate(found))
        wait(world, state, u, o, shut_gate(found))
        return False
    opening.offered_tick = tick
    propose(world, state, u, o, found)
    return True


@compiled
def wait(world: Handle, state: Handle, u: int, o: int, gate: int) -> None:
    """A gate is shut: settle when this pair is looked at again.

    What is up to the object is told by `stir`, what is up to the unit by `free` and `rouse`; the rest by the clock.
    """
    unit, crew, flight, tick = units_of(world)[u], crews_of(state)[u], flights_of(state)[o], clock_of(state)[0].tick
    network, node = knowledge_of(state)[crew.picture, o], u * len(flights_of(state)) + o
    duel, over = duels_of(state)[u, o], network.believed_dead or network.called_decoy or unit.control == HOLD
    over = over or network.committed >= unit.max_in_flight or (0 < unit.max_shots <= network.fired)
    over = over or not (unit.engage_classes >> objects_of(world)[o].class_code) & 1
    if duel.engaged > 0 or (over and duel.depth >= HELD):  # short of that gate it can still get deeper
        return
    if gate >= NO_MISSILE or (gate == HELD and unit.reserve_rounds > 0):
        queue(world, state, u, o)
    by_the_moment = unit.control == TIGHT or unit.leaves_lower or len(sorties_of(state)) > 0
    if flight.heading < 0 or (gate == HELD and by_the_moment):
        put(state, LOOKS, node, tick + 1)
    elif gate != NO_CHANNEL or not full(world, state, u):
        opens = next_change(world, state, u, o)
        if opens != NEVER:
            put(state, LOOKS, node, opens)


@compiled
def next_change(world: Handle, state: Handle, u: int, o: int) -> int:
    """When a launch window opens or closes next, for a round that leaves now or after the reaction time."""
    unit, tick, first, windows = units_of(world)[u], clock_of(state)[0].tick, window_at_of(world), windows_of(world)
    soonest, lead, origin = NEVER, reaction(world, state, u), int(flights_of(state)[o].origin_tick)
    for slot in range(int(unit.slot_first), int(unit.slot_first) + unit.slot_count):
        for n in range(first[slot, o], first[slot, o + 1]):
            for edge in range(4):
                at = windows[n].launch_first if edge < 2 else windows[n].launch_last + 1
                at -= origin + lead if edge % 2 == 0 else origin
                if at > tick and (soonest == NEVER or at < soonest):
                    soonest = at
    return soonest


@compiled
def look_through(world: Handle, state: Handle, u: int) -> None:
    """A unit has a channel or a round again, or has to look at everything anew."""
    unit, crew, row = units_of(world)[u], crews_of(state)[u], queues_of(state)[u]
    if not able(state, u):
        if crew.ready_tick > clock_of(state)[0].tick:
            put(state, QUEUES, u, crew.ready_tick)
        return
    if crew.anew:
        crew.anew = 0
        tracks = tracks_of(state)[unit.sensor]
        count = track_counts_of(state)[unit.sensor] if unit.remote == OWN_TRACK else len(flights_of(state))
        for k in range(count):
            consider(world, state, u, tracks[k] if unit.remote == OWN_TRACK else k)
        return
    if crew.rounds == 0 or (crew.shallow == 0 and full(world, state, u)):
        return
    last_one = crew.channels == unit.target_channels - 1 or crew.guided == unit.missile_channels - 1
    if last_one and crew.shallow == 0 and unit.assignment == NEAREST and not clock_of(state)[0].turned:
        crew.first_only = clock_of(state)[0].tick
        offer_first(world, state, u)
        return
    waiting = int(crew.queued)
    crew.queued, crew.shallow = 0, 0
    for k in range(waiting):
        openings_of(state)[u, row[k]].place = NONE
    for k in range(waiting):  # who goes on waiting is put back before the place that is read
        consider(world, state, u, int(row[k]))


@compiled
def offer_first(world: Handle, state: Handle, u: int) -> None:
    """Offer the first of those that wait which is open."""
    crew, row = crews_of(state)[u], queues_of(state)[u]
    passed = 0
    while crew.queued > 0:
        o = int(row[0])
        if consider(world, state, u, o):
            break
        if openings_of(state)[u, o].place != NONE:  # it goes on waiting, and those behind it have their turn
            unqueue(state, u, o)
            passed += 1
            row[len(row) - passed] = o
    for k in range(len(row) - passed, len(row)):
        queue(world, state, u, int(row[k]))


@compiled
def queue(world: Handle, state: Handle, u: int, o: int) -> None:
    """Let a track wait for a channel or a round, in its place by rank."""
    crew, opening = crews_of(state)[u], openings_of(state)[u, o]
    opening.rank = ranked(world, state, u, o)
    opening.shallow = duels_of(state)[u, o].depth < NO_CHANNEL
    crew.shallow += opening.shallow
    crew.queued += 1
    lift(state, u, o, int(crew.queued) - 1)


@compiled
def unqueue(state: Handle, u: int, o: int) -> None:
    """Take a track out of the queue of a unit."""
    crew, opening, row = crews_of(state)[u], openings_of(state)[u, o], queues_of(state)[u]
    place = int(opening.place)
    opening.place = NONE
    crew.shallow -= opening.shallow
    crew.queued -= 1
    last, count = int(row[crew.queued]), int(crew.queued)
    if place == count:
        return
    while 2 * place + 1 < count:
        child = 2 * place + 1
        if child + 1 < count and sooner(state, u, int(row[child + 1]), int(row[child])):
            child += 1
        if sooner(state, u, last, int(row[child])):
            break
        row[place] = row[child]
        openings_of(state)[u, row[place]].place = place
        place = child
    lift(state, u, last, place)


@compiled
def lift(state: Handle, u: int, o: int, place: int) -> None:
    """Move a track up from a free place to where its rank belongs."""
    row = queues_of(state)[u]
    while place > 0 and sooner(state, u, o, int(row[(place - 1) // 2])):
        row[place] = row[(place - 1) // 2]
        openings_of(state)[u, row[place]].place = place
        place = (place - 1) // 2
    row[place] = o
    openings_of(state)[u, o].place = place


@inlined
def sooner(state: Handle, u: int, o: int, other: int) -> bool:
    """Which of two tracks that wait is served first."""
    rank, other_rank = openings_of(state)[u, o].rank, openings_of(state)[u, other].rank
    return rank < other_rank or (rank == other_rank and o < other)
