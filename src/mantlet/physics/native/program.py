"""A function and all that it calls as one piece of LLVM, so that nothing is optimised twice."""

from __future__ import annotations

from typing import Any

from mantlet.physics.native.kinds import Kind, carried
from mantlet.physics.native.translate import Body


class Program:
    """Functions by what they are called with, translated as they turn up."""

    def __init__(self) -> None:
        self.names: dict[tuple[Any, tuple[Kind, ...]], str] = {}
        self.waiting: list[tuple[Any, tuple[Kind, ...], str]] = []
        self.texts: list[str] = []
        self.externals: set[str] = set()

    def call(self, function: Any, kinds: tuple[Kind, ...]) -> tuple[str, Kind, tuple[Kind, ...]] | None:
        """(name, what it returns, what it takes) of a compiled function for these; None where it is none."""
        if not hasattr(function, "taken"):
            return None
        kinds = function.taken(kinds)
        name = self.names.get((function, kinds))
        if name is None:
            name = self.names[function, kinds] = f"{function.name}.{len(self.names)}"
            self.waiting.append((function, kinds, name))
        return name, function.returned, kinds

    def translate(self) -> None:
        """Everything that has been called."""
        while self.waiting:
            function, kinds, name = self.waiting.pop()
            body = Body(self, function.tree, function.function.__globals__, function.returned)
            self.texts.append(body.written(name, kinds, f"#0{function.attributes}"))
            self.externals |= body.out.externals


def text(function: Any, kinds: tuple[Kind, ...], symbol: str) -> str:
    """LLVM's text of a function that can be called from outside under a symbol; a tuple it leaves at an address."""
    program = Program()
    found = program.call(function, kinds)
    assert found is not None
    name, returned, kinds = found
    program.translate()
    carriers = [carrier for kind in kinds for carrier in kind.carriers]
    taken = [f"{carrier} %a{place}" for place, carrier in enumerate(carriers)]
    taken += ["ptr %out"] if len(returned.carriers) > 1 else []
    shape = carried(returned)
    call = f"call {shape} @{name}({', '.join(taken)})"
    body = f"{call}\nret void" if shape == "void" else f"%r = {call}\nret {shape} %r"
    sign = "zeroext " if shape == "i1" else ""
    entry = f"define {sign}{shape} @{symbol}({', '.join(taken)}) {{\n{body}\n}}\n"
    tail = ["attributes #0 = { nounwind }", "attributes #1 = { nounwind willreturn memory(none) }", "!0 = !{}"]
    return "\n".join([*sorted(program.externals), *program.texts, entry, *tail]) + "\n"
