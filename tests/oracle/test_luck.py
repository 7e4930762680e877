"""Luck that shots share: the engine against exact integrals over what they share, by scipy's adaptive quadrature.

The reference side knows nothing of the engine's quantile function or of its draws: given the shared luck z, a shot
kills with Phi((Phi^-1(p) - sqrt(s) z) / sqrt(1 - s)), and shots are independent.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from scipy import integrate, stats

import worlds
from mantlet.codes import KILLED
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.physics.kill import shared_luck_outcome
from mantlet.scenario.load import load, loads
from mantlet.world import World

REPLICATIONS = 20_000
OBJECTS = 6
PLACES = [{"lat": 30.0, "lon": 75.0}, {"lat": 35.0, "lon": 75.0}]


def over_luck(of_prob: Callable[[float], float], kill_prob: float, shared: float) -> float:
    """Mean of a function of the kill probability over the luck that shots share."""
    limit = stats.norm.ppf(kill_prob)

    def at(z: float) -> float:
        given = stats.norm.cdf((limit - np.sqrt(shared) * z) / np.sqrt(1.0 - shared))
        return of_prob(float(given)) * float(stats.norm.pdf(z))

    return float(integrate.quad(at, -9.0, 9.0, epsabs=1e-12, limit=200)[0])


def made(kill_prob: float, salvo: int = 1, **top: object) -> World:
    """Two units far apart on one side, each with its own objects, one salvo at each object."""
    doctrine = {"method": "salvo", "salvo": salvo, "max_in_flight": salvo, "max_shots": salvo}
    sites = [{"id": f"site{n}", "name": "Site", "kind": "depot", "at": at, "value": 1} for n, at in enumerate(PLACES)]
    text = worlds.scenario(
        [{"id": f"raid{n}", "count": OBJECTS, "target": f"site{n}"} for n in range(2)],
        [{"id": f"unit{n}", "at": at, "kill_prob": kill_prob} for n, at in enumerate(PLACES)],
        doctrine=doctrine,
        blue={"assets": sites},
        duration="42 s",
        **top,
    )
    return worlds.built(text)


def two_sided(kill_prob: float, luck: dict[str, float]) -> World:
    """The same, each of the two sides with one unit, one site and a raid at the other's."""
    sides = {}
    for n, (name, at) in enumerate(zip(("blue", "red"), PLACES, strict=True)):
        site = {"id": f"site{n}", "name": "Site", "kind": "depot", "at": at, "value": 1}
        unit = {"id": f"unit{n}", "system": "test/battery", "at": at, "kill_prob": kill_prob}
        way = {"bearing": "0 deg", "spread": "90 deg", "range": "40 km"}
        raid = {"id": f"raid{n}", "threat": "threat", "count": OBJECTS, "target": f"site{1 - n}", "approach": way}
        rules = {"method": "salvo", "salvo": 1, "max_in_flight": 1, "max_shots": 1}
        sides[name] = {"name": name, "doctrine": rules, "units": [unit], "assets": [site], "raid": [raid]}
    text = json.loads(worlds.scenario(luck=luck, duration="42 s"))
    return worlds.built(json.dumps(text | {"sides": sides}))


def kills(battle: World) -> tuple[np.ndarray, np.ndarray]:
    """Kills of each replication: (against the first target, against the second)."""
    dead = worlds.fought(battle, REPLICATIONS).fate == KILLED
    first = np.array([target == "site0" for target in battle.names.object_targets])
    return dead[:, first].sum(axis=1), dead[:, ~first].sum(axis=1)


