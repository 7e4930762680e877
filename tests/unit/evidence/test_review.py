"""A review folded from its ledger: what is decided, what stands in the way of closing, who differs from whom."""

from __future__ import annotations

from datetime import date

import pytest

from evidence_samples import (
    CAME,
    NAME,
    ORIGINS,
    PRICE,
    READING,
    SHA,
    SHIPS_ID,
    SPOKE,
    TEXT,
    accepting,
    claim,
    exactly,
    numbered,
)
from evidence_samples import proposed as proposed_by
from mantlet.base.errors import UsageError
from mantlet.evidence.claims import Claim, Reading, Relation
from mantlet.evidence.intake import Origin, own, proposals
from mantlet.evidence.ledger import AnyEvent, Closed, Edited, Related
from mantlet.evidence.review import (
    Review,
    accept,
    as_json,
    close,
    differences,
    edit,
    reference,
    reject,
    review,
    reviewers,
    undo,
)
from mantlet.evidence.text import report_of

ALL = (PRICE.id, CAME.id, SPOKE.id, SHIPS_ID)


def after(*events: AnyEvent, by: str = "anna") -> Review:
    return review(numbered(*proposed_by(), *events), by)


def test_items_stand_in_the_order_of_the_text() -> None:
    found = after()
    assert [item.id for item in found.items] == [PRICE.id, CAME.id, SHIPS_ID, SPOKE.id]
    assert {item.standing for item in found.items} == {"undecided"}
    assert found.items[0].proposed == PRICE.model_copy(update={"text": ""})
    assert [relation.note for relation in found.relations_of(found.item(SPOKE.id))] == ["no value fits both"]


def test_the_last_decision_counts() -> None:
    found = after(*accepting(PRICE.id))
    item = found.item(PRICE.id)
    assert (item.standing, item.claim is not None) == ("accepted", True)
    rejected = reject(item, "anna", "no price")
    assert after(*accepting(PRICE.id), rejected).item(PRICE.id).claim is None
    again = after(*accepting(PRICE.id), rejected, *accepting(PRICE.id)).item(PRICE.id)
    assert again.claim == item.claim


def test_an_edit_is_checked_by_the_claims_own_model() -> None:
    item = after().item(PRICE.id)
    edited = edit(item, "anna", {"value": ">3e9", "attribution": "hearsay", "event_time": ""}, "as it says")
    found = after(edited).item(PRICE.id)
    assert found.standing == "edited" and found.claim is not None
    assert (found.claim.value.op, found.claim.value.low, found.claim.attribution) == ("gt", 3e9, "hearsay")
    assert (found.claim.start, found.claim.id) == (PRICE.start, PRICE.id)
    for changes, said in (
        ({"kind": "prize"}, "kind: Input should be"),
        ({"value": "three"}, "value: got 'three', expected 12"),
        ({"value": "9..3"}, "low 9 above high 3"),
        ({"kin": "range"}, "no field 'kin'. Did you mean 'kind'?"),
        ({"start": "4"}, "start: a place is moved with its report at hand only"),
        ({"date_asserted": "soon"}, "date_asserted"),
        ({"event_time": "soon"}, "event_time: got 'soon', expected 2024, 2024-Q3"),
        ({"subject": "\x1b[2J"}, "control character"),
        ({}, "nothing to change"),
    ):
        with pytest.raises(UsageError) as fault:
            edit(item, "anna", changes)
        assert said in str(fault.value)


@pytest.mark.parametrize(
    "time", ["2018-13", "2018-Q9", "2018-02-30", "2020/2018", "../..", "..", "0000", "2018/", "٢٠١٨"]
)
def test_nonsense_is_no_time(time: str) -> None:
    with pytest.raises(UsageError, match=r"event_time: got .* expected 2024"):
        edit(after().item(PRICE.id), "anna", {"event_time": time})


