"""Flyout times: the claim is met, integrated motion agrees, more range takes more time."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from mantlet.physics import flyout, kernels
from mantlet.physics.atmosphere import standard
from mantlet.physics.roots import root_between

FAR = flyout.FlyoutClaim(1200.0, 250e3, 27e3, max_speed_mps=2000.0, boost_s=12.0)
NEAR = flyout.FlyoutClaim(700.0, 40e3, 10e3, max_speed_mps=900.0, boost_s=3.0)


@pytest.mark.parametrize("claim", [FAR, NEAR])
def test_mean_speed_is_met(claim: flyout.FlyoutClaim) -> None:
    slant_m = math.hypot(claim.reference_range_m, claim.reference_height_m)
    taken_s = flyout.flight_s(claim, claim.reference_range_m, claim.reference_height_m)
    assert slant_m / taken_s == pytest.approx(claim.mean_speed_mps, rel=1e-9)


@pytest.mark.parametrize(("range_m", "height_m"), [(3e3, 1e3), (30e3, 20e3), (150e3, 500.0), (250e3, 27e3)])
def test_closed_form_is_the_integrated_motion(range_m: float, height_m: float) -> None:
    slant_m, speed_mps = math.hypot(range_m, height_m), FAR.max_speed_mps or 0.0
    drag = flyout.drag_per_m(FAR) * flyout.path_density_ratio(FAR, range_m, height_m)

    def motion(t: float, state: np.ndarray) -> list[float]:
        return [state[1], speed_mps / FAR.boost_s if t < FAR.boost_s else -drag * state[1] ** 2]

    def arrived(_: float, state: np.ndarray) -> float:
        return state[0] - slant_m

    arrived.terminal = True
    flown = solve_ivp(motion, (0, 2e3), [0.0, 0.0], events=arrived, rtol=1e-8, atol=1e-6, max_step=1.0)
    assert flyout.flight_s(FAR, range_m, height_m) == pytest.approx(flown.t_events[0][0], rel=1e-3)


def pointwise_s(claim: flyout.FlyoutClaim, drag_per_m: float, range_m: float, height_m: float) -> float:
    """Time with the density of every point on an even climb instead of the mean: the model's slow twin."""
    slant_m, top_mps = math.hypot(range_m, height_m), claim.max_speed_mps or 0.0
    boost_m = 0.5 * top_mps * claim.boost_s
    if slant_m <= boost_m:
        return math.sqrt(2 * slant_m * claim.boost_s / top_mps)
    along = np.linspace(boost_m, slant_m, 801)
    climb_m = max(height_m, claim.loft_ratio * range_m)
    density = np.array([standard(climb_m * part / slant_m)[2] for part in along]) / standard(0.0)[2]
    gaps = np.diff(along)
    slowing = np.concatenate([[0.0], np.cumsum(0.5 * (density[1:] + density[:-1]) * gaps)])
    slowness = np.exp(drag_per_m * slowing) / top_mps
    return claim.boost_s + float((0.5 * (slowness[1:] + slowness[:-1]) * gaps).sum())


@pytest.mark.parametrize("claim", [FAR, NEAR])
def test_mean_density_stays_near_pointwise_density(claim: flyout.FlyoutClaim) -> None:
    """Both set to the same claimed mean speed: the closed form is 0 to 7 % late elsewhere."""
    reach_m, height_m = claim.reference_range_m, claim.reference_height_m
    taken_s = math.hypot(reach_m, height_m) / claim.mean_speed_mps
    drag = root_between(lambda part: pointwise_s(claim, part, reach_m, height_m) - taken_s, 0.0, 1e-3)
    for range_share in (0.2, 0.4, 0.7, 1.0):
        for height_share in (0.05, 0.5, 1.0):
            place = range_share * reach_m, height_share * height_m
            assert -0.005 < flyout.flight_s(claim, *place) / pointwise_s(claim, drag, *place) - 1 < 0.07


@given(st.floats(100.0, 240e3), st.floats(1.0, 10e3), st.floats(0.0, 27e3))
def test_farther_takes_longer(range_m: float, more_m: float, height_m: float) -> None:
    assert flyout.flight_s(FAR, range_m + more_m, height_m) > flyout.flight_s(FAR, range_m, height_m)


@given(st.floats(100.0, 250e3), st.floats(0.0, 27e3), st.floats(0.0, 5e3))
def test_never_faster_than_the_top_speed_and_thin_air_helps(range_m: float, height_m: float, launch_m: float) -> None:
    low_s = flyout.flight_s(FAR, range_m, height_m)
    assert low_s >= math.hypot(range_m, height_m) / 2000.0
    assert flyout.flight_s(FAR, range_m, height_m, launch_m) <= low_s * (1 + 1e-9)


def test_only_a_mean_speed() -> None:
    claim = flyout.FlyoutClaim(800.0, 100e3, 10e3)
    assert flyout.flight_s(claim, 30e3, 40e3) == pytest.approx(50e3 / 800.0)


def test_table_interpolates_and_ends_in_infinity() -> None:
    table = flyout.time_table(FAR, 250e3, 27e3, 2.5e3, 1e3)
    assert table.shape == (102, 29)
    assert np.isinf(table[-1]).all()
    assert np.isinf(table[:, -1]).all()
    assert np.isfinite(table[:-1, :-1]).all()
    looked_up = kernels.table_value(table, 101.3e3, 2.5e3, 8.4e3, 1e3)
    assert looked_up == pytest.approx(flyout.flight_s(FAR, 101.3e3, 8.4e3), abs=0.2)
    assert kernels.table_value(table, 250e3, 2.5e3, 27e3, 1e3) == pytest.approx(flyout.flight_s(FAR, 250e3, 27e3))
    assert kernels.table_value(table, 251e3, 2.5e3, 1e3, 1e3) == math.inf


def test_table_step_that_does_not_divide_the_reach() -> None:
    table = flyout.time_table(NEAR, 40e3, 10e3, 3e3, 4e3)
    assert table.shape == (16, 5)
    assert np.isfinite(table[14, 3])


@pytest.mark.parametrize("max_mps", [500.0, 700.0, 1010.0, 1200.0])
@pytest.mark.parametrize("boost_s", [0.0, 3.0, 10.0, 84.9])
def test_as_fast_as_the_top_speed_allows(max_mps: float, boost_s: float) -> None:
    """Then there is no drag, and the last digit of the mean speed decides nothing."""
    slant_m = math.hypot(100e3, 20e3)
    fastest_mps = slant_m / (boost_s + (slant_m - 0.5 * max_mps * boost_s) / max_mps)
    for mean_mps in (math.nextafter(fastest_mps, 0.0), fastest_mps, math.nextafter(fastest_mps, math.inf)):
        claim = flyout.FlyoutClaim(mean_mps, 100e3, 20e3, max_mps, boost_s)
        assert flyout.flight_s(claim, 100e3, 20e3) == pytest.approx(slant_m / fastest_mps)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mean_speed_mps": 1990.0},
        {"mean_speed_mps": 0.0},
        {"max_speed_mps": 1000.0},
        {"boost_s": 400.0},
        {"boost_s": -1.0},
    ],
)
def test_refuses_a_claim_that_cannot_be(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected"):
        flyout.drag_per_m(dataclasses.replace(FAR, **wrong))


def test_refuses_an_empty_table() -> None:
    with pytest.raises(ValueError, match="all > 0"):
        flyout.time_table(FAR, 250e3, 27e3, 0.0, 1e3)
