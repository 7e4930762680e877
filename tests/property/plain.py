"""Plain battles: wide ones in which a track concerns nobody but the unit that shoots by it.

Drawn as those of `wide`, without what makes others want to know, or changes, what a radar sees: links that fail, what
is hit, falls silent, moves, flies, jams or turns. Then the battle engine does not ask radars at every scan, which no
wide battle reaches: something in each of them reacts.
"""

from __future__ import annotations

import numpy as np

from mantlet.codes import AT_UNIT, FREE, OWN_TRACK, TIGHT
from mantlet.compile import geometry, world
from mantlet.engine.blank import blank
from mantlet.engine.fights import BATTLE, empty_outcomes
from mantlet.engine.memory import Memory
from mantlet.engine.tables import world_memory
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.world import World
from property.wide import Dice, library, scenario, short_of_something

REACTIONS = ("network", "suppression", "emission", "jamming", "fighters", "reactions", "discrimination")


def plain(number: int) -> World:
    """The world of a plain battle."""
    dice = Dice(number, moves=False)
    known = library(dice)
    off = [f"mechanisms.{one}=false" for one in REACTIONS]
    made = world(geometry(loads(scenario(dice), overrides=off, library=known), known), Draw(number, 0, "independent"))
    return short_of_something(dice, each_for_itself(dice, made))


def each_for_itself(dice: Dice, made: World) -> World:
    """The same where no radar waits for cues or forgets before it could confirm, and no unit waits for words.

    Now and then one of these stays as it is: then the engine has to ask, and shows that it knows.
    """
    sensors, units, stations = made.arrays.sensors.copy(), made.arrays.units.copy(), made.arrays.stations.copy()
    control = np.where(units["control"] == TIGHT, FREE, units["control"])
    for table, name, value in (
        (sensors, "autonomous", 1),
        (sensors, "drop_after", np.maximum(sensors["drop_after"], sensors["confirm_scans"])),
        (units, "remote", OWN_TRACK),
        (units, "authority", AT_UNIT),
        (units, "control", control),
        (stations, "hop_ticks", 0),
        (stations, "combined", 0),
    ):
        if dice.happens(0.85):
            table[name] = value
    return made._replace(arrays=made.arrays._replace(sensors=sensors, units=units, stations=stations))


def is_unasked(made: World) -> bool:
    """Whether the battle engine leaves radars unasked in it."""
    state = blank(made.arrays, made.force, by_calendar=True)
    BATTLE.fights(world_memory(made.arrays), state, Memory(empty_outcomes(made.arrays, 1)._asdict()), 7, 0, 0, 1)
    return bool(state.tables["clock"][0]["private"])
