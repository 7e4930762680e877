"""What a raid of the battle engine costs as objects and units grow: flat, four waves around a ring of batteries.

    python bench/growth.py

Prints processor time and fitted exponents; writes bench/results/growth.json.
"""

from __future__ import annotations

import json
import math
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from mantlet.compile import geometry, world
from mantlet.engine.fights import fight
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads

OBJECTS, UNITS = (12, 60, 240, 1000), (1, 4, 16, 64)
USUAL_OBJECTS, USUAL_UNITS = 60, 4
RAID_OBJECTS = 20_000  # so many objects are fought in all for one figure


def text(objects: int, units: int) -> str:
    """A scenario file of that size, made from `saturation`."""
    made: dict[str, Any] = yaml.safe_load((files("mantlet") / "data/scenarios/saturation.yaml").read_text("utf-8"))
    for group in made["sides"]["red"]["raid"]:
        group |= {"count": objects // 4, "interval": f"{120 / objects} s"}
    blue = made["sides"]["blue"]
    turns = [2 * math.pi * n / units for n in range(units)]
    places = [{"lat": 30 + 0.09 * math.cos(turn), "lon": 75 + 0.1 * math.sin(turn)} for turn in turns]
    blue["units"] = [blue["units"][0] | {"id": f"u{n}", "at": at} for n, at in enumerate(places)]
    return json.dumps(made, default=str)


def measured(objects: int, units: int) -> dict[str, float]:
    """Seconds of processor: to lay it out once, and for one raid."""
    known, begun = catalog(), time.process_time()
    made = world(geometry(loads(text(objects, units), library=known), known), Draw(0, 0, "central"))
    laid_out_s = time.process_time() - begun
    fight(made.arrays, made.force, 1, 0, 0, 1)
    spent = []
    for count in (1, 1 + max(2, RAID_OBJECTS // objects // max(1, units // 4))):
        begun = time.process_time()
        fight(made.arrays, made.force, 1, 0, 0, count)
        spent.append((time.process_time() - begun, count))
    raid_s = (spent[1][0] - spent[0][0]) / (spent[1][1] - spent[0][1])
    return {"objects": objects, "units": units, "laid_out_s": laid_out_s, "raid_s": raid_s}


def main() -> None:
    """Measure, print and keep."""
    rows = [measured(objects, USUAL_UNITS) for objects in OBJECTS]
    more = [measured(USUAL_OBJECTS, units) for units in UNITS]
    print(f"{'objects':>8}{'units':>8}{'laid out s':>12}{'raid ms':>10}")
    for row in rows + more:
        print(f"{row['objects']:8}{row['units']:8}{row['laid_out_s']:12.2f}{1e3 * row['raid_s']:10.3f}")
    exponents = {}
    for name, found in (("objects", rows), ("units", more)):
        slope = np.polyfit(np.log([row[name] for row in found]), np.log([row["raid_s"] for row in found]), 1)[0]
        exponents[name] = float(slope)
        print(f"a raid costs {name} to the power of {slope:.2f}")
    kept = {"date": time.strftime("%Y-%m-%d"), "rows": rows + more, "exponents": exponents}
    target = Path(__file__).parent / "results" / "growth.json"
    target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
