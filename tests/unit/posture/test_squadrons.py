"""Squadrons by hand, mistakes at their lines, and the Indian force beside its published counts."""

from __future__ import annotations

import numpy as np
import pytest

from mantlet.base.errors import InvalidInput
from mantlet.posture.dates import day, month, month_of
from mantlet.posture.forecast import Outlook, outlook
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import Strength, force, parsed, strength

HEAD = """kind: force
id: small
title: A small force
per_squadron: {value: 18, assumed: test}
forming: {value: 6 month, definition: test}
winding_down: {value: 3 month, definition: test}
squadrons:
"""
MONTHS = range(month("2019-12"), month("2030-12") + 1)


@pytest.fixture(scope="module")
def then() -> Outlook:
    return outlook(day("2020-06-23"), programmes().values(), recorded())


@pytest.fixture(scope="module")
def today() -> Outlook:
    return outlook(day("2026-11-22"), programmes().values(), recorded())


def _strength(body: str, view: Outlook, draws: int = 20) -> Strength:
    return strength(parsed(HEAD + body, "force.yaml"), view, MONTHS, seed=1, draws=draws)


def _total(found: Strength, at: str, counted: str = "formed") -> set[int]:
    total = getattr(found, counted)[:, list(MONTHS).index(month(at))].sum(axis=1)
    return set(total.tolist())


def test_a_squadron_stands_from_its_beginning_to_its_end(today: Outlook) -> None:
    found = _strength(
        "  - {type: old, count: {value: 2, assumed: t}}\n"
        "  - type: new\n"
        "    begins: [{on: 2021-03-10, said: 2021-03-10, done: true, assumed: t}]\n"
        "    ends: [{on: 2023-05-20, said: 2023-05-20, done: true, assumed: t}]\n",
        today,
    )
    assert [_total(found, at) for at in ("2021-02", "2021-03", "2023-04", "2023-05")] == [{2}, {3}, {3}, {2}]
    # Forming for six months, winding down for three.
    effective = [_total(found, at, "effective") for at in ("2021-08", "2021-09", "2023-01", "2023-02")]
    assert effective == [{2}, {3}, {3}, {2}]
    # Aircraft are of the squadrons formed, whether effective yet or not.
    aircraft = found.aircraft()[0]
    assert [aircraft[MONTHS.index(month(at))].tolist() for at in ("2019-12", "2021-03")] == [[36, 0], [36, 18]]


def test_a_plan_is_replaced_by_what_was_done(then: Outlook, today: Outlook) -> None:
    body = (
        "  - type: old\n"
        "    ends:\n"
        "      - {on: 2021, said: 2019, assumed: t}\n"
        "      - {on: 2024-02-01, said: 2024-02, done: true, assumed: t}\n"
    )
    assert _total(_strength(body, then), "2021-12") == {0}
    assert _total(_strength(body, today), "2021-12") == {1}
    assert _total(_strength(body, today), "2024-02") == {0}


def test_what_nobody_had_spoken_of_does_not_come(then: Outlook) -> None:
    body = "  - {type: new, begins: [{on: 2023, said: 2022, assumed: t}]}\n  - {type: old}\n"
    assert _total(_strength(body, then), "2030-12") == {1}


def test_what_was_done_is_known_from_its_day(then: Outlook) -> None:
    body = "  - {type: old, ends: [{on: 2020-03, said: 2023, done: true, assumed: t}]}\n  - {type: new}\n"
    assert _total(_strength(body, then), "2020-03") == {1}


def test_a_beginning_may_hang_on_an_arrival(then: Outlook, today: Outlook) -> None:
    """Of Rafale: not before the first has come, in any draw; an unknown arrival brings nothing."""
    lag = "lag: {value: 1 month, definition: t}"
    body = (
        f"  - {{type: r, begins: [{{after: {{programme: india-rafale, unit: 1, {lag}}}, said: 2019, assumed: t}}]}}\n"
    )
    assert _total(_strength(body, today), "2020-07") == {0}
    assert _total(_strength(body, today), "2020-09") == {1}
    assert _total(_strength(body, then, 200), "2021-06") == {0, 1}
    unknown = body.replace("india-rafale", "india-mig29-21")
    assert _total(_strength(unknown, today), "2030-12") == {0}


def test_plans_to_begin_slip_and_plans_to_end_are_kept(then: Outlook) -> None:
    begin = "  - {type: new, begins: [{on: 2022, said: 2020-01, assumed: t}]}\n"
    end = "  - {type: old, ends: [{on: 2022, said: 2020-01, assumed: t}]}\n"
    assert _total(_strength(begin, then, 200), "2023-06") == {0, 1}
    assert _total(_strength(end, then, 200), "2022-12") == {0}


