"""Relayed battles: wide ones in which networks have only to know that somebody tracks an object.

Drawn as those of `wide`, without what makes every single track matter: cues that have to point near enough, and whoever
goes by how long others have held a track. Radars see little and forget soon, so that tracks come and go, and the one
that a network goes by changes often.
"""

from __future__ import annotations

import numpy as np

from mantlet.codes import FREE, TIGHT
from mantlet.compile import geometry, world
from mantlet.engine.battle import set_out
from mantlet.engine.blank import blank
from mantlet.engine.fights import BATTLE, empty_outcomes
from mantlet.engine.memory import Memory
from mantlet.engine.tables import world_memory
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.world import World
from property.wide import Dice, library, scenario, short_of_something

OFTEN_OFF = ("suppression", "emission", "jamming", "fighters", "reactions")


def relayed(number: int) -> World:
    """The world of a relayed battle."""
    dice = Dice(number)
    known = library(dice)
    off = [f"mechanisms.{one}=false" for one in ("discrimination", *(one for one in OFTEN_OFF if dice.happens(0.4)))]
    made = world(geometry(loads(scenario(dice), overrides=off, library=known), known), Draw(number, 0, "independent"))
    return short_of_something(dice, forgetful(dice, made))


def forgetful(dice: Dice, made: World) -> World:
    """The same with any cue good enough, no identification, shorter memories and weaker echoes."""
    sensors, units = made.arrays.sensors.copy(), made.arrays.units.copy()
    sensors["basket_rad"] = 0.0
    units["control"] = np.where(units["control"] == TIGHT, FREE, units["control"])
    for r in range(len(sensors)):
        sensors["drop_after"][r] = dice.choice((1, 1, 2, 3, sensors["drop_after"][r]))
        sensors["snr_db"][r] -= dice.choice((0.0, 3.0, 6.0, 9.0))
    return made._replace(arrays=made.arrays._replace(sensors=sensors, units=units))


def sleepers(made: World) -> tuple[int, int, int]:
    """How many pairs of radar and object only others are told by; how many of them were not asked at the end; and how
    many were not asked at the start, but were at the end."""
    tables, state = world_memory(made.arrays), blank(made.arrays, made.force, by_calendar=True)
    BATTLE.fights(tables, state, Memory(empty_outcomes(made.arrays, 1)._asdict()), 7, 0, 0, 1)
    sights = state.tables["sights"]
    told = (sights["told_until"] >= 0) & (sights["own_until"] < 0)
    asleep = state.tables["outlooks"]["asleep"] > 0
    set_out(tables.handle, state.handle, 7, 0, 0)
    began_asleep = state.tables["outlooks"]["asleep"] > 0
    return int(told.sum()), int((told & asleep).sum()), int((told & began_asleep & ~asleep).sum())
