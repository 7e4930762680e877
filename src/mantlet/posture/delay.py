"""How late a promised unit comes: a small Bayesian model, fitted to the record of promises and arrivals.

A promise made on day a for the days [p, q] is outdone, kept or broken. Outdone, which is rare: the unit comes between a
and p, late in that time rather than early. Kept, with a chance that differs by programme: it comes on one of the days
[p, q], give or take. Broken: it comes after q, by a log-normal slip whose middle differs by programme as well and grows
with the time from a to q, by how much is fitted too. Programmes share what is known of them (partial pooling), so that
one with a short record leans on the others. On top come shocks (`nature`), which hold up all that a supplier owes at
once.

All times of a case are months since its promise was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mantlet.posture.dates import DAYS_PER_MONTH, Span
from mantlet.posture.draws import Array, shares
from mantlet.posture.nature import Shock
from mantlet.posture.programme import Programme, Promise

LEAST_EARLY_MONTH = 1.0  # a promise for the next month leaves no room to be outdone
# Of outdone promises: the share that has come grows with this power of the time passed. What is ordered is built first;
# three promises are known to have been (of the two units for Turkey), after 0.71 to 0.83 of it; the mean here is 0.75.
EARLY_POWER = 3
LEAST_LEAD_MONTH = 6.0  # a promise for tomorrow slips as one for half a year
SHOCK_SPREAD_STEP = 0.7  # of the logarithm of months, between shocks
# Priors of the logarithm, the logit or the half-normal scale: centre, width. Wide: assumed, and said so on the page.
SLIP = (np.log(6.0), 1.0)  # months by which a promise a year ahead slips when it is broken
KEPT = (0.0, 1.2)  # logit of the chance that a promise is kept
APART = (0.7, 1.0)  # how far programmes lie apart: in slip, in the chance
SCATTER = (np.log(0.8), 0.4)  # of slips within a programme
EARLY = (-2.2, 1.0)  # logit of the chance that a promise is outdone
GIVE = (np.log(1.5), 0.5)  # months that a kept promise may be off
SHOCK = (np.log(9.0), 0.6)  # months that a shock costs
WIDER = 1.5  # how much wider than one look found it the next one looks
ENOUGH_POINTS = 150.0  # equally weighted ones, with which no further look is needed
_COMMON = 9  # parameters that programmes share, shocks aside
_YEAR_MONTH = 12.0
_OUTER, _INNER, _MOST_LOOKS = 1500, 48, 4


@dataclass(frozen=True)
class Case:
    """One promise of one unit, and what is known of the arrival: intervals by claim, or none up to `absent_month`.

    The months for which it was promised, first and last, may differ by draw.
    """

    programme: str
    unit: int
    due_month: tuple[Array | float, Array | float]
    came: tuple[tuple[float, float], ...]
    absent_month: float
    shocks: tuple[tuple[int, float], ...]  # which recorded shock, and when it began
    weight: float = 1.0

    @property
    def tells(self) -> bool:
        """Whether anything is known of the time after the promise."""
        return bool(self.came) or self.absent_month > 0


@dataclass(frozen=True)
class Slip:
    """Parameters of the model, one array over draws each (or numbers)."""

    kept_prob: Array
    log_slip_month: Array
    scatter_ratio: Array
    give_month: Array
    growth_ratio: Array  # of the slip with the lead: 0 not at all, 1 in proportion
    early_prob: Array

    def remaining(self, t: Array, case: Case) -> Array:
        """Chance that a unit has not come `t` months after its promise, shocks aside.

        Source: of the kept part, the integral of the normal distribution over a uniform one.
        """
        from scipy.special import ndtr  # pyright: ignore[reportMissingTypeStubs]

        low, high = case.due_month
        width = np.maximum(high - low, 1 / DAYS_PER_MONTH)
        give = self.give_month

        def smoothed(x: Array) -> Array:
            return x * ndtr(x) + np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)

        kept = give / width * (smoothed((high - t) / give) - smoothed((high - width - t) / give))
        broken = 1.0
        if np.any(t > high):  # else no unit is late, and what takes longest is spared
            lead_year = np.maximum(high, LEAST_LEAD_MONTH) / _YEAR_MONTH
            late = np.maximum(t - high, 1e-9) / lead_year**self.growth_ratio
            broken = np.where(t > high, ndtr((self.log_slip_month - np.log(late)) / self.scatter_ratio), 1.0)
        rest = self.kept_prob * kept + (1.0 - self.kept_prob) * broken
        before = 1.0 - np.clip(t / np.maximum(low, LEAST_EARLY_MONTH), 0.0, 1.0) ** EARLY_POWER
        early = np.where(np.greater(low, LEAST_EARLY_MONTH), before, rest)
        return self.early_prob * early + (1.0 - self.early_prob) * rest


@dataclass(frozen=True)
class Drawn:
    """What some draws of the posterior say of one programme: its slips, and months by shock."""

    slip: Slip
    shock_month: Array  # [recorded shock, draw]
    new_shock_month: Array


@dataclass(frozen=True)
class Fit:
    """The posterior as weighted points: `outer` what programmes share, `inner` what is their own."""

    programmes: tuple[str, ...]
    log_prior: Array  # [outer]: of the points, less that of how they were chosen
    points: Slip  # [outer, inner]
    shock_month: Array  # [recorded shock, outer]
    log_shock_month: Array  # [outer]: logarithm of the middle of a shock yet to come
    likelihood: Array  # [programme, outer, inner]

    @cached_property
    def log_evidence(self) -> Array:
        """Of each programme at each outer point: logarithm of the likelihood averaged over the inner ones."""
        return np.log(np.maximum(self.likelihood.mean(axis=2), 1e-300))

    def weights(self, without: str | None = None) -> Array:
        """Posterior weight of the outer points; `without` leaves out what one programme's record says."""
        kept = [row for name, row in zip(self.programmes, self.log_evidence, strict=True) if name != without]
        total = self.log_prior + np.sum(kept, axis=0) if kept else self.log_prior
        weight = np.exp(total - np.max(total))
        return weight / weight.sum()

    def effective_count(self, without: str | None = None) -> float:
        """How many equally weighted points the posterior is worth; far below a hundred, do not trust it."""
        return float(1.0 / np.sum(self.weights(without) ** 2))

    def draw(self, programme: str, seed: int, count: int, *, leave_out: bool = False) -> Drawn:
        """Posterior draws 0, 1, ... for one programme: each follows from seed and number alone.

        A programme without a record, or one left out, is drawn like a new one.
        """
        above = np.cumsum(self.weights(programme if leave_out else None))
        places: Array = shares(seed, count, "delay") * float(above[-1])
        outer = np.searchsorted(above, places)
        own = shares(seed, count, f"delay/{programme}")
        if programme in self.programmes and not leave_out:
            ladder = np.cumsum(self.likelihood[self.programmes.index(programme)][outer], axis=1)
            inner = np.sum(ladder < (own * ladder[:, -1])[:, None], axis=1)
        else:
            inner = (own * self.points.log_slip_month.shape[1]).astype(np.int64)
        points = self.points
        slip = Slip(
            points.kept_prob[outer, inner],
            points.log_slip_month[outer, inner],
            points.scatter_ratio[outer, 0],
            points.give_month[outer, 0],
            points.growth_ratio[outer, 0],
            points.early_prob[outer, 0],
        )
        size = _normal(shares(seed, count, "delay/shock"))
        return Drawn(slip, self.shock_month[:, outer], np.exp(self.log_shock_month[outer] + SHOCK_SPREAD_STEP * size))


