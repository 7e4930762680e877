"""What the commands below `mantlet evidence` do with a ledger: each takes its call, prints, returns the exit code."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from mantlet.base.errors import UsageError
from mantlet.cli.desk import MARKS, sit
from mantlet.cli.evidence import day
from mantlet.cli.screen import complain, paper, waiting
from mantlet.evidence import intake
from mantlet.evidence import review as deciding
from mantlet.evidence.claims import Claim, Reading
from mantlet.evidence.known import HERE
from mantlet.evidence.ledger import (
    AnyEvent,
    Book,
    Digested,
    Edited,
    Proposed,
    Rejected,
    Related,
    Undone,
    Writer,
    read,
    writing,
)
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.read import open_reports, read_reports
from mantlet.evidence.review import Item, Review
from mantlet.evidence.settings import place, reviewer, settings
from mantlet.evidence.text import Report, open_report
from mantlet.evidence.values import claim_text


def review(call: Namespace) -> int:
    """Puts reports up for review that are not yet, then asks by keyboard, or lists."""
    by, path = reviewer(call.by), _path(call)
    dated = day(call.date)
    reports = open_reports(call.reports, dated)
    if reports:
        with writing(path) as writer:
            _tell(writer.book)
            writer.add(_new(reports, call, writer.book, by))
    if call.model:
        _let_propose(reports, path, by)
    book = _existing(path)
    state = deciding.review(book.events, by)
    if call.json:
        print_json(deciding.as_json(state))
    elif call.list or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _print_list(state)
    else:
        sit(path, by, {report.sha256: report for report in reports})
    return 0


def accept(call: Namespace) -> int:
    """Accepts claims as they were proposed."""
    by = reviewer(call.by)
    with _decided_on(call) as (writer, state):
        items = _named(state, call.ids)
        writer.add([deciding.accept(item, by) for item in items.values()])
    _print_items(call, by, list(items))
    return 0


def _named(state: deciding.Review, ids: Sequence[str]) -> dict[str, deciding.Item]:
    """The items of some ids, each once."""
    return {item.id: item for item in map(state.item, ids)}


def edit(call: Namespace) -> int:
    """Accepts what is proposed with changes."""
    by = reviewer(call.by)
    report = None if call.report is None else open_report(call.report, day(call.date))
    with _decided_on(call) as (writer, state):
        writer.add([deciding.edit(state.item(call.id), by, fields_of(call.changes), call.why, report)])
    _print_items(call, by, [call.id])
    return 0


def add(call: Namespace) -> int:
    """Puts up a claim of the reviewer's own, and accepts it."""
    by = reviewer(call.by)
    report = open_report(call.report, day(call.date))
    with _decided_on(call) as (writer, state):
        new = intake.own(state, report, (call.start, call.end), fields_of(call.changes))
        writer.add(new)
    _print_items(call, by, [event.id for event in new[:1]])
    return 0


def reject(call: Namespace) -> int:
    """Rejects claims, or dismisses numbers."""
    by = reviewer(call.by)
    with _decided_on(call) as (writer, state):
        items = _named(state, call.ids)
        writer.add([deciding.reject(item, by, call.why) for item in items.values()])
    _print_items(call, by, list(items))
    return 0


def undo(call: Namespace) -> int:
    """Takes back the last decision."""
    by = reviewer(call.by)
    with _decided_on(call) as (writer, _):
        event, what = deciding.undo(writer.book.events, by)
        writer.add([event])
    paper().print(f"took back what line {event.line} says: {what.does} {what.id}")
    return 0


def close(call: Namespace) -> int:
    """Closes a review that is complete."""
    with _decided_on(call) as (writer, state):
        writer.add([deciding.close(state)])
    held = sum(item.claim is not None for item in state.items)
    paper().print(f"closed: {held} claims hold, {len(state.items) - held} were rejected or dismissed")
    return 0


def history(call: Namespace) -> int:
    """Lists all events, or those of some proposals."""
    events = existing_ledger(call).events
    if call.ids:
        state = deciding.review(events, "")
        wanted = {state.item(name).id for name in call.ids}
        events = [(line, event) for line, event in events if _subjects(event, events) & wanted]
    if call.json:
        print_json([{"line": line, **event.model_dump(mode="json")} for line, event in events])
        return 0
    table = _table("line", "when", "by", "what")
    for line, event in events:
        table.add_row(str(line), event.when[:16].replace("T", " "), event.by, Text(_event_text(event)))
    paper().print(table)
    return 0


def differences(call: Namespace) -> int:
    """Lists what two reviewers, in one ledger or in one each, made different things of."""
    book = existing_ledger(call)
    other = book if call.other is None else _existing(call.other)
    for name, its in ((call.first, book), (call.second, other)):
        known = deciding.reviewers(its.events)
        if name not in known:
            raise UsageError(f"{its.path}: {name} has decided nothing; there are: {', '.join(known) or 'none'}")
    found = deciding.differences(deciding.review(book.events, call.first), deciding.review(other.events, call.second))
    if call.json:
        print_json(
            [
                {"id": one.first.id, "fields": one.fields, "first": _as_told(one.first), "second": _as_told(one.second)}
                for one in found
            ]
        )
        return 0
    table = _table("id", call.first, call.second)
    for one in found:
        table.add_row(one.first.id, *(Text(_outcome_text(item)) for item in (one.first, one.second)))
    paper().print(table if found else f"{call.first} and {call.second} made the same of everything")
    return 0


