"""What ordinary sentences of such reports claim: sums, names, lists, who gives and who speaks."""

from __future__ import annotations

import pytest

from unit.evidence.reading import claim_of, reading_of


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The budget will grow by 7.7% to NT$647 billion.", (7.65, 7.75, "%"), (6.465e11, 6.475e11, "TWD")),
        ("Sales rose 12 percent to $3.1 billion.", (12, 12, "%"), (3.05e9, 3.15e9, "USD")),
        ("Spending goes up by $2 billion to $14 billion.", (1.5e9, 2.5e9, "USD"), (13.5e9, 14.5e9, "USD")),
        ("The share grew from 3 percent to 14.", (3, 3, "%"), (14, 14, "%")),
        ("Readiness was 41%, down from 58 a year earlier.", (41, 41, "%"), (58, 58, "%")),
        ("It cost 5 billion dollars to 6 billion euros.", (4.5e9, 5.5e9, "USD"), (5.5e9, 6.5e9, "EUR")),
    ],
)
def test_two_measures_are_no_range(
    text: str, first: tuple[float, float, str], second: tuple[float, float, str]
) -> None:
    found = [claim for claim in reading_of(text).claims if claim.value.op != "unknown"]
    assert [(claim.value.low, claim.value.high, claim.unit) for claim in found] == [first, second]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("It costs A$5 to $6 billion.", 5e9, 6e9, "AUD"),
        ("It costs 3 billion to 4 billion pounds.", 3e9, 4e9, "GBP"),
        ("It has a range of 300 km to 400 km.", 300, 400, "km"),
    ],
)
def test_ranges_with_a_unit_at_both_ends(text: str, low: float, high: float, unit: str) -> None:
    claim = claim_of(text, " to ")
    assert (claim.value.op, claim.value.low, claim.value.high, claim.unit) == ("range", low, high, unit)


def test_a_time_in_between_is_no_measure_of_what_is_counted() -> None:
    text = "Egypt bought 30 Rafale jets. The order, paid over ten years, brings its fleet to 54."
    claim = claim_of(text, "54")
    assert (claim.kind, claim.value.low, claim.unit) == ("fleet_strength", 54, "aircraft")
    grown = claim_of("Readiness grew from 40 percent of all jets to 58.", "58")
    assert (grown.value.low, grown.unit) == (58, "%")


def test_what_may_be_a_change_and_its_result_is_flagged() -> None:
    claim = claim_of("The order was cut by 14 to 36 jets.", "14")
    assert claim.value.op == "range"
    assert "a range, or a change and what it led to" in claim.flags


@pytest.mark.parametrize("text", ["The jets came a year later.", "It is about a year later than planned."])
def test_a_year_later_is_a_number(text: str) -> None:
    claim = claim_of(text, "a year")
    assert (claim.value.low, claim.unit) == (1, "year")


@pytest.mark.parametrize(
    ("text", "words", "low", "unit"),
    [
        ("Seven out of 18 radars work.", "Seven", 7, "radar"),
        ("Only 13 of the air force's 40 CH-47 helicopters can fly.", "13", 13, "helicopter"),
        ("It bought forty–two tanks.", "forty–two", 42, "tank"),
        ("Hundreds of millions of dollars were paid.", "millions", None, "USD"),
    ],
)
def test_units_of_parts_and_of_dashes(text: str, words: str, low: float | None, unit: str) -> None:
    claim = claim_of(text, words)
    assert (claim.value.low, claim.unit) == (low, unit)


def test_a_cue_inside_a_date_is_none() -> None:
    assert not any(claim.rule == "said.faster" for claim in reading_of("It wants two jets by early July.").claims)


def test_tanks_are_no_howitzers() -> None:
    text = "Poland bought K2 tanks and K9 howitzers. The contract covers 180 tanks and 212 howitzers, and two frigates."
    found = {claim.text: claim.subject for claim in reading_of(text).claims}
    assert found["180 tanks"] == "K2 → Poland"
    assert found["212 howitzers"] == "K9 → Poland"
    assert found["two frigates"] == "frigates → Poland"


