"""What laying out a scenario costs once, what a draw costs, and how much of that the launch windows are.

Processor seconds of one thread; see docs/decisions/0005-launch-windows.md and 0007-speed-only.md.
"""

from __future__ import annotations

import time

from mantlet import compile as compiling
from mantlet.engine.fights import fight
from mantlet.engine.windows import launch_windows
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load

DRAWS, RAIDS = 10, 100


def main() -> None:
    """Prints one line per scenario."""
    for name in ("ladakh-2020", "ladakh-2021", "saturation"):
        scenario, library = load(name), catalog()
        compiling.world(compiling.geometry(scenario, library), Draw(1, 0, "comonotone"))  # compiles what is compiled
        begun = time.process_time()
        laid = compiling.geometry(scenario, library)
        laid_out = time.process_time()
        worlds = [compiling.world(laid, Draw(1, index, "comonotone")) for index in range(DRAWS)]
        drawn = time.process_time()
        for world in worlds:
            launch_windows(world.arrays)
        tabulated = time.process_time()
        fight(worlds[0].arrays, worlds[0].force, 1, 0, 0, 1)
        compiled = time.process_time()
        fight(worlds[0].arrays, worlds[0].force, 1, 0, 0, RAIDS)
        fought = time.process_time()
        print(
            f"{name}: geometry {laid_out - begun:.2f} s; a draw {(drawn - laid_out) / DRAWS * 1e3:.1f} ms, of which "
            f"launch windows {(tabulated - drawn) / DRAWS * 1e3:.1f} ms ({len(worlds[0].arrays.windows)} windows); "
            f"a raid {(fought - compiled) / RAIDS * 1e3:.2f} ms"
        )


if __name__ == "__main__":
    main()
