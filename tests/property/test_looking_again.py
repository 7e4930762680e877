"""A unit looks at its tracks again when something has happened: against units that look at every tick."""

import numpy as np
import pytest
from hypothesis import given

from mantlet.compile import geometry, world
from mantlet.engine.causes import settle
from mantlet.engine.fights import REFERENCE, Engine, fight_logged
from mantlet.engine.memory import Memory
from mantlet.engine.reference import act, perceive, start
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import bundled, load
from mantlet.world import World
from property.battles import FEW, Battle, all_battles


def wide_awake(tables: Memory, state: Memory, outcomes: Memory, seed: int, draw: int, first: int, count: int) -> None:
    """As the engine, with every unit told at each tick that its time to look has come."""
    for k in range(count):
        start(tables.handle, state.handle, seed, draw, first + k)
        for _ in range(int(tables.tables["rules"][0]["end_tick"]) + 1):
            state.tables["crews"]["look_tick"] = 0
            perceive(tables.handle, state.handle)
            act(tables.handle, state.handle)
        settle(tables.handle, state.handle, outcomes.handle, k)


def agree(made: World, raids: int) -> None:
    for k in range(raids):
        got, log = fight_logged(made.arrays, made.force, 7, 0, k, REFERENCE)
        awake, told = fight_logged(made.arrays, made.force, 7, 0, k, Engine(wide_awake))
        assert np.array_equal(log, told)
        assert all(np.array_equal(a, b) for a, b in zip(got, awake, strict=True))


@FEW
@given(all_battles())
def test_generated_battles(battle: Battle) -> None:
    agree(battle.built(), 4)


@pytest.mark.parametrize("name", sorted(bundled()))
def test_bundled_scenarios(name: str) -> None:
    known = catalog()
    agree(world(geometry(load(name, library=known), known), Draw(7, 1, "comonotone")), 2)
