"""The repository as text and as syntax trees: what the checks of shape look at."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "mantlet"


# What a copy without git may hold besides the repository's own files.
_LEFTOVERS = {".git", ".venv", "build", "dist", "out", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, and that is still there; sorted."""
    if not (ROOT / ".git").exists():
        everything = (path for path in ROOT.rglob("*") if path.is_file())
        return tuple(sorted(path for path in everything if not _LEFTOVERS & set(path.relative_to(ROOT).parts)))
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(ROOT / name for name in set(listing.split("\0")) if name and (ROOT / name).is_file()))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_files(top: Path = ROOT) -> list[Path]:
    """Python files of the repository at or below `top`."""
    return [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(top)]


def place(path: Path, node: ast.AST | None = None) -> str:
    """`src/mantlet/x.py:12`, as an editor opens it."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function of a file with its dotted name, such as `mantlet.base.units.parse`; nested ones too."""
    top = SRC if path.is_relative_to(SRC) else ROOT
    module = ".".join(path.relative_to(top).with_suffix("").parts)
    yield from _functions(tree(path), module)


def _functions(node: ast.AST, name: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        inner = f"{name}.{child.name}" if named else name
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield inner, child
        yield from _functions(child, inner)
