"""The tables of a world as compiled functions see them. Index letters: r radar, u unit, o object, m missile, l slot,
f flight of fighters."""

from __future__ import annotations

import numpy as np

from mantlet.engine.air import AREA, CORNER, FIGHTER, REACH
from mantlet.engine.memory import Memory, table
from mantlet.world import (
    ASSET,
    CONDUCT,
    EMITTER,
    HOMER,
    JAMMER,
    JUDGE,
    KNOT,
    LAUNCHER,
    MEMBER,
    MISSILE,
    NEED,
    NODE,
    OBJECT,
    PACKAGE,
    RULES,
    RUN,
    SENSOR,
    SITE,
    SLOT,
    STATION,
    UNIT,
    WINDOW,
    Arrays,
)

rules_of = table(Arrays._fields, "rules", RULES)
objects_of = table(Arrays._fields, "objects", OBJECT)
knots_of = table(Arrays._fields, "knots", KNOT)
sensors_of = table(Arrays._fields, "sensors", SENSOR)
units_of = table(Arrays._fields, "units", UNIT)
slots_of = table(Arrays._fields, "slots", SLOT)
launchers_of = table(Arrays._fields, "launchers", LAUNCHER)
missiles_of = table(Arrays._fields, "missiles", MISSILE)
assets_of = table(Arrays._fields, "assets", ASSET)
nodes_of = table(Arrays._fields, "nodes", NODE)
stations_of = table(Arrays._fields, "stations", STATION)
needs_of = table(Arrays._fields, "needs", NEED)
emitters_of = table(Arrays._fields, "emitters", EMITTER)
homers_of = table(Arrays._fields, "homers", HOMER)
sites_of = table(Arrays._fields, "sites", SITE)
jammers_of = table(Arrays._fields, "jammers", JAMMER)
jam_of = table(Arrays._fields, "jam_m2", np.float64, 2)
fighters_of = table(Arrays._fields, "fighters", FIGHTER)
reaches_of = table(Arrays._fields, "reaches", REACH, 2)
areas_of = table(Arrays._fields, "areas", AREA)
corners_of = table(Arrays._fields, "corners", CORNER)
conduct_of = table(Arrays._fields, "conduct", CONDUCT)
packages_of = table(Arrays._fields, "packages", PACKAGE)
members_of = table(Arrays._fields, "members", MEMBER)
judges_of = table(Arrays._fields, "judges", JUDGE)
flyout_of = table(Arrays._fields, "flyout_s", np.float64, 3)
detection_of = table(Arrays._fields, "detection_prob", np.float64, 2)
gas_of = table(Arrays._fields, "gas_db", np.float64, 3)
detect_key_of = table(Arrays._fields, "detect_key", np.uint64, 2)
visible_at_of = table(Arrays._fields, "visible_at", np.int64, 2)
visible_of = table(Arrays._fields, "visible", RUN)
window_at_of = table(Arrays._fields, "window_at", np.int64, 2)
windows_of = table(Arrays._fields, "windows", WINDOW)
launches_of = table(Arrays._fields, "launches", RUN, 2)


def world_memory(world: Arrays) -> Memory:
    """The world behind one handle."""
    return Memory(world._asdict())