def fit(programmes: Iterable[Programme], shocks: tuple[Shock, ...], outer: int = _OUTER, inner: int = _INNER) -> Fit:
    """The posterior from what these programmes tell, all of it: filter with `known_on` first.

    Importance sampling on fixed low-discrepancy sets, so that the same record gives the same fit: the first set is
    strewn over the prior, the next where the one before found weight, until enough points have some.
    """
    by_name = {record.id: found for record in programmes if (found := list(cases(record, shocks)))}
    strewn = _normal(_spread_out(outer, _COMMON + len(shocks)))
    points, found = strewn, _weighed(by_name, strewn, np.zeros(outer), inner)
    for look in range(_MOST_LOOKS):
        if look > 0 and found.effective_count() >= ENOUGH_POINTS:
            break
        weight = found.weights()
        centre = weight @ points
        spread = WIDER * (points - centre).T @ (weight[:, None] * (points - centre)) + 0.02 * np.eye(points.shape[1])
        points = centre + strewn @ np.linalg.cholesky(spread).T
        log_prior = 0.5 * np.sum(strewn**2 - points**2, axis=1)
        found = _weighed(by_name, points, log_prior, inner)
    return found


def _weighed(by_name: dict[str, list[Case]], normal: Array, log_prior: Array, inner: int) -> Fit:
    points, shock_month, log_shock_month = _points(normal, inner)
    logs = [sum(_log_likelihood(case, points, shock_month) for case in own) for own in by_name.values()]
    likelihood = np.exp(np.array(logs)) if logs else np.empty((0, *points.log_slip_month.shape))
    return Fit(tuple(by_name), log_prior, points, shock_month, log_shock_month, likelihood)


