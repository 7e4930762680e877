"""The demand fitted to what is published: it shows the shares of the draw, and draws reach the intervals."""

import numpy as np
import pytest

from mantlet.library.sampling import Coupling, Draw
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.supply.upkeep import awaiting_frac, upkeep


@pytest.mark.parametrize("name", fleets())
@pytest.mark.parametrize("cannibalised", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("coupling", ["central", "independent", "comonotone"])
def test_the_share_awaiting_spares_is_met(name: str, cannibalised: float, coupling: Coupling) -> None:
    draw = Draw(4, 2, coupling, known={f"{name}.cannibalised": cannibalised})
    kept = upkeep(fleets()[name], draw)
    assert awaiting_frac(kept) == pytest.approx(kept.awaiting_frac, abs=1e-9)


def test_crews_that_gather_what_is_missing_hide_a_greater_demand() -> None:
    ratios = [
        upkeep(fleets()["su-30mki"], Draw(1, 0, "central", known={"su-30mki.cannibalised": share})).demand_ratio
        for share in (0.0, 0.5, 1.0)
    ]
    assert ratios == sorted(ratios) and ratios[-1] > 1.5 * ratios[0]


def test_the_published_split_comes_out() -> None:
    """October 2014: 55 % serviceable, 20 % in maintenance, 11 to 12 % in overhaul, 13 to 14 % awaiting spares."""
    kept = upkeep(fleets()["su-30mki"], Draw(1, 0, "central"))
    assert (kept.maintenance_frac, kept.overhaul_frac, kept.awaiting_frac) == pytest.approx((0.2, 0.115, 0.135))
    assert kept.in_hand_prob - kept.awaiting_frac == pytest.approx(0.55)


def test_draws_reach_over_the_published_range_and_not_beyond() -> None:
    shares: dict[str, list[float]] = {"su-30mki": [], "mig-29": []}
    for index in range(40):
        for name in shares:
            kept = upkeep(fleets()[name], Draw(1, index, "independent"))
            shares[name].append(kept.in_hand_prob - kept.awaiting_frac)
            down = 1.0 - shares[name][-1]
            if name == "su-30mki":
                assert 0.25 < kept.awaiting_frac / down < 0.37  # 13 to 14 of some 45, maintenance give or take a fifth
    assert {round(share, 3) for share in shares["su-30mki"]} == {0.48, 0.55, 0.565, 0.575, 0.6}
    assert min(shares["mig-29"]) >= 0.75


def test_a_draw_depends_on_its_key_only() -> None:
    fleet = fleets()["s-400-radars"]
    first, again, other = (upkeep(fleet, Draw(1, index, "independent")) for index in (3, 3, 4))
    assert first.demand_ratio == again.demand_ratio != other.demand_ratio
    assert np.array_equal(first.removals_per_month, again.removals_per_month)


def test_no_demand_is_told() -> None:
    """Twenty spares of each part at every radar: then hardly any demand makes one wait, but a great one does."""
    fleet = fleets()["s-400-radars"]
    families = {
        key: family.model_copy(
            update={"base_stock": family.base_stock.model_copy(update={"low": 9e4, "best": 9e4 + 1, "high": 9e4 + 2})}
        )
        for key, family in fleet.parts.items()
    }
    with pytest.raises(ValueError, match=r"s-400-radars: no demand for its parts makes 0\.04 await spares"):
        upkeep(fleet.model_copy(update={"parts": families}), Draw(1, 0, "central"))
