"""Is a ranking of policies safe? Pairs, regret, the inputs that would turn a pair round, and other weights.

Losses are an array [policy, draw, replication] in whatever unit things are weighed in: the less, the better. A draw is
one set of figures consistent with the sources; replication r of draw d throws the same dice for every policy.
Shares count draws, and are no probabilities: the sources do not say how likely the figures are that they leave open.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.run.metrics import QUANTILE_DRAWS, Column, Draws, Interval, mean_interval, spread, student_quantile

Losses = NDArray[np.float64]
Verdict = Literal["first", "second", "indistinguishable"]

LEAD_SHARE: Final = 1 / 2
WORSE_SHARE: Final = 1 / 20
RULE: Final = (
    "A policy is called better than another where it loses less in more than half of the draws consistent with the "
    "sources and more in at most one in twenty, and the 95 % interval of the mean difference over the draws lies on "
    "its side of zero. It loses less, or more, in a draw where the 95 % interval of its paired differences says so: "
    "the luck behind that interval is what is seen in all draws, or in that draw where it is greater. All else is "
    "indistinguishable."
)
# A slope is told from zero when chance alone would show one like it, of any of the inputs, once in a thousand times.
FLIP_PROB: Final = 0.001
BEYOND_SHARE: Final = 1 / 20


class Pair(NamedTuple):
    """Two policies on the same draws and dice: the loss of the first less that of the second."""

    mean: float
    error: Interval | None  # 95 % interval of the mean over the draws; None with one draw
    ignorance: Interval | None  # range over the draws, noise of the replications taken out; None where it is not known
    ignorance_kind: str | None
    first_share: float  # of draws in which the first is better
    second_share: float
    unseen_share: float  # of draws in which the replications show no difference
    correlation: float | None  # of paired replications, mean over the draws; None where nothing varies
    verdict: Verdict


class Regret(NamedTuple):
    """What a policy loses beyond the best of its draw, over the draws."""

    mean: float
    high: float
    high_kind: Literal["p95", "greatest"]
    best_share: float  # of draws in which no policy loses less; where several are best they divide the draw


class Input(NamedTuple):
    """Figures of one drawn number, one a draw, and what it stands on: cited, assumed, ..."""

    values: Column
    standing: str


class Flip(NamedTuple):
    """A drawn number that moves the difference of two policies, told from chance."""

    name: str
    standing: str
    t_ratio: float  # slope over its standard error
    predicted: Interval  # the difference at the least and at the greatest figure drawn
    at: float | None  # the figure at which the difference turns; None where the draws do not show that it does


class Standing(NamedTuple):
    """The verdict on a pair under the weights named first, and those under which it is another."""

    verdict: Verdict
    differing: dict[str, Verdict]

    @property
    def same(self) -> bool:
        """True when no weights change the verdict."""
        return not self.differing


def pair(losses: Losses, first: int, second: int) -> Pair:
    """Policies number `first` and `second`: how far apart, how well known, and the verdict by `RULE`.

    Below twenty draws "at most one in twenty" means none. Draws of one replication show no difference: chance is not
    known. Few replications say little of the luck of one draw, but those of all draws together say how it spreads (the
    mean square within groups): that spread is taken, or the draw's own where it is greater, as draws need not be alike.
    Of policies that are alike, either then looks better in at most one draw in forty; in one of few draws that have far
    more luck than the others, in one of seven at two replications and in fewer with more. Few replications leave draws
    in which nothing is seen.
    Source: Student (1908), Biometrika 6, p. 1; Fisher (1925), Statistical Methods for Research Workers, chapter 7.

    >>> seen = pair(np.array([[[1.0, 2.0], [2.0, 4.0]], [[3.0, 4.0], [5.0, 7.0]]]), 0, 1)
    >>> seen.mean, seen.first_share, seen.correlation
    (-2.5, 1.0, 1.0)
    """
    difference: Column = losses[first] - losses[second]
    replications = difference.shape[1]
    means: Column = difference.mean(axis=1)
    variance = _variance(difference)
    reach: Column = np.full(len(means), np.inf)
    if replications > 1:
        quantile = student_quantile(len(means) * (replications - 1), 0.975)
        reach = quantile * np.sqrt(np.maximum(variance, variance.mean()) / replications)
    less, more = means + reach < 0, means - reach > 0
    first_share, second_share = float(np.mean(less)), float(np.mean(more))
    error = mean_interval(means)
    known = spread(Draws(means, variance, means, means, replications))
    return Pair(
        mean=known.mean,
        error=error,
        ignorance=known.ignorance,
        ignorance_kind=known.ignorance_kind,
        first_share=first_share,
        second_share=second_share,
        unseen_share=float(np.mean(~(less | more))),
        correlation=_correlation(losses[first], losses[second]),
        verdict=_verdict(error, first_share, second_share),
    )


def pairs(losses: Losses, names: Sequence[str]) -> dict[tuple[str, str], Pair]:
    """Every pair of policies, the one named first as first. Each verdict stands for its own pair, not for them all."""
    if len(names) != len(losses):
        raise ValueError(f"got {len(names)} names, expected one for each of {len(losses)} policies")
    return {
        (names[first], names[second]): pair(losses, first, second)
        for first, second in combinations(range(len(names)), 2)
    }


def regret(losses: Losses) -> list[Regret]:
    """Regret of each policy: its mean loss in a draw less the least mean of any policy in that draw.

    `high` is the 95 % quantile over the draws, or the greatest where they are too few for one. Noise of the
    replications raises all regrets, since the least of noisy means lies below the least mean.
    Source: Savage (1951), Journal of the American Statistical Association 46, p. 55.

    >>> [entry.mean for entry in regret(np.array([[[1.0], [5.0]], [[3.0], [3.0]]]))]
    [1.0, 1.0]
    """
    means: Column = losses.mean(axis=2)
    regrets: Column = means - means.min(axis=0)
    best = regrets == 0
    shares: Column = np.mean(best / best.sum(axis=0), axis=1)
    many = regrets.shape[1] >= QUANTILE_DRAWS
    high: Column = np.quantile(regrets, 0.95, axis=1) if many else regrets.max(axis=1)
    kind: Literal["p95", "greatest"] = "p95" if many else "greatest"
    return [
        Regret(float(mean), float(top), kind, float(share))
        for mean, top, share in zip(regrets.mean(axis=1), high, shares, strict=True)
    ]


def flips(difference: Column, inputs: Mapping[str, Input]) -> list[Flip]:
    """Inputs that move a difference of draw means, strongest first, and where it changes sign, if it does.

    A straight line of the difference over the figures of one input, all others as they were drawn; what is drawn
    together with an input moves with it. Kept are slopes told from zero at 99.9 % over all inputs that vary
    (Bonferroni). Takes the scatter about the line to be alike along it. The difference turns where the line crosses
    zero, if one draw in twenty lies beyond and most of those have the other sign: else only the line says so. Empty
    for fewer than three draws.
    Source: Draper and Smith (1998), Applied Regression Analysis, 3rd ed., chapter 1.

    >>> reach = Input(np.arange(8.0), "cited")
    >>> [(flip.name, flip.at) for flip in flips(2 * reach.values - 5, {"reach": reach})]
    [('reach', 2.5)]
    """
    varying = {name: entry for name, entry in inputs.items() if np.ptp(entry.values) > 0}
    degrees = len(difference) - 2
    if degrees < 1 or not varying or np.ptp(difference) == 0:
        return []
    bar = student_quantile(degrees, 1 - FLIP_PROB / len(varying) / 2)
    found = [_line(name, difference, entry) for name, entry in varying.items()]
    return sorted((flip for flip in found if abs(flip.t_ratio) > bar), key=lambda flip: (-abs(flip.t_ratio), flip.name))


def across_weights(losses_by_weight: Mapping[str, Losses], names: Sequence[str]) -> dict[tuple[str, str], Standing]:
    """For each pair the verdict under the first weights, and under which others it is not the same.

    Entries of `losses_by_weight` are the same battles, weighed otherwise.
    """
    if not losses_by_weight:
        raise ValueError("got no weights, expected at least one")
    judged = {weight: pairs(losses, names) for weight, losses in losses_by_weight.items()}
    base = next(iter(judged.values()))
    return {
        both: Standing(
            seen.verdict,
            {weight: table[both].verdict for weight, table in judged.items() if table[both].verdict != seen.verdict},
        )
        for both, seen in base.items()
    }


def _variance(difference: Column) -> Column:
    """Of the replications of each draw; zero where there is one."""
    return np.var(difference, axis=1, ddof=1) if difference.shape[1] > 1 else np.zeros(len(difference))


def _verdict(error: Interval | None, first_share: float, second_share: float) -> Verdict:
    if error is None:
        return "indistinguishable"
    if error[1] < 0 and first_share > LEAD_SHARE and second_share <= WORSE_SHARE:
        return "first"
    if error[0] > 0 and second_share > LEAD_SHARE and first_share <= WORSE_SHARE:
        return "second"
    return "indistinguishable"


def _correlation(first: Column, second: Column) -> float | None:
    """Mean over the draws in which both policies vary."""
    both = (np.ptp(first, axis=1) > 0) & (np.ptp(second, axis=1) > 0)
    if not both.any():
        return None
    one, other = _centred(first[both]), _centred(second[both])
    scale: Column = np.sqrt(np.sum(one**2, axis=1) * np.sum(other**2, axis=1))
    by_draw: Column = np.sum(one * other, axis=1) / scale
    return float(by_draw.mean())


def _centred(losses: Column) -> Column:
    return losses - losses.mean(axis=1, keepdims=True)


def _line(name: str, difference: Column, entry: Input) -> Flip:
    values, mean = entry.values, float(difference.mean())
    center = float(values.mean())
    apart: Column = values - center
    width = float(apart @ apart)
    slope = float(apart @ difference) / width
    rest: Column = difference - mean - slope * apart
    error = math.sqrt(float(rest @ rest) / (len(values) - 2) / width)
    t_ratio = slope / error if error > 0 else math.copysign(math.inf, slope) if slope else 0.0
    low, high = float(values.min()), float(values.max())
    predicted = mean + slope * (low - center), mean + slope * (high - center)
    at = center - mean / slope if predicted[0] * predicted[1] < 0 else None
    if at is not None and not _turns(difference, (values > at) == (slope * mean < 0)):
        at = None
    return Flip(name, entry.standing, t_ratio, predicted, at)


def _turns(difference: Column, beyond: NDArray[np.bool_]) -> bool:
    """Whether enough draws lie beyond a turning point, and most of them on the other side of zero than the mean."""
    other = np.sign(difference[beyond]) == -np.sign(difference.mean())
    return bool(beyond.mean() >= BEYOND_SHARE and other.mean() > 1 / 2)
