"""The tables of the terminal at 80 columns: every row on one line, every word whole."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from mantlet.cli import tables
from mantlet.report import figures
from mantlet.run.compare import METRICS

WIDEST = [-0.342, -0.138]


def compared(worth: float | None, **unpriced: float) -> list[str]:
    entry = {
        "first": 0.526,
        "second": 0.443,
        "difference": -0.0832,
        "error": WIDEST,
        "ignorance": WIDEST,
        "draws_below": 0.985,
        "draws_above": 0.015,
        "correlation": -0.91,
        "worth": worth,
        "corrected": None,
    }
    metrics = dict.fromkeys(METRICS, entry) | {"killed_unpriced": entry | unpriced}
    found: dict[str, Any] = {"metrics": metrics, "seed": 1, "sampling": "scan", "draws": 100, "replications": 100}
    found["until"] = None
    paper = io.StringIO()
    tables.print_comparison(
        Console(file=paper, width=80),
        found | {side: {"scenario": "cs-1", "changes": [], "folder": f"out/{side}"} for side in ("first", "second")},
    )
    return paper.getvalue().splitlines()


def test_a_comparison_fits_eighty_columns() -> None:
    lines = compared(2.4, first=0.1, second=0.2)
    assert max(map(len, lines)) <= 80
    assert lines[:3] == ["cs-1 less cs-1", "first: out/first", "second: out/second"]
    for name, words, is_share in figures.ROWS:
        if name in METRICS:
            levels, paired = (line for line in lines if line.startswith(words))
            assert levels.rstrip().endswith(figures.interval(WIDEST, is_share).removesuffix(" %"))
            assert ("pp " in levels) == is_share
            assert paired.split()[-2:] == ["-0.91", "2.4"]


@pytest.mark.parametrize(("worth", "told"), [(2.44, "2.4"), (0.8, "0.8"), (None, "–")])
def test_what_pairing_did_is_told_for_each_count(worth: float | None, told: str) -> None:
    *_, paired = (line for line in compared(worth) if line.startswith("leakers "))
    assert paired.split()[-1] == told


def test_a_run_of_dear_rounds_fits_eighty_columns() -> None:
    spread = {"mean": 51.6e6, "error": [40.3e6, 63.1e6], "chance": [49.6e6, 54.1e6], "ignorance": [43.9e6, 59.5e6]}
    paper = io.StringIO()
    metrics = {name: spread for name, _, _ in figures.ROWS} | {"killed_unpriced": spread | {"mean": 1.0}}
    tables.print_headline(Console(file=paper, width=80), metrics, {"shots_cost_usd"})
    lines = paper.getvalue().splitlines()
    assert len(lines) == 2 + len(figures.ROWS)
    assert lines[-1] == "* rests on assumed prices"
    for line, (name, words, _) in zip(lines[1:-1], figures.ROWS, strict=True):
        assert line.startswith(f"{words}*" if name == "shots_cost_usd" else f"{words} ")
        assert len(line) <= 80


@pytest.mark.parametrize(("unpriced", "rows"), [(0.0, 1), (4.0, 2), (6.0, 1)])
def test_most_without_a_price_leave_no_sum(unpriced: float, rows: int) -> None:
    """Of ten killed: none without a price, some, and most."""
    means = {"killed": 10.0, "killed_cost_usd": 5e6, "killed_unpriced": unpriced}
    shown = figures.telling({name: {"mean": mean} for name, mean in means.items()})
    assert ("killed_cost_usd" in shown) == (unpriced < 5.0)
    assert ("killed_unpriced" in shown) == (unpriced > 0.0)
    assert len(shown) == 1 + rows


def test_no_sums_are_compared_where_most_of_one_run_had_no_price() -> None:
    sums, counts = "worth killed, USD", "killed, no price"
    for second, is_compared in ((0.1, True), (0.4, False)):
        text = "\n".join(compared(None, first=0.0, second=second))
        assert (sums in text) == is_compared and counts in text
