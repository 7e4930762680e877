"""Openings: the same offers and orders as `assign` gives, from looks at those pairs for which something has changed.

A track is looked at when it begins, when a launch window opens or closes, and when something about its object has
changed (`stir`). One that only lacks a channel or a round waits in the queue of its unit, by rank: when a channel is
free again the first of them that is still open takes it.
"""

from __future__ import annotations

from mantlet.codes import AT_UNIT, HELD, HOLD, NEAREST, NO_CHANNEL, NO_MISSILE, NONE, OWN_TRACK
from mantlet.engine.ahead import LOOKS, QUEUES
from mantlet.engine.airspace import until_clear
from mantlet.engine.assign import (
    before,
    identified_tick,
    nothing_new,
    propose,
    ready_salvo,
    shut_gate,
    slot_or_gate,
    tracked_since,
    word_tick,
)
from mantlet.engine.calendar import any_due, free, full, put
from mantlet.engine.cells import duel_at, held_tick, reach
from mantlet.engine.doctrine import lower_until, reaction, weigh_again
from mantlet.engine.meetings import left_at
from mantlet.engine.memory import Handle
from mantlet.engine.queues import count_in, queue
from mantlet.engine.state import (
    DONE,
    NEVER,
    clock_of,
    crews_of,
    duels_of,
    flights_of,
    knowledge_of,
    openings_of,
    pairs_of,
    queues_of,
    track_counts_of,
    tracks_of,
    watches_of,
)
from mantlet.engine.tables import launches_of, objects_of, units_of, window_at_of, windows_of
from mantlet.physics.jit import compiled, inlined

SHUT, WAITS, OFFERED = range(3)


@inlined
def offer_due(world: Handle, state: Handle) -> None:
    """Collect the engagements that the gates allow, of pairs and units that have to look now."""
    clock = clock_of(state)[0]
    clock.pair_count = 0
    while True:
        cell = any_due(state, LOOKS)
        if cell == NONE:
            break
        look_at(world, state, cell)
    while True:
        u = any_due(state, QUEUES)
        if u == NONE:
            break
        look_through(world, state, u)
    clock.look_tick = clock.tick + 1


@inlined
def assign_due(world: Handle, state: Handle) -> None:
    """Hand the offers out in rank order, as long as gates stay open; then let the next in a queue take its place."""
    clock, pairs, changed, ordered = clock_of(state)[0], pairs_of(state), False, 0
    while clock.pair_count > 0:
        while ordered < clock.pair_count:
            rise(world, state, ordered)
            ordered += 1
        u, o, slot = int(pairs[0].unit), int(pairs[0].object), int(pairs[0].slot)
        clock.pair_count -= 1
        ordered -= 1
        pairs[0] = pairs[clock.pair_count]
        sink(world, state)
        found, cell = slot_or_gate(world, state, u, o) if changed else slot, duel_at(state, u, o)
        changed = True
        if found == slot:
            ready_salvo(world, state, u, o, slot, int(units_of(world)[u].salvo))
            weigh_again(world, state, u, o)
            ordered = 0 if clock.by_gain else ordered
            free(world, state, u)  # its next round leaves later now: in another window, maybe
        if found != slot or duels_of(state)[cell].engaged == 0:
            if found < 0:
                reach(state, u, o, shut_gate(found))
                if wait(world, state, cell, shut_gate(found)):
                    queue(world, state, cell)
            else:  # another missile type than was offered, or none that meets it: the next tick decides
                put(state, LOOKS, cell, clock.look_tick)
            if crews_of(state)[u].first_only == clock.tick and not full(world, state, u):
                offer_waiting(world, state, u, True)


