"""Fights in which the two engines once parted: each asks for something that is easily forgotten when looking ahead."""

from __future__ import annotations

import numpy as np
import pytest

import worlds

POST = {"id": "post", "link_delay": "1 s", "at": worlds.SITE}
FIGHTER = {
    "missile": "dart",
    "missiles": 2,
    "launch_range": "9 km",
    "missile_speed": "1 km/s",
    "kill_prob": {"cruise": 1},
    "return_kill_prob": 0,
    "radar_range": "30 km",
    "radar_rcs": "1 m2",
    "intercept_speed": "300 m/s",
    "endurance": "900 s",
    "scramble": "0 s",
    "turn_round": "5 s",
}
HAWK = {"kind": "aircraft", "object_class": "fighter", "fighter": FIGHTER}
TWICE = {"confirm_hits": 2, "confirm_scans": 2}
DIM = {"certain": False, "claim": worlds.CLAIM | {"detection_prob": 0.6, "range": "14 km"}}


def test_a_gate_that_stays_shut_is_reached_by_the_clock() -> None:
    """Tracked before anything can reach it, by a unit that may not fire and that would be late by the time it could."""
    far = {"approach": {"bearing": "0 deg", "range": "70 km"}}
    held = {"reaction": "50 s", "doctrine": {"weapons_control": "hold"}}
    text = worlds.scenario([far], [held], duration="90 s")
    made = worlds.built(text, worlds.library(sensor={"instrumented_range": "45 km"}, missile={"max_range": "40 km"}))
    assert worlds.causes(worlds.fought(made, 1)) == {"late"}


def test_a_radar_that_falls_silent_between_two_looks_at_a_cue_keeps_what_it_saw() -> None:
    """It needs two hits in a row, at cues that may point too far off, and blinks."""
    eye = DIM | {"autonomous": False, "cue_basket": "2 deg", "scan_period": "2 s"} | TWICE
    watch = {"instrumented_range": "200 km", "track_accuracy": "2 deg"}
    blinks = {"post": "post", "doctrine": {"emission": {"mode": "blink", "on": "7 s", "off": "3 s"}}}
    blue = {"posts": [POST], "sensors": [{"id": "watch", "sensor": "watch", "post": "post", "at": worlds.SITE}]}
    text = worlds.scenario([{"count": 3}], [blinks], blue=blue)
    made = worlds.built(text, worlds.library(sensor=eye, more={"sensors": {"watch": watch}}))
    assert len(worlds.fates(worlds.fought(made, 60))) == 2


def test_a_unit_that_takes_the_nearest_is_not_ranked_by_the_gain_of_others() -> None:
    """Beside one of its network that goes by gain, with which it shares targets."""
    assets = [
        {
            "id": f"a{value}",
            "name": "A",
            "kind": "depot",
            "at": {"lat": 30.0 + value / 100, "lon": 75.0},
            "value": value,
        }
        for value in (1, 5)
    ]
    units = [
        {"id": name, "post": "post", "target_channels": 1, "doctrine": {"assignment": name}}
        for name in ("greedy", "nearest")
    ]
    raid = [{"count": 4, "target": ["a1", "a5"]}]
    text = worlds.scenario(raid, units, blue={"posts": [POST], "assets": assets}, doctrine={"max_in_flight": 2})
    made = worlds.built(text, worlds.library(missile={"mean_speed": "1 km/s"}))
    assert worlds.fates(worlds.fought(made, 20)) == {"killed", "leaked"}


def test_word_of_a_track_reaches_fighters_over_a_post_that_is_cut_off_from_the_start() -> None:
    """By chance their post never reaches its superior: what it knows by itself still takes its time."""
    posts = [POST, {"id": "low", "link_delay": "2 s", "at": worlds.SITE, "superior": "post", "link_reliability": 0.5}]
    wing = {"id": "wing", "aircraft": "hawk", "count": 1, "base": "site", "post": "low"}
    text = worlds.scenario(units=[{"post": "low"}], blue={"posts": posts, "fighters": [wing]})
    made = worlds.built(text, worlds.library(missile={"max_range": "1 km"}, more={"flyers": {"hawk": HAWK}}))
    assert {worlds.events(made, "scrambled", replication=k)[0]["tick"] for k in range(20)} == {4, 6}


def test_fighters_let_go_of_what_their_own_radar_has_just_lost() -> None:
    """It comes by, goes off, and would come back to where they were to meet it; they look every five ticks."""
    way = [{"at": {"lat": 30.2, "lon": lon}} for lon in (75.0, 75.8)]
    wing = {"id": "wing", "aircraft": "hawk", "count": 1, "base": "site", "mode": "patrol"}
    wing |= {"station": {"at": worlds.SITE, "height": "3 km msl"}}
    text = worlds.scenario([{"route": way}], [], blue={"fighters": [wing]}, duration="200 s")
    made = worlds.built(text, worlds.library(more={"flyers": {"hawk": HAWK}}))
    assert [event["tick"] for event in worlds.events(made, "committed")][:1] == [0]
    assert [event["tick"] for event in worlds.events(made, "disengaged")][:1] == [36]


