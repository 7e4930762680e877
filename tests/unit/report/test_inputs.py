"""What the inputs explain: against data made to a known recipe."""

from __future__ import annotations

import numpy as np
import pytest

from mantlet.base.sourced import Sourced, standing_counts
from mantlet.report.inputs import Input, explained, group_of
from mantlet.run.metrics import influence

ASSUMED = Sourced(dimension="ratio", low=0.0, high=1.0, assumed="made up")
FIXED = Sourced(dimension="count", value=3.0, definition="made up")


def inputs_of(drawn: dict[str, np.ndarray], outcome: np.ndarray) -> dict[str, Input]:
    return {
        row.path: Input(row.path, ASSUMED, 0.0, 1.0, row.rank_correlation, row.distinguishable)
        for row in influence(drawn, outcome)
    }


def test_shares_add_up_to_one_where_inputs_make_the_whole_outcome() -> None:
    rng = np.random.default_rng(3)
    drawn = {name: rng.normal(size=4000) for name in "abc"}
    found = inputs_of(drawn, 2.0 * drawn["a"] + drawn["b"])
    a, b, c = (explained([found[name]], 4000).explained_frac for name in "abc")
    # Rank correlation of a bivariate normal: 6/pi asin(r/2), Pearson 1907.
    for share, r in ((a, 2 / np.sqrt(5)), (b, 1 / np.sqrt(5))):
        assert share == pytest.approx((6 / np.pi * np.arcsin(r / 2)) ** 2, abs=0.03)
    assert abs(c) < 4 * explained([found["c"]], 4000).by_luck_frac


def test_inputs_without_effect_explain_nothing_on_average() -> None:
    rng = np.random.default_rng(5)
    shares = []
    for _ in range(60):
        drawn = {str(number): rng.normal(size=50) for number in range(30)}
        shares.append(explained(list(inputs_of(drawn, rng.normal(size=50)).values()), 50).explained_frac)
    by_luck = explained(list(inputs_of(drawn, rng.normal(size=50)).values()), 50).by_luck_frac
    assert abs(np.mean(shares)) < 4 * by_luck / np.sqrt(60)
    assert np.std(shares) == pytest.approx(by_luck, rel=0.35)


def test_standings_are_counted_and_grouped() -> None:
    cited = Sourced(
        dimension="ratio", low=0.1, high=0.2, source="x", date="2020", confidence="press", verification="read"
    )
    assert standing_counts([ASSUMED, ASSUMED, FIXED, cited]) == {
        "cited": 1,
        "assumed": 2,
        "definition": 1,
    }
    assert (group_of(cited), group_of(ASSUMED)) == ("cited", "assumed")


def test_an_input_says_what_it_is_and_whose() -> None:
    row = Input("48N6E3.kill_prob.cruise", ASSUMED, 0.25, 0.25, 0.5, True)
    assert row.words == ("kill probability · cruise", "48N6E3")
    assert row.drawn_text == "0.25"