@inlined
def rise(world: Handle, state: Handle, p: int) -> None:
    """Offers are a heap, the best on top, as far as they are in order: the next one takes its place among those."""
    while p > 0 and before(world, state, p, (p - 1) // 2):
        swap(state, p, (p - 1) // 2)
        p = (p - 1) // 2


@inlined
def sink(world: Handle, state: Handle) -> None:
    """What has been put on top of that heap goes down to its place."""
    p, count = 0, int(clock_of(state)[0].pair_count)
    while 2 * p + 1 < count:
        child = 2 * p + 1
        if child + 1 < count and before(world, state, child + 1, child):
            child += 1
        if not before(world, state, child, p):
            return
        swap(state, p, child)
        p = child


@inlined
def swap(state: Handle, p: int, q: int) -> None:
    """Two offers change places, by way of the last one's, which is always free."""
    pairs = pairs_of(state)
    pairs[len(pairs) - 1] = pairs[p]
    pairs[p] = pairs[q]
    pairs[q] = pairs[len(pairs) - 1]


@inlined
def able(state: Handle, u: int) -> bool:
    """Whether a unit is there and can fight at this tick."""
    crew = crews_of(state)[u]
    return crew.present and crew.up_since != NEVER and clock_of(state)[0].tick >= crew.ready_tick


@compiled
def look_at(world: Handle, state: Handle, cell: int) -> None:
    """A unit looks at one object, which waits, goes on waiting or does not wait any longer."""
    if consider(world, state, cell) == WAITS:
        queue(world, state, cell)
    elif openings_of(state)[cell].waits:
        count_in(state, cell, False)


@compiled
def consider(world: Handle, state: Handle, cell: int) -> int:
    """Look at one pair: offer it, or settle when it is looked at again; whether it is OFFERED now, or WAITS."""
    duel, opening, tick = duels_of(state)[cell], openings_of(state)[cell], clock_of(state)[0].tick
    u, o = int(duel.unit), int(duel.object)
    unit, crew, flight = units_of(world)[u], crews_of(state)[u], flights_of(state)[o]
    clock_of(state)[0].gates += 1
    if opening.offered_tick == tick:
        return WAITS if opening.waits else SHUT
    if not able(state, u) or flight.stage == DONE:
        return SHUT
    if unit.remote == OWN_TRACK and held_tick(state, int(unit.sensor), o) == NEVER:
        return SHUT
    launch, ready = launches_of(world)[u, o], tick + reaction(world, state, u)
    if flight.heading > 0:
        if tick + flight.origin_tick > launch.last_tick:
            return SHUT
        if ready + flight.origin_tick < launch.first_tick:
            put(state, LOOKS, cell, tick + launch.first_tick - ready - flight.origin_tick)
            return SHUT
    elif launch.last_tick < 0:
        return SHUT
    network = knowledge_of(state)[crew.picture, o]
    if nothing_new(unit, crew, duel, network):
        return WAITS if wait(world, state, cell, int(duel.depth)) else SHUT
    own = unit.remote == OWN_TRACK and unit.authority == AT_UNIT
    if not own and tracked_since(world, state, u, o) == NEVER:
        if network.cued_tick != NEVER:  # the word is on its way
            put(state, LOOKS, cell, max(tick + 1, word_tick(world, state, u, o)))
        return SHUT
    found = slot_or_gate(world, state, u, o)
    if found < 0:
        reach(state, u, o, shut_gate(found))
        return WAITS if wait(world, state, cell, shut_gate(found)) else SHUT
    opening.offered_tick = tick
    propose(world, state, u, o, found)
    return OFFERED


@compiled
def wait(world: Handle, state: Handle, cell: int, gate: int) -> bool:
    """A gate is shut: settle when this pair is looked at again; whether it waits for a channel or a round.

    What is up to the object is told by `stir`, what is up to the unit by `free` and `rouse`; the rest by the clock.
    """
    duel, tick = duels_of(state)[cell], clock_of(state)[0].tick
    u, o = int(duel.unit), int(duel.object)
    unit, crew = units_of(world)[u], crews_of(state)[u]
    network = knowledge_of(state)[crew.picture, o]
    over = network.believed_dead or network.called_decoy or unit.control == HOLD
    over = over or network.committed >= unit.max_in_flight or (0 < unit.max_shots <= network.fired)
    over = over or not (unit.engage_classes >> objects_of(world)[o].class_code) & 1
    if duel.engaged > 0 or (over and duel.depth >= HELD):  # short of that gate it can still get deeper
        return False
    kept_until = held_until(world, state, u, o) if gate == HELD else NEVER
    if kept_until > tick:
        put(state, LOOKS, cell, kept_until)
    elif gate != NO_CHANNEL or not full(world, state, u):
        opens = next_change(world, state, u, o)
        if opens != NEVER:
            put(state, LOOKS, cell, opens)
    return gate >= NO_MISSILE or (gate == HELD and unit.reserve_rounds > 0)


@inlined
def held_until(world: Handle, state: Handle, u: int, o: int) -> int:
    """The first tick at which doctrine may no longer hold a track back, if nothing happens; NEVER if only events tell.

    For what keeps it clear of fighters, what is not identified yet, and what is left to a lower tier.
    """
    clear, lower = until_clear(world, state, u, o), lower_until(world, state, u, o)
    until = max(clear, identified_tick(world, state, u, o))
    return max(until, lower + 1) if lower != NEVER else until


@inlined
def next_change(world: Handle, state: Handle, u: int, o: int) -> int:
    """When a launch window opens or closes next, for a round that leaves now or after the reaction time.

    An object on its way back passes its windows the other way round. As long as rounds would have to wait for it at the
    inner end of one, only looking tells.
    """
    unit, first, windows, flight = units_of(world)[u], window_at_of(world), windows_of(world), flights_of(state)[o]
    soonest, origin, tick = NEVER, int(flight.origin_tick), int(clock_of(state)[0].tick)
    for slot in range(int(unit.slot_first), int(unit.slot_first) + unit.slot_count):
        for n in range(first[slot, o], first[slot, o + 1]):
            window = windows[n]
            if flight.heading > 0:
                soonest = edge(world, state, u, soonest, window.launch_first - origin)
                soonest = edge(world, state, u, soonest, window.launch_last + 1 - origin)
                continue
            if left_at(world, state, slot, o, n, origin - window.intercept_last) > tick:
                return tick + 1
            last = origin - window.intercept_first
            soonest = edge(world, state, u, soonest, last)
            soonest = edge(world, state, u, soonest, left_at(world, state, slot, o, n, last) + 1)
    return soonest


@inlined
def edge(world: Handle, state: Handle, u: int, soonest: int, at: int) -> int:
    """The earlier of a tick and the next of two: when a round that leaves at some tick is ordered, and that tick."""
    tick, lead = clock_of(state)[0].tick, reaction(world, state, u)
    if at - lead > tick and (soonest == NEVER or at - lead < soonest):
        return at - lead
    return at if at > tick and (soonest == NEVER or at < soonest) else soonest


@inlined
def look_through(world: Handle, state: Handle, u: int) -> None:
    """A unit has a channel or a round again, or has to look at everything anew."""
    unit, crew = units_of(world)[u], crews_of(state)[u]
    if not able(state, u):
        if crew.ready_tick > clock_of(state)[0].tick:
            put(state, QUEUES, u, crew.ready_tick)
        return
    if crew.anew:
        crew.anew = 0
        if unit.remote != OWN_TRACK:
            for k in range(crew.can_reach):
                look_at(world, state, int(crew.first + k))
            return
        tracks = watches_of(state)[unit.sensor].first
        for k in range(track_counts_of(state)[unit.sensor]):
            cell = duel_at(state, u, int(tracks_of(state)[tracks + k]))
            if cell >= 0:
                look_at(world, state, cell)
        return
    if crew.rounds == 0 or (crew.shallow == 0 and full(world, state, u)):
        return
    last_one = crew.channels == unit.target_channels - 1 or crew.guided == unit.missile_channels - 1
    alone = last_one and crew.shallow == 0 and unit.assignment == NEAREST and not clock_of(state)[0].turned
    if alone:
        crew.first_only = clock_of(state)[0].tick
    offer_waiting(world, state, u, alone)


@compiled
def offer_waiting(world: Handle, state: Handle, u: int, first_only: bool) -> None:
    """Offer those that wait and are open, or but the first of them. Who is shut out otherwise waits no longer.

    Those gone past that go on waiting close up to those behind them.
    """
    crew, row, openings = crews_of(state)[u], queues_of(state), openings_of(state)
    front, at, kept, over = int(crew.front), int(crew.front), 0, False
    while at < crew.back and not over:
        cell = int(row[at])
        at += 1
        found = consider(world, state, cell) if openings[cell].waits else SHUT
        over = first_only and found == OFFERED
        if found == WAITS:
            row[front + kept] = cell
            kept += 1
        else:
            openings[cell].placed = 0
        count_in(state, cell, found == WAITS)
    for k in range(kept):
        row[at - 1 - k] = row[front + kept - 1 - k]
    crew.front = at - kept
