"""What moves of a defence, as a page shows it: airborne radars on their orbits, and flights of fighters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import HELD
from mantlet.compile.orbits import leg_points
from mantlet.physics.geodesy import from_ecef
from mantlet.run.aloft import flights
from mantlet.web.spells import Spell

if TYPE_CHECKING:
    from mantlet.compile.plan import Radar
    from mantlet.run.result import Result
    from mantlet.world import Outcomes, World

Floats = NDArray[np.float64]
LEG_POINTS = 9
BEND_M = 1.0  # between two ticks: what turns or speeds up by less goes on as it was


class Moved(NamedTuple):
    """What moved of a defence, and what held flights.

    `courses`, by name: `points` between which it moves evenly (rows of seconds, longitude, latitude, metres up), and
    `gone_s`, when it was lost, or None. `holds`, by object that leaked since a flight was held: what held it, in words,
    and when, in seconds. Of fighters there is nothing where scans were skipped, and no `holds`: who goes through such a
    raid tick by tick throws other dice.
    """

    courses: dict[str, Any]
    holds: dict[str, dict[str, list[Spell]]] | None


def moved(result: Result, world: World, outcomes: Outcomes, draw: int, replication: int) -> Moved:
    """What moved in one raid."""
    tick_s, last_tick = result.battle.scenario.tick_s, int(outcomes.tick[0].max(initial=0))
    radars = [radar for radar in result.battle.geometry.plan.radars if radar.orbit is not None]
    found = {radar.id: {"points": orbit(radar, last_tick * tick_s).tolist(), "gone_s": None} for radar in radars}
    if not len(world.arrays.fighters):
        return Moved(found, {})
    if result.way.sampling == "skip":
        return Moved(found, None)
    units, names = len(world.arrays.units), world.names
    held = np.flatnonzero((outcomes.cause[0] == HELD) & (outcomes.unit[0] >= units)).tolist()
    pairs = [(int(outcomes.unit[0, o]) - units, o) for o in held]
    flown = flights(world, result.manifest["seed"], draw, replication, last_tick, pairs)
    for f, name in enumerate(names.unit_ids[units:]):
        ticks = _bends(flown.places_m[:, f])
        lat, lon, height = from_ecef(*flown.places_m[ticks, f].T)
        points = np.column_stack([ticks * tick_s, lon, lat, height])
        lost = np.flatnonzero(flown.gone[:, f])
        found[name] = {"points": points.tolist(), "gone_s": float(lost[0]) * tick_s if len(lost) else None}
    holds = {
        names.object_ids[o]: {words: _spells(ticks, tick_s) for words, ticks in why.items()}
        for (_, o), why in flown.holds.items()
    }
    return Moved(found, holds)


def _spells(ticks: Sequence[int], tick_s: float) -> list[Spell]:
    """Ticks in order as spells, each up to the tick after its last.

    >>> _spells([3, 4, 5, 9], 2.0)
    [(6.0, 12.0), (18.0, 20.0)]
    """
    rows = np.asarray(ticks)
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    return [(float(part[0]) * tick_s, float(part[-1] + 1) * tick_s) for part in parts]


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