def test_a_refusal_is_in_plain_words() -> None:
    with pytest.raises(UsageError) as fault:
        edit(after().item(PRICE.id), "anna", {"value": "9..3"})
    assert "pydantic" not in str(fault.value) and len(str(fault.value).splitlines()) == 1


def test_a_sentence_is_no_name() -> None:
    item = after().item(PRICE.id)
    for field in ("subject", "unit", "flags"):
        for words in (TEXT.split("\n\n")[1].strip(), "word " * 9, "x" * 61):
            with pytest.raises(UsageError, match="expected a name of at most 8 words"):
                edit(item, "anna", {field: words.replace(",", "")})


def test_a_place_moves_inside_its_report() -> None:
    report = report_of(NAME, TEXT)
    start = TEXT.index("in 11 ships")
    item = after().item(CAME.id)
    moved = edit(item, "anna", {"start": str(start), "end": str(start + 11)}, report=report)
    found = after(*accepting(PRICE.id, SPOKE.id), moved)
    assert found.undecided == (), "the number inside is claimed now"
    assert (moved.what.start, moved.what.end, moved.what.id) == (start, start + 11, CAME.id)
    for first, last in (("5", "5"), ("9", "4"), ("0", str(len(TEXT) + 1)), ("-1", "4"), ("x", "4")):
        with pytest.raises(UsageError):
            edit(item, "anna", {"start": first, "end": last}, report=report)
    with pytest.raises(UsageError, match="is of another report"):
        edit(item, "anna", {"start": "1", "end": "2"}, report=report_of(NAME, TEXT + "."))


def test_a_claim_of_ones_own() -> None:
    report, state = report_of(NAME, TEXT), after()
    place = (TEXT.index("11 ships"), TEXT.index("11 ships") + 8)
    said = {"kind": "other", "subject": "ships", "value": "11", "unit": "ship"}
    events = own(state, report, place, said)
    found = after(*events)
    item = found.item(events[0].id)
    assert item.standing == "accepted" and item.claim is not None and item.claim.rule == "reviewer"
    assert SHIPS_ID not in [left.id for left in found.undecided]
    with pytest.raises(UsageError, match="proposed already"):
        own(found, report, place, said)
    second, _ = own(found, report, place, said | {"value": "12"})
    assert second.id != item.id
    gap = TEXT.index("\n\n")
    for where, words in (((gap, gap + 2), "nothing stands"), ((5, 5), "the place"), ((0, 9999), "the place")):
        with pytest.raises(UsageError, match=words):
            own(state, report, where, said)
    with pytest.raises(UsageError, match="has not been read"):
        own(state, report_of(NAME, TEXT + "."), place, said)


def test_an_edit_goes_on_from_the_edit_before() -> None:
    first = edit(after().item(PRICE.id), "anna", {"value": ">3e9"})
    second = edit(after(first).item(PRICE.id), "anna", {"modality": "considered"})
    found = after(first, second).item(PRICE.id).claim
    assert found is not None and (found.value.op, found.modality) == ("gt", "considered")


def test_a_number_without_a_claim_becomes_one_or_is_dismissed() -> None:
    item = after().item(SHIPS_ID)
    with pytest.raises(UsageError, match="say what it is"):
        accept(item, "anna")
    with pytest.raises(UsageError, match="kind: Field required"):
        edit(item, "anna", {"value": "11"})
    with pytest.raises(UsageError, match="needs its reason"):
        reject(item, "anna", " ")
    made = edit(item, "anna", {"kind": "other", "subject": "ships", "value": "11", "unit": "ship"})
    assert (made.what.date_asserted, made.what.rule, made.what.modality) == (date(2021, 3, 4), "reviewer", "done")
    assert isinstance(made.what, Claim) and after(made).item(SHIPS_ID).claim == made.what


