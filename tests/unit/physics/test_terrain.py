"""Terrain: storage, registration, line of sight against a slow twin, the user's own files."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.base.errors import InvalidInput
from mantlet.physics import line_of_sight, propagation, terrain

EARTH_M = 6_371_000.0


@pytest.fixture(scope="module")
def ground() -> terrain.Terrain:
    return terrain.load()


@pytest.fixture(scope="module")
def hills() -> terrain.Terrain:
    heights = np.random.default_rng(2).integers(0, 900, (240, 240)).astype(np.int16)
    return terrain.Terrain(heights, 36.0, 76.0, 1 / 120, 1 / 120)


@pytest.fixture(scope="module")
def wall() -> terrain.Terrain:
    """Flat ground at 0 with one ridge of 1000 m along the row at 34.999 N."""
    heights = np.zeros((240, 240), dtype=np.int16)
    heights[120, :] = 1000
    return terrain.Terrain(heights, 36.0, 76.0, 1 / 120, 1 / 120)


def test_the_cell_of_either_end_does_not_hide_it() -> None:
    """A cell stands at its highest ground: what is lower in it, on its slope, is seen all the same."""
    heights = np.zeros((40, 40), dtype=np.int16)
    heights[5, 5] = heights[30, 30] = 50
    hill = terrain.Terrain(heights, 36.0, 76.0, 1 / 120, 1 / 120)
    low, far = (36.0 - 5.5 / 120, 76.0 + 5.5 / 120, 40.0), (36.0 - 30.5 / 120, 76.0 + 30.5 / 120, 200.0)
    assert hill.visible(*low, *far)
    assert hill.visible(*far, *low)
    assert hill.visible(*low, far[0], far[1], 40.0)
    heights[18, 18] = 300
    assert not hill.visible(*low, *far)


@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.integers(2, 40))
def test_packing_keeps_every_height(seed: int, rows: int, cols: int) -> None:
    heights = np.random.default_rng(seed).integers(-500, 9001, (rows, cols)).astype(np.int16)
    assert np.array_equal(terrain.unpack_piece(terrain.pack_piece(heights), rows, cols), heights)


def test_bundled_tile_is_small_and_lies_where_it_says(ground: terrain.Terrain) -> None:
    assert terrain.BUNDLED.stat().st_size <= 4_000_000
    assert ground.covers(5.0, 60.0)
    assert ground.covers(40.0, 90.0)
    assert not ground.covers(40.001, 70.0)
    assert ground.height_m(10.0, 65.0) == 0.0
    assert ground.height_m(40.0, 90.0) >= 0.0
    assert ground.height_m(5.0, 60.0) == 0.0


@pytest.mark.parametrize("place", [(41.0, 70.0), (30.0, 59.9), (math.nan, 70.0), (math.inf, 70.0)])
def test_outside_the_tile(ground: terrain.Terrain, place: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="outside the terrain"):
        ground.height_m(*place)
    for ends in ((*place, 100.0, 30.0, 70.0, 100.0), (30.0, 70.0, 100.0, *place, 100.0)):
        with pytest.raises(ValueError, match=r"outside the terrain|not finite"):
            ground.visible(*ends)


def test_heights_of_many_places(hills: terrain.Terrain) -> None:
    lat, lon = np.array([[34.3], [35.7]]), np.array([76.2, 77.1, 77.9])
    expected = [[hills.height_m(a, b) for b in lon.tolist()] for a in lat[:, 0].tolist()]
    assert hills.heights_m(lat, lon).tolist() == expected
    assert hills.heights_m([], []).shape == (0,)


def slow_visible(ground: terrain.Terrain, radar: list[float], target: list[float], earth_ratio: float) -> bool:
    """Vectors on the sphere, a sample every 80 m, no shortcuts."""

    def unit(lat_deg: float, lon_deg: float) -> np.ndarray:
        lat, lon = math.radians(lat_deg), math.radians(lon_deg)
        return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])

    start, end = unit(radar[0], radar[1]), unit(target[0], target[1])
    angle = math.atan2(float(np.linalg.norm(np.cross(start, end))), float(start @ end))
    ends = [ground._place(*radar[:2]), ground._place(*target[:2])]
    for share in np.linspace(0, 1, int(angle * EARTH_M / 80) + 2):
        x, y, z = (math.sin((1 - share) * angle) * start + math.sin(share * angle) * end) / math.sin(angle)
        lat_deg, lon_deg = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
        along, left = share * angle * EARTH_M, (1 - share) * angle * EARTH_M
        ray_m = radar[2] + (target[2] - radar[2]) * share - along * left / (2 * earth_ratio * EARTH_M)
        if ground._place(lat_deg, lon_deg) not in ends and ground.height_m(lat_deg, lon_deg) > ray_m:
            return False
    return True


def test_line_of_sight_against_the_slow_twin(ground: terrain.Terrain) -> None:
    """Over the Karakoram and Ladakh; half-cell samples may miss a clipped corner, never invent a block."""
    draw = np.random.default_rng(8)
    agree = blocked = 0
    for _ in range(150):
        radar = [draw.uniform(33.5, 35.0), draw.uniform(76.5, 78.5), 0.0]
        target = [radar[0] + draw.uniform(-0.7, 0.7), radar[1] + draw.uniform(-0.7, 0.7), 0.0]
        radar[2] = ground.height_m(*radar[:2]) + draw.uniform(10, 1500)
        target[2] = ground.height_m(*target[:2]) + draw.uniform(50, 4000)
        fast, slow = ground.visible(*radar, *target), slow_visible(ground, radar, target, 4 / 3)
        assert fast or not slow
        agree += fast == slow
        blocked += not slow
    assert agree >= 146
    assert 30 < blocked < 120


def test_smooth_earth_ends_at_the_horizon(ground: terrain.Terrain) -> None:
    """Over the Arabian Sea at sea level the ray meets the water at the horizon formula's distance."""
    reach_deg = math.degrees(propagation.horizon_m(30.0, 500.0) / EARTH_M)
    assert ground.visible(12.0, 64.0, 30.0, 12.0 + 0.99 * reach_deg, 64.0, 500.0)
    assert not ground.visible(12.0, 64.0, 30.0, 12.0 + 1.02 * reach_deg, 64.0, 500.0)
    assert not ground.visible(12.0, 64.0, 30.0, 12.0 + 0.99 * reach_deg, 64.0, 500.0, earth_ratio=1.0)