@pytest.mark.parametrize(
    ("text", "words", "subject"),
    [
        ("Russia sold the S-400. Spain wants four Hawk launchers.", "four", "Hawk → Spain"),
        ("The S-400 came. The Falcon-Eye radar has a range of 300 km.", "300", "Falcon-Eye"),
        ("Peru bought two Swift boats. The price of the Swift was $3 million.", "million", "Swift → Peru"),
        ("The S-400 came to India. India has twelve European launchers.", "twelve", "S-400 → India"),
        ("Norway bought F-35 jets. Its Air Force jets need 40 engines.", "40", "F-35 → Norway"),
        ("Peru wants the Swift boat. It paid $3 million for the Swift", "million", "Swift → Peru"),
        ("Peru bought nine XQ-58A", "nine", "XQ-58A → Peru"),
    ],
)
def test_names_that_no_lexicon_knows_are_systems(text: str, words: str, subject: str) -> None:
    assert claim_of(text, words).subject == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Ukraine hopes. Spain offered four Hawk launchers.", "Hawk → Ukraine"),
        ("India has already sold six Tejas jets to Argentina.", "Tejas → Argentina"),
        ("Ukraine was promised six Hawk launchers.", "Hawk → Ukraine"),
        ("Spain waits. Ukraine has promised to buy six Hawk launchers.", "Hawk → Ukraine"),
        ("Spain waits. Ukraine sent a request for six Hawk launchers.", "Hawk → Ukraine"),
    ],
)
def test_who_gives_is_no_buyer(text: str, subject: str) -> None:
    found = [claim for claim in reading_of(text).claims if claim.value.op != "unknown"]
    assert [claim.subject for claim in found] == [subject]


@pytest.mark.parametrize(
    ("text", "words", "kind", "modality"),
    [
        ("The army now has around 200,000 soldiers and wants 300,000.", "200,000", "other", "done"),
        ("It has 30 jets and needs 42.", "30", "other", "done"),
        ("It bought 12 jets and will buy 20 tanks.", "12", "quantity_ordered", "done"),
        ("It has not paid for two frigates that it received in 2019.", "two", "quantity_delivered", "done"),
        ("It paid for two frigates that it has not received.", "two", "quantity_delivered", "denied"),
        ("He called the report false and said all six instalments had been paid.", "six", "other", "done"),
        ("It has cancelled an order for 18 jets.", "18", "quantity_ordered", "denied"),
        ("The order for 12 jets was cancelled.", "12", "quantity_ordered", "denied"),
        ("It is the first of 12 Gripens that it wants to buy.", "12", "quantity_requested", "requested"),
        ("Spending will rise to 4.2 percent of output next year.", "4.2", "other", "planned"),
        ("The jets replace 43 F-5 fighters that will be withdrawn.", "43", "fleet_strength", "done"),
        ("It will replace 12 old tanks with 20 Leopards.", "20", "other", "planned"),
    ],
)
def test_own_verbs_decide(text: str, words: str, kind: str, modality: str) -> None:
    claim = claim_of(text, words)
    assert (claim.kind, claim.modality) == (kind, modality)


def test_of_two_times_as_near_the_one_behind_counts() -> None:
    text = "Spending was 4.2 percent of output last year, 3.9 percent in 2018."
    assert claim_of(text, "3.9").event_time == "2018"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Norway gets 12 jets, the newspaper Aftenposten reported on Tuesday.", "Tuesday"),
        ("Reuters reported on May 3 that 12 jets had come.", "May 3"),
        ("The ministry wrote on Monday that 12 jets had come.", "Monday"),
    ],
)
def test_the_day_of_a_report_elsewhere_is_no_claim(text: str, day: str) -> None:
    reading = reading_of(text)
    assert day in [span.text for span in reading.unassigned]
    assert all(claim.event_time is None for claim in reading.claims)


@pytest.mark.parametrize(
    ("text", "words", "voice"),
    [
        ('"We want ten jets," an official said. "Twelve tanks will follow."', "Twelve", "official_unnamed"),
        ('"We lost ten jets," said a pilot who asked that his name not be used.', "ten", "anonymous"),
        ("Someone familiar with the plan said ten jets will come.", "ten", "anonymous"),
        ("An executive of the firm said ten jets will come.", "ten", "official_unnamed"),
        ("Commander Blum said ten jets will come.", "ten", "on_record"),
        ("US official Tuesday said ten jets will come.", "ten", "official_unnamed"),
        ("Ten jets will come, according to The Times.", "Ten", "hearsay"),
    ],
)
def test_who_speaks_without_a_name_or_with_one(text: str, words: str, voice: str) -> None:
    assert claim_of(text, words).attribution == voice


