"""Outcome rows: one per object, draw and replication, as integers and codes, as bytes to hash and as Arrow tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import CAUSES, CLASSES, FATES
from mantlet.engine.log import encode_rows
from mantlet.run.arrow import RecordBatch, Schema, Table, compute, pa
from mantlet.run.raids import Damage
from mantlet.world import Names, Outcomes

COLUMNS: Final = (
    "draw",
    "replication",
    "object_id",
    "object_class",
    "side",
    "fate",
    "cause",
    "time_s",
    "unit_id",
    "missile_id",
    "shots",
    "asset_id",
)
OutcomeRows = NDArray[np.int32]  # (rows, 12) in the order of COLUMNS; -1 is null, text is a code, time is in ticks
_TEXT: Final = pa.dictionary(pa.int32(), pa.string())

DAMAGE_SCHEMA: Final = pa.schema(
    [
        ("draw", pa.int32()),
        ("replication", pa.int32()),
        ("asset_id", _TEXT),
        ("hits", pa.int32()),
        ("value_lost", pa.float64()),
        ("out_of_action", pa.bool_()),
    ]
)
NODE_SCHEMA: Final = pa.schema(
    [
        ("draw", pa.int32()),
        ("replication", pa.int32()),
        ("node_id", _TEXT),
        ("hits", pa.int32()),
        ("down_s", pa.float64()),
    ]
)


@dataclass(frozen=True)
class Vocabulary:
    """What the codes of a run's outcome rows mean, and how long a tick is."""

    names: Names
    tick_s: float

    @cached_property
    def texts(self) -> dict[str, tuple[str, ...]]:
        """Texts of each text column; a code is the place in its tuple."""
        return {
            "object_id": self.names.object_ids,
            "object_class": CLASSES,
            "side": tuple(sorted(set(self.names.object_sides))),
            "fate": FATES,
            "cause": CAUSES,
            "unit_id": self.names.unit_ids,
            "missile_id": self.names.missile_ids,
            "asset_id": (*self.names.asset_ids, *self.names.node_ids),
        }

    @cached_property
    def cells(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
        """Where the texts of each column begin, where each text begins, and the bytes of all: for `encode_rows`."""
        first: list[int] = []
        encoded: list[bytes] = []
        for column in COLUMNS:
            first.append(len(encoded) if column in self.texts else -1)
            encoded += [text.encode() for text in self.texts.get(column, ())]
        at = np.cumsum([0, *(len(text) for text in encoded)])
        return np.array(first, np.int64), at.astype(np.int64), np.frombuffer(b"".join(encoded), np.uint8)

    @cached_property
    def schema(self) -> Schema:
        """Of the outcome table."""
        kinds = {"time_s": pa.float64()} | dict.fromkeys(self.texts, _TEXT)
        return pa.schema([(column, kinds.get(column, pa.int32())) for column in COLUMNS])


def outcome_rows(outcomes: Outcomes, vocabulary: Vocabulary, draw: int, first: int) -> OutcomeRows:
    """Rows of a chunk, ordered by replication and object."""
    replications, objects = outcomes.fate.shape
    names, texts = vocabulary.names, vocabulary.texts
    shape = (replications, objects)
    replication = np.arange(first, first + replications, dtype=np.int32)[:, None]
    columns: list[Any] = [
        draw,
        replication,
        np.arange(objects),
        codes(names.object_classes, texts["object_class"]),
        codes(names.object_sides, texts["side"]),
        outcomes.fate,
        outcomes.cause,
        outcomes.tick,
        outcomes.unit,
        outcomes.missile,
        outcomes.shots,
        codes(names.object_targets, texts["asset_id"]),
    ]
    rows = np.empty((replications, objects, len(COLUMNS)), np.int32)
    for place, column in enumerate(columns):
        rows[:, :, place] = np.broadcast_to(column, shape)
    return rows.reshape(-1, len(COLUMNS))


def codes(words: Sequence[str | None], texts: Sequence[str]) -> NDArray[np.int32]:
    """Place of each word among the texts; -1 for None."""
    place = {text: code for code, text in enumerate(texts)}
    return np.array([-1 if word is None else place[word] for word in words], np.int32)


def outcome_table(rows: OutcomeRows, vocabulary: Vocabulary) -> Table:
    """The rows as a reader meets them: text, seconds, nulls."""
    arrays: list[Any] = []
    for place, column in enumerate(COLUMNS):
        values = np.ascontiguousarray(rows[:, place])
        missing = values < 0
        if column in vocabulary.texts:
            coded = pa.array(values, mask=missing)
            arrays.append(pa.DictionaryArray.from_arrays(coded, pa.array(vocabulary.texts[column], pa.string())))
        elif column == "time_s":
            arrays.append(pa.array(values * vocabulary.tick_s, mask=missing))
        else:
            arrays.append(pa.array(values, mask=missing))
    return pa.Table.from_arrays(arrays, schema=vocabulary.schema)


def rows_of_table(table: Table | RecordBatch, vocabulary: Vocabulary) -> OutcomeRows:
    """The way back from `outcome_table`, for hashing what an earlier run has stored."""
    rows = np.empty((table.num_rows, len(COLUMNS)), np.int32)
    for place, column in enumerate(COLUMNS):
        if column in vocabulary.texts:
            known = pa.array(vocabulary.texts[column], pa.string())
            found = compute().index_in(table.column(column).cast(pa.string()), value_set=known)
            rows[:, place] = found.fill_null(-1).to_numpy(zero_copy_only=False)
        elif column == "time_s":
            seconds = table.column(column).fill_null(-vocabulary.tick_s).to_numpy(zero_copy_only=False)
            rows[:, place] = np.rint(seconds / vocabulary.tick_s)
        else:
            rows[:, place] = table.column(column).fill_null(-1).to_numpy(zero_copy_only=False)
    return rows


def outcome_bytes(rows: OutcomeRows, vocabulary: Vocabulary) -> memoryview:
    """What the outcome hash is taken over, as docs/formats.md says it: chunks simply follow each other."""
    return encode_rows(rows, *vocabulary.cells).data


def damage_table(damage: Damage, vocabulary: Vocabulary, draw: int, first: int) -> Table:
    """One row per replication and asset of a chunk."""
    arrays = [
        *_keys(damage.hits.shape, vocabulary.names.asset_ids, draw, first),
        pa.array(damage.hits.ravel().astype(np.int32)),
        pa.array(damage.value_lost.ravel()),
        pa.array(damage.out_of_action.ravel()),
    ]
    return pa.Table.from_arrays(arrays, schema=DAMAGE_SCHEMA)


def node_table(outcomes: Outcomes, vocabulary: Vocabulary, draw: int, first: int) -> Table:
    """One row per replication and part of the defence of a chunk: damaging hits, and when it was first down."""
    tick = outcomes.node_down_tick.ravel()
    arrays = [
        *_keys(outcomes.node_hits.shape, vocabulary.names.node_ids, draw, first),
        pa.array(outcomes.node_hits.ravel().astype(np.int32)),
        pa.array(tick * vocabulary.tick_s, mask=tick < 0),
    ]
    return pa.Table.from_arrays(arrays, schema=NODE_SCHEMA)


def _keys(shape: tuple[int, ...], ids: tuple[str, ...], draw: int, first: int) -> list[Any]:
    """The columns draw, replication and id of a table with one row per replication and thing."""
    replications, things = shape
    return [
        pa.array(np.full(replications * things, draw, np.int32)),
        pa.array(np.repeat(np.arange(first, first + replications, dtype=np.int32), things)),
        pa.DictionaryArray.from_arrays(
            pa.array(np.tile(np.arange(things, dtype=np.int32), replications)), pa.array(ids, pa.string())
        ),
    ]
