"""Minimum-energy arcs: Bate, Mueller and White 1971, section 6.2, checked there by integrating the motion."""

import math

import pytest

from mantlet.physics import ballistic
from published.vectors import rows

RELATIVE = 1e-4


@pytest.mark.parametrize(
    "row", rows("ballistic_minimum_energy.csv"), ids=lambda row: f"{row['range_km']} km on {row['R_km']} km"
)
def test_minimum_energy(row: dict[str, str]) -> None:
    range_m, radius_m = 1e3 * float(row["range_km"]), 1e3 * float(row["R_km"])
    speed_mps, apogee_m, flight_s = ballistic.minimum_energy(range_m, radius_m)
    assert speed_mps == pytest.approx(1e3 * float(row["v_bo_km_s"]), rel=RELATIVE)
    assert apogee_m == pytest.approx(1e3 * float(row["check_numeric_apogee_km"]), rel=RELATIVE)
    assert flight_s == pytest.approx(float(row["check_numeric_tof_s"]), rel=RELATIVE)
    angle_deg = math.degrees(ballistic.from_apogee(range_m, apogee_m, radius_m)[1])
    assert angle_deg == pytest.approx(float(row["phi_deg"]), abs=1e-3)
