"""Fighters of the defence: one thing at a time, in the smallest raid that shows it.

`hawk` takes off at once, shoots from 20 km and its missile is there one tick later, unless a test says otherwise. The
raid comes in from the north at 1 km/s, and `watch` sees all of it from the first tick on.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

import worlds
from mantlet.codes import CAUSES, KILLED, LEAKED

FIGHTER: worlds.Part = {
    "missile": "dart",
    "missiles": 4,
    "launch_range": "20 km",
    "missile_speed": "100 km/s",
    "kill_prob": {"cruise": 1.0, "fighter": 1.0},
    "return_kill_prob": 0,
    "radar_range": "1000 km",
    "radar_rcs": "1 m2",
    "intercept_speed": "500 m/s",
    "endurance": "10 h",
    "scramble": "0 s",
    "turn_round": "60 s",
}
POST = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
WATCH = {"id": "watch", "sensor": "eye", "at": worlds.SITE, "post": "post"}
HAWK = {"id": "hawk", "aircraft": "hawk", "count": 1, "size": 1, "base": "site", "post": "post"}
NORTH = {"lat": 30.2, "lon": 75.0}  # 22.2 km north of the site
STATION = {"at": NORTH, "height": "3 km msl"}
PATROL = {"mode": "patrol", "station": STATION}
ELSEWHERE = [{"lat": lat, "lon": lon} for lat, lon in ((10.0, 75.0), (10.0, 76.0), (11.0, 75.0))]


def far(range_km: float, **rest: Any) -> worlds.Part:
    """A group straight from the north."""
    return {"approach": {"bearing": "0 deg", "range": f"{range_km} km"}} | rest


def made(
    *groups: worlds.Part,
    fighter: worlds.Part | None = None,
    place: worlds.Part | None = None,
    flyer: worlds.Part | None = None,
    units: list[worlds.Part] | None = None,
    blue: worlds.Part | None = None,
    parts: dict[str, worlds.Part] | None = None,
    more: dict[str, worlds.Part] | None = None,
    **rest: Any,
) -> Any:
    """The world of some groups against flights of `hawk`, one of one aircraft unless `place` says otherwise."""
    hawk = {"kind": "aircraft", "fighter": FIGHTER | (fighter or {})}
    known = worlds.library(flyer=flyer, more={"flyers": {"hawk": hawk} | (more or {})}, **(parts or {}))
    side = {"posts": [POST], "sensors": [WATCH], "fighters": [HAWK | (place or {})]} | (blue or {})
    raid = [{"id": f"raid{n}"} | group for n, group in enumerate(groups)]
    top: dict[str, Any] = {"duration": "300 s"} | rest
    return worlds.built(worlds.scenario(raid, units or [], blue=side, **top), known)


def ticks(world: Any, kind: str) -> list[int]:
    return [int(event["tick"]) for event in worlds.events(world, kind)]


@pytest.mark.parametrize(
    ("range_km", "scramble_s", "speed_kmps", "shot_km", "missile_kmps"),
    [(150, 30, 0.5, 20, 1.0), (150, 0, 0.5, 20, 1.0), (120, 47, 0.31, 33, 0.7), (90, 10, 1.4, 5, 2.2)],
)
def test_it_takes_off_meets_and_hits_when_geometry_says(
    range_km: float, scramble_s: float, speed_kmps: float, shot_km: float, missile_kmps: float
) -> None:
    """Head on, on a straight line: closing at the sum of both speeds, from take-off to the launch range."""
    world = made(
        far(range_km),
        fighter={
            "scramble": f"{scramble_s} s",
            "intercept_speed": f"{speed_kmps} km/s",
            "launch_range": f"{shot_km} km",
            "missile_speed": f"{missile_kmps} km/s",
        },
    )
    meeting_s = (range_km - shot_km + speed_kmps * scramble_s) / (1.0 + speed_kmps)
    shot = math.ceil(meeting_s)
    assert 0.1 < meeting_s % 1.0 < 0.9  # far from a tick, so that neither the earth's curve nor 3 km of height matter
    apart_km = range_km - shot - speed_kmps * (shot - scramble_s)
    hit = shot + math.ceil(apart_km / (1.0 + missile_kmps))
    assert ticks(world, "scrambled") == ticks(world, "committed") == [0]
    assert [int(event["value"]) for event in worlds.events(world, "scrambled")] == [scramble_s]
    assert ticks(world, "launched") == [shot]
    assert ticks(world, "hit") == [hit]


def test_who_kills_is_named_after_the_units_and_its_missile_after_theirs() -> None:
    world = made(far(100), units=[{"kill_prob": 0.0}], parts={"missile": {"max_range": "1 km"}})
    outcomes = worlds.fought(world, 5)
    assert world.names.unit_ids == ("unit", "hawk/1") and world.names.missile_ids == ("round@unit", "hawk/aam")
    assert (outcomes.fate == KILLED).all() and (outcomes.unit == 1).all() and (outcomes.missile == 1).all()
    assert (outcomes.missile_shots == [0, 1]).all() and (outcomes.shots == 1).all()


@pytest.mark.parametrize("delay_s", [0, 3, 8])
def test_a_post_cues_it_with_the_delay_of_its_links(delay_s: int) -> None:
    world = made(far(150), blue={"posts": [POST | {"link_delay": f"{delay_s} s"}]})
    assert ticks(world, "committed") == [2 * delay_s]


def test_without_a_post_its_own_radar_finds_what_is_near_enough() -> None:
    """30 km on 1 m2 are 60 km on 16 m2; it looks every 5 s and waits 22.2 km out, level with the raid."""
    place = PATROL | {"post": None}
    world = made(far(150, rcs="16 m2"), fighter={"radar_range": "30 km"}, place=place)
    assert ticks(world, "committed") == [math.ceil((150 - 22.2 - 60) / 5) * 5]


def test_it_shoots_no_farther_than_its_own_radar_sees() -> None:
    """Launch range 50 km, but 1 m2 is seen at 10 km only."""
    far_sighted, short_sighted = (
        made(far(150), fighter={"launch_range": "50 km", "radar_range": sight}) for sight in ("80 km", "10 km")
    )
    assert ticks(far_sighted, "launched") == [math.ceil(100 / 1.5)]
    assert ticks(short_sighted, "launched") == [math.ceil(140 / 1.5)]


@pytest.mark.parametrize("prob", [0.3, 0.7])
@pytest.mark.parametrize("missiles", [1, 4])
def test_kills_of_a_load_are_binomial(prob: float, missiles: int) -> None:
    """More come than it has missiles, all in time: every missile is one trial."""
    world = made(
        *(far(150) | {"approach": {"bearing": f"{bearing} deg", "range": "150 km"}} for bearing in range(6)),
        fighter={"missiles": missiles, "kill_prob": {"cruise": prob}},
    )
    outcomes = worlds.fought(world, 20_000)
    killed = (outcomes.fate == KILLED).sum(axis=1)
    assert (outcomes.missile_shots[:, -1] == missiles).all()
    assert worlds.within(killed, missiles * prob)
    assert worlds.variance_within(killed, missiles * prob * (1 - prob))


def test_a_salvo_is_that_many_trials_at_one_target() -> None:
    world = made(far(150), fighter={"missiles": 3, "kill_prob": {"cruise": 0.4}}, place={"salvo": 3})
    outcomes = worlds.fought(world, 20_000)
    assert (outcomes.shots == 3).all()
    assert worlds.within((outcomes.fate[:, 0] == KILLED).astype(float), 1 - 0.6**3)


@pytest.mark.parametrize("common", ["raid", "day"])
def test_luck_is_shared_as_by_fire_units(common: str) -> None:
    """With all variance common to a raid or a day, the flights hit together or not at all; the share of hits stays."""
    world = made(
        far(150),
        far(150) | {"approach": {"bearing": "20 deg", "range": "150 km"}},
        fighter={"missiles": 1, "kill_prob": {"cruise": 0.6}},
        place={"count": 2},
        luck={common: 1.0},
    )
    killed = (worlds.fought(world, 20_000).fate == KILLED).sum(axis=1)
    assert set(killed) == {0, 2}
    assert worlds.within(killed / 2, 0.6)


@pytest.mark.parametrize(("kill", "answer"), [(0.5, 0.3), (0.9, 0.8)])
def test_one_exchange_counts_both_shots(kill: float, answer: float) -> None:
    world = made(
        far(150),
        flyer={"object_class": "fighter"},
        fighter={"missiles": 1, "kill_prob": {"fighter": kill}, "return_kill_prob": answer},
    )
    outcomes = worlds.fought(world, 20_000)
    killed, lost = outcomes.fate[:, 0] == KILLED, outcomes.aircraft_lost[:, 0] > 0
    assert worlds.within(killed.astype(float), kill)
    assert worlds.within(lost.astype(float), answer)
    assert worlds.within((killed & lost).astype(float), kill * answer)


def test_exchanges_go_on_until_one_is_down() -> None:
    kill, answer = 0.4, 0.25
    world = made(
        far(150),
        flyer={"object_class": "fighter"},
        fighter={"missiles": 12, "kill_prob": {"fighter": kill}, "return_kill_prob": answer},
    )
    outcomes = worlds.fought(world, 20_000)
    someone_s = 1 - (1 - kill) * (1 - answer)
    none_left = 1 - (1 - someone_s) ** 12
    assert worlds.within((outcomes.fate[:, 0] == KILLED).astype(float), kill / someone_s * none_left)
    assert worlds.within(outcomes.aircraft_lost[:, 0].astype(float), answer / someone_s * none_left)


def test_only_fighters_shoot_back() -> None:
    outcomes = worlds.fought(made(far(150), fighter={"return_kill_prob": 1}), 20)
    assert (outcomes.aircraft_lost == 0).all()


def test_a_lost_aircraft_takes_its_missiles_along() -> None:
    """Of two with two missiles each one is lost in every exchange: the first costs a missile fired and one taken."""
    world = made(
        far(150),
        far(160),
        flyer={"object_class": "fighter"},
        fighter={"missiles": 2, "return_kill_prob": 1},
        place={"count": 2, "size": 2},
    )
    outcomes = worlds.fought(world, 5)
    assert (outcomes.aircraft_lost == 2).all() and (outcomes.missile_shots[:, -1] == 2).all()
    assert [int(event["value"]) for event in worlds.events(world, "homeward")] == [2]


def test_a_patrol_turns_home_on_its_last_fuel_lands_and_is_turned_round() -> None:
    """22.2 km at 1 km/s are 23 ticks: on station from the start, it has used 23 s of 100 and needs 23 to come home."""
    world = made(far(40, start="280 s"), fighter={"endurance": "100 s", "turn_round": "60 s"}, place=PATROL)
    assert ticks(world, "homeward") == [54, 54 + 23 + 60 + 77]
    assert ticks(world, "landed") == [77, 77 + 60 + 100]


def test_a_patrol_keeps_its_station_as_long_as_it_is_told() -> None:
    world = made(far(40, start="280 s"), place=PATROL | {"on_station": "70 s"}, fighter={"turn_round": "1 h"})
    assert ticks(world, "homeward") == [70] and ticks(world, "landed") == [93]


def test_a_tanker_keeps_it_there() -> None:
    world = made(far(40, start="280 s"), fighter={"endurance": "100 s"}, place=PATROL | {"tanker": True})
    assert ticks(world, "homeward") == [] and (worlds.fought(world, 5).fate == KILLED).all()


def test_it_goes_only_as_far_as_it_can_come_home_from() -> None:
    """40 km out at 500 m/s, a tick for the missile, and back at 1 km/s are 121 s. With less it waits on the ground for
    the raid to come nearer, which it reckons anew every 10 s; with next to nothing it stays there."""
    enough, less = (made(far(139.5), fighter={"endurance": f"{fuel} s"}) for fuel in (121, 120))
    nothing = made(far(139.5), fighter={"endurance": "1 s", "missile_speed": "1 km/s"})
    assert ticks(enough, "scrambled") == [0] and ticks(less, "scrambled") == [10]
    assert (worlds.fought(less, 3).fate == KILLED).all()
    assert worlds.causes(worlds.fought(nothing, 3)) == {"late"}


def test_it_breaks_off_in_time_to_be_home_on_its_fuel() -> None:
    """In range from the first minute on, with twelve missiles and a slow target: it leaves with some of them."""
    world = made(
        far(100, threat="drone"),
        fighter={
            "endurance": "300 s",
            "missiles": 12,
            "launch_range": "60 km",
            "missile_speed": "1 km/s",
            "kill_prob": {"uav": 0.0},
            "turn_round": "1 h",
        },
        more={"drone": {"object_class": "uav", "speed": "50 m/s"}},
        duration="2000 s",
    )
    last_miss = ticks(world, "miss")[-1]
    assert ticks(world, "homeward") == [last_miss] and 1 < len(ticks(world, "launched")) < 12
    assert ticks(world, "scrambled") == [0] and last_miss < ticks(world, "landed")[0] <= 300


@pytest.mark.parametrize("turn_s", [20, 61])
def test_empty_it_goes_home_and_is_ready_for_the_next_wave_when_turned_round(turn_s: int) -> None:
    world = made(
        far(100), far(200, start="60 s"), fighter={"missiles": 1, "turn_round": f"{turn_s} s"}, duration="400 s"
    )
    landed, scrambled = ticks(world, "landed")[0], ticks(world, "scrambled")
    shot = math.ceil(80 / 1.5)
    assert landed == shot + 1 + math.ceil(0.5 * shot)  # out at 500 m/s, and back at 1 km/s after the hit
    assert scrambled == [0, landed + turn_s]
    assert (worlds.fought(world, 3).fate == KILLED).all()


def test_one_target_to_a_flight_the_most_urgent_first() -> None:
    """Two on alert go for the two that arrive first; the third goes through while their missiles are slow."""
    world = made(
        far(160),
        far(150),
        far(155),
        fighter={"missiles": 1},
        place={"count": 2},
    )
    fates = dict(zip(world.names.object_ids, worlds.fought(world, 1).fate[0], strict=True))
    assert fates == {"raid0-001": LEAKED, "raid1-001": KILLED, "raid2-001": KILLED}


@pytest.mark.parametrize(("shared", "rounds"), [(False, 0), (True, 1)])
def test_units_of_its_network_leave_what_it_is_committed_to(shared: bool, rounds: int) -> None:
    """The slow missile is under way while the raid is inside the unit's reach."""
    units = [{"post": "post", "kill_prob": 0.0}]
    rules = {"zones": "mixed", "fratricide": 0.0, "shared_targets": shared}
    fighter = {"missile_speed": "100 m/s", "missiles": 1, "launch_range": "90 km"}
    world = made(
        far(140),
        fighter=fighter,
        units=units,
        blue={"airspace": rules, "doctrine": {"max_shots": 1}},
        parts={"missile": {"max_range": "45 km"}},
    )
    outcomes = worlds.fought(world, 3)
    assert (outcomes.missile_shots == [rounds, 1]).all()


