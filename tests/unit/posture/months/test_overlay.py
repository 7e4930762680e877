"""Raids of a posture as scenarios: enlarged by count, with every part that could stand somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.library.catalog import catalog
from mantlet.posture.draws import Dice
from mantlet.posture.months.file import Posture, Raid
from mantlet.posture.months.overlay import scenario_of
from mantlet.posture.months.prepare import study
from mantlet.scenario.load import bundled, load
from posture_world import plain, small

# Aircraft that bring weapons: two groups, the second aboard the first.
BARE = [
    ("{id: raid, scenario: lab-airspace}", "{id: raid, scenario: lab-release}"),
    ("    units:\n      - {id: west-battery, system: akash/battery, at: {lat: 30.02, lon: 74.97}, post: post}\n", ""),
    ("    units:\n      - {id: east-battery, system: akash/battery, at: {lat: 30.02, lon: 75.03}, post: post}\n", ""),
    (", parts: [battery, watch]", ""),
    (", parts: [patrol]", ""),
]


def _counts(posture: Posture, raid: Raid, times: float = 1.0) -> dict[str, int]:
    scenario = scenario_of(posture, raid, catalog(), times)
    return {group.id: group.count for side in scenario.sides.values() for group in side.raid}


def test_groups_grow_by_count_rounded_up() -> None:
    plain_raid, second = plain().raids
    assert _counts(plain(), plain_raid) == {"first": 24}
    assert _counts(plain(), second) == {"first": 36}
    assert _counts(plain(), plain_raid, 1.01) == {"first": 25}  # 24.24
    assert _counts(plain(), second, 0.1) == {"first": 4}  # 3.6
    assert _counts(plain(), plain_raid, 0.001) == {"first": 1}


def test_a_count_that_is_whole_stays_so() -> None:
    """24 times 1.1 is 26.400000000000002 by the machine, and 3 times 24 times 1/3 must not become 25."""
    raid = plain().raids[0]
    assert _counts(plain(), raid, 1 / 3 * 3) == {"first": 24}
    assert _counts(plain(), raid, 25 / 24) == {"first": 25}


def test_weapons_grow_with_their_carriers() -> None:
    scenario = load("lab-release", library=catalog())
    before = {group.id: group for group in scenario.sides["red"].raid}
    carried = [name for name, group in before.items() if group.carrier is not None]
    assert carried, "the scenario has weapons aboard"
    posture = small(*BARE)
    after = _counts(posture, posture.raids[0], 2.0)
    for name, group in before.items():
        assert after[name] == group.count * (1 if name in carried else 2)


def test_parts_are_added_behind_those_of_the_side() -> None:
    side = scenario_of(plain(), plain().raids[0], catalog()).sides["blue"]
    assert [unit.id for unit in side.units] == ["battery", "west-battery", "east-battery"]
    assert [sensor.id for sensor in side.sensors] == ["watch"]


def test_a_fault_in_an_added_part_is_told_at_its_place() -> None:
    posture = small(("east-battery, system: akash/battery", "east-battery, system: akash/batery"))
    with pytest.raises(InvalidInput) as error:
        scenario_of(posture, posture.raids[0], catalog())
    (fault,) = error.value.faults
    assert (fault.file, fault.path) == ("small", "places[1].units[0].system")
    assert fault.message.startswith("in lab-airspace, east-battery: ") and "akash/batery" in fault.message


def test_a_part_that_a_scenario_does_not_have() -> None:
    posture = small(("parts: [patrol]", "parts: [patrol, nobody]"))
    with pytest.raises(InvalidInput, match="lab-airspace has no sensor, unit or fighters 'nobody'") as error:
        scenario_of(posture, posture.raids[0], catalog())
    assert error.value.faults[0].path == "places[3].parts[1]"


def test_a_side_that_a_scenario_does_not_have() -> None:
    posture = small(("side: blue", "side: green"))
    with pytest.raises(InvalidInput, match="lab-airspace has no side 'green', but blue, red"):
        scenario_of(posture, posture.raids[0], catalog())


def test_raids_of_other_assets_do_not_add_up(tmp_path: Path) -> None:
    text = bundled()["lab-airspace"].read_text("utf-8").replace("value: 10", "value: 11")
    (tmp_path / "dear.yaml").write_text(text, "utf-8")
    posture = small(("second, scenario: lab-airspace", f"second, scenario: {tmp_path / 'dear.yaml'}"))
    with pytest.raises(InvalidInput, match="has other assets, values or parts"):
        study(posture, catalog(), Dice(1), 2, 4)
