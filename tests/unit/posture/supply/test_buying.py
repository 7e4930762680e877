"""Marginal analysis against trying everything."""

from itertools import product

import numpy as np

from mantlet.library.sampling import Draw
from mantlet.posture.supply.availability import forecast
from mantlet.posture.supply.buying import efficient, spares_package
from mantlet.posture.supply.changes import Changes
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.supply.upkeep import upkeep


def test_no_purchase_of_the_same_money_is_worth_more() -> None:
    random = np.random.default_rng(7)
    for _ in range(20):
        values = [np.concatenate([[0.0], np.cumsum(random.exponential(size=3))]) for _ in range(3)]
        prices = random.uniform(1.0, 5.0, 3)
        cost = value = 0.0
        for step in efficient(values, prices, [1, 1, 1]):
            cost, value = cost + step.cost_usd, value + step.value
            every = [
                sum(curve[units] for curve, units in zip(values, bundle, strict=True))
                for bundle in product(range(4), repeat=3)
                if np.dot(bundle, prices) <= cost + 1e-9
            ]
            assert value >= max(every) - 1e-9


def test_what_does_not_help_is_not_bought() -> None:
    assert efficient([np.zeros(5), np.array([1.0, 1.0, 0.5])], np.array([1.0, 1.0]), [3, 1]) == []


def test_a_greater_budget_leaves_fewer_waiting() -> None:
    fleet = upkeep(fleets()["mig-29"], Draw(1, 0, "central"))
    awaiting = []
    for budget in (0.0, 1e6, 1e7, 1e8):
        shipment = spares_package(fleet, 0.0, budget)
        spent = sum(units * fleet.price_usd[fleet.families.index(key)] for key, units in shipment.units.items())
        assert spent <= budget
        awaiting.append(forecast(fleet, np.full(3, 59.0), Changes(shipments=[shipment])).none.awaiting_frac[2])
    assert np.all(np.diff(awaiting) < -0.002)
    assert awaiting[-1] > 0.0
