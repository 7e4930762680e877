"""Noise jamming: limits, roots and what must hold between the formulas."""

import math

import pytest

from mantlet.physics import jamming
from mantlet.physics.kernels import pattern_db
from mantlet.physics.radar import snr_ratio

CLEAR_M = 120e3


def test_jamming_falls_with_square_range_and_adds_up_in_power() -> None:
    near, far = (jamming.jam_to_noise_ratio(2e-5, 3e9, 100.0, 400.0, range_m) for range_m in (50e3, 100e3))
    assert near == pytest.approx(4.0 * far)
    assert jamming.jam_to_noise_ratio(4e-5, 3e9, 100.0, 400.0, 100e3) == pytest.approx(2.0 * far)


def test_a_jammer_as_warm_as_the_receiver() -> None:
    """An isotropic radar that hears k T per hertz, spread over its effective area, hears as much as its own noise."""
    wavelength_m, range_m, noise_k = jamming.SPEED_OF_LIGHT_MPS / 3e9, 70e3, 300.0
    area_m2 = wavelength_m**2 / (4.0 * math.pi)
    density_w_hz = jamming.BOLTZMANN_J_K * noise_k * 4.0 * math.pi * range_m**2 / area_m2
    assert jamming.jam_to_noise_ratio(density_w_hz, 3e9, 1.0, noise_k, range_m) == pytest.approx(1.0)


@pytest.mark.parametrize("jam_ratio", [0.0, 0.3, 15.0, 1e4])
def test_burn_through_of_a_stand_off_jammer(jam_ratio: float) -> None:
    range_m = jamming.standoff_burn_through_m(CLEAR_M, jam_ratio)
    assert (CLEAR_M / range_m) ** 4 / (1.0 + jam_ratio) == pytest.approx(1.0)


@pytest.mark.parametrize("even_m", [0.0, 10e3, 120e3, 1e6, 1e9])
def test_burn_through_of_a_self_protection_jammer(even_m: float) -> None:
    range_m = jamming.self_burn_through_m(CLEAR_M, even_m)
    assert (CLEAR_M / range_m) ** 4 / (1.0 + (even_m / range_m) ** 2) == pytest.approx(1.0)


def test_crossover_range_of_the_handbook() -> None:
    """NAWCWPNS TP 8347, section 4-8: jammer and echo are equal at R^2 = Pt Gt sigma / (4 pi Pj Gj), in one band."""
    peak_w, gain, rcs_m2, radiated_w, band_hz, noise_k = 50e3, 3162.0, 5.0, 200.0, 1e6, 450.0
    crossover_m = math.sqrt(peak_w * gain * rcs_m2 / (4.0 * math.pi * radiated_w))
    echo = snr_ratio(peak_w, 1.0 / band_hz, gain, gain, 9e9, rcs_m2, noise_k, 1.0, crossover_m, crossover_m)
    jam = jamming.jam_to_noise_ratio(radiated_w / band_hz, 9e9, gain, noise_k, crossover_m)
    assert echo == pytest.approx(jam)
    clear_m = crossover_m * echo**0.25  # there the echo is as loud as noise alone
    even_m = jamming.even_range_m(radiated_w / band_hz, 9e9, gain, noise_k)
    assert even_m == pytest.approx(clear_m**2 / crossover_m)
    assert jamming.self_burn_through_m(clear_m, even_m) == pytest.approx(crossover_m, rel=1.0 / echo)


def test_pattern_falls_to_the_side_lobes() -> None:
    levels = [pattern_db(math.radians(off), math.radians(2.0), 25.0) for off in range(181)]
    assert levels[0] == 0.0 and levels[1] == pytest.approx(-3.0) and levels[2] == -12.0
    assert set(levels[3:]) == {-25.0}


@pytest.mark.parametrize("faulty", [(-1.0, 3e9, 1.0, 300.0, 1e4), (1e-6, 3e9, 1.0, 300.0, 0.0)])
def test_nonsense_is_refused(faulty: tuple[float, float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="expected a power density"):
        jamming.jam_to_noise_ratio(*faulty)
