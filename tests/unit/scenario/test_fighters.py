"""Fighters in a scenario file: what is refused, and in which words."""

from __future__ import annotations

import json
from typing import Any

import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import loads
from oracle.test_fighters import FIGHTER, HAWK, POST, STATION

BOW_TIE = [{"lat": lat, "lon": lon} for lat, lon in ((30, 75), (31, 76), (31, 75), (30, 76))]
FEW_S = {"low": "40 s", "best": "44 s", "high": "60 s", "assumed": "for the test"}
WORLD_WIDE = [{"lat": 0, "lon": lon} for lon in (0, 100, -170)]
HIGH: worlds.Part = {"at": worlds.SITE, "height": "3 km msl"}


def loaded(place: worlds.Part | None = None, **rest: Any) -> Any:
    hawk = {"kind": "aircraft", "fighter": FIGHTER}
    known = worlds.library(more={"flyers": {"hawk": hawk}})
    blue = {"posts": [POST], "fighters": [{k: v for k, v in (HAWK | (place or {})).items() if v is not None}]}
    return loads(worlds.scenario(blue=blue | rest.pop("blue", {}), **rest), library=known)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"aircraft": "hwk"}, "no aircraft 'hwk'. Did you mean 'hawk'?"),
        ({"aircraft": "threat"}, "'threat' has no fighter part in the library; those that have one: hawk"),
        ({"base": "sight"}, "no asset of this side 'sight'. Did you mean 'site'?"),
        ({"post": "pst"}, "no post of this side 'pst'. Did you mean 'post'?"),
        ({"base": None}, "expected either base (an asset of this side) or at (a place)"),
        ({"at": worlds.SITE}, "expected either base (an asset of this side) or at (a place)"),
        ({"mode": "patrol"}, "expected station: where the patrol waits"),
        ({"mode": "loiter"}, "patrol"),
        ({"zone": [worlds.SITE, STATION["at"]]}, "3"),
        ({"readiness": "-5 s"}, "readiness"),
        ({"id": "unit"}, "duplicate id 'unit'"),
        ({"mode": "patrol", "station": HIGH | {"height": "-10 m msl"}}, "expected more than the ground there"),
        ({"zone": BOW_TIE}, "its edges from corner 1 to 2 and from corner 3 to 4 cross: expected corners in order"),
        ({"corridor": BOW_TIE}, "fighters[0].corridor: its edges from corner 1 to 2"),
        ({"zone": WORLD_WIDE}, "reaches round half of the earth"),
        ({"salvo": 5}, "got 5, expected 4 or less: all that a flight carries"),
        ({"mode": "patrol", "station": STATION, "endurance": "44 s"}, "is 22.17 km from its base, there and back"),
        ({"mode": "patrol", "station": HIGH | {"at": {"lat": -40, "lon": -100}}}, "the endurance, or tanker: true"),
    ],
)
def test_what_does_not_fit_is_refused(changes: worlds.Part, what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        loaded(changes)
    assert what in str(caught.value)


def test_rules_of_the_air_need_fighters() -> None:
    with pytest.raises(InvalidInput, match="there are no fighters"):
        loaded(blue={"fighters": [], "airspace": {"zones": "mixed"}})


def test_what_fits_is_taken_without_a_notice_and_written_back() -> None:
    patrol = {"mode": "patrol", "station": STATION, "zone": [worlds.SITE, STATION["at"], {"lat": 30, "lon": 76}]}
    first = loaded(patrol, blue={"airspace": {"zones": "mixed"}})
    assert first.notices == ()
    hawk = {"kind": "aircraft", "fighter": FIGHTER}
    again = loads(first.canonical(), library=worlds.library(more={"flyers": {"hawk": hawk}}))
    assert again.sha256 == first.sha256
    stated = json.loads(first.canonical())["sides"]["blue"]["airspace"]["fratricide"]
    assert "2 own aircraft" in stated["assumed"] and (stated["low"], stated["high"]) == (0.005, 0.08)


@pytest.mark.parametrize(
    ("place", "airspace", "what"),
    [
        ({"mode": "patrol", "station": STATION, "readiness": "9 min"}, None, "readiness: has no effect on a patrol"),
        ({"on_station": "9 min"}, None, "on_station: has no effect on a flight on alert"),
        ({"tanker": True, "endurance": "1 h"}, None, "endurance: has no effect with a tanker near"),
        ({}, {"zones": "separate", "fratricide": 0.1}, "fratricide: has no effect under separate zones"),
        ({"corridor": BOW_TIE[:3]}, None, "corridor: has no effect under separate zones"),
        ({"corridor": BOW_TIE[:3]}, {"zones": "mixed"}, None),
        ({}, {"zones": "mixed", "fratricide": 0.1}, None),
        ({"mode": "patrol", "station": STATION, "on_station": "9 min", "endurance": "1 h"}, None, None),
    ],
)
def test_what_changes_nothing_is_noticed(
    place: dict[str, Any], airspace: dict[str, Any] | None, what: str | None
) -> None:
    notices = loaded(place, blue={} if airspace is None else {"airspace": airspace}).notices
    said = [notice for notice in notices if "has no effect" in notice]
    assert len(said) == (what is not None) and all(what in notice for notice in said)


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ({"ready_after": "60 s"}, "ready_after: never ready: not before the end"),
        ({"ready_after": "59 s"}, None),
        ({"post": None}, "on alert without a post: nobody tells it of anything, so it never takes off"),
        ({"post": None, "mode": "patrol", "station": STATION}, None),
        ({"count": 2, "size": 2, "salvo": 5}, "salvo: more than one aircraft carries (4)"),
        ({"salvo": 4}, None),
        ({"mode": "patrol", "station": STATION, "endurance": FEW_S}, "in some draws more than the endurance"),
        ({"mode": "patrol", "station": STATION, "endurance": "45 s"}, None),
        ({"mode": "patrol", "station": HIGH | {"at": {"lat": -40, "lon": -100}}, "tanker": True}, None),
    ],
)
def test_what_will_not_happen_as_it_is_said_is_noticed(place: dict[str, Any], what: str | None) -> None:
    notices = loaded(place).notices
    assert len(notices) == (what is not None) and all(what in notice for notice in notices)
