"""What money buys: sums that say on what price they rest, and places beside each other."""

from __future__ import annotations

from mantlet.report.posture.facts import Facts
from mantlet.report.posture.first import cost_words
from mantlet.report.posture.sceptic import elsewhere, money
from unit.report.posture import answers
from unit.report.test_markup import Reader


def test_a_price_that_is_assumed_in_part_is_said_to_be_and_has_no_rate() -> None:
    document = answers.answer()
    cost = document["policies"][2]["cost"]
    cost["stands_on"]["assumed"] = 1
    cost |= {"usd_per_unit": None, "break_even_usd": 5e8, "against": "press"}
    said = (
        "“Rounds” breaks even with “Press” at 500 M dollars (in the raid as it is: not told apart; its own, 300 M "
        "dollars, price assumed in part)"
    )
    assert said in cost_words(Facts(document)).replace("\N{NO-BREAK SPACE}", " ")
    text = Reader(money(Facts(document))).text
    assert "price assumed in part; TASS20, RT19; of 3 numbers 1 assumed, 1 cited in part" in text
    cost |= {"break_even_usd": None, "against": None}
    said = "“Rounds” costs 300 M dollars (in the raid as it is: not told apart; price assumed in part)"
    assert said in cost_words(Facts(document)).replace("\N{NO-BREAK SPACE}", " ")


def test_without_a_sourced_rate_an_assumed_price_is_the_measure_and_is_said_to_be() -> None:
    document = answers.answer()
    cost = document["policies"][2]["cost"]
    cost["stands_on"]["assumed"] = 1
    cost |= {"usd_per_unit": None, "assumed_usd_per_unit": 6e8, "break_even_usd": None, "against": None}
    facts = Facts(document)
    said = (
        "“Rounds” costs 300 M dollars, 600 M dollars a unit of value (in the raid as it is: not told apart; price "
        "assumed in part); “Press” breaks even with “Rounds” at 1.2 bn dollars (in the raid as it is: better; no price "
        "is known)"
    )
    assert cost_words(facts).replace("\N{NO-BREAK SPACE}", " ") == said
    text = Reader(money(facts)).text
    assert "No sourced price has such a rate; this one stands in for it, and is a price assumed in part." in text
    assert "600 M" in text and "1.2 bn" in text


def test_where_nothing_is_told_from_waiting_it_is_said_that_nothing_can_break_even() -> None:
    document = answers.answer()
    for policy in document["policies"]:
        policy["cost"] |= {"usd_per_unit": None, "break_even_usd": None, "against": None}
    facts = Facts(document)
    assert "so that there is nothing to hold it against." in Reader(money(facts)).text
    assert "of “Press” no price is known, and no policy with a price is told from waiting" in cost_words(facts)


def test_where_one_has_a_rate_and_none_is_held_against_it_nothing_is_said_to_be_missing() -> None:
    document = answers.answer()
    for policy in document["policies"]:
        policy["cost"] |= {"break_even_usd": None, "against": None}
    text = Reader(money(Facts(document))).text
    assert "nothing to hold it against" not in text and "cheapest of the others (“Rounds”)" in text


def test_a_rate_says_of_which_raid_it_is_by_what_verdict_and_what_is_left_over() -> None:
    document = answers.answer()
    document["policies"][1]["cost"] = document["policies"][2]["cost"] | {"usd_per_unit": 9e8, "left_usd": 4.5e7}
    facts = Facts(document)
    said = (
        "“Press” saves a unit of value for 900 M dollars (in the raid as it is: better; price sourced in part, "
        "45 M dollars left over)"
    )
    assert said in cost_words(facts).replace("\N{NO-BREAK SPACE}", " ")
    text = Reader(money(facts)).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "in the raid as it is: better" in text and "45 M dollars left over" in text


def test_money_and_places_stand_beside_each_other() -> None:
    facts = Facts(answers.answer())
    text = Reader(money(facts)).text
    for words in ("300 M", "200 to 400 M", "600 M", "1.2 bn", "0.1 % to 2 %", "cheapest of the others (“Rounds”)"):
        assert words in text
    assert "price sourced in part; TASS20, RT19; of 3 numbers 1 cited in part" in text
    moved = elsewhere(facts)
    assert moved is not None
    text = Reader(moved).text
    assert "longer filled: Ladakh (s-400); less long: Kashmir (s-400)" in text
    assert "Ladakh (s-400) 2.4" in text
