"""Airborne radars: where they are, what they see and when, against sums over geodesics."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.compile import geometry
from mantlet.compile import world as compiled_world
from mantlet.engine.rays import visible
from mantlet.engine.tables import world_memory
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.physics.propagation import horizon_m
from mantlet.scenario.load import loads

LOW = {"height": "20 m", "height_reference": "agl"}
ORBIT = {"to": {"lat": 29.0, "lon": 76.0}, "height": "9 km msl", "speed": "200 m/s"}
WATCH = {"instrumented_range": "400 km"}


def flown(orbit: dict[str, Any], *, sensor: dict[str, Any] | None = None, flyer: dict[str, Any] | None = None) -> Any:
    """A world with one airborne radar under a post, a unit beside it and one object from the north."""
    known = worlds.library(
        sensor={"autonomous": False}, flyer=flyer, more={"sensors": {"watch": WATCH | (sensor or {})}}
    )
    air = {"id": "air", "sensor": "watch", "post": "post", "at": {"lat": 29.0, "lon": 75.0}, "orbit": orbit}
    blue = {"posts": [{"id": "post", "link_delay": "0 s", "at": worlds.SITE}], "sensors": [air]}
    text = worlds.scenario([{}], [{"post": "post"}], blue=blue, duration="120 s")
    return worlds.built(text, known)


def first(world: Any, kind: str) -> dict[str, int]:
    return {world.names.sensor_ids[event["sensor"]]: int(event["tick"]) for event in worlds.events(world, kind)}


def test_it_looks_over_the_horizon_of_those_on_the_ground() -> None:
    """20 m up, 40 km off: a radar 10 m above the ground has it from 31.5 km; one at 9 km has it at once."""
    told = first(flown(ORBIT, flyer=LOW), "tracked")
    assert told["air"] <= 1 < told["unit/eye"]
    seen_m = horizon_m(10.0, 20.0)
    assert told["unit/eye"] == pytest.approx((40e3 - seen_m) / 1e3, abs=1.0)


@pytest.mark.parametrize("speed_mps", [100.0, 300.0, 900.0])
def test_what_comes_in_range_is_seen_when_it_does(speed_mps: float) -> None:
    """The radar flies north towards the object, to a turning point and back: the slant range is summed tick by tick."""
    orbit = {"to": {"lat": 29.3, "lon": 75.0}, "height": "6 km msl", "speed": f"{speed_mps} m/s"}
    world = flown(orbit, sensor={"instrumented_range": "125 km"})
    leg_m, north_deg, _ = geodesy.inverse(29.0, 75.0, 29.3, 75.0)
    thing = world.arrays.objects[0]
    knots = world.arrays.knots[thing["knot_first"] : thing["knot_first"] + thing["knot_count"]]
    for tick in range(120):
        into_m = abs((tick * speed_mps / leg_m + 1.0) % 2.0 - 1.0) * leg_m
        lat, lon, _ = geodesy.direct(29.0, 75.0, north_deg, into_m)
        at = np.array(geodesy.to_ecef(lat, lon, 6000.0))
        along = min(tick * thing["knots_per_tick"], thing["knot_count"] - 1.001)
        a, b = knots[int(along)], knots[int(along) + 1]
        there = [a[axis] + (along - int(along)) * (b[axis] - a[axis]) for axis in ("x_m", "y_m", "z_m")]
        if np.linalg.norm(at - there) <= 125e3:
            break
    assert first(world, "tracked")["air"] == max(tick, 1) or first(world, "tracked")["air"] == tick


def test_lines_of_sight_follow_it() -> None:
    """Behind the horizon of its first place, in sight of its second: it sees the object only once it is there."""
    near = {"to": {"lat": 29.9, "lon": 75.0}, "height": "100 m msl", "speed": "1000 m/s"}
    tracked = first(flown(near, flyer=LOW | {"speed": "300 m/s"}), "tracked")
    reach_m = horizon_m(100.0, 20.0)
    gap_m = geodesy.inverse(29.0, 75.0, 30.0, 75.0)[0] + 40e3 - reach_m
    assert tracked["air"] == pytest.approx(gap_m / 1300.0, abs=3.0)


@pytest.mark.parametrize("pace", [0, 1, 2, 3])
def test_who_is_not_on_time_is_looked_at_from_where_the_radar_then_is(pace: int) -> None:
    """Every place on the way of a low flyer against every place of the radar, over a smooth earth.

    The flyer is faster or slower in each draw than its way was laid out. The radar flies a leg of 130 km, and looks
    from the middles of 64 parts of it.
    """
    known = worlds.library(flyer=LOW, more={"sensors": {"watch": WATCH}})
    leg = {"to": {"lat": 30.1, "lon": 75.5}, "height": "200 m msl", "speed": "900 m/s"}
    air = {"id": "air", "sensor": "watch", "post": "post", "at": {"lat": 29.0, "lon": 75.0}, "orbit": leg}
    blue = {"posts": [{"id": "post", "link_delay": "0 s", "at": worlds.SITE}], "sensors": [air]}
    speeds = {"low": "150 m/s", "best": "300 m/s", "high": "450 m/s"}
    text = worlds.scenario([{"speed": speeds}], [{"post": "post"}], blue=blue, duration="300 s")
    made = compiled_world(geometry(loads(text, library=known), known), Draw(1, pace, "independent"))
    memory, thing, r = world_memory(made.arrays), made.arrays.objects[0], made.names.sensor_ids.index("air")
    leg_m, azimuth_deg, _ = geodesy.inverse(29.0, 75.0, 30.1, 75.5)
    reach_m, answers = horizon_m(200.0, 20.0), list[bool]()
    for own in range(1, int(thing["end_tick"]), 7):
        share = own * thing["knots_per_tick"] / (thing["knot_count"] - 1)
        there = geodesy.direct(30.0, 75.0, 0.0, 40e3 * (1.0 - share))
        for tick in range(0, 300, 11):
            into_m = abs((tick * 900.0 / leg_m + 1.0) % 2.0 - 1.0) * leg_m
            lat, lon, _ = geodesy.direct(29.0, 75.0, azimuth_deg, into_m)
            apart_m = geodesy.inverse(lat, lon, there[0], there[1])[0]
            if abs(apart_m - reach_m) > 2e3:  # half a part of the leg, and a second of flight
                answers.append(apart_m < reach_m)
                assert visible(memory.handle, r, 0, own, tick) == answers[-1]
    assert min(answers.count(True), answers.count(False)) > 100


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"orbit": {"to": worlds.SITE, "height": "9 km agl", "speed": "200 m/s"}}, "expected a height above sea level"),
        ({"orbit": {"to": worlds.SITE, "height": "9 km msl", "speed": "200"}}, "speed"),
        (
            {"orbit": {"to": worlds.SITE, "height": "9 km msl", "speed": "200 m/s"}, "antenna_height": "10 m"},
            "got orbit with antenna_height or facing",
        ),
        ({"orbit": {"to": worlds.SITE, "height": "9 km msl", "speed": "200 m/s"}}, "is the same place as 'at'"),
        ({"orbit": {"to": {"lat": -30.0, "lon": -105.0}, "height": "9 km msl", "speed": "200 m/s"}}, "5000 km or less"),
        ({"orbit": ORBIT | {"height": "-100 m msl"}}, "expected more than the ground below, 0 m"),
        ({"orbit": ORBIT | {"height": "0 m msl"}}, "expected more than the ground below, 0 m"),
        ({"orbit": ORBIT, "decoy_emitters": 1}, "got orbit with decoy_emitters"),
    ],
)
def test_what_cannot_fly_is_refused(change: dict[str, Any], what: str) -> None:
    sensor = {"id": "air", "sensor": "eye", "at": worlds.SITE} | change
    with pytest.raises(InvalidInput, match=what):
        loads(worlds.scenario([{}], blue={"sensors": [sensor]}), library=worlds.library())


def test_what_flies_cannot_be_aimed_at() -> None:
    sensor = {"id": "air", "sensor": "eye", "at": worlds.SITE, "orbit": ORBIT}
    known = worlds.library(flyer={"damage_prob": {"depot": 1, "radar": 1}})
    with pytest.raises(InvalidInput, match="'air' is in the air"):
        loads(worlds.scenario([{"target": "air"}], blue={"sensors": [sensor]}), library=known)
