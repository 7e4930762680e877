"""Each fate and each cause by itself: the smallest raid in which exactly that comes out, in every replication."""

from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.codes import CAUSES, FATES, LEAKED
from mantlet.world import Outcomes

FAR = {"lat": 31.0, "lon": 75.0}
SURE = {"kill_prob": 1.0}
HOPELESS = {"kill_prob": 0.0}
PAIR = [{"count": 2}]

Situation = tuple[str, str, dict[str, Any]]

SITUATIONS: list[Situation] = [
    ("outside", worlds.scenario(units=[]), {}),
    ("outside", worlds.scenario(units=[{"present": False}]), {}),
    ("outside", worlds.scenario(units=[{"at": FAR}]), {"missile": {"max_range": "20 km"}}),
    ("outside", worlds.scenario(), {"missile": {"min_range": "60 km"}}),
    ("outside", worlds.scenario(), {"missile": {"max_height": "2 km"}}),
    ("outside", worlds.scenario(), {"missile": {"min_height": "4 km"}}),
    ("outside", worlds.scenario(), {"missile": {"max_target_speed": "900 m/s"}}),
    ("outside", worlds.scenario(), {"missile": {"kill_prob": {"fighter": 1}}}),
    ("outside", worlds.scenario(), {"missile": {"mean_speed": "10 m/s"}}),
    ("outside", worlds.scenario(), {"sensor": {"instrumented_range": "1 km"}}),  # no meeting beyond the guiding radar
    ("unit_down", worlds.scenario(units=[{"ready_after": "50 s"}]), {}),
    ("undetected", worlds.scenario(tracking={"common_prob": 0, "scope": "raid"}), {}),
    ("undetected", worlds.scenario(tracking={"common_prob": 0, "scope": "object"}), {}),
    ("undetected", worlds.scenario(), {"sensor": {"min_elevation": "80 deg"}}),
    ("undetected", worlds.scenario(units=[{"facing": "180 deg"}]), {"sensor": {"sector": "90 deg"}}),
    ("undetected", worlds.scenario(), {"sensor": {"confirm_hits": 5, "confirm_scans": 5, "scan_period": "10 s"}}),
    (
        "undetected",  # the radar that could cue it sees nothing
        worlds.scenario(),
        {
            "sensor": {"autonomous": False},
            "unit": {"sensors": ["watch"]},
            "more": {"sensors": {"watch": {"instrumented_range": "1 km"}}},
        },
    ),
    (
        "undetected",  # it is tracked at last, when no meeting is left to launch for
        worlds.scenario(),
        {"sensor": {"min_elevation": "20 deg"}, "missile": {"min_range": "15 km"}},
    ),
    ("late", worlds.scenario(units=[{"reaction": "45 s"}]), {}),
    ("held", worlds.scenario(doctrine={"weapons_control": "hold"}), {}),
    ("held", worlds.scenario(doctrine={"weapons_control": "tight", "identification": "45 s"}), {}),
    (
        "held",
        worlds.scenario(doctrine={"engage": ["fighter"]}),
        {"missile": {"kill_prob": {"cruise": 1, "fighter": 1}}},
    ),
    (
        "held",
        worlds.scenario(PAIR, [SURE | {"magazine": 3}], doctrine={"reserve": {"rounds": 2, "classes": ["fighter"]}}),
        {"missile": {"kill_prob": {"cruise": 1, "fighter": 1}}},
    ),
    ("no_missile", worlds.scenario(PAIR, [SURE | {"magazine": 1}]), {}),
    (
        "no_missile",  # the second round is being loaded while there is time
        worlds.scenario(PAIR, [SURE | {"launchers": 1, "magazine": 2}]),
        {"unit": {"reload_rounds": 1, "reload_time": "45 s"}},
    ),
    ("no_channel", worlds.scenario(PAIR, [SURE | {"target_channels": 1}]), {"unit": {"assess_delay": "45 s"}}),
    ("no_channel", worlds.scenario(PAIR, [SURE | {"missile_channels": 1}]), {"missile": {"mean_speed": "250 m/s"}}),
    ("no_channel", worlds.scenario(PAIR, [SURE | {"launch_interval": "45 s"}]), {}),
    ("assessed_killed", worlds.scenario(units=[HOPELESS]), {"unit": {"miss_called_kill_prob": 1}}),
    ("missed", worlds.scenario(units=[HOPELESS]), {}),
    ("missed", worlds.scenario(units=[HOPELESS], doctrine={"max_shots": 1}), {}),
    ("missed", worlds.scenario(units=[HOPELESS | {"magazine": 1}]), {}),
    ("missed", worlds.scenario(units=[HOPELESS]), {"unit": {"assess_delay": "45 s"}}),  # nobody has looked yet
]


