"""Makes the bundled base map (borders, coasts, places) from Natural Earth, and says what the reduction costs.

    python design/reduce_base.py FOLDER PLACES.csv
    python design/reduce_base.py FOLDER --check     # is what is bundled made from the lines in there?

FOLDER holds `ne_10m_admin_0_boundary_lines_land` and `ne_50m_coastline` as shapefiles with their tables
(https://www.naturalearthdata.com, public domain); PLACES.csv the columns NAME, LATITUDE and LONGITUDE of
`ne_10m_populated_places_simple` in its own order, which ends with the greatest. Lines are thinned by the way of Douglas
and Peucker, and every place is rounded to a hundredth of a degree. What is bundled is of version 5: 515 borders, whose
table has the views of 31 states, and 1,428 coasts.
"""

from __future__ import annotations

import argparse
import csv
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mantlet.web.base_map import BUNDLED, COAST, DISPUTED, HIDDEN, RECOGNISED, UNIT_DEG, VIEWPOINTS

Points = npt.NDArray[np.float64]
TOLERANCE_DEG = {"borders": 0.012, "coasts": 0.03}
CLASSES = {"International boundary (verify)": RECOGNISED, "Unrecognized": HIDDEN, "Admin-1 boundary": HIDDEN}
CLASSES |= {"Overlay limit": HIDDEN, "Lease limit": HIDDEN}  # whatever else there is, is disputed or not settled


def lines_of(path: Path) -> list[list[Points]]:
    """The parts of every line of a shapefile, as rows of longitude and latitude."""
    data, at, found = path.read_bytes(), 100, list[list[Points]]()
    while at < len(data):
        words = int.from_bytes(data[at + 4 : at + 8], "big")
        body = data[at + 8 : at + 8 + 2 * words]
        at += 8 + 2 * words
        kind, parts, count = struct.unpack_from("<i32xii", body)
        assert kind == 3, f"{path.name}: kind {kind}, expected lines"
        starts = [*struct.unpack_from(f"<{parts}i", body, 44), count]
        points = np.frombuffer(body, "<f8", 2 * count, 44 + 4 * parts).reshape(count, 2)
        found.append([points[a:b] for a, b in pairwise(starts)])
    return found


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table in dBase's form."""
    data = path.read_bytes()
    count, head, size = struct.unpack_from("<IHH", data, 4)
    fields: list[tuple[str, int]] = []
    at = 32
    while data[at] != 13:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    for row in range(count):
        at, cells = head + row * size + 1, dict[str, str]()
        for name, length in fields:
            cells[name] = data[at : at + length].decode().strip(" \0")
            at += length
        yield cells


def thinned(points: Points, tolerance_deg: float) -> Points:
    """The line through fewer of its points, nowhere farther off than the tolerance."""
    kept, waiting = np.zeros(len(points), bool), [(0, len(points) - 1)]
    kept[[0, -1]] = True
    while waiting:
        first, last = waiting.pop()
        between = points[first + 1 : last] - points[first]
        if not len(between):
            continue
        way = points[last] - points[first]
        length = float(np.hypot(*way))
        off = np.abs(between @ np.array([-way[1], way[0]])) / length if length else np.hypot(*between.T)
        worst = int(np.argmax(off))
        if off[worst] > tolerance_deg:
            middle = first + 1 + worst
            kept[middle] = True
            waiting += [(first, middle), (middle, last)]
    return points[kept]


def class_of(row: dict[str, str], viewpoint: str) -> int:
    """How a border is drawn as seen from somewhere; as Natural Earth itself has it where nothing else is said."""
    own = row[f"FCLASS_{viewpoint}"] if viewpoint else ""
    return CLASSES.get(own or row["FEATURECLA"], DISPUTED)


def reduced(folder: Path) -> tuple[dict[str, npt.NDArray[Any]], int]:
    """Borders and coasts as they are bundled, and of how many points they were."""
    borders, coasts = (folder / name for name in ("ne_10m_admin_0_boundary_lines_land", "ne_50m_coastline"))
    lines: list[Points] = []
    classes: list[list[int]] = []
    before = 0
    for parts, row in zip(lines_of(borders.with_suffix(".shp")), rows_of(borders.with_suffix(".dbf")), strict=True):
        seen = [class_of(row, viewpoint) for viewpoint in VIEWPOINTS]
        for part in parts:
            before += len(part)
            lines.append(thinned(part, TOLERANCE_DEG["borders"]))
            classes.append(seen)
    for part in (part for parts in lines_of(coasts.with_suffix(".shp")) for part in parts):
        before += len(part)
        lines.append(thinned(part, TOLERANCE_DEG["coasts"]))
        classes.append([COAST] * len(VIEWPOINTS))
    made = {
        "points": np.round(np.concatenate(lines) / UNIT_DEG).astype(np.int16),
        "counts": np.array([len(line) for line in lines], np.int32),
        "classes": np.array(classes, np.uint8),
    }
    return made, before


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the bundled base map.")
    parser.add_argument("folder", type=Path)
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("places", type=Path, nargs="?")
    asked.add_argument("--check", action="store_true")
    options = parser.parse_args()
    made, before = reduced(options.folder)
    if options.check:
        with np.load(BUNDLED) as kept:
            other = [name for name, values in made.items() if not np.array_equal(values, kept[name])]
        print(f"of other files: {', '.join(other)}" if other else "every line is as bundled, to the bit")
        return
    with options.places.open(encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(file))[::-1]
    where = np.array([(float(place["LONGITUDE"]), float(place["LATITUDE"])) for place in places])
    named = {"places": np.round(where / UNIT_DEG).astype(np.int16), "names": np.array([one["NAME"] for one in places])}
    np.savez_compressed(BUNDLED, **made, **named)
    size, after = BUNDLED.stat().st_size / 1e6, len(made["points"])
    print(f"{BUNDLED.name}: {size:.2f} MB, {len(made['counts'])} lines of {after} points ({before} before)")


if __name__ == "__main__":
    main()
