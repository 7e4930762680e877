"""What goes into a world with jammers, a notch or rain, and what does not go into one without."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.compile import Geometry, geometry, world
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads

ANTENNA = {"antenna_gain": "30 dB", "beamwidth": "3 deg", "sidelobe_level": "25 dB", "noise_temperature": "500 K"}
SEEING = {"certain": False, "claim": worlds.CLAIM, "min_radial_speed": "25 m/s"}
SPREAD = {"low": "5 W/MHz", "high": "50 W/MHz"}
JAMMER = {"power_density": SPREAD, "bands": ["S"], "from": "10 s", "until": "20 s"}
FIGURES = {f"eye.{name}" for name in ANTENNA} | {"group.raid.power_density"}
RAIN = {"rain": {"rate": "10 mm/h", "height": "4 km"}}


def laid(jammer: Any = None, unit: Any = None, **top: Any) -> Geometry:
    known = worlds.library(sensor=SEEING | ANTENNA)
    group = {"jammer": jammer} if jammer else {}
    return geometry(loads(worlds.scenario([group], [unit or {}], **top), library=known), known)


def test_figures_of_an_antenna_are_drawn_only_for_a_jammer_that_is_heard() -> None:
    assert laid(JAMMER).drawn.keys() >= FIGURES
    for other in (laid(), laid(JAMMER | {"bands": ["X"]}), laid(JAMMER, mechanisms={"jamming": False})):
        assert not FIGURES & other.drawn.keys()


def test_power_is_drawn_from_its_interval_and_sets_the_strength() -> None:
    strengths = [float(world(laid(JAMMER), Draw(1, n, "independent")).arrays.jam_m2[0, 0]) for n in range(30)]
    one_w_mhz = 1e-6 * 1e3 * (0.299792458 / 3 / 4 / math.pi) ** 2 / (1.380649e-23 * 500.0)
    assert 5.0 <= min(strengths) / one_w_mhz < 15.0 < 40.0 < max(strengths) / one_w_mhz <= 50.0


def test_a_jammer_works_from_and_until() -> None:
    record = world(laid(JAMMER, tick="0.5 s"), Draw(0, 0, "central")).arrays.jammers[0]
    assert (record["object"], record["first_tick"], record["last_tick"]) == (0, 20, 39)


@pytest.mark.parametrize(
    ("changes", "path", "slowest_mps"),
    [
        ({}, "eye.min_radial_speed", 25.0),
        ({"unit": {"min_radial_speed": "60 m/s"}}, "unit.min_radial_speed", 60.0),
        ({"unit": {"min_radial_speed": "0 m/s"}}, "unit.min_radial_speed", 0.0),
        ({"mechanisms": {"notch": False}}, None, 0.0),
    ],
)
def test_the_scenario_stands_before_the_library(changes: Any, path: str | None, slowest_mps: float) -> None:
    made = laid(**changes)
    assert {key for key in made.drawn if key.endswith("min_radial_speed")} == ({path} if path else set())
    assert world(made, Draw(0, 0, "central")).arrays.sensors["min_radial_mps"] == slowest_mps


def test_rain_goes_in_with_the_radars_frequency_and_leaves_the_claim_alone() -> None:
    dry, wet, off = (
        world(laid(**top), Draw(0, 0, "central")).arrays
        for top in ({}, {"environment": RAIN}, {"environment": RAIN, "mechanisms": {"rain": False}})
    )
    assert wet.sensors["rain_db_m"][0] == pytest.approx(2.28e-6, rel=0.01)  # 3 GHz, table 5
    assert wet.rules["rain_height_m"][0] == 4000.0
    assert dry.sensors["snr_db"] == wet.sensors["snr_db"]
    assert np.array_equal(dry.sensors, off.sensors) and np.array_equal(dry.rules, off.rules)