def test_ridge_hides_what_is_below_the_ray(wall: terrain.Terrain) -> None:
    place = 34.5, 77.0, 500.0, 35.5, 77.0
    assert not wall.visible(*place, 1400.0)
    assert wall.visible(*place, 2000.0)
    assert wall.visible(35.9, 77.0, 10.0, 35.6, 77.0, 50.0)


def test_own_cell_never_blocks(wall: terrain.Terrain) -> None:
    on_the_ridge = wall.height_m(34.996, 77.0)
    assert on_the_ridge == 1000.0
    assert wall.visible(34.996, 77.0, on_the_ridge, 35.2, 77.0, 20.0)
    assert wall.visible(34.996, 77.0, on_the_ridge, 34.996, 77.0, 2000.0)


@pytest.mark.parametrize("place", [(34.2, 76.8), (34.1, 76.4), (34.0, 76.6), (34.0, 77.4)])
def test_rounding_never_moves_a_place_into_the_next_cell(ground: terrain.Terrain, place: tuple[float, float]) -> None:
    """Round coordinates lie on edges between cells; steeply up, nothing hides the sky from there."""
    height_m = ground.height_m(*place)
    for bearing in range(0, 360, 10):
        north, east = 0.13 * math.cos(math.radians(bearing)), 0.16 * math.sin(math.radians(bearing))
        there = place[0] + north, place[1] + east
        assert ground.visible(*place, height_m + 20.0, *there, 60e3)
        assert ground.profile_m(*place, *there)[1][0] == height_m
        assert ground.profile_m(*there, *place)[1][-1] == height_m


