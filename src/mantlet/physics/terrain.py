"""Ground heights: the bundled tile of south Asia, or the user's own GeoTIFF or npz, and what they hide.

A height is the one of the cell that holds the place; nothing is interpolated, so a ridge is never shaved. The bundled
tile covers 5-40 N, 60-90 E in cells of 30 arc-seconds, each height rounded up to the next 8 m, or 16 m above 608 m.
Source: GLOBE Task Team 1999, Global Land One-kilometer Base Elevation, NOAA (public domain).
"""

from __future__ import annotations

import lzma
import math
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from mantlet.base.errors import Fault, InvalidInput

Array = npt.NDArray[np.float64]
Heights = npt.NDArray[np.int16]

BUNDLED = Path(__file__).resolve().parent.parent / "data" / "terrain" / "globe_30s_5-40N_60-90E.npz"
# A great circle between two places reaches past their box; half a degree covers ways up to 600 km below 45 degrees.
_MARGIN_DEG = 0.5


class Terrain:
    """Heights above sea level on a grid of latitude and longitude, north row first, cells registered by their edges.

    Pieces of a packed tile are unpacked when first touched (about 10 ms each).
    """

    def __init__(self, heights: Heights, top_deg: float, left_deg: float, cell_lat_deg: float, cell_lon_deg: float):
        self.heights = heights
        self.frame = np.array([top_deg, left_deg, cell_lat_deg, cell_lon_deg])
        self._packed: dict[tuple[int, int], npt.NDArray[np.uint8]] = {}
        self._piece_rows = heights.shape[0]
        self._piece_cols = heights.shape[1]
        self._levels_m = np.zeros(0, dtype=np.int16)

    @classmethod
    def packed(cls, path: Path) -> Terrain:
        """A tile written by `pack_piece`, its pieces still packed."""
        with np.load(path, allow_pickle=False) as file:
            rows, cols, piece_rows, piece_cols = (int(part) for part in file["layout"])
            top_deg, left_deg, cell_deg = (float(part) for part in file["frame"])
            terrain = cls(np.zeros((rows, cols), dtype=np.int16), top_deg, left_deg, cell_deg, cell_deg)
            terrain._piece_rows, terrain._piece_cols, terrain._levels_m = piece_rows, piece_cols, file["levels_m"]
            for row in range(rows // piece_rows):
                for col in range(cols // piece_cols):
                    terrain._packed[row, col] = file[f"piece_{row}_{col}"]
        return terrain

    def covers(self, lat_deg: float, lon_deg: float) -> bool:
        """Whether the place lies inside the grid."""
        return bool(self.covers_many(np.float64(lat_deg), np.float64(lon_deg)))

    def covers_many(self, lat_deg: npt.ArrayLike, lon_deg: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """`covers` over arrays that broadcast."""
        top, left, cell_lat, cell_lon = self.frame.tolist()
        bottom, right = top - cell_lat * self.heights.shape[0], left + cell_lon * self.heights.shape[1]
        lat, lon = np.asarray(lat_deg), np.asarray(lon_deg)
        return (bottom <= lat) & (lat <= top) & (left <= lon) & (lon <= right)

    def height_m(self, lat_deg: float, lon_deg: float) -> float:
        """Height of the ground above sea level, 0 at sea. Raises ValueError outside the grid."""
        self._require(lat_deg, lon_deg)
        self._unpack(lat_deg, lat_deg, lon_deg, lon_deg)
        row, col = self._place(lat_deg, lon_deg)
        return float(self.heights[row, col])

    def heights_m(self, lat_deg: Any, lon_deg: Any) -> Array:
        """`height_m` for arrays of places that broadcast."""
        lat, lon = np.broadcast_arrays(np.asarray(lat_deg, dtype=np.float64), np.asarray(lon_deg, dtype=np.float64))
        if lat.size == 0:
            return np.zeros(lat.shape)
        self._require(float(lat.min()), float(lon.min()))
        self._require(float(lat.max()), float(lon.max()))
        self._unpack(float(lat.min()), float(lat.max()), float(lon.min()), float(lon.max()))
        top, left, cell_lat, cell_lon = self.frame.tolist()
        row = np.minimum(((top - lat) / cell_lat).astype(np.int64), self.heights.shape[0] - 1)
        col = np.minimum(((lon - left) / cell_lon).astype(np.int64), self.heights.shape[1] - 1)
        return self.heights[row, col].astype(np.float64)

    def visible(
        self,
        lat1_deg: float,
        lon1_deg: float,
        height1_m: float,
        lat2_deg: float,
        lon2_deg: float,
        height2_m: float,
        earth_ratio: float = 4.0 / 3.0,
    ) -> bool:
        """Whether the straight ray between two points clears ground and earth bulge; heights above sea level.

        Diffraction over the edge is left out; see `propagation.knife_edge_db`. Raises ValueError outside the grid.
        """
        targets = np.array([[lat2_deg, lon2_deg, height2_m]])
        return bool(self.visible_many(lat1_deg, lon1_deg, height1_m, targets, earth_ratio)[0])

    def visible_many(
        self, lat_deg: float, lon_deg: float, height_m: float, targets: Array, earth_ratio: float = 4.0 / 3.0
    ) -> npt.NDArray[np.bool_]:
        """`visible` from one place to each row (lat_deg, lon_deg, height_m) of `targets`; heights above sea level."""
        from mantlet.physics.line_of_sight import SEEN, places

        spots = np.asarray(targets, dtype=np.float64)
        if not earth_ratio > 0.0:
            raise ValueError(f"got earth_ratio {earth_ratio}, expected above 0")
        if not (np.isfinite(spots).all() and np.isfinite([lat_deg, lon_deg, height_m]).all()):
            raise ValueError("got a place that is not finite, expected latitudes, longitudes and heights")
        radar, points = places([lat_deg], [lon_deg], [height_m]), places(*spots.T)
        marks = np.full((1, len(points)), SEEN, np.uint8)
        self.clear(radar, points, marks, earth_ratio)
        return marks[0] == SEEN

    def clear(self, radars: Array, points: Array, marks: npt.NDArray[np.uint8], earth_ratio: float) -> None:
        """Take the mark, in `marks` (R, N or more), off points that the ground hides; places as in `line_of_sight`.

        Raises ValueError where one of a pair that is marked lies outside the grid.
        """
        from mantlet.physics.line_of_sight import LAT, LON, mark_clear

        asked = np.concatenate([radars[marks.any(axis=1)], points[marks[:, : len(points)].any(axis=0)]])
        if len(asked) == 0:
            return
        south_deg, west_deg = asked.min(axis=0)[[LAT, LON]]
        north_deg, east_deg = asked.max(axis=0)[[LAT, LON]]
        self._require(south_deg, west_deg)
        self._require(north_deg, east_deg)
        highest_m = float(self._unpack(south_deg, north_deg, west_deg, east_deg).max())
        mark_clear(self.heights, self.frame, radars, points, earth_ratio, highest_m, marks)

    def profile_m(
        self, lat1_deg: float, lon1_deg: float, lat2_deg: float, lon2_deg: float, step_m: float = 500.0
    ) -> tuple[Array, Array]:
        """(distances_m, heights_m) of the ground under the great circle, both ends included."""
        from mantlet.physics.line_of_sight import ground_distance_m, places, way_point

        distance_m = ground_distance_m(lat1_deg, lon1_deg, lat2_deg, lon2_deg)
        if distance_m == 0.0:
            return np.zeros(1), np.array([self.height_m(lat1_deg, lon1_deg)])
        along_m = np.linspace(0.0, distance_m, math.ceil(distance_m / step_m) + 1)
        start, end = places([lat1_deg, lat2_deg], [lon1_deg, lon2_deg], 0.0)
        way = np.array([way_point(start, end, distance_m, float(part)) for part in along_m])
        return along_m, self.heights_m(way[:, 0], way[:, 1])

    def window(
        self, lat_min_deg: float, lat_max_deg: float, lon_min_deg: float, lon_max_deg: float, max_pixels: int = 800
    ) -> tuple[Array, Array, Array]:
        """(heights_m[row, col], lat_deg[row], lon_deg[col]) of a box for drawing, north row first, centres of pixels.

        Cells are merged by their greatest height until neither side has more than `max_pixels`; the box is cut to the
        grid. Raises ValueError when they do not meet.
        """
        block, row0, col0 = self._box(lat_min_deg, lat_max_deg, lon_min_deg, lon_max_deg)
        if block.size == 0:
            raise ValueError(f"got a box that does not meet the grid ({self._extent()})")
        merge = max(1, math.ceil(max(block.shape) / max_pixels))
        row_starts = np.arange(0, block.shape[0], merge, dtype=np.int64)
        col_starts = np.arange(0, block.shape[1], merge, dtype=np.int64)
        merged = np.maximum.reduceat(np.maximum.reduceat(block, row_starts, axis=0), col_starts, axis=1)
        top, left, cell_lat, cell_lon = self.frame.tolist()
        row_middle = 0.5 * (row_starts + np.minimum(row_starts + merge, block.shape[0]))
        col_middle = 0.5 * (col_starts + np.minimum(col_starts + merge, block.shape[1]))
        lat_deg = top - (row0 + row_middle) * cell_lat
        return merged.astype(np.float64), lat_deg, left + (col0 + col_middle) * cell_lon

    def _box(self, south_deg: float, north_deg: float, west_deg: float, east_deg: float) -> tuple[Heights, int, int]:
        """The unpacked cells of a box, cut to the grid, with their first row and column."""
        top, left, cell_lat, cell_lon = self.frame.tolist()
        rows, cols = self.heights.shape
        row0, row1 = (
            max(0, math.floor((top - north_deg) / cell_lat)),
            min(rows, math.floor((top - south_deg) / cell_lat) + 1),
        )
        col0, col1 = (
            max(0, math.floor((west_deg - left) / cell_lon)),
            min(cols, math.floor((east_deg - left) / cell_lon) + 1),
        )
        if row0 < row1 and col0 < col1:
            for row in range(row0 // self._piece_rows, (row1 - 1) // self._piece_rows + 1):
                for col in range(col0 // self._piece_cols, (col1 - 1) // self._piece_cols + 1):
                    self._unpack_piece(row, col)
        return self.heights[row0:row1, col0:col1], row0, col0

    def _unpack(self, south_deg: float, north_deg: float, west_deg: float, east_deg: float) -> Heights:
        """All cells that a great circle within the box may touch."""
        more = _MARGIN_DEG
        return self._box(south_deg - more, north_deg + more, west_deg - more, east_deg + more)[0]

    def _unpack_piece(self, row: int, col: int) -> None:
        packed = self._packed.get((row, col))
        if packed is not None:
            rows, cols = self._piece_rows, self._piece_cols
            piece = self._levels_m[unpack_piece(packed, rows, cols)]
            self.heights[row * rows : (row + 1) * rows, col * cols : (col + 1) * cols] = piece
            # Dropped only once its heights stand: a second thread then unpacks the same piece again, unharmed.
            self._packed.pop((row, col), None)

    def _place(self, lat_deg: float, lon_deg: float) -> tuple[int, int]:
        top, left, cell_lat, cell_lon = self.frame.tolist()
        row, col = int((top - lat_deg) / cell_lat), int((lon_deg - left) / cell_lon)
        return min(row, self.heights.shape[0] - 1), min(col, self.heights.shape[1] - 1)

    def _require(self, lat_deg: float, lon_deg: float) -> None:
        if not self.covers(lat_deg, lon_deg):
            raise ValueError(f"got {lat_deg:.4f} N {lon_deg:.4f} E, outside the terrain ({self._extent()})")

    def _extent(self) -> str:
        top, left, cell_lat, cell_lon = self.frame.tolist()
        rows, cols = self.heights.shape
        return f"{top - rows * cell_lat:g} to {top:g} N, {left:g} to {left + cols * cell_lon:g} E"


def load(path: str | Path | None = None) -> Terrain:
    """The bundled terrain, or the user's: a north-up geographic GeoTIFF (extra `geo`) or an npz.

    The npz holds `z` (heights in metres, north row first), `lat_top`, `lon_left` (edges, degrees) and `step_arcsec`.
    No grid may cross the date line. Raises InvalidInput for a file that cannot be used.
    """
    if path is None:
        return _bundled()
    file = Path(path)
    if not file.is_file():
        raise _invalid(file, "no such file; give a GeoTIFF or an npz")
    if file.suffix.lower() == ".npz":
        return _from_npz(file)
    return _from_geotiff(file)


@lru_cache(maxsize=1)
def _bundled() -> Terrain:
    """One for all who ask, so that no piece is unpacked twice."""
    return Terrain.packed(BUNDLED)


def pack_piece(heights: Heights) -> npt.NDArray[np.uint8]:
    """Heights as differences along rows and columns, folded to unsigned, split in byte planes and compressed."""
    across = np.diff(heights.astype(np.int32), axis=1, prepend=0)
    delta = np.diff(across, axis=0, prepend=0)
    folded = ((delta << 1) ^ (delta >> 31)).astype(np.uint16)
    planes = (folded & 255).astype(np.uint8).tobytes() + (folded >> 8).astype(np.uint8).tobytes()
    return np.frombuffer(lzma.compress(planes, lzma.FORMAT_RAW, filters=_FILTERS), dtype=np.uint8)


def unpack_piece(packed: npt.NDArray[np.uint8], rows: int, cols: int) -> Heights:
    """The heights that `pack_piece` was given."""
    planes = np.frombuffer(lzma.decompress(packed.tobytes(), lzma.FORMAT_RAW, filters=_FILTERS), dtype=np.uint8)
    folded = planes[: rows * cols].astype(np.uint16) | (planes[rows * cols :].astype(np.uint16) << 8)
    delta = ((folded >> 1) ^ (0 - (folded & 1))).view(np.int16).reshape(rows, cols)
    return delta.cumsum(axis=0, dtype=np.int16).cumsum(axis=1, dtype=np.int16)


_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6, "lc": 0, "lp": 0, "pb": 0}]


_WANTED = "expected arrays z, lat_top, lon_left and step_arcsec"
# What numpy lets through of a file that is cut off, empty, spoilt, of another kind or larger than the memory.
_UNREADABLE = (OSError, EOFError, MemoryError, IndexError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)


def _from_npz(file: Path) -> Terrain:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            heights, step_deg = np.asarray(data["z"]), float(data["step_arcsec"].ravel()[0]) / 3600.0
            top_deg, left_deg = float(data["lat_top"].ravel()[0]), float(data["lon_left"].ravel()[0])
    except KeyError as error:
        raise _invalid(file, f"{error.args[0]}; {_WANTED}") from None
    except _UNREADABLE:
        raise _invalid(file, f"is no npz that can be read; {_WANTED}") from None
    return _checked(file, heights, top_deg, left_deg, step_deg, step_deg)


def _from_geotiff(file: Path) -> Terrain:
    try:
        import rasterio  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        extra = "the geo extra (pip install '.[geo]' where the source of mantlet lies)"
        raise _invalid(file, f"reading a GeoTIFF needs {extra}, or give an npz") from None
    library = cast(Any, rasterio)
    try:
        with library.open(file) as source:
            grid, crs, heights = source.transform, source.crs, source.read(1, masked=True)
    except library.errors.RasterioError as error:
        raise _invalid(file, f"{error}; expected a GeoTIFF") from None
    if crs is None or not crs.is_geographic or grid.b != 0.0 or grid.d != 0.0 or not grid.a > 0.0 > grid.e:
        raise _invalid(file, "expected a north-up grid in geographic coordinates (EPSG:4326); warp it with gdalwarp")
    return _checked(file, np.ma.filled(heights, 0), grid.f, grid.c, -grid.e, grid.a)


def _checked(
    file: Path, heights: npt.NDArray[Any], top_deg: float, left_deg: float, cell_lat_deg: float, cell_lon_deg: float
) -> Terrain:
    if heights.ndim != 2 or min(heights.shape) < 2 or heights.dtype.kind not in "iuf":
        raise _invalid(file, f"got heights of shape {heights.shape} and type {heights.dtype}, expected a grid")
    rounded = np.ceil(heights.astype(np.float64))
    if not (np.isfinite(rounded).all() and rounded.min() >= -500.0 and rounded.max() <= 9000.0):
        raise _invalid(file, "expected finite heights between -500 and 9000 m; mark voids as nodata or 0")
    if not (np.isfinite([top_deg, left_deg]).all() and 0.0 < cell_lat_deg < math.inf and 0.0 < cell_lon_deg < math.inf):
        raise _invalid(file, f"got top {top_deg}, left {left_deg}, cells {cell_lat_deg} by {cell_lon_deg} degrees")
    bottom_deg, right_deg = top_deg - heights.shape[0] * cell_lat_deg, left_deg + heights.shape[1] * cell_lon_deg
    # Half a cell more, for global grids registered by the middle of their cells; a way over ground counts -180 to 180.
    if bottom_deg < -90.0 - cell_lat_deg or top_deg > 90.0 + cell_lat_deg:
        raise _invalid(file, f"got {bottom_deg:g} to {top_deg:g} N, expected a grid between the poles")
    if left_deg < -180.0 - cell_lon_deg or right_deg > 180.0 + cell_lon_deg:
        raise _invalid(
            file, f"got {left_deg:g} to {right_deg:g} E, expected -180 to 180; cut the grid at the date line"
        )
    return Terrain(np.ascontiguousarray(rounded, dtype=np.int16), top_deg, left_deg, cell_lat_deg, cell_lon_deg)


def _invalid(file: Path, message: str) -> InvalidInput:
    return InvalidInput([Fault(str(file), 0, "", message)])