NOISE = {"power_density": "1 W/MHz", "bands": ["S"]}
ANTENNA = {"antenna_gain": "30 dB", "beamwidth": "3 deg", "sidelobe_level": "25 dB", "noise_temperature": "600 K"}
LATE = {"start": "20 s", "approach": {"bearing": "30 deg", "range": "9 km"}}
PLANES = {"id": "planes", "threat": "bomber"}
WAY = [{"at": {"lat": lat, "lon": 75.2}} for lat in (30.3, 30.0, 29.7)]
LADEN = PLANES | {"target": None, "route": WAY}


@pytest.mark.parametrize(
    "planes",
    [
        [PLANES | LATE | {"jammer": NOISE, "count": 3, "interval": "9 s", "abort": {"share": 0.1}}],
        [LADEN, {"id": "load", "carrier": "planes", "release": 1, "jammer": NOISE}],
        [LADEN | {"evade": {"warned": 1.0}}, {"id": "load", "carrier": "planes", "release": 1, "jammer": NOISE}],
    ],
    ids=["the rest stays at home", "its carrier is shot down", "its carrier turns back"],
)
def test_a_jammer_jams_nobody_before_it_flies_or_if_it_never_does(planes: list[worlds.Part]) -> None:
    """Only the planes are fired at, by a radar that is certain; another one sees what comes behind, or does not."""
    watch = DIM | ANTENNA | TWICE | {"drop_after": 4, "claim": DIM["claim"] | {"range": "60 km"}}
    flyers = {"bomber": {"object_class": "bomber"}}
    rounds = {"mean_speed": "9 km/s", "kill_prob": {"bomber": 0.7}}
    known = worlds.library(missile=rounds, more={"sensors": {"watch": watch}, "flyers": flyers})
    blue = {"sensors": [{"id": "watch", "sensor": "watch", "at": worlds.SITE}]}
    raid = {"count": 5, "approach": {"bearing": "0 deg", "spread": "90 deg", "range": "70 km"}}
    made = worlds.built(worlds.scenario([raid, *planes], blue=blue, duration="90 s"), known)
    assert "killed" in worlds.fates(worlds.fought(made, 1))
    for k in range(20):
        worlds.told(made, k)


def test_a_jammer_that_its_carrier_lets_go_late_is_heard_from_where_it_is() -> None:
    """Its carrier has dragged a round. A radar that forgets at once has looked ahead to a scan at that very moment."""
    watch = DIM | ANTENNA | TWICE | {"scan_period": "7 s", "claim": DIM["claim"] | {"range": "90 km"}}
    bomber = {"object_class": "bomber", "speed": "600 m/s"}
    known = worlds.library(
        missile={"mean_speed": "1 km/s", "kill_prob": {"bomber": 0, "cruise": 0}},
        more={"sensors": {"watch": watch}, "flyers": {"bomber": bomber}},
    )
    load = {"id": "load", "threat": "bomber", "carrier": "planes", "release": 1, "jammer": NOISE}
    raid = {"count": 5, "approach": {"bearing": "0 deg", "spread": "90 deg", "range": "95 km"}}
    planes = LADEN | {"evade": {"warned": 1.0}}
    blue = {"sensors": [{"id": "watch", "sensor": "watch", "at": worlds.SITE}]}
    text = worlds.scenario([raid, planes, load], blue=blue, doctrine={"max_shots": 1}, duration="90 s")
    made = worlds.built(text, known)
    turned, released = (worlds.events(made, kind)[0]["tick"] for kind in ("turned_in", "weapons_released"))
    assert turned < released
    for k in range(60):
        worlds.told(made, k)


def test_a_flight_that_finds_an_object_taken_has_been_held_back() -> None:
    """A tick after another one was sent. When the base of that one is hit before it is off, it is too late."""
    south = {"lat": 29.949, "lon": 75.0}
    alert = {"id": "alert", "aircraft": "hawk", "count": 1, "base": "site", "post": "post"}
    patrol = {"id": "patrol", "aircraft": "hawk", "count": 1, "at": south, "mode": "patrol"}
    patrol |= {"station": {"at": south, "height": "3 km msl"}}
    base = {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 1}
    assets = [base, base | {"id": "town", "at": {"lat": 30.07, "lon": 76.0}}]
    way = [{"at": {"lat": 30.07, "lon": 74.8}}]
    raid = [PLANES | {"target": "town", "route": way}, {"approach": {"bearing": "0 deg", "range": "4 km"}}]
    blue = {"posts": [POST | {"link_delay": "0 s"}], "fighters": [alert, patrol], "assets": assets}
    hawk = HAWK | {"fighter": FIGHTER | {"scramble": "9 s", "kill_prob": {"bomber": 1}}}
    flyers = {"hawk": hawk, "bomber": {"object_class": "bomber"}}
    known = worlds.library(missile={"max_range": "1 km"}, more={"flyers": flyers})
    made = worlds.built(worlds.scenario(raid, [{"post": "post"}], blue=blue, duration="150 s"), known)
    assert "held" in worlds.causes(worlds.fought(made, 1))


