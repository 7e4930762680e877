"""The reference engine: one raid, tick by tick, as the model reads. It is the truth that faster engines must match.

search -> detect -> confirm -> share -> discriminate -> rank -> assign -> react -> fly out -> kill -> assess -> shoot
again or let go
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mantlet.engine.assign import assign, offer
from mantlet.engine.begin import begin
from mantlet.engine.causes import settle
from mantlet.engine.discriminate import discriminate
from mantlet.engine.emit import emit, go_on_air
from mantlet.engine.engage import engage
from mantlet.engine.fighters import intercept, muster
from mantlet.engine.fly import fly
from mantlet.engine.luck import common_luck
from mantlet.engine.memory import Handle, Memory
from mantlet.engine.move import move, pitch
from mantlet.engine.react import react
from mantlet.engine.sense import sense
from mantlet.engine.stand import stand, stand_up
from mantlet.engine.state import blank, clock_of, missile_types
from mantlet.engine.tables import rules_of, world_memory
from mantlet.physics.jit import compiled, inlined
from mantlet.world import EVENT, Arrays, Force, Outcomes, Records

Fighter = Callable[[Memory, Memory, Memory, int, int, int, int], None]


@inlined
def advance(world: Handle, state: Handle, until: int) -> None:
    """Fight on from the state's clock up to, not including, a tick. Stopping and going on changes nothing."""
    clock = clock_of(state)[0]
    while clock.tick < until:
        perceive(world, state)
        act(world, state)


@inlined
def perceive(world: Handle, state: Handle) -> None:
    """The first half of a tick: what happens, what is seen of it, and which engagements are open (`pairs`)."""
    react(world, state)
    emit(world, state)
    fly(world, state)
    stand(world, state)
    move(world, state)
    sense(world, state)
    discriminate(world, state)
    intercept(world, state)
    offer(world, state)


@inlined
def act(world: Handle, state: Handle) -> None:
    """The second half: orders are given, rounds move on. Whoever stands between the halves may change the offers."""
    assign(world, state)
    engage(world, state)
    clock_of(state)[0].tick += 1


@inlined
def start(world: Handle, state: Handle, seed: int, draw: int, replication: int) -> None:
    """The state before the first tick of one replication."""
    begin(world, state, seed, draw, replication)
    stand_up(world, state)
    pitch(world, state)
    go_on_air(world, state)
    common_luck(world, state)
    muster(world, state)


@compiled
def fight_many(world: Handle, state: Handle, outcomes: Handle, seed: int, draw: int, first: int, count: int) -> None:
    """Replications first, first + 1, ... into the rows of `outcomes`."""
    for k in range(count):
        start(world, state, seed, draw, first + k)
        advance(world, state, rules_of(world)[0].end_tick + 1)
        settle(world, state, outcomes, k)


def compiled_fights(
    tables: Memory, state: Memory, outcomes: Memory, seed: int, draw: int, first: int, count: int
) -> None:
    """`fight_many` on the memory behind the handles; releases the interpreter, so threads share the work."""
    fight_many(tables.handle, state.handle, outcomes.handle, seed, draw, first, count)


def fight(
    world: Arrays, force: Force, seed: int, draw: int, first: int, count: int, fights: Fighter = compiled_fights
) -> Outcomes:
    """Fight `count` replications of one world; `fights` is what does it.

    The outcome of a replication depends on (world, force, seed, draw, its number) and on nothing else.
    """
    outcomes = empty_outcomes(world, count)
    tables, state, rows = world_memory(world), blank(world, force), Memory(outcomes._asdict())
    fights(tables, state, rows, seed, draw, first, count)
    return Outcomes(**rows.tables)


def fight_logged(
    world: Arrays, force: Force, seed: int, draw: int, replication: int, fights: Fighter = compiled_fights
) -> tuple[Outcomes, Records]:
    """One replication with its events, moment by moment (dtype EVENT)."""
    outcomes = empty_outcomes(world, 1)
    tables, state, rows = world_memory(world), blank(world, force, log_events=True), Memory(outcomes._asdict())
    fights(tables, state, rows, seed, draw, replication, 1)
    count = int(state.tables["clock"][0]["event_count"])
    if count > len(state.tables["events"]):
        state = Memory({**state.tables, "events": np.zeros(count, EVENT)})
        fights(tables, state, rows, seed, draw, replication, 1)
    return Outcomes(**rows.tables), state.tables["events"][:count]


def empty_outcomes(world: Arrays, count: int) -> Outcomes:
    """Rows for `count` replications."""
    shape = (count, len(world.objects))
    return Outcomes(
        fate=np.empty(shape, np.int8),
        cause=np.empty(shape, np.int8),
        tick=np.empty(shape, np.int32),
        unit=np.empty(shape, np.int16),
        missile=np.empty(shape, np.int16),
        shots=np.empty(shape, np.int16),
        hits=np.empty((count, len(world.assets)), np.int16),
        missile_shots=np.empty((count, missile_types(world)), np.int32),
        node_hits=np.empty((count, len(world.nodes)), np.int16),
        node_down_tick=np.empty((count, len(world.nodes)), np.int32),
        aircraft_lost=np.empty((count, len(world.fighters)), np.int16),
        fratricides=np.empty((count, len(world.fighters)), np.int16),
    )
