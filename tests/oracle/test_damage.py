"""Damage that arrives: against the exact distribution of hits of independent weapons, and whose parts were down."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import worlds
from mantlet.run.raids import Clock, Prices, damage, raid_metrics
from mantlet.world import Outcomes, World

REPLICATIONS = 20_000
WEAPONS = 7


def attacked(kind: str, hardness: int, value: float = 10.0) -> World:
    """Seven weapons at one asset that nobody defends; each damages a runway with 0.35 and a depot with 0.6."""
    site = {"id": "site", "name": "Site", "kind": kind, "at": worlds.SITE, "value": value, "hardness": hardness}
    known = worlds.library(flyer={"damage_prob": {"runway": 0.35, "depot": 0.6}})
    text = worlds.scenario([{"count": WEAPONS}], [], blue={"assets": [site]})
    return worlds.built(text, known)


@pytest.mark.parametrize("hardness", [1, 3, 6])
@pytest.mark.parametrize(("kind", "harm"), [("runway", 0.35), ("depot", 0.6)])
def test_damage_adds_up_over_hits_until_the_asset_is_out(kind: str, harm: float, hardness: int) -> None:
    """Hits are binomial, value lost is in proportion, and an asset is out with as many hits as its hardness."""
    world = attacked(kind, hardness)
    outcomes = worlds.fought(world, REPLICATIONS)
    found = damage(outcomes.hits, world.arrays.assets)
    counts = np.arange(WEAPONS + 1)
    chances = stats.binom.pmf(counts, WEAPONS, harm)
    for count, chance in zip(counts, chances, strict=True):
        assert worlds.within(found.hits[:, 0] == count, float(chance))
    assert worlds.within(found.value_lost[:, 0], float(10.0 * np.minimum(counts / hardness, 1.0) @ chances))
    assert worlds.within(found.out_of_action[:, 0], float(chances[counts >= hardness].sum()))
    assert worlds.variance_within(found.value_lost[:, 0], float(_variance(np.minimum(counts / hardness, 1.0), chances)))


def _variance(shares: np.ndarray, chances: np.ndarray) -> float:
    return 100.0 * float(chances @ shares**2 - (chances @ shares) ** 2)


def test_without_damage_that_adds_up_one_hit_is_enough() -> None:
    site = {"id": "site", "name": "Site", "kind": "depot", "at": worlds.SITE, "value": 10.0, "hardness": 6}
    text = worlds.scenario([{"count": WEAPONS}], [], blue={"assets": [site]}, mechanisms={"damage": False})
    hard = worlds.built(text, worlds.library(flyer={"damage_prob": {"depot": 0.6}}))
    soft = attacked("depot", 1)
    first, second = (damage(worlds.fought(made, 50).hits, made.arrays.assets).value_lost for made in (hard, soft))
    assert np.array_equal(first, second)


def test_a_kind_that_a_weapon_has_no_probability_for_takes_no_damage() -> None:
    outcomes = worlds.fought(attacked("bridge", 1), 200)
    assert outcomes.hits.sum() == 0
    assert (worlds.leakers(outcomes) == WEAPONS).all()


def _metrics(world: World, outcomes: Outcomes) -> dict[str, np.ndarray]:
    prices = Prices(np.ones(len(world.names.missile_ids)), np.ones(len(world.names.object_ids)))
    objects = world.arrays.objects
    clock = Clock(np.asarray(objects["start_tick"]), 60, np.asarray(objects["carrier"] >= 0))
    return raid_metrics(outcomes, damage(outcomes.hits, world.arrays.assets), world.names, prices, clock)


@pytest.mark.parametrize(
    ("target", "aim", "expected"),
    [("first", "radar", 1), ("first", "launchers", 1), ("post", None, 0), ("supply", None, 2)],
)
def test_units_lost_are_those_without_their_radar_or_launchers(target: str, aim: str | None, expected: int) -> None:
    """A radar, the only launcher, a power supply of two units; a post that is down leaves its units up."""
    harm = dict.fromkeys(("radar", "launcher", "command", "plant"), 1.0)
    flyer = {"object_class": "fighter", "damage_prob": harm}
    known = worlds.library(flyer=flyer, unit={"launchers": 1})
    post = {"id": "post", "link_delay": "0 s", "at": worlds.SITE}
    supply = {"id": "supply", "kind": "power", "at": worlds.SITE, "serves": ["first", "second"]}
    units = [{"id": "first", "post": "post"}, {"id": "second", "post": "post"}]
    group = {"target": target} if aim is None else {"target": target, "aim": aim}
    world = worlds.built(worlds.scenario([group], units, blue={"posts": [post], "support": [supply]}), known)
    found = _metrics(world, worlds.fought(world, 10))
    assert (found["units_down"] == expected).all()
    assert (found["nodes_down"] == (5 if target == "supply" else 1)).all()  # itself, two radars, two sets of launchers
