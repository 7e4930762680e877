"""Runs fought again with changes, one at a time, beside the page that asked: started, watched, stopped, looked at."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mantlet.base.errors import MantletError
from mantlet.run.answer import over_draws
from mantlet.run.battle import prepared
from mantlet.run.execute import Undertaking, hired, refuse_unfit
from mantlet.run.loops import RECORDED
from mantlet.run.plan import Plan
from mantlet.web.changes import Changed, call, changed, libraries_of

if TYPE_CHECKING:
    from mantlet.run.result import Result

_LOOK_S: Final = 0.25  # between two looks at how far a fight is
ENDED: Final = frozenset({"done", "stopped", "failed"})


class Busy(MantletError):
    """Another fight is under way."""


class NoFight(MantletError):
    """No fight of that name was started here."""


@dataclass
class Fight:
    """One run being fought with changes: who it changes, what it will be called, and how far it is."""

    id: str
    before: str
    after: str
    changes: list[dict[str, str]]
    state: str = "laying out"
    done: int = 0
    wanted: int = 0
    left_s: float | None = None
    leakers: tuple[float, float] | None = None  # mean so far of the run that is changed, in the same draws, and of this
    fault: str | None = None
    stopped: threading.Event = field(default_factory=threading.Event, repr=False)

    def told(self) -> dict[str, Any]:
        """How far it is, as the page is told."""
        return {name: value for name, value in vars(self).items() if name != "stopped"}

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self.state in ENDED


class Yard:
    """Where runs are fought again: in a temporary folder that goes with the server."""

    def __init__(self, folders: dict[str, Path]) -> None:
        self._folders = folders
        self._fights: dict[str, Fight] = {}
        self._libraries: dict[str, list[str]] = {}  # that were laid over, by the name of a run fought here
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._home: Path | None = None

    def told(self) -> list[dict[str, Any]]:
        """Every fight that was started, the last one first."""
        return [fight.told() for fight in reversed(self._fights.values())]

    def fight(self, name: str) -> Fight:
        """A fight by its name."""
        if name not in self._fights:
            raise NoFight(f"no fight '{name}' here")
        return self._fights[name]

    def folder(self, run: str) -> Path:
        """Where a run lies that was fought here."""
        return self._folders[run]

    def libraries(self, run: str, result: Result) -> list[str]:
        """The folders that a run laid over the library, as its call named them."""
        return self._libraries.get(run, libraries_of(result.manifest))

    def call(self, run: str, result: Result, found: Changed) -> str:
        """The call that repeats a run with changes, from a file."""
        return call(result, found.name, self.libraries(run, result))

    def start(self, run: str, result: Result, said: Sequence[str]) -> Fight:
        """Begins to fight a run again with changes; Busy while another one is under way."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                raise Busy("another fight is under way; stop it, or wait for it")
            found = changed(result, said)
            fight = Fight(str(len(self._fights) + 1), run, self._free(found.name), found.told)
            self._libraries[fight.after] = self.libraries(run, result)
            self._fights[fight.id] = fight
            self._thread = threading.Thread(target=self._attempt, args=(fight, result, found), daemon=True)
            self._thread.start()
        return fight

    def close(self) -> None:
        """Stops what is under way, and removes what was fought here."""
        for fight in self._fights.values():
            fight.stopped.set()
        if self._thread is not None:
            self._thread.join()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)

    def _free(self, name: str) -> str:
        taken, count = {*self._folders, *(fight.after for fight in self._fights.values())}, 1
        while (key := name if count == 1 else f"{name}-{count}") in taken:
            count += 1
        return key

    def _target(self, name: str) -> Path:
        if self._home is None:
            self._home = Path(tempfile.mkdtemp(prefix="mantlet-"))
            weakref.finalize(self, shutil.rmtree, self._home, ignore_errors=True)
        return self._home / name

    def _attempt(self, fight: Fight, result: Result, found: Changed) -> None:
        """Fights to the end, or says what stood in the way: whatever that is, the page is waiting for it."""
        try:
            fought = _fought(fight, result, found, self._target(fight.after))
        except MantletError as fault:
            fight.fault, fight.state = str(fault), "failed"
        except Exception as fault:
            fight.fault, fight.state = f"{type(fault).__name__}: {fault}", "failed"
            raise
        else:
            if fought is not None:
                self._folders[fight.after] = fought.folder
            fight.state = "stopped" if fought is None else "done"


def _fought(fight: Fight, result: Result, found: Changed, target: Path) -> Result | None:
    """The changed scenario fought as the run was, so that both are paired; None where it was stopped."""
    manifest = result.manifest
    ways = {name: manifest[name] for name in ("seed", "engine", "sampling", "keep")}
    plan = Plan(**manifest["finished"], **ways)
    battle = prepared(found.scenario, result.battle.library)
    refuse_unfit(battle, plan)
    if fight.stopped.is_set():
        return None
    before, looked = over_draws(result.summaries, RECORDED)["leakers"].mean, 0.0

    with hired([battle], plan) as (hands,), Undertaking(battle, plan, target, hands, fight.stopped) as whole:

        def watch(done: int, wanted: int, left_s: float) -> None:
            nonlocal looked
            fight.done, fight.wanted, fight.left_s = done, wanted, left_s
            if time.monotonic() - looked > _LOOK_S and (draws := whole.recorder.draws):
                so_far = over_draws(whole.recorder.summaries, RECORDED)["leakers"].mean
                fight.leakers = float(before[:draws].mean()), float(so_far.mean())
                looked = time.monotonic()

        whole.progress = watch
        fight.state = "fighting"
        if not whole.advance(plan.amount):
            return None
        fight.state = "writing"
        return whole.finish(True)


async def stream(fight: Fight) -> AsyncIterator[str]:
    """How far a fight is, as server-sent events: at once, whenever it has moved on, and at its end."""
    said = ""
    while True:
        ended, now = fight.ended, json.dumps(fight.told())
        if now != said:
            yield f"data: {now}\n\n"
            said = now
        if ended:
            return
        await asyncio.sleep(_LOOK_S)
