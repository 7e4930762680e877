"""Rules of who takes what: gain of a round, tiers that leave objects to lower ones, and who may order a shot."""

from __future__ import annotations

import math

from mantlet.codes import AT_UNIT, BY_CLASS, HOLD, NEAREST, VALUE_AT_RISK
from mantlet.engine.calendar import rouse
from mantlet.engine.cells import duel_at
from mantlet.engine.course import own_tick, urgency
from mantlet.engine.magazine import reserve_kept
from mantlet.engine.meetings import last_launch
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    NEVER,
    clock_of,
    crews_of,
    duels_of,
    flights_of,
    knowledge_of,
    pairs_of,
    stores_of,
    taker_at_of,
    takers_of,
    watches_of,
)
from mantlet.engine.tables import missiles_of, objects_of, rules_of, slots_of, units_of
from mantlet.physics.jit import compiled, inlined
from mantlet.physics.kernels import normal_cdf

RANK_STEP = 1e6  # between two classes of an order: more than there are ticks


@inlined
def ranked(world: Handle, state: Handle, u: int, o: int) -> float:
    """The place of an object in the ranking of a unit; the smallest comes first."""
    unit = units_of(world)[u]
    due = urgency(world, state, o, unit.ranking == VALUE_AT_RISK)
    return due + RANK_STEP * unit.class_rank[objects_of(world)[o].class_code] if unit.ranking == BY_CLASS else due


@compiled
def kill_prob(world: Handle, slot: int, o: int) -> float:
    """Single-shot kill probability of a slot's missile against an object, as the defence believes it."""
    return normal_cdf(missiles_of(world)[slots_of(world)[slot].missile].kill_probit[objects_of(world)[o].class_code])


@compiled
def gain(world: Handle, state: Handle, u: int, o: int, slot: int) -> float:
    """Value that the next round of a unit can be expected to save: value at risk, times the chance that the rounds
    its network has under way or not yet looked at leave the object alive, times the round's kill probability.

    Source: den Broeder, Ellison and Emerling 1959, Operations Research 7:322 (maximum marginal return).
    """
    thing, crews = objects_of(world)[o], crews_of(state)
    left = max(-urgency(world, state, o, True), thing.seeming_value)
    for k in range(taker_at_of(state)[o], taker_at_of(state)[o + 1]):
        duel = duels_of(state)[duel_at(state, int(takers_of(state)[k]), o)]
        if duel.engaged > 0 and crews[duel.unit].picture == crews[u].picture:
            left *= math.pow(1.0 - kill_prob(world, duel.slot, o), float(duel.engaged))
    return left * kill_prob(world, slot, o)


@inlined
def weigh(world: Handle, state: Handle, p: int) -> None:
    """Rank a pair: by urgency alone, or by gain, where urgency decides between equals."""
    pair = pairs_of(state)[p]
    u, o = int(pair.unit), int(pair.object)
    pair.rank, pair.urgency = ranked(world, state, u, o), 0.0
    if units_of(world)[u].assignment != NEAREST:
        pair.urgency = pair.rank
        pair.rank = -gain(world, state, u, o, int(pair.slot))


@inlined
def weigh_again(world: Handle, state: Handle, u: int, o: int) -> None:
    """After an order: what a further round at the same object would add is less now, to whoever goes by gain. Orders
    from outside stand."""
    pairs, crews = pairs_of(state), crews_of(state)
    if not clock_of(state)[0].by_gain:
        return
    for p in range(clock_of(state)[0].pair_count):
        pair = pairs[p]
        if pair.unit < 0 or pair.rounds > 0 or pair.object != o or crews[pair.unit].picture != crews[u].picture:
            continue
        if units_of(world)[pair.unit].assignment != NEAREST:
            pair.rank = -gain(world, state, int(pair.unit), o, int(pair.slot))


@inlined
def reaction(world: Handle, state: Handle, u: int) -> int:
    """From a decision to the launch: the unit's own time and, where its post decides, the way of the order."""
    unit = units_of(world)[u]
    if unit.authority == AT_UNIT or crews_of(state)[u].alone:
        return unit.reaction_ticks
    return unit.reaction_ticks + unit.order_ticks + watches_of(state)[unit.sensor].order_ticks


