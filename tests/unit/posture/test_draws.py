"""Draws as arrays: keyed, and the same as the library draws one by one."""

from __future__ import annotations

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.library.sampling import Draw
from mantlet.posture.draws import Dice, day_within, figures, shares, whole_days

LEAD = Sourced(dimension="time", low=0.0, best=86400.0 * 10, high=86400.0 * 40, assumed="test")


def test_figures_are_those_of_the_library() -> None:
    one_by_one = [Draw(7, index, "independent").value("a/b", LEAD) for index in range(30)]
    assert figures(LEAD, Dice(7), 30, "a/b").tolist() == one_by_one
    assert whole_days(LEAD, Dice(7), 30, "a/b").tolist() == [round(figure / 86400) for figure in one_by_one]


def test_a_draw_does_not_depend_on_how_many_there_are() -> None:
    assert np.array_equal(shares(1, 40, "x")[:9], shares(1, 9, "x"))
    assert not np.array_equal(shares(1, 9, "x"), shares(1, 9, "y"))


def test_every_day_of_a_span_is_as_likely_and_none_outside() -> None:
    found = day_within(100, 103, shares(1, 4000, "day"))
    days, counts = np.unique(found, return_counts=True)
    assert days.tolist() == [100, 101, 102, 103]
    assert np.all(np.abs(counts - 1000) < 120)
