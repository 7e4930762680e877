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
        ("lab-fusion", "sides.blue.posts.centre.fusion=best", 4.0),
    ],
)
def test_it_decides_the_outcome(name: str, change: str, least_gain: float) -> None:
    assert beyond_noise(lost(name, change) - lost(name), least_gain)


@pytest.mark.parametrize(
    ("name", "change", "least_cost"),
    [
        ("lab-links", "mechanisms.network=false", 2.0),
        ("lab-fusion", "mechanisms.network=false", 1.0),
        ("lab-supplies", "mechanisms.suppression=false", 6.0),
        ("lab-supplies", "sides.blue.support.generator.repair=1 s", 5.0),
        ("lab-supplies", "sides.blue.support.relay.repair=1 s", 2.0),
    ],
)
def test_it_costs_the_defence(name: str, change: str, least_cost: float) -> None:
    assert beyond_noise(lost(name) - lost(name, change), least_cost)


def beyond_noise(gained: np.ndarray, least: float) -> bool:
    error = gained.std(ddof=1) / np.sqrt(len(gained))
    return bool(gained.mean() - 4.0 * error > least)
