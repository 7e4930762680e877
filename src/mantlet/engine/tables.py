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

rules_of = row(Arrays._fields, "rules", RULES)
objects_of = row(Arrays._fields, "objects", OBJECT)
knots_of = row(Arrays._fields, "knots", KNOT)
sensors_of = row(Arrays._fields, "sensors", SENSOR)
units_of = row(Arrays._fields, "units", UNIT)
slots_of = row(Arrays._fields, "slots", SLOT)
launchers_of = row(Arrays._fields, "launchers", LAUNCHER)
missiles_of = row(Arrays._fields, "missiles", MISSILE)
assets_of = row(Arrays._fields, "assets", ASSET)
flyout_of = stack(Arrays._fields, "flyout_s", np.float64)
detection_of = grid(Arrays._fields, "detection_prob", np.float64)
gas_of = stack(Arrays._fields, "gas_db", np.float64)
detect_key_of = grid(Arrays._fields, "detect_key", np.uint64)
visible_at_of = grid(Arrays._fields, "visible_at", np.int64)
visible_of = row(Arrays._fields, "visible", RUN)
window_at_of = grid(Arrays._fields, "window_at", np.int64)
windows_of = row(Arrays._fields, "windows", WINDOW)
launches_of = grid(Arrays._fields, "launches", RUN)


def world_memory(world: Arrays) -> Memory:
    """The world behind one handle."""
    return Memory(world._asdict())
