"""The command line from outside: what it prints where, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from commands import Call, caller
from mantlet.cli import fight
from mantlet.cli.fight import Condition, condition
from mantlet.cli.tables import interval, number
from mantlet.evidence.known import Ground
from mantlet.report import brief
from mantlet.run.battle import CompiledBattle
from mantlet.run.loops import CHECK, Task, Terms
from mantlet.run.result import Result, open_result

BRIEF = fight._brief  # `call` puts another in its place
SMALL = ("--draws", "3", "--replications", "6", "--threads", "1")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Runs a command in an empty folder: exit code, stdout, stderr. The brief is drawn elsewhere."""

    def nowhere(result: Result, ground: Ground) -> Path:
        return result.folder / "brief.html"

    monkeypatch.setattr(fight, "_brief", nowhere)
    monkeypatch.chdir(tmp_path)
    return caller(monkeypatch, capsys)


def test_help_names_every_command(call: Call) -> None:
    code, out, _ = call("--help")
    assert code == 0
    for one in ("run", "compare", "posture", "list", "show", "check", "schema", "report", "evidence", "view", "warmup"):
        assert f"\n    {one} " in out


def test_version(call: Call) -> None:
    assert call("--version")[:2] == (0, "0.1.0\n")


def test_run_prints_the_answer_and_keeps_it(call: Call, tmp_path: Path) -> None:
    code, out, err = call("run", "cs-1", *SMALL)
    assert code == 0
    result = open_result(tmp_path / "out" / "cs-1")
    for word in ("value lost", "leakers of launched", "error", "chance", "ignorance", "why they got through"):
        assert word in out
    assert result.answer["outcome_sha256"][:16] in out
    assert "out/cs-1/outcomes/*.parquet" in out
    assert "fighting cs-1, 18 raids and 6 of the second design" in err
    assert max(len(line) for line in out.splitlines() if not line.startswith(("rows", "brief"))) <= 80
    assert "\x1b" not in out


def test_json_is_one_document_and_nothing_else(call: Call) -> None:
    code, out, _ = call("run", "cs-1", *SMALL, "--json")
    document = json.loads(out)
    assert code == 0
    assert document["schema"] == "mantlet.run/1"
    assert (document["draws"], document["replications"], document["seed"]) == (3, 6, 1)
    assert set(document["metrics"]["leakers"]) >= {"mean", "error", "chance", "ignorance"}
    assert sum(document["causes"].values()) == pytest.approx(document["metrics"]["leakers"]["mean"])


def test_threads_and_keeping_leave_no_trace(call: Call) -> None:
    amount = ("--draws", "3", "--replications", "6")
    one = json.loads(call("run", "cs-1", *amount, "--threads", "1", "--json")[1])
    other = json.loads(call("run", "cs-1", *amount, "--threads", "4", "--keep", "summary", "--json")[1])
    assert one == other


def test_set_changes_the_scenario(call: Call) -> None:
    code, out, _ = call("run", "cs-1", *SMALL, "--set", "sides.blue.units.0.magazine=1", "--json")
    assert code == 0
    assert json.loads(out)["metrics"]["shots"]["mean"] == 1


def test_a_forced_gate_says_so_and_has_a_folder_of_its_own(call: Call) -> None:
    starved = ("--set", "sides.blue.units.0.magazine=3")
    code, out, _ = call("run", "cs-1", *SMALL, *starved, "--force", "no_missile", "--json")
    assert code == 0
    forced = json.loads(out)
    assert forced["causes"]["no_missile"] == 0 and forced["metrics"]["shots"]["mean"] > 3
    assert open_result("out/cs-1-but-for-no_missile").manifest["changes"][-1] == "but_for=no_missile"
    code, out, _ = call("compare", "cs-1", "cs-1", *SMALL, *starved, "--force", "no_missile", "--json")
    found = json.loads(out)
    assert (found["first"]["changes"], len(found["second"]["changes"])) == ([starved[1]], 2)
    assert found["metrics"]["leakers"]["difference"] < -5
    assert "second with sides.blue" in call("compare", "cs-1", "cs-1", *SMALL, *starved, "--force", "no_missile")[1]
    code, _, err = call("compare", "cs-1", "out/cs-1-but-for-no_missile", *SMALL, "--force", "late")
    assert code == 2 and "is a saved run" in err


