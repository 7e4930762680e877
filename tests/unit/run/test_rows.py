"""Outcome rows: their bytes against the written format, and their way to Arrow and back."""

from __future__ import annotations

import hashlib
import struct

import numpy as np
import pyarrow as pa

from mantlet.codes import CAUSES, FATES
from mantlet.run.loops import RECORDED, Task
from mantlet.run.rows import COLUMNS, outcome_bytes, outcome_rows, outcome_table, rows_of_table
from unit.run.doubles import NAMES, VOCABULARY, outcomes


def _cell(value: int | str | None) -> bytes:
    """One cell as docs/formats.md says it: the slow twin."""
    if value is None:
        return b"\x00"
    if isinstance(value, str):
        text = value.encode()
        return b"\x01" + struct.pack("<q", len(text)) + text
    return b"\x01" + struct.pack("<q", value)


def _slow_bytes(first: int, count: int, draw: int) -> bytes:
    found = outcomes(Task(RECORDED, draw, first, count, True), seed=3)
    out = b""
    for k in range(count):
        for o, name in enumerate(NAMES.object_ids):
            cause, tick, unit, missile = (
                int(array[k, o]) for array in (found.cause, found.tick, found.unit, found.missile)
            )
            row = (
                draw,
                first + k,
                name,
                NAMES.object_classes[o],
                NAMES.object_sides[o],
                FATES[found.fate[k, o]],
                CAUSES[cause] if cause >= 0 else None,
                tick if tick >= 0 else None,
                NAMES.unit_ids[unit] if unit >= 0 else None,
                NAMES.missile_ids[missile] if missile >= 0 else None,
                int(found.shots[k, o]),
                NAMES.object_targets[o],
            )
            assert len(row) == len(COLUMNS)
            out += b"".join(_cell(value) for value in row)
    return out


def _rows(first: int, count: int, draw: int = 2) -> np.ndarray:
    return outcome_rows(outcomes(Task(RECORDED, draw, first, count, True), seed=3), VOCABULARY, draw, first)


def test_bytes_are_those_of_the_written_format() -> None:
    assert bytes(outcome_bytes(_rows(5, 40), VOCABULARY)) == _slow_bytes(5, 40, 2)


def test_chunks_follow_each_other() -> None:
    whole = hashlib.sha256(outcome_bytes(_rows(0, 12), VOCABULARY)).hexdigest()
    parts = hashlib.sha256(outcome_bytes(_rows(0, 5), VOCABULARY))
    parts.update(outcome_bytes(_rows(5, 7), VOCABULARY))
    assert parts.hexdigest() == whole


def test_tick_zero_is_a_time_and_no_null() -> None:
    rows = _rows(0, 1)
    rows[:, COLUMNS.index("time_s")] = 0
    assert outcome_table(rows, VOCABULARY)["time_s"].null_count == 0
    rows[:, COLUMNS.index("time_s")] = -1
    assert outcome_table(rows, VOCABULARY)["time_s"].null_count == len(rows)


def test_a_reader_meets_text_seconds_and_nulls() -> None:
    rows = _rows(0, 30)
    table = outcome_table(rows, VOCABULARY)
    assert table.column_names == list(COLUMNS)
    first = table.slice(4, 1).to_pylist()[0]
    assert first["object_id"] == "raketa-ж"
    assert first["asset_id"] == "town"
    seconds = table["time_s"].drop_null().to_numpy()
    ticks = rows[:, COLUMNS.index("time_s")]
    np.testing.assert_array_equal(seconds, ticks[ticks >= 0] * 0.5)
    assert set(table["cause"].drop_null().to_pylist()) <= set(CAUSES)


def test_stored_rows_come_back_as_they_were() -> None:
    rows = _rows(3, 25)
    np.testing.assert_array_equal(rows_of_table(outcome_table(rows, VOCABULARY), VOCABULARY), rows)
    batch = outcome_table(rows, VOCABULARY).to_batches()[0]
    assert isinstance(batch, pa.RecordBatch)
    np.testing.assert_array_equal(rows_of_table(batch, VOCABULARY), rows)
