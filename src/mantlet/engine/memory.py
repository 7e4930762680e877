"""One address instead of forty arrays: how compiled functions reach the tables of a world, a state or outcomes.

A handle is the address of a list of (table address, lengths), one entry per table in a fixed order. Numba passes it as
one integer; a tuple of arrays it flattens into hundreds of arguments at every call and counts references to each
(measured: 160 s to compile, 20 times slower to fight). Whoever makes a handle keeps the arrays alive (`Memory`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numba import carray, types  # pyright: ignore[reportMissingTypeStubs]
from numba.core import cgutils  # pyright: ignore[reportMissingTypeStubs]
from numba.extending import intrinsic  # pyright: ignore[reportMissingTypeStubs]
from numpy.typing import NDArray

from mantlet.physics.jit import compiled
from mantlet.world import Records

Handle = int
View = Callable[[Handle], Records]

ENTRY = 4  # words per table: its address and up to three lengths
_WORD = np.dtype(np.int64)


@intrinsic
def _pointer(typing_context: Any, address: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(types.int64), build


def row(tables: Sequence[str], name: str, dtype: Any) -> View:
    """Compiled reader of the one-dimensional table `name` among `tables`."""
    kind, place = np.dtype(dtype), 8 * ENTRY * tables.index(name)

    @compiled
    def read(handle: Handle) -> Records:
        entry = carray(_pointer(handle + place), (ENTRY,), _WORD)
        return carray(_pointer(entry[0]), (entry[1],), kind)

    return read


def grid(tables: Sequence[str], name: str, dtype: Any) -> View:
    """Compiled reader of the two-dimensional table `name` among `tables`."""
    kind, place = np.dtype(dtype), 8 * ENTRY * tables.index(name)

    @compiled
    def read(handle: Handle) -> Records:
        entry = carray(_pointer(handle + place), (ENTRY,), _WORD)
        return carray(_pointer(entry[0]), (entry[1], entry[2]), kind)

    return read


def stack(tables: Sequence[str], name: str, dtype: Any) -> View:
    """Compiled reader of the three-dimensional table `name` among `tables`."""
    kind, place = np.dtype(dtype), 8 * ENTRY * tables.index(name)

    @compiled
    def read(handle: Handle) -> Records:
        entry = carray(_pointer(handle + place), (ENTRY,), _WORD)
        return carray(_pointer(entry[0]), (entry[1], entry[2], entry[3]), kind)

    return read


class Memory:
    """Tables by name in their fixed order, and the handle that reaches them for as long as this object lives."""

    def __init__(self, tables: dict[str, NDArray[Any]]) -> None:
        self.tables = {name: np.ascontiguousarray(table) for name, table in tables.items()}
        self._entries = np.zeros((len(tables), ENTRY), np.int64)
        for entry, table in zip(self._entries, self.tables.values(), strict=True):
            entry[0] = table.ctypes.data
            entry[1 : 1 + table.ndim] = table.shape
        self.handle: Handle = self._entries.ctypes.data
