"""Running a scenario: compile once, fight every draw and replication, and leave a result folder behind."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from mantlet import __version__
from mantlet.base.errors import Interrupted, MantletError, RunFailed, UsageError
from mantlet.run import store
from mantlet.run.controls import scores
from mantlet.run.course import Course, sampled
from mantlet.run.loops import RECORDED, Task, check_replications, in_order, interruptible, tasks
from mantlet.run.manifest import write_answer
from mantlet.run.raids import Metrics
from mantlet.run.recorder import Chunk, Recorder, resumed
from mantlet.run.result import Result, open_result
from mantlet.run.rows import Vocabulary
from mantlet.run.until import (
    MOST_DRAWS,
    MOST_RAIDS_ALONE,
    MOST_REPLICATIONS,
    SCOUT_DRAWS,
    SCOUT_RAIDS,
    SCOUT_RAIDS_ALONE,
    Amount,
    Sample,
    Target,
    targets,
)

if TYPE_CHECKING:
    from mantlet.library.catalog import Catalog
    from mantlet.scenario.models import Scenario

Progress = Callable[[int, int, float], None]  # raids done, raids wanted, seconds left

ENGINES: Final = ("reference",)
KEEPS: Final = ("all", "summary")
_BOUNDS: Final = {
    "replications": (1, 1_000_000_000),
    "draws": (1, 100_000),
    "seed": (0, 2**63 - 1),
    "threads": (0, 1024),
}
# Packages whose version may move an answer in its last bit, or the bytes of a table.
MATHEMATICS: Final = ("numpy", "llvmlite", "scipy", "pyproj", "pyarrow")


@dataclass(frozen=True)
class Plan:
    """How much is fought, and from which seed."""

    replications: int = 100
    draws: int = 100
    seed: int = 1
    engine: str = "reference"
    keep: str = "all"
    threads: int = 0  # 0: as many as there are processors
    until: tuple[Target, ...] = ()  # with any, draws and replications are the most that may be fought

    def __post_init__(self) -> None:
        """UsageError where the plan cannot be carried out."""
        for name, (least, most) in _BOUNDS.items():
            if not least <= (got := getattr(self, name)) <= most:
                raise UsageError(f"{name}: got {got}, expected a whole number from {least} to {most}")
        if self.engine not in ENGINES:
            later = " 'battle' comes in a later one." if self.engine == "battle" else ""
            raise UsageError(f"engine: got {self.engine!r}; this release has the engine 'reference' only.{later}")
        if self.keep not in KEEPS:
            raise UsageError(f"keep: got {self.keep!r}, expected 'all' or 'summary'")

    @property
    def amount(self) -> Amount:
        """Draws, and recorded raids of each."""
        return Amount(self.draws, self.replications)

    @property
    def raids(self) -> int:
        """Raids fought in all: those recorded and those of the second design."""
        return self.draws * (self.replications + check_replications(self.draws, self.replications))


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

    def fought(self, task: Task, seed: int, keep_rows: bool) -> Chunk:
        """The replications of a task; called from many threads at once."""
        ...

    def standings(self) -> dict[str, Any]:
        """On what its numbers stand: `inputs` and `prices`, as the answer has them."""
        ...

    def write(self, folder: Path) -> None:
        """Leaves in the folder what is needed to fight it again."""
        ...


def run(
    scenario: Scenario,
    *,
    replications: int | None = None,
    draws: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    engine: str = "reference",
    keep: str = "all",
    library: Catalog | None = None,
    out: str | Path | None = None,
    until: str | Iterable[str] = (),
) -> Result:
    """Fights `draws` times `replications` raids (100 times 100) of a scenario and returns their result.

    With `until`, as "leakers=0.2" or "leakers=2%", it stops once that mean is known so well (half-width of its 95 %
    interval); `draws` and `replications` are then the most that are fought (2000 and 400), and `result.until` says how
    it went.
    `library` is the catalogue to draw figures from (default: the bundled one). Without `out` the tables live in a
    temporary folder as long as the result does; `result.save` keeps them. Ctrl-C returns what was finished, with
    `result.complete` False. Raises InvalidInput and UsageError before anything is fought.
    """
    from mantlet.run.battle import prepared  # the compiler and all it needs

    plan = planned(draws, replications, until, seed=seed, engine=engine, keep=keep, threads=threads or 0)
    if out is not None:
        store.refuse_unfit(Path(out))
    battle = prepared(scenario, library)
    if out is not None:
        return replace(execute(battle, plan, Path(out)), fought=battle)
    home = Path(tempfile.mkdtemp(prefix="mantlet-"))
    try:
        result = replace(execute(battle, plan, home / scenario.id), fought=battle)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    weakref.finalize(result, shutil.rmtree, home, ignore_errors=True)
    return result


def planned(draws: int | None, replications: int | None, until: str | Iterable[str], **rest: Any) -> Plan:
    """A plan with what is fought where nothing is said of it."""
    asked = targets(until)
    most = (MOST_DRAWS, MOST_RAIDS_ALONE if draws == 1 else MOST_REPLICATIONS) if asked else (100, 100)
    return Plan(
        draws=most[0] if draws is None else draws,
        replications=most[1] if replications is None else replications,
        until=asked,
        **rest,
    )


def execute(battle: Battle, plan: Plan, target: Path, resume: bool = False, progress: Progress | None = None) -> Result:
    """Fights the plan and puts the result in `target`; after Ctrl-C, what was finished in `<target>.partial`.

    The outcome hash depends on scenario, library, seed, draws, replications and the precision asked only. Raises
    RunFailed when the machine lets the run down, and Interrupted when not one raid was finished; nothing half-written
    stays behind.
    """
    refuse_too_many(battle, plan)
    if resume:
        refuse_unresumable(target, identity(battle.about(), plan))
    with interruptible() as stopped, Undertaking(battle, plan, target, stopped, progress) as whole:
        course = Course(plan.until, plan.amount) if plan.until else None
        amount = plan.amount if course is None else course.sized(whole.scouted())
        if resume:
            whole.resume(amount.raids)
        complete = whole.advance(amount) if course is None else course.fought(whole)
        return whole.finish(complete, course, resume)


def refuse_too_many(battle: Battle, plan: Plan) -> None:
    """UsageError where a battle is asked for more raids than it can be."""
    if battle.most_raids is not None and plan.raids > battle.most_raids:
        raise UsageError(
            f"got {plan.raids} raids with doctrine.assignment optimal, which is worked out anew at every moment of "
            f"each: expected {battle.most_raids} or fewer, such as --draws 1 --replications 200, or assignment greedy"
        )


class Undertaking:
    """A battle being fought into a folder, in one go or in several; `finish` puts the result into its place."""

    def __init__(
        self, battle: Battle, plan: Plan, target: Path, stopped: threading.Event, progress: Progress | None = None
    ) -> None:
        self.battle, self.plan, self.target, self.stopped, self.progress = battle, plan, target, stopped, progress
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
        self._kept = dict(in_order(iter(work), self._fought, self.threads, self.stopped))
        if len(self._kept) < len(work):
            raise Interrupted("stopped before the first raid was over; nothing was kept")
        return [chunk.metrics for chunk in self._kept.values()]

    @property
    def threads(self) -> int:
        """How many fight at once."""
        return self.plan.threads or os.cpu_count() or 1

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
        if self.stopped.is_set():  # while it was being looked at
            return done >= fought.raids
        begun = time.monotonic()
        for task, chunk in in_order(work, self._fought, self.threads, self.stopped):
            recorder.take(task, chunk)
            done += task.raids
            if self.progress is not None:
                left_s = (time.monotonic() - begun) * (fought.raids - done) / (done - earlier)
                self.progress(done, fought.raids, left_s)
        return done >= fought.raids

    def sample(self, metric: str, draws: int) -> Sample:
        """One metric over the first so many draws, or over all raids of the only one."""
        return sampled(self.recorder, metric, draws, scores(self.plan.seed, self.battle.families, draws))

    def _fought(self, task: Task) -> Chunk:
        if (kept := self._kept.pop(task, None)) is not None:
            return kept
        try:
            return self.battle.fought(task, self.plan.seed, self.plan.keep == "all")
        except MantletError:
            raise
        except Exception as fault:
            where = f"draw {task.draw}, replications {task.first} to {task.first + task.raids - 1}"
            raise RunFailed(f"{where}: {type(fault).__name__}: {fault}") from fault

    def finish(self, complete: bool, course: Course | None = None, resume: bool = False) -> Result:
        """Writes answer and manifest, and puts all into its place: beside it, where it was stopped before the end."""
        recorder = self.recorder
        if not complete or recorder.draws == 0:
            recorder.settle()
        if recorder.draws == 0:
            raise Interrupted("stopped before the first raid was over; nothing was kept")
        self.battle.write(self.folder)
        sha, settled = recorder.close()
        spent = {"wall_s": time.monotonic() - self._clocks[0], "cpu_s": time.process_time() - self._clocks[1]}
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
        return open_result(reached)


def identity(about: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """What must be equal for two runs to be one; `about` is what tells the battle from another."""
    versions = {name: metadata.version(name) for name in MATHEMATICS}
    return {
        **about,
        "seed": plan.seed,
        "draws": plan.draws,
        "replications": plan.replications,
        "engine": plan.engine,
        "keep": plan.keep,
        "until": [str(target) for target in plan.until],
        "versions": {"mantlet": __version__, **versions, "python": platform.python_version()},
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
