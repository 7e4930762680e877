"""Bundled terrain against single cells of the GLOBE grid (GLOBE Task Team 1999) and against surveyed peaks."""

import pytest

from mantlet.physics import terrain
from published.vectors import rows


def test_every_cell_in_place_and_never_lower() -> None:
    """Rounded up to the next 16 m, 8 m in low ground, at the centre and just inside the corners: no cell has moved."""
    ground = terrain.load()
    for row in rows("globe_sample.csv"):
        lat_deg, lon_deg, height_m = (float(row[name]) for name in ("lat_deg", "lon_deg", "height_m"))
        for north, east in ((0, 0), (1, 1), (-1, -1), (1, -1)):
            place = lat_deg + north * 0.49 / 120, lon_deg + east * 0.49 / 120
            assert 0 <= ground.height_m(*place) - height_m < (8 if height_m <= 608 else 16), row


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "summit_m", "short_m"),
    [(27.9881, 86.9250, 8849, 120), (33.9806, 76.0203, 7135, 150), (10.1694, 77.0631, 2695, 180)],
    ids=["Everest", "Nun", "Anamudi"],
)
def test_peaks_stand_where_they_stand(lat_deg: float, lon_deg: float, summit_m: float, short_m: float) -> None:
    """A cell of 30 arc-seconds is lower than its summit, by how much depends on the peak; within 2 km it is there."""
    box = lat_deg - 0.02, lat_deg + 0.02, lon_deg - 0.02, lon_deg + 0.02
    highest_m = terrain.load().window(*box)[0].max()
    assert summit_m - short_m <= highest_m <= summit_m + 16
