"""When things happen: reaction, flight, look, reload, spacing of launches, delay of links, gain and loss of tracks.

Ticks follow from the definitions by hand; the log says what the engine did.
"""

from math import ceil
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.compile import geometry, world
from mantlet.engine.draws import name_key
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.world import World

HOPELESS = {"kill_prob": 0.0}


def ticks(made: World, kind: str) -> list[int]:
    return [int(event["tick"]) for event in worlds.events(made, kind)]


def test_one_engagement_after_the_other() -> None:
    """React 3 s, fly, look 2 s, and again in the tick after the look."""
    made = worlds.built(
        worlds.scenario(units=[HOPELESS | {"reaction": "3 s"}]), worlds.library(unit={"assess_delay": "2 s"})
    )
    assert ticks(made, "appeared") == [0] == ticks(made, "tracked")
    assigned, launched, met = ticks(made, "assigned"), ticks(made, "launched"), ticks(made, "miss")
    assert assigned[0] == 0
    assert [b - a for a, b in zip(assigned, launched, strict=True)] == [3] * len(assigned)
    assert [b - a for a, b in zip(launched, met, strict=True)] == [1] * len(assigned)
    looked = ticks(made, "assessed_missed")
    assert [b - a for a, b in zip(met, looked, strict=False)] == [2] * len(looked)
    assert [b - a for a, b in zip(looked, assigned[1:], strict=False)] == [1] * (len(assigned) - 1)
    assert ticks(made, "leaked") == [40] == ticks(made, "asset_hit")


def test_flight_time() -> None:
    """A missile of 2 km/s and an object of 1 km/s, 40 km apart and 3 km up, meet after 13 to 14 seconds."""
    made = worlds.built(worlds.scenario(), worlds.library(missile={"mean_speed": "2 km/s"}))
    (launch,) = worlds.events(made, "launched")
    met = (ticks(made, "hit") + ticks(made, "miss"))[0]
    assert met == launch["value"] == 14
    # At 14 s the object is 26 km away and the missile could have flown 28 km; at 13 s 27 and 26.


@pytest.mark.parametrize(("interval_s", "salvo"), [(0, 3), (2, 3), (5, 2)])
def test_launches_are_spaced(interval_s: int, salvo: int) -> None:
    """Over all targets of a unit."""
    text = worlds.scenario(
        [{"count": 3}],
        [HOPELESS | {"launch_interval": f"{interval_s} s"}],
        doctrine={"method": "salvo", "salvo": salvo, "max_in_flight": salvo, "max_shots": salvo},
    )
    launched = ticks(worlds.built(text), "launched")
    assert launched == [interval_s * n for n in range(3 * salvo)]


def test_reload() -> None:
    """Two rounds on the launcher and three behind it: a reload when it is empty, full while there is stock."""
    parts = {"launchers": 1, "rounds_per_launcher": 2, "reload_rounds": 3, "reload_time": "10 s"}
    made = worlds.built(worlds.scenario(units=[HOPELESS]), worlds.library(unit=parts))
    assert ticks(made, "assigned") == [0, 2, 13, 15, 26]
    assert ticks(made, "reload_started") == [2, 15]
    done = worlds.events(made, "reload_done")
    assert [(int(event["tick"]), int(event["value"])) for event in done] == [(12, 2), (25, 1)]


def test_magazine_is_every_round_there_is() -> None:
    parts = {"launchers": 1, "rounds_per_launcher": 2, "reload_rounds": 50, "reload_time": "1 s"}
    made = worlds.built(worlds.scenario(units=[HOPELESS | {"magazine": 5}]), worlds.library(unit=parts))
    assert len(ticks(made, "launched")) == 5


def test_a_unit_fires_from_when_it_is_ready() -> None:
    """And so does its radar: before that it sees nothing."""
    made = worlds.built(worlds.scenario(units=[HOPELESS | {"ready_after": "7 s"}]))
    assert ticks(made, "tracked") == [7]
    assert ticks(made, "launched")[0] == 7


def test_identification() -> None:
    """Under tight control a track has to be held first."""
    made = worlds.built(worlds.scenario(doctrine={"weapons_control": "tight", "identification": "9 s"}))
    assert ticks(made, "launched")[0] == 9


def cued(delay: str, **sensor: Any) -> World:
    """An engagement radar that looks only where it is told, and an acquisition radar some way off on the same post."""
    post = {"id": "post", "link_delay": delay, "at": worlds.SITE}
    radar = {"id": "search", "sensor": "search", "at": worlds.SITE, "post": "post"}
    known = worlds.library(
        sensor={"autonomous": False},
        more={"sensors": {"search": {"role": "acquisition"} | sensor}},
    )
    return worlds.built(worlds.scenario(units=[{"post": "post"}], blue={"posts": [post], "sensors": [radar]}), known)


