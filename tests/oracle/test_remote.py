"""Launch on another's track: what needs the unit's own radar, and what does not, round by round."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import KILLED, LEAKED
from mantlet.physics.propagation import horizon_m
from oracle.test_nodes import POST, SURE, made, of_raid

LOW = {"height": "30 m", "height_reference": "agl", "speed": "300 m/s"}
FAR = {"id": "far", "sensor": "watch", "at": worlds.SITE, "post": "post"}
ORBIT = {"to": {"lat": 29.5, "lon": 75.0}, "height": "9 km msl", "speed": "180 m/s"}
AIRBORNE = FAR | {"at": {"lat": 29.9, "lon": 75.0}, "orbit": ORBIT}
FINDER = {"guided_from": "itself", "mean_speed": "1 km/s"}
RULES = [{"mode": "blink", "on": "1 s", "off": "1000 s"}, {"mode": "cued", "within": "1 km"}]
MIXED = {"load": [{"missile": "round", "share": 0.5}, {"missile": "finder", "share": 0.5}]}
NETWORK = {"launches_on": "network_track"}


def library(launches_on: str = "network_track", **parts: Any) -> Any:
    return worlds.library(unit={"launches_on": launches_on}, more={"sensors": {"watch": {}}}, **parts)


def below_the_horizon(launches_on: str, guided_from: str, unit: worlds.Part | None = None) -> Any:
    """30 m up and 80 km off, in sight of an airborne radar from the start, of the unit's own from some 35 km."""
    known = library(launches_on, missile={"mean_speed": "1 km/s", "guided_from": guided_from}, flyer=LOW)
    raid = {"approach": {"bearing": "0 deg", "range": "80 km"}}
    units = [SURE | {"post": "post"} | (unit or {})]
    blue = {"posts": [POST], "sensors": [AIRBORNE]}
    return worlds.built(worlds.scenario([raid], units, blue=blue, duration="400 s"), known)


@pytest.mark.parametrize(
    ("launches_on", "guided_from", "far"),
    [
        ("network_track", "itself", True),
        ("network_track", "radar", False),
        ("own_track", "itself", False),
        ("own_track", "radar", False),
    ],
)
def test_who_needs_no_radar_of_his_own_fires_beyond_its_horizon(launches_on: str, guided_from: str, far: bool) -> None:
    """80 km at 0.3 and 1 km/s: they meet 61.5 km off. All others meet it inside the radar's own horizon."""
    world = below_the_horizon(launches_on, guided_from)
    launched = worlds.events(world, "launched")[0]
    meets_m = 80e3 - 300.0 * float(launched["value"])
    assert (launched["tick"] == 0) == far
    if far:
        assert meets_m == pytest.approx(80e3 / 1.3, abs=600.0)
    else:
        assert meets_m <= horizon_m(10.0, 30.0)
    assert (worlds.fought(world, 5).fate == KILLED).all()


def test_the_scenario_says_whose_tracks_before_the_library() -> None:
    for library_says, stated in (("own_track", "network_track"), ("network_track", "own_track")):
        own = below_the_horizon(library_says, "itself", {"launches_on": stated})
        same = below_the_horizon(stated, "itself")
        assert np.array_equal(own.arrays.windows, same.arrays.windows)
        assert [int(e["tick"]) for e in worlds.events(own, "launched")] == [
            int(e["tick"]) for e in worlds.events(same, "launched")
        ]


@pytest.mark.parametrize("emission", RULES)
@pytest.mark.parametrize(("guided_from", "fate"), [("itself", KILLED), ("radar", LEAKED)])
def test_a_silent_radar_holds_only_what_it_guides(emission: worlds.Part, guided_from: str, fate: int) -> None:
    """Its post has a track of another radar all the time; it is on the air for one second, or never."""
    known = library(missile=FINDER | {"guided_from": guided_from})
    units = [SURE | {"post": "post", "doctrine": {"emission": emission}}]
    text = worlds.scenario([{}], units, blue={"posts": [POST], "sensors": [FAR]})
    outcomes = worlds.fought(worlds.built(text, known), 5)
    assert (outcomes.fate == fate).all()
    assert worlds.causes(outcomes) == (set() if fate == KILLED else {"held"})


