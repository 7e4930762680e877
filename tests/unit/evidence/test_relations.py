"""How claims of small reports stand to each other."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from mantlet.evidence.claims import Reading
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.read import read_reports
from mantlet.evidence.text import report_of
from unit.evidence.reading import DAY, reading_of

LATER = date(2021, 1, 5)
DEAL = "India signed the S-400 deal for $5.4 billion."
STORY = "India bought 12 S-400 systems from Russia for $3 billion last year after talks of many months held in Moscow."


def kinds(reading: Reading) -> list[str]:
    return [relation.kind for relation in reading.relations]


def test_the_same_value_agrees() -> None:
    reading = reading_of(
        "India signed the S-400 deal for $5.4 billion.", "The S-400 contract of India is worth $5.4 billion."
    )
    assert kinds(reading) == ["agree"]


def test_a_less_precise_value_is_compatible() -> None:
    reading = reading_of(DEAL, "The S-400 contract of India is worth more than $5 billion.")
    assert kinds(reading) == ["compatible"]


def test_values_that_exclude_each_other_conflict() -> None:
    reading = reading_of(
        "India signed the S-400 deal for $5.4 billion.", "India signed the S-400 deal for $6.1 billion."
    )
    assert kinds(reading) == ["conflict"]


def test_a_later_report_supersedes_what_changes_with_time() -> None:
    texts = ("The S-400 is to reach India in December 2021.", "The S-400 is to be delivered to India in March 2022.")
    reading = reading_of(*texts, days=(DAY, LATER))
    (relation,) = [relation for relation in reading.relations if relation.kind == "supersedes"]
    by_id = {claim.id: claim for claim in reading.claims}
    assert [by_id[claim].report for claim in relation.claims] == ["1.txt", "0.txt"]


def test_money_in_two_currencies_is_a_unit_mismatch() -> None:
    reading = reading_of(
        "India signed the S-400 deal for $5.4 billion.", "India signed the S-400 deal for Rs 40,000 crore."
    )
    assert kinds(reading) == ["unit_mismatch"]


def test_a_payment_after_a_signature_is_no_conflict() -> None:
    reading = reading_of("India signed the S-400 contract in 2018.", "India completed a payment for the S-400 in 2019.")
    assert kinds(reading) == ["different_predicate"]


def test_two_payments_of_two_years_are_two() -> None:
    text = "India paid $800 million for the S-400 in 2019. India paid $500 million for the S-400 in 2020."
    assert "conflict" not in kinds(reading_of(text))


def test_a_denied_value_does_not_conflict_with_what_it_denies() -> None:
    reading = reading_of("India bought 12 S-400 systems.", "India denied that it had bought 14 S-400 systems.")
    assert "conflict" not in kinds(reading)


def test_parts_are_added_up() -> None:
    good = reading_of("India plans to buy 33 fighter jets, including 12 Su-30MKI and 21 MiG-29.")
    assert [(relation.kind, relation.note) for relation in good.relations] == [("sum_check", "12 + 21 = 33")]
    bad = reading_of("India plans to buy 34 fighter jets, including 12 Su-30MKI and 21 MiG-29.")
    assert [relation.note for relation in bad.relations] == ["12 + 21 = 33, not 34"]


def test_what_a_force_has_and_needs_makes_what_it_would_have() -> None:
    needs = "The Indian Air Force needs 10 more squadrons to supplement the 32 currently in operation."
    (derived,) = reading_of(needs).relations
    assert (derived.kind, derived.note) == ("derived", "32 + 10 = 42 squadrons required in all")
    checked = reading_of(needs, "The Indian Air Force has a sanctioned strength of 42 squadrons.")
    assert ("sum_check", "32 + 10 = 42") in [(relation.kind, relation.note) for relation in checked.relations]


def test_one_story_in_two_outlets_counts_once() -> None:
    copied = "By our own staff. " + STORY.replace("many months", "several months")
    reading = reading_of(STORY, copied)
    assert {relation.kind for relation in reading.relations} == {"derived"}
    assert all("counts once" in relation.note for relation in reading.relations)
    other = reading_of(STORY, "Some 12 S-400 systems were bought by India in 2019.")
    assert "agree" in kinds(other)


def test_the_order_of_files_changes_nothing() -> None:
    texts = (STORY, DEAL, "India signed the S-400 deal for Rs 40,000 crore.")
    reports = [report_of(f"{at}.txt", text, DAY) for at, text in enumerate(texts)]
    readings = {read_reports(order, lexicon()).model_dump_json(by_alias=True) for order in permutations(reports)}
    assert len(readings) == 1


def test_what_comes_on_top_is_not_the_same_again() -> None:
    assert kinds(reading_of("Greece will buy 20 F-35 jets, with an option for 20 more.")) == []


def test_what_is_asked_for_does_not_conflict_with_what_is_so() -> None:
    reading = reading_of("India signed the S-400 deal for $5.4 billion.", "India wants a S-400 deal for $4.1 billion.")
    assert kinds(reading) == ["different_predicate"]


def test_totals_behind_their_parts_are_checked() -> None:
    right, wrong = "It bought 12 jets and 21 tanks (33 in all).", "It bought 12 Su-30 and 21 MiG-29, which make 34."
    notes = [relation.note for relation in reading_of(right, wrong).relations if relation.kind == "sum_check"]
    assert notes == ["12 + 21 = 33", "12 + 21 = 33, not 34"]


def test_some_of_which_need_not_add_up() -> None:
    reading = reading_of(
        "It bought 32 jets, of which nine have come, and flies 17.", "It has 12 jets, of which 8 and 5 fly."
    )
    notes = [relation.note for relation in reading.relations if relation.kind == "sum_check"]
    assert notes == ["8 + 5 = 13, not 12"]
