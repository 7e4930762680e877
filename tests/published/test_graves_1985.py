"""VARI-METRIC and METRIC against the exact two echelons of Graves 1985, Management Science 31:1247.

What a base waits for is Poisson (its own repair, and a transport time of demand) and, on top, those of the depot's
backorders that are its own, each with its share of the demand. Summed here term by term, with none of the package's
formulas. From memory, since the paper could not be read: it reports the stock METRIC chooses as wrong in 11.5 % of its
cases and that of the fit by two moments in 0.9 %. Its cases are not known here, so the shares below are of others, and
only their order is compared. The case called by Sherbrooke's name has the data of chapter 3 of his book (2004), as kept
with R package xmetric; the book's results could not be read.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from mantlet.posture.supply.metric import Echelons, Repair, metric, steady
from mantlet.posture.supply.palm import shortage
from mantlet.posture.supply.vari_metric import base_pipeline, vari_metric

SHERBROOKE = steady(np.full(5, 23.2), Repair(*map(np.array, (0.2, 0.01, 0.01, 0.02531))), np.array(0.0), np.zeros(5))


def exact_pipeline(depot: float, depot_stock: int, own: float, share: float) -> np.ndarray:
    """Chances of 0, 1, ... in resupply at a base."""
    most = 40 + int(3 * (depot + own))
    in_depot = np.arange(most + depot_stock)
    waiting = np.bincount(np.maximum(in_depot - depot_stock, 0), stats.poisson.pmf(in_depot, depot), minlength=most)
    count = np.arange(len(waiting))
    mine = waiting @ stats.binom.pmf(count, count[:, None], share)
    return np.convolve(mine, stats.poisson.pmf(count, own))


def moments(chances: np.ndarray) -> tuple[float, float]:
    mean = float(chances @ np.arange(chances.size))
    return mean, float(chances @ (np.arange(chances.size) - mean) ** 2)


def waiting(chances: np.ndarray, stock: int) -> float:
    return float(chances @ np.maximum(np.arange(chances.size) - stock, 0))


def one(depot: float, depot_stock: int, own: float, share: float, stock: int) -> Echelons:
    return Echelons(*map(np.array, (depot, depot_stock, own, stock, share)))


CASES = list(product((1.0, 4.0, 16.0), (-2.0, 0.0, 2.0), (0.1, 0.5, 2.0), (1 / 2, 1 / 5, 1 / 20)))
ASSEMBLY = [(4.0, 0.0, 2.0, 1.0)]  # one site: what an assembly waits for is all that its module is short of


@pytest.mark.parametrize(("depot", "beyond", "own", "share"), CASES + ASSEMBLY)
def test_mean_and_variance_are_exact(depot: float, beyond: float, own: float, share: float) -> None:
    depot_stock = max(round(depot + beyond), 0)
    echelons = one(depot, depot_stock, own, share, 0)
    found = base_pipeline(echelons, shortage(echelons.depot_mean_count, echelons.depot_stock_count))
    expected = moments(exact_pipeline(depot, depot_stock, own, share))
    assert (found.mean_count, found.count_variance) == pytest.approx(expected, rel=1e-9)


def test_the_fit_by_two_moments_seldom_misses_and_metric_always_promises_too_much() -> None:
    """Stock levels that make holding and waiting cost least, at four prices of waiting, in 81 systems: 324 choices."""
    wrong = {metric: 0, vari_metric: 0}
    worst = {metric: 0.0, vari_metric: 0.0}
    for depot, beyond, own, share in CASES:
        depot_stock = max(round(depot + beyond), 0)
        exact = exact_pipeline(depot, depot_stock, own, share)
        mean = moments(exact)[0]
        levels = range(int(mean) + 12)
        truth = np.array([waiting(exact, stock) for stock in levels])
        for formula in wrong:
            told = np.array([float(formula(one(depot, depot_stock, own, share, stock)).mean_count) for stock in levels])
            worst[formula] = max(worst[formula], float(np.max(np.abs(told - truth))))
            if formula is metric:
                assert np.all(told <= truth + 1e-12)
            for price in (3.0, 10.0, 30.0, 100.0):
                choices = [np.argmin(np.array(levels) + (1.0 + price) * waits) for waits in (told, truth)]
                wrong[formula] += choices[0] != choices[1]
    assert 4 * len(CASES) == 324
    assert wrong == {metric: 51, vari_metric: 4}  # 16 % and 1.2 %; remembered of Graves: 11.5 % and 0.9 %
    assert worst[vari_metric] < 0.05 < 0.2 < worst[metric]


@pytest.mark.parametrize("depot_stock", range(7))
@pytest.mark.parametrize("stock", range(4))
def test_sherbrookes_five_bases(depot_stock: int, stock: int) -> None:
    """23.2 demands a year at each of five bases, a fifth repaired there."""
    echelons = SHERBROOKE._replace(
        depot_stock_count=np.array(float(depot_stock)), base_stock_count=np.full(5, float(stock))
    )
    depot, own, share = (float(np.ravel(part)[0]) for part in (echelons.depot_mean_count, *echelons[2::2]))
    assert (depot, own, share) == pytest.approx((5 * 0.8 * 23.2 * 0.02531, 23.2 * 0.01, 0.2))
    exact = waiting(exact_pipeline(depot, depot_stock, own, share), stock)
    assert vari_metric(echelons).mean_count == pytest.approx(np.full(5, exact), abs=2e-3)
    assert np.all(metric(echelons).mean_count <= exact + 1e-12)
    assert metric(echelons).mean_count == pytest.approx(np.full(5, exact), abs=2e-2)
