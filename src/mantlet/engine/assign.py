"""Rank and assign: which unit fires what at which track, and which gate was shut where none could."""

from __future__ import annotations

import math

from mantlet.codes import (
    ASSIGNED,
    AT_UNIT,
    HELD,
    HIGHEST_KILL_PROB,
    HOLD,
    KNOWS_ALL,
    LATE,
    NO_CHANNEL,
    NO_MISSILE,
    NONE,
    OUTSIDE,
    OWN_TRACK,
    SHORTEST_REACH,
    TIGHT,
    UNIT_DOWN,
)
from mantlet.engine.ahead import ROUNDS
from mantlet.engine.airspace import kept_clear
from mantlet.engine.calendar import full, put
from mantlet.engine.cells import duel_at, held_tick, reach
from mantlet.engine.doctrine import give_back, known_to_authority, lower_until, reaction, weigh, weigh_again
from mantlet.engine.engage import forget_spent
from mantlet.engine.magazine import came_to_reserve, others_ready, reserve_kept, reserve_left, set_aside
from mantlet.engine.meetings import can_meet, meeting, never_in_time
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    FLYING,
    NEVER,
    READYING,
    clock_of,
    crews_of,
    duels_of,
    flights_of,
    knowledge_of,
    note,
    pairs_of,
    shots_of,
    sorties_of,
    stores_of,
    track_counts_of,
    tracks_of,
    watches_of,
)
from mantlet.engine.tables import launches_of, missiles_of, objects_of, rules_of, slots_of, units_of
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records


@compiled
def offer(world: Handle, state: Handle) -> None:
    """Collect every engagement the gates allow.

    A unit for which every gate of every track stood as it was, and stays so, looks again when something has happened
    (every change that bears on a gate is noted) or when the next launch window opens.
    """
    clock = clock_of(state)[0]
    clock.pair_count = 0
    units, launches, knowledge = units_of(world), launches_of(world), knowledge_of(state)
    flights, turned, never = flights_of(state), clock.turned != 0, rules_of(world)[0].end_tick + 1
    for u in range(len(units)):
        crew, unit = crews_of(state)[u], units[u]
        if not crew.present or crew.up_since == NEVER or clock.tick < crew.ready_tick:
            continue
        if not turned and clock.tick < crew.look_tick and clock.event_count == crew.heard:
            continue
        crew.look_tick, crew.heard = never, clock.event_count
        tracks, network = watches_of(state)[unit.sensor].first, knowledge[crew.picture]
        own_launches = launches[u]
        after_reaction = clock.tick + reaction(world, state, u)
        count = crew.can_reach if unit.remote != OWN_TRACK else track_counts_of(state)[unit.sensor]
        for track in range(count):
            if unit.remote != OWN_TRACK:
                o = int(duels_of(state)[crew.first + track].object)
            else:
                o = int(tracks_of(state)[tracks + track])
            launch = own_launches[o]
            if turned:
                if never_in_time(flights[o], launch, clock.tick, after_reaction):
                    continue
            elif clock.tick > launch.last_tick:
                continue
            elif after_reaction < launch.first_tick:
                crew.look_tick = min(crew.look_tick, clock.tick + launch.first_tick - after_reaction)
                continue
            own = unit.remote == OWN_TRACK and unit.authority == AT_UNIT
            if nothing_new(unit, crew, duels_of(state)[duel_at(state, u, o)], network[o]):
                continue
            crew.look_tick = clock.tick
            if not own and tracked_since(world, state, u, o) == NEVER:
                continue
            slot = open_slot(world, state, u, o)
            if slot >= 0:
                propose(world, state, u, o, slot)


