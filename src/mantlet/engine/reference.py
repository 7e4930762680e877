"""The reference engine: one raid, tick by tick, as the model reads. It is the truth that faster engines must match.

search -> detect -> confirm -> share -> rank -> assign -> react -> fly out -> kill -> assess -> shoot again or let go
"""

from __future__ import annotations

import numpy as np
from mantlet.physics.jit import compiled

from mantlet.engine.assign import assign
from mantlet.engine.causes import settle
from mantlet.engine.engage import common_luck, engage
from mantlet.engine.fly import fly
from mantlet.engine.sense import sense
from mantlet.engine.state import State, begin, blank
from mantlet.world import Arrays, Force, Outcomes, Records


@compiled
def advance(world: Arrays, force: Force, state: State, until: int) -> None:
    """Fight on from the state's clock up to, not including, a tick. Stopping and going on changes nothing."""
    clock = state.clock[0]
    while clock.tick < until:
        engage(world, state)
        fly(world, state)
        sense(world, force, state)
        assign(world, force, state)
        clock.tick += 1


@compiled
def fight_one(world: Arrays, force: Force, state: State, seed: int, draw: int, replication: int) -> None:
    """One replication from first tick to last fate."""
    begin(world, force, state, seed, draw, replication)
    common_luck(world, state)
    advance(world, force, state, world.rules[0].end_tick + 1)


@compiled
def fight_many(
    world: Arrays, force: Force, state: State, seed: int, draw: int, first: int, outcomes: Outcomes
) -> None:
    """Replications first, first + 1, ... into the rows of `outcomes`."""
    for row in range(len(outcomes.fate)):
        fight_one(world, force, state, seed, draw, first + row)
        settle(world, force, state, outcomes, row)


def fight(world: Arrays, force: Force, seed: int, draw: int, first: int, count: int) -> Outcomes:
    """Fight `count` replications of one world; releases the interpreter while it does, so threads share the work.

    The outcome of a replication depends on (world, force, seed, draw, its number) and on nothing else.
    """
    outcomes = empty_outcomes(world, count)
    fight_many(world, force, blank(world, force), seed, draw, first, outcomes)
    return outcomes


def fight_logged(world: Arrays, force: Force, seed: int, draw: int, replication: int) -> tuple[Outcomes, Records]:
    """One replication with its events, moment by moment (dtype EVENT)."""
    outcomes = empty_outcomes(world, 1)
    state = blank(world, force, log_events=True)
    fight_many(world, force, state, seed, draw, replication, outcomes)
    return outcomes, state.events[: int(state.clock[0]["event_count"])].copy()


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
        missile_shots=np.empty((count, len(world.missiles)), np.int32),
    )
