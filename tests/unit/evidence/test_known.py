"""How claims behind numbers stand when reviewers and ledgers disagree."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_samples import CAME, PRICE, accepting, numbered, proposed
from mantlet.evidence import known
from mantlet.evidence.known import Ledgers
from mantlet.evidence.ledger import AnyEvent, Book
from mantlet.evidence.review import edit, reference, reject, review, undo

REF = reference(PRICE)


def book(*events: AnyEvent, name: str = "evidence.jsonl") -> Book:
    return Book(Path(name), numbered(*proposed(), *events))


def edited(by: str, value: str = "4e9") -> AnyEvent:
    return edit(review(numbered(*proposed()), by).item(PRICE.id), by, {"value": value}, "so it says")


def test_it_stands_where_all_say_so() -> None:
    found = Ledgers([book(*accepting(PRICE.id), *accepting(PRICE.id, by="boris"))]).told(REF)
    assert found.state == "stands" and "accepted by anna" in found.words


def test_who_changed_it_is_heard_though_another_let_it_stand() -> None:
    for events in (
        [*accepting(PRICE.id), *accepting(PRICE.id, by="boris"), edited("anna")],
        [*accepting(PRICE.id, by="boris"), *accepting(PRICE.id), edited("anna")],
    ):
        found = Ledgers([book(*events)])
        assert found.told(REF).state == "changed"
        assert "now contract value of Lance → Ruritania 4e9 USD" in found.told(REF).words
        assert "edited by anna" in found.told(REF).words and "accepted by boris" in found.told(REF).words
        assert found.notice([REF]) == f"1 of 1 claims behind it changed since they were used: {PRICE.id}"


def test_a_decision_taken_back_is_a_change() -> None:
    made = [*accepting(PRICE.id), *accepting(PRICE.id, by="boris")]
    back, _ = undo(numbered(*proposed(), *made), "anna")
    found = Ledgers([book(*made, back)]).told(REF)
    assert found.state == "changed" and "taken back by anna" in found.words


def test_who_never_agreed_disputes() -> None:
    item = review(numbered(*proposed()), "boris").item(PRICE.id)
    for other, said in ((edited("boris"), "4e9 USD"), (reject(item, "boris", "no price"), "rejected by boris")):
        found = Ledgers([book(*accepting(PRICE.id)), book(other, name="boris.jsonl")])
        told = found.told(REF)
        assert told.state == "disputed" and "DISPUTED" in told.words and said in told.words
        assert "boris.jsonl" in told.words
        assert "decided otherwise by another reviewer" in str(found.notice([REF]))


def test_a_copy_of_a_ledger_that_went_on_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "BUNDLED", Path("bundled"))
    old = book(*accepting(PRICE.id, CAME.id), name="bundled/ours.jsonl")
    found = Ledgers([old, book(*accepting(PRICE.id, CAME.id), edited("anna"))])
    assert found.told(REF).state == "changed"
    assert found.told(reference(CAME)).state == "stands"
    assert "accepted by anna (a script of the project)" in found.told(reference(CAME)).words


def test_a_claim_is_known_as_it_was_used() -> None:
    found = Ledgers([book(*accepting(PRICE.id), edited("anna"))])
    claim = found.claim(REF)
    assert claim is not None and claim.value == PRICE.value
    assert found.claim(reference(CAME)) is None
