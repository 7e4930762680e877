"""What the commands below `mantlet evidence` do with a ledger: each takes its call, prints, returns the exit code."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from mantlet.base.errors import UsageError
from mantlet.cli.desk import MARKS, sit
from mantlet.cli.evidence import day
from mantlet.cli.screen import complain, paper, waiting
from mantlet.evidence import fuse as fusing
from mantlet.evidence import review as deciding
from mantlet.evidence import sheet as sheets
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
from mantlet.evidence.read import read_reports
from mantlet.evidence.review import Item, Review
from mantlet.evidence.settings import place, reviewer, settings
from mantlet.evidence.text import Report, open_report
from mantlet.evidence.values import claim_text


def review(call: Namespace) -> int:
    """Puts reports up for review that are not yet, then asks by keyboard, or lists."""
    by, path = reviewer(call.by), _path(call)
    dated = day(call.date)
    reports = [open_report(file, dated) for file in call.reports]
    if reports:
        with writing(path) as writer:
            _tell(writer.book)
            writer.add(_new(reports, call, writer.book, by))
    if call.model:
        _let_propose(reports, path, by)
    book = _existing(path)
    state = deciding.review(book.events, by)
    if call.json:
        _print_json(deciding.as_json(state))
    elif call.list or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _print_list(state)
    else:
        sit(path, by, {report.sha256: report.text for report in reports})
    return 0


def accept(call: Namespace) -> int:
    """Accepts claims as they were proposed."""
    by = reviewer(call.by)
    with _decided_on(call) as (writer, state):
        writer.add([deciding.accept(state.item(name), by) for name in call.ids])
    _print_items(call, by, call.ids)
    return 0


def edit(call: Namespace) -> int:
    """Accepts what is proposed with changes."""
    by = reviewer(call.by)
    with _decided_on(call) as (writer, state):
        writer.add([deciding.edit(state.item(call.id), by, _changes(call.changes), call.why)])
    _print_items(call, by, [call.id])
    return 0


def reject(call: Namespace) -> int:
    """Rejects claims, or dismisses numbers."""
    by = reviewer(call.by)
    with _decided_on(call) as (writer, state):
        writer.add([deciding.reject(state.item(name), by, call.why) for name in call.ids])
    _print_items(call, by, call.ids)
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
    events = _existing(_path(call)).events
    if call.ids:
        state = deciding.review(events, "")
        wanted = {state.item(name).id for name in call.ids}
        events = [(line, event) for line, event in events if _subjects(event, events) & wanted]
    if call.json:
        _print_json([{"line": line, **event.model_dump(mode="json")} for line, event in events])
        return 0
    table = _table("line", "when", "by", "what")
    for line, event in events:
        table.add_row(str(line), event.when[:16].replace("T", " "), event.by, Text(_event_text(event)))
    paper().print(table)
    return 0


def differences(call: Namespace) -> int:
    """Lists what two reviewers, in one ledger or in one each, made different things of."""
    book = _existing(_path(call))
    other = book if call.other is None else _existing(call.other)
    for name, its in ((call.first, book), (call.second, other)):
        known = deciding.reviewers(its.events)
        if name not in known:
            raise UsageError(f"{its.path}: {name} has decided nothing; there are: {', '.join(known) or 'none'}")
    found = deciding.differences(deciding.review(book.events, call.first), deciding.review(other.events, call.second))
    if call.json:
        _print_json(
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


def fuse(call: Namespace) -> int:
    """Makes numbers of the claims that hold, and writes them as a library file."""
    by = reviewer(call.by)
    state = deciding.review(_existing(_path(call)).events, by)
    items = sheets.holding(state, call.ids)
    weights = _weights(call.weight) if call.weight else None
    claims = [item.claim for item in items if item.claim is not None]
    found = fusing.fused(claims, state.relations, weights, latest=call.latest)
    ends = _ends(call)
    for one in found:
        _tell_of(one, ends)
    if call.json:
        _print_json({"schema": "mantlet.fused/1", "by": by, "numbers": [_number(one) for one in found]})
        return 0
    head = sheets.Head(call.out.stem if call.out is not None else "evidence", call.name or "Figures of reports")
    text = sheets.sheet(head, found, items, _publications(), ends)
    _checked(text)
    if call.out is None:
        sys.stdout.write(text)
    else:
        _write(call.out, text)
        paper().print(f"wrote {call.out}; look: mantlet show {head.id} --library {call.out.parent}", soft_wrap=True)
    return 0


def _tell_of(one: fusing.Fused, ends: sheets.Ends | None) -> None:
    """Complains of a fused entry that conflicts or makes no number."""
    if (said := one.left or one.warning) is not None:
        complain(f"{one.label}: {said}")
    if (end := sheets.missing_end(one, ends)) is not None:
        said = " or ".join(one.text(*part[:2]) for part in one.parts)
        complain(f"{one.label}: {said}; left out, as no {end} end is claimed: assume one with --{end} and --why")


def _new(reports: Sequence[Report], call: Namespace, book: Book, by: str) -> list[AnyEvent]:
    """What the reports add to a ledger."""
    reading = read_reports(reports, lexicon(*call.lexicon))
    origins = {report.name: deciding.origin_of(report) for report in reports}
    return deciding.proposals(reading, origins, book.events, by)


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
            origins = {report.name: deciding.origin_of(report)}
            writer.add(deciding.proposals(reading, origins, writer.book.events, by))


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


def _changes(words: Sequence[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    for field, sign, _ in pairs:
        if not sign:
            raise UsageError(f"got '{field}', expected FIELD=VALUE, such as unit=USD")
    return {field.strip(): text for field, _, text in pairs}


def _weights(words: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for who, text in _changes(words).items():
        try:
            found[who] = float(text)
        except ValueError:
            found[who] = 0.0
        if not 0 < found[who] < float("inf"):
            raise UsageError(f"--weight: got {text!r} for {who}, expected a number above zero")
    return found


def _ends(call: Namespace) -> sheets.Ends | None:
    if call.low is None and call.high is None:
        return None
    if not call.why:
        raise UsageError("an end that you assume needs its reason (--why)")
    return sheets.Ends(call.low, call.high, call.why)


def _publications() -> dict[str, sheets.Origin]:
    """Reports that are publications of the library, by the hash of their text."""
    from mantlet.library.catalog import catalog

    return {
        source.sha256: sheets.Origin(key, source.confidence, source.verification)
        for key, source in catalog().sources.items()
        if source.sha256 is not None
    }


def _checked(text: str) -> None:
    from mantlet.base.marked import read as read_yaml
    from mantlet.library.models import FactSheet

    FactSheet.model_validate(read_yaml(text, "fused").data)


def _write(path: Path, text: str) -> None:
    """Writes a sheet whole or not at all; replaces no other file."""
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith("kind: facts\n"):
        raise UsageError(f"{path}: exists and is no sheet of facts; it stays as it is. Choose another --out")
    beside = path.with_name(f".{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); choose another --out") from None


def _number(one: fusing.Fused) -> Mapping[str, Any]:
    """One entry of `fuse --json`; ends in SI units, or dates; null where open."""
    return {
        "subject": one.subject,
        "kind": one.kind,
        "dimension": one.measure.dimension,
        "thing": one.measure.thing,
        "parts": [
            {"text": one.text(*part[:2]), "claims": [claim.id for claim in part.claims], "weight": part.weight}
            for part in one.parts
        ],
        "hull": one.text(*one.hull),
        "bounds": [claim.id for claim in one.bounds],
        "replaced": [claim.id for claim in one.replaced],
        "warning": one.warning,
        "left": one.left,
    }


def _print_json(document: object) -> None:
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
