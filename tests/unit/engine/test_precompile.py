"""The engine compiled by another process while its caller does something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.engine.precompile import meanwhile


@pytest.mark.slow
def test_engine_is_there_after_the_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    with meanwhile():
        assert not list(tmp_path.rglob("*.nbc"))
    compiled = {path.name.split("-")[0] for path in tmp_path.rglob("*.nbc")}
    assert {"reference.fight_many", "sense.sense", "assign.assign", "engage.engage", "fly.fly"} <= compiled


def test_a_caller_that_gives_up_leaves_nothing_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    with pytest.raises(KeyboardInterrupt), meanwhile():
        raise KeyboardInterrupt
    assert not list(tmp_path.rglob("reference.fight_many*.nbc"))


def test_where_no_process_can_be_started_the_caller_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "no-python-here"))
    with meanwhile():
        done = True
    assert done
