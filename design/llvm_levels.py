"""What LLVM's levels of optimisation cost in compiling and bring in fights: -O2, as it is, beside the others.

    python design/llvm_levels.py [ROUNDS]

Processor seconds, each level in a process of its own that finds nothing compiled, in turns; ratios to -O2 of the same
round. See docs/performance.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from mantlet.compile import geometry, world
from mantlet.engine.fights import BATTLE, fight, make_ready
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.physics.native import machine
from mantlet.scenario.load import load

LEVELS, SCENARIOS, RAIDS = (1, 2, 3), ("saturation", "sead-2021"), 2000


def measured(level: int) -> dict[str, float]:
    """Seconds to compile the battle engine at a level, and of the raids of each scenario."""
    machine.SPEED = level
    begun = time.process_time()
    make_ready(BATTLE)
    took = {"compiling": time.process_time() - begun}
    for name in SCENARIOS:
        made = world(geometry(load(name), catalog()), Draw(1, 0, "central"))
        fight(made.arrays, made.force, 1, 0, 0, 1)
        begun = time.process_time()
        fight(made.arrays, made.force, 1, 0, 0, RAIDS)
        took[name] = time.process_time() - begun
    return took


def apart(level: int) -> dict[str, float]:
    """The same, in a process of its own with a folder of its own for what it compiles."""
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, __file__, "--level", str(level)]
        surroundings = os.environ | {"MANTLET_CACHE_DIR": folder}
        return json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True, env=surroundings).stdout)


def main(rounds: int = 3) -> None:
    """Prints one line per level."""
    found = [{level: apart(level) for level in LEVELS} for _ in range(rounds)]
    for level in LEVELS:
        for what in ("compiling", *SCENARIOS):
            ratios = [one[level][what] / one[2][what] for one in found]
            took = f"{median(one[level][what] for one in found):6.2f} s"
            print(f"-O{level} {what:12}{took}, times -O2: {median(ratios):.2f} ({min(ratios):.2f} - {max(ratios):.2f})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--level"]:
        print(json.dumps(measured(int(sys.argv[2]))))
    else:
        main(*(int(rounds) for rounds in sys.argv[1:2]))
