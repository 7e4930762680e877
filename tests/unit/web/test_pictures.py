"""Pictures on the map lie where they belong, and radars see what the horizon leaves."""

from __future__ import annotations

from typing import Any, get_args
from xml.etree import ElementTree

import numpy as np
import pytest

from mantlet.codes import CLASSES
from mantlet.physics.propagation import horizon_m
from mantlet.report.scene import KM_PER_DEG, Radar, SiteKind
from mantlet.web.app import STATIC
from mantlet.web.base_map import VIEWPOINTS, Box, base_map
from mantlet.web.pictures import LEG_PARTS, corners, cover_table, flat_ground

AREA = Box(54.0, 56.0, 23.0, 26.0)


def picture(row: dict[str, Any]) -> np.ndarray:
    """What one radar sees, rows of pixels from the north."""
    bits = np.unpackbits(np.frombuffer(row["seen"], np.uint8))
    return bits[: len(bits) // row["broad"] * row["broad"]].reshape(-1, row["broad"]) > 0


@pytest.mark.parametrize("height_m", [100.0, 1000.0])
def test_over_level_ground_a_radar_sees_to_its_horizon(height_m: float) -> None:
    ground, radar = flat_ground(AREA), Radar("one", "blue", 55.0, 24.5, 20.0, 400e3)
    (row,) = cover_table(None, ground, [radar], height_m, 4 / 3).to_pylist()
    seen = picture(row)
    (west, north), (east, _), (_, south), _ = corners(ground)
    column = seen[:, round((24.5 - west) / (east - west) * seen.shape[1])]
    ends = np.flatnonzero(column)[[0, -1]] + np.array([0, 1])
    top, foot = np.arcsinh(np.tan(np.radians([north, south])))
    lat_deg = np.degrees(np.arctan(np.sinh(top + ends / len(column) * (foot - top))))  # as a map in Mercator shows it
    reach_deg = horizon_m(20.0, height_m, 4 / 3) / 1e3 / KM_PER_DEG
    assert lat_deg == pytest.approx([55.0 + reach_deg, 55.0 - reach_deg], abs=0.025)


def test_an_airborne_radar_sees_from_where_it_is_on_its_leg() -> None:
    leg = np.column_stack([np.full(65, 55.0), np.linspace(23.5, 25.5, 65)])
    radar = Radar("high", "blue", 55.0, 23.5, 5000.0, 40e3, leg=leg)
    ground = flat_ground(AREA)
    rows = cover_table(None, ground, [radar], 1000.0, 4 / 3).to_pylist()
    assert [row["radar"] for row in rows] == ["high"] * LEG_PARTS
    (west, _), (east, _), _, _ = corners(ground)
    for row in rows:
        columns = np.flatnonzero(picture(row).any(axis=0))
        middle = west + (columns.mean() + 0.5) / row["broad"] * (east - west)
        assert middle == pytest.approx(row["lon"], abs=0.03)


def test_the_base_has_what_lies_in_the_area() -> None:
    found = base_map(Box(31.0, 37.0, 73.0, 82.0))
    assert {"Leh", "Srinagar", "Hotan"} <= {place["name"] for place in found["places"]}
    assert "Paris" not in {place["name"] for place in found["places"]}
    for line in found["lines"]:
        lon, lat = np.array(line["points"]).T
        assert lat.max() >= 25.0 and lat.min() <= 43.0 and lon.max() >= 64.0 and lon.min() <= 91.0


def test_lines_that_states_see_differently_are_drawn_differently() -> None:
    lines = base_map(Box(31.0, 37.0, 73.0, 82.0))["lines"]
    assert {line["classes"][""] for line in lines} >= {"border", "disputed"}
    for one in ("IN", "CN", "PK"):
        assert one in VIEWPOINTS
        assert any(line["classes"][one] != line["classes"][""] for line in lines)
    assert any(line["classes"]["IN"] == "hidden" and line["classes"]["CN"] == "border" for line in lines)


def test_whatever_stands_or_flies_has_a_symbol_that_lies_alone_in_the_picture() -> None:
    parts = ElementTree.fromstring((STATIC / "symbols.svg").read_text(encoding="utf-8"))
    assert [part for part in parts if len(part) == 0] == [], "an empty one"
    kinds = {*CLASSES, *get_args(SiteKind), "airborne"}
    assert {part.get("id") for part in parts} >= {f"{side} {kind}" for side in ("friend", "hostile") for kind in kinds}
    taken = np.zeros((int(parts.get("height", 0)), int(parts.get("width", 0))), int)
    for part in parts:
        x, y, broad, tall, at_x, at_y = (
            float(part.get(name, "nan")) for name in ("x", "y", "width", "height", "data-x", "data-y")
        )
        taken[int(y) : int(np.ceil(y + tall)), int(x) : int(np.ceil(x + broad))] += 1
        assert 0 < at_x < broad and 0 < at_y <= tall
    assert taken.max() == 1
