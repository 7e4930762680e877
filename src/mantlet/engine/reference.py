"""The reference engine: one raid, tick by tick, as the model reads. It is the truth that faster engines must match.

search -> detect -> confirm -> share -> discriminate -> rank -> assign -> react -> fly out -> kill -> assess -> shoot
again or let go
"""

from __future__ import annotations

from mantlet.engine.assign import assign, offer
from mantlet.engine.begin import begin
from mantlet.engine.causes import settle
from mantlet.engine.discriminate import discriminate
from mantlet.engine.emit import emit, go_on_air
from mantlet.engine.engage import engage
from mantlet.engine.fighters import intercept, muster
from mantlet.engine.fly import fly
from mantlet.engine.luck import common_luck
from mantlet.engine.memory import Handle
from mantlet.engine.move import move, pitch
from mantlet.engine.react import react
from mantlet.engine.sense import sense
from mantlet.engine.stand import stand, stand_up
from mantlet.engine.state import clock_of
from mantlet.engine.tables import rules_of
from mantlet.physics.jit import compiled, inlined


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
