"""Makes the bundled terrain tile from a GLOBE 30 arc-second grid and measures what the reduction costs.

    python design/reduce_terrain.py GRID.npz [--measure]

GRID.npz holds `z` (int16 metres, north row first), `lat_top`, `lon_left`, `step_arcsec`; cut from the NOAA GLOBE tiles
(https://www.ngdc.noaa.gov/mgg/topo/globe.html). Cells keep their place and size; only heights are rounded, and always
up, so that no ridge gets lower. With `--measure` nothing is written: the candidates are compared.
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np
import numpy.typing as npt

from mantlet.physics.terrain import BUNDLED, Terrain, load, pack_piece

# A radar on a vehicle stands 5 to 10 m up: in plains a step above that would hide the horizon behind the next cell.
LEVELS_M = np.concatenate([np.arange(0, 608, 8), np.arange(608, 9001, 16)]).astype(np.int16)
PIECE = 600


def rounded_up(heights: npt.NDArray[np.int16], unit_m: int) -> npt.NDArray[np.int16]:
    """Heights in whole units, never below the given ones."""
    return (-(-heights.astype(np.int32) // unit_m)).astype(np.int16)


def level_codes(heights: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Which of the levels each height is rounded up to."""
    return np.searchsorted(LEVELS_M, np.maximum(heights, 0)).astype(np.int16)


def write(heights: npt.NDArray[np.int16], top_deg: float, left_deg: float, cell_deg: float) -> None:
    codes = level_codes(heights)
    rows, cols = codes.shape
    pieces = {
        f"piece_{row}_{col}": pack_piece(codes[row * PIECE : (row + 1) * PIECE, col * PIECE : (col + 1) * PIECE])
        for row in range(rows // PIECE)
        for col in range(cols // PIECE)
    }
    layout = np.array([rows, cols, PIECE, PIECE])
    BUNDLED.parent.mkdir(parents=True, exist_ok=True)
    np.savez(BUNDLED, layout=layout, levels_m=LEVELS_M, frame=np.array([top_deg, left_deg, cell_deg]), **pieces)
    started = time.process_time()
    terrain = load()
    opened = time.process_time() - started
    terrain.window(5, 40, 60, 90)
    whole = time.process_time() - started
    assert np.array_equal(terrain.heights, LEVELS_M[codes])
    print(f"{BUNDLED.name}: {BUNDLED.stat().st_size / 1e6:.2f} MB, open {opened:.3f} s, whole tile {whole:.3f} s CPU")


def block_max(heights: npt.NDArray[np.int16], side: int) -> npt.NDArray[np.int16]:
    """The greatest height of each block, spread back over the block: same shape, never lower."""
    rows, cols = heights.shape
    blocks = heights[: rows // side * side, : cols // side * side].reshape(rows // side, side, cols // side, side)
    return blocks.max(axis=(1, 3)).repeat(side, axis=0).repeat(side, axis=1)


def ridge_errors_m(
    full: Terrain, candidate: Terrain, box: tuple[float, float, float, float]
) -> npt.NDArray[np.float64]:
    """Difference of the highest ground on 400 ways of 100 km between places drawn inside the box."""
    draw = np.random.default_rng(20)
    south, north, west, east = box
    errors: list[float] = []
    while len(errors) < 400:
        lat, lon = draw.uniform(south, north), draw.uniform(west, east)
        heading = draw.uniform(0.0, 2.0 * math.pi)
        lat2 = lat + 0.9 * math.cos(heading)
        lon2 = lon + 0.9 * math.sin(heading) / math.cos(math.radians(lat))
        if south <= lat2 <= north and west <= lon2 <= east:
            way = (lat, lon, lat2, lon2)
            errors.append(candidate.profile_m(*way)[1].max() - full.profile_m(*way)[1].max())
    return np.array(errors)


def low_cover(full: Terrain, candidate: Terrain, box: tuple[float, float, float, float], antenna_m: float) -> float:
    """Share of places 100 m up and 10 to 45 km off that 150 radars in the box see over the candidate's ground."""
    draw = np.random.default_rng(5)
    south, north, west, east = box
    seen: list[npt.NDArray[np.bool_]] = []
    for _ in range(150):
        lat, lon = draw.uniform(south, north), draw.uniform(west, east)
        bearing, way_deg = draw.uniform(0.0, 2.0 * math.pi, 40), draw.uniform(10.0, 45.0, 40) / 111.2
        lats = lat + way_deg * np.cos(bearing)
        lons = lon + way_deg * np.sin(bearing) / math.cos(math.radians(lat))
        targets = np.column_stack([lats, lons, full.heights_m(lats, lons) + 100.0])
        seen.append(candidate.visible_many(lat, lon, candidate.height_m(lat, lon) + antenna_m, targets))
    return float(np.mean(seen))


def measure(heights: npt.NDArray[np.int16], top_deg: float, left_deg: float, cell_deg: float) -> None:
    full = Terrain(heights, top_deg, left_deg, cell_deg, cell_deg)
    candidates = {"30 s, up to 8 m, 16 m from 608 m": (LEVELS_M[level_codes(heights)], level_codes(heights))}
    for unit in (8, 16, 32):
        codes = rounded_up(heights, unit)
        candidates[f"30 s, up to {unit} m"] = codes * np.int16(unit), codes
    for side in (2, 3):
        merged = block_max(heights, side)
        candidates[f"{30 * side} s, greatest of {side} x {side}"] = merged, merged[::side, ::side]
    for name, (reduced, stored) in candidates.items():
        size_mb = pack_piece(stored).size / 1e6
        terrain = Terrain(reduced, top_deg, left_deg, cell_deg, cell_deg)
        for place, box in (("Ladakh", (31.0, 37.0, 74.0, 81.0)), ("tile", (22.0, 40.0, 68.0, 90.0))):
            p50, p95, most = np.percentile(ridge_errors_m(full, terrain, box), [50, 95, 100])
            print(f"{name:28s} {size_mb:5.2f} MB  {place:7s} p50 {p50:4.0f}  p95 {p95:4.0f}  max {most:4.0f} m")
        for place, box in (("Punjab", (30.0, 32.0, 74.0, 76.0)), ("Ladakh", (33.5, 34.5, 77.0, 78.5))):
            for antenna_m in (10.0, 20.0):
                before, after = (low_cover(full, ground, box, antenna_m) for ground in (full, terrain))
                print(
                    f"{name:28s} {place:7s} antenna {antenna_m:.0f} m: sees {after:.2f} of low places, not {before:.2f}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the bundled terrain tile.")
    parser.add_argument("grid", help="npz with z, lat_top, lon_left, step_arcsec")
    parser.add_argument("--measure", action="store_true", help="compare candidates, write nothing")
    options = parser.parse_args()
    with np.load(options.grid) as data:
        heights, cell_deg = data["z"], float(data["step_arcsec"].ravel()[0]) / 3600.0
        top_deg, left_deg = float(data["lat_top"].ravel()[0]), float(data["lon_left"].ravel()[0])
    (measure if options.measure else write)(heights, top_deg, left_deg, cell_deg)


if __name__ == "__main__":
    main()
