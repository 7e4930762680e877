"""Doctrine moment by moment: what is fired, when, and who looks before who fires again."""

import numpy as np

import worlds

SLOW = {"mean_speed": "2 km/s"}


def test_a_unit_looks_before_it_fires_again() -> None:
    """Room for two rounds in flight is for two units: one unit fires, looks, and fires again."""
    made = worlds.built(
        worlds.scenario([{"id": "x"}], [{"kill_prob": 0.2}], doctrine={"max_in_flight": 2}), worlds.library(missile=SLOW)
    )
    for replication in range(20):
        shots = worlds.events(made, "launched", replication=replication)
        met = [int(shot["value"]) for shot in shots]
        assert all(later["tick"] > earlier for later, earlier in zip(shots[1:], met[:-1], strict=True))
