"""What the page is told of a posture is what its answer says, and a month of it opens as the battle it rests on."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mantlet.base.errors import Interrupted
from mantlet.report.posture.facts import Facts
from mantlet.report.posture.summary import words
from mantlet.run.battle import CompiledBattle
from mantlet.run.loops import Task, Terms
from mantlet.run.recorder import Chunk
from mantlet.web.app import application
from mantlet.web.battles import Battles, Month
from mantlet.web.postures import document, read
from mantlet.web.shelf import Shelf
from unit.web.asking import Answer, ask, post

BATTLE = "/api/postures/small/battles/wait/2022-08/raid"


@pytest.fixture(scope="module")
def app(answers_folder: Path) -> Any:
    return application(Shelf(answers_folder))


@pytest.fixture(scope="module")
def answer(answers_folder: Path) -> dict[str, Any]:
    return read(answers_folder / "small")


def told(answered: Answer) -> Any:
    return json.loads(answered.body)


def over(app: Any, path: str) -> Any:
    """What is told of a battle once it is over."""
    for _ in range(200):
        answered = ask(app, path)
        if answered.status != 200 or told(answered)["run"] is not None:
            return told(answered)
    raise AssertionError("is never over")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_answers_are_found_and_no_run_is_missed(app: Any, answers_folder: Path) -> None:
    assert Shelf(answers_folder).runs == {}, "where there are answers a folder without runs is no fault"
    lines = {line["posture"]: line for line in told(ask(app, "/api/postures"))}
    assert lines["small"] == {"posture": "small", "title": "Small"}
    assert "answer.json" in lines["torn"]["fault"]
    assert ask(app, "/api/postures/torn").status == 422


def test_a_folder_with_an_answer_of_another_kind_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "answer.json").write_text("{}", "utf-8")
    assert Shelf(tmp_path).answers == {}


def test_words_and_figures_are_those_of_the_answer(answer: dict[str, Any]) -> None:
    page = document(answer)
    assert page["words"] == words(Facts(answer))
    ranking = answer["ranking"]
    asked = [one["sentence"] for one in answer["sceptic"]]
    assert page["quotable"] == [ranking["sentence"], ranking["across"], *asked]
    assert page["months"] == answer["months"]
    assert [view["id"] for view in page["views"]] == ["record/fixed", "record/saturating", "record/worst", "cut/fixed"]
    for policy, theirs in zip(page["policies"], answer["policies"], strict=True):
        series = theirs["series"]["cut"]["fixed"]
        assert policy["id"] == theirs["id"]
        assert policy["series"]["cut/fixed"]["lost"]["ignorance"] == series["value_lost"]["ignorance"]
        assert ("saved" in policy["series"]["record/worst"]) == (policy["id"] != "wait")
    assert [raid["id"] for raid in page["raids"]] == ["raid", "second"]
    assert len(page["pairs"]) == 3
    assert [fleet["title"] for fleet in page["fleets"]["fit"]][-1] == "mig-29: aircraft"


def test_what_stands_first_is_what_the_words_say(answer: dict[str, Any]) -> None:
    page = document(answer)
    waits, *best = page["heads"]
    assert f"Who waits loses {waits['figure']} of {page['stake']}" in page["words"]
    assert f"(within the sources {dict(waits['lines'])['within the sources']})" in page["words"]
    for head in best:
        assert f"saves most: {head['figure']} on average" in page["words"]
        assert f"within the sources the mean may be {dict(head['lines'])['within the sources']}" in page["words"]


def test_a_month_opens_as_a_run_with_the_numbers_of_the_answer(
    app: Any, answer: dict[str, Any], answers_folder: Path
) -> None:
    before = files(answers_folder)
    found = over(app, BATTLE)
    assert found["run"] == "small wait 2022-08 raid" and found["done"] == found["wanted"] > 0
    run = told(ask(app, f"/api/runs/{found['run']}"))
    series = answer["policies"][0]["series"]["record"]["fixed"]["leakers"]["mean"]
    assert run["mean_leakers"] == pytest.approx(series[-1], rel=1e-5)
    raid = told(ask(app, f"/api/runs/{found['run']}/raids/0/1"))
    assert {unit["id"] for unit in raid["units"]}.isdisjoint(raid["absent"])
    assert over(app, BATTLE) == found, "asked again it is there"
    assert files(answers_folder) == before, "nothing is written where the answer lies"


def test_who_has_not_come_is_not_there(app: Any) -> None:
    run = over(app, "/api/postures/small/battles/wait/2021-09/raid")["run"]
    rows = [told(ask(app, f"/api/runs/{run}/raids/{draw}/0")) for draw in range(3)]
    assert any({"west-battery", "east-battery"} & set(raid["absent"]) for raid in rows)
    assert all("battery" not in raid["absent"] for raid in rows), "it stands from the start"
    draw, gone = next((d, name) for d, raid in enumerate(rows) for name in raid["absent"] if name.endswith("-battery"))
    flown = next(one["id"] for one in rows[draw]["objects"] if one["start_s"] is not None)
    gates = f"/api/runs/{run}/raids/{draw}/0/gates/{flown}"
    assert gone not in told(ask(app, gates))["units"]
    assert ask(app, f"{gates}?unit={gone}").status == 404


def test_a_month_is_not_changed_from_the_page(app: Any) -> None:
    """Each of its raids has another force: fought as one scenario it would be another battle, and pair with nothing."""
    run = over(app, BATTLE)["run"]
    found = told(ask(app, f"/api/runs/{run}/levers"))
    assert found["levers"] == [] and "change its file" in found["closed"]
    for path in (f"/api/runs/{run}/changed?set=tick=1 s", f"/api/runs/{run}/changed.yaml?set=tick=1 s"):
        assert ask(app, path).status == 422
    answered = post(app, "/api/fights", {"run": run, "set": ["luck.raid=0.1"]})
    assert answered.status == 422 and told(answered)["fault"] == found["closed"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/postures/nobody",
        "/api/postures/nobody/battles/wait/2022-08/raid",
        BATTLE.replace("wait", "nobody"),
        BATTLE.replace("2022-08", "2031-01"),
        BATTLE.replace("/raid", "/nobody"),
    ],
)
def test_what_is_not_in_the_answer_is_not_here(app: Any, path: str) -> None:
    assert ask(app, path).status == 404


def test_what_cannot_be_opened_says_why_and_may_be_mended(answers_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(answers_folder / "small", tmp_path / "small")
    gone = read(tmp_path / "small")
    gone["call"]["name"] = "gone.yaml"
    (tmp_path / "small" / "answer.json").write_text(json.dumps(gone), "utf-8")
    app = application(Shelf(tmp_path))
    assert "gone.yaml: the file from which this was asked is not there" in over(app, BATTLE)["fault"]
    shutil.copy(answers_folder / "small" / "answer.json", tmp_path / "small" / "answer.json")
    assert over(app, BATTLE)["run"] == "small wait 2022-08 raid"


def test_the_battle_of_an_answer_asked_anew_is_fought_anew(answer: dict[str, Any]) -> None:
    battles, which = Battles(), Month("small", "wait", "2022-08", "raid")
    anew = json.loads(json.dumps(answer)) | {"outcome_sha256": "another"}
    anew["seed"] += 1
    seeds: list[int] = []
    for asked in (answer, anew, anew):
        while battles.ask(which, asked, 1.0)["run"] is None:
            pass
        result = battles.result(which.run)
        assert result is not None
        seeds.append(result.manifest["seed"])
    battles.close()
    assert seeds[0] != seeds[1] == seeds[2]


def test_what_was_fought_goes_with_the_server(answer: dict[str, Any]) -> None:
    battles, which = Battles(), Month("small", "wait", "2022-08", "raid")
    while battles.ask(which, answer, 1.0)["run"] is None:
        pass
    result = battles.result(which.run)
    assert result is not None and result.folder.is_dir()
    battles.close()
    assert not result.folder.exists()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Raids that say when one is under way, and that go on only once they are let."""
    under_way, let = threading.Event(), threading.Event()
    fought = CompiledBattle.fought

    def held(self: CompiledBattle, task: Task, terms: Terms) -> Chunk:
        under_way.set()
        let.wait()
        return fought(self, task, terms)

    monkeypatch.setattr(CompiledBattle, "fought", held)
    yield under_way, let
    let.set()


