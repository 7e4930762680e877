"""The plausibility page: its tables are what its script prints, and every published figure has its source.

`make examples` writes the tables anew; the chart is drawn by `python docs/battle/plausibility.py`.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from mantlet.library.catalog import catalog
from mantlet.physics.kill import barrage_kill_prob


@pytest.fixture(scope="module")
def script(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("plausibility", root / "docs" / "battle" / "plausibility.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["plausibility"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["plausibility.out", "plausibility-figures.out"])
def test_the_tables_are_what_the_script_prints(script: ModuleType, root: Path, renew: bool, name: str) -> None:
    kept, printed = root / "docs" / "battle" / name, script.KEPT[name]()
    if renew:
        kept.write_text(printed, encoding="utf-8")
    assert printed == kept.read_text(encoding="utf-8"), "run `make examples`"


def test_every_published_figure_has_its_source(script: ModuleType) -> None:
    known = script.sources()
    figures = {(case, label): number for case, found in script.figures().items() for label, number in found.items()}
    assert len(figures) > 80
    assert not {place for place, number in figures.items() if number.source not in known}
    assert not {place for place, number in figures.items() if number.confidence is None or number.verification is None}
    assert set(script.kept()["sources"]) <= {number.source for number in figures.values()}, "read by no figure"
    assert not set(script.kept()["sources"]) & set(catalog().sources), "the library has it"


def test_every_case_has_published_shares(script: ModuleType) -> None:
    labels = [case.label for case in script.cases()]
    assert len(set(labels)) == len(labels)
    published = [script.around(case.leaked) for case in script.cases()]
    assert all(0.0 <= span.low <= span.middle <= span.high <= 1.0 for span in published)


def test_the_page_says_of_every_case_what_the_table_says(script: ModuleType, root: Path) -> None:
    """Each row has its paragraph, whose first words in italics are the verdict; and the sum of them is told."""
    page = (root / "docs" / "battle" / "plausibility.md").read_text(encoding="utf-8")
    flowing = " ".join(page.split())
    verdicts: list[str] = []
    for case in script.cases():
        found = script.model(case)
        verdicts.append(script.lies(script.around(case.leaked), script.around(found[: len(script.RULES)])))
        (told,) = (part for part in page.split("\n\n") if f"**{case.label}**" in part)
        said = re.search(r"[ \n]\*(\w[^*]+)\*[^*]", told)
        assert said and verdicts[-1] in said.group(1).lower(), case.label
    count = {word: verdicts.count(word) for word in ("inside", "partly", "above", "below")}
    words = dict(enumerate(("none", "one", "two", "three", "four", "five", "six", "seven", "eight"))) | {15: "fifteen"}
    rows, inside, outside = (
        words[number] for number in (len(verdicts), count["inside"], count["above"] + count["below"])
    )
    assert f"Of {rows} rows {inside} lie inside the span of all rules" in flowing
    assert f"; {outside} lie quite outside, and {words[count['partly']]} reach out of it" in flowing


def test_without_shared_luck_the_closed_forms_come_back(script: ModuleType) -> None:
    one, two, looked, together = script.leak_shares(0.7, 0.0, 0.0)
    assert (one, two, looked) == pytest.approx([1.0 - barrage_kill_prob(0.7, count) for count in (1, 2, 4)])
    assert together == pytest.approx(0.0, abs=1e-12)


def test_shared_luck_keeps_one_round_and_weakens_two(script: ModuleType) -> None:
    """Against throws: the chance that a shot hits is p whatever is shared, and misses bunch."""
    shared, kill_prob = 0.3, 0.6
    one, two, looked, together = script.leak_shares(kill_prob, shared, 0.1)
    draws = np.random.Generator(np.random.PCG64(1))
    luck = np.sqrt(shared) * draws.standard_normal((400_000, 1))
    shots = luck + np.sqrt(1.0 - shared) * draws.standard_normal((400_000, 4))
    missed = shots > script.ndtri(kill_prob)
    first, second = missed[:, :2].all(axis=1), missed[:, 2:].all(axis=1)
    wrong = draws.random(len(first)) < 0.1
    assert one == pytest.approx(1.0 - kill_prob)
    assert two == pytest.approx(first.mean(), abs=3e-3) and two > (1.0 - kill_prob) ** 2 + 0.03
    assert looked == pytest.approx((first & (wrong | second)).mean(), abs=3e-3)
    assert together == pytest.approx(np.corrcoef(first, second)[0, 1], abs=8e-3)
