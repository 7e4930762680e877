"""Ways of flight: where an object is and when, against geodesics."""

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.compile import geometry, world
from mantlet.compile.paths import Path
from mantlet.compile.plan import Thing
from mantlet.engine.course import place as position
from mantlet.engine.tables import world_memory
from mantlet.library.catalog import Catalog
from mantlet.library.sampling import Draw
from mantlet.physics import ballistic, geodesy, terrain
from mantlet.scenario.load import loads

NORTH, EAST = {"lat": 30.5, "lon": 75.0}, {"lat": 30.5, "lon": 75.4}
BALLISTIC = {
    "flyers": {
        "srbm": {"object_class": "srbm", "apogee": "120 km"},
        "depressed": {"object_class": "srbm", "apogee": "60 km"},
        "quasi": {"object_class": "quasi_ballistic", "apogee": "45 km", "speed": "1500 m/s"},
    }
}


def things(raid: list[dict[str, Any]], known: Catalog | None = None, **top: Any) -> dict[str, Thing]:
    found = known or worlds.library()
    laid = geometry(loads(worlds.scenario(raid, units=[], **top), library=found), found)
    return {thing.id: thing for thing in laid.plan.things}


def gaps_m(path: Path) -> np.ndarray:
    """Ground way from knot to knot."""
    return geodesy.inverse_many(path.lat_deg[:-1], path.lon_deg[:-1], path.lat_deg[1:], path.lon_deg[1:])[0]


def end_gap_m(path: Path, place: dict[str, float], knot: int = -1) -> float:
    return geodesy.inverse(float(path.lat_deg[knot]), float(path.lon_deg[knot]), place["lat"], place["lon"])[0]


def test_straight_in() -> None:
    """From the bearing and range asked for, at constant speed and height, onto the target; the group in its fan."""
    found = things([{"count": 3, "approach": {"bearing": "350 deg", "spread": "60 deg", "range": "40 km"}}])
    for thing, bearing_deg in zip(found.values(), (330.0, 350.0, 10.0), strict=True):
        path = thing.path
        there = geodesy.direct(30.0, 75.0, bearing_deg, 40e3)
        assert geodesy.inverse(float(path.lat_deg[0]), float(path.lon_deg[0]), *there[:2])[0] < 1e-3
        assert end_gap_m(path, worlds.SITE) < 1e-3
        assert path.duration_s == pytest.approx(40.0)
        assert np.allclose(gaps_m(path), 1000.0 * path.step_s, rtol=1e-6)
        assert np.all(path.height_m == 3000.0)


def test_waypoints_are_passed_in_time() -> None:
    """Also at knots that do not fall on a waypoint; heights go straight from one to the next."""
    way = [{"at": EAST, "height": "9 km msl"}, {"at": NORTH, "height": "5 km msl"}]
    path = things([{"route": way}])["raid-001"].path
    legs_m = [geodesy.inverse(30.5, 75.4, 30.5, 75.0)[0], geodesy.inverse(30.5, 75.0, 30.0, 75.0)[0]]
    assert path.leg_s == pytest.approx((0.0, legs_m[0] / 1e3, sum(legs_m) / 1e3))
    assert path.duration_s == pytest.approx(sum(legs_m) / 1e3)
    lat, lon, height_m = path.point(1)
    assert geodesy.inverse(lat, lon, 30.5, 75.0)[0] <= 0.5 * 1000.0 * path.step_s
    assert height_m == pytest.approx(5000.0, abs=60.0)
    share = path.step_s * np.arange(len(path.lat_deg)) / path.leg_s[1]
    assert np.allclose(path.height_m, np.where(share < 1, 9000 - 4000 * share, 5000.0), atol=1e-6)


def test_lateral_spacing() -> None:
    """Parallel ways, the middle one the way of the file; all end at the target."""
    found = things([{"count": 3, "lateral": "2 km", "route": [{"at": NORTH}]}])
    starts = [end_gap_m(thing.path, NORTH, 0) for thing in found.values()]
    assert starts == pytest.approx([2000.0, 0.0, 2000.0], abs=0.1)
    assert [end_gap_m(thing.path, worlds.SITE) for thing in found.values()] == pytest.approx([0.0] * 3, abs=1e-3)


def test_members_follow_one_another_and_share_targets_in_turn() -> None:
    sites = [
        {"id": name, "name": name, "kind": "depot", "at": at, "value": 1}
        for name, at in (("site", worlds.SITE), ("other", EAST))
    ]
    raid = [{"count": 3, "start": "10 s", "interval": "4 s", "target": ["other", "site"]}]
    found = things(raid, blue={"assets": sites})
    assert [thing.start_s for thing in found.values()] == [10.0, 14.0, 18.0]
    assert [thing.target for thing in found.values()] == ["other", "site", "other"]


LEAST_ENERGY_M = ballistic.minimum_energy(geodesy.inverse(33.0, 75.0, 30.0, 75.0)[0])[1]


