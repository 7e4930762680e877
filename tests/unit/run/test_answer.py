"""From summaries of draws to the document: each metric bounded by what it can be."""

from __future__ import annotations

import pytest

from mantlet.run.answer import DrawSummary, Grounds, answer
from mantlet.run.loops import RECORDED
from mantlet.run.metrics import Summary

STILL = Summary(0.0, 0.0, 0.0, 0.0)


def test_chances_that_were_never_seen_are_not_called_impossible() -> None:
    names = ("no_leak_prob", "leak_share_launched", "asset:out_of_action_prob:town", "leakers")
    summaries = [DrawSummary(RECORDED, draw, 10, dict.fromkeys(names, STILL)) for draw in range(20)]
    for settled, count in ((False, 20), (True, 200)):
        found = answer({}, summaries, Grounds(settled))
        bound = [0.0, pytest.approx(1 - 0.025 ** (1 / count))]
        assert found["metrics"]["no_leak_prob"]["error"] == bound
        assert found["metrics"]["leak_share_launched"]["error"] == bound
        assert found["by_asset"]["town"]["out_of_action_prob"]["error"] == bound
        assert found["metrics"]["leakers"]["error"] == [0.0, 0.0]


def test_what_happens_or_not_has_no_range_of_chance() -> None:
    names = ("no_leak_prob", "asset_out_prob", "leak_share_launched", "asset:out_of_action_prob:town", "leakers")
    found = answer(
        {}, [DrawSummary(RECORDED, 0, 10, dict.fromkeys(names, Summary(0.5, 0.1, 0.0, 1.0)))], Grounds(False)
    )
    assert found["metrics"]["no_leak_prob"]["chance"] is None
    assert found["metrics"]["asset_out_prob"]["chance"] is None
    assert found["by_asset"]["town"]["out_of_action_prob"]["chance"] is None
    assert found["metrics"]["leakers"]["chance"] == found["metrics"]["leak_share_launched"]["chance"] == [0.0, 1.0]


def test_a_name_of_the_user_is_no_kind_of_metric() -> None:
    """An asset may be called anything: its hits are counted, not a chance."""
    names = ("asset:hits:plant_prob", "asset:hits:no_share_field", "missile:shots:round_prob")
    rows = [{str(name): Summary(2.0 + draw % 2, 0.5, 0.0, 4.0) for name in names} for draw in range(20)]
    found = answer({}, [DrawSummary(RECORDED, draw, 10, row) for draw, row in enumerate(rows)], Grounds(False))
    for asset in ("plant_prob", "no_share_field"):
        low, high = found["by_asset"][asset]["hits"]["error"]
        assert low < found["by_asset"][asset]["hits"]["mean"] == 2.5 < high
        assert found["by_asset"][asset]["hits"]["chance"] == [0.0, 4.0]
