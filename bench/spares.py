"""What a forecast of fit aircraft costs beside the event simulation that it stands in for.

    python bench/spares.py [REPLICATIONS]

In turn, on one machine: all months of ten years by formula for each bundled fleet, the fit of its demand before it, and
one replication of the event simulation of as many full bases over the same months. Seconds of processor of this thread;
medians. Writes bench/results/spares.json.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from mantlet.library.sampling import Draw
from mantlet.posture.supply.availability import forecast
from mantlet.posture.supply.changes import Changes, cut
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.supply.simulation import simulate
from mantlet.posture.supply.upkeep import upkeep

RESULTS = Path(__file__).parent / "results"
MONTHS = 127
CHANGES = Changes(supply=[cut(24, 36)])


def taken(work: Callable[[], object], times: int) -> float:
    found: list[float] = []
    for _ in range(times):
        start = time.thread_time()
        work()
        found.append(time.thread_time() - start)
    return median(found)


def main(replications: int) -> None:
    report: dict[str, dict[str, float]] = {}
    for name in fleets():
        fleet = fleets()[name]
        known = upkeep(fleet, Draw(1, 0, "central"))
        strength = np.full(MONTHS, float(known.aircraft_count))
        bases = max(known.aircraft_count // known.base_aircraft_count, 1)
        forecast(known, strength, CHANGES)
        told_s = taken(partial(forecast, known, strength, CHANGES), 21)
        fit_s = taken(partial(upkeep, fleet, Draw(1, 0, "central")), 11)
        played_s = taken(partial(simulate, known, bases, CHANGES, range(MONTHS), 1, seed=1), replications)
        report[name] = {"fit_s": fit_s, "forecast_s": told_s, "replication_s": played_s, "ratio": played_s / told_s}
        print(
            f"{name:16} fit {fit_s * 1e3:5.1f} ms, forecast {told_s * 1e3:5.1f} ms, "
            f"one replication {played_s * 1e3:7.0f} ms, {played_s / told_s:5.0f} times as long"
        )
    (RESULTS / "spares.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
