"""The commands that fight, compare and report."""

from __future__ import annotations

import json
import operator
import re
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from mantlet.base import code_cache
from mantlet.base.errors import Interrupted, RunFailed, ThresholdMissed, UsageError, did_you_mean
from mantlet.cli import Options
from mantlet.cli.screen import aside, complain, counted, paper, tell_taken, waiting
from mantlet.cli.standing import claims_of, told, told_beside
from mantlet.cli.tables import print_comparison, print_result
from mantlet.engine.fights import is_ready, make_ready
from mantlet.evidence.known import Ground
from mantlet.library.catalog import Catalog, catalog
from mantlet.run import store
from mantlet.run.answer import HEADLINES
from mantlet.run.battle import ENGINE_OF, CompiledBattle, described, prepared
from mantlet.run.cluster import exposure
from mantlet.run.compare import refuse_unpaired
from mantlet.run.execute import execute, identity, refuse_unresumable
from mantlet.run.loops import Way
from mantlet.run.manifest import note_claims
from mantlet.run.pairs import amounts, of_sides
from mantlet.run.plan import Plan, planned
from mantlet.run.result import Result, open_result
from mantlet.scenario.load import bundled, load
from mantlet.scenario.models import Gate, Scenario

HOLDS: Final[dict[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_CONDITION = re.compile(r"\s*([a-z_]+)\s*(>=|<=|>|<)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*")
# Between them these use all that is compiled: terrain or none, every class of threat, the event log.
WARMUP: Final = ("cs-1", "cs-3")


@dataclass(frozen=True)
class Store:
    """What is kept of a run, and where."""

    keep: str
    out: Path | None
    resume: bool


class Condition(NamedTuple):
    """What the mean of a metric is held against."""

    metric: str
    sign: str
    value: float

    def holds(self, result: Result) -> bool:
        """Whether the run's mean is so; a metric that the run says nothing about is not."""
        entry = result.metrics[self.metric]
        return entry is not None and HOLDS[self.sign](entry["mean"], self.value)


def run(name: str, options: Options, kept: Store, fail_if: tuple[str, ...], as_json: bool) -> int:
    """Fights, writes the result and its brief, prints the answer; the exit code."""
    conditions = [condition(text) for text in fail_if]
    plan = _plan(options, kept.keep)
    scenario, library = _read(name, options, options.force)
    home = scenario.id if scenario.but_for is None else f"{scenario.id}-but-for-{scenario.but_for}"
    target = kept.out if kept.out is not None else Path("out") / home
    store.refuse_unfit(target)
    if kept.resume:
        refuse_unresumable(target, identity(described(scenario, library), plan))
    made_ready(plan.terms.way)
    result = _fought(_prepared(scenario, library), plan, target, kept.resume)
    refs = claims_of(result)
    ground = told(refs, options.library)
    if refs:
        _note(result, refs, ground)
    if as_json:
        _print_json(told_beside(result.answer, refs, ground))
    else:
        _print(result, scenario.title)
    sys.stdout.flush()  # the answer is out before the brief takes its time
    if not result.complete:
        onward = "; go on with the same call and --resume" if kept.keep == "all" else ""
        raise Interrupted(f"kept what was finished in {result.folder}{onward}")
    brief = _drawn(result, ground)
    if not as_json:
        paper().print(f"brief: {brief}", soft_wrap=True)
    if missed := [bar for bar in conditions if bar.holds(result)]:
        said = (f"{bar.metric} is {result.metrics[bar.metric]['mean']:.6g}, {bar.sign} {bar.value:g}" for bar in missed)
        raise ThresholdMissed("; ".join(said))
    return 0


def condition(text: str) -> Condition:
    """`leakers>2.5` as a condition; UsageError with what is allowed."""
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise UsageError(f"--fail-if: got {text!r}, expected METRIC>VALUE with one of > < >= <=, such as 'leakers>2.5'")
    metric, sign, bar = match.groups()
    if metric not in HEADLINES:
        known = ", ".join(HEADLINES)
        raise UsageError(f"--fail-if: no metric '{metric}'.{did_you_mean(metric, HEADLINES)} There are: {known}")
    return Condition(metric, sign, float(bar))


def compare(first: str, second: str, options: Options, as_json: bool) -> int:
    """Differences of two saved runs, or of two scenarios fought for it."""
    saved = [name not in bundled() and Path(name).is_dir() for name in (first, second)]
    if all(saved) and (given := [name for name in options._fields if getattr(options, name) not in (None, [], ())]):
        option = {"overrides": "set"}.get(given[0], given[0])
        raise UsageError(f"--{option}: says how to fight, and both sides are saved runs; give it to mantlet run")
    if saved[1] and options.force is not None:
        raise UsageError(f"--force: {second} is a saved run; give it to mantlet run, or name its scenario")
    results = [open_result(name) if kept else None for name, kept in zip((first, second), saved, strict=True)]
    draws, replications = amounts(results, options.draws, options.replications)
    plan = _plan(options._replace(draws=draws, replications=replications), "summary")
    sides = [
        _read(name, options, force) if result is None else result
        for name, result, force in zip((first, second), results, (None, options.force), strict=True)
    ]
    if plan.until and any(saved):
        folder = (first, second)[saved.index(True)]
        raise UsageError(f"--until: {folder} is a saved run, which goes no further; name its scenario")
    refuse_unpaired(*(side.manifest if isinstance(side, Result) else asdict(plan) for side in sides))
    if not all(saved):
        made_ready(plan.terms.way)
    ready = [side if isinstance(side, Result) else _prepared(*side) for side in sides]
    refs = claims_of(*ready)
    ground = told(refs, options.library)
    found = of_sides(ready, plan, counted)
    if as_json:
        _print_json(told_beside(found, refs, ground))
    else:
        print_comparison(paper(), found)
    return 0


def report(folder: Path, folders: Sequence[Path]) -> int:
    """Writes the brief of a saved run and prints where; tells of claims behind its numbers that have changed since."""
    result = open_result(folder)
    ground = told(claims_of(result), folders)
    made_ready(result.way)
    paper().print(str(_brief(result, ground)))
    return 0


def warmup() -> int:
    """Fights two small raids, so that everything compiled is on disk afterwards."""
    begun, way = time.monotonic(), Way()
    made_ready(way)
    home = Path(tempfile.mkdtemp(prefix="mantlet-"))
    try:
        for name in WARMUP:
            battle = _prepared(load(name), catalog())
            execute(battle, Plan(replications=1, draws=1), home / name).events(0, 0)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    kept = f"is kept in {code_cache.folder()}" if _is_kept(way) else f"could not be kept in {code_cache.shelf()}"
    aside().print(f"ready in {time.monotonic() - begun:.1f} s; compiled code {kept}", soft_wrap=True)
    return 0


def _plan(options: Options, keep: str) -> Plan:
    threads = 0 if options.threads is None else options.threads
    if options.threads is not None and threads < 1:
        raise UsageError(f"--threads: got {threads}, expected a whole number from 1")
    if said := exposure(options.cluster):
        complain(said)
    asked = {name: getattr(options, name) for name in ("seed", "engine", "sampling")}
    ways = {name: value for name, value in asked.items() if value is not None}
    amounts = options.draws, options.replications, options.until
    return planned(*amounts, keep=keep, threads=threads, cluster=options.cluster, **ways)


def _read(name: str, options: Options, force: str | None) -> tuple[Scenario, Catalog]:
    tell_taken(name)
    library = catalog(*options.library)
    forced = [] if force is None else [f"but_for={_gate(force)}"]
    scenario = load(name, overrides=[*options.overrides, *forced], library=library)
    for notice in scenario.notices:
        complain(notice)
    return scenario, library


def _gate(name: str) -> str:
    """A gate that can be forced; UsageError with those there are."""
    known = get_args(Gate)
    if name == "outside":
        raise UsageError("--force: outside cannot be forced; what no missile can meet needs another missile or place")
    if name not in known:
        raise UsageError(f"--force: no gate '{name}'.{did_you_mean(name, known)} There are: {', '.join(known)}")
    return name


def _prepared(scenario: Scenario, library: Catalog) -> CompiledBattle:
    with waiting(f"laying out {scenario.id}"):
        return prepared(scenario, library)


def made_ready(way: Way) -> None:
    """Sees to it that an engine is compiled; where it is not yet, says so, and how long it took."""
    engine = ENGINE_OF[way]
    if is_ready(engine):
        return
    begun = time.monotonic()
    with waiting("compiling the engine"):
        make_ready(engine)
    again = f"; it could not be kept in {code_cache.shelf()}, so the next run does it again"
    once = ", this once" if _is_kept(way) else again
    aside().print(f"compiled the engine in {time.monotonic() - begun:.1f} s{once}", soft_wrap=True)


def _is_kept(way: Way) -> bool:
    """Whether the next process finds the code of an engine."""
    return is_ready(ENGINE_OF[way]) and code_cache.folder().parent == code_cache.shelf()


def _fought(battle: CompiledBattle, plan: Plan, target: Path, resume: bool = False) -> Result:
    with counted(f"fighting {battle.scenario.id}, {plan.said}") as progress:
        return replace(execute(battle, plan, target, resume, progress), fought=battle)


def _note(result: Result, refs: list[str], ground: Ground) -> None:
    try:
        note_claims(result.folder, refs, ground.notice)
    except OSError as fault:
        raise RunFailed(
            f"{result.folder}: could not be written ({fault.strerror}); the result itself stands"
        ) from fault


def _brief(result: Result, ground: Ground) -> Path:
    from mantlet.report import brief

    path = result.folder / "brief.html"
    try:
        with waiting("drawing the brief"):
            return brief.write(result, path, ground)
    except OSError as fault:
        raise RunFailed(f"{path}: could not be written ({fault.strerror}); the result itself stands") from fault


def _drawn(result: Result, ground: Ground) -> Path:
    """The brief of a run whose answer is out already; Ctrl-C leaves the result as it is."""
    try:
        return _brief(result, ground)
    except KeyboardInterrupt:
        words = f"the brief was not drawn; the result stands: mantlet report {shlex.quote(str(result.folder))}"
        raise Interrupted(words) from None


def _print_json(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")


def _print(result: Result, title: str) -> None:
    console = paper()
    print_result(console, result, title)
    console.print(f"\nresult: {result.folder}", soft_wrap=True)
    if result.manifest["keep"] == "all":
        quoted = str(result.folder).replace("'", "''")
        rows = f"'{quoted}/outcomes/*.parquet'"
        asked = "select cause, count(*) where cause is not null and object_class <> 'decoy' group by all"
        console.print(f'rows: duckdb -c "from {rows} {asked}"', soft_wrap=True)
    spent = result.manifest
    aside().print(f"fought in {spent['wall_s']:.1f} s, {spent['cpu_s']:.1f} s of processor")
