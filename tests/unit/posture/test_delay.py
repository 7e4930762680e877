"""The delay model: its distribution by hand, its fit on records whose truth is known, and what must never happen."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.posture.dates import DAYS_PER_MONTH, day
from mantlet.posture.delay import Case, Drawn, Fit, Slip, cases, fit, shocked, unshocked
from mantlet.posture.forecast import come_month
from mantlet.posture.nature import Shock, recorded
from mantlet.posture.programme import Programme, programme, programmes
from unit.posture.orders import on, order

START = "2000-01-01"


def _slip(kept: float, growth: float = 0.5, early: float = 0.0) -> Slip:
    return Slip(*(np.array([value]) for value in (kept, math.log(6.0), 0.8, 1.5, growth, early)))


def _case(low: float, high: float, absent: float = 0.0, shocks: tuple[tuple[int, float], ...] = ()) -> Case:
    return Case("x", 1, (low, high), (), absent, shocks)


def _months(case: Case, slip: Slip, luck: float) -> float:
    return float(come_month(case, Drawn(slip, np.array([[12.0]]), np.ones(1)), np.array([luck]))[0])


def test_a_kept_promise_comes_in_its_days() -> None:
    """Uniform over twelve months, give or take 1.5: the middle in the middle, nearly all within."""
    slip, case = _slip(1.0), _case(12.0, 24.0)
    assert slip.remaining(np.array([18.0]), case)[0] == pytest.approx(0.5, abs=1e-9)
    assert _months(case, slip, 0.5) == pytest.approx(18.0, abs=1e-6)
    spread = math.sqrt(12.0**2 / 12 + 1.5**2)
    grid = np.arange(0.005, 40, 0.01)
    left = slip.remaining(grid, case)
    mean = float(np.sum(left) * 0.01)
    square = float(np.sum(2 * grid * left) * 0.01)
    assert mean == pytest.approx(18.0, abs=0.02)
    assert math.sqrt(square - mean**2) == pytest.approx(spread, abs=0.02)


def test_a_broken_promise_slips_log_normally() -> None:
    """Six months in the middle for a promise a year ahead; four years ahead, twice that where it grows as the root."""
    assert _months(_case(11.0, 12.0), _slip(0.0), 0.5) == pytest.approx(12.0 + 6.0, abs=1e-6)
    assert _months(_case(47.0, 48.0), _slip(0.0), 0.5) == pytest.approx(48.0 + 12.0, abs=1e-6)
    upper = 12.0 + 6.0 * math.exp(0.8 * 1.6448536)
    assert _months(_case(11.0, 12.0), _slip(0.0), 0.95) == pytest.approx(upper, abs=1e-4)


def test_what_has_not_come_is_drawn_from_what_is_left() -> None:
    slip, case = _slip(0.0), _case(11.0, 12.0, absent=18.0)
    assert _months(case, slip, 0.5) == pytest.approx(12.0 + 6.0 * math.exp(0.8 * 0.6744898), abs=1e-4)


def test_shocks_hold_up_what_they_meet() -> None:
    case, cost = _case(0, 0, shocks=((0, 10.0), (1, 20.0))), np.array([[6.0], [3.0]])
    t = np.array([[5.0, 10.0, 12.0, 15.0, 30.0]])
    assert shocked(t, case, cost).tolist() == [[5.0, 10.0, 18.0, 24.0, 39.0]]
    # In the gap that a shock leaves nothing comes, so what has come by then would have come by its beginning.
    assert unshocked(np.array([[12.0, 15.9]]), case, cost).tolist() == [[10.0, 10.0]]
    assert np.allclose(unshocked(shocked(t, case, cost), case, cost), t)


LATE = st.floats(0.0, 60.0)
SHARE = st.floats(0.01, 0.99)


@given(LATE, st.floats(0.0, 30.0), st.floats(0.0, 24.0), SHARE, SHARE, SHARE)
def test_a_later_promise_never_comes_earlier(
    low: float, width: float, later: float, kept: float, luck: float, growth: float
) -> None:
    """Of a promise just made, whatever the luck."""
    slip = _slip(kept, growth=growth)
    sooner = _months(_case(low + 3, low + 3 + width), slip, luck)
    assert _months(_case(low + 3 + later, low + 3 + width + later), slip, luck) >= sooner - 0.1


@given(LATE, st.floats(0.0, 30.0), st.floats(0.0, 90.0), st.floats(0.0, 24.0), SHARE, SHARE)
def test_longer_without_it_never_brings_it_earlier(
    low: float, width: float, absent: float, longer: float, kept: float, luck: float
) -> None:
    slip = _slip(kept)
    known = _months(_case(low, low + width, absent), slip, luck)
    waited = _months(_case(low, low + width, absent + longer), slip, luck)
    assert known >= absent - 1e-6
    assert waited >= known - 1e-6


@given(st.floats(0, 120), st.floats(0.0, 10.0), SHARE)
def test_the_chance_that_it_is_still_out_only_falls(t: float, more: float, kept: float) -> None:
    slip, case = _slip(kept), _case(10.0, 20.0)
    sooner, later = slip.remaining(np.array([t]), case)[0], slip.remaining(np.array([t + more]), case)[0]
    assert 0.0 <= later <= sooner + 1e-9 <= 1.0 + 1e-8


def _simulated(kept: float, slip_month: float, scatter: float, growth: float, seed: int) -> list[Programme]:
    """Ten orders of six units: promises one, two or four years ahead, kept or broken as told."""
    draw = np.random.default_rng(seed)
    made: list[Programme] = []
    for index in range(10):
        promises, arrivals = [], []
        for unit in range(1, 7):
            lead = (12.0, 24.0, 48.0)[unit % 3]
            late = draw.normal(0, 1.5) - 0.5
            if draw.random() > kept:
                late = slip_month * (lead / 12.0) ** growth * math.exp(scatter * draw.normal())
            due = {"from": on(START, (lead - 1) * DAYS_PER_MONTH), "to": on(START, lead * DAYS_PER_MONTH)}
            promises.append({"asserted": START, "by": due, "units": [unit]})
            came = on(START, max(1.0, (lead + late) * DAYS_PER_MONTH))
            arrivals.append({"units": [unit], "date": came})
        made.append(order(f"order-{index}", promises, arrivals))
    return made


@pytest.mark.parametrize(("kept", "slip_month", "scatter", "growth"), [(0.3, 10.0, 0.6, 0.8), (0.7, 4.0, 0.6, 0.3)])
def test_the_fit_finds_what_was_put_in(kept: float, slip_month: float, scatter: float, growth: float) -> None:
    """The truth lies in the middle 90 per cent, which say much more than was assumed before; means over the orders."""
    found = fit(_simulated(kept, slip_month, scatter, growth, seed=3), ())
    assert found.effective_count() > 100
    prior = fit([], ())

    def width(known: Fit, name: str, truth: float | None = None) -> float:
        drawn = [getattr(known.draw(f"order-{index}", 1, 1000).slip, name) for index in range(10)]
        low, high = np.quantile(np.mean(drawn, axis=0), (0.05, 0.95))
        assert truth is None or low <= truth <= high, name
        return high - low

    for name, truth, narrower in (
        ("kept_prob", kept, 0.5),
        ("log_slip_month", math.log(slip_month), 0.5),
        ("scatter_ratio", scatter, 0.7),
        ("growth_ratio", growth, 0.95),
    ):
        assert width(found, name, truth) < narrower * width(prior, name), name


def test_a_programme_with_a_record_leans_on_it() -> None:
    """One that kept all its promises among such as broke theirs is trusted more than a new one."""
    broken = _simulated(0.0, 12.0, 0.5, 0.5, seed=5)[:5]
    due = on(START, 700)
    promises = [{"asserted": START, "by": due, "units": [unit]} for unit in range(1, 7)]
    arrivals = [{"units": [unit], "date": due} for unit in range(1, 7)]
    found = fit([*broken, order("punctual", promises, arrivals)], ())

    def kept(name: str, leave_out: bool = False) -> float:
        return float(np.mean(found.draw(name, 1, 1000, leave_out=leave_out).slip.kept_prob))

    assert kept("punctual") > kept("somebody else") + 0.15
    assert kept("punctual") > kept("order-0") + 0.3
    assert kept("punctual", leave_out=True) < kept("somebody else")


def test_promises_of_one_unit_weigh_as_one() -> None:
    for record in programmes().values():
        weights: dict[int, float] = {}
        for case in cases(record, recorded()):
            weights[case.unit] = weights.get(case.unit, 0.0) + case.weight
        assert all(weight == pytest.approx(1.0) for weight in weights.values())


def test_unknown_arrivals_are_no_evidence_of_lateness() -> None:
    """Of seven squadrons of Akash nothing is known after their promise: not a case."""
    assert list(cases(programme("india-akash-7"), recorded())) == []
    assert list(cases(programme("india-mrsam"), recorded())) == []


def test_the_fifth_is_censored() -> None:
    found = [case for case in cases(programme("india-s400"), recorded()) if case.unit == 5]
    assert found and all(case.came == () for case in found)
    last = max(found, key=lambda case: -case.absent_month)
    assert last.absent_month == pytest.approx((day("2026-11-22") - day("2026-02-28")) / DAYS_PER_MONTH)


def test_the_record_as_it_stands_can_be_fitted() -> None:
    found = fit(programmes().values(), recorded())
    assert found.effective_count() > 100
    assert {"india-s400", "china-s400", "turkey-s400", "india-su30mki-1996"} <= set(found.programmes)
    again = fit(programmes().values(), recorded())
    assert np.array_equal(found.weights(), again.weights())


def test_a_draw_is_its_own() -> None:
    found = fit(programmes().values(), recorded())
    few, many = found.draw("india-s400", 1, 3), found.draw("india-s400", 1, 10)
    assert np.array_equal(few.slip.kept_prob, many.slip.kept_prob[:3])
    assert not np.array_equal(few.slip.kept_prob, found.draw("india-s400", 2, 3).slip.kept_prob)


def test_a_promise_that_is_outdone_comes_before_its_days() -> None:
    """With a chance of one in four it comes before the first day promised, by the cube of the time passed."""
    slip, case = _slip(0.0, early=0.25), _case(24.0, 30.0)
    left = slip.remaining(np.array([0.0, 12.0, 24.0, 30.0]), case)
    assert left.tolist() == pytest.approx([1.0, 1.0 - 0.25 / 8.0, 0.75, 0.75])
    assert _months(case, slip, 0.25 / 8.0) == pytest.approx(12.0, abs=1e-6)
    soon = slip.remaining(np.array([0.4, 0.9]), _case(0.9, 30.0))
    assert soon.tolist() == [1.0, 1.0]  # a promise for this month leaves no room


def test_how_late_in_their_time_promises_of_the_record_were_outdone() -> None:
    """What the page says of them: three, all for Turkey."""
    known = [case for record in programmes().values() for case in cases(record, recorded())]
    outdone = [case for case in known if case.came and all(last < case.due_month[0] for _, last in case.came)]
    assert [(case.programme, case.unit) for case in outdone] == [("turkey-s400", unit) for unit in (1, 1, 2)]
    shares = [day / case.due_month[0] for case in outdone for came in case.came for day in came]
    assert (min(shares), max(shares)) == pytest.approx((0.71, 0.83), abs=0.005)


def test_one_that_came_early_does_not_loosen_what_is_kept() -> None:
    """Among thirty that came in their month, one that came a year ahead is taken for an exception."""
    due = {"from": on(START, 700), "to": on(START, 730)}

    def give(ahead: float) -> float:
        record = [
            order(
                f"order-{index}",
                [{"asserted": START, "by": due, "units": list(range(1, 7))}],
                [{"units": [unit], "date": on(START, 715 - ahead * (index + unit == 1))} for unit in range(1, 7)],
            )
            for index in range(5)
        ]
        return float(np.mean(fit(record, ()).draw("order-3", 1, 1000).slip.give_month))

    assert give(365.0) < 1.3 * give(0.0)


@pytest.mark.parametrize(("cost", "low", "high"), [(2.0, 1.0, 5.0), (24.0, 18.0, 30.0)])
def test_what_a_shock_costs_is_fitted(cost: float, low: float, high: float) -> None:
    """Orders that keep their promises, but for a shock half a year after they were made."""
    shock = Shock.model_validate(
        {"id": "x", "suppliers": ["B"], "began": on(START, 180), "reported": on(START, 200), "assumed": "test"}
    )
    due = {"from": on(START, 700), "to": on(START, 730)}
    came = on(START, 715 + cost * DAYS_PER_MONTH)
    record = [
        order(
            f"order-{index}",
            [{"asserted": START, "by": due, "units": [1, 2, 3]}],
            [{"units": [unit], "date": came} for unit in (1, 2, 3)],
        )
        for index in range(6)
    ]
    held = fit(record, (shock,)).draw("order-0", 1, 1000).shock_month[0]
    assert low < float(np.median(held)) < high
