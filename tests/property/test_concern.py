"""Radars that are not asked, since what they see concerns nobody: nothing else changes by that."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings

import worlds
from mantlet.engine.fights import BATTLE, fight, fight_logged
from mantlet.scenario.load import bundled
from mantlet.world import World
from property.battles import FEW, Battle, all_battles
from property.relayed import relayed, sleepers

# Where a radar was hit or began late, or lost a track in the middle of hits that would have confirmed one.
RELAYED = (*range(160), 271, 915)
relayed_battle = functools.cache(relayed)


@pytest.mark.parametrize("number", RELAYED)
def test_relayed_battles(number: int) -> None:
    worlds.fought(relayed_battle(number), 24, seed=7)


def test_in_relayed_battles_radars_are_not_asked_that_others_are_told_by_until_those_need_them() -> None:
    told, asleep, woken = np.sum([sleepers(relayed_battle(number)) for number in RELAYED], axis=0)
    assert asleep > 0.02 * told
    assert woken > 0.12 * told  # radars that are switched off and on, and asked from then on, make 0.07 of it


@settings(FEW, max_examples=100)
@given(all_battles())
def test_a_log_changes_nothing(battle: Battle) -> None:
    unmoved_by_a_log(battle.built())


@pytest.mark.parametrize("name", sorted(bundled()))
def test_a_log_changes_nothing_in_bundled_scenarios(name: str) -> None:
    unmoved_by_a_log(worlds.bundled(name))


def unmoved_by_a_log(made: World) -> None:
    got = fight(made.arrays, made.force, 5, 0, 0, 6)
    for k in range(6):
        alone, _ = fight_logged(made.arrays, made.force, 5, 0, k, BATTLE)
        assert all(np.array_equal(mine[k], one[0]) for mine, one in zip(got, alone, strict=True))
