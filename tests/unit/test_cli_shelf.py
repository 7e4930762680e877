"""The commands that look things up: lists, pages, checks and the schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import mantlet
from commands import Call, caller


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Runs a command in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    return caller(monkeypatch, capsys)


def test_the_shelf(call: Call) -> None:
    code, out, _ = call("list")
    assert code == 0
    for word in ("s-400", "su-30mki", "cs-1", "ladakh-2020", "india-s400", "india-fighters", "india-2020"):
        assert word in out
    code, out, _ = call("list", "programmes")
    assert "turkey-s400" in out and "cs-3" not in out
    code, out, _ = call("list", "scenarios")
    assert "cs-3" in out and "su-30mki" not in out
    code, out, _ = call("show", "48N6E3")
    assert code == 0
    assert "max_range" in out
    code, out, _ = call("schema")
    assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


def test_check_tells_scenarios_and_library_files_apart(call: Call, tmp_path: Path) -> None:
    data = Path(mantlet.__file__).parent / "data"
    code, out, _ = call("check", str(data / "scenarios" / "cs-1.yaml"))
    assert (code, "a valid scenario (cs-1)" in out) == (0, True)
    code, out, _ = call("check", str(data / "systems" / "s-400.yaml"))
    assert (code, "a valid library file (system)" in out) == (0, True)
    (tmp_path / "bad.yaml").write_text("schema: mantlet.scenario/1\nid: 9\nduration: 12\n")
    code, out, _ = call("check", "cs-1", "--set", "duration=100 s")
    assert code == 0 and "cannot arrive before the end" in out
    code, _, err = call("check", str(data / "systems" / "s-400.yaml"), "--set", "id=x")
    assert code == 2 and "--set" in err
    code, _, err = call("show", "cs-1")
    assert code == 2 and "'cs-1' is a scenario" in err
    code, _, err = call("show", "india-2020")
    assert code == 2 and "'india-2020' is a posture" in err
    code, out, err = call("check", "bad.yaml")
    assert code == 3
    assert err.count("bad.yaml:") >= 3  # all at once