def test_an_order_for_a_round_that_needs_no_radar_leaves_though_it_falls_silent() -> None:
    """The radar is on for ten seconds of each sixty; the reaction is longer than that."""
    known = library(missile=FINDER | {"mean_speed": "100 km/s"})
    emission = {"mode": "blink", "on": "10 s", "off": "50 s"}
    units = [SURE | {"post": "post", "reaction": "15 s", "doctrine": {"emission": emission}}]
    text = worlds.scenario([{}], units, blue={"posts": [POST], "sensors": [FAR]})
    world = worlds.built(text, known)
    assert not worlds.events(world, "called_off")
    assert (worlds.fought(world, 5).fate == KILLED).all()


@pytest.mark.parametrize(
    ("launches_on", "guided_from", "fate", "cause"),
    [
        ("network_track", "itself", KILLED, None),
        ("network_track", "radar", LEAKED, "unit_down"),
        ("own_track", "itself", LEAKED, "unit_down"),
    ],
)
def test_a_unit_whose_radar_is_hit_fires_what_needs_none(
    launches_on: str, guided_from: str, fate: int, cause: str | None
) -> None:
    world = made(
        "unit",
        units=[SURE | {"post": "post"}],
        parts={"missile": {"guided_from": guided_from}, "unit": {"launches_on": launches_on}},
        more={"sensors": {"watch": {}}},
        blue={"posts": [POST], "sensors": [FAR]},
    )
    outcomes = worlds.fought(world, 5)
    fates, causes = of_raid(outcomes, world)
    assert (fates == fate).all() and causes == ({cause} if cause else set())


@pytest.mark.parametrize("without", ["hit", "silent"])
@pytest.mark.parametrize(("reach", "fate"), [("100 km", KILLED), ("5 km", LEAKED)])
def test_the_rule_is_one_of_rounds_not_of_units(without: str, reach: str, fate: int) -> None:
    """Of two types in one unit only the one that guides itself is fired, while the radar is down or silent.

    Where its reach ends short of a raid that the other type could meet, the radar is what was missing.
    """
    raid: worlds.Part = {"count": 4, "approach": {"bearing": "0 deg", "range": "40 km"}, "target": "rear"}
    rear = {"id": "rear", "name": "Rear", "kind": "depot", "at": {"lat": 30.08, "lon": 75.0}, "value": 1}
    site = {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 1}
    unit = SURE | {"post": "post", **({"doctrine": {"emission": RULES[1]}} if without == "silent" else {})}
    world = made(
        "unit" if without == "hit" else "site",
        units=[unit],
        raid=raid,
        parts={"unit": NETWORK | MIXED},
        more={"sensors": {"watch": {}}, "missiles": {"finder": FINDER | {"max_range": reach}}},
        blue={"posts": [POST], "sensors": [FAR], "assets": [site, rear]},
    )
    outcomes = worlds.fought(world, 5)
    fates, causes = of_raid(outcomes, world)
    guided = world.names.missile_ids.index("round@unit")
    assert (fates == fate).all()
    assert outcomes.missile_shots[:, guided].sum() == 0
    assert causes == (set() if fate == KILLED else {"unit_down" if without == "hit" else "held"})


@pytest.mark.parametrize(("target", "fate"), [("site", KILLED), ("post", LEAKED)])
def test_without_its_post_it_has_nobody_elses_track(target: str, fate: int) -> None:
    """Its own radar never sees the raid, 3 km up, within its 2 km."""
    world = made(
        target,
        units=[SURE | {"post": "post"}],
        parts={"missile": {"guided_from": "itself"}, "unit": NETWORK, "sensor": {"instrumented_range": "2 km"}},
        more={"sensors": {"watch": {}}},
        blue={"posts": [POST], "sensors": [FAR]},
    )
    fates, causes = of_raid(worlds.fought(world, 5), world)
    assert (fates == fate).all() and causes == (set() if fate == KILLED else {"undetected"})
