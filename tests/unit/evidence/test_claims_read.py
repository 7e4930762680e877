"""What sentences claim, worked by hand: value, unit, kind, subject, voice and modality."""

from __future__ import annotations

import pytest

from mantlet.evidence.claims import Op
from unit.evidence.reading import claim_of, reading_of


@pytest.mark.parametrize(
    ("text", "words", "op", "low", "high", "unit"),
    [
        ("The deal is worth $5.4-billion.", "5.4", "eq", 5.35e9, 5.45e9, "USD"),
        ("The deal is worth Rs 18,148 crore.", "18", "eq", 18147.5e7, 18148.5e7, "INR"),
        ("The deal is worth NT$94.3 billion.", "94.3", "eq", 94.25e9, 94.35e9, "TWD"),
        ("The deal is worth 2.6 trillion won.", "2.6", "eq", 2.55e12, 2.65e12, "KRW"),
        ("The deal is worth €2.3bn.", "2.3", "eq", 2.25e9, 2.35e9, "EUR"),
        ("The deal is worth QR40bn.", "40", "eq", 39.5e9, 40.5e9, "QAR"),
        ("The deal is worth 1 234 567 euros.", "1 234", "eq", 1234567, 1234567, "EUR"),
        ("The deal is worth 500 000 euros.", "500", "eq", 500000, 500000, "EUR"),
        ("The deal is worth more then $5 billion.", "5", "unknown", None, None, "USD"),
        ("The deal is worth KD2bn.", "2", "eq", 1.5e9, 2.5e9, "KWD"),
        ("The deal is worth R5.1bn.", "5.1", "eq", 5.05e9, 5.15e9, "ZAR"),
        ("The deal is worth R500m.", "500", "eq", 499.5e6, 500.5e6, "ZAR"),
        ("The deal is worth W800bn.", "800", "eq", 799.5e9, 800.5e9, "KRW"),
        ("The deal is worth Bt500m.", "500", "eq", 499.5e6, 500.5e6, "THB"),
        ("The deal is worth Kr500m.", "500", "eq", 499.5e6, 500.5e6, "kr"),
        ("Peru bought five R-27 missiles.", "five", "eq", 5, 5, "missile"),
        ("The deal is worth between $5 billion and $6 billion.", "5", "range", 5e9, 6e9, "USD"),
        ("The deal is worth 5-6 billion dollars.", "5", "range", 5e9, 6e9, "USD"),
        ("The deal is worth more than $5 billion.", "5", "gt", 5e9, None, "USD"),
        ("The deal is worth up to $5 billion.", "5", "lt", None, 5e9, "USD"),
        ("Peru bought at least two dozen jets.", "two dozen", "gt", 24, None, "aircraft"),
        ("Peru bought 12 Su-30MKI.", "12", "eq", 12, 12, "aircraft"),
        ("Peru bought six S-400 squadrons.", "six", "eq", 6, 6, "squadron"),
        ("Peru bought 100 or more missiles.", "100", "gt", 100, None, "missile"),
        ("The missile has a range of 30 to 40 km.", "30", "range", 30, 40, "km"),
        ("The missile can reach targets at 250 kilometres.", "250", "eq", 250, 250, "km"),
        ("Peru paid a third of the price.", "a third", "eq", 100 / 3, 100 / 3, "%"),
        ("Peru paid 8 of 12 missiles in advance and cut the rest by a third.", "a third", "eq", 100 / 3, 100 / 3, "%"),
        ("The plant makes 96 missiles a year.", "96", "eq", 96, 96, "missile/year"),
        ("Peru bought 16 H225M transport helicopters.", "16", "eq", 16, 16, "helicopter"),
        ("Peru bought two dozen second-hand jets.", "two dozen", "eq", 24, 24, "aircraft"),
        ("Peru got all twelve of its Super Tucanos last year.", "twelve", "eq", 12, 12, "aircraft"),
        ("Peru eyes all 15 of Austria’s jets.", "15", "eq", 15, 15, "aircraft"),
        ("A $1.14-billion deal was signed.", "1.14", "eq", 1.135e9, 1.145e9, "USD"),
        ("The package costs nine to ten billion euros.", "nine", "range", 9e9, 1e10, "EUR"),
        ("Missiles cost 400 million euros and support 130 million.", "130", "eq", 1295e5, 1305e5, "EUR"),
        ("The price went from 8.6 billion to 14 billion kronor.", "8.6", "eq", 8.55e9, 8.65e9, "SEK"),
        ("Three missiles reach 120, 200 and 250 km.", "120", "eq", 120, 120, "km"),
        ("The ship has guns and a crew of 185.", "185", "eq", 185, 185, "person"),
        ("Launchers per battery: 6.", "6", "eq", 6, 6, "launcher"),
        ("The frigates: the order is cut to 11 smaller ones.", "11", "eq", 11, 11, "frigate"),
        ("Peru keeps 11 patrol ferries.", "11", "eq", 11, 11, "ferry"),
        ("The work took a decade.", "a decade", "eq", 1, 1, "decade"),
        ("Peru has 40 jets. Missile trials slipped. It ordered 97 more.", "97", "eq", 97, 97, "aircraft"),
        ("Peru has 40 jets. It lacks engines. It ordered 97 more.", "97", "eq", 97, 97, "aircraft"),
        ("Peru got four engines. It ordered 97 more.", "97", "eq", 97, 97, "engine"),
        ("The payments add up to 81 per cent of the price.", "81", "eq", 81, 81, "%"),
        ("Peru bought 29 twin-seaters.", "29", "eq", 29, 29, "aircraft"),
        ("Each gun fires six rounds.", "six", "eq", 6, 6, "round"),
        ("Peru gave the maker another year.", "another year", "eq", 1, 1, "year"),
        ("The first jet comes after a year and a half.", "a year and a half", "eq", 1.5, 1.5, "year"),
        ("The jets were delivered over two years and a half.", "two years", "eq", 2.5, 2.5, "year"),
        ("The jets have served for half a century.", "half a century", "eq", 0.5, 0.5, "century"),
        ("The price has grown from 3.1 to six billion euros.", "3.1", "eq", 3.05e9, 3.15e9, "EUR"),
        ("The price is P18.9 billion.", "18.9", "eq", 18.85e9, 18.95e9, "PHP"),
        ("Peru bought 12 helicopters and keeps four further machines.", "four", "eq", 4, 4, "helicopter"),
        ("Peru bought 42 jets in two steps of 6 and 36.", "36", "eq", 36, 36, "aircraft"),
        ("Peru got three jets and ordered five others.", "five", "eq", 5, 5, "aircraft"),
        ("Peru got 16 retired gunships.", "16", "eq", 16, 16, "helicopter"),
        ("Peru buys 60 jets. A person in the know said 30 would do.", "30", "eq", 30, 30, "aircraft"),
        ("The radars cost 300m euros.", "300", "eq", 299.5e6, 300.5e6, "EUR"),
        ("Peru bought radars for 60m rubles.", "60", "eq", 59.5e6, 60.5e6, "RUB"),
        ("The deal is worth 200 m pounds.", "200", "eq", 199.5e6, 200.5e6, "GBP"),
        ("A grant of 5m US dollars was voted.", "5", "eq", 4.5e6, 5.5e6, "USD"),
        ("A 20m-euro loan was agreed.", "20", "eq", 19.5e6, 20.5e6, "EUR"),
        ("The price is 2-3m dollars.", "2-3", "range", 2e6, 3e6, "USD"),
        ("The deal is worth €1,2 Mrd.", "1,2", "eq", 1.15e9, 1.25e9, "EUR"),
        ("The deal cost 1.2 Mrd. euros.", "1.2", "eq", 1.15e9, 1.25e9, "EUR"),
        ("Peru ordered 5k shells.", "5k", "eq", 5000, 5000, "shell"),
        ("Peru ordered 3K rounds.", "3K", "eq", 3000, 3000, "round"),
        ("Peru ordered 1.5e6 shells.", "1.5e6", "eq", 1.45e6, 1.55e6, "shell"),
        ("Peru ordered 1.5E6 shells.", "1.5E6", "eq", 1.45e6, 1.55e6, "shell"),
        ("Peru ordered 3-4,000 shells.", "3-4,000", "range", 3000, 4000, "shell"),
        ("Peru ordered 10 to 15,000 shells.", "10 to", "range", 10_000, 15_000, "shell"),
        ("Peru ordered 500-1,000 shells.", "500", "range", 500, 1000, "shell"),
        ("A round costs $3-4,000.", "3-4,000", "range", 3000, 4000, "USD"),
        ("It is a $1bn-plus sale.", "$1bn-plus", "gt", 1e9, None, "USD"),
        ("Peru bought 30-plus jets.", "30-plus", "gt", 30, None, "aircraft"),
        ("Peru bought 100-odd jets.", "100-odd", "eq", 100, 100, "aircraft"),
        ("Peru bought a score of jets.", "a score", "eq", 20, 20, "aircraft"),
        ("Peru bought threescore jets.", "threescore", "eq", 60, 60, "aircraft"),
        ("Peru bought a quartet of jets.", "a quartet", "eq", 4, 4, "aircraft"),
        ("Peru bought many hundred jets.", "hundred", "unknown", None, None, "aircraft"),
        ("The work took a fortnight.", "a fortnight", "eq", 1, 1, "fortnight"),
        ("The work took two fortnights.", "two", "eq", 2, 2, "fortnight"),
        ("It comes within the next fortnight.", "fortnight", "eq", 1, 1, "fortnight"),
        ("The delivery is a year late.", "a year", "eq", 1, 1, "year"),
        ("Half-a-billion dollars were paid.", "Half", "eq", 0.45e9, 0.55e9, "USD"),
        ("One half of the price was paid.", "One half", "eq", 50, 50, "%"),
    ],
)
def test_value_and_unit(text: str, words: str, op: Op, low: float | None, high: float | None, unit: str) -> None:
    claim = claim_of(text, words)
    assert (claim.value.op, claim.unit) == (op, unit)
    assert claim.value.low == (None if low is None else pytest.approx(low))
    assert claim.value.high == (None if high is None else pytest.approx(high))


