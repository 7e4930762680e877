"""Launch on tracks of others, cues and their accuracy: what a scenario may say of them, and what makes no sense."""

from __future__ import annotations

from typing import Any

import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.compile import geometry, world
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.scenario.models import Scenario

POST = {"id": "post", "link_delay": "2 s", "at": worlds.SITE}
FAR = {"id": "far", "sensor": "watch", "at": worlds.SITE, "post": "post"}
NETWORK = {"launches_on": "network_track"}
LIBRARY = worlds.library(sensor={"autonomous": False}, more={"sensors": {"watch": {}}})


def read(unit: Any, far: Any = None) -> Scenario:
    """A unit whose radar waits for cues, and with `far` a radar of its post that searches, with these changes."""
    sensors = [] if far is None else [FAR | far]
    return loads(worlds.scenario([{}], [unit], blue={"posts": [POST], "sensors": sensors}), library=LIBRARY)


@pytest.mark.parametrize(
    ("unit", "far", "where", "what"),
    [
        (NETWORK, {}, "units[0].launches_on", "expected post as well"),
        ({"launches_on": "any_track"}, {}, "units[0].launches_on", "network_track"),
        ({"post": "post"}, {"cue_basket": "1 deg"}, "sensors[0].cue_basket", "searches without a cue"),
        ({"post": "post", "cue_basket": "1 km"}, {}, "units[0].cue_basket", "angle"),
        ({"post": "post", "cue_basket": "0 deg"}, {}, "units[0].cue_basket", "expected at least"),
    ],
)
def test_what_cannot_be_is_refused(unit: Any, far: Any, where: str, what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(unit, far)
    (fault,) = caught.value.faults
    assert fault.path == f"sides.blue.{where}" and what in fault.message and fault.line > 0


@pytest.mark.parametrize(
    ("unit", "far", "what"),
    [
        (NETWORK | {"post": "post"}, None, "no other radar"),
        (NETWORK | {"post": "post"}, {}, None),
        ({"post": "post", "cue_basket": "1 deg"}, {}, "is exact"),
        ({"post": "post", "cue_basket": "1 deg"}, {"track_accuracy": "1 deg"}, None),
        ({"post": "post"}, {"track_accuracy": "1 deg"}, "has a cue_basket"),
    ],
)
def test_what_changes_nothing_is_noticed(unit: Any, far: Any, what: str | None) -> None:
    notices = read(unit, far).notices
    assert len(notices) == (what is not None)
    assert what is None or what in notices[0]


def test_figures_of_the_scenario_stand_before_the_librarys_and_are_listed_as_set() -> None:
    scenario = read({"post": "post", "cue_basket": "2 deg"}, {"track_accuracy": "1 deg"})
    laid = geometry(scenario, LIBRARY)
    assert {laid.inputs[path].standing for path in ("unit.cue_basket", "far.track_accuracy")} == {"set"}
    figures = world(laid, Draw(0, 0, "central")).arrays.sensors
    assert figures["basket_rad"].max() == pytest.approx(0.0349066, rel=1e-5)
    assert figures["accuracy_rad"].max() == pytest.approx(0.0174533, rel=1e-5)


def test_they_hold_at_every_site_of_a_unit() -> None:
    moves = {"sites": [{"id": "next", "at": {"lat": 30.1, "lon": 75.0}}], "after_shots": 1}
    moves |= {"pack_time": "1 s", "set_up_time": "1 s", "march_speed": "9 m/s"}
    unit = {"post": "post", "cue_basket": "2 deg", "min_radial_speed": "30 m/s", "moves": moves}
    figures = world(geometry(read(unit, {"track_accuracy": "1 deg"}), LIBRARY), Draw(0, 0, "central")).arrays.sensors
    assert (figures["basket_rad"] > 0).sum() == (figures["min_radial_mps"] > 0).sum() == 2
