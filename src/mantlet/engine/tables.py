"""The tables of a world as compiled functions see them. Index letters: r radar, u unit, o object, m missile, l slot."""

from __future__ import annotations

import numpy as np

from mantlet.engine.memory import Memory, grid, row, stack
from mantlet.world import (
    ASSET,
    KNOT,
    LAUNCHER,
    MISSILE,
    OBJECT,
    RULES,
    RUN,
    SENSOR,
    SLOT,
    UNIT,
    WINDOW,
    Arrays,
)

rules_of = row("rules", RULES)
objects_of = row("objects", OBJECT)
knots_of = row("knots", KNOT)
sensors_of = row("sensors", SENSOR)
units_of = row("units", UNIT)
slots_of = row("slots", SLOT)
launchers_of = row("launchers", LAUNCHER)
missiles_of = row("missiles", MISSILE)
assets_of = row("assets", ASSET)
flyout_of = stack("flyout_s", np.float64)
detection_of = grid("detection_prob", np.float64)
gas_of = stack("gas_db", np.float64)
detect_key_of = grid("detect_key", np.uint64)
visible_at_of = grid("visible_at", np.int64)
visible_of = row("visible", RUN)
window_at_of = grid("window_at", np.int64)
windows_of = row("windows", WINDOW)
launches_of = grid("launches", RUN)


def world_memory(world: Arrays) -> Memory:
    """The world behind one handle."""
    return Memory(world._asdict())
