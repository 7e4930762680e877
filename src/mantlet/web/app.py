"""What the server answers: the page, its files, and what it asks of runs as JSON, Arrow tables and pictures."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from mantlet.base.errors import MantletError, UsageError
from mantlet.evidence.known import ledgers
from mantlet.report.ink import style_variables
from mantlet.report.survey import searchers
from mantlet.run.arrow import Table, pa
from mantlet.run.result import open_result
from mantlet.run.store import MANIFEST
from mantlet.web import postures
from mantlet.web.account import Account
from mantlet.web.base_map import base_map
from mantlet.web.battles import Battles, Month
from mantlet.web.beside import beside
from mantlet.web.changes import as_yaml, changed, closed, levers, library_notice, number_paths
from mantlet.web.door import FIGHTS
from mantlet.web.gates import why
from mantlet.web.headline import headline
from mantlet.web.jobs import Busy, Fight, NoFight, Yard
from mantlet.web.pictures import cover_table, relief_png
from mantlet.web.replay import Replay, replayed
from mantlet.web.shelf import Shelf, told
from mantlet.web.sources import numbers

STATIC: Final = Path(__file__).with_name("static")
BRIEF: Final = Path(__file__).parents[1] / "report"
_KINDS: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
# Where the build put a hash of the content into the name a browser may keep it: other content has another name.
_HASHED: Final = re.compile(r"-[0-9A-Z]{8}\.\w+$")
_KEPT: Final = {"Cache-Control": "private, max-age=31536000, immutable"}
_HEIGHTS_M: Final = (10.0, 30_000.0)  # of a target for which coverage can be asked
_PATIENCE_S: Final = 0.4  # that a page waits for a battle before it is told how far it is


class Missing(MantletError):
    """Nothing of that name is here."""


class _Fought(NamedTuple):
    """A run as it lies in its folder: fought anew into the same one it is another."""

    folder: Path
    written_ns: int
    size: int


class Desk:
    """The runs that are open, each read once, and the raids of them fought again last."""

    def __init__(self, folders: Mapping[str, Path], battles: Battles) -> None:
        self.folders, self.battles = folders, battles
        self._lock = threading.Lock()  # a page asks for several things of a run at once; it is read once
        self._account = lru_cache(maxsize=4)(self._read)
        self._replay = lru_cache(maxsize=8)(self._again)

    def account(self, run: str) -> Account:
        """A run by its name."""
        with self._lock:
            return self._account(run, self._fought(run))

    def replay(self, run: str, draw: int, replication: int) -> Replay:
        """A raid of it."""
        with self._lock:
            return self._replay(run, self._fought(run), draw, replication)

    def _fought(self, run: str) -> _Fought | None:
        """Which run has a name now; None where none can be read."""
        battle = self.battles.result(run)
        folder = self.folders.get(run) if battle is None else battle.folder
        if folder is None:
            raise Missing(f"no run '{run}' here; what was fought from a page went with its server")
        try:
            written = (folder / MANIFEST).stat()
        except OSError:  # what is wrong with it is told where it is read
            return None
        return _Fought(folder, written.st_mtime_ns, written.st_size)

    def _read(self, run: str, _: _Fought | None) -> Account:
        battle = self.battles.result(run)
        return Account(open_result(self.folders[run]) if battle is None else battle)

    def _again(self, run: str, fought: _Fought | None, draw: int, replication: int) -> Replay:
        return replayed(self._account(run, fought).result, draw, replication)


class Answers:
    """What is answered at each path."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.battles = Battles()
        self._desk = Desk(shelf.runs, self.battles)
        self._files = _files()
        self.yard = Yard(shelf.runs)

    def page(self, _: Request) -> Response:
        """The page itself."""
        return _file(self._files, "index.html")

    def static(self, request: Request) -> Response:
        """One of its files."""
        return _file(self._files, request.path_params["name"])

    def runs(self, _: Request) -> Response:
        """The runs that are here now."""
        self._shelf.look()
        return JSONResponse(told(self._shelf.runs))

    def run(self, request: Request) -> Response:
        """One of them as a whole."""
        return JSONResponse(self._account(request).told())

    def postures(self, _: Request) -> Response:
        """The answers of postures that are here now."""
        self._shelf.look()
        return JSONResponse(postures.listed(self._shelf.answers))

    def posture(self, request: Request) -> Response:
        """One of them as a whole."""
        return JSONResponse(postures.document(self._answer(request)))

    def battle(self, request: Request) -> Response:
        """The battle of one of its months: how far it is, and under which name it can be asked for as a run."""
        answer = self._answer(request)
        which = Month(*(request.path_params[name] for name in Month._fields))
        known = (
            [policy["id"] for policy in answer["policies"]],
            answer["months"],
            [raid["id"] for raid in answer["raids"] if not raid["saturating"]],
        )
        for name, got, those in zip(Month._fields[1:], which[1:], known, strict=True):
            if got not in those:
                raise Missing(f"no {name} '{got}' in this answer")
        return JSONResponse(self.battles.ask(which, answer, _PATIENCE_S))

    def raids(self, request: Request) -> Response:
        """Its raids, one row each."""
        rows = self._account(request).result.raids
        return _arrow(rows.select(["draw", "replication", "leakers", "value_lost"]))

    def base(self, request: Request) -> Response:
        """Borders, coasts and places around it."""
        return JSONResponse(base_map(self._account(request).area))

    def relief(self, request: Request) -> Response:
        """The ground beneath it."""
        ground = self._account(request).ground
        if ground is None:
            raise Missing("this run has no ground to show")
        return Response(relief_png(ground), media_type="image/png")

    def cover(self, request: Request) -> Response:
        """What each of its radars sees of a target so high above the ground."""
        account = self._account(request)
        laid, ratio = account.result.battle.geometry, account.scene.earth_ratio
        height_m = float(min(max(request.path_params["height"], _HEIGHTS_M[0]), _HEIGHTS_M[1]))
        return _arrow(cover_table(laid.ground, account.cover_ground, searchers(laid), height_m, ratio))

    def sources(self, request: Request) -> Response:
        """Every number that went into it, and where it comes from."""
        account = self._account(request)
        ranks = {one.path: one for one in account.found.inputs.ranked}
        return JSONResponse(numbers(account.result.battle, ranks, ledgers()))

    def beside(self, request: Request) -> Response:
        """What changes from it to another run."""
        names = request.path_params["run"], request.path_params["other"]
        first, second = (self._desk.account(name).result for name in names)
        before, after = map(self.battles.label, names)
        return JSONResponse(beside(first, second, (before, after)))

    def raid(self, request: Request) -> Response:
        """One raid of it."""
        return JSONResponse(self._replay(request).told())

    def tracks(self, request: Request) -> Response:
        """Where each object of that raid was."""
        return _arrow(self._replay(request).tracks())

    def events(self, request: Request) -> Response:
        """What happened in it."""
        return _arrow(self._replay(request).happened())

    def gates(self, request: Request) -> Response:
        """Why one object got through, or not."""
        replay, name = self._replay(request), request.path_params["object"]
        unit = request.query_params.get("unit")
        if name not in replay.index or not replay.legs[replay.index[name]]:
            raise Missing(f"no object '{name}' set out in this raid")
        if unit is not None and unit not in replay.fire_units:
            raise Missing(f"no fire unit '{unit}' here")
        return JSONResponse(why(replay, name, unit))

    def _answer(self, request: Request) -> dict[str, Any]:
        name = request.path_params["posture"]
        if (folder := self._shelf.answers.get(name)) is None:
            raise Missing(f"no answer of a posture '{name}' here")
        return postures.read(folder)

    def headline(self, request: Request) -> Response:
        """Its figures, each with its spreads and what moves it."""
        account = self._account(request)
        return JSONResponse(headline(account.result, account.found))

    def levers(self, request: Request) -> Response:
        """What of it can be changed."""
        battle = self._account(request).result.battle
        found = [vars(lever) for lever in levers(battle).values()]
        return JSONResponse({"levers": found, "numbers": number_paths(battle), "closed": closed(battle)})

    def changed(self, request: Request) -> Response:
        """It with changes: what they are, and the call that repeats them."""
        run, result = request.path_params["run"], self._account(request).result
        found = changed(result, request.query_params.getlist("set"))
        notices = [*found.scenario.notices, *library_notice(result.manifest, self.yard.libraries(run, result))]
        document = {"changes": found.told, "notices": notices, "name": found.name}
        return JSONResponse(document | {"call": self.yard.call(run, result, found)})

    def yaml(self, request: Request) -> Response:
        """It with changes as a file."""
        run, result = request.path_params["run"], self._account(request).result
        found = changed(result, request.query_params.getlist("set"))
        text = as_yaml(found, self.yard.call(run, result, found), result.manifest)
        headers = {"Content-Disposition": f'attachment; filename="{found.name}.yaml"'}
        return Response(text, media_type="application/yaml", headers=headers)

    def fights(self, _: Request) -> Response:
        """What was fought again here."""
        return JSONResponse(self.yard.told())

    async def fight(self, request: Request) -> Response:
        """Begins a fight, `{"run": ..., "set": [...]}`, or stops one, or the battle of a month, `{"stop": ...}`."""
        try:
            match await request.json():
                case {"stop": str(name), **rest} if not rest:
                    if not self.battles.stop(name):
                        self.yard.fight(name).stopped.set()
                    return JSONResponse({"stop": name})
                case {"run": str(run), "set": [*said], **rest} if not rest and {*map(type, said)} <= {str}:
                    return JSONResponse((await run_in_threadpool(self._begin, run, said)).told(), status_code=202)
                case _:
                    raise ValueError
        except (ValueError, RecursionError):
            raise UsageError('expected {"run": NAME, "set": [PATH=VALUE, ...]} or {"stop": FIGHT}') from None

    def progress(self, request: Request) -> Response:
        """How far a fight is, as it goes."""
        fight = self.yard.fight(request.path_params["fight"])
        return StreamingResponse(self.yard.stream(fight), media_type="text/event-stream")

    def _begin(self, run: str, said: list[str]) -> Fight:
        return self.yard.start(run, self._desk.account(run).result, said)

    def _account(self, request: Request) -> Account:
        return self._desk.account(request.path_params["run"])

    def _replay(self, request: Request) -> Replay:
        asked = request.path_params
        return self._desk.replay(asked["run"], asked["draw"], asked["replication"])


