"""Doctrine moment by moment: what is fired, when, and who looks before who fires again."""

import numpy as np

import worlds
from mantlet.codes import EVENTS
from mantlet.world import World

SLOW = {"mean_speed": "2 km/s"}


def test_a_unit_looks_before_it_fires_again() -> None:
    """Room for two rounds in flight is for two units: one unit fires, looks, and fires again."""
    text = worlds.scenario(units=[{"kill_prob": 0.2}], doctrine={"max_in_flight": 2})
    made = worlds.built(text, worlds.library(missile=SLOW))
    for replication in range(20):
        shots = worlds.events(made, "launched", replication=replication)
        met = [int(shot["value"]) for shot in shots]
        assert all(later["tick"] > earlier for later, earlier in zip(shots[1:], met[:-1], strict=True))


def test_nobody_fires_at_what_another_network_has_shot_down() -> None:
    """The one that killed it looks late; the other never fired, so it has no look of its own to wait for."""
    units = [{"kill_prob": 1.0}, {"id": "other", "at": {"lat": 30.1, "lon": 75.0}, "ready_after": "10 s"}]
    made = worlds.built(worlds.scenario(units=units), worlds.library(unit={"assess_delay": "30 s"}))
    outcomes = worlds.fought(made, 10)
    assert worlds.fates(outcomes) == {"killed"}
    assert np.all(outcomes.shots == 1)


def test_a_network_that_has_looked_after_its_rounds_sees_the_next_kill() -> None:
    """The first fires, misses and looks; before its next round leaves, another network shoots the object down."""
    units = [
        {"id": "first", "kill_prob": 0.0, "launch_interval": "20 s"},
        {"id": "last", "kill_prob": 1.0, "ready_after": "10 s"},
    ]
    made = worlds.built(worlds.scenario(units=units))
    shots = [made.names.unit_ids[shot["unit"]] for shot in worlds.events(made, "launched")]
    assert shots == ["first", "last"]


def under_way(made: World) -> list[int]:
    """Rounds in flight after each launch of the first fight, in which every round misses."""
    launched, met = worlds.events(made, "launched"), worlds.events(made, "miss")
    return [
        sum(shot["tick"] <= now["tick"] for shot in launched) - sum(shot["tick"] < now["tick"] for shot in met)
        for now in launched
    ]


def test_salvos_share_the_channels_that_guide_them() -> None:
    """Two rounds at each of two objects, where so many can be guided."""
    doctrine = {"method": "salvo", "salvo": 2, "max_in_flight": 2}
    for channels, most in ((1, 1), (3, 3), (5, 4)):
        units = [{"kill_prob": 0.0, "missile_channels": channels}]
        text = worlds.scenario([{"count": 2}], units=units, doctrine=doctrine)
        assert max(under_way(worlds.built(text, worlds.library(missile=SLOW)))) == most


def in_flight(limit: int, salvo: int) -> list[int]:
    """Rounds under way at one object after each launch of the first fight, with two units on one post."""
    post = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
    units = [{"id": name, "post": "post", "kill_prob": 0.0, "ready_after": "2 s"} for name in ("a", "b")]
    doctrine = {"method": "salvo", "salvo": salvo, "max_in_flight": limit}
    text = worlds.scenario(units=units, blue={"posts": [post]}, doctrine=doctrine)
    return under_way(worlds.built(text, worlds.library(missile=SLOW)))


def test_most_rounds_in_flight_hold_for_the_network() -> None:
    """One more room than a salvo is a shorter salvo for the second unit; no room is none."""
    assert max(in_flight(1, 1)) == 1
    assert max(in_flight(2, 1)) == 2
    assert max(in_flight(2, 2)) == 2
    assert max(in_flight(3, 2)) == 3
    assert max(in_flight(8, 2)) == 4


def test_a_salvo_stops_short_of_the_reserve() -> None:
    """Four rounds, two of them kept for bombers: of a salvo of three at a missile two leave."""
    reserve = {"rounds": 2, "classes": ["bomber"]}
    doctrine = {"method": "salvo", "salvo": 3, "max_in_flight": 3, "reserve": reserve}
    known = worlds.library(missile={"kill_prob": {"cruise": 0, "bomber": 0}})
    made = worlds.built(worlds.scenario(units=[{"magazine": 4}], doctrine=doctrine), known)
    assert worlds.fought(made, 1).shots.tolist() == [[2]]
    free = worlds.built(worlds.scenario(units=[{"magazine": 4}], doctrine=doctrine | {"reserve": {}}), known)
    assert worlds.fought(free, 1).shots.tolist() == [[4]]


