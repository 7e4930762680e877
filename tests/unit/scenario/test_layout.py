"""Whether the geometry is possible: on the terrain, above the ground, in time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import load, loads
from mantlet.scenario.models import Scenario
from scenario_parts import LIBRARY, SCENARIO


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain at 200 m with a wall of 5,000 m along 31.2 N: 29 to 32 N, 74 to 77 E."""
    folder = tmp_path_factory.mktemp("terrain")
    heights = np.full((360, 360), 200)
    heights[94:98] = 5000
    np.savez(folder / "wall.npz", z=heights, lat_top=32.0, lon_left=74.0, step_arcsec=30)
    return folder


def laid_out(folder: Path, *changes: tuple[str, str]) -> Scenario:
    text = SCENARIO.replace("sides:", "environment: {terrain: wall.npz}\nsides:")
    for old, new in changes:
        assert old in text, f"nothing to replace: {old}"
        text = text.replace(old, new, 1)
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, library=LIBRARY)


def test_over_the_wall(folder: Path) -> None:
    assert laid_out(folder).notices == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "lat: 31.5, lon: 75.0}}",
            "lat: 31.5, lon: 75.0}, height: 150 m msl}",
            "expected more than the ground there (200 m)",
        ),
        ("lat: 31.5, lon: 75.0", "lat: 33.5, lon: 75.0", "33.5 N 75 E, outside the terrain"),
        (
            "id: second\n        system: test/battery\n        at: {lat: 30.1",
            "id: second\n        system: test/battery\n        at: {lat: 3.1",
            "outside the terrain",
        ),
        ("lat: 30.5, lon: 75.2", "lat: 31.0, lon: 75.0", "is the same place as the next point"),
        ("lat: 30.5, lon: 75.2", "lat: 30.0, lon: 75.0", "is the same place as the next point"),
        ("height: 100 m agl", "height: 100 m", "above ground or above sea level"),
        ("height: 100 m agl", "height: 100", "got a bare number"),
        ("height: 100 m agl", "height: -5 m agl", "expected a length from 0 m to 100 km"),
        ("height: 100 m agl", "height: 100 agl", "no unit in"),
        ("lat: 31.0, lon: 75.0}, height", "lat: 91.0, lon: 75.0}, height", "less than or equal to 85"),
    ],
)
def test_impossible(folder: Path, old: str, new: str, what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        laid_out(folder, (old, new))
    assert what in str(caught.value)


def test_a_leg_into_the_wall(folder: Path) -> None:
    low = [(f"lat: {lat}, lon: 75.0}}}}", f"lat: {lat}, lon: 75.0}}, height: 500 m msl}}") for lat in ("31.5", "31.0")]
    with pytest.raises(
        InvalidInput, match=r"runs into the ground at 31\.(18|19|20|21|22) N 75\.00 E \(5000 m, flown at 500 m\)"
    ):
        laid_out(folder, *low)


def test_a_height_above_ground_follows_it(folder: Path) -> None:
    assert laid_out(folder, ("lat: 31.0, lon: 75.0}, height", "lat: 31.5, lon: 75.0}, height")).notices == ()


def test_the_end_of_the_world_without_terrain() -> None:
    with pytest.raises(InvalidInput, match="km from the next point, expected 5000 km or less"):
        loads(SCENARIO.replace("lat: 31.0, lon: 75.0}, height", "lat: -60.0, lon: 75.0}, height"), library=LIBRARY)


def test_when_the_last_one_arrives(folder: Path) -> None:
    # 2 bombers of 220 m/s, 55.5 km to the release, then weapons of 250 m/s over 110.9 km: 252 + 444 = 696 s.
    on_time = laid_out(folder, ("duration: 20 min", "duration: 700 s"))
    assert not any("raid[2]" in notice for notice in on_time.notices)
    late = laid_out(folder, ("duration: 20 min", "duration: 690 s"))
    assert any("raid[2]" in notice and "11.6 min" in notice for notice in late.notices)


@pytest.mark.parametrize(
    ("to", "height", "place", "what"),
    [
        ("{lat: 30.9, lon: 75.0}", "1 km msl", None, None),
        ("{lat: 31.5, lon: 75.0}", "1 km msl", "height", "5000 m at 31.19"),
        ("{lat: 31.5, lon: 75.0}", "6 km msl", None, None),
        ("{lat: 32.5, lon: 75.0}", "6 km msl", "to", "outside the terrain"),
        ("{lat: 30.0, lon: 75.0}", "6 km msl", "to", "same place"),
    ],
)
def test_an_orbit_stays_above_the_ground_along_its_leg(
    folder: Path, to: str, height: str, place: str | None, what: str | None
) -> None:
    orbit = f"orbit: {{to: {to}, height: {height}, speed: 180 m/s}}"
    sensor = f"sensors:\n      - {{id: air, sensor: T1, post: post, at: {{lat: 30.0, lon: 75.0}}, {orbit}}}\n    units:"
    if what is None:
        assert laid_out(folder, ("units:", sensor)).sides
        return
    with pytest.raises(InvalidInput) as caught:
        laid_out(folder, ("units:", sensor))
    (fault,) = caught.value.faults
    assert fault.path.endswith(f"orbit.{place}") and what in fault.message and fault.line > 0
