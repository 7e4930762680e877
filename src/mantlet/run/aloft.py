"""Where flights of fighters were in one raid: it is gone through again tick by tick, since events have no places.

Both engines tell the same events, so the flights of this one are those of any raid in which every scan was drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.engine.air import GONE
from mantlet.engine.blank import blank
from mantlet.engine.reference import act, perceive, start
from mantlet.engine.tables import world_memory
from mantlet.run.optimal import asks_for_optimum, choose
from mantlet.world import World

Floats = NDArray[np.float64]


def flights(world: World, seed: int, draw: int, replication: int, last_tick: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Earth-centred places (m) of every flight, (ticks, flights, 3), from tick 0 on, and whether it is gone."""
    arrays, force = world.arrays, world.force
    tables, state = world_memory(arrays), blank(arrays, force, False, False, False)
    optimal = asks_for_optimum(arrays)
    places = np.empty((last_tick + 1, len(arrays.fighters), 3))
    gone = np.zeros(places.shape[:2], np.bool_)
    start(tables.handle, state.handle, seed, draw, replication)
    for tick in range(last_tick + 1):
        perceive(tables.handle, state.handle)
        if optimal:
            choose(arrays, state.tables)
        act(tables.handle, state.handle)
        sorties = state.tables["sorties"]
        places[tick], gone[tick] = _where(sorties, tick), sorties["stage"] == GONE
    return places, gone


def _where(sorties: Any, tick: int) -> Floats:
    """As `engine.sorties.where`, of all flights at once."""
    took = sorties["leg_ticks"]
    share = np.ones(len(sorties))
    np.divide(tick - sorties["leg_tick"], took, out=share, where=took > 0.0)
    begin, end = (np.stack([sorties[f"{end}_{axis}_m"] for axis in "xyz"], axis=1) for end in ("from", "to"))
    return begin + np.clip(share, 0.0, 1.0)[:, None] * (end - begin)
