"""Running a scenario: compile once, fight every draw and replication, and leave a result folder behind."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mantlet.base.errors import ClusterLost, Interrupted, MantletError, RunFailed, UsageError
from mantlet.run import cluster as clusters
from mantlet.run import store
from mantlet.run.controls import scores
from mantlet.run.course import Course, sampled
from mantlet.run.hands import Hands, Threads, in_order_but_for
from mantlet.run.loops import RECORDED, Task, Terms, interruptible, tasks
from mantlet.run.manifest import write_answer
from mantlet.run.plan import Plan, planned
from mantlet.run.raids import Metrics
from mantlet.run.recorder import Chunk, Recorder, resumed
from mantlet.run.result import Result, open_result
from mantlet.run.rows import Vocabulary
from mantlet.run.until import (
    SCOUT_DRAWS,
    SCOUT_RAIDS,
    SCOUT_RAIDS_ALONE,
    Amount,
    Sample,
)
from mantlet.run.versions import versions
from mantlet.run.worker import Parcel

if TYPE_CHECKING:
    from mantlet.library.catalog import Catalog
    from mantlet.scenario.models import Scenario

Progress = Callable[[int, int, float], None]  # raids done, raids wanted, seconds left


class Battle(Protocol):
    """A scenario ready to be fought: what `mantlet.run.battle.CompiledBattle` is, and what a test may stand in for."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What the codes of its outcome rows mean."""
        ...

    @property
    def families(self) -> tuple[str, ...]:
        """Names of the scores that move its numbers from draw to draw (`library.sampling.share`)."""
        ...

    def about(self) -> dict[str, Any]:
        """What tells it from another battle: `scenario`, `scenario_sha256`, `library_sha256` and the like."""
        ...

    @property
    def most_raids(self) -> int | None:
        """How many raids may be asked of it; None without a limit."""
        ...

    def fought(self, task: Task, terms: Terms) -> Chunk:
        """The replications of a task; called from many threads at once."""
        ...

    def standings(self) -> dict[str, Any]:
        """On what its numbers stand: `inputs` and `prices`, as the answer has them."""
        ...

    def write(self, folder: Path) -> None:
        """Leaves in the folder what is needed to fight it again."""
        ...

    def parcel(self) -> Parcel:
        """All that another process needs to fight it."""
        ...


def run(
    scenario: Scenario,
    *,
    replications: int | None = None,
    draws: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    engine: str = "battle",
    sampling: str = "scan",
    keep: str = "all",
    library: Catalog | None = None,
    out: str | Path | None = None,
    until: str | Iterable[str] = (),
    cluster: str | None = None,
) -> Result:
    """Fights `draws` times `replications` raids (100 times 100) of a scenario and returns their result.

    With `until`, as "leakers=0.2" or "leakers=2%", it stops once that mean is known so well (half-width of its 95 %
    interval); `draws` and `replications` are then the most that are fought (2000 and 400), and `result.until` says how
    it went.
    `library` is the catalogue to draw figures from (default: the bundled one). `cluster` is `local`, for `threads`
    worker processes here, or the address of a Dask scheduler. Both engines give the same outcome; `battle` is the
    quicker one. With `sampling` "skip" instead of "scan" detections come at other times of the same distribution, by
    fewer draws where nothing reacts. Without `out` the tables live in a temporary folder as long as the result does;
    `result.save` keeps them. Ctrl-C returns what was finished, with `result.complete` False. Raises InvalidInput and
    UsageError before anything is fought.
    """
    from mantlet.run.battle import prepared  # the compiler and all it needs

    way = {"seed": seed, "engine": engine, "sampling": sampling, "threads": threads or 0, "cluster": cluster}
    plan = planned(draws, replications, until, keep=keep, **way)
    clusters.warn_if_exposed(cluster)
    if out is not None:
        store.refuse_unfit(Path(out))
    battle = prepared(scenario, library)
    if out is not None:
        return replace(execute(battle, plan, Path(out)), fought=battle)
    home = Path(tempfile.mkdtemp(prefix="mantlet-"))
    try:
        result = replace(execute(battle, plan, home / scenario.id), fought=battle)
    except BaseException as fault:
        shutil.rmtree(home, ignore_errors=True)
        if isinstance(fault, ClusterLost):
            raise ClusterLost(fault.why) from fault
        raise
    weakref.finalize(result, shutil.rmtree, home, ignore_errors=True)
    return result


