"""The commands that lead from reports to numbers. Here stand their options; what they need is imported once called."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, Protocol


class Maker(Protocol):
    """Makes an empty command line, for options that several commands share."""

    def __call__(self, *, add_help: bool) -> ArgumentParser:
        """One of them."""
        ...


def add(evidence: ArgumentParser, empty: Maker) -> None:
    """Adds the commands below `mantlet evidence`; each sets `does`, which takes the call and returns the exit code."""
    actions = evidence.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=type(evidence))
    reading, ledger, by, as_json = _reading(empty), _ledger(empty), _by(empty), _json(empty)

    def command(name: str, says: str, *parents: ArgumentParser) -> ArgumentParser:
        made = actions.add_parser(name, help=says, description=f"{says}.", parents=parents)
        made.set_defaults(does=_do, action=name)
        return made

    read = command(
        "read",
        "Read reports: what they claim, what is left over, how claims stand to each other",
        reading,
        as_json,
    )
    read.set_defaults(does=_read)
    read.add_argument("files", nargs="+", type=Path, metavar="FILE", help="report in UTF-8: plain text or HTML")
    review = command(
        "review",
        "Review what reports say, by keyboard; without a terminal, list it",
        reading,
        ledger,
        by,
        as_json,
    )
    review.add_argument("reports", nargs="*", type=Path, metavar="FILE", help="the reports; those not read yet are")
    review.add_argument("--list", action="store_true", help="list what is proposed, and ask nothing")
    review.add_argument("--model", action="store_true", help="let the model of your settings propose as well")
    accept = command("accept", "Accept claims as they were proposed", ledger, by)
    accept.add_argument("ids", nargs="+", metavar="ID", help="of claims, or their beginning")
    edit = command("edit", "Accept a claim with changes, or make one of a number that no claim holds", ledger, by)
    _edit_options(edit)
    own = command("add", "Add a claim of your own, at a place of a report that has been read", ledger, by)
    _own_options(own)
    reject = command("reject", "Reject claims, or dismiss numbers that no claim holds", ledger, by)
    reject.add_argument("ids", nargs="+", metavar="ID")
    reject.add_argument("--why", required=True, metavar="TEXT", help="the reason")
    command("undo", "Take back your last decision", ledger, by)
    history = command("history", "List what was proposed and decided, in order", ledger, as_json)
    history.add_argument("ids", nargs="*", metavar="ID", help="of these only")
    differ = command("differences", "List what two reviewers made different things of", ledger, as_json)
    differ.add_argument("first", metavar="NAME")
    differ.add_argument("second", metavar="NAME")
    differ.add_argument("--with", type=Path, dest="other", metavar="FILE", help="the second one's own ledger")
    command("close", "Close your review: refused while anything is left undecided", ledger, by)
    fuse = command("fuse", "Make numbers of the claims that hold, as a library file", ledger, by, as_json)
    fuse.set_defaults(does=_fuse)
    _fuse_options(fuse)


def _edit_options(edit: ArgumentParser) -> None:
    edit.add_argument("id", metavar="ID")
    edit.add_argument("changes", nargs="+", metavar="FIELD=VALUE", help="such as value='>5e9', unit=USD or kind=range")
    edit.add_argument("--why", metavar="TEXT", help="the reason")
    edit.add_argument("--report", type=Path, metavar="FILE", help="its report, for new places start=N and end=N")
    _add_date(edit)


def _own_options(own: ArgumentParser) -> None:
    _add_date(own)
    own.add_argument("report", type=Path, metavar="REPORT")
    own.add_argument("start", type=int, metavar="START", help="characters of the report's text before its words")
    own.add_argument("end", type=int, metavar="END", help="characters up to their end")
    own.add_argument("changes", nargs="+", metavar="FIELD=VALUE", help="kind, subject and value at least")


def _fuse_options(fuse: ArgumentParser) -> None:
    fuse.add_argument("ids", nargs="*", metavar="ID", help="claims to fuse; all that hold unless given")
    fuse.add_argument("--out", type=Path, metavar="FILE", help="the library file to write; stdout unless given")
    fuse.add_argument("--name", metavar="TEXT", help="the sheet's name (default: Figures of reports)")
    fuse.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="WHO=NUMBER",
        help="how reliable an attribution or a report is, as anonymous=0.5; repeatable; all equal unless given",
    )
    fuse.add_argument("--latest", action="store_true", help="leave out what a later report tells anew")
    fuse.add_argument("--low", metavar="QUANTITY", help="a lower end that you assume where none is claimed, with --why")
    fuse.add_argument("--high", metavar="QUANTITY", help="an upper end that you assume where none is claimed")
    fuse.add_argument("--why", metavar="TEXT", help="the reason for an end that is assumed")


def _add_date(to: ArgumentParser) -> None:
    to.add_argument("--date", metavar="DAY", help="date of reports that do not begin with ' date YYYY-MM-DD '")


def _reading(empty: Maker) -> ArgumentParser:
    shared = empty(add_help=False)
    _add_date(shared)
    shared.add_argument(
        "--lexicon",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="words and rules of your own, laid over the bundled ones; repeatable",
    )
    return shared


def _ledger(empty: Maker) -> ArgumentParser:
    shared = empty(add_help=False)
    shared.add_argument(
        "--ledger", type=Path, metavar="FILE", help="who decided what, and when (default: evidence.jsonl)"
    )
    return shared


def _by(empty: Maker) -> ArgumentParser:
    shared = empty(add_help=False)
    shared.add_argument("--by", metavar="NAME", help="who decides (default: 'reviewer' of your settings)")
    return shared


def _json(empty: Maker) -> ArgumentParser:
    shared = empty(add_help=False)
    shared.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return shared


def _read(call: Namespace) -> int:
    from mantlet.cli import evidence

    return evidence.show_reading(call.files, call.date, call.lexicon, call.json)


def _fuse(call: Namespace) -> int:
    from mantlet.cli import fusing

    return fusing.fuse(call)


def _do(call: Namespace) -> int:
    from mantlet.cli import ledger

    does: Any = getattr(ledger, call.action)
    return does(call)
