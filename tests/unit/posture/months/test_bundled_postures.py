"""The postures that come along: they cite what is known, stand in each of their raids, and nothing in them is idle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from mantlet.base.sourced import Sourced
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.models import numbers
from mantlet.library.sampling import Draw
from mantlet.posture.levers import Buy
from mantlet.posture.months.file import Posture, postures
from mantlet.posture.months.overlay import scenario_of
from mantlet.run.execute import run
from mantlet.scenario.load import load

NAMES = sorted(postures())
RAIDS = [(name, raid.id) for name in NAMES for raid in postures()[name].raids]
REGIMENT_USD = 1086e6


def _numbers(record: BaseModel) -> Iterator[Sourced]:
    for _, number in numbers(record):
        yield from number.alternatives or (number,)


def test_two_come_along() -> None:
    assert NAMES == ["india-2020", "lithuania-2024"]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_publication_or_a_reason(name: str) -> None:
    known = catalog().sources
    assert not postures()[name].sources
    for number in _numbers(postures()[name]):
        if number.given or number.definition is not None:
            continue
        assert (number.source is None) != (number.assumed is None)
        if number.source is not None:
            published = known[number.source]
            assert number.date is not None and number.date[:4] == published.date[:4], number.source
            assert published.verification in ("read", "seed") or number.verification == published.verification


@pytest.mark.parametrize("name", NAMES)
def test_weights_name_assets_and_alike_counts_each_as_one(name: str) -> None:
    asked = postures()[name]
    for raid in asked.raids:
        values = {asset.id: asset.value for asset in scenario_of(asked, raid, catalog()).sides[asked.side].assets}
        for factors in asked.weights.values():
            assert set(factors) <= set(values)
        alike = asked.weights["alike"]
        assert [alike[asset] * value for asset, value in values.items()] == pytest.approx([1.0] * len(values), abs=1e-5)


@pytest.mark.parametrize(("name", "raid_id"), RAIDS)
def test_stands_in_its_raids_without_a_notice(name: str, raid_id: str) -> None:
    asked = postures()[name]
    raid = next(raid for raid in asked.raids if raid.id == raid_id)
    found = scenario_of(asked, raid, catalog())
    assert found.notices == ()
    names = world(geometry(found, catalog()), Draw(1, 0, "independent")).names
    for place in asked.places:
        assert {unit.id for unit in place.units} <= set(names.unit_ids)


@pytest.mark.parametrize(("name", "raid_id"), RAIDS)
def test_all_fighters_of_a_raid_stand_at_places(name: str, raid_id: str) -> None:
    """What upkeep and spares of a fleet change then changes every aircraft of it that a raid has."""
    asked = postures()[name]
    raid = next(raid for raid in asked.raids if raid.id == raid_id)
    flown = {flight.id for flight in scenario_of(asked, raid, catalog()).sides[asked.side].fighters}
    assert flown == {part.id for place in asked.places for part in place.fighters}
    kept = {entry.takes for entry in asked.fitness if entry.what == "aircraft"}
    assert {place.takes for place in asked.places if place.fighters} == kept


def test_the_other_axis_meets_the_same_defence() -> None:

    before, after = load("ladakh-2021"), load("kashmir-2021")
    assert before.sides["india"] == after.sides["india"]
    aimed = {asset for group in after.sides["raider"].raid for asset in group.target}
    assert aimed == {"srinagar", "awantipur"}


def test_what_is_bought_instead_costs_one_regiment() -> None:
    """But spares, of which there is a price of their own."""
    for policy in postures()["india-2020"].policies:
        spent = [lever.spend.central for lever in policy.levers if isinstance(lever, Buy)]
        if spent:
            assert sum(spent) == pytest.approx(REGIMENT_USD, rel=1e-9), policy.id


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_a_place_adds_shoots_in_one_raid_or_another(name: str) -> None:
    asked = postures()[name]
    wanted = {part.id for place in asked.places for part in (*place.units, *place.fighters)}
    found = {part for raid in asked.raids if raid.loads_spent == 0 for part in _active(asked, raid.id)}
    assert wanted <= found, wanted - found


def _active(asked: Posture, raid_id: str) -> set[str]:
    raid = next(raid for raid in asked.raids if raid.id == raid_id)
    result = run(scenario_of(asked, raid, catalog()), draws=2, replications=10, threads=1)
    shot = {
        row["unit_id"]
        for draw in range(2)
        for replication in range(4)
        for row in result.events(draw, replication).to_pylist()
        if row["kind"] == "launched"
    }
    flown = {flight.split("/")[0] for flight, told in result.by_flight.items() if told["killed"]["mean"] > 0}
    return shot | flown
