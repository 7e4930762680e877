"""Battles of months: fought when a page asks for one, one at a time, and kept until the server ends.

They lie in a temporary folder of the server's own. No folder that is looked at is written to.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from mantlet.posture.months.opened import Opened, opened
from mantlet.run.battle import CompiledBattle
from mantlet.run.execute import Undertaking
from mantlet.run.hands import Threads
from mantlet.run.loops import RECORDED, Task, interruptible
from mantlet.run.plan import Plan
from mantlet.run.recorder import Chunk
from mantlet.run.result import Result


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
    """How far one is, and what it is called beside another of its month."""

    label: str
    done: int = 0
    wanted: int = 0
    result: Result | None = None
    fault: BaseException | None = None
    over: threading.Event = field(default_factory=threading.Event)


class Battles:
    """The battles that were asked for, and how far each is."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="mantlet-"))
        weakref.finalize(self, shutil.rmtree, self._home, ignore_errors=True)
        self._courses: dict[str, _Course] = {}
        self._opened: dict[str, Opened] = {}
        self._asking, self._fighting = threading.Lock(), threading.Lock()

    def ask(self, which: Month, answer: Mapping[str, Any], patience_s: float) -> dict[str, Any]:
        """How far a battle is, which is begun unless it was; waits so long for its end, and raises what went wrong."""
        with self._asking:
            course = self._courses.get(which.run)
            if course is None or course.fault is not None:  # a fault may have been mended
                title = next(policy["title"] for policy in answer["policies"] if policy["id"] == which.policy)
                course = self._courses[which.run] = _Course(f"“{title}”")
                work = (which, answer, course, self._home / str(len(self._courses)))
                threading.Thread(target=self._fight, args=work, daemon=True).start()
        course.over.wait(patience_s)
        if course.fault is not None:
            raise course.fault
        is_over = course.result is not None
        return {"run": which.run if is_over else None, "done": course.done, "wanted": course.wanted}

    def result(self, run: str) -> Result | None:
        """A battle that is over, by its name."""
        course = self._courses.get(run)
        return None if course is None else course.result

    def label(self, run: str) -> str:
        """What a run is called where it stands beside another: a battle by its policy, any other by its name."""
        course = self._courses.get(run)
        return run if course is None else course.label

    def _fight(self, which: Month, answer: dict[str, Any], course: _Course, folder: Path) -> None:
        try:
            with self._fighting:
                known = self._opened.get(which.posture) or opened(answer)
                self._opened[which.posture] = known
                battle, amount = known.battle(which.raid, which.policy, which.month), known.amount
                plan = Plan(draws=amount.draws, replications=amount.replications, seed=amount.seed)
                course.wanted = plan.draws * plan.replications
                course.result = _fought(battle, plan, folder, course)
        except Exception as fault:  # noqa: BLE001  raised where the page asks how far it is
            course.fault = fault
        finally:
            course.over.set()


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
    with interruptible() as stopped, Undertaking(battle, plan, folder, hands, stopped, progress) as whole:
        whole.advance(plan.amount)
        return replace(whole.finish(True), fought=battle)
