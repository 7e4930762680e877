"""The JSON Schema for editors: it covers every field and agrees with what is accepted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from mantlet.scenario.fields import Height, Quantity
from mantlet.scenario.models import json_schema


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    schema = json_schema()
    for name, part in {"Scenario": schema, **schema["$defs"]}.items():
        for field, about in part.get("properties", {}).items():
            yield f"{name}.{field}", about


def test_every_field_says_what_it_means() -> None:
    silent = [name for name, about in fields() if not about.get("description") and "$ref" not in about]
    assert silent == []


def test_short_forms_are_part_of_it() -> None:
    parts = json_schema()["$defs"]
    kinds = {name: {form.get("type") for form in flat(parts[part]["properties"][name])} for part, name in SHORT_FORMS}
    assert kinds["target"] == {"string", "array"}
    assert {"number", "string", "object", "null"} <= kinds["kill_prob"]


SHORT_FORMS = (("Group", "target"), ("UnitPlace", "kill_prob"))


def flat(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The plain forms inside nested choices."""
    return [part for form in schema["anyOf"] for part in flat(form)] if "anyOf" in schema else [schema]


def test_it_is_plain_json_and_names_its_dialect() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["additionalProperties"] is False
    assert {"schema", "id", "title", "date", "positions", "duration", "sides"} == set(schema["required"])


def test_quantities_come_with_examples_that_fit_their_pattern() -> None:
    found = 0
    for _, about in fields():
        for form in about.get("anyOf", [about]):
            for example in form.get("examples", []) if "pattern" in form else []:
                assert re.search(form["pattern"], example), (form["pattern"], example)
                found += 1
    assert found > 15


@pytest.mark.parametrize("text", ["400 km", "0.5m", "-3 km", "1e3 m", "400", "400 kg", "km"])
def test_the_pattern_of_a_length_is_what_is_read(text: str) -> None:
    quantity = Quantity("length")
    pattern = json_schema()["$defs"]["Approach"]["properties"]["range"]["pattern"]
    try:
        quantity.read(text)
        readable = True
    except ValueError:
        readable = False
    assert bool(re.search(pattern, text)) == readable


@pytest.mark.parametrize("text", ["100 m agl", "9 km msl", "9 km", "msl", "9 km MSL"])
def test_the_pattern_of_a_height_is_what_is_read(text: str) -> None:
    pattern = json_schema()["$defs"]["Waypoint"]["properties"]["height"]["anyOf"][0]["pattern"]
    try:
        Height.read(text)
        readable = True
    except ValueError:
        readable = False
    assert bool(re.search(pattern, text)) == readable
