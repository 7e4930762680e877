"""What groups do beside flying their way: times on target, packages, evasion and arrivals that cannot be."""

from __future__ import annotations

import json
from typing import Any

import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import loads

KNOWN = worlds.library(more={"flyers": {"jet": {"object_class": "fighter"}}})
JETS: dict[str, Any] = {"threat": "jet"}
HOME: dict[str, Any] = JETS | {
    "id": "jets",
    "target": None,
    "route": [{"at": {"lat": 30.9, "lon": 75.0}}, {"at": {"lat": 30.5, "lon": 75.0}}],
}
JAMMER: dict[str, Any] = {"jammer": {"power_density": "1 W/MHz", "bands": ["X"]}}
BOMBS: dict[str, Any] = {"id": "bombs", "carrier": "jets", "release": 1}


@pytest.mark.parametrize(
    ("groups", "what"),
    [
        ([{"arrive": "30 s"}], "raid[0].arrive: got 30 s, expected 40 s or more: so long is its way"),
        ([HOME | {"arrive": "60 s"}, BOMBS], "arrive: got 60 s, expected 100 s or more"),
        ([HOME | JAMMER | {"arrive": "150 s"}, {"id": "raid"}], "arrive: got a time on target and no target"),
        ([{"arrive": "60 s", "start": "9 s"}], "got start and arrive, expected one of them"),
        ([HOME, BOMBS | {"arrive": "150 s"}], "got count, start or arrive with carrier"),
        ([{"abort": {"share": 0.5}}], "raid[0].abort: 'threat' is a cruise, expected a fighter or bomber"),
        ([{"evade": {"warned": 0.5}}], "raid[0].evade: 'threat' is a cruise, expected a fighter or bomber"),
        ([HOME, BOMBS | {"evade": {"warned": 0.5}}], "got abort or evade with carrier; only aircraft turn"),
        ([JETS | {"abort": {"share": 0.0}}], "abort.share: got 0.0"),
        ([JETS | {"abort": {"share": 1.2}}], "abort.share: got 1.2"),
        ([JETS | {"abort": {"share": 0.2, "of": ["rad"]}}], "abort.of[0]: no group of this side 'rad'. Did you mean"),
        ([JETS | {"evade": {"warned": 1.2}}], "evade.warned: got 1.2"),
        ([HOME | {"arrival_prob": 0.5}, BOMBS], "arrival_prob: got a chance to find a target and no target"),
    ],
)
def test_what_cannot_be(groups: list[dict[str, Any]], what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        loads(worlds.scenario(groups, duration="300 s"), library=KNOWN)
    assert what in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 2


def test_what_can_be() -> None:
    reacts = {"abort": {"share": 0.3, "of": ["raid", "jets"]}, "evade": {"warned": {"low": 0.2, "high": 0.9}}}
    groups = [HOME | reacts | {"arrive": "150 s"}, BOMBS | {"arrival_prob": 0.9}, {"arrive": "150 s"}]
    scenario = loads(worlds.scenario(groups, duration="300 s"), library=KNOWN)
    assert scenario.notices == ()
    again = loads(scenario.to_yaml(), library=KNOWN)
    assert json.loads(again.canonical()) == json.loads(scenario.canonical())


def test_a_time_on_target_after_the_end_is_told() -> None:
    scenario = loads(worlds.scenario([{"arrive": "400 s"}], duration="300 s"), library=KNOWN)
    assert [notice for notice in scenario.notices if "cannot arrive before the end" in notice]