@compiled
def assign(world: Handle, state: Handle) -> None:
    """Hand the offers out in rank order, each object to the first unit to meet it, as long as gates stay open."""
    clock, pairs = clock_of(state)[0], pairs_of(state)
    for _ in range(clock.pair_count):
        best = -1
        for p in range(clock.pair_count):
            if pairs[p].unit >= 0 and (best < 0 or before(world, state, p, best)):
                best = p
        if best < 0:
            return
        u, o, slot = int(pairs[best].unit), int(pairs[best].object), int(pairs[best].slot)
        pairs[best].unit = -1
        if open_slot(world, state, u, o) == slot:
            ready_salvo(world, state, u, o, slot, int(pairs[best].rounds) or int(units_of(world)[u].salvo))
            weigh_again(world, state, u, o)


@inlined
def tracked_since(world: Handle, state: Handle, u: int, o: int) -> int:
    """Since when unit u has had a track that may be launched on, NEVER without one."""
    if units_of(world)[u].remote == KNOWS_ALL:
        own = held_tick(state, int(units_of(world)[u].sensor), o)
        start = objects_of(world)[o].start_tick if flights_of(state)[o].stage == FLYING else NEVER
        return start if own == NEVER else own
    return known_to_authority(world, state, u, o, held_since(world, state, u, o))


@inlined
def held_since(world: Handle, state: Handle, u: int, o: int) -> int:
    """Since when unit u has had a track, NEVER without one: its own, or one its network passes on."""
    unit, tick = units_of(world)[u], clock_of(state)[0].tick
    own = held_tick(state, int(unit.sensor), o)
    if own != NEVER or unit.remote == OWN_TRACK:
        return own
    told = knowledge_of(state)[crews_of(state)[u].picture, o].cued_tick
    order_ticks = watches_of(state)[unit.sensor].order_ticks
    return told + order_ticks if NEVER < told <= tick - order_ticks and flights_of(state)[o].stage == FLYING else NEVER


@inlined
def identified_tick(world: Handle, state: Handle, u: int, o: int) -> int:
    """From when unit u knows well enough what it tracks to fire at it, if it goes on tracking it."""
    unit = units_of(world)[u]
    return tracked_since(world, state, u, o) + int(unit.identification_ticks) if unit.control == TIGHT else NEVER


@inlined
def word_tick(world: Handle, state: Handle, u: int, o: int) -> int:
    """When the word of a track that its network has comes to whoever decides for unit u."""
    unit, told = units_of(world)[u], knowledge_of(state)[crews_of(state)[u].picture, o].cued_tick
    if unit.remote != OWN_TRACK and held_tick(state, int(unit.sensor), o) == NEVER:
        return int(told + watches_of(state)[unit.sensor].order_ticks)
    return int(told - unit.order_ticks)


@inlined
def nothing_new(unit: Records, crew: Records, duel: Records, known: Records) -> bool:
    """Whether a gate this pair has been at before is still shut, so that looking again cannot change anything.

    Saves half of the time of a crowded raid; the answer of `open_slot` would be the same.
    """
    if duel.engaged > 0:
        return True
    if duel.depth >= NO_CHANNEL and crew.channels >= unit.target_channels:
        return True
    if duel.depth >= NO_MISSILE and crew.rounds == 0:
        return True
    over = known.believed_dead or known.called_decoy
    return duel.depth >= HELD and (over or known.committed >= unit.max_in_flight)


@inlined
def before(world: Handle, state: Handle, p: int, q: int) -> bool:
    """Rank order: most urgent object or greatest gain first, then whose missile gets there first, then names."""
    pairs = pairs_of(state)
    if pairs[p].rank != pairs[q].rank:
        return pairs[p].rank < pairs[q].rank
    if pairs[p].urgency != pairs[q].urgency:
        return pairs[p].urgency < pairs[q].urgency
    if pairs[p].object != pairs[q].object:
        return pairs[p].object < pairs[q].object
    meets, other_meets = meet_tick(world, state, p), meet_tick(world, state, q)
    if meets != other_meets:
        return meets < other_meets
    return pairs[p].unit < pairs[q].unit


