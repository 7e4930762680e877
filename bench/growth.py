"""What laying out, a draw and a raid cost as raids, objects and units grow, what a raid consists of, and its memory.

    python bench/growth.py

Each size is measured in a process of its own, in seconds of processor. Flat scenes are made of `saturation`: four waves
around a ring of batteries, each of which can reach every object; once also with the batteries on a wide grid, where
most cannot, and once under rules that hold fire back and keep radars silent. Over terrain, `ladakh-2020` with more of
everything beside each other. Prints and writes bench/results/growth.json, which docs/pictures/growth.py draws.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import yaml

from mantlet.compile import geometry, world
from mantlet.engine.blank import blank
from mantlet.engine.fights import BATTLE, empty_outcomes, fight
from mantlet.engine.memory import Memory
from mantlet.engine.tables import world_memory
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import loads
from mantlet.world import World

RAIDS = (1_000, 10_000, 100_000, 1_000_000)
OBJECTS, UNITS, TIMES = (10, 60, 240, 1000, 5000), (1, 4, 16, 64, 200), (1, 6, 36)
USUAL_OBJECTS, USUAL_UNITS, FEW_OBJECTS = 60, 4, 12
MOST = (2000, 200)
CHUNK = 50_000  # raids fought in one go, as a run does
ENOUGH_S = 0.3  # that raids are timed for
COUNTED = 10  # raids of which events are counted
ROUNDS = 3  # of laying out, where that takes no longer than LONG_S
LONG_S = 1.0
GRID_DEG = 0.5
COSTS = ("laid_out_s", "draw_s", "raid_s", "events", "event_ns")

Row = dict[str, Any]


def scene(name: str) -> dict[str, Any]:
    """A bundled scenario file as it is written."""
    return yaml.safe_load((files("mantlet") / f"data/scenarios/{name}.yaml").read_text("utf-8"))


def flat(objects: int, units: int, *, apart: bool = False) -> str:
    """A scenario file of that size, made from `saturation`: batteries on a ring, or `apart` on a wide grid."""
    made = scene("saturation")
    for wave, group in enumerate(made["sides"]["red"]["raid"]):
        group |= {"count": objects // 4 + (wave < objects % 4), "interval": f"{120 / objects} s"}
    blue, side = made["sides"]["blue"], math.ceil(math.sqrt(units))
    turns = [2 * math.pi * n / units for n in range(units)]
    places = [(30 + 0.09 * math.cos(turn), 75 + 0.1 * math.sin(turn)) for turn in turns]
    if apart:
        corner = GRID_DEG * (side - 1) / 2
        places = [(30 - corner + GRID_DEG * (n // side), 75 - corner + GRID_DEG * (n % side)) for n in range(units)]
    usual = blue["units"][0]
    blue["units"] = [usual | {"id": f"u{n}", "at": {"lat": lat, "lon": lon}} for n, (lat, lon) in enumerate(places)]
    return json.dumps(made, default=str)


def ruled(objects: int, units: int) -> str:
    """The same on a ring, where fire waits until an object is identified and, of every second battery, until the
    others, of a shorter reach, cannot; radars emit when the network has a track near, and the post judges decoys."""
    made = json.loads(flat(objects, units))
    blue = made["sides"]["blue"]
    blue["posts"][0]["discrimination"] = {"after": "30 s", "decoy_prob": 0.9, "mistake_prob": 0.02}
    blue["sensors"] = [{"id": "search", "sensor": "textbook-radar", "at": blue["posts"][0]["at"], "post": "post"}]
    blue["doctrine"] |= {"weapons_control": "tight", "identification": "20 s"}
    blue["doctrine"] |= {"leave_for_lower": True, "urgent": "30 s"}
    for n, unit in enumerate(blue["units"]):
        unit["doctrine"] = {"emission": {"mode": "cued", "within": "60 km"}}
        unit["system"] = "textbook-radar-battery/" + ("short-battery" if n % 2 else "battery")
    return json.dumps(made)


def mountains(times: int) -> str:
    """`ladakh-2020` with so many times the objects, as near to each other as that makes them."""
    made = scene("ladakh-2020")
    for group in made["sides"]["raider"]["raid"]:
        for name in {"interval", "lateral"} & group.keys():
            number, unit = group[name].split()
            group[name] = f"{float(number) / times} {unit}"
        if "count" in group:
            group["count"] *= times
    return json.dumps(made, default=str)


def built(text: str) -> tuple[World, float, float]:
    """(A world, seconds to lay it out, and to draw one more of it)."""
    known, scenario = catalog(), loads(text)
    laid_out: list[float] = []
    while not laid_out or (laid_out[-1] < LONG_S and len(laid_out) < ROUNDS):
        begun = time.process_time()
        laid = geometry(scenario, known)
        laid_out.append(time.process_time() - begun)
    drawn: list[float] = []
    for index in range(ROUNDS):
        begun = time.process_time()
        world(laid, Draw(1, index, "comonotone"))
        drawn.append(time.process_time() - begun)
    return world(laid, Draw(0, 0, "central")), median(laid_out), median(drawn)


def fought_s(made: World, count: int) -> float:
    """Seconds to fight so many raids, chunk by chunk."""
    begun = time.process_time()
    for first in range(0, count, CHUNK):
        fight(made.arrays, made.force, 1, 0, first, min(CHUNK, count - first))
    return time.process_time() - begun


def raid_s(made: World) -> float:
    """Seconds for a raid, from so many that they count beside what the first one costs."""
    first_s, count = fought_s(made, 1), 2
    while (more_s := fought_s(made, 1 + count) - first_s) < max(ENOUGH_S, first_s):
        count *= 4
    return more_s / count


def events(made: World) -> float:
    """What a raid consists of for the battle engine: looks drawn ahead, gates asked, dates served.

    Not counted, since counting each of them costs some hundredths of a raid: looks back, at scans that a radar was not
    asked about (a sixth as many as ahead in `saturation`) and at those up to a change of conditions.
    """
    state, found = blank(made.arrays, made.force, by_calendar=True), 0.0
    tables, rows = world_memory(made.arrays), Memory(empty_outcomes(made.arrays, 1)._asdict())
    for replication in range(COUNTED):
        BATTLE.fights(tables, state, rows, 1, 0, replication, 1)
        clock = state.tables["clock"][0]
        found += float(clock["looks"] + clock["gates"] + clock["dates"])
    return found / COUNTED


def state_mb(made: World) -> float:
    """What the battle engine remembers of one raid while it is fought: each thread has it once."""
    state = blank(made.arrays, made.force, by_calendar=True)
    return sum(table.nbytes for table in state.tables.values()) / 2**20


def measured(text: str) -> Row:
    """What one scenario costs."""
    fought_s(built(flat(FEW_OBJECTS, 1))[0], 1)  # loads what is compiled
    made, laid_out_s, draw_s = built(text)
    costs = {"laid_out_s": laid_out_s, "draw_s": draw_s, "raid_s": raid_s(made)}
    sizes = {"objects": len(made.arrays.objects), "units": len(made.arrays.units), "windows": len(made.arrays.windows)}
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = events(made)
    work = {"events": count, "event_ns": 1e9 * costs["raid_s"] / count}
    work["event_ns_per_bit"] = work["event_ns"] / math.log2(count)
    return sizes | costs | work | {"state_mb": state_mb(made), "peak_mb": peak_mb}


def one(kind: str, *sizes: int) -> Row | list[Row]:
    """What a process of its own measures."""
    if kind == "raids":
        made, _, _ = built(flat(FEW_OBJECTS, 1))
        fought_s(made, 1)
        return [{"raids": count, "fought_s": fought_s(made, count)} for count in RAIDS]
    if kind == "mountains":
        return measured(mountains(*sizes))
    if kind == "ruled":
        return measured(ruled(*sizes))
    return measured(flat(sizes[0], sizes[1], apart=kind == "apart"))


def apart(kind: str, *sizes: int) -> Any:
    """The same, in a process of its own."""
    command = [sys.executable, __file__, kind, *(str(size) for size in sizes)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def exponent(rows: list[Row], size: str, cost: str) -> dict[str, float]:
    """To which power of a size a cost grows: by a line through all, and from the last but one size to the last."""
    logs = np.log([[row[size], row[cost]] for row in rows])
    last = (logs[-1, 1] - logs[-2, 1]) / (logs[-1, 0] - logs[-2, 0])
    return {"fitted": float(np.polyfit(logs[:, 0], logs[:, 1], 1)[0]), "at_the_end": float(last)}


def told(rows: dict[str, list[Row]], exponents: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print it as a table."""
    for row in rows["raids"]:
        print(f"{row['raids']:9} raids of {FEW_OBJECTS} objects against a unit: {row['fought_s']:.2f} s")
    columns = {"laid_out_s": 1.0, "draw_s": 1e3, "raid_s": 1e3, "events": 1.0, "event_ns": 1.0}
    columns |= {"event_ns_per_bit": 1.0, "state_mb": 1.0, "peak_mb": 1.0}
    heads = ("laid out s", "draw ms", "raid ms", "events", "ns an event", "over log2", "state MB", "peak MB")
    print(f"{'':14}{'objects':>8}{'units':>7}{'windows':>9}" + "".join(f"{head:>12}" for head in heads))
    for name in ("objects", "units", "ruled objects", "ruled units", "terrain", "most"):
        for row in rows[name]:
            costs = "".join(f"{scale * row[cost]:12.3f}" for cost, scale in columns.items())
            print(f"{name:14}{row['objects']:8}{row['units']:7}{row['windows']:9}{costs}")
    for name, found in exponents.items():
        for cost, power in found.items():
            print(f"{cost:10} grows as {name} to the {power['fitted']:.2f}, at the end {power['at_the_end']:.2f}")