def test_millions_behind_a_word_of_price_are_a_sum_of_no_currency() -> None:
    claim = claim_of("The S-400 deal, worth more than 300m, was signed.", "300")
    assert (claim.kind, claim.value.low, claim.unit) == ("contract_value", 3e8, None)
    assert claim.flags == ("currency not said",)
    assert claim_of("The S-400 reaches 300m.", "300").unit == "m"


def test_thousands_of_the_upper_end_are_flagged() -> None:
    assert claim_of("Peru ordered 3-4,000 shells.", "3").flags == ("thousands from the upper end",)
    assert claim_of("Orders rose from 3 to 4,000 shells.", "4,000").value.low == 4000


@pytest.mark.parametrize(
    "text", ["Peru bought 100-odd jets.", "Peru bought 100 jets or so.", "Peru bought some 100 jets."]
)
def test_what_is_about_so_many_is_flagged(text: str) -> None:
    assert claim_of(text, "100").flags == ("approximate",)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The 12 jets left at 14:30.", "14:30"),
        ("The 12 jets left at 09:15:30 UTC.", "09:15:30 UTC"),
        ("The 12 jets left at 0530 hrs.", "0530 hrs"),
        ("The 12 jets left at 1430 GMT.", "1430 GMT"),
        ("The 12 jets left at 5 p.m. sharp.", "5 p.m."),
        ("The 12 jets left at 5.30 pm.", "5.30 pm"),
        ("The 12 jets left at 5 o’clock.", "5 o’clock"),
    ],
)
def test_a_time_of_the_day_counts_nothing(text: str, left: str) -> None:
    found = reading_of(text)
    assert [claim.text for claim in found.claims] == ["12 jets"]
    assert [span.text for span in found.unassigned] == [left]


