"""Scoring on readings made by hand: what is right, what is wrong, and what is left out."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

import pytest

from mantlet.evidence.claims import Claim, Reading, Span, Value

ENTRIES: dict[str, Any] = {
    "claims": [
        {
            "text": "$5.4-billion",
            "start": 40,
            "kind": "contract_value",
            "subject": "S-400 → India",
            "value": {"op": "eq", "low": 5.4e9, "high": 5.4e9},
            "within": 5e7,
            "unit": "USD",
            "event_time": None,
            "attribution": "report_voice",
            "modality": ["done", "planned"],
        },
        {
            "text": "by 2021",
            "start": 60,
            "kind": "delivery_completion_date",
            "subject": "S-400 → India",
            "value": {"op": "unknown"},
            "unit": None,
            "event_time": "../2021",
            "attribution": "on_record",
            "modality": "planned",
        },
        {
            "text": "up to 400 km",
            "start": 80,
            "kind": "range",
            "subject": "S-400",
            "value": [{"op": "lt", "high": 400}, {"op": "eq", "low": 400, "high": 400}],
            "unit": "km",
            "event_time": None,
            "attribution": "report_voice",
            "modality": "done",
        },
        {
            "text": "the pandemic",
            "start": 100,
            "kind": "cause_of_delay",
            "subject": "S-400 → India",
            "value": {"op": "unknown"},
            "unit": None,
            "event_time": None,
            "attribution": "hearsay",
            "modality": "done",
        },
        {
            "text": "last year",
            "start": 120,
            "kind": "payment",
            "subject": "S-400 → India",
            "value": {"op": "unknown"},
            "unit": None,
            "event_time": "2019",
            "attribution": "hearsay",
            "modality": "done",
            "optional": True,
        },
    ],
    "unassigned": [{"text": "75th", "start": 140}],
}


@pytest.fixture
def gold(answers: ModuleType) -> Any:
    return answers.gold_of("a.txt", ENTRIES)


def _claim(entry: dict[str, Any], **changed: Any) -> Claim:
    first = {key: value[0] if isinstance(value, list) else value for key, value in entry.items()}
    fields = {key: first[key] for key in ("start", "text", "kind", "subject", "unit", "event_time", "attribution")}
    made = fields | {
        "report": "a.txt",
        "end": first["start"] + len(first["text"]),
        "id": f"{first['start']}",
        "value": Value(**first["value"]),
        "date_asserted": date(2020, 6, 22),
        "modality": first["modality"],
        "rule": "by hand",
    }
    return Claim(**(made | changed))


def _reading(*claims: Claim) -> Reading:
    return Reading(claims=claims, unassigned=(Span(report="a.txt", start=140, end=144, text="75th"),), relations=())


def _perfect() -> list[Claim]:
    return [_claim(entry) for entry in ENTRIES["claims"]]


def _counts(share: dict[str, Any]) -> tuple[int, int]:
    return share["right"], share["of"]


def test_a_perfect_reading_scores_one(bench: ModuleType, gold: Any) -> None:
    found = bench.score(_reading(*_perfect()), gold)
    shares = [found[group][part] for group in ("value_with_unit", "words") for part in ("recall", "precision", "found")]
    shares += [found[field] for field in bench.FIELDS] + [found["unassigned_left_alone"]]
    shares += [share for kind in found["by_kind"].values() for share in kind.values() if share["of"]]
    assert {share["share"] for share in shares} == {1.0}
    assert _counts(found["value_with_unit"]["recall"]) == (3, 3)
    assert _counts(found["value_with_unit"]["precision"]) == (4, 4)
    assert _counts(found["modality"]) == (5, 5) and _counts(found["modality"]["all"]) == (4, 4)


@pytest.mark.parametrize("split", ["dev", "held_out"])
def test_a_split_read_perfectly_scores_one(bench: ModuleType, split: str) -> None:
    _, gold = bench.load(split)
    claims = tuple(
        Claim(
            report=answer.report,
            start=answer.start,
            end=answer.end,
            text="",
            id=f"{at}",
            date_asserted=date(2020, 1, 1),
            rule="by hand",
            **{field: getattr(answer, field)[0] for field in ("value", "unit", *bench.FIELDS)},
        )
        for at, answer in enumerate(gold.answers)
    )
    found = bench.score(Reading(claims=claims, unassigned=(), relations=()), gold)
    for group in ("value_with_unit", "words"):
        right, of = _counts(found[group]["recall"])
        assert right == of == sum(answer.required and answer.valued == (group != "words") for answer in gold.answers)
        assert found[group]["precision"]["right"] == found[group]["precision"]["of"]
    assert not list(bench.mistakes(Reading(claims=claims, unassigned=(), relations=()), gold))


def test_an_empty_reading_scores_nothing(bench: ModuleType, gold: Any) -> None:
    found = bench.score(_reading(), gold)
    assert _counts(found["value_with_unit"]["recall"]) == (0, 3) and _counts(found["words"]["recall"]) == (0, 1)
    assert found["value_with_unit"]["precision"] == {"share": None, "right": 0, "of": 0}
    assert found["unassigned_left_alone"]["share"] == 1.0


WRONG = {
    "a unit": (0, {"unit": "EUR"}),
    "no unit": (0, {"unit": None}),
    "a thousandth": (0, {"value": Value(op="eq", low=5.4e6, high=5.4e6)}),
    "beyond rounding": (0, {"value": Value(op="eq", low=5.3e9, high=5.5e9)}),
    "beside the figure": (0, {"value": Value(op="eq", low=5.41e9, high=5.45e9)}),
    "more than": (0, {"value": Value(op="gt", low=5.4e9)}),
    "unknown": (0, {"value": Value(op="unknown")}),
    "another year": (1, {"event_time": "2020"}),
    "no date": (1, {"event_time": None}),
    "no such day": (1, {"event_time": "2021-02-30"}),
    "m for km": (2, {"unit": "m"}),
    "of another kind": (2, {"unit": "month"}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_counted_wrong(bench: ModuleType, gold: Any, name: str) -> None:
    at, changed = WRONG[name]
    claims = _perfect()
    claims[at] = _claim(ENTRIES["claims"][at], **changed)
    found = bench.score(_reading(*claims), gold)["value_with_unit"]
    assert _counts(found["recall"]) == (2, 3) and _counts(found["precision"]) == (3, 4)
    assert _counts(found["found"]) == (3, 3)


RIGHT = {
    "rounded": (0, {"value": Value(op="eq", low=5.35e9, high=5.45e9)}),
    "overlapping": (0, {"start": 45, "end": 59}),
    "the year": (1, {"event_time": "2021"}),
    "its last day": (1, {"event_time": "2021-12-31"}),
    "its last quarter": (1, {"event_time": "2021-Q4"}),
    "the other answer": (2, {"value": Value(op="eq", low=400, high=400)}),
    "metres": (2, {"value": Value(op="lt", high=4e5), "unit": "m"}),
    "kilometres": (2, {"unit": "Kilometres"}),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_value_may_be_said_otherwise(bench: ModuleType, gold: Any, name: str) -> None:
    at, changed = RIGHT[name]
    claims = _perfect()
    claims[at] = _claim(ENTRIES["claims"][at], **changed)
    found = bench.score(_reading(*claims), gold)["value_with_unit"]
    assert _counts(found["recall"]) == (3, 3) and _counts(found["precision"]) == (4, 4)


def test_claims_beside_the_answers_cost_precision(bench: ModuleType, gold: Any) -> None:
    """One on a number of no claim, one twice, one in another report; the date at the head is nobody's."""
    money = ENTRIES["claims"][0]
    more = [
        _claim(money, start=140, end=144),
        _claim(money, id="twice"),
        _claim(money, report="b.txt"),
        _claim(money, start=6, end=16),
    ]
    found = bench.score(_reading(*_perfect(), *more), gold)
    assert _counts(found["value_with_unit"]["precision"]) == (4, 7)
    assert _counts(found["value_with_unit"]["recall"]) == (3, 3)
    assert _counts(found["unassigned_left_alone"]) == (0, 1)
    assert _counts(found["by_kind"]["contract_value"]["precision"]) == (1, 4)


