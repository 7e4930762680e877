"""The command line. Here stand the commands and their options; what they need is imported once they are called.

Results go to stdout, progress and complaints to stderr. A mistake is answered with what to do, never with a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

from mantlet import __version__
from mantlet.base.errors import MantletError, UsageError, did_you_mean
from mantlet.cli import claims

_EVIDENCE: Final = (
    "Reads dated reports, puts every number and date of them up for review, and makes library numbers of the claims "
    "that hold."
)


class Options(NamedTuple):
    """What is fought, and how much of it."""

    replications: int | None
    draws: int | None
    seed: int | None
    threads: int | None
    cluster: str | None
    engine: str | None
    sampling: str | None
    force: str | None
    overrides: Sequence[str]
    library: Sequence[Path]
    until: Sequence[str]

    @classmethod
    def given(cls, call: Namespace) -> Options:
        """Those of a call."""
        return cls(*(getattr(call, name) for name in cls._fields))


class Parser(ArgumentParser):
    """Reads one command; a wrong call is raised as any other mistake is."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def parse_known_args(  # pyright: ignore[reportIncompatibleMethodOverride]  overloads need not be repeated
        self, args: Any = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """As its parent does, but nothing may be left over."""
        found, strange = super().parse_known_args(args, namespace)
        if strange:
            self.error(f"unexpected '{strange[0]}'.{did_you_mean(strange[0], self._option_string_actions)}")
        return found, strange

    def error(self, message: str) -> NoReturn:
        """Ends the call."""
        raise UsageError(f"{message}\nTry: {self.prog} --help")


def main() -> int:
    """Runs the command line of this process; its exit code."""
    try:
        return _called(sys.argv[1:])
    except MantletError as fault:
        code, words = fault.exit_code, str(fault)
    except KeyboardInterrupt:
        code, words = 130, "stopped"
    except BrokenPipeError:  # the reader of a pipe has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001  a fault of ours: show what a bug report needs, and say that the run failed
        traceback.print_exc()
        code, words = 4, "this is a bug; please report it with the lines above"
    sys.stderr.write(f"mantlet: {words}\n" if code != 3 else f"{words}\n")
    return code


def _called(words: list[str]) -> int:
    parser, commands = _parser()
    first = words[0] if words else "--help"
    if first not in commands and not first.startswith("-"):
        parser.error(f"no command '{first}'.{did_you_mean(first, commands)}")
    try:
        call = parser.parse_args(words or [first])
    except SystemExit:  # --help or --version has printed what was asked for
        return 0
    return call.does(call)


def _parser() -> tuple[Parser, Sequence[str]]:
    """The whole command line, and the names of its commands."""
    top = Parser(
        prog="mantlet",
        description="Simulates layered air and missile defence, fed by sourced numbers.",
        epilog="Begin with: mantlet run ladakh-2020",
    )
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    library, overrides, as_json = _library(), _overrides(), _json()
    fought = [_amounts(), overrides, library, as_json]

    def command(name: str, does: Any, says: str, *parents: Parser) -> Parser:
        made: Parser = commands.add_parser(name, help=says, description=f"{says}.", parents=parents)
        made.set_defaults(does=does)
        return made

    run = command("run", _run, "Fight a scenario and write result and brief", *fought)
    run.add_argument("scenario", metavar="SCENARIO", help="a bundled name (mantlet list scenarios) or a YAML file")
    run.add_argument(
        "--keep",
        choices=("all", "summary"),
        default="all",
        help="'summary' stores no row per object, and cannot be resumed",
    )
    run.add_argument("--out", type=Path, metavar="DIR", help="folder of the result (default: out/SCENARIO)")
    run.add_argument("--resume", action="store_true", help="continue an interrupted run of the very same call")
    run.add_argument(
        "--fail-if",
        action="append",
        default=[],
        metavar="'METRIC>VALUE'",
        help="exit with code 5 when the mean is so; repeatable",
    )
    compare = command("compare", _compare, "Compare two scenarios or saved runs on paired draws", *fought)
    compare.add_argument("first", metavar="A", help="folder of a result, bundled name, or YAML file")
    compare.add_argument("second", metavar="B", help="the other one; differences are B less A")
    _posture_options(command("posture", _posture, "Ask what policies buy, month by month", library, as_json))
    _shelf_commands(command, library, overrides)
    command("schema", _schema, "Print the JSON Schema of the scenario file, for editors")
    made = commands.add_parser("evidence", help="From reports to claims to numbers", description=_EVIDENCE)
    claims.add(made, Parser)
    report = command("report", _report, "Write the HTML brief of a saved run or posture", library)
    report.add_argument("folder", type=Path, metavar="DIR", help="folder of the result, such as out/cs-1")
    _view_options(command("view", _view, "Look at saved runs and postures in the browser, on this machine only"))
    command("warmup", _warmup, "Compile the engine beforehand")
    return top, tuple(commands.choices)


