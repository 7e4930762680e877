"""Fighters: what more of them must never make worse, and what must hold of any raid they fight."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import CAUSES, EVENTS, LEAKED
from mantlet.world import Outcomes, World
from oracle.test_fighters import far, made

SCATTERED = {
    "approach": {"bearing": "0 deg", "spread": "120 deg", "range": "160 km"},
    "count": 12,
    "interval": "4 s",
}
FIGHTER = {
    "missiles": 2,
    "missile_speed": "1 km/s",
    "kill_prob": {"cruise": 0.6, "fighter": 0.6},
    "scramble": "10 s",
    "endurance": "200 s",
    "turn_round": "40 s",
    "radar_range": "30 km",
}


def fought(count: int = 1, **changes: Any) -> tuple[World, Outcomes]:
    """A raid against so many single fighters and one battery of a few rounds."""
    place = {"count": count, "size": 1} | changes.pop("place", {})
    fighter = FIGHTER | changes.pop("fighter", {})
    units = [{"post": "post", "magazine": 3, "kill_prob": 0.7}]
    world = made(SCATTERED, fighter=fighter, place=place, units=units, duration="400 s", **changes)
    return world, worlds.fought(world, 600)


def test_more_flights_never_let_more_through() -> None:
    """When nothing shoots back, beyond noise: on paired draws never by more than 4 standard errors."""
    by_count = [worlds.leakers(fought(count)[1]) for count in (1, 2, 3, 5, 8)]
    for fewer, more in pairwise(by_count):
        gain = (fewer - more).astype(float)
        assert gain.mean() >= -4 * gain.std() / np.sqrt(len(gain))
    assert by_count[0].mean() - by_count[-1].mean() > 3


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"flyer": {"object_class": "fighter"}, "fighter": {"return_kill_prob": 0.5}, "place": {"size": 2}},
        {"blue": {"airspace": {"zones": "mixed", "separation": "400 km", "fratricide": 0.5}}},
        {"blue": {"airspace": {"zones": "separate", "separation": "60 km"}}},
        {"place": {"mode": "patrol", "station": {"at": worlds.SITE, "height": "5 km msl"}, "post": None}},
    ],
)
def test_books_balance(changes: dict[str, Any]) -> None:
    """One cause to each leaker; no aircraft lost that was not there; no more missiles fired than were carried."""
    world, outcomes = fought(4, **changes)
    leaked = outcomes.fate == LEAKED
    assert ((outcomes.cause >= 0) == leaked).all()
    assert outcomes.cause.max() < len(CAUSES)
    assert (outcomes.aircraft_lost <= world.force.flight_aircraft).all()
    assert ((outcomes.fratricides >= 0) & (outcomes.fratricides <= outcomes.aircraft_lost)).all()
    assert (outcomes.missile_shots.sum(axis=1) == outcomes.shots.sum(axis=1)).all()
    sorties = 400 / (40 + 10)  # none can be turned round more often
    assert (outcomes.missile_shots[:, -1] <= 4 * 2 * sorties).all()


@pytest.mark.parametrize("endurance_s", [90, 130, 210])
@pytest.mark.parametrize("mode", ["alert", "patrol"])
def test_nobody_lands_later_than_fuel_lets(endurance_s: int, mode: str) -> None:
    """At targets that turn away, are lost on the way or shot at until the last moment: from take-off to landing."""
    way_s = 23  # to the station, which a first patrol has behind it
    world = made(
        SCATTERED | {"evade": {"warned": 0.5}},
        flyer={"object_class": "bomber", "speed": "600 m/s"},
        fighter=FIGHTER
        | {"missiles": 6, "launch_range": "60 km", "kill_prob": {"bomber": 0.2}, "radar_range": "90 km"},
        place={
            "count": 4,
            "mode": mode,
            "station": {"at": {"lat": 30.2, "lon": 75.0}, "height": "5 km msl"},
            "endurance": f"{endurance_s} s",
        },
        duration="900 s",
    )
    flown_s: list[int] = []
    for k in range(20):
        up = dict.fromkeys(range(4), -way_s if mode == "patrol" else 0)
        for event in worlds.told(world, k):
            kind, flight = EVENTS[event["kind"]], int(event["unit"])
            if kind == "scrambled":
                up[flight] = int(event["value"])
            elif kind == "landed":
                flown_s.append(int(event["tick"]) - up[flight])
                up[flight] = int(event["value"])
    assert len(flown_s) > 20 and max(flown_s) <= endurance_s


def test_the_order_of_the_file_decides_nothing() -> None:
    places = [
        {"id": name, "aircraft": "hawk", "base": "site", "post": "post", "count": count, "size": 1}
        for name, count in (("alpha", 2), ("bravo", 1), ("cesar", 1))
    ]
    first, second = (made(SCATTERED, fighter=FIGHTER, blue={"fighters": way}) for way in (places, places[::-1]))
    assert first.names.unit_ids == second.names.unit_ids == ("alpha/1", "alpha/2", "bravo/1", "cesar/1")
    one, other = worlds.fought(first, 50), worlds.fought(second, 50)
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_flight_that_cannot_get_there_moves_nobodys_luck() -> None:
    """Another flight at the far end of the world changes not one outcome."""
    here = {"id": "hawk", "aircraft": "hawk", "base": "site", "post": "post", "count": 2, "size": 1}
    there = {"id": "zulu", "aircraft": "hawk", "at": {"lat": -60.0, "lon": 10.0}, "post": "post", "count": 2, "size": 1}
    alone, joined = (
        worlds.fought(made(far(150), SCATTERED, fighter=FIGHTER, blue={"fighters": way}), 200)
        for way in ([here], [here, there])
    )
    for name in ("fate", "tick", "unit", "shots"):
        assert np.array_equal(getattr(alone, name), getattr(joined, name))
