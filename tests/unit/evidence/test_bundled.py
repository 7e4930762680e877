"""What the library has from two reports of June 2020 came through a ledger that is bundled, without a word of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from mantlet.base.marked import Place
from mantlet.base.sourced import Sourced
from mantlet.cli.standing import differing
from mantlet.evidence import known, sheet
from mantlet.evidence.claims import Claim
from mantlet.evidence.fuse import fused
from mantlet.evidence.known import ledgers
from mantlet.evidence.ledger import Proposed, read
from mantlet.evidence.review import Review, review, version
from mantlet.library.catalog import BUNDLED, catalog
from mantlet.library.models import below, claims_behind
from mantlet.posture.files import Statement
from mantlet.posture.nature import recorded
from mantlet.posture.programme import Promise, programmes
from mantlet.posture.squadrons import forces
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.words import words

REPORTS = ("SEED_A", "SEED_B")
LEDGER = known.BUNDLED / "reports-2020-06.jsonl"
KINDS = ("contract", "delivery_date", "payment", "quantity", "squadron")


@pytest.fixture(scope="module")
def state() -> Review:
    return review(read(LEDGER).events, "mantlet")


def records() -> list[BaseModel]:
    library = catalog()
    found: list[BaseModel] = [*library.systems.values(), *library.flyers.values(), *library.sheets.values()]
    return [*found, *programmes().values(), *forces().values(), *fleets().values(), words(), *recorded()]


def seeded() -> Iterator[tuple[Place, BaseModel]]:
    """Every number and statement that stands on one of the two reports."""
    for record in records():
        for place, part in below(record):
            if getattr(part, "source", None) in REPORTS:
                yield place, part


def test_the_review_is_closed_and_nothing_was_passed_over(state: Review) -> None:
    assert state.closed and not state.undecided
    assert {item.standing for item in state.items} == {"accepted", "edited", "rejected"}


def test_it_is_of_those_reports(state: Review) -> None:
    sources = catalog().sources
    assert {item.sha256 for item in state.items} == {sources[key].sha256 for key in REPORTS}


def test_no_words_of_the_reports_are_kept() -> None:
    for line in LEDGER.read_text(encoding="utf-8").splitlines()[1:]:
        assert "text" not in json.loads(line).get("what", {})


def test_whatever_comes_from_them_names_its_claims(state: Review) -> None:
    found = list(seeded())
    assert len(found) > 20
    for place, part in found:
        assert claims_behind(part), (place, part)
    for ref in {ref for record in records() for ref in claims_behind(record)}:
        assert ledgers().told(ref).state == "stands", ref


def test_a_note_that_cites_one_of_them_stands_beside_its_claims() -> None:
    citing = [
        (place, part)
        for record in records()
        for place, part in below(record)
        if any(key in (getattr(part, "note", None) or "") for key in REPORTS)
    ]
    assert citing and all(claims_behind(part) for _, part in citing)


def claims(part: BaseModel, state: Review) -> list[Claim]:
    held = [state.item(ref.partition("@")[0]).claim for ref in claims_behind(part)]
    return [claim for claim in held if claim is not None]


def test_figures_and_days_are_those_of_their_claims(state: Review) -> None:
    for place, part in seeded():
        for claim in claims(part, state):
            assert str(getattr(part, "date", claim.date_asserted)) == claim.date_asserted.isoformat() or (
                isinstance(part, Statement) or len(claims_behind(part)) > 1
            ), place
            if isinstance(part, Sourced):
                assert (claim.value.low, claim.value.high) == (part.values[0], part.values[-1]), place
            if isinstance(part, Promise):
                assert claim.event_time == part.by.text(), place


def test_no_figure_is_shown_as_cited_that_its_claims_do_not_give() -> None:
    for record in records():
        assert differing(record, ()) == []


def test_the_sheet_is_what_fusing_makes_of_the_ledger(state: Review) -> None:
    names = [item.id for item in state.items if item.claim is not None and item.claim.kind.startswith(KINDS)]
    items = sheet.holding(state, names)
    sources = catalog().sources
    origins = {
        str(source.sha256): sheet.Origin(key, source.confidence, source.verification)
        for key, source in sources.items()
        if source.sha256 is not None
    }
    found = fused([item.claim for item in items if item.claim is not None], state.relations)
    head = sheet.Head("reports-2020-06", "Two reports of June 2020")
    text = sheet.sheet(head, found, items, origins, None)
    assert text == (BUNDLED / "facts" / "reports-2020-06.yaml").read_text(encoding="utf-8")


def test_references_are_of_the_content(state: Review) -> None:
    by_ref = {ref: state.item(ref[:12]).claim for record in records() for ref in claims_behind(record)}
    for ref, claim in by_ref.items():
        assert claim is not None and version(claim) == ref[13:]


def test_the_reader_proposed_all_of_it() -> None:
    claims = [event.what for _, event in read(LEDGER).events if isinstance(event, Proposed)]
    rules = {claim.rule for claim in claims if isinstance(claim, Claim)}
    assert rules and not any(rule.startswith("model") for rule in rules)
