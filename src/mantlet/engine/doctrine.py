"""Rules of who takes what: gain of a round, tiers that leave objects to lower ones, and who may order a shot."""

from __future__ import annotations

import math

from mantlet.codes import AT_UNIT, BY_CLASS, HOLD, NEAREST, VALUE_AT_RISK
from mantlet.engine.cells import duel_at
from mantlet.engine.course import urgency
from mantlet.engine.magazine import reserve_kept
from mantlet.engine.meetings import can_meet
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
from mantlet.engine.tables import missiles_of, objects_of, slots_of, units_of, window_at_of, windows_of
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


@inlined
def left_to_lower(world: Handle, state: Handle, u: int, o: int) -> bool:
    """Whether unit u leaves an object to a unit of its network with a shorter reach, which can still meet it."""
    unit, tick = units_of(world)[u], clock_of(state)[0].tick
    if not unit.leaves_lower or urgency(world, state, o, False) - tick <= unit.urgent_ticks:
        return False
    units, crews = units_of(world), crews_of(state)
    for k in range(taker_at_of(state)[o], taker_at_of(state)[o + 1]):
        v = int(takers_of(state)[k])
        if units[v].reach_m < unit.reach_m and crews[v].picture == crews[u].picture and can_take(world, state, v, o):
            return True
    return False


@compiled
def can_take(world: Handle, state: Handle, v: int, o: int) -> bool:
    """Whether a unit works, may fire at an object, and has a ready round with a chance to launch still to come."""
    unit, crew = units_of(world)[v], crews_of(state)[v]
    if (
        not crew.present
        or crew.leaving
        or crew.up_since == NEVER
        or unit.control == HOLD
        or (crew.alone and unit.alone_holds)
    ):
        return False
    if not (unit.engage_classes >> objects_of(world)[o].class_code) & 1 or reserve_kept(world, state, v, o):
        return False
    earliest = max(clock_of(state)[0].tick, crew.ready_tick) + reaction(world, state, v)
    first, windows, blind = window_at_of(world), windows_of(world), not watches_of(state)[unit.sensor].on
    for slot in range(int(unit.slot_first), int(unit.slot_first) + unit.slot_count):
        last = first[slot, o + 1] - 1
        if stores_of(state)[slot].ready <= 0 or last < first[slot, o] or (blind and slots_of(world)[slot].needs_radar):
            continue
        if flights_of(state)[o].off_script:
            if can_meet(world, state, slot, o, earliest):
                return True
        elif windows[last].launch_last >= earliest:
            return True
    return False
