"""A posture made ready: the size at which a raid saturates, and what came by what is known today."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from mantlet.library.catalog import catalog
from mantlet.posture.dates import day
from mantlet.posture.draws import Dice
from mantlet.posture.months import prepare
from mantlet.posture.months.prepare import outlooks
from mantlet.run.battle import CompiledBattle
from posture_world import plain, ready, small


def _found(monkeypatch: pytest.MonkeyPatch, *told: tuple[float, float]) -> tuple[float, float | None, int]:
    """Scale, share of what was added that leaks, and how many sizes were laid out, of raids that leak and launch so
    much at once, twice, three times ... the size."""
    laid: list[int] = []

    def sizes() -> Any:
        for at in range(1, len(told)):
            laid.append(at)
            yield at + 1.0, cast(CompiledBattle, at)

    monkeypatch.setattr(prepare, "_leaked", lambda battle, _: told[battle])
    found = prepare._saturating(plain(), cast(CompiledBattle, 0), sizes(), 1)
    assert found.battles == {1.0: 0} | {at + 1.0: at for at in laid}
    return found.scale_ratio, found.leak_share, len(laid)


@pytest.mark.parametrize(
    ("laid", "larger", "wanted"),
    [((2.0,), 2.0, [0.5, 1.0, 2.0]), ((2.0, 3.0, 4.0), 4.0, [0.5, 1.0, 2.0, 4.0]), ((), 1.0, [0.5, 1.0])],
)
def test_a_map_reaches_from_half_a_raid_to_the_one_that_saturates(
    laid: tuple[float, ...], larger: float, wanted: list[float]
) -> None:
    battles = {scale: cast(CompiledBattle, scale) for scale in (1.0, *laid, 0.5)}
    found = prepare._mapped(plain().raids[0], prepare.Sizes(battles, larger, None))
    assert [ground.scale_ratio for ground in found] == [ground.battle for ground in found] == wanted
    assert all(ground.is_reference for ground in found) and len({ground.id for ground in found}) == len(found)
    assert next(ground.id for ground in found if ground.scale_ratio == 1.0) == "raid"


def test_raids_of_one_scenario_are_laid_out_once() -> None:
    text = ("scale: 1.5, loads_spent: 10.5, role: menu", "loads_spent: 10.5, role: menu")
    found = prepare.study(small(text), catalog(), Dice(1, told={}), 2, 4)
    (raid, large, second, second_large) = found.grounds
    assert raid.battle is second.battle and large.battle is second_large.battle is not raid.battle
    assert (second.raid.loads_spent, second_large.raid.loads_spent) == (10.5, 10.5)
    drawn = found.fought("comonotone", 0)
    assert not np.array_equal(drawn.tables["raid"][:, 0], drawn.tables["second"][:, 0], equal_nan=True)


def test_it_saturates_where_half_of_what_is_added_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: 2 of 10 leak, then 5 of 20 (3 of the 10 added), then 10 of 30 (5 of the 10 added)."""
    assert _found(monkeypatch, (2, 10), (5, 20), (10, 30), (25, 40)) == (3.0, 0.5, 2)


def test_of_a_raid_that_never_saturates_the_largest_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine of ten leak from the start, but of what is added only a tenth."""
    assert _found(monkeypatch, (9, 10), (10, 20), (11, 30)) == (3.0, pytest.approx(0.1), 2)


def test_what_adds_nothing_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _found(monkeypatch, (2, 10), (2, 10)) == (2.0, None, 1)


def test_what_came_is_what_is_known_today() -> None:
    """The first set came and was ready in December 2021; of the fourth nothing was known on the day of the posture."""
    came = ready().outlooks.presence[-1][plain().waits].ready_day["india-s400"]
    assert np.all((came[:, 0] >= day("2021-12-01")) & (came[:, 0] <= day("2021-12-31")))
    assert np.all(came[:, 3] >= day("2026-05-01"))
    blind = plain().model_copy(update={"known_until": plain().as_of})
    then = outlooks(blind, Dice(1), 4).presence
    assert np.array_equal(then[-1][0].ready_day["india-s400"], ready().outlooks.presence[0][0].ready_day["india-s400"])
