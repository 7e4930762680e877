"""Doctrine moment by moment: what is fired, when, and who looks before who fires again."""

import numpy as np

import worlds

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


def in_flight(limit: int, salvo: int) -> list[int]:
    """Rounds under way at one object after each launch of the first fight, with two units on one post."""
    post = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
    units = [{"id": name, "post": "post", "kill_prob": 0.0, "ready_after": "2 s"} for name in ("a", "b")]
    doctrine = {"method": "salvo", "salvo": salvo, "max_in_flight": limit}
    text = worlds.scenario(units=units, blue={"posts": [post]}, doctrine=doctrine)
    made = worlds.built(text, worlds.library(missile=SLOW))
    launched, met = worlds.events(made, "launched"), worlds.events(made, "miss")
    return [
        sum(shot["tick"] <= now["tick"] for shot in launched) - sum(shot["tick"] < now["tick"] for shot in met)
        for now in launched
    ]


def test_most_rounds_in_flight_hold_for_the_network() -> None:
    """One more room than a salvo is a shorter salvo for the second unit; no room is none."""
    assert max(in_flight(1, 1)) == 1
    assert max(in_flight(2, 1)) == 2
    assert max(in_flight(2, 2)) == 2
    assert max(in_flight(3, 2)) == 3
    assert max(in_flight(8, 2)) == 4