def _new(reports: Sequence[Report], call: Namespace, book: Book, by: str) -> list[AnyEvent]:
    """What the reports add to a ledger."""
    reading = read_reports(reports, lexicon(*call.lexicon))
    origins = {report.name: intake.origin_of(report) for report in reports}
    return intake.proposals(reading, origins, book.events, by)


def _let_propose(reports: Sequence[Report], path: Path, by: str) -> None:
    """Puts up what the model of the settings proposes; it decides nothing."""
    from mantlet.evidence.model import propose

    model = settings().model
    if model is None or not reports:
        raise UsageError(f"--model needs reports to read, and 'model: {{url: ..., name: ...}}' in {place()}")
    for report in reports:
        with waiting(f"asking {model.name} at {model.url} about {report.name}"):
            claims, refused = propose(report, model)
        for why in refused:
            complain(f"{report.name}: not taken from {model.name}: {why}")
        reading = Reading(claims=tuple(claims), unassigned=(), relations=())
        with writing(path) as writer:
            origins = {report.name: intake.origin_of(report)}
            writer.add(intake.proposals(reading, origins, writer.book.events, by))


@contextmanager
def _decided_on(call: Namespace) -> Generator[tuple[Writer, Review]]:
    """The ledger of a call, held for a decision, and the review as it stands."""
    path = _path(call)
    _refuse_missing(path)
    with writing(path) as writer:
        _tell(writer.book)
        yield writer, deciding.review(writer.book.events, reviewer(call.by))


def _path(call: Namespace) -> Path:
    return call.ledger if call.ledger is not None else HERE


def existing_ledger(call: Namespace) -> Book:
    """The ledger of a call, read, with what its reader should be told of it. Raises UsageError without any."""
    return _existing(_path(call))


def _existing(path: Path) -> Book:
    _refuse_missing(path)
    book = read(path)
    _tell(book)
    return book


def _refuse_missing(path: Path) -> None:
    if not path.exists():
        raise UsageError(f"{path}: there is no ledger; begin with 'mantlet evidence review FILE...'")


def _tell(book: Book) -> None:
    if book.notice is not None:
        complain(book.notice)


def fields_of(words: Sequence[str]) -> dict[str, str]:
    """Words of the form FIELD=VALUE; raises UsageError for another."""
    pairs = [word.partition("=") for word in words]
    for field, sign, _ in pairs:
        if not sign:
            raise UsageError(f"got '{field}', expected FIELD=VALUE, such as unit=USD")
    return {field.strip(): text for field, _, text in pairs}


def print_json(document: object) -> None:
    """One document on stdout."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def _print_list(state: Review) -> None:
    table = _table("id", "place", "what is proposed")
    for item in state.items:
        table.add_row(item.id, f"{item.proposed.report[:8]} {item.proposed.start}", Text(_outcome_text(item)))
    paper().print(table)
    left = len(state.undecided)
    closed = "closed" if state.closed else "to be closed" if not left else f"{left} undecided"
    paper().print(f"\n{len(state.items)} proposals, {closed} ({state.by})")


def _print_items(call: Namespace, by: str, names: Sequence[str]) -> None:
    state = deciding.review(read(_path(call)).events, by)
    for name in names:
        item = state.item(name)
        paper().print(f"{item.id} {_outcome_text(item)}", soft_wrap=True)


def _outcome_text(item: Item) -> str:
    shown = item.shown
    said = claim_text(shown) if isinstance(shown, Claim) else "number without a claim"
    why = item.decision.why if isinstance(item.decision, Edited | Rejected) else None
    return f"{MARKS[item.standing]} {item.standing}: {said}" + (f" [{why}]" if why else "")


def _as_told(item: Item) -> dict[str, Any]:
    return {"standing": item.standing, "claim": item.claim.model_dump(mode="json") if item.claim is not None else None}


def _subjects(event: AnyEvent, events: Sequence[tuple[int, AnyEvent]]) -> set[str]:
    """The proposals that an event is about."""
    if isinstance(event, Undone):
        return _subjects(dict(events)[event.line], events)
    if isinstance(event, Related):
        return set(event.relation.claims)
    name = getattr(event, "id", None)
    return set() if name is None else {name}


def _event_text(event: AnyEvent) -> str:
    match event:
        case Proposed(what=Claim() as claim):
            return f"proposed {event.id} by rule {claim.rule}: {claim_text(claim)}"
        case Proposed():
            return f"proposed {event.id}: number without a claim"
        case Digested():
            return f"digested {len(event.sentences)} sentences of the report {event.sha256[:8]}"
        case Related():
            return f"related {' '.join(event.relation.claims)}: {event.relation.kind}, {event.relation.note}"
        case Edited():
            return f"edited {event.id}: {claim_text(event.what)}" + (f" [{event.why}]" if event.why else "")
        case Rejected():
            return f"rejected {event.id} [{event.why}]"
        case Undone():
            return f"took back line {event.line}"
        case _:
            return f"{event.does} {getattr(event, 'id', '')}".strip()


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for at, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=at < len(headings) - 1 and at != 1)
    return table
