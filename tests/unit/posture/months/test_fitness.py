"""How many are fit: cuts lower it, spares raise it, held while it hardly moves, and counts with the right mean."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.library.sampling import Coupling, Draw
from mantlet.posture.dates import day
from mantlet.posture.draws import Dice
from mantlet.posture.months.file import Fitness
from mantlet.posture.months.fitness import STEP_FRAC, Fit, Workshop, numbers
from mantlet.posture.months.worth import price
from mantlet.posture.supply.fleet import fleets
from posture_world import plain, policy

LAUNCHERS, _, FLIGHT = plain().fitness
WAIT, _, BUY = plain().policies
(CUT,) = plain().states
DRAWS = range(6)


def _workshop(index: int, strengths: dict[str, Any] | None = None) -> Workshop:
    first = int(plain().months.first.first)
    return Workshop(plain(), Draw(1, index, "comonotone", known={}), first, strengths or {})


def _spares(spend: str, fleet: str = "s-400-launchers", lead: int = 30, on: str = "2020-06-23") -> Any:
    told = {"value": f"{lead} day", "definition": "test"}
    spent = {"value": spend, "definition": "test"}
    return policy({"lever": "spares", "on": on, "fleet": fleet, "spend": spent, "lead": told})


@pytest.mark.parametrize("index", DRAWS)
def test_what_is_fit_lies_between_the_ends_of_taking_parts(index: int) -> None:
    found = _workshop(index).fit(LAUNCHERS, WAIT, CUT)
    never, always = found.ends_prob
    assert np.all(never <= found.one_prob + 1e-9) and np.all(found.one_prob <= always + 1e-9)
    assert np.all(never[1:] < always[1:])


@pytest.mark.parametrize("index", DRAWS)
def test_a_cut_lowers_what_is_fit_from_its_month_on(index: int) -> None:
    shop = _workshop(index)
    before, after = shop.fit(LAUNCHERS, WAIT, None).one_prob, shop.fit(LAUNCHERS, WAIT, CUT).one_prob
    assert (
        abs(after[0] - before[0]) < 1e-12 and abs(after[1] - before[1]) < 5e-3
    )  # it begins a month after the first day
    assert np.all(after <= before + 1e-9)
    assert index not in (0, 1) or after[-1] < before[-1] - 0.4


def test_a_cut_of_another_supplier_changes_nothing() -> None:
    shop = _workshop(0)
    assert FLIGHT.supplier is None
    assert shop.fit(FLIGHT, WAIT, CUT) is shop.fit(FLIGHT, WAIT, None)


@pytest.mark.parametrize("index", DRAWS)
def test_spares_never_lower_what_is_fit(index: int) -> None:
    shop = _workshop(index)
    without, little, much = (
        shop.fit(LAUNCHERS, tested, CUT).one_prob for tested in (WAIT, _spares("0.5 MUSD"), _spares("50 MUSD"))
    )
    assert np.all(little >= without - 1e-9) and np.all(much >= little - 1e-9)
    # In others what is waited for is on its way from the depot, which more at the depot does not mend.
    assert index not in (0, 1) or much[-1] > without[-1] + 0.4


def test_spares_from_a_supplier_who_is_cut_off_wait_for_him() -> None:
    """Due within nine months from October 2021 it is not there before July 2022; what was due before them comes."""
    shop = _workshop(0)
    due = day("2021-10-15"), day("2021-09-01")
    inside, before = (shop.fit(LAUNCHERS, _spares("50 MUSD", lead=at - day("2020-06-23")), CUT).one_prob for at in due)
    waiting = shop.fit(LAUNCHERS, WAIT, CUT).one_prob
    assert np.array_equal(inside[:10], waiting[:10]) and inside[-1] > waiting[-1] + 0.05
    assert before[9] > waiting[9] + 0.3
    elsewhere = LAUNCHERS.model_copy(update={"supplier": None})
    free = shop.fit(elsewhere, WAIT, CUT).one_prob
    bought = shop.fit(elsewhere, _spares("50 MUSD", lead=due[0] - day("2020-06-23")), CUT).one_prob
    assert np.all(bought[3:] > free[3:])


def test_of_a_cut_only_what_is_left_is_waited_for() -> None:
    """Ordered within six months from October 2021 and due in thirty days: thirty days after their end."""
    short, shop = CUT.model_copy(update={"months": 6.0}), _workshop(0)
    during, after = (
        shop.fit(LAUNCHERS, _spares("50 MUSD", on=told), short).one_prob for told in ("2022-01-01", "2022-04-01")
    )
    assert np.allclose(during, after, atol=5e-3)
    assert during[-1] > shop.fit(LAUNCHERS, WAIT, short).one_prob[-1] + 0.05


def test_spares_of_another_fleet_change_nothing() -> None:
    shop = _workshop(0)
    assert shop.fit(LAUNCHERS, _spares("50 MUSD", "mig-29"), None) is shop.fit(LAUNCHERS, WAIT, None)


def test_each_purchase_has_its_own_spend() -> None:
    """Whoever is asked about first."""
    one, other = _workshop(1), _workshop(1)
    small, large = _spares("0.1 MUSD"), _spares("50 MUSD")
    asked = [one.fit(LAUNCHERS, tested, CUT).one_prob for tested in (small, large)]
    again = [other.fit(LAUNCHERS, tested, CUT).one_prob for tested in (large, small)]
    assert np.array_equal(asked[0], again[1]) and np.array_equal(asked[1], again[0])
    assert asked[1][-1] > asked[0][-1]


@pytest.mark.parametrize("coupling", ["comonotone", "independent"])
def test_the_spend_that_is_fought_with_is_the_price_that_is_told(coupling: Coupling) -> None:
    """Draw by draw, in both designs, also where the spend is open."""
    open_spend = {"low": "20 MUSD", "high": "80 MUSD", "assumed": "test"}
    lead = {"value": "30 day", "definition": "test"}
    tested = policy({"lever": "spares", "fleet": "s-400-launchers", "spend": open_spend, "lead": lead})
    told = price(plain(), tested, Dice(1), len(DRAWS))
    for index in DRAWS:
        shop = Workshop(plain(), Draw(1, index, coupling, known={}), int(plain().months.first.first), {})
        shop.fit(LAUNCHERS, tested, None)
        assert told is not None and shop.draw.known
        assert shop.draw.known["spares/s-400-launchers/spend"] == told.paid_usd[index]
    assert told is not None and np.ptp(told) > 20e6


def test_another_strength_is_another_answer() -> None:
    entry = FLIGHT.model_copy(update={"squadrons": "mig-29"})
    many = {"mig-29": np.full(12, 60)}
    shop = _workshop(0, {"mig-29": np.linspace(60, 20, 12).astype(int)})
    shrinking, steady = shop.fit(entry, WAIT, None), shop.facing(many).fit(entry, WAIT, None)
    assert steady.one_prob[0] == shrinking.one_prob[0] and steady.one_prob[-1] != shrinking.one_prob[-1]
    assert np.array_equal(_workshop(0, many).fit(entry, WAIT, None).one_prob, steady.one_prob)


@pytest.mark.parametrize("index", DRAWS)
def test_where_no_upkeep_is_told_a_share_is_fit(index: int) -> None:
    """As drawn, the same in all months, policies and states, and each by itself: counts are binomial."""
    share = {"low": 0.6, "high": 0.8, "assumed": "test"}
    entry = Fitness.model_validate({"share": share, "takes": "battery", "what": "launchers"})
    shop = _workshop(index)
    found = shop.fit(entry, WAIT, None)
    assert entry.share is not None
    prob = Draw(1, index, "comonotone").value("battery.fit_launchers", entry.share)
    assert 0.6 <= prob <= 0.8 and np.array_equal(found.one_prob, np.full(12, prob))
    assert np.array_equal(found.ends_prob, np.full((2, 12), prob))
    assert shop.fit(entry, BUY, CUT) is found and shop.draw.known == {"battery.fit_launchers": prob}
    chances = np.diff(found.among(3)[0], prepend=0.0)
    assert np.allclose(chances, [comb(3, k) * prob**k * (1 - prob) ** (3 - k) for k in range(4)])
    asked = plain().model_copy(update={"fitness": (entry,)})
    assert numbers(asked)["battery.fit_launchers"] == entry.share


def test_held_until_it_has_moved_by_more_than_a_step() -> None:
    """By hand: small moves add up until they are a step from what was read last, up as well as down."""
    one = np.array([0.9, 0.87, 0.84, 0.82, 0.78, 0.5, 0.54, 0.58, 0.58])
    held = Fit(one, one / 2).held
    assert held.one_prob.tolist() == [0.9, 0.9, 0.9, 0.82, 0.82, 0.5, 0.5, 0.58, 0.58]
    assert np.array_equal(held.pair_prob, held.one_prob / 2)
    assert (Fit(one, one).last.one_prob.tolist(), Fit(one, one / 2).last.pair_prob.tolist()) == ([0.58], [0.29])


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40))
def test_what_is_held_is_never_further_than_a_step_from_what_is_fit(one: list[float]) -> None:
    held = Fit(np.array(one), np.array(one)).held.one_prob
    assert held[0] == one[0] and np.all(np.abs(held - one) <= STEP_FRAC)


@given(st.integers(1, 12), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_chances_of_counts_add_up_and_have_the_mean(some: int, one: float, more: float) -> None:
    """Of two the chance lies between the square and that of one."""
    pair = one * one + more * (one - one * one)
    at_most = Fit(np.array([one]), np.array([pair])).among(some)[0]
    assert len(at_most) == some + 1 and abs(at_most[-1] - 1.0) < 1e-9
    chances = np.diff(at_most, prepend=0.0)
    assert np.all(chances >= -1e-12)
    assert abs(chances @ np.arange(some + 1) - some * one) < 1e-6 * some


def test_among_two_by_hand() -> None:
    """Both fit four times in ten, one of two otherwise as often as none."""
    at_most = Fit(np.array([0.5]), np.array([0.4])).among(2)
    assert np.allclose(at_most, [[0.4, 0.6, 1.0]])


def test_the_whole_fleet_has_the_fleets_mean() -> None:
    shop = _workshop(2)
    found = shop.fit(LAUNCHERS, WAIT, None)
    assert np.all((found.one_prob > 0.5) & (found.one_prob < 1.0))
    assert np.all(found.pair_prob >= found.one_prob**2 - 1e-6) and np.all(found.pair_prob <= found.one_prob)


def test_every_number_that_is_drawn_is_known() -> None:
    shop = _workshop(0)
    for entry in plain().fitness:
        shop.fit(entry, BUY, None)
    known = numbers(plain())
    assert set(shop.draw.known or {}) == set(known)
    assert known["mig-29.serviceable"] == fleets()["mig-29"].serviceable
    assert known["spares/s-400-launchers/spend"].standing == "assumed"