def _refused(body: str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        parsed(HEAD + body, "force.yaml")
    return str(caught.value).splitlines()


def test_overlapping_squadrons() -> None:
    told = _refused(
        '  - {type: a, number: "4", ends: [{on: 2023-11, said: 2023-11, done: true, assumed: t}]}\n'
        '  - {type: b, number: "4", begins: [{on: 2023-10, said: 2023-11, done: true, assumed: t}]}\n'
    )
    message = "squadrons[1].number: squadron 4 flies b 2023-10, but a (until 2023-11): they overlap"
    assert told == [f"force.yaml:9: {message}"]


def test_one_type_after_the_other_is_no_overlap() -> None:
    body = (
        '  - {type: b, number: "4", begins: [{on: 2023-11, said: 2023-11, done: true, assumed: t}]}\n'
        '  - {type: a, number: "4", ends: [{on: 2023-10, said: 2023-11, done: true, assumed: t}]}\n'
    )
    assert parsed(HEAD + body, "force.yaml").types == ("b", "a")


def test_a_number_that_may_still_be_taken() -> None:
    told = _refused(
        '  - {type: a, number: "4", ends: [{on: {from: 2020, to: 2029}, said: 2019, assumed: t}]}\n'
        '  - {type: b, number: "4", begins: [{on: {from: 2020, to: 2021}, said: 2019, assumed: t}]}\n'
    )
    message = "squadrons[1].number: squadron 4 flies b 2020 to 2021, but a (until 2020 to 2029): they overlap"
    assert told == [f"force.yaml:9: {message}"]


def test_a_number_that_is_taken_up_again_after_an_arrival() -> None:
    """The day is not known here; that the old squadron never ends would be."""
    after = "{after: {programme: india-rafale, unit: 1, lag: {value: 1 month, assumed: t}}, said: 2019, assumed: t}"
    new = f'  - {{type: rafale, number: "17", begins: [{after}]}}\n'
    old = '  - {type: mig-21, number: "17", ends: [{on: 2019, said: 2019, assumed: t}]}\n'
    for body in (old + new, new + old):
        assert len(parsed(HEAD + body, "force.yaml").squadrons) == 2
    (told,) = _refused(new + '  - {type: mig-21, number: "17"}\n')
    assert "force.yaml:8" in told and "rafale when a unit has come, but mig-21 (it never ends): they overlap" in told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "  - {type: a, begins: [{said: 2021, assumed: t, after: {programme: india-rafale, unit: 99,"
            " lag: {value: 1 day, assumed: t}}}]}\n",
            "force.yaml:8: squadrons[0].begins[0].after.unit: india-rafale has no unit 99",
        ),
        (
            '  - {type: a, number: "4", count: {value: 3, assumed: t}}\n',
            "force.yaml:8: squadrons[0].count: got 3 squadrons of the number 4: each has its own",
        ),
        (
            "  - {type: tejas}\npoints:\n  - {date: 2020, what: t, of: teja, count: {value: 3, assumed: t}}\n",
            "force.yaml:10: points[0].of: no squadron flies 'teja'. Did you mean 'tejas'?",
        ),
        ('  - {type: a, number: "4"}\n  - {type: b, number: "4"}\n', "flies b from the start, but a (it never ends)"),
        (
            "  - {type: a, begins: [{on: 2023, said: 2023, assumed: t}], ends: [{on: 2021, said: 2021, assumed: t}]}\n",
            "ends 2021, before it begins (2023)",
        ),
        ("  - {type: a, ends: [{on: 2023, said: 2021, done: true, assumed: t}]}\n", "that is a plan"),
        ("  - {type: a, ends: [{said: 2021, assumed: t}]}\n", "give one of: on (a date), after"),
        (
            "  - {type: a, begins: [{said: 2021, assumed: t, after: {programme: india-rafal, unit: 1,"
            " lag: {value: 1 day, assumed: t}}}]}\n",
            "no programme 'india-rafal'. Did you mean 'india-rafale'",
        ),
        (
            "  - {type: a, count: {value: 2, source: NOBODY, date: 2020, confidence: press, verification: read}}\n",
            "no source 'NOBODY'",
        ),
    ],
)
def test_what_is_refused(body: str, told: str) -> None:
    assert any(told in line for line in _refused(body))


def test_the_indian_force_lies_beside_its_published_counts(today: Outlook) -> None:
    """Every published count of all squadrons since 2017 lies between effective and formed, give or take one."""
    fighters = force("india-fighters")
    months = range(month("2014-01"), month("2026-11") + 1)
    found = strength(fighters, today, months, seed=1, draws=200)
    low = found.quantiles("effective", (0.05,))[0]
    high = found.quantiles("formed", (0.95,))[0]
    looked = 0
    for point in fighters.points:
        at = month_of(point.date.first)
        if point.of is None and point.what != "projection" and at >= month("2017-01"):
            assert low[months.index(at)] - 1 <= point.count.central <= high[months.index(at)] + 1, point.date.text()
            looked += 1
    assert looked >= 10


def test_mid_2020_is_28_to_32_by_who_counts(today: Outlook) -> None:
    fighters = force("india-fighters")
    found = strength(fighters, today, [month("2020-06")], seed=1, draws=300)
    assert found.quantiles("effective", (0.05, 0.95)).ravel().tolist() == [28, 30]
    assert found.quantiles("formed", (0.05, 0.95)).ravel().tolist() == [30, 32]
    assert set(found.per_squadron.tolist()) == {16, 17, 18}
    assert fighters.wanted_more is not None and fighters.wanted_more.value == 10


def test_a_draw_is_its_own(today: Outlook) -> None:
    fighters = force("india-fighters")
    few = strength(fighters, today, MONTHS, seed=1, draws=5)
    assert np.array_equal(few.formed, strength(fighters, today, MONTHS, seed=1, draws=12).formed[:5])


def test_a_plan_to_end_that_was_not_carried_out_is_still_ahead(then: Outlook) -> None:
    """To end between 2018 and 2021, and there in June 2020: then it ends after that; so does one that is overdue."""
    for on in ("{from: 2018, to: 2021}", "2019"):
        found = _strength(f"  - type: old\n    ends: [{{on: {on}, said: 2017, assumed: t}}]\n", then, 200)
        assert _total(found, "2020-05") == {1}
        assert _total(found, "2021-12") == {0}