def main() -> None:
    """Measure, print and keep."""
    rows: dict[str, list[Row]] = {
        "raids": apart("raids"),
        "objects": [apart("flat", objects, USUAL_UNITS) for objects in OBJECTS],
        "units": [apart("flat", USUAL_OBJECTS, units) for units in UNITS],
        "ruled objects": [apart("ruled", objects, USUAL_UNITS) for objects in OBJECTS],
        "ruled units": [apart("ruled", USUAL_OBJECTS, units) for units in UNITS],
        "terrain": [apart("mountains", times) for times in TIMES],
        "most": [apart("flat", *MOST), apart("apart", *MOST)],
    }
    exponents = {"raids": {"fought_s": exponent(rows["raids"], "raids", "fought_s")}}
    sizes = {"objects": "objects", "units": "units", "terrain": "objects"}
    for name, size in (sizes | {"ruled objects": "objects", "ruled units": "units"}).items():
        exponents[name] = {cost: exponent(rows[name], size, cost) for cost in COSTS}
    told(rows, exponents)
    kept = {"date": time.strftime("%Y-%m-%d"), "rows": rows, "exponents": exponents}
    target = Path(__file__).parent / "results" / "growth.json"
    target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(one(sys.argv[1], *(int(size) for size in sys.argv[2:]))))
    else:
        main()
