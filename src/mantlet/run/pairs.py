"""Two sides on the same dice: fought one after the other, or together until their difference is known well enough."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from mantlet.base.errors import ClusterLost, Interrupted, UsageError
from mantlet.run.cluster import warn_if_exposed
from mantlet.run.compare import compared, refuse_unpaired
from mantlet.run.controls import scores
from mantlet.run.course import Course, reduced, sampled
from mantlet.run.execute import Battle, Progress, Undertaking, execute, hired, refuse_unfit
from mantlet.run.loops import interruptible
from mantlet.run.metrics import Column, summarised
from mantlet.run.plan import Plan, planned
from mantlet.run.raids import Metrics
from mantlet.run.result import Result
from mantlet.run.until import Amount, Sample

if TYPE_CHECKING:
    from mantlet.library.catalog import Catalog
    from mantlet.scenario.models import Scenario

_STOPPED: Final = "stopped before both were fought; nothing was kept"
Watch = Callable[[str], AbstractContextManager[Progress | None]]  # of what is being fought


def compare(
    first: Scenario | Result,
    second: Scenario | Result,
    *,
    replications: int | None = None,
    draws: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    engine: str = "battle",
    sampling: str = "scan",
    library: Catalog | None = None,
    until: str | Iterable[str] = (),
    cluster: str | None = None,
) -> dict[str, Any]:
    """What differs, second less first, on paired draws: the `mantlet.compare/1` document.

    A side is a result, or a scenario that is fought for this alone (as often as the other side was where that is a
    result, else 100 times 100 raids). With `until`, as
    "leakers=0.2", both are scenarios and are fought until that difference is known so well, 2000 draws of 400 raids at
    most. `threads`, `engine`, `sampling` and `cluster` are as in `run`. Raises UsageError where nothing pairs the two,
    and Interrupted after Ctrl-C.
    """
    from mantlet.run.battle import prepared  # the compiler and all it needs

    way = {"seed": seed, "engine": engine, "sampling": sampling, "threads": threads or 0, "cluster": cluster}
    plan = planned(*amounts((first, second), draws, replications), until, keep="summary", **way)
    warn_if_exposed(cluster)
    sides = [side if isinstance(side, Result) else prepared(side, library) for side in (first, second)]
    return of_sides(sides, plan, _unwatched)


def amounts(sides: Iterable[object], draws: int | None, replications: int | None) -> tuple[int | None, int | None]:
    """Draws, and raids of each, for a side that is fought: where nothing is said, as many as a saved one has."""
    saved = [side for side in sides if isinstance(side, Result)]
    had: dict[str, int] = saved[0].manifest["finished"] if saved else {}
    return (
        had.get("draws") if draws is None else draws,
        had.get("replications") if replications is None else replications,
    )


def of_sides(sides: Sequence[Result | Battle], plan: Plan, watch: Watch) -> dict[str, Any]:
    """The comparison of two sides, of which those that are no result yet are fought by the plan."""
    refuse_unpaired(*(side.manifest if isinstance(side, Result) else asdict(plan) for side in sides))
    saved = [side for side in sides if isinstance(side, Result)]
    if plan.until and saved:
        raise UsageError(f"--until: {saved[0].folder} is a saved run, which goes no further; name its scenario")
    home = Path(tempfile.mkdtemp(prefix="mantlet-"))
    try:
        if plan.until:
            found = _until_known(cast("Sequence[Battle]", sides), plan, home, watch)
        else:
            first, second = (_settled(side, plan, home / str(place), watch) for place, side in enumerate(sides))
            found = compared(first, second)
        for name, side in zip(("first", "second"), sides, strict=True):
            if not isinstance(side, Result):  # fought for this alone: its folder goes
                found[name]["folder"] = None
        return found
    except ClusterLost as fault:
        raise ClusterLost(fault.why) from fault
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _settled(side: Result | Battle, plan: Plan, target: Path, watch: Watch) -> Result:
    """The run of one side, fought now unless it was before."""
    if isinstance(side, Result):
        return side
    with watch(f"fighting {side.about()['scenario']}, {plan.said}") as progress:
        result = execute(side, plan, target, progress=progress)
    if not result.complete:
        raise Interrupted(_STOPPED)
    return result


def _until_known(sides: Sequence[Battle], plan: Plan, home: Path, watch: Watch) -> dict[str, Any]:
    for side in sides:
        refuse_unfit(side, plan)
    names = " and ".join(side.about()["scenario"] for side in sides)
    asked = ", ".join(map(str, plan.until))
    with (
        watch(f"fighting {names}, until {asked} in their difference") as progress,
        interruptible() as stopped,
        hired(sides, plan) as (one, other),
        Undertaking(sides[0], plan, home / "0", one, stopped, progress) as first,
        Undertaking(sides[1], plan, home / "1", other, stopped, progress) as second,
    ):
        pair, course = Pair(first, second), Course(plan.until, plan.amount)
        course.sized(pair.scouted())
        if not course.fought(pair):
            lost = one.lost or other.lost
            raise Interrupted(_STOPPED) if lost is None else ClusterLost(lost)
        return compared(first.finish(True), second.finish(True), course)


class Pair:
    """Two undertakings of one plan, and what is known of their difference."""

    def __init__(self, first: Undertaking, second: Undertaking) -> None:
        self.first, self.second = first, second
        self._families = sorted({*first.battle.families, *second.battle.families})

    def scouted(self) -> list[Metrics]:
        """Differences in the first few raids of the first few draws."""
        pairs = zip(self.first.scouted(), self.second.scouted(), strict=True)
        return [{name: _less(after[name], before[name]) for name in before if name in after} for before, after in pairs]

    def advance(self, amount: Amount) -> bool:
        """Fights both on until the amount is reached; False where they were stopped before."""
        return self.first.advance(amount) and self.second.advance(amount)

    def sample(self, metric: str, draws: int) -> Sample:
        """One metric, second less first, over the first so many draws, or over all raids of the only one."""
        before, after = (sampled(side.recorder, metric, draws, None) for side in (self.first, self.second))
        controls = scores(self.first.plan.seed, self._families, draws)
        if before.raids is not None and after.raids is not None:
            raids = _less(after.raids, before.raids)
            rows = [summarised({metric: raids})[metric]]
            return Sample(reduced(rows, len(raids)), True, None, raids, is_difference=True)
        means = _unrounded(_less(after.draws.mean, before.draws.mean), after.draws.mean)
        rows = [(mean, 0.0, mean, mean) for mean in means]
        return Sample(reduced(rows, before.draws.replications), False, controls, is_difference=True)


def _less(after: Any, before: Any) -> Column:
    return np.asarray(after, float) - np.asarray(before, float)


def _unrounded(differences: Column, levels: Column) -> Column:
    """Differences that differ by no more than rounding made alike, so that nothing is read into that."""
    alike = np.abs(differences - differences[0]) <= 1e-12 * np.max(np.abs(levels))
    return np.where(alike, differences[0], differences)


@contextmanager
def _unwatched(_: str) -> Generator[Progress | None]:
    yield None
