"""METRIC against METRIC.lng, a model of LINGO 17, as its online help prints it (lindo.com, "Computing Demand Backlog").

The help prints data and equations, no results: two outlets with 0.1 demands a day each, two days from a depot that is
supplied within 14. Its equations are written out here, with the linear loss of a Poisson number as a sum.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mantlet.posture.supply.metric import Repair, metric, steady

DEMAND, TRANSPORT, DEPOT = 0.1, 2.0, 14.0


def loss(mean: float, stock: int) -> float:
    count = np.arange(stock, 200)
    return float((count - stock) @ stats.poisson.pmf(count, mean))


@pytest.mark.parametrize("depot_stock", range(6))
@pytest.mark.parametrize("stock", range(4))
def test_backlog_of_two_outlets(depot_stock: int, stock: int) -> None:
    wait_at_depot = loss(2 * DEMAND * DEPOT, depot_stock) / (2 * DEMAND)
    backlog = loss(DEMAND * (TRANSPORT + wait_at_depot), stock)
    repair = Repair(*map(np.array, (0.0, 0.0, TRANSPORT, DEPOT)))
    echelons = steady(np.full(2, DEMAND), repair, np.array(float(depot_stock)), np.full(2, float(stock)))
    assert metric(echelons).mean_count == pytest.approx([backlog, backlog], rel=1e-9)
