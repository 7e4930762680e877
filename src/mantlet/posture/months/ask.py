"""The question asked: all draws fought, kept as they are finished, and the answer made of them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from mantlet.base.errors import Interrupted, RunFailed
from mantlet.base.lock import alone
from mantlet.base.marked import text_of
from mantlet.library.catalog import BUNDLED, Catalog, catalog
from mantlet.library.models import claims_behind
from mantlet.posture.draws import Dice
from mantlet.posture.files import alike, laid_over
from mantlet.posture.months import backdrop, store
from mantlet.posture.months.answer import answer
from mantlet.posture.months.checked import checked
from mantlet.posture.months.fights import Fought, Study
from mantlet.posture.months.file import Posture, postures
from mantlet.posture.months.file import posture as bundled_posture
from mantlet.posture.months.prepare import study
from mantlet.posture.months.series import Document
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import forces
from mantlet.posture.supply.fleet import fleets
from mantlet.run import store as run_store
from mantlet.run.loops import CHECK, RECORDED, Design, Task, in_order, interruptible
from mantlet.run.metrics import QUANTILE_DRAWS
from mantlet.run.plan import refuse_beyond
from mantlet.run.versions import versions
from mantlet.scenario.load import load

Progress = Callable[[int, int], None]  # draws done, draws wanted
DRAWS, REPLICATIONS, LEAST_REPLICATIONS = 200, 4, 4
BACKTEST_DRAWS: Final = 200
CHECKED_OF: Final = 4  # one draw of the second design for so many recorded ones, if that makes enough for quantiles
_BOUNDS: Final = {
    "draws": (2, 100_000),
    "replications": (LEAST_REPLICATIONS, 10_000),
    "threads": (0, 1024),
    "seed": (0, 2**62),
}


@dataclass(frozen=True)
class Amount:
    """How much is fought, from which seed, on how many threads (0: as many as there are processors)."""

    draws: int = DRAWS
    replications: int = REPLICATIONS
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        """UsageError where it cannot be."""
        refuse_beyond(_BOUNDS, self)

    @property
    def checked(self) -> int:
        """Draws of the second design: so many that its range is of the same kind as that of the recorded ones."""
        return min(self.draws, max(QUANTILE_DRAWS, self.draws // CHECKED_OF))

    @property
    def tasks(self) -> list[Task]:
        """All draws, those of the second design spread evenly among the others, so that time goes on alike."""
        amounts: dict[Design, int] = {RECORDED: self.draws, CHECK: self.checked}
        every = [self.task(design, draw) for design, most in amounts.items() for draw in range(most)]
        return sorted(every, key=lambda task: task.draw / amounts[task.coupling])

    @property
    def hands(self) -> int:
        """Threads that fight."""
        return self.threads or os.cpu_count() or 1

    def task(self, design: Design, draw: int) -> Task:
        """One whole draw."""
        return Task(design, draw, 0, self.replications, True)


class Call(NamedTuple):
    """The words by which a posture was asked for: its name or file, other months, folders of library files."""

    name: str
    months: str | None = None
    library: Sequence[str] = ()

    def record(self) -> Document:
        """As the answer quotes it."""
        return {"name": self.name, "months": self.months, "library": list(self.library)}


def about(posture: Posture, library: Catalog, amount: Amount) -> dict[str, Any]:
    """What must be equal for two studies to be one."""
    text = json.dumps([record.model_dump(mode="json") for record in _records()], sort_keys=True)
    asked = json.dumps(posture.model_dump(mode="json"), sort_keys=True)
    raids = [load(raid.scenario, library=library).canonical() for raid in posture.raids]
    return {
        "posture": posture.id,
        "posture_sha256": hashlib.sha256(asked.encode()).hexdigest(),
        "raids_sha256": hashlib.sha256("".join(raids).encode()).hexdigest(),
        "data_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "library_sha256": library.sha256,
        "seed": amount.seed,
        "draws": amount.draws,
        "replications": amount.replications,
        "versions": versions(),
    }


def _records() -> list[BaseModel]:
    """The bundled files behind every posture."""
    return [*programmes().values(), *fleets().values(), *forces().values(), *recorded()]


def _claims(ready: Study) -> list[str]:
    """The claims of ledgers on which the files and the numbers of the raids rest."""
    numbers = [number for ground in ready.grounds for number in ground.battle.geometry.inputs.values()]
    return sorted({ref for record in (*_records(), *numbers) for ref in claims_behind(record)})


def ask(
    posture: Posture,
    library: Catalog,
    amount: Amount,
    target: Path,
    *,
    call: Call | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Fights all draws and leaves the answer (`mantlet.posture/1`) in `target`; the answer.

    After Ctrl-C what was finished is kept in `<target>.partial` for `resume`, and Interrupted is raised. The answer
    depends on posture, library, data and amount only, not on threads or interruptions; it quotes the `call`.
    """
    quoted = {"call": (call or Call(posture.id)).record()}
    store.refuse_foreign(target, posture.id)
    try:
        with laid_over(*library.folders), alone(target.resolve()):
            told = about(posture, library, amount)
            store.refuse_unfit(target, told, resume)
            ready = study(posture, library, Dice(amount.seed, told={}), amount.draws, amount.replications)
            folder, past = _fought(ready, amount, target, told, progress)
            found = _answered(ready, amount, folder, told, past, library) | quoted
            with interruptible():  # what moves folders is carried through
                run_store.write_json(folder / store.ANSWER, found)
                store.refuse_foreign(target, posture.id)  # it took a while to come here
                run_store.replace(folder, target.resolve())
            return found
    except OSError as fault:
        raise RunFailed(f"{target}: cannot be written ({fault.strerror}); choose another folder with --out") from None


