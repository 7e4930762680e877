"""Runs whose orders are worked out: told from others, limited in number, and fought again as they went."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mantlet
import worlds
from mantlet.base.errors import RunFailed, UsageError
from mantlet.codes import KILLED
from mantlet.engine.fights import Engine, fight
from mantlet.run.optimal import asks_for_optimum, best_shots, optimal_fights


def scenario(assignment: str) -> Any:
    return mantlet.load("lab-doctrine", overrides=[f"sides.blue.doctrine.assignment={assignment}"])


def test_more_raids_than_there_is_time_for_are_refused() -> None:
    with pytest.raises(UsageError, match=r"got 1001 raids .* expected 1000 or fewer, such as --draws 1"):
        mantlet.run(scenario("optimal"), draws=1, replications=1001)


def test_its_events_tell_the_fight_that_was_recorded() -> None:
    result = mantlet.run(scenario("optimal"), draws=1, replications=3, seed=5)
    rows = result.outcomes.to_table(columns=["replication", "fate"]).to_pylist()
    killed = sum(row["fate"] == "killed" for row in rows if row["replication"] == 2)
    events = result.events(draw=0, replication=2)
    assert killed > 0
    assert sum(kind == "hit" for kind in events["kind"].to_pylist()) == killed


def test_stopping_in_every_tick_changes_nothing_where_no_optimum_is_asked_for() -> None:
    text = worlds.scenario([{"count": 9}], [{"magazine": 7, "target_channels": 2}], doctrine={"assignment": "greedy"})
    made = worlds.built(text, worlds.library(missile={"mean_speed": "1 km/s"}))
    assert not asks_for_optimum(made.arrays)
    whole = worlds.fought(made, 20, seed=3)
    stopped = fight(made.arrays, made.force, 3, 0, 0, 20, Engine(optimal_fights))
    assert 0 < (whole.fate == KILLED).sum() < whole.fate.size
    assert np.array_equal(whole.fate, stopped.fate) and np.array_equal(whole.shots, stopped.shots)


def test_no_orders_at_all_are_told() -> None:
    one = np.ones(1)
    with pytest.raises(RunFailed, match="no orders could be worked out"):
        best_shots(one, np.zeros(1, np.int64), one, np.ones((1, 1)), -one, one)
