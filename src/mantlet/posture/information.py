"""What it would be worth to know a number before choosing a policy, and how far a group of numbers moves an outcome.

Losses are an array [policy, draw, replication] as in `verdicts`; net benefit is minus loss, in the same unit. Who knows
nothing more takes the policy of the least mean loss; who knows an input takes the best policy for its figure. The gain
weighs draws alike, so it is worth what the draws are worth: how likely the figures are, sources do not say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from mantlet.posture.verdicts import Losses
from mantlet.run.metrics import Column, Draws, without_noise

LEAST_DRAWS: Final = 1000  # fewer leave the regression more to chance than is worth printing
MOST_KNOTS: Final = 10
SIMULATIONS: Final = 500  # standard errors are known to three parts in a hundred


class Worth(NamedTuple):
    """Expected gain in the unit of the losses, its standard error, and by how much it is likely to be too high."""

    value: float
    standard_error: float
    bias: float

    @property
    def corrected(self) -> float:
        """The gain without what is likely to be bias; no knowledge is worth less than nothing."""
        return max(0.0, self.value - self.bias)


class VarianceShare(NamedTuple):
    """Share of the variance of an outcome that one group of inputs accounts for by itself."""

    share: float
    standard_error: float


def evpi(losses: Losses) -> Worth | None:
    """Expected value of perfect information: of knowing every number, though not the luck. None for fewer than 2 draws.

    Each draw has its own best policy. Noise of the replications makes other policies seem best, so the value lies too
    high: `bias` is how far it falls when net benefits relative to the best policy on average are drawn together until
    only their variance between draws is left, which is exact for two policies and normal differences. One replication
    tells no noise, and no bias. The standard error is that of a mean over the draws.
    Source: Raiffa and Schlaifer (1961), Applied Statistical Decision Theory, chapter 4.

    >>> evpi(np.array([[[1.0, 1.0], [5.0, 5.0]], [[3.0, 3.0], [3.0, 3.0]]])).value
    1.0
    """
    draws, replications = losses.shape[1:]
    if draws < 2:
        return None
    benefit = _relative(losses)
    noise: Column = np.zeros(benefit.shape)
    if replications > 1:
        noise = np.var(losses[_best(losses)] - losses, axis=2, ddof=1).T
    quiet = [
        without_noise(Draws(mean, variance, mean, mean, replications))
        for mean, variance in zip(benefit.T, noise.T, strict=True)
    ]
    gains = _gains(benefit)
    value = float(gains.mean())
    return Worth(value, _standard_error(gains), value - float(_gains(np.stack(quiet, axis=1)).mean()))


def evppi(losses: Losses, values: Column, seed: int = 0) -> Worth | None:
    """Expected value of partial perfect information: of knowing one input, of figures [draw]. None below LEAST_DRAWS.

    What the net benefit of a policy, relative to the best policy on average, is expected to be at a figure is a natural
    cubic spline regression on the input, with one set of knots for all policies: as many as the neediest asks for by
    generalised cross-validation. An input that is drawn together with others stands for them, too.

    Taking the greatest of fitted values is biased upwards: `bias` is how far results simulated from the sampling
    distribution of the coefficients lie above the value on average. It tells where there are too few draws. The
    standard error joins the scatter of those results and that of the gain over the draws. Both are too low where the
    value is near zero, as fitted policies then hardly change places. The same seed gives the same result to the bit on
    the same machine and versions, whatever other inputs are asked for.
    Source: Strong, Oakley and Brennan (2014), Medical Decision Making 34, p. 311; knots by Hastie, Tibshirani and
    Friedman (2009), The Elements of Statistical Learning, 2nd ed., section 5.2.1; Craven and Wahba (1979), Numerische
    Mathematik 31, p. 377.
    """
    if losses.shape[1] < LEAST_DRAWS:
        return None
    benefit = _relative(losses)
    basis = _chosen(benefit, values)
    draws, terms = basis.shape
    coefficients: Column = basis.T @ benefit
    rest: Column = benefit - basis @ coefficients
    # Rows of normals times this have the covariance of the residuals, so policies err together as they should.
    scatter: Column = np.linalg.qr(rest, mode="r") / np.sqrt(draws - terms)
    dice = np.random.Generator(np.random.Philox(key=seed))
    normals: Column = dice.standard_normal((SIMULATIONS, terms, len(scatter)))
    simulated = np.array([_gains(basis @ (coefficients + deviates @ scatter)).mean() for deviates in normals])
    gains = _gains(basis @ coefficients)
    value = float(gains.mean())
    error = float(np.hypot(simulated.std(ddof=1), _standard_error(gains)))
    return Worth(value, error, float(simulated.mean()) - value)


def variance_shares(first: Column, second: Column) -> VarianceShare | None:
    """Closed Sobol index of a group of inputs, from two runs [draw] that share its figures and no others.

    For a group of one this is the first-order index. Pick-freeze estimator of least asymptotic variance. It may lie
    below zero or above one by chance. Draw means of battles that threw dice of their own count the noise as another
    input, those that threw the same as one more of the group. None where nothing varies.
    Source: Janon, Klein, Lagnoux, Nodet and Prieur (2014), ESAIM: Probability and Statistics 18, p. 342, T_N.

    >>> variance_shares(np.array([1.0, 2.0, 6.0]), np.array([1.0, 2.0, 6.0]))
    VarianceShare(share=1.0, standard_error=0.0)
    """
    center = float(first.mean() + second.mean()) / 2
    one: Column = first - center
    other: Column = second - center
    alone: Column = (one**2 + other**2) / 2
    variance = float(alone.mean())
    if len(first) < 2 or variance == 0:
        return None
    share = float(np.mean(one * other)) / variance
    return VarianceShare(share, _standard_error(one * other - share * alone) / variance)


def _best(losses: Losses) -> int:
    return int(np.argmin(losses.mean(axis=(1, 2))))


def _relative(losses: Losses) -> Column:
    """Net benefit [draw, policy] less that of the best policy on average: what all policies share is noise here."""
    means: Column = losses.mean(axis=2)
    return (means[_best(losses)] - means).T


def _gains(benefit: Column) -> Column:
    """What is gained in each draw by taking its best policy, over the best on average."""
    return benefit.max(axis=1) - benefit[:, np.argmax(benefit.mean(axis=0))]


def _standard_error(column: Column) -> float:
    return float(np.sqrt(np.var(column, ddof=1) / len(column)))


def _chosen(benefit: Column, values: Column) -> Column:
    """Orthonormal basis [draw, term] of the spline with the least cross-validation score, of the neediest policy."""
    bases = list(_bases(values))
    draws = len(values)
    scores: list[Column] = []
    for basis in bases:
        rest: Column = benefit - basis @ (basis.T @ benefit)
        scores.append(np.sum(rest**2, axis=0) / (draws - basis.shape[1]) ** 2)
    return bases[int(np.max(np.argmin(scores, axis=0)))]


def _bases(values: Column) -> Iterator[Column]:
    """From a straight line up; an input of few figures gets no more knots than figures, one that never varies one."""
    low, width = float(values.min()), float(np.ptp(values))
    places: Column = (values - low) / width if width > 0 else np.zeros(len(values))
    figures = np.unique(places)
    most = min(MOST_KNOTS, len(figures))
    for count in range(min(2, most), most + 1):
        knots: Column = np.quantile(figures, np.linspace(0, 1, count))
        yield np.linalg.qr(_natural_spline(places, knots))[0]


def _natural_spline(places: Column, knots: Column) -> Column:
    """Truncated powers [draw, knot] whose every sum is cubic between knots, twice smooth, and straight beyond them."""
    last = knots[-1]
    beyond: Column = np.maximum(places[:, None] - knots, 0) ** 3
    bends: Column = (beyond[:, :-1] - beyond[:, -1:]) / (last - knots[:-1])
    straight = [np.ones(len(places)), places][: len(knots)]
    return np.column_stack([*straight, bends[:, :-1] - bends[:, -1:]])