def test_many_equals_one_by_one(hills: terrain.Terrain) -> None:
    draw = np.random.default_rng(6)
    targets = np.column_stack(
        [draw.uniform(34.1, 35.9, 300), draw.uniform(76.1, 77.9, 300), draw.uniform(500, 3000, 300)]
    )
    many = hills.visible_many(35.0, 77.0, 950.0, targets)
    assert many.tolist() == [hills.visible(35.0, 77.0, 950.0, *row) for row in targets.tolist()]
    assert 20 < many.sum() < 280
    assert hills.visible_many(35.0, 77.0, 950.0, np.zeros((0, 3))).shape == (0,)


@given(st.floats(1000.0, 9000.0), st.floats(1.0, 3000.0))
def test_higher_is_never_less_visible(ground: terrain.Terrain, height_m: float, more_m: float) -> None:
    low = ground.visible(34.15, 77.55, 3600.0, 34.6, 78.3, height_m)
    assert low <= ground.visible(34.15, 77.55, 3600.0, 34.6, 78.3, height_m + more_m)


def test_great_circle_matches_the_ellipsoid() -> None:
    distance_m = line_of_sight.ground_distance_m(34.0, 77.0, 35.0, 78.0)
    assert distance_m == pytest.approx(144_112.0, rel=0.0056)


def test_profile(wall: terrain.Terrain) -> None:
    along_m, heights_m = wall.profile_m(34.5, 77.0, 35.5, 77.0, step_m=200.0)
    assert along_m[0] == 0.0
    assert along_m[-1] == pytest.approx(math.radians(1.0) * EARTH_M)
    assert heights_m.max() == 1000.0
    assert along_m[heights_m.argmax()] == pytest.approx(55_000.0, abs=800.0)
    assert [part.tolist() for part in wall.profile_m(34.5, 77.0, 34.5, 77.0)] == [[0.0], [0.0]]


def test_window_keeps_the_ridge_and_its_place(wall: terrain.Terrain) -> None:
    heights_m, lat_deg, lon_deg = wall.window(34.0, 36.0, 76.0, 78.0, max_pixels=50)
    assert heights_m.shape == (lat_deg.size, lon_deg.size)
    assert max(heights_m.shape) <= 50
    assert heights_m.max() == 1000.0
    assert lat_deg[heights_m.max(axis=1).argmax()] == pytest.approx(34.996, abs=0.025)
    assert (np.diff(lat_deg) < 0).all()
    assert (np.diff(lon_deg) > 0).all()
    full, lat_deg, _ = wall.window(34.9, 35.1, 76.5, 76.6)
    assert full.shape[0] == lat_deg.size
    assert 24 <= lat_deg.size <= 26
    with pytest.raises(ValueError, match="does not meet"):
        wall.window(10.0, 11.0, 76.0, 77.0)


def test_user_npz(tmp_path: Path) -> None:
    heights = np.array([[10.2, 20.0], [30.0, 40.0]])
    np.savez(tmp_path / "own.npz", z=heights, lat_top=50.0, lon_left=10.0, step_arcsec=3600)
    own = terrain.load(tmp_path / "own.npz")
    assert [own.height_m(49.5, 10.5), own.height_m(48.5, 11.5)] == [11.0, 40.0]


def test_user_geotiff(tmp_path: Path) -> None:
    rasterio = pytest.importorskip("rasterio")
    path = tmp_path / "own.tif"
    grid = rasterio.Affine(0.5, 0.0, 10.0, 0.0, -0.25, 50.0)
    heights = np.array([[100.0, 200.5, -9999.0], [300.0, 400.0, 500.0]], dtype=np.float32)
    shape = {"height": 2, "width": 3, "count": 1, "dtype": "float32", "nodata": -9999.0}
    with rasterio.open(path, "w", driver="GTiff", crs="EPSG:4326", transform=grid, **shape) as file:
        file.write(heights, 1)
    own = terrain.load(path)
    assert [own.height_m(49.9, 10.6), own.height_m(49.9, 11.2), own.height_m(49.6, 11.2)] == [201.0, 0.0, 500.0]
    with rasterio.open(path, "w", driver="GTiff", crs="EPSG:32643", transform=grid, **shape) as file:
        file.write(heights, 1)
    with pytest.raises(InvalidInput, match="geographic coordinates"):
        terrain.load(path)


