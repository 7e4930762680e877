"""Flights of fighters as records: who flies from where, how far they see and shoot, which area a place lies in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.compile import geometry, world
from mantlet.engine.airspace import inside
from mantlet.engine.memory import Handle
from mantlet.engine.tables import world_memory
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.physics import geodesy
from mantlet.physics.jit import compiled
from mantlet.scenario.load import load
from oracle.test_fighters import POST, far, made

BAND = [{"lat": 31.0, "lon": 74.0}, {"lat": 31.0, "lon": 76.0}, {"lat": 32.0, "lon": 76.0}, {"lat": 32.0, "lon": 74.0}]
ELL = [(30.0, 74.0), (30.0, 76.0), (31.0, 76.0), (31.0, 75.0), (32.0, 75.0), (32.0, 74.0)]


@compiled
def over(world: Handle, area: int, x_m: float, y_m: float, z_m: float) -> bool:
    """`inside`, which only compiled code can call: it takes a tuple."""
    return inside(world, area, (x_m, y_m, z_m))


def test_aircraft_are_shared_out_in_flights() -> None:
    laid = made(far(100), place={"count": 5, "size": 2})
    assert laid.names.flight_ids == ("hawk/1", "hawk/2", "hawk/3")
    assert laid.force.flight_aircraft.tolist() == [2, 2, 1]


@pytest.mark.parametrize(("rcs_m2", "shot_m"), [(16.0, 60e3), (1.0, 30e3), (1 / 16, 15e3), (256.0, 70e3)])
def test_sight_goes_with_the_fourth_root_of_the_cross_section(rcs_m2: float, shot_m: float) -> None:
    """30 km on 1 m2; the launch range of 70 km ends what sight would allow."""
    laid = made(far(100, rcs=f"{rcs_m2} m2"), fighter={"radar_range": "30 km", "launch_range": "70 km"})
    (reach,) = laid.arrays.reaches[0]
    assert reach["sight_m"] == pytest.approx(30e3 * rcs_m2**0.25)
    assert reach["shot_m"] == pytest.approx(shot_m)


def test_nobody_goes_for_what_it_is_not_armed_for_nor_for_ballistic_missiles() -> None:
    bomber = made(far(100), flyer={"object_class": "bomber"})
    arc = made({"launch": {"at": {"lat": 32.0, "lon": 75.0}}}, flyer={"object_class": "srbm", "apogee": "60 km"})
    for laid in (bomber, arc):
        assert laid.arrays.reaches["shot_m"].tolist() == [[-1.0]]


@pytest.mark.parametrize(
    ("lat", "lon", "within"),
    [
        (30.5, 75.5, True),
        (31.5, 74.5, True),
        (31.5, 75.5, False),
        (30.5, 73.9, False),
        (32.1, 74.5, False),
        (-30.5, -104.5, False),
    ],
)
@pytest.mark.parametrize("height_m", [0.0, 12_000.0])
def test_a_place_lies_in_an_area_or_not(lat: float, lon: float, within: bool, height_m: float) -> None:
    """A corner cut out of a rectangle, at any height over it; not on the other side of the earth."""
    area = [{"lat": corner_lat, "lon": corner_lon} for corner_lat, corner_lon in ELL]
    laid = made(far(100), place={"zone": area, "corridor": area})
    assert laid.arrays.fighters[0]["zone"] == laid.arrays.fighters[0]["corridor"] == 0
    memory = world_memory(laid.arrays)
    assert over(memory.handle, 0, *geodesy.to_ecef(lat, lon, height_m)) == within


def test_two_areas_have_their_own_corners() -> None:
    laid = made(far(100), place={"zone": BAND, "corridor": [*BAND[:3]]})
    assert laid.arrays.areas["corner_first"].tolist() == [0, 4]
    assert laid.arrays.areas["corner_count"].tolist() == [4, 3]


def test_figures_of_the_library_are_drawn_only_where_fighters_fly() -> None:
    known = catalog()
    flown, left_out = (
        world(geometry(load("air-superiority-2020", overrides=changes), known), Draw(1, 0, "independent")).inputs
        for changes in ([], ["mechanisms.fighters=false"])
    )
    more = set(flown) - set(left_out)
    assert {"su-30mki.fighter.launch_range", "mig-29.fighter.kill_prob.fighter", "mig-29.speed"} <= more
    assert all(path.startswith(("su-30mki.", "mig-29.")) for path in more)


def test_a_scenario_sets_figures_of_its_own() -> None:
    place = {"readiness": {"low": "60 s", "high": "90 s"}, "endurance": "40 min", "tanker": False}
    laid = made(far(100), place=place)
    assert (laid.arrays.fighters[0]["scramble_ticks"], laid.arrays.fighters[0]["endurance_ticks"]) == (75, 2400)
    assert {"fighters.hawk.scramble", "fighters.hawk.endurance"} <= set(laid.inputs)
    assert made(far(100), place={"tanker": True}).arrays.fighters[0]["endurance_ticks"] == 0


def test_the_post_that_cues_a_flight_is_a_station_of_its_network() -> None:
    laid: Any = made(far(100), blue={"posts": [POST, POST | {"id": "other"}]})
    station = laid.arrays.fighters[0]["station"]
    assert laid.arrays.stations[station]["group"] == laid.arrays.sensors[0]["group"]
    assert np.array_equal(laid.arrays.fighters["missile"], [len(laid.arrays.missiles)])
    assert made(far(100), place={"post": None}).arrays.fighters[0]["station"] == -1
    assert worlds.built(worlds.scenario()).arrays.fighters.shape == (0,)
