"""A posture made ready: the size at which a raid saturates, and what came by what is known today."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from mantlet.posture.dates import day
from mantlet.posture.draws import Dice
from mantlet.posture.months import prepare
from mantlet.posture.months.fights import Ground
from mantlet.posture.months.prepare import outlooks
from mantlet.run.battle import CompiledBattle
from posture_world import plain, ready


def _found(monkeypatch: pytest.MonkeyPatch, *told: tuple[float, float]) -> tuple[float, float | None, int]:
    """Scale, share of what was added that leaks, and how many sizes were laid out, of raids that leak and launch so
    much at once, twice, three times ... the size."""
    laid: list[int] = []

    def sizes() -> Any:
        for at in range(1, len(told)):
            laid.append(at)
            yield at + 1.0, cast(CompiledBattle, at)

    monkeypatch.setattr(prepare, "_leaked", lambda battle, _: told[battle])
    ground = Ground("raid", plain().raids[0], 1.0, cast(CompiledBattle, 0))
    found = prepare._saturating(plain(), ground, sizes(), 1)
    return found.scale_ratio, found.leak_share, len(laid)


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
