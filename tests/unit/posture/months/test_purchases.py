"""What money buys in whole pieces, and what is left over, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from mantlet.posture.draws import Dice, figures
from mantlet.posture.levers import Buy
from mantlet.posture.months.file import Posture, postures
from mantlet.posture.months.purchases import purchases
from posture_world import plain, policy


def _buy(brings: str, spend: float, each: float | None, on: str = "2020-07-01") -> dict[str, Any]:
    told = {} if each is None else {"unit_price": {"value": f"{each} MUSD", "definition": "test"}}
    return {
        "lever": "buy",
        "on": on,
        "brings": brings,
        "like": "india-akash-7",
        "spend": {"value": f"{spend} MUSD", "definition": "test"},
        "lead": {"value": "1 day", "definition": "test"},
        **told,
    }


def _told(*levers: dict[str, Any], posture: Posture | None = None) -> tuple[list[list[int]], list[float], list[float]]:
    found = purchases(posture or plain(), policy(*levers), Dice(1), 2)
    return [count.tolist() for count in found.counts], found.spent_usd.tolist(), found.left_usd.tolist()


def test_what_is_left_over_is_no_cost() -> None:
    """100 million at 60 each is one battery, and 40 million that buy nothing."""
    assert _told(_buy("battery", 100, 60)) == ([[1, 1]], [60e6] * 2, [40e6] * 2)


def test_what_both_leave_over_buys_more_in_the_order_of_the_file() -> None:
    """40 and 25 left over are one more battery at 60; the 5 that are left pay for five rounds at 1."""
    assert _told(_buy("battery", 100, 60), _buy("rounds", 65.5, 40.5))[0] == [[2, 2], [1, 1]]
    found = _told(_buy("battery", 100, 60), _buy("rounds", 25, 1))
    assert found == ([[1, 1], [65, 65]], [125e6] * 2, [0.0] * 2)


def test_more_is_only_bought_while_there_is_a_place() -> None:
    """Two places take batteries: 120 million that two of them leave pay for one more, which has none."""
    both = _buy("battery", 150, 90), _buy("battery", 150, 90)
    assert _told(*both) == ([[1, 1], [1, 1]], [180e6] * 2, [120e6] * 2)
    stands = tuple(place.model_copy(update={"stands": True}) for place in plain().places)
    full = plain().model_copy(update={"places": stands})
    assert _told(*both[:1], _buy("rounds", 100, 100), posture=full) == ([[1, 1], [1, 1]], [190e6] * 2, [60e6] * 2)


def test_money_of_another_day_is_not_put_together() -> None:
    late = _buy("battery", 100, 60, on="2021-07-01")
    assert _told(_buy("battery", 100, 60), late)[0] == [[1, 1], [1, 1]]
    assert _told(_buy("battery", 20, 60), late | {"spend": {"value": "110 MUSD", "definition": "test"}})[0] == [
        [0, 0],
        [1, 1],
    ]
    same = _buy("battery", 20, 60), _buy("battery", 110, 60)
    assert _told(*same)[0] == [[1, 1], [1, 1]]


def test_without_a_unit_price_all_is_spent() -> None:
    assert _told(_buy("battery", 100, None)) == ([[1, 1]], [100e6] * 2, [0.0] * 2)
    assert _told() == ([], [0.0] * 2, [0.0] * 2)


def test_the_same_money_buys_all_that_it_pays_for() -> None:
    """Of fighters three flights and one, but where the third is too dear by what its draw leaves."""
    posture = postures()["india-2020"]
    asked = next(one for one in posture.policies if one.id == "fighters")
    (mig, sukhoi), _, left = purchases(posture, asked, Dice(1), 60)
    each = asked.levers[0]
    assert isinstance(each, Buy) and each.unit_price is not None
    price = figures(each.unit_price, Dice(1), 60, f"{each.key}/price")
    assert set(sukhoi.tolist()) == {1} and set(mig.tolist()) == {2, 3}
    assert np.all((mig == 3) == (left + (mig - 2) * price >= price))