def together(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Products of deviations: their mean is the covariance."""
    return (first - first.mean()) * (second - second.mean())


def covariance(kill_prob: float, shared: float) -> float:
    """Of the kills of two units whose shots share that much."""
    return OBJECTS**2 * (over_luck(lambda p: p * p, kill_prob, shared) - kill_prob**2)


@pytest.mark.parametrize("kill_prob", [0.3, 0.7, 0.95])
@pytest.mark.parametrize("luck", [{"day": 0.3}, {"raid": 0.1, "unit": 0.15, "day": 0.2}])
def test_kills_are_distributed_as_the_exact_integral_says(kill_prob: float, luck: dict[str, float]) -> None:
    """Every count has its exact chance; the single shot keeps its probability; the variance is the exact one."""
    shared, apart = sum(luck.values()), luck["day"] + luck.get("raid", 0.0)
    first, second = kills(made(kill_prob, luck=luck))
    for found in (first, second):
        assert worlds.within(found, OBJECTS * kill_prob)
        for count in range(OBJECTS + 1):
            chance = over_luck(lambda p, n=count: float(stats.binom.pmf(n, OBJECTS, p)), kill_prob, shared)
            assert worlds.within(found == count, chance), count
        between = over_luck(lambda p: p * p, kill_prob, shared) - kill_prob**2
        variance = OBJECTS * kill_prob * (1 - kill_prob) + OBJECTS * (OBJECTS - 1) * between
        assert worlds.variance_within(found, variance)
    assert worlds.within(together(first, second), covariance(kill_prob, apart))


@pytest.mark.parametrize("shared", [0.0, 0.2, 0.6])
@pytest.mark.parametrize("salvo", [2, 4])
def test_a_salvo_kills_less_when_its_shots_fail_together(shared: float, salvo: int) -> None:
    """1 - (1 - p)^n bends down, so its mean over the shared luck lies below its value at the mean p."""
    expected = over_luck(lambda p: 1 - (1 - p) ** salvo, 0.6, shared)
    assert expected < 1 - 0.4**salvo or shared == 0.0
    for found in kills(made(0.6, salvo, luck={"day": shared})):
        assert worlds.within(found, OBJECTS * expected)


def test_a_day_is_common_to_both_sides_and_a_raid_is_not() -> None:
    day, raid = (kills(two_sided(0.7, {kind: 0.4})) for kind in ("day", "raid"))
    assert worlds.within(together(*day), covariance(0.7, 0.4))
    assert worlds.within(together(*raid), 0.0)
    for first, second in (day, raid):
        assert worlds.within(first, OBJECTS * 0.7) and worlds.within(second, OBJECTS * 0.7)


def test_all_of_the_luck_of_a_day_kills_all_or_nothing() -> None:
    first, second = kills(made(0.7, luck={"day": 1.0}))
    assert set(np.unique(first)) == {0, OBJECTS}
    assert (first == second).all()


def test_a_share_of_nothing_and_the_switch_change_not_one_fate() -> None:
    plain = worlds.fought(made(0.7), 500)
    zero = worlds.fought(made(0.7, luck={"day": 0}), 500)
    off = worlds.fought(made(0.7, luck={"raid": 0.3, "day": 0.4}, mechanisms={"luck": False}), 500)
    on = worlds.fought(made(0.7, luck={"raid": 0.3, "day": 0.4}), 500)
    for other in (zero, off):
        assert all(np.array_equal(a, b) for a, b in zip(plain, other, strict=True))
    assert not np.array_equal(plain.fate, on.fate)


def test_the_day_is_an_input_only_where_there_is_one() -> None:
    known = worlds.library()
    for luck, named in (({}, {"luck.raid", "luck.unit"}), ({"day": 0.1}, {"luck.raid", "luck.unit", "luck.day"})):
        inputs = geometry(loads(worlds.scenario(luck=luck), library=known), known).inputs
        assert {name for name in inputs if name.startswith("luck.")} == named


@pytest.mark.parametrize("shared", [0.0, 0.3])
def test_the_bundled_laboratory_meets_the_closed_sum(shared: float) -> None:
    """Sixteen threats, two shots at each, kill probability 0.7: its radar hardly ever costs one of them a shot."""
    known, shares = catalog(), [f"luck.raid={shared}", "luck.unit=0", "luck.day=0"]
    made_so = world(geometry(load("lab-luck", overrides=shares), known), Draw(0, 0, "central"))
    found = worlds.leakers(worlds.fought(made_so, 4000))
    expected = shared_luck_outcome(16, 0.7, 2, shared)
    assert worlds.within(found, expected.leakers_mean_count)
    assert worlds.variance_within(found, expected.leakers_variance)
    assert worlds.within(found == 0, expected.no_leak_prob)
