"""The small scenarios of the documentation: what each is about decides it, on paired draws and beyond noise."""

from __future__ import annotations

import numpy as np
import pytest

import worlds
from mantlet.codes import UNDETECTED
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import load


def lost_of_each(name: str, *overrides: str) -> np.ndarray:
    """Value lost of each asset in each of 300 raids of the central draw."""
    made = world(geometry(load(name, overrides=overrides), catalog()), Draw(0, 0, "central"))
    assets = made.arrays.assets
    return np.minimum(worlds.fought(made, 300).hits / assets["hardness"], 1.0) * assets["value"]


def lost(name: str, *overrides: str) -> np.ndarray:
    """The same over all assets."""
    return lost_of_each(name, *overrides).sum(axis=1)


@pytest.mark.parametrize(
    ("name", "change", "least_gain"),
    [
        ("lab-doctrine", "mechanisms.doctrine=false", 4.0),
        ("lab-doctrine", "sides.blue.doctrine.assignment=nearest", 4.0),
        ("lab-tiers", "mechanisms.doctrine=false", 6.0),
        ("lab-tiers", "sides.blue.doctrine.leave_for_lower=false", 6.0),
        ("lab-control", "sides.blue.doctrine.weapons_control=free", 1.0),
        ("lab-control", "sides.blue.doctrine.weapons_control=hold", 15.0),
        ("lab-damage", "sides.blue.assets.runway.hardness=1", 3.0),
        ("lab-decoys", "mechanisms.discrimination=false", 2.0),
    ],
)
def test_it_decides_the_outcome(name: str, change: str, least_gain: float) -> None:
    gained = lost(name, change) - lost(name)
    error = gained.std(ddof=1) / np.sqrt(len(gained))
    assert gained.mean() - 4.0 * error > least_gain


def test_tight_control_saves_rounds_from_decoys_and_comes_too_late_for_the_fast() -> None:
    depot, plant = lost_of_each("lab-control").T
    free_depot, free_plant = lost_of_each("lab-control", "sides.blue.doctrine.weapons_control=free").T
    assert depot.mean() < 0.6 * free_depot.mean()
    assert plant.mean() > 3.0 * free_plant.mean()
    known = ("sides.blue.doctrine.weapons_control=free", "sides.blue.doctrine.engage=[cruise]")
    assert lost("lab-control", *known).mean() < (free_depot + free_plant).mean() - 1.0


def undetected(*overrides: str) -> int:
    """Objects that leak because nobody has found them, in 300 raids of `lab-bias`."""
    made = world(geometry(load("lab-bias", overrides=overrides), catalog()), Draw(0, 0, "central"))
    return int((worlds.fought(made, 300).cause == UNDETECTED).sum())


def test_a_lasting_bias_finds_some_of_the_faint_and_hides_some_of_the_plain() -> None:
    """16 objects of which hardly one is found without it, and 16 of which nearly all are."""
    plain = "sides.red.raid.threat.rcs=0.005 m2"
    assert undetected() < 0.85 * undetected("mechanisms.bias=false")
    assert undetected(plain) > 2.0 * undetected(plain, "mechanisms.bias=false") > 0
