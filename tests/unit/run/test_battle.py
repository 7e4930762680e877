"""Real scenarios through the run: events against rows, and results that need nobody's files any more."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import mantlet
from mantlet.base.errors import InvalidInput, UsageError
from mantlet.base.sourced import Standing
from mantlet.library.catalog import BUNDLED
from mantlet.physics.terrain import BUNDLED as TILE
from mantlet.run.battle import prepared
from mantlet.run.plan import ENGINES
from mantlet.run.result import Result


@pytest.fixture(scope="module")
def result() -> Result:
    return mantlet.run(mantlet.load("cs-1"), replications=5, draws=2, threads=1)


def test_events_end_as_the_stored_rows_do(result: Result) -> None:
    rows = [row for row in result.outcomes.to_table().to_pylist() if (row["draw"], row["replication"]) == (1, 3)]
    events = result.events(1, 3).to_pylist()
    last = {row["object_id"]: row["fate"] for row in rows}
    hits = {event["object_id"]: event["time_s"] for event in events if event["kind"] == "hit"}
    assert hits == {row["object_id"]: row["time_s"] for row in rows if row["fate"] == "killed"}
    leaked = {event["object_id"] for event in events if event["kind"] == "leaked"}
    assert leaked == {name for name, fate in last.items() if fate == "leaked"}
    shots = Counter(event["object_id"] for event in events if event["kind"] == "launched")
    assert shots == {row["object_id"]: row["shots"] for row in rows if row["shots"]}
    assert [event["time_s"] for event in events] == sorted(event["time_s"] for event in events)


def test_both_engines_tell_the_same_fights() -> None:
    scenario = mantlet.load("ladakh-2020")
    amount: dict[str, Any] = {"replications": 6, "draws": 3, "threads": 1}
    by_default = mantlet.run(scenario, **amount)
    one, other = (mantlet.run(scenario, **amount, engine=name) for name in ENGINES)
    assert [found.answer["engine"] for found in (by_default, one, other)] == ["battle", "battle", "reference"]
    assert one.answer == by_default.answer == {**other.answer, "engine": "battle"}
    assert one.events(2, 5).equals(other.events(2, 5))


def test_a_run_that_skips_scans_says_so_and_can_be_told_again() -> None:
    scenario = mantlet.load("saturation")
    amount: dict[str, Any] = {"replications": 30, "draws": 2, "threads": 1}
    plain, skipped = (mantlet.run(scenario, **amount, sampling=way) for way in ("scan", "skip"))
    assert [found.answer["sampling"] for found in (plain, skipped)] == ["scan", "skip"]
    rows = skipped.outcomes.to_table(columns=["draw", "replication", "fate"]).to_pylist()
    killed = sum(row["fate"] == "killed" for row in rows if (row["draw"], row["replication"]) == (1, 7))
    assert Counter(skipped.events(1, 7)["kind"].to_pylist())["hit"] == killed


def test_who_draws_every_scan_refuses_to_skip() -> None:
    with pytest.raises(UsageError, match="the reference engine draws every scan"):
        mantlet.run(mantlet.load("cs-1"), engine="reference", sampling="skip")
    optimal = mantlet.load("lab-doctrine", overrides=["sides.blue.doctrine.assignment=optimal"])
    with pytest.raises(UsageError, match=r"skip needs doctrine\.assignment greedy"):
        mantlet.run(optimal, draws=1, replications=2, sampling="skip")


@pytest.mark.parametrize("terrain", ["none", "globe", "own"])
def test_the_manifest_knows_the_ground(tmp_path: Path, terrain: str) -> None:
    own = tmp_path / "own.npz"
    flat = np.zeros((480, 600), np.int16)
    np.savez(own, z=flat, lat_top=13.0, lon_left=74.0, step_arcsec=30.0)
    scenario = mantlet.load("cs-3", overrides=[f"environment.terrain={own if terrain == 'own' else terrain}"])
    about = prepared(scenario).about()
    assert about["terrain"] == (str(own) if terrain == "own" else None)
    tiles = {"globe": TILE, "own": own}
    known = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in tiles.items()}
    assert about["terrain_sha256"] == known.get(terrain)


def test_every_object_has_one_fate_in_every_raid(result: Result) -> None:
    rows = result.outcomes.to_table().to_pylist()
    assert len(rows) == 2 * 5 * 12
    assert all(row["fate"] is not None for row in rows)
    assert all((row["cause"] is not None) == (row["fate"] == "leaked") for row in rows)


def test_inputs_that_no_draw_changes_are_marked(result: Result) -> None:
    """What is listed is what was drawn and, marked, what the geometry stands on."""
    listed = {row["path"]: row["fixed"] for row in result.inputs.to_pylist()}
    assert {path for path, fixed in listed.items() if not fixed} == set(result.draws["path"].to_pylist())
    assert {path for path, fixed in listed.items() if fixed} == set(result.battle.geometry.fixed)
    assert any(listed.values())


def test_the_answer_says_on_what_its_numbers_stand(result: Result) -> None:
    rows, told = result.inputs.to_pylist(), result.answer["inputs"]
    assert told["count"] == len(rows) == sum(told["by_standing"].values())
    assert told["fixed"] == sum(row["fixed"] for row in rows)
    assert set(told["by_standing"]) == set(get_args(Standing))
    assert told["by_standing"]["definition"] == sum(row["standing"] == "definition" for row in rows) > 0


def test_a_result_of_an_earlier_version_is_refused_in_words(result: Result, tmp_path: Path) -> None:
    old = result.save(tmp_path / "old")
    answer = json.loads((old / "result.json").read_text())
    del answer["inputs"]
    (old / "result.json").write_text(json.dumps(answer))
    with pytest.raises(InvalidInput, match=r"result\.json: inputs: missing: made by an earlier version.*run .* again"):
        mantlet.open_result(old)


def test_a_run_without_a_folder_can_be_saved(result: Result, tmp_path: Path) -> None:
    result.save(tmp_path / "kept")
    kept = mantlet.open_result(tmp_path / "kept")
    assert kept.answer == result.answer
    assert kept.events(0, 0).equals(result.events(0, 0))


def test_events_need_no_files_of_the_user(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    text = (BUNDLED / "systems" / "textbook-battery.yaml").read_text()
    (mine / "own.yaml").write_text(text.replace("textbook", "own"))
    library = mantlet.catalog(mine)
    scenario = mantlet.load("cs-1", overrides=["sides.blue.units.0.system=own-battery/battery"], library=library)
    found = mantlet.run(scenario, replications=2, draws=1, threads=1, library=library, out=tmp_path / "run")
    before = found.events(0, 1)
    shutil.rmtree(mine)
    again = mantlet.open_result(tmp_path / "run")
    assert again.events(0, 1).equals(before)
    assert again.battle.library.sha256 == found.answer["library_sha256"]
    assert again.battle.scenario.sha256 == found.answer["scenario_sha256"]


def test_the_face_runs_after_the_package_was_imported() -> None:
    import mantlet.run.loops

    assert callable(mantlet.run)
    with pytest.raises(UsageError, match="expected 'battle' or 'reference'"):
        mantlet.run(mantlet.load("cs-1"), engine="other")
