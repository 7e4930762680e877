"""Chance that a radar sees an object in one scan, exact for the square-law detector and Swerling's five cases.

With N pulses summed and unit mean noise power, the sum crosses the threshold Y with probability Q(N + k, Y) when the
signal has added k unit steps; k is Poisson for a steady object and negative binomial for a fluctuating one. One that
fluctuates from pulse to pulse, or sends back but one, only makes the noise stronger: Q(N, Y / (1 + snr)). There another
false-alarm probability shifts the curve along 10 log (1 + snr), and what is drawn for it costs next to nothing.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from mantlet.physics.roots import root_between

Array = npt.NDArray[np.float64]

TABLE_LOWEST_DB = -30.0
TABLE_STEP_DB = 0.05
TABLE_COUNT = 1801
_NOTHING = 1e-300  # in place of 0, of which there is no logarithm
_ROUNDING = 1e-13
_EXACT_EVERY = 3  # entries of a table between two that are worked out; cubics through four of those give the others


def detection_prob(snr_ratio: float, false_alarm_prob: float, pulse_count: int, swerling: int) -> float:
    """Probability of detection in one scan, exact for square-law detection of `pulse_count` summed pulses.

    `snr_ratio` is the mean signal-to-noise ratio of one pulse, `false_alarm_prob` holds after summing. Swerling 0 is
    steady, 1 and 3 fluctuate from scan to scan, 2 and 4 from pulse to pulse. Noise power is taken as known; see
    `cfar_detection_prob`. Error below 1e-12 for up to 300 pulses.

    Source: Swerling 1960, IRE Trans. IT-6:269; Shnidman 1995, IEEE Trans. AES 31 (mixture form).

    >>> round(detection_prob(10 ** 1.3, 1e-8, 1, 0), 4)
    0.6287
    """
    if not 0.0 <= snr_ratio < math.inf:
        raise ValueError(f"got snr_ratio {snr_ratio}, expected a finite number of 0 or more")
    return float(_detection_probs(np.array([snr_ratio]), false_alarm_prob, pulse_count, swerling)[0])


def required_snr_ratio(detection_prob: float, false_alarm_prob: float, pulse_count: int, swerling: int) -> float:
    """Mean signal-to-noise ratio of one pulse that gives `detection_prob`: the inverse of `detection_prob`.

    Within 1e-9 dB. Raises ValueError unless false_alarm_prob < detection_prob < 1.

    Source: as `detection_prob`, in closed form or by root finding.

    >>> round(10 * math.log10(required_snr_ratio(0.9, 1e-6, 10, 1)), 4)
    13.4996
    """
    if not false_alarm_prob < detection_prob < 1.0:
        raise ValueError(f"got detection_prob {detection_prob}, expected between {false_alarm_prob} and 1")

    if _is_noise_alike(pulse_count, swerling):
        return _threshold(false_alarm_prob, pulse_count) / _threshold(detection_prob, pulse_count) - 1.0

    def excess(snr_db: float) -> float:
        snr = np.array([10.0 ** (snr_db / 10.0)])
        return float(_detection_probs(snr, false_alarm_prob, pulse_count, swerling)[0]) - detection_prob

    # The table says where to look; what lies beyond it is found by steps.
    place = int(np.searchsorted(detection_table(false_alarm_prob, pulse_count, swerling), detection_prob))
    low_db, high_db = (TABLE_LOWEST_DB + TABLE_STEP_DB * (place + step) for step in (-2, 1))
    while excess(low_db) > 0.0:
        low_db -= 20.0
    while excess(high_db) < 0.0:
        high_db += 20.0
    return 10.0 ** (root_between(excess, low_db, high_db) / 10.0)


def cfar_detection_prob(snr_ratio: float, false_alarm_prob: float, cell_count: int) -> float:
    """Detection probability of one pulse on a Swerling 1 object with cell-averaging CFAR over `cell_count` cells.

    Exact for uniform noise; leaves out clutter edges and other objects in the reference cells.

    Source: Gandhi and Kassam 1988, IEEE Trans. AES 24:427, CA-CFAR.

    >>> round(cfar_detection_prob(100.0, 1e-6, 32), 4)
    0.8432
    """
    if not snr_ratio >= 0.0 or not 0.0 < false_alarm_prob < 1.0 or cell_count < 1:
        raise ValueError(f"got ({snr_ratio}, {false_alarm_prob}, {cell_count}), expected (>= 0, 0 to 1, >= 1)")
    threshold_per_cell = math.expm1(-math.log(false_alarm_prob) / cell_count)
    return math.exp(-cell_count * math.log1p(threshold_per_cell / (1.0 + snr_ratio)))


@lru_cache(maxsize=256)
def detection_table(false_alarm_prob: float, pulse_count: int, swerling: int) -> Array:
    """`detection_prob` tabulated over signal-to-noise in dB, read-only, for lookups by the million.

    Entry i stands at TABLE_LOWEST_DB + i * TABLE_STEP_DB (-30 to 60 dB) and is within 3e-5, linear lookup within 2e-4.
    """
    exact = _detection_probs(_exact_places(), false_alarm_prob, pulse_count, swerling)
    table = (np.lib.stride_tricks.sliding_window_view(exact, 4) @ _cubic_weights()).ravel()[:TABLE_COUNT]
    table = np.maximum.accumulate(np.clip(table, 0.0, 1.0))
    table.flags.writeable = False
    return table


def approach_detection_prob(
    snr_ratio: float, closing_step_frac: float, false_alarm_prob: float, pulse_count: int, swerling: int
) -> float:
    """Chance that an object closing in on a radial has been seen at least once when it reaches a given range.

    `snr_ratio` is the one at that range; `closing_step_frac` the way flown per scan as a fraction of that range. Scans
    are independent, the phase of the scan is averaged, signal-to-noise goes as range^-4. Within 1e-3 (table lookup).

    Source: Mallett and Brennan 1963, Proc. IEEE 51:596 (cumulative probability of detection).

    >>> round(approach_detection_prob(10.0, 0.05, 1e-6, 1, 1), 2), round(detection_prob(10.0, 1e-6, 1, 1), 2)
    (0.65, 0.28)
    """
    if not closing_step_frac > 0.0:
        raise ValueError(f"got closing_step_frac {closing_step_frac}, expected above 0")
    table = detection_table(false_alarm_prob, pulse_count, swerling)
    phase = (np.arange(16) + 0.5) / 16.0
    snr_db: float = 10.0 * math.log10(max(snr_ratio, 1e-12))
    # The false-alarm floor would add up over many scans and is no detection of the object.
    detected = np.maximum(table - false_alarm_prob, 0.0)
    faintest_db = TABLE_LOWEST_DB + TABLE_STEP_DB * int(np.searchsorted(detected, 1e-5))
    farthest_ratio = 10.0 ** (max(snr_db - faintest_db, 0.0) / 40.0)
    scans = np.arange(int((farthest_ratio - 1.0) / closing_step_frac) + 1)
    range_ratio = 1.0 + closing_step_frac * (scans[:, None] + phase[None, :])
    place = (snr_db - 40.0 * np.log10(range_ratio) - TABLE_LOWEST_DB) / TABLE_STEP_DB
    seen = np.interp(place, np.arange(TABLE_COUNT), detected)
    unseen: Array = np.prod(1.0 - seen, axis=0)
    return float(np.mean(1.0 - unseen))


def _detection_probs(snr_ratio: Array, false_alarm_prob: float, pulse_count: int, swerling: int) -> Array:
    """Detection probabilities for a 1-D array of signal-to-noise ratios."""
    if swerling not in (0, 1, 2, 3, 4):
        raise ValueError(f"got swerling {swerling}, expected 0, 1, 2, 3 or 4")
    if _is_noise_alike(pulse_count, swerling):
        threshold = _threshold(false_alarm_prob, pulse_count)
        return np.minimum(_fewer_probs(threshold / (1.0 + snr_ratio), pulse_count)[:, -1], 1.0)
    crossing = _crossing_probs(false_alarm_prob, pulse_count)
    steps = np.arange(crossing.size)
    energy = np.maximum(pulse_count * snr_ratio[:, None], _NOTHING)
    if swerling == 0:
        log_weight = steps * np.log(energy) - energy - _log_factorials(crossing.size)
    else:
        shape = {1: 1, 2: pulse_count, 3: 2, 4: 2 * pulse_count}[swerling]
        factorials = _log_factorials(crossing.size + shape)
        ways = factorials[steps + shape - 1] - factorials[shape - 1] - factorials[steps]
        log_weight = ways - shape * np.log1p(energy / shape) + steps * np.log(energy / (shape + energy))
    weight: Array = np.exp(log_weight)
    # Past the last step the threshold is crossed for sure, so the rest of the mixture counts whole, if it is any.
    rest = 1.0 - weight.sum(axis=1)
    return np.minimum(weight @ crossing + np.where(rest > _ROUNDING, rest, 0.0), 1.0)


def _is_noise_alike(pulse_count: int, swerling: int) -> bool:
    """Whether what an object sends back is spread as the noise is, from pulse to pulse."""
    return swerling == 2 or (swerling == 1 and pulse_count == 1)


@lru_cache(maxsize=1)
def _exact_places() -> Array:
    """Signal-to-noise ratios at which a table is worked out: one before its first entry, and some after its last."""
    step_db = TABLE_STEP_DB * _EXACT_EVERY
    snr_db: Array = TABLE_LOWEST_DB + step_db * np.arange(-1, TABLE_COUNT // _EXACT_EVERY + 3, dtype=np.float64)
    return np.power(10.0, snr_db / 10.0)


@lru_cache(maxsize=1)
def _cubic_weights() -> Array:
    """Lagrange's weights of nodes -1, 0, 1, 2 (rows) for the places of a table from node 0 to before node 1."""
    at = np.arange(_EXACT_EVERY) / _EXACT_EVERY
    nodes = (-1.0, 0.0, 1.0, 2.0)
    others = [[other for other in nodes if other != node] for node in nodes]
    return np.array(
        [np.prod([(at - o) / (n - o) for o in rest], axis=0) for n, rest in zip(nodes, others, strict=True)]
    )