def test_an_optional_answer_is_not_missed(bench: ModuleType, gold: Any) -> None:
    found = bench.score(_reading(*_perfect()[:-1]), gold)
    assert _counts(found["value_with_unit"]["recall"]) == (3, 3)
    assert _counts(found["value_with_unit"]["precision"]) == (3, 3)


def test_fields_are_scored_over_what_matched(bench: ModuleType, gold: Any) -> None:
    wrong = _claim(
        ENTRIES["claims"][0],
        kind="payment",
        subject="S-300 → India",
        attribution="hearsay",
        modality="denied",
        event_time="2018",
    )
    found = bench.score(_reading(wrong), gold)
    assert _counts(found["value_with_unit"]["recall"]) == (1, 3), "the value is right all the same"
    assert {_counts(found[field]) for field in bench.FIELDS} == {(0, 1)}
    assert _counts(found["attribution"]["all"]) == (0, 4), "what was missed is not right"
    assert _counts(found["attribution"]["commonest"]) == (1, 1)
    assert _counts(found["by_kind"]["contract_value"]["recall"]) == (0, 1)
    assert _counts(found["by_kind"]["payment"]["precision"]) == (0, 1)


def test_classes_are_counted_one_by_one(bench: ModuleType, gold: Any) -> None:
    """Who always says what is commonest gets that class right and no other."""
    claims = [claim.model_copy(update={"attribution": "report_voice"}) for claim in _perfect()]
    found = bench.score(_reading(*claims), gold)
    by = found["by_class"]["attribution"]
    assert {name: _counts(row["recall"]) for name, row in by.items()} == {
        "hearsay": (0, 1),
        "on_record": (0, 1),
        "report_voice": (2, 2),
    }
    assert _counts(by["report_voice"]["precision"]) == (2, 5)
    assert found["attribution"]["share"] == found["attribution"]["commonest"]["share"] == 2 / 5


