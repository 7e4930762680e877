"""Tiered battles: wide ones in which units leave to a lower tier what is not urgent yet, until that cannot take it.

Drawn as those of `wide`; all units of a side stand under one post, every other one of the lower tier, with few rounds.
"""

from __future__ import annotations

import json

from mantlet.compile import geometry, world
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.world import World
from property.wide import Dice, library, scenario, short_of_something
from worlds import Part

REACHES = {"round": ("40 km", "60 km", "90 km"), "finder": ("9 km", "25 km"), "dart": ("9 km", "15 km", "25 km")}
URGENT = ("0 s", "5 s", "15 s", "40 s", "90 s")
HOLDS = ("weapons_control", "identification", "engage")  # what would hold it back anyway
SYSTEMS = ("test/battery", "test/lower")


def tiered(number: int) -> World:
    """The world of a tiered battle."""
    dice = Dice(number)
    known, text = library(dice), json.loads(scenario(dice))
    text["numbers"] = {name: {"max_range": dice.choice(reaches)} for name, reaches in REACHES.items()}
    for side in text["sides"].values():
        if side["units"]:
            _tier(dice, side)
    made = world(geometry(loads(json.dumps(text), library=known), known), Draw(number, 0, "independent"))
    return short_of_something(dice, made)


def _tier(dice: Dice, side: Part) -> None:
    """A side with two tiers of units under a post of its own."""
    name, units = side["name"], side["units"]
    units.append({"id": f"{name}-other", "at": units[0]["at"]})
    side["posts"].append({"id": f"{name}-tiers", "at": units[0]["at"], "link_delay": dice.choice(("0 s", "2 s"))})
    for n, unit in enumerate(units):
        unit |= {"post": f"{name}-tiers", "system": SYSTEMS[n % 2]} | dice.some(0.5, magazine=(2, 3))
        own = {one: value for one, value in unit.get("doctrine", {}).items() if one not in HOLDS}
        unit["doctrine"] = own | {"leave_for_lower": True} | dice.each(urgent=URGENT)
