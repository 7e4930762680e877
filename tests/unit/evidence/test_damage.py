"""Damaged text: what is flagged, what it does to the value, and what only looks damaged."""

from __future__ import annotations

import pytest

from unit.evidence.reading import claim_of, reading_of


def test_a_missing_word_is_flagged_and_nothing_is_guessed() -> None:
    claim = claim_of("They signed a deal worth than $5 billion in 2018.", "5 billion")
    assert (claim.kind, claim.value.op, claim.unit, claim.event_time) == ("contract_value", "unknown", "USD", "2018")
    assert "corrupt: a comparative without its beginning" in claim.flags
    assert not claim_of("They signed a deal worth more than $5 billion.", "5 billion").flags


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Inadia bought 12 jets.", "corrupt: a word one letter from a country"),
        ("India bought the the 12 jets.", "corrupt: a word twice"),
        ("India bought 12 345 jets.", "corrupt: figures parted by a space"),
        ("India bought 12 jets for \ufffd5 million.", "corrupt: broken characters"),
    ],
)
def test_other_damage_is_flagged(text: str, flag: str) -> None:
    words = "345" if "345" in text else "12"
    assert flag in claim_of(text, words).flags


OFF = "corrupt: a comparative that is a word or a letter off"


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("then $5 billion", "corrupt: then for than"),
        ("mroe than $5 billion", "corrupt: a comparative without its beginning"),
        ("more $5 billion", OFF),
        ("less $5 billion", OFF),
        ("more then $5 billion", OFF),
        ("more that $5 billion", OFF),
        ("less thna $5 billion", OFF),
        ("at lest $5 billion", OFF),
        ("at leats $5 billion", OFF),
        ("at mots $5 billion", OFF),
        ("up ot $5 billion", OFF),
        ("upto $5 billion", OFF),
        ("atleast $5 billion", OFF),
        ("in excess $5 billion", OFF),
        ("no fewer $5 billion", OFF),
        ("as much $5 billion", OFF),
        ("arround $5 billion", OFF),
        ("aproximately $5 billion", OFF),
        ("less more than $5 billion", OFF),
        ("under over $5 billion", "corrupt: two comparatives that contradict each other"),
        ("$5 billion billion", "corrupt: a scale twice, or a smaller one behind a larger"),
        ("$5 billion million", "corrupt: a scale twice, or a smaller one behind a larger"),
        ("five billion billion dollars", "corrupt: a scale twice, or a smaller one behind a larger"),
        ("$5 billion euros", "corrupt: two currencies"),
    ],
)
def test_a_damaged_sum_is_flagged_and_stays_unknown(words: str, flag: str) -> None:
    claim = claim_of(f"India signed a deal worth {words} in 2018.", "billion")
    assert (claim.kind, claim.value.op) == ("contract_value", "unknown")
    assert flag in claim.flags


@pytest.mark.parametrize("words", ["300 km km", "300 km miles", "more 300 km", "les than 300 km", "nealry 300 km"])
def test_a_damaged_measure_is_flagged_and_stays_unknown(words: str) -> None:
    claim = claim_of(f"The S-400 has a range of {words}.", "300")
    assert claim.value.op == "unknown" and any(flag.startswith("corrupt") for flag in claim.flags)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("India bought ten more 30-tonne trucks.", "30"),
        ("India bought 20 jets, once more 12 of them used.", "12"),
        ("India asked for more, and 12 jets came.", "12"),
        ("India told more about 12 jets.", "12"),
        ("At last 12 jets came.", "12"),
        ("The fleet was then 12 jets strong.", "12"),
        ("India has many more than 12 jets.", "12"),
        ("India bought 12 12-tube launchers.", "12-tube"),
        ("India spent Rs 5 lakh crore on arms.", "lakh"),
        ("India spent 5 billion Canadian dollars.", "billion"),
    ],
)
def test_sound_text_is_not_flagged(text: str, words: str) -> None:
    claim = claim_of(text, words)
    assert claim.value.op != "unknown" and not any(flag.startswith("corrupt") for flag in claim.flags)


@pytest.mark.parametrize(("text", "flag"), [("$$5 million", "a sign twice"), ("12 12 jets", "a figure twice")])
def test_what_stands_twice_is_flagged(text: str, flag: str) -> None:
    claims = reading_of(f"India paid for it: {text}.").claims
    assert all(f"corrupt: {flag}" in claim.flags for claim in claims) and claims


def test_a_word_says_whose_dollars_they_are() -> None:
    assert claim_of("The deal is worth $5 billion Canadian dollars.", "5").unit == "CAD"


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5 milion.",
        "It cost 5 billlion euros.",
        "It cost $5m illion.",
        "It lost twenty thosuand men.",
        "It lost two hundreds men.",
        "It has l2 jets.",
        "It has 1O jets.",
        "It has 1O0 jets.",
    ],
)
def test_numbers_damaged_themselves_are_flagged(text: str) -> None:
    found = [claim for claim in reading_of(text).claims if claim.flags]
    assert len(found) == 1
    assert found[0].value.op == "unknown"
    assert found[0].flags[0].startswith("corrupt: ")


@pytest.mark.parametrize(
    "text", ["It lost hundreds of millions of dollars.", "It lost 5 million men.", "Rs 5l were paid."]
)
def test_sound_scales_are_not_flagged(text: str) -> None:
    assert not any("corrupt" in flag for claim in reading_of(text).claims for flag in claim.flags)
