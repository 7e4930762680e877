"""One small handle instead of forty arrays: how compiled functions reach the tables of a world and of a state.

A handle is a one-row record of addresses and lengths. Numba passes it as a single pointer, where a tuple of arrays is
flattened into hundreds of arguments at every call: measured, that took 160 s to compile and counted references for
longer than it fought. Whoever makes a handle keeps the arrays alive (`Memory`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import carray, types  # pyright: ignore[reportMissingTypeStubs]
from numba.core import cgutils  # pyright: ignore[reportMissingTypeStubs]
from numba.extending import intrinsic  # pyright: ignore[reportMissingTypeStubs]
from numpy.typing import NDArray

from mantlet.physics.jit import compiled
from mantlet.world import Records

Handle = NDArray[Any]
View = Callable[[Handle], Records]


@intrinsic
def _pointer(typing_context: Any, address: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(types.uint64), build


def row(name: str, dtype: Any) -> View:
    """Compiled reader of a handle's one-dimensional table."""
    kind, count = np.dtype(dtype), f"{name}_0"

    @compiled
    def read(handle: Handle) -> Records:
        entry = handle[0]
        return carray(_pointer(entry[name]), (entry[count],), kind)

    return read


def grid(name: str, dtype: Any) -> View:
    """Compiled reader of a handle's two-dimensional table."""
    kind, rows, columns = np.dtype(dtype), f"{name}_0", f"{name}_1"

    @compiled
    def read(handle: Handle) -> Records:
        entry = handle[0]
        return carray(_pointer(entry[name]), (entry[rows], entry[columns]), kind)

    return read


def stack(name: str, dtype: Any) -> View:
    """Compiled reader of a handle's three-dimensional table."""
    kind, layers, rows, columns = np.dtype(dtype), f"{name}_0", f"{name}_1", f"{name}_2"

    @compiled
    def read(handle: Handle) -> Records:
        entry = handle[0]
        return carray(_pointer(entry[name]), (entry[layers], entry[rows], entry[columns]), kind)

    return read


class Memory:
    """Tables by name, and the handle that points at them for as long as this object lives."""

    def __init__(self, tables: dict[str, NDArray[Any]]) -> None:
        self.tables = {name: np.ascontiguousarray(table) for name, table in tables.items()}
        fields: list[tuple[str, str]] = []
        for name, table in self.tables.items():
            fields += [(name, "u8"), *((f"{name}_{axis}", "i8") for axis in range(table.ndim))]
        self.handle: Handle = np.zeros(1, np.dtype(fields))
        for name, table in self.tables.items():
            self.handle[name] = table.ctypes.data
            for axis, length in enumerate(table.shape):
                self.handle[f"{name}_{axis}"] = length
