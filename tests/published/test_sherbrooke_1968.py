"""METRIC: Sherbrooke 1968, Operations Research 16:122, the worked example of p. 138.

The printed values were read in a formal statement of the example that quotes the page (SherbrookeMetric.PointEstimate,
github.com/prove2me/formalpedia), not in the paper. It prints 0.1485 for the mean over two demands, where the sum is
0.14864: the last digit is cut off, not rounded.
"""

import numpy as np
import pytest

from mantlet.posture.supply.palm import backorders


def waiting(demand: float, stock: float) -> float:
    return float(backorders(np.array(demand), np.array(demand), np.array(stock)).mean_count)


def test_backorders_of_a_point_estimate() -> None:
    assert waiting(1.0, 2.0) == pytest.approx(0.1036, abs=5e-5)
    assert waiting(1.0, 2.0) == pytest.approx(3.0 / np.e - 1.0, abs=1e-12)


def test_backorders_over_two_possible_demands() -> None:
    over_both = (waiting(0.5, 2.0) + waiting(1.5, 2.0)) / 2.0
    assert over_both == pytest.approx(0.1485, abs=2e-4)
    assert over_both > waiting(1.0, 2.0)  # a point estimate understates them
    assert (waiting(0.5, 0.0) + waiting(1.5, 0.0)) / 2.0 == pytest.approx(waiting(1.0, 0.0))  # save without stock
