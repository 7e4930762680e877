"""Functions of Python and `math` that compiled code may call."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from mantlet.physics.native.blocks import Writer
from mantlet.physics.native.kinds import BOOL, FLOAT, INT, WORD, Kind, Value


def _extreme(relation: str) -> Callable[[Writer, Sequence[Value]], Value]:
    def chosen(out: Writer, values: Sequence[Value]) -> Value:
        """The first of the smallest or greatest, as Python has it where one is no number."""
        best, *others = out.alike(*values)
        carrier = best.kind.carriers[0]
        for other in others:
            better = out.compared(relation, other, best)
            picked = out.new(f"select i1 {better}, {carrier} {other.part}, {carrier} {best.part}")
            best = Value(best.kind, (picked,))
        return best

    return chosen


def _test(instruction: str) -> Callable[[Writer, Sequence[Value]], Value]:
    return lambda out, values: Value(BOOL, (out.new(instruction.format(values[0].part)),))


def _to(kind: Kind) -> Callable[[Writer, Sequence[Value]], Value]:
    return lambda out, values: out.forced(values[0], kind)


def _ceiling(out: Writer, values: Sequence[Value]) -> Value:
    return out.forced(Value(FLOAT, (out.external("llvm.ceil.f64", values[0].part),)), INT)


def _magnitude(out: Writer, values: Sequence[Value]) -> Value:
    return Value(FLOAT, (out.external("llvm.fabs.f64", out.converted(values[0], FLOAT).part),))


def _is_finite(out: Writer, values: Sequence[Value]) -> Value:
    none = out.new(f"fsub double {values[0].part}, {values[0].part}")
    return Value(BOOL, (out.new(f"fcmp ord double {none}, {none}"),))


def _library(name: str) -> Callable[[Writer, Sequence[Value]], Value]:
    return lambda out, values: Value(FLOAT, (out.external(name, *(out.converted(v, FLOAT).part for v in values)),))


BUILT_IN: Final[dict[Any, Callable[[Writer, Sequence[Value]], Value]]] = {
    len: lambda out, values: Value(INT, (values[0].parts[1],)),
    min: _extreme("Lt"),
    max: _extreme("Gt"),
    abs: _magnitude,
    int: _to(INT),
    np.int64: _to(INT),
    float: _to(FLOAT),
    np.float64: _to(FLOAT),
    bool: _to(BOOL),
    np.uint64: _to(WORD),
    math.ceil: _ceiling,
    math.isnan: _test("fcmp uno double {0}, {0}"),
    math.isfinite: _is_finite,
    math.sqrt: _library("llvm.sqrt.f64"),
    math.exp: _library("llvm.exp.f64"),
    math.log: _library("llvm.log.f64"),
    math.log10: _library("llvm.log10.f64"),
    math.sin: _library("llvm.sin.f64"),
    math.cos: _library("llvm.cos.f64"),
    math.pow: _library("llvm.pow.f64"),
    math.acos: _library("acos"),
    math.asin: _library("asin"),
    math.atan2: _library("atan2"),
    math.erfc: _library("erfc"),
    math.hypot: _library("hypot"),
}
