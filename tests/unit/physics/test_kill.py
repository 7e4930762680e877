"""Kill sums against brute force over all outcomes."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mantlet.physics import kill

PROB = st.floats(0.0, 1.0)


@given(PROB, st.integers(0, 20))
def test_barrage_is_one_minus_all_missing(prob: float, shots: int) -> None:
    assert kill.barrage_kill_prob(prob, shots) == pytest.approx(1 - (1 - prob) ** shots, abs=1e-12)


def every_raid(alive: int, rounds: int, prob: float, looks: int) -> dict[tuple[int, int], float]:
    """Chance of each (survivors, rounds left) by walking through every hit and miss."""
    if looks == 0 or alive == 0 or rounds == 0:
        return {(alive, rounds): 1.0}
    fired = min(alive, rounds)
    total: dict[tuple[int, int], float] = {}
    for hits in itertools.product((0, 1), repeat=fired):
        chance = math.prod(prob if hit else 1 - prob for hit in hits)
        for end, part in every_raid(alive - sum(hits), rounds - fired, prob, looks - 1).items():
            total[end] = total.get(end, 0.0) + chance * part
    return total


@pytest.mark.parametrize(("objects", "rounds", "looks"), [(3, 5, 3), (4, 3, 2), (2, 9, 4), (0, 3, 2), (3, 0, 1)])
@pytest.mark.parametrize("prob", [0.0, 0.35, 1.0])
def test_shoot_look_shoot_against_all_outcomes(objects: int, rounds: int, looks: int, prob: float) -> None:
    ends = every_raid(objects, rounds, prob, looks)
    outcome = kill.shoot_look_shoot(objects, rounds, prob, looks)
    mean = sum(alive * chance for (alive, _), chance in ends.items())
    assert outcome.leakers_mean_count == pytest.approx(mean)
    assert outcome.leakers_variance == pytest.approx(sum((a - mean) ** 2 * c for (a, _), c in ends.items()), abs=1e-12)
    assert outcome.no_leak_prob == pytest.approx(sum(c for (a, _), c in ends.items() if a == 0))
    assert outcome.shots_mean_count == pytest.approx(sum((rounds - left) * c for (_, left), c in ends.items()))


@given(st.integers(1, 8), st.integers(0, 20), PROB, st.integers(1, 4))
def test_more_rounds_never_leak_more(objects: int, rounds: int, prob: float, looks: int) -> None:
    fewer = kill.shoot_look_shoot(objects, rounds, prob, looks).leakers_mean_count
    assert kill.shoot_look_shoot(objects, rounds + 1, prob, looks).leakers_mean_count <= fewer + 1e-12


@pytest.mark.parametrize("per_raid", [False, True])
def test_raid_outcome_against_simulation(per_raid: bool) -> None:
    draw, raids = np.random.default_rng(9), 50_000
    tracked = draw.random((raids, 1 if per_raid else 5)) < 0.8
    leaked = (~(tracked & (draw.random((raids, 5)) < kill.barrage_kill_prob(0.6, 2)))).sum(axis=1)
    outcome = kill.raid_outcome(5, 0.6, 2, 0.8, per_raid)
    assert leaked.mean() == pytest.approx(
        outcome.leakers_mean_count, abs=4 * math.sqrt(outcome.leakers_variance / raids)
    )
    assert leaked.var() == pytest.approx(outcome.leakers_variance, rel=0.05)
    assert (leaked == 0).mean() == pytest.approx(outcome.no_leak_prob, abs=0.01)


def test_an_empty_raid_never_leaks() -> None:
    for per_raid in (False, True):
        assert kill.raid_outcome(0, 0.5, 1, 0.5, per_raid).no_leak_prob == pytest.approx(1.0)


@given(PROB, st.integers(0, 12))
def test_expected_shots_by_summing(prob: float, most: int) -> None:
    assert kill.expected_shots(prob, most) == pytest.approx(sum((1 - prob) ** k for k in range(most)), rel=1e-6)


@given(st.floats(0.01, 50.0), st.integers(0, 30))
def test_erlang_b_is_the_truncated_poisson_share(offered: float, channels: int) -> None:
    weights = [math.exp(k * math.log(offered) - math.lgamma(k + 1)) for k in range(channels + 1)]
    assert kill.erlang_b(offered, channels) == pytest.approx(weights[-1] / sum(weights))


def test_nothing_offered_nothing_blocked() -> None:
    assert kill.erlang_b(0.0, 3) == 0.0


def test_refuses_the_impossible() -> None:
    for call in (
        lambda: kill.barrage_kill_prob(1.1, 1),
        lambda: kill.barrage_kill_prob(0.5, -1),
        lambda: kill.kill_chain_prob(-0.1, 0.5, 1),
        lambda: kill.shoot_look_shoot(-1, 1, 0.5, 1),
        lambda: kill.erlang_b(-1.0, 1),
        lambda: kill.expected_value_destroyed(np.ones((2, 3)), np.ones(2), np.ones((2, 3))),
    ):
        with pytest.raises(ValueError, match="got"):
            call()


@pytest.mark.parametrize("shared", [0.05, 0.3, 0.7, 0.9])
def test_two_shots_of_even_chance_miss_together_as_sheppard_says(shared: float) -> None:
    """Sheppard 1899: two standard normals of correlation r are both positive with chance 1/4 + asin(r) / (2 pi)."""
    leak = 0.25 + math.asin(shared) / (2 * math.pi)
    outcome = kill.shared_luck_outcome(1, 0.5, 2, shared)
    assert outcome.leakers_mean_count == pytest.approx(leak, abs=1e-9)
    assert outcome.no_leak_prob == pytest.approx(1 - leak, abs=1e-9)


@pytest.mark.parametrize("shared", [0.1, 0.5])
@pytest.mark.parametrize("single_shot_prob", [0.2, 0.9])
def test_variance_under_shared_luck_is_that_of_the_bivariate_normal(shared: float, single_shot_prob: float) -> None:
    miss = 1 - single_shot_prob
    limit = stats.norm.ppf(miss)
    covariance: Any = [[1.0, shared], [shared, 1.0]]
    both = stats.multivariate_normal.cdf([limit, limit], cov=covariance)
    outcome = kill.shared_luck_outcome(10, single_shot_prob, 1, shared)
    assert outcome.leakers_mean_count == pytest.approx(10 * miss, abs=1e-8)
    expected = 10 * miss * single_shot_prob + 90 * (both - miss**2)
    assert outcome.leakers_variance == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(("shared", "variance"), [(0.0, 10 * 0.21), (1.0, 100 * 0.21)])
def test_luck_is_shared_not_at_all_or_wholly(shared: float, variance: float) -> None:
    outcome = kill.shared_luck_outcome(10, 0.7, 1, shared)
    assert outcome.leakers_mean_count == pytest.approx(3.0)
    assert outcome.leakers_variance == pytest.approx(variance)
    assert outcome.shots_mean_count == 10.0
