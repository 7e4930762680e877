"""The one way physics and the engine compile functions: strict floating point, free of the interpreter lock.

A function is compiled at its first call for one kind of arguments, with all that it calls, and kept on disk. What may
be written in it is what `mantlet.physics.native.translate` understands.
"""

from __future__ import annotations

import ast
import ctypes
import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any, Final, ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from mantlet.physics.native.kinds import BOOL, FLOAT, INT, NOTHING, WORD, Array, Kind, Value, annotated

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

_PASSED: Final[dict[Kind, tuple[Any, Callable[[Any], Any]]]] = {
    INT: (ctypes.c_int64, int),
    WORD: (ctypes.c_uint64, int),
    FLOAT: (ctypes.c_double, float),
    BOOL: (ctypes.c_bool, bool),
    NOTHING: (None, bool),
}


def compiled(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """The function as machine code, the same to the bit wherever it is called from: no sum is reordered.

    It stays a function of its own: where LLVM chose what to make part of what, that took twice the time to compile.
    """
    return cast(Callable[_Parameters, _Result], Kernel(cast(FunctionType, function), " noinline"))


def inlined(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """As `compiled`, but made part of its callers: for a step that has one, or a name for the reader's sake."""
    return cast(Callable[_Parameters, _Result], Kernel(cast(FunctionType, function), " alwaysinline"))


def is_kept(function: Callable[..., Any]) -> bool:
    """Whether a compiled function of numbers alone has its code on disk, whole, so that no wait is ahead."""
    from mantlet.physics.native import machine

    kernel = cast(Kernel, function)
    return machine.kept(machine.place(kernel.wanted(kernel.numbers))) is not None


def prepare(function: Callable[..., Any]) -> None:
    """Compiles a function of numbers alone, so that its first call need not wait."""
    cast(Kernel, function).prepare()


class Kernel:
    """A function to be compiled for the kinds of arguments it is called with."""

    def __init__(self, function: FunctionType, attributes: str) -> None:
        self.function, self.attributes, self.name = function, attributes, function.__name__
        self._entries: dict[tuple[Kind, ...], Callable[..., Any]] = {}
        functools.update_wrapper(self, function)

    def __call__(self, *arguments: Any) -> Any:
        """From the interpreter."""
        values = [self._taken(hint, argument) for hint, argument in zip(self._hints, arguments, strict=True)]
        kinds = tuple(kind for kind, _ in values)
        entry = self._entries.get(kinds)
        if entry is None:
            entry = self._entries[kinds] = self._entry(kinds)
        return entry(*(part for _, parts in values for part in parts))

    @functools.cached_property
    def _hints(self) -> list[Kind | None]:
        code = self.function.__code__
        return [self._kind(name) for name in code.co_varnames[: code.co_argcount]]

    @functools.cached_property
    def returned(self) -> Kind:
        """What it returns."""
        kind = self._kind("return")
        if kind is None:
            raise TypeError(f"{self.name}: compiled functions return numbers and tuples of numbers")
        return kind

    def _kind(self, name: str) -> Kind | None:
        hint = self.function.__annotations__[name]
        return annotated(eval(hint, self.function.__globals__) if isinstance(hint, str) else hint)  # noqa: S307

    def taken(self, kinds: Sequence[Kind]) -> tuple[Kind, ...]:
        """What it takes where it is called with these: as annotated, or as they come."""
        return tuple(hint or kind for hint, kind in zip(self._hints, kinds, strict=True))

    def _taken(self, hint: Kind | None, argument: Any) -> tuple[Kind, tuple[Any, ...]]:
        if hint in _PASSED:
            return hint, (_PASSED[hint][1](argument),)
        array = cast(NDArray[Any], argument)
        if not isinstance(argument, np.ndarray) or not array.flags.c_contiguous:
            raise TypeError(f"{self.name}: got {array!r}, expected an array in C order")
        return Array(array.dtype, array.ndim), (array.ctypes.data, *array.shape)

    def _entry(self, kinds: tuple[Kind, ...]) -> Callable[..., Any]:
        from mantlet.physics.native import machine

        def text() -> str:
            from mantlet.physics.native import program

            return program.text(self, kinds, symbol)

        symbol = self._symbol
        with machine.lock:
            place = machine.address(symbol[1:-1], self.wanted(kinds), text)
        carriers = {"i64": ctypes.c_int64, "double": ctypes.c_double, "i1": ctypes.c_bool, "ptr": ctypes.c_void_p}
        words = [ctypes.c_uint64 if kind == WORD else carriers[carrier] for kind in kinds for carrier in kind.carriers]
        if self.returned in _PASSED:
            return ctypes.CFUNCTYPE(_PASSED[self.returned][0], *words)(place)
        returned = [carriers[carrier] for carrier in self.returned.carriers]
        shape = type("Returned", (ctypes.Structure,), {"_fields_": [(f"_{n}", one) for n, one in enumerate(returned)]})
        call = ctypes.CFUNCTYPE(None, *words, ctypes.c_void_p)(place)

        def unpacking(*parts: Any) -> tuple[Any, ...]:
            room = shape()
            call(*parts, ctypes.addressof(room))
            return tuple(getattr(room, f"_{n}") for n in range(len(returned)))

        return unpacking

    def prepare(self) -> None:
        """Compiles it for numbers."""
        self._entries[self.numbers] = self._entry(self.numbers)

    @property
    def numbers(self) -> tuple[Kind, ...]:
        """The kinds of its arguments, where all are numbers."""
        return tuple(hint for hint in self._hints if hint is not None)

    @property
    def _symbol(self) -> str:
        return f'"{self.__module__}.{self.name}"'

    def wanted(self, kinds: tuple[Kind, ...]) -> str:
        """What tells it from others, with where its source lies and when it was written: the folder knows only ours."""
        path = self.function.__code__.co_filename
        return f"{self._symbol} {kinds} {path} {Path(path).stat().st_mtime_ns}"

    @property
    def tree(self) -> ast.FunctionDef:
        """Its source, read."""
        return _functions(self.function.__code__.co_filename)[self.name]


@functools.cache
def _functions(path: str) -> dict[str, ast.FunctionDef]:
    module = ast.parse(Path(path).read_text(encoding="utf-8"))
    return {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}


class View:
    """What compiled code calls to see a table through a handle: an array that owns nothing.

    `place` is the word of the handle's list at which its address and lengths stand. They never change while a handle
    lives, which LLVM is told.
    """

    def __init__(self, place: int, dtype: Any, dimensions: int) -> None:
        self.place, self.kind = place, Array(np.dtype(dtype), dimensions)

    def seen(self, out: Any, handle: Value) -> Value:
        """The array."""
        entries = out.new(f"inttoptr i64 {handle.part} to ptr")
        parts: list[str] = []
        for offset, carrier in enumerate(self.kind.carriers):
            word = out.new(f"getelementptr inbounds i64, ptr {entries}, i64 {self.place + offset}")
            parts.append(out.new(f"load {carrier}, ptr {word}, align 8, !invariant.load !0"))
        return Value(self.kind, tuple(parts))

    def __call__(self, handle: int) -> Any:
        """Only compiled code has handles to see through."""
        raise TypeError("a table is seen through a handle in compiled code only")
