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

UNIT_M = 16
PIECE = 600


def rounded_up(heights: npt.NDArray[np.int16], unit_m: int) -> npt.NDArray[np.int16]:
    """Heights in whole units, never below the given ones."""
    return (-(-heights.astype(np.int32) // unit_m)).astype(np.int16)


def write(heights: npt.NDArray[np.int16], top_deg: float, left_deg: float, cell_deg: float) -> None:
    units = rounded_up(heights, UNIT_M)
    rows, cols = units.shape
    pieces = {
        f"piece_{row}_{col}": pack_piece(units[row * PIECE : (row + 1) * PIECE, col * PIECE : (col + 1) * PIECE])
        for row in range(rows // PIECE)
        for col in range(cols // PIECE)
    }
    layout = np.array([rows, cols, PIECE, PIECE, UNIT_M])
    BUNDLED.parent.mkdir(parents=True, exist_ok=True)
    np.savez(BUNDLED, layout=layout, frame=np.array([top_deg, left_deg, cell_deg]), **pieces)
    started = time.process_time()
    terrain = load()
    opened = time.process_time() - started
    terrain.window(5, 40, 60, 90)
    whole = time.process_time() - started
    assert np.array_equal(terrain.heights, units * UNIT_M)
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


def measure(heights: npt.NDArray[np.int16], top_deg: float, left_deg: float, cell_deg: float) -> None:
    full = Terrain(heights, top_deg, left_deg, cell_deg, cell_deg)
    candidates = {f"30 s, up to {unit} m": rounded_up(heights, unit) * np.int16(unit) for unit in (8, 16, 32)}
    candidates |= {f"{30 * side} s, greatest of {side} x {side}": block_max(heights, side) for side in (2, 3)}
    for name, reduced in candidates.items():
        unit = int(name.split("up to ")[1].split()[0]) if "up to" in name else 1
        side = int(name.split(" s")[0]) // 30
        size_mb = pack_piece((reduced // unit)[::side, ::side]).size / 1e6
        terrain = Terrain(reduced, top_deg, left_deg, cell_deg, cell_deg)
        for place, box in (("Ladakh", (31.0, 37.0, 74.0, 81.0)), ("tile", (22.0, 40.0, 68.0, 90.0))):
            p50, p95, most = np.percentile(ridge_errors_m(full, terrain, box), [50, 95, 100])
            print(f"{name:28s} {size_mb:5.2f} MB  {place:7s} p50 {p50:4.0f}  p95 {p95:4.0f}  max {most:4.0f} m")


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