def test_how_many_speak_is_no_claim() -> None:
    assert "one of the people" in [span.text for span in reading_of("Jets come, one of the people said.").unassigned]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Asked about ten jets, the minister declined to comment.", "declined"),
        ("Spain would not disclose the price of ten jets.", "declined"),
        ("If the loan is approved, Peru would buy ten jets.", "considered"),
        ("Ten jets came as planned.", "done"),
        ("Ten jets came later than first planned.", "done"),
        ("Peru, which wants tanks, has ten jets.", "done"),
        ("Peru withdrew its order for ten jets.", "denied"),
        ("The sale of ten jets fell through.", "denied"),
    ],
)
def test_questions_conditions_and_comparisons(text: str, modality: str) -> None:
    assert claim_of(text, "en jets").modality == modality


def test_fuel_tanks_are_no_tanks() -> None:
    assert claim_of("The Gripen flies 4,000 km with external tanks. Sweden ordered 60.", "60").unit == "aircraft"


@pytest.mark.parametrize(
    ("text", "words", "kind", "subject"),
    [
        (
            "Peru has 2 jets. It bought 32 Gripens from Norway for $2 billion.",
            "billion",
            "contract_value",
            "Gripen → Peru",
        ),
        ("Spain won an order from Peru for six Hawk launchers.", "six", "quantity_ordered", "Hawk → Peru"),
        ("Peru lost three helicopters in crashes and needs 30 more.", "30", "quantity_requested", "Peru"),
        (
            "Peru will pay $6 billion for 44 launchers, people familiar with the deal said.",
            "44",
            "quantity_planned",
            "Peru",
        ),
        ("Peru has taken delivery of six of 16 AW139 helicopters.", "16", "quantity_ordered", "AW139 → Peru"),
    ],
)
def test_sellers_and_cues_of_others(text: str, words: str, kind: str, subject: str) -> None:
    claim = claim_of(text, words)
    assert (claim.kind, claim.subject) == (kind, subject)


def test_a_name_that_nobody_knows_is_counted_for_itself() -> None:
    found = {claim.text: claim.unit for claim in reading_of("Peru lost 3 men. It has eight Hueys left of 20.").claims}
    assert (found["eight Hueys"], found["20"]) == ("huey", "huey")


def test_one_verb_governs_a_list() -> None:
    text = (
        "The United States will send Ukraine 800 Stinger missiles, 2,000 Javelins and 100 Switchblade drones as help."
    )
    found = [claim for claim in reading_of(text).claims if claim.value.op == "eq"]
    assert [(claim.kind, claim.modality) for claim in found] == [("quantity_promised", "planned")] * 3


def test_a_year_of_comparison_is_no_date_of_a_contract() -> None:
    reading = reading_of("It booked orders of 8.7 trillion won, three times as much as in 2018.")
    assert "2018" in [span.text for span in reading.unassigned]


def test_of_them_is_of_what_was_counted() -> None:
    text = "Peru had 250 launchers and lost at least 21 of them in three weeks."
    assert claim_of(text, "21").unit == "launcher"


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("It grounded 1/2 of the jets.", "1/2", 50, "%"),
        ("Nine in ten missiles hit.", "Nine", 90, "%"),
        ("It lost two in three days.", "three", 3, "day"),
        ("It has 12 155mm howitzers.", "12", 12, "howitzer"),
        ("It has four 76-mm guns.", "four", 4, "gun"),
    ],
)
def test_shares_in_two_numbers_and_bores(text: str, words: str, value: float, unit: str) -> None:
    claim = claim_of(text, words)
    assert (claim.value.low, claim.unit, [flag for flag in claim.flags if "corrupt" in flag]) == (value, unit, [])


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("A 4 percent rise is due.", 4, "%"),
        ("A 10 year plan was signed.", 10, "year"),
        ("A 50 km range was claimed.", 50, "km"),
    ],
)
def test_an_article_and_a_number_are_no_name(text: str, value: float, unit: str) -> None:
    claim = claim_of(text, str(value))
    assert (claim.value.low, claim.unit) == (value, unit)


def test_names_with_a_hyphen_stay_names() -> None:
    assert claim_of("Brazil flies 12 A-4 jets.", "12").subject == "A-4"


def test_names_with_digits_behind_a_number_are_counted() -> None:
    text = "Canada wants jets and 30 pilots. It flies 66 CF-18s and bought 18 more."
    found = {claim.text: (claim.subject, claim.unit) for claim in reading_of(text).claims}
    assert found["66 CF-18s"] == ("CF-18", "aircraft")
    assert found["18"] == ("CF-18 → Canada", "aircraft")