def _month(month: str) -> Month:
    return Month("small", "wait", month, "raid")


def test_the_month_asked_for_last_comes_first_and_is_told_what_it_waits_for(
    answer: dict[str, Any], slow: tuple[threading.Event, threading.Event]
) -> None:
    under_way, let = slow
    battles = Battles()
    battles.ask(_month("2022-06"), answer, 0.0)
    assert under_way.wait(30)
    for month in ("2022-07", "2022-08"):
        assert battles.ask(_month(month), answer, 0.0)["waits_for"] == "2022-06 under “Waiting”"
    assert battles.ask(_month("2022-06"), answer, 0.0)["waits_for"] is None
    let.set()
    while battles.ask(_month("2022-08"), answer, 0.01)["run"] is None:
        assert battles.result(_month("2022-07").run) is None
    while battles.ask(_month("2022-07"), answer, 0.1)["run"] is None:
        pass
    assert battles.result(_month("2022-06").run) is not None, "whose page goes on asking is not given up"
    battles.close()


def test_a_battle_whose_page_was_left_gives_way_and_may_be_asked_for_again(
    answer: dict[str, Any], slow: tuple[threading.Event, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, let = slow
    battles = Battles()
    battles.ask(_month("2022-06"), answer, 0.0)
    assert under_way.wait(30)
    monkeypatch.setattr("mantlet.web.battles._GONE_S", 0.0)
    battles.ask(_month("2022-08"), answer, 0.0)
    monkeypatch.setattr("mantlet.web.battles._GONE_S", 60.0)
    let.set()
    while battles.ask(_month("2022-08"), answer, 0.1)["run"] is None:
        pass
    assert battles.result(_month("2022-06").run) is None
    while battles.ask(_month("2022-06"), answer, 0.1)["run"] is None:
        pass
    battles.close()


def test_what_is_stopped_leaves_nothing_and_may_be_asked_for_again(
    answers_folder: Path,
    tmp_path: Path,
    slow: tuple[threading.Event, threading.Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    under_way, let = slow
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = application(Shelf(answers_folder))
    first, second = BATTLE, BATTLE.replace("2022-08", "2022-07")
    asked = told(ask(app, first))
    assert under_way.wait(30)
    waits = told(ask(app, second))
    assert (asked["run"], waits["waits_for"]) == (None, "2022-08 under “Waiting”")
    for battle in (waits, asked):
        assert post(app, "/api/fights", {"stop": battle["name"]}).status == 200
    assert [*tmp_path.glob("mantlet-*/*")], "one was being written"
    let.set()
    while [*tmp_path.glob("mantlet-*/*")]:
        time.sleep(0.05)
    assert app.state.battles.result(asked["name"]) is None
    assert over(app, first)["run"] == asked["name"], "asked for again"
    post(app, "/api/fights", {"stop": asked["name"]})
    assert over(app, first)["run"] == asked["name"], "what is over stays"
    assert post(app, "/api/fights", {"stop": "small wait 2021-09 raid"}).status == 404
    app.state.battles.close()


def test_a_server_that_ends_waits_for_no_battle(
    answer: dict[str, Any], slow: tuple[threading.Event, threading.Event]
) -> None:
    under_way, let = slow
    battles, which = Battles(), Month("small", "wait", "2022-08", "raid")
    assert battles.ask(which, answer, 0.0)["run"] is None
    assert under_way.wait(30)
    threading.Timer(0.2, let.set).start()  # what is under way is fought to its end, and nothing is begun
    battles.close()
    assert battles.result(which.run) is None
    with pytest.raises(Interrupted):
        battles.ask(which, answer, 30.0)
