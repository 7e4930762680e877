"""Hilly battles: wide ones among mountains, where ridges hide objects and show them again.

Drawn as those of `wide`, and moved to where Ladakh meets Kashmir, low over the ground.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from mantlet.compile import geometry, world
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.world import World
from property.wide import Dice, library, scenario, short_of_something

NORTH_DEG, EAST_DEG = 4.1, 2.4


def hilly(number: int) -> World:
    """The world of a hilly battle."""
    dice = Dice(number, low=True)
    known, text = library(dice), json.loads(scenario(dice))
    text["environment"]["terrain"] = "globe"
    made = world(geometry(loads(json.dumps(_moved(text)), library=known), known), Draw(number, 0, "independent"))
    return short_of_something(dice, made)


def _moved(part: Any) -> Any:
    """The same elsewhere, with what circles or waits in the air above every summit."""
    if isinstance(part, dict):
        by = {"lat": NORTH_DEG, "lon": EAST_DEG}
        return {name: value + by[name] if name in by else _moved(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_moved(item) for item in part]
    return "9 km msl" if part in ("6 km msl", "8 km msl") else part


def hidden(made: World) -> float:
    """Share of the pairs of radar and object that see each other in which a ridge comes between them meanwhile."""
    stretches = np.diff(made.arrays.visible_at, axis=1)
    return float((stretches > 1).sum() / max((stretches > 0).sum(), 1))
