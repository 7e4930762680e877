"""Numbers of the library that a scenario says otherwise are those that it is fought with, and nothing else moves."""

from __future__ import annotations

from pathlib import Path

import pytest

import mantlet
from mantlet.base.errors import InvalidInput
from mantlet.library.catalog import BUNDLED, catalog
from mantlet.library.sampling import Draw
from mantlet.run.battle import CompiledBattle, prepared
from mantlet.scenario.load import load, loads
from mantlet.scenario.otherwise import homes

ROUND = "numbers.textbook-radar-round"
OWN = ("unit", "group", "luck", "side")  # numbers that a scenario has of its own


def battle(*changes: str, name: str = "cs-3") -> CompiledBattle:
    return prepared(load(name, overrides=changes))


@pytest.mark.parametrize("name", ["sead-2021", "air-superiority-2020", "case-gulf-1991"])
def test_every_number_that_a_fight_takes_from_the_library_can_be_said(name: str) -> None:
    fought, known = battle(name=name), homes(catalog())
    scenario_ids = {item.id for side in fought.scenario.sides.values() for item in (*side.posts, *side.support)}
    met = 0
    for path, number in fought.geometry.inputs.items():
        if path in known:
            assert known[path].number is number, path
            met += 1
        else:
            assert path.partition(".")[0] in {*OWN, *scenario_ids}, path
    assert met > 40


def test_what_is_said_is_fought_with_and_counts_as_set() -> None:
    before, after = battle(), battle(f"{ROUND}.max_range=52 km")
    path = "textbook-radar-round.max_range"
    number = after.geometry.inputs[path]
    assert (number.central, number.standing) == (52e3, "set")
    same = before.geometry.inputs.items() - after.geometry.inputs.items()
    assert {name for name, _ in same} == {path}
    assert before.about()["library_sha256"] == after.about()["library_sha256"]
    assert before.about()["scenario_sha256"] != after.about()["scenario_sha256"]


def test_it_is_the_same_fight_as_with_a_file_laid_over_the_library(tmp_path: Path) -> None:
    text = (BUNDLED / "systems" / "textbook-radar-battery.yaml").read_text(encoding="utf-8")
    lines = [line.replace("value: 0.7", "value: 0.4") if "cruise:" in line else line for line in text.splitlines()]
    (tmp_path / "own.yaml").write_text("\n".join(lines), encoding="utf-8")
    library = catalog(tmp_path)
    laid = mantlet.run(load("cs-3", library=library), library=library, draws=2, replications=20)
    said = mantlet.run(load("cs-3", overrides=[f"{ROUND}.kill_prob.cruise=0.4"]), draws=2, replications=20)
    plain = mantlet.run(load("cs-3"), draws=2, replications=20)
    assert said.answer["outcome_sha256"] == laid.answer["outcome_sha256"] != plain.answer["outcome_sha256"]
    again = mantlet.open_result(said.folder)
    assert again.battle.geometry.inputs["textbook-radar-round.kill_prob.cruise"].central == 0.4


def test_the_hash_knows_neither_units_nor_order() -> None:
    one = load("cs-3", overrides=[f"{ROUND}.max_range=52 km", f"{ROUND}.min_range={{low: 1 km, high: 2 km}}"])
    other = load("cs-3", overrides=[f"{ROUND}.min_range={{high: 2000 m, low: 1000 m}}", f"{ROUND}.max_range=52000 m"])
    assert one.sha256 == other.sha256 == loads(one.canonical()).sha256 == loads(one.to_yaml()).sha256
    assert load("cs-3", overrides=[f"{ROUND}.max_range=null"]).sha256 == load("cs-3").sha256


def test_an_interval_moves_with_what_it_moved_with_before() -> None:
    """Said as the library has it, a number is the same in every draw: pairs of raids stay pairs."""
    path = "shahed-136.speed"
    plain = battle()
    low, best, high = (getattr(plain.geometry.inputs[path], bound) for bound in ("low", "best", "high"))
    said = battle(f"numbers.{path}={{low: {low!r} m/s, best: {best!r} m/s, high: {high!r} m/s}}")
    for draw in (Draw(1, n, coupling) for n in range(3) for coupling in ("comonotone", "independent")):
        figures = [one.geometry.inputs[path] for one in (plain, said)]
        assert draw.value(path, figures[0]) == draw.value(path, figures[1])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("numbers.textbook-radar-rond.max_range=1 km", "Did you mean 'textbook-radar-round.max_range'"),
        ("numbers.textbook-radar-round=1 km", "no number 'textbook-radar-round' in the library"),
        (f"{ROUND}.max_range=52", "got the bare number 52"),
        (f"{ROUND}.max_range=52 s", "unit 's', expected a length"),
        (f"{ROUND}.max_range=52000 km", "expected at least 1 m and at most"),
        (f"{ROUND}.max_range={{low: 9 km, high: 8 km}}", "bounds out of order"),
        (f"{ROUND}.min_range=41 km", "min_range must stay below max_range"),
        (f"{ROUND}.kill_prob.cruise=1.2", "expected at least 0 and at most 1"),
        (f"{ROUND}.max_range={{value: 1 km, source: NOBODY}}", "also needs date"),
        ("numbers.textbook-radar.confirm_hits=4", "confirm_hits cannot be more than confirm_scans"),
        ("numbers.textbook-radar-battery/battery.launchers=2.5", "a whole number"),
        ("numbers=12", "expected fields"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(change: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load("cs-3", overrides=[change])
    (fault,) = caught.value.faults
    assert fault.file == "--set" and says in fault.message
    assert change.startswith(fault.path)


def test_numbers_that_bind_each_other_are_judged_together() -> None:
    both = load("cs-3", overrides=[f"{ROUND}.min_range=41 km", f"{ROUND}.max_range=52 km"])
    assert prepared(both).geometry.inputs["textbook-radar-round.min_range"].central == 41e3
