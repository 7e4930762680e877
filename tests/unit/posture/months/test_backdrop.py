"""What stands beside the battle."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mantlet.base.errors import Interrupted
from mantlet.posture.backtest import Hindcast, rolling
from mantlet.posture.months import backdrop
from mantlet.posture.months.file import postures

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
