"""Which way the answer must move: farther sight, more rounds; and what common random numbers are good for."""

import itertools
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import worlds
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load
from mantlet.scenario.models import Scenario
from mantlet.world import World
from property.battles import FEW

RADAR = {"certain": False, "scan_period": "2 s", "confirm_hits": 2, "confirm_scans": 4, "drop_after": 3}


def seen_from(claimed_m: float, capped_m: float, swerling: int) -> World:
    """Five objects with a biased cross-section come in; nobody fires."""
    claim = worlds.CLAIM | {"range": f"{claimed_m} m", "pulses": 5}
    known = worlds.library(
        sensor=RADAR | {"claim": claim, "instrumented_range": f"{capped_m} m"},
        flyer={"swerling": swerling, "rcs_bias": "4 dB", "rcs_decorrelation": "15 s"},
    )
    return worlds.built(worlds.scenario([{"count": 5}], doctrine={"weapons_control": "hold"}), known)


def first_ticks(made: World, kind: str, replication: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for event in worlds.events(made, kind, replication=replication):
        found.setdefault(made.names.object_ids[event["object"]], int(event["tick"]))
    return found


@FEW
@given(st.floats(5e3, 60e3), st.floats(1.0, 2.0), st.floats(15e3, 45e3), st.floats(1.0, 2.0), st.integers(0, 4))
def test_more_range_never_sees_later(claimed_m: float, more: float, cap_m: float, wider: float, swerling: int) -> None:
    """On the same draws: detected and tracked by the shorter radar means no later by the longer one."""
    short, far = seen_from(claimed_m, cap_m, swerling), seen_from(claimed_m * more, cap_m * wider, swerling)
    for replication in range(5):
        for kind in ("detected", "tracked"):
            late, early = first_ticks(short, kind, replication), first_ticks(far, kind, replication)
            assert set(late) <= set(early)
            assert all(early[name] <= tick for name, tick in late.items())


def leakers(rounds: int, seed: int = 1, **unit: Any) -> np.ndarray:
    """Of twelve against one unit that has to react, reload and guide one target at a time."""
    known = worlds.library(
        missile={"mean_speed": "2 km/s"},
        unit={
            "launchers": 3,
            "rounds_per_launcher": 2,
            "reload_rounds": 40,
            "reload_time": "9 s",
            "assess_delay": "1 s",
        }
        | {"miss_called_kill_prob": 0.1},
    )
    text = worlds.scenario(
        [{"count": 12, "interval": "2 s"}], [{"magazine": rounds, "target_channels": 2} | unit], duration="70 s"
    )
    return worlds.leakers(worlds.fought(worlds.built(text, known), 1000, seed=seed))


def test_more_rounds_never_let_more_through() -> None:
    """Beyond noise: on paired draws the mean difference is never above 4 of its standard errors."""
    by_rounds = [leakers(rounds) for rounds in (1, 2, 4, 6, 8, 12, 18, 30)]
    for fewer, more in pairwise(by_rounds):
        gain = (fewer - more).astype(float)
        assert gain.mean() >= -4 * gain.std() / np.sqrt(len(gain))
    assert by_rounds[0].mean() - by_rounds[-1].mean() > 3


@pytest.mark.parametrize("change", [{"reaction": "3 s"}, {"kill_prob": 0.6}])
def test_pairing_is_unbiased_and_pays(change: dict[str, Any]) -> None:
    """The same difference as from independent draws, within their noise, with less scatter."""
    base, changed, elsewhere = leakers(18), leakers(18, **change), leakers(18, seed=2, **change)
    paired, free = (base - changed).astype(float), (base - elsewhere).astype(float)
    error = np.sqrt((paired.var() + free.var()) / len(base))
    assert abs(paired.mean() - free.mean()) < 4 * error
    assert np.corrcoef(base, changed)[0, 1] > 0.1
    assert abs(np.corrcoef(base, elsewhere)[0, 1]) < 4 / np.sqrt(len(base))
    assert paired.var() < free.var()


def test_a_scenario_against_itself_differs_in_nothing() -> None:
    assert not np.any(leakers(18) - leakers(18))


def test_seed_draw_and_replication_are_all_of_chance() -> None:
    """No two of them stand for one another."""
    made = worlds.built(worlds.scenario([{"count": 12}], [{"kill_prob": 0.5}], doctrine={"max_shots": 1}))
    keys = itertools.product(range(4), repeat=3)  # seed, draw, replication
    rows = {worlds.fought(made, 1, seed=seed, draw=draw, first=k).fate.tobytes() for seed, draw, k in keys}
    assert len(rows) > 56


def test_losing_the_post_does_not_lower_leakers() -> None:
    """In `lab-network`, on paired draws and beyond noise; there it raises them by a good deal."""
    kept, lost = (
        worlds.leakers(worlds.fought(central(load("lab-network", overrides=[f"mechanisms.suppression={struck}"])), 400))
        for struck in ("false", "true")
    )
    more = (lost - kept).astype(float)
    assert more.mean() > 4 * more.std() / np.sqrt(len(more))


def central(scenario: Scenario) -> World:
    """The world of a bundled scenario at the central value of every number."""
    return world(geometry(scenario, catalog()), Draw(0, 0, "central"))
