"""Rules as data: a unit states only what differs from its side."""

from __future__ import annotations

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import load, loads
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


@pytest.mark.parametrize(
    ("where", "rules", "said"),
    [
        ("doctrine", "{engage: []}", "doctrine.engage: got no class, expected at least one"),
        ("doctrine", "{engage: [srbm]}", "doctrine.engage: nobody here has a missile that is fired at srbm, expected"),
        ("units.first.doctrine", "{engage: [srbm, uav]}", "units[0].doctrine.engage: nobody here has a missile that"),
    ],
)
def test_rules_that_nobody_can_follow_are_refused(where: str, rules: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        loads(SCENARIO, overrides=[f"sides.blue.{where}={rules}"], library=LIBRARY)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("{weapons_control: tight}", "doctrine.weapons_control: tight is as free without a time to identify"),
        ("{identification: 9 s}", "doctrine.identification: has no effect unless weapons are tight"),
        ("{urgent: 9 s}", "doctrine.urgent: has no effect where nothing is left"),
        ("{class_order: [cruise]}", "doctrine.class_order: has no effect: expected ranking: class"),
        ("{method: salvo}", "doctrine.method: a salvo of 1 is shoot-look-shoot"),
        ("{leave_for_lower: true}", "doctrine.leave_for_lower: no unit of the same network has a shorter reach"),
        ("{reserve: {rounds: 1, classes: [srbm]}}", "doctrine.reserve: keeps rounds for srbm, at which nobody here"),
        ("{assignment: optimal}", "doctrine.assignment: optimal is worked out anew at every moment, so a run may have"),
    ],
)
@pytest.mark.parametrize("where", ["", "units.first."])
def test_rules_that_change_nothing_are_noticed(where: str, rules: str, said: str) -> None:
    text = SCENARIO.replace("    units:\n", f"    doctrine: {rules}\n    units:\n", 1)
    if where:
        text = SCENARIO.replace("magazine: 12", f"doctrine: {rules}", 1)
    (notice,) = loads(text, file="x.yaml", library=LIBRARY).notices
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "doctrine" in row)
    assert notice.startswith(f"x.yaml:{line}") and said in notice


def test_what_some_unit_makes_use_of_is_not_noticed() -> None:
    """Each is idle for one of the two units, and not for the other."""
    overrides = [
        "sides.blue.doctrine={identification: 9 s, class_order: [cruise], method: salvo}",
        "sides.blue.units.first.doctrine={weapons_control: tight, ranking: class, salvo: 2}",
    ]
    assert loads(SCENARIO, overrides=overrides, library=LIBRARY).notices == ()


def test_without_the_mechanism_nothing_is_worked_out() -> None:
    overrides = ["sides.blue.doctrine={assignment: optimal}", "mechanisms.doctrine=false"]
    assert loads(SCENARIO, overrides=overrides, library=LIBRARY).notices == ()


def test_authority_of_a_post_that_is_not_there_is_noticed() -> None:
    overrides = ["sides.blue.doctrine={authority: post}", "sides.blue.units.0.post=null"]
    scenario = loads(SCENARIO, overrides=overrides, library=LIBRARY)
    alone = [unit.id for unit in scenario.sides["blue"].units if unit.post is None]
    told = [notice for notice in scenario.notices if "authority post without a post" in notice]
    assert len(told) == len(alone) > 0


def test_who_reaches_as_far_is_no_lower_tier_though_the_reach_is_an_interval() -> None:
    alike = [f"sides.blue.units.{name}.system=akash/battery" for name in ("north", "south")]
    found = load("lab-doctrine", overrides=[*alike, "sides.blue.doctrine.leave_for_lower=true"]).notices
    assert any("no unit of the same network has a shorter reach" in notice for notice in found)
