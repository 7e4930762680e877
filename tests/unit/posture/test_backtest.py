"""Scores against closed forms, censored units, and what the summary may and may not say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mantlet.posture.backtest import (
    FORECASTS,
    Came,
    Hindcast,
    censored_crps_month,
    last_slip,
    origins,
    outcome,
    rolling,
    stand_on,
    summary,
)
from mantlet.posture.dates import DAYS_PER_MONTH, Span, day
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programme, programmes
from unit.posture.orders import order

TODAY = day("2026-11-22")
FAR = 40_000
SHARES = (np.arange(20_000) + 0.5) / 20_000


def _days(forecast: np.ndarray, came: Came, origin: int = 0) -> float:
    return censored_crps_month(np.rint(forecast).astype(np.int64), origin, came) * DAYS_PER_MONTH


def _erf(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


@pytest.mark.parametrize("came", [1500, 2000, 2600])
def test_the_score_of_a_normal_forecast(came: int) -> None:
    """Gneiting, Raftery 2007, equation 21: s [z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)]."""
    from scipy.special import ndtri

    mean, spread = 2000.0, 300.0
    z = (came - mean) / spread
    density = math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    exact = spread * (z * (2 * _erf(z) - 1) + 2 * density - 1 / math.sqrt(math.pi))
    assert _days(mean + spread * ndtri(SHARES), Came(came, came, FAR)) == pytest.approx(exact, abs=0.6)


@pytest.mark.parametrize("came", [50, 400, 2000])
def test_the_score_of_an_exponential_forecast(came: int) -> None:
    """y - 2 F(y) / rate + 1 / (2 rate), by integration of (F - 1)^2 and F^2."""
    rate = 1 / 500
    forecast = -np.log(1 - SHARES) / rate
    exact = came - 2 * (1 - math.exp(-rate * came)) / rate + 1 / (2 * rate)
    assert _days(forecast, Came(came, came, FAR)) == pytest.approx(exact, abs=1.0)


def test_the_score_of_a_unit_that_has_not_been_seen() -> None:
    """Only the days up to the last one known count: the integral of F^2 up to it."""
    rate, until = 1 / 500, 700
    exact = until - 2 * (1 - math.exp(-rate * until)) / rate + (1 - math.exp(-2 * rate * until)) / (2 * rate)
    assert _days(-np.log(1 - SHARES) / rate, Came(until + 1, None, until)) == pytest.approx(exact, abs=1.0)


def test_days_on_which_it_may_or_may_not_have_come_count_nothing() -> None:
    point = np.array([150])
    assert _days(point, Came(100, 200, FAR)) == 0.0
    assert _days(np.array([90]), Came(100, 200, FAR)) == pytest.approx(10.0)
    assert _days(np.array([220]), Came(100, 200, FAR)) == pytest.approx(20.0)


@pytest.mark.parametrize("until", [None, 300])
def test_the_truth_scores_best(until: int | None) -> None:
    """Proper: over many outcomes of an exponential, none that is too short or too long does better, censored or not."""
    draw = np.random.default_rng(7)
    came = np.maximum(1, np.rint(-400 * np.log(draw.random(1500)))).astype(int)
    last = until or 6000
    known = [Came(int(c), int(c), last) if c <= last else Came(last + 1, None, last) for c in came]
    shares = (np.arange(400) + 0.5) / 400

    def mean_score(scale: float) -> float:
        forecast = -scale * np.log(1 - shares)
        return float(np.mean([_days(forecast, one) for one in known]))

    true = mean_score(400.0)
    assert true < mean_score(200.0) and true < mean_score(800.0)


def test_what_came() -> None:
    s400 = programme("india-s400")
    assert outcome(s400, 2, TODAY) == Came(day("2022-04-01"), day("2022-09-30"), TODAY)
    assert outcome(s400, 5, TODAY) == Came(TODAY + 1, None, TODAY)
    may = day("2022-05-15")
    assert outcome(s400, 2, may) == Came(day("2022-04-01"), day("2022-04-30"), may)
    assert outcome(programme("india-mrsam"), 2, TODAY) is None


def test_the_last_slip() -> None:
    """By hand: the unit's own last move, else what the last to come was late by, else none."""
    moved = order(
        "moved",
        [
            {"asserted": "2020-01-01", "by": "2021-01-31", "units": [1, 2]},
            {"asserted": "2020-06-01", "by": "2021-05-31", "units": [1]},
        ],
        [],
    )
    assert last_slip(moved, 1) == 120
    assert last_slip(moved, 2) == 0
    late = order(
        "late",
        [{"asserted": "2020-01-01", "by": "2021-01-31", "units": [1, 2]}],
        [{"units": [1], "date": "2021-03-02"}],
    )
    assert last_slip(late, 2) == 30


