"""Fighters and missiles in one sky: zones, corridors, and rounds that go for own aircraft."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import KILLED, LEAKED
from oracle.test_fighters import PATROL, far, made, ticks


def guarded(**airspace: Any) -> Any:
    """One round of a unit at a raid that passes a patrol which does not engage such targets."""
    corridor = airspace.pop("corridor", None)
    return made(
        far(100),
        fighter={"kill_prob": {"bomber": 1.0}},
        place=PATROL | ({} if corridor is None else {"corridor": corridor}),
        units=[{}],
        parts={"missile": {"kill_prob": {"cruise": 1.0, "fighter": 0.4}}},
        blue={"airspace": airspace, "doctrine": {"max_shots": 1}},
    )


def test_in_mixed_zones_a_share_of_rounds_goes_for_own_aircraft() -> None:
    world = guarded(zones="mixed", separation="500 km", fratricide=0.3)
    outcomes = worlds.fought(world, 20_000)
    leaked, lost = outcomes.fate[:, 0] == LEAKED, outcomes.fratricides[:, 0]
    assert worlds.within(leaked.astype(float), 0.3)
    assert worlds.within(lost.astype(float), 0.3 * 0.4)
    assert not (lost.astype(bool) & ~leaked).any() and np.array_equal(lost, outcomes.aircraft_lost[:, 0])


def test_nobody_is_mistaken_far_off_or_in_a_corridor() -> None:
    square = [{"lat": lat, "lon": lon} for lat, lon in ((30.1, 74.9), (30.1, 75.1), (30.3, 75.1), (30.3, 74.9))]
    elsewhere = [{"lat": point["lat"] + 5, "lon": point["lon"]} for point in square]
    sure = {"zones": "mixed", "separation": "500 km", "fratricide": 1.0}
    for world, share in (
        (guarded(**sure), 1.0),
        (guarded(**sure, corridor=elsewhere), 1.0),
        (guarded(**sure, corridor=square), 0.0),
        (guarded(**(sure | {"separation": "1 km"})), 0.0),
    ):
        assert (worlds.fought(world, 5).fate == (LEAKED if share else KILLED)).all()


def test_in_separate_zones_units_hold_their_fire_near_own_aircraft() -> None:
    world = guarded(zones="separate", separation="500 km")
    outcomes = worlds.fought(world, 5)
    assert (outcomes.fate == LEAKED).all() and worlds.causes(outcomes) == {"held"}
    assert (worlds.fought(guarded(zones="separate", separation="0 m"), 5).fate == KILLED).all()


def zone(first_lat: float, last_lat: float) -> list[worlds.Part]:
    """An area 40 km wide along the meridian of the site."""
    return [
        {"lat": lat, "lon": lon}
        for lat, lon in ((first_lat, 74.8), (first_lat, 75.2), (last_lat, 75.2), (last_lat, 74.8))
    ]


def test_it_shoots_only_at_what_is_in_its_zone() -> None:
    """The zone begins 0.5 degrees, 55.4 km, north of the site: the raid enters it later than it could be shot at."""
    world = made(far(150), place=PATROL | {"zone": zone(29.0, 30.5)})
    assert ticks(world, "launched") == [math.ceil(150 - 55.4)]
    assert ticks(made(far(150), place=PATROL | {"zone": zone(29.0, 33.0)}), "launched")[0] < 90


UNIT: dict[str, Any] = {"units": [{}], "parts": {"missile": {"kill_prob": {"cruise": 1, "fighter": 1, "bomber": 1}}}}


def test_units_leave_a_fighters_zone_to_them() -> None:
    """On alert without a post the flight is told of nothing; it might be sent, and the unit may not fire there."""
    inner = made(far(40), place={"post": None, "zone": zone(29.0, 31.0)}, **UNIT)
    outer = made(far(40), place={"post": None, "zone": zone(30.3, 31.0)}, **UNIT)
    assert worlds.causes(worlds.fought(inner, 3)) == {"held"}
    assert (worlds.fought(outer, 3).fate == KILLED).all()
    assert ticks(outer, "launched")[0] == math.ceil(40 - 33.26)


@pytest.mark.parametrize(
    "changes",
    [
        {"fighter": {"kill_prob": {"bomber": 1.0}}},
        {"blue": {"doctrine": {"engage": ["bomber"]}}, "units": [{"doctrine": {"engage": ["cruise"]}}]},
        {"place": {"ready_after": "290 s"}},
        {"fighter": {"missiles": 1, "kill_prob": {"cruise": 0.0}}},
        {"fighter": {"missiles": 9, "kill_prob": {"cruise": 0.0}, "endurance": "28 s"}},
    ],
    ids=["cannot shoot at such", "may not", "not yet ready", "empty", "on its way home"],
)
def test_a_zone_is_the_units_where_no_flight_can_be_sent(changes: dict[str, Any]) -> None:
    """Nothing of theirs stands between the raid and the unit: all of it is shot down in the zone."""
    place = {"post": "post", "zone": zone(29.0, 31.5)} | changes.get("place", {})
    world = made(far(100), **(UNIT | changes | {"place": place}))
    outcomes = worlds.fought(world, 3)
    assert (outcomes.fate == KILLED).all() and (outcomes.unit == 0).all()


def test_a_zone_is_the_units_once_its_flight_is_empty() -> None:
    """It shoots all that it has at one of two and misses; at that tick the unit fires at the other as well."""
    world = made(
        far(100) | {"count": 2},
        fighter={"missiles": 1, "kill_prob": {"cruise": 0.0}},
        place=PATROL | {"zone": zone(29.0, 31.5)},
        blue={"airspace": {"separation": "0 m"}},
        **UNIT,
    )
    assert (worlds.fought(world, 3).fate == KILLED).all()
    assert ticks(world, "launched")[1:] == 2 * ticks(world, "miss")


def test_a_zone_is_the_units_where_its_flights_are_lost() -> None:
    """The raid shoots the only flight down, which has two missiles left; the unit fires at that very tick."""
    world = made(
        far(100),
        flyer={"object_class": "fighter"},
        fighter={"missiles": 3, "kill_prob": {"fighter": 0.0}, "return_kill_prob": 1.0},
        place=PATROL | {"zone": zone(29.0, 31.5)},
        **UNIT,
    )
    lost = ticks(world, "aircraft_lost")
    assert ticks(world, "launched")[1] == lost[0] and (worlds.fought(world, 3).fate == KILLED).all()


def test_units_keep_clear_of_a_flight_that_leaves_its_zone() -> None:
    """Empty after its first shot, and homeward among the raid: within `separation` of it nobody fires."""
    fighter = {"missiles": 1, "kill_prob": {"cruise": 0.0}}
    near, off = (
        made(
            far(100),
            fighter=fighter,
            place=PATROL | {"zone": zone(29.0, 31.5)},
            blue={"airspace": {"separation": separation}},
            **UNIT,
        )
        for separation in ("500 km", "0 m")
    )
    assert (worlds.fought(off, 3).fate == KILLED).all()
    down = ticks(near, "landed")[0]
    assert all(tick >= down for tick in ticks(near, "launched")[1:])
