"""Rules as data: a unit states only what differs from its side."""

from __future__ import annotations

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import loads
from scenario_parts import LIBRARY, SCENARIO


def test_a_unit_changes_only_what_it_states() -> None:
    overrides = [
        "sides.blue.doctrine={method: salvo, salvo: 2, max_in_flight: 4, weapons_control: tight, identification: 10 s}",
        "sides.blue.units.second.doctrine={weapons_control: free}",
    ]
    side = loads(SCENARIO, overrides=overrides, library=LIBRARY).sides["blue"]
    first, second = (unit.doctrine_under(side.doctrine) for unit in side.units)
    assert first == side.doctrine
    assert second.weapons_control == "free"
    assert (second.method, second.salvo, second.max_in_flight, second.identification_s) == ("salvo", 2, 4, 10.0)


def test_a_stated_default_overrides_the_side_and_survives_the_canonical_text() -> None:
    overrides = ["sides.blue.doctrine={max_in_flight: 4}", "sides.blue.units.second.doctrine={max_in_flight: 2}"]
    scenario = loads(SCENARIO, overrides=overrides, library=LIBRARY)
    again = loads(scenario.canonical(), library=LIBRARY).sides["blue"]
    assert again.units[1].doctrine_under(again.doctrine).max_in_flight == 2
    assert again.units[0].doctrine_under(again.doctrine).max_in_flight == 4


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("{ranking: class}", "got ranking class without an order, expected class_order as well"),
        ("{ranking: class, class_order: [srbm, uav, srbm]}", "got a class twice in class_order: srbm, uav, srbm"),
        ("{assignment: best}", "assignment"),
        ("{urgent: 10}", "urgent"),
    ],
)
def test_rules_that_do_not_hold_together_are_refused(rules: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        loads(SCENARIO, overrides=[f"sides.blue.doctrine={rules}"], library=LIBRARY)
    assert said in str(caught.value)


def test_authority_of_a_post_that_is_not_there_is_noticed() -> None:
    overrides = ["sides.blue.doctrine={authority: post}", "sides.blue.units.0.post=null"]
    scenario = loads(SCENARIO, overrides=overrides, library=LIBRARY)
    alone = [unit.id for unit in scenario.sides["blue"].units if unit.post is None]
    told = [notice for notice in scenario.notices if "authority post without a post" in notice]
    assert len(told) == len(alone) > 0
