"""The table of many machines: arithmetic worked by hand on costs that are round."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def bench(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(root / "bench")
    return import_module("cluster")


def test_what_many_machines_would_do(bench: Any) -> None:
    """1e6 raids are 200 bundles and 50 of the second design: 250 times 4 s on 10 workers, and the serial part."""
    written = bench.Cost(fight_s=4.0, sent_bytes=0, received_bytes=5_000_000, receive_s=0.01, take_s=0.18)
    check = bench.Cost(fight_s=4.0, sent_bytes=0, received_bytes=0, receive_s=0.0, take_s=0.0)
    study = bench.Study(2, start_s=3.0, schedule_s=0.01, answer_s=1.0, recorded={"all": written}, check=check)
    few = bench.computed(study, 10**6, "all", machines=5)
    assert few.fight_s == pytest.approx(250 * 4 / 10)
    assert few.parent_s == pytest.approx(200 * 0.20 + 50 * 0.01)
    assert few.link_s == pytest.approx(200 * 5e6 / 125e6)
    assert (few.bound_by, few.whole_s) == ("fights", pytest.approx(3 + 100 + 1))
    many = bench.computed(study, 10**6, "all", machines=1000)
    assert (many.bound_by, many.whole_s) == ("the process that asks", pytest.approx(3 + 40.5 + 1))
