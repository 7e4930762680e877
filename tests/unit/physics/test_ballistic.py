"""Arcs against integrated motion, and the least speed being the least."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from mantlet.physics import ballistic

RADIUS_M = 6_371_000.0


@pytest.mark.parametrize(("range_m", "apogee_m"), [(300e3, 74e3), (300e3, 200e3), (800e3, 60e3), (3000e3, 900e3)])
def test_arc_against_integrated_motion(range_m: float, apogee_m: float) -> None:
    speed_mps, angle_rad, flight_s = ballistic.from_apogee(range_m, apogee_m)
    arc = ballistic.arc(range_m, apogee_m, 33)

    def motion(_: float, state: np.ndarray) -> list[float]:
        x, y, vx, vy = state
        pull = -ballistic.GRAVITATION_M3_S2 / math.hypot(x, y) ** 3
        return [vx, vy, pull * x, pull * y]

    start = [0.0, RADIUS_M, speed_mps * math.cos(angle_rad), speed_mps * math.sin(angle_rad)]
    flown = solve_ivp(motion, (0, flight_s), start, t_eval=arc.time_s.clip(0, flight_s), rtol=1e-10, atol=1e-3)
    x, y = flown.y[0], flown.y[1]
    assert np.allclose(np.hypot(x, y) - RADIUS_M, arc.height_m, atol=2.0)
    assert np.allclose(RADIUS_M * np.arctan2(x, y), arc.range_frac * range_m, atol=2.0)
    assert arc.time_s[-1] == pytest.approx(flight_s, rel=1e-9)


@given(st.floats(50e3, 10_000e3), st.floats(0.1, 10.0))
def test_minimum_energy_is_the_least_speed(range_m: float, factor: float) -> None:
    speed_mps, apogee_m, _ = ballistic.minimum_energy(range_m)
    assert ballistic.from_apogee(range_m, apogee_m * factor)[0] >= speed_mps * (1 - 1e-12)


@given(st.floats(20e3, 15_000e3))
def test_least_speed_agrees_with_its_own_apogee(range_m: float) -> None:
    speed_mps, apogee_m, flight_s = ballistic.minimum_energy(range_m)
    other_mps, _, other_s = ballistic.from_apogee(range_m, apogee_m)
    assert (other_mps, other_s) == (pytest.approx(speed_mps, rel=1e-9), pytest.approx(flight_s))


def test_short_range_is_the_flat_parabola() -> None:
    gravity = ballistic.GRAVITATION_M3_S2 / RADIUS_M**2
    speed_mps, apogee_m, flight_s = ballistic.minimum_energy(1e3)
    assert speed_mps == pytest.approx(math.sqrt(gravity * 1e3), rel=1e-3)
    assert apogee_m == pytest.approx(250.0, rel=1e-3)
    assert flight_s == pytest.approx(math.sqrt(2e3 / gravity), rel=1e-3)


@given(st.floats(100e3, 3000e3), st.floats(0.05, 2.0), st.integers(2, 100))
def test_arc_knots_rise_and_fall(range_m: float, loft: float, knots: int) -> None:
    arc = ballistic.arc(range_m, range_m * loft, knots)
    assert arc.time_s[0] == 0.0
    assert (np.diff(arc.time_s) > 0).all()
    assert (arc.range_frac[0], arc.range_frac[-1]) == (pytest.approx(0.0, abs=1e-9), pytest.approx(1.0))
    assert (arc.height_m >= 0.0).all()
    assert arc.height_m[-1] == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize(
    ("range_m", "apogee_m"), [(0.0, 1e3), (-1.0, 1e3), (2.1e7, 1e6), (3e5, 0.0), (3e5, math.inf), (math.nan, 1e3)]
)
def test_refuses_the_impossible(range_m: float, apogee_m: float) -> None:
    with pytest.raises(ValueError, match="expected"):
        ballistic.from_apogee(range_m, apogee_m)
    with pytest.raises(ValueError, match="expected"):
        ballistic.arc(range_m, apogee_m)
