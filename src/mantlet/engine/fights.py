"""Replications of one world by one of the engines: what goes in, what comes out, and nothing else that matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from mantlet.engine.battle import fight_events
from mantlet.engine.blank import blank, enlist, missile_types
from mantlet.engine.memory import Memory
from mantlet.engine.reference import fight_many
from mantlet.engine.tables import world_memory
from mantlet.physics.jit import is_kept, prepare
from mantlet.world import EVENT, Arrays, Force, Outcomes, Records

Fights = Callable[[Memory, Memory, Memory, int, int, int, int], None]


class Engine(NamedTuple):
    """What fights replications: tables, state, outcomes, seed, draw, first and count; whether by calendar, and whether
    it leaps over scans."""

    fights: Fights
    by_calendar: bool = False
    leaping: bool = False


def tick_by_tick(tables: Memory, state: Memory, outcomes: Memory, seed: int, draw: int, first: int, count: int) -> None:
    """`fight_many` on the memory behind the handles; releases the interpreter, so threads share the work."""
    fight_many(tables.handle, state.handle, outcomes.handle, seed, draw, first, count)


def event_by_event(
    tables: Memory, state: Memory, outcomes: Memory, seed: int, draw: int, first: int, count: int
) -> None:
    """The same with `fight_events`."""
    fight_events(tables.handle, state.handle, outcomes.handle, seed, draw, first, count)


REFERENCE: Final = Engine(tick_by_tick)
BATTLE: Final = Engine(event_by_event, by_calendar=True)
LEAPING: Final = Engine(event_by_event, by_calendar=True, leaping=True)
_CODE: Final[dict[Fights, Callable[..., None]]] = {tick_by_tick: fight_many, event_by_event: fight_events}


def is_ready(engine: Engine) -> bool:
    """Whether the code of one of them is on disk; else it takes seconds to compile."""
    return is_kept(_CODE[engine.fights])


def make_ready(engine: Engine) -> None:
    """Compiles one of them."""
    prepare(_CODE[engine.fights])


def fight(
    world: Arrays, force: Force, seed: int, draw: int, first: int, count: int, engine: Engine = BATTLE
) -> Outcomes:
    """Fight `count` replications of one world.

    The outcome of a replication depends on (world, force, seed, draw, its number) and on nothing else: every engine
    gives the same, but for one that leaps over scans, which draws other times from the same distribution.
    """
    outcomes = empty_outcomes(world, count)
    state, rows = blank(world, force, False, engine.by_calendar, engine.leaping), Memory(outcomes._asdict())
    engine.fights(world_memory(world), state, rows, seed, draw, first, count)
    return Outcomes(**rows.tables)


def fight_each(
    world: Arrays, forces: Sequence[Force], seed: int, draw: int, replications: Sequence[int], engine: Engine = BATTLE
) -> Outcomes:
    """One replication of that number for each force, as `fight` has it with that force."""
    outcomes = empty_outcomes(world, len(forces))
    if not forces:
        return outcomes
    largest = forces[0]._replace(
        launcher_rounds=np.max([force.launcher_rounds for force in forces], axis=0),
        slot_stock=np.max([force.slot_stock for force in forces], axis=0),
    )
    tables, state = world_memory(world), blank(world, largest, False, engine.by_calendar, engine.leaping)
    for k, (force, replication) in enumerate(zip(forces, replications, strict=True)):
        enlist(state, world, force)
        row = Memory({name: table[k : k + 1] for name, table in outcomes._asdict().items()})
        engine.fights(tables, state, row, seed, draw, replication, 1)
    return outcomes


def fight_logged(
    world: Arrays, force: Force, seed: int, draw: int, replication: int, engine: Engine = BATTLE
) -> tuple[Outcomes, Records]:
    """One replication with its events, moment by moment (dtype EVENT)."""
    outcomes = empty_outcomes(world, 1)
    tables, rows = world_memory(world), Memory(outcomes._asdict())
    state = blank(world, force, True, engine.by_calendar, engine.leaping)
    engine.fights(tables, state, rows, seed, draw, replication, 1)
    count = int(state.tables["clock"][0]["event_count"])
    if count > len(state.tables["events"]):
        state = Memory({**state.tables, "events": np.zeros(count, EVENT)})
        engine.fights(tables, state, rows, seed, draw, replication, 1)
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
