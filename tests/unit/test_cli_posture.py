"""`mantlet posture` from outside: what it prints where, what it keeps, and how it ends."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from commands import Call, caller
from mantlet.cli.backtest import print_backtest
from mantlet.cli.posture import print_answer
from mantlet.posture.months import ask as asking
from mantlet.posture.months import store
from mantlet.report.posture.behind import NOTHING_CAME
from unit.report.posture import answers

SMALL = ("--draws", "4", "--threads", "2")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the small posture has been asked once."""
    return tmp_path_factory.mktemp("posture")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path) -> Call:
    """Runs a command in the folder: exit code, stdout, stderr."""

    monkeypatch.chdir(home)
    return caller(monkeypatch, capsys, width=100)


@pytest.fixture
def answer(call: Call, home: Path) -> dict[str, Any]:
    """The answer of the small posture, fought when first asked for."""
    path = home / "out/lithuania-2024" / store.ANSWER
    if not path.exists():
        code, out, err = call("posture", "lithuania-2024", *SMALL)
        assert code == 0, err
        assert "Press for both batteries to come a year earlier" in out
        assert "against waiting, by form of raid" in out
        assert "forecast on 2024-10-05" in out
        assert "raids fought; outcome" in err
        assert (home / "out/lithuania-2024/brief.html").stat().st_size > 10_000
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_answer_is_kept_whole(answer: dict[str, Any], home: Path) -> None:
    assert answer["schema"] == "mantlet.posture/1"
    assert {"months", "policies", "squadrons", "availability", "ranking", "backtest"} <= set(answer)
    assert not list(home.glob("out/*.partial"))
    months = len(answer["months"])
    for policy in answer["policies"]:
        for view in policy["series"]["record"].values():
            assert len(view["value_lost"]["mean"]) == months
    waits = answer["policies"][0]
    assert waits["saved"]["record"]["fixed"]["mean"] == 0.0


def test_no_figure_is_missing_or_endless(answer: dict[str, Any]) -> None:
    def figures(part: Any) -> list[float]:
        if isinstance(part, dict):
            return [one for below in part.values() for one in figures(below)]
        if isinstance(part, list):
            return [one for below in part for one in figures(below)]
        return [part] if isinstance(part, float) else []

    assert all(math.isfinite(one) for one in figures(answer))


