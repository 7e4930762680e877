"""Noise jamming of a radar: jamming over noise, and the range at which an echo burns through."""

from __future__ import annotations

import math

from mantlet.physics.radar import BOLTZMANN_J_K, SPEED_OF_LIGHT_MPS


def jam_to_noise_ratio(
    density_w_hz: float, frequency_hz: float, gain_ratio: float, noise_k: float, range_m: float
) -> float:
    """Noise that a jammer adds to a radar's own, over that: p G lambda^2 / ((4 pi R)^2 k Ts).

    `density_w_hz` is the effective radiated power per bandwidth in the radar's direction and polarisation, `gain_ratio`
    the radar's gain towards the jammer, `noise_k` its system noise temperature at the antenna, losses of its receiver
    included. The jammer fills the radar's whole band with noise; gas and rain are left out. Signal-to-noise falls by
    one plus the sum of this ratio over all jammers.

    Source: Adamy 2021, Space Electronic Warfare, section 10.5.4 (there over the echo instead of the noise).

    >>> round(10 * math.log10(jam_to_noise_ratio(20e-6, 3e9, 3162.0, 500.0, 150e3)), 2)
    44.11
    """
    if not (density_w_hz >= 0.0 and frequency_hz > 0.0 and gain_ratio > 0.0 and noise_k > 0.0 and range_m > 0.0):
        got = (density_w_hz, frequency_hz, gain_ratio, noise_k, range_m)
        raise ValueError(f"got {got}, expected a power density of 0 or more and the rest above 0")
    wavelength_m = SPEED_OF_LIGHT_MPS / frequency_hz
    received_w_hz = density_w_hz * gain_ratio * (wavelength_m / (4.0 * math.pi * range_m)) ** 2
    return received_w_hz / (BOLTZMANN_J_K * noise_k)


def standoff_burn_through_m(clear_range_m: float, jam_ratio: float) -> float:
    """Range at which a radar sees under jamming from elsewhere what it sees at `clear_range_m` without: (1 + J/N)^-1/4.

    `jam_ratio` is the sum of jamming over noise of all jammers, each by the gain towards it with the beam on the
    target; it does not change with the target's range. Free space.

    >>> standoff_burn_through_m(100e3, 15.0)
    50000.0
    """
    return clear_range_m * (1.0 + jam_ratio) ** -0.25


def self_burn_through_m(clear_range_m: float, even_range_m: float) -> float:
    """Range at which a radar sees a target that jams it, and that it would see at `clear_range_m` if it did not.

    `even_range_m` is the range at which that jammer is as loud as the radar's own noise. The root of
    R^4 + R_even^2 R^2 = R_clear^4; far inside `even_range_m` it is R_clear^2 / R_even, the range of textbooks that
    leave the radar's own noise out. Free space, the main lobe on the target.

    Source: for that limit NAWCWPNS TP 8347, 1999, Electronic Warfare and Radar Systems Engineering Handbook, 4-8.

    >>> round(self_burn_through_m(100e3, 200e3)), round(self_burn_through_m(100e3, 0.0))
    (48587, 100000)
    """
    # Written so that nothing is lost where jamming is by far the louder: 2 c / (b + sqrt(b^2 + 4 c)).
    even_m2, clear_m4 = even_range_m**2, clear_range_m**4
    return math.sqrt(2.0 * clear_m4 / (even_m2 + math.sqrt(even_m2**2 + 4.0 * clear_m4)))


def even_range_m(density_w_hz: float, frequency_hz: float, gain_ratio: float, noise_k: float) -> float:
    """Range at which a jammer is as loud as the radar's own noise; see `jam_to_noise_ratio`.

    >>> round(even_range_m(20e-6, 3e9, 3162.0, 500.0) / 1e3)
    24069
    """
    return math.sqrt(jam_to_noise_ratio(density_w_hz, frequency_hz, gain_ratio, noise_k, 1.0))
