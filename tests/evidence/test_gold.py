"""The right answers hold together: quotes stand at their places, words are the schema's, no number is forgotten."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
import yaml

from mantlet.evidence.claims import Attribution, Kind, Modality

HERE = Path(__file__).parent
TEXTS = sorted(HERE.glob("*/*.txt"))
# A figure inside no word is a number, unless an answer says that it is part of a name.
_NUMBER = re.compile(r"(?<![\w-])\d|\b(?:dozen|lakh|hundred|thousand|million|billion)\b")


def _entries(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_each_quote_stands_at_its_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entries = _entries(path)
    for entry in [*entries["claims"], *entries["unassigned"]]:
        start, words = entry["start"], entry["text"]
        assert text[start : start + len(words)] == words, entry


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_is_a_short_dated_report(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = re.match(r" date (\d{4}-\d\d-\d\d) ", text)
    assert head and date(2014, 1, 1) <= date.fromisoformat(head.group(1)) <= date(2026, 12, 31)
    assert 80 <= len(text.split()) <= 250


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_number_is_forgotten(path: Path, bench: ModuleType, answers: ModuleType) -> None:
    text = path.read_text(encoding="utf-8")
    entries = _entries(path)
    gold = answers.gold_of(path.name, entries)
    places = [(answer.start, answer.end) for answer in gold.answers] + [place[1:] for place in gold.unassigned]
    covered = {at for start, end in places for at in range(start, end)}
    assert len(covered) == sum(end - start for start, end in places), "two answers in one place"
    for name in entries.get("names", []):
        covered |= {at for match in re.finditer(re.escape(str(name)), text) for at in range(*match.span())}
    lost = [
        text[max(match.start() - 20, 0) : match.end() + 20]
        for match in _NUMBER.finditer(text, bench.HEAD)
        if match.start() not in covered
    ]
    assert not lost


def _all_answers(answers: ModuleType) -> list[Any]:
    texts = [answer for path in TEXTS for answer in answers.gold_of(path.name, _entries(path)).answers]
    reports = yaml.safe_load((HERE / "reports.yaml").read_text(encoding="utf-8"))
    return texts + [answer for entry in reports for answer in answers.gold_of(entry["sha256"], entry).answers]


def test_answers_use_the_words_of_the_schema(bench: ModuleType, answers: ModuleType) -> None:
    for answer in _all_answers(answers):
        assert set(answer.kind) <= set(get_args(Kind)), answer
        assert set(answer.attribution) <= set(get_args(Attribution)), answer
        assert set(answer.modality) <= set(get_args(Modality)), answer
        assert all(time is None or answers.days(time) for time in answer.event_time), answer
        assert answer.start >= bench.HEAD and answer.end > answer.start


def test_each_report_has_its_figures_only() -> None:
    """Places and figures of the two reports, none of their sentences."""
    for entry in yaml.safe_load((HERE / "reports.yaml").read_text(encoding="utf-8")):
        for told in [*entry["claims"], *entry["unassigned"]]:
            assert "text" not in told or len(told["text"]) == told["end"] - told["start"]
            assert len(told.get("text", "").split()) <= 2
