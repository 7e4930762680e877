"""One process at a time: a lock that the system takes back when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from mantlet.base.errors import UsageError

if sys.platform == "win32":
    import msvcrt

    _UNREAD = 1 << 20  # a byte that is locked cannot be read: one far behind the number of the process

    def _lock(file: IO[str]) -> bool:
        os.lseek(file.fileno(), _UNREAD, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass  # a file system without locks: better unguarded than not at all
        return True


@contextmanager
def alone(folder: Path) -> Generator[None]:
    """Nobody else who asks so is at work on `folder` meanwhile; raises UsageError that names who is.

    What is locked is the file `.NAME.lock` beside the folder, which may come, go or be renamed. The file goes with the
    lock; one that a killed process has left says nothing and is taken over.
    """
    path = folder.with_name(f".{folder.name}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    file = _taken(path, folder)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()  # while it is held: whoever has it open already finds that it is gone
        file.close()


def _taken(path: Path, folder: Path) -> IO[str]:
    while True:
        file = path.open("a+", encoding="utf-8")
        if not _lock(file):
            with file:
                file.seek(0)
                owner = file.read(20).strip()
            who = f"process {owner}" if owner else "another process"
            raise UsageError(f"{folder}: {who} is at work on it; wait for its end, or choose another folder")
        if _is_there(file, path):
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            return file
        file.close()


def _is_there(file: IO[str], path: Path) -> bool:
    """Whether the file still is the one of that name; the process that held it may have taken it away."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
