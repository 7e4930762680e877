"""The three spreads against closed forms and against simulation with known answers."""

from __future__ import annotations

import numpy as np
import pytest

from mantlet.run import metrics
from mantlet.run.metrics import Draws, Summary

LUCK = np.random.default_rng(20200623)  # one seed: a failure repeats


def _draws(raids: np.ndarray) -> Draws:
    rows = np.array([metrics.summarised({"x": row})["x"] for row in raids])
    return Draws(*rows.T, replications=raids.shape[1])


def test_student_interval_of_a_textbook_sample() -> None:
    # t(0.975, 4) = 2.776445 (tables); mean 3, s = sqrt(2.5), n = 5.
    low, high = metrics.mean_interval(np.array([1.0, 2.0, 3.0, 4.0, 5.0])) or (0, 0)
    reach = 2.776445 * np.sqrt(2.5 / 5)
    assert (low, high) == pytest.approx((3 - reach, 3 + reach), rel=1e-6)


def test_error_covers_the_truth_as_often_as_it_says() -> None:
    trials, hits = 2000, 0
    for _ in range(trials):
        truth_by_draw = 7 + LUCK.normal(0, 2, 12)
        raids = truth_by_draw[:, None] + LUCK.normal(0, 3, (12, 8))
        still = np.zeros(12)
        low, high = metrics.error(Draws(raids.mean(axis=1), still, still, still, 8)) or (0, 0)
        hits += low <= 7 <= high
    # Four standard errors of a 95 % coverage over 2,000 trials.
    assert hits / trials == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / trials))


def test_error_of_one_draw_comes_from_its_replications() -> None:
    raids = np.array([[0.0, 1.0, 0.0, 1.0, 1.0]])
    assert metrics.error(_draws(raids)) == pytest.approx(metrics.mean_interval(raids[0]))
    assert metrics.error(_draws(np.array([[3.0]]))) is None


def test_chance_is_the_average_of_quantiles_within_draws() -> None:
    # 0..99 and 100..199: the 5 % outcome is the fifth smallest, the 95 % one the 95th.
    raids = np.arange(200.0).reshape(2, 100)
    assert metrics.chance(_draws(raids)) == (54.0, 144.0)


def test_chance_knows_nothing_of_ignorance() -> None:
    within = LUCK.normal(0, 1, 4000)
    together = np.stack([within, within + 50])
    low, high = metrics.chance(_draws(together)) or (0, 0)
    assert high - low == pytest.approx(2 * 1.6449, rel=0.1)


def test_ignorance_recovers_the_scatter_between_draws() -> None:
    # Between 2, within 6 over 20 raids: raw means scatter with sqrt(4 + 36 / 20) = 2.41.
    truth = LUCK.normal(0, 2.0, 4000)
    raids = truth[:, None] + LUCK.normal(0, 6.0, (4000, 20))
    draws = _draws(raids)
    assert np.std(draws.mean, ddof=1) == pytest.approx(np.sqrt(4 + 36 / 20), rel=0.04)
    assert np.std(metrics.without_noise(draws), ddof=1) == pytest.approx(2.0, rel=0.04)
    (low, high), kind = metrics.ignorance(draws) or ((0, 0), "")
    assert kind == "p05_p95"
    assert high - low == pytest.approx(2 * 1.6449 * 2.0, rel=0.06)


def test_pure_chance_leaves_no_ignorance() -> None:
    means = np.array([4.0, 6.0])
    draws = Draws(means, np.array([100.0, 100.0]), means, means, replications=10)
    assert metrics.ignorance(draws) == ((5.0, 5.0), "range")


def test_few_draws_give_their_least_and_greatest() -> None:
    means = np.arange(92.0)
    still = np.zeros(92)
    draws = Draws(means, still, means, means, replications=50)
    assert metrics.ignorance(draws) == (pytest.approx((0.0, 91.0)), "range")
    one_more = Draws(np.arange(93.0), np.zeros(93), still, still, replications=50)
    assert metrics.ignorance(one_more) == (pytest.approx((4.6, 87.4)), "p05_p95")
    many = Draws(np.arange(101.0), np.zeros(101), still, still, replications=50)
    assert metrics.ignorance(many) == (pytest.approx((5.0, 95.0)), "p05_p95")