def _amounts() -> Parser:
    """Options of whatever fights."""
    shared = Parser(add_help=False)
    for name, default, says in (
        ("--replications", None, "raids per draw: chance (default: 100; with --until at most 400)"),
        ("--draws", None, "draws of what the sources leave open: ignorance (default: 100; with --until at most 2000)"),
        ("--seed", None, "the same seed gives the same outcome, to the bit (default: 1)"),
    ):
        shared.add_argument(name, type=_whole, default=default, metavar="N", help=says)
    shared.add_argument(
        "--until",
        action="append",
        default=[],
        metavar="METRIC=HALF-WIDTH",
        help="fight until the mean is known that well, as leakers=0.2 or leakers=2%% (of itself), --draws and "
        "--replications at most; in a comparison the difference is; repeatable",
    )
    shared.add_argument(
        "--threads", type=_whole, metavar="N", help="all processors unless given; the outcome is the same"
    )
    shared.add_argument(
        "--cluster",
        metavar="WHERE",
        help="fight in worker processes: 'local' for --threads of them here, or the address of a Dask scheduler, as "
        "tls://HOST:8786; the outcome is the same",
    )
    shared.add_argument(
        "--engine",
        metavar="NAME",
        help="battle, or the slower reference that it is checked against; the outcome is the same (default: battle)",
    )
    shared.add_argument(
        "--sampling",
        metavar="HOW",
        help="scan: draw every scan of a radar; skip: draw when the next detection or loss comes, where nothing "
        "reacts: other times of the same distribution, sooner (default: scan)",
    )
    shared.add_argument(
        "--force",
        metavar="GATE",
        help="fight with one gate forced open in every unit, as no_missile, to see what would have helped; in a "
        "comparison only B is",
    )
    return shared


def _posture_options(posture: Parser) -> None:
    """What can be said of a posture."""
    posture.add_argument("name", metavar="NAME", help="a bundled name (mantlet list postures) or a YAML file")
    for name, says in (
        ("--draws", "draws of what the sources leave open (default: 200; 1000 and more tell what a number is worth)"),
        ("--replications", "raids of each force in each draw (default: 4)"),
        ("--seed", "the same seed gives the same outcome, to the bit (default: 1)"),
        ("--threads", "all processors unless given; the outcome is the same"),
    ):
        posture.add_argument(name, type=_whole, metavar="N", help=says)
    posture.add_argument("--months", metavar="FIRST:LAST", help="other months than the file's, as 2020-06:2024-12")
    posture.add_argument("--out", type=Path, metavar="DIR", help="folder of the answer (default: out/NAME)")
    posture.add_argument("--resume", action="store_true", help="go on with an interrupted call of the very same kind")
    posture.add_argument(
        "--backtest",
        action="store_true",
        help="only forecast from the day of the posture, beside what came: nothing is fought or kept",
    )


def _view_options(viewer: Parser) -> None:
    """What can be said of the viewer."""
    viewer.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=Path("out"),
        metavar="DIR",
        help="folder of a result, or of several (default: out)",
    )
    viewer.add_argument("--port", type=_whole, metavar="N", help="a free one unless given")
    viewer.add_argument("--no-open", action="store_true", help="print the address and open no browser")


def _shelf_commands(command: Callable[..., Parser], library: Parser, overrides: Parser) -> None:
    """What looks things up."""
    listing = command("list", _list, "List what is in the library", library)
    shelves = ("systems", "aircraft", "threats", "facts", "programmes", "scenarios", "postures")
    listing.add_argument(
        "kind", nargs="?", choices=shelves, metavar="KIND", help=f"one of {', '.join(shelves)}; all unless given"
    )
    show = command("show", _show, "Show an item with its numbers and their sources", library)
    show.add_argument("item", metavar="ID", help="such as s-400, s-400/battalion, 91N6E, su-30mki or india-s400")
    check = command("check", _check, "Check a file of any kind; all faults at once", overrides, library)
    check.add_argument("file", metavar="FILE", help="the YAML file, or a bundled name")


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"got {text!r}, expected a whole number") from None


def _overrides() -> Parser:
    shared = Parser(add_help=False)
    shared.add_argument(
        "--set",
        action="append",
        default=[],
        dest="overrides",
        metavar="PATH=VALUE",
        help="changes the scenario file, as sides.blue.units.0.magazine=24; repeatable",
    )
    return shared


def _library() -> Parser:
    shared = Parser(add_help=False)
    shared.add_argument(
        "--library",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="folder of your own library files, laid over the bundled ones; repeatable",
    )
    return shared


def _json() -> Parser:
    shared = Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="one JSON document on stdout instead of tables")
    return shared


@contextmanager
def _lasting() -> Generator[None]:
    """What comes into being within stays to the end: to look for rubbish in it takes a sixth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _run(call: Namespace) -> int:
    with _lasting():
        from mantlet.cli import fight

    kept = fight.Store(call.keep, call.out, call.resume)
    return fight.run(call.scenario, Options.given(call), kept, call.fail_if, call.json)


def _compare(call: Namespace) -> int:
    with _lasting():
        from mantlet.cli import fight

    return fight.compare(call.first, call.second, Options.given(call), call.json)


def _posture(call: Namespace) -> int:
    with _lasting():
        from mantlet.cli import posture

    said = {name: getattr(call, name) for name in ("draws", "replications", "seed", "threads")}
    kept = posture.Kept(call.months, call.out, call.resume)
    if call.backtest:
        return posture.backtest(call.name, said, kept, call.library, call.json)
    return posture.ask(call.name, said, kept, call.library, call.json)


def _list(call: Namespace) -> int:
    from mantlet.cli import shelf

    return shelf.listing(call.kind, call.library)


def _show(call: Namespace) -> int:
    from mantlet.cli import shelf

    return shelf.show(call.item, call.library)


def _check(call: Namespace) -> int:
    from mantlet.cli import shelf

    return shelf.check(call.file, call.overrides, call.library)


def _schema(_: Namespace) -> int:
    from mantlet.cli import shelf

    return shelf.schema()


def _report(call: Namespace) -> int:
    with _lasting():
        from mantlet.cli import fight, posture

    report = posture.report if posture.holds_answer(call.folder) else fight.report
    return report(call.folder, call.library)


def _view(call: Namespace) -> int:
    from mantlet.cli import view

    return view.view(call.folder, call.port, opens=not call.no_open)


def _warmup(_: Namespace) -> int:
    with _lasting():
        from mantlet.cli import fight

    return fight.warmup()
