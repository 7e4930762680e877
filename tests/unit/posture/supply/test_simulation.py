"""The slow twin by itself: its clock, and what it must play without chance."""

import numpy as np
import pytest

from mantlet.library.sampling import Draw
from mantlet.posture.supply.changes import Change, Changes, Shipment, cut
from mantlet.posture.supply.fleet import fleets
from mantlet.posture.supply.simulation import _Clock, simulate
from mantlet.posture.supply.upkeep import demanding, upkeep


def test_the_clock_stands_and_runs() -> None:
    clock = _Clock([cut(2.0, 5.0), Change(6.0, 7.0, 2.0)])
    assert clock.after(-3.0, 4.0) == 1.0
    assert clock.after(1.5, 1.0) == 5.5
    assert clock.after(3.0, 2.0) == 6.5
    assert clock.after(6.5, 3.0) == 9.0
    assert _Clock([Change(1.0, np.inf, 0.0)]).after(0.5, 1.0) == np.inf


def test_without_removals_nothing_is_missing_and_with_too_many_everything() -> None:
    kept = upkeep(fleets()["s-400-radars"], Draw(1, 0, "central"))
    rested = simulate(demanding(kept, 1e-9), 3, Changes(), [0, 6], 20, seed=1)
    assert np.all(rested.missing == 0)
    assert rested.none_fit.mean() / 3 == pytest.approx(kept.in_hand_prob, abs=0.12)
    worn = simulate(demanding(kept, 30.0), 3, Changes(), [0, 6], 3, seed=1)
    assert np.all(worn.none_fit == 0) and np.all(worn.full_fit == 0)


def test_what_is_shipped_comes_and_the_same_seed_plays_the_same() -> None:
    kept = upkeep(fleets()["s-400-radars"], Draw(1, 0, "central"))
    kept = kept._replace(depot_stock_count=np.zeros(4))
    plenty = Changes(shipments=[Shipment(3.0, dict.fromkeys(kept.families, 400))])
    first, again = (simulate(kept, 3, plenty, [0, 12], 5, seed=2) for _ in range(2))
    assert np.array_equal(first.missing, again.missing)
    assert first.missing[:, 0].mean() > 2.0 and first.missing[:, 1].mean() < 1.0