def test_from_ninety_three_draws_the_extremes_hold_nearly_all() -> None:
    # Wilks: the least and greatest of n hold a share p with confidence 1 - n p^(n-1) + (n-1) p^n.
    def confidence(n: int) -> float:
        return 1 - n * 0.95 ** (n - 1) + (n - 1) * 0.95**n

    assert confidence(metrics.QUANTILE_DRAWS) >= 0.95 > confidence(metrics.QUANTILE_DRAWS - 1)


def test_one_draw_says_nothing_of_ignorance() -> None:
    found = metrics.spread(_draws(np.array([[1.0, 2.0]])))
    assert found.ignorance is None
    assert found.record()["ignorance"] is None
    assert found.ignorance_coupling is None


def test_one_raid_of_each_draw_says_nothing_of_chance_or_ignorance() -> None:
    found = metrics.spread(_draws(LUCK.normal(0, 1, (50, 1))), _draws(LUCK.normal(0, 1, (50, 1))))
    assert found.chance is None
    assert found.ignorance is None
    assert found.error is not None
    recorded = metrics.spread(_draws(LUCK.normal(0, 1, (50, 4))), _draws(100 * LUCK.normal(0, 1, (50, 1))))
    assert recorded.ignorance_coupling == "comonotone"


@pytest.mark.parametrize("raids", [2, 5, 19, 20, 40])
def test_of_few_raids_the_quantiles_are_the_least_and_the_greatest(raids: int) -> None:
    found = metrics.summarised({"": np.arange(raids)})[""]
    assert ((found.low, found.high) == (0, raids - 1)) == (raids < metrics.QUANTILE_RAIDS)


def _exact(means: list[float]) -> Draws:
    column = np.array(means)
    return Draws(column, np.zeros(len(means)), column, column, replications=9)


def test_ignorance_reaches_as_far_as_either_design_and_names_it() -> None:
    narrow, wide = _exact([1.0, 2.0]), _exact([0.0, 5.0])
    assert metrics.spread(narrow, wide).ignorance_coupling == "independent"
    assert metrics.spread(narrow, wide).ignorance == pytest.approx((0.0, 5.0))
    assert metrics.spread(wide, narrow).ignorance_coupling == "comonotone"
    assert metrics.spread(narrow, wide).mean == 1.5
    low, high = _exact([0.0, 2.0]), _exact([1.0, 5.0])
    for one, other in ((low, high), (high, low)):
        assert metrics.spread(one, other).ignorance == pytest.approx((0.0, 5.0))
        assert metrics.spread(one, other).ignorance_coupling == "both"
    assert metrics.spread(wide, wide).ignorance_coupling == "comonotone"


def test_ignorance_holds_the_means_of_both_designs() -> None:
    # 4 of 100 draws lift the mean out of their own 5-95 % range, which is 0 to 0.
    rare, rarer = _exact([0.0] * 96 + [25.0] * 4), _exact([0.0] * 97 + [100.0] * 3)
    assert metrics.ignorance(rare) == (pytest.approx((0.0, 0.0)), "p05_p95")
    assert metrics.spread(rare).ignorance == pytest.approx((0.0, 1.0))
    assert metrics.spread(rare, rarer).ignorance == pytest.approx((0.0, 3.0))
    assert metrics.spread(rare, rarer).ignorance_coupling == "independent"


def test_settled_inputs_leave_nothing_open() -> None:
    raids = LUCK.normal(0, 1, (50, 20))
    found = metrics.spread(_draws(raids), _draws(raids), settled=True)
    assert found.ignorance == (found.mean, found.mean)
    assert found.error == metrics.error(_draws(raids))


def test_a_ratio_and_its_error() -> None:
    shots, kills = LUCK.poisson(9, 100_000), LUCK.poisson(3, 100_000)
    found = metrics.ratio_summary(shots, kills)
    assert found is not None
    assert found.mean == pytest.approx(3.0, abs=0.03)
    # Independent counts: var(ratio) n = (var S + r² var K) / mean K² = (9 + 9 · 3) / 9.
    assert found.variance == pytest.approx(4.0, rel=0.05)
    assert metrics.ratio_summary(np.array([3]), np.array([0])) is None


def test_a_single_raid_has_no_variance() -> None:
    assert metrics.summarised({"x": np.array([4])}) == {"x": Summary(4.0, 0.0, 4.0, 4.0)}


