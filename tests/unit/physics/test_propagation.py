"""Horizon, knife edge and gas loss: properties, and the slant path against a refracted-ray twin."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.physics import atmosphere, propagation


@given(st.floats(0.0, 5e3), st.floats(0.0, 3e4), st.floats(0.0, 1e3))
def test_horizon_grows_with_height_and_is_mutual(low_m: float, high_m: float, more_m: float) -> None:
    assert propagation.horizon_m(low_m, high_m) == propagation.horizon_m(high_m, low_m)
    assert propagation.horizon_m(low_m + more_m, high_m) >= propagation.horizon_m(low_m, high_m)


def test_horizon_refuses_below_ground() -> None:
    with pytest.raises(ValueError, match="expected"):
        propagation.horizon_m(-1.0, 100.0)


def test_ducts_have_no_effective_radius() -> None:
    assert propagation.earth_ratio(0.0) == 1.0
    with pytest.raises(ValueError, match="expected above"):
        propagation.earth_ratio(-157e-9)


@given(st.floats(-3.0, 20.0), st.floats(0.0, 5.0))
def test_knife_edge_grows(nu: float, more: float) -> None:
    assert propagation.knife_edge_db(nu + more) >= propagation.knife_edge_db(nu) >= 0.0


def test_knife_edge_nu_is_the_root_of_twice_the_extra_path_in_half_waves() -> None:
    extra_m = math.hypot(20e3, 100.0) + math.hypot(30e3, 100.0) - 50e3
    assert propagation.knife_edge_nu(100.0, 20e3, 30e3, 0.03) == pytest.approx(2 * math.sqrt(extra_m / 0.03), rel=1e-4)


def refracted_gas_db(frequency_hz: float, elevation_rad: float) -> tuple[float, float, float]:
    """(loss, ground range, height) of a refracted ray up to 20 km: P.676-13 eqs. 13 to 19 with P.453 refractivity."""

    def air(height_m: float) -> tuple[float, float]:
        temperature_k, pressure_pa, _ = atmosphere.standard(height_m)
        vapour = atmosphere.vapour_kg_m3(height_m)
        wet = vapour * temperature_k / 216.7e-5 / 100
        dry = pressure_pa / 100 - wet
        n = 1 + 1e-6 * (77.6 * dry / temperature_k + 72 * wet / temperature_k + 3.75e5 * wet / temperature_k**2)
        return n, propagation.gas_db_per_km(frequency_hz, 100 * dry, temperature_k, vapour)

    radius = propagation.EARTH_RADIUS_M
    constant = air(0.0)[0] * radius * math.cos(elevation_rad)
    loss_db = ground_m = height_m = 0.0
    step_m = 20.0
    while height_m < 20_000.0:
        n, gamma = air(height_m + 0.5 * step_m)
        r1, r2 = radius + height_m, radius + height_m + step_m
        inside = constant / n
        length_m = math.sqrt(r2**2 - inside**2) - math.sqrt(max(r1**2 - inside**2, 0.0))
        loss_db += gamma * length_m / 1e3
        ground_m += radius * (math.acos(inside / r2) - math.acos(min(1.0, inside / r1)))
        height_m += step_m
    return loss_db, ground_m, height_m


@pytest.mark.parametrize("elevation_deg", [0.1, 0.5, 1.0, 5.0, 30.0])
@pytest.mark.parametrize("frequency_hz", [3e9, 10e9])
def test_slant_path_matches_the_refracted_ray(frequency_hz: float, elevation_deg: float) -> None:
    loss_db, ground_m, height_m = refracted_gas_db(frequency_hz, math.radians(elevation_deg))
    assert propagation.path_gas_db(frequency_hz, 0.0, height_m, ground_m) == pytest.approx(loss_db, rel=3e-3)


def test_level_path_close_to_the_ground_is_specific_loss_times_length() -> None:
    gamma = propagation.gas_db_per_km(10e9, 101325.0 - 997.3, 288.15, 7.5e-3)
    assert propagation.path_gas_db(10e9, 2.0, 2.0, 3e3) == pytest.approx(3 * gamma, rel=1e-3)


def test_vertical_path_is_the_integral_over_height() -> None:
    step_m = 50.0
    total = 0.0
    for height_m in np.arange(0.5 * step_m, 30e3, step_m):
        temperature_k, pressure_pa, _ = atmosphere.standard(float(height_m))
        vapour = atmosphere.vapour_kg_m3(float(height_m))
        dry_pa = pressure_pa - vapour * temperature_k / 216.7e-5
        total += propagation.gas_db_per_km(9e9, dry_pa, temperature_k, vapour) * step_m / 1e3
    assert propagation.path_gas_db(9e9, 0.0, 30e3, 0.0) == pytest.approx(total, rel=1e-3)


def test_loss_saturates_above_the_air() -> None:
    """Twice as far in space: not a bit more loss."""
    near = propagation.path_gas_db(3e9, 0.0, 200e3, 0.0)
    assert propagation.path_gas_db(3e9, 0.0, 400e3, 0.0) == pytest.approx(near, rel=2e-3)
    assert propagation.path_gas_db(3e9, 100e3, 300e3, 500e3) == 0.0


def test_past_the_horizon_the_grazing_ray_goes_on() -> None:
    """So that a table in height may be interpolated between a place past the horizon and one that is not."""
    farther = [propagation.path_gas_db(3e9, 20.0, 100.0, range_m) for range_m in (70e3, 140e3)]
    assert farther[1] == pytest.approx(2 * farther[0]) and farther[0] > 0.0
    assert propagation.path_gas_db(3e9, 0.0, 0.0, 100e3) == 0.0


@pytest.mark.parametrize("frequency_hz", [3e9, 10e9])
def test_table_grows_with_range_and_is_twice_the_path(frequency_hz: float) -> None:
    ranges, heights = np.linspace(0.0, 400e3, 9), np.array([10e3, 15e3, 25e3])
    table = propagation.two_way_gas_db(frequency_hz, 20.0, ranges, heights)
    assert table.shape == (9, 3)
    assert (np.diff(table, axis=0) > 0).all()
    one = propagation.path_gas_db(frequency_hz, 20.0, 15e3, float(ranges[4]))
    assert table[4, 1] == pytest.approx(2 * one)


@pytest.mark.parametrize("ground_m", [50e3, 300e3, 500e3])
def test_way_is_the_same_in_both_directions_and_dips_near_the_horizon(ground_m: float) -> None:
    out = propagation.path_gas_db(3e9, 4000.0, 9000.0, ground_m)
    assert out == pytest.approx(propagation.path_gas_db(3e9, 9000.0, 4000.0, ground_m))
    level_per_km = out / (ground_m / 1e3)
    temperature_k, pressure_pa, _ = atmosphere.standard(9000.0)
    assert level_per_km > propagation.gas_db_per_km(3e9, pressure_pa, temperature_k, 0.0)


@given(st.floats(3e7, 1e9))
def test_below_1_ghz_next_to_nothing_is_lost(frequency_hz: float) -> None:
    assert 0.0 < propagation.gas_db_per_km(frequency_hz, 101325.0, 288.15, 7.5e-3) < 0.006


def test_same_point_loses_nothing() -> None:
    assert propagation.path_gas_db(3e9, 20.0, 20.0, 0.0) == 0.0


@pytest.mark.parametrize("arguments", [(2e7, 1e5, 288.0, 0.0), (3e9, -1.0, 288.0, 0.0), (3e9, 1e5, 0.0, 0.0)])
def test_gas_refuses_the_impossible(arguments: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="expected"):
        propagation.gas_db_per_km(*arguments)
