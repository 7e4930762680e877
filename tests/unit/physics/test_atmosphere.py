"""The standard atmosphere: hydrostatic balance, continuity, range."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.physics import atmosphere


@given(st.floats(-4_900.0, 79_000.0))
def test_hydrostatic_balance(height_m: float) -> None:
    """dp/dz = -rho g(z), gravity falling with height; checked across every layer bound."""
    step_m = 1.0
    slope = (atmosphere.standard(height_m + step_m)[1] - atmosphere.standard(height_m - step_m)[1]) / (2 * step_m)
    gravity = atmosphere.GRAVITY_MPS2 * (atmosphere.EARTH_RADIUS_M / (atmosphere.EARTH_RADIUS_M + height_m)) ** 2
    assert -slope == pytest.approx(atmosphere.standard(height_m)[2] * gravity, rel=2e-5)


def test_goes_on_into_space_and_stops_below_ground() -> None:
    _, pressure_pa, density_kg_m3 = atmosphere.standard(400e3)
    assert 0 < pressure_pa < 1e-10
    assert 0 < density_kg_m3 < 1e-12
    for height_m in (-5001.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="expected"):
            atmosphere.standard(height_m)


@given(st.floats(0.0, 80e3), st.floats(1.0, 5e3))
def test_vapour_falls_with_height(height_m: float, climb_m: float) -> None:
    assert atmosphere.vapour_kg_m3(height_m + climb_m) < atmosphere.vapour_kg_m3(height_m) <= 7.5e-3