def execute(battle: Battle, plan: Plan, target: Path, resume: bool = False, progress: Progress | None = None) -> Result:
    """Fights the plan and puts the result in `target`; after Ctrl-C, what was finished in `<target>.partial`.

    The outcome hash depends on scenario, library, seed, draws, replications and the precision asked only. Raises
    RunFailed when the machine lets the run down, ClusterLost when others do, and Interrupted when not one raid was
    finished; nothing half-written stays behind.
    """
    refuse_unfit(battle, plan)
    if resume:
        refuse_unresumable(target, identity(battle.about(), plan))
    with (
        interruptible() as stopped,
        hired([battle], plan) as (hands,),
        Undertaking(battle, plan, target, hands, stopped, progress) as whole,
    ):
        course = Course(plan.until, plan.amount) if plan.until else None
        amount = plan.amount if course is None else course.sized(whole.scouted())
        if resume:
            whole.resume(amount.raids)
        complete = whole.advance(amount) if course is None else course.fought(whole)
        return whole.finish(complete, course, resume)


def refuse_unfit(battle: Battle, plan: Plan) -> None:
    """UsageError where a battle is asked for more raids than it can be, or in a way that it is never fought in."""
    if battle.most_raids is not None and plan.sampling == "skip":
        raise UsageError("sampling: skip needs doctrine.assignment greedy; raids with optimal draw every scan")
    if battle.most_raids is not None and plan.raids > battle.most_raids:
        raise UsageError(
            f"got {plan.raids} raids with doctrine.assignment optimal, which is worked out anew at every moment of "
            f"each: expected {battle.most_raids} or fewer, such as --draws 1 --replications 200, or assignment greedy"
        )


@contextmanager
def hired(battles: Sequence[Battle], plan: Plan) -> Generator[Sequence[Hands]]:
    """Who fights each of some battles by a plan: the same threads, or the same workers of a cluster."""
    if plan.cluster is None:
        yield [Threads(battle, plan.terms, plan.threads or os.cpu_count() or 1) for battle in battles]
        return
    with clusters.hired(battles, plan.cluster, plan.threads, plan.terms) as workers:
        yield workers


