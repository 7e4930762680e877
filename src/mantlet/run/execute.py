"""Running a scenario: compile once, fight every draw and replication, and leave a result folder behind."""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import sys
import tempfile
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from mantlet.base.errors import ClusterLost, Interrupted, RunFailed, UsageError
from mantlet.run import store
from mantlet.run.answer import answer
from mantlet.run.cluster import exposure, hired, refuse_unknown
from mantlet.run.hands import Hands, Threads
from mantlet.run.loops import CHECK, RECORDED, Task, check_replications, interruptible, tasks
from mantlet.run.recorder import Chunk, Recorder, resumed
from mantlet.run.result import Result, open_result
from mantlet.run.rows import Vocabulary
from mantlet.run.versions import versions
from mantlet.run.worker import Parcel

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


@dataclass(frozen=True)
class Plan:
    """How much is fought, and from which seed."""

    replications: int = 100
    draws: int = 100
    seed: int = 1
    engine: str = "reference"
    keep: str = "all"
    threads: int = 0  # 0: as many as there are processors
    cluster: str | None = None  # 'local', or the address of a scheduler

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
        if self.cluster is not None:
            refuse_unknown(self.cluster, self.threads)

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

    def parcel(self) -> Parcel:
        """All that another process needs to fight it."""
        ...


def run(
    scenario: Scenario,
    *,
    replications: int = 100,
    draws: int = 100,
    seed: int = 1,
    threads: int | None = None,
    engine: str = "reference",
    keep: str = "all",
    library: Catalog | None = None,
    out: str | Path | None = None,
    cluster: str | None = None,
) -> Result:
    """Fights `draws` times `replications` raids of a scenario and returns their result.

    `library` is the catalogue to draw figures from (default: the bundled one). `cluster` is `local`, for `threads`
    worker processes here, or the address of a Dask scheduler. Without `out` the tables live in a temporary folder as
    long as the result does; `result.save` keeps them. Ctrl-C returns what was finished, with
    `result.complete` False. Raises InvalidInput and UsageError before anything is fought.
    """
    from mantlet.run.battle import prepared  # the compiler and all it needs

    plan = Plan(replications, draws, seed, engine, keep, threads or 0, cluster)
    if cluster is not None and (said := exposure(cluster)) is not None:
        warnings.warn(said, stacklevel=2)
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

    The outcome hash depends on scenario, library, seed, draws and replications only. Raises RunFailed when the machine
    lets the run down, ClusterLost when others do, and Interrupted when not one raid was finished; nothing half-written
    stays behind.
    """
    clocks = time.monotonic(), time.process_time()
    partial = target.with_name(f"{target.name}.partial")
    if battle.most_raids is not None and plan.raids > battle.most_raids:
        raise UsageError(
            f"got {plan.raids} raids with doctrine.assignment optimal, which is worked out anew at every moment of "
            f"each: expected {battle.most_raids} or fewer, such as --draws 1 --replications 200, or assignment greedy"
        )
    known = identity(battle.about(), plan)
    if resume:
        refuse_unresumable(target, known)
    folder = store.begin(target)
    try:
        with interruptible() as stopped:
            recorder = Recorder(folder)
            if resume and _finished_replications(partial) == plan.replications:
                recorder = resumed(partial, folder, battle.vocabulary)
            with _hands(battle, plan) as hands:
                complete = _fight(battle, plan, recorder, progress, stopped, hands)
            battle.write(folder)
            sha, settled = recorder.close()
            spent = {"wall_s": time.monotonic() - clocks[0], "cpu_s": time.process_time() - clocks[1] + hands.cpu_s}
            run = {**known, "outcome_sha256": sha, "complete": complete, "settled": settled, **spent}
            _write_answer(folder, recorder, run, battle.standings())
            reached = target if complete else partial
            store.finish(folder, reached)
            if complete and resume:
                shutil.rmtree(partial)
        if hands.lost is not None:
            onward = "; go on with the same call and --resume" if plan.keep == "all" else ""
            raise ClusterLost(hands.lost, f"{reached}{onward}")
        return open_result(reached)
    except OSError as fault:
        raise RunFailed(f"{target}: the result could not be written: {fault}") from fault
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _hands(battle: Battle, plan: Plan) -> Generator[Hands]:
    """Who fights a plan."""
    keep_rows = plan.keep == "all"
    if plan.cluster is None:
        yield Threads(battle, plan.seed, keep_rows, plan.threads or os.cpu_count() or 1)
        return
    with hired(battle, plan.cluster, plan.threads, plan.seed, keep_rows, plan.raids) as workers:
        yield workers


def _fight(
    battle: Battle, plan: Plan, recorder: Recorder, progress: Progress | None, stopped: threading.Event, hands: Hands
) -> bool:
    """Has what is left of the plan fought into the recorder, until `stopped`; whether all of it was fought."""
    objects = len(battle.vocabulary.names.object_ids)
    work = tasks(plan.draws, plan.replications, objects, recorder.draws)
    per_draw = plan.raids // plan.draws
    earlier = done = recorder.draws * per_draw
    begun = time.monotonic()
    last: tuple[Task, Chunk] | None = None
    for task, chunk in hands.in_order(work, stopped):
        recorder.take(task, chunk)
        last = task, chunk
        done += task.raids
        if progress is not None:
            left_s = (time.monotonic() - begun) * (plan.raids - done) / (done - earlier)
            progress(done, plan.raids, left_s)
    if done == plan.raids:
        return True
    recorder.settle(last)
    if recorder.draws == 0:
        if hands.lost is not None:
            raise ClusterLost(hands.lost)
        raise Interrupted("stopped before the first raid was over; nothing was kept")
    return False


def identity(about: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """What must be equal for two runs to be one; `about` is what tells the battle from another."""
    return {
        **about,
        "seed": plan.seed,
        "draws": plan.draws,
        "replications": plan.replications,
        "engine": plan.engine,
        "keep": plan.keep,
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


def _finished_replications(partial: Path) -> int:
    return store.read_manifest(partial)["finished"]["replications"]


def _write_answer(folder: Path, recorder: Recorder, run: dict[str, Any], standings: dict[str, Any]) -> None:
    recorded = [summary for summary in recorder.summaries if summary.coupling == RECORDED]
    finished = {"draws": len(recorded), "replications": recorded[0].replications}
    names = ("scenario", "scenario_sha256", "library_sha256", "seed")
    about = {name: run[name] for name in names} | finished
    about |= {"engine": run["engine"], "complete": run["complete"], "outcome_sha256": run["outcome_sha256"]}
    about |= standings
    store.write_json(folder / "result.json", answer(about, recorder.summaries, run["settled"]))
    manifest = {
        "schema": store.SCHEMA,
        **run,
        "finished": finished,
        "couplings": {RECORDED: run["replications"], CHECK: check_replications(run["draws"], run["replications"])},
        "machine": platform.machine(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": _command(sys.argv),
    }
    store.write_json(folder / store.MANIFEST, manifest)


def _command(called: list[str]) -> str:
    """The call as a person writes it, without where on this machine the program lies.

    >>> _command(["/opt/venv/bin/mantlet", "run", "my raid.yaml"]), _command(["/src/mantlet/__main__.py", "list"])
    ("mantlet run 'my raid.yaml'", 'mantlet list')
    """
    program = Path(called[0])
    itself = program.stem == "mantlet" or program.parts[-2:] == ("mantlet", "__main__.py")
    return shlex.join(["mantlet", *called[1:]] if itself else called)
