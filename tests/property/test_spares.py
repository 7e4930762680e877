"""What must hold of spares for any fleet: more of what helps never hurts, and chances are chances."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mantlet.library.sampling import Draw
from mantlet.posture.supply.availability import forecast
from mantlet.posture.supply.changes import Change, Changes, Shipment, cut
from mantlet.posture.supply.counts import exchangeable
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.supply.metric import Echelons, metric
from mantlet.posture.supply.upkeep import demanding, upkeep
from mantlet.posture.supply.vari_metric import missing_at_bases, vari_metric

FLEETS = {name: fleets()[name] for name in fleets() if name != "su-30mki"}
STOCKS = st.integers(0, 12)
ECHELONS = st.builds(
    lambda *figures: Echelons(*map(np.array, figures)),
    st.floats(0.01, 30.0),
    STOCKS,
    st.floats(0.0, 3.0),
    STOCKS,
    st.floats(0.02, 1.0),
)


@given(ECHELONS)
def test_stock_never_hurts_and_metric_never_sees_more_waiting(echelons: Echelons) -> None:
    spread = vari_metric(echelons).mean_count
    assert metric(echelons).mean_count <= spread + 1e-9
    for more in (
        echelons._replace(depot_stock_count=echelons.depot_stock_count + 1),
        echelons._replace(base_stock_count=echelons.base_stock_count + 1),
    ):
        assert vari_metric(more).mean_count <= spread + 1e-9
    missing = missing_at_bases(echelons, np.array(8.0))
    assert 0.0 <= missing.mean_count <= min(8.0, spread + 1e-9)
    assert missing.common_variance <= missing.count_variance * 1.2 + 1e-9


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0.0, 1.0), st.floats(0.0, 1.0)), min_size=1, max_size=5))
def test_chances_are_chances(rows: list[tuple[int, float, float]]) -> None:
    total, one, pair = (np.array(column, float) for column in zip(*rows, strict=True))
    found = exchangeable(total, one, pair * one)
    assert np.all(found >= 0.0)
    assert np.allclose(found.sum(axis=1), 1.0)
    assert np.allclose(found @ np.arange(found.shape[1]), total * one, atol=1e-6)


@settings(max_examples=25)
@given(st.sampled_from(sorted(FLEETS)), st.integers(0, 10**6), st.integers(1, 12), st.floats(0.1, 20.0), st.data())
def test_a_policy_moves_what_it_should(name: str, index: int, units: int, length: float, data: st.DataObject) -> None:
    """On one fleet at both ends: more flying and a cut never help, parts and a longer lead to them never hurt, and no
    parts mend what maintenance and overhaul hold."""
    kept = upkeep(FLEETS[name], Draw(1, index, "independent"))
    counts = np.full(30, float(kept.aircraft_count))
    family = data.draw(st.sampled_from(kept.families))
    usual = forecast(kept, counts)
    stopped = Changes(supply=[cut(3.0, 3.0 + length)])
    early = Changes(shipments=[Shipment(2.0, {family: units})])
    flown = Changes(flying=[Change(2.0, 8.0, 1.5)])
    for changes, helps in ((stopped, False), (early, True), (flown, False)):
        for before, after in zip(usual, forecast(kept, counts, changes), strict=True):
            better, worse = (after, before) if helps else (before, after)
            assert np.all(better.mean_count >= worse.mean_count - 1e-6)
            assert np.all(after.mean_count <= kept.in_hand_prob * counts + 1e-6)
            assert np.allclose(after.fit_prob.sum(axis=1), 1.0)
    assert np.all(usual.full.mean_count >= usual.none.mean_count - 1e-6)
    more = forecast(demanding(kept, 2.0 * kept.demand_ratio), counts).none
    assert np.all(more.mean_count <= usual.none.mean_count + 1e-6)
