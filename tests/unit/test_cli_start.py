"""What a person is told of the wait for the engine to compile, on a terminal and off it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mantlet.base import code_cache

RUN = (sys.executable, "-m", "mantlet", "run", "cs-1", "--draws", "1", "--replications", "1", "--out", "out")


def said(folder: Path, *command: str, **environment: str) -> str:
    """What a command, or else a run, writes to stderr."""
    surroundings = os.environ | environment | {"PYTHONPATH": str(Path(code_cache.__file__).parents[2])}
    done = subprocess.run(command or RUN, cwd=folder, env=surroundings, check=True, capture_output=True, text=True)
    return done.stderr


@pytest.mark.slow
def test_a_first_run_says_that_it_compiles_and_how_long_it_took(tmp_path: Path) -> None:
    first, second = (said(tmp_path, MANTLET_CACHE_DIR=str(tmp_path / "code")) for _ in range(2))
    assert re.search(r"compiling the engine …\ncompiled the engine in \d+\.\d s, this once\n", first)
    assert "compil" not in second
    assert "laying out cs-1 …\nfighting cs-1, 1 raid …\n" in second


@pytest.mark.slow
def test_where_nothing_can_be_kept_it_says_so_and_fights_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    told = said(tmp_path, MANTLET_CACHE_DIR=str(tmp_path / "file"))
    assert f"; it could not be kept in {tmp_path / 'file'}, so the next run does it again\n" in told
    warmed = said(tmp_path, *RUN[:3], "warmup", MANTLET_CACHE_DIR=str(tmp_path / "file"))
    assert warmed.endswith(f"; compiled code could not be kept in {tmp_path / 'file'}\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_on_a_terminal_as_well(tmp_path: Path) -> None:
    import pty

    primary, secondary = pty.openpty()
    surroundings = os.environ | {"MANTLET_CACHE_DIR": str(tmp_path / "code"), "TERM": "xterm", "COLUMNS": "100"}
    surroundings["PYTHONPATH"] = str(Path(code_cache.__file__).parents[2])
    running = subprocess.Popen(RUN, cwd=tmp_path, env=surroundings, stdout=subprocess.DEVNULL, stderr=secondary)
    os.close(secondary)
    shown = b""
    try:
        while part := os.read(primary, 4096):
            shown += part
    except OSError:  # how the end of a terminal reads on Linux
        pass
    os.close(primary)
    assert running.wait() == 0
    assert "compiling the engine" in shown.decode()
    assert re.search(r"compiled the engine in \d+\.\d s, this once", shown.decode())