@inlined
def known_to_authority(world: Handle, state: Handle, u: int, o: int, since: int) -> int:
    """Since when whoever decides has known of what unit u tracks since a tick; NEVER if not yet.

    `cued_tick` is when the units of a network know, one order's way after their post.
    """
    unit, crew = units_of(world)[u], crews_of(state)[u]
    if since == NEVER or unit.authority == AT_UNIT or crew.alone:
        return since
    told = knowledge_of(state)[crew.picture, o].cued_tick
    if told == NEVER or told - unit.order_ticks > clock_of(state)[0].tick:
        return NEVER
    return max(since, told - unit.order_ticks)


@compiled
def lower_until(world: Handle, state: Handle, u: int, o: int) -> int:
    """Up to which tick at the least unit u leaves an object to a unit of its network with a shorter reach, which can
    still meet it; NEVER if it does not. That nothing happens is taken for granted: what does has the unit look again.
    """
    unit, tick = units_of(world)[u], clock_of(state)[0].tick
    if not unit.leaves_lower or urgency(world, state, o, False) - tick <= unit.urgent_ticks:
        return NEVER
    units, crews = units_of(world), crews_of(state)
    for k in range(taker_at_of(state)[o], taker_at_of(state)[o + 1]):
        v = int(takers_of(state)[k])
        if units[v].reach_m < unit.reach_m and crews[v].picture == crews[u].picture:
            until = takes_until(world, state, v, o)
            if until != NEVER:
                return min(until, calm_until(world, state, o, int(unit.urgent_ticks)))
    return NEVER


@inlined
def calm_until(world: Handle, state: Handle, o: int, urgent_ticks: int) -> int:
    """Up to which tick at the least an object that is not urgent now stays so: until it is so near to doing harm, or
    what there is to fear from it changes with its load."""
    thing, flight, tick = objects_of(world)[o], flights_of(state)[o], clock_of(state)[0].tick
    own = own_tick(flight, tick)
    if flight.heading < 0:  # away from where it is urgent, unless it is laden again on the way it came
        laden = own < thing.laden_until
        return int(rules_of(world)[0].end_tick) if laden else tick + own - int(thing.laden_until)
    if own < thing.laden_until:
        return tick + min(thing.threat_tick - urgent_ticks, thing.laden_until) - own - 1
    return tick + int(thing.end_tick) - urgent_ticks - own - 1


@compiled
def takes_until(world: Handle, state: Handle, v: int, o: int) -> int:
    """Up to which tick at the least a unit that works, may fire at an object and has a ready round has a chance to
    launch still to come; NEVER without any."""
    unit, crew = units_of(world)[v], crews_of(state)[v]
    if (
        not crew.present
        or crew.leaving
        or crew.up_since == NEVER
        or unit.control == HOLD
        or (crew.alone and unit.alone_holds)
    ):
        return NEVER
    if not (unit.engage_classes >> objects_of(world)[o].class_code) & 1 or reserve_kept(world, state, v, o):
        return NEVER
    lead = reaction(world, state, v)
    earliest = max(clock_of(state)[0].tick, crew.ready_tick) + lead
    blind = not watches_of(state)[unit.sensor].on
    for slot in range(int(unit.slot_first), int(unit.slot_first) + unit.slot_count):
        if stores_of(state)[slot].ready <= 0 or (blind and slots_of(world)[slot].needs_radar):
            continue
        last = last_launch(world, state, slot, o, earliest)
        if last >= earliest:
            return last - lead
    return NEVER


@compiled
def give_back(world: Handle, state: Handle, v: int) -> None:
    """A unit can take less than before: those that leave objects to it look at theirs again."""
    units, crews = units_of(world), crews_of(state)
    for u in range(len(units)):
        if units[u].leaves_lower and units[u].reach_m > units[v].reach_m and crews[u].picture == crews[v].picture:
            rouse(state, u)
