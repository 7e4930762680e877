"""The small scenarios of the documentation: what each is about decides it, on paired draws and beyond noise."""

from __future__ import annotations

import numpy as np
import pytest

import worlds
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load


def lost(name: str, *overrides: str) -> np.ndarray:
    """Value lost in each of 300 raids of the central draw."""
    made = world(geometry(load(name, overrides=overrides), catalog()), Draw(0, 0, "central"))
    assets = made.arrays.assets
    return np.minimum(worlds.fought(made, 300).hits / assets["hardness"], 1.0) @ assets["value"]


@pytest.mark.parametrize(
    ("name", "change", "least_gain"),
    [
        ("lab-doctrine", "mechanisms.doctrine=false", 4.0),
        ("lab-doctrine", "sides.blue.doctrine.assignment=nearest", 4.0),
        ("lab-tiers", "mechanisms.doctrine=false", 6.0),
        ("lab-tiers", "sides.blue.doctrine.leave_for_lower=false", 6.0),
        ("lab-decoys", "mechanisms.discrimination=false", 2.0),
        ("lab-airborne", "sides.blue.sensors.watch.orbit=null", 0.6),
        ("lab-airborne", "sides.blue.sensors.watch.link_reliability=0", 0.6),
        ("lab-airborne", "sides.blue.units.battery.launches_on=own_track", 0.6),
        ("lab-remote", "sides.blue.units.battery.launches_on=own_track", 0.5),
        ("lab-remote", "sides.blue.units.battery.link_reliability=0", 0.5),
    ],
)
def test_it_decides_the_outcome(name: str, change: str, least_gain: float) -> None:
    gained = lost(name, change) - lost(name)
    error = gained.std(ddof=1) / np.sqrt(len(gained))
    assert gained.mean() - 4.0 * error > least_gain
