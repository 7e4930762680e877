"""Jamming against echo: worked examples of Adamy 2021, Space Electronic Warfare, sections 10.5.3 to 10.5.6.

A radar of 100 kW on 5 GHz with an antenna of 41.3 dB, its side lobes 20 dB below, looks at a target 15 km away; a
jammer of 87.8 dBm is 421 km away in the side lobes, one degree off its own beam of 2.2 degrees. The book rounds each
term to a tenth of a dB.
"""

import math

import pytest

from mantlet.physics.jamming import jam_to_noise_ratio
from mantlet.physics.kernels import pattern_db
from mantlet.physics.radar import snr_ratio

BAND_HZ = 1e6  # drops out: the pulse is matched to it and the jammer fills it
NOISE_K = 500.0  # drops out as well
GAIN_DB = 41.3


def ratio(db: float) -> float:
    return 10.0 ** (db / 10.0)


def test_pointing_loss() -> None:
    assert -pattern_db(math.radians(1.0), math.radians(2.2), 60.0) == pytest.approx(2.5, abs=0.05)


@pytest.mark.parametrize(("rcs_m2", "printed_db"), [(10.0, -0.5), (1e-4, 49.5)])
def test_jamming_over_signal(rcs_m2: float, printed_db: float) -> None:
    density_w_hz = ratio(85.3 - 30.0) / BAND_HZ
    jammed = jam_to_noise_ratio(density_w_hz, 5e9, ratio(GAIN_DB + pattern_db(1.0, 0.02, 20.0)), NOISE_K, 421e3)
    gains = (ratio(GAIN_DB), ratio(GAIN_DB))
    seen = snr_ratio(100e3, 1.0 / BAND_HZ, *gains, 5e9, rcs_m2, NOISE_K, 1.0, 15e3, 15e3)
    assert 10.0 * math.log10(jammed / seen) == pytest.approx(printed_db, abs=0.1)