@compiled
def meet_tick(world: Handle, state: Handle, p: int) -> int:
    """When the missile of a pair would meet the object: worked out only where two units compete for one."""
    pair = pairs_of(state)[p]
    if pair.meet_tick == NEVER:
        pair.meet_tick = meeting(world, state, pair.slot, pair.object, pair.launch_tick)
    return pair.meet_tick


@inlined
def propose(world: Handle, state: Handle, u: int, o: int, slot: int) -> None:
    """Put a possible engagement on the table."""
    clock = clock_of(state)[0]
    pair = pairs_of(state)[clock.pair_count]
    clock.pair_count += 1
    pair.object, pair.unit, pair.slot, pair.rounds = o, u, slot, 0
    pair.launch_tick, pair.meet_tick = launch_tick(world, state, u), NEVER
    weigh(world, state, int(clock.pair_count) - 1)


@inlined
def launch_tick(world: Handle, state: Handle, u: int) -> int:
    """When a round ordered now leaves: after the reaction time, and not before the unit has spaced its last launch."""
    return max(clock_of(state)[0].tick + reaction(world, state, u), crews_of(state)[u].next_launch)


@compiled
def open_slot(world: Handle, state: Handle, u: int, o: int) -> int:
    """The slot to fire at a track, or -1; the deepest gate reached is kept for the bookkeeping of causes."""
    found = slot_or_gate(world, state, u, o)
    if found >= 0:
        return found
    reach(state, u, o, shut_gate(found))
    return -1


@inlined
def shut_gate(found: int) -> int:
    """The gate that `slot_or_gate` found shut."""
    return -1 - found


@compiled
def slot_or_gate(world: Handle, state: Handle, u: int, o: int) -> int:
    """The slot to fire at a track, or -1 less the first gate that is shut now."""
    after_reaction, launch = clock_of(state)[0].tick + reaction(world, state, u), launch_tick(world, state, u)
    slot = best_slot(world, state, u, o, launch)
    if slot < 0 or launch > after_reaction:
        gate = gate_of_reach(world, state, u, o, after_reaction)
        if gate >= 0:
            return -1 - gate
    if not permitted(world, state, u, o):
        return -1 - HELD
    if slot < 0:
        stocked = best_slot(world, state, u, o, after_reaction) >= 0
        return -1 - NO_CHANNEL if stocked else -1 - NO_MISSILE
    return -1 - NO_CHANNEL if full(world, state, u) else slot


@inlined
def gate_of_reach(world: Handle, state: Handle, u: int, o: int, after_reaction: int) -> int:
    """The first gate that is shut for want of reach or of a radar, -1 if none is."""
    unit, later, blind = units_of(world)[u], False, is_blind(world, state, u)
    first, last = int(unit.slot_first), int(unit.slot_first) + int(unit.slot_count)
    for slot in range(first, last):
        if can_meet(world, state, slot, o, after_reaction):
            if not blind or not slots_of(world)[slot].needs_radar:
                return NONE
            later = True
    if later:
        return HELD if watches_of(state)[unit.sensor].on else UNIT_DOWN
    for slot in range(first, last):
        if can_meet(world, state, slot, o, int(clock_of(state)[0].tick)):
            return LATE
    return OUTSIDE


@inlined
def is_blind(world: Handle, state: Handle, u: int) -> bool:
    """Whether the radar of a unit is silent or down, so that rounds that need it cannot be fired."""
    watch = watches_of(state)[units_of(world)[u].sensor]
    return watch.silent or not watch.on


