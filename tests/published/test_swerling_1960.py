"""Detection: Swerling 1960 cases 0 to 4, square law, against published and independently computed values."""

import math

import pytest

from mantlet.physics import detection
from published.vectors import rows


@pytest.mark.parametrize("row", rows("detection_published.csv"), ids=lambda row: f"SW{row['swerling']} {row['snr_db']}")
def test_detection_prob(row: dict[str, str]) -> None:
    snr = 10 ** (float(row["snr_db"]) / 10)
    seen = detection.detection_prob(snr, float(row["pfa"]), int(row["n_pulses"]), int(row["swerling"]))
    assert seen == pytest.approx(float(row["value"]), abs=float(row["tol"]))


@pytest.mark.parametrize("row", rows("required_snr_n10.csv"), ids=lambda row: f"SW{row['swerling']}")
def test_required_snr(row: dict[str, str]) -> None:
    pd, pfa, pulses, swerling = float(row["pd"]), float(row["pfa"]), int(row["n_pulses"]), int(row["swerling"])
    snr = detection.required_snr_ratio(pd, pfa, pulses, swerling)
    assert 10 * math.log10(snr) == pytest.approx(float(row["snr_exact_db"]), abs=1e-5)


@pytest.mark.parametrize(("cells", "loss_db"), [(8, 4.27), (16, 2.01), (24, 1.31), (32, 0.97), (64, 0.48), (128, 0.24)])
def test_cfar_loss(cells: int, loss_db: float) -> None:
    """Extra signal that cell averaging needs at Pfa 1e-6 and Pd 0.9 (Gandhi and Kassam 1988, exact form)."""
    known = detection.required_snr_ratio(0.9, 1e-6, 1, 1)
    threshold = cells * (1e-6 ** (-1 / cells) - 1)
    needed = threshold / (cells * (0.9 ** (-1 / cells) - 1)) - 1
    assert detection.cfar_detection_prob(needed, 1e-6, cells) == pytest.approx(0.9, abs=1e-9)
    assert 10 * math.log10(needed / known) == pytest.approx(loss_db, abs=0.006)
