"""Who is told to work at a moment works then in the engine, gone through again tick by tick."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import mantlet
from mantlet.engine.blank import blank
from mantlet.engine.reference import act, perceive, start
from mantlet.engine.state import NEVER
from mantlet.engine.tables import world_memory
from mantlet.web.replay import Replay, replayed
from mantlet.web.spells import Spell

# Radars that fall silent, are hit, lose their power, and units that move, one of them hit while it packs up.
HIT_WHILE_PACKING = ["sides.blue.units.0.moves.pack_time=6 min"]
FIGHTS: list[tuple[str, list[str]]] = [
    ("sead-2021", []),
    ("lab-emission", []),
    ("lab-supplies", []),
    ("lab-moves", []),
    ("lab-moves", HIT_WHILE_PACKING),
]


def holds(spells: list[Spell], moment_s: float) -> bool:
    return any(first <= moment_s < last for first, last in spells)


def ticks(replay: Replay, seed: int) -> Iterator[tuple[int, Any]]:
    """Every tick until the last object has its fate, with the memory of the engine as it is in it."""
    arrays, force = replay.world.arrays, replay.world.force
    tables, state = world_memory(arrays), blank(arrays, force, False, False, False)
    start(tables.handle, state.handle, seed, replay.draw, replay.replication)
    for tick in range(round(replay.end_s / replay.tick_s)):
        perceive(tables.handle, state.handle)
        yield tick, state.tables
        act(tables.handle, state.handle)


@pytest.mark.parametrize(("name", "changes"), FIGHTS)
def test_it_works_when_the_engine_says_so(name: str, changes: list[str]) -> None:
    replay = replayed(mantlet.run(mantlet.load(name, overrides=changes), draws=1, replications=2, seed=1), 0, 1)
    told, fit, arrays = replay.standing.watches, replay.standing.able, replay.world.arrays
    batteries = replay.battle.geometry.plan.batteries
    missing = [replay.standing.away(battery) for battery in batteries]
    blind = [arrays.slots["needs_radar"][arrays.slots["unit"] == u].all() for u in range(len(batteries))]
    off = unfit = 0
    for tick, state in ticks(replay, 1):
        moment_s = tick * replay.tick_s
        radars, crews = state["watches"], state["crews"]
        for r, radar in enumerate(replay.world.names.sensor_ids):
            watch = radars[r]
            shut = not watch["on"] or watch["silent"]
            if tick >= watch["first_tick"]:
                assert holds(told[radar].on, moment_s) == (not shut), (radar, moment_s)
                assert holds(told[radar].off, moment_s) == bool(shut and not watch["away"]), (radar, moment_s)
                off += bool(shut)
        for u, battery in enumerate(batteries):
            crew, watch = crews[u], radars[arrays.units[u]["sensor"]]
            up = crew["up_since"] != NEVER and tick >= crew["stands_tick"] and not (blind[u] and watch["silent"])
            if tick >= watch["first_tick"]:
                assert holds(fit[battery.id], moment_s) == up, (battery.id, moment_s)
                assert holds(missing[u], moment_s) == bool(watch["away"]), (battery.id, moment_s)
                unfit += not up
    assert off and unfit, "nothing happened to anybody"


def test_a_unit_that_moves_goes_from_one_site_to_the_next_and_stands_there_when_it_is_ready() -> None:
    replay = replayed(mantlet.run(mantlet.load("lab-moves"), draws=1, replications=1), 0, 0)
    (points,) = (np.array(march["points"]) for march in replay.courses.values())
    first, second = replay.battle.geometry.plan.batteries
    assert points[0, 1] == points[1, 1] == first.place.at.lon_deg
    assert points[2, 1] == second.place.at.lon_deg
    took_s = points[2, 0] - points[1, 0]
    assert took_s == pytest.approx(2891 / (40 / 3.6), abs=2.0)  # 0.03 degrees of longitude at 30 north, at 40 km/h
    (_, back_s) = replay.standing.away(second)[0]
    assert back_s == points[2, 0] + 120.0
    assert replay.standing.away(first) == [(points[1, 0] - 60.0, replay.end_s)]