def test_unusable_files_say_why(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no such file"):
        terrain.load(tmp_path / "none.tif")
    np.savez(tmp_path / "wrong.npz", heights=np.zeros((2, 2)))
    with pytest.raises(InvalidInput, match="expected arrays z"):
        terrain.load(tmp_path / "wrong.npz")
    np.savez_compressed(tmp_path / "good.npz", z=np.zeros((9, 9)), lat_top=50.0, lon_left=10.0, step_arcsec=30)
    whole = (tmp_path / "good.npz").read_bytes()
    spoilt = whole[:60] + bytes(byte ^ 90 for byte in whole[60:120]) + whole[120:]
    for name, raw in (("text", b"no archive"), ("cut", whole[: len(whole) // 2]), ("empty", b""), ("spoilt", spoilt)):
        (tmp_path / f"{name}.npz").write_bytes(raw)
        with pytest.raises(InvalidInput, match="is no npz that can be read; expected arrays z"):
            terrain.load(tmp_path / f"{name}.npz")
    np.savez(tmp_path / "none.npz", z=np.zeros((9, 9)), lat_top=[], lon_left=10.0, step_arcsec=30)
    with pytest.raises(InvalidInput, match="expected arrays z"):
        terrain.load(tmp_path / "none.npz")
    np.savez(tmp_path / "void.npz", z=np.full((3, 3), -32768), lat_top=50.0, lon_left=10.0, step_arcsec=30)
    with pytest.raises(InvalidInput, match="mark voids"):
        terrain.load(tmp_path / "void.npz")
    np.savez(tmp_path / "flat.npz", z=np.zeros(5), lat_top=50.0, lon_left=10.0, step_arcsec=30)
    with pytest.raises(InvalidInput, match="expected a grid"):
        terrain.load(tmp_path / "flat.npz")


@pytest.mark.parametrize(
    ("top", "left", "step_arcsec", "message"),
    [
        (10.0, 0.0, math.inf, "got top"),
        (math.nan, 0.0, 30.0, "got top"),
        (10.0, 0.0, 36_000.0, "between the poles"),
        (1.0, 179.9, 72.0, "date line"),
        (1.0, -181.0, 72.0, "date line"),
    ],
)
def test_a_grid_must_lie_on_the_earth(
    tmp_path: Path, top: float, left: float, step_arcsec: float, message: str
) -> None:
    """Past the date line the line of sight would look for a ridge at the wrong end of the grid."""
    np.savez(tmp_path / "own.npz", z=np.zeros((20, 20)), lat_top=top, lon_left=left, step_arcsec=step_arcsec)
    with pytest.raises(InvalidInput, match=message):
        terrain.load(tmp_path / "own.npz")


def test_a_grid_of_the_whole_earth(tmp_path: Path) -> None:
    """Also one registered by the middle of its cells, half a cell over."""
    for rows, top, left in ((180, 90.0, -180.0), (181, 90.5, -180.5)):
        heights = np.full((rows, 360), 7)
        np.savez(tmp_path / "own.npz", z=heights, lat_top=top, lon_left=left, step_arcsec=3600)
        assert terrain.load(tmp_path / "own.npz").height_m(-89.9, 179.2) == 7.0


def test_a_geotiff_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The advice holds from a checkout: what the package index has under this name is not known here."""
    monkeypatch.setitem(sys.modules, "rasterio", None)
    (tmp_path / "dem.tif").write_text("anything")
    with pytest.raises(InvalidInput, match=r"needs the geo extra \(pip install '\.\[geo\]'"):
        terrain.load(tmp_path / "dem.tif")


def test_unreadable_geotiff(tmp_path: Path) -> None:
    pytest.importorskip("rasterio")
    (tmp_path / "text.tif").write_text("not a picture")
    with pytest.raises(InvalidInput, match="expected a GeoTIFF"):
        terrain.load(tmp_path / "text.tif")


def test_earth_ratio_must_be_positive(hills: terrain.Terrain) -> None:
    with pytest.raises(ValueError, match="earth_ratio"):
        hills.visible(35.0, 77.0, 900.0, 35.1, 77.1, 900.0, earth_ratio=0.0)
