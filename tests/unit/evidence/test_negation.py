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
        ("Nobody has ordered 12 jets, he said.", "12"),
        ("Nothing was paid of the $800 million.", "800"),
        ("It is not the case that 50 missiles failed.", "50"),
        ("Reports of 30 wrecked tanks are fiction, Peru said.", "30"),
        ("Peru called the figure of $2 billion wrong.", "2"),
        ("The tale of 40 wrecked tanks is an invention.", "40"),
        ("Peru contradicted a report that 6 launchers had been hit.", "6"),
        ("The claim of 20 grounded jets does not hold water, he said.", "20"),
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
        ("He did not rule out buying 12 jets.", "12", "considered"),
        ("He did not exclude that Peru buys 12 jets.", "12", "considered"),
        ("Peru has not made up its mind about 12 jets.", "12", "considered"),
        ("He called for 12 jets, the ministry said, and was wrong.", "12", "requested"),
        ("India received 12 jets, not 14.", "12", "done"),
    ],
)
def test_what_is_not_negated_is_not(text: str, words: str, modality: str) -> None:
    assert claim_of(text, words).modality == modality


@pytest.mark.parametrize(
    ("text", "words", "kind", "modality"),
    [
        ("Peru may opt for 12 jets.", "12", "quantity_planned", "considered"),
        ("The jets were ordered in May.", "May", "contract_date", "done"),
        ("Whether Peru takes 12 more jets is unclear.", "12", "quantity_planned", "considered"),
        ("Peru is torn between 12 and 16 launchers.", "12", "quantity_planned", "considered"),
        ("Lawmakers are examining a lease of 12 jets.", "12", "quantity_planned", "considered"),
        ("Four firms bid in a tender for 12 jets.", "12", "quantity_planned", "planned"),
        ("Russia vows 12 jets.", "12", "quantity_promised", "planned"),
        ("A force of 16 jets is to come to Peru.", "16", "quantity_promised", "planned"),
        ("Some 12 tanks will leave Peru for Chile.", "12", "other", "planned"),
        ("Peru gets 12 tanks from Chile.", "12", "quantity_promised", "planned"),
        ("The handover of 12 jets is set for May.", "12", "quantity_promised", "planned"),
        ("Peru overhauled the 12 tanks that it plans to sell.", "12", "quantity_planned", "done"),
    ],
)
def test_a_kind_and_its_modality_go_together(text: str, words: str, kind: str, modality: str) -> None:
    claim = claim_of(text, words)
    assert (claim.kind, claim.modality) == (kind, modality)