def _fought(
    ready: Study, amount: Amount, target: Path, told: dict[str, Any], progress: Progress | None
) -> tuple[Path, Document]:
    """Where all draws are kept, once they are fought, and the back-test that was made beside; raises Interrupted."""
    with interruptible() as stopped:
        folder = store.open_study(target, told)
        with ThreadPoolExecutor(1) as beside:
            past = beside.submit(alike(backdrop.backtest), ready.posture, amount.seed, BACKTEST_DRAWS, stopped)
            with suppress(Interrupted):
                _fight_all(ready, amount, folder, stopped, progress)
                told_past = past.result()
                if not stopped.is_set():
                    return folder, told_past
            raise Interrupted(f"kept what was finished in {folder}; go on with the same call and --resume")


def _answered(
    ready: Study, amount: Amount, folder: Path, told: dict[str, Any], past: Document, library: Catalog
) -> Document:
    """The answer, of draws that are all kept: Ctrl-C may break off at any point."""
    draws = {
        design: [store.kept(folder, design, task.draw) for task in amount.tasks if task.coupling == design]
        for design in (RECORDED, CHECK)
    }

    def more(tested: Study, wanted: range) -> list[Fought]:
        def fought(task: Task) -> Fought:
            return tested.fought(task.coupling, task.draw)

        work = (amount.task(RECORDED, draw) for draw in wanted)
        with interruptible() as stopped:
            found = [one for _, one in in_order(work, alike(fought), amount.hands, stopped)]
            if stopped.is_set():
                raise KeyboardInterrupt
        return found

    try:
        found = answer(ready, told, draws[RECORDED], draws[CHECK], past, library, more)
    except KeyboardInterrupt:
        raise Interrupted(f"kept all draws in {folder}; go on with the same call and --resume") from None
    return found | {"claims": _claims(ready)}


def posture(
    name: str | Path,
    *,
    draws: int = DRAWS,
    replications: int = REPLICATIONS,
    seed: int = 1,
    threads: int = 0,
    months: str | None = None,
    library: Catalog | None = None,
    out: str | Path | None = None,
) -> dict[str, Any]:
    """What policies buy, month by month: the answer of a bundled posture or of a YAML file (`mantlet.posture/1`).

    `months` are others than those of the file, such as "2020-06:2024-12".
    Without `out` nothing stays on disk. Raises InvalidInput and UsageError before anything is fought, Interrupted after
    Ctrl-C, with what was finished kept beside `out`.
    """
    known = catalog() if library is None else library
    asked = read(name, known, months)
    amount = Amount(draws, replications, seed, threads)
    call = Call(str(name), months, known.folders)
    if out is not None:
        return ask(asked, known, amount, Path(out), call=call)
    with tempfile.TemporaryDirectory(prefix="mantlet-") as home:
        return ask(asked, known, amount, Path(home) / asked.id, call=call)


def read(name: str | Path, library: Catalog, months: str | None = None) -> Posture:
    """A posture by its bundled name, or of a file, over its own months or others; raises InvalidInput, UsageError.

    Orders, forces and fleets that a file names are those of the library's folders, or bundled; with such folders a
    bundled posture is read anew, since what was laid over may not fit it.
    """
    path, found = Path(name), None
    if path.suffix not in (".yaml", ".yml") or str(name) in postures():
        found = bundled_posture(str(name))
        path = BUNDLED / "postures" / f"{found.id}.yaml"
    if found is None or library.folders:
        with laid_over(*library.folders):
            found = checked(text_of(path), str(path), library)
    return found if months is None else found.over(months)


def _fight_all(ready: Study, amount: Amount, folder: Path, stopped: threading.Event, progress: Progress | None) -> None:
    """Fights what is not kept yet, until it is stopped."""
    every = amount.tasks
    missing = [task for task in every if not store.path_of(folder, task.coupling, task.draw).is_file()]
    done = len(every) - len(missing)

    def fought(task: Task) -> None:
        made = ready.in_design(task.coupling).fought(task.coupling, task.draw)
        store.keep(folder, task.coupling, task.draw, made)

    for _ in in_order(iter(missing), alike(fought), amount.hands, stopped):
        done += 1
        if progress is not None:
            progress(done, len(every))
