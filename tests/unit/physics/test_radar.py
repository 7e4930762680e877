"""The radar equation's scaling and the anchoring on claims."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.physics import detection, radar

CLAIM = radar.RangeClaim(range_m=400e3, rcs_m2=4.0, detection_prob=0.9, false_alarm_prob=1e-6, pulse_count=8)


@given(st.floats(10e3, 800e3), st.floats(1e-3, 100.0), st.floats(1.0, 5.0))
def test_scaling(range_m: float, rcs_m2: float, more: float) -> None:
    base = radar.claim_snr_ratio(CLAIM, range_m, rcs_m2)
    assert radar.claim_snr_ratio(CLAIM, range_m * more, rcs_m2 * more**4) == pytest.approx(base, rel=1e-9)
    assert radar.claim_snr_ratio(CLAIM, range_m * more, rcs_m2) <= base


def test_claim_is_met_at_its_own_point() -> None:
    snr = radar.claim_snr_ratio(CLAIM, CLAIM.range_m, CLAIM.rcs_m2)
    assert detection.detection_prob(snr, 1e-6, 8, 1) == pytest.approx(0.9, abs=1e-9)


def test_cumulative_claim_asks_less_and_meets_itself() -> None:
    cumulative = dataclasses.replace(CLAIM, closing_step_m=3000.0)
    anchor = radar.anchor_snr_ratio(cumulative)
    assert anchor < radar.anchor_snr_ratio(CLAIM)
    assert detection.approach_detection_prob(anchor, 3000.0 / 400e3, 1e-6, 8, 1) == pytest.approx(0.9, abs=1e-6)


def test_more_scans_before_the_claimed_range_lower_the_anchor() -> None:
    steps = (1000.0, 3000.0, 10e3, 30e3)
    anchors = [radar.anchor_snr_ratio(dataclasses.replace(CLAIM, closing_step_m=step)) for step in steps]
    assert anchors == sorted(anchors)


@given(st.floats(1e3, 1e6), st.floats(1e3, 1e6))
def test_bistatic_ranges_are_interchangeable(tx_m: float, rx_m: float) -> None:
    one = radar.snr_ratio(1e6, 1e-6, 100, 50, 3e9, 1, 500, 2, tx_m, rx_m)
    other = radar.snr_ratio(1e6, 1e-6, 100, 50, 3e9, 1, 500, 2, rx_m, tx_m)
    assert one == pytest.approx(other)


@pytest.mark.parametrize("wrong", [{"range_m": 0.0}, {"rcs_m2": -1.0}, {"closing_step_m": -1.0}])
def test_refuses_an_impossible_claim(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected range"):
        radar.anchor_snr_ratio(dataclasses.replace(CLAIM, **wrong))
