"""Where compiled code is kept between runs.

Stale code has crashed processes, and told of fights by rules that were no more: so the folder is named by a hash of all
sources that end up in compiled code, and of where they lie and when they were written. A folder that holds something
holds what this copy of the package needs.
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
    """Where a function compiled now belongs: `~/.cache/mantlet/<hash>`, below XDG_CACHE_HOME, or MANTLET_CACHE_DIR.

    When a new one is made, those that nobody has used for 30 days go. Where none can be made, or a source was edited
    after it was hashed, it is a folder of this process and those it starts, removed at its end: what lies in such a
    folder is executed, so a shared place is no choice. One that can only be read is read. A module is imported after
    those it calls, so whatever was compiled before an edit holds nothing of it.
    """
    shared, newest_ns = _shared(shelf())
    return _alone() if shared is None or _newest_ns() > newest_ns else shared


def shelf() -> Path | None:
    """Where the user keeps folders for all sources there have been; None without a home."""
    chosen, caches = os.environ.get("MANTLET_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME")
    if chosen:
        return Path(chosen)
    with suppress(RuntimeError):
        return (Path(caches) if caches else Path.home() / ".cache") / "mantlet"
    return None


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
def _shared(home: Path | None) -> tuple[Path | None, int]:
    """The folder on the shelf for these sources, None where it cannot be made, and when the newest was edited."""
    newest_ns = _newest_ns()
    if home is None:
        return None, newest_ns
    found = home / sources_hash()
    try:
        is_new = not found.exists()
        found.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None, newest_ns
    with suppress(OSError):
        os.utime(found)  # when it was last used
    if is_new:
        _remove_unused(home)
    return found, newest_ns


def _remove_unused(home: Path) -> None:
    """Removes what earlier sources have left; whatever does not look like it stays, and so does what cannot go."""
    with suppress(OSError):
        for old in home.iterdir():
            if _NAME.fullmatch(old.name) and time.time() - old.lstat().st_mtime > _UNUSED_S:
                shutil.rmtree(old, ignore_errors=True)


@cache
def _alone() -> Path:
    home = tempfile.mkdtemp(prefix="mantlet-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return Path(home, sources_hash())
