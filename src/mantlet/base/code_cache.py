"""Where compiled code is kept between runs.

Numba's cache does not notice an edit in another file, and stale code has crashed processes: so the folder is named by
a hash of all sources that end up in compiled code. `mantlet.physics.jit` calls `prepare` before it compiles anything.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_COMPILED = ("base", "physics", "engine", "world.py")


@cache
def prepare() -> Path:
    """Points Numba to the cache folder of these sources and returns it; a folder set by the user stays.

    The folder is `~/.cache/mantlet/<hash>` (or below `XDG_CACHE_HOME`). Where that cannot be written, a folder of this
    process alone is used and removed at its end: what lies there is executed, so a shared place is no choice.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(chosen) if chosen else _writable(_user_cache() / "mantlet" / sources_hash())
    if not chosen:
        if "numba" in sys.modules:  # it has read its settings already
            sys.modules["numba"].config.CACHE_DIR = str(folder)
        os.environ["NUMBA_CACHE_DIR"] = str(folder)
    return folder


def is_filled() -> bool:
    """Whether something has been compiled into the folder before, so that no long wait is ahead."""
    return any(prepare().rglob("*.nbi"))


def sources_hash() -> str:
    """Hash of every source file whose text may be in compiled code, and of the Python version."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _COMPILED:
        top = _PACKAGE / name
        for path in [top] if top.is_file() else sorted(top.rglob("*.py")):
            digest.update(str(path.relative_to(_PACKAGE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _user_cache() -> Path:
    named = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(named) if named else Path.home() / ".cache"
    except RuntimeError:  # no home folder
        return Path(os.devnull)


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        alone = tempfile.mkdtemp(prefix="mantlet-")
        atexit.register(shutil.rmtree, alone, ignore_errors=True)
        return Path(alone)
