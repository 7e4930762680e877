"""What the parts of a scenario say of each other: links, supplies and attacks on the defence."""

from __future__ import annotations

import json
from typing import Any

import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import loads

POST = {"id": "post", "link_delay": "2 s", "at": worlds.SITE}
LINKED = {"post": "post"}
SUPPLY = {"id": "supply", "kind": "power", "at": worlds.SITE, "serves": ["unit"]}

ORBIT = {"to": {"lat": 30.2, "lon": 75.0}, "height": "9 km msl", "speed": "180 m/s"}
FLYING = {"id": "air", "sensor": "eye", "at": worlds.SITE, "orbit": ORBIT}


def refused(*, raid: Any = None, unit: Any = None, **blue: Any) -> str:
    """What is said of a scenario of one unit and one group with these changes."""
    blue = {"posts": [POST]} | blue
    text = worlds.scenario([raid or {}], [unit or {}], blue=blue)
    with pytest.raises(InvalidInput) as caught:
        loads(text, library=worlds.library())
    return str(caught.value)


@pytest.mark.parametrize(
    ("figures", "upper", "noticed"),
    [
        ({}, None, ["has no effect: no radar below it has a track_accuracy, so its tracks are exact"]),
        ({"track_accuracy": "1 deg"}, None, ["has no effect: no radar below it has a cue_basket, so any cue is good"]),
        ({"track_accuracy": "1 deg", "cue_basket": "1 deg"}, None, []),
        ({"track_accuracy": "1 deg", "cue_basket": "1 deg"}, "combined", []),
        ({"track_accuracy": "1 deg", "cue_basket": "1 deg"}, "best", ["has no effect while it reaches 'top'"]),
    ],
)
def test_fusion_that_makes_no_cue_better_is_noticed(figures: Any, upper: str | None, noticed: list[str]) -> None:
    posts = [POST | {"fusion": "combined"} | ({} if upper is None else {"superior": "top"})]
    posts += [] if upper is None else [POST | {"id": "top", "fusion": upper}]
    text = worlds.scenario([{}], [LINKED], blue={"posts": posts})
    notices = [line for line in loads(text, library=worlds.library(sensor=figures)).notices if "has no effect" in line]
    assert len(notices) == len(noticed) and all(what in line for what, line in zip(noticed, notices, strict=True))


def test_an_asset_that_a_weapon_cannot_harm_is_noticed() -> None:
    """A notice, not a fault: the raid flies all the same, and nothing is lost there."""
    site = {"id": "site", "name": "Site", "kind": "runway", "at": worlds.SITE, "value": 1}
    notices = loads(worlds.scenario(blue={"assets": [site]}), library=worlds.library()).notices
    assert [text for text in notices if "threat has no damage_prob for an asset of kind runway" in text] == [*notices]
    assert len(notices) == 1
    cuts = worlds.library(flyer={"damage_prob": {"runway": 0.5}})
    assert loads(worlds.scenario(blue={"assets": [site]}), library=cuts).notices == ()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"raid": {"target": "posts"}}, "no target on the other side 'posts'. Did you mean 'post'?"),
        ({"raid": {"target": "post"}}, "threat has no damage_prob for a command, so it does no harm there"),
        ({"raid": {"target": "unit"}}, "no damage_prob for a radar"),
        ({"raid": {"target": "unit", "aim": "launchers"}}, "no damage_prob for a launcher"),
        ({"raid": {"target": "supply"}, "support": [SUPPLY]}, "no damage_prob for a plant"),
        ({"raid": {"aim": "radar"}}, "got radar and no unit among the targets; only a unit has parts"),
        ({"unit": {"post": "pst"}}, "no post of this side 'pst'. Did you mean 'post'?"),
        ({"unit": {"link_reliability": 0.5}}, "there is no link: expected post as well"),
        ({"unit": LINKED | {"link_reliability": 1.5}}, "got 1.5, expected at"),
        ({"posts": [POST | {"link_reliability": 0.5}]}, "there is no link: expected superior as well"),
        ({"posts": [POST | {"superior": "top"}]}, "no post of this side 'top'"),
        ({"posts": [POST | {"superior": "post"}]}, "goes in a circle: post > post"),
        (
            {"posts": [POST | {"superior": "b"}, POST | {"id": "b", "superior": "post"}]},
            "goes in a circle: post > b > post",
        ),
        ({"support": [SUPPLY | {"serves": ["unt"]}]}, "no post, sensor or unit of this side 'unt'. Did you mean"),
        ({"support": [SUPPLY | {"serves": []}]}, "serves"),
        ({"support": [SUPPLY | {"repair": "0 s"}]}, "support[0].repair: got 0 s"),
        ({"support": [SUPPLY | {"kind": "relay"}]}, "'unit' has no link that a relay could carry"),
        ({"support": [SUPPLY | {"id": "unit"}]}, "duplicate id 'unit'"),
        (
            {"sensors": [FLYING], "support": [SUPPLY | {"serves": ["air"]}]},
            "'air' is in the air, expected something that stands",
        ),
    ],
)
def test_what_does_not_fit(changes: dict[str, Any], what: str) -> None:
    said = refused(**changes)
    assert what in said
    assert len(said.splitlines()) <= 2


def test_what_fits() -> None:
    known = worlds.library(flyer={"damage_prob": {"depot": 1, "radar": 1, "command": 1}})
    posts = [POST | {"superior": "top", "link_reliability": 0.9}, POST | {"id": "top"}]
    support = [SUPPLY | {"serves": ["unit", "post"]}, SUPPLY | {"id": "mast", "kind": "relay"}]
    groups = [{"target": ["site", "unit", "post"]}]
    units = [LINKED | {"link_reliability": {"low": 0.5, "high": 1.0}}]
    text = worlds.scenario(groups, units, blue={"posts": posts, "support": support})
    scenario = loads(text, library=known)
    assert scenario.notices == ()
    again = loads(scenario.to_yaml(), library=known)
    assert json.loads(again.canonical()) == json.loads(scenario.canonical())
