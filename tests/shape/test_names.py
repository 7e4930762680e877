"""Names carry their unit and say what is meant.

A number inside the package is an SI float, and its name ends with its unit: `range_m`, `kill_prob`. Looked at are
function parameters and record fields hinted `float` or as an array of float64, and columns of NumPy record types. The
layers that draw and print (`report`, `cli`) measure paper as well and are left out. A name of one or two letters is a
symbol of a formula.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shape.sources import PACKAGE, place, python_files, tree

_UNIT = r"(?:mps2|mps|m[23]?|s|hz|w|j|kg|k|pa|rad|deg|db|dbi|usd|day|month|ticks?)"
_NUMBER = r"(?:prob|ratio|frac|count|index|share|cos|sin|probit|erlang|variance|correlation|step)"
SUFFIX = re.compile(rf"(?:^|_)(?:{_UNIT}(?:(?:_per)?_{_UNIT})*|{_NUMBER})$")

# Pure numbers by nature, or of whatever unit the record or the caller says.
ALLOWED = {
    *("low", "best", "high", "least", "most", "value", "values", "mean", "number"),  # an interval and what lies in it
    *("nu", "z_raid", "z_unit", "z_shot", "luck_raid", "luck_unit", "luck_day"),  # of P.526; shares of luck
    *("up", "facing"),  # unit vectors
    *(
        "frame",
        "radar",
        "radars",
        "target",
        "targets",
        "start",
        "end",
        "points",
    ),  # frames and places: rows of many units
    *("centre", "width", "mixing"),  # of a line of P.676, in GHz as its source has them
    *("weight", "score", "rank", "luck", "uniform", "normal", "threat_value", "own_value", "seeming_value", "urgency"),
    *("half_width", "asked", "precision"),  # of a metric, in its unit
    *("standard_error", "bias"),  # of an estimate, in its unit
    *("likelihood", "log_prior"),
    "seconds",
}

FORBIDDEN = re.compile(
    r"^_?(?:get|calc|calculate)_|(?:^|_)(?:utils?|helpers?|managers?)(?:$|_)|(?:Utils?|Helper|Manager)$"
)
_ARRAYS = ("Array", "Floats")  # what modules call an array of float64
_FLOAT_COLUMN = {"f8", "<f8", "f4", "<f4", "float", "np.float64", "np.float32"}


def names_its_unit(name: str) -> bool:
    """True when a quantity of this name says in what unit it is, or needs none.

    >>> [names_its_unit(name) for name in ("range_m", "gas_db_per_km", "density_kg_m3", "range", "speed_kmh")]
    [True, False, True, False, False]
    """
    bare = name.strip("_")
    return len(bare) <= 2 or bare in ALLOWED or SUFFIX.search(bare) is not None


def is_forbidden(name: str) -> bool:
    """True for names that say nothing: `get_x`, `calc_x`, `utils`, `XManager`.

    >>> [is_forbidden(name) for name in ("get_range", "utils", "TrackManager", "target_m", "widget_m")]
    [True, True, True, False, False]
    """
    return FORBIDDEN.search(name) is not None


def _holds_floats(hint: ast.expr | None) -> bool:
    text = ast.unparse(hint) if hint else ""
    return text in ("float", "float | None", *_ARRAYS) or "np.float64" in text


def _quantities(path: Path) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.arg) and _holds_floats(node.annotation):
            yield node.arg, node
        elif isinstance(node, ast.ClassDef):
            for field in node.body:
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and _holds_floats(field.annotation)
                ):
                    yield field.target.id, field
        elif isinstance(node, ast.Tuple) and len(node.elts) in (2, 3):
            column, kind = node.elts[:2]
            if isinstance(column, ast.Constant) and isinstance(column.value, str):
                text = kind.value if isinstance(kind, ast.Constant) else ast.unparse(kind)
                if text in _FLOAT_COLUMN:
                    yield column.value, node


def _named(path: Path) -> Iterator[tuple[str, ast.AST]]:
    yield path.stem, tree(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node


MEASURED = [path for path in python_files(PACKAGE) if not {"report", "cli"} & set(path.relative_to(PACKAGE).parts)]


@pytest.mark.parametrize("path", MEASURED, ids=place)
def test_quantities_name_their_unit(path: Path) -> None:
    bare = [f"{place(path, node)}: {name}" for name, node in _quantities(path) if not names_its_unit(name)]
    assert not bare, "no unit in the name (see tests/shape/test_names.py):\n" + "\n".join(bare)


def test_names_say_what_is_meant() -> None:
    vague = [
        f"{place(path, node)}: {name}" for path in python_files() for name, node in _named(path) if is_forbidden(name)
    ]
    assert not vague, "say what it is or returns:\n" + "\n".join(vague)