@pytest.mark.parametrize("ranking", ["time-to-impact", "value-at-risk"])
def test_an_empty_carrier_counts_as_what_it_is(ranking: str) -> None:
    """It has let its weapon go before the flight is ready: the only missile goes to the weapon."""
    way = [{"at": {"lat": 31.3, "lon": 75.0}}, {"at": {"lat": 31.1, "lon": 75.0}}, {"at": {"lat": 33.5, "lon": 75.4}}]
    bombers = {"id": "bombers", "target": None, "route": way}
    world = made(
        bombers,
        {"id": "bombs", "carrier": "bombers", "release": 1},
        fighter={"missiles": 1, "turn_round": "1 h", "intercept_speed": "3 km/s"},
        place={"ready_after": "40 s"},
        blue={"doctrine": {"ranking": ranking}},
    )
    assert [world.names.object_ids[event["object"]] for event in worlds.events(world, "hit")] == ["bombs-001"]


@pytest.mark.parametrize(
    ("cause", "changes"),
    [
        ("outside", {"fighter": {"kill_prob": {"bomber": 1.0}}}),
        ("outside", {"fighter": {"scramble": "500 s"}}),
        ("unit_down", {"place": {"ready_after": "200 s"}}),
        ("undetected", {"blue": {"sensors": []}}),
        ("late", {"blue": {"posts": [POST | {"link_delay": "70 s"}]}, "fighter": {"scramble": "20 s"}}),
        ("held", {"place": {"zone": ELSEWHERE}}),
        ("held", {"blue": {"doctrine": {"weapons_control": "hold"}}}),
        ("held", {"blue": {"doctrine": {"engage": ["fighter"]}}}),
        ("missed", {"fighter": {"kill_prob": {"cruise": 0.0}}}),
    ],
)
def test_a_leaker_has_the_cause_of_the_gate_that_stayed_shut(cause: str, changes: dict[str, Any]) -> None:
    outcomes = worlds.fought(made(far(150), **changes), 3)
    assert (outcomes.fate == LEAKED).all() and worlds.causes(outcomes) == {cause}
    assert (outcomes.unit == (-1 if cause == "outside" else 0)).all()
    if cause != "outside":
        assert (worlds.fought(made(far(150), but_for=cause, **changes), 3).fate == KILLED).all()