@lru_cache(maxsize=256)
def _crossing_probs(false_alarm_prob: float, pulse_count: int) -> Array:
    """Chance to cross the threshold after k = 0, 1, ... unit steps of signal, up to where it is 1."""
    threshold = _threshold(false_alarm_prob, pulse_count)
    count = int(threshold + 12.0 * math.sqrt(threshold) + 40.0)
    return np.minimum(_fewer_probs(threshold, pulse_count + count - 1)[pulse_count - 1 :], 1.0)


@lru_cache(maxsize=256)
def _threshold(false_alarm_prob: float, pulse_count: int) -> float:
    """What the summed noise of so many pulses crosses with that probability, in units of its mean power."""
    if not 0.0 < false_alarm_prob < 1.0:
        raise ValueError(f"got false_alarm_prob {false_alarm_prob}, expected between 0 and 1")
    if pulse_count < 1:
        raise ValueError(f"got pulse_count {pulse_count}, expected 1 or more")
    if pulse_count == 1:
        return -math.log(false_alarm_prob)

    def excess(threshold_ratio: float) -> float:
        return math.log(_fewer_probs(threshold_ratio, pulse_count)[-1]) - math.log(false_alarm_prob)

    high = pulse_count - math.log(false_alarm_prob)
    while excess(high) > 0.0:
        high *= 2.0
    return root_between(excess, 0.0, high)


def _fewer_probs(mean_count: float | Array, count: int) -> Array:
    """Chance of fewer than 1, 2, ... `count` events where `mean_count` are expected: Q(n, mean_count) of whole n.

    For an array of means, one row each.
    """
    mean = np.maximum(mean_count, _NOTHING)[..., None]
    log_prob = np.arange(count) * np.log(mean) - mean - _log_factorials(count)
    return np.cumsum(np.exp(log_prob), axis=-1)


@lru_cache(maxsize=256)
def _log_factorials(count: int) -> Array:
    """Logarithms of 0!, 1!, ... (count - 1)!."""
    return np.array([math.lgamma(number + 1.0) for number in range(count)])
