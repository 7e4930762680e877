"""What a radar sees, counted over raids, against the exact formulas: one scan, many scans, M of N, persistent bias.

Every object that is tracked is shot down at once for certain, so kills count tracks.
"""

import itertools
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.engine.draws import name_key
from mantlet.physics import geodesy
from mantlet.physics.detection import detection_prob, required_snr_ratio
from mantlet.physics.propagation import path_gas_db

REPLICATIONS = 20_000
START_M = 200_000.0
TABLE_ERROR = 3e-4  # of the engine's lookup
SURE = [{"kill_prob": 1.0}]
REACH = {"max_range": "300 km"}


def slant_m(ticks: float) -> float:
    """Radar to object, so many ticks after it set out at 1 km/s from 200 km away, 3 km up."""
    lat, lon, _ = geodesy.direct(30.0, 75.0, 0.0, START_M - 1000.0 * ticks)
    there, here = geodesy.to_ecef(lat, lon, 3000.0), geodesy.to_ecef(30.0, 75.0, 10.0)
    return float(np.linalg.norm(np.subtract(there, here)))


def single_scan_prob(claim: dict[str, Any], swerling: int, ticks: float, bias_db: float = 0.0) -> float:
    """Swerling's formula at the range of that moment, gas at 100 MHz between the claim and there included."""
    reference = required_snr_ratio(
        claim["detection_prob"], claim["false_alarm_prob"], claim["pulses"], claim["swerling"]
    )
    range_m, claimed_m = slant_m(ticks), 1000.0 * float(claim["range"].split()[0])
    gas_db = 2 * path_gas_db(1e8, 10.0, 10e3, claimed_m) - 2 * path_gas_db(1e8, 10.0, 3e3, range_m)
    rcs_ratio = 1.0 / float(claim["rcs"].split()[0])
    snr = reference * rcs_ratio * (claimed_m / range_m) ** 4 * 10 ** ((gas_db + bias_db) / 10)
    return detection_prob(snr, claim["false_alarm_prob"], claim["pulses"], swerling)


def tracked(claim: dict[str, Any], scan_s: int, last: int, **flyer: Any) -> tuple[np.ndarray, list[int]]:
    """(tracked or not by replication, ticks of flight at which a scan falls), the last scan at tick `last`."""
    sensor = {"certain": False, "claim": claim, "frequency": "100 MHz", "scan_period": f"{scan_s} s", "drop_after": 99}
    sensor |= flyer.pop("sensor", {})
    top = flyer.pop("top", {})
    # The scan's phase comes from the radar's name; the object sets out so that one falls on tick `last` of its flight.
    start = (name_key("unit/eye") % scan_s - last) % scan_s
    inbound = {"approach": {"bearing": "0 deg", "range": "200 km"}, "start": f"{start} s"}
    text = worlds.scenario([inbound], SURE, duration=f"{start + last + 3} s", **top)
    made = worlds.built(text, worlds.library(sensor=sensor, missile=REACH, flyer=flyer))
    return worlds.fought(made, REPLICATIONS).fate[:, 0] == 0, list(range(last % scan_s, last + 1, scan_s))


def meets(sample: np.ndarray, expected: float) -> None:
    error = np.sqrt(expected * (1 - expected) / len(sample))
    assert abs(sample.mean() - expected) < 4 * error + TABLE_ERROR


@pytest.mark.parametrize("swerling", range(5))
@pytest.mark.parametrize(("pulses", "rcs", "last"), [(1, "1 m2", 80), (10, "2 m2", 85)])
def test_single_scan(swerling: int, pulses: int, rcs: str, last: int) -> None:
    claim = worlds.CLAIM | {"pulses": pulses, "rcs": rcs, "range": "110 km", "detection_prob": 0.7}
    seen, scans = tracked(claim, 600, last, swerling=swerling)
    expected = single_scan_prob(claim, swerling, scans[0])
    assert 0.05 < expected < 0.99
    meets(seen, expected)


def test_claimed_range() -> None:
    """At the claimed range, on the claimed object, the claimed chance: only the slant and the air differ."""
    seen, _ = tracked(worlds.CLAIM, 600, 100)
    meets(seen, 0.5)


def test_many_scans() -> None:
    """Swerling 1: looks of different scans are independent."""
    seen, scans = tracked(worlds.CLAIM, 10, 100)
    missed = np.prod([1 - single_scan_prob(worlds.CLAIM, 1, tick) for tick in scans])
    meets(seen, 1 - float(missed))


def test_persistent_bias() -> None:
    """A bias that lasts makes the same looks dependent: mean over the bias of the product, not product of the means."""
    seen, scans = tracked(worlds.CLAIM, 10, 100, rcs_bias="6 dB", rcs_decorrelation="3600 s")
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    missed = [np.prod([1 - single_scan_prob(worlds.CLAIM, 1, tick, 6 * z) for tick in scans]) for z in nodes]
    expected = float(1 - weights @ missed / weights.sum())
    meets(seen, expected)
    free = 1 - float(np.prod([1 - single_scan_prob(worlds.CLAIM, 1, tick) for tick in scans]))
    assert abs(expected - free) > 0.05  # so that the two can be told apart
    off = {"mechanisms": {"bias": False}}
    unbiased, _ = tracked(worlds.CLAIM, 10, 100, rcs_bias="6 dB", rcs_decorrelation="3600 s", top=off)
    meets(unbiased, free)


@pytest.mark.parametrize(("hits", "window"), [(2, 3), (3, 4), (3, 3)])
def test_confirmation(hits: int, window: int) -> None:
    """M of the last N scans, by going through every pattern of hits and misses."""
    sensor = {"confirm_hits": hits, "confirm_scans": window}
    seen, scans = tracked(worlds.CLAIM, 12, 110, sensor=sensor)
    probs = [single_scan_prob(worlds.CLAIM, 1, tick) for tick in scans]
    expected = 0.0
    for pattern in itertools.product((0, 1), repeat=len(scans)):
        if any(sum(pattern[max(0, n - window + 1) : n + 1]) >= hits for n in range(len(scans))):
            expected += np.prod([p if hit else 1 - p for p, hit in zip(probs, pattern, strict=True)])
    meets(seen, float(expected))


def test_cumulative_claim() -> None:
    """A claim gathered over several scans at one range is the single-scan chance that gives it."""
    claim = worlds.CLAIM | {"kind": "cumulative", "scans": 5, "detection_prob": 0.9}
    seen, _ = tracked(claim, 600, 100)
    meets(seen, 1 - (1 - 0.9) ** (1 / 5))
