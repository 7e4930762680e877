"""The small scenarios of the documentation: what each is about decides it, on paired draws and beyond noise."""

from __future__ import annotations

import numpy as np
import pytest

import worlds
from mantlet.codes import UNDETECTED


def lost_of_each(name: str, *overrides: str) -> np.ndarray:
    """Value lost of each asset in each of 300 raids of the central draw."""
    made = worlds.bundled(name, *overrides)
    assets = made.arrays.assets
    return np.minimum(worlds.fought(made, 300).hits / assets["hardness"], 1.0) * assets["value"]


def lost(name: str, *overrides: str) -> np.ndarray:
    """The same over all assets."""
    return lost_of_each(name, *overrides).sum(axis=1)


APART = tuple(f"sides.red.raid.{group}.arrive={time}" for group, time in (("east", "600 s"), ("south", "800 s")))
OUT_OF_REACH = "sides.red.raid.escort.route=[{at: {lat: 31.2, lon: 75.0}}, {at: {lat: 31.2, lon: 75.3}}]"
CORRIDOR = "[{lat: 29.9, lon: 74.6}, {lat: 29.9, lon: 75.4}, {lat: 30.8, lon: 75.4}, {lat: 30.8, lon: 74.6}]"


def surely_gained(before: np.ndarray, after: np.ndarray) -> float:
    """By how much the mean is higher after than before, less four standard errors."""
    gained = after - before
    return float(gained.mean() - 4.0 * gained.std(ddof=1) / np.sqrt(len(gained)))


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
        ("lab-suppression", "mechanisms.emission=false", 0.2),
        ("lab-suppression", "sides.blue.doctrine.emission={mode: always}", 0.1),
        ("lab-emission", "sides.blue.units.battery.doctrine.emission={mode: always}", 0.6),
        ("lab-emission", "sides.blue.units.battery.doctrine.emission={mode: blink, on: 20 s, off: 20 s}", 0.6),
        ("lab-moves", "mechanisms.moves=false", 0.1),
        ("lab-launchers", "sides.red.raid.strike.aim=radar", 3.0),
        ("lab-guard", "sides.blue.units.guard.present=false", 0.3),
        ("lab-abort", "mechanisms.reactions=false", 5.0),
        ("lab-escort", "sides.blue.doctrine.engage=[cruise]", 1.0),
        ("lab-release", "sides.blue.doctrine.engage=[cruise]", 2.0),
        ("lab-release", "sides.red.raid.weapons.release=0", 2.0),
        ("lab-release", "mechanisms.reactions=false", 0.3),
        ("lab-release", "sides.red.raid.weapons.arrival_prob=1", 0.0),
        ("lab-airspace", "mechanisms.fighters=false", 2.0),
        ("lab-airspace", "sides.blue.airspace.zones=separate", 0.3),
        ("lab-waves", "mechanisms.fighters=false", 4.0),
        ("lab-fusion", "sides.blue.posts.centre.fusion=best", 4.0),
        ("lab-airborne", "sides.blue.sensors.watch.orbit=null", 0.6),
        ("lab-airborne", "sides.blue.sensors.watch.link_reliability=0", 0.6),
        ("lab-airborne", "sides.blue.units.battery.launches_on=own_track", 0.6),
        ("lab-remote", "sides.blue.units.battery.launches_on=own_track", 0.5),
        ("lab-remote", "sides.blue.units.battery.link_reliability=0", 0.5),
    ],
)
def test_it_helps_the_defence(name: str, change: str, least_gain: float) -> None:
    assert surely_gained(lost(name), lost(name, change)) > least_gain


@pytest.mark.parametrize(
    ("name", "changes", "least_gain"),
    [
        ("lab-evade", ("mechanisms.reactions=false",), 3.0),
        ("lab-low", ("sides.red.raid.wave.approach.height=3 km agl",), 0.6),
        ("lab-guard", ("mechanisms.suppression=false",), 0.1),
        ("lab-timing", APART, 3.0),
        ("lab-launchers", ("mechanisms.suppression=false",), 4.0),
        ("lab-escort", ("mechanisms.jamming=false",), 0.5),
        ("lab-escort", (OUT_OF_REACH,), 0.5),
        ("lab-links", ("mechanisms.network=false",), 2.0),
        ("lab-fusion", ("mechanisms.network=false",), 1.0),
        ("lab-supplies", ("mechanisms.suppression=false",), 6.0),
        ("lab-supplies", ("sides.blue.support.generator.repair=1 s",), 5.0),
        ("lab-supplies", ("sides.blue.support.relay.repair=1 s",), 2.0),
        ("lab-airspace", (f"sides.blue.fighters.patrol.corridor={CORRIDOR}",), 1.5),
        ("lab-waves", ("sides.blue.fighters.patrol.tanker=true",), 1.0),
        ("lab-waves", ("sides.red.raid.second.start=60 min",), 4.5),
    ],
)
def test_it_costs_the_defence(name: str, changes: tuple[str, ...], least_gain: float) -> None:
    assert surely_gained(lost(name, *changes), lost(name)) > least_gain


@pytest.mark.parametrize(
    "change", ["sides.blue.airspace.zones=separate", f"sides.blue.fighters.patrol.corridor={CORRIDOR}"]
)
def test_own_fire_is_the_price_of_mixed_zones(change: str) -> None:
    """Two aircraft of four and more on average; none where zones are separate or the way home is a corridor."""

    def own(*overrides: str) -> np.ndarray:
        return worlds.fought(worlds.bundled("lab-airspace", *overrides), 300).fratricides.sum(axis=1)

    assert own().mean() > 2.5 and own(change).sum() == 0


def test_tight_control_saves_rounds_from_decoys_and_comes_too_late_for_the_fast() -> None:
    depot, plant = lost_of_each("lab-control").T
    free_depot, free_plant = lost_of_each("lab-control", "sides.blue.doctrine.weapons_control=free").T
    assert depot.mean() < 0.6 * free_depot.mean()
    assert plant.mean() > 3.0 * free_plant.mean()
    known = ("sides.blue.doctrine.weapons_control=free", "sides.blue.doctrine.engage=[cruise]")
    assert lost("lab-control", *known).mean() < (free_depot + free_plant).mean() - 1.0


def undetected(*overrides: str) -> int:
    """Objects that leak because nobody has found them, in 300 raids of `lab-bias`."""
    return int((worlds.fought(worlds.bundled("lab-bias", *overrides), 300).cause == UNDETECTED).sum())


def test_a_lasting_bias_finds_some_of_the_faint_and_hides_some_of_the_plain() -> None:
    """16 objects of which hardly one is found without it, and 16 of which nearly all are."""
    plain = "sides.red.raid.threat.rcs=0.005 m2"
    assert undetected() < 0.85 * undetected("mechanisms.bias=false")
    assert undetected(plain) > 2.0 * undetected(plain, "mechanisms.bias=false") > 0
