"""What stands beside the battle."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mantlet.base.errors import Interrupted
from mantlet.posture.backtest import Hindcast, rolling
from mantlet.posture.dates import Span, day
from mantlet.posture.months import backdrop
from mantlet.posture.months.file import postures
from mantlet.posture.programme import programmes

ROLLED = backdrop._rolled  # which other tests do without


def test_the_back_test_stops_at_the_next_case(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped, told = threading.Event(), list[Hindcast]()

    def slow(*asked: object) -> Iterator[Hindcast]:
        for case in rolling(*asked):  # pyright: ignore[reportArgumentType]
            told.append(case)
            stopped.set()
            yield case

    monkeypatch.setattr(backdrop, "_rolled", ROLLED)
    monkeypatch.setattr(backdrop, "rolling", slow)
    with pytest.raises(Interrupted):
        backdrop.backtest(postures()["lithuania-2024"], 977, 2, stopped)
    assert len(told) == 1


def test_what_fell_due_and_nobody_told_of_is_named() -> None:
    """Of the fifth regiment it is told that it had not come, and the fighters of 2024 are not due; of Akash nothing."""
    posture = postures()["india-2020"]
    records = list(programmes().values())
    (told,) = backdrop._untold(posture, records)
    assert told.startswith("Seven more squadrons of Akash: squadron 1, ") and told.endswith("squadron 7")
    then = posture.model_copy(update={"known_until": Span(*[day("2019-08-01")] * 2)})
    assert not list(backdrop._untold(then, records))