@pytest.mark.parametrize(
    ("cause", "start_s", "fighter"), [("no_missile", 90, {}), ("no_channel", 0, {"missile_speed": "100 m/s"})]
)
def test_who_is_empty_or_busy_is_that_to_the_second_object(cause: str, start_s: int, fighter: worlds.Part) -> None:
    world = made(far(150), far(152, start=f"{start_s} s"), fighter={"missiles": 1, "turn_round": "1 h"} | fighter)
    outcomes = worlds.fought(world, 3)
    second = world.names.object_ids.index("raid1-001")
    assert {CAUSES[code] for code in outcomes.cause[:, second]} == {cause}


@pytest.mark.parametrize("gate", ["missed", "unit_down"])
def test_rounds_that_always_hit_hit_no_own_aircraft(gate: str) -> None:
    """Nor does anybody lose one where all stay up."""
    rules = {"zones": "mixed", "separation": "400 km", "fratricide": 1.0}
    parts = {"missile": {"kill_prob": {"cruise": 0.5, "fighter": 0.5}}}
    rest: dict[str, Any] = {"units": [{"post": "post"}], "blue": {"airspace": rules | {"shared_targets": True}}}
    options: list[dict[str, Any]] = [{}, {"but_for": gate}]
    lost = [
        worlds.fought(made(far(150), place=PATROL, parts=parts, **rest, **forced), 20).aircraft_lost.sum()
        for forced in options
    ]
    assert lost[0] > 0 == lost[1]