@pytest.mark.parametrize(("delay", "expected"), [("0 s", 0), ("1 s", 2), ("4 s", 8)])
def test_a_track_takes_two_links_to_the_unit(delay: str, expected: int) -> None:
    made = cued(delay)
    tracks = {made.names.sensor_ids[event["sensor"]]: int(event["tick"]) for event in worlds.events(made, "tracked")}
    # With no delay the unit's radar may have had its turn of the tick before the other.
    assert tracks["search"] == 0
    assert tracks["unit/eye"] in (expected, expected + (delay == "0 s"))


def test_confirmation_takes_its_scans() -> None:
    """Three hits of a certain radar that looks every 5 s: two periods after the first."""
    made = worlds.built(
        worlds.scenario(), worlds.library(sensor={"confirm_hits": 3, "confirm_scans": 4, "scan_period": "5 s"})
    )
    first = ticks(made, "detected")[0]
    assert first == name_key("unit/eye") % 5
    assert ticks(made, "tracked") == [first + 10]


def test_a_track_is_lost_after_missed_scans_and_found_again() -> None:
    """A sector of 90 degrees to the north; the object crosses it from west to east and comes back."""
    way = [{"lat": 30.3, "lon": lon} for lon in (74.4, 75.6)] + [{"lat": 30.3, "lon": 74.4}]
    raid = [{"route": [{"at": at} for at in way]}]
    text = worlds.scenario(
        raid, [HOPELESS | {"facing": "0 deg"}], duration="400 s", doctrine={"weapons_control": "hold"}
    )
    made = worlds.built(text, worlds.library(sensor={"sector": "90 deg", "drop_after": 4}))
    gained, lost = ticks(made, "tracked"), ticks(made, "track_lost")
    # The bends are 57.72 km to either side of the meridian. The edge of the sector is as far aside as the object is to
    # the north: 33.26 km, and 0.1 km by which a straight way bows off its parallel.
    side_s, inside_s = 57.72, 33.36
    assert gained == [ceil(side_s - inside_s), ceil(3 * side_s - inside_s)]  # the last leg comes in at 60 degrees
    assert lost == [first_outside + 3 for first_outside in (ceil(side_s + inside_s), ceil(3 * side_s + inside_s))]


def test_the_nearer_unit_fires() -> None:
    """Two units of one network: the one whose missile gets there first; the other after it is out of rounds."""
    post = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
    usual = HOPELESS | {"post": "post", "ready_after": "5 s"}
    units = [usual | {"id": "a"}, usual | {"id": "b", "at": {"lat": 30.1, "lon": 75.0}, "magazine": 2}]
    text = worlds.scenario(units=units, blue={"posts": [post]})
    made = worlds.built(text, worlds.library(missile={"mean_speed": "2 km/s"}))
    fired = [made.names.unit_ids[event["unit"]] for event in worlds.events(made, "launched")]
    assert fired[:3] == ["b", "b", "a"]


def test_reserve_is_kept_for_its_classes() -> None:
    """Five rounds, the last two for cruise missiles: a fighter is shot at with three."""
    text = worlds.scenario(
        [{"threat": "fighter", "id": "f"}, {"id": "c", "start": "20 s"}],
        [{"magazine": 5, "kill_prob": 0.0}],
        doctrine={"reserve": {"rounds": 2, "classes": ["cruise"]}},
        duration="70 s",
    )
    known = worlds.library(
        missile={"kill_prob": {"cruise": 1, "fighter": 1}},
        more={"flyers": {"fighter": {"object_class": "fighter"}}},
    )
    outcomes = worlds.fought(worlds.built(text, known), 3)
    assert np.array_equal(outcomes.shots, np.tile([2, 3], (3, 1)))  # c-001, f-001


@pytest.mark.parametrize(
    ("choice", "first"), [("shortest-reach", "near"), ("highest-kill-prob", "far"), ("listed", "round")]
)
def test_missile_choice(choice: str, first: str) -> None:
    missiles = {
        "near": {"max_range": "60 km", "kill_prob": {"cruise": 0.1}},
        "far": {"max_range": "90 km", "kill_prob": {"cruise": 0.9}},
    }
    load = [{"missile": name, "share": share} for name, share in (("round", 0.5), ("near", 0.25), ("far", 0.25))]
    made = worlds.built(
        worlds.scenario(doctrine={"missile_choice": choice}),
        worlds.library(missile={"kill_prob": {"cruise": 0.5}}, unit={"load": load}, more={"missiles": missiles}),
    )
    assert made.names.missile_ids[worlds.events(made, "launched")[0]["missile"]] == first


