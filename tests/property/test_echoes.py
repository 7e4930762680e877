"""Echoes kept for all replications, beside echoes worked out anew at every look."""

import numpy as np
import pytest

import worlds
from mantlet.engine.blank import blank
from mantlet.engine.fights import BATTLE, empty_outcomes
from mantlet.engine.memory import Memory
from mantlet.engine.tables import world_memory
from mantlet.world import Outcomes, World
from property.wide import wide

TURNING = [number for number in range(120) if len(wide(number).arrays.conduct)]


def fought(made: World, kept: tuple[str, ...]) -> tuple[Outcomes, int]:
    """Outcomes with the echoes of only those kinds kept, and how many were."""
    state, rows = blank(made.arrays, made.force, by_calendar=True), Memory(empty_outcomes(made.arrays, 12)._asdict())
    sights = state.tables["sights"]
    for name in {"echo_first", "late_first"} - set(kept):
        sights[name] = -1
    BATTLE.fights(world_memory(made.arrays), state, rows, 7, 0, 0, 12)
    return Outcomes(**rows.tables), int(np.isfinite(state.tables["echoes"]).sum())


def same_without_any(made: World) -> int:
    """How many echoes of objects that have turned are kept, after seeing that without keeping any all ends the same."""
    (all_kept, count), (none, no_count), (_, on_time) = (
        fought(made, kept) for kept in (("echo_first", "late_first"), (), ("echo_first",))
    )
    assert no_count == 0
    assert all(np.array_equal(one, other) for one, other in zip(all_kept, none, strict=True))
    return count - on_time


def test_wide_battles_in_which_objects_turn() -> None:
    assert len(TURNING) > 40
    assert sum(same_without_any(wide(number)) for number in TURNING) > 1000


@pytest.mark.parametrize("name", ["coordinated-2021", "lab-evade", "lab-abort", "lab-jamming", "ladakh-2020"])
def test_bundled_scenarios(name: str) -> None:
    same_without_any(worlds.bundled(name))
