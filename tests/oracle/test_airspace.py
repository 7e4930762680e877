"""Fighters and missiles in one sky: zones, corridors, and rounds that go for own aircraft."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

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


def test_units_leave_a_fighters_zone_to_them() -> None:
    """The only flight is empty-handed against this class, and the unit may not fire into its zone."""
    rules = {
        "fighter": {"kill_prob": {"bomber": 1.0}},
        "units": [{}],
        "parts": {"missile": {"kill_prob": {"cruise": 1}}},
    }
    inner = made(far(40), place={"zone": zone(29.0, 31.0)}, **rules)
    outer = made(far(40), place={"zone": zone(30.3, 31.0)}, **rules)
    assert worlds.causes(worlds.fought(inner, 3)) == {"held"}
    assert (worlds.fought(outer, 3).fate == KILLED).all()
    assert ticks(outer, "launched")[0] == math.ceil(40 - 33.26)
