"""Faults from pydantic's errors: right line, right place, a suggestion, one fault for each mistake."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mantlet.base.faults import faults_of
from mantlet.base.marked import read

STRICT = ConfigDict(extra="forbid", strict=True)


class Unit(BaseModel):
    model_config = STRICT
    system: str
    launchers: int = 3
    control: Literal["free", "tight", "hold"] = "free"


class Point(BaseModel):
    model_config = STRICT
    kind: Literal["point"]
    lat: float


class Area(BaseModel):
    model_config = STRICT
    kind: Literal["area"]
    size: float


class Side(BaseModel):
    model_config = STRICT
    units: Annotated[tuple[Unit, ...], Field(strict=False)]
    named: dict[str, Unit] = {}
    spare: Unit | None = None
    where: Annotated[Point | Area, Field(discriminator="kind")] | None = None
    height: float | Literal["ground"] = 0.0


class Top(BaseModel):
    model_config = STRICT
    sides: dict[str, Side]


def told(text: str) -> list[str]:
    marked = read(text, "f.yaml")
    with pytest.raises(ValidationError) as caught:
        Top.model_validate(marked.data)
    return [str(fault) for fault in sorted(faults_of(caught.value, marked, Top))]


def test_each_mistake_is_one_fault_at_its_line() -> None:
    found = told(
        "sides:\n"
        "  blue:\n"
        "    units:\n"
        "      - {sytem: a, launchers: x, control: tite}\n"
        "      - 3\n"
        "    named:\n"
        "      a: {system: b, lanchers: 2}\n"
        "    spare: {system: 3, moed: 3}\n"
        "    unit: 3\n"
        "sidez: 3\n"
    )
    assert found == [
        "f.yaml:4: sides.blue.units[0]: field 'system' is missing",
        "f.yaml:4: sides.blue.units[0].control: got 'tite', expected 'free', 'tight' or 'hold'. Did you mean 'tight'?",
        "f.yaml:4: sides.blue.units[0].launchers: got 'x', expected a whole number",
        "f.yaml:4: sides.blue.units[0].sytem: no field 'sytem'. Did you mean 'system'? "
        "Allowed: control, launchers, system.",
        "f.yaml:5: sides.blue.units[1]: got 3, expected fields (name: value)",
        "f.yaml:7: sides.blue.named.a.lanchers: no field 'lanchers'. Did you mean 'launchers'? "
        "Allowed: control, launchers, system.",
        "f.yaml:8: sides.blue.spare.moed: no field 'moed'. Allowed: control, launchers, system.",
        "f.yaml:8: sides.blue.spare.system: got 3, expected text",
        "f.yaml:9: sides.blue.unit: no field 'unit'. Did you mean 'units'? "
        "Allowed: height, named, spare, units, where.",
        "f.yaml:10: sidez: no field 'sidez'. Did you mean 'sides'? Allowed: sides.",
    ]


def test_members_of_a_union_make_one_fault() -> None:
    (found,) = told("sides: {blue: {units: [], height: high}}")
    assert found == "f.yaml:1: sides.blue.height: got 'high', expected a number; or got 'high', expected 'ground'."


def test_a_tagged_union_names_the_place_and_not_the_tag() -> None:
    assert told("sides: {blue: {units: [], where: {kind: point, lat: x}}}") == [
        "f.yaml:1: sides.blue.where.lat: got 'x', expected a number"
    ]
    assert told("sides: {blue: {units: [], where: {kind: pont, lat: 1}}}") == [
        "f.yaml:1: sides.blue.where.kind: got 'pont', expected 'point', 'area'. Did you mean 'point'?"
    ]
    (found,) = told("sides: {blue: {units: [], where: {lat: 1}}}")
    assert found == "f.yaml:1: sides.blue.where: field 'kind' is missing"


def test_a_tagged_union_allows_the_fields_of_the_one_meant() -> None:
    (found,) = told("sides: {blue: {units: [], where: {kind: point, lat: 1.5, siz: 2}}}")
    assert found == "f.yaml:1: sides.blue.where.siz: no field 'siz'. Allowed: kind, lat."


class Way(BaseModel):
    model_config = STRICT
    route: Annotated[tuple[Point, ...], Field(strict=False, min_length=1)]
    name: str = Field(default="x", min_length=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("route: []\n", "f.yaml:1: route: at least one entry is needed, got none"),
        ("route: [{kind: point, lat: x}]\n", "f.yaml:1: route[0].lat: got 'x', expected a number"),
        ("route: [{kind: point, lat: 1.5}]\nname: ''\n", "f.yaml:2: name: got '', expected at least 1 character"),
    ],
)
def test_what_is_too_short_is_said_in_words_of_the_file(text: str, said: str) -> None:
    marked = read(text, "f.yaml")
    with pytest.raises(ValidationError) as caught:
        Way.model_validate(marked.data)
    assert [str(fault) for fault in faults_of(caught.value, marked, Way)] == [said]
