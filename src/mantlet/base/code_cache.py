"""Where compiled code is kept between runs.

Stale code has crashed processes: so the folder is named by a hash of all sources that end up in compiled code, and of
where they lie and when they were written. A folder that holds something holds what this copy of the package needs.
`mantlet.physics.native.machine` asks for it with each function that is called from the interpreter.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_COMPILED = ("base", "physics", "engine", "codes.py", "world.py")
_NAME = re.compile(r"[0-9a-f]{16}")
_UNUSED_S = 30 * 86400.0


def folder() -> Path:
    """Where a function compiled now belongs; a folder set by the user with MANTLET_CACHE_DIR stays.

    It is `~/.cache/mantlet/<hash>` (or below `XDG_CACHE_HOME`); when a new one is made, those that nobody has used for
    30 days go. Where that cannot be written, or a source was edited
    after it was hashed, it is a folder of this process alone, removed at its end: what lies in such a folder is
    executed, so a shared place is no choice. A module is imported after those it calls, so whatever was compiled
    before an edit holds nothing of it.
    """
    chosen = os.environ.get("MANTLET_CACHE_DIR")
    if chosen:
        return Path(chosen)
    shared, newest_ns = _shared()
    return _alone() if shared is None or _newest_ns() > newest_ns else shared


def is_filled() -> bool:
    """Whether something has been compiled into the folder before, so that no long wait is ahead."""
    return any(folder().glob("*.o"))


def sources_hash() -> str:
    """Hash of every source file whose text may be in compiled code, of its place and time, and of what compiles it."""
    digest = hashlib.sha256(sys.version.encode())
    digest.update(version("llvmlite").encode())
    for path in _sources():
        digest.update(f"{path} {path.stat().st_mtime_ns}".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for name in _COMPILED:
        top = _PACKAGE / name
        yield from [top] if top.is_file() else sorted(top.rglob("*.py"))


def _newest_ns() -> int:
    return max(path.stat().st_mtime_ns for path in _sources())


@cache
def _shared() -> tuple[Path | None, int]:
    """The user's folder for these sources, None where it cannot be written, and when the newest was edited."""
    newest_ns = _newest_ns()
    named = os.environ.get("XDG_CACHE_HOME")
    try:
        home = Path(named) if named else Path.home() / ".cache"
        found = home / "mantlet" / sources_hash()
        is_new = not found.exists()
        found.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=found):
            os.utime(found)  # when it was last used
        if is_new:
            _remove_unused(found.parent)
        return found, newest_ns
    except (OSError, RuntimeError):  # RuntimeError: no home folder
        return None, newest_ns


def _remove_unused(shelf: Path) -> None:
    """Removes what earlier sources have left; whatever does not look like it stays, and so does what cannot go."""
    with suppress(OSError):
        for old in shelf.iterdir():
            if _NAME.fullmatch(old.name) and time.time() - old.lstat().st_mtime > _UNUSED_S:
                shutil.rmtree(old, ignore_errors=True)


@cache
def _alone() -> Path:
    found = tempfile.mkdtemp(prefix="mantlet-")
    atexit.register(shutil.rmtree, found, ignore_errors=True)
    return Path(found)
