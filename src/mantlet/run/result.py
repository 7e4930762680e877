"""A finished run, read from its folder: the answer at once, tables when asked for, fights again on demand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from mantlet.base.errors import Fault, InvalidInput, UsageError
from mantlet.run import store
from mantlet.run.answer import DrawSummary, over_draws, summaries_of_table
from mantlet.run.arrow import Dataset, Table, compute, datasets, pa, pq
from mantlet.run.loops import CHECK, RECORDED, Way
from mantlet.run.metrics import Influence, influence

if TYPE_CHECKING:
    from mantlet.run.battle import CompiledBattle
    from mantlet.world import Outcomes, World

Moment = Literal["typical", "bad"]
# Place among all raids, from the mildest to the worst.
MOMENTS: Final[dict[Moment, float]] = {"typical": 0.5, "bad": 0.95}


@dataclass(frozen=True)
class Result:
    """What a run found. `answer` is the `mantlet.run/1` document, `manifest` how it came about.

    `fought` is the battle as it was compiled for the run, where the result comes straight from one.
    """

    folder: Path
    manifest: dict[str, Any]
    answer: dict[str, Any]
    fought: CompiledBattle | None = field(default=None, repr=False, compare=False)

    @property
    def metrics(self) -> dict[str, Any]:
        """Headline numbers, each with mean, error, chance and ignorance."""
        return self.answer["metrics"]

    @property
    def causes(self) -> dict[str, float]:
        """Mean leakers by the reason they got through; they add up to the mean of leakers."""
        return self.answer["causes"]

    @property
    def by_class(self) -> dict[str, Any]:
        """Objects, leakers and killed by class."""
        return self.answer["by_class"]

    @property
    def by_asset(self) -> dict[str, Any]:
        """Hits, value lost and the chance to be out of action by asset."""
        return self.answer["by_asset"]

    @property
    def by_node(self) -> dict[str, Any]:
        """Hits, and the chance of having been down, by part of the defence; empty where nothing is aimed at any."""
        return self.answer["by_node"]

    @property
    def by_flight(self) -> dict[str, Any]:
        """Killed, lost and lost to the own side by flight of fighters; empty where none defend."""
        return self.answer["by_flight"]

    @property
    def shots_by_missile(self) -> dict[str, float]:
        """Mean rounds fired by type."""
        return self.answer["shots_by_missile"]

    @property
    def until(self) -> dict[str, Any] | None:
        """How it went where a precision was asked for: the looks, and whether it was reached; None where none was."""
        return self.answer.get("until")

    @property
    def complete(self) -> bool:
        """False when the run was interrupted."""
        return bool(self.manifest["complete"])

    @property
    def outcomes(self) -> Dataset:
        """One row per object, draw and replication; UsageError where the run kept none."""
        if self.manifest["keep"] != "all":
            raise UsageError(f"{self.folder}: ran with --keep summary, so no row per object was kept")
        return self._dataset("outcomes")

    @property
    def damage(self) -> Dataset:
        """One row per asset, draw and replication."""
        return self._dataset("damage")

    @property
    def nodes(self) -> Dataset:
        """One row per part of the defence, draw and replication; UsageError where nothing is aimed at any."""
        if not (self.folder / "nodes").is_dir():
            raise UsageError(f"{self.folder}: nothing is aimed at a part of the defence, so nothing was kept of them")
        return self._dataset("nodes")

    @cached_property
    def raids(self) -> Table:
        """One row per draw and replication: leakers, value lost, shots and the like."""
        return self.rows("raids")

    @property
    def draws(self) -> Table:
        """Every library number as drawn: coupling, draw, path, value (SI)."""
        return store.read_table(self.folder / "draws.parquet")

    @property
    def inputs(self) -> Table:
        """The library numbers in use: path, standing, source, whether no draw changes it, the whole number as JSON."""
        return store.read_table(self.folder / "inputs.parquet")

    @cached_property
    def summaries(self) -> list[DrawSummary]:
        """Every metric of every outer draw, of both designs."""
        return summaries_of_table(store.read_table(self.folder / "summaries.parquet"))

    @cached_property
    def battle(self) -> CompiledBattle:
        """The scenario compiled, from what the folder holds unless it is at hand, to be looked at or fought again."""
        if self.fought is not None:
            return self.fought
        from mantlet.run.battle import stored  # the compiler and all it needs

        return stored(self.folder, self.manifest["terrain"])

    @property
    def way(self) -> Way:
        """How it was fought."""
        return Way(self.manifest["engine"], self.manifest["sampling"])

    def events(self, draw: int, replication: int) -> Table:
        """One raid moment by moment, fought again from what the folder holds.

        Columns: time_s, kind, sensor_id, unit_id, object_id, missile_id, value; null where there is none.
        """
        return self.again(draw, replication)[2]

    def again(self, draw: int, replication: int) -> tuple[World, Outcomes, Table]:
        """One raid fought again from what the folder holds: its world, its outcomes, and its events."""
        finished = self.manifest["finished"]
        for name, got, count in (
            ("draw", draw, finished["draws"]),
            ("replication", replication, finished["replications"]),
        ):
            if not 0 <= got < count:
                raise UsageError(f"{name}: got {got}, expected 0 to {count - 1}")
        return self.battle.again(self.manifest["seed"], draw, replication, self.way)

    def moments(self) -> dict[Moment, tuple[int, int]]:
        """Draw and replication of a typical raid and of a bad one: those nearest to their place among all raids.

        Nearest by value lost and by leakers, whichever is farther off: a raid may lose what half of the others lose
        and leak what few of them do. Equals are ordered by draw and replication.
        """
        lost, leakers, draw, replication = (
            self.raids[name].to_numpy() for name in ("value_lost", "leakers", "draw", "replication")
        )
        found: dict[Moment, tuple[int, int]] = {}
        for moment, frac in MOMENTS.items():
            row = np.lexsort((replication, draw, off_place((lost, leakers), frac)))[0]
            found[moment] = int(draw[row]), int(replication[row])
        return found

    def influence(self, metric: str = "value_lost") -> list[Influence]:
        """Which drawn numbers move the draw means of a metric, largest share first.

        From the design that draws every number on its own: where sources err together, no one can be singled out.
        """
        draws = over_draws(self.summaries, CHECK).get(metric)
        if draws is None:
            return []
        return influence(self.drawn(CHECK), draws.mean)

    def drawn(self, coupling: str = RECORDED) -> dict[str, NDArray[np.float64]]:
        """Each drawn number over the outer draws of a design; nothing where a single draw has no second design."""
        table = self.draws
        table = table.filter(compute().equal(table["coupling"], coupling))
        if not table.num_rows:
            return {}
        path, value = table["path"].to_numpy(), table["value"].to_numpy()
        order = np.lexsort((table["draw"].to_numpy(), path))
        names, first = np.unique(path[order], return_index=True)
        return dict(zip(names.tolist(), np.split(value[order], first[1:]), strict=True))

    def save(self, folder: str | Path) -> Path:
        """Copies the result to a folder, whole or not at all; an earlier result there is replaced."""
        target = Path(folder)
        copy = store.begin(target)
        try:
            shutil.copytree(self.folder, copy, dirs_exist_ok=True)
            store.finish(copy, target)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
        return target

    def to_json(self) -> str:
        """The `mantlet.run/1` document."""
        return json.dumps(self.answer, ensure_ascii=False, allow_nan=False)

    def rows(self, table: str, columns: Sequence[str] | None = None) -> Table:
        """A table of several parts as a whole, or some of its columns."""
        return pa.concat_tables([store.read_table(part, columns) for part in self._parts(table)])

    def _dataset(self, table: str) -> Dataset:
        return datasets().dataset(self._parts(table), format="parquet")

    def _parts(self, table: str) -> list[Path]:
        parts = sorted((self.folder / table).glob("part-*.parquet"))
        if not parts:
            raise UsageError(f"{self.folder / table}: no rows there; run the scenario again")
        for part in parts:
            try:
                pq.read_metadata(part)
            except (pa.ArrowException, OSError) as error:
                message = f"is no whole Parquet file ({error}); run the scenario again"
                raise InvalidInput([Fault(str(part), 0, "", message)]) from None
        return parts


def open_result(folder: str | Path) -> Result:
    """The result in a folder; InvalidInput when it is none, is broken, or was made by a version that knew less."""
    path = Path(folder)
    manifest, answer = store.read_manifest(path), store.read_json(path / "result.json")
    if "inputs" not in answer:
        message = "missing: made by an earlier version of mantlet; run the scenario again"
        raise InvalidInput([Fault(str(path / "result.json"), 0, "inputs", message)])
    return Result(path, manifest, answer)


def off_place(values: Sequence[NDArray[np.float64]], frac: float) -> NDArray[np.float64]:
    """How far each row is from a place among all, 0 to 1, by the column in which it is farthest from it.

    >>> off_place([np.array([1.0, 2.0, 3.0]), np.array([9.0, 7.0, 8.0])], 0.5).round(2).tolist()
    [0.33, 0.33, 0.33]
    """
    return np.max([np.abs(_places(column) - frac) for column in values], axis=0)


def _places(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where each value stands among all, 0 to 1; equal ones share the middle of their places.

    >>> _places(np.array([5.0, 1.0, 1.0, 7.0])).tolist()
    [0.625, 0.25, 0.25, 0.875]
    """
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    return ((np.cumsum(counts) - counts / 2) / len(values))[which]
