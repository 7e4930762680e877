"""The three spreads of a printed mean, never mixed: error, chance and ignorance; and which inputs matter.

Everything here is arithmetic on draw summaries: one mean, variance and pair of quantiles per outer draw. A column is
a one-dimensional float array over the outer draws, in the unit of the metric it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
Interval = tuple[float, float]

# From 93 draws on, their least and greatest hold 95 % of the distribution with 95 % confidence: Wilks (1941), Annals of
# Mathematical Statistics 12, p. 91. With fewer, an inner quantile would promise more than is known.
QUANTILE_DRAWS = 93
# Of fewer raids the 5 and 95 % quantiles, being outcomes that occurred, are the least and the greatest.
QUANTILE_RAIDS = 20


class Summary(NamedTuple):
    """One metric over the replications of one draw."""

    mean: float
    variance: float
    low: float
    high: float


@dataclass(frozen=True)
class Draws:
    """One metric over the outer draws: mean, variance and 5 and 95 % quantiles of the replications of each."""

    mean: Column
    variance: Column
    low: Column
    high: Column
    replications: int


@dataclass(frozen=True)
class Spread:
    """A mean and its three spreads; None where the run says nothing about one."""

    mean: float
    error: Interval | None
    chance: Interval | None
    ignorance: Interval | None
    ignorance_kind: str | None
    ignorance_coupling: str | None

    def record(self) -> dict[str, Any]:
        """As it stands in the JSON document."""
        return {
            "mean": self.mean,
            "error": _listed(self.error),
            "chance": _listed(self.chance),
            "ignorance": _listed(self.ignorance),
            "ignorance_kind": self.ignorance_kind,
            "ignorance_coupling": self.ignorance_coupling,
        }


def mean_interval(column: Column, confidence_prob: float = 0.95) -> Interval | None:
    """Student interval of the mean of independent numbers; None for fewer than two.

    Exact for normal numbers, and close for means of many replications.
    Source: Student (1908), Biometrika 6, p. 1.

    >>> low, high = mean_interval(np.array([1.0, 2.0, 3.0, 4.0]))
    >>> round(low, 4), round(high, 4)
    (0.4457, 4.5543)
    """
    if len(column) < 2:
        return None
    return _around(
        float(np.mean(column)), float(np.var(column, ddof=1)) / len(column), len(column) - 1, confidence_prob
    )


def error(draws: Draws, error_prob: float = 0.05) -> Interval | None:
    """95 % interval of the grand mean: scatter of draw means, or of the replications when there is one draw.

    `error_prob`, as of the two below, says how often it may miss the mean.
    """
    if len(draws.mean) > 1:
        return mean_interval(draws.mean, 1 - error_prob)
    if draws.replications < 2:
        return None
    variance = float(draws.variance[0]) / draws.replications
    return _around(float(draws.mean[0]), variance, draws.replications - 1, 1 - error_prob)


def share_error(draws: Draws, *, settled: bool = False, error_prob: float = 0.05) -> Interval | None:
    """95 % interval of a probability: Clopper-Pearson bounds on the effective number of raids; None for one raid.

    Raids of one draw are alike, so what counts lies between the number of draws and that of all raids: as many
    independent raids as would make the mean scatter as the draw means do, fewer where there are few draws, and never
    more than were fought. Where every raid went the same way nothing scatters, and nothing is known of how raids of
    one draw hang together: then only the draws count, as if each decided by itself. That is on the safe side, by far
    where raids hardly depend on the draw; a single raid that went another way may give a narrower interval. All raids
    count where there is one draw or nothing is drawn (`settled`).
    Source: Korn and Graubard (1998), Survey Methodology 24, p. 193; Clopper and Pearson (1934), Biometrika 26, p. 404.

    >>> never = np.zeros(100)
    >>> low, high = share_error(Draws(never, never, never, never, replications=100))
    >>> low, round(high, 4)
    (0.0, 0.0362)
    """
    count = len(draws.mean)
    raids = count * draws.replications
    if raids < 2:
        return None
    tail_prob = error_prob / 2
    share, scatter = float(np.mean(draws.mean)), float(np.var(draws.mean, ddof=1)) if count > 1 else 0.0
    if count == 1 or settled:
        number = float(raids)
    elif share in (0.0, 1.0):
        number = float(count)
    else:
        lessened = (student_quantile(raids - 1, 1 - tail_prob) / student_quantile(count - 1, 1 - tail_prob)) ** 2
        number = min(float(raids), lessened * share * (1 - share) * count / scatter) if scatter > 0 else float(raids)
    hits, misses = number * share, number * (1 - share)
    low = _beta_quantile(hits, misses + 1, tail_prob) if hits > 0 else 0.0
    high = _beta_quantile(hits + 1, misses, 1 - tail_prob) if misses > 0 else 1.0
    return low, high


def chance(draws: Draws) -> Interval | None:
    """The 5-95 % range of one raid if the numbers were known: within-draw quantiles, averaged over the draws.

    It leaves out how far draws lie apart: where they do, fewer than nine in ten of all raids of all draws lie in it.
    None where each draw has one raid: it has no range.
    """
    if draws.replications < 2:
        return None
    return float(np.mean(draws.low)), float(np.mean(draws.high))


def without_noise(draws: Draws) -> Column:
    """Draw means pulled to their mean until only the variance between draws is left, same shape.

    The variance of draw means holds the within-draw variance over the number of replications as well; deviations
    shrink by sqrt(max(0, 1 - noise / variance)). One replication tells no noise: means come back as they are.
    """
    if len(draws.mean) < 2 or draws.replications < 2:
        return draws.mean
    scatter = float(np.var(draws.mean, ddof=1))
    noise = float(np.mean(draws.variance)) / draws.replications
    factor = np.sqrt(max(0.0, 1.0 - noise / scatter)) if scatter > 0 else 0.0
    center = float(np.mean(draws.mean))
    return center + (draws.mean - center) * factor


def ignorance(draws: Draws) -> tuple[Interval, str] | None:
    """Range of draw means over what the sources leave open, and its kind; None with one draw.

    `p05_p95` from 93 draws on, below that `range`: the least and the greatest. None where each draw has one raid as
    well: what is ignorance and what is chance cannot be told apart.
    """
    count = len(draws.mean)
    if count < 2 or draws.replications < 2:
        return None
    means = without_noise(draws)
    if count < QUANTILE_DRAWS:
        return (float(means.min()), float(means.max())), "range"
    low, high = np.quantile(means, [0.05, 0.95])
    return (float(low), float(high)), "p05_p95"


def spread(
    recorded: Draws,
    other: Draws | None = None,
    *,
    settled: bool = False,
    is_prob: bool = False,
    is_share: bool = False,
    error_prob: float = 0.05,
) -> Spread:
    """Mean and spreads of the recorded design (`comonotone`); ignorance as far as it or the `independent` one reaches.

    `settled` says that no input varied from draw to draw: the sources leave nothing open, however the means scatter.
    `is_prob` says that a raid counts 0 or 1, so that a range of single raids would say nothing; `is_share` that it
    counts no less and no more, so that a share that was the same end in every raid is bounded as the probability is
    that it was not.
    """
    mean = float(np.mean(recorded.mean))
    bounded = is_prob or (is_share and mean in (0.0, 1.0))
    settling = share_error(recorded, settled=settled, error_prob=error_prob) if bounded else error(recorded, error_prob)
    one_raid = None if is_prob else chance(recorded)
    if settled and (found := ignorance(recorded)) is not None:
        return Spread(mean, settling, one_raid, (mean, mean), found[1], "comonotone")
    reached = hull({"comonotone": recorded} if other is None else {"comonotone": recorded, "independent": other})
    return Spread(mean, settling, one_raid, *(reached or (None, None, None)))


def hull(designs: Mapping[str, Draws]) -> tuple[Interval, str, str] | None:
    """From the least to the greatest that any design leaves open, the kind of range, and the design that gives it.

    Both means lie inside: where a rare event lifts a mean out of the range of its design, that range reaches up to it.
    The design is `both` where one gives the lower and another the upper end. None where no design has two draws.
    """
    ranges: dict[str, Interval] = {}
    kinds: list[str] = []
    for name, draws in designs.items():
        if (found := ignorance(draws)) is not None:
            (low, high), kind = found
            mean = float(np.mean(draws.mean))
            ranges[name] = min(low, mean), max(high, mean)
            kinds.append(kind)
    if not ranges:
        return None
    lowest, highest = min(ranges, key=lambda name: ranges[name][0]), max(ranges, key=lambda name: ranges[name][1])
    low, high = ranges[lowest][0], ranges[highest][1]
    whole = [name for name, reach in ranges.items() if reach == (low, high)]
    return (low, high), kinds[0], whole[0] if whole else "both"


def summarised(columns: Mapping[str, NDArray[Any]]) -> dict[str, Summary]:
    """Mean, variance, 5 and 95 % quantile of each metric over the replications of one draw.

    Quantiles are outcomes that occurred (inverted distribution function): half a leaker is not a raid.
    """
    table = np.array(list(columns.values()), dtype=float)
    low, high = np.quantile(table, [0.05, 0.95], axis=1, method="inverted_cdf")
    variance = np.var(table, axis=1, ddof=1) if table.shape[1] > 1 else np.zeros(len(table))
    rows = np.stack([table.mean(axis=1), variance, low, high], axis=1).tolist()
    return {name: Summary(*row) for name, row in zip(columns, rows, strict=True)}


def ratio_summary(numerator: NDArray[Any], denominator: NDArray[Any]) -> Summary | None:
    """A ratio of totals over the replications of one draw, such as shots per kill; None when the denominator is 0.

    The variance is that of the ratio's first-order expansion, so that variance / replications is the squared standard
    error of the ratio; quantiles are of the raids with a denominator above 0.
    Source: Cochran (1977), Sampling Techniques, 3rd ed., chapter 2 (ratios).
    """
    if not denominator.any():
        return None
    ratio = numerator.sum() / denominator.sum()
    rest = (numerator - ratio * denominator) / denominator.mean()
    variance = float(np.var(rest, ddof=1)) if len(rest) > 1 else 0.0
    counted = denominator > 0
    low, high = np.quantile(numerator[counted] / denominator[counted], [0.05, 0.95], method="inverted_cdf")
    return Summary(float(ratio), variance, float(low), float(high))


@dataclass(frozen=True)
class Influence:
    """How far one drawn input moves an outcome, over the outer draws."""

    path: str
    rank_correlation: float
    share: float  # of the outcome's rank variance, chance agreement taken off
    distinguishable: bool  # stronger than the strongest of as many inputs without any effect, in 19 of 20 cases


def influence(inputs: Mapping[str, Column], outcome: Column) -> list[Influence]:
    """Inputs by their share of the outcome's variance, largest first; inputs that never vary are left out.

    Spearman's rank correlation r; the share is r² less what chance gives, (1 - r²) / (draws - 2), at least zero. For
    inputs drawn independently the shares add up to about one where effects are monotone and do not interact.
    Source: Spearman (1904), American Journal of Psychology 15, p. 72; threshold by Šidák (1967), JASA 62, p. 626.
    """
    varying = {path: column for path, column in inputs.items() if np.ptp(column) > 0}
    degrees = len(outcome) - 2
    if degrees < 1 or not varying or np.ptp(outcome) == 0:
        return []
    outcome_ranks = _standard(ranks(outcome))
    tail_prob = (1.0 - 0.95 ** (1.0 / len(varying))) / 2
    bar = student_quantile(degrees, 1.0 - tail_prob)
    found: list[Influence] = []
    for path, column in varying.items():
        rho = float(np.mean(_standard(ranks(column)) * outcome_ranks))
        rest = max(1.0 - rho * rho, 1e-12)
        share = max(0.0, rho * rho - rest / degrees)
        found.append(Influence(path, rho, share, bool(abs(rho) * np.sqrt(degrees / rest) > bar)))
    return sorted(found, key=lambda entry: (-entry.share, entry.path))


def ranks(column: Column) -> Column:
    """Ranks from 1, ties sharing their mean rank.

    >>> ranks(np.array([10.0, 30.0, 10.0])).tolist()
    [1.5, 3.0, 1.5]
    """
    _, place, count = np.unique(column, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def _standard(column: Column) -> Column:
    return (column - column.mean()) / column.std()


def student_quantile(degrees_count: int, prob: float) -> float:
    """Of Student's distribution. SciPy takes a fifth of a second to import, which a run of one raid has no need of.

    >>> round(student_quantile(3, 0.975), 4)
    3.1824
    """
    from scipy.special import stdtrit  # pyright: ignore[reportMissingTypeStubs]

    return float(stdtrit(degrees_count, prob))


def _beta_quantile(hits_count: float, misses_count: float, prob: float) -> float:
    from scipy.special import betaincinv  # pyright: ignore[reportMissingTypeStubs]

    return float(betaincinv(hits_count, misses_count, prob))


def _around(mean: float, variance: float, degrees_count: int, confidence_prob: float) -> Interval:
    reach = student_quantile(degrees_count, 0.5 + confidence_prob / 2) * float(np.sqrt(variance))
    return mean - reach, mean + reach


def _listed(interval: Interval | None) -> list[float] | None:
    return None if interval is None else list(interval)
