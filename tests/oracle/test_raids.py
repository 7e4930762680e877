"""Raids that arrive together, give up, turn away and miss their target, in worlds where every tick is known.

`jet` is a fighter that comes straight in from 100 km at 1 km/s: t seconds after its start it is 100 - t km out, and
after it has turned at tick T it is as far out as it was 2 T - t seconds after its start.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import ABORTED, KILLED, LEAKED, RELEASED

JET: worlds.Part = {"object_class": "fighter", "damage_prob": {"depot": 1.0}}
FAR: worlds.Part = {"threat": "jet", "approach": {"bearing": "0 deg", "range": "100 km"}}
REACH_M, SEEN_M, HEIGHT_M = 30.5e3, 50.5e3, 3e3
# A round at 2.05 km/s meets a jet 30 km out, 3 km up, within 15 s of its launch.
SLOW: worlds.Part = {
    "max_range": f"{REACH_M} m",
    "mean_speed": "2050 m/s",
    "kill_prob": {"fighter": 1.0, "cruise": 1.0, "bomber": 1.0},
}
EVADES: worlds.Part = {"evade": {"warned": 1.0}}


def made(
    raid: list[worlds.Part],
    units: list[worlds.Part] | None = None,
    *,
    missile: worlds.Part | None = None,
    sensor: worlds.Part | None = None,
    flyers: dict[str, worlds.Part] | None = None,
    **rest: Any,
) -> Any:
    """A world of jets and the usual threat, both of which a slow round can meet."""
    known = worlds.library(
        missile=SLOW | (missile or {}), sensor=sensor, more={"flyers": {"jet": JET, **(flyers or {})}}
    )
    top: dict[str, Any] = {"duration": "400 s"} | rest
    return worlds.built(worlds.scenario(raid, units, **top), known)


def ticks(world: Any, kind: str) -> list[int]:
    return [int(event["tick"]) for event in worlds.events(world, kind)]


def of_group(world: Any, outcomes: Any, group: str) -> tuple[np.ndarray, np.ndarray]:
    """(fates, ticks) of the objects of a group."""
    mine = [o for o, name in enumerate(world.names.object_groups) if name == group]
    return outcomes.fate[:, mine], outcomes.tick[:, mine]


def first_of(launch: int, out_m: Callable[[int], float], speed_mps: float, *, after: int = 0) -> int | None:
    """The slow way: the first tick at which a round launched then can be where the jet is, in reach; None for none."""
    for tick in range(max(launch, after) + 1, 400):
        near = out_m(tick)
        if near <= REACH_M and math.hypot(near, HEIGHT_M) / speed_mps <= tick - launch:
            return tick
    return None


# Time on target


def test_what_says_when_it_arrives_is_there_then() -> None:
    """Ways of 20, 40 and 60 km at 0.5 and 1 km/s, and two behind the first: all there to the tick."""
    groups = [
        {"id": name, "count": count, "interval": "7 s", "speed": f"{speed} m/s", "arrive": "130 s"}
        | {"approach": {"bearing": "0 deg", "range": f"{way} km"}}
        for name, count, speed, way in (("near", 1, 500, 20), ("far", 1, 500, 60), ("many", 3, 1000, 40))
    ]
    world = made(groups, [{"present": False}])
    outcomes = worlds.fought(world, 1)
    for name, arrivals in (("near", [130]), ("far", [130]), ("many", [130, 137, 144])):
        fates, when = of_group(world, outcomes, name)
        assert (fates == LEAKED).all() and when[0].tolist() == arrivals


def test_weapons_of_a_carrier_and_ballistic_missiles_arrive_with_them() -> None:
    """The carrier starts so early that the first of its weapons is there on time; an arc takes as long as it takes."""
    srbm: worlds.Part = {"object_class": "srbm", "apogee": "50 km"}
    route = [{"at": {"lat": 31.0, "lon": lon}, "height": "3 km msl"} for lon in (75.6, 75.0)]
    groups = [
        {"id": "carriers", "threat": "jet", "count": 2, "interval": "9 s", "target": None, "route": route}
        | {"arrive": "300 s"},
        {"id": "bombs", "carrier": "carriers", "release": 1, "each": 2, "interval": "4 s"},
        {"id": "arc", "threat": "srbm", "launch": {"at": {"lat": 31.8, "lon": 75.0}}, "arrive": "300 s"},
    ]
    world = made(groups, [{"present": False}], flyers={"srbm": srbm})
    outcomes = worlds.fought(world, 1)
    for name, arrivals in (("bombs", [300, 304, 309, 313]), ("arc", [300])):
        fates, when = of_group(world, outcomes, name)
        assert (fates == LEAKED).all()
        assert np.abs(when[0] - arrivals).max() <= 1  # releases, too, are whole ticks


# Abort


def package(share: float, *units: worlds.Part, start: str = "0 s", **rest: Any) -> Any:
    """A jet that is stopped in front, and two behind it that count it among their package."""
    groups = [
        FAR | {"id": "escort", "start": "0 s"},
        FAR
        | {"id": "strike", "count": 2, "interval": "50 s", "start": start}
        | {"abort": {"share": share, "of": ["escort", "strike"]}},
    ]
    return made(groups, list(units) or [{"magazine": 1}], **rest)


@pytest.mark.parametrize("share", [1e-3, 0.3, 1 / 3])
def test_a_package_turns_back_in_the_tick_after_its_loss(share: float) -> None:
    """The escort falls at tick 70. Who is under way flies home as long as he came; who has not set out stays."""
    world = package(share, start="40 s")
    outcomes = worlds.fought(world, 3)
    assert (of_group(world, outcomes, "escort")[0] == KILLED).all()
    fates, when = of_group(world, outcomes, "strike")
    assert (fates == ABORTED).all()
    assert ticks(world, "hit") == [70]
    assert when[0].tolist() == [71 + (71 - 40), 71]
    assert outcomes.hits.sum() == 0


def test_below_its_threshold_a_package_goes_on() -> None:
    world = package(0.34, start="40 s")
    fates, when = of_group(world, worlds.fought(world, 3), "strike")
    assert (fates == LEAKED).all() and when[0].tolist() == [140, 190]


def test_switched_off_nobody_turns() -> None:
    world = package(0.3, mechanisms={"reactions": False})
    assert len(world.arrays.conduct) == 0
    assert (of_group(world, worlds.fought(world, 3), "strike")[0] == LEAKED).all()


@pytest.mark.parametrize("ready", [71, 73, 75, 78, 90])
def test_on_the_way_home_it_is_shot_at_where_it_is(ready: int) -> None:
    """Turned at tick 71, 29 km out; a second unit is ready while it flies away. Beyond 30.5 km it is out of reach."""
    units = [
        {"id": "first", "magazine": 1},
        {"id": "second", "magazine": 1, "ready_after": f"{ready} s"},
    ]
    world = package(0.3, *units, start="0 s", missile={"mean_speed": "20 km/s"})
    escort_falls = ticks(world, "hit")[0]
    turned = escort_falls + 1

    expected = first_of(ready, lambda tick: 100e3 - 1e3 * (2 * turned - tick), 20e3)
    fates, when = of_group(world, worlds.fought(world, 2), "strike")
    assert fates[0, 0] == (ABORTED if expected is None else KILLED)
    assert when[0, 0] == (2 * turned if expected is None else expected)


# Evasion: the first round leaves at tick 55, since a jet 30 km out is met 15 s later


@pytest.mark.parametrize("rounds", [1, 2, 5])
def test_a_jet_that_turns_from_far_rounds_outlasts_them(rounds: int) -> None:
    """Each turn takes it from 44 km at tick 56 to 58 km at tick 70, out of reach; it comes on 28 s late."""
    world = made([FAR | EVADES | {"id": "jets"}], [{"magazine": rounds}])
    launches = [55 + 28 * n for n in range(rounds)]
    assert ticks(world, "launched") == launches
    assert ticks(world, "turned_back") == [tick + 1 for tick in launches]
    assert ticks(world, "turned_in") == ticks(world, "miss") == [tick + 15 for tick in launches]
    outcomes = worlds.fought(world, 3)
    assert (outcomes.fate == LEAKED).all() and (outcomes.tick == 100 + 28 * rounds).all()
    assert worlds.causes(outcomes) == {"missed"}


@pytest.mark.parametrize("most", [1, 2])
def test_who_has_turned_often_enough_flies_home(most: int) -> None:
    """Launches at ticks 55, 83, 111: the last one it turns from is the last but one, and the next sends it home."""
    world = made([FAR | {"id": "jets", "evade": {"warned": 1.0, "at_most": most}}], [{"magazine": 9}])
    turned = [56 + 28 * n for n in range(most + 1)]
    assert ticks(world, "turned_back") == turned
    outcomes = worlds.fought(world, 2)
    assert (outcomes.fate == ABORTED).all()
    assert (outcomes.tick == turned[-1] + 56).all()  # it turns each time 56 s of flight from its start


@pytest.mark.parametrize("speed_mps", [3000.0, 4000.0, 8000.0])
@pytest.mark.parametrize("ready", [78, 81, 84, 90])
def test_a_jet_that_is_too_near_is_met_where_it_flees_to(ready: int, speed_mps: float) -> None:
    world = made(
        [FAR | EVADES | {"id": "jets"}],
        [{"magazine": 1, "ready_after": f"{ready} s"}],
        missile={"mean_speed": f"{speed_mps} m/s"},
    )
    turned = ready + 1
    expected = first_of(ready, lambda tick: 100e3 - 1e3 * (2 * turned - tick), speed_mps, after=turned)
    outcomes = worlds.fought(world, 3)
    if expected is None:
        assert (outcomes.fate == LEAKED).all()
        assert ticks(world, "miss") == ticks(world, "turned_in")
    else:
        assert (outcomes.fate == KILLED).all() and (outcomes.tick == expected).all()


@pytest.mark.parametrize("warned", [0.0, 0.3, 0.8])
def test_a_round_is_noticed_with_its_probability(warned: float) -> None:
    world = made([FAR | {"id": "jets", "evade": {"warned": warned}}], [{"magazine": 1}])
    leaked = worlds.fought(world, 20_000).fate[:, 0] == LEAKED
    assert worlds.within(leaked.astype(float), warned)


def test_nobody_flees_farther_than_where_it_started() -> None:
    """It turns in the tick after the launch, is back at its start as long after it, and comes on as late.

    No round meets it before the twelfth second of its way, where the first could have met it.
    """
    world = made(
        [{"threat": "jet", "approach": {"bearing": "0 deg", "range": "36 km"}} | EVADES | {"id": "jets"}],
        [{"magazine": 1}],
    )
    launch = ticks(world, "launched")[0]
    assert ticks(world, "turned_in") == [2 * ticks(world, "turned_back")[0]] == [2 * (launch + 1)]
    late = 2 * (launch + 1)
    outcomes = worlds.fought(world, 2)
    assert (outcomes.fate == KILLED).all() and (outcomes.tick == 12 + late).all()


def test_a_radar_loses_and_finds_a_jet_where_it_is() -> None:
    """A radar that sees 50 km: the jet passes that on its way out at tick 63 and again on its way in at tick 78."""
    world = made([FAR | EVADES | {"id": "jets"}], [{"magazine": 1}], sensor={"instrumented_range": f"{SEEN_M} m"})
    assert ticks(world, "tracked") == [50, 78]
    assert ticks(world, "track_lost")[0] == 63


def test_a_carrier_that_turned_releases_as_much_later() -> None:
    """Its bombs leave as late as it is and fly on as they would have."""
    route = [{"at": {"lat": 30.9, "lon": 75.0}, "height": "3 km msl"}, {"at": {"lat": 30.1, "lon": 75.0}}]
    groups = [
        {"id": "jets", "threat": "jet", "target": None, "route": route},
        {"id": "bombs", "carrier": "jets", "release": 1, "each": 2, "interval": "3 s"},
    ]
    straight, turning = (
        made([groups[0] | more, groups[1]], [{"magazine": 1, "kill_prob": 0.0}]) for more in ({}, EVADES)
    )
    turns = ticks(turning, "turned_in")[0] - ticks(turning, "turned_back")[0]
    assert turns > 0
    released, later = (ticks(world, "weapons_released") for world in (straight, turning))
    assert later == [tick + 2 * turns for tick in released]
    outcomes = [worlds.fought(world, 2) for world in (straight, turning)]
    assert (outcomes[0].fate == outcomes[1].fate).all()
    assert (outcomes[0].fate[:, -1] == RELEASED).all() and set(outcomes[0].fate.ravel()) == {LEAKED, RELEASED}
    assert (outcomes[1].tick == outcomes[0].tick + 2 * turns).all()


def test_a_carrier_that_gives_up_takes_its_weapons_home() -> None:
    """Of three bombs 40 s apart one has left when the escort falls; the others never do."""
    route = [{"at": {"lat": 30.9, "lon": 75.0}, "height": "3 km msl"}, {"at": {"lat": 30.5, "lon": 75.0}}]
    groups = [
        FAR | {"id": "escort"},
        {"id": "jets", "threat": "jet", "target": None, "route": [*route, {"at": {"lat": 30.9, "lon": 75.5}}]}
        | {"abort": {"share": 1.0, "of": ["escort"]}},
        {"id": "bombs", "carrier": "jets", "release": 1, "each": 3, "interval": "40 s"},
    ]
    world = made(groups, [{"magazine": 1}], doctrine={"engage": ["fighter"]})
    outcomes = worlds.fought(world, 2)
    turned = ticks(world, "hit")[0] + 1
    assert (of_group(world, outcomes, "jets")[0] == ABORTED).all()
    assert (of_group(world, outcomes, "jets")[1] == 2 * turned).all()
    fates, when = of_group(world, outcomes, "bombs")
    assert fates[0].tolist() == [LEAKED, ABORTED, ABORTED]
    assert when[0, 1:].tolist() == [turned, turned]


def test_who_has_done_what_he_came_for_turns_no_more() -> None:
    """Fired at on its way home, a carrier flies on: turning would lead it back."""
    route = [
        {"at": {"lat": 30.9, "lon": 75.0}, "height": "3 km msl"},
        {"at": {"lat": 30.5, "lon": 75.0}},
        {"at": {"lat": 30.5, "lon": 74.9}},
        {"at": {"lat": 30.1, "lon": 74.9}},
    ]
    groups = [
        {"id": "jets", "threat": "jet", "target": None, "route": route} | EVADES,
        {"id": "bombs", "carrier": "jets", "release": 1},
    ]
    world = made(groups, [{"magazine": 9, "kill_prob": 0.0}])
    assert ticks(world, "launched") and not ticks(world, "turned_back")


# A jammer in a band that no radar listens to: all it does is to let its jet go along without a target.
ESCORT: worlds.Part = {
    "id": "along",
    "threat": "jet",
    "target": None,
    "route": [{"at": {"lat": 30.9, "lon": lon}, "height": "3 km msl"} for lon in (75.0, 75.6)],
    "jammer": {"power_density": "1 W/MHz", "bands": ["X"]},
}
INWARD: list[worlds.Part] = [{"at": {"lat": lat, "lon": 75.0}, "height": "3 km msl"} for lat in (30.9, 30.1)]


def test_an_escort_turns_home_with_its_package() -> None:
    """It carries nothing and has no target: it may turn as long as it is on its way."""
    groups = [FAR | {"id": "strike"}, ESCORT | {"abort": {"share": 1.0, "of": ["strike"]}, "start": "40 s"}]
    world = made(groups, [{"magazine": 1}])
    outcomes = worlds.fought(world, 2)
    assert ticks(world, "hit") == [70] and ticks(world, "turned_back") == [71]
    fates, when = of_group(world, outcomes, "along")
    assert (fates == ABORTED).all() and (when == 71 + (71 - 40)).all()


def test_an_escort_that_is_through_turns_no_more() -> None:
    groups = [FAR | {"id": "strike"}, ESCORT | {"abort": {"share": 1.0, "of": ["strike"]}}]
    world = made(groups, [{"magazine": 1}])
    assert (of_group(world, worlds.fought(world, 2), "along")[0] == RELEASED).all()


def test_an_escort_turns_from_rounds() -> None:
    """On the way of a jet that outlasts far rounds it does the same."""
    world = made([ESCORT | {"route": INWARD} | EVADES], [{"magazine": 2}])
    launches = ticks(world, "launched")
    assert len(launches) == 2 and ticks(world, "turned_back") == [tick + 1 for tick in launches]
    assert (worlds.fought(world, 2).fate == RELEASED).all()


# Arrival


@pytest.mark.parametrize("chance", [0.0, 0.25, 0.9, 1.0])
@pytest.mark.parametrize("place", ["group", "library"])
def test_what_gets_through_finds_its_target_with_its_probability(place: str, chance: float) -> None:
    """All leak; only those that find it do damage, and the others are logged."""
    own = {"arrival_prob": chance}
    group, flyer = (own, {}) if place == "group" else ({}, own)
    groups = [FAR | {"id": "jets"} | group]
    world = made(groups, [{"present": False}], flyers={"jet": JET | flyer})
    outcomes = worlds.fought(world, 20_000)
    assert (outcomes.fate == LEAKED).all()
    assert worlds.within(outcomes.hits[:, 0].astype(float), chance)
    assert len(ticks(world, "went_astray")) + len(ticks(world, "asset_hit")) == 1
