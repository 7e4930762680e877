"""Shoot-look-shoot from a finite magazine: the engine against the exact dynamic programme and the published rows."""

import numpy as np
import pytest

import worlds
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.physics.kill import RaidOutcome, barrage_kill_prob, expected_shots, shoot_look_shoot
from mantlet.scenario.load import load
from mantlet.world import Outcomes
from published.vectors import rows

REPLICATIONS = 20_000
PUBLISHED = rows("shoot_look_shoot_finite_magazine.csv")


def raid(objects: int, rounds: int, kill_prob: float, looks: int = 0) -> Outcomes:
    """Objects that arrive together, one unit with so many rounds, at most `looks` at each object (0: no limit)."""
    text = worlds.scenario(
        [{"count": objects}], [{"magazine": rounds, "kill_prob": kill_prob}], doctrine={"max_shots": looks}
    )
    return worlds.fought(worlds.built(text), REPLICATIONS)


def meets(outcomes: Outcomes, expected: RaidOutcome) -> None:
    leakers = worlds.leakers(outcomes)
    assert worlds.within(leakers, expected.leakers_mean_count)
    assert worlds.within(leakers == 0, expected.no_leak_prob)
    assert worlds.within(outcomes.shots.sum(axis=1), expected.shots_mean_count)
    assert worlds.variance_within(leakers, expected.leakers_variance)


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['inventory']} rounds {row['looks']} looks")
def test_published(row: dict[str, str]) -> None:
    outcomes = raid(int(row["W"]), int(row["inventory"]), float(row["sspk"]), int(row["looks"]))
    leakers = worlds.leakers(outcomes)
    assert worlds.within(leakers, float(row["E_leakers"]))
    assert worlds.within(leakers == 0, float(row["P_no_leak"]))
    assert worlds.within(outcomes.shots.sum(axis=1), float(row["E_shots"]))


@pytest.mark.parametrize(
    ("objects", "rounds", "kill_prob", "looks"),
    [(12, 18, 0.7, 0), (12, 12, 0.7, 0), (20, 30, 0.5, 3), (7, 40, 0.35, 4), (1, 1, 0.8, 0), (30, 25, 0.9, 2)],
)
def test_finite_magazine(objects: int, rounds: int, kill_prob: float, looks: int) -> None:
    # There is time for 19 looks; without a limit 18 spend any of these magazines.
    expected = shoot_look_shoot(objects, rounds, kill_prob, looks or 18)
    meets(raid(objects, rounds, kill_prob, looks), expected)


@pytest.mark.parametrize("salvo", [1, 2, 4])
def test_barrage(salvo: int) -> None:
    """One salvo of n at each object: binomial leakers."""
    text = worlds.scenario(
        [{"count": 8}],
        [{"kill_prob": 0.4}],
        doctrine={"method": "salvo", "salvo": salvo, "max_in_flight": salvo, "max_shots": salvo},
    )
    outcomes = worlds.fought(worlds.built(text), REPLICATIONS)
    kill = barrage_kill_prob(0.4, salvo)
    meets(outcomes, RaidOutcome(8 * (1 - kill), 8 * kill * (1 - kill), kill**8, 8.0 * salvo))


def test_shots_until_killed() -> None:
    outcomes = raid(5, 100, 0.3, 6)
    assert worlds.within(outcomes.shots.mean(axis=1), expected_shots(0.3, 6))
    assert np.array_equal(outcomes.shots.sum(axis=1), outcomes.missile_shots[:, 0])


@pytest.mark.parametrize("magazine", [12, 18, 24])
def test_first_rung_of_the_ladder(magazine: int) -> None:
    """The bundled cs-1 is this formula: there are looks enough, so only the magazine decides."""
    scenario = load("cs-1", overrides=[f"sides.blue.units.site.magazine={magazine}"])
    made = world(geometry(scenario, catalog()), Draw(0, 0, "central"))
    meets(worlds.fought(made, 5000), shoot_look_shoot(12, magazine, 0.7, 12))
