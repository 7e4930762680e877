"""The event-driven engine against the reference engine: the same events, one by one, and the same outcomes."""

import numpy as np
import pytest
from hypothesis import given, settings

from mantlet.compile import geometry, world
from mantlet.engine.fights import BATTLE, REFERENCE, fight, fight_logged
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import bundled, load
from mantlet.world import World
from property.battles import FEW, Battle, all_battles


def agree(made: World, logged: int, unlogged: int) -> None:
    """Event by event, and without a log, where radars are not asked before somebody wants to know."""
    truth = fight(made.arrays, made.force, 7, 0, 0, unlogged, REFERENCE)
    got = fight(made.arrays, made.force, 7, 0, 0, unlogged, BATTLE)
    assert all(np.array_equal(a, b) for a, b in zip(got, truth, strict=True))
    for k in range(logged):
        truth, told = fight_logged(made.arrays, made.force, 7, 0, k, REFERENCE)
        got, log = fight_logged(made.arrays, made.force, 7, 0, k, BATTLE)
        assert np.array_equal(log, told)
        assert all(np.array_equal(a, b) for a, b in zip(got, truth, strict=True))


@settings(FEW, max_examples=300)
@given(all_battles())
def test_generated_battles(battle: Battle) -> None:
    agree(battle.built(), 3, 12)


@pytest.mark.parametrize("name", sorted(bundled()))
def test_bundled_scenarios(name: str) -> None:
    known = catalog()
    agree(world(geometry(load(name, library=known), known), Draw(7, 1, "comonotone")), 3, 60)