def cases(record: Programme, shocks: tuple[Shock, ...]) -> Iterator[Case]:
    """What a programme tells of slips. Promises of one unit share one arrival: each weighs as one of their number."""
    for unit in record.tracked:
        known = (case_of(record, unit, promise, shocks) for promise in record.promises_of(unit))
        found = [case for case in known if case.tells]
        yield from (replace(case, weight=1.0 / len(found)) for case in found)


def case_of(record: Programme, unit: int, promise: Promise, shocks: tuple[Shock, ...]) -> Case:
    """One promise with what is known of the arrival."""
    start = promise.asserted.last
    due = max(promise.by.first - 1 - start, 0), max(promise.by.last - start, 0)
    came = [_months(Span(max(claim.first - 1, start), claim.last), start) for claim in record.claims(unit)]
    came = [(first, last) for first, last in came if last > 0]
    gone = bool(record.claims(unit)) and not came  # came before the promise, by all that is told
    absent = 0 if gone else max((record.absent_until(unit) or start) - start, 0)
    hit = tuple(
        (index, (shock.began.first - start) / DAYS_PER_MONTH)
        for index, shock in enumerate(shocks)
        if record.supplier in shock.suppliers and shock.began.first > start
    )
    due_month = (due[0] / DAYS_PER_MONTH, due[1] / DAYS_PER_MONTH)
    return Case(record.id, unit, due_month, tuple(came), absent / DAYS_PER_MONTH, hit)


def unshocked(t: Array, case: Case, shock_month: Array) -> Array:
    """The latest month at which a unit would have come without shocks, if it has come by month `t` with them."""
    for index, began in reversed(case.shocks):
        t = np.where(t > began, np.maximum(began, t - shock_month[index]), t)
    return t


def shocked(t: Array, case: Case, shock_month: Array) -> Array:
    """When a unit comes that would come at month `t` without shocks: each one that it meets costs its months."""
    for index, began in case.shocks:
        t = np.where(t > began, t + shock_month[index], t)
    return t


def _log_likelihood(case: Case, points: Slip, shock_month: Array) -> Array:
    held = shock_month[:, :, None]

    def remaining(month: float) -> Array:
        return points.remaining(unshocked(np.full((1, 1), month), case, held), case)

    start = points.remaining(np.zeros((1, 1)), case)
    if case.came:
        chance = np.mean([remaining(first) - remaining(last) for first, last in case.came], axis=0)
    else:
        chance = remaining(case.absent_month)
    return case.weight * np.log(np.maximum(chance, 1e-12) / np.maximum(start, 1e-12))


def _points(normal: Array, inner: int) -> tuple[Slip, Array, Array]:
    """From normal numbers to what programmes share [outer] and what is their own [outer, inner]."""
    own = _normal(_spread_out(inner, 2))
    slip = (SLIP[0] + SLIP[1] * normal[:, :1]) + APART[0] * np.abs(normal[:, 1:2]) * own[:, 0]
    kept = (KEPT[0] + KEPT[1] * normal[:, 2:3]) + APART[1] * np.abs(normal[:, 3:4]) * own[:, 1]
    scatter_ratio = np.exp(SCATTER[0] + SCATTER[1] * normal[:, 4:5])
    give = np.exp(GIVE[0] + GIVE[1] * normal[:, 5:6])
    growth_ratio = 1.0 / (1.0 + np.exp(-1.7 * normal[:, 6:7]))  # near enough uniform
    early_prob = 1.0 / (1.0 + np.exp(-EARLY[0] - EARLY[1] * normal[:, 7:8]))
    log_shock_month = SHOCK[0] + SHOCK[1] * normal[:, 8]
    shock_month = np.exp(log_shock_month + SHOCK_SPREAD_STEP * normal[:, 9:].T)
    kept_prob = 1.0 / (1.0 + np.exp(-kept))
    return Slip(kept_prob, slip, scatter_ratio, give, growth_ratio, early_prob), shock_month, log_shock_month


def _spread_out(count: int, dimensions: int) -> Array:
    """Points evenly strewn over the unit cube.

    Source: Roberts 2018, the additive recurrence of the generalised golden ratio.
    """
    ratio = 2.0
    for _ in range(60):
        ratio = (1.0 + ratio) ** (1.0 / (dimensions + 1))
    steps = ratio ** -np.arange(1.0, dimensions + 1)
    return (0.5 + np.outer(np.arange(1, count + 1), steps)) % 1.0


def _normal(uniform: Array) -> Array:
    from scipy.special import ndtri  # pyright: ignore[reportMissingTypeStubs]

    return np.asarray(ndtri(np.clip(uniform, 1e-12, 1 - 1e-12)))


def _months(span: Span, start: int) -> tuple[float, float]:
    return (span.first - start) / DAYS_PER_MONTH, (span.last - start) / DAYS_PER_MONTH
