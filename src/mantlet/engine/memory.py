"""One address instead of forty arrays: how compiled functions reach the tables of a world, a state or outcomes.

A handle is the address of a list of (table address, lengths), one entry per table in a fixed order. Numba passes it as
one integer; a tuple of arrays it flattens into hundreds of arguments at every call and counts references to each
(measured: 160 s to compile, 20 times slower to fight). Whoever makes a handle keeps the arrays alive (`Memory`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from llvmlite import ir  # pyright: ignore[reportMissingTypeStubs]
from numba import from_dtype, types
from numba.extending import intrinsic
from numba.np import arrayobj
from numpy.typing import NDArray

from mantlet.world import Records

Handle = int
View = Callable[[Handle], Records]

ENTRY = 4  # words per table: its address and up to three lengths


def table(tables: Sequence[str], name: str, dtype: Any, dimensions: int = 1) -> View:
    """What compiled code calls to see the table `name` among `tables` through a handle: an array that owns nothing.

    Written as code generation, since a compiled function per table would cost a third of the time to compile all.
    """
    kind = types.Array(from_dtype(np.dtype(dtype)), dimensions, "C")
    place = tables.index(name) * ENTRY

    def read(typing_context: Any, handle: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            word = ir.IntType(64)
            entries = builder.inttoptr(arguments[0], word.as_pointer())
            address, *shape = (
                builder.load(builder.gep(entries, [word(place + offset)])) for offset in range(1 + dimensions)
            )
            item = context.get_data_type(kind.dtype)
            size = word(context.get_abi_sizeof(item))
            strides = [size]
            for length in reversed(shape[1:]):
                strides.insert(0, builder.mul(strides[0], length))
            view = context.make_array(kind)(context, builder)
            data = builder.inttoptr(address, item.as_pointer())
            cast(Any, arrayobj).populate_array(
                view, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None
            )
            return view._getvalue()

        return kind(types.int64), build

    read.__name__ = f"{name}_of"
    return cast(View, intrinsic(read))


class Memory:
    """Tables by name in their fixed order, and the handle that reaches them for as long as this object lives."""

    def __init__(self, tables: dict[str, NDArray[Any]]) -> None:
        self.tables = {name: np.ascontiguousarray(table) for name, table in tables.items()}
        self._entries = np.zeros((len(tables), ENTRY), np.int64)
        for entry, table in zip(self._entries, self.tables.values(), strict=True):
            entry[0] = table.ctypes.data
            entry[1 : 1 + table.ndim] = table.shape
        self.handle: Handle = self._entries.ctypes.data