def test_a_plane_shot_down_with_its_load_counts_for_less_once_the_load_was_due() -> None:
    """To a unit that takes it for alive. When a channel is free after that moment, it is the last to be fired at."""
    way = [{"at": {"lat": lat, "lon": 75.1}} for lat in (30.3, 30.138, 29.7)]
    near = {"id": "near", "start": "5 s", "approach": {"bearing": "0 deg", "range": "11 km"}}
    raid = [PLANES | {"target": None, "route": way}, {"id": "load", "carrier": "planes", "release": 1}, near]
    known = worlds.library(
        unit={"target_channels": 1, "assess_delay": "10 s", "kill_called_miss_prob": 1},
        missile={"kill_prob": {"bomber": 1, "cruise": 1}},
        more={"flyers": {"bomber": {"object_class": "bomber"}}},
    )
    made = worlds.built(worlds.scenario([*raid, {"id": "far"}]), known)
    plane, far, near_one = (int(np.argmax(made.arrays.objects["end_tick"] == tick)) for tick in (67, 40, 16))
    assert [event["object"] for event in worlds.events(made, "assigned")][:3] == [plane, near_one, far]


def test_whether_a_cue_points_near_enough_is_settled_when_a_radar_looks_there() -> None:
    """Planes that have turned in again come over its horizon later than they set out to, and until then it waits."""
    planes = PLANES | {"count": 4, "evade": {"warned": 1.0, "at_most": 1}}
    watch = {"instrumented_range": "200 km", "track_accuracy": "2 deg", "antenna_height": "900 m"}
    known = worlds.library(
        sensor={"autonomous": False, "cue_basket": "2 deg"},
        missile={"mean_speed": "3 km/s", "kill_prob": {"bomber": 0}},
        more={
            "sensors": {"watch": watch},
            "fire_units": {"far": {"engagement_sensor": "watch", "launchers": 4}},
            "flyers": {"bomber": {"object_class": "bomber", "height": "10 m"}},
        },
    )
    units = [{"id": "far", "system": "test/far", "post": "post"}, {"post": "post"}]
    made = worlds.built(worlds.scenario([planes], units, blue={"posts": [POST]}), known)
    worlds.fought(made, 20)
    assert worlds.events(made, "turned_in") and len({event["sensor"] for event in worlds.events(made, "tracked")}) == 2


@pytest.mark.parametrize("hit_tick", [37, 42], ids=["before it is out of sight for good", "after that"])
def test_who_turns_while_a_radar_is_down_keeps_its_place_before_who_comes_in_sight_later(hit_tick: int) -> None:
    """A plane gives up as the other is shot down, and is back in sight, as is a late one, when the radar is mended."""
    way = [{"at": {"lat": 30.0, "lon": lon}} for lon in (75.0, 75.6)]
    planes = PLANES | {"count": 2, "interval": "5 s", "target": "town", "route": way, "abort": {"share": 0.5}}
    hit = {"target": "eye", "approach": {"bearing": "0 deg", "range": f"{hit_tick} km"}}
    late = {"id": "late", "start": "50 s", "approach": {"bearing": "0 deg", "range": "40 km"}}
    base = {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 1}
    assets = [base, base | {"id": "town", "at": {"lat": 30.0, "lon": 75.9}}]
    known = worlds.library(
        sensor={"instrumented_range": "30 km", "repair_time": "30 s"},
        flyer={"damage_prob": {"radar": 1}},
        missile={"max_range": "20 km", "mean_speed": "3 km/s", "kill_prob": {"bomber": 1}},
        more={
            "sensors": {"lamp": {"antenna_height": "900 m"}},
            "fire_units": {"far": {"engagement_sensor": "lamp", "launchers": 1}},
            "flyers": {"bomber": {"object_class": "bomber", "height": "10 m"}},
        },
    )
    units = [{"system": "test/far", "at": {"lat": 30.0, "lon": 75.66}}]
    blue = {"sensors": [{"id": "eye", "sensor": "eye", "at": worlds.SITE}], "assets": assets}
    made = worlds.built(worlds.scenario([hit, planes, late], units, blue=blue, duration="90 s"), known)
    turned, found = worlds.events(made, "turned_back"), worlds.events(made, "detected")[-2:]
    assert hit_tick < turned[0]["tick"] < hit_tick + 30
    assert {(event["tick"], event["sensor"]) for event in found} == {(hit_tick + 30, 0)}
    assert [event["object"] for event in found] == [
        turned[0]["object"],
        int(np.argmax(made.arrays.objects["start_tick"])),
    ]