@pytest.fixture(scope="module")
def tested() -> list[Hindcast]:
    return list(stand_on(day("2020-06-23"), TODAY, programmes().values(), recorded(), seed=1, draws=200))


def test_standing_on_the_day(tested: list[Hindcast]) -> None:
    s400 = {case.unit: case for case in tested if case.programme == "india-s400"}
    assert set(s400) == {1, 2, 3, 4, 5}
    assert s400[1].promised == Span(day("2021-12-01"), day("2021-12-31"))
    assert s400[1].naive_day[0] == day("2021-12-31")
    assert s400[1].score_month[FORECASTS.index("as promised")] == 0.0  # the model loses on this one
    assert s400[5].came.last is None and s400[5].covered is None
    assert all(case.quantile_day[0] > case.origin for case in tested)


def test_no_coverage_under_ten_cases(tested: list[Hindcast]) -> None:
    found = summary(tested)
    assert found.coverage == "7 cases: too few"
    assert found.label == "illustration, not validation"
    many = [Hindcast(**{**vars(tested[0]), "unit": unit}) for unit in range(10)]
    assert summary(many).coverage == "10 of 10 within 90 %"
    assert summary([]).coverage == "no cases"


def test_the_summary_says_who_wins(tested: list[Hindcast]) -> None:
    better = Hindcast(**{**vars(tested[0]), "score_month": (1.0, 1.5, 2.0, 3.0)})
    worse = Hindcast(**{**vars(better), "unit": 2, "score_month": (9.0, 9.0, 2.0, 3.0)})
    assert not summary([better]).model_loses and summary([better]).best == "model"
    assert summary([better, worse]).model_loses and summary([better, worse]).best == "as promised"
    assert summary([better, worse]).better_units == 1
    # A unit promised three times weighs as one.
    assert summary([better, worse, worse, worse]).score_month == summary([better, worse]).score_month


def test_leaving_one_programme_out_uses_nothing_of_it() -> None:
    """Without its record, an order looks the same whether it had slipped before or not, but for the points sampled."""
    others = [record for name, record in programmes().items() if name in ("china-s400", "india-su30mki-1996")]
    fresh = {"asserted": "2020-06-01", "by": "2021-06", "units": [2]}
    slipped = [{"asserted": "2010-01-01", "by": "2011", "units": [1]}]
    came = [{"units": [1], "date": "2019-06-01"}]
    scores = []
    for before, arrived in (([], []), (slipped, came)):
        record = order("one", [*before, fresh], arrived, unseen=[{"units": [2], "until": 2022, "assumed": "t"}])
        found = [
            case
            for case in stand_on(day("2020-06-23"), TODAY, [*others, record], (), 1, 2000)
            if case.programme == "one"
        ]
        scores.append(found[0].score_month[:2])
    (own, alone), (own_after, alone_after) = scores
    assert alone_after == pytest.approx(alone, rel=0.05)
    assert own_after < 0.9 * own == pytest.approx(0.9 * alone, rel=0.05)


@pytest.mark.slow
def test_rolling_origins_are_promise_dates() -> None:
    few = [programme(name) for name in ("india-s400", "china-s400", "india-su30mki-1996")]
    first = day("2020-01-01")
    made = list(rolling(first, TODAY, few, recorded(), seed=1, draws=50))
    assert {case.origin for case in made} <= set(origins(few, first, TODAY))
    for case in made:
        promised = [entry.asserted.last for entry in programme(case.programme).promises_of(case.unit)]
        assert case.origin in promised
    assert all((case.came.last or case.came.until) > case.origin for case in made)
