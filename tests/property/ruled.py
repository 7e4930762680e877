"""Ruled battles: wide ones in which rules hold back much of what is seen, and much hangs on who has told whom.

Drawn as those of `wide`; most units have to know for a while what they see, or leave it to a lower tier, most radars
with a rule of emission wait for others, and every post judges decoys.
"""

from __future__ import annotations

import numpy as np

from mantlet.codes import CUED, NONE, TIGHT
from mantlet.compile import geometry, world
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.world import JUDGE, World
from property.wide import Dice, library, scenario, short_of_something

TICKS = (0, 1, 3, 9, 30, 70)
RANGES_M = (3e3, 15e3, 40e3, 200e3)
PROBS = (0.2, 0.7)


def ruled(number: int) -> World:
    """The world of a ruled battle."""
    dice = Dice(number)
    known = library(dice)
    made = world(geometry(loads(scenario(dice), library=known), known), Draw(number, 0, "independent"))
    return short_of_something(dice, strict(dice, made))


def strict(dice: Dice, made: World) -> World:
    """The same with such rules."""
    units, emitters = made.arrays.units.copy(), made.arrays.emitters.copy()
    for unit in units:
        if dice.happens(0.5):
            unit["control"], unit["identification_ticks"] = TIGHT, dice.choice(TICKS)
        if dice.happens(0.5):
            unit["leaves_lower"], unit["urgent_ticks"] = 1, dice.choice(TICKS)
    for emitter in emitters:
        if dice.happens(0.6):
            emitter["mode"], emitter["cue_range_m"] = CUED, dice.choice(RANGES_M)
    judged = set(made.arrays.judges["station"].tolist())
    posts = [s for s in range(len(made.arrays.stations)) if s not in judged and s in made.arrays.stations["post"]]
    judges = np.zeros(len(posts), JUDGE)
    for judge, post in zip(judges, posts, strict=True):
        judge["sensor"], judge["station"], judge["key"] = NONE, post, 1000 + post
        judge["after_ticks"] = dice.choice(TICKS)
        judge["decoy_prob"], judge["mistake_prob"] = dice.choice(PROBS), dice.choice(PROBS)
    judges = np.concatenate([made.arrays.judges, judges])
    return made._replace(arrays=made.arrays._replace(units=units, emitters=emitters, judges=judges))