def test_it_closes_once_everything_is_decided() -> None:
    done = accepting(PRICE.id, CAME.id)
    with pytest.raises(UsageError, match="undecided claims: 1, numbers neither claimed nor dismissed: 1"):
        close(after(*done))
    done.append(reject(after().item(SPOKE.id), "anna", "unnamed, and the ministry says four"))
    with pytest.raises(UsageError, match=f"undecided claims: 0, .* dismissed: 1 \\({SHIPS_ID}\\)"):
        close(after(*done))
    done.append(reject(after().item(SHIPS_ID), "anna", "how they travelled"))
    assert not after(*done).closed
    closed = close(after(*done))
    assert after(*done, closed).closed
    assert not after(*done, closed, by="boris").closed
    assert not after(*done, closed, *accepting(SPOKE.id)).closed, "what is decided afterwards opens it again"
    with pytest.raises(UsageError, match="no review to close"):
        close(review([], "anna"))


def test_a_number_inside_a_claim_that_holds_needs_no_more() -> None:
    wide = claim("in 11 ships", "other", exactly(11), "ship")
    more = proposals(Reading(claims=(wide,), unassigned=(), relations=()), ORIGINS, numbered(*proposed_by()), "anna")
    assert len(more) == 1
    done = accepting(PRICE.id, CAME.id, SPOKE.id)
    assert [item.id for item in after(*more, *done).undecided] == [wide.id, SHIPS_ID]
    assert after(*more, *done, *accepting(wide.id)).undecided == ()
    rejected = reject(after(*more).item(wide.id), "anna", "no")
    assert [item.id for item in after(*more, *done, rejected).undecided] == [SHIPS_ID]


def test_what_is_proposed_later_opens_it_again() -> None:
    done = [*accepting(*ALL[:3]), reject(after().item(SHIPS_ID), "anna", "x"), Closed(by="anna")]
    assert after(*done).closed
    assert proposals(READING, ORIGINS, numbered(*proposed_by()), "boris") == []
    more = claim("last year", "delivery_date", exactly(0), None)
    new = proposals(Reading(claims=(more,), unassigned=(), relations=()), ORIGINS, numbered(*proposed_by()), "boris")
    assert not after(*done, *new).closed


def test_undo_takes_back_ones_own_last_decision() -> None:
    made = numbered(*proposed_by(), *accepting(PRICE.id), *accepting(CAME.id, by="boris"), *accepting(CAME.id))
    back, what = undo(made, "anna")
    assert (back.line, what.id) == (9, CAME.id)
    made.append((10, back))
    assert review(made, "anna").item(CAME.id).standing == "undecided"
    assert review(made, "boris").item(CAME.id).standing == "accepted"
    made.append((11, undo(made, "anna")[0]))
    assert [item.standing for item in review(made, "anna").items] == ["undecided"] * 4
    with pytest.raises(UsageError, match="anna has decided nothing"):
        undo(made, "anna")


def test_an_undone_edit_shows_the_decision_before() -> None:
    made = numbered(*proposed_by(), *accepting(PRICE.id), edit(after().item(PRICE.id), "anna", {"value": "3e9"}))
    made.append((99, undo(made, "anna")[0]))
    item = review(made, "anna").item(PRICE.id)
    assert item.standing == "accepted" and item.claim is not None and item.claim.value == PRICE.value


def test_two_reviewers_differ() -> None:
    item = after().item(CAME.id)
    edited = edit(item, "boris", {"attribution": "on_record"})
    made = numbered(*proposed_by(), *accepting(PRICE.id, CAME.id), *accepting(PRICE.id, by="boris"), edited)
    assert reviewers(made) == ["anna", "boris"]
    (found,) = differences(review(made, "anna"), review(made, "boris"))
    assert (found.first.id, found.fields) == (CAME.id, ("attribution",))
    made.append((99, reject(item, "boris", "no")))
    (found,) = differences(review(made, "anna"), review(made, "boris"))
    assert (found.second.standing, found.fields) == ("rejected", ())
    same = edit(item, "boris", {"attribution": "report_voice"})
    made.append((100, same))
    assert differences(review(made, "anna"), review(made, "boris")) == [], "an edit that changes nothing is no other"