def application(shelf: Shelf) -> Starlette:
    """Everything that can be asked for, of runs and of answers of postures by their names."""
    answers = Answers(shelf)
    asked = "/api/postures/{posture}"
    one, fight = "/api/runs/{run}", "/api/runs/{run}/raids/{draw:int}/{replication:int}"
    paths: dict[str, Callable[[Request], Response]] = {
        "/": answers.page,
        "/static/{name}": answers.static,
        "/api/runs": answers.runs,
        "/api/postures": answers.postures,
        asked: answers.posture,
        f"{asked}/battles/{{policy}}/{{month}}/{{raid}}": answers.battle,
        one: answers.run,
        f"{one}/raids": answers.raids,
        f"{one}/base": answers.base,
        f"{one}/relief.png": answers.relief,
        f"{one}/cover/{{height:int}}": answers.cover,
        f"{one}/numbers": answers.sources,
        f"{one}/beside/{{other}}": answers.beside,
        f"{one}/headline": answers.headline,
        f"{one}/levers": answers.levers,
        f"{one}/changed": answers.changed,
        f"{one}/changed.yaml": answers.yaml,
        FIGHTS: answers.fights,
        f"{FIGHTS}/{{fight}}": answers.progress,
        fight: answers.raid,
        f"{fight}/tracks": answers.tracks,
        f"{fight}/events": answers.events,
        f"{fight}/gates/{{object}}": answers.gates,
    }
    routes = [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]
    routes.append(Route(FIGHTS, answers.fight, methods=["POST"]))
    found = Starlette(routes=routes, exception_handlers={MantletError: _refused, Exception: _failed})
    found.state.yard, found.state.battles = answers.yard, answers.battles
    return found


