"""Radar horizon and radar equation: Skolnik 2001 forms against worked examples of the MathWorks radar manuals."""

import math

import pytest

from mantlet.physics import propagation, radar
from published.vectors import rows

HORIZONS = {row["case"]: float(row["value"]) for row in rows("horizon.csv")}


@pytest.mark.parametrize(("case", "earth_ratio"), [("4/3*6371km", 4 / 3), ("no refraction", 1.0)])
def test_horizon(case: str, earth_ratio: float) -> None:
    expected_m = HORIZONS[f"h1=20 h2=50 k={case}"]
    assert propagation.horizon_m(20.0, 50.0, earth_ratio) == pytest.approx(expected_m, abs=0.01)


def test_effective_radius() -> None:
    row = next(row for row in rows("horizon.csv") if row["quantity"] == "effective_radius_m")
    radius_m = propagation.earth_ratio(-39e-9) * propagation.EARTH_RADIUS_M
    assert radius_m == pytest.approx(float(row["value"]), abs=50.0)


def test_slant_geometry() -> None:
    """A ray at 2 degrees from 10 m climbs to 1000 m over the published ground distance; grazing, it is the horizon."""
    radius_m = propagation.earth_ratio(-39e-9) * propagation.EARTH_RADIUS_M
    low_m, high_m = radius_m + 10.0, radius_m + 1000.0
    along_m = radius_m * (math.acos(low_m * math.cos(math.radians(2.0)) / high_m) - math.radians(2.0))
    assert along_m == pytest.approx(HORIZONS["tgt 1000 m, ant 10 m, el 2 deg, 4/3 earth"], abs=1.0)
    grazing_m = radius_m * (math.acos(radius_m / low_m) + math.acos(radius_m / high_m))
    assert propagation.horizon_m(10.0, 1000.0, propagation.earth_ratio(-39e-9)) == pytest.approx(grazing_m, rel=1e-3)


def test_radar_equation() -> None:
    examples = {row["quantity"]: row for row in rows("radar_equation.csv")}

    def snr_db(row: dict[str, str], power_w: float, range_m: float) -> float:
        gains = 10 ** (float(row["gt_db"]) / 10), 10 ** (float(row["gr_db"]) / 10)
        frequency_hz, rcs_m2, noise_k = float(row["freq_hz"]), float(row["rcs_m2"]), float(row["ts_k"])
        pulse_s = float(row["tau_s"])
        ratio = radar.snr_ratio(power_w, pulse_s, *gains, frequency_hz, rcs_m2, noise_k, 1.0, range_m, range_m)
        return 10 * math.log10(ratio)

    row = examples["snr_db"]
    assert snr_db(row, float(row["pt_w"]), float(row["r_tx_m"])) == pytest.approx(float(row["published"]), abs=1e-4)
    row = examples["range_m"]
    assert snr_db(row, float(row["pt_w"]), float(row["published"])) == pytest.approx(6.0, abs=1e-3)
    row = examples["peak_power_w"]
    assert snr_db(row, float(row["published"]), float(row["r_tx_m"])) == pytest.approx(6.0, abs=1e-3)
