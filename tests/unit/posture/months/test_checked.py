"""A posture of somebody's own: what does not fit its raids is told at its line as well, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.library.catalog import catalog
from mantlet.posture.check import check_file
from mantlet.posture.months.ask import read
from mantlet.posture.months.checked import checked
from posture_world import TEXT, changed, plain

FAULTS = [
    ("lat: 30.02, lon: 75.03}, post: post}", "lat: 30.02, lon: 75.03}, post: pst}", "no post of this side 'pst'"),
    ("east-battery, system: akash/battery", "east-battery, system: akash/batery", "'akash/batery'"),
    ("parts: [patrol]", "parts: [patrol, nobody]", "lab-airspace has no sensor, unit or fighters 'nobody'"),
    ("side: blue", "side: green", "lab-airspace has no side 'green', but blue, red"),
]


def test_a_file_that_fits_is_read_as_it_is() -> None:
    assert checked(TEXT, "small.yaml") == plain()


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_what_does_not_fit_the_raids_is_told_once_and_at_its_line(old: str, new: str, message: str) -> None:
    text = changed((old, new))
    with pytest.raises(InvalidInput) as error:
        checked(text, "small.yaml")
    (fault,) = error.value.faults
    assert message in fault.message
    assert new in text.splitlines()[fault.line - 1]


def test_it_is_told_beside_other_faults() -> None:
    with pytest.raises(InvalidInput) as error:
        checked(changed(FAULTS[0][:2], ("scales: [2.0, 3.0]", "scales: [3.0, 2.0]")), "small.yaml")
    assert [fault.path for fault in error.value.faults] == ["places[1].units[0].post", "scales"]


def test_both_ways_to_read_a_file_tell_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(changed(FAULTS[2][:2]), "utf-8")
    for reading in (lambda: check_file(path, "posture"), lambda: read(path, catalog())):
        with pytest.raises(InvalidInput, match=r"mine.yaml:.*'nobody'"):
            reading()


def test_a_scenario_that_cannot_be_read_is_no_fault_of_the_places() -> None:
    with pytest.raises(InvalidInput) as error:
        checked(changed(("{id: raid, scenario: lab-airspace}", "{id: raid, scenario: lab-airspce}")), "small.yaml")
    (fault,) = error.value.faults
    assert "no scenario 'lab-airspce'" in fault.message
