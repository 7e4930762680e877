"""The folder of compiled code: of the sources, writable, and the user's own choice first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

from mantlet.base import code_cache


def _prepared(**environment: str) -> Path:
    """Where a fresh Python would keep compiled code."""
    code = "from mantlet.base import code_cache; print(code_cache.folder())"
    clean = {name: value for name, value in os.environ.items() if name != "MANTLET_CACHE_DIR"} | environment
    source = str(Path(code_cache.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean | {"PYTHONPATH": source}, check=True, capture_output=True, text=True
    )
    return Path(done.stdout.strip())


def test_it_is_the_users_cache_by_hash(tmp_path: Path) -> None:
    assert _prepared(XDG_CACHE_HOME=str(tmp_path)) == tmp_path / "mantlet" / code_cache.sources_hash()


def test_the_users_choice_goes_first_and_by_hash_as_well(tmp_path: Path) -> None:
    found = _prepared(MANTLET_CACHE_DIR=str(tmp_path / "mine"), XDG_CACHE_HOME=str(tmp_path))
    assert found == tmp_path / "mine" / code_cache.sources_hash()


def test_an_unwritable_place_gives_way_to_one_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    found = _prepared(XDG_CACHE_HOME=str(tmp_path / "file"), TMPDIR=str(tmp_path))
    assert found.parent.parent == tmp_path
    assert not found.parent.exists()  # gone with its process


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of our own to edit."""
    for name in ("base", "physics", "engine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text("x = 1\n")
    for name in ("codes.py", "world.py"):
        (tmp_path / name).write_text("y = 1\n")
    monkeypatch.setattr(code_cache, "_PACKAGE", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("named", "shelf"), [("XDG_CACHE_HOME", "cache/mantlet"), ("MANTLET_CACHE_DIR", "cache")])
def test_an_edit_while_it_starts_leaves_the_shared_folder(
    package: Path, monkeypatch: pytest.MonkeyPatch, named: str, shelf: str
) -> None:
    monkeypatch.delenv("MANTLET_CACHE_DIR", raising=False)
    monkeypatch.setenv(named, str(package / "cache"))
    for memory in (code_cache._shared, code_cache._alone):
        monkeypatch.setattr(code_cache, memory.__name__, cache(memory.__wrapped__))
    before = code_cache.folder()
    assert before.parent == package / shelf
    assert code_cache.folder() == before
    late_ns = time.time_ns() + 1_000_000
    os.utime(package / "world.py", ns=(late_ns, late_ns))
    after = code_cache.folder()
    assert after != before
    assert not after.is_relative_to(package / "cache")


def test_an_edit_anywhere_is_another_folder(package: Path) -> None:
    before = code_cache.sources_hash()
    (package / "physics" / "a.py").write_text("x = 2\n")
    between = code_cache.sources_hash()
    (package / "world.py").write_text("y = 2\n")
    assert len({before, between, code_cache.sources_hash()}) == 3


def test_a_copy_elsewhere_and_a_source_written_anew_find_no_code_that_is_not_theirs(
    package: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = code_cache.sources_hash()
    os.utime(package / "world.py", ns=(1, 1))
    between = code_cache.sources_hash()
    elsewhere = tmp_path_factory.mktemp("other") / "package"
    shutil.copytree(package, elsewhere)
    monkeypatch.setattr(code_cache, "_PACKAGE", elsewhere)
    assert len({before, between, code_cache.sources_hash()}) == 3


def test_what_nobody_has_used_for_a_month_goes_when_a_new_folder_is_made(tmp_path: Path) -> None:
    shelf = tmp_path / "mantlet"
    ages_days = {"0123456789abcdef": 31, "fedcba9876543210": 29, "0123456789ABCDEF": 99, "my-notes": 99}
    for name, days in ages_days.items():
        (shelf / name).mkdir(parents=True)
        (shelf / name / "engine.o").write_text("compiled")
        used_s = time.time() - days * 86400
        os.utime(shelf / name, (used_s, used_s))
    (shelf / "00000000000000ff").write_text("a file, no folder")
    os.utime(shelf / "00000000000000ff", (0, 0))
    found = _prepared(XDG_CACHE_HOME=str(tmp_path))
    left = {path.name for path in shelf.iterdir()}
    assert left == {"fedcba9876543210", "0123456789ABCDEF", "my-notes", "00000000000000ff", found.name}


def test_using_a_folder_keeps_it(tmp_path: Path) -> None:
    found = _prepared(XDG_CACHE_HOME=str(tmp_path))
    os.utime(found, (0, 0))
    assert _prepared(XDG_CACHE_HOME=str(tmp_path)) == found
    assert time.time() - found.stat().st_mtime < 3600


def test_a_folder_that_can_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _prepared(XDG_CACHE_HOME=str(tmp_path))

    def refused(path: Path) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(os, "utime", refused)
    monkeypatch.setenv("MANTLET_CACHE_DIR", str(tmp_path / "mantlet"))
    monkeypatch.setattr(code_cache, "_shared", cache(code_cache._shared.__wrapped__))
    assert code_cache.folder() == found


def test_an_old_folder_that_cannot_be_read_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "0123456789abcdef").mkdir()
    monkeypatch.setattr(Path, "lstat", refused)
    code_cache._remove_unused(tmp_path)
    assert (tmp_path / "0123456789abcdef").is_dir()
