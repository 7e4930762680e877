"""Who fights the tasks of a run: the threads of this process; `run.cluster` has those of many machines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from mantlet.base.errors import MantletError, RunFailed
from mantlet.run.loops import Task, in_order
from mantlet.run.recorder import Chunk


class Fights(Protocol):
    """Whatever fights a task."""

    def fought(self, task: Task, seed: int, keep_rows: bool) -> Chunk:
        """The replications of a task; called from many threads at once."""
        ...


class Hands(Protocol):
    """Whoever is given the tasks of a run."""

    @property
    def cpu_s(self) -> float:
        """Seconds of processor spent outside this process."""
        ...

    @property
    def lost(self) -> str | None:
        """Why the work ended early, where the machines let it down: what came back before that may be kept."""
        ...

    def in_order(self, work: Iterator[Task], stopped: threading.Event) -> Iterator[tuple[Task, Chunk]]:
        """Tasks with what came of them, in the order of `work`; after `stopped` is set no new one is begun."""
        ...


@dataclass(frozen=True)
class Threads:
    """Threads of this process."""

    battle: Fights
    seed: int
    keep_rows: bool
    count: int
    cpu_s: float = 0.0
    lost: str | None = None

    def in_order(self, work: Iterator[Task], stopped: threading.Event) -> Iterator[tuple[Task, Chunk]]:
        """As `Hands` says."""
        return in_order(work, lambda task: attempted(self.battle, task, self.seed, self.keep_rows), self.count, stopped)


def attempted(battle: Fights, task: Task, seed: int, keep_rows: bool) -> Chunk:
    """The replications of a task; RunFailed, saying which, where something went wrong that nobody foresaw."""
    try:
        return battle.fought(task, seed, keep_rows)
    except MantletError:
        raise
    except Exception as fault:
        where = f"draw {task.draw}, replications {task.first} to {task.first + task.raids - 1}"
        raise RunFailed(f"{where}: {type(fault).__name__}: {fault}") from fault