def test_hours_that_are_a_length_stay_one() -> None:
    claim = claim_of("The jets flew 1430 hours.", "1430")
    assert (claim.value.low, claim.unit) == (1430, "h")
    assert claim_of("They flew at 14:30 May 5.", "May 5").event_time == "2020-05-05"


def test_a_third_battery_is_no_share() -> None:
    assert [span.text for span in reading_of("Peru has two and may buy a third, he said.").unassigned] == [
        "two",
        "third",
    ]


def test_who_speaks_ages_and_datelines_are_unassigned() -> None:
    text = "LIMA, June 12 - Two officials and a 47-year-old engineer spoke on Friday."
    assert [span.text for span in reading_of(text).unassigned] == ["June 12", "Two officials", "47-year-old", "Friday"]


def test_the_day_of_a_speech_is_unassigned() -> None:
    found = reading_of("The ministry on Thursday told parliament that India bought 12 jets.")
    assert [span.text for span in found.unassigned] == ["Thursday"]


def test_items_of_a_list_and_how_often_are_unassigned() -> None:
    found = reading_of("1. Peru bought 12 jets.\n2. It has been twice late.")
    assert [span.text for span in found.unassigned] == ["1", "2", "twice"]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("India paid $800 million.", "800", "payment"),
        ("India paid 15 per cent in advance.", "15", "payment_share"),
        ("Each missile costs $4 million.", "4", "unit_price"),
        ("India ordered five regiments.", "five", "quantity_ordered"),
        ("India plans to buy five regiments.", "five", "quantity_planned"),
        ("India has asked for five regiments.", "five", "quantity_requested"),
        ("India has received five regiments.", "five", "quantity_delivered"),
        ("Russia pledged five regiments to India.", "five", "quantity_promised"),
        ("A battery has eight launchers.", "eight", "launchers_per_battery"),
        ("Every launcher carries four missiles.", "four", "missiles_per_launcher"),
        ("The air force operates 32 squadrons.", "32", "squadron_strength"),
        ("The air force needs 10 more squadrons.", "10", "squadrons_required_additional"),
        ("The air force has a sanctioned strength of 42 squadrons.", "42", "squadron_authorised"),
        ("A squadron has between 16 and 18 warplanes.", "16", "squadron_size"),
        ("Two squadrons were retired.", "Two", "squadrons_withdrawn"),
        ("Clashes killed 20 soldiers.", "20", "casualties"),
        ("China held 10 soldiers in custody.", "10", "captured"),
        ("The contract was signed in October 2018.", "2018", "contract_date"),
        ("The first battery was delivered in July 2019.", "2019", "delivery_date"),
        ("All batteries are due by April 2023.", "2023", "delivery_completion_date"),
        ("The system is to be operational by October 2020.", "October", "deployment_date"),
        ("The ministers will meet on Wednesday.", "Wednesday", "meeting"),
        ("The first of five batteries is due in May.", "five", "quantity_ordered"),
        ("The order took 18 months to deliver.", "18", "delivery_duration"),
        ("One battery arrived in May 2019.", "One", "quantity_delivered"),
        ("The army uses 12 lorries for it.", "12", "other"),
        ("Firm so far: 180 tanks for $3 billion.", "180", "quantity_ordered"),
        ("Of these, 180 tanks at 3 billion zloty.", "180", "quantity_ordered"),
        ("Eleven of 36 jets have been delivered.", "36 jets", "quantity_ordered"),
        ("Turkey is to deliver the 30 helicopters that it ordered.", "30", "quantity_ordered"),
        ("Peru has also asked for nine batteries.", "nine", "quantity_requested"),
        ("Nine patrol aircraft are to fill the gap.", "Nine", "quantity_planned"),
        ("Peru took possession of two drones.", "two", "quantity_delivered"),
    ],
)
def test_kind(text: str, words: str, kind: str) -> None:
    assert claim_of(text, words).kind == kind


