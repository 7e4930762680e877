"""Marginal analysis of spare parts: nine units of a course at KTH (P. Enqvist, SF2863, 2021) and their printed points.

The course follows Sherbrooke's one base with several units: Poisson demand, stock replaced one for one. The data are
those of the assignment, the efficient points those printed in a report on it; both were read.
"""

import numpy as np
import pytest

from mantlet.posture.supply.buying import efficient
from mantlet.posture.supply.palm import backorders
from published.vectors import rows

UNITS = rows("spare_parts_nine_units.csv")
POINTS = rows("spare_parts_efficient_points.csv")
PIPELINE = np.array([float(unit["demand"]) / 1000.0 * float(unit["repair"]) for unit in UNITS])
PRICE = np.array([float(unit["price"]) for unit in UNITS])


def waiting(stock: np.ndarray) -> np.ndarray:
    return backorders(PIPELINE, PIPELINE, np.asarray(stock, float)).mean_count


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"spent {point['cost']}")
def test_expected_backorders_of_each_point(point: dict[str, str]) -> None:
    stock = np.array([int(point[f"s{unit}"]) for unit in range(1, 10)])
    assert waiting(stock).sum() == pytest.approx(float(point["backorders"]), abs=6e-6)
    assert stock @ PRICE == float(point["cost"])


def test_the_purchases_go_through_the_printed_points_in_order() -> None:
    levels = np.stack([waiting(np.full(9, level)) for level in range(8)])
    steps = efficient(list(-levels.T), PRICE, [1] * 9)
    stock = np.zeros(9, int)
    for step, point in zip(steps, POINTS[1:], strict=False):
        stock[step.curve] += step.units
        assert stock.tolist() == [int(point[f"s{unit}"]) for unit in range(1, 10)]


@pytest.mark.parametrize(
    ("budget", "spent", "left"), [(0, 0, 6.1040), (100, 98, 3.7755), (150, 143, 3.1970), (350, 345, 1.3376)]
)
def test_the_optimum_for_a_budget(budget: int, spent: int, left: float) -> None:
    """Where the printed optimum, found by dynamic programming, is an efficient point."""
    levels = np.stack([waiting(np.full(9, level)) for level in range(8)])
    cost, value = 0.0, float(waiting(np.zeros(9)).sum())
    for step in efficient(list(-levels.T), PRICE, [1] * 9):
        if cost + step.cost_usd > budget:
            break
        cost, value = cost + step.cost_usd, value - step.value
    assert (cost, value) == (spent, pytest.approx(left, abs=6e-5))
