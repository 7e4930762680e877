"""What policies save and cost, what pieces are worth, and what may be said of a ranking; by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mantlet.base.sourced import Sourced
from mantlet.posture.draws import Dice
from mantlet.posture.forecast import NEVER
from mantlet.posture.months import worth
from mantlet.posture.months.file import Posture, postures
from mantlet.posture.months.margins import compositions, first_and_last, packages
from posture_seasons import five, three, two
from posture_world import plain, ready, small

# Prices without a spread, none of them assumed: 40 and 20 million, and the unit price of rounds out of the way.
SURE = [
    ("spend: {value: 40 MUSD, assumed: for tests}", "spend: {value: 40 MUSD, definition: for tests}"),
    ("spend: {value: 20 MUSD, assumed: for tests}", "spend: {value: 20 MUSD, definition: for tests}"),
    ("unit_price: {low: 0.5 MUSD, high: 1 MUSD, assumed: for tests}", "unit_price: {value: 1 MUSD, definition: t}"),
]
ALL = ("sooner", "buy", "ask")  # told from waiting
PRICED = ("{lever: first, on: 2020-07-01,", "{lever: first, price: {value: 6 MUSD, definition: t}, on: 2020-07-01,")
PRICED_TOO = (
    "programme: india-s400\n        units",
    "price: {value: 3 MUSD, definition: t}\n        programme: india-s400\n        units",
)


def _costs(posture: Posture, sooner: float, buy: float) -> dict[str, Any]:
    gains = {"wait": np.zeros((3, 2)), "sooner": np.full((3, 2), sooner), "buy": np.full((3, 2), buy)}
    return worth.costs(posture, gains, ALL, Dice(1))


def test_dollars_for_a_unit_saved_and_where_it_breaks_even() -> None:
    """60 million save 4: 15 million each. What saves 2 and has no price is as good at 30 million."""
    found = _costs(small(*SURE), sooner=2.0, buy=4.0)
    assert found["buy"] == {
        "price_usd": {"mean": 60e6, "range": [60e6, 60e6]},
        "left_usd": 0.0,
        "stands_on": {"sources": [], "assumed": 0, "part": 0, "of": 3},
        "sourced": True,
        "usd_per_unit": 15e6,
        "assumed_usd_per_unit": None,
        "break_even_usd": None,
        "against": None,
    }
    assert found["sooner"] == {
        "price_usd": None,
        "left_usd": None,
        "stands_on": None,
        "sourced": None,
        "usd_per_unit": None,
        "assumed_usd_per_unit": None,
        "break_even_usd": 30e6,
        "against": "buy",
    }
    assert found["wait"]["price_usd"] == {"mean": 0.0, "range": [0.0, 0.0]} and found["wait"]["usd_per_unit"] is None


def test_it_breaks_even_with_the_cheapest() -> None:
    """Two priced ones, at 15 and at 4.5 million a unit; an order of levers of which one has no price has none."""
    found = _costs(small(*SURE, PRICED, PRICED_TOO), sooner=2.0, buy=4.0)
    assert (found["sooner"]["usd_per_unit"], found["buy"]["usd_per_unit"]) == (4.5e6, 15e6)
    assert found["sooner"]["against"] is None
    assert _costs(small(*SURE, PRICED), sooner=2.0, buy=4.0)["sooner"]["price_usd"] is None


def test_of_two_that_have_a_price_it_breaks_even_with_the_cheaper() -> None:
    """9 and 60 million, for 2 and for 4 units: what saves 2 and has no price is as good at 9 million."""
    asking = plain().policies[1].model_copy(update={"id": "ask"})
    priced = small(*SURE, PRICED, PRICED_TOO)
    posture = priced.model_copy(update={"policies": (*priced.policies, asking)})
    gains = {"wait": 0.0, "sooner": 2.0, "buy": 4.0, "ask": 2.0}
    found = worth.costs(posture, {name: np.full((3, 2), gain) for name, gain in gains.items()}, ALL, Dice(1))
    assert (found["ask"]["break_even_usd"], found["ask"]["against"]) == (9e6, "sooner")


def test_a_price_names_its_sources_and_what_is_assumed_of_it() -> None:
    policies = {policy.id: policy for policy in postures()["india-2020"].policies}
    told = worth.costs(postures()["india-2020"], {name: np.zeros((2, 2)) for name in policies}, ALL, Dice(1))
    assert told["short-range"]["stands_on"] == {"sources": ["TOI09", "RT19", "HP21"], "assumed": 1, "part": 1, "of": 4}
    assert told["spares"]["stands_on"] == {"sources": ["IANS17"], "assumed": 0, "part": 0, "of": 1}
    assert told["press"]["stands_on"] is None
    assert {name: entry["sourced"] for name, entry in told.items() if entry["price_usd"]} == {
        "wait": True,
        "rounds": True,
        "spares": True,
        "short-range": False,
        "fighters": True,
    }


@pytest.mark.parametrize("at", range(3))
def test_a_price_of_which_a_number_is_assumed_breaks_even(at: int) -> None:
    """60 million for 4 units; 6 and 3 for 2, at 4.5 each: with one number assumed the first is worth 18, not told."""
    posture = small(*SURE[:at], *SURE[at + 1 :], PRICED, PRICED_TOO)
    buy = _costs(posture, sooner=2.0, buy=4.0)["buy"]
    assert (buy["sourced"], buy["usd_per_unit"]) == (False, None)
    assert (buy["break_even_usd"], buy["against"]) == (18e6, "sooner")
    assert buy["price_usd"]["mean"] == pytest.approx(60e6, rel=0.05) and buy["stands_on"]["assumed"] == 1
    alone = _costs(small(*SURE[:at], *SURE[at + 1 :]), sooner=2.0, buy=4.0)
    assert alone["sooner"]["against"] == "buy", "where no price is sourced one that is assumed stands in, and says so"
    assert alone["sooner"]["break_even_usd"] == pytest.approx(2.0 * alone["buy"]["assumed_usd_per_unit"], rel=1e-5)
    assert alone["buy"]["assumed_usd_per_unit"] == pytest.approx(15e6, rel=0.05)
    assert alone["buy"]["usd_per_unit"] is alone["buy"]["break_even_usd"] is alone["buy"]["against"] is None


def test_what_saves_nothing_has_no_rate_and_no_worth() -> None:
    found = _costs(small(*SURE), sooner=-1.0, buy=4.0)
    assert found["sooner"]["break_even_usd"] == 0.0
    found = _costs(small(*SURE), sooner=2.0, buy=-4.0)
    assert found["buy"]["usd_per_unit"] is None
    assert (found["sooner"]["break_even_usd"], found["sooner"]["against"]) == (None, None)


def test_a_price_lies_within_its_interval() -> None:
    found = worth.price(plain(), plain().policies[2], Dice(1), 50)
    assert found is not None
    assert 40e6 < found.paid_usd.min() < found.paid_usd.max() < 80e6


def test_what_buys_no_piece_is_no_cost() -> None:
    """40 million at 3 each are 13 rounds: 39, and 20 for spares, for 4 units; 1 is left over, and told."""
    found = _costs(small(*SURE[:2], (SURE[2][0], "unit_price: {value: 3 MUSD, definition: t}")), sooner=2.0, buy=4.0)
    assert found["buy"]["price_usd"]["mean"] == 59e6 and found["buy"]["left_usd"] == 1e6
    assert found["buy"]["usd_per_unit"] == pytest.approx(59e6 / 4)


def test_what_is_not_told_from_waiting_has_no_rate_and_is_no_measure() -> None:
    """Sooner is the cheaper by far, at 4.5 million, but what it saves may be chance: buy alone has a rate, at 15."""
    posture = small(*SURE, PRICED, PRICED_TOO)
    asking = plain().policies[1].model_copy(update={"id": "ask"})
    posture = posture.model_copy(update={"policies": (*posture.policies, asking)})
    gains = {name: np.full((3, 2), gain) for name, gain in (("wait", 0.0), ("sooner", 2.0), ("buy", 4.0), ("ask", 2.0))}
    found = worth.costs(posture, gains, {"buy"}, Dice(1))
    assert (found["sooner"]["usd_per_unit"], found["buy"]["usd_per_unit"]) == (None, 15e6)
    assert (found["ask"]["break_even_usd"], found["ask"]["against"]) == (30e6, "buy")
    none = worth.costs(posture, gains, frozenset(), Dice(1))
    assert all(one["usd_per_unit"] is one["break_even_usd"] is None for one in none.values())


def test_a_price_at_an_assumed_rate_is_sourced_in_part() -> None:
    found = {
        (policy.id, number.standing)
        for posture in postures().values()
        for policy in posture.policies
        for number in worth.price_numbers(policy)
        if number.note is not None and re.search("rates? assumed", number.note)
    }
    assert found == {(name, "part cited") for name in ("rounds", "short-range", "fighters")}


def test_exposure_by_hand() -> None:
    """The second policy has west filled in the first month already: one month more, in every draw."""
    found = worth.exposure(two(), plain(), 0, 1)
    assert found["west"] == {"mean": 1.0, "range": [1.0, 1.0]}
    assert all(found[place] == {"mean": 0.0, "range": [0.0, 0.0]} for place in ("east", "middle", "sky"))
    assert worth.exposure(two(), plain(), 0, 0)["west"]["mean"] == 0.0
    assert worth.exposure(two(), plain(), 1, 1)["west"]["mean"] == 2.0


def test_saved_by_hand() -> None:
    """First month 2.5 less 2.0 by the first replication, nothing in the second: a quarter in the mean."""
    found = worth.saving(two(), 1, 0)
    assert found.tolist() == [[0.25, 0.5, 0.75], [1.0, 1.0, 1.0]]
    assert worth.saved((two(), two()), 0, 1, 0)["fixed"]["mean"] == 0.75
    assert np.all(worth.saving(two(), 0, 0) == 0.0)


def test_expected_is_the_sum_over_months_at_the_chance_of_a_raid() -> None:
    """Of a draw 0.5, 1.0, 1.5 at a tenth, of the other 2.0 at a half: (0.1 + 1.0) / 2."""
    found = worth.expected(two(), np.array([0.1, 0.5]), 0, 1, 0)
    assert found["mean"] == pytest.approx(0.55)
    assert found["chance"] is None, "a sum over months is no raid"


def test_lost_in_a_raid_of_an_average_month() -> None:
    found = worth.totals((five(), five()), 0, 0)
    assert found["fixed"]["mean"] == pytest.approx((4 * 3.0 + 4.0) / 5, rel=1e-5)
    assert found["saturating"]["mean"] == pytest.approx(6.5 / 2)


def test_packages_are_compared_with_and_without() -> None:
    """As the first: nothing against it alone. As the last: all but it against all."""
    every, sets = packages(plain()), compositions(plain())
    assert [package.kind for package in every] == ["place", "place", "rounds", "spares"]
    assert len(sets) == 2 * len(every) + 2
    for package, (first, last) in zip(every, first_and_last(len(every)), strict=True):
        assert (sets[first[0]], sets[first[1]]) == (frozenset(), frozenset((package,)))
        assert (sets[last[0]] | {package}, sets[last[1]]) == (frozenset(every), frozenset(every))
        assert package not in sets[last[0]]


def test_margins_by_hand() -> None:
    """One package: nothing at all, it alone, all, all but it. Filled saves 0.5 and 1.0, and 2.0 in the other draw."""
    one = plain().model_copy(update={"policies": plain().policies[:1], "places": plain().places[:1]})
    rows = np.array([[0, 1, 2], [3, 4, 5], [3, 4, 5], [0, 1, 2]], np.int32)
    first, between, last = three().draws
    told = replace(three(), draws=[first._replace(margin_row=rows), between, last._replace(margin_row=rows)])
    (found,) = worth.margins(told, one)
    assert (found["kind"], found["name"]) == ("place", "west")
    assert found["first"]["mean"] == found["last"]["mean"] == pytest.approx((0.75 + 2.0) / 2)


def test_what_never_comes_is_told_as_after_the_last_day() -> None:
    looks = ready().outlooks
    there = looks.presence[0][0]
    late = {"india-s400": np.where(np.arange(5) == 1, NEVER, there.ready_day["india-s400"])}
    states = ((replace(there, ready_day=late), *looks.presence[0][1:]), *looks.presence[1:])
    found = worth.dated_inputs(plain(), replace(looks, presence=states))
    assert list(found) == [f"delay/india-s400/{unit}" for unit in range(1, 6)]
    assert np.all(found["delay/india-s400/2"] == looks.days[-1] + 1 - looks.first_day)
    assert all(column.max() <= looks.days[-1] + 1 - looks.first_day for column in found.values())


def test_what_moves_the_answer_stands_first_with_its_source() -> None:
    outcome = np.arange(40.0)
    noise = np.random.Generator(np.random.Philox(key=1)).random(40)
    number = plain().raid_per_month
    inputs = {"noise": noise, "raid": outcome**3}
    found = worth.drivers(outcome, inputs, {"raid": number}, {"noise": [], "raid": ["other"]})
    assert [(entry["path"], entry["standing"], entry["source"]) for entry in found] == [("raid", "assumed", None)]
    assert found[0]["together"] == ["other"]


def test_conflicting_claims_name_each_source() -> None:
    claims = [
        {"value": value, "source": source, "date": "2020", "confidence": "press", "verification": "read"}
        for value, source in ((4, "A"), (8, "B"), (9, "A"))
    ]
    claims = [{"dimension": "count", **claim} for claim in claims]
    assert worth.sources(Sourced.model_validate({"dimension": "count", "alternatives": claims})) == "A, B"


def test_what_a_policy_changes_and_what_ends_otherwise() -> None:
    """Half of the months have other forces; their raids end otherwise in part."""
    found = worth.moved(two(), plain(), 1)
    assert found["forces"] == 0.5 and 0 < found["ends"] < 0.5
    assert worth.moved(two(), plain(), 0) == {"forces": 0.0, "ends": 0.0}


def test_saved_raid_by_raid() -> None:
    """Both references together save what the mean of them does; the menu is told by itself."""
    found = worth.saved_by_raid(three(), 1, 0)
    assert set(found) == {"first", "second", "menu"}
    both = (found["first"]["mean"] + found["second"]["mean"]) / 2
    assert both == pytest.approx(worth.saving(three(), 1, 0).mean(), rel=1e-5)
    assert found["menu"]["mean"] > 0
    lost = worth.raid_lost(three(), "menu", 0)
    assert (lost["draws"], lost["lost"]["mean"]) == (2, pytest.approx((10.0 + 4.5) / 2))