@pytest.mark.parametrize(
    ("text", "attribution"),
    [
        ("India ordered 12 jets.", "report_voice"),
        ("India ordered 12 jets, Defence Minister Rajnath Singh said.", "on_record"),
        ("India ordered 12 jets, the ministry said in a statement.", "on_record"),
        ("India ordered 12 jets, a senior official said.", "official_unnamed"),
        ("India ordered 12 jets, an official said on condition of anonymity.", "anonymous"),
        ("India ordered 12 jets, people familiar with the matter said.", "anonymous"),
        ("India reportedly ordered 12 jets.", "hearsay"),
        ("India ordered 12 jets, the newspaper reported, citing sources.", "hearsay"),
        ("A senior bureaucrat indicated that India ordered 12 jets.", "official_unnamed"),
        ("“We ordered 12 jets,” confided an adviser.", "official_unnamed"),
        ("Army officer Ivan Petrov said that India ordered 12 jets.", "on_record"),
        ("Local television put the order at 12 jets.", "hearsay"),
        ("The paper Le Monde guesses that India ordered 12 jets.", "hearsay"),
        ("It is alleged that India ordered 12 jets.", "hearsay"),
        ("The ministry dismissed talk of 12 jets as fantasy.", "on_record"),
        ("A general, who asked that his name be withheld, said that India ordered 12 jets.", "anonymous"),
        ("An executive who was not empowered to speak said that India ordered 12 jets.", "anonymous"),
        ("India has pledged 12 jets.", "report_voice"),
        ("The United States pledged 12 jets.", "report_voice"),
        ("The 12 jets were declared operational.", "report_voice"),
        ("People familiar with it spoke.\n\nAnother said India ordered 12 jets.", "anonymous"),
        ("An official spoke.\n\nIndia ordered 12 jets.", "report_voice"),
        ("Asked about 12 jets, the chief of staff declined comment.", "on_record"),
        ("Oslo is calm, an official said. India ordered 12 jets.", "report_voice"),
        ("An official spoke of delays; India ordered 12 jets, a spokesman said.", "on_record"),
        ("“We are late. India ordered 12 jets. That is all,” the minister said.", "on_record"),
    ],
)
def test_attribution(text: str, attribution: str) -> None:
    assert claim_of(text, "12").attribution == attribution


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("India bought 12 jets.", "done"),
        ("India plans to buy 12 jets.", "planned"),
        ("India will buy 12 jets.", "planned"),
        ("India is considering buying 12 jets.", "considered"),
        ("India has requested 12 jets.", "requested"),
        ("India denied that it had bought 12 jets.", "denied"),
        ("The chief rebutted reports of 12 jets.", "denied"),
        ("The minister kept silent on 12 jets.", "declined"),
        ("Peru has floated the idea of buying 12 jets.", "considered"),
        ("An executive who was not empowered to speak said that India bought 12 jets.", "done"),
        ("Twelve officers met; 12 jets should have been handed over.", "planned"),
        ("Peru is looking at whether 12 jets should be kept.", "considered"),
        ("The purchase of the first of 12 jets will be signed when they are due.", "done"),
        ("The claim that 12 jets left Peru is false.", "denied"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert claim_of(text, "12").modality == modality


def test_a_refusal_is_a_claim_of_its_own() -> None:
    found = reading_of("A spokesman declined to comment.").claims
    assert [(claim.text, claim.modality) for claim in found] == [("declined to comment", "declined")]


def test_an_acceleration_that_is_weighed_is_considered() -> None:
    text = "India is considering whether to urge Russia to speed up the delivery of the S-400."
    found = [claim for claim in reading_of(text).claims if claim.kind == "delivery_acceleration"]
    assert [(claim.modality, claim.subject) for claim in found] == [("considered", "S-400 → India")]


def test_what_a_number_says_is_not_said_again() -> None:
    found = reading_of("Peru has received 12 jets, two months late. The ship has been delivered.").claims
    assert [(claim.text, claim.kind) for claim in found if claim.rule.startswith("said.")] == [
        ("has been delivered", "delivery_status")
    ]


def test_one_cause_is_told_once() -> None:
    found = reading_of("The delivery is late because of a strike.").claims
    assert [claim.kind for claim in found if claim.kind == "cause_of_delay"] == ["cause_of_delay"]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("The minister ruled out rockets.", ["denied"]),
        ("The minister did not rule out rockets.", []),
    ],
)
def test_a_denial_that_is_negated_is_none(text: str, how: list[str]) -> None:
    assert [claim.modality for claim in reading_of(text).claims if claim.rule == "said.denied"] == how


