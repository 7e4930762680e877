"""What the page changes is what the loader takes, and the file that is saved repeats the run."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import mantlet
from mantlet.base.errors import RunFailed
from mantlet.run.result import Result
from mantlet.scenario.load import load, loads
from mantlet.web.app import application
from mantlet.web.beside import beside
from mantlet.web.changes import call, changed, levers, library_notice, number_paths
from mantlet.web.shelf import Shelf
from unit.web.asking import Answer, ask, post

CALL = "import sys; from mantlet.cli import main; sys.exit(main())"
RANGE = "numbers.textbook-radar-round.max_range=52 km"
MOVE = "sides.blue.units.east.at={lat: 34.2, lon: 77.6}"


@pytest.fixture
def app(shelf_folder: Path) -> Iterator[Any]:
    found = application(Shelf(shelf_folder))
    yield found
    found.state.yard.close()


def told(answered: Answer) -> Any:
    return json.loads(answered.body)


def followed(app: Any, fight: str) -> list[Any]:
    """Everything that the stream of a fight tells, up to its end."""
    answered = ask(app, f"/api/fights/{fight}")
    assert answered.headers["content-type"].startswith("text/event-stream")
    return [json.loads(line.removeprefix("data: ")) for line in answered.body.decode().split("\n\n") if line]


@pytest.mark.parametrize("name", ["sead-2021", "air-superiority-2020", "case-kyiv-2023", "lab-doctrine"])
def test_every_lever_set_to_what_it_is_changes_no_number(name: str) -> None:
    """What stands in a lever is read back as it is: numbers keep their figures, places theirs."""
    scenario = load(name)
    result = mantlet.run(scenario, draws=1, replications=1)
    inputs, paths = result.battle.geometry.inputs, number_paths(result.battle)
    assert len(paths) == len(inputs), "a number that cannot be changed"
    known = levers(result.battle)
    said = [f"{path}={json.dumps(lever.now)}" for path, lever in known.items() if lever.now is not None]
    again = mantlet.run(load(name, overrides=said), draws=1, replications=1)
    for path, number in again.battle.geometry.inputs.items():
        assert number.values == pytest.approx(inputs[path].values), path
    assert {lever.path: lever.now for lever in levers(again.battle).values() if lever.words == "place"} == {
        lever.path: lever.now for lever in known.values() if lever.words == "place"
    }


def test_changes_are_told_from_what_to_what(app: Any, valley: Result) -> None:
    found = told(ask(app, f"/api/runs/cs-3/changed?set={quote(RANGE)}&set={quote(MOVE)}"))
    first, second = found["changes"]
    assert (first["words"], first["owner"]) == ("greatest range", "textbook-radar-round")
    assert (first["before"], first["after"]) == ("40 km", "52 km")
    assert second["after"] == "34.2 north, 77.6 east"
    assert found["name"] in found["call"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (RANGE.replace("km", ""), "--set: numbers.textbook-radar-round.max_range: got the bare number 52"),
        (RANGE.replace("52", "520000"), "expected at least 1 m and at most"),
        ("numbers.textbook-radar-round.min_range=41 km", "min_range must stay below max_range"),
        ("sides.blue.units.east.at={lat: 95, lon: 77}", "sides.blue.units[1].at.lat: got 95"),
        ("environment.terrain=/etc/passwd", "nothing of this run that can be changed here"),
        ("sides.blue.units.east.at", "expected PATH=VALUE"),
        (f"{RANGE}{' ' * 400}", "at most 400 letters"),
        ("numbers.textbook-radar-round.max_range=*x", "alias '*x' is not allowed"),
    ],
)
def test_what_is_wrong_with_a_change_is_said_by_the_loader(app: Any, change: str, says: str) -> None:
    answered = ask(app, f"/api/runs/cs-3/changed?set={quote(change)}")
    assert answered.status == 422 and says in told(answered)["fault"]
    assert post(app, "/api/fights", {"run": "cs-3", "set": [change]}).status == 422
    assert told(ask(app, "/api/fights")) == []


@pytest.mark.parametrize(
    "body", [{}, [], {"run": "cs-3"}, {"run": "cs-3", "set": [1]}, {"stop": 1}, {"stop": "1", "x": 1}]
)
def test_anything_else_that_is_posted_is_refused(app: Any, body: Any) -> None:
    answered = post(app, "/api/fights", body)
    assert answered.status == 422 and "expected {" in told(answered)["fault"]
    assert post(app, "/api/fights", {"stop": "7"}).status == 404
    assert post(app, "/api/fights", {"run": "nowhere", "set": [RANGE]}).status == 404


def test_a_fight_is_followed_to_its_end_and_stands_beside_the_run(app: Any, valley: Result) -> None:
    fight = told(post(app, "/api/fights", {"run": "cs-3", "set": [RANGE, MOVE]}))
    steps = followed(app, fight["id"])
    last = steps[-1]
    assert last["state"] == "done" and last["done"] == last["wanted"] > 0
    assert (last["before"], last["fault"]) == ("cs-3", None)
    lines = {line["run"]: line for line in told(ask(app, "/api/runs"))}
    assert lines[last["after"]]["raids"] == lines["cs-3"]["raids"]
    found = told(ask(app, f"/api/runs/cs-3/beside/{last['after']}"))
    assert found["changes"] == [[], [RANGE, MOVE]]
    assert any(row["change"] != "0" for row in found["rows"])
    again = changed(valley, [RANGE, MOVE])
    fresh = mantlet.run(again.scenario, draws=2, replications=4)
    assert found == beside(valley, fresh, ("cs-3", last["after"]))


def test_the_saved_file_repeats_the_run_to_the_same_hash(app: Any, tmp_path: Path, root: Path) -> None:
    """The file of the page and the call beside it, carried out as a reader does."""
    query = f"set={quote(RANGE)}&set={quote(MOVE)}"
    fight = told(post(app, "/api/fights", {"run": "cs-3", "set": [RANGE, MOVE]}))
    assert followed(app, fight["id"])[-1]["state"] == "done"
    answered = ask(app, f"/api/runs/cs-3/changed.yaml?{query}")
    name = answered.headers["content-disposition"].partition('"')[2].removesuffix('"')
    (tmp_path / name).write_bytes(answered.body)
    head = [line for line in answered.body.decode().splitlines() if line.startswith("#")]
    assert "#   numbers.textbook-radar-round.max_range: 40 km -> 52 km" in head
    call = told(ask(app, f"/api/runs/cs-3/changed?{query}"))["call"]
    assert f"#   {call}" in head
    words = shlex.split(call)
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    subprocess.run(
        [sys.executable, "-c", CALL, *words[1:]], cwd=tmp_path, check=True, capture_output=True, env=environment
    )
    repeated = mantlet.open_result(tmp_path / words[words.index("--out") + 1])
    on_page = mantlet.open_result(app.state.yard.folder(fight["after"]))
    for hash_ in ("outcome_sha256", "scenario_sha256", "library_sha256"):
        assert repeated.manifest[hash_] == on_page.manifest[hash_], hash_


def test_the_file_holds_the_scenario_and_nothing_breaks_out_of_its_comments(app: Any, valley: Result) -> None:
    change = "sides.blue.units.east.at=lat: 34.2\nlon: 77.6"
    answered = ask(app, f"/api/runs/cs-3/changed.yaml?set={quote(change)}")
    assert answered.status == 200
    assert loads(answered.body.decode()).sha256 == changed(valley, [MOVE]).scenario.sha256


def test_a_run_that_was_changed_is_changed_further_and_its_file_says_both(app: Any) -> None:
    fight = told(post(app, "/api/fights", {"run": "cs-3", "set": [RANGE]}))
    assert followed(app, fight["id"])[-1]["state"] == "done"
    text = ask(app, f"/api/runs/{fight['after']}/changed.yaml?set={quote(MOVE)}").body.decode()
    assert "# on top of what was set in the run before:" in text and f"#   {RANGE}" in text
    assert loads(text).sha256 == load("cs-3", overrides=[RANGE, MOVE]).sha256


def test_a_library_of_ones_own_is_named_in_the_call_or_asked_for(valley: Result) -> None:
    found = changed(valley, [RANGE])
    assert "--library 'my systems'" in call(valley, found.name, ["my systems"])
    assert library_notice(valley.manifest, []) == []
    other = valley.manifest | {"library_sha256": "0" * 64}
    assert "--library" in library_notice(other, [])[0]
    assert library_notice(other, ["my systems"]) == []


def test_one_fight_at_a_time_and_it_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs, home = tmp_path / "runs", tmp_path / "home"
    mantlet.run(mantlet.load("cs-3"), draws=400, replications=50, keep="summary").save(runs / "long")
    home.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(home))
    app = application(Shelf(runs))
    fight = told(post(app, "/api/fights", {"run": "long", "set": [RANGE]}))
    answered = post(app, "/api/fights", {"run": "long", "set": [MOVE]})
    assert answered.status == 409 and "another fight is under way" in told(answered)["fault"]
    assert post(app, "/api/fights", {"stop": fight["id"]}).status == 200
    last = followed(app, fight["id"])[-1]
    assert last["state"] == "stopped" and last["done"] < 400 * 50
    assert [*home.glob("mantlet-*/*")] == [], "half a run was left"
    assert [line["run"] for line in told(ask(app, "/api/runs"))] == ["long"]
    again = told(post(app, "/api/fights", {"run": "long", "set": [RANGE]}))
    assert again["after"] != fight["after"], "a name is used once"
    app.state.yard.close()


def test_what_was_fought_goes_with_the_server(app: Any) -> None:
    fight = told(post(app, "/api/fights", {"run": "cs-3", "set": [RANGE]}))
    assert followed(app, fight["id"])[-1]["state"] == "done"
    folder = app.state.yard.folder(fight["after"])
    assert folder.is_dir()
    app.state.yard.close()
    assert not folder.parent.exists()


def test_a_fight_that_cannot_be_says_why(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise RunFailed("no room left")

    monkeypatch.setattr("mantlet.web.jobs.refuse_unfit", refused)
    fight = told(post(app, "/api/fights", {"run": "cs-3", "set": [RANGE]}))
    last = followed(app, fight["id"])[-1]
    assert (last["state"], last["fault"]) == ("failed", "no room left")
