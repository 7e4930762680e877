"""The small posture asked once for all tests of its answer, with little for the sceptic and no record of forecasts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mantlet.library.catalog import catalog
from mantlet.posture.months import ask as asking
from posture_world import lean, plain

AMOUNT = asking.Amount(draws=4, replications=4, seed=1, threads=1)


@pytest.fixture(autouse=True)
def _lean(monkeypatch: pytest.MonkeyPatch) -> None:
    """For these tests only: what is patched for a whole session meets those of other folders too."""
    lean(monkeypatch)


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Where the answer lies, and the answer, by one thread."""
    target = tmp_path_factory.mktemp("asked") / "small"
    with pytest.MonkeyPatch.context() as patch:
        lean(patch)
        return target, asking.ask(plain(), catalog(), AMOUNT, target)
