"""Runs and comparisons with a precision to reach: one hash whatever fights them, and what they say of themselves."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from mantlet.base.errors import ClusterLost, Interrupted, UsageError
from mantlet.library.sampling import share
from mantlet.run import execute as execute_module
from mantlet.run import loops, pairs
from mantlet.run.controls import corrected, scores
from mantlet.run.execute import Battle, execute
from mantlet.run.hands import Hands, Threads
from mantlet.run.loops import RECORDED, Task, Terms
from mantlet.run.metrics import mean_interval
from mantlet.run.pairs import _unwatched, compare, of_sides
from mantlet.run.plan import Plan, planned
from mantlet.run.raids import raid_table
from mantlet.run.recorder import Chunk
from mantlet.run.result import Result, open_result
from mantlet.run.until import SCOUT_DRAWS, SCOUT_RAIDS, Target, targets
from unit.run.doubles import Bout

PLAN = Plan(replications=40, draws=400, seed=3, threads=2, until=targets("leakers=0.12"))


class Uneven(Bout):
    """So many leakers more as the draw has of `height`, and one at times in the raids of a few draws."""

    more = 0

    def __init__(self, more: int = 0, stop_at: tuple[int, str] | None = None) -> None:
        super().__init__(families=("height",))
        self.more, self.stop_at = more, stop_at

    def fought(self, task: Task, terms: Terms) -> Chunk:
        if (task.draw, task.coupling) == self.stop_at and not self.stopped_scouts(task):
            os.kill(os.getpid(), signal.SIGINT)
        chunk = super().fought(task, terms)
        shift = int(8 * share(terms.seed, task.draw, "height")) + self.more
        metrics = chunk.metrics | {"leakers": chunk.metrics["leakers"] + shift}
        if task.coupling != RECORDED:
            return chunk._replace(metrics=metrics)
        return chunk._replace(
            metrics=metrics, tables=chunk.tables | {"raids": raid_table(metrics, task.draw, task.first)}
        )

    @staticmethod
    def stopped_scouts(task: Task) -> bool:
        """Whether these are scouts, whose raids are not yet those of the run."""
        return task.draw < SCOUT_DRAWS and task.coupling == RECORDED


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return execute(Uneven(), PLAN, tmp_path_factory.mktemp("whole") / "bout")


def test_it_stops_when_the_mean_is_known_and_says_so(whole: Result) -> None:
    until = whole.until
    assert until is not None
    assert until["reached"]
    assert until["asked"] == ["leakers=0.12"]
    look = until["looks"][-1]
    found = look["metrics"]["leakers"]
    assert whole.complete
    assert (whole.answer["draws"], whole.answer["replications"]) == (look["draws"], look["replications"])
    assert SCOUT_DRAWS < look["draws"] < PLAN.draws
    assert found["half_width"] <= 0.12
    # The answer's own intervals are those of the look.
    means = whole.raids["leakers"].to_numpy().reshape(look["draws"], look["replications"]).mean(axis=1)
    entry = whole.metrics["leakers"]
    assert entry["error"] == pytest.approx(mean_interval(means, 1 - look["error_prob"]))
    better = corrected(means, scores(PLAN.seed, ("height",), len(means)), look["error_prob"])
    assert better is not None and found["corrected"]
    assert entry["corrected"]["error"] == pytest.approx(better.error)
    assert entry["corrected"]["worth"] == pytest.approx(better.worth_ratio)
    assert found["half_width"] == pytest.approx((better.error[1] - better.error[0]) / 2)
    assert better.worth_ratio is not None and better.worth_ratio > 3


@pytest.mark.parametrize("threads", [1, 5])
def test_threads_leave_no_trace(whole: Result, tmp_path: Path, threads: int) -> None:
    found = execute(Uneven(), replace(PLAN, threads=threads), tmp_path / "bout")
    assert found.answer == whole.answer


@pytest.mark.slow
@pytest.mark.parametrize("size", [7, 13])
def test_chunks_leave_no_trace(whole: Result, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "CHUNK_REPLICATIONS", size)
    found = execute(Uneven(), PLAN, tmp_path / "bout")
    assert found.answer == whole.answer
    assert found.raids.equals(whole.raids)


def test_keeping_less_stops_at_the_same_raid(whole: Result, tmp_path: Path) -> None:
    assert execute(Uneven(), replace(PLAN, keep="summary"), tmp_path / "bout").answer == whole.answer


def test_it_is_the_beginning_of_the_run_that_goes_to_the_end(whole: Result, tmp_path: Path) -> None:
    """Scouts are no other raids than those of the run."""
    amounts = {"draws": whole.answer["draws"], "replications": whole.answer["replications"]}
    plain = execute(Uneven(), replace(PLAN, until=(), **amounts), tmp_path / "plain")
    assert plain.answer["outcome_sha256"] == whole.answer["outcome_sha256"]
    assert plain.raids.equals(whole.raids)
    assert plain.until is None


@pytest.mark.parametrize("at", [(12, loops.CHECK), (50, RECORDED)])
def test_interrupted_and_resumed_is_the_same_run(whole: Result, tmp_path: Path, at: tuple[int, str]) -> None:
    plan = replace(PLAN, threads=1)
    partial = execute(Uneven(stop_at=at), plan, tmp_path / "bout")
    assert not partial.complete
    assert partial.until is not None and not partial.until["reached"]
    assert at[0] <= partial.answer["draws"] < whole.answer["draws"]
    with pytest.raises(UsageError, match="begun with until"):
        execute(Uneven(), replace(plan, until=targets("leakers=0.2")), tmp_path / "bout", resume=True)
    again = execute(Uneven(), plan, tmp_path / "bout", resume=True)
    assert again.complete
    assert again.answer == whole.answer
    assert not partial.folder.exists()


def test_interrupted_among_the_scouts_keeps_nothing(tmp_path: Path) -> None:
    class Hasty(Uneven):
        @staticmethod
        def stopped_scouts(task: Task) -> bool:
            return False

    with pytest.raises(Interrupted):
        execute(Hasty(stop_at=(3, RECORDED)), replace(PLAN, threads=1), tmp_path / "bout")
    assert list(tmp_path.iterdir()) == []


def test_the_ceiling_is_told(tmp_path: Path) -> None:
    plan = replace(PLAN, draws=35, replications=4, until=targets("leakers=0.001"))
    found = execute(Uneven(), plan, tmp_path / "bout")
    assert found.complete
    assert (found.answer["draws"], found.answer["replications"]) == (35, 4)
    assert found.until is not None and not found.until["reached"]
    assert found.until["most"] == {"draws": 35, "replications": 4}


def test_of_one_draw_the_raids_grow(tmp_path: Path) -> None:
    plan = planned(1, None, ["leakers=5%", "no_leak_prob=2%"], seed=2, threads=2)
    found = execute(Bout(), plan, tmp_path / "bout")
    assert found.until is not None and found.until["reached"]
    raids = found.until["looks"][-1]["replications"]
    assert found.answer["draws"], found.answer["replications"] == (1, raids)
    assert 1000 < raids < 10_000
    plain = execute(Bout(), replace(plan, until=(), replications=raids), tmp_path / "plain")
    assert plain.answer["outcome_sha256"] == found.answer["outcome_sha256"]
    low, high = found.metrics["no_leak_prob"]["error"]
    assert high - low <= 0.04


def test_a_single_draw_that_was_interrupted_begins_anew(tmp_path: Path) -> None:
    sent: list[Task] = []

    class Hasty(Bout):
        def fought(self, task: Task, terms: Terms) -> Chunk:
            if task.first > 0 and not sent:
                sent.append(task)
                os.kill(os.getpid(), signal.SIGINT)
            return super().fought(task, terms)

    plan = planned(1, 5000, "leakers=5%", seed=2, threads=1)
    partial = execute(Hasty(), plan, tmp_path / "bout")
    assert not partial.complete
    assert (partial.answer["draws"], partial.answer["replications"] > 100) == (1, True)
    again = execute(Bout(), plan, tmp_path / "bout", resume=True)
    assert again.answer == execute(Bout(), plan, tmp_path / "straight").answer


def test_where_chance_is_all_raids_make_up_for_draws(tmp_path: Path) -> None:
    found = execute(Bout(), replace(PLAN, replications=400, until=targets("leakers=0.04")), tmp_path / "bout")
    assert found.answer["draws"] < 2 * SCOUT_DRAWS
    assert found.answer["replications"] > 2 * SCOUT_RAIDS


def test_what_no_raid_has_cannot_be_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="have no aircraft_lost"):
        execute(Bout(), replace(PLAN, until=targets("aircraft_lost=1")), tmp_path / "bout")
    assert list(tmp_path.iterdir()) == []


def test_a_difference_that_never_scatters_is_no_difference_known() -> None:
    found = of_sides([Uneven(), Uneven(more=2)], replace(PLAN, draws=50, keep="summary"), _unwatched)
    entry = found["metrics"]["leakers"]
    assert entry["difference"] == pytest.approx(2)
    assert not found["until"]["reached"]  # every pair differed by just as much, which says nothing of another
    assert found["draws"] == 50
    plain = replace(PLAN, keep="summary", until=(), draws=found["draws"], replications=found["replications"])
    assert {**found, "until": None} == of_sides([Uneven(), Uneven(more=2)], plain, _unwatched)


def test_sides_whose_difference_scatters_stop_early() -> None:
    """Unlike dice on either side, as far as leakers go: draws weigh in on both alike and leave the difference."""

    class Otherwise(Uneven):
        def fought(self, task: Task, terms: Terms) -> Chunk:
            chunk, other = super().fought(task, terms), Bout.fought(self, task, terms._replace(seed=terms.seed + 1))
            shift = int(8 * share(terms.seed, task.draw, "height"))
            metrics = chunk.metrics | {"leakers": other.metrics["leakers"] + shift}
            if task.coupling != RECORDED:
                return chunk._replace(metrics=metrics)
            return chunk._replace(
                metrics=metrics, tables=chunk.tables | {"raids": raid_table(metrics, task.draw, task.first)}
            )

    found = of_sides([Uneven(), Otherwise()], replace(PLAN, keep="summary"), _unwatched)
    assert found["until"]["reached"]
    assert found["draws"] < 100  # the mean of either side takes more
    low, high = found["metrics"]["leakers"]["error"]
    assert low <= 0 <= high
    assert found["first"]["folder"] is None


def test_a_saved_side_goes_no_further(whole: Result) -> None:
    with pytest.raises(UsageError, match="goes no further"):
        compare(whole, whole, seed=PLAN.seed, until="leakers=1")


def test_results_are_compared_as_they_are(whole: Result) -> None:
    found = compare(whole, whole, seed=PLAN.seed)
    assert found["schema"] == "mantlet.compare/1"
    assert found["draws"] == whole.answer["draws"]
    assert np.all(found["metrics"]["leakers"]["error"] == [0, 0])


@dataclass(frozen=True)
class Leaving(Threads):
    """Machines that leave after so many tasks, counted down in a list."""

    left: list[int] = field(default_factory=lambda: [0])

    def in_order(self, work: Iterator[Task], raids: int, stopped: threading.Event) -> Iterator[tuple[Task, Chunk]]:
        for found in super().in_order(work, raids, stopped):
            if self.left[0] == 0:
                object.__setattr__(self, "lost", "they left")
                return
            self.left[0] -= 1
            yield found


@pytest.fixture
def leaving(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Has runs and comparisons fought by such machines."""

    def after(count: int) -> None:
        @contextmanager
        def hired(battles: Sequence[Battle], plan: Plan) -> Iterator[list[Hands]]:
            yield [Leaving(battle, plan.terms, 2, left=[count]) for battle in battles]

        for module in (execute_module, pairs):
            monkeypatch.setattr(module, "hired", hired)

    return after


def test_lost_machines_leave_what_came_back(leaving: Callable[[int], None], whole: Result, tmp_path: Path) -> None:
    leaving(50)  # all the scouts, and then some
    with pytest.raises(ClusterLost, match=r"they left; kept .*bout\.partial; go on"):
        execute(Uneven(), PLAN, tmp_path / "bout")
    kept = open_result(tmp_path / "bout.partial")
    assert kept.answer["draws"] > 10 and not kept.complete
    leaving(10**6)
    assert execute(Uneven(), PLAN, tmp_path / "bout", resume=True).answer == whole.answer


def test_lost_before_the_scouts_are_back_nothing_is_kept(leaving: Callable[[int], None], tmp_path: Path) -> None:
    leaving(20)
    with pytest.raises(ClusterLost, match="they left; nothing was kept"):
        execute(Uneven(), PLAN, tmp_path / "bout")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("until", [(), PLAN.until])
def test_a_comparison_without_its_machines_keeps_nothing(
    leaving: Callable[[int], None], until: tuple[Target, ...]
) -> None:
    leaving(50)
    with pytest.raises(ClusterLost, match="they left; nothing was kept"):
        of_sides([Uneven(), Uneven(more=2)], replace(PLAN, keep="summary", until=until), _unwatched)
