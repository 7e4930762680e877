"""The file of a posture: what it says is read, and each fault is told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.posture.dates import month
from mantlet.posture.months.file import parsed, postures
from mantlet.scenario.load import bundled
from posture_world import TEXT, changed, plain, small


def test_a_good_file() -> None:
    posture = plain()
    assert posture.month_numbers == tuple(range(month("2021-09"), month("2022-09")))
    assert posture.waits == 0
    assert [place.added for place in posture.places] == [("west-battery",), ("east-battery",), (), ()]
    assert posture.places[2].everything == {"battery", "watch"}


def test_raids_that_are_mapped_are_those_named_or_else_the_first_reference() -> None:
    third = ("scales: [2.0", "  - {id: third, scenario: lab-airspace}\nscales: [2.0")
    named = ("scales: [2.0", "mapped: [third, raid]\nscales: [2.0")
    assert [raid.id for raid in plain().raids_mapped] == ["raid"]
    assert [raid.id for raid in small(third).raids_mapped] == ["raid"]
    assert [raid.id for raid in small(third, named).raids_mapped] == ["raid", "third"]


def test_bundled_postures_are_good() -> None:
    assert all(name == posture.id for name, posture in postures().items())


FAULTS = [
    ("{programme: india-s400, fills", "{programme: india-s4, fills", "no programme 'india-s4'"),
    ("india-s400, fills: battery,", "india-s400, fills: batery,", "no place takes 'batery'. Did you mean 'battery'"),
    ("fleet: s-400-launchers, takes", "fleet: s-400-launcher, takes", "no fleet 's-400-launcher'"),
    ("takes: battery, what: radars", "takes: batteries, what: radars", "no place takes 'batteries'"),
    ("what: aircraft}", "what: aircraft, squadrons: mig-29}", "no type of the force 'mig-29'"),
    ("side: blue", "side: blue\nforce: nobody", "no force 'nobody'"),
    ("raid, scenario: lab-airspace}", "raid, scenario: lab-airspce}", "no scenario 'lab-airspce'"),
    ("battery, programme: india-s400, b", "battery, programme: india, b", "no programme 'india'"),
    ("{takes: battery, programme: india-s400, b", "{takes: gun, programme: india-s400, b", "no place takes 'gun'"),
    ("as_of: 2020-06-23", "as_of: 2020-06", "got 2020-06, expected one day"),
    ("known_until: 2026-11-22", "known_until: 2020-01-01", "before as_of (2020-06-23)"),
    ("first: 2021-09, last: 2022-08", "first: 2022-09, last: 2022-08", "got 0 months"),
    ("first: 2021-09, last: 2022-08", "first: 2001-09, last: 2022-08", "got 252 months"),
    ("first: 2021-09, last: 2022-08", "first: 2019-09, last: 2020-05", "all before as_of (2020-06-23)"),
    ("scales: [2.0, 3.0]", "scales: [3.0, 2.0]", "each larger than the one before"),
    ("scales: [2.0, 3.0]", "scales: [1.0, 2.0]", "expected factors above 1"),
    ("scales: [2.0", "mapped: [second]\nscales: [2.0", "no reference raid 'second'. Known: raid"),
    ("parts: [patrol]", "parts: [patrol, watch]", "'watch' stands at middle already"),
    ("parts: [battery, watch]", "parts: [battery, battery]", "'battery' stands at middle already"),
    ("id: sky,", "id: west,", "'west' stands here twice"),
    ("id: second,", "id: raid,", "'raid' stands here twice"),
    ("- id: buy", "- id: sooner", "'sooner' stands here twice"),
    ("brings: rounds", "brings: round", "no place takes 'round'. Did you mean 'rounds'"),
    ("        fleet: s-400-launchers", "        fleet: su-30mki", "fitness asks nothing of the fleet 'su-30mki'"),
    ("places: [east]", "places: [easter]", "no place 'easter'"),
    ("like: india-s400-rounds", "like: india-s400-round", "no programme 'india-s400-round'. Did you mean"),
    ("fleet: mig-29, takes", "takes", "give one of: fleet (whose upkeep tells), share (that is fit)"),
    (
        "fleet: s-400-radars, takes",
        "share: {value: 0.9, assumed: t}, takes",
        "squadrons and supplier go with a fleet",
    ),
    ("units: [1, 2]", "units: [1, 6]", "india-s400 has no unit 6"),
    ("units: [1, 2]", "units: [1, 1]", "names a unit twice"),
    ("places: [east]", "places: [east, east]", "'east' stands here twice"),
    ("places: [east]", "places: [east, sky]", "'sky' stands already: nothing fills it"),
    ("- lever: press\n        on: 2020-07-01", "- lever: press\n        on: 2020-05", "got 2020-05, before as_of"),
    ("- lever: press\n        on: 2020-07-01", "- lever: press\n        on: 2022-09", "after the last month (2022-08)"),
    ("on: 2020-07-01, places: [east]", "on: 2022, places: [east]", "got 2022, after the last month (2022-08)"),
    (
        "        programme: india-s400\n        u",
        "        programme: india-akash-7\n        u",
        "supplies nothing here",
    ),
    (
        "programme: india-s400\n        units: [1, 2]",
        "programme: india-mig29-21\n        units: [1]",
        "no day is known of unit 1",
    ),
    (
        "- lever: press",
        "- lever: pres",
        "got 'pres', expected 'press', 'first', 'buy', 'spares'. Did",
    ),
    ("suppliers: [Russia]", "suppliers: [Rusia]", "no order names a supplier 'Rusia'. Did you mean 'Russia'?"),
    ("launchers, supplier: Russia", "launchers, supplier: Rusia", "a supplier 'Rusia'. Did you mean 'Russia'?"),
    ("airfields: {field: 2}", "airfields: {feld: 2}", "no asset 'feld'. Did you mean 'field'?"),
    ("takes: battery, what: radars", "takes: battery, what: launchers", "'launchers of battery' stands here twice"),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTS, ids=[told for _, _, told in FAULTS])
def test_a_fault_is_told_at_its_line(old: str, new: str, told: str) -> None:
    text = changed((old, new))
    with pytest.raises(InvalidInput) as error:
        parsed(text, "small.yaml")
    at = TEXT[: TEXT.index(old)].count("\n") + 1 + new.count("\n")
    faults = [fault for fault in error.value.faults if told in fault.message]
    assert faults, str(error.value)
    # What concerns a whole entry is told where the entry begins.
    assert at - 4 <= faults[0].line <= at


def test_a_part_added_here_and_named_there() -> None:
    """It is told where it stands the second time."""
    text = changed(("{id: west-battery,", "{id: battery,"))
    with pytest.raises(InvalidInput, match="'battery' stands at west already") as error:
        parsed(text, "small.yaml")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "id: middle" in line)
    assert [fault.line for fault in error.value.faults] == [line]


def test_one_programme_fills_one_kind_of_place() -> None:
    line = "  - {programme: india-s400, fills: battery,"
    with pytest.raises(InvalidInput, match="'india-s400' stands here twice"):
        small((line, f"  - {{programme: india-s400, fills: flight}}\n{line}"))


def test_every_policy_with_levers() -> None:
    with pytest.raises(InvalidInput, match="no policy without levers") as error:
        small(("  - {id: wait, title: Waiting}\n", ""))
    assert [fault.path for fault in error.value.faults] == ["policies"]


def test_two_policies_that_wait() -> None:
    wait = "  - {id: wait, title: Waiting}\n"
    with pytest.raises(InvalidInput) as error:
        small((wait, wait + "  - {id: idle, title: Idle}\n"))
    (fault,) = error.value.faults
    assert (fault.line, fault.path) == (TEXT[: TEXT.index(wait)].count("\n") + 2, "policies[1]")
    assert fault.message == "has no levers, as 'wait': expected one such policy, which waits"


def test_a_lever_of_the_month_of_the_posture_may_be_pulled() -> None:
    posture = small(("- lever: press\n        on: 2020-07-01", "- lever: press\n        on: 2020-06"))
    assert posture.policies[1].levers[0].on.text() == "2020-06"


def test_fields_of_a_lever_are_its_own() -> None:
    with pytest.raises(InvalidInput) as error:
        small(("        fleet: s-400-launchers", "        fleat: s-400-launchers"))
    assert "Did you mean 'fleet'? Allowed: fleet, lead, lever, on, spend." in str(error.value)
    assert "unit_price" not in str(error.value)


def test_a_lead_is_told_as_it_is_written() -> None:
    with pytest.raises(InvalidInput, match=r"lead\.low: got -3 month, expected at least 0 s and at most"):
        small(("lead: {low: 10 month", "lead: {low: -3 month"))


@pytest.mark.parametrize(("question", "message"), [("soner", "Did you mean 'sooner'"), ("wait", "'wait' with levers")])
def test_the_question_is_a_policy_that_does_something(question: str, message: str) -> None:
    text = changed(("\npolicies:\n", f"\nquestion: {question}\npolicies:\n"))
    with pytest.raises(InvalidInput, match=message) as error:
        parsed(text, "small.yaml")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith("question:"))
    assert [(fault.line, fault.path) for fault in error.value.faults] == [(line, "question")]


def test_bundled_postures_say_what_they_are_about() -> None:
    assert {name: one.question for name, one in postures().items()} == dict.fromkeys(postures(), "press")


def test_no_raid_to_average_over() -> None:
    with pytest.raises(InvalidInput, match="no raid with role reference"):
        small(("scenario: lab-airspace}", "scenario: lab-airspace, role: menu}"))


def test_several_faults_at_once() -> None:
    with pytest.raises(InvalidInput) as error:
        small(
            ("as_of: 2020-06-23", "as_of: 2020-06"), ("scales: [2.0", "scales: [9.0"), ("brings: rounds", "brings: x")
        )
    assert {fault.path for fault in error.value.faults} == {"as_of", "scales", "policies[2].levers[0].brings"}


def test_a_raid_may_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.yaml").write_text(bundled()["lab-airspace"].read_text("utf-8"), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert small(("scenario: lab-airspace}", "scenario: own.yaml}")).raids[0].scenario == "own.yaml"
    with pytest.raises(InvalidInput, match=r"no scenario 'other\.yaml'"):
        small(("scenario: lab-airspace}", "scenario: other.yaml}"))
