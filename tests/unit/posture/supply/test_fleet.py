"""Fleets in files: bundled ones read, cite what they may, and every fault of a file comes with its line."""

from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.library.catalog import BUNDLED, catalog
from mantlet.library.models import numbers
from mantlet.posture.check import check_file
from mantlet.posture.supply.fleet import fleet, fleets

DOWN = "leaves 3% to 20% down, but maintenance, overhaul and awaiting_spares are"
FLEET = (BUNDLED / "fleets/s-400-radars.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", fleets())
def test_bundled_fleets_read_and_cite_what_was_read(name: str) -> None:
    record = fleet(name)
    assert record.id == name
    known = catalog().sources | record.sources
    named: set[str] = set()
    for place, number in numbers(record):
        for claim in number.alternatives or (number,):
            if claim.source is not None:
                named.add(claim.source)
                assert known[claim.source].verification in ("read", "seed", "computed"), place
            if place[0] == "parts":
                assert claim.standing in ("assumed", "definition"), "no figure of any part is published"
    assert set(record.sources) <= named, "a source that nothing names"


def test_the_published_shares_of_october_2014_add_up() -> None:
    flown = fleet("su-30mki")
    down = flown.maintenance.central + flown.overhaul.central + flown.awaiting_spares.central
    assert 1.0 - down == pytest.approx(flown.serviceable.central) == 0.55
    assert (flown.overhaul.values, flown.awaiting_spares.values) == ((0.11, 0.115, 0.12), (0.13, 0.135, 0.14))
    assert (flown.serviceable.values[0], flown.serviceable.values[-1]) == (0.48, 0.6)
    assert fleet("mig-29").serviceable.low == 0.75
    assert fleet("mig-29").serviceable.bound_standing("low") == "cited"


def test_nothing_of_the_s400_is_published() -> None:
    for name in ("s-400-launchers", "s-400-radars"):
        record = fleet(name)
        shares = (record.serviceable, record.maintenance, record.overhaul, record.awaiting_spares)
        assert {number.standing for number in shares} == {"assumed"}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("unit: radar", "unit: rader", "unit:", "Did you mean 'radar'?"),
        ("flown_per_month: {low: 30 h", "flown_per_month: {low: 30", "flown_per_month:", "a time with its unit"),
        ("source: CALC", "source: CALK", "count:", "no source 'CALK'. Did you mean 'CALC'?"),
        ("    types: {low: 2", "    tpyes: {low: 2", "tpyes:", "Did you mean 'types'?"),
        ("awaiting_spares: {low: 0.02", "awaiting_spares: {low: 0", "#", "must stay above zero"),
        ("best: 0.9, high: 0.97", "best: 0.9, high: 1", "#", "must stay between 0 and 1"),
        ("per_base: {value: 1,", "per_base: {value: 1000,", "per_base:", "got 1000, more than there are (15)"),
        ("maintenance: {low: 0.02, best: 0.05, high: 0.1", "maintenance: {low: 0.7, high: 0.8", "serviceable:", DOWN),
        ("awaiting_spares: {low: 0.02, best: 0.04, high: 0.08", "awaiting_spares: {value: 0.5", "serviceable:", DOWN),
    ],
)
def test_faults_come_with_their_line(tmp_path: Path, old: str, new: str, line: str, message: str) -> None:
    """What only the whole file shows is told at its head."""
    text = FLEET.replace(old, new)
    path = tmp_path / "fleet.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as told:
        check_file(path, "fleet")
    at = next(number for number, words in enumerate(text.splitlines(), 1) if line in words)
    assert message in str(told.value)
    assert f"fleet.yaml:{at}:" in str(told.value) or line == "#"


def test_an_unknown_fleet_is_told_with_its_neighbours() -> None:
    with pytest.raises(InvalidInput, match="Did you mean 'su-30mki'"):
        fleet("su-30mk")
