"""Two runs side by side say what `mantlet compare` says, and lead to raids that are what they are picked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mantlet
from mantlet.report.figures import compared_rows
from mantlet.run.compare import compared
from mantlet.run.result import Result
from mantlet.web.app import application
from mantlet.web.beside import beside
from mantlet.web.shelf import Shelf
from unit.web.asking import ask


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Result]:
    """A raid, and the same with rounds without end; the second has more draws than the first."""
    folder = tmp_path_factory.mktemp("pair")
    for name, more, draws in (("as-it-is", [], 3), ("rounds", ["but_for=no_missile"], 4)):
        mantlet.run(mantlet.load("saturation", overrides=more), draws=draws, replications=8).save(folder / name)
    return mantlet.open_result(folder / "as-it-is"), mantlet.open_result(folder / "rounds")


def leakers(result: Result, place: dict[str, Any]) -> float:
    rows = result.raids
    mine = (rows["draw"].to_numpy() == place["draw"]) & (rows["replication"].to_numpy() == place["replication"])
    (found,) = rows["leakers"].to_numpy()[mine].tolist()
    return found


def test_the_rows_are_those_of_the_terminal(pair: tuple[Result, Result]) -> None:
    told = beside(*pair, ("as-it-is", "rounds"))
    found = compared(*pair)
    terminal = [row._asdict() for row in compared_rows(found)]
    assert [{name: cell.replace("−", "-") for name, cell in row.items()} for row in told["rows"]] == terminal
    assert told["rows"][0]["change"][0] == "−", "a minus, not a hyphen"
    assert (told["draws"], told["replications"]) == (3, 8), "what both have"
    assert told["legend"].endswith(" From seed 1, 3 draws of 8 raids.")
    assert told["changes"] == [[], ["but_for=no_missile"]]
    assert "fewer get through, " in told["words"]


def test_what_stands_first_is_of_the_table_and_says_what_is_not_told(
    pair: tuple[Result, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, found = beside(*pair, ("as-it-is", "rounds")), compared(*pair)
    row = next(row for row in told["rows"] if row["words"] == "leakers")
    first = {"label": f"get through, {row['first']} before and {row['second']} after", "figure": row["change"]}
    lines = [["error", row["error"]], ["less in", f"{row['less_in']} of draws"]]
    assert told["heads"][0] == first | {"lines": lines}
    turned = beside(pair[1], pair[0], ("rounds", "as-it-is"))
    more = next(row["more_in"] for row in turned["rows"] if row["words"] == "leakers")
    assert turned["heads"][0]["lines"][1] == ["more in", f"{more} of draws"]
    found["metrics"]["leakers"]["error"] = [-2.0, 1.0]
    monkeypatch.setattr("mantlet.web.beside.compared", lambda *_: found)
    unsure = beside(*pair, ("as-it-is", "rounds"))["heads"][0]
    assert unsure["lines"][0] == ["not told from none, error", "−2 to 1"]


def test_bars_count_every_pair_and_lead_to_one_of_theirs(pair: tuple[Result, Result]) -> None:
    bars = beside(*pair, ("a", "b"))["bars"]
    assert sum(bar["count"] for bar in bars) == 24
    assert len(bars) > 1
    for bar in bars:
        assert bar["from"] <= leakers(pair[1], bar) - leakers(pair[0], bar) <= bar["to"]


def test_picks_are_the_middle_and_the_ends(pair: tuple[Result, Result]) -> None:
    first, second = pair
    raids = [run.raids.sort_by([("draw", "ascending"), ("replication", "ascending")]) for run in pair]
    rows = [8 * pick["draw"] + pick["replication"] for pick in beside(first, second, ("a", "b"))["picks"]]
    lost, leaked = (np.asarray(raids[1][name])[:24] - np.asarray(raids[0][name]) for name in ("value_lost", "leakers"))
    assert lost[rows[1:]].tolist() == [lost.min(), lost.max()]
    for change in (lost, leaked):
        below, above = np.mean(change < change[rows[0]]), np.mean(change > change[rows[0]])
        assert below < 0.6 and above < 0.6, "typical by both"


def test_what_nothing_pairs_is_told_as_by_the_terminal(pair: tuple[Result, Result], tmp_path: Path) -> None:
    pair[0].save(tmp_path / "one")
    mantlet.run(mantlet.load("saturation"), draws=1, replications=2, seed=2).save(tmp_path / "other")
    answered = ask(application(Shelf(tmp_path)), "/api/runs/one/beside/other")
    assert answered.status == 422
    assert json.loads(answered.body)["fault"] == (
        "fought with seed 1 and 2: nothing pairs them. Run both with the same seed"
    )
