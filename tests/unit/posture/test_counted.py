"""Squadron strength of a past day beside what was counted later, by hand."""

from __future__ import annotations

import pytest

from mantlet.posture.counted import counted
from mantlet.posture.dates import day
from mantlet.posture.forecast import Outlook, outlook
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import Force, force, parsed

TODAY = day("2026-11-22")
FORCE = """kind: force
id: small
title: A small force
per_squadron: {value: 18, assumed: test}
forming: {value: 6 month, definition: test}
winding_down: {value: 0 month, definition: test}
squadrons:
  - {type: old, count: {value: 4, assumed: t}}
  - type: new
    begins: [{on: 2020-06-01, said: 2020-06-01, done: true, assumed: t}]
points:
  - {date: 2019, what: usual count, count: {value: 7, assumed: t}}
  - {date: 2020-06-01, what: usual count, count: {value: 6, assumed: t}}
  - {date: 2021, what: projection, count: {value: 9, assumed: t}}
  - {date: 2021, what: usual count, of: old, count: {value: 4, assumed: t}}
  - {date: 2020-09, what: usual count, count: {value: 5, assumed: t}}
  - {date: 2021-09, what: usual count, count: {low: 4, high: 5, assumed: t}}
  - {date: 2028, what: usual count, count: {value: 5, assumed: t}}
"""


@pytest.fixture(scope="module")
def then() -> Outlook:
    return outlook(day("2020-06-23"), programmes().values(), recorded())


def _small(text: str = FORCE) -> Force:
    return parsed(text, "force.yaml")


def test_only_what_was_counted_later_is_laid_beside(then: Outlook) -> None:
    """Five are formed, of which one is not effective before December 2020; six were counted last."""
    found = counted(_small(), then, TODAY, 1, 20)
    assert [one.point.date.text() for one in found] == ["2020-09", "2021-09"]
    assert [(one.formed, one.effective) for one in found] == [((5, 5, 5), (4, 4, 4)), ((5, 5, 5), (5, 5, 5))]
    # Half the forecast is one too few: a quarter. Six, where five were counted: one. Inside a range nothing is blamed.
    assert found[0].score == pytest.approx((0.25, 1.0))
    assert found[1].score == pytest.approx((0.0, 1.0))


def test_without_a_count_before_there_is_nothing_to_hold_it_against(then: Outlook) -> None:
    early = [line for line in FORCE.splitlines() if "date: 2019" not in line and "date: 2020-06-01" not in line]
    assert counted(_small("\n".join(early) + "\n"), then, TODAY, 1, 5) == []


def test_the_indian_force_has_counts_of_later(then: Outlook) -> None:
    found = counted(force("india-fighters"), then, TODAY, 1, 60)
    assert len(found) >= 5
    assert all(one.point.is_count and one.point.date.first > then.day for one in found)
