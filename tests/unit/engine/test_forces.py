"""A force for each replication: as if each were fought with that force alone."""

import numpy as np
import pytest

import worlds
from mantlet.engine.fights import BATTLE, LEAPING, REFERENCE, Engine, fight, fight_each
from mantlet.world import Force, World


def some_forces(made: World, count: int) -> list[Force]:
    """Units, radars, launchers and aircraft there or not, by chance."""
    chance, whole = np.random.default_rng(5), made.force
    forces: list[Force] = []
    for _ in range(count):
        here = chance.random(len(whole.unit_present)) < 0.7
        radars = whole.sensor_present & (chance.random(len(whole.sensor_present)) < 0.8)
        rounds = np.where(chance.random(len(whole.launcher_rounds)) < 0.6, whole.launcher_rounds, 0)
        aircraft = chance.binomial(whole.flight_aircraft, 0.6)
        later = whole.sensor_ready_tick + chance.integers(0, 300, len(radars))
        forces.append(
            whole._replace(
                unit_present=here,
                sensor_present=radars,
                sensor_ready_tick=later,
                launcher_rounds=rounds.astype(np.int32),
                slot_stock=whole.slot_stock // 2,
                flight_aircraft=aircraft.astype(np.int32),
            )
        )
    return forces


@pytest.mark.parametrize("engine", [BATTLE, LEAPING, REFERENCE])
@pytest.mark.parametrize("name", ["ladakh-2021", "air-superiority-2020", "saturation"])
def test_each_replication_has_its_own_force(name: str, engine: Engine) -> None:
    made = worlds.bundled(name)
    forces = some_forces(made, 12)
    got = fight_each(made.arrays, forces, 3, 0, range(5, 5 + len(forces)), engine)
    for k, force in enumerate(forces):
        alone = fight(made.arrays, force, 3, 0, 5 + k, 1, engine)
        assert all(np.array_equal(mine[k], one[0]) for mine, one in zip(got, alone, strict=True))
    assert len({tuple(row) for row in got.shots}) > 6


def test_who_has_no_fit_aircraft_flies_no_sortie() -> None:
    made = worlds.bundled("lab-fighters")
    none = made.force._replace(flight_aircraft=np.zeros_like(made.force.flight_aircraft))
    whole, grounded = (fight_each(made.arrays, [force] * 8, 1, 0, range(8)) for force in (made.force, none))
    assert whole.missile_shots.sum() > grounded.missile_shots.sum()
    assert not grounded.aircraft_lost.any()


def test_no_forces_no_fights() -> None:
    assert len(fight_each(worlds.bundled("cs-1").arrays, [], 1, 0, ()).fate) == 0
