"""Who fights the tasks of a run: the threads of this process; `run.cluster` has those of many machines."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from mantlet.base.errors import MantletError, RunFailed
from mantlet.run.loops import Task, Terms, in_order
from mantlet.run.recorder import Chunk


class Fights(Protocol):
    """Whatever fights a task."""

    def fought(self, task: Task, terms: Terms) -> Chunk:
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

    def in_order(self, work: Iterator[Task], raids: int, stopped: threading.Event) -> Iterator[tuple[Task, Chunk]]:
        """Tasks with what came of them, in the order of `work`; after `stopped` is set no new one is begun.

        `raids` is about how many there are in all.
        """
        ...


@dataclass(frozen=True)
class Threads:
    """Threads of this process."""

    battle: Fights
    terms: Terms
    count: int
    cpu_s: float = 0.0
    lost: str | None = None

    def in_order(self, work: Iterator[Task], raids: int, stopped: threading.Event) -> Iterator[tuple[Task, Chunk]]:
        """As `Hands` says."""
        return in_order(work, lambda task: attempted(self.battle, task, self.terms), self.count, stopped)


def attempted(battle: Fights, task: Task, terms: Terms) -> Chunk:
    """The replications of a task; RunFailed, saying which, where something went wrong that nobody foresaw."""
    try:
        return battle.fought(task, terms)
    except MantletError:
        raise
    except Exception as fault:
        where = f"draw {task.draw}, replications {task.first} to {task.first + task.raids - 1}"
        raise RunFailed(f"{where}: {type(fault).__name__}: {fault}") from fault


def in_order_but_for(
    kept: dict[Task, Chunk], hands: Hands, work: Iterator[Task], raids: int, stopped: threading.Event
) -> Iterator[tuple[Task, Chunk]]:
    """As `hands.in_order`, but what came of some tasks is known: it is taken from `kept` when its turn comes."""
    due: deque[Task] = deque()

    def unknown() -> Iterator[Task]:
        for task in work:
            due.append(task)
            if task not in kept:
                yield task

    def known() -> Iterator[tuple[Task, Chunk]]:
        while due and due[0] in kept:
            task = due.popleft()
            yield task, kept.pop(task)

    for found in hands.in_order(unknown(), raids, stopped):
        yield from known()
        due.popleft()
        yield found
    yield from known()
