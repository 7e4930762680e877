"""Kill chain and shoot-look-shoot: Wilkening 1999, Science & Global Security 8:183, with exact dynamic programmes."""

import pytest

from mantlet.physics import kill
from published.vectors import rows


@pytest.mark.parametrize("row", rows("kill_chain.csv"))
def test_kill_chain(row: dict[str, str]) -> None:
    chain = kill.kill_chain_prob(float(row["ptrack"]), float(row["sspk"]), int(row["shots"]))
    assert chain == pytest.approx(float(row["kw"]), abs=1e-9)


@pytest.mark.parametrize("none", [0.5, 0.8])
def test_kill_prob_that_a_raid_asks_for(none: float) -> None:
    """P(0) = Kw^W: as printed for one object; more objects ask for the root."""
    for objects in (1, 4, 20):
        assert kill.raid_outcome(objects, none ** (1 / objects), 1).no_leak_prob == pytest.approx(none, abs=1e-9)


@pytest.mark.parametrize(
    ("per_raid", "none", "variance"), [(False, 0.053737, 2.350), (True, 0.397802, 33.869)], ids=["object", "raid"]
)
def test_common_mode_tracking(per_raid: bool, none: float, variance: float) -> None:
    """20 objects, p 0.8, two shots each, track 0.9: the same mean, a very different chance of no leak."""
    outcome = kill.raid_outcome(20, 0.8, 2, track_prob=0.9, track_per_raid=per_raid)
    assert outcome.leakers_mean_count == pytest.approx(2.72, abs=1e-9)
    assert outcome.no_leak_prob == pytest.approx(none, abs=1e-6)
    assert outcome.leakers_variance == pytest.approx(variance, abs=6e-4)


@pytest.mark.parametrize(
    "row",
    rows("shoot_look_shoot_finite_magazine.csv"),
    ids=lambda row: f"{row['inventory']} rounds {row['looks']} looks",
)
def test_shoot_look_shoot(row: dict[str, str]) -> None:
    outcome = kill.shoot_look_shoot(int(row["W"]), int(row["inventory"]), float(row["sspk"]), int(row["looks"]))
    assert outcome.leakers_mean_count == pytest.approx(float(row["E_leakers"]), abs=1e-8)
    assert outcome.no_leak_prob == pytest.approx(float(row["P_no_leak"]), abs=1e-8)
    assert outcome.shots_mean_count == pytest.approx(float(row["E_shots"]), abs=1e-8)
