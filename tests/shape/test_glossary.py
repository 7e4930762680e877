"""The glossary: every word the program prints stands in it, and its page is made from the data."""

from __future__ import annotations

import csv
from itertools import groupby
from typing import get_args

from mantlet.base.sourced import Standing
from mantlet.codes import ASSIGNMENTS, CAUSES, CHOICES, CLASSES, CONTROLS, FATES, RANKINGS
from mantlet.report.wording import SPREAD_MEANINGS
from mantlet.run.answer import HEADLINES
from shape.sources import PACKAGE, ROOT

PAGE = ROOT / "docs" / "glossary.md"
HEADINGS = {
    "thing": "What there is",
    "class": "Classes of objects",
    "fate": "Fates",
    "cause": "Causes of a leak",
    "metric": "What is measured",
    "spread": "Spreads",
    "standing": "Standing of a number",
    "rule": "Rules",
    "radar": "Radar",
    "engagement": "Engagement",
    "method": "Method",
    "supply": "Spares",
}
HEAD = """# Glossary

The words of the field as mantlet uses them, in our own words; the last column names where a word is at home
(`mantlet`: here). Made from [`glossary.csv`](../src/mantlet/data/glossary.csv) by `make examples`.
[Concepts](concepts.md) tells how they hang together.
"""


def rows() -> list[dict[str, str]]:
    with (PACKAGE / "data" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page() -> str:
    parts = [HEAD]
    for kind, members in groupby(rows(), key=lambda row: row["kind"]):
        lines = [f"| {row['term']} | {row['meaning']} | {row['source']} |" for row in members]
        parts.append("\n".join([f"## {HEADINGS[kind]}\n", "| term | meaning | source |", "|---|---|---|", *lines, ""]))
    return "\n".join(parts)


def test_the_page_is_made_from_the_data(renew: bool) -> None:
    if renew:
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make examples`"


def test_every_word_that_is_printed_stands_there() -> None:
    known: dict[str, set[str]] = {kind: set() for kind in HEADINGS}
    for row in rows():
        assert row["meaning"] and row["source"], row
        assert row["term"] not in known[row["kind"]], f"{row['term']} stands there twice"
        known[row["kind"]].add(row["term"])
    assert known["fate"] == set(FATES)
    assert known["cause"] == set(CAUSES)
    assert known["class"] == set(CLASSES)
    assert known["metric"] == set(HEADLINES)
    assert known["spread"] == set(SPREAD_MEANINGS)
    assert known["standing"] == set(get_args(Standing))
    assert known["rule"] >= {*ASSIGNMENTS, *CONTROLS, *CHOICES, *RANKINGS}