@pytest.mark.parametrize(
    ("text", "words", "subject"),
    [
        ("Greece ordered 24 F-16 Viper fighters.", "24", "F-16 → Greece"),
        ("Taiwan ordered 40 M109A6 Paladin howitzers.", "40", "M109A6 → Taiwan"),
        ("India ordered five S-400 Triumf systems.", "five", "S-400 → India"),
        ("Italy bought four Paladin howitzers. The M109A6 Paladin cost $10 million each.", "$10", "M109A6"),
    ],
)
def test_the_second_name_of_a_known_system_is_no_other_system(text: str, words: str, subject: str) -> None:
    assert claim_of(text, words).subject == subject


@pytest.mark.parametrize("said", ["declined to be named", "refused to be identified", "asked not to be named"])
def test_who_wants_no_name_declines_nothing_else(said: str) -> None:
    text = f"An official who {said} said that 12 jets had arrived"
    assert claim_of(f"{text}.", "12").modality == "done"
    assert claim_of(f"{text} but declined to say when.", "12").modality == "done"
    assert not [claim for claim in reading_of(f"{text}.").claims if claim.rule == "said.declined"]


def test_what_would_not_come_is_no_refusal_to_speak() -> None:
    found = reading_of("The ministry said that 12 jets would not be delivered.").claims
    assert [claim.modality for claim in found] == ["denied"]


@pytest.mark.parametrize("what", ["anti-tank", "anti-aircraft"])
def test_weapons_against_a_thing_are_no_such_thing(what: str) -> None:
    claim = claim_of(f"The army received 17,000 {what} weapons.", "17,000")
    assert (claim.text, claim.unit) == (f"17,000 {what} weapons", "weapon")


def test_squadrons_that_a_country_had_are_a_strength() -> None:
    found = reading_of("India had 42 squadrons in 2002 but has 31 now.").claims
    assert [claim.kind for claim in found if claim.unit == "squadron"] == ["squadron_strength"] * 2


def test_what_is_offered_is_not_given() -> None:
    claim = claim_of("Poland offered to transfer all 28 of its MiG-29 fighters to Ukraine.", "28")
    assert (claim.kind, claim.modality) == ("quantity_promised", "planned")


def test_a_negation_ends_where_another_clause_says_when() -> None:
    assert claim_of("Nobody was hurt when three rockets hit the base.", "three").modality == "done"


def test_an_advanced_delivery_of_what_is_named_at_length_is_an_acceleration() -> None:
    text = "India seeks the advanced delivery of the long-range S-400 surface-to-air defence system, people said."
    found = [claim for claim in reading_of(text).claims if claim.kind == "delivery_acceleration"]
    assert [(claim.text, claim.modality, claim.attribution) for claim in found] == [
        ("advanced delivery", "requested", "anonymous")
    ]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("MOSCOW (Reuters) - Russia said on Wednesday it had delivered 12 jets.", "on_record"),
        ("12 jets had come, the agency (Interfax) reported.", "hearsay"),
        ("12 jets had come, according to two diplomats.", "official_unnamed"),
        ("12 jets had come, according to Defence Minister Rajnath Singh.", "on_record"),
        ("12 jets had come, according to the Indian defence ministry.", "on_record"),
    ],
)
def test_datelines_and_who_an_according_to_names(text: str, voice: str) -> None:
    assert claim_of(text, "12").attribution == voice


def test_of_a_crew_only_the_dead_are_casualties() -> None:
    found = reading_of("Two of the four crew died.").claims
    assert [(claim.kind, claim.value.low) for claim in found] == [("casualties", 2), ("other", 4)]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("The minister doubted that any jets will come before 2025.", "considered"),
        ("There is doubt that any jets will come before 2025.", "considered"),
        ("There is no doubt that the jets will come before 2025.", "planned"),
    ],
)
def test_what_is_doubted_is_not_promised(text: str, how: str) -> None:
    assert claim_of(text, "2025").modality == how


@pytest.mark.parametrize(("text", "count"), [("can engage 36 targets", 0), ("is to be delivered", 1)])
def test_what_a_radar_does_at_once_hastens_nothing(text: str, count: int) -> None:
    found = reading_of(f"The S-400 radar {text} at once.").claims
    assert sum(claim.kind == "delivery_acceleration" for claim in found) == count


def test_what_was_donated_is_given() -> None:
    claim = claim_of("Norway has donated 22 tanks to Ukraine.", "22")
    assert (claim.kind, claim.modality, claim.subject) == ("quantity_delivered", "done", "Ukraine")
