"""Signal-to-noise of a radar: from its parameters, or from one published detection claim scaled to other objects."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from mantlet.physics.detection import approach_detection_prob, required_snr_ratio
from mantlet.physics.roots import root_between

SPEED_OF_LIGHT_MPS = 299_792_458.0
BOLTZMANN_J_K = 1.380649e-23


@dataclass(frozen=True)
class RangeClaim:
    """A published detection range and what it must say to mean anything.

    The object of cross-section `rcs_m2` is seen at `range_m` with `detection_prob`: in a single scan when
    `closing_step_m` is 0, else by then at least once while it closes in by that much per scan.
    """

    range_m: float
    rcs_m2: float
    detection_prob: float
    false_alarm_prob: float = 1e-6
    pulse_count: int = 1
    swerling: int = 1
    closing_step_m: float = 0.0


def snr_ratio(
    peak_power_w: float,
    pulse_s: float,
    gain_tx_ratio: float,
    gain_rx_ratio: float,
    frequency_hz: float,
    rcs_m2: float,
    noise_k: float,
    loss_ratio: float,
    range_tx_m: float,
    range_rx_m: float,
) -> float:
    """Signal-to-noise ratio of one pulse after the matched filter, mono- or bistatic, in free space.

    `pulse_s` is the uncompressed length, `noise_k` the system noise temperature, `loss_ratio` (>= 1) all losses.
    Leaves out clutter, multipath, gas and terrain.

    Source: Richards, Scheer and Holm 2010, Principles of Modern Radar, chapter 2, with matched filter.

    >>> round(10 * math.log10(snr_ratio(1e6, 2e-7, 100, 100, 1e9, 1, 290, 1, 50e3, 50e3)), 4)
    5.5868
    """
    wavelength_m = SPEED_OF_LIGHT_MPS / frequency_hz
    received = peak_power_w * pulse_s * gain_tx_ratio * gain_rx_ratio * wavelength_m**2 * rcs_m2
    spread = (4.0 * math.pi) ** 3 * (range_tx_m * range_rx_m) ** 2 * loss_ratio
    return received / (spread * BOLTZMANN_J_K * noise_k)


def claim_snr_ratio(claim: RangeClaim, range_m: float, rcs_m2: float) -> float:
    """Signal-to-noise ratio of one pulse at another range and cross-section, from a detection claim.

    Goes as cross-section and range^-4 from `anchor_snr_ratio`; the claim's own gas loss and geometry are inside the
    anchor, so only differences from it may be added. An instrumented range is a cap, never a claim to scale from.

    Source: the radar range equation, as `snr_ratio`.

    >>> claim = RangeClaim(range_m=400e3, rcs_m2=4.0, detection_prob=0.5)
    >>> round(claim_snr_ratio(claim, 200e3, 0.25) / anchor_snr_ratio(claim), 6)
    1.0
    """
    return anchor_snr_ratio(claim) * (rcs_m2 / claim.rcs_m2) * (claim.range_m / range_m) ** 4


@lru_cache(maxsize=4096)
def anchor_snr_ratio(claim: RangeClaim) -> float:
    """Signal-to-noise ratio of one pulse that the claim implies at its own range and cross-section.

    A single-scan claim inverts the exact detection formula; a cumulative one inverts `approach_detection_prob`, so
    it needs less (several scans had their chance). Raises ValueError for a claim that cannot be met.

    >>> round(10 * math.log10(anchor_snr_ratio(RangeClaim(range_m=400e3, rcs_m2=4.0, detection_prob=0.5))), 2)
    12.77
    """
    if not (claim.range_m > 0.0 and claim.rcs_m2 > 0.0 and claim.closing_step_m >= 0.0):
        raise ValueError(f"got {claim}, expected range and cross-section above 0 and a closing step of 0 or more")
    single = required_snr_ratio(claim.detection_prob, claim.false_alarm_prob, claim.pulse_count, claim.swerling)
    if claim.closing_step_m == 0.0:
        return single

    def excess(snr_db: float) -> float:
        snr = 10.0 ** (snr_db / 10.0)
        step = claim.closing_step_m / claim.range_m
        seen = approach_detection_prob(snr, step, claim.false_alarm_prob, claim.pulse_count, claim.swerling)
        return seen - claim.detection_prob

    # The last look comes up to one closing step before the claimed range, hence the room above the single scan.
    high_db = 10.0 * math.log10(single) + 40.0 * math.log10(1.0 + claim.closing_step_m / claim.range_m) + 1.0
    return 10.0 ** (root_between(excess, -25.0, high_db) / 10.0)
