"""A review replayed on today's reader: what nobody decided on, what reads otherwise, and what is read no more."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from evidence_samples import NAME, TEXT, WHEN
from mantlet.evidence.claims import Claim
from mantlet.evidence.intake import origin_of, proposals
from mantlet.evidence.known import BUNDLED
from mantlet.evidence.ledger import Accepted, AnyEvent, Proposed, Rejected, read
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.read import read_reports
from mantlet.evidence.text import Report, report_of

REPORT = report_of(NAME, TEXT)


@pytest.fixture(scope="module")
def replay(root: Path) -> ModuleType:
    """`bench/replay.py` as a module."""
    spec = importlib.util.spec_from_file_location("bench_replay", root / "bench" / "replay.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def events(*more: AnyEvent) -> list[tuple[int, AnyEvent]]:
    """A ledger of all that is read of the sample, every claim accepted and every number dismissed."""
    reading = read_reports([REPORT], lexicon())
    put_up = [
        event for event in proposals(reading, {NAME: origin_of(REPORT)}, (), "anna") if isinstance(event, Proposed)
    ]
    decided: list[AnyEvent] = [
        Accepted(by="anna", id=event.id, when=WHEN)
        if isinstance(event.what, Claim)
        else Rejected(by="anna", id=event.id, why="no amount", when=WHEN)
        for event in put_up
    ]
    return list(enumerate([*put_up, *decided, *more], 2))


def told(replay: ModuleType, known: list[tuple[int, AnyEvent]], report: Report = REPORT) -> list[tuple[str, int]]:
    return [(one.state, one.item.shown.start) for one in replay.replayed(known, [report], "anna")]


def test_a_review_of_what_is_read_today_leaves_nothing(replay: ModuleType) -> None:
    assert told(replay, events()) == []


def test_what_was_never_put_up_is_undecided(replay: ModuleType) -> None:
    known = events()
    first = next(event for _, event in known if isinstance(event, Proposed) and isinstance(event.what, Claim))
    without = [(line, event) for line, event in known if getattr(event, "id", "") != first.id]
    assert ("undecided", first.what.start) in told(replay, without)


def test_what_reads_otherwise_is_changed_until_it_is_decided_on(replay: ModuleType) -> None:
    known = events()
    place, (line, event) = next(
        (place, pair)
        for place, pair in enumerate(known)
        if getattr(getattr(pair[1], "what", None), "unit", "") == "USD"
    )
    assert isinstance(event, Proposed) and isinstance(event.what, Claim)
    known[place] = (line, event.model_copy(update={"what": event.what.model_copy(update={"unit": "EUR"})}))
    assert told(replay, known) == [("changed", event.what.start)]
    (other,) = replay.replayed(known, [REPORT], "anna")
    again = Proposed(by="anna", id=other.item.id, sha256=REPORT.sha256, dated=REPORT.date, what=other.item.proposed)
    decided = Rejected(by="anna", id=other.item.id, why="misread", when=WHEN)
    assert told(replay, [*known, (98, again), (99, decided)]) == []


def test_a_claim_that_is_read_no_more_is_stale_but_for_a_reviewers_own(replay: ModuleType) -> None:
    known = events()
    claim = next(event.what for _, event in known if isinstance(event, Proposed) and isinstance(event.what, Claim))
    for rule, wanted in (("an older rule", [("stale", claim.start)]), ("reviewer", [])):
        gone = claim.model_copy(update={"id": "0" * 12, "kind": "spares_supply", "rule": rule})
        put_up = Proposed(by="anna", id=gone.id, sha256=REPORT.sha256, dated=REPORT.date, what=gone)
        assert told(replay, events(put_up, Accepted(by="anna", id=gone.id, when=WHEN))) == wanted


def test_reports_that_are_not_there_are_told(replay: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(TEXT, encoding="utf-8")
    known = read(BUNDLED / "reports-2020-06.jsonl").events
    found, missing = replay.known_reports(known, tmp_path)
    assert found == [] and len(missing) == 2
