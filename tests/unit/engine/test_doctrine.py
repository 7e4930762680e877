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
