"""`mantlet evidence read` as a person and a script call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mantlet.cli import main


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a.txt"
    file.write_text(" date 2020-06-22 OSLO - Peru bought 12 jets at the\x1b 75th parade.", encoding="utf-8")
    return file


def _call(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["mantlet", "evidence", *words])
    return main()


def test_a_person_reads_claims_and_what_is_left(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call(monkeypatch, "read", str(report)) == 0
    out = capsys.readouterr().out
    assert "quantity_ordered  Peru  12 aircraft" in out
    assert "unassigned: '75th' at 52" in out
    assert "\x1b" not in out


def test_a_script_gets_one_document(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call(monkeypatch, "read", str(report), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "mantlet.claims/1"
    assert [span["text"] for span in document["unassigned"]] == ["75th"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("read", "none.txt"), 3, "none.txt: cannot be read"),
        (("read", "a.txt", "--lexicon", "none.yaml"), 3, "none.yaml: cannot be read"),
        (("read", "a.txt", "--date", "June"), 2, "--date: got 'June'"),
        (("read",), 2, "FILE"),
    ],
)
def test_mistakes_are_answered(
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    assert _call(monkeypatch, *words) == code
    assert said in capsys.readouterr().err
