"""Compiles the engine in a process of its own, while the caller lays out the scenario: a shorter first wait.

Numba compiles one function at a time in a process. The other begins at the first step of a tick; the caller, once it is
done, at the last, until they meet. What either leaves in the folder of compiled code is found there by the other; where
the other fails, the engine is compiled at the first fight, only later.
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
from mantlet.engine.assign import assign, offer
from mantlet.engine.engage import engage
from mantlet.engine.fighters import intercept
from mantlet.engine.move import move
from mantlet.engine.reference import fight_many
from mantlet.engine.sense import sense

FROM_THE_LAST = (engage, assign, offer, intercept, sense, move)  # the dearest steps of a tick, in reverse


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
        for step in FROM_THE_LAST:
            if child.poll() is None:
                cast(Any, step).compile((types.int64,) * 2)
        child.wait()
    finally:
        child.kill()
        child.wait()


if __name__ == "__main__":
    cast(Any, fight_many).compile((types.int64,) * 7)
