"""One LLVM function being written: blocks of instructions, and the arithmetic of Python in them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from mantlet.physics.native.kinds import (
    BOOL,
    CHECKED,
    FLOAT,
    INT,
    STORED,
    WORD,
    Array,
    Kind,
    Record,
    Tuple,
    Value,
    stored_size,
)

PLAIN: Final = {"Add": "add", "Sub": "sub", "Mult": "mul"}
BITS: Final = {"BitAnd": "and", "BitOr": "or", "BitXor": "xor", "LShift": "shl"}
COMPARED: Final = {"Eq": "eq", "NotEq": "ne", "Lt": "lt", "LtE": "le", "Gt": "gt", "GtE": "ge"}


class Block:
    """Instructions with one way in; `end` is how it is left, None while it is open."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.lines: list[str] = []
        self.end: str | None = None


class Writer:
    """Writes instructions into the block at hand."""

    def __init__(self) -> None:
        self.count = 0
        self.kept: list[str] = []  # memory of variables, for the first block
        self.blocks: list[Block] = []
        self.externals: set[str] = set()
        self.here = self.block()
        self.start(self.here)

    def block(self) -> Block:
        """A new block, not yet placed."""
        self.count += 1
        return Block(f"b{self.count}")

    def start(self, block: Block) -> None:
        """Write into this block from now on."""
        self.blocks.append(block)
        self.here = block

    def leave(self, how: str) -> None:
        """End the block at hand, unless it has been left already."""
        if self.here.end is None:
            self.here.end = how

    def jump(self, block: Block) -> None:
        """Go on there."""
        self.leave(f"br label %{block.label}")

    def fork(self, condition: str, yes: Block, no: Block) -> None:
        """Go on at one of two blocks."""
        self.leave(f"br i1 {condition}, label %{yes.label}, label %{no.label}")

    def new(self, instruction: str) -> str:
        """The result of an instruction."""
        self.count += 1
        self.here.lines.append(f"%v{self.count} = {instruction}")
        return f"%v{self.count}"

    def memory(self, carrier: str) -> str:
        """Room for one operand, as long as the function runs; LLVM turns it into registers."""
        self.count += 1
        self.kept.append(f"%v{self.count} = alloca {carrier}")
        return f"%v{self.count}"

    # Values

    def converted(self, value: Value, kind: Kind) -> Value:
        """The same as another kind: numbers widen as in Python, and anything has a truth value."""
        if value.kind == kind:
            return value
        if isinstance(value.kind, Tuple) and isinstance(kind, Tuple) and len(value.kind.items) == len(kind.items):
            parts = (self.converted(*pair).parts for pair in zip(unpacked(value), kind.items, strict=True))
            return Value(kind, tuple(part for one in parts for part in one))
        how = {
            (INT, FLOAT): "sitofp i64 {} to double",
            (WORD, FLOAT): "uitofp i64 {} to double",
            (BOOL, FLOAT): "uitofp i1 {} to double",
            (BOOL, INT): "zext i1 {} to i64",
            (INT, BOOL): "icmp ne i64 {}, 0",
            (WORD, BOOL): "icmp ne i64 {}, 0",
            (FLOAT, BOOL): "fcmp une double {}, 0.0",
        }.get((value.kind, kind))  # pyright: ignore[reportArgumentType]
        if how is None:
            raise TypeError(f"got {value.kind}, expected {kind}")
        return Value(kind, (self.new(how.format(value.part)),))

    def forced(self, value: Value, kind: Kind) -> Value:
        """As `converted`, and numbers also lose what does not fit: what int(), np.uint64() and memory do."""
        if value.kind == FLOAT and kind in (INT, WORD):
            return Value(kind, (self.new(f"fpto{'s' if kind == INT else 'u'}i double {value.part} to i64"),))
        if value.kind in (INT, WORD) and kind in (INT, WORD):
            return Value(kind, value.parts)
        if value.kind == BOOL and kind == WORD:
            return Value(WORD, self.converted(value, INT).parts)
        return self.converted(value, kind)

    def alike(self, *values: Value) -> list[Value]:
        """Numbers as the widest kind among them; a whole number that is written out goes with unsigned ones."""
        if any(value.kind == WORD for value in values):
            values = tuple(Value(WORD, one.parts) if one.kind == INT and one.part.isdigit() else one for one in values)
        kind = widest(*(value.kind for value in values))
        return [self.converted(value, kind) for value in values]

    def merged(self, ways: list[tuple[Block, Value]], end: Block) -> Value:
        """What a value is at a block that can be reached in several ways, each with its own."""
        kind = widest(*(value.kind for _, value in ways), loose=True)
        arrived: list[tuple[str, ...]] = []
        for block, value in ways:
            self.here = block
            arrived.append(self.converted(value, kind).parts)
        self.start(end)
        parts: list[str] = []
        for part, carrier in enumerate(kind.carriers):
            sources = (f"[ {one[part]}, %{way[0].label} ]" for one, way in zip(arrived, ways, strict=True))
            parts.append(self.new(f"phi {carrier} " + ", ".join(sources)))
        return Value(kind, tuple(parts))

    # Arithmetic

    def operation(self, name: str, a: Value, b: Value) -> Value:
        """Python's binary operators, as far as they are used."""
        if name == "Div":
            a, b = self.converted(a, FLOAT), self.converted(b, FLOAT)
            return Value(FLOAT, (self.new(f"fdiv double {a.part}, {b.part}"),))
        if name == "Pow":
            return self.power(a, b)
        a, b = self.alike(a, b)
        if a.kind == BOOL:
            a, b = self.converted(a, INT), self.converted(b, INT)
        if name in PLAIN:
            prefix, carrier = ("f", "double") if a.kind == FLOAT else ("", "i64")
            return Value(a.kind, (self.new(f"{prefix}{PLAIN[name]} {carrier} {a.part}, {b.part}"),))
        if name in ("FloorDiv", "Mod"):
            return self.divided(name, a, b)
        if a.kind == FLOAT:
            raise TypeError(f"{name} of floats")
        shifted = {"RShift": "ashr" if a.kind == INT else "lshr"}
        return Value(a.kind, (self.new(f"{(BITS | shifted)[name]} i64 {a.part}, {b.part}"),))

    def divided(self, name: str, a: Value, b: Value) -> Value:
        """Quotient rounded down or its remainder; 0 where a whole number is divided by 0."""
        if a.kind == FLOAT:
            if name != "Mod":
                raise TypeError("// of floats")
            rest = self.new(f"frem double {a.part}, {b.part}")
            left = self.new(f"fcmp une double {rest}, 0.0")
            signs = self.new(f"fcmp olt double {rest}, 0.0"), self.new(f"fcmp olt double {b.part}, 0.0")
            turned = self.new(f"and i1 {left}, {self.new(f'xor i1 {signs[0]}, {signs[1]}')}")
            more = self.new(f"fadd double {rest}, {b.part}")
            zero = self.external("llvm.copysign.f64", "0.0", b.part)
            kept = self.new(f"select i1 {left}, double {rest}, double {zero}")
            return Value(FLOAT, (self.new(f"select i1 {turned}, double {more}, double {kept}"),))
        none = self.new(f"icmp eq i64 {b.part}, 0")
        by = self.new(f"select i1 {none}, i64 1, i64 {b.part}")
        sign = "s" if a.kind == INT else "u"
        rest = self.new(f"{sign}rem i64 {a.part}, {by}")
        result = rest if name == "Mod" else self.new(f"{sign}div i64 {a.part}, {by}")
        if sign == "s":
            left = self.new(f"icmp ne i64 {rest}, 0")
            apart = self.new(f"icmp slt i64 {self.new(f'xor i64 {rest}, {by}')}, 0")
            turned = self.new(f"and i1 {left}, {apart}")
            moved = self.new(f"add i64 {result}, {by if name == 'Mod' else '-1'}")
            result = self.new(f"select i1 {turned}, i64 {moved}, i64 {result}")
        return Value(a.kind, (self.new(f"select i1 {none}, i64 0, i64 {result}"),))

    def power(self, a: Value, b: Value) -> Value:
        """A float squared, or to the power of a float."""
        a = self.converted(a, FLOAT)
        if b == Value(INT, ("2",)):
            return Value(FLOAT, (self.new(f"fmul double {a.part}, {a.part}"),))
        if b.kind != FLOAT:
            raise TypeError("** takes 2 or a float")
        return Value(FLOAT, (self.external("llvm.pow.f64", a.part, b.part),))

    def external(self, name: str, *arguments: str) -> str:
        """A function of the mathematical library."""
        self.externals.add(f"declare double @{name}({', '.join(['double'] * len(arguments))}) #1")
        return self.new(f"call double @{name}({', '.join(f'double {one}' for one in arguments)})")

    def compared(self, name: str, a: Value, b: Value) -> str:
        """Whether two numbers stand in a relation."""
        a, b = self.alike(a, b)
        how = COMPARED[name]
        if a.kind == FLOAT:
            return self.new(f"fcmp {'u' if how == 'ne' else 'o'}{how} double {a.part}, {b.part}")
        if a.kind == BOOL:
            a, b = self.converted(a, INT), self.converted(b, INT)
        sign = "" if how in ("eq", "ne") else "s" if a.kind == INT else "u"
        return self.new(f"icmp {sign}{how} i64 {a.part}, {b.part}")

    # Memory

    def field(self, record: Value, name: str) -> tuple[str, np.dtype[Any], int]:
        """(address, type, alignment) of a field."""
        assert isinstance(record.kind, Record)
        dtype, offset = record.kind.field(name)
        size = dtype.base.itemsize
        align = size if offset % size == 0 and record.kind.dtype.itemsize % size == 0 else 1
        return self.new(f"getelementptr inbounds i8, ptr {record.part}, i64 {offset}"), dtype, align

    def element(self, array: Value, indices: list[Value]) -> Value:
        """The part of an array at these indices: an array of fewer dimensions, or one of no dimension."""
        assert isinstance(array.kind, Array)
        address, *lengths = array.parts
        place = "0"
        for index, length in zip(indices, lengths, strict=False):
            at = self.forced(index, INT).part
            if CHECKED:
                self.check(at, length)
            place = at if place == "0" else self.new(f"add i64 {self.new(f'mul i64 {place}, {length}')}, {at}")
        for length in lengths[len(indices) :]:
            place = self.new(f"mul i64 {place}, {length}")
        found = self.new(f"getelementptr inbounds {stored_size(array.kind.dtype)}, ptr {address}, i64 {place}")
        kind = Array(array.kind.dtype, array.kind.dimensions - len(indices))
        return Value(kind, (found, *lengths[len(indices) :]))

    def check(self, at: str, length: str) -> None:
        """Stop the process where an index is outside its array."""
        inside, outside = self.block(), self.block()
        self.fork(self.new(f"icmp ult i64 {at}, {length}"), inside, outside)
        self.start(outside)
        self.externals.add("declare void @llvm.trap()")
        self.here.lines.append("call void @llvm.trap()")
        self.leave("unreachable")
        self.start(inside)

    def load(self, address: str, dtype: np.dtype[Any], align: int) -> Value:
        """What lies there: a number, a record or an array."""
        if dtype.subdtype is not None:
            return Value(Array(dtype.base, len(dtype.shape)), (address, *(str(length) for length in dtype.shape)))
        if dtype.names is not None:
            return Value(Record(dtype), (address,))
        carrier, kind, widened = STORED[dtype.name]
        raw = self.new(f"load {carrier}, ptr {address}, align {align}")
        if kind == BOOL:
            return Value(BOOL, (self.new(f"icmp ne i8 {raw}, 0"),))
        return Value(kind, (self.new(f"{widened} {carrier} {raw} to i64") if widened else raw,))

    def store(self, value: Value, address: str, dtype: np.dtype[Any], align: int) -> None:
        """Put a number there, or a copy of a record."""
        if isinstance(value.kind, Record):
            self.externals.add("declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)")
            copy = f"ptr {address}, ptr {value.part}, i64 {dtype.itemsize}, i1 false"
            self.here.lines.append(f"call void @llvm.memmove.p0.p0.i64({copy})")
            return
        carrier, kind, widened = STORED[dtype.name]
        raw = self.forced(value, kind).part
        if kind == BOOL:
            raw = self.new(f"zext i1 {raw} to i8")
        elif widened:
            raw = self.new(f"trunc i64 {raw} to {carrier}")
        self.here.lines.append(f"store {carrier} {raw}, ptr {address}, align {align}")


def widest(*kinds: Kind, loose: bool = False) -> Kind:
    """The kind that numbers of several kinds are reckoned in. `loose`: one kind of anything goes."""
    if len(set(kinds)) == 1:
        return kinds[0]
    for kind, others in ((FLOAT, {FLOAT, INT, BOOL}), (INT, {INT, BOOL})):
        if kind in kinds and set(kinds) <= others:
            return kind
    raise TypeError(f"no common kind of {', '.join(str(kind) for kind in kinds)}")


def unpacked(value: Value) -> list[Value]:
    """The items of a tuple."""
    assert isinstance(value.kind, Tuple)
    items: list[Value] = []
    at = 0
    for kind in value.kind.items:
        items.append(Value(kind, value.parts[at : at + len(kind.carriers)]))
        at += len(kind.carriers)
    return items


def packed(values: list[Value]) -> Value:
    """A tuple of values."""
    return Value(Tuple(tuple(value.kind for value in values)), tuple(part for value in values for part in value.parts))
