"""What moves of a defence, as a page shows it: airborne radars on their orbits, and flights of fighters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mantlet.compile.orbits import leg_points
from mantlet.physics.geodesy import from_ecef
from mantlet.run.aloft import flights

if TYPE_CHECKING:
    from mantlet.compile.plan import Radar
    from mantlet.run.result import Result
    from mantlet.world import World

Floats = NDArray[np.float64]
LEG_POINTS = 9
BEND_M = 1.0  # between two ticks: what turns or speeds up by less goes on as it was


def courses(result: Result, world: World, draw: int, replication: int, last_tick: int) -> dict[str, Any]:
    """By name: `points` between which it moves evenly (rows of seconds, longitude, latitude, metres up), and `gone_s`.

    That is when it was lost, or None. Of fighters there are no courses where scans were skipped: who goes through such
    a raid tick by tick throws other dice.
    """
    tick_s = result.battle.scenario.tick_s
    radars = [radar for radar in result.battle.geometry.plan.radars if radar.orbit is not None]
    found = {radar.id: {"points": orbit(radar, last_tick * tick_s).tolist(), "gone_s": None} for radar in radars}
    if not len(world.arrays.fighters) or result.way.sampling == "skip":
        return found
    places, gone = flights(world, result.manifest["seed"], draw, replication, last_tick)
    for f, name in enumerate(world.names.unit_ids[len(world.arrays.units) :]):
        ticks = _bends(places[:, f])
        lat, lon, height = from_ecef(*places[ticks, f].T)
        points = np.column_stack([ticks * tick_s, lon, lat, height])
        lost = np.flatnonzero(gone[:, f])
        found[name] = {"points": points.tolist(), "gone_s": float(lost[0]) * tick_s if len(lost) else None}
    return found


def orbit(radar: Radar, end_s: float) -> Floats:
    """Rows of seconds, longitude, latitude and height of an airborne radar, to and fro until a moment."""
    leg, took_s = leg_points(radar)
    leg = leg[np.linspace(0, len(leg) - 1, LEG_POINTS).astype(int)]
    rows: list[Floats] = []
    for n in range(math.ceil(end_s / took_s) + 1):
        along = leg if n % 2 == 0 else leg[::-1]
        times = (n + np.linspace(0.0, 1.0, LEG_POINTS)) * took_s
        rows.append(np.column_stack([times, along[:, [1, 0, 2]]]))
    return np.concatenate(rows)


def _bends(places_m: Floats) -> NDArray[np.int64]:
    """The ticks at which a way bends, and both its ends."""
    bend = np.linalg.norm(np.diff(places_m, n=2, axis=0), axis=1) > BEND_M
    return np.flatnonzero(np.concatenate([[True], bend, [True]]))
