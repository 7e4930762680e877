"""A battle without a fight: outcomes drawn by draw and replication alone, so that chunks and threads cannot matter."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mantlet.codes import ABORTED, CAUSES, KILLED, LEAKED
from mantlet.run.loops import RECORDED, Task, Terms
from mantlet.run.raids import Clock, Prices, damage, raid_metrics, raid_table
from mantlet.run.recorder import Chunk
from mantlet.run.rows import Vocabulary, damage_table, outcome_bytes, outcome_rows, outcome_table
from mantlet.world import ASSET, Names, Outcomes

NAMES = Names(
    object_ids=("bait-1", "jet-1", "missile-1", "missile-2", "raketa-ж"),
    object_groups=("bait", "jet", "missile", "missile", "raketa"),
    object_classes=("decoy", "fighter", "cruise", "cruise", "srbm"),
    object_sides=("red",) * 5,
    object_targets=("base", None, "base", "town", "town"),
    unit_ids=("u-1", "u-2"),
    sensor_ids=("s-1",),
    missile_ids=("48N6E3", "9M96E2"),
    asset_ids=("base", "town"),
    node_ids=("eye", "post"),
    node_units=("u-1", None),
)
ASSETS = np.array([(10.0, 2), (4.0, 1)], ASSET)
PRICES = Prices(np.array([2e6, 1e6]), np.array([np.nan, np.nan, 3e6, 3e6, 5e6]))
CLOCK = Clock(np.zeros(5, np.int64), 900, np.ones(5, np.bool_))
VOCABULARY = Vocabulary(NAMES, tick_s=0.5)


def outcomes(task: Task, seed: int) -> Outcomes:
    """Outcomes of a task; one generator per replication."""
    rows = [_raid(np.random.default_rng((seed, task.draw, task.first + n))) for n in range(task.raids)]
    return Outcomes(*(np.stack(column) for column in zip(*rows, strict=True)))


def _raid(luck: np.random.Generator) -> tuple[Any, ...]:
    fate = luck.choice([KILLED, LEAKED, ABORTED], 5).astype(np.int8)
    leaked = fate == LEAKED
    shots = luck.integers(0, 4, 5).astype(np.int16)
    return (
        fate,
        np.where(leaked, luck.integers(0, len(CAUSES), 5), -1).astype(np.int8),
        np.where(fate == ABORTED, -1, luck.integers(0, 900, 5)).astype(np.int32),
        luck.integers(-1, 2, 5).astype(np.int16),
        np.where(fate == KILLED, luck.integers(0, 2, 5), -1).astype(np.int16),
        shots,
        np.array([leaked[2], leaked[3] + leaked[4]], np.int16),
        np.array([shots.sum(), 0], np.int32),
        np.zeros(2, np.int16),
        np.full(2, -1, np.int32),
        np.zeros(0, np.int16),
        np.zeros(0, np.int16),
    )


@dataclass
class Bout:
    """Stands in for a compiled battle."""

    scenario: str = "bout"
    fail_at: int = -1
    settled: bool = False
    most_raids: int | None = None
    vocabulary: Vocabulary = VOCABULARY
    threads: set[int] = field(default_factory=set)

    families: tuple[str, ...] = ()

    def about(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "scenario_sha256": "1" * 64,
            "library_sha256": "2" * 64,
            "terrain": None,
            "changes": [],
            "tick_s": self.vocabulary.tick_s,
        }

    def fought(self, task: Task, terms: Terms) -> Chunk:
        self.threads.add(threading.get_ident())
        if task.draw == self.fail_at:
            raise ZeroDivisionError("a kernel went wrong")
        found = outcomes(task, terms.seed)
        harm = damage(found.hits, ASSETS)
        metrics = raid_metrics(found, harm, NAMES, PRICES, CLOCK)
        inputs = {"radar.range": 1000.0 + (0 if self.settled else task.draw), "missile.kill_prob": 0.7}
        if task.coupling != RECORDED:
            return Chunk(metrics, inputs, None, {})
        rows = outcome_rows(found, self.vocabulary, task.draw, task.first)
        tables = {
            "raids": raid_table(metrics, task.draw, task.first),
            "damage": damage_table(harm, self.vocabulary, task.draw, task.first),
        }
        if terms.keep_rows:
            tables["outcomes"] = outcome_table(rows, self.vocabulary)
        return Chunk(metrics, inputs, outcome_bytes(rows, self.vocabulary), tables)

    def standings(self) -> dict[str, Any]:
        return {"inputs": {"count": 1, "fixed": 0, "by_standing": {"assumed": 1}}, "prices": {}}

    def parcel(self) -> Bout:
        return self

    def opened(self) -> Bout:
        return self

    def write(self, folder: Path) -> None:
        table = {"path": ["radar.range"], "standing": ["assumed"], "source": [None], "fixed": [False], "number": ["{}"]}
        pq.write_table(pa.table(table), folder / "inputs.parquet")
