"""Lines of sight by the run, against single ones look by look."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.compile import Geometry, geometry
from mantlet.compile.paths import Path
from mantlet.compile.sight import REACH_RATIO
from mantlet.physics import geodesy, terrain
from mantlet.physics.propagation import horizon_m
from mantlet.scenario.load import loads

REACH_M = 300e3


def laid(raid: list[Any], places: list[Any], antenna: str = "10 m", **top: Any) -> Geometry:
    """Units at places, each with a radar that looks REACH_M far."""
    known = worlds.library(sensor={"instrumented_range": f"{REACH_M / REACH_RATIO} m", "antenna_height": antenna})
    units = [{"id": f"u{n}", "at": place} for n, place in enumerate(places)]
    return geometry(loads(worlds.scenario(raid, units, duration="3600 s", **top), library=known), known)


def looks(path: Path) -> tuple[Any, Any]:
    """(Times a second apart at most, rows of latitude, longitude and height there)."""
    times = np.linspace(0.0, path.duration_s, int(np.ceil(path.duration_s)) + 1)
    knots_s = path.step_s * np.arange(len(path.lat_deg))
    parts = [np.interp(times, knots_s, part) for part in (path.lat_deg, path.lon_deg, path.height_m)]
    return times, np.stack(parts, axis=1)


def told(found: Geometry, r: int, o: int) -> list[bool]:
    """Whether radar r is said to see object o, look by look."""
    first, last = found.sightings.starts[r, o : o + 2]
    runs, (times, _) = found.sightings.runs_s[first:last], looks(found.plan.things[o].path)
    return [bool(np.any((runs[:, 0] <= time) & (time <= runs[:, 1]))) for time in times]


def point(chance: np.random.Generator, height: str = "") -> dict[str, Any]:
    lat, lon = chance.uniform(29.0, 31.0), chance.uniform(74.0, 76.0)
    return {"at": {"lat": lat, "lon": lon}} | ({"height": height} if height else {})


@pytest.mark.parametrize("seed", range(4))
def test_over_a_smooth_earth(seed: int) -> None:
    """Bent ways at many heights past many radars: the geodesic against the horizon at each look."""
    chance = np.random.default_rng(seed)
    ways = [[point(chance, f"{chance.choice([40, 300, 3000])} m msl") for _ in range(4)] for _ in range(5)]
    raid = [{"id": f"g{n}", "route": way, "speed": f"{chance.uniform(100, 900)} m/s"} for n, way in enumerate(ways)]
    found = laid(raid, [point(chance)["at"] for _ in range(8)])
    seen = 0
    for o, thing in enumerate(found.plan.things):
        _, spots = looks(thing.path)
        for r, radar in enumerate(found.plan.radars):
            here = radar.at.lat_deg, radar.at.lon_deg
            ground_m = geodesy.inverse_many(*here, spots[:, 0], spots[:, 1])[0]
            reach_m = np.array([horizon_m(radar.height_m, height, 4 / 3) for height in spots[:, 2]])
            assert told(found, r, o) == (ground_m <= reach_m).tolist()
            seen += int((ground_m <= reach_m).sum())
    assert seen > 1000


def test_nothing_is_looked_at_from_too_far() -> None:
    """High above, so that the horizon is farther than the reach."""
    way = [{"at": {"lat": 30.0, "lon": 70.0}, "height": "30 km msl"}]
    found = laid([{"route": way}], [worlds.SITE, {"lat": 30.0, "lon": 82.0}], antenna="200 m")
    _, spots = looks(found.plan.things[0].path)
    for r, radar in enumerate(found.plan.radars):
        here = np.array(geodesy.to_ecef(radar.at.lat_deg, radar.at.lon_deg, radar.height_m))
        away_m = np.linalg.norm(np.stack(geodesy.to_ecef(*spots.T), axis=1) - here, axis=1)
        assert told(found, r, 0) == (away_m <= REACH_M).tolist()
    assert sum(told(found, 0, 0)) > 200 and not any(told(found, 1, 0))


def test_over_terrain() -> None:
    """Every second of low ways through the mountains, against single lines of sight."""
    ground = terrain.load()
    site = [{"id": "site", "name": "Site", "kind": "depot", "at": {"lat": 34.13, "lon": 77.55}, "value": 1}]
    starts = [(33.4, 78.4, "300 m agl"), (34.9, 78.1, "150 m agl"), (33.6, 76.8, "7 km msl")]
    raid = [
        {"id": f"g{n}", "route": [{"at": {"lat": lat, "lon": lon}, "height": height}]}
        for n, (lat, lon, height) in enumerate(starts)
    ]
    places = [{"lat": 34.03, "lon": 77.6}, {"lat": 34.577, "lon": 77.474}, {"lat": 33.817, "lon": 77.754}]
    found = laid(raid, places, "20 m", environment={"terrain": "globe"}, blue={"assets": site})
    seen: list[bool] = []
    for o, thing in enumerate(found.plan.things):
        _, spots = looks(thing.path)
        for r, radar in enumerate(found.plan.radars):
            here = radar.at.lat_deg, radar.at.lon_deg, radar.height_m
            expected = [ground.visible(*here, lat, lon, height, 4 / 3) for lat, lon, height in spots.tolist()]
            assert told(found, r, o) == expected
            seen += expected
    assert 0.1 < np.mean(seen) < 0.9


def test_who_flies_the_same_way_shares_it() -> None:
    """Three one after the other and three beside each other: the way of the three is laid once, and seen alike."""
    way = [{"at": {"lat": 30.5, "lon": 75.5}}]
    behind = {"id": "behind", "count": 3, "interval": "20 s", "route": way}
    found = laid([behind, {"id": "beside", "count": 3, "lateral": "1 km", "route": way}], [worlds.SITE])
    paths = [thing.path for thing in found.plan.things]
    assert len({id(path) for path in paths}) == 3  # the middle one of those beside is on it too
    assert paths[0] is paths[1] is paths[2] is paths[4]
    assert len(found.raid.knots) == sum(len(paths[o].lat_deg) for o in (0, 3, 5))
    firsts = found.raid.records["knot_first"]
    assert len(set(firsts.tolist())) == 3 and len(set(firsts[:3].tolist())) == 1
    assert told(found, 0, 0) == told(found, 0, 1) == told(found, 0, 4)
