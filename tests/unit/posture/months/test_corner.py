"""Corners: groups turned round where that saves less, tries counted and bounded, and the few that do it found."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from mantlet.posture.months.corner import TRY_DRAWS, Search, tries_of
from mantlet.posture.months.numbers import Assumed, Group
from mantlet.posture.verdicts import Pair, pair

CHECKED = 20


def _assumed(count: int, **settled: Mapping[str, float]) -> Assumed:
    """Groups of one number each, of which draws say less and less; all that defends."""
    groups = [
        Group(f"f{at}", f"t{at}", "defence", (f"t{at}.kill_prob",), correlation=1.0 / (at + 2)) for at in range(count)
    ]
    return Assumed(tuple(groups), settled.get("defined", {}), settled.get("told", {}))


class Truth:
    """A saving of 1 in every draw, less what each end takes; remembers which draws were asked."""

    def __init__(self, takes: Mapping[tuple[str, float], float]) -> None:
        self.takes = takes
        self.asked: list[tuple[dict[str, float], range]] = []

    def __call__(self, ends: Mapping[str, float], draws: range) -> Pair:
        self.asked.append((dict(ends), draws))
        saved = 1.0 - sum(taken for (name, end), taken in self.takes.items() if ends.get(name) == end)
        losses = np.zeros((2, len(draws), 4))
        losses[1] += saved
        return pair(losses, 0, 1)


def test_numbers_that_work_at_opposite_ends_are_found_by_turning_groups() -> None:
    """No corner in which all are at their best or worst undoes it: one of two is at the wrong end in each."""
    truth = Truth({("t0.kill_prob", 0.0): 0.7, ("t1.kill_prob", 1.0): 0.6})
    search = Search(truth, _assumed(6), CHECKED, tries=6)
    ends, seen = search.worst()
    assert (ends["t0.kill_prob"], ends["t1.kill_prob"]) == (0.0, 1.0)
    assert seen.verdict != "first" and seen.mean == pytest.approx(0.3)
    assert set(ends.values()) == {0.0, 1.0} and len(ends) == 6


def test_the_few_that_do_it_are_those_that_do_it() -> None:
    truth = Truth({("t1.kill_prob", 0.0): 0.6, ("t6.kill_prob", 0.0): 0.6})
    search = Search(truth, _assumed(8), CHECKED, tries=30)
    ends, seen = search.worst()
    groups, alone = search.few(ends, seen, truth({}, range(CHECKED)))
    assert {group.thing for group in groups} == {"t1", "t6"}
    assert alone.verdict != "first"


def test_without_tries_all_that_is_held_is_named() -> None:
    truth = Truth({("t1.kill_prob", 0.0): 2.0})
    search = Search(truth, _assumed(8), CHECKED, tries=0)
    ends, seen = search.worst()
    groups, alone = search.few(ends, seen, truth({}, range(CHECKED)))
    assert len(groups) == 8 and alone == seen


def test_a_smaller_set_that_does_not_undo_it_is_not_named() -> None:
    """What chooses lies: only by the draws of the verdict do all eight count."""

    def judge(ends: Mapping[str, float], draws: range) -> Pair:
        saved = 0.0 if draws.start or len(ends) == 8 else 1.0
        losses = np.zeros((2, len(draws), 4))
        losses[1] += saved if ends else 1.0
        return pair(losses, 0, 1)

    search = Search(judge, _assumed(8), CHECKED, tries=6)
    ends, seen = search.worst()
    groups, _ = search.few(ends, seen, judge({}, range(CHECKED)))
    assert len(groups) == 8


def test_tries_are_counted_bounded_and_end_with_the_verdict() -> None:
    safe = Search(truth := Truth({}), _assumed(40), CHECKED, tries=5)
    _, seen = safe.worst()
    assert (seen.verdict, safe.tried) == ("first", 2 + 5)  # of four sides two differ: no raid has a number here
    assert len(truth.asked) == 2 + 5 + 1
    dead = Search(Truth({("t3.kill_prob", 1.0): 2.0}), _assumed(40), CHECKED, tries=5)
    assert dead.worst()[1].verdict != "first" and dead.tried == 2
    assert tries_of(10_000) > tries_of(1000) > tries_of(200)


def test_draws_that_choose_are_not_those_that_judge() -> None:
    truth = Truth({("t0.kill_prob", 0.0): 2.0})
    search = Search(truth, _assumed(4), CHECKED, tries=5)
    search.few(*search.worst(), as_drawn=truth({}, range(CHECKED)))
    assert {(draws.start, draws.stop) for _, draws in truth.asked} == {(0, CHECKED), (CHECKED, CHECKED + TRY_DRAWS)}


def test_what_is_told_or_defined_is_not_turned() -> None:
    settled = _assumed(3, told={"t0.kill_prob": 1.0}, defined={"t1.kill_prob": 0.0})
    truth = Truth({("t0.kill_prob", 0.0): 0.9, ("t1.kill_prob", 1.0): 0.9})
    ends, seen = Search(truth, settled, CHECKED, tries=9).worst()
    assert (ends["t0.kill_prob"], ends["t1.kill_prob"], seen.verdict) == (1.0, 0.0, "first")
