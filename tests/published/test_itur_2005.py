"""Rain: ITU-R P.838-3 (2005) against its table 5 and the validation examples of Study Group 3."""

import math

import pytest

from mantlet.physics import rain
from published.vectors import rows

TABLE = rows("itu_p838_3_table5.csv")
EXAMPLES = rows("itu_p838_3_examples.csv")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['frequency_ghz']} GHz")
@pytest.mark.parametrize(("way", "tilt_rad"), [("h", 0.0), ("v", math.pi / 2)])
def test_coefficients(row: dict[str, str], way: str, tilt_rad: float) -> None:
    """To the last digit printed, give or take one."""
    k, alpha = rain.coefficients(1e9 * float(row["frequency_ghz"]), 0.0, tilt_rad)
    printed = row[f"k_{way}"]
    assert k == pytest.approx(float(printed), abs=0.6 * 10.0 ** -len(printed.partition(".")[2]))
    assert alpha == pytest.approx(float(row[f"alpha_{way}"]), abs=1.1e-4)


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['frequency_ghz']} GHz, {row['rate_mm_h']} mm/h")
def test_examples(row: dict[str, str]) -> None:
    angles_rad = (math.radians(float(row["elevation_deg"])), math.radians(float(row["tilt_deg"])))
    k, alpha = rain.coefficients(1e9 * float(row["frequency_ghz"]), *angles_rad)
    assert k == pytest.approx(float(row["k"]), rel=1e-6)
    assert alpha == pytest.approx(float(row["alpha"]), rel=1e-6)
    assert k * float(row["rate_mm_h"]) ** alpha == pytest.approx(float(row["db_per_km"]), rel=1e-6)
