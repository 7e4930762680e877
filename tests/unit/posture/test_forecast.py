"""Arrivals draw by draw: what is known is kept, what is unknown is left out, and nothing leaks back from the future."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mantlet.posture.dates import day, span
from mantlet.posture.draws import Dice
from mantlet.posture.forecast import (
    Arrivals,
    Outlook,
    arrivals,
    coming_shocks,
    ordered_days,
    outlook,
    plan_days,
    ready,
)
from mantlet.posture.nature import Cut, recorded
from mantlet.posture.programme import programmes
from unit.posture.orders import on, order

THEN = day("2020-06-23")


@pytest.fixture(scope="module")
def then() -> Outlook:
    return outlook(THEN, programmes().values(), recorded())


@pytest.fixture(scope="module")
def today() -> Outlook:
    return outlook(day("2026-11-22"), programmes().values(), recorded())


def test_nothing_said_later_is_used(then: Outlook) -> None:
    known = [record.known_on(THEN) for record in programmes().values()]
    blind = outlook(THEN, known, recorded())
    for name in ("india-s400", "india-rafale"):
        assert np.array_equal(arrivals(then, name, 1, 50).days, arrivals(blind, name, 1, 50).days)


def test_a_draw_does_not_depend_on_how_many_there_are(then: Outlook) -> None:
    assert np.array_equal(arrivals(then, "india-s400", 1, 60).days[:20], arrivals(then, "india-s400", 1, 20).days)


def test_units_come_in_order_and_after_the_day_of_the_outlook(then: Outlook) -> None:
    came = arrivals(then, "india-s400", 1, 400)
    assert came.units == (1, 2, 3, 4, 5)
    assert np.all(np.diff(came.days, axis=1) >= 0)
    assert came.days.min() > THEN


def test_conflicting_claims_are_taken_whole(today: Outlook) -> None:
    """The second Indian unit came in April, or from July on: never in May or June of 2022."""
    days = arrivals(today, "india-s400", 1, 600).of(2)
    april, summer = span("2022-04"), span({"from": "2022-07", "to": "2022-09"})
    first = (days >= april.first) & (days <= april.last)
    second = (days >= summer.first) & (days <= summer.last)
    assert np.all(first | second)
    assert first.mean() == pytest.approx(0.5, abs=0.1)


def test_without_a_promise_an_arrival_is_unknown(today: Outlook) -> None:
    came = arrivals(today, "india-mrsam", 1, 5)
    assert came.units == (1,) and came.unknown == tuple(range(2, 19))
    assert arrivals(today, "india-mig29-21", 1, 5).days.shape == (5, 0)


def test_the_fifth_has_not_come(today: Outlook) -> None:
    assert arrivals(today, "india-s400", 1, 400).of(5).min() > day("2026-11-22")


def test_a_cut_holds_up_what_it_meets_and_nothing_else(then: Outlook) -> None:
    cut = Cut(("Russia",), day("2022-01-01"), 12.0)
    held = Outlook(then.day, then.programmes, then.shocks, then.fit, (cut,))
    spared = Outlook(then.day, then.programmes, then.shocks, then.fit, (Cut(("Russia",), day("2022-01-01"), 0.0),))
    free, late = arrivals(spared, "india-s400", 1, 400).days, arrivals(held, "india-s400", 1, 400).days
    assert np.all(late >= free)
    assert np.array_equal(late[free <= cut.day], free[free <= cut.day])
    assert np.array_equal(late[free > cut.day] - free[free > cut.day], np.full((free > cut.day).sum(), 365))
    assert np.array_equal(
        arrivals(held, "india-rafale", 1, 50).days, arrivals(spared, "india-rafale", 1, 50).days
    )  # France owes it


def test_of_a_cut_that_began_before_only_what_is_left_is_waited_for(then: Outlook) -> None:
    """A year from half a year before the outlook holds up by the other half; what is over, by nothing."""
    free, left, gone = (
        arrivals(replace(then, cuts=(Cut(("Russia",), then.day - 183, months),)), "india-s400", 1, 200).days
        for months in (0.0, 12.0, 5.0)
    )
    assert np.array_equal(left, free + 365 - 183) and np.array_equal(gone, free)


def test_what_may_have_come_unseen_did_not_come_within_a_cut() -> None:
    """An order of which nothing is known since 2015: within a cut from 2015 to 2021 nothing of it came."""
    old = order("old", [{"asserted": "2015-01-01", "by": "2016", "units": [1]}], [])
    view = replace(outlook(THEN, [old], ()), cuts=(Cut(("B",), day("2016-06-30"), 60.0),))
    came = arrivals(view, "old", 1, 300).of(1)
    over = day("2016-06-30") + 1826
    assert np.any(came <= day("2016-06-30")) and np.any(came > over)
    assert not np.any((came > day("2016-06-30")) & (came <= over))


def test_shocks_come_as_often_as_the_record_and_a_little_more(then: Outlook) -> None:
    shape, rate = then.shock_rate_per_year("Russia")
    assert shape == 2.0  # one recorded by then, and one more
    assert rate == pytest.approx(10.0 + (THEN - day("1996-11-01")) / 365.2425)
    assert then.shock_rate_per_year("nobody")[0] == 1.0


def test_a_promise_that_was_kept_so_far_does_not_bind_the_dead_past() -> None:
    """An order whose only word is old: it may have come since, and the draws begin where knowledge ends."""
    old = order("old", [{"asserted": "2015-01-01", "by": "2016", "units": [1]}], [])
    came = arrivals(outlook(THEN, [old], ()), "old", 1, 300).of(1)
    assert came.min() > day("2015-01-01")
    assert np.mean((came > day("2015-12-01")) & (came < day("2017-02-01"))) > 0.3


def _days(number: int) -> dict[str, str]:
    return {"value": f"{number} day", "definition": "test"}


def test_ready_after_lead_crew_and_site() -> None:
    """By hand: three units on one day, two crews, one site that stands and one more each fifty days."""
    counts = {"at_once": {"value": 2, "definition": "test"}, "sites_ready": {"value": 1, "definition": "test"}}
    told = {"lead": _days(100), "site_time": _days(50), **counts}
    due = [{"asserted": "2020-01-01", "by": "2021", "units": [1, 2, 3]}]
    came = Arrivals("one", (1, 2, 3), np.full((2, 3), THEN), ())
    found = ready(order("one", due, [], induction=told), came, Dice(1))
    assert (found - THEN).tolist() == [[100, 150, 200]] * 2
    assert np.array_equal(ready(order("one", due, []), came, Dice(1)), came.days)
    with pytest.raises(ValueError, match="go together"):
        order("one", due, [], induction={"lead": _days(100), "site_time": _days(50)})


def test_a_lead_that_is_open_is_drawn(then: Outlook) -> None:
    came = arrivals(then, "india-s400", 1, 300)
    lead = ready(then.programmes["india-s400"], came, Dice(1)) - came.days
    assert lead.min() >= 0 and lead[:, 0].max() <= 9 * 31 and lead[:, 0].std() > 20


def test_what_comes_together_waits_for_crews_and_sites(then: Outlook) -> None:
    """Of five regiments at once the last is ready later by what a lead for each would not explain."""
    came = arrivals(then, "india-s400", 1, 300)
    at_once = Arrivals(came.programme, came.units, np.full_like(came.days, THEN), ())
    days = ready(then.programmes["india-s400"], at_once, Dice(1)) - THEN
    lead = days.min(axis=1)
    assert np.mean(days.max(axis=1) > lead) > 0.8
    far = Arrivals(came.programme, came.units, THEN + 3000 * np.arange(5) + np.zeros_like(came.days), ())
    apart = ready(then.programmes["india-s400"], far, Dice(1)) - far.days
    assert np.all(apart == apart[:, :1])  # one lead to a draw, where nobody waits


def test_reported_readiness_stands_in_place_of_a_lead() -> None:
    """The first was told of as ready, within days after it came; the second is not, and works up."""
    due = [{"asserted": "2020-01-01", "by": "2021", "units": [1, 2]}]
    told = {"units": [1], "date": {"from": "2020-06-20", "to": "2020-06-30"}, "reported": "2020-07-01"}
    record = order("one", due, [], induction={"lead": _days(100)}, ready=[told | {"assumed": "test"}])
    came = Arrivals("one", (1, 2), np.full((60, 2), THEN), ())
    days = ready(record, came, Dice(1)) - THEN
    assert set(days[:, 0].tolist()) == set(range(8))  # not before it came, on 23 June
    assert np.all(days[:, 1] == 100)


def test_units_of_one_promise_are_drawn_alike_and_sorted() -> None:
    """The first of two is the first to come: the same draws as where units bear no order, but sorted."""
    told = [{"asserted": "2020-06-23", "by": "2022", "units": [1, 2]}]
    free, queue = (
        arrivals(outlook(THEN, [order("two", told, [], in_sequence=sequence)], ()), "two", 1, 300).days
        for sequence in (False, True)
    )
    assert np.any(free[:, 0] > free[:, 1])
    assert np.array_equal(np.sort(free, axis=1), queue)


def test_a_plan_that_is_overdue_has_not_happened_yet(then: Outlook) -> None:
    """What was planned for 2019 and had not come by June 2020 comes after that day."""
    days = plan_days(then, "plan", 0, (span("2018-01-01"), span("2019")), (1, 300))
    assert days.min() > then.day


def test_what_is_ordered_later_slips_like_an_order_that_was_promised() -> None:
    """Three units promised for one day: the same days, to the day, as of an order of which that promise is told."""
    due = THEN + 700
    promise = {"asserted": on("2020-06-23", 0), "by": on("2020-06-23", 700), "units": [1, 2, 3]}
    told = order("one", [promise], [], supplier="Russia", in_sequence=True)
    view = outlook(THEN, [told, *programmes().values()], recorded(), (Cut(("Russia",), due, 12.0),))
    wanted = arrivals(view, "one", 1, 300).days
    found = ordered_days(view, "one", ("one", THEN, np.full(300, due)), 3, 1)
    assert np.array_equal(found, wanted)
    assert np.mean(found > due + 365) > 0.3 and np.mean(found <= due) > 0.05, "it slips, and is held up"
    apart = np.where(np.arange(300) % 2, due, due + 400)  # a day that differs by draw
    mixed, later = (ordered_days(view, "one", ("one", THEN, days), 3, 1) for days in (apart, np.full(300, due + 400)))
    assert np.array_equal(mixed[1::2], found[1::2]) and np.array_equal(mixed[::2], later[::2])


def test_orders_meet_what_is_left_of_a_shock() -> None:
    """Of a cut of a year, an order made after half of it waits for the rest, and one made after it for nothing."""
    held = {}
    for months, later in ((0.0, 0), (12.0, -50), (12.0, 183), (12.0, 400)):
        view = outlook(THEN, programmes().values(), recorded(), (Cut(("Russia",), THEN + 100, months),))
        signed = THEN + 100 + later
        days = ordered_days(view, "india-mig29-21", ("more", signed, np.full(200, signed + 600)), 1, 1) - signed
        held[months, later] = days[:, 0]
    spared = held[0.0, 0]
    assert np.array_equal(held[12.0, 400], spared)
    assert np.array_equal(held[12.0, 183], spared + 365 - 183)
    assert set((held[12.0, -50] - spared).tolist()) <= {0, 365}


def test_shocks_to_come_are_as_frequent_as_told(then: Outlook) -> None:
    """A Poisson process whose rate is a gamma variable: P(none in t years) = (rate / (rate + t)) ^ shape."""
    drawn = then.fit.draw("india-s400", 1, 4000)
    day_of, months = coming_shocks(then, "Russia", drawn, 1)
    shape, rate = then.shock_rate_per_year("Russia")
    for years in (2.0, 10.0, 30.0):
        come = np.mean(day_of <= then.day + 1 + years * 365.2425)
        assert come == pytest.approx(1.0 - (rate / (rate + years)) ** shape, abs=0.03)
    assert np.array_equal(months, drawn.new_shock_month) and np.ptp(months) > 1.0


def test_nothing_of_the_leads_of_2022_is_known_in_2020(then: Outlook) -> None:
    told = then.programmes["india-s400"].induction
    assert told is not None and told.said is not None and told.said.last <= THEN