def called_off(post: bool, magazine: int = 2) -> tuple[worlds.Outcomes, list[str]]:
    """Two units order a round at one object: one shoots it down at once, the other takes ten seconds to react."""
    place = {"post": "post"} if post else {}
    units = [
        place | {"id": "quick", "kill_prob": 1.0, "magazine": 2},
        place | {"id": "slow", "kill_prob": 1.0, "magazine": magazine, "reaction": "10 s"},
    ]
    blue = {"posts": [{"id": "post", "link_delay": "0 s", "at": worlds.SITE}]} if post else {}
    text = worlds.scenario(units=units, blue=blue, doctrine={"max_in_flight": 2})
    made = worlds.built(text)
    ended = worlds.events(made, "called_off") + worlds.events(made, "launched")
    return worlds.fought(made, 1), sorted(f"{made.names.unit_ids[event['unit']]} {event['kind']}" for event in ended)


def test_an_order_at_a_target_believed_dead_is_called_off() -> None:
    """Whether the unit is told by its post or sees the object fall: the round stays on its launcher."""
    launched, off = EVENTS.index("launched"), EVENTS.index("called_off")
    for post in (True, False):
        outcomes, ended = called_off(post)
        assert ended == [f"quick {launched}", f"slow {off}"]
        assert outcomes.shots.tolist() == [[1]]


def test_a_round_that_was_not_fired_can_be_fired_at_the_next() -> None:
    """Each of two objects draws an order of the one round of the slow unit; only the second needs it."""
    units = [
        {"id": "quick", "kill_prob": 1.0, "magazine": 1},
        {"id": "slow", "kill_prob": 1.0, "magazine": 1, "reaction": "10 s"},
    ]
    raid = [{}, {"id": "second", "start": "15 s"}]
    text = worlds.scenario(raid, units=units, doctrine={"max_in_flight": 2})
    outcomes = worlds.fought(worlds.built(text), 1)
    assert worlds.fates(outcomes) == {"killed"}
    assert outcomes.shots.sum() == 2


def test_a_salvo_whose_first_round_is_away_is_fired_out() -> None:
    """The target falls to another unit after the first of two rounds has left: the second leaves all the same."""
    units = [
        {"id": "first", "kill_prob": 0.0, "launch_interval": "8 s", "ready_after": "1 s"},
        {"id": "last", "kill_prob": 1.0, "reaction": "5 s", "magazine": 1},
    ]
    doctrine = {"method": "salvo", "salvo": 2, "max_in_flight": 3}
    made = worlds.built(worlds.scenario(units=units, doctrine=doctrine))
    shots = [(made.names.unit_ids[shot["unit"]], int(shot["tick"])) for shot in worlds.events(made, "launched")]
    (hit,) = worlds.events(made, "hit")
    assert [unit for unit, _ in shots] == ["first", "last", "first"]
    assert shots[2][1] > hit["tick"]


def test_a_launcher_reloads_from_the_launch_of_its_last_round() -> None:
    """Three seconds of reloading, the next decision a tick after it is done, two seconds of reaction."""
    unit = {"launchers": 1, "reload_rounds": 3, "reaction": "2 s", "reload_time": "3 s"}
    made = worlds.built(worlds.scenario(units=[{"kill_prob": 0.0}]), worlds.library(unit=unit))
    launches = [int(shot["tick"]) for shot in worlds.events(made, "launched")]
    assert np.diff(launches).tolist() == [6, 6, 6]


def test_a_unit_whose_order_was_called_off_has_fired_nothing() -> None:
    """One unit misses and calls it a kill; the order of the other is called off, and the object comes through."""
    units = [{"id": "a-slow", "kill_prob": 1.0, "reaction": "10 s"}, {"id": "quick", "kill_prob": 0.0}]
    units = [{"post": "post"} | unit for unit in units]
    blue = {"posts": [{"id": "post", "link_delay": "0 s", "at": worlds.SITE}]}
    text = worlds.scenario(units=units, blue=blue, doctrine={"max_in_flight": 2})
    made = worlds.built(text, worlds.library(unit={"miss_called_kill_prob": 1}))
    outcomes = worlds.fought(made, 1)
    assert worlds.causes(outcomes) == {"assessed_killed"}
    assert [made.names.unit_ids[unit] for unit in outcomes.unit[0]] == ["quick"]


def test_a_unit_does_not_wait_for_rounds_that_never_left() -> None:
    """The order of the slow unit is called off; its launches are a minute apart, and yet it can fire at the next."""
    units = [
        {"id": "quick", "kill_prob": 1.0, "magazine": 1},
        {"id": "slow", "kill_prob": 1.0, "reaction": "10 s", "launch_interval": "50 s"},
    ]
    raid = [{}, {"id": "second", "start": "12 s"}]
    outcomes = worlds.fought(worlds.built(worlds.scenario(raid, units=units, doctrine={"max_in_flight": 2})), 1)
    assert worlds.fates(outcomes) == {"killed"}
