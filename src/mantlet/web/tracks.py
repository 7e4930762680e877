"""Where every object was at every moment of one raid, with the turns it made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.compile.paths import Path
from mantlet.report.fight import columns
from mantlet.run.arrow import Table, pa
from mantlet.web.spells import Spell

Floats = NDArray[np.float64]
MOST_POINTS = 64  # of one leg: enough for a picture of an arc or of a way with many turns
_TURNS = {"appeared": 1, "turned_in": 1, "turned_back": -1}


class Leg(NamedTuple):
    """A part of a flight on which an object's own time runs one way: from `own_tick` at `first_tick` on."""

    first_tick: int
    last_tick: int
    own_tick: int
    heading: int

    def own(self, tick: float) -> float:
        """How far along its way it is at a tick."""
        return self.own_tick + self.heading * (tick - self.first_tick)


def legs_of(objects: Any, end_tick: Sequence[int], names: Sequence[str], events: Any, tick_s: float) -> list[list[Leg]]:
    """The legs of each object; none of one that never set out.

    `objects` are the OBJECT records of its world, `end_tick` when each had its fate, `events` the table of the fight.
    """
    turns: dict[str, list[tuple[int, int]]] = {}
    for moment_s, kind, name in columns(events, "time_s", "kind", "object_id"):
        if kind in _TURNS:
            turns.setdefault(name, []).append((round(moment_s / tick_s), _TURNS[kind]))
    found: list[list[Leg]] = []
    for name, flyer, last in zip(names, objects, end_tick, strict=True):
        own, legs = int(flyer["start_tick"]), list[Leg]()
        mine = turns.get(name, [])
        ends = [*(tick for tick, _ in mine[1:]), int(last)]
        for (tick, heading), end in zip(mine, ends, strict=False):
            legs.append(Leg(tick, max(tick, end), own, heading))
            own = round(legs[-1].own(end))
        found.append(legs)
    return found


def moments(legs: Sequence[Leg], first_own: int, last_own: int, tick_s: float) -> list[Spell]:
    """When an object was on a part of its way, given in its own ticks, both ends included; in seconds."""
    found: list[Spell] = []
    for leg in legs:
        ends = sorted(leg.first_tick + (own - leg.own_tick) / leg.heading for own in (first_own, last_own))
        first, last = max(ends[0], leg.first_tick), min(ends[1], leg.last_tick)
        if first <= last:
            found.append((first * tick_s, last * tick_s))
    return found


def place_at(flyer: Any, path: Path, legs: Sequence[Leg], tick: float) -> tuple[float, float, float]:
    """Longitude, latitude and height of an object at a tick; where it set out before that, where it ended after."""
    at = min(max(tick, legs[0].first_tick), legs[-1].last_tick)
    leg = next(one for one in legs if at <= one.last_tick)
    lon, lat, height = _places(flyer, path, np.array([leg.own(at)]))
    return float(lon[0]), float(lat[0]), float(height[0])


def track_table(objects: Any, paths: Sequence[Path], flown: Sequence[Sequence[Leg]], tick_s: float) -> Table:
    """One row per object and moment at which its way bends: object (its index), time_s, lon, lat, height_m."""
    rows: list[Floats] = [np.empty((0, 5))]
    for o, (flyer, path, legs) in enumerate(zip(objects, paths, flown, strict=True)):
        for leg in legs:
            ticks = _sampled(flyer, path, leg)
            own = leg.own_tick + leg.heading * (ticks - leg.first_tick)
            rows.append(np.column_stack([np.full(len(ticks), o), ticks * tick_s, *_places(flyer, path, own)]))
    table = np.concatenate(rows)
    kinds = {"object": pa.int32(), "time_s": pa.float64(), "lon": pa.float64(), "lat": pa.float64()}
    kinds["height_m"] = pa.float32()
    cells = {name: pa.array(table[:, k]).cast(kind) for k, (name, kind) in enumerate(kinds.items())}
    return pa.table(cells)


def _sampled(flyer: Any, path: Path, leg: Leg) -> Floats:
    """Ticks of a leg: its ends, and evenly spread between them no more than its way has points."""
    knots = abs(leg.last_tick - leg.first_tick) * float(flyer["knots_per_tick"])
    count = int(min(max(knots, 1.0), len(path.lat_deg), MOST_POINTS)) + 1
    return np.linspace(leg.first_tick, leg.last_tick, count)


def _places(flyer: Any, path: Path, own_tick: Floats) -> tuple[Floats, Floats, Floats]:
    along = (own_tick - int(flyer["start_tick"])) * float(flyer["knots_per_tick"])
    knots = np.arange(len(path.lat_deg))
    return (
        np.interp(along, knots, path.lon_deg),
        np.interp(along, knots, path.lat_deg),
        np.interp(along, knots, path.height_m),
    )
