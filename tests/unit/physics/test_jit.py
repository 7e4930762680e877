"""Compiled functions against the same functions left to the interpreter."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from mantlet.engine.memory import Memory, table
from mantlet.physics.jit import compiled, inlined
from mantlet.physics.native import machine
from mantlet.world import Records

THING = np.dtype([("count", "i8"), ("key", "u8"), ("size_m", "f8"), ("share", "f8", 3)])
HALF = np.uint64(2**63)
TABLES = ("things", "small", "grid")
things_of = table(TABLES, "things", THING)
small_of = table(TABLES, "small", "i2")
grid_of = table(TABLES, "grid", np.float64, 2)

WHOLE = st.integers(-(2**31), 2**31)
REAL = st.floats(-1e6, 1e6)


def wholes(a: int, b: int) -> int:
    """Arithmetic of whole numbers; nothing is divided by 0."""
    if b != 0:
        a = a // b + a % b - (a << 1) * (b >> 2)
    else:
        a -= 1
    return (a & 255) + (a | b) - (a ^ b) + min(a, b, 7) - max(a, -b) + int(a > b) - (a != b)


def reals(x: float, y: float) -> float:
    """Arithmetic of floats, and of floats with whole numbers."""
    z = x * y - 3 * x + (y / 7 if x > 0 else -y) ** 2
    if y != 0.0:
        z += x % y
    return max(z, x, 1) - abs(y) + math.ceil(x / 3.0) + float(int(y))


def choices(a: int, b: int) -> int:
    """What decides early is not worked out to the end."""
    found = a or b
    if 0 < a < b <= 100 or (not a and b):
        found += 1000
    elif a > b and not (a < 0 or b < 0):
        found -= 1000
    both = a > 0 and b > 0
    return found + 10 if both else found


def loops(first: int, last: int) -> int:
    """Loops that are left, gone on with and changed from within."""
    total, count = 0, 0
    for n in range(first % 10, last % 40):
        if n % 3 == 0:
            continue
        if total > 200:
            break
        total += n
        n += 5
        count += n
    while True:
        count -= 7
        if count < 0:
            return total * 1000 + count


def words(key: np.uint64, shift: int) -> np.uint64:
    """Unsigned arithmetic that wraps round."""
    mixed = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return (mixed << np.uint64(shift % 64)) % np.uint64(1000003) if mixed != np.uint64(0) else key


def functions(x: float, y: float) -> tuple[float, bool, float]:
    """The mathematical library."""
    far = math.sqrt(abs(x)) + math.exp(-abs(y)) + math.log(1.0 + abs(x)) + math.log10(2.0 + abs(y))
    turned = math.sin(x) + math.cos(y) + math.atan2(x, y) + math.hypot(x, y) + math.erfc(y) + math.asin(math.sin(y))
    return far, math.isnan(x) or not math.isfinite(y), turned + math.pow(10.0, math.acos(math.cos(x)))


@inlined
def _twice(pair: tuple[int, float]) -> tuple[float, int]:
    return pair[1] * 2.0, pair[0] * 2


def tuples(a: int, x: float) -> tuple[float, int, int]:
    """Several values at once, swapped, passed on and left out."""
    b = 1
    a, b = b, a
    y, _ = _twice((a, x))
    _, c = _twice((b, y))
    return y, b, c


CASES: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
    (wholes, (WHOLE, WHOLE)),
    (reals, (REAL, REAL)),
    (choices, (st.integers(-200, 200), st.integers(-200, 200))),
    (loops, (st.integers(0, 100), st.integers(0, 100))),
    (functions, (REAL, REAL)),
]


@pytest.mark.parametrize(("function", "drawn"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_compiled_code_does_as_the_interpreter(function: Callable[..., Any], drawn: tuple[Any, ...]) -> None:
    made = compiled(function)

    @given(st.tuples(*drawn))
    def agrees(arguments: tuple[Any, ...]) -> None:
        assert made(*arguments) == pytest.approx(function(*arguments), rel=1e-15, nan_ok=True)

    agrees()


@given(st.integers(0, 2**64 - 1), st.integers(0, 63))
def test_unsigned_numbers_wrap_round(key: int, shift: int) -> None:
    mixed = ((key ^ (key >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    assert MADE_WORDS(key, shift) == ((mixed << shift) % 2**64 % 1000003 if mixed else key)


MADE_WORDS: Callable[..., Any] = compiled(words)


@given(WHOLE, REAL)
def test_tuples(a: int, x: float) -> None:
    assert MADE_TUPLES(a, x) == (x * 2.0, a, a * 2)


MADE_TUPLES: Callable[..., Any] = compiled(tuples)


def test_a_whole_number_divided_by_nothing_is_nothing() -> None:
    assert DIVIDED(7, 0) == (0, 0)
    assert [DIVIDED(a, b) for a in (-7, 7) for b in (-2, 2)] == [divmod(a, b) for a in (-7, 7) for b in (-2, 2)]


@compiled
def DIVIDED(a: int, b: int) -> tuple[int, int]:
    """Quotient and remainder."""
    return a // b, a % b


@compiled
def change(handle: int, grid: NDArray[np.float64], rows: Records) -> float:
    """Reads and writes tables through a handle and as arrays."""
    things, small = things_of(handle), small_of(handle)
    total = 0.0
    for n in range(len(things)):
        thing = things[n]
        thing.count += small[n]
        thing.key = np.uint64(n) + HALF
        thing.size_m, thing.share[1] = thing.count, thing.size_m
        small[n] = thing.count - 1
        total += thing.share[2] + grid_of(handle)[n, 1]
        rows[n] = thing
    row = grid[1]
    row[0] += len(row) + grid.shape[0]
    grid_of(handle)[:] = 0
    return total


def test_tables_are_read_and_written() -> None:
    things = np.zeros(2, THING)
    things["count"], things["size_m"], things["share"] = (3, -4), (0.5, 1.5), [[1, 2, 3], [4, 5, 6]]
    memory = Memory(dict(zip(TABLES, (things, np.array([-300, 7], np.int16), np.ones((2, 3))), strict=True)))
    grid, rows = np.zeros((2, 3)), np.zeros(2, THING)
    assert change(memory.handle, grid, rows) == 3 + 1 + 6 + 1
    assert memory.tables["things"].tobytes() == rows.tobytes()
    assert rows["count"].tolist() == rows["size_m"].tolist() == [-297, 3]
    assert rows["key"].tolist() == [2**63, 2**63 + 1]
    assert rows["share"].tolist() == [[1.0, 0.5, 3.0], [4.0, 1.5, 6.0]]
    assert memory.tables["small"].tolist() == [-298, 2]
    assert grid.tolist() == [[0, 0, 0], [5, 0, 0]]
    assert not memory.tables["grid"].any()


def unknown(x: float) -> float:
    """Calls what compiled code cannot."""
    return math.gamma(x)


def mixed(x: float) -> float:
    """A variable that begins as a whole number and goes on as a float."""
    total = 0
    total += x
    return total


def listed(x: float) -> float:
    """Something that is no number."""
    return [x][0]


@pytest.mark.parametrize(("function", "said"), [(unknown, "math.gamma"), (mixed, "line"), (listed, "list")])
def test_what_is_not_understood_is_refused_with_its_place(function: Callable[..., Any], said: str) -> None:
    with pytest.raises(TypeError, match=rf"{function.__name__}.*{said}"):
        compiled(function)(1.0)


def test_arrays_in_another_order_are_refused() -> None:
    with pytest.raises(TypeError, match="C order"):
        change(0, np.zeros((4, 4)).T, np.zeros(2, THING))


def test_code_is_kept_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANTLET_CACHE_DIR", str(tmp_path))
    assert compiled(wholes)(7, 2) == wholes(7, 2)
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    monkeypatch.setattr("mantlet.physics.native.machine._emitted", None)
    assert compiled(wholes)(7, 2) == wholes(7, 2)
    assert kept.suffix == ".o"


@pytest.mark.parametrize("left", [0, 40, -1])
def test_code_that_was_cut_short_is_compiled_again(left: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To run it would end the process, at this run and at every one after it."""
    monkeypatch.setenv("MANTLET_CACHE_DIR", str(tmp_path))
    assert compiled(wholes)(7, 2) == wholes(7, 2)
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    whole = kept.read_bytes()
    kept.write_bytes(whole[:left])
    assert machine.kept(kept) is None
    assert compiled(wholes)(7, 2) == wholes(7, 2)
    assert kept.read_bytes() == whole


def test_code_that_a_full_disk_has_no_room_for_runs_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("MANTLET_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("mantlet.base.whole.os.fdopen", full)
    assert compiled(wholes)(7, 2) == wholes(7, 2)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
