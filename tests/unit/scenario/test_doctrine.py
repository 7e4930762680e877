"""Rules as data: a unit states only what differs from its side."""

from __future__ import annotations

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
