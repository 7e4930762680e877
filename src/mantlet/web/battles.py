"""Battles of months: fought when a page asks for one, one at a time, the one asked for last first.

A battle that no page asks for any more gives way to one that waits; what was fought is kept until the server ends.
They lie in a temporary folder of the server's own. No folder that is looked at is written to.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from mantlet.base.errors import Interrupted
from mantlet.posture.months.opened import Opened, opened
from mantlet.run.battle import CompiledBattle
from mantlet.run.execute import Undertaking
from mantlet.run.hands import Threads
from mantlet.run.loops import RECORDED, Task
from mantlet.run.plan import Plan
from mantlet.run.recorder import Chunk
from mantlet.run.result import Result

_ENDS: Final = "this battle was stopped, the server ends, or no page asks for it any more"
_GONE_S: Final = 5.0  # since a page asked how far a battle is; one that is open asks twice a second


class Month(NamedTuple):
    """Which battle is meant: that of a raid in one month under one policy of an answer."""

    posture: str
    policy: str
    month: str
    raid: str

    @property
    def run(self) -> str:
        """The name by which a page asks for it as for any other run."""
        return " ".join(self)


@dataclass
class _Course:
    """How far one is, and what it is called beside another of its month, and where it waits."""

    label: str
    month: str
    outcome_sha256: str  # of the answer that it is of
    asked_s: float = 0.0
    done: int = 0
    wanted: int = 0
    result: Result | None = None
    fault: BaseException | None = None
    over: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def is_left(self) -> bool:
        """Whether no page asks for it any more."""
        return time.monotonic() - self.asked_s > _GONE_S


class Battles:
    """The battles that were asked for, and how far each is."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="mantlet-"))
        weakref.finalize(self, shutil.rmtree, self._home, ignore_errors=True)
        self._courses: dict[str, _Course] = {}
        self._opened: dict[tuple[str, str], Opened] = {}
        self._turns = threading.Condition()
        self._waiting: list[_Course] = []
        self._fighting: _Course | None = None
        self._ending = False
        self._threads: list[threading.Thread] = []

    def ask(self, which: Month, answer: Mapping[str, Any], patience_s: float) -> dict[str, Any]:
        """How far a battle is, which is begun unless it was; waits so long for its end, and raises what went wrong."""
        with self._turns:
            course = self._courses.get(which.run)
            if course is not None and course.outcome_sha256 != answer["outcome_sha256"]:  # it was asked anew
                course.stopped.set()
                self._turns.notify_all()
                course = None
            # A fault may have been mended, and who was given up may be asked for again.
            given_up = course is not None and course.result is None and course.stopped.is_set()
            if course is None or course.fault is not None or given_up:
                title = next(policy["title"] for policy in answer["policies"] if policy["id"] == which.policy)
                course = self._courses[which.run] = _Course(f"“{title}”", which.month, answer["outcome_sha256"])
                self._waiting.append(course)
                work = (which, answer, course, self._home / str(len(self._threads)))
                self._threads.append(threading.Thread(target=self._fight, args=work, daemon=True))
                self._threads[-1].start()
            course.asked_s = time.monotonic()
            before = self._fighting if course in self._waiting else None
            if before is not None and before.is_left:
                before.stopped.set()
        course.over.wait(patience_s)
        if course.fault is not None:
            raise course.fault
        is_over = course.result is not None
        waits_for = None if before is None else f"{before.month} under {before.label}"
        run = which.run if is_over else None
        return {"name": which.run, "run": run, "waits_for": waits_for, "done": course.done, "wanted": course.wanted}

    def stop(self, run: str) -> bool:
        """Gives up a battle that is under way or waits, and keeps nothing of it; False where none was asked for."""
        with self._turns:
            course = self._courses.get(run)
            if course is not None:
                course.stopped.set()
                self._turns.notify_all()
        return course is not None

    def result(self, run: str) -> Result | None:
        """A battle that is over, by its name."""
        course = self._courses.get(run)
        return None if course is None else course.result

    def label(self, run: str) -> str:
        """What a run is called where it stands beside another: a battle by its policy, any other by its name."""
        course = self._courses.get(run)
        return run if course is None else course.label

    def close(self) -> None:
        """Stops what is under way, and removes what was fought."""
        with self._turns:
            self._ending = True
            for course in self._courses.values():
                course.stopped.set()
            self._turns.notify_all()
        for thread in self._threads:
            thread.join()
        shutil.rmtree(self._home, ignore_errors=True)

    def _fight(self, which: Month, answer: dict[str, Any], course: _Course, folder: Path) -> None:
        try:
            with self._turn(course):
                key = which.posture, course.outcome_sha256
                known = self._opened.get(key) or opened(answer)
                self._opened[key] = known
                battle, amount = known.battle(which.raid, which.policy, which.month), known.amount
                plan = Plan(draws=amount.draws, replications=amount.replications, seed=amount.seed)
                course.wanted = plan.draws * plan.replications
                course.result = _fought(battle, plan, folder, course)
        except Exception as fault:  # noqa: BLE001  raised where the page asks how far it is
            course.fault = fault
        finally:
            course.over.set()

    @contextmanager
    def _turn(self, course: _Course) -> Generator[None]:
        """Waits until none is fought and none that was asked for later waits; Interrupted where it came to nothing."""
        with self._turns:
            self._turns.wait_for(
                lambda: (
                    self._ending or course.stopped.is_set() or (self._fighting is None and self._waiting[-1] is course)
                )
            )
            self._waiting.remove(course)
            if self._ending or course.stopped.is_set() or course.is_left:
                self._turns.notify_all()
                raise Interrupted(_ENDS)
            self._fighting = course
        try:
            yield
        finally:
            with self._turns:
                self._fighting = None
                self._turns.notify_all()


@dataclass(frozen=True)
class _Recorded(Threads):
    """Threads that leave out the second design of draws, which takes as long and has few draws behind an answer."""

    def in_order(self, work: Iterator[Task], raids: int, stopped: threading.Event) -> Iterator[tuple[Task, Chunk]]:
        """As `Hands` says."""
        return super().in_order((task for task in work if task.coupling == RECORDED), raids, stopped)


def _fought(battle: CompiledBattle, plan: Plan, folder: Path, course: _Course) -> Result:
    def progress(done: int, *_: float) -> None:
        course.done = done

    hands = _Recorded(battle, plan.terms, os.cpu_count() or 1)
    with Undertaking(battle, plan, folder, hands, course.stopped, progress) as whole:
        whole.advance(plan.amount)
        if course.stopped.is_set():
            raise Interrupted(_ENDS)
        return replace(whole.finish(True), fought=battle)
