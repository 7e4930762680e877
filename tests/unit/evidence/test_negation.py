"""What is said not to be so is denied; words that only look like it deny nothing."""

from __future__ import annotations

import pytest

from unit.evidence.reading import claim_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Turkey did not pay $2.5 billion.", "2.5"),
        ("Turkey didn't pay $2 billion and $3 billion, but paid $4 billion.", "3"),
        ("India has not yet paid the 15% advance.", "15"),
        ("No missiles were delivered in 2019.", "2019"),
        ("India never received the 12 jets.", "12"),
        ("Peru went home without buying 12 jets.", "12"),
        ("Peru failed to deliver 12 jets.", "12"),
        ("Peru has yet to pay $5 billion.", "5"),
        ("The 12 jets ordered in 2018 were not delivered.", "12"),
        ("Of the 14 ships ordered, 12 have yet to arrive.", "12"),
        ("The advance of $5 million was never paid.", "5"),
        ("India received 12 jets, not 14.", "14"),
        ("Peru ruled out buying 14 jets.", "14"),
    ],
)
def test_what_is_negated_is_denied(text: str, words: str) -> None:
    assert claim_of(text, words).modality == "denied"


@pytest.mark.parametrize(
    ("text", "words", "modality"),
    [
        ("Turkey didn't pay $2 billion and $3 billion, but paid $4 billion.", "4", "done"),
        ("The 12 jets ordered in 2018 were not delivered.", "2018", "done"),
        ("No missiles were delivered in 2019 and 12 arrived in 2020.", "12", "done"),
        ("No. 5 Squadron received 12 jets.", "12", "done"),
        ("No 5 Squadron received 12 jets.", "12", "done"),
        ("Five battalions were given at no charge in 2014.", "2014", "done"),
        ("The contract is worth $5 million without tax.", "5", "done"),
        ("India did not only pay $5 billion.", "5", "done"),
        ("India paid no more than $6 billion.", "6", "done"),
        ("The jets will not be delivered before 2021.", "2021", "planned"),
        ("Deliveries will not begin until 2022.", "2022", "planned"),
        ("He has not ruled out buying 12 jets.", "12", "considered"),
        ("India received 12 jets, not 14.", "12", "done"),
    ],
)
def test_what_is_not_negated_is_not(text: str, words: str, modality: str) -> None:
    assert claim_of(text, words).modality == modality
