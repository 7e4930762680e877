"""Places on the flat view, shading and cover: checked against geodesy, geometry and a brute-force twin."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mantlet.physics import geodesy
from mantlet.physics.propagation import horizon_m
from mantlet.physics.terrain import Terrain
from mantlet.report.coverage import ground_of, reach_m, seen
from mantlet.report.relief import hillshade, shaded, smoothed, tinted
from mantlet.report.scene import Ground, Radar, frame_around
from mantlet.report.survey import _together


def test_the_flat_view_keeps_distances() -> None:
    frame = frame_around(np.array([(33.0, 77.0), (35.0, 80.0)]))
    for lat, lon in ((33.2, 77.3), (34.9, 79.8), (34.0, 78.5)):
        flat_km = np.hypot(float(frame.east_km(lon)), float(frame.north_km(lat)))
        true_km = geodesy.inverse(frame.lat_deg, frame.lon_deg, lat, lon)[0] / 1e3
        assert flat_km == pytest.approx(true_km, rel=0.015, abs=0.1)


def test_the_view_holds_every_point_with_a_margin() -> None:
    lats, lons = np.array([33.0, 35.0, 34.2]), np.array([77.0, 77.1, 76.9])
    frame = frame_around(np.column_stack([lats, lons]))
    assert np.all(np.abs(frame.north_km(lats)) < frame.half_height_km)
    assert np.all(np.abs(frame.east_km(lons)) < frame.half_width_km)
    assert 1 <= frame.half_width_km / frame.half_height_km <= 1.8
    south, north, west, east = frame.bounds_deg
    assert float(frame.north_km(north)) == pytest.approx(frame.half_height_km)
    assert float(frame.east_km(west)) == pytest.approx(-frame.half_width_km)
    assert south < north
    assert west < east


def test_slopes_to_the_north_west_are_lit_and_flat_ground_is_even() -> None:
    rows, columns = np.mgrid[0:40, 0:40]
    lit = Ground((rows + columns) * 50.0, 35.0, 34.0, 77.0, 78.0)  # rises to the south-east: faces north-west
    dark = Ground(-(rows + columns) * 50.0, 35.0, 34.0, 77.0, 78.0)
    assert np.all(hillshade(lit) > 0.5)
    assert np.all(hillshade(dark) < -0.5)
    flat = Ground(np.zeros((9, 9)), 35.0, 34.0, 77.0, 78.0)
    assert np.all(hillshade(flat) == 0)
    assert len(np.unique(shaded(flat).reshape(-1, 3), axis=0)) == 1


def test_a_tint_lies_where_the_coarser_grid_says() -> None:
    image = np.full((8, 6, 3), 250, np.uint8)
    where = np.zeros((4, 3), bool)
    where[1, 2] = True
    changed = (tinted(image, where, "#009e73") != image).any(axis=2)
    expected = np.zeros((8, 6), bool)
    expected[2:4, 4:6] = True
    assert np.array_equal(changed, expected)


def test_smoothing_drops_a_crumb_and_keeps_a_field() -> None:
    seen_cells = np.zeros((20, 20), bool)
    seen_cells[3, 3] = True
    seen_cells[10:18, 10:18] = True
    level = smoothed(seen_cells)
    assert level[3, 3] < 0.5
    assert level[14, 14] == 1.0


def test_reach_follows_the_fourth_root_up_to_the_instrumented_range() -> None:
    assert reach_m(400e3, 1.0, 1e6) == 400e3
    assert reach_m(400e3, 16.0, 1e6) == pytest.approx(200e3)
    assert reach_m(400e3, 0.01, 600e3) == 600e3


def test_over_flat_ground_a_radar_sees_to_its_horizon_or_its_reach() -> None:
    terrain = Terrain(np.zeros((480, 480), np.int16), 36.0, 76.0, 1 / 120, 1 / 120)
    ground = ground_of(terrain, (32.5, 35.5, 76.5, 79.5))
    assert ground is not None
    for reach, target_m, ratio in ((400e3, 100.0, 4 / 3), (60e3, 5000.0, 4 / 3), (400e3, 100.0, 3.0)):
        radar = Radar("r", "blue", 34.0, 78.0, 20.0, reach)
        found = seen(terrain, ground, [radar], target_m, ratio)
        limit_m = min(reach, horizon_m(20.0, target_m, ratio))
        rows, columns = found.shape
        for row in range(0, rows, 37):
            for column in range(0, columns, 41):
                lat = ground.north_deg + (row + 0.5) / rows * (ground.south_deg - ground.north_deg)
                lon = ground.west_deg + (column + 0.5) / columns * (ground.east_deg - ground.west_deg)
                distance_m = geodesy.inverse(34.0, 78.0, lat, lon)[0]
                if abs(distance_m - limit_m) > 0.01 * limit_m:
                    assert found[row, column] == (distance_m < limit_m), (row, column)


def test_a_radar_that_faces_north_east_sees_a_quarter_of_what_one_all_round_sees() -> None:
    terrain = Terrain(np.zeros((480, 480), np.int16), 36.0, 76.0, 1 / 120, 1 / 120)
    ground = ground_of(terrain, (32.5, 35.5, 76.5, 79.5))
    assert ground is not None
    around = Radar("r", "blue", 34.0, 78.0, 20.0, 60e3)
    quarter = replace(around, facing_rad=math.pi / 4, sector_rad=math.pi / 2)
    everywhere, there = (seen(terrain, ground, [radar], 5000.0) for radar in (around, quarter))
    rows, columns = everywhere.shape
    corner = there[: rows // 2, columns // 2 :]
    assert there.sum() == corner.sum() == pytest.approx(everywhere.sum() / 4, rel=0.02)
    assert not (there & ~everywhere).any()


def test_a_wall_hides_what_flies_low_behind_it() -> None:
    heights = np.zeros((240, 240), np.int16)
    heights[:, 150] = 3000
    terrain = Terrain(heights, 35.0, 77.0, 1 / 120, 1 / 120)
    ground = ground_of(terrain, (33.0, 35.0, 77.0, 79.0))
    assert ground is not None
    radar = Radar("r", "blue", 34.0, 77.8, 30.0, 300e3)
    found = seen(terrain, ground, [radar], 100.0)
    columns = found.shape[1]
    east = int(columns * 0.7)
    west = int(columns * 0.2)
    assert found[:, west].mean() > 0.3
    assert not found[:, east].any()
    assert seen(terrain, ground, [radar], 5000.0)[:, east].any()


def test_ground_outside_the_terrain_is_none() -> None:
    terrain = Terrain(np.zeros((120, 120), np.int16), 35.0, 77.0, 1 / 120, 1 / 120)
    assert ground_of(terrain, (10.0, 11.0, 20.0, 21.0)) is None


def test_the_closer_map_shows_the_most_sites_that_stand_together() -> None:
    frame = frame_around(np.array([[30.0, 70.0], [40.0, 80.0]]))
    near = np.array([[34.0, 77.0], [34.2, 77.3], [34.4, 77.1]])
    apart = np.array([[33.9, 74.0], [33.8, 74.1]])
    assert _together(np.concatenate([apart, near]), frame).tolist() == near.tolist()
    assert _together(near[:1], frame).tolist() == near[:1].tolist()