def test_what_was_planned_for_a_day_gone_by_is_done() -> None:
    assert claim_of("Peru got jets last December and wants more.", "December").modality == "done"


def test_a_number_without_a_unit_counts_what_was_counted_before() -> None:
    text = "India needs 10 more squadrons to supplement the 32 currently in operation."
    claim = claim_of(text, "32")
    assert (claim.kind, claim.unit, claim.flags) == ("squadron_strength", "squadron", ("unit from before",))


@pytest.mark.parametrize(
    ("text", "words", "subject"),
    [
        ("India plans to buy 33 fighter jets, including 12 Su-30MKI.", "33", "fighter jets → India"),
        ("India plans to buy 33 fighter jets, including 12 Su-30MKI.", "12", "Su-30MKI → India"),
        ("India bought five regiments of S-400 for US$5.43 billion.", "five", "S-400 → India"),
        ("India bought the S-400 from Russia for $5 billion.", "5 billion", "S-400 → India"),
        ("Turkey paid Russia $2 billion for the S-400.", "2 billion", "S-400 → Turkey"),
        ("The S-400 has a range of 400 km.", "400 km", "S-400"),
        ("The Indian Air Force operates 32 squadrons.", "32", "Indian Air Force"),
        ("Clashes killed 20 Indian soldiers.", "20", "soldiers → India"),
        ("Clashes killed an unknown number of Chinese troops.", "unknown", "troops → China"),
    ],
)
def test_subject(text: str, words: str, subject: str) -> None:
    assert claim_of(text, words).subject == subject


