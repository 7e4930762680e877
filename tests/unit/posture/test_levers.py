"""Levers over one set of draws: they move what they move partly, never what has come, and wait moves nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.posture.dates import day, span
from mantlet.posture.draws import Dice
from mantlet.posture.forecast import Arrivals, Hold, arrivals, bundled_outlook
from mantlet.posture.induction import Induction
from mantlet.posture.levers import Buy, Policy, bought, delivered, lever_findings, pressed, pulled, worked_up
from mantlet.posture.programme import programmes
from posture_arrivals import punctual
from unit.posture.orders import on

THEN = day("2020-06-23")
BUY = {
    "spend": {"value": "450 MUSD", "definition": "test"},
    "unit_price": {"value": "4.5 MUSD", "definition": "test"},
    "brings": "48N6E3",
    "like": "india-s400-rounds",
    "lead": {"value": "30 day", "definition": "test"},
}
CAME = Arrivals("india-s400", (1, 2, 3), np.array([[500, 900, 1500], [100, 400, 4000]]) + THEN, ())


def _policy(**lever: Any) -> Policy:
    plain = {"on": "2020-06-23"}
    if lever["lever"] == "press":
        plain |= {"programme": "india-s400", "units": [1]}
    return Policy.model_validate({"id": "p", "title": "p", "levers": [{**plain, **lever}]})


def _phi(low: float, high: float | None = None) -> dict[str, Any]:
    figures = {"value": low} if high is None else {"low": low, "high": high}
    return {**figures, "definition": "test"} if high is None else {**figures, "assumed": "test"}


def test_waiting_moves_nothing() -> None:
    assert np.array_equal(pulled(Policy(id="wait", title="wait"), CAME, Dice(1), THEN).days, CAME.days)


def test_asking_for_a_year_yields_its_share() -> None:
    """Twelve months asked, half yielded: 183 days, on the named unit alone, and never before the day after asking."""
    moved = pulled(_policy(lever="press", units=[1], months=12.0, phi=_phi(0.5)), CAME, Dice(1), THEN).days - THEN
    assert moved.tolist() == [[500 - 183, 900, 1500], [1, 400, 4000]]


def test_never_before_the_earliest_day() -> None:
    lever = _policy(lever="press", units=[1, 2], months=24.0, phi=_phi(1.0), earliest="2021-06-01")
    moved = pulled(lever, CAME, Dice(1), THEN).days
    floor = day("2021-06-01")
    assert moved[0].tolist() == [floor, floor, THEN + 1500]
    assert moved[1, 0] == THEN + 100  # it was earlier already, and stays


@given(
    st.lists(st.integers(0, 5000), min_size=1, max_size=5), st.floats(0, 100), st.floats(0, 60), st.integers(0, 5000)
)
def test_pressing_never_delays_and_more_never_less(days: list[int], asked: float, more: float, earliest: int) -> None:
    row = np.array([days])
    less, harder = pressed(row, np.array([asked]), earliest), pressed(row, np.array([asked + more]), earliest)
    assert np.all(harder <= less) and np.all(less <= row)
    assert np.all(less >= np.minimum(row, earliest))


def test_the_share_yielded_is_open_and_the_same_for_all_policies() -> None:
    days = np.full((300, 1), THEN + 5000)
    came = Arrivals("india-s400", (1,), days, ())
    one = pulled(_policy(lever="press", months=12.0, phi=_phi(0.0, 1.0)), came, Dice(1), THEN).days
    two = pulled(_policy(lever="press", months=24.0, phi=_phi(0.0, 1.0)), came, Dice(1), THEN).days
    assert np.allclose(days - two, 2 * (days - one), atol=1.1)
    assert (days - one).min() < 20 and (days - one).max() > 345


def test_what_has_come_is_not_moved() -> None:
    harder = _policy(lever="press", months=24.0, phi=_phi(1.0), units=[1, 2])
    later = pulled(harder, CAME, Dice(1), THEN + 450).days - THEN
    assert later.tolist() == [[451, 451, 1500], [100, 400, 4000]]


def _held(due: list[list[int]], begins: int, over: int) -> Arrivals:
    """Due so many days after THEN, of a supplier from whom nothing comes from one such day to another."""
    begun, end = (np.full((len(due), 1), THEN + at) for at in (begins, over))
    hold = Hold(begun, begun, end)
    units = tuple(range(1, len(due[0]) + 1))
    return Arrivals("india-s400", units, hold.laid(np.array(due) + THEN), (), hold)


def test_one_pressed_to_before_a_cut_escapes_it_and_none_comes_within() -> None:
    """A cut from day 1000 to day 1500; half of twelve months, 183 days, is yielded of what is due without it."""
    came = _held([[900, 1100, 1300]], 1000, 1500)
    assert (came.days - THEN).tolist() == [[900, 1600, 1800]]
    moved = pulled(_policy(lever="press", units=[1, 2, 3], months=12.0, phi=_phi(0.5)), came, Dice(1), THEN).days
    assert (moved - THEN).tolist() == [[717, 917, 1617]]


def test_one_pressed_for_within_a_cut_comes_after_it() -> None:
    """Asked on day 1200 of a cut to day 1500, or not before day 1550: the clock of what is due stands meanwhile."""
    came = _held([[900, 1100, 1300]], 1000, 1500)
    lever = _policy(lever="press", units=[1, 2, 3], months=24.0, phi=_phi(1.0))
    assert (pulled(lever, came, Dice(1), THEN + 1200).days - THEN).tolist() == [[900, 1501, 1501]]
    (press,) = lever.levers
    late = press.model_copy(update={"earliest": span(on("2020-06-23", 1550))})
    lever = lever.model_copy(update={"levers": (late,)})
    assert (pulled(lever, came, Dice(1), THEN).days - THEN).tolist() == [[900, 1550, 1550]]


@given(
    st.lists(st.integers(1, 3000), min_size=1, max_size=4),
    st.integers(1, 2000),
    st.integers(0, 1500),
    st.integers(0, 2500),
    st.floats(0.01, 100.0),
)
def test_nothing_is_pressed_into_a_cut_nor_later_than_it_came(
    due: list[int], begins: int, months_day: int, asked_on: int, asked: float
) -> None:
    came = _held([due], begins, begins + months_day)
    assert np.array_equal(came.hold.laid(came.hold.lifted(came.days)), came.days)
    lever = _policy(lever="press", units=list(came.units), months=asked, phi=_phi(1.0))
    moved = pulled(lever, came, Dice(1), THEN + asked_on).days - THEN
    assert not np.any((moved > begins) & (moved <= begins + months_day))
    free = _held([due], begins, begins)
    least = pulled(lever, free, Dice(1), THEN + asked_on).days - THEN
    assert np.all(moved <= came.days - THEN) and np.all(moved >= least)
    assert np.all(moved[least <= min(begins, asked_on)] == least[least <= min(begins, asked_on)])
    assert np.array_equal(moved[moved <= begins], least[moved <= begins])


def test_the_drawn_shock_is_met_by_what_is_pressed_for() -> None:
    """Of the record too: no draw has a unit within its shock, and some escape it."""
    view = bundled_outlook(THEN)
    came = arrivals(view, "india-s400", 1, 300)
    lever = _policy(lever="press", units=[1, 2, 3], months=24.0, phi=_phi(1.0))
    moved = pulled(lever, came, Dice(1), THEN)
    hold = came.hold
    for days in (came.days, moved.days):
        assert not np.any((days > hold.day) & (days <= hold.over))
    assert np.all(moved.days <= came.days)
    assert np.any((came.days > hold.over) & (moved.days <= hold.day))
    again = pulled(Policy(id="wait", title="wait"), came, Dice(1), THEN)
    assert np.array_equal(again.days, came.days)


def test_a_purchase_by_hand() -> None:
    """450 million at 4.5 million each is a hundred rounds, there after thirty days."""
    buy = Buy.model_validate({"lever": "buy", "on": "2020-06-23", **BUY})
    assert bought(buy, Dice(1), draws=2).tolist() == [100, 100]
    assert delivered(buy, punctual(), Dice(1), draws=2, pieces=3).tolist() == [[THEN + 30] * 3] * 2


def test_pieces_that_are_bought_work_up_like_those_of_the_order() -> None:
    """Three on one day, two crews, sixty days each; and draws of an open lead are those of the purchase."""
    days, crews = {"value": "60 day", "definition": "test"}, {"value": 2, "definition": "test"}
    view = punctual(of=Induction.model_validate({"lead": days, "at_once": crews}))
    (lever,) = _policy(lever="buy", **BUY).levers
    assert isinstance(lever, Buy)
    came = delivered(lever, view, Dice(1), draws=2, pieces=3)
    assert (worked_up(lever, view, came, Dice(1)) - THEN).tolist() == [[90, 90, 150]] * 2
    told: dict[str, Any] = {}
    assert np.array_equal(worked_up(lever, punctual(), came, Dice(1)), came)
    worked_up(lever, view, came, Dice(1, told=told))
    assert set(told) == {"buy/48N6E3/induction/lead", "buy/48N6E3/induction/at_once"}


def test_a_price_of_nothing_is_refused() -> None:
    free = {"low": "0 MUSD", "high": "1 MUSD", "assumed": "test"}
    plain = {"lever": "buy", "on": 2020, "spend": {"value": "1 MUSD", "assumed": "t"}, "brings": "x", "like": "x"}
    with pytest.raises(ValueError, match="above zero"):
        Buy.model_validate({**plain, "unit_price": free, "lead": {"value": "1 day", "assumed": "t"}})


@pytest.mark.parametrize(
    ("lever", "told"),
    [
        ({"programme": "india-s4"}, "no programme 'india-s4'"),
        ({"units": [6]}, "india-s400 has no unit 6"),
        ({"programme": "india-mig29-21"}, "was dropped"),
    ],
)
def test_levers_that_pull_at_nothing(lever: dict[str, Any], told: str) -> None:
    policy = _policy(lever="press", months=6.0, phi=_phi(0.0, 1.0), **lever)
    assert any(told in message for _, message in lever_findings(policy, programmes(), (), ()))


def test_what_was_dropped_later_can_still_be_asked_for() -> None:
    """In June 2020 the 21 fighters were talked of; that they were dropped was told in 2022 or 2023. No day was."""
    policy = _policy(lever="press", months=6.0, phi=_phi(0.0, 1.0), programme="india-mig29-21")
    then = {name: order.known_on(THEN) for name, order in programmes().items()}
    told = [(place, message) for place, message in lever_findings(policy, then, (), ())]
    expected = "no day is known of unit 1 of india-mig29-21: there is nothing to move"
    assert told == [(("levers", 0, "units"), expected)]
