"""Takes chunks in order: hashes, stores and sums them up, draw by draw."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from mantlet.run import store
from mantlet.run.answer import DrawSummary, draw_summary, summaries_of_table, summaries_table
from mantlet.run.arrow import Table, compute, pa, pq
from mantlet.run.loops import RECORDED, Task
from mantlet.run.raids import Metrics, joined
from mantlet.run.rows import Vocabulary, outcome_bytes, rows_of_table


class Chunk(NamedTuple):
    """What a thread hands back for one task; rows only for the recorded design."""

    metrics: Metrics
    inputs: dict[str, float]
    encoded: memoryview | None
    tables: dict[str, Table]


class Recorder:
    """The state of a run between chunks. A draw counts once all of its replications are in."""

    def __init__(self, folder: Path, part: int = 0) -> None:
        self.folder = folder
        self.summaries: list[DrawSummary] = []
        self.draws = 0
        self._sha = hashlib.sha256()
        self._finished_sha = self._sha.copy()
        self._raids: list[Metrics] = []
        self._last: tuple[Task, dict[str, float]] | None = None
        self._inputs: list[tuple[int, Table]] = []
        self._parts = store.PartWriter(folder, part)

    def take(self, task: Task, chunk: Chunk) -> None:
        """Adds the next chunk; they come in the order of `loops.tasks`."""
        if chunk.encoded is not None:
            self._sha.update(chunk.encoded)
        for table, rows in chunk.tables.items():
            self._parts.write(table, rows)
        self._raids.append(chunk.metrics)
        self._last = task, chunk.inputs
        if task.last:
            self._end(task.coupling, task.draw, chunk.inputs)
            if task.coupling == RECORDED:
                self.draws += 1
                self._finished_sha = self._sha.copy()
                self._parts.end_draw(alone=task.first > 0)

    @property
    def under_way(self) -> Metrics:
        """The metrics of the raids of a draw that is not finished; nothing where none is."""
        return joined(self._raids) if self._raids else {}

    def settle(self) -> None:
        """After an interruption: leaves out the draw that was under way, or keeps what there is of the very first."""
        torn = bool(self._raids) and self._last is not None and self._last[0].coupling == RECORDED
        if torn and self._last is not None and self.draws == 0:
            self.summaries, self._inputs = [], []
            self._end(RECORDED, self._last[0].draw, self._last[1])
            self.draws = 1
            return
        self._sha = self._finished_sha
        self.summaries = [summary for summary in self.summaries if summary.draw < self.draws]
        if torn:
            self._parts.drop()  # a draw of several chunks has its part alone

    def restore(self, summaries: list[DrawSummary], inputs: Table, vocabulary: Vocabulary) -> None:
        """Takes over finished draws whose parts lie in the folder already."""
        self.summaries = summaries
        self.draws = 1 + max(summary.draw for summary in summaries)
        self._inputs = [(-1, inputs)]
        for path in sorted((self.folder / "outcomes").glob("part-*.parquet")):
            with pq.ParquetFile(path) as part:
                for batch in part.iter_batches():
                    self._sha.update(outcome_bytes(rows_of_table(batch, vocabulary), vocabulary))
        self._finished_sha = self._sha.copy()

    def settled(self, draws: int) -> bool:
        """Whether no input varied over so many draws, as far as they have been fought."""
        if self.draws == 1:
            return True
        drawn = pa.concat_tables([table for draw, table in self._inputs if draw < draws])
        ends = drawn.filter(compute().less(drawn["draw"], draws)).group_by("path")
        ends = ends.aggregate([("value", "min"), ("value", "max")])
        return ends["value_min"].equals(ends["value_max"])

    def close(self) -> tuple[str, bool]:
        """Writes what belongs to the whole run; the outcome hash, and whether no input varied from draw to draw."""
        self._parts.close()
        pq.write_table(summaries_table(self.summaries), self.folder / "summaries.parquet", compression="zstd")
        drawn = pa.concat_tables([table for draw, table in self._inputs if draw < self.draws])
        pq.write_table(drawn, self.folder / "draws.parquet", compression="zstd")
        return self._sha.hexdigest(), self.settled(self.draws)

    def _end(self, coupling: str, draw: int, inputs: dict[str, float]) -> None:
        self.summaries.append(draw_summary(coupling, draw, joined(self._raids)))
        self._raids = []
        self._inputs.append((draw, _inputs_table(coupling, draw, inputs)))


def resumed(earlier: Path, folder: Path, vocabulary: Vocabulary) -> Recorder:
    """A recorder that stands where the interrupted run in `earlier` stopped: its rows copied and hashed again."""
    recorder = Recorder(folder, store.copy_parts(earlier, folder))
    recorder.restore(
        summaries_of_table(store.read_table(earlier / "summaries.parquet")),
        store.read_table(earlier / "draws.parquet"),
        vocabulary,
    )
    return recorder


def _inputs_table(coupling: str, draw: int, inputs: dict[str, float]) -> Table:
    count = len(inputs)
    return pa.table(
        {
            "coupling": pa.array([coupling] * count, pa.string()),
            "draw": pa.array([draw] * count, pa.int32()),
            "path": pa.array(list(inputs), pa.string()),
            "value": pa.array(list(inputs.values()), pa.float64()),
        }
    )
