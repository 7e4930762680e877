"""Detection: closed forms, simulation of the detector itself, monotony and inverse."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from mantlet.physics import detection

SNR = st.floats(-20.0, 40.0).map(lambda db: 10 ** (db / 10))
PFA = st.floats(-10.0, -2.0).map(lambda power: 10**power)
PULSES, SWERLING = st.integers(1, 40), st.integers(0, 4)


@given(SNR, PFA, PULSES)
def test_swerling_2_is_a_mixture_over_steps_of_signal(snr: float, pfa: float, pulses: int) -> None:
    """The steps that the signal adds to the noise are negative binomial."""
    threshold = special.gammainccinv(pulses, pfa)
    steps = np.arange(int(threshold + 15.0 * math.sqrt(threshold) + 60.0))
    chance = stats.nbinom.pmf(steps, pulses, 1 / (1 + snr)) @ special.gammaincc(pulses + steps, threshold)
    expected = chance + stats.nbinom.sf(steps[-1], pulses, 1 / (1 + snr))
    assert detection.detection_prob(snr, pfa, pulses, 2) == pytest.approx(expected, rel=1e-9, abs=1e-13)


@given(SNR, PFA, PULSES)
def test_another_false_alarm_rate_shifts_signal_and_noise(snr: float, pfa: float, pulses: int) -> None:
    """Twice as strong, both together, over a threshold of twice the height: seen as often."""
    threshold = special.gammainccinv(pulses, pfa)
    rarer = float(special.gammaincc(pulses, 2.0 * threshold))
    expected = detection.detection_prob(snr, pfa, pulses, 2)
    assert detection.detection_prob(1.0 + 2.0 * snr, rarer, pulses, 2) == pytest.approx(expected, rel=1e-9)


@given(SNR, PFA, PULSES)
def test_steady_object_is_a_noncentral_chi_square(snr: float, pfa: float, pulses: int) -> None:
    threshold = special.gammainccinv(pulses, pfa)
    expected = stats.ncx2.sf(2 * threshold, 2 * pulses, 2 * pulses * snr)
    assert detection.detection_prob(snr, pfa, pulses, 0) == pytest.approx(expected, rel=1e-7, abs=1e-11)


@given(SNR, PFA)
def test_one_pulse_cannot_tell_scan_from_pulse(snr: float, pfa: float) -> None:
    for scan, pulse in ((1, 2), (3, 4)):
        assert detection.detection_prob(snr, pfa, 1, scan) == pytest.approx(
            detection.detection_prob(snr, pfa, 1, pulse), rel=1e-12
        )
    assert detection.detection_prob(snr, pfa, 1, 1) == pytest.approx(pfa ** (1 / (1 + snr)), rel=1e-9)


@given(SNR, st.floats(1.0, 10.0), PFA, PULSES, SWERLING)
def test_more_signal_never_lowers_detection(snr: float, more: float, pfa: float, pulses: int, swerling: int) -> None:
    less = detection.detection_prob(snr, pfa, pulses, swerling)
    assert 0.0 < less <= detection.detection_prob(snr * more, pfa, pulses, swerling) + 1e-12 <= 1.0 + 1e-12


@given(PFA, PULSES, SWERLING)
def test_without_signal_only_false_alarms(pfa: float, pulses: int, swerling: int) -> None:
    assert detection.detection_prob(0.0, pfa, pulses, swerling) == pytest.approx(pfa, rel=1e-9)


@settings(max_examples=50)
@given(st.floats(0.05, 0.99), st.floats(-9.0, -3.0).map(lambda p: 10**p), PULSES, SWERLING)
def test_inverse_round_trip(prob: float, pfa: float, pulses: int, swerling: int) -> None:
    snr = detection.required_snr_ratio(prob, pfa, pulses, swerling)
    assert detection.detection_prob(snr, pfa, pulses, swerling) == pytest.approx(prob, abs=1e-9)


@pytest.mark.parametrize("swerling", [1, 2, 3, 4])
@pytest.mark.parametrize(("pulses", "pfa"), [(1, 1e-4), (10, 1e-6), (100, 1e-9)])
def test_fluctuation_is_a_mean_over_steady_objects(swerling: int, pulses: int, pfa: float) -> None:
    """The steady object's noncentral chi-square, integrated over the energy that N pulses bring back."""
    shape, threshold = {1: 1, 2: pulses, 3: 2, 4: 2 * pulses}[swerling], special.gammainccinv(pulses, pfa)
    energy = stats.gamma(shape, scale=1 / shape)
    for snr_db in (-12.0, -3.0, 2.0, 9.0, 16.0):
        snr = 10 ** (snr_db / 10)

        def seen(part: float, snr: float = snr) -> float:
            return float(
                stats.gamma.pdf(part, shape, scale=1 / shape)
                * stats.ncx2.sf(2 * threshold, 2 * pulses, 2 * pulses * snr * part)
            )

        ends = energy.ppf([0.0, 0.001, 0.1, 0.5, 0.9, 0.999, 1 - 1e-12])
        expected = sum(integrate.quad(seen, low, high, epsabs=1e-10)[0] for low, high in pairwise(ends))
        assert detection.detection_prob(snr, pfa, pulses, swerling) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("swerling", [0, 1, 2, 3, 4])
