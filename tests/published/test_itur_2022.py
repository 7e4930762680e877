"""Gas loss: ITU-R P.676-13 (2022) Annex 1 against the validation examples of Study Group 3."""

import pytest

from mantlet.physics import propagation
from published.vectors import rows

EXAMPLES = rows("itu_p676_13_gamma.csv")


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['frequency_ghz']} GHz")
def test_specific_attenuation(row: dict[str, str]) -> None:
    frequency_hz = 1e9 * float(row["frequency_ghz"])
    oxygen, water = float(row["oxygen_db_per_km"]), float(row["water_db_per_km"])
    whole = propagation.gas_db_per_km(frequency_hz, 101325.0, 288.15, 7.5e-3)
    assert whole == pytest.approx(oxygen + water, rel=1e-6)
    dry = propagation.gas_db_per_km(frequency_hz, 101325.0, 288.15, 0.0)
    # Taking the vapour away narrows the oxygen lines a little, so the oxygen part is met only nearly.
    assert dry == pytest.approx(oxygen, rel=0.02)
