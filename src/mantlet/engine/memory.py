"""One address instead of forty arrays: how compiled functions reach the tables of a world, a state or outcomes.

A handle is the address of a list of (table address, lengths), one entry per table in a fixed order: one integer, where
the tables themselves would be hundreds of arguments at every call. Whoever makes a handle keeps the arrays alive
(`Memory`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from mantlet.physics import jit
from mantlet.world import Records

Handle = int
View = Callable[[Handle], Records]

ENTRY = 4  # words per table: its address and up to three lengths


def table(tables: Sequence[str], name: str, dtype: Any, dimensions: int = 1) -> View:
    """What compiled code calls to see the table `name` among `tables` through a handle."""
    return cast(View, jit.View(tables.index(name) * ENTRY, dtype, dimensions))


class Memory:
    """Tables by name in their fixed order, and the handle that reaches them for as long as this object lives."""

    def __init__(self, tables: dict[str, NDArray[Any]]) -> None:
        self.tables = {name: np.ascontiguousarray(table) for name, table in tables.items()}
        self._entries = np.zeros((len(tables), ENTRY), np.int64)
        for entry, table in zip(self._entries, self.tables.values(), strict=True):
            entry[0] = table.ctypes.data
            entry[1 : 1 + table.ndim] = table.shape
        self.handle: Handle = self._entries.ctypes.data