@pytest.mark.parametrize(("ranking", "first"), [("time-to-impact", "late-001"), ("value-at-risk", "dear-001")])
def test_ranking(ranking: str, first: str) -> None:
    """One channel: the sooner arrival, or the dearer target."""
    assets = [
        {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 1},
        {"id": "gold", "name": "Gold", "kind": "depot", "at": {"lat": 29.9, "lon": 75.0}, "value": 5},
    ]
    raid = [{"id": "late"}, {"id": "dear", "target": "gold", "approach": {"bearing": "0 deg", "range": "51 km"}}]
    text = worlds.scenario(raid, [{"target_channels": 1}], doctrine={"ranking": ranking}, blue={"assets": assets})
    made = worlds.built(text)
    assert made.names.object_ids[worlds.events(made, "launched")[0]["object"]] == first


def test_a_part_of_the_defence_is_worth_an_asset_on_average() -> None:
    """3 of 1 and 5: what is aimed at the post comes before what is aimed at the lesser asset, and arrives later."""
    assets = [
        {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 1},
        {"id": "gold", "name": "Gold", "kind": "depot", "at": {"lat": 29.9, "lon": 75.0}, "value": 5},
    ]
    posts = [{"id": "post", "link_delay": "0 s", "at": worlds.SITE}]
    raid = [{"id": "cheap"}, {"id": "dear", "target": "post", "approach": {"bearing": "0 deg", "range": "51 km"}}]
    text = worlds.scenario(
        raid,
        [{"target_channels": 1}],
        doctrine={"ranking": "value-at-risk"},
        blue={"assets": assets, "posts": posts},
    )
    made = worlds.built(text, worlds.library(flyer={"damage_prob": {"depot": 1, "command": 1}}))
    assert made.names.object_ids[worlds.events(made, "launched")[0]["object"]] == "dear-001"


@pytest.mark.parametrize(("ranking", "first"), [("time-to-impact", "bombers-001"), ("value-at-risk", "raid-001")])
def test_a_carrier_counts_as_what_it_carries(ranking: str, first: str) -> None:
    """It releases one weapon before the other object arrives, which is worth more by itself; one channel."""
    way = [{"at": {"lat": 30.35, "lon": 75.1}}, {"at": {"lat": 30.25, "lon": 75.1}}, {"at": {"lat": 30.9, "lon": 75.4}}]
    assets = [
        {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 1},
        {"id": "gold", "name": "Gold", "kind": "depot", "at": {"lat": 29.9, "lon": 75.0}, "value": 5},
    ]
    raid = [
        {"id": "bombers", "target": None, "route": way},
        {"id": "bombs", "carrier": "bombers", "release": 1},
        {"target": "gold"},
    ]
    text = worlds.scenario(
        raid, [{"target_channels": 1}], doctrine={"ranking": ranking}, blue={"assets": assets}, duration="200 s"
    )
    made = worlds.built(text)
    assert made.names.object_ids[worlds.events(made, "launched")[0]["object"]] == first


@pytest.mark.parametrize("ranking", ["time-to-impact", "value-at-risk"])
def test_an_empty_carrier_counts_as_what_it_is(ranking: str) -> None:
    """It has let its weapon go before the unit is ready: the only round goes to the weapon."""
    way = [{"at": {"lat": 30.6, "lon": 75.0}}, {"at": {"lat": 30.4, "lon": 75.0}}, {"at": {"lat": 30.9, "lon": 75.4}}]
    raid = [{"id": "bombers", "target": None, "route": way}, {"id": "bombs", "carrier": "bombers", "release": 1}]
    unit = {"kill_prob": 1.0, "ready_after": "30 s", "magazine": 1}
    made = worlds.built(worlds.scenario(raid, [unit], doctrine={"ranking": ranking}, duration="200 s"))
    assert [made.names.object_ids[event["object"]] for event in worlds.events(made, "hit")] == ["bombs-001"]


def test_weapons_follow_each_other_in_their_own_time() -> None:
    """The carrier is drawn slow or fast; what it lets go comes 20 s apart either way."""
    way = [{"at": {"lat": 30.6, "lon": 75.0}}, {"at": {"lat": 30.4, "lon": 75.0}}, {"at": {"lat": 30.9, "lon": 75.4}}]
    raid = [
        {"id": "bombers", "target": None, "route": way, "speed": {"low": "300 m/s", "high": "900 m/s"}},
        {"id": "bombs", "carrier": "bombers", "release": 1, "each": 2, "interval": "20 s"},
    ]
    laid = geometry(loads(worlds.scenario(raid, [], duration="200 s"), library=worlds.library()), worlds.library())
    starts = np.array([world(laid, Draw(1, draw, "independent")).arrays.objects["start_tick"][1:] for draw in range(9)])
    assert (starts[:, 1] - starts[:, 0] == 20).all()
    assert len(set(starts[:, 0].tolist())) > 5
