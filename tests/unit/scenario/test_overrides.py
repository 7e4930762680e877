"""`--set`: paths by field, index and id; values by the rules of the file; faults that name `--set`."""

from __future__ import annotations

import pytest

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.scenario.load import loads
from mantlet.scenario.models import Scenario
from mantlet.scenario.overrides import Overrides
from scenario_parts import LIBRARY, SCENARIO


def changed(*overrides: str) -> Scenario:
    return loads(SCENARIO, overrides=overrides, library=LIBRARY)


def refused(overrides: Overrides) -> str:
    with pytest.raises(InvalidInput) as caught:
        loads(SCENARIO, file="x.yaml", overrides=overrides, library=LIBRARY)
    return str(caught.value)


@pytest.mark.parametrize(
    "path", ["sides.blue.units.0.magazine", "sides.blue.units[0].magazine", "sides.blue.units.first.magazine"]
)
def test_three_ways_to_one_place(path: str) -> None:
    assert changed(f"{path}=24").sides["blue"].units[0].magazine == 24


def test_a_set_value_weighs_as_much_as_one_in_the_file() -> None:
    in_file = loads(SCENARIO.replace("magazine: 12", "magazine: 24"), library=LIBRARY)
    assert changed("sides.blue.units.first.magazine=24").sha256 == in_file.sha256 != changed().sha256


def test_fields_the_file_leaves_out_are_made() -> None:
    scenario = changed(
        "sides.blue.doctrine.reserve={rounds: 2, classes: [srbm]}",
        "environment.earth_ratio=1.2",
        "sides.blue.units.second.kill_prob={low: 0.4, high: 0.6}",
        "summary=12:30",
    )
    assert scenario.sides["blue"].doctrine.reserve.rounds == 2
    assert scenario.environment.earth_ratio == 1.2
    assert scenario.sides["blue"].units[1].kill_prob is not None
    assert scenario.sides["blue"].units[1].kill_prob["all"].values == (0.4, 0.6)
    assert scenario.summary == "12:30"


def test_a_mapping_of_values_serves_as_well() -> None:
    scenario = loads(SCENARIO, overrides={"sides.blue.units.first.magazine": 24, "duration": "30 min"}, library=LIBRARY)
    assert (scenario.sides["blue"].units[0].magazine, scenario.duration_s) == (24, 1800.0)


def test_faults_name_the_option_not_the_file() -> None:
    said = refused(["sides.blue.units.first.magazine=-3", "sides.red.raid.low.cuont=2"])
    assert said.splitlines()[0].startswith("--set: sides.blue.units[0].magazine: got -3")
    assert "--set: sides.red.raid[0].cuont: no field 'cuont'. Did you mean 'count'?" in said
    assert "x.yaml" not in said


def test_a_bad_reference_names_the_option() -> None:
    said = refused(["sides.blue.units.first.system=test/batery"])
    assert said.startswith(
        "--set: sides.blue.units[0].system: no fire unit 'test/batery'. Did you mean 'test/battery'?"
    )


@pytest.mark.parametrize(
    ("override", "what"),
    [
        ("sides.blue.units.fist.magazine=3", "no item with the id 'fist'. Did you mean 'first'?"),
        ("sides.blu.units.first.magazine=3", "no side 'blu'. Did you mean 'blue'? Allowed: blue, red"),
        ("sides.blue.units.9.magazine=3", "no item 9 in a list of 2 (0 to 1)"),
        ("sides.blue.units.99999999999999999999.magazine=3", "no item 999"),
        ("duration.x=3", "'duration' holds a single value"),
        ("a..b=3", "is not a path"),
        ("=3", "is not a path"),
        ("duration=", "is empty"),
        ("duration=*a", "alias"),
        ("duration=20", "bare number 20"),
        ("sidez.blue=3", "no field 'sidez'. Did you mean 'sides'?"),
    ],
)
def test_paths_and_values_that_do_not_work(override: str, what: str) -> None:
    said = refused([override])
    assert said.startswith("--set: ")
    assert what in said


def test_all_bad_paths_at_once() -> None:
    assert len(refused(["a..b=1", "duration.x=2", "sides.blue.units.fist.magazine=3"]).splitlines()) == 3


def test_without_a_value_the_call_is_wrong() -> None:
    with pytest.raises(UsageError, match="expected PATH=VALUE"):
        changed("sides.blue.units.0.magazine")


def test_an_id_given_twice_cannot_be_chosen_by() -> None:
    twice = SCENARIO.replace("id: second", "id: first")
    with pytest.raises(InvalidInput, match="2 items have the id 'first'"):
        loads(twice, overrides=["sides.blue.units.first.magazine=3"], library=LIBRARY)
