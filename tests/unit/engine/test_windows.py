"""Launch windows and meetings against a search through every tick of every flight."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import worlds
from mantlet.engine.tables import world_memory
from mantlet.engine.windows import feasible, intercept_tick, launch_windows
from mantlet.world import World

PLACES = [{"lat": 30.0, "lon": 75.0}, {"lat": 30.2, "lon": 75.15}]


def crossing(seed: int, fastest_mps: float = 2500.0) -> World:
    """Objects on bent ways past two units, which may outrun the missile; that has a dead zone and a ceiling."""
    chance = np.random.default_rng(seed)

    def point() -> dict[str, Any]:
        lat, lon = 30.0 + chance.uniform(-0.6, 0.6, 2)
        return {"at": {"lat": lat, "lon": lon + 45.0}, "height": f"{chance.uniform(500, 15000)} m msl"}

    raid = [
        {
            "id": f"g{n}",
            "route": [point() for _ in range(3)],
            "start": f"{n} s",
            "speed": f"{chance.uniform(150, fastest_mps)} m/s",
        }
        for n in range(6)
    ]
    units = [{"id": f"u{n}", "at": at} for n, at in enumerate(PLACES)]
    text = worlds.scenario(raid, units, duration="400 s", tick=f"{chance.choice([0.5, 1.0, 2.0])} s")
    known = worlds.library(
        missile={
            "max_range": "38 km",
            "min_range": "4 km",
            "max_height": "12 km",
            "min_height": "1 km",
            "mean_speed": "700 m/s",
            "max_speed": "1300 m/s",
            "boost": "5 s",
            "max_target_speed": "2.2 km/s",
        },
        sensor={"instrumented_range": "45 km"},
    )
    return worlds.built(text, known)


def latest_launches(made: World, u: int, o: int) -> dict[int, int]:
    """By tick at which unit and object can meet: when the missile must leave. The slow way, from the tables alone."""
    arrays = made.arrays
    unit, thing, missile, rules = arrays.units[u], arrays.objects[o], arrays.missiles[0], arrays.rules[0]
    radar = arrays.sensors[unit["sensor"]]
    knots = arrays.knots[thing["knot_first"] : thing["knot_first"] + thing["knot_count"]]
    runs = arrays.visible[arrays.visible_at[unit["sensor"], o] : arrays.visible_at[unit["sensor"], o + 1]]
    found: dict[int, int] = {}
    for tick in range(int(thing["start_tick"]) + 1, int(min(thing["end_tick"] - 1, rules["end_tick"])) + 1):
        if not any(run["first_tick"] <= tick <= run["last_tick"] for run in runs):
            continue
        place = (tick - thing["start_tick"]) * thing["knots_per_tick"]
        at = [np.interp(place, np.arange(len(knots)), knots[name]) for name in ("x_m", "y_m", "z_m", "height_m")]
        from_radar = math.dist(at[:3], (radar["x_m"], radar["y_m"], radar["z_m"]))
        slant, rise = math.dist(at[:3], (unit["x_m"], unit["y_m"], unit["z_m"])), at[3] - unit["height_m"]
        level = math.sqrt(slant**2 - rise**2)
        speed = thing["pace_ratio"] * knots["speed_mps"][min(int(place), len(knots) - 2)]
        above = np.interp(place, np.arange(len(knots)), knots["above_m"])
        reached = missile["min_range_m"] <= level <= missile["max_range_m"] and above >= missile["min_height_m"]
        reached &= rise <= missile["max_height_m"] and speed <= missile["max_target_mps"]
        if not reached or from_radar > radar["max_range_m"]:
            continue
        flyout = arrays.flyout_s[0]
        i, j = level / missile["range_step_m"], rise / missile["height_step_m"]
        low, part = int(i), i - int(i)
        columns = [np.interp(j, np.arange(flyout.shape[1]), flyout[row]) for row in (low, low + 1)]
        launch = tick - math.ceil((columns[0] + part * (columns[1] - columns[0])) / rules["tick_s"])
        if launch >= thing["start_tick"]:
            found[tick] = launch
    return found


def meeting(latest: dict[int, int], launch: int) -> int:
    """First tick at which a missile that left at `launch` is there, the object inside reach by then. -1: never."""
    for tick in sorted(latest):
        came_in = tick - 1 not in latest or latest[tick - 1] > latest[tick]
        if latest[tick] == launch or (latest[tick] > launch and not came_in and latest[tick - 1] < launch):
            return max(tick, launch + 1)
    return -1


def hilly(made: World, seed: int) -> World:
    """The same over hills, whose tops the missile's floor keeps it from."""
    knots = made.arrays.knots.copy()
    knots["above_m"] *= np.random.default_rng(seed).uniform(0.0, 1.0, len(knots))
    arrays = made.arrays._replace(knots=knots)
    starts, windows, launches = launch_windows(arrays)
    return made._replace(arrays=arrays._replace(window_at=starts, windows=windows, launches=launches))


@pytest.mark.parametrize("seed", range(12))
def test_meetings(seed: int) -> None:
    made = crossing(seed, 2500.0 if seed < 6 else 500.0)
    made = hilly(made, seed) if seed % 3 == 2 else made
    memory, launches = world_memory(made.arrays), range(int(made.arrays.rules[0]["end_tick"]) + 1)
    met = 0
    for u in range(2):
        for o in range(len(made.names.object_ids)):
            latest = latest_launches(made, u, o)
            expected = [meeting(latest, launch) for launch in launches]
            got = [intercept_tick(memory.handle, u, o, launch) for launch in launches]
            assert got == expected
            held = [launch for launch in launches if feasible(memory.handle, u, o, launch) >= 0]
            span = made.arrays.launches[u, o]
            if held:
                assert (span["first_tick"], span["last_tick"]) == (held[0], held[-1])
            else:
                assert span["last_tick"] < 0
            met += len(held)
    assert met > 50


def test_the_floor_of_a_missile_is_meant_over_the_ground() -> None:
    """Three kilometres over the sea are not enough where the ground reaches up to half a kilometre below."""
    made = worlds.built(worlds.scenario(units=[{}]), worlds.library(missile={"min_height": "1 km"}))
    knots = made.arrays.knots.copy()
    for above_m, reached in ((1500.0, True), (500.0, False)):
        knots["above_m"] = above_m
        _, windows, _ = launch_windows(made.arrays._replace(knots=knots))
        assert (len(windows) > 0) == reached
