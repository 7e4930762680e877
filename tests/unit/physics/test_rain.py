"""Rain: edges of its range, and how much of a way is wet."""

import math

import numpy as np
import pytest

from mantlet.physics import rain
from mantlet.physics.line_of_sight import share_below

RADIUS_M = 4.0 / 3.0 * 6_371_000.0


def test_no_rain_no_loss() -> None:
    assert rain.rain_db_per_km(10e9, 0.0) == 0.0


def test_circular_lies_between_the_two_polarisations_at_any_elevation() -> None:
    level, steep = (rain.coefficients(8e9, angle_rad, math.pi / 4) for angle_rad in (0.0, 1.2))
    assert level == pytest.approx(steep)
    both = [rain.coefficients(8e9, 0.0, tilt_rad)[0] for tilt_rad in (0.0, math.pi / 2)]
    assert min(both) < level[0] < max(both)


def test_metre_wavelengths_go_through() -> None:
    assert rain.rain_db_per_km(150e6, 50 / 3.6e6) == rain.rain_db_per_km(1e9, 50 / 3.6e6) < 1e-3


def test_outside_the_source() -> None:
    with pytest.raises(ValueError, match="expected 1 to 1000 GHz"):
        rain.coefficients(0.9e9, 0.0, 0.0)


@pytest.mark.parametrize("distance_m", [3e3, 60e3, 240e3])
@pytest.mark.parametrize(
    ("radar_m", "target_m"), [(20.0, 50.0), (20.0, 9e3), (3500.0, 9e3), (5000.0, 9e3), (5000.0, 300.0)]
)
def test_share_of_a_way_below_a_height(distance_m: float, radar_m: float, target_m: float) -> None:
    """Counted point by point along the ray over the curved earth."""
    along_m = np.linspace(0.0, distance_m, 200_001)
    straight_m = radar_m + (target_m - radar_m) * along_m / distance_m
    height_m = straight_m - along_m * (distance_m - along_m) / (2.0 * RADIUS_M)
    counted = float(np.mean(height_m < 4000.0))
    assert share_below(distance_m, radar_m, target_m, RADIUS_M, 4000.0) == pytest.approx(counted, abs=2e-5)


def test_no_way_is_not_wet() -> None:
    assert share_below(0.0, 10.0, 10.0, RADIUS_M, 4000.0) == 0.0
