"""Scores against closed forms, censored units, and what the summary may and may not say."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from mantlet.posture.backtest import (
    FORECASTS,
    Came,
    Hindcast,
    by_start,
    censored_crps,
    last_slip,
    origins,
    outcome,
    rolling,
    stand_on,
    summary,
    verdict,
)
from mantlet.posture.dates import DAYS_PER_MONTH, Span, day
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programme, programmes
from unit.posture.orders import order

TODAY = day("2026-11-22")
FAR = 40_000
SHARES = (np.arange(20_000) + 0.5) / 20_000


def _days(forecast: np.ndarray, came: Came, origin: int = 0) -> float:
    return censored_crps(np.rint(forecast).astype(np.int64), origin, came)


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
        promised = [entry.known_day for entry in programme(case.programme).promises_of(case.unit)]
        assert case.origin in promised
    assert all((case.came.last or case.came.until) > case.origin for case in made)


def _case(unit: int, origin: str, score: tuple[float, ...] = (1.0, 1.0, 2.0, 2.0), **more: Any) -> Hindcast:
    """A forecast of something that came ten days after its promise, well inside the 90 per cent."""
    start = day(origin)
    told: dict[str, Any] = {
        "promised": Span(start + 90, start + 90),
        "quantile_day": (start + 10, start + 80, start + 200),
        "naive_day": (start + 90, start + 90),
        "came": Came(start + 100, start + 100, TODAY),
        **more,
    }
    return Hindcast(origin=start, programme="one", unit=unit, label="", score_month=score, **told)


def test_coverage_is_of_the_first_origin() -> None:
    """Ten units that came outside the range of the first forecast, and inside that of the second."""
    wide = (day("2016-01-02"), day("2016-01-03"), day("2016-01-04"))
    first = [_case(unit, "2016-01-01", quantile_day=wide) for unit in range(10)]
    later = [_case(unit, "2016-02-01") for unit in range(10)]
    assert summary([*first, *later]).coverage == "0 of 10 within 90 %"
    assert summary(later).coverage == "10 of 10 within 90 %"


@pytest.mark.parametrize(
    ("first", "last", "until", "covered"),
    [
        (-20, 9, 500, True),  # in the month of the origin: what of it lay ahead is within
        (10, 30, 500, True),
        (40, 60, 500, None),  # on either side of the upper bound
        (0, 12, 500, True),
        (51, 60, 500, False),
        (2, 3, 500, False),
        (31, None, 30, None),  # not seen, and it may come within still
        (51, None, 50, False),  # not seen by the upper bound
    ],
)
def test_what_is_covered(first: int, last: int | None, until: int, covered: bool | None) -> None:
    """From day 0 the model says days 1 or 5 to 50."""
    start = day("2016-01-01")
    low = 1 if first < 1 else 5
    came = Came(start + first, None if last is None else start + last, start + until)
    case = _case(1, "2016-01-01", quantile_day=(start + low, start + 20, start + 50), came=came)
    assert case.covered is covered


def test_promises_that_have_not_fallen_due_are_left_out() -> None:
    far = Span(day("2030-01-01"), day("2030-12-31"))
    open_yet = _case(2, "2026-01-01", (0.0,) * 4, promised=far, came=Came(TODAY + 1, None, TODAY))
    told = _case(1, "2016-01-01")
    assert summary([told, open_yet]) == summary([told])
    assert summary([open_yet]).coverage == "no cases"


def test_the_last_slip_is_carried_on() -> None:
    """Moved by 120 days once, it is taken to move by 120 more; the promise at its word is not."""
    moved = order(
        "moved",
        [
            {"asserted": "2020-01-01", "by": "2021-01-31", "units": [1]},
            {"asserted": "2020-06-01", "by": "2021-05-31", "units": [1]},
        ],
        [{"units": [1], "date": "2021-08-01"}],
    )
    others = [programme("china-s400")]
    case = next(
        case for case in stand_on(day("2020-06-23"), TODAY, [*others, moved], (), 1, 20) if case.programme == "moved"
    )
    assert case.naive_day == (day("2021-05-31"), day("2021-05-31") + 120)
    assert case.score_month[2:] == pytest.approx((62 / DAYS_PER_MONTH, 58 / DAYS_PER_MONTH))


def test_nothing_is_forecast_from_what_was_assumed_alone() -> None:
    """In 2019 the only order with a record is the one forecast: no other stands behind it."""
    lone = order(
        "lone",
        [
            {"asserted": "2015-01-01", "by": "2016", "units": [1]},
            {"asserted": "2019-01-01", "by": "2020", "units": [2]},
        ],
        [{"units": [1], "date": "2017-01-01"}, {"units": [2], "date": "2021-01-01"}],
    )
    assert list(rolling(0, TODAY, [lone], (), 1, 20)) == []
    beside = list(rolling(0, TODAY, [lone, programme("china-s400")], (), 1, 20))
    assert {(case.programme, case.unit) for case in beside} >= {("lone", 2)}
    assert min(case.origin for case in beside) > day("2015-01-01")


def _years(scores: dict[int, tuple[float, ...]]) -> list[Hindcast]:
    return [
        _case(unit, f"{year}-03-01", score)
        for year, score in scores.items()
        for unit in range(100 * year, 100 * year + 10)
    ]


WINS, LOSES = (1.0, 2.0, 3.0, 4.0), (9.0, 8.0, 2.0, 3.0)


def test_the_verdict_says_how_it_turns_with_the_start() -> None:
    """An old success, a failure, and ten units of late: the years from which the model wins and loses are named."""
    cases = _years({2014: (0.0, 1.0, 50.0, 50.0), 2016: LOSES, 2018: WINS})
    starts = by_start(cases)
    assert [(year, found.units, found.model_loses) for year, found in starts] == [
        (2014, 30, False),
        (2016, 20, True),
        (2018, 10, False),
    ]
    told = verdict(starts)
    assert "A naive forecast does better than the model counted from 2016 on, and does not from 2014, 2018 on." in told
    assert "From no year of 2014 to 2018 on the model does better without the programme's own record." in told
    assert "beats both naive forecasts on 20 of 30 units" in told


def test_a_verdict_that_does_not_turn() -> None:
    wins, loses = verdict(by_start(_years({2016: WINS}))), verdict(by_start(_years({2016: LOSES})))
    assert "From no year of 2016 to 2016 on a naive forecast does better than the model." in wins
    assert "A naive forecast does better than the model, from whichever year of 2016 to 2016 on" in loses


def test_under_ten_units_there_is_no_verdict() -> None:
    assert verdict(by_start(_years({2016: WINS})[:9])) == "Fewer than 10 units can be judged: too few for a verdict."


def test_a_promise_told_later_is_no_origin_before_its_report() -> None:
    late = order("late", [{"asserted": "2018-01-01", "reported": "2019-05-01", "by": "2020", "units": [1]}], [])
    assert origins([late], 0, TODAY) == [day("2019-05-01")]
