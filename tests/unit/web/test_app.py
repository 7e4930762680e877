"""What the page is told, also of runs that cannot be read."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from mantlet.base.errors import UsageError
from mantlet.evidence.known import ledgers
from mantlet.report.inputs import Input
from mantlet.report.reading import findings
from mantlet.report.wording import answer
from mantlet.run.result import Result
from mantlet.web import shelf
from mantlet.web.app import application
from mantlet.web.shelf import Shelf
from mantlet.web.sources import numbers
from unit.web.asking import Answer, ask


@pytest.fixture(scope="module")
def app(shelf_folder: Path) -> Any:
    return application(Shelf(shelf_folder))


def told(answered: Answer) -> Any:
    return json.loads(answered.body)


def test_the_runs_of_a_folder_are_found_below_it_too(shelf_folder: Path) -> None:
    table = Shelf(shelf_folder).runs
    assert list(table) == ["cs-3", "broken", "sead-2021"]
    lines = {line["run"]: line for line in shelf.told(table)}
    assert lines["cs-3"]["raids"] == 8
    assert "cannot be read" in lines["broken"]["fault"]


def test_runs_of_one_name_are_told_apart(shelf_folder: Path, tmp_path: Path) -> None:
    for place in ("a", "b"):
        shutil.copytree(shelf_folder / "cs-3", tmp_path / place / "cs-3")
    assert list(Shelf(tmp_path).runs) == ["cs-3", "cs-3-2"]


def test_a_folder_that_cannot_be_read_is_passed_over(
    shelf_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(shelf_folder / "cs-3", tmp_path / "mine")
    (tmp_path / "theirs").mkdir()
    looked = Path.iterdir

    def refused(self: Path) -> Iterator[Path]:
        if self.name == "theirs":
            raise PermissionError
        return looked(self)

    monkeypatch.setattr(Path, "iterdir", refused)
    assert list(Shelf(tmp_path).runs) == ["mine"]


def test_a_run_may_be_named_itself_and_an_empty_folder_says_what_is_missing(shelf_folder: Path, tmp_path: Path) -> None:
    assert list(Shelf(shelf_folder / "cs-3").runs) == ["cs-3"]
    (line,) = shelf.told(Shelf(tmp_path).runs)
    assert "is this the folder of a finished run?" in line["fault"]
    with pytest.raises(UsageError, match="no such folder"):
        Shelf(tmp_path / "nowhere")


def test_a_run_is_told_in_the_words_of_the_brief(app: Any, valley: Result) -> None:
    run = told(ask(app, "/api/runs/cs-3"))
    assert run["answer"] == answer(findings(valley))
    assert run["reasons"].startswith("Of the leaks ")
    assert [cause["share"] for cause in run["causes"][:3]] == re.findall(r"([\d.]+\s%):", run["reasons"])
    assert sum(cause["part"] for cause in run["causes"]) == pytest.approx(1.0)
    names = [pick["name"] for pick in run["picks"]]
    assert names[:4] == ["typical", "bad", "worst", "mildest"]
    assert run["friend"] == "blue"


def test_every_link_of_the_scenario_is_told(app: Any, suppressed: Result) -> None:
    scenario = suppressed.battle.scenario
    posts = {post.id for side in scenario.sides.values() for post in side.posts}
    told_links = {link["name"]: link["to"] for link in told(ask(app, "/api/runs/sead-2021"))["links"]}
    wanted = {unit.id: unit.post for side in scenario.sides.values() for unit in side.units if unit.post}
    wanted |= {post.id: post.superior for side in scenario.sides.values() for post in side.posts if post.superior}
    assert wanted.items() <= told_links.items()
    assert set(told_links.values()) <= posts


def test_picks_are_what_they_are_called(app: Any, suppressed: Result) -> None:
    raids, outcomes = suppressed.raids, suppressed.outcomes.to_table()
    lost = {
        (d, k): value
        for d, k, value in zip(
            *(raids[name].to_pylist() for name in ("draw", "replication", "value_lost")), strict=True
        )
    }
    rows = outcomes.to_pylist()
    for pick in told(ask(app, "/api/runs/sead-2021"))["picks"]:
        place = pick["draw"], pick["replication"]
        if pick["name"] == "worst":
            assert lost[place] == max(lost.values())
        elif pick["name"] == "mildest":
            assert lost[place] == min(lost.values())
        elif pick["name"].startswith("first through to Leh"):
            reached = [row for row in rows if row["fate"] == "leaked" and row["asset_id"] == "leh"]
            soonest = min(row["time_s"] for row in reached)
            assert any(row["time_s"] == soonest and (row["draw"], row["replication"]) == place for row in reached)


def test_a_raid_is_told_as_it_was_kept(app: Any, suppressed: Result) -> None:
    raid = told(ask(app, "/api/runs/sead-2021/raids/1/2"))
    kept = [row for row in suppressed.outcomes.to_table().to_pylist() if (row["draw"], row["replication"]) == (1, 2)]
    assert [(one["id"], one["fate"], one["cause"], one["end_s"]) for one in raid["objects"]] == [
        (row["object_id"], row["fate"], row["cause"], row["time_s"]) for row in kept
    ]
    assert sum(row["shots"] for row in kept) == len(raid["shots"])
    assert raid["leakers"] == sum(row["fate"] == "leaked" and row["object_class"] != "decoy" for row in kept)


def test_events_and_tracks_travel_as_arrow(app: Any, valley: Result) -> None:
    events = pa.ipc.open_stream(ask(app, "/api/runs/cs-3/raids/0/1/events").body).read_all()
    assert events.drop_columns("about_id").equals(valley.events(0, 1))
    tracks = pa.ipc.open_stream(ask(app, "/api/runs/cs-3/raids/0/1/tracks").body).read_all()
    assert tracks.column_names == ["object", "time_s", "lon", "lat", "height_m"]
    assert (np.diff(tracks["object"].to_numpy()) >= 0).all()


def test_every_number_has_somewhere_that_it_comes_from(app: Any) -> None:
    known = told(ask(app, "/api/runs/sead-2021/numbers"))
    for number in known:
        for part in number["parts"]:
            assert any(part[field] for field in ("source", "assumed", "definition", "given")), number["path"]
    spread = {number["path"]: number["spread"] for number in known}
    assert spread["rajendra.claim.range"] == "around one figure ±20 %, by its confidence"
    assert spread["rajendra.claim.rcs"] is None, "an interval"
    paths = {number["path"] for number in known}
    gates = told(ask(app, "/api/runs/sead-2021/raids/1/2/gates/cm-indus-001"))["gates"]
    named = [line["path"] for gate in gates for line in gate["numbers"] if line["path"] is not None]
    assert named and set(named) <= paths, "a number behind a gate that nothing opens"


def test_numbers_told_from_chance_come_first_and_the_rest_by_name(valley: Result) -> None:
    inputs = valley.battle.geometry.inputs
    few, most, chance, drawn, *_ = sorted(inputs)
    effects = {few: (0.5, True), most: (-0.7, True), chance: (0.9, False), drawn: (-0.8, False)}
    ranks = {path: Input(path, inputs[path], 0.0, 1.0, *effect) for path, effect in effects.items()}
    told = numbers(valley.battle, ranks, ledgers())
    rest = sorted(set(inputs) - set(effects))
    assert [one["path"] for one in told] == [most, few, chance, drawn, *rest]
    assert [one["effect"] for one in told[:3]] == [-0.7, 0.5, None]


def test_a_run_fought_anew_into_its_folder_is_the_one_that_is_told(shelf_folder: Path, tmp_path: Path) -> None:
    place = shutil.copytree(shelf_folder / "cs-3", tmp_path / "mine")
    app, raid = application(Shelf(tmp_path)), "/api/runs/mine/raids/0/0"
    before = told(ask(app, raid))
    shutil.rmtree(place)
    shutil.copytree(shelf_folder / "sead-2021", place)
    alone = application(Shelf(tmp_path))
    assert told(ask(alone, raid)) != before
    for path in ("", "/headline", "/raids", "/raids/0/0", "/raids/0/0/events"):
        assert ask(app, f"/api/runs/mine{path}").body == ask(alone, f"/api/runs/mine{path}").body, path


def test_what_comes_and_goes_while_the_server_is_up_is_listed_as_it_is(shelf_folder: Path, tmp_path: Path) -> None:
    app = application(Shelf(tmp_path))
    assert "fault" in told(ask(app, "/api/runs"))[0], "nothing is there yet"
    shutil.copytree(shelf_folder / "cs-3", tmp_path / "b" / "cs-3")
    assert [line["run"] for line in told(ask(app, "/api/runs"))] == ["cs-3"]
    shutil.copytree(shelf_folder / "sead-2021", tmp_path / "a" / "cs-3")
    titles = {line["run"]: line["scenario"] for line in told(ask(app, "/api/runs"))}
    assert titles == {"cs-3": "cs-3", "cs-3-2": "sead-2021"}, "a name stays with its folder"
    assert ask(app, "/api/runs/cs-3-2").status == 200
    shutil.rmtree(tmp_path / "b")
    assert [line["run"] for line in told(ask(app, "/api/runs"))] == ["cs-3-2"]
    assert ask(app, "/api/runs/cs-3").status == 404


@pytest.mark.parametrize("height", ["1", "9" * 400])
def test_a_height_out_of_reach_is_the_nearest_that_is_within(app: Any, height: str) -> None:
    nearest = {"1": 10, "9" * 400: 30_000}[height]
    answered = ask(app, f"/api/runs/cs-3/cover/{height}")
    assert answered.status == 200
    assert answered.body == ask(app, f"/api/runs/cs-3/cover/{nearest}").body


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/api/runs/nowhere", 404, "no run 'nowhere'"),
        ("/api/runs/broken", 422, "cannot be read"),
        ("/api/runs/cs-3/raids/9/0", 422, "draw: got 9, expected 0 to 1"),
        ("/api/runs/cs-3/raids/0/0/gates/nobody", 404, "no object 'nobody'"),
        ("/api/runs/cs-3/raids/0/0/gates/low-valley-001?unit=nobody", 404, "no fire unit 'nobody'"),
        ("/static/nothing.js", 404, "no file 'nothing.js'"),
    ],
)
def test_what_is_wrong_is_said(app: Any, path: str, status: int, says: str) -> None:
    answered = ask(app, path)
    assert answered.status == status
    assert says in told(answered)["fault"]


def test_a_run_whose_rows_are_gone_is_told_not_failed(shelf_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(shelf_folder / "cs-3", tmp_path / "cut")
    shutil.rmtree(tmp_path / "cut" / "raids")
    answered = ask(application(Shelf(tmp_path)), "/api/runs/cut")
    assert answered.status == 422
    assert "no rows there" in told(answered)["fault"]


NOT_READ_HERE = {"damage", "inputs.parquet"}  # kept for who reads a run elsewhere
SPOILT = {"gone": None, "cut": 0.5, "strange": 0.0}


@pytest.mark.parametrize("how", SPOILT)
def test_whatever_is_spoilt_in_a_run_is_told_with_the_name_of_the_file(
    how: str, shelf_folder: Path, tmp_path: Path
) -> None:
    for part in sorted(path for path in (shelf_folder / "cs-3").rglob("*") if path.is_file()):
        name = part.relative_to(shelf_folder / "cs-3")
        if name.parts[0] in NOT_READ_HERE or (name.name == "manifest.json" and how == "gone"):
            continue
        run = "-".join(name.parts)
        spoilt = shutil.copytree(shelf_folder / "cs-3", tmp_path / run) / name
        whole = spoilt.read_bytes()
        spoilt.unlink()
        if (kept := SPOILT[how]) is not None:
            spoilt.write_bytes(whole[: int(kept * len(whole))] or b"\x00\xff strange")
        app = application(Shelf(tmp_path / run))
        assert len(told(ask(app, "/api/runs"))) == 1, name
        for path in ("", "/raids", "/headline", "/raids/0/0"):
            answered = ask(app, f"/api/runs/{run}{path}")
            assert answered.status == 422, f"{name} {how}: {path} {answered.body[:200]!r}"
            assert name.parts[0] in told(answered)["fault"], f"{name} {how}: {path}"
