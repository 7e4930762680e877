"""The broadcast wrapper."""

import numpy as np

from mantlet.physics import atmosphere, ballistic, propagation
from mantlet.physics.formula import over_arrays


def test_broadcasts_and_keeps_shape() -> None:
    table = over_arrays(propagation.horizon_m)(np.array([[10.0], [20.0]]), np.array([50.0, 100.0, 200.0]))
    assert table.shape == (2, 3)
    assert table[1, 0] == propagation.horizon_m(20.0, 50.0)


def test_tuples_become_tuples_of_arrays() -> None:
    temperature_k, pressure_pa, density_kg_m3 = over_arrays(atmosphere.standard)([0.0, 11019.0])
    assert temperature_k.shape == pressure_pa.shape == density_kg_m3.shape == (2,)
    assert pressure_pa[0] == 101325.0


def test_keywords_and_scalars() -> None:
    speed_mps, _, _ = over_arrays(ballistic.minimum_energy)(300e3, earth_radius_m=[6.371e6, 6.378137e6])
    assert speed_mps.shape == (2,)
    assert speed_mps[0] > speed_mps[1]
    assert over_arrays(propagation.knife_edge_db)(0.0).shape == ()
    assert over_arrays(propagation.knife_edge_db)([]).shape == (0,)
