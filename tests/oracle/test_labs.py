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


CORRIDOR = "[{lat: 29.9, lon: 74.6}, {lat: 29.9, lon: 75.4}, {lat: 30.8, lon: 75.4}, {lat: 30.8, lon: 74.6}]"


@pytest.mark.parametrize(
    ("name", "change", "least_gain"),
    [
        ("lab-doctrine", "mechanisms.doctrine=false", 4.0),
        ("lab-doctrine", "sides.blue.doctrine.assignment=nearest", 4.0),
        ("lab-tiers", "mechanisms.doctrine=false", 6.0),
        ("lab-tiers", "sides.blue.doctrine.leave_for_lower=false", 6.0),
        ("lab-decoys", "mechanisms.discrimination=false", 2.0),
        ("lab-airspace", "mechanisms.fighters=false", 2.0),
        ("lab-airspace", "sides.blue.airspace.zones=separate", 0.3),
        ("lab-waves", "mechanisms.fighters=false", 4.0),
    ],
)
def test_it_decides_the_outcome(name: str, change: str, least_gain: float) -> None:
    gained = lost(name, change) - lost(name)
    error = gained.std(ddof=1) / np.sqrt(len(gained))
    assert gained.mean() - 4.0 * error > least_gain


@pytest.mark.parametrize(
    ("name", "change", "least_gain"),
    [
        ("lab-airspace", f"sides.blue.fighters.patrol.corridor={CORRIDOR}", 1.5),
        ("lab-waves", "sides.blue.fighters.patrol.tanker=true", 1.0),
        ("lab-waves", "sides.red.raid.second.start=60 min", 4.5),
    ],
)
def test_what_it_lacks_would_decide_it(name: str, change: str, least_gain: float) -> None:
    gained = lost(name) - lost(name, change)
    error = gained.std(ddof=1) / np.sqrt(len(gained))
    assert gained.mean() - 4.0 * error > least_gain


@pytest.mark.parametrize(
    "change", ["sides.blue.airspace.zones=separate", f"sides.blue.fighters.patrol.corridor={CORRIDOR}"]
)
def test_own_fire_is_the_price_of_mixed_zones(change: str) -> None:
    """Two aircraft of four and more on average; none where zones are separate or the way home is a corridor."""

    def own(*overrides: str) -> np.ndarray:
        made = world(geometry(load("lab-airspace", overrides=overrides), catalog()), Draw(0, 0, "central"))
        return worlds.fought(made, 300).fratricides.sum(axis=1)

    assert own().mean() > 2.5 and own(change).sum() == 0
