"""Means corrected for where the draws fell, against least squares by hand and against what the mean is known to be."""

from __future__ import annotations

import numpy as np
import pytest

from mantlet.run.controls import DRAWS_PER_FAMILY, corrected, scores
from mantlet.run.metrics import mean_interval

LUCK = np.random.default_rng(3)


def test_what_scores_explain_wholly_is_known_exactly() -> None:
    known = LUCK.normal(size=(20, 2))
    found = corrected(7.0 + known @ np.array([2.0, -1.0]), known)
    assert found is not None
    assert found.mean == pytest.approx(7.0)
    assert found.error == pytest.approx((7.0, 7.0), abs=1e-12)


def test_one_score_by_hand() -> None:
    """Intercept of a straight line and its standard error, as any textbook has them."""
    known, means = np.array([-1.0, 0.0, 1.0, 2.0]), np.array([1.0, 2.0, 2.0, 5.0])
    found = corrected(means, known[:, None])
    assert found is not None
    slope = np.sum((known - 0.5) * (means - 2.5)) / np.sum((known - 0.5) ** 2)
    rest = means - 2.5 - slope * (known - 0.5)
    assert found.mean == pytest.approx(2.5 - slope * 0.5)
    assert found.rest == pytest.approx(rest)
    variance = np.sum(rest**2) / 2 * (1 / 4 + 0.25 / 5)
    assert found.error[1] - found.mean == pytest.approx(4.302652729911275 * variance**0.5)  # Student's 97.5 % of 2
    assert found.worth_ratio == pytest.approx(np.var(means, ddof=1) / 4 / variance)


def test_interval_holds_the_mean_and_is_as_much_narrower_as_it_says() -> None:
    held, plain_held, worths, found_means, plain_means = 0, 0, [], [], []
    for _ in range(1500):
        known = LUCK.normal(size=(60, 5))
        means = 3.0 + known @ np.array([1.0, 1.0, 0.5, 0.0, 0.0]) + LUCK.normal(size=60)
        found, plain = corrected(means, known), mean_interval(means)
        assert found is not None and found.worth_ratio is not None and plain is not None
        held += found.error[0] <= 3.0 <= found.error[1]
        plain_held += plain[0] <= 3.0 <= plain[1]
        worths.append(found.worth_ratio)
        found_means.append(found.mean)
        plain_means.append(means.mean())
    assert held / 1500 == pytest.approx(0.95, abs=0.02)
    assert plain_held / 1500 == pytest.approx(0.95, abs=0.02)
    # Lavenberg and Welch: (1 - R²) of the variance, times (draws - 2) / (draws - families - 2).
    exact = 3.25 / (58 / 53)
    assert np.var(plain_means) / np.var(found_means) == pytest.approx(exact, rel=0.15)
    assert np.mean(worths) == pytest.approx(exact, rel=0.15)


def test_too_few_draws_to_a_family_are_not_corrected() -> None:
    enough = DRAWS_PER_FAMILY * 4
    known, means = LUCK.normal(size=(enough, 3)), LUCK.normal(size=enough)
    assert corrected(means, known) is not None
    assert corrected(means[1:], known[1:]) is None
    assert corrected(means, None) is None
    assert corrected(means, known[:, :0]) is None
    assert corrected(means[1:], known) is None  # some draws say nothing of it
    assert corrected(means * 0, known) is None


def test_scores_are_standard_normal_and_go_by_name() -> None:
    found = scores(1, ("rcs", "reaction"), 2000)
    assert found.mean(axis=0) == pytest.approx([0, 0], abs=0.07)
    assert found.std(axis=0) == pytest.approx([1, 1], abs=0.05)
    assert abs(np.mean(found[:, 0] * found[:, 1])) < 0.07
    assert (scores(1, ("reaction",), 50)[:, 0] == found[:50, 1]).all()