@pytest.mark.parametrize(("name", "apogee_m"), [("depressed", 60e3), ("srbm", LEAST_ENERGY_M), ("quasi", 45e3)])
def test_ballistic(name: str, apogee_m: float) -> None:
    """From the launch point over the apogee, no higher than least energy takes it, down to the target."""
    far = {"lat": 33.0, "lon": 75.0}
    path = things([{"threat": name, "launch": {"at": far}}], worlds.library(more=BALLISTIC), duration="900 s")[
        "raid-001"
    ].path
    assert end_gap_m(path, far, 0) < 1.0 and end_gap_m(path, worlds.SITE) < 1.0
    assert path.height_m[[0, -1]] == pytest.approx([0.0, 0.0], abs=1.0)
    assert path.height_m.max() == pytest.approx(apogee_m, rel=1e-3)


def test_weapons_start_where_their_carrier_is() -> None:
    carrier = {"id": "bombers", "count": 2, "interval": "7 s", "target": None}
    carrier |= {"route": [{"at": EAST}, {"at": NORTH}, {"at": {"lat": 31.0, "lon": 75.0}}]}
    raid = [carrier, {"id": "bombs", "carrier": "bombers", "release": 1, "each": 2, "interval": "3 s"}]
    known = worlds.library()
    made = worlds.built(worlds.scenario(raid, units=[], duration="900 s"), known)
    found = things(raid, duration="900 s")
    names, objects = made.names.object_ids, made.arrays.objects
    leg_s = found["bombers-001"].path.leg_s[1]
    for n, (carrier_name, wait_s) in enumerate(
        [("bombers-001", 0), ("bombers-001", 3), ("bombers-002", 7), ("bombers-002", 10)]
    ):
        thing = objects[names.index(f"bombs-{n + 1:03d}")]
        assert names[thing["carrier"]] == carrier_name
        assert thing["start_tick"] == np.floor(leg_s + wait_s + 0.5)
        assert end_gap_m(found[f"bombs-{n + 1:03d}"].path, NORTH, 0) <= 0.5 * 1000.0 * found[carrier_name].path.step_s


@pytest.mark.parametrize("index", range(4))
def test_weapons_start_where_a_carrier_of_any_speed_is(index: int) -> None:
    """A draw changes how fast the carrier gets there: the weapons leave it sooner or later, at the same place."""
    carrier = {"id": "bombers", "target": None, "speed": {"low": "200 m/s", "high": "900 m/s"}}
    carrier |= {"route": [{"at": EAST}, {"at": NORTH}, {"at": {"lat": 31.0, "lon": 75.0}}]}
    raid = [carrier, {"id": "bombs", "carrier": "bombers", "release": 1}]
    known = worlds.library()
    laid = geometry(loads(worlds.scenario(raid, units=[], duration="1800 s"), library=known), known)
    made = world(laid, Draw(1, index, "independent"))
    memory, objects = world_memory(made.arrays), made.arrays.objects
    bomber, bomb = (made.names.object_ids.index(name) for name in ("bombers-001", "bombs-001"))
    start = int(objects[bomb]["start_tick"])
    here, there = (np.array(position(memory.handle, o, float(start))[:3]) for o in (bomber, bomb))
    assert np.linalg.norm(here - there) <= 500.0 + made.inputs["group.bombers.speed"]  # a step of the way, and a tick


def test_low_flight_follows_the_ground() -> None:
    """Both ends above ground: that height over whatever is below, all the way."""
    ground = terrain.load()
    site = [{"id": "site", "name": "Site", "kind": "depot", "at": {"lat": 34.0, "lon": 77.5}, "value": 1}]
    way = [{"at": {"lat": 33.5, "lon": 78.0}, "height": "150 m agl"}]
    path = things([{"route": way}], environment={"terrain": "globe"}, blue={"assets": site})["raid-001"].path
    assert np.ptp(path.height_m) > 500.0
    assert np.allclose(path.height_m, ground.heights_m(path.lat_deg, path.lon_deg) + 150.0)


def test_height_over_the_ground_on_a_level_way_over_mountains() -> None:
    """What a missile's floor is held against; nothing flies lower than 30 m, whatever the file says."""
    site = [{"id": "site", "name": "Site", "kind": "depot", "at": {"lat": 33.5, "lon": 78.0}, "value": 1}]
    way = [{"at": {"lat": 34.0, "lon": 77.5}, "height": "5 km msl"}]
    known, top = worlds.library(), {"environment": {"terrain": "globe"}, "blue": {"assets": site}}
    laid = geometry(loads(worlds.scenario([{"route": way}], units=[], **top), library=known), known)
    (thing,) = laid.plan.things
    under = terrain.load().heights_m(thing.path.lat_deg, thing.path.lon_deg)
    assert under.min() < 4500.0 and under.max() > 5300.0
    assert np.allclose(thing.path.height_m, np.maximum(5000.0, under + 30.0))
    assert np.allclose(laid.knots["above_m"], thing.path.height_m - under)
