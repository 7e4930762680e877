"""What a precision asks for, how a run is sized for it, and that its intervals hold the mean as often as promised."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from mantlet.base.errors import UsageError
from mantlet.run.course import Course
from mantlet.run.metrics import Draws, error
from mantlet.run.until import (
    DRAW_COST_RAIDS,
    Amount,
    Parts,
    Sample,
    next_count,
    parts,
    reading,
    spent,
    split,
    targets,
    trusted_count,
)

LEAST, MOST = Amount(30, 20), Amount(2000, 400)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("leakers", "expected METRIC=HALF-WIDTH"),
        ("leakers>0.2", "expected METRIC=HALF-WIDTH"),
        ("leekers=0.2", "Did you mean 'leakers'"),
        ("leakers=0", "half-width above 0"),
        ("leakers=1e999", "half-width above 0"),
        ("shots_per_kill=0.1", "shots_per_kill is a ratio of sums"),
    ],
)
def test_what_cannot_be_asked_is_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        targets(text)


def test_a_metric_is_asked_for_once() -> None:
    with pytest.raises(UsageError, match="twice"):
        targets(["leakers=0.2", "leakers=1%"])


def test_per_cent_is_of_the_mean_but_of_a_chance_points() -> None:
    leakers, chance = targets(["leakers=2%", "no_leak_prob=2%"])
    assert leakers.asked(-50.0) == 1.0
    assert chance.asked(0.5) == 0.02


@pytest.mark.parametrize("last_look", range(6))
def test_what_is_spent_is_never_more_than_a_twentieth(last_look: int) -> None:
    together = sum(spent(look) for look in range(last_look)) + spent(last_look, last=True)
    assert together == pytest.approx(0.05)


def test_variance_is_taken_apart_as_it_was_made() -> None:
    luck = np.random.default_rng(5)
    raids = luck.normal(0, 2, (4000, 1)) + luck.normal(0, 3, (4000, 10))
    rows = raids.mean(axis=1), raids.var(axis=1, ddof=1)
    found = parts(Draws(*rows, *rows, replications=10))
    assert found.between_variance == pytest.approx(4.0, rel=0.1)
    assert found.within_variance == pytest.approx(9.0, rel=0.02)


@pytest.mark.parametrize(("between", "within"), [*product((0.0, 0.01, 1.0, 30.0), (0.5, 20.0, 500.0))])
def test_no_split_is_cheaper(between: float, within: float) -> None:
    """Against every split there is, by the variance that the chosen one itself reaches."""
    found = split(Parts(between, within, 3.0), 0.4, LEAST, MOST)

    def variance(draws: np.ndarray | int, raids: np.ndarray | int) -> np.ndarray:
        return np.asarray(between / draws + within / (draws * raids))

    draws, raids = np.meshgrid(np.arange(LEAST.draws, MOST.draws + 1), np.arange(LEAST.raids, MOST.raids + 1))
    cost = draws * (DRAW_COST_RAIDS + raids)
    enough = variance(draws, raids) <= variance(*found) * (1 + 1e-12)
    # Rounding up to whole draws and raids costs one of either.
    assert found.cost_raids <= cost[enough].min() + DRAW_COST_RAIDS + found.raids + found.draws
    assert LEAST.draws <= found.draws <= MOST.draws and LEAST.raids <= found.raids <= MOST.raids


def test_what_nothing_can_reach_wastes_no_raids() -> None:
    assert split(Parts(1000.0, 1.0, 3.0), 0.1, LEAST, MOST) == Amount(MOST.draws, LEAST.raids)


def test_skewed_numbers_are_trusted_late() -> None:
    """One draw in ten that counts: the squared skewness is (1 - 2p)^2 / p(1 - p)."""
    assert trusted_count(np.array([1.0] + [0.0] * 9)) == pytest.approx(25 * 0.8**2 / 0.09)
    assert trusted_count(np.array([-1.0, 0.0, 1.0])) == 0


def _sample(means: np.ndarray, raids: int = 20) -> Sample:
    return Sample(Draws(means, means * 0 + 1.0, means, means, raids), settled=False)


def test_what_never_moved_is_never_known() -> None:
    (target,) = targets("leakers=0.2")
    found = reading(target, _sample(np.zeros(50)), 0.04)
    assert found.half_width is None
    assert not found.reached(50)
    assert next_count([found], 50, 2000) == (100, False)
    assert next_count([found], 1200, 2000) == (2000, True)


def test_no_look_before_half_of_what_is_foretold() -> None:
    (target,) = targets("leakers=0.2")
    means = np.tile([2.0, 4.0], 20)
    found = reading(target, _sample(means), 0.04)
    half = error(_sample(means).draws, 0.04)
    assert half is not None and found.half_width is not None
    assert found.half_width == pytest.approx((half[1] - half[0]) / 2)
    assert found.enough_count == pytest.approx(40 * (found.half_width / 0.2) ** 2)
    count, is_look = next_count([found], 40, 2000)
    assert not is_look
    assert count == np.ceil(found.enough_count * 1.1 / 2)


def test_draws_that_allow_a_correction_come_before_more_of_them() -> None:
    (target,) = targets("leakers=0.2")
    means = np.tile([2.0, 4.0], 20)
    sample = _sample(means)._replace(controls=np.zeros((40, 24)))
    assert next_count([reading(target, sample, 0.04)], 40, 2000) == (50, False)
    few = _sample(means)._replace(controls=np.zeros((40, 2000)))
    assert next_count([reading(target, few, 0.04)], 40, 2000) == next_count(
        [reading(target, _sample(means), 0.04)], 40, 2000
    )


class Thrown:
    """Leakers thrown from a rate of each draw: what a course fights, without a fight."""

    def __init__(self, trial: int) -> None:
        self.luck = np.random.default_rng((11, trial))
        self.rates = self.luck.gamma(9.0, 0.5, MOST.draws)
        self.means = np.zeros(0)
        self.scouts = [{"leakers": self.luck.poisson(rate, LEAST.raids)} for rate in self.rates[: LEAST.draws]]
        self.amounts: list[Amount] = []

    def advance(self, amount: Amount) -> bool:
        fresh = [self.luck.poisson(rate, amount.raids) for rate in self.rates[len(self.means) : amount.draws]]
        for row, scouted in zip(fresh, self.scouts if not self.amounts else (), strict=False):
            row[: LEAST.raids] = scouted["leakers"]
        self.means = np.append(self.means, [row.mean() for row in fresh])
        self.amounts.append(amount)
        return True

    def sample(self, metric: str, draws: int) -> Sample:
        return _sample(self.means[:draws])


@pytest.mark.slow
def test_the_interval_that_ended_a_run_holds_the_mean() -> None:
    """Nineteen of twenty times; a plain interval that is asked after every draw from the second on does less often."""
    trials, truth, asked = 300, 4.5, 0.35
    held = naive = 0
    for trial in range(trials):
        field, course = Thrown(trial), Course(targets(f"leakers={asked}"), MOST)
        course.sized(field.scouts)
        assert course.fought(field)
        look = course.record()["looks"][-1]
        found = look["metrics"]["leakers"]
        assert look["reached"] and found["half_width"] <= asked
        held += abs(found["mean"] - truth) <= found["half_width"]
        field.advance(Amount(500, LEAST.raids))
        for count in range(2, 500):
            low, high = error(_sample(field.means[:count]).draws) or (0.0, np.inf)
            if high - low <= 2 * asked:
                break
        naive += low <= truth <= high
    assert held / trials >= 0.95 - 2 * (0.05 * 0.95 / trials) ** 0.5
    assert naive / trials < 0.925


def test_a_course_goes_on_and_never_back() -> None:
    field, course = Thrown(1), Course(targets("leakers=0.1"), MOST)
    assert course.sized(field.scouts) == Amount(30, 20)
    course.fought(field)
    draws = [amount.draws for amount in field.amounts]
    assert draws == sorted(set(draws))
    assert {amount.raids for amount in field.amounts} == {20}


def test_the_last_look_spends_what_is_left() -> None:
    field, course = Thrown(1), Course(targets("leakers=0.001"), Amount(100, 20))
    course.sized(field.scouts)
    assert course.fought(field)
    found = course.record()
    assert not found["reached"]
    assert [look["draws"] for look in found["looks"]] == [100]
    assert found["looks"][0]["error_prob"] == pytest.approx(0.05)