@inlined
def permitted(world: Handle, state: Handle, u: int, o: int) -> bool:
    """Doctrine: weapons control, classes, a look after every salvo, and how much is on its way to it."""
    unit, thing = units_of(world)[u], objects_of(world)[o]
    crew = crews_of(state)[u]
    network = knowledge_of(state)[crew.picture, o]
    if (crew.alone and unit.alone_holds) or crew.leaving:
        return False
    if unit.control == HOLD or network.believed_dead or duels_of(state)[duel_at(state, u, o)].engaged > 0:
        return False
    if network.called_decoy or lower_until(world, state, u, o) != NEVER:
        return False
    if identified_tick(world, state, u, o) > clock_of(state)[0].tick:
        return False
    if not (unit.engage_classes >> thing.class_code) & 1:
        return False
    if unit.max_shots > 0 and network.fired >= unit.max_shots:
        return False
    if network.committed >= unit.max_in_flight:
        return False
    if len(sorties_of(state)) > 0 and kept_clear(world, state, u, o):
        return False
    return not reserve_kept(world, state, u, o) or others_ready(world, state, u)


@compiled
def best_slot(world: Handle, state: Handle, u: int, o: int, launch: int) -> int:
    """Missile choice among the types that can be fired at that tick and have a round ready; -1 if there is none."""
    unit, stores, blind = units_of(world)[u], stores_of(state), is_blind(world, state, u)
    chosen, best = -1, math.inf
    for slot in range(int(unit.slot_first), int(unit.slot_first) + unit.slot_count):
        if stores[slot].ready <= 0 or (blind and slots_of(world)[slot].needs_radar):
            continue
        if not can_meet(world, state, slot, o, launch):
            continue
        if slots_of(world)[slot].reserved and reserve_kept(world, state, u, o):
            continue
        missile = missiles_of(world)[slots_of(world)[slot].missile]
        cost = float(slot)
        if unit.missile_choice == SHORTEST_REACH:
            cost = missile.max_range_m
        elif unit.missile_choice == HIGHEST_KILL_PROB:
            cost = -missile.kill_probit[objects_of(world)[o].class_code]
        if chosen < 0 or cost < best:
            chosen, best = slot, cost
    return chosen


@inlined
def ready_salvo(world: Handle, state: Handle, u: int, o: int, slot: int, most: int) -> None:
    """Commit up to so many rounds: launch ticks, meetings and the channel they hold."""
    unit, clock, crew = units_of(world)[u], clock_of(state)[0], crews_of(state)[u]
    duel, network = duels_of(state)[duel_at(state, u, o)], knowledge_of(state)[crew.picture, o]
    room = min(most, unit.max_in_flight - network.committed, unit.missile_channels - crew.guided)
    if unit.max_shots > 0:
        room = min(room, unit.max_shots - network.fired)
    if slots_of(world)[slot].reserved and not (unit.reserve_classes >> objects_of(world)[o].class_code) & 1:
        room = min(room, reserve_left(world, state, u) - unit.reserve_rounds)
    shots = shots_of(state)
    if clock.shot_count + room > len(shots):
        forget_spent(state)
    fired = 0
    while fired < room and stores_of(state)[slot].ready > 0:
        launch = launch_tick(world, state, u)
        meets_tick = meeting(world, state, slot, o, launch)
        if meets_tick < 0:
            break
        set_aside(state, u, slot, 1)
        shot = shots[clock.shot_count]
        clock.shot_count += 1
        shot.stage, shot.unit, shot.object, shot.slot = READYING, u, o, slot
        shot.ordinal, shot.next_tick, shot.intercept_tick = duel.ordinal, launch, meets_tick
        shot.order, shot.salvo = 0, 0
        shot.launch_tick, shot.noticed, shot.lost = launch, 0, 0
        put(state, ROUNDS, int(clock.shot_count) - 1, launch)
        duel.ordinal += 1
        crew.next_launch = launch + unit.launch_ticks
        crew.guided += 1
        network.fired += 1
        fired += 1
        note(state, ASSIGNED, unit.sensor, u, o, slots_of(world)[slot].missile, float(launch))
    if fired == 0:
        return
    shots[clock.shot_count - fired].order, shots[clock.shot_count - 1].salvo = fired, fired
    network.committed += fired
    crew.channels += 1
    duel.engaged, duel.slot = fired, slot
    if stores_of(state)[slot].ready == 0 or came_to_reserve(world, state, u, fired):
        give_back(world, state, u)