def test_a_subject_is_right_as_a_whole_or_before_the_arrow(bench: ModuleType, gold: Any) -> None:
    found = bench.score(_reading(_claim(ENTRIES["claims"][0], subject="S400 -> China")), gold)
    assert (_counts(found["subject"]), _counts(found["thing"])) == ((0, 1), (1, 1))


def test_mistakes_are_told_one_by_one(bench: ModuleType, gold: Any) -> None:
    told = "\n".join(bench.mistakes(_reading(_claim(ENTRIES["claims"][0], unit="EUR")), gold))
    assert "a.txt:40: '$5.4-billion' (by hand): got eq" in told and "EUR" in told
    assert "a.txt:60: missed delivery_completion_date" in told
    assert not list(bench.mistakes(_reading(*_perfect()), gold))
    assert "matches nothing" in "".join(bench.mistakes(_reading(_claim(ENTRIES["claims"][0], start=140)), gold))


@pytest.mark.parametrize(
    ("claimed", "right", "times"),
    [
        ("missiles per year", "missile/year", 1.0),
        ("launcher/battery", "launcher", 1.0),
        ("fighter jets", "aircraft", 1.0),
        ("batteries", "battery", 1.0),
        ("ratio", "%", 100.0),
        ("year", "month", 12.0),
        ("missile", "missile/year", None),
        ("missiles per year", "missile", None),
        ("missile/month", "missile/year", None),
        ("squadron", "regiment", None),
        ("USD", "TWD", None),
        ("km", "month", None),
        (None, "USD", None),
        (None, None, 1.0),
    ],
)
def test_units(bench: ModuleType, claimed: str | None, right: str | None, times: float | None) -> None:
    assert bench.factor(claimed, right) == (times if times is None else pytest.approx(times))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-Q3", (2024, 7, 1), (2024, 9, 30)),
        ("2024-H2", (2024, 7, 1), (2024, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2024-05-28", (2024, 5, 28), (2024, 5, 28)),
        ("2024-05/2025", (2024, 5, 1), (2025, 12, 31)),
        ("../2024", None, (2024, 12, 31)),
        ("2024/..", (2024, 1, 1), None),
    ],
)
def test_days(answers: ModuleType, text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert answers.days(text) == tuple(day and date(*day).toordinal() for day in (first, last))


@pytest.mark.parametrize("text", ["", "soon", "2024-13", "2024-02-30", "soon/2024", "2024/", None])
def test_no_days(answers: ModuleType, text: str | None) -> None:
    assert answers.days(text) is None
