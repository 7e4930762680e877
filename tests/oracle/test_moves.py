"""Units that shoot and move: each rule in the smallest fight that shows it.

The unit packs in 2 s, marches 1 km north at 100 m/s and sets up in 3 s, unless a test says otherwise. Its rounds are
there one tick after their launch and kill for certain; it looks at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import CAUSES, KILLED, LEAKED
from mantlet.physics import geodesy
from mantlet.world import World

NORTH = geodesy.direct(worlds.SITE["lat"], worlds.SITE["lon"], 0.0, 1000.0)
SPARE = {"id": "spare", "at": {"lat": NORTH[0], "lon": NORTH[1]}}
MOVES: worlds.Part = {"sites": [SPARE], "pack_time": "2 s", "set_up_time": "3 s", "march_speed": "100 m/s"}
PACK, MARCH, SET_UP = 2, 10, 3
SURE: worlds.Part = {"kill_prob": 1.0}
STRIKE = {
    "kind": "threat",
    "object_class": "fighter",
    "speed": "2 km/s",
    "damage_prob": {"radar": 1.0, "launcher": 1.0},
}


def made(
    moves: worlds.Part | None,
    raid: list[worlds.Part],
    *,
    unit: worlds.Part | None = None,
    parts: dict[str, worlds.Part] | None = None,
    **rest: Any,
) -> World:
    """One unit that moves, or with None stays, and these groups; `strike` is a weapon that no missile is fired at."""
    known = worlds.library(**(parts or {}), more={"flyers": {"strike": STRIKE}})
    own: worlds.Part = {} if moves is None else {"moves": MOVES | moves}
    top: dict[str, Any] = {"duration": "120 s"} | rest
    return worlds.built(worlds.scenario(raid, [SURE | own | (unit or {})], **top), known)


def ticks(world: World, kind: str) -> list[tuple[int, str]]:
    """(tick, site) of each event of a kind."""
    return [(int(event["tick"]), world.names.unit_ids[event["unit"]]) for event in worlds.events(world, kind)]


def causes(world: World) -> set[str]:
    found = worlds.fought(world, 5).cause
    return {CAUSES[code] for code in np.unique(found) if code >= 0}


ONE: list[worlds.Part] = [{"id": "one", "start": "5 s"}]
TWO: list[worlds.Part] = [*ONE, {"id": "two", "start": "60 s"}]


def test_a_unit_moves_after_its_rounds_and_fights_from_its_next_site() -> None:
    world = made({"after_shots": 1}, TWO)
    (first, at), (second, then) = ticks(world, "launched")
    assert (at, then) == ("unit", "spare")
    packs = [(first + 2, "unit"), (second + 2, "spare")]  # it meets and looks one tick after the launch
    assert ticks(world, "unit_packs") == packs
    assert ticks(world, "unit_leaves") == [(tick + PACK, site) for tick, site in packs]
    ready = [(tick + PACK + MARCH + SET_UP, other) for (tick, _), other in zip(packs, ("spare", "unit"), strict=True)]
    assert ticks(world, "unit_ready") == ready
    outcomes = worlds.fought(world, 5)
    assert (outcomes.fate == KILLED).all() and (outcomes.missile_shots == 2).all()
    assert {world.names.unit_ids[u] for u in np.unique(outcomes.unit)} == {"unit"}


def test_a_unit_moves_after_its_time() -> None:
    world = made({"after": "20 s"}, [{"id": "late", "start": "100 s"}])
    away = PACK + MARCH + SET_UP
    assert ticks(world, "unit_packs") == [(20, "unit"), (40 + away, "spare"), (60 + 2 * away, "unit")]


def test_on_the_road_nobody_fires() -> None:
    """The second object passes while the unit is under way: it was not ready before its last chance."""
    raid = [*ONE, {"id": "two", "start": "6 s", "interval": "0 s"}]
    slow = {"march_speed": "10 m/s", "after_shots": 1}
    world = made(slow, raid, unit={"target_channels": 1})
    assert len(ticks(world, "launched")) == 1
    outcomes = worlds.fought(world, 5)
    assert ((outcomes.fate == LEAKED).sum(axis=1) == 1).all()
    assert causes(world) <= {"held", "undetected", "unit_down", "no_channel"}


def test_what_was_out_of_reach_until_the_unit_was_under_way_met_a_unit_that_was_down() -> None:
    raid = [*ONE, {"id": "two", "start": "30 s"}]
    world = made({"march_speed": "10 m/s", "after_shots": 1}, raid)
    assert causes(world) == {"unit_down"}


def test_rounds_go_along_and_are_not_made_on_the_way() -> None:
    raid = [{"id": f"r{n}", "start": f"{30 * n} s"} for n in range(4)]
    world = made({"after_shots": 1}, raid, unit={"magazine": 3, "launchers": 3}, duration="200 s")
    outcomes = worlds.fought(world, 5)
    assert (outcomes.missile_shots == 3).all()
    assert ((outcomes.fate == LEAKED).sum(axis=1) == 1).all() and causes(world) == {"no_missile"}


def test_a_reload_waits_until_the_unit_is_ready_again() -> None:
    """Ten seconds of reloading are left when it leaves, and are done ten seconds after it has set up."""
    parts = {"unit": {"launchers": 1, "rounds_per_launcher": 1, "reload_rounds": 1, "reload_time": "14 s"}}
    world = made({"after_shots": 1}, ONE, parts=parts)
    ((launch, _),) = ticks(world, "launched")
    ((left, _),) = ticks(world, "unit_leaves")
    ((done, site),) = ticks(world, "reload_done")
    assert site == "spare" and done - (left + MARCH + SET_UP) == launch + 14 - left > 0


@pytest.mark.parametrize(
    ("arrives", "target", "hit"),
    [
        (27, "unit", True),  # it packs until 28 s
        (29, "unit", False),  # and is on the road
        (29, "spare", False),
        (37, "spare", False),  # until it arrives at 38 s
        (39, "spare", True),  # and sets up until 41 s
        (45, "spare", True),
        (45, "unit", False),
    ],
)
@pytest.mark.parametrize("aim", ["radar", "launchers"])
def test_a_weapon_hits_a_unit_only_where_it_stands(arrives: int, target: str, hit: bool, aim: str) -> None:
    """It packs at 26 s."""
    strike = {"id": "strike", "threat": "strike", "target": target, "aim": aim, "start": f"{arrives - 20} s"}
    world = made({"after": "26 s"}, [strike], parts={"unit": {"launchers": 1}})
    reaches = int(world.arrays.objects[0]["end_tick"])
    assert abs(reaches - arrives) <= 1
    outcomes = worlds.fought(world, 3)
    assert (outcomes.node_hits.sum(axis=1) == hit).all()


def test_what_homes_on_a_radar_that_has_moved_finds_an_empty_place() -> None:
    """It remembers where the radar emitted last, and nothing stands there any more."""
    homing = {"homing": "anti-radiation", "memory": "90 s", "memory_ratio": 1.0}
    known = worlds.library(more={"flyers": {"strike": STRIKE | homing}})
    for start, hit in (("0 s", True), ("9 s", False)):  # it arrives at 20 and 29 s, and the unit leaves at 28 s
        raid: list[worlds.Part] = [{"id": "strike", "threat": "strike", "target": "unit", "start": start}]
        unit = {"moves": MOVES | {"after": "26 s"}}
        world = worlds.built(worlds.scenario(raid, [unit], duration="90 s"), known)
        assert (worlds.fought(world, 5).node_hits.sum(axis=1) == hit).all()


def test_a_damaged_unit_stays_until_it_is_mended() -> None:
    """It is hit at 20 s, while it packs, and mended at 60 s."""
    strike = {"id": "strike", "threat": "strike", "target": "unit"}
    world = made({"after": "19 s"}, [strike], parts={"sensor": {"repair_time": "40 s"}})
    assert ticks(world, "unit_packs")[:2] == [(19, "unit"), (60, "unit")]
    assert ticks(world, "unit_ready")[0] == (19 + PACK, "unit"), "it is set up again, its radar is not mended yet"
    assert ticks(world, "unit_leaves")[0] == (60 + PACK, "unit")


def test_lost_launchers_are_not_found_again_on_the_way() -> None:
    strike = {"id": "strike", "threat": "strike", "target": "unit", "aim": "launchers"}
    raid = [strike, {"id": "two", "start": "60 s", "count": 2}]
    world = made({"after": "25 s"}, raid, parts={"unit": {"launchers": 2}}, unit={"launchers": 2})
    assert ticks(world, "unit_ready")[0][1] == "spare"
    assert (worlds.fought(world, 5).missile_shots == 1).all()


def test_what_it_believes_and_has_fired_goes_along() -> None:
    """It may fire so many rounds at one target, wherever it stands."""
    raid = [{"id": "slow", "start": "0 s", "approach": {"bearing": "0 deg", "range": "90 km"}}]
    world = made({"after_shots": 1}, raid, unit={"kill_prob": 0.0}, doctrine={"max_shots": 1})
    assert [site for _, site in ticks(world, "launched")] == ["unit"]
    again = made({"after_shots": 1}, raid, unit={"kill_prob": 0.0}, doctrine={"max_shots": 2})
    assert [site for _, site in ticks(again, "launched")] == ["unit", "spare"]


def test_switched_off_it_stays() -> None:
    world = made({"after_shots": 1}, TWO, mechanisms={"moves": False})
    still = made(None, TWO)
    assert not ticks(world, "unit_packs")
    assert [site for _, site in ticks(world, "launched")] == ["unit", "unit"]
    a, b = worlds.fought(world, 20), worlds.fought(still, 20)
    assert np.array_equal(a.fate, b.fate) and np.array_equal(a.tick, b.tick) and np.array_equal(a.shots, b.shots)


def test_a_power_supply_serves_every_site() -> None:
    support = {"id": "supply", "kind": "power", "at": worlds.SITE, "serves": ["unit"]}
    strike = {"kind": "threat", "object_class": "fighter", "speed": "2 km/s", "damage_prob": {"plant": 1.0}}
    known = worlds.library(more={"flyers": {"strike": strike}})
    groups: list[worlds.Part] = [
        {"id": "strike", "threat": "strike", "target": "supply", "start": "40 s"},
        {"id": "two", "start": "70 s"},
    ]
    text = worlds.scenario(
        groups, [SURE | {"moves": MOVES | {"after": "9 s"}}], blue={"support": [support]}, duration="120 s"
    )
    world = worlds.built(text, known)
    assert (worlds.fought(world, 3).fate == LEAKED).all() and causes(world) == {
        "outside",
        "unit_down",
    }  # outside: the strike


def test_a_radar_that_waits_for_a_cue_waits_at_its_next_site_from_the_first_moment() -> None:
    """Nothing comes within 5 km before the end: no scan of either site finds it."""
    post = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
    watch = {"id": "watch", "sensor": "watch", "at": worlds.SITE, "post": "post", "emission": {}}
    rules = {"emission": {"mode": "cued", "within": "5 km"}}
    unit = {"post": "post", "moves": MOVES | {"after": "5 s"}, "doctrine": rules}
    far: worlds.Part = {"approach": {"bearing": "0 deg", "range": "90 km"}}
    text = worlds.scenario([far], [SURE | unit], blue={"posts": [post], "sensors": [watch]})
    world = worlds.built(text, worlds.library(more={"sensors": {"watch": {}}}))
    assert ticks(world, "unit_ready")
    assert {world.names.sensor_ids[event["sensor"]] for event in worlds.events(world, "tracked")} == {"watch"}
