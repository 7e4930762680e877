"""A handle is an address: whoever asks for one keeps the memory behind it."""

from __future__ import annotations

import ast

from shape.sources import place, python_files, tree


def _orphans(top: ast.Module) -> list[ast.Attribute]:
    """`f(...).handle`: what f returned is freed before anybody reads through the handle."""
    found = [node for node in ast.walk(top) if isinstance(node, ast.Attribute) and node.attr == "handle"]
    return [node for node in found if isinstance(node.value, ast.Call)]


def test_the_pattern_bites() -> None:
    assert _orphans(ast.parse("launch_windows(world_memory(bare).handle)"))
    assert not _orphans(ast.parse("memory = world_memory(bare)\nlaunch_windows(memory.handle)"))


def test_no_handle_outlives_its_memory() -> None:
    lost = [place(path, node) for path in python_files() for node in _orphans(tree(path))]
    assert not lost, lost
