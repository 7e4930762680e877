"""Emission control, anti-radiation weapons and decoy emitters: each rule in the smallest fight that shows it.

`seeker` is an anti-radiation weapon that no missile is fired at. It comes in from 40 km at 2 km/s, arrives at 20 s and
is sure to damage a radar that emits, unless a test says otherwise. The radar scans once a second and forgets an object
at the first scan that misses it.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import CAUSES, KILLED, LEAKED
from mantlet.world import Outcomes, World

SEEKER: worlds.Part = {
    "id": "seeker",
    "kind": "threat",
    "object_class": "fighter",
    "speed": "2 km/s",
    "homing": "anti-radiation",
    "memory": "0 s",
    "memory_ratio": 0,
}
SURE: worlds.Part = {"kill_prob": 1.0}
EYE = "unit/eye"
ARRIVAL = 20
BLIND = {"watch": {"instrumented_range": "1 km"}}  # where it stands nothing comes by
BLIND_NETWORK = {
    "posts": [{"id": "post", "link_delay": "0 s", "at": worlds.SITE}],
    "sensors": [{"id": "watch", "sensor": "watch", "at": {"lat": 29.5, "lon": 75.0}, "post": "post"}],
}


def made(
    *,
    rule: worlds.Part | None = None,
    unit: worlds.Part | None = None,
    raid: list[worlds.Part] | None = None,
    seekers: worlds.Part | None = None,
    seeker: worlds.Part | None = None,
    harm: float = 1.0,
    parts: dict[str, worlds.Part] | None = None,
    blue: worlds.Part | None = None,
    sensors: dict[str, worlds.Part] | None = None,
    **rest: Any,
) -> World:
    """One unit under an emission rule, anti-radiation weapons at its radar, and a raid at the site."""
    flyers = {"seeker": SEEKER | {"damage_prob": {"radar": harm}} | (seeker or {})}
    known = worlds.library(**(parts or {}), more={"flyers": flyers, "sensors": sensors or {}})
    groups = [*(raid or []), {"id": "sought", "threat": "seeker", "target": "unit"} | (seekers or {})]
    doctrine: worlds.Part = {} if rule is None else {"doctrine": {"emission": rule}}
    top: dict[str, Any] = {"duration": "90 s"} | rest
    return worlds.built(worlds.scenario(groups, [SURE | doctrine | (unit or {})], blue=blue, **top), known)


def down(outcomes: Outcomes, world: World, node: str = EYE) -> np.ndarray:
    """Whether a radar went down, by replication."""
    return outcomes.node_down_tick[:, world.names.node_ids.index(node)] >= 0


def of_raid(outcomes: Outcomes, world: World) -> tuple[set[int], set[str]]:
    """(fates, causes) of the group `raid`."""
    mine = [o for o, group in enumerate(world.names.object_groups) if group == "raid"]
    causes = {CAUSES[code] for code in np.unique(outcomes.cause[:, mine]) if code >= 0}
    return {int(fate) for fate in np.unique(outcomes.fate[:, mine])}, causes


def ticks(world: World, kind: str) -> list[int]:
    """When events of a kind come."""
    return [int(event["tick"]) for event in worlds.events(world, kind)]


@pytest.mark.parametrize("harm", [0.3, 1.0])
def test_a_radar_that_emits_is_damaged_with_the_full_probability(harm: float) -> None:
    world = made(harm=harm)
    assert worlds.within(down(worlds.fought(world, 20_000), world).astype(float), harm)


def test_a_radar_that_is_never_cued_is_never_damaged() -> None:
    """The radar that searches for its network sees nothing, so nothing wakes it, and memory has nothing to remember."""
    world = made(
        rule={"mode": "cued", "radars": "engagement"},
        unit={"post": "post"},
        seeker={"memory": "90 s", "memory_ratio": 1},
        blue=BLIND_NETWORK,
        sensors=BLIND,
    )
    outcomes = worlds.fought(world, 50)
    assert not down(outcomes, world).any() and outcomes.node_hits.sum() == 0


@pytest.mark.parametrize(("memory_s", "share"), [(10, 0.0), (11, 0.4), (60, 0.4)])
def test_memory_reaches_back_for_its_time_and_damages_by_its_ratio(memory_s: int, share: float) -> None:
    """Warned 10 s before the arrival, the radar last emitted 11 s before it."""
    rule = {"shutdown": {"within": "10 s", "silence": "30 s"}}
    world = made(rule=rule, harm=0.8, seeker={"memory": f"{memory_s} s", "memory_ratio": 0.5})
    assert ticks(world, "radar_silent") == [ARRIVAL - 10]
    assert worlds.within(down(worlds.fought(world, 20_000), world).astype(float), share)


def test_a_shutdown_lasts_from_the_last_moment_that_the_weapon_was_known() -> None:
    """The radar, silent from 10 s on, forgets the weapon in its scan of 10 s: it was known last at 10 s."""
    world = made(rule={"shutdown": {"within": "10 s", "silence": "30 s"}})
    assert ticks(world, "radar_silent") == [10]
    assert ticks(world, "radar_emits") == [10 + 30]
    assert not down(worlds.fought(world, 20), world).any()


@pytest.mark.parametrize(("memory_s", "hurt"), [(2, False), (3, True)])
def test_a_radar_that_looks_again_is_warned_again(memory_s: int, hurt: bool) -> None:
    """Silent for 3 s, it looks once and finds the weapon: on the air at 13 and 17 s, and silent when it comes."""
    rule = {"shutdown": {"within": "10 s", "silence": "3 s"}}
    world = made(rule=rule, seeker={"memory": f"{memory_s} s", "memory_ratio": 1})
    assert ticks(world, "radar_silent") == [10, 14, 18]
    assert ticks(world, "radar_emits") == ([13, 17] if hurt else [13, 17, 21])
    assert (down(worlds.fought(world, 20), world) == hurt).all()


def test_switched_off_the_same_weapon_is_a_strike_like_any_other() -> None:
    rule = {"shutdown": {"within": "10 s", "silence": "30 s"}}
    world = made(rule=rule, unit={"decoy_emitters": 9}, mechanisms={"emission": False})
    assert down(worlds.fought(world, 20), world).all()
    assert not ticks(world, "radar_silent")


BLINKS = pytest.mark.parametrize(("on", "off"), [(7, 5), (3, 9)])


def on_air(world: World, replication: int, ticks: range) -> list[bool]:
    """By the log: whether the radar is on the air at each of these ticks."""
    log = {
        int(event["tick"]): kind == "radar_emits"
        for kind in ("radar_silent", "radar_emits")
        for event in worlds.events(world, kind, replication=replication)
    }
    told = [True]
    for tick in range(ticks.stop):
        told.append(log.get(tick, told[-1]))
    return told[1:][ticks.start :]


@BLINKS
def test_a_radar_that_blinks_keeps_its_cycle(on: int, off: int) -> None:
    """In each raid it emits for `on` of each `on + off` ticks, from wherever in its cycle it began."""
    world = made(rule={"mode": "blink", "on": f"{on} s", "off": f"{off} s"}, harm=0.0)
    cycles = [[(tick + phase) % (on + off) < on for tick in range(90)] for phase in range(on + off)]
    begun = {cycles.index(on_air(world, replication, range(90))) for replication in range(100)}
    assert len(begun) > (on + off) // 2


@BLINKS
@pytest.mark.parametrize("name", ["unit", "alpha", "bravo"])
def test_a_radar_that_blinks_is_hit_by_its_share_of_time_on_the_air(on: int, off: int, name: str) -> None:
    rule = {"mode": "blink", "on": f"{on} s", "off": f"{off} s"}
    world = made(rule=rule, unit={"id": name}, seekers={"target": name})
    hit = down(worlds.fought(world, 20_000), world, f"{name}/eye")
    assert worlds.within(hit.astype(float), on / (on + off))


def test_two_radars_blink_each_for_itself() -> None:
    rule = {"mode": "blink", "on": "6 s", "off": "6 s"}
    blue = {"sensors": [{"id": "watch", "sensor": "watch", "at": worlds.SITE, "emission": rule}]}
    world = made(rule=rule, seekers={"count": 2, "target": ["unit", "watch"]}, blue=blue, sensors={"watch": {}})
    outcomes = worlds.fought(world, 20_000)
    both = down(outcomes, world) & down(outcomes, world, "watch")
    assert worlds.within(both.astype(float), 0.25)


def test_of_a_radar_that_does_not_work_the_log_hears_nothing() -> None:
    """Hit at 40 s and mended at 60 s it blinks on by the clock; the log has it right before and after."""
    on, off = 7, 5
    world = made(
        rule={"mode": "blink", "on": f"{on} s", "off": f"{off} s"},
        raid=[{"id": "plain", "target": "unit"}],
        seekers={"start": "89 s"},
        parts={
            "flyer": {"object_class": "fighter", "damage_prob": {"radar": 1.0}},
            "sensor": {"repair_time": "20 s"},
        },
        duration="105 s",
    )
    assert ticks(world, "node_down") == [40] and ticks(world, "node_up") == [60]
    cycles = [[(tick + phase) % (on + off) < on for tick in range(105)] for phase in range(on + off)]
    begun: set[int] = set()
    for replication in range(100):
        before, after = on_air(world, replication, range(40)), on_air(world, replication, range(61, 105))
        (phase,) = (n for n, cycle in enumerate(cycles) if cycle[:40] == before and cycle[61:] == after)
        begun.add(phase)
        meanwhile = on_air(world, replication, range(40, 61))
        assert len(set(meanwhile[1:])) == 1
    assert len(begun) == on + off


def test_of_a_radar_that_is_not_there_the_log_hears_nothing() -> None:
    world = made(rule={"mode": "cued"}, unit={"present": False})
    assert not ticks(world, "radar_silent")


def test_a_silent_radar_loses_its_tracks_by_missed_scans() -> None:
    """A scan every 2 s, lost after the third in a row that misses it."""
    world = made(
        rule={"shutdown": {"within": "10 s", "silence": "60 s"}},
        parts={"sensor": {"scan_period": "2 s", "drop_after": 3}},
    )
    (silent,) = ticks(world, "radar_silent")
    beat = int(world.arrays.sensors[0]["phase_ticks"])
    missed = [t for t in range(silent, 90) if (t - beat) % 2 == 0]
    assert ticks(world, "track_lost") == [missed[2]]


def test_a_silent_unit_may_not_fire_at_what_it_still_tracks() -> None:
    """The raid, in reach from 10 s before it comes, is tracked until long after its arrival."""
    world = made(
        rule={"shutdown": {"within": "19 s", "silence": "80 s"}},
        raid=[{"count": 1, "start": "0 s"}],
        unit={"reaction": "10 s"},
        parts={"sensor": {"drop_after": 60}},
    )
    fates, causes = of_raid(worlds.fought(world, 10), world)
    assert fates == {LEAKED} and causes == {"held"}


def test_an_order_is_called_off_when_its_radar_falls_silent_before_the_first_round_leaves() -> None:
    world = made(
        rule={"shutdown": {"within": "15 s", "silence": "80 s"}},
        raid=[{"count": 1, "start": "0 s"}],
        unit={"reaction": "10 s"},
    )
    assert ticks(world, "assigned") and not ticks(world, "launched")
    (silent,) = ticks(world, "radar_silent")
    (called_off,) = ticks(world, "called_off")
    assert silent <= called_off


@pytest.mark.parametrize(("guided_from", "fate"), [("radar", LEAKED), ("itself", KILLED)])
def test_rounds_under_way_need_a_radar_that_emits(guided_from: str, fate: int) -> None:
    """The only round is on its way when the radar falls silent."""
    world = made(
        rule={"shutdown": {"within": "10 s", "silence": "80 s"}},
        raid=[{"count": 1, "start": "0 s"}],
        unit={"magazine": 1},
        parts={
            "missile": {"mean_speed": "800 m/s", "guided_from": guided_from},
            "sensor": {"instrumented_range": "36 km"},
        },
    )
    launch, silent = worlds.events(world, "launched")[0], worlds.events(world, "radar_silent")[0]
    assert launch["tick"] < silent["tick"] < launch["value"]
    assert of_raid(worlds.fought(world, 3), world)[0] == {fate}


@pytest.mark.parametrize(("within_km", "leaks"), [(None, False), (30, False), (4, True)])
def test_a_cued_radar_emits_while_its_network_has_a_track_near(within_km: float | None, leaks: bool) -> None:
    """A second radar of the network searches; the unit reacts in 5 s, and comes within 4 km 3 s before its arrival."""
    rule: worlds.Part = {"mode": "cued", "radars": "engagement"}
    if within_km is not None:
        rule["within"] = f"{within_km} km"
    blue = {
        "posts": [{"id": "post", "link_delay": "0 s", "at": worlds.SITE}],
        "sensors": [{"id": "watch", "sensor": "watch", "at": worlds.SITE, "post": "post"}],
    }
    world = made(
        rule=rule,
        unit={"post": "post", "reaction": "5 s"},
        raid=[{"count": 1}],
        seekers={"start": "85 s"},
        blue=blue,
        sensors={"watch": {}},
    )
    fates, _ = of_raid(worlds.fought(world, 5), world)
    assert fates == ({LEAKED} if leaks else {KILLED})
    woken = ticks(world, "radar_emits")[0]
    expected = {None: 1, 30: 10, 4: 38}[within_km]
    assert abs(woken - expected) <= 1


def test_a_cued_radar_falls_silent_when_its_network_has_no_track_left() -> None:
    blue = {
        "posts": [{"id": "post", "link_delay": "0 s", "at": worlds.SITE}],
        "sensors": [{"id": "watch", "sensor": "watch", "at": worlds.SITE, "post": "post"}],
    }
    rule = {"mode": "cued", "radars": "engagement"}
    world = made(
        rule=rule,
        unit={"post": "post"},
        raid=[{"count": 1}],
        seekers={"start": "85 s"},
        blue=blue,
        sensors={"watch": {}},
    )
    (killed,) = ticks(world, "hit")
    assert ticks(world, "radar_silent")[:2] == [0, killed + 1]


def test_a_radar_that_loses_its_post_is_cued_by_nobody_and_emits() -> None:
    strike = {"kind": "threat", "object_class": "fighter", "speed": "4 km/s", "damage_prob": {"command": 1.0}}
    flyers = {"strike": strike, "seeker": SEEKER | {"damage_prob": {"radar": 1.0}}}
    known = worlds.library(more={"flyers": flyers, "sensors": BLIND})
    groups: list[worlds.Part] = [
        {"id": "first", "threat": "strike", "target": "post"},
        {"id": "sought", "threat": "seeker", "target": "unit"},
    ]
    unit = {"post": "post", "doctrine": {"emission": {"mode": "cued"}}}
    world = worlds.built(worlds.scenario(groups, [unit], blue=BLIND_NETWORK), known)
    assert ticks(world, "radar_emits") == [11]
    assert down(worlds.fought(world, 5), world).all()


@pytest.mark.parametrize("decoys", [1, 3])
@pytest.mark.parametrize("harm", [0.5, 1.0])
def test_a_weapon_goes_to_the_radar_or_one_of_its_decoys_each_as_likely(decoys: int, harm: float) -> None:
    world = made(harm=harm, unit={"decoy_emitters": decoys})
    assert worlds.within(down(worlds.fought(world, 20_000), world).astype(float), harm / (1 + decoys))


def survival(decoys: int, weapons: int, harm: float) -> float:
    """Chance that the radar lives, weapon by weapon: each goes to one of those left, and uses up what it damages."""
    if weapons == 0:
        return 1.0
    radar = harm / (1 + decoys)
    decoy = harm - radar
    lives = (1.0 - harm) * survival(decoys, weapons - 1, harm)
    return lives + (decoy * survival(decoys - 1, weapons - 1, harm) if decoys else 0.0)


@pytest.mark.parametrize(("decoys", "weapons"), [*itertools.product((1, 2, 4), (2, 4))])
def test_decoys_are_used_up(decoys: int, weapons: int) -> None:
    world = made(harm=0.8, unit={"decoy_emitters": decoys}, seekers={"count": weapons, "interval": "2 s"})
    outcomes = worlds.fought(world, 20_000)
    first_down = down(outcomes, world).astype(float)
    # Once the radar is down, it does not emit, and with no memory it cannot be hit again.
    assert outcomes.node_hits.max() == 1
    assert worlds.within(first_down, 1.0 - survival(decoys, weapons, 0.8))


def test_decoys_do_not_share_what_does_not_home() -> None:
    world = made(
        unit={"decoy_emitters": 9},
        raid=[{"id": "plain", "threat": "threat", "target": "unit"}],
        seekers={"start": "85 s"},
        parts={"flyer": {"object_class": "fighter", "damage_prob": {"radar": 1.0}}},
    )
    assert down(worlds.fought(world, 20), world).all()
