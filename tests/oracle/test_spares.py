"""Supply against what knows none of its formulas: integrals, sums over every state, and the event simulation."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from scipy import integrate, stats

from mantlet.library.sampling import Draw
from mantlet.posture.supply.availability import Availability, forecast
from mantlet.posture.supply.changes import Change, Changes, Shipment, cut
from mantlet.posture.supply.counts import exchangeable
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.supply.metric import Echelons
from mantlet.posture.supply.over_time import in_resupply
from mantlet.posture.supply.palm import backorders, holes, shortage
from mantlet.posture.supply.simulation import Simulated, simulate
from mantlet.posture.supply.strength import Parts, kept_apart, one_kept_apart, robbed
from mantlet.posture.supply.upkeep import Upkeep, upkeep
from mantlet.posture.supply.vari_metric import missing_at_bases


@pytest.mark.parametrize(
    ("mean", "variance"), [(0.0, 0.0), (0.3, 0.3), (0.3, 0.35), (4.0, 4.0), (4.0, 9.0), (60.0, 90.0)]
)
@pytest.mark.parametrize("stock", [0, 1, 5, 70])
@pytest.mark.parametrize("places", [1, 17])
def test_closed_sums(mean: float, variance: float, stock: int, places: int) -> None:
    count = np.arange(2000)
    if variance > mean:
        chances = stats.nbinom.pmf(count, mean**2 / (variance - mean), mean / variance)
    else:
        chances = stats.poisson.pmf(count, mean)
    arrays = np.array(mean), np.array(variance), np.array(stock)
    for found, waiting in (
        (backorders(*arrays), np.maximum(count - stock, 0)),
        (holes(*arrays, np.array(places)), np.clip(count - stock, 0, places)),
    ):
        expected = float(chances @ waiting)
        assert found.mean_count == pytest.approx(expected, abs=1e-9)
        assert found.count_variance == pytest.approx(float(chances @ waiting**2) - expected**2, abs=1e-8)
    if variance == mean:
        waiting = np.maximum(count - stock, 0).astype(float)
        falling = waiting, waiting * (waiting - 1), waiting * (waiting - 1) * (waiting - 2)
        assert shortage(arrays[0], arrays[2]) == pytest.approx(
            [float(chances @ one) for one in falling], rel=1e-9, abs=1e-8
        )


def clock(month: float, speeds: list[float]) -> float:
    """How far the supplier's clock is at a date; at the usual speed before the first month."""
    whole = int(np.clip(np.floor(month), 0, len(speeds) - 1))
    return month if month < 0 else sum(speeds[:whole]) + speeds[whole] * (month - whole)


@pytest.mark.parametrize("stages", [1, 2, 5])
def test_pipelines_over_time_are_palms_integral(stages: int) -> None:
    """Removals from the beginning of time, each still under way with its chance: Palm's theorem as demand changes."""
    demand = [2.0, 3.0, 3.0, 0.5, 0.5, 4.0, 2.0, 2.0, 2.0]
    speeds = [1.0, 1.0, 0.0, 0.0, 0.3, 1.0, 2.0, 1.0, 1.0]
    lead = 2.7
    found = in_resupply(np.array(demand)[:, None], np.array(speeds)[:, None], np.array([lead]), stages)[:, 0]

    def under_way(sent: float, now: float) -> float:
        rate = demand[int(np.clip(np.floor(sent), 0, 8))]
        passed = clock(now, speeds) - clock(sent, speeds)
        return rate * float(stats.gamma.sf(passed, stages, scale=lead / stages))

    for now in range(9):
        pieces = [-80.0, -20.0, -5.0, *range(now + 1)]
        parts = [integrate.quad(under_way, *ends, args=(now,), limit=200)[0] for ends in pairwise(pieces)]
        assert found[now] == pytest.approx(sum(parts), rel=1e-7)


def test_aircraft_that_lack_parts_are_counted_over_every_placing() -> None:
    """Two types of part at two bases of three aircraft, summed over all states of depot and bases and all placings."""
    depot, stock, own, base_stock = (2.0, 0.5), (1, 0), (0.3, 0.2), (1, 0)
    whole = {"one": 1.0, "near": 1.0, "far": 1.0}
    for part in range(2):
        of_depot, of_base = stats.poisson.pmf(range(25), depot[part]), stats.poisson.pmf(range(6), own[part])
        found = dict.fromkeys(whole, 0.0)
        for in_depot, mine, other in product(range(25), range(6), range(6)):
            waiting = max(in_depot - stock[part], 0)
            split = stats.binom.pmf(np.arange(waiting + 1), waiting, 0.5)
            first = np.arange(waiting + 1)
            here = 3 - np.clip(first + mine - base_stock[part], 0, 3)
            there = 3 - np.clip(waiting - first + other - base_stock[part], 0, 3)
            chance = of_depot[in_depot] * of_base[mine] * of_base[other] * split
            found["one"] += float(chance @ (here / 3))
            found["near"] += float(chance @ (here * (here - 1) / 6))
            found["far"] += float(chance @ (here * there / 9))
        whole = {key: whole[key] * found[key] for key in whole}
    echelons = Echelons(*(np.array([pair]) for pair in (depot, stock, own, base_stock, (0.5, 0.5))))
    parts = Parts(np.ones((1, 2)), np.ones(2), echelons)
    told = kept_apart(parts, np.array([6.0]), 3)
    assert told.one_prob == one_kept_apart(parts, np.array([6.0]), 3)
    assert told.one_prob[0] == pytest.approx(whole["one"], abs=2e-3)
    assert told.pair_prob[0] == pytest.approx(0.4 * whole["near"] + 0.6 * whole["far"], abs=4e-3)