def test_influence_finds_what_drives_the_outcome() -> None:
    draws = 400
    inputs = {name: LUCK.uniform(size=draws) for name in ("strong", "weak", *(f"idle{n}" for n in range(30)))}
    inputs["fixed"] = np.ones(draws)
    outcome = -3 * inputs["strong"] + inputs["weak"]
    found = metrics.influence(inputs, outcome)
    assert [entry.path for entry in found[:2]] == ["strong", "weak"]
    # Linear in uniform inputs: shares 9 : 1.
    assert found[0].share == pytest.approx(0.9, abs=0.05)
    assert found[0].rank_correlation < 0
    assert found[1].share == pytest.approx(0.1, abs=0.07)
    assert "fixed" not in {entry.path for entry in found}
    assert all(entry.distinguishable for entry in found[:2])


def test_idle_inputs_pass_the_bar_as_rarely_as_it_says() -> None:
    trials, cried = 300, 0
    for _ in range(trials):
        inputs = {str(n): LUCK.uniform(size=60) for n in range(20)}
        cried += any(entry.distinguishable for entry in metrics.influence(inputs, LUCK.uniform(size=60)))
    assert cried / trials == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / trials))


def test_influence_is_monotone_in_nothing_but_ranks() -> None:
    column = LUCK.uniform(1, 2, 50)
    straight = metrics.influence({"a": column}, column)[0]
    bent = metrics.influence({"a": column}, np.exp(9 * column))[0]
    assert straight.rank_correlation == pytest.approx(1.0)
    assert bent == straight


def test_nothing_to_explain() -> None:
    assert metrics.influence({"a": np.arange(9.0)}, np.ones(9)) == []
    assert metrics.influence({"a": np.ones(9)}, np.arange(9.0)) == []


def _shares(truth_by_draw: np.ndarray, replications: int) -> Draws:
    mean = LUCK.binomial(replications, truth_by_draw) / replications
    still = np.zeros(len(mean))
    return Draws(mean, still, still, still, replications)


def test_what_never_happened_has_an_error_still() -> None:
    # The rule of three, two-sided: 0.025 = (1 - p)^n. Draws count where draws differ, raids where they do not.
    never, always = _shares(np.zeros(60), 50), _shares(np.ones(60), 50)
    bound = 1 - 0.025 ** (1 / 60)
    assert metrics.share_error(never) == pytest.approx((0.0, bound))
    assert metrics.share_error(always) == pytest.approx((1 - bound, 1.0))
    assert metrics.share_error(never, settled=True) == pytest.approx((0.0, 1 - 0.025 ** (1 / 3000)))
    assert metrics.share_error(_shares(np.zeros(1), 50)) == pytest.approx((0.0, 1 - 0.025 ** (1 / 50)))
    assert metrics.share_error(_shares(np.zeros(1), 1)) is None


def test_error_of_independent_raids_is_that_of_clopper_and_pearson() -> None:
    # 2 of 20, tabulated by Clopper and Pearson's method: 0.01235 to 0.31698.
    assert metrics.share_error(
        Draws(np.array([0.1]), np.zeros(1), np.zeros(1), np.zeros(1), 20)
    ) == pytest.approx((0.01235, 0.31698), abs=1e-5)  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "draws"),
    [(0.0, 1.0, 12), (0.3, 0.3, 12), (0.0, 0.02, 40), (0.0, 0.001, 100), (0.98, 1.0, 40)],
)
def test_error_of_a_probability_covers_the_truth_at_least_as_often_as_it_says(
    low: float, high: float, draws: int
) -> None:
    """Between draws that decide alone and draws that do not matter, rare events too."""
    trials, hits = 1000, 0
    for _ in range(trials):
        found = metrics.share_error(_shares(LUCK.uniform(low, high, draws), 10)) or (2, 2)
        hits += found[0] <= (low + high) / 2 <= found[1]
    assert hits / trials >= 0.95 - 4 * np.sqrt(0.95 * 0.05 / trials)


def test_a_draw_that_decides_alone_counts_once() -> None:
    raids = np.zeros((40, 100))
    raids[:8] = 1.0
    low, high = metrics.share_error(_draws(raids)) or (0, 0)
    # 8 of 40: Clopper and Pearson give 0.0905 to 0.3565, and few draws a little more.
    assert low < 0.0906
    assert high > 0.3564
    assert high - low < 0.29


def test_a_spread_says_what_it_is_of() -> None:
    never = _shares(np.zeros(9), 5)
    assert metrics.spread(never).error == (0.0, 0.0)
    assert metrics.spread(never, is_prob=True).error == metrics.share_error(never)
    assert metrics.spread(never, is_share=True).error == metrics.share_error(never)
    some = _shares(np.full(9, 0.5), 5)
    assert metrics.spread(some, is_share=True).error == metrics.error(some)
