"""The question asked: all draws fought, kept as they are finished, and the answer made of them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mantlet.base.errors import Interrupted, RunFailed, UsageError
from mantlet.base.marked import text_of
from mantlet.library.catalog import Catalog, catalog
from mantlet.posture.draws import Dice
from mantlet.posture.months import backdrop, store
from mantlet.posture.months.answer import answer
from mantlet.posture.months.fights import Fought, Study
from mantlet.posture.months.file import Posture, parsed, postures
from mantlet.posture.months.file import posture as bundled_posture
from mantlet.posture.months.prepare import study
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import forces
from mantlet.posture.supply.fleet import fleets
from mantlet.run.loops import CHECK, RECORDED, Design, interruptible
from mantlet.run.store import write_json
from mantlet.run.versions import versions
from mantlet.scenario.load import load

Progress = Callable[[int, int], None]  # draws done, draws wanted
DRAWS, REPLICATIONS, LEAST_REPLICATIONS = 200, 4, 4
BACKTEST_DRAWS: Final = 200
CHECKED_OF: Final = 20  # one draw of the second design for so many recorded ones


@dataclass(frozen=True)
class Amount:
    """How much is fought, from which seed, on how many threads (0: as many as there are processors)."""

    draws: int = DRAWS
    replications: int = REPLICATIONS
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        """UsageError where it cannot be."""
        bounds = {"draws": (2, 100_000), "replications": (LEAST_REPLICATIONS, 10_000), "threads": (0, 1024)}
        for name, (least, most) in (bounds | {"seed": (0, 2**62)}).items():
            got: object = getattr(self, name)
            if type(got) is not int or not least <= got <= most:
                raise UsageError(f"{name}: got {got!r}, expected a whole number from {least} to {most}")

    @property
    def checked(self) -> int:
        """Draws of the second design."""
        return max(2, self.draws // CHECKED_OF)

    @property
    def tasks(self) -> list[tuple[Design, int]]:
        """All draws, those of the second design among the first ones."""
        designs: tuple[tuple[Design, int], ...] = ((RECORDED, self.draws), (CHECK, self.checked))
        return [(design, draw) for draw in range(self.draws) for design, most in designs if draw < most]


def about(posture: Posture, library: Catalog, amount: Amount) -> dict[str, Any]:
    """What must be equal for two studies to be one."""
    data = [record.model_dump(mode="json") for record in programmes().values()]
    data += [record.model_dump(mode="json") for record in (*fleets().values(), *forces().values(), *recorded())]
    text = json.dumps(data, sort_keys=True)
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


def ask(
    posture: Posture,
    library: Catalog,
    amount: Amount,
    target: Path,
    *,
    resume: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Fights all draws and leaves the answer (`mantlet.posture/1`) in `target`; the answer.

    After Ctrl-C what was finished is kept in `<target>.partial` for `resume`, and Interrupted is raised. The answer
    depends on posture, library, data and amount only, not on threads or interruptions.
    """
    told = about(posture, library, amount)
    store.refuse_unfit(target, told, resume)
    try:
        return _asked(posture, library, amount, target, told, progress)
    except OSError as fault:
        raise RunFailed(f"{target}: cannot be written ({fault.strerror}); choose another folder with --out") from None


def _asked(
    posture: Posture,
    library: Catalog,
    amount: Amount,
    target: Path,
    told: dict[str, Any],
    progress: Progress | None,
) -> dict[str, Any]:
    with interruptible() as stopped:
        dice = Dice(amount.seed, told={})
        ready = study(posture, library, dice, amount.draws, amount.replications)
        folder = store.open_study(target, told)
        with ThreadPoolExecutor(1) as beside:
            past = beside.submit(backdrop.backtest, posture, amount.seed, BACKTEST_DRAWS)
            if not _fight_all(ready, amount, folder, stopped, progress):
                raise Interrupted(f"kept what was finished in {folder}; go on with the same call and --resume")
        draws = {
            design: [store.kept(folder, design, draw) for kind, draw in amount.tasks if kind == design]
            for design in (RECORDED, CHECK)
        }

        def more(tested: Study, count: int) -> list[Fought]:
            return _fought(tested, count, amount.threads, stopped)

        found = answer(ready, told, draws[RECORDED], draws[CHECK], past.result(), library, more)
        write_json(folder / store.ANSWER, found)
        store.finish(folder, target)
    return found


def posture(
    name: str | Path,
    *,
    draws: int = DRAWS,
    replications: int = REPLICATIONS,
    seed: int = 1,
    threads: int = 0,
    library: Catalog | None = None,
    out: str | Path | None = None,
) -> dict[str, Any]:
    """What policies buy, month by month: the answer of a bundled posture or of a YAML file (`mantlet.posture/1`).

    Without `out` nothing stays on disk. Raises InvalidInput and UsageError before anything is fought, Interrupted after
    Ctrl-C, with what was finished kept beside `out`.
    """
    known = catalog() if library is None else library
    asked = read(name, known)
    amount = Amount(draws, replications, seed, threads)
    if out is not None:
        return ask(asked, known, amount, Path(out))
    with tempfile.TemporaryDirectory(prefix="mantlet-") as home:
        return ask(asked, known, amount, Path(home) / asked.id)


def read(name: str | Path, library: Catalog) -> Posture:
    """A posture by its bundled name, or of a file; raises InvalidInput with every fault at its line."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and str(name) not in postures():
        return parsed(text_of(path), str(path), library)
    return bundled_posture(str(name))


def _fight_all(ready: Study, amount: Amount, folder: Path, stopped: threading.Event, progress: Progress | None) -> bool:
    """Fights what is not kept yet; False where it was stopped."""
    every = amount.tasks
    missing = [task for task in every if not store.path_of(folder, *task).is_file()]
    done = len(every) - len(missing)
    lock = threading.Lock()
    turns = iter(missing)

    failed = threading.Event()

    def work() -> None:
        nonlocal done
        try:
            for design, draw in _shared(turns, lock, (stopped, failed)):
                store.keep(folder, design, draw, ready.fought(design, draw))
                with lock:
                    done += 1
                    if progress is not None:
                        progress(done, len(every))
        except BaseException:
            failed.set()  # the other hands need not go on
            raise

    threads = amount.threads or os.cpu_count() or 1
    with ThreadPoolExecutor(threads, thread_name_prefix="mantlet") as pool:
        for finished in [pool.submit(work) for _ in range(threads)]:
            finished.result()
    return done == len(every)


def _shared(
    turns: Iterator[tuple[Design, int]], lock: threading.Lock, ends: tuple[threading.Event, ...]
) -> Iterator[tuple[Design, int]]:
    """Tasks for one of many hands, until none is left or it is told to stop."""
    while not any(end.is_set() for end in ends):
        with lock:
            task = next(turns, None)
        if task is None:
            return
        yield task


def _fought(ready: Study, draws: int, threads: int, stopped: threading.Event) -> list[Fought]:
    """Some draws of a study, kept nowhere; Interrupted between them once it is stopped."""
    if stopped.is_set():
        raise Interrupted("stopped after the last draw; go on with the same call and --resume")
    with ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="mantlet") as pool:
        return [done.result() for done in [pool.submit(ready.fought, RECORDED, draw) for draw in range(draws)]]