def test_one_that_is_being_turned_round_is_down() -> None:
    """Alone against a second wave that appears and arrives before it is ready again."""
    world = made(far(100), far(100, start="120 s"), fighter={"missiles": 1, "turn_round": "200 s"})
    outcomes = worlds.fought(world, 3)
    assert ticks(world, "landed")[0] < 120
    assert {CAUSES[code] for code in outcomes.cause[:, 1]} == {"unit_down"}


def test_without_its_post_it_has_its_own_radar_only() -> None:
    """The post is hit before the raid appears; the flight's own radar sees 1 km."""
    harm = dict.fromkeys(("depot", "command"), 1.0)
    strike = {"object_class": "uav", "speed": "4 km/s", "damage_prob": harm}
    groups = (far(150, start="60 s"), {"id": "strike", "threat": "strike", "target": "post"} | far(40))
    for target, fate in (("site", KILLED), ("post", LEAKED)):
        world = made(
            groups[0],
            groups[1] | {"target": target},
            fighter={"radar_range": "20 km", "kill_prob": {"cruise": 1.0}},
            place={"base": None, "at": worlds.SITE},
            more={"strike": strike},
        )
        raid = world.names.object_groups.index("raid0")
        assert (worlds.fought(world, 3).fate[:, raid] == fate).all()


def test_switched_off_no_fighter_flies() -> None:
    world = made(far(150), mechanisms={"fighters": False})
    outcomes = worlds.fought(world, 3)
    assert (outcomes.fate == LEAKED).all() and world.names.unit_ids == () and outcomes.aircraft_lost.shape == (3, 0)