class Undertaking:
    """A battle being fought into a folder, in one go or in several; `finish` puts the result into its place."""

    def __init__(
        self,
        battle: Battle,
        plan: Plan,
        target: Path,
        hands: Hands,
        stopped: threading.Event,
        progress: Progress | None = None,
    ) -> None:
        self.battle, self.plan, self.target, self.hands = battle, plan, target, hands
        self.stopped, self.progress = stopped, progress
        self._clocks = time.monotonic(), time.process_time()
        self._kept: dict[Task, Chunk] = {}
        self.folder = store.begin(target)
        self.recorder = Recorder(self.folder)

    def __enter__(self) -> Undertaking:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        """Leaves nothing half-written."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if isinstance(fault, OSError):
            raise RunFailed(f"{self.target}: the result could not be written: {fault}") from fault

    @property
    def partial(self) -> Path:
        """Where an interrupted run of this lies."""
        return self.target.with_name(f"{self.target.name}.partial")

    def resume(self, replications: int) -> None:
        """Goes on where an interrupted run stopped, if it fought as many raids of each draw and those do not grow."""
        if self.grows:
            return
        if store.read_manifest(self.partial)["finished"]["replications"] == replications:
            self.recorder = resumed(self.partial, self.folder, self.battle.vocabulary)

    @property
    def grows(self) -> bool:
        """Whether it is a single draw that has more raids as the run goes on."""
        return bool(self.plan.until) and self.plan.draws == 1

    def scouted(self) -> list[Metrics]:
        """The metrics of the first few raids of the first few draws, by draw. They count once they are fought."""
        most = self.plan.amount
        raids = min(most.raids, SCOUT_RAIDS if most.draws > 1 else SCOUT_RAIDS_ALONE)
        work = [Task(RECORDED, draw, 0, raids, most.draws > 1) for draw in range(min(most.draws, SCOUT_DRAWS))]
        self._kept = dict(self.hands.in_order(iter(work), raids * len(work), self.stopped))
        if len(self._kept) < len(work):
            raise self._nothing_kept()
        return [chunk.metrics for chunk in self._kept.values()]

    def advance(self, amount: Amount) -> bool:
        """Fights on until the amount is reached; False where it was stopped before."""
        fought = replace(self.plan, draws=amount.draws, replications=amount.raids)
        recorder, alone = self.recorder, self.grows
        pending = len(recorder.under_way.get("leakers", ())) if alone else 0
        objects = len(self.battle.vocabulary.names.object_ids)
        work = tasks(amount.draws, amount.raids, objects, recorder.draws, pending)
        if alone:  # its draw is finished once the run is
            work = (task._replace(last=False) for task in work)
        earlier = done = recorder.draws * (fought.raids // amount.draws) + pending
        if self.stopped.is_set() or self.hands.lost is not None:  # while it was being looked at
            return done >= fought.raids
        begun = time.monotonic()
        for task, chunk in in_order_but_for(self._kept, self.hands, work, fought.raids - done, self.stopped):
            recorder.take(task, chunk)
            done += task.raids
            if self.progress is not None:
                left_s = (time.monotonic() - begun) * (fought.raids - done) / (done - earlier)
                self.progress(done, fought.raids, left_s)
        return done >= fought.raids

    def sample(self, metric: str, draws: int) -> Sample:
        """One metric over the first so many draws, or over all raids of the only one."""
        return sampled(self.recorder, metric, draws, scores(self.plan.seed, self.battle.families, draws))

    def finish(self, complete: bool, course: Course | None = None, resume: bool = False) -> Result:
        """Writes answer and manifest, and puts all into its place: beside it, where it was stopped before the end."""
        recorder = self.recorder
        if not complete or recorder.draws == 0:
            recorder.settle()
        if recorder.draws == 0:
            raise self._nothing_kept()
        self.battle.write(self.folder)
        sha, settled = recorder.close()
        cpu_s = time.process_time() - self._clocks[1] + self.hands.cpu_s
        spent = {"wall_s": time.monotonic() - self._clocks[0], "cpu_s": cpu_s}
        run = {
            **identity(self.battle.about(), self.plan),
            "outcome_sha256": sha,
            "complete": complete,
            "settled": settled,
            "families": list(self.battle.families),
            **spent,
        }
        write_answer(self.folder, recorder, run, self.battle.standings(), course)
        reached = self.target if complete else self.partial
        store.finish(self.folder, reached)
        if complete and resume:
            shutil.rmtree(self.partial)
        if not complete and self.hands.lost is not None:
            onward = "; go on with the same call and --resume" if self.plan.keep == "all" else ""
            raise ClusterLost(self.hands.lost, f"{reached}{onward}")
        return open_result(reached)

    def _nothing_kept(self) -> MantletError:
        """Why not one raid was finished."""
        if self.hands.lost is not None:
            return ClusterLost(self.hands.lost)
        return Interrupted("stopped before the first raid was over; nothing was kept")


def identity(about: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """What must be equal for two runs to be one; `about` is what tells the battle from another."""
    return {
        **about,
        "seed": plan.seed,
        "draws": plan.draws,
        "replications": plan.replications,
        "engine": plan.engine,
        "sampling": plan.sampling,
        "keep": plan.keep,
        "until": [str(target) for target in plan.until],
        "versions": versions(),
    }


def refuse_unresumable(target: Path, wanted: Mapping[str, Any]) -> None:
    """UsageError unless a partial result lies beside `target` and was begun by the very same call."""
    partial = target.with_name(f"{target.name}.partial")
    if not partial.exists():
        raise UsageError(f"{partial}: nothing to resume there; run without --resume")
    if wanted["keep"] != "all":
        raise UsageError("--resume needs the rows of the finished draws; it works with --keep all only")
    manifest = open_result(partial).manifest
    for name, expected in wanted.items():
        if (got := manifest.get(name)) != expected:
            raise UsageError(
                f"{partial}: was begun with {name} {got!r}, this run has {expected!r}; "
                "resume with the same call, or run without --resume"
            )
