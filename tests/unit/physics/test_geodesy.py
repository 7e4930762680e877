"""Geodesy: round trips, PROJ's own earth-centred frame, and swapped arguments."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from mantlet.physics import geodesy

LAT, LON = st.floats(-85.0, 85.0), st.floats(-179.0, 179.0)


@given(LAT, LON, st.floats(-180.0, 180.0), st.floats(1.0, 2e6))
def test_direct_then_inverse(lat_deg: float, lon_deg: float, azimuth_deg: float, distance_m: float) -> None:
    lat2_deg, lon2_deg, _ = geodesy.direct(lat_deg, lon_deg, azimuth_deg, distance_m)
    assert geodesy.inverse(lat_deg, lon_deg, lat2_deg, lon2_deg)[0] == pytest.approx(distance_m, abs=1e-6)


def test_ecef_matches_proj() -> None:
    draw = np.random.default_rng(3)
    lat, lon, height = draw.uniform(-90, 90, 200), draw.uniform(-180, 180, 200), draw.uniform(-100, 40e3, 200)
    expected = Transformer.from_crs(4979, 4978, always_xy=True).transform(lon, lat, height)
    assert np.allclose(geodesy.to_ecef(lat, lon, height), expected, rtol=0, atol=1e-6)


@given(LAT, LON, st.floats(-400.0, 1e5))
def test_ecef_there_and_back(lat_deg: float, lon_deg: float, height_m: float) -> None:
    back = geodesy.from_ecef(*geodesy.to_ecef(lat_deg, lon_deg, height_m))
    assert back[:2] == pytest.approx((lat_deg, lon_deg), abs=1e-8)
    assert back[2] == pytest.approx(height_m, abs=1e-3)


def test_enu_keeps_length_and_points_up() -> None:
    east, north, up = geodesy.to_enu(34.0, 77.0, 3000.0, 34.5, 77.5, 9000.0)
    straight = np.subtract(geodesy.to_ecef(34.5, 77.5, 9000.0), geodesy.to_ecef(34.0, 77.0, 3000.0))
    assert np.linalg.norm([east, north, up]) == pytest.approx(np.linalg.norm(straight), rel=1e-12)
    azimuth_deg = geodesy.inverse(34.0, 77.0, 34.5, 77.5)[1]
    assert np.degrees(np.arctan2(east, north)) == pytest.approx(azimuth_deg, abs=0.01)
    assert 0 < up < 6000.0


def test_many_equals_one_by_one() -> None:
    lat, lon = np.array([[34.0], [35.0]]), np.array([77.0, 78.0, 79.0])
    distance_m, start_deg, end_deg = geodesy.inverse_many(33.0, 76.0, lat, lon)
    assert distance_m.shape == (2, 3)
    one = geodesy.inverse(33.0, 76.0, 35.0, 79.0)
    assert (distance_m[1, 2], start_deg[1, 2], end_deg[1, 2]) == pytest.approx(one)
    lat2, lon2, _ = geodesy.direct_many(33.0, 76.0, start_deg, distance_m)
    assert np.allclose(lat2, lat + 0 * lon)
    assert np.allclose(lon2, lon + 0 * lat)


@pytest.mark.parametrize("lon_deg", [math.nan, math.inf])
def test_a_longitude_must_be_a_number(lon_deg: float) -> None:
    for call in (geodesy.inverse, geodesy.direct):
        with pytest.raises(ValueError, match="got longitude"):
            call(10.0, lon_deg, 20.0, 30.0)


def test_swapped_latitude_is_refused() -> None:
    with pytest.raises(ValueError, match="latitude comes before longitude"):
        geodesy.inverse(177.0, 34.0, 35.0, 77.0)
