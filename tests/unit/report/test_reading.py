"""From a run that was really fought to the findings of its brief."""

from __future__ import annotations

from pathlib import Path

import pytest

import mantlet
from mantlet.base.errors import UsageError
from mantlet.report.reading import findings
from mantlet.run.result import Result


def fought(folder: Path, keep: str) -> Result:
    return mantlet.run(mantlet.load("cs-1"), replications=5, draws=2, threads=1, keep=keep, out=folder / "cs-1")


def test_a_run_that_kept_no_rows_says_what_it_knows(tmp_path: Path) -> None:
    found = findings(fought(tmp_path, "summary"))
    (threats,) = found.classes
    assert set(threats.fates) == {"killed", "leaked"}


def test_rows_that_are_gone_are_missed(tmp_path: Path) -> None:
    result = fought(tmp_path, "all")
    for part in (result.folder / "outcomes").iterdir():
        part.unlink()
    with pytest.raises(UsageError, match="no rows there"):
        findings(result)


def test_a_run_until_a_precision_tells_its_looks_and_the_most_that_might_be_fought(tmp_path: Path) -> None:
    asked = {"until": "leakers=50%", "replications": 5, "draws": 40, "keep": "summary", "out": tmp_path / "cs-1"}
    found = findings(mantlet.run(mantlet.load("cs-1"), threads=1, **asked))
    assert found.until is not None
    assert found.until["asked"] == ["leakers=50%"]
    assert found.until["looks"]
    assert ("draws, at most", "40") in found.repeat