def test_a_raid_that_time_cuts_off_says_so(call: Call) -> None:
    code, out, _ = call("run", "cs-1", *SMALL, "--set", "duration=100 s")
    assert code == 0
    assert "of 12 objects had not ended when the scenario did:\nleakers are a lower bound" in out
    found = json.loads(call("run", "cs-1", *SMALL, "--set", "duration=100 s", "--json")[1])
    expired, killed = (found["metrics"][name]["mean"] for name in ("expired", "killed"))
    assert 0 < expired == pytest.approx(12 - killed)
    assert "lower bound" not in call("run", "cs-1", *SMALL)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run",), "SCENARIO"),
        (("run", "cs-1", "--frobnicate"), "--frobnicate"),
        (("run", "cs-1", "--keep", "some"), "'all', 'summary'"),
        (("run", "cs-1", "--draws", "many"), "--draws: got 'many', expected a whole number"),
        (("run", "cs-1", "--draws", "0"), "draws: got 0, expected a whole number from 1 to 100000"),
        (("run", "cs-1", "--threads", "0"), "--threads: got 0"),
        (("run", "cs-1", "--engine", "batle"), "engine: got 'batle', expected 'battle' or 'reference'"),
        (("compare", "cs-1", "cs-2", "--draws", "0"), "draws: got 0"),
        (("run", "cs-1", "--fail-if", "leakers"), "expected METRIC>VALUE"),
        (("run", "cs-1", "--fail-if", "leeks>2"), "Did you mean 'leakers'?"),
        (("run", "cs-1", "--resume"), "nothing to resume"),
        (("view",), "out: no such folder; fight something first"),
        (("view", ".", "--port", "http"), "--port: got 'http', expected a whole number"),
        (("evidence", "reed", "x.txt"), "'read'"),
        (("evidence", "read", "x.txt", "--date", "22.6.2020"), "--date: got '22.6.2020', expected a day as 2020-06-22"),
        (("postur", "x"), "no command 'postur'. Did you mean 'posture'?"),
        (("run", "cs-1", "--drws=3"), "unexpected '--drws=3'. Did you mean '--draws'?"),
        (("compare", "cs-1"), "B"),
        (("run", "cs-1", "--force", "no_missiles"), "no gate 'no_missiles'. Did you mean 'no_missile'?"),
        (("run", "cs-1", "--force", "outside"), "outside cannot be forced"),
    ],
)
def test_a_wrong_call_says_what_is_right(call: Call, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = call(*words)
    assert code == 2
    assert said in err
    assert out == ""
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "cs-11"), "Did you mean 'cs-1'?"),
        (("show", "s-40O"), "Did you mean 's-400'?"),
        (("run", "cs-1", "--set", "sides.blue.units.0.magzine=6"), "magzine"),
        (("run", "cs-1", "--set", "sides.blue.units.0.magazine=-1"), "magazine"),
        (("run", "cs-1", "--library", "nowhere"), "nowhere"),
        (("compare", "cs-1", "cs-22"), "Did you mean 'cs-2'?"),
        (("report", "nowhere"), "no such folder"),
        (("check", "nowhere.yaml"), "nowhere.yaml"),
        (("check", "ladakh2021"), "Did you mean 'ladakh-2021'?"),
    ],
)
def test_invalid_input_is_exit_3_and_leaves_nothing(
    call: Call, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    code, out, err = call(*words)
    assert code == 3
    assert said in err
    assert out == ""
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_somebody_else_stays(call: Call, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine")
    code, _, err = call("run", "cs-1", *SMALL, "--out", "thesis")
    assert code == 2
    assert "stays as it is" in err
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


@pytest.mark.parametrize("words", [("run", "cs-11"), ("compare", "cs-1", "cs-11"), ("compare", "cs-11", "cs-1")])
def test_nothing_is_fought_before_all_names_are_known(
    call: Call, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fight, "prepared", None)
    code, _, err = call(*words, *SMALL)
    assert code == 3
    assert "Did you mean" in err


def test_runs_that_nothing_pairs_are_refused_before_one_is_fought(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call("run", "cs-1", *SMALL, "--out", "first")
    monkeypatch.setattr(fight, "prepared", None)
    code, _, err = call("compare", "first", "cs-1", *SMALL, "--seed", "2")
    assert code == 2
    assert "fought with seed 1 and 2" in err


@pytest.mark.parametrize("out", ["file/inside/run", "file/run", "n" * 300])
def test_a_place_that_cannot_be_written_is_told_before_the_fight(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(fight, "prepared", None)
    code, _, err = call("run", "cs-1", *SMALL, "--out", out)
    assert code == 2
    assert f"{out}: cannot be written" in err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "words", [("run", "cs-1", *SMALL), ("compare", "cs-1", "cs-1", *SMALL), ("check", "cs-1")], ids=lambda w: w[0]
)
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_bundled_name_is_the_bundled_scenario_and_says_so(
    call: Call, tmp_path: Path, words: tuple[str, ...], kind: str
) -> None:
    code, _, err = call(*words)
    assert (code, "took the bundled" in err) == (0, False)
    mine = tmp_path / "cs-1"
    mine.mkdir() if kind == "folder" else mine.write_text("no scenario")
    code, _, err = call(*words)
    assert code == 0
    assert f"mantlet: cs-1: took the bundled scenario; for the {kind} of that name here, say ./cs-1\n" in err
    assert call(words[0], "./cs-1", *words[2:])[0] == 3


def test_a_missed_threshold_is_exit_5(call: Call) -> None:
    code, out, err = call("run", "cs-1", *SMALL, "--fail-if", "leakers>=0", "--fail-if", "shots<0")
    assert code == 5
    assert "value lost" in out
    assert "leakers is" in err
    assert "shots" not in err.splitlines()[-1]
    assert call("run", "cs-1", *SMALL, "--fail-if", "leakers>12")[0] == 0


@pytest.mark.parametrize(("raids", "said"), [(1, "unknown from one raid of each draw"), (6, "the 6 raids of a draw")])
def test_few_raids_promise_no_range(call: Call, raids: int, said: str) -> None:
    out = call("run", "cs-1", "--draws", "3", "--replications", str(raids), "--threads", "1")[1]
    (row,) = (line for line in out.splitlines() if line.startswith("killed, "))
    assert said in out
    assert (row.split()[-1] == "–") == (raids == 1)


def test_conditions() -> None:
    assert condition("no_leak_prob <= 0.5") == Condition("no_leak_prob", "<=", 0.5)
    assert condition("value_lost>10") == Condition("value_lost", ">", 10.0)
    assert condition("killed_cost_usd<1.5e7") == Condition("killed_cost_usd", "<", 1.5e7)


FOUGHT = CompiledBattle.fought


def _pressed(battle: CompiledBattle, task: Task, terms: Terms) -> Any:
    """As ever, but that Ctrl-C is pressed in the second design of the third draw."""
    if (task.coupling, task.draw) == (CHECK, 2):
        os.kill(os.getpid(), signal.SIGINT)
    return FOUGHT(battle, task, terms)


def test_interrupted_is_exit_130_and_resumes(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ("run", "cs-1", "--draws", "6", "--replications", "4", "--threads", "1", "--json")
    with monkeypatch.context() as patch:
        patch.setattr(CompiledBattle, "fought", _pressed)
        assert "--resume" not in call(*wanted, "--keep", "summary")[2]  # of which nothing can go on
        code, out, err = call(*wanted)
    assert code == 130
    assert not json.loads(out)["complete"]
    assert "--resume" in err
    assert not open_result(tmp_path / "out" / "cs-1.partial").complete
    code, out, _ = call(*wanted, "--resume")
    assert code == 0
    resumed = json.loads(out)
    assert resumed == json.loads(call(*wanted, "--out", "straight")[1])


@pytest.mark.parametrize(("asked", "how"), [((), "were wanted"), (("--until", "leakers=0.01"), "at most were wanted")])
def test_an_interrupted_run_says_what_was_wanted(
    call: Call, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], how: str
) -> None:
    monkeypatch.setattr(CompiledBattle, "fought", _pressed)
    code, out, _ = call("run", "cs-1", "--draws", "6", "--replications", "4", "--threads", "1", *asked)
    assert code == 130
    assert f"PARTIAL: interrupted; 6 draws of 4 raids {how}\n" in out


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_answer_comes_before_the_brief(call: Call, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]) -> None:
    def stopped(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(fight, "_brief", stopped)
    code, out, err = call("run", "cs-1", *SMALL, *form)
    assert code == 130
    assert "leakers" in out
    assert "mantlet report out/cs-1\n" in err
    assert open_result(Path("out/cs-1")).complete


def test_a_brief_that_cannot_be_written_is_exit_4_and_no_bug(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(result: Result, path: Path, ground: Ground) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fight, "_brief", BRIEF)
    monkeypatch.setattr(brief, "write", full)
    code, out, err = call("run", "cs-1", *SMALL)
    assert code == 4
    assert "leakers" in out
    assert "brief.html: could not be written (No space left on device)" in err
    assert "Traceback" not in err
    assert open_result(Path("out/cs-1")).complete


def test_a_bad_resume_is_refused_before_anything_is_laid_out(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call("run", "cs-1", *SMALL)
    Path("out/cs-1").rename("out/cs-1.partial")
    monkeypatch.setattr(fight, "prepared", None)
    code, _, err = call("run", "cs-1", *SMALL, "--seed", "2", "--resume")
    assert code == 2
    assert "was begun with seed 1, this run has 2" in err
    assert "laying out" not in err
    code, _, err = call("run", "cs-2", *SMALL, "--resume")
    assert (code, "nothing to resume" in err, "laying out" in err) == (2, True, False)


def test_a_failing_engine_is_exit_4(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: CompiledBattle, task: Task, terms: Terms) -> Any:
        raise FloatingPointError("overflow")

    monkeypatch.setattr(CompiledBattle, "fought", broken)
    code, out, err = call("run", "cs-1", *SMALL)
    assert code == 4
    assert "draw 0" in err
    assert "FloatingPointError: overflow" in err
    assert out == ""
    assert list((tmp_path / "out").iterdir()) == []


def test_compare_pairs_scenarios_and_saved_runs(call: Call) -> None:
    call("run", "cs-1", *SMALL, "--out", "first")
    call("run", "cs-1", *SMALL, "--set", "sides.blue.units.0.magazine=4", "--out", "fewer")
    code, out, _ = call("compare", "first", "fewer", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["metrics"]["shots"]["difference"] < 0
    assert found["metrics"]["leakers"]["difference"] > 0
    code, out, _ = call("compare", "first", "fewer")
    assert (code, "correlation" in out) == (0, True)
    assert "pp " in next(line for line in out.splitlines() if line.startswith("no leak"))
    code, out, err = call("compare", "first", "cs-1", "--json")  # fought as often as the other was
    assert "fighting cs-1, 18 raids and 6 of the second design" in err
    found = json.loads(out)
    assert all(entry["difference"] == 0 for entry in found["metrics"].values() if entry is not None)
    assert found["metrics"]["shots_cost_usd"] is None  # a textbook round has no price
    assert (found["first"]["folder"], found["second"]["folder"]) == ("first", None)
    code, out, err = call("compare", "first", "fewer", "--set", "sides.blue.units.0.magazine=1")
    assert (code, out, "both sides are saved runs" in err) == (2, "", True)
    for option, value in (("--seed", "1"), ("--engine", "battle"), ("--sampling", "skip"), ("--draws", "9")):
        code, out, err = call("compare", "first", "fewer", option, value)
        assert (code, out, f"{option}: says how to fight" in err) == (2, "", True)


@pytest.mark.parametrize(
    ("value", "is_share", "text"),
    [(0, False, "0"), (12.345, False, "12.3"), (123456.7, False, "123 k"), (0.00001, False, "0"), (1, True, "100 %")],
)
def test_numbers_are_short(value: float, is_share: bool, text: str) -> None:
    assert number(value, is_share) == text


def test_intervals() -> None:
    assert interval([0.1, 0.25], True) == "10 – 25 %"
    assert interval(None) == "–"