def fought(text: str, parts: dict[str, Any], count: int = 20) -> Outcomes:
    return worlds.fought(worlds.built(text, worlds.library(**parts)), count)


@pytest.mark.parametrize(("cause", "text", "parts"), SITUATIONS, ids=[f"{n}-{s[0]}" for n, s in enumerate(SITUATIONS)])
def test_cause(cause: str, text: str, parts: dict[str, Any]) -> None:
    outcomes = fought(text, parts)
    assert np.all(worlds.leakers(outcomes) > 0)
    assert worlds.causes(outcomes) == {cause}
    # A unit is named where one could have met it at all.
    assert {int(u) >= 0 for u in outcomes.unit[outcomes.fate == LEAKED]} == {cause != "outside"}


def test_every_cause_is_tried() -> None:
    assert {situation[0] for situation in SITUATIONS} == set(CAUSES)


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_the_unit_that_got_deepest_decides(order: tuple[str, str]) -> None:
    """One holds its fire, one misses; names and the order of the file do not matter."""
    first, second = order
    units = [{"id": first, "doctrine": {"weapons_control": "hold"}}, {"id": second, **HOPELESS}]
    made = worlds.built(worlds.scenario(units=units))
    outcomes = worlds.fought(made, 5)
    assert worlds.causes(outcomes) == {"missed"}
    assert {made.names.unit_ids[u] for u in np.unique(outcomes.unit)} == {second}


def test_ties_go_to_the_first_name() -> None:
    units = [{"id": name, "doctrine": {"weapons_control": "hold"}} for name in ("c", "a", "b")]
    made = worlds.built(worlds.scenario(units=units))
    assert {made.names.unit_ids[u] for u in np.unique(worlds.fought(made, 5).unit)} == {"a"}


NORTH = {"lat": 30.9, "lon": 75.0}
ROUTE = [{"at": NORTH}, {"at": {"lat": 30.7, "lon": 75.0}}, {"at": NORTH | {"lon": 75.1}}]
BOMBERS = [
    {"id": "bombers", "count": 2, "route": ROUTE, "target": None},
    {"id": "bombs", "carrier": "bombers", "release": 1, "each": 3},
]


def by_group(made_from: str, parts: dict[str, Any]) -> dict[str, set[str]]:
    made = worlds.built(made_from, worlds.library(**parts))
    outcomes = worlds.fought(made, 10)
    columns = {group: [g == group for g in made.names.object_groups] for group in set(made.names.object_groups)}
    return {group: {FATES[f] for f in np.unique(outcomes.fate[:, where])} for group, where in columns.items()}


def test_bombers_shot_down_before_release() -> None:
    text = worlds.scenario(BOMBERS, [SURE], duration="300 s")
    assert by_group(text, {}) == {"bombers": {"killed"}, "bombs": {"aborted"}}


def test_bombers_that_release_go_home() -> None:
    text = worlds.scenario(BOMBERS, [HOPELESS], duration="300 s")
    assert by_group(text, {}) == {"bombers": {"released"}, "bombs": {"leaked"}}


def test_bombs_of_bombers_shot_down_after_release() -> None:
    text = worlds.scenario(BOMBERS, [SURE | {"ready_after": "30 s", "magazine": 2}], duration="300 s")
    made = worlds.built(text)
    assert by_group(text, {})["bombs"] <= {"killed", "leaked"}
    assert [int(event["tick"]) for event in worlds.events(made, "weapons_released")] == [22] * 6


def test_bombers_killed_at_the_end_of_time_abort_their_bombs() -> None:
    """Killed in time, but the release would have come after the end: still aborted, not expired."""
    assert by_group(worlds.scenario(BOMBERS, [SURE], duration="15 s"), {})["bombs"] == {"aborted"}
    assert by_group(worlds.scenario(BOMBERS, [HOPELESS], duration="15 s"), {})["bombs"] == {"expired"}


@pytest.mark.parametrize(("duration", "fate"), [("39 s", "expired"), ("40 s", "leaked"), ("41 s", "leaked")])
def test_time_runs_out(duration: str, fate: str) -> None:
    """The flight takes 40 ticks: an arrival at the very end still counts."""
    outcomes = fought(worlds.scenario(units=[], duration=duration), {})
    assert worlds.fates(outcomes) == {fate}
    assert np.all(outcomes.tick == min(int(duration[:2]), 40))
