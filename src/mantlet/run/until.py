"""When a mean is known well enough: the precision asked, how a run is sized for it, and when it may stop.

Nothing here fights. What is read off the draws so far decides, and nothing else: neither time nor threads.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from mantlet.base.errors import UsageError, did_you_mean
from mantlet.run.answer import HEADLINES, counts_to_one
from mantlet.run.controls import Scores, corrected, least_draws
from mantlet.run.metrics import Column, Draws, Interval, error, share_error, student_quantile

# What a run with a precision fights at most unless told.
MOST_DRAWS: Final = 2000
MOST_REPLICATIONS: Final = 400
MOST_RAIDS_ALONE: Final = 100_000  # of a single draw
# The scouts that tell what the variance consists of; no run stops with fewer draws. Of one draw: so many raids.
SCOUT_DRAWS: Final = 30
SCOUT_RAIDS: Final = 20  # so that the range of one raid can be told as well
SCOUT_RAIDS_ALONE: Final = 100
# What laying out a draw costs, both designs, in recorded raids with their share of the check: `design/compile_cost.py`
# makes it 11 to 22. A constant, since no answer may depend on how quick a machine is.
DRAW_COST_RAIDS: Final = 20.0
ERROR_PROB: Final = 0.05
_SPENT_FRAC: Final = 0.8  # of what is left of it, at each look
_MARGIN: Final = 1.1
_AHEAD: Final = 2.0  # no look before half of what is foretold has been fought
_MOST_GROWTH: Final = 4.0
_RATIOS: Final = ("shots_per_kill",)  # of sums: no raid has a number of its own
_ASKED = re.compile(r"\s*([a-z_]+)\s*=\s*(\d+\.?\d*|\.\d+)(?:[eE]([-+]?\d+))?\s*(%?)\s*")


@dataclass(frozen=True)
class Target:
    """A metric and how well its mean is to be known: the half-width of its error interval, or that over the mean."""

    metric: str
    precision: float
    relative: bool

    def __str__(self) -> str:
        """As it is written."""
        shown = f"{self.precision * 100:.12g}%" if self.relative else f"{self.precision:.12g}"
        return f"{self.metric}={shown}"

    def asked(self, mean: float) -> float:
        """Half-width that is enough, in the unit of the metric."""
        return self.precision * abs(mean) if self.relative else self.precision


def targets(texts: str | Iterable[str]) -> tuple[Target, ...]:
    """What `--until` asks for; UsageError with what is allowed.

    A per cent sign asks relative to the mean, but of a chance or share: there it means percentage points.

    >>> [str(target) for target in targets(["leakers=0.2", "value_lost = 2%"])], targets("no_leak_prob=1%")[0].relative
    (['leakers=0.2', 'value_lost=2%'], False)
    """
    found = tuple(_target(text) for text in ([texts] if isinstance(texts, str) else texts))
    for target in found:
        if sum(other.metric == target.metric for other in found) > 1:
            raise UsageError(f"--until: {target.metric} is asked for twice; keep the tighter one")
    return found


def _target(text: str) -> Target:
    match = _ASKED.fullmatch(text)
    if match is None:
        raise UsageError(
            f"--until: got {text!r}, expected METRIC=HALF-WIDTH, such as 'leakers=0.2' (leakers) or 'leakers=2%' "
            "(of their mean)"
        )
    metric, digits, power, percent = match.groups()
    known = [name for name in HEADLINES if name not in _RATIOS]
    if metric in _RATIOS:
        raise UsageError(f"--until: {metric} is a ratio of sums, of which no raid has one; ask for one of these sums")
    if metric not in known:
        raise UsageError(f"--until: no metric '{metric}'.{did_you_mean(metric, known)} There are: {', '.join(known)}")
    precision = float(f"{digits}e{power or 0}") / (100.0 if percent else 1.0)
    if not 0 < precision < math.inf:
        raise UsageError(f"--until: got {text!r}, expected a half-width above 0 that is no more than a number can be")
    return Target(metric, precision, relative=bool(percent) and not counts_to_one(metric))


def spent(look: int, *, last: bool = False) -> float:
    """Error probability of the interval at a look, counted from 0; all that is left at the last that there can be.

    They add up to no more than ERROR_PROB, so that the intervals of all looks hold together as often as one of 95 %
    does, whichever of them ends the run.
    Source: Jennison and Turnbull (1989), JRSS B 51, p. 305 (intervals at every look), with Boole's inequality.

    >>> [round(spent(look), 6) for look in range(3)], round(spent(1, last=True), 6)
    ([0.04, 0.008, 0.0016], 0.01)
    """
    left = ERROR_PROB * (1.0 - _SPENT_FRAC) ** look
    return left if last else left * _SPENT_FRAC


class Parts(NamedTuple):
    """What the variance of one metric consists of."""

    between_variance: float  # of the means of draws, chance taken out
    within_variance: float  # of the raids of one draw
    mean: float


def parts(draws: Draws) -> Parts:
    """The two variances from draws fought alike, by analysis of variance; the first is 0 where chance explains all.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., section 10.3.
    """
    within = float(np.mean(draws.variance))
    between = float(np.var(draws.mean, ddof=1)) if len(draws.mean) > 1 else 0.0
    return Parts(max(0.0, between - within / draws.replications), within, float(np.mean(draws.mean)))


class Amount(NamedTuple):
    """Draws, and raids of each."""

    draws: int
    raids: int

    @property
    def cost_raids(self) -> float:
        """What it costs, in raids."""
        return self.draws * (DRAW_COST_RAIDS + self.raids)


def split(found: Parts, half_width: float, least: Amount, most: Amount) -> Amount:
    """The cheapest draws and raids of each that bring the half-width of the mean to what is asked, in expectation.

    With S_b the variance between draws and S_w that within, the mean has the variance S_b / draws + S_w / (draws x
    raids). Where draws may be had, sqrt(cost of a draw x S_w / S_b) raids of each are best; where fewer draws would do
    than must be fought, or more than may be, the raids make up for it as far as they can.
    Source: Cochran (1977), Sampling Techniques, 3rd ed., section 10.6.

    >>> split(Parts(4.0, 20.0, 3.0), 0.2, Amount(30, 10), Amount(2000, 400))
    Amount(draws=763, raids=10)
    >>> split(Parts(0.0, 20.0, 3.0), 0.2, Amount(30, 10), Amount(2000, 400))
    Amount(draws=30, raids=85)
    """
    reach = student_quantile(max(least.draws - 1, 1), 1.0 - spent(0) / 2)
    variance = half_width**2 / reach**2 / _MARGIN
    between, within, _ = found
    best = math.sqrt(DRAW_COST_RAIDS * within / between) if between > 0 else math.inf
    raids = min(max(best, least.raids), most.raids)
    draws = (between + within / raids) / variance if variance > 0 else math.inf
    if not least.draws <= draws <= most.draws:
        draws = min(max(draws, least.draws), most.draws)
        left = variance - between / draws
        if left > 0:
            raids = min(max(within / draws / left, least.raids), most.raids)
    return Amount(math.ceil(draws), math.ceil(raids))


class Reading(NamedTuple):
    """What a look finds about one target."""

    metric: str
    mean: float
    half_width: float | None  # None where nothing differed, so that nothing is known of it
    asked: float
    enough_count: float  # of draws (raids, with one draw) that would do, by what is known now
    trusted_count: float  # of them, from which on the interval may be trusted
    corrected: bool = False  # for where the draws fell
    corrected_from_count: float = math.inf  # draws, where it is not yet

    def reached(self, count: int) -> bool:
        """Whether the run may stop as far as this target goes."""
        return self.half_width is not None and self.half_width <= self.asked and self.trusted_count <= count

    def record(self, count: int) -> dict[str, Any]:
        """As it stands in answer and manifest."""
        numbers = {"mean": self.mean, "half_width": self.half_width, "asked": self.asked}
        return numbers | {"corrected": self.corrected, "reached": self.reached(count)}


class Sample(NamedTuple):
    """One metric as far as it has been fought."""

    draws: Draws
    settled: bool  # no input varied from draw to draw
    controls: Scores | None = None  # by which each draw moved its numbers
    raids: Column | None = None  # of the only draw
    is_difference: bool = False  # of two runs: no chance by itself

    @property
    def size(self) -> int:
        """Of what there is one number each: draws, or the raids of the only one."""
        return len(self.draws.mean) if self.raids is None else len(self.raids)


def reading(target: Target, sample: Sample, error_prob: float) -> Reading:
    """What has been fought so far says of one target."""
    draws, count = sample.draws, sample.size
    mean, asked = float(np.mean(draws.mean)), target.asked(float(np.mean(draws.mean)))
    if target.metric.endswith("_prob") and not sample.is_difference:
        found = share_error(draws, settled=sample.settled, error_prob=error_prob)
        half = _half(found)
        power = 1 if mean in (0.0, 1.0) else 2
        return Reading(target.metric, mean, half, asked, _enough(count, half, asked, power), 0.0)
    better = None if counts_to_one(target.metric) else corrected(draws.mean, sample.controls, error_prob)
    if better is not None:
        asked, half = target.asked(better.mean), _half(better.error)
        enough = _enough(count, half, asked)
        return Reading(target.metric, better.mean, half, asked, enough, trusted_count(better.rest), corrected=True)
    half = _half(error(draws, error_prob))
    trusted = trusted_count(draws.mean if sample.raids is None else sample.raids)
    found = Reading(target.metric, mean, half, asked, _enough(count, half, asked), trusted)
    families = 0 if sample.controls is None or counts_to_one(target.metric) else sample.controls.shape[1]
    return found._replace(corrected_from_count=least_draws(families)) if families else found


def _half(found: Interval | None) -> float | None:
    """Half-width; None of an interval of no width, which says that nothing moved, not that nothing can."""
    return None if found is None or found[0] == found[1] else (found[1] - found[0]) / 2


def _enough(count: int, half_width: float | None, asked: float, power: int = 2) -> float:
    return math.inf if half_width is None or asked == 0 else count * (half_width / asked) ** power


def trusted_count(column: Column) -> float:
    """From how many of such numbers on a Student interval may be trusted: 25 times their squared skewness.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., section 2.15.

    >>> trusted_count(np.array([1.0, 2.0, 3.0])), round(trusted_count(np.array([0.0] * 9 + [1.0])), 1)
    (0.0, 177.8)
    """
    rest: Column = column - np.mean(column)
    variance = float(np.mean(rest**2))
    return 25.0 * float(np.mean(rest**3)) ** 2 / variance**3 if variance > 0 else 0.0


def next_count(readings: Sequence[Reading], count: int, most: int) -> tuple[int, bool]:
    """How many draws (raids, with one draw) come next, and whether that is a look at which the run may stop.

    A look is taken only where at least half of what is foretold has been fought, so that few looks share the error
    probability. Where a mean can be corrected with fewer draws than are foretold, those come first.
    """
    need = max(reading.enough_count for reading in readings) * _MARGIN
    need = max(need, *(reading.trusted_count for reading in readings))
    corrected_from = min(reading.corrected_from_count for reading in readings)
    if count < corrected_from <= min(need, most):
        return int(corrected_from), False
    if not math.isfinite(need):
        return min(most, 2 * count), 2 * count >= most
    if need > _AHEAD * count:
        halfway = min(need / _AHEAD, _MOST_GROWTH * count)
        found = min(most, math.ceil(halfway))
        return found, found == most
    return min(most, max(count, math.ceil(need))), True
