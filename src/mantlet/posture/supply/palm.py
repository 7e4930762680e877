"""Pipelines and backorders of one stock of one part.

By Palm's theorem the number in resupply is Poisson, whatever the spread of resupply times, as long as demand is Poisson
and nothing in resupply waits for anything else. Where bases wait for the same depot it is spread more widely; then a
negative binomial with the same mean and variance stands in for it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Variance over mean below which a pipeline counts as Poisson: the two forms differ by less than the sums they stand in.
_POISSON = 1.0 + 1e-7


class Backorders(NamedTuple):
    """Requests for a part that wait: mean and variance of their number."""

    mean_count: Floats
    count_variance: Floats


class Shortage(NamedTuple):
    """Factorial moments of backorders: means of B, B (B - 1) and B (B - 1) (B - 2)."""

    first_count: Floats
    second_count: Floats
    third_count: Floats


class _Tail(NamedTuple):
    """Of a pipeline beyond a stock: mean and mean square of what is beyond."""

    mean_count: Floats
    square_count: Floats


def backorders(mean_count: Floats, count_variance: Floats, stock_count: Floats) -> Backorders:
    """Backorders B = max(0, X - s) of a pipeline X of this mean and variance behind a stock s of whole parts.

    Holds for a variance of at least the mean; a lesser one is taken as equal to it.

    Source: Palm 1938, Ericsson Technics 44:1 (Poisson pipeline); Sherbrooke 2004, Optimal Inventory Modeling of
    Systems, 2nd ed., chapters 2 and 4 (backorders, their variance, the fit by two moments).

    >>> [round(float(part), 4) for part in backorders(np.array(1.0), np.array(1.0), np.array(2.0))]
    [0.1036, 0.1499]
    """
    tail = _beyond(mean_count, count_variance, stock_count)
    return Backorders(tail.mean_count, _variance(tail.mean_count, tail.square_count))


def holes(mean_count: Floats, count_variance: Floats, stock_count: Floats, places_count: Floats) -> Backorders:
    """The same where no more than so many can be missing, because there are no more places for the part.

    >>> [round(float(part), 4) for part in holes(np.array(50.0), np.array(50.0), np.array(2.0), np.array(9.0))]
    [9.0, 0.0]
    """
    tail = _beyond(mean_count, count_variance, stock_count)
    rest = _beyond(mean_count, count_variance, np.asarray(stock_count, float) + places_count)
    mean = tail.mean_count - rest.mean_count
    square = tail.square_count - rest.square_count - 2.0 * places_count * rest.mean_count
    return Backorders(mean, _variance(mean, square))


def shortage(mean_count: Floats, stock_count: Floats) -> Shortage:
    """Backorders of a Poisson pipeline.

    >>> [round(float(part), 6) for part in shortage(np.array(2.0), np.array(0.0))]
    [2.0, 4.0, 8.0]
    """
    m, s = (np.array(part, float) for part in np.broadcast_arrays(mean_count, stock_count))
    one = np.ones(m.shape)
    at_least = [_at_least(m, one, one, s + 1.0 - n) for n in range(4)]
    first = m * at_least[1] - s * at_least[0]
    second = m**2 * at_least[2] - 2.0 * s * m * at_least[1] + s * (s + 1.0) * at_least[0]
    third = m**3 * at_least[3] - 3.0 * s * m**2 * at_least[2] + 3.0 * s * (s + 1.0) * m * at_least[1]
    third -= s * (s + 1.0) * (s + 2.0) * at_least[0]
    return Shortage(*(np.maximum(moment, 0.0) for moment in (first, second, third)))


def _variance(mean_count: Floats, square_count: Floats) -> Floats:
    return np.maximum(square_count - mean_count**2, 0.0)


def _beyond(mean_count: Floats, count_variance: Floats, stock_count: Floats) -> _Tail:
    """Closed sums: with p(x | r) the negative binomial of index r, x p(x | r) is its mean times p(x - 1 | r + 1)."""
    mean, variance, s = (np.array(part, float) for part in np.broadcast_arrays(mean_count, count_variance, stock_count))
    ratio = np.divide(variance, mean, out=np.ones(mean.shape), where=mean > 0.0)
    ratio = np.where(ratio > _POISSON, ratio, 1.0)
    index = np.divide(mean, ratio - 1.0, out=np.full(mean.shape, np.inf), where=ratio > 1.0)
    growth = 1.0 + np.divide(1.0, index, out=np.zeros(mean.shape), where=index > 0.0)
    above = _at_least(mean, ratio, index, s + 1.0)
    first = mean * _at_least(mean, ratio, index + 1.0, s)
    second = mean**2 * growth * _at_least(mean, ratio, index + 2.0, s - 1.0)
    return _Tail(np.maximum(first - s * above, 0.0), second + first - 2.0 * s * first + s**2 * above)


def _at_least(mean: Floats, ratio: Floats, index: Floats, least: Floats) -> Floats:
    """Chance of at least so many: Poisson of this mean, or negative binomial of this index and ratio of variance."""
    from scipy import special  # pyright: ignore[reportMissingTypeStubs]

    functions: Any = special
    whole = np.maximum(least, 1.0)
    found = np.ones(mean.shape)
    wide = ratio > 1.0
    found[~wide] = functions.gammainc(whole[~wide], mean[~wide])
    found[wide] = functions.betainc(whole[wide], index[wide], 1.0 - 1.0 / ratio[wide])
    return np.where(least <= 0.0, 1.0, found)
