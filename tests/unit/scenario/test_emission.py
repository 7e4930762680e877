"""Rules of emission and what homes on radars: what is refused, and what is noticed."""

from __future__ import annotations

from typing import Any

import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import loads

SEEKER: worlds.Part = {
    "id": "seeker",
    "kind": "threat",
    "homing": "anti-radiation",
    "memory": "9 s",
    "memory_ratio": 0.5,
    "damage_prob": {"radar": 1, "depot": 1, "launcher": 1},
}
KNOWN = worlds.library(more={"flyers": {"seeker": SEEKER}, "sensors": {"watch": {}}})
POST = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
WATCH = {"id": "watch", "sensor": "watch", "at": worlds.SITE, "post": "post"}
CUED = {"emission": {"mode": "cued"}}
NOBODY = "no radar of its network searches without one"


def read(*, raid: Any = None, unit: Any = None, **blue: Any) -> Any:
    text = worlds.scenario([raid or {}], [unit or {}], blue={"posts": [POST]} | blue)
    return loads(text, library=KNOWN)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"raid": {"threat": "seeker"}}, "'seeker' homes on radars, expected a sensor, or a unit with aim: radar"),
        ({"raid": {"threat": "seeker", "target": "unit", "aim": "launchers"}}, "homes on radars"),
        ({"doctrine": {"emission": {"mode": "blink", "on": "9 s"}}}, "on and off are given with mode blink"),
        ({"doctrine": {"emission": {"on": "9 s", "off": "9 s"}}}, "on and off are given with mode blink"),
        ({"doctrine": {"emission": {"within": "9 km"}}}, "got within with mode always, expected mode cued"),
        ({"doctrine": {"emission": {"shutdown": {"within": "9 s"}}}}, "silence"),
        ({"unit": {"decoy_emitters": 65}}, "decoy_emitters"),
    ],
)
def test_what_does_not_fit(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(**changes)
    assert what in str(caught.value)


def test_a_seeker_may_be_aimed_at_units_and_sensors() -> None:
    raid = {"threat": "seeker", "target": ["unit", "watch"]}
    assert read(raid=raid, sensors=[WATCH]).notices == ()


@pytest.mark.parametrize(
    ("changes", "noticed"),
    [
        ({"doctrine": CUED}, 1),
        ({"doctrine": CUED, "sensors": [WATCH], "unit": {"post": "post"}}, 2),
        ({"sensors": [WATCH], "unit": {"post": "post", "doctrine": CUED}}, 0),
        ({"sensors": [WATCH], "unit": {"doctrine": CUED}}, 1),
        ({"doctrine": {"emission": {"mode": "cued", "radars": "engagement"}}, "sensors": [WATCH]}, 1),
        ({"doctrine": CUED, "sensors": [WATCH | {"emission": {}}], "unit": {"post": "post"}}, 0),
    ],
)
def test_a_radar_that_nobody_can_cue_is_noticed(changes: dict[str, Any], noticed: int) -> None:
    assert sum(NOBODY in notice for notice in read(**changes).notices) == noticed


def test_memory_comes_with_homing_only() -> None:
    with pytest.raises(InvalidInput, match="belong to flyers with homing"):
        worlds.library(flyer={"memory": "9 s"})
