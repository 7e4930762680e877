"""Compiles the engine in a process of its own, while the caller lays out the scenario: a shorter first wait.

Numba compiles one function at a time in a process. What the other leaves in the folder of compiled code is found there
by whoever fights next; where it fails, the engine is compiled at the first fight, only later.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

from numba import types

from mantlet.base import code_cache
from mantlet.engine.reference import fight_many


@contextmanager
def meanwhile() -> Generator[None]:
    """The engine is being compiled during the block, and is there after it."""
    try:
        child = subprocess.Popen(  # noqa: S603 - this very module, no shell, nothing from outside
            [sys.executable, "-m", __name__],
            env={**os.environ, "NUMBA_CACHE_DIR": str(code_cache.folder())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:  # no interpreter to start, or no room for it: the caller compiles, only later
        yield
        return
    try:
        yield
        child.wait()
    finally:
        child.kill()
        child.wait()


if __name__ == "__main__":
    cast(Any, fight_many).compile((types.int64,) * 7)