def test_json_is_the_document_and_how_its_claims_stand(
    call: Call, answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(asking, "ask", lambda *_, **__: answer)
    code, out, _ = call("posture", "lithuania-2024", *SMALL, "--json")
    assert code == 0
    assert json.loads(out) == answer | {"claims_notice": None}


def test_the_brief_is_drawn_again_from_the_answer(call: Call, answer: dict[str, Any], home: Path) -> None:
    brief = home / "out/lithuania-2024/brief.html"
    before = brief.read_bytes()
    brief.unlink()
    code, out, _ = call("report", "out/lithuania-2024")
    assert (code, brief.read_bytes()) == (0, before)
    assert "brief.html" in out
    assert answer["title"].encode() in before


def test_the_back_test_alone_fights_nothing(call: Call) -> None:
    code, out, _ = call("posture", "india-2020", "--backtest", "--draws", "40", "--json")
    assert code == 0
    found = json.loads(out)
    assert set(found) == {"schema", "posture", "backtest"}
    assert found["backtest"]["label"] == "illustration, not validation"
    # Where the rolling starts is no choice of ours: every year that leaves ten units is told.
    assert [start["year"] for start in found["backtest"]["by_start"]] == list(range(2015, 2020))
    assert found["backtest"]["by_start"][0]["units"] == found["backtest"]["rolling"]["units"]
    assert "2015 to 2019" in found["backtest"]["verdict"]
    assert found["backtest"]["squadrons"]["counts"][0]["date"] == "2020-10"
    first = next(case for case in found["backtest"]["cases"] if case["programme"] == "india-s400")
    assert (first["promised"], first["came"]) == ("2021-12", "2021-12")


def test_a_policy_that_saves_nothing_says_why_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    document = answers.answer()
    document["policies"][2] = answers.policy("rounds", "Rounds", 0.0, ["y"])
    print_answer(Console(width=200), document)
    told = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert "Rounds: changes the force in 25 % of the raids, and the end of none of them; it does in dawn" in told
    assert "Press: " not in told
    assert "compare down a column, not along a row" in told


def test_the_terminal_ranks_in_every_form_of_raid(capsys: pytest.CaptureFixture[str]) -> None:
    """Who is best where, verdicts with their shares, regret, and which raid of the menu costs most, at which size."""
    print_answer(Console(width=80), answers.answer())
    told = " ".join(capsys.readouterr().out.split())
    for words in (
        "No one policy loses least in all forms of raid.",
        "policy fixed larger worst Press better worse worse 2 60/0/40 % 2 10/0/90 % 2 10/0/90 %",
        "larger: night x 3 (does not saturate all that may stand) worst: dawn (after 1.0 loads are spent) in 8 of 14 "
        "months, night × 3 in 6 of 14 months",
        "policy fixed larger worst Wait 1.5 0% 0.75 100% 0.75 100% Press 0.1 90% 0.05 10% 0.05 10%",
        "on larger raids in 10 of 40 draws",
    ):
        assert words in told, words


def test_the_back_test_is_told_whole_in_a_narrow_window(capsys: pytest.CaptureFixture[str]) -> None:
    found = answers.backtest()
    print_backtest(Console(width=80), found)
    told = " ".join(capsys.readouterr().out.split())
    for words in (
        "regiment set 1 2021-12 2021-09–2027-04 2021-12 2021-12",
        "regiment set 1 4.2 4.0 0.0 0.0",
        "best: as promised; the model is better than both naive ones on 0 of 2 units; within 90 %: 2 cases: too few",
        "2020-10 usual count 30 29–33 26–30 1.9 1.5",
        "the forecast loses to “as many as counted last”",
        "2016 on 2 3.4 5.3 8.1 9.2 2: too few",
        "It turns with the start.",
    ):
        assert words in told, words
    print_backtest(Console(width=80), found | {"cases": [], "squadrons": None, "by_start": [], "unknown": []})
    told = " ".join(capsys.readouterr().out.split())
    assert NOTHING_CAME in told and "promised model" not in told


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("india-202",), 3, "Did you mean 'india-2020'?"),
        (("nowhere.yaml",), 3, "nowhere.yaml"),
        (("india-2020", "--draws", "1"), 2, "draws: got 1"),
        (("india-2020", "--replications", "2"), 2, "replications: got 2"),
        (("india-2020", "--months", "2020-06"), 2, "expected FIRST:LAST"),
        (("india-2020", "--months", "2024-12:2020-06"), 2, "got 0 months"),
        (("india-2020", "--draws", "x"), 2, "expected a whole number"),
        (("india-2020", "--out", ".", "--resume"), 2, "holds no answer of a posture"),
        (("lithuania-2024", "--out", "new", "--resume"), 2, "nothing to resume there"),
        (("lithuania-2024", "--backtest", "--out", "new"), 2, "--out does nothing with --backtest"),
        (("lithuania-2024", "--backtest", "--resume"), 2, "--resume does nothing with --backtest"),
        (("lithuania-2024", "--backtest", "--months", "2025-01:2025-02"), 2, "--months does nothing with --backtest"),
        (("lithuania-2024", "--backtest", "--replications", "8"), 2, "--replications does nothing with --backtest"),
    ],
)
def test_what_cannot_be_asked(call: Call, words: tuple[str, ...], code: int, told: str) -> None:
    got, out, err = call("posture", *words)
    assert (got, out) == (code, "")
    assert told in err


def _started(home: Path, out: str, *more: str) -> subprocess.Popen[str]:
    surroundings = os.environ | {"PYTHONPATH": str(Path(asking.__file__).parents[3])}
    call = [sys.executable, "-m", "mantlet", "posture", "lithuania-2024", *SMALL, "--out", out, *more]
    return subprocess.Popen(call, cwd=home, env=surroundings, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process")
def test_a_real_interrupt_of_a_real_process(tmp_path: Path) -> None:
    """Another one is told that it is at work; it stops with what it has, and goes on to the same bytes."""
    draws = tmp_path / "own.partial" / "draws"
    with _started(tmp_path, "own") as running:
        while not list(draws.glob("*.npz")):
            assert running.poll() is None, running.communicate()[1]
            time.sleep(0.02)
        with _started(tmp_path, "own", "--resume") as second:
            told = second.communicate()[1]
        assert second.returncode == 2
        assert f"own: process {running.pid} is at work on it" in told
        assert running.poll() is None, "it ended before it could be interrupted"
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    assert (running.returncode, out) == (130, "")
    assert "own.partial; go on with the same call and --resume" in err
    assert draws.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["own.partial"]
    for call in (("own", "--resume"), ("straight",)):
        with _started(tmp_path, *call) as whole:
            err = whole.communicate()[1]
        assert whole.returncode == 0, err
    resumed, straight = ((tmp_path / name / store.ANSWER).read_bytes() for name in ("own", "straight"))
    assert resumed == straight


def test_postures_are_listed(call: Call) -> None:
    code, out, _ = call("list", "postures")
    assert code == 0
    assert "india-2020" in out and "lithuania-2024" in out and "S-400 for India" in out
