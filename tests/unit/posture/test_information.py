"""Value of information and shares of variance against closed forms of normal and additive models."""

from __future__ import annotations

from math import erf, exp, hypot, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.posture.information import LEAST_DRAWS, Worth, evpi, evppi, variance_shares


def _luck(seed: int = 20200623) -> np.random.Generator:
    return np.random.default_rng(seed)


def _gain(mean: float, deviation: float) -> float:
    """E max(0, D) - max(0, E D) of a normal difference D: the unit normal loss (Raiffa and Schlaifer 1961)."""
    at = mean / deviation
    return deviation * exp(-at * at / 2) / sqrt(2 * pi) + mean * (1 + erf(at / sqrt(2))) / 2 - max(0.0, mean)


def _normal(draws: int = 2000, noise: float = 2.0, seed: int = 20200623) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Figures of two inputs, and losses of two policies that differ by 0.3 + x + 0.7 z; both share much else."""
    luck = _luck(seed)
    x, z, weather = luck.normal(size=(3, draws))
    waits = 3 * weather[:, None] + luck.normal(0, noise, (draws, 8))
    acts = 3 * weather[:, None] - (0.3 + x + 0.7 * z)[:, None] + luck.normal(0, noise, (draws, 8))
    return x, z, np.stack([waits, acts])


def _within(worth: Worth | None, exact: float, errors: float = 4.0) -> bool:
    assert worth is not None and worth.standard_error > 0
    return abs(worth.value - exact) <= errors * worth.standard_error


def test_normal_model_has_the_value_of_its_closed_form() -> None:
    x, z, losses = _normal()
    assert _within(evppi(losses, x), _gain(0.3, 1.0))
    assert _within(evppi(losses, z), _gain(0.3, 0.7))
    assert not _within(evppi(losses, z), _gain(0.3, 1.0))  # and it tells the two apart


@pytest.mark.slow
@pytest.mark.parametrize("all_there_is", [False, True])
def test_standard_error_covers_the_truth_as_often_as_it_says(all_there_is: bool) -> None:
    """Where much else varies the coefficients are in doubt; where nothing else does, only where the draws fell."""
    trials, hits = 40, 0
    for seed in range(trials):
        x, _, losses = _normal(LEAST_DRAWS, seed=seed)
        told = np.stack([np.zeros_like(x), -0.3 - x])[:, :, None] if all_there_is else losses
        hits += _within(evppi(told, x), _gain(0.3, 1.0), errors=1.96)
    assert hits / trials >= 0.95 - 4 * sqrt(0.95 * 0.05 / trials)


def test_an_input_without_influence_is_worth_nothing() -> None:
    _, _, losses = _normal()
    assert _within(evppi(losses, _luck(7).normal(size=2000)), 0.0)
    fixed = evppi(losses, np.ones(2000))
    assert fixed is not None and fixed.value == pytest.approx(0.0, abs=1e-12)


def test_a_policy_that_is_always_best_leaves_nothing_to_know() -> None:
    x, _, losses = _normal()
    never = np.stack([losses[0], losses[1] + 100.0])
    assert evppi(never, x) == Worth(0.0, 0.0, 0.0)
    assert evppi(losses[:1], x) == Worth(0.0, 0.0, 0.0)


def test_withheld_below_a_thousand_draws() -> None:
    x, _, losses = _normal(LEAST_DRAWS)
    assert evppi(losses, x) is not None
    assert evppi(losses[:, 1:], x[1:]) is None


def test_curved_stepped_and_rare_figures() -> None:
    """Exact sums over the figures: a vee, a step, three alternatives of very unlike frequency, three policies."""
    luck = _luck()
    cases = {
        "vee": (luck.uniform(-1, 1, 2000), [lambda x: np.abs(x) - 0.6], 0.16 / 2),
        "step": (luck.uniform(20, 60, 2000), [lambda x: np.where(x > 40, 1.0, -1.2)], 0.5),
        "claims": (
            luck.choice([0.0, 1.0, 5.0], 2000, p=[0.9, 0.08, 0.02]),
            [lambda x: np.where(x == 1, 5.0, -0.5), lambda x: np.where(x == 5, 20.0, -1.0)],
            0.08 * 5 + 0.02 * 20,
        ),
    }
    for name, (values, benefits, exact) in cases.items():
        columns = [np.zeros(2000), *(benefit(values) for benefit in benefits)]
        noise = luck.normal(0, 1, (len(columns), 2000, 4))
        losses = 7.0 - np.stack(columns)[:, :, None] + noise
        assert _within(evppi(losses, values), exact), name


def test_the_same_to_the_bit_and_whichever_policy_is_named_first() -> None:
    x, _, losses = _normal()
    third = np.stack([*losses, losses[0] + 0.4 * x[:, None]])
    found = evppi(third, x)
    assert found == evppi(third, x) and found is not None
    other = evppi(third, x, seed=1)
    assert other is not None and other.value == found.value and other.standard_error != found.standard_error
    turned = evppi(third[::-1], x)
    assert turned is not None and turned.value == pytest.approx(found.value, rel=1e-9)


def test_bias_shows_where_policies_are_nearly_as_good() -> None:
    """Two policies alike but for the dice: the regression finds a gain of nothing, and says that it would."""
    luck = _luck()
    found = [evppi(luck.normal(0, 1, (2, LEAST_DRAWS, 4)), luck.normal(size=LEAST_DRAWS)) for _ in range(20)]
    assert np.mean([worth.value for worth in found if worth]) > 0
    assert np.mean([worth.bias for worth in found if worth]) > 0
    assert all(worth and worth.corrected >= 0 for worth in found)


def test_noise_of_replications_raises_perfect_information() -> None:
    _, _, losses = _normal(8000)
    found = evpi(losses)
    exact = _gain(0.3, hypot(1.0, 0.7))
    assert found is not None
    # Noise of 2 in each of 8 replications adds a variance of 1 to that of the difference.
    assert found.value == pytest.approx(_gain(0.3, hypot(1.0, 0.7, 1.0)), abs=4 * found.standard_error)
    assert found.value - exact > 4 * found.standard_error
    assert found.corrected == pytest.approx(exact, abs=4 * found.standard_error)


def test_perfect_information_worked_by_hand() -> None:
    """Losses 1 and 5 against 4 and 2: the second is best on average (3), the best of each draw loses 1.5."""
    losses = np.array([[1.0, 5.0], [4.0, 2.0]])[:, :, None]
    found = evpi(losses)
    assert found is not None and (found.value, found.bias, found.standard_error) == (1.5, 0.0, 1.5)
    assert evpi(losses[:, :1]) is None


def test_one_input_is_worth_less_than_all() -> None:
    x, _, losses = _normal()
    part, whole = evppi(losses, x), evpi(losses)
    assert part and whole and part.value < whole.corrected


def test_shares_of_an_additive_model() -> None:
    """3 a + 2 b + c of uniform numbers: 9/14, 4/14 and 1/14 of the variance, and 10/14 for a and c together."""
    luck = _luck()
    held, fresh = luck.uniform(size=(2, 3, 20_000))
    factors = np.array([3.0, 2.0, 1.0])
    for group, exact in (((0,), 9 / 14), ((1,), 4 / 14), ((2,), 1 / 14), ((0, 2), 10 / 14)):
        mixed = fresh.copy()
        mixed[list(group)] = held[list(group)]
        found = variance_shares(factors @ held, factors @ mixed)
        assert found is not None and found.standard_error < 0.01
        assert abs(found.share - exact) <= 4 * found.standard_error, group


def test_error_of_a_share_is_how_far_shares_scatter() -> None:
    luck, shares, errors = _luck(), [], []
    for _ in range(400):
        common, one, other = luck.normal(size=(3, 200))
        found = variance_shares(common + one, common + other)
        assert found is not None
        shares.append(found.share)
        errors.append(found.standard_error)
    assert np.mean(shares) == pytest.approx(0.5, abs=4 * float(np.std(shares)) / 20)
    # The standard deviation of 400 numbers is known to one in twenty-eight.
    assert np.mean(errors) == pytest.approx(float(np.std(shares)), rel=4 / sqrt(800))


def test_nothing_varies_and_nothing_is_shared() -> None:
    assert variance_shares(np.ones(5), np.ones(5)) is None
    assert variance_shares(np.ones(1), np.zeros(1)) is None


@given(st.floats(-1e3, 1e3), st.floats(0.1, 1e3))
def test_shares_have_no_unit(shift: float, scale: float) -> None:
    one, other = _luck().normal(size=(2, 50))
    plain, moved = variance_shares(one, other), variance_shares(shift + scale * one, shift + scale * other)
    assert plain is not None and moved is not None
    assert moved == pytest.approx(plain, rel=1e-6, abs=1e-9)