def test_against_a_simulated_detector(swerling: int) -> None:
    """Complex noise plus signal, squared and summed over 6 pulses, as a receiver would."""
    draw, pulses, looks, pfa, snr = np.random.default_rng(5), 6, 40_000, 1e-3, 1.5
    shape = {0: None, 1: 1, 2: 1, 3: 2, 4: 2}[swerling]
    columns = pulses if swerling in (2, 4) else 1
    power = np.ones((looks, 1)) if shape is None else draw.gamma(shape, 1 / shape, (looks, columns))
    noise = draw.standard_normal((2, looks, pulses)) / math.sqrt(2)
    summed = ((np.sqrt(snr * power) + noise[0]) ** 2 + noise[1] ** 2).sum(axis=1)
    seen = float((summed > special.gammainccinv(pulses, pfa)).mean())
    exact = detection.detection_prob(snr, pfa, pulses, swerling)
    assert seen == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / looks))


@given(SNR, PFA, st.integers(1, 2000))
def test_cfar_costs_something_and_less_with_more_cells(snr: float, pfa: float, cells: int) -> None:
    few, many = (detection.cfar_detection_prob(snr, pfa, count) for count in (cells, 4 * cells))
    assert few <= many * (1 + 1e-9)
    assert many <= detection.detection_prob(snr, pfa, 1, 1) * (1 + 1e-9)


def test_table_is_the_formula() -> None:
    table = detection.detection_table(1e-6, 4, 3)
    i = int((10.03 - detection.TABLE_LOWEST_DB) / detection.TABLE_STEP_DB)
    between = table[i] + (table[i + 1] - table[i]) * 0.6
    assert between == pytest.approx(detection.detection_prob(10**1.003, 1e-6, 4, 3), abs=2e-4)
    with pytest.raises(ValueError, match="read-only"):
        table[0] = 1.0


def test_approach_matches_a_simulated_approach() -> None:
    """An object closes by 5 % of the range per scan; one-pulse Swerling 1, random phase."""
    draw, runs, snr, step, pfa = np.random.default_rng(11), 20_000, 3.0, 0.05, 1e-6
    ranges = 1 + step * (np.arange(60)[None, :] + draw.random((runs, 1)))
    single = pfa ** (1 / (1 + snr / ranges**4))
    seen = float((draw.random(single.shape) < single).any(axis=1).mean())
    exact = detection.approach_detection_prob(snr, step, pfa, 1, 1)
    assert seen == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / runs))


@pytest.mark.parametrize(
    "arguments",
    [
        (-1.0, 1e-6, 1, 0),
        (math.nan, 1e-6, 1, 0),
        (math.inf, 1e-6, 1, 1),
        (1.0, 0.0, 1, 0),
        (1.0, 1e-6, 0, 0),
        (1.0, 1e-6, 1, 5),
    ],
)
def test_refuses_the_impossible(arguments: tuple[float, float, int, int]) -> None:
    with pytest.raises(ValueError, match="expected"):
        detection.detection_prob(*arguments)


def test_inverse_refuses_below_the_false_alarms() -> None:
    with pytest.raises(ValueError, match="expected between"):
        detection.required_snr_ratio(1e-7, 1e-6, 1, 0)