def test_a_subject_that_a_line_ends_in_is_on_one_line() -> None:
    claim = claim_of("India plans to buy 33 fighter\njets, including 12 Su-30MKI.", "33")
    assert claim.subject == "fighter jets → India"


@pytest.mark.parametrize(
    ("text", "words", "subject"),
    [
        ("It ordered 40 tanks. Poland flies the MiG-29.", "40", "unknown"),
        ("Peru ordered 40 tanks. Poland flies the MiG-29.", "40", "Peru"),
        ("The S-400 deal is worth $5 billion. Turkey has one too.", "$5", "S-400"),
        ("The navy has 12 squadrons. The Indian Air Force has 32.", "12 squadrons", "unknown"),
        (
            "Turkey and India met. India and Russia agreed. It gets 9 S-400 systems. Turkey, Turkey.",
            "9",
            "S-400 → India",
        ),
    ],
)
def test_what_is_named_only_later_is_no_subject(text: str, words: str, subject: str) -> None:
    assert claim_of(text, words).subject == subject


def test_every_claim_names_its_rule() -> None:
    text = "India bought 12 jets for $5 billion in 2018, and declined to comment on its S-400 delivery being late."
    assert all(claim.rule for claim in reading_of(text).claims)
    assert claim_of(text, "12").rule == "count.ordered (number.unit)"


def test_an_earlier_delivery_is_no_date() -> None:
    claim = claim_of("The first battery was delivered four months earlier than planned.", "four months")
    assert (claim.kind, claim.value.low, claim.unit, claim.event_time) == ("schedule_status", 4, "month", None)


def test_what_has_slipped_to_a_day_to_come_is_planned() -> None:
    claim = claim_of("The delivery slipped to December 2021.", "2021")
    assert (claim.kind, claim.modality) == ("delivery_date", "planned")


def test_the_day_of_another_thing_is_no_delivery() -> None:
    assert [span.text for span in reading_of("Deliveries stopped after the fire of 5 May.").unassigned] == ["5 May"]
    assert claim_of("The delivery of 5 May was the last.", "5 May").kind.startswith("delivery")


def test_a_payment_has_its_own_date_also_where_it_is_of_a_contract() -> None:
    assert claim_of("India paid 15% of the S-400 contract in 2019.", "2019").kind == "payment"
    assert claim_of("India signed the contract in 2018.", "2018").kind == "contract_date"
    both = "India signed the S-400 contract in 2018 and paid 15% of it in 2019."
    assert (claim_of(both, "2018").kind, claim_of(both, "2019").kind) == ("contract_date", "payment")
    apart = reading_of("India paid 15% of the S-400 contract in 2019.", "India signed the S-400 contract in 2018.")
    assert not [row for row in apart.relations if row.kind == "conflict"]


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
        ("It will replace 12 old tanks with 20 Leopards.", "20", "quantity_promised", "planned"),
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
