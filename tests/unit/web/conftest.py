"""Small runs, and the answer of a posture, that the tests of the viewer look at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mantlet
from mantlet.run.result import Result
from posture_world import answered


@pytest.fixture(scope="session")
def shelf_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs, and one that was broken."""
    folder = tmp_path_factory.mktemp("runs")
    for name in ("cs-3", "sead-2021"):
        mantlet.run(mantlet.load(name), draws=2, replications=4, threads=1).save(folder / name)
    broken = folder / "deeper" / "broken"
    broken.mkdir(parents=True)
    (broken / "manifest.json").write_text("{", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def answers_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the file of a posture, its answer, and one that was torn."""
    folder = answered(tmp_path_factory.mktemp("postures"))
    shutil.copytree(folder / "small", folder / "torn")
    (folder / "torn" / "answer.json").write_text("{", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def valley(shelf_folder: Path) -> Result:
    """A small run over terrain."""
    return mantlet.open_result(shelf_folder / "cs-3")


@pytest.fixture(scope="session")
def suppressed(shelf_folder: Path) -> Result:
    """A run in which posts and radars are hit."""
    return mantlet.open_result(shelf_folder / "sead-2021")
