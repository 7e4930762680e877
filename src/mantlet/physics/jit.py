"""The one way physics compiles a scalar kernel: bit for bit the same on every call, and typed for callers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar, cast

import numba

from mantlet.base import code_cache

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def compiled(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """The function compiled by Numba: cached on disk, free of the interpreter lock, strict floating point.

    Fast-math stays off: it reorders sums, and two engines that share a kernel would no longer agree to the bit.
    """
    return _compile(function)


def inlined(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """As `compiled`, but made part of its caller: for a step that has one caller and a name for the reader's sake.

    Every function of its own costs 0.2 to 0.5 s to compile, and its callers optimise it again. One function out of a
    whole engine takes longer still: the phases of a tick stay `compiled`.
    """
    return _compile(function, inline="always")


def _compile(function: Callable[_Parameters, _Result], **options: str) -> Callable[_Parameters, _Result]:
    compiler = cast(Any, numba)
    compiler.config.CACHE_DIR = str(code_cache.folder())
    njit = compiler.njit(cache=True, nogil=True, fastmath=False, error_model="numpy", **options)
    dispatcher = njit(function)
    template = dispatcher.get_call_template

    def one_for_all(args: Sequence[Any], kws: Mapping[str, Any]) -> Any:
        """As Numba's, but blind to what a constant is: by itself Numba compiles one function for each constant."""
        unliteral = compiler.types.unliteral
        return template([unliteral(arg) for arg in args], {name: unliteral(kws[name]) for name in kws})

    dispatcher.get_call_template = one_for_all
    return cast(Callable[_Parameters, _Result], dispatcher)
