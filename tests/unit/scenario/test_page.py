"""The page of the scenario file shows a file that loads, and tells of every scenario that comes along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mantlet.scenario.load import bundled, loads
from mantlet.scenario.models import Mechanisms
from shape.markdown import blocks


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "scenario.md").read_text(encoding="utf-8")


def test_the_example_loads_without_a_fault_and_names_every_mechanism(page: str) -> None:
    (example,) = (block.text for block in blocks(page) if block.text.startswith("schema: "))
    assert loads(example).notices == ()
    switches = re.search(r"^mechanisms:.*?\{(.*?)\}", example, re.MULTILINE | re.DOTALL)
    assert switches is not None
    assert re.findall(r"(\w+): true", switches[1]) == list(Mechanisms.model_fields)


def test_every_bundled_scenario_stands_in_the_table_once(page: str) -> None:
    table = page[page.index("## The bundled scenarios") :]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`([\w-]+)`", " ".join(rows))) == sorted(bundled())