@pytest.mark.parametrize(
    ("depot", "stock", "own", "base_stock", "bases"),
    [(9, 8, 0.4, 1, 4), (30, 36, 0.4, 1, 15), (50, 36, 0.4, 1, 15), (40, 36, 1, 2, 15)],
)
def test_what_bases_have_in_common(depot: int, stock: int, own: float, base_stock: int, bases: int) -> None:
    """Covariance of two bases, by the states of the depot one by one, within a tenth."""
    count = np.arange(80)
    missing = np.array([np.clip(n + count - base_stock, 0, 8) @ stats.poisson.pmf(count, own) for n in count])
    first = stats.binom.pmf(count, count[:, None], 1 / bases)
    rest = stats.binom.pmf(count, count[:, None], 1 / (bases - 1)) @ missing
    chances = np.bincount(np.maximum(np.arange(200) - stock, 0), stats.poisson.pmf(range(200), depot))[:80]
    both = sum(chances[b] * float(first[b, : b + 1] * missing[: b + 1] @ rest[b::-1]) for b in count)
    expected = both - float(chances @ (first @ missing)) ** 2
    echelons = Echelons(*map(np.array, (depot, stock, own, base_stock, 1 / bases)))
    assert missing_at_bases(echelons, np.array(8.0)).common_variance == pytest.approx(expected, rel=0.1)


def test_full_cannibalisation_is_the_product_over_parts() -> None:
    figures = (3.0, 8.0), (1.0, 4.0), (0.5, 0.0), (1.0, 0.0), (0.5, 0.5)
    echelons = Echelons(*(np.array([pair]) for pair in figures))
    parts = Parts(np.array([[2.0, 1.0]]), np.array([1.0, 2.0]), echelons)
    found = robbed(parts, np.array([8.0]))[0]
    at_most = [
        stats.poisson.cdf(1 + 2 + n, 3.0 + 1.0) ** 2 * stats.poisson.cdf(4 + 2 * n, 8.0) if n < 8 else 1.0
        for n in range(9)
    ]
    assert np.cumsum(found) == pytest.approx(at_most, abs=1e-9)


def small(fleet: str, bases: int) -> Upkeep:
    """A fleet of so many full bases with stocks to match, its demand as fitted for the whole."""
    kept = upkeep(fleets()[fleet], Draw(1, 0, "central"))
    count = bases * kept.base_aircraft_count
    stock = np.round(kept.depot_stock_count * count / kept.aircraft_count)
    return kept._replace(aircraft_count=count, depot_stock_count=stock)


DATES = (0, 6, 12, 18, 24, 27, 30, 36, 48)
STEADY, CUT, SURGE = (
    Changes(),
    Changes(supply=[cut(12, 24)]),
    Changes(flying=[Change(6, 12, 2.0)], shipments=[Shipment(18, {"vehicle": 7, "electronics": 10})]),
)


@pytest.mark.slow
@pytest.mark.parametrize("changes", [STEADY, CUT, SURGE], ids=["steady", "cut", "surge and early shipment"])
def test_the_simulation_agrees(changes: Changes) -> None:
    """Launchers at four sites: mean, spread and the worst twentieth, month by month and under both practices."""
    kept = small("s-400-launchers", 4)
    told = simulate(kept, 4, changes, DATES, 500, seed=3)
    found = forecast(kept, np.full(49, float(kept.aircraft_count)), changes)
    agree(told, found.none, found.full, kept.aircraft_count)


def agree(told: Simulated, none: Availability, full: Availability, aircraft: int) -> None:
    for name, played, outlook in (("none", told.none_fit, none), ("full", told.full_fit, full)):
        for column, date in enumerate(DATES):
            fit = played[:, column]
            chances = outlook.fit_prob[date]
            count = np.arange(chances.size)
            mean = float(chances @ count)
            spread = float(np.sqrt(chances @ (count - mean) ** 2))
            error = fit.std(ddof=1) / np.sqrt(len(fit))
            where = f"{name}, month {date}: {fit.mean():.2f} played, {mean:.2f} told"
            assert abs(fit.mean() - mean) < 3.5 * error + 0.015 * aircraft, where
            assert fit.std(ddof=1) == pytest.approx(spread, rel=0.13), where
            assert abs(np.quantile(fit, 0.05) - np.searchsorted(np.cumsum(chances), 0.05)) <= 2, where


def test_a_count_of_two_kinds_of_luck_keeps_both_moments() -> None:
    chances = exchangeable(np.array([20.0]), np.array([0.7]), np.array([0.52]))[0]
    count = np.arange(21)
    assert chances @ count / 20 == pytest.approx(0.7)
    assert chances @ (count * (count - 1)) / 380 == pytest.approx(0.52)
    assert exchangeable(np.array([9.0]), np.array([0.3]), np.array([0.09]))[0] == pytest.approx(
        stats.binom.pmf(range(10), 9, 0.3)
    )
