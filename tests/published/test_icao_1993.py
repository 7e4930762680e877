"""The standard atmosphere against ICAO Doc 7488/3 (1993) and the U.S. Standard Atmosphere 1976, equal below 80 km."""

import pytest

from mantlet.physics import atmosphere
from published.vectors import rows

RELATIVE = 1e-4


@pytest.mark.parametrize("row", rows("icao_doc7488_atmosphere.csv"), ids=lambda row: row["geometric_height_m"])
def test_icao(row: dict[str, str]) -> None:
    height_m = float(row["geometric_height_m"])
    temperature_k, pressure_pa, density_kg_m3 = atmosphere.standard(height_m)
    assert temperature_k == pytest.approx(float(row["temperature_k"]), rel=RELATIVE)
    assert pressure_pa == pytest.approx(float(row["pressure_pa"]), rel=RELATIVE)
    assert density_kg_m3 == pytest.approx(float(row["density_kg_m3"]), rel=RELATIVE)
    assert atmosphere.speed_of_sound_mps(height_m) == pytest.approx(float(row["speed_of_sound_m_s"]), abs=1e-3)


@pytest.mark.parametrize("row", rows("us_standard_1976.csv"), ids=lambda row: row["height_m"])
def test_us_1976(row: dict[str, str]) -> None:
    temperature_k, pressure_pa, density_kg_m3 = atmosphere.standard(float(row["height_m"]))
    assert temperature_k == pytest.approx(float(row["temperature_k"]), abs=2e-3)
    assert pressure_pa == pytest.approx(float(row["pressure_pa"]), rel=RELATIVE)
    assert density_kg_m3 == pytest.approx(float(row["density_kg_m3"]), rel=RELATIVE)
