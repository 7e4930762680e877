"""From the syntax tree of a function to LLVM.

What is understood is what compiled code uses: numbers, records, arrays and tuples; assignments, branches, loops over
`range`; calls of each other, of `math` and of a few built-in functions. A variable keeps the kind of its first value,
wider numbers excepted. An index counts from 0, and nothing checks that it is in the array. Anything else is refused
with the place it stands at.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Protocol, cast

import numpy as np

from mantlet.physics.native.blocks import Block, Writer, packed, unpacked
from mantlet.physics.native.functions import BUILT_IN
from mantlet.physics.native.kinds import (
    BOOL,
    FLOAT,
    INT,
    NOTHING,
    Array,
    Kind,
    Scalar,
    Tuple,
    Value,
    carried,
    constant,
    together,
)


class Program(Protocol):
    """All functions that are compiled together."""

    def call(self, function: Any, kinds: tuple[Kind, ...]) -> tuple[str, Kind, tuple[Kind, ...]] | None:
        """(name, what it returns, what it takes) of a compiled function for these; None where it is none."""
        ...


class Body:
    """One function for one kind of each argument."""

    def __init__(self, program: Program, tree: ast.FunctionDef, names: dict[str, Any], returned: Kind | None) -> None:
        self.program, self.tree, self.names, self.returned = program, tree, names, returned
        self.out = Writer()
        self.variables: dict[str, tuple[Kind, list[str]]] = {}
        self.loops: list[tuple[Block, Block]] = []
        self.line = tree.lineno

    def written(self, symbol: str, kinds: Sequence[Kind], attributes: str) -> str:
        """The function as LLVM text."""
        taken: list[str] = []
        for argument, kind in zip(self.tree.args.args, kinds, strict=True):
            parts = tuple(f"%{argument.arg}.{part}" for part in range(len(kind.carriers)))
            taken += [f"{carrier} {part}" for carrier, part in zip(kind.carriers, parts, strict=True)]
            self.bind(argument.arg, Value(kind, parts))
        taken += ["ptr %out"] if isinstance(self.returned, Tuple) else []
        try:
            self.statements(self.tree.body)
        except (TypeError, KeyError, ValueError, AttributeError, AssertionError) as fault:
            raise TypeError(f"{symbol}, line {self.line}: cannot be compiled: {fault}") from fault
        self.out.leave("ret void" if self.returned == NOTHING else "unreachable")
        kept = "\n".join(self.out.kept)
        lines = [f"define internal {carried(self.returned)} @{symbol}({', '.join(taken)}) {attributes} {{", kept]
        lines.append(f"br label %{self.out.blocks[0].label}")
        for block in self.out.blocks:
            lines += [f"{block.label}:", *block.lines, block.end or "unreachable"]
        return "\n".join(lines) + "\n}\n"

    # Statements

    def statements(self, body: Sequence[ast.stmt]) -> None:
        """One after the other, up to the first that jumps."""
        for statement in body:
            if self.out.here.end is not None:
                return
            self.line = statement.lineno
            getattr(self, f"do_{type(statement).__name__.lower()}")(statement)

    def do_expr(self, statement: ast.Expr) -> None:
        """A call, or the docstring."""
        if not isinstance(statement.value, ast.Constant):
            self.value(statement.value)

    def do_assign(self, statement: ast.Assign) -> None:
        """To each target in turn."""
        value = self.value(statement.value)
        for target in statement.targets:
            self.assign(target, value)

    def do_annassign(self, statement: ast.AnnAssign) -> None:
        """The annotation is for people."""
        assert statement.value is not None
        self.assign(statement.target, self.value(statement.value))

    def do_augassign(self, statement: ast.AugAssign) -> None:
        """A place is worked out once."""
        name, target = type(statement.op).__name__, statement.target
        if isinstance(target, ast.Name):
            self.bind(target.id, self.out.operation(name, self.variable(target.id), self.value(statement.value)))
            return
        address, dtype, align = self.place(target)
        changed = self.out.operation(name, self.out.load(address, dtype, align), self.value(statement.value))
        self.out.store(changed, address, dtype, align)

    def do_return(self, statement: ast.Return) -> None:
        """As the kind that the annotation promises."""
        if statement.value is None or self.returned is None:
            return self.out.leave("ret void")
        value = self.out.converted(self.value(statement.value), self.returned)
        if len(value.parts) == 1:
            return self.out.leave(f"ret {value.kind.carriers[0]} {value.part}")
        for place, (carrier, part) in enumerate(zip(value.kind.carriers, value.parts, strict=True)):
            into = self.out.new(f"getelementptr {together(value.kind)}, ptr %out, i32 0, i32 {place}")
            self.out.here.lines.append(f"store {carrier} {part}, ptr {into}")
        return self.out.leave("ret void")

    def do_if(self, statement: ast.If) -> None:
        """Both ways meet again."""
        yes, no, end = self.out.block(), self.out.block(), self.out.block()
        self.fork(statement.test, yes, no if statement.orelse else end)
        for way, body in ((yes, statement.body), (no, statement.orelse)):
            if body:
                self.out.start(way)
                self.statements(body)
                self.out.jump(end)
        self.out.start(end)

    def do_while(self, statement: ast.While) -> None:
        """The test stands at the head."""
        head, body, end = self.out.block(), self.out.block(), self.out.block()
        self.out.jump(head)
        self.out.start(head)
        self.fork(statement.test, body, end)
        self.out.start(body)
        self.repeated(statement, head, end)

    def do_for(self, statement: ast.For) -> None:
        """Over a range; it counts apart from the variable, which the body may change."""
        assert isinstance(statement.iter, ast.Call) and isinstance(statement.target, ast.Name)
        assert len(statement.iter.args) < 3 and self.static(statement.iter.func) is range
        bounds = [self.out.forced(self.value(bound), INT) for bound in statement.iter.args]
        first, stop = bounds if len(bounds) == 2 else (Value(INT, ("0",)), *bounds)
        counter = self.out.memory("i64")
        self.out.here.lines.append(f"store i64 {first.part}, ptr {counter}")
        head, body, again, end = (self.out.block() for _ in range(4))
        self.out.jump(head)
        self.out.start(head)
        at = self.out.new(f"load i64, ptr {counter}")
        self.out.fork(self.out.new(f"icmp slt i64 {at}, {stop.part}"), body, end)
        self.out.start(body)
        self.bind(statement.target.id, Value(INT, (at,)))
        self.repeated(statement, again, end)
        self.out.blocks.insert(-1, again)
        again.lines.append(f"%next.{at[1:]} = add nsw i64 {at}, 1")
        again.lines.append(f"store i64 %next.{at[1:]}, ptr {counter}")
        again.end = f"br label %{head.label}"

    def repeated(self, statement: ast.While | ast.For, again: Block, end: Block) -> None:
        """The body of a loop."""
        self.loops.append((again, end))
        self.statements(statement.body)
        self.out.jump(again)
        self.loops.pop()
        self.out.start(end)

    def do_continue(self, _: ast.Continue) -> None:
        """The next round."""
        self.out.jump(self.loops[-1][0])

    def do_break(self, _: ast.Break) -> None:
        """Out of the loop."""
        self.out.jump(self.loops[-1][1])

    # Places

    def assign(self, target: ast.expr, value: Value) -> None:
        """A name, a field, an element, all elements, or one value to each of several of these."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value)
        elif isinstance(target, ast.Tuple):
            for part, item in zip(target.elts, unpacked(value), strict=True):
                if getattr(part, "id", "") != "_":
                    self.assign(part, item)
        elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Slice):
            self.fill(self.value(target.value), value)
        else:
            self.out.store(value, *self.place(target))

    def bind(self, name: str, value: Value) -> None:
        """Give a variable a value."""
        known = self.variables.get(name)
        if known is None or (known[0] != value.kind and not isinstance(value.kind, Scalar)):
            self.variables[name] = value.kind, [self.out.memory(carrier) for carrier in value.kind.carriers]
        kind, memory = self.variables[name]
        parts = self.out.converted(value, kind).parts
        for carrier, part, address in zip(kind.carriers, parts, memory, strict=True):
            self.out.here.lines.append(f"store {carrier} {part}, ptr {address}")

    def variable(self, name: str) -> Value:
        """What a variable holds."""
        kind, memory = self.variables[name]
        loads = (f"load {carrier}, ptr {address}" for carrier, address in zip(kind.carriers, memory, strict=True))
        return Value(kind, tuple(self.out.new(load) for load in loads))

    def place(self, target: ast.expr, found: Value | None = None) -> tuple[str, np.dtype[Any], int]:
        """Where a field or element lies: its address, type and alignment."""
        if isinstance(target, ast.Attribute):
            return self.out.field(self.value(target.value), target.attr)
        assert isinstance(target, ast.Subscript)
        found = found or self.indexed(self.value(target.value), target.slice)
        assert isinstance(found.kind, Array) and found.kind.dimensions == 0
        return found.part, found.kind.dtype, found.kind.dtype.itemsize

    def indexed(self, array: Value, index: ast.expr) -> Value:
        """The part of an array at one index or several."""
        return self.out.element(array, [self.value(node) for node in getattr(index, "elts", [index])])

    def fill(self, array: Value, value: Value) -> None:
        """All elements alike."""
        assert isinstance(array.kind, Array)
        address, *lengths = array.parts
        count = lengths[0]
        for length in lengths[1:]:
            count = self.out.new(f"mul i64 {count}, {length}")
        size = self.out.new(f"mul i64 {count}, {array.kind.dtype.itemsize}")
        if value.part not in ("0", "0x0000000000000000"):
            raise TypeError("only zeros can fill an array")
        self.out.externals.add("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)")
        self.out.here.lines.append(f"call void @llvm.memset.p0.i64(ptr {address}, i8 0, i64 {size}, i1 false)")

    # Expressions

    def value(self, node: ast.expr) -> Value:
        """What an expression yields."""
        return cast(Value, getattr(self, f"of_{type(node).__name__.lower()}")(node))

    def of_constant(self, node: ast.Constant) -> Value:
        """A number."""
        return _number(node, node.value)

    def of_name(self, node: ast.Name) -> Value:
        """A variable, or a number of the module."""
        return self.variable(node.id) if node.id in self.variables else self.fixed(node)

    def of_tuple(self, node: ast.Tuple) -> Value:
        """Several values."""
        return packed([self.value(item) for item in node.elts])

    def of_attribute(self, node: ast.Attribute) -> Value:
        """A field, the shape of an array, or a number of a module."""
        if isinstance(node.value, ast.Name) and node.value.id not in self.variables:
            return self.fixed(node)
        value = self.value(node.value)
        if isinstance(value.kind, Array) and node.attr == "shape":
            return packed([Value(INT, (length,)) for length in value.parts[1:]])
        return self.out.load(*self.out.field(value, node.attr))

    def of_subscript(self, node: ast.Subscript) -> Value:
        """An element, a row, or an item of a tuple."""
        value = self.value(node.value)
        if isinstance(value.kind, Tuple):
            return unpacked(value)[int(ast.literal_eval(node.slice))]
        found = self.indexed(value, node.slice)
        if len(found.parts) > 1:
            return found
        return self.out.load(*self.place(node, found))

    def of_binop(self, node: ast.BinOp) -> Value:
        """Arithmetic."""
        return self.out.operation(type(node.op).__name__, self.value(node.left), self.value(node.right))

    def of_unaryop(self, node: ast.UnaryOp) -> Value:
        """A sign, or a truth value turned round."""
        if isinstance(node.op, ast.Not):
            return Value(BOOL, (self.out.new(f"xor i1 {self.truth(node.operand)}, true"),))
        if isinstance(node.operand, ast.Constant):
            return self.of_constant(ast.Constant(ast.literal_eval(node)))
        value = self.value(node.operand)
        opposite = f"fneg double {value.part}" if value.kind == FLOAT else f"sub i64 0, {value.part}"
        return Value(value.kind, (self.out.new(opposite),))

    def of_compare(self, node: ast.Compare) -> Value:
        """One relation, or several that must all hold; each side is worked out once."""
        left = self.value(node.left)
        ways: list[tuple[Block, Value]] = []
        end = self.out.block()
        for place, (relation, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
            value = self.value(right)
            holds = Value(BOOL, (self.out.compared(type(relation).__name__, left, value),))
            left = value
            ways.append((self.out.here, holds))
            if len(node.ops) == 1:
                return holds
            if place < len(node.ops) - 1:
                go_on = self.out.block()
                self.out.fork(holds.part, go_on, end)
                self.out.start(go_on)
        self.out.jump(end)
        return self.out.merged(ways, end)

    def of_boolop(self, node: ast.BoolOp) -> Value:
        """The first value that decides, or the last."""
        end = self.out.block()
        ways: list[tuple[Block, Value]] = []
        for operand in node.values:
            value = self.value(operand)
            ways.append((self.out.here, value))
            if operand is not node.values[-1]:
                decided = self.out.converted(value, BOOL).part
                go_on = self.out.block()
                self.out.fork(decided, *((go_on, end) if isinstance(node.op, ast.And) else (end, go_on)))
                self.out.start(go_on)
        self.out.jump(end)
        return self.out.merged(ways, end)

    def of_ifexp(self, node: ast.IfExp) -> Value:
        """One of two values; the other is not worked out."""
        yes, no, end = self.out.block(), self.out.block(), self.out.block()
        self.fork(node.test, yes, no)
        ways: list[tuple[Block, Value]] = []
        for block, operand in ((yes, node.body), (no, node.orelse)):
            self.out.start(block)
            value = self.value(operand)
            ways.append((self.out.here, value))
            self.out.jump(end)
        return self.out.merged(ways, end)

    def of_call(self, node: ast.Call) -> Value:
        """A compiled function, a view of a table, a function of `math`, or one that is built in."""
        if node.keywords:
            raise TypeError("arguments are given by place")
        called, values = self.static(node.func), [self.value(argument) for argument in node.args]
        if called in BUILT_IN:
            return BUILT_IN[called](self.out, values)
        if hasattr(called, "seen"):
            return cast(Value, called.seen(self.out, *values))
        known = self.program.call(called, tuple(value.kind for value in values))
        if known is None:
            raise TypeError(f"{ast.unparse(node.func)} cannot be called from compiled code")
        name, returned, kinds = known
        given: list[str] = []
        for value, kind in zip(values, kinds, strict=True):
            parts = self.out.converted(value, kind).parts
            given += [f"{carrier} {part}" for carrier, part in zip(kind.carriers, parts, strict=True)]
        if len(returned.carriers) == 1:
            return Value(returned, (self.out.new(f"call {carried(returned)} @{name}({', '.join(given)})"),))
        room = self.out.memory(together(returned)) if returned.carriers else ""
        given += [f"ptr {room}"] if room else []
        self.out.here.lines.append(f"call void @{name}({', '.join(given)})")
        loaded: list[str] = []
        for place, carrier in enumerate(returned.carriers):
            at = self.out.new(f"getelementptr {together(returned)}, ptr {room}, i32 0, i32 {place}")
            loaded.append(self.out.new(f"load {carrier}, ptr {at}"))
        return Value(returned, tuple(loaded))

    # Truth, and what stands fast

    def truth(self, node: ast.expr) -> str:
        """Whether an expression counts as true."""
        return self.out.converted(self.value(node), BOOL).part

    def fork(self, node: ast.expr, yes: Block, no: Block) -> None:
        """Go on where a condition leads; what decides it early is not worked out to the end."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.fork(node.operand, no, yes)
        elif isinstance(node, ast.BoolOp):
            for operand in node.values[:-1]:
                go_on = self.out.block()
                self.fork(operand, *((go_on, no) if isinstance(node.op, ast.And) else (yes, go_on)))
                self.out.start(go_on)
            self.fork(node.values[-1], yes, no)
        else:
            self.out.fork(self.truth(node), yes, no)

    def static(self, node: ast.expr) -> Any:
        """What a name of the module, or of a module it imports, stands for."""
        if isinstance(node, ast.Attribute):
            module = self.static(node.value)
            if not isinstance(module, ModuleType):
                raise TypeError(f"{ast.unparse(node)} is unknown here")
            return getattr(module, node.attr)
        assert isinstance(node, ast.Name)
        return self.names[node.id] if node.id in self.names else getattr(builtins, node.id)

    def fixed(self, node: ast.expr) -> Value:
        """A number of a module."""
        return _number(node, self.static(node))


def _number(node: ast.expr, value: Any) -> Value:
    found = constant(value)
    if found is None:
        raise TypeError(f"{ast.unparse(node)} is no number")
    return found