def test_ids_may_be_shortened() -> None:
    found = after()
    assert found.item(PRICE.id[:6]).id == PRICE.id
    for name in ("zzzzzz", PRICE.id[:3], ""):
        with pytest.raises(UsageError, match="nothing proposed has the id"):
            found.item(name)


def test_a_reference_names_what_a_claim_says() -> None:
    ref = reference(PRICE)
    assert ref.startswith(f"{PRICE.id}@") and len(ref) == 21
    assert reference(PRICE.model_copy(update={"rule": "other", "report": "renamed.txt", "text": ""})) == ref
    assert reference(PRICE.model_copy(update={"modality": "done"})) != ref


def test_the_document() -> None:
    found = as_json(after(*accepting(PRICE.id), reject(after().item(SHIPS_ID), "anna", "ships")))
    assert found["schema"] == "mantlet.review/1" and found["undecided"] == [CAME.id, SPOKE.id]
    price, _, ships, _ = found["items"]
    assert (price["standing"], price["kind"], price["sha256"]) == ("accepted", "contract_value", SHA)
    assert (ships["standing"], ships["why"]) == ("rejected", "ships")
    assert isinstance(edit(after().item(PRICE.id), "anna", {"unit": "EUR"}), Edited)


def added(*claims: Claim, known: tuple[AnyEvent, ...] = ()) -> list[AnyEvent]:
    """What a reading of these claims adds to the ledger of the sample."""
    reading = Reading(claims=claims, unassigned=(), relations=())
    return proposals(reading, ORIGINS, numbered(*proposed_by(), *known), "anna")


def test_another_opinion_of_one_place_is_another_proposal() -> None:
    other = PRICE.model_copy(update={"value": exactly(9e9)})
    (second,) = added(other)
    found = after(second)
    assert [item.proposed.start for item in found.items].count(PRICE.start) == 2
    item = found.item(getattr(second, "id", ""))
    assert item.id != PRICE.id and item.shown == other.model_copy(update={"id": item.id, "text": ""})
    assert added(other, known=(second,)) == [], "once"
    assert added(PRICE.model_copy(update={"flags": ("proposed by a model",), "rule": "model:small"})) == []
    edited = edit(after().item(PRICE.id), "anna", {"value": "9e9"})
    assert added(other, known=(edited,)) == [], "a reviewer said so already"


def test_relations_are_of_the_claims_as_they_are_now() -> None:
    (conflict,) = after().relations
    assert (conflict.kind, conflict.claims) == ("conflict", (CAME.id, SPOKE.id))
    assert after(reject(after().item(SPOKE.id), "anna", "unnamed")).relations == ()
    (agree,) = after(edit(after().item(SPOKE.id), "anna", {"value": "4"})).relations
    assert agree.kind == "agree"
    spelt = Related(by="anna", relation=Relation(kind="sum_check", claims=(SPOKE.id, CAME.id, CAME.id), note="old"))
    assert after(spelt).relations[-1].note == "4 + 4 = 8, not 5"
    assert spelt.relation not in after(spelt, edit(after().item(CAME.id), "anna", {"value": ">3"})).relations


def test_another_report_of_a_known_name_is_refused() -> None:
    other = {NAME: Origin("0" * 64, date(2021, 3, 4))}
    with pytest.raises(UsageError, match=f"{NAME}: its text is not the one in the ledger"):
        proposals(READING, other, numbered(*proposed_by()), "anna")


def test_two_claims_of_one_id_are_refused() -> None:
    twice = Reading(claims=(PRICE, PRICE), unassigned=(), relations=())
    with pytest.raises(ValueError, match="two proposals"):
        proposals(twice, ORIGINS, (), "anna")
