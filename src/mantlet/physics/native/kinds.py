"""What a value of compiled code can be, and what carries it in LLVM.

Scalars are one LLVM value each. A record is its address; an array its address and lengths, in C order and owning
nothing; a tuple what its items are. Narrow integers exist in memory only.
"""

from __future__ import annotations

import os
import struct
import types
import typing
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

# For tests: with MANTLET_CHECKED set, code that reaches outside an array stops the process instead.
CHECKED: Final = bool(os.environ.get("MANTLET_CHECKED"))


@dataclass(frozen=True)
class Scalar:
    """A number, a truth value, or nothing at all."""

    name: str
    carriers: tuple[str, ...]


INT: Final = Scalar("int", ("i64",))
WORD: Final = Scalar("uint64", ("i64",))
FLOAT: Final = Scalar("float", ("double",))
BOOL: Final = Scalar("bool", ("i1",))
NOTHING: Final = Scalar("None", ())


@dataclass(frozen=True)
class Record:
    """One row of a structured array."""

    dtype: np.dtype[Any]

    @property
    def carriers(self) -> tuple[str, ...]:
        """Its address."""
        return ("ptr",)

    def field(self, name: str) -> tuple[np.dtype[Any], int]:
        """Type and offset of a field."""
        fields: Any = self.dtype.fields
        return fields[name][:2]


@dataclass(frozen=True)
class Array:
    """A table of numbers or records."""

    dtype: np.dtype[Any]
    dimensions: int

    @property
    def carriers(self) -> tuple[str, ...]:
        """Its address and lengths."""
        return ("ptr", *("i64",) * self.dimensions)


@dataclass(frozen=True)
class Tuple:
    """Several values that a function takes or returns together."""

    items: tuple[Kind, ...]

    @property
    def carriers(self) -> tuple[str, ...]:
        """Those of its items, one after the other."""
        return tuple(carrier for item in self.items for carrier in item.carriers)


Kind = Scalar | Record | Array | Tuple

# How a number lies in memory: its LLVM type there, its kind, and how it is widened.
STORED: Final = {
    "float64": ("double", FLOAT, ""),
    "int64": ("i64", INT, ""),
    "uint64": ("i64", WORD, ""),
    "int32": ("i32", INT, "sext"),
    "int16": ("i16", INT, "sext"),
    "int8": ("i8", INT, "sext"),
    "uint8": ("i8", INT, "zext"),
    "bool": ("i8", BOOL, "trunc"),
}
_ANNOTATED: Final[dict[Any, Scalar]] = {
    int: INT,
    float: FLOAT,
    bool: BOOL,
    np.uint64: WORD,
    np.float64: FLOAT,
    None: NOTHING,
    types.NoneType: NOTHING,
}


@dataclass(frozen=True)
class Value:
    """A kind, and the LLVM operands that carry one value of it."""

    kind: Kind
    parts: tuple[str, ...]

    @property
    def part(self) -> str:
        """The one operand of a scalar or record."""
        (only,) = self.parts
        return only


def annotated(hint: Any) -> Kind | None:
    """The kind that an annotation names; None where each caller has its own."""
    if hint in _ANNOTATED:
        return _ANNOTATED[hint]
    if typing.get_origin(hint) is tuple:
        items = tuple(annotated(item) for item in typing.get_args(hint))
        return Tuple(typing.cast(tuple[Kind, ...], items))
    return None


def constant(value: Any) -> Value | None:
    """A number of Python, or a word of numpy, as an operand; None for anything else."""
    if isinstance(value, bool):
        return Value(BOOL, ("true" if value else "false",))
    if isinstance(value, int):
        return Value(INT, (str(value),))
    if type(value) is np.uint64:
        return Value(WORD, (str(value),))
    if isinstance(value, float):
        return Value(FLOAT, (f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}",))
    return None


def stored_size(dtype: np.dtype[Any]) -> str:
    """The LLVM type that an array of such items strides by."""
    return f"[{dtype.itemsize} x i8]"


def carried(kind: Kind | None) -> str:
    """The LLVM type in which a function returns a kind. A tuple it leaves at an address that its caller gives."""
    return kind.carriers[0] if kind and len(kind.carriers) == 1 else "void"


def together(kind: Kind) -> str:
    """The LLVM type of a tuple in memory. Returned as such, a third float would go by the x87 stack and stay there."""
    return "{ " + ", ".join(kind.carriers) + " }"
