"""Geodesics against Karney's test set for WGS-84 (Karney 2013, J. Geodesy 87:43; doi 10.5281/zenodo.32156)."""

import pytest

from mantlet.physics import geodesy
from published.vectors import rows

METRE = 1e-6


@pytest.mark.parametrize("row", rows("geodesic_wgs84.csv"), ids=lambda row: row["lat1"])
def test_inverse_and_direct(row: dict[str, str]) -> None:
    lat1, lon1, azi1, lat2, lon2, azi2, length = (
        float(row[name]) for name in ("lat1", "lon1", "azi1", "lat2", "lon2", "azi2", "s12_m")
    )
    distance_m, start_deg, end_deg = geodesy.inverse(lat1, lon1, lat2, lon2)
    assert distance_m == pytest.approx(length, abs=METRE)
    assert (start_deg, end_deg) == (pytest.approx(azi1, abs=1e-9), pytest.approx(azi2, abs=1e-9))
    lat_deg, lon_deg, _ = geodesy.direct(lat1, lon1, azi1, length)
    assert lat_deg == pytest.approx(lat2, abs=1e-11)
    assert (lon_deg - lon2) % 360 == pytest.approx(0, abs=1e-10) or (lon_deg - lon2) % 360 > 360 - 1e-10