def _files() -> dict[str, bytes]:
    """The files of the page by their names, and the style that it shares with the brief."""
    style = style_variables() + (BRIEF / "style.css").read_text(encoding="utf-8")
    return {path.name: path.read_bytes() for path in STATIC.iterdir()} | {"brief.css": style.encode()}


def _file(files: Mapping[str, bytes], name: str) -> Response:
    """A file of the page, looked up by its name and never joined to a path."""
    if name not in files:
        raise Missing(f"no file '{name}' here")
    headers = _KEPT if _HASHED.search(name) else {}
    return Response(files[name], media_type=_KINDS[Path(name).suffix], headers=headers)


def _arrow(table: Table) -> Response:
    """A table as a stream of Arrow."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return Response(sink.getvalue().to_pybytes(), media_type="application/vnd.apache.arrow.stream")


def _refused(_: Request, fault: Exception) -> Response:
    """What is wrong with a run, or not here, told to the page in the words of the terminal."""
    status = 404 if isinstance(fault, Missing | NoFight) else 409 if isinstance(fault, Busy) else 422
    return JSONResponse({"fault": str(fault)}, status_code=status)


def _failed(_: Request, fault: Exception) -> Response:
    """A fault of ours, or a folder that is broken in a way nobody foresaw; the terminal shows where."""
    return JSONResponse({"fault": f"this run cannot be shown ({type(fault).__name__}: {fault})"}, status_code=500)
