"""Who fights, and what need not be fought."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from mantlet.run.hands import Threads, in_order_but_for
from mantlet.run.loops import Task, Terms, tasks
from mantlet.run.plan import Plan
from mantlet.run.recorder import Chunk
from unit.run.doubles import Bout

TERMS = Plan(seed=3).terms
WORK = list(tasks(6, 8, 5))


class Counted(Bout):
    """Knows what it fought."""

    def __init__(self) -> None:
        super().__init__()
        self.work: list[Task] = []

    def fought(self, task: Task, terms: Terms) -> Chunk:
        self.work.append(task)
        return super().fought(task, terms)


class Short(Threads):
    """Lost after two tasks."""

    def in_order(self, work: Iterator[Task], raids: int, stopped: threading.Event) -> Iterator[tuple[Task, Chunk]]:
        for _, found in zip(range(2), super().in_order(work, raids, stopped), strict=False):
            yield found


def test_what_is_known_already_comes_in_its_turn_and_is_not_fought_again() -> None:
    known = [WORK[place] for place in (0, 1, 4, 7, 10, 11)]
    kept = {task: Bout().fought(task, TERMS) for task in known}
    given, battle = dict(kept), Counted()
    found = dict(in_order_but_for(given, Threads(battle, TERMS, 2), iter(WORK), 60, threading.Event()))
    assert list(found) == WORK
    assert sorted(battle.work) == sorted(set(WORK) - set(known))
    assert all(found[task] is chunk for task, chunk in kept.items())
    assert not given


def test_where_it_ends_early_nothing_is_left_out_in_between() -> None:
    kept = {task: Bout().fought(task, TERMS) for task in WORK[::3]}
    found = [task for task, _ in in_order_but_for(kept, Short(Bout(), TERMS, 2), iter(WORK), 60, threading.Event())]
    assert found == WORK[:4]
