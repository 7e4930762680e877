"""One at a time, by real processes: refused while it is held, free once its holder has gone or was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mantlet.base import lock
from mantlet.base.errors import UsageError
from mantlet.base.lock import alone

HOLDS = """
import sys
from pathlib import Path
from mantlet.base.lock import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def _holder(folder: Path) -> subprocess.Popen[str]:
    surroundings = os.environ | {"PYTHONPATH": str(Path(lock.__file__).parents[2])}
    call = [sys.executable, "-c", HOLDS, str(folder)]
    holder = subprocess.Popen(call, env=surroundings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_held_by_one_and_free_at_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "work"
    with _holder(folder) as holder:
        with pytest.raises(UsageError, match=rf"work: process {holder.pid} is at work on it"), alone(folder):
            pass
        with alone(tmp_path / "new" / "other"):
            pass
        holder.communicate("")
    with alone(folder):
        assert [path.name for path in (tmp_path / "new").iterdir()] == [".work.lock"]
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    with _holder(tmp_path / "work") as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert (tmp_path / ".work.lock").exists()
    with alone(tmp_path / "work"):
        assert (tmp_path / ".work.lock").read_text("utf-8") == str(os.getpid())
    assert list(tmp_path.iterdir()) == []


def test_never_two_at_once(tmp_path: Path) -> None:
    """Threads that take and leave it as fast as they can: the file comes and goes under them."""
    inside, most, taken = 0, 0, 0

    def work() -> None:
        nonlocal inside, most, taken
        for _ in range(200):
            try:
                with alone(tmp_path / "work"):
                    inside += 1
                    most = max(most, inside)
                    taken += 1
                    inside -= 1
            except UsageError:
                continue

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1 and taken > 0
