"""Forecasts: months, changes and the ends of a fleet's life."""

import numpy as np
import pytest

from mantlet.library.sampling import Draw
from mantlet.posture.supply.availability import forecast, moments, parts_over
from mantlet.posture.supply.changes import Change, Changes, Shipment, arrived, cut, monthly
from mantlet.posture.supply.counts import among
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.supply.upkeep import Upkeep, upkeep

RADARS = upkeep(fleets()["s-400-radars"], Draw(1, 0, "central"))
LAUNCHERS = upkeep(fleets()["s-400-launchers"], Draw(1, 0, "central"))


def test_nothing_changes_where_nothing_changes() -> None:
    for outlook in forecast(LAUNCHERS, np.full(25, 80.0)):
        assert outlook.fit_prob.shape == (25, 81)
        assert np.ptp(outlook.mean_count) < 1e-9
        assert outlook.fit_prob.sum(axis=1) == pytest.approx(np.ones(25))
        assert outlook.fit_prob @ np.arange(81) == pytest.approx(outlook.mean_count)
    drawn = forecast(LAUNCHERS, np.full(25, 80.0)).drawn
    assert drawn.mean_count[0] == pytest.approx(80 * 0.9)
    assert drawn.awaiting_frac[0] == pytest.approx(0.04)


def test_a_fleet_that_grows_from_nothing() -> None:
    counts = np.array([0.0] * 3 + [16.0] * 30 + [80.0] * 30)
    for outlook in forecast(LAUNCHERS, counts):
        assert outlook.fit_prob[0, 0] == 1.0 and outlook.mean_count[0] == 0.0
        assert np.all(outlook.mean_count <= counts)
        assert np.all(outlook.fit_prob[10, 17:] == 0.0)
    assert forecast(LAUNCHERS, counts).drawn.mean_count[62] == pytest.approx(72.0, abs=1.5)


def test_a_cut_is_felt_while_it_lasts_and_mended_after_it() -> None:
    counts = np.full(120, 15.0)
    usual, short = forecast(RADARS, counts), forecast(RADARS, counts, Changes(supply=[cut(12, 24)]))
    for before, after in zip(usual, short, strict=True):
        gone = before.mean_count - after.mean_count
        assert np.all(np.abs(gone[:13]) < 1e-9), "nothing is missed before its time"
        assert np.all(np.diff(gone[13:25]) > -1e-9) and gone[24] > 3.0
        assert gone[-1] < 1e-3


def test_a_shipment_that_does_not_come_out_even_helps_in_proportion() -> None:
    """Four types of a family: one unit helps one of them, four help all."""
    counts = np.full(3, 15.0)
    awaiting = [
        forecast(RADARS, counts, Changes(shipments=[Shipment(0, {"vehicle": units})])).none.awaiting_frac[2]
        for units in range(9)
    ]
    assert np.all(np.diff(awaiting) < 0.0)
    assert np.diff(awaiting)[:4] == pytest.approx([np.diff(awaiting)[:4].mean()] * 4, rel=0.02)


def test_shipments_of_unknown_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="no family of parts 'wings'; this fleet has vehicle"):
        forecast(RADARS, np.full(3, 15.0), Changes(shipments=[Shipment(0, {"wings": 1})]))


def test_dates_inside_a_month_share_it_out() -> None:
    assert monthly([cut(0.5, 1.0), Change(2.25, 9.0, 2.0)], 4) == pytest.approx([0.5, 1.0, 1.75, 2.0])
    come = arrived(
        [Shipment(1.5, {"b": 3}), Shipment(3.0, {"b": 1, "a": 2})], ("a", "b"), np.arange(4.0)[:, None] * [1, 1]
    )
    assert come.tolist() == [[0, 0], [0, 0], [0, 3], [2, 4]]


def test_the_launchers_of_one_battalion() -> None:
    """Any eight of the eighty: the mean follows, and the chances are those of drawing without putting back."""
    outlook = forecast(LAUNCHERS, np.full(2, 80.0)).none
    eight = among(outlook.fit_prob, 80, 8)
    assert eight.shape == (2, 9)
    assert eight @ np.arange(9) == pytest.approx(outlook.mean_count / 10)
    assert eight.sum(axis=1) == pytest.approx(np.ones(2))


@pytest.mark.parametrize("kept", [RADARS, LAUNCHERS])
@pytest.mark.parametrize(
    "changes", [Changes(), Changes(supply=[cut(12, 24)]), Changes(shipments=[Shipment(15, {"vehicle": 9})])]
)
def test_the_two_ends_bracket_the_answer(kept: Upkeep, changes: Changes) -> None:
    """One demand for all three: gathering what is missing can only help, and the draw lies between."""
    none, full, drawn = forecast(kept, np.full(40, float(kept.aircraft_count)), changes)
    for lower, upper in ((none, drawn), (drawn, full)):
        assert np.all(upper.mean_count >= lower.mean_count - 1e-9)
        assert np.all(upper.awaiting_frac <= lower.awaiting_frac + 1e-9)
    assert drawn.mean_count == pytest.approx((none.mean_count + full.mean_count) / 2)


def test_at_an_end_the_draw_is_that_end() -> None:
    counts = np.full(20, 15.0)
    for share, end in ((0.0, "none"), (1.0, "full")):
        found = forecast(RADARS._replace(cannibalised_frac=share), counts, Changes(supply=[cut(6, 12)]))
        for seen, wanted in zip(moments(found.drawn, counts), moments(getattr(found, end), counts), strict=True):
            assert seen == pytest.approx(wanted, abs=1e-6)


def test_the_stock_of_the_depot_grows_with_the_fleet_and_stays() -> None:
    kept = LAUNCHERS
    whole = kept.aircraft_count
    counts = np.array([0.25, 0.5, 1.0, 0.5]) * whole
    stock = parts_over(kept, counts, Changes(), kept.transport_month).echelons.depot_stock_count
    grown = np.array([0.25, 0.5, 1.0, 1.0])
    assert np.array_equal(stock[:, : len(kept.families)], np.round(grown[:, None] * kept.depot_stock_count))
    assert stock[2].sum() > stock[0].sum()
