"""The event-driven engine against the reference engine: the same events, one by one, and the same outcomes."""

import pytest
from hypothesis import given, settings

import worlds
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import bundled, load
from mantlet.world import World
from property.battles import FEW, Battle, all_battles


def agree(made: World, logged: int, unlogged: int) -> None:
    """Event by event, and without a log, where radars are not asked before somebody wants to know."""
    worlds.fought(made, unlogged, seed=7)
    for k in range(1, logged):
        worlds.told(made, k, seed=7)


@settings(FEW, max_examples=300)
@given(all_battles())
def test_generated_battles(battle: Battle) -> None:
    agree(battle.built(), 3, 12)


@pytest.mark.parametrize("name", sorted(bundled()))
def test_bundled_scenarios(name: str) -> None:
    known = catalog()
    agree(world(geometry(load(name, library=known), known), Draw(7, 1, "comonotone")), 3, 60)
