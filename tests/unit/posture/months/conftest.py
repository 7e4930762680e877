"""The small posture asked once for all tests of its answer, with little for the sceptic and no record of forecasts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mantlet.library.catalog import catalog
from mantlet.posture.months import ask as asking
from mantlet.posture.months import backdrop, sceptic
from posture_world import plain

AMOUNT = asking.Amount(draws=4, replications=4, seed=1, threads=1)


@pytest.fixture(scope="session")
def lean() -> Iterator[None]:
    """Two draws to a cell of the sceptic's map, and no forecast from every promise date, which has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sceptic, "CELL_DRAWS", 2)
        patch.setattr(backdrop, "_rolled", lambda *_: ())
        yield


@pytest.fixture(scope="session")
def answered(lean: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Where the answer lies, and the answer, by one thread."""
    target = tmp_path_factory.mktemp("asked") / "small"
    return target, asking.ask(plain(), catalog(), AMOUNT, target)
