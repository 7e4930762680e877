"""What moves of a defence is shown where the engine has it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mantlet
from mantlet.engine.rays import stance
from mantlet.engine.tables import world_memory
from mantlet.physics.geodesy import from_ecef, inverse, to_ecef
from mantlet.report.fight import columns
from mantlet.report.survey import views_of
from mantlet.run.aloft import flights
from mantlet.run.battle import prepared
from mantlet.run.result import Result
from mantlet.web.account import sites
from mantlet.web.replay import Replay, replayed


@pytest.fixture(scope="module")
def intercepted() -> Result:
    return mantlet.run(mantlet.load("air-superiority-2020"), draws=2, replications=3)


def at(course: dict[str, Any], moment_s: float) -> tuple[float, float, float]:
    """Latitude, longitude and height of what moves, as the page has it."""
    time, lon, lat, height = np.array(course["points"]).T
    return tuple(float(np.interp(moment_s, time, part)) for part in (lat, lon, height))  # pyright: ignore[reportReturnType]


def test_airborne_radars_fly_to_and_fro_as_in_the_engine() -> None:
    result = mantlet.run(mantlet.load("lab-airborne"), draws=1, replications=1)
    replay = replayed(result, 0, 0)
    (r,) = (r for r, name in enumerate(replay.world.names.sensor_ids) if name in replay.courses)
    memory, name = world_memory(replay.world.arrays), replay.world.names.sensor_ids[r]
    assert replay.end_s > 200
    for tick in range(0, int(replay.end_s / replay.tick_s), 20):
        lat, lon, height_m = from_ecef(*stance(memory.handle, r, tick)[:3])
        found = at(replay.courses[name], tick * replay.tick_s)
        assert inverse(lat, lon, *found[:2])[0] < 50.0 and found[2] == pytest.approx(height_m, abs=100.0)


def test_what_flies_or_moves_is_told_once_and_airborne_radars_apart() -> None:
    kinds: dict[str, str] = {}
    for name in ("lab-airborne", "lab-moves"):
        battle = prepared(mantlet.load(name)).geometry
        scene = views_of(battle, {}, np.empty((0, 2)))[0].scene
        kinds |= {site["name"]: site["kind"] for site in sites(scene, battle.plan)}
    assert kinds["watch"] == "airborne"
    assert kinds["battery"] == "unit" and "second-site" not in kinds, "the symbol goes from one site to the next"


def shots_of_fighters(replay: Replay) -> list[tuple[str, str, float]]:
    rows = columns(replay.events, "kind", "unit_id", "object_id", "time_s")
    return [
        (unit, target, moment) for kind, unit, target, moment in rows if kind == "launched" and unit in replay.courses
    ]


def test_fighters_are_within_reach_of_what_they_shoot_at(intercepted: Result) -> None:
    """The places come from another pass than the events: they fit together only if both are the same fight."""
    shots = 0
    for k in range(3):
        replay = replayed(intercepted, 1, k)
        units, names = replay.world.names.unit_ids, replay.world.names
        for unit, target, moment in shots_of_fighters(replay):
            lon, lat, height_m = replay.place(replay.index[target], moment)
            apart = np.subtract(to_ecef(lat, lon, height_m), to_ecef(*at(replay.courses[unit], moment)))
            f = units.index(unit) - len(replay.world.arrays.units)
            reach_m = replay.world.arrays.reaches[f, names.object_ids.index(target)]["shot_m"]
            assert np.linalg.norm(apart) < reach_m + 1500.0, (unit, target)
            shots += 1
    assert shots > 5


def test_the_points_hold_the_whole_way(intercepted: Result) -> None:
    replay = replayed(intercepted, 0, 1)
    last = int(replay.end_s / replay.tick_s)
    places = flights(replay.world, intercepted.manifest["seed"], 0, 1, last).places_m
    moved = 0.0
    for f, unit in enumerate(replay.world.names.unit_ids[len(replay.world.arrays.units) :]):
        for tick in range(0, last, 30):
            apart = np.subtract(to_ecef(*at(replay.courses[unit], tick * replay.tick_s)), places[tick, f])
            assert np.linalg.norm(apart) < 500.0
        moved = max(moved, float(np.linalg.norm(places[:, f] - places[0, f], axis=1).max()))
        assert len(replay.courses[unit]["points"]) < last / 10
    assert moved > 20e3


def test_of_skipped_scans_no_fighter_is_followed(intercepted: Result) -> None:
    result = mantlet.run(mantlet.load("air-superiority-2020"), draws=1, replications=1, sampling="skip")
    assert replayed(result, 0, 0).courses == {}
