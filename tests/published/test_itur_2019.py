"""Knife edge: ITU-R P.526-15 (2019) equation 31, and its distance from the exact Fresnel integral."""

import pytest

from mantlet.physics import propagation
from published.vectors import rows


@pytest.mark.parametrize("row", rows("knife_edge_p526.csv"), ids=lambda row: row["nu"])
def test_knife_edge(row: dict[str, str]) -> None:
    nu, published_db, exact_db = (float(row[name]) for name in ("nu", "J_p526_eq31_db", "J_exact_fresnel_db"))
    loss_db = propagation.knife_edge_db(nu)
    if nu > -0.78:
        assert loss_db == pytest.approx(published_db, abs=1e-4)
    assert loss_db == pytest.approx(exact_db, abs=0.15)
