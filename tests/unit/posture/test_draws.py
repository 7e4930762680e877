"""Draws as arrays: keyed, and the same as the library draws one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mantlet.base.sourced import Sourced
from mantlet.library.sampling import Coupling, Draw
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


def test_a_number_that_is_held_stands_where_it_is_held() -> None:
    found = figures(LEAD, Dice(7, ends={"a": 0.25}), 5, "a")
    assert found.tolist() == [LEAD.quantile(0.25)] * 5
    assert np.array_equal(figures(LEAD, Dice(7, ends={"a": 0.25}), 5, "b"), figures(LEAD, Dice(7), 5, "b"))


def test_a_number_drawn_again_falls_as_from_another_seed() -> None:
    again = Dice(7, drawn_again=frozenset({"a"}))
    assert np.array_equal(figures(LEAD, again, 5, "a"), figures(LEAD, Dice(8), 5, "a"))
    assert np.array_equal(figures(LEAD, again, 5, "b"), figures(LEAD, Dice(7), 5, "b"))


def test_held_comes_before_drawn_again() -> None:
    both = Dice(7, ends={"a": 1.0}, drawn_again=frozenset({"a"}))
    assert figures(LEAD, both, 2, "a").tolist() == [LEAD.quantile(1.0)] * 2


@pytest.mark.parametrize("coupling", ["comonotone", "independent"])
def test_a_held_draw_keeps_what_is_known(coupling: Coupling) -> None:
    held = replace(Dice(7, ends={"a": 0.5}, drawn_again=frozenset({"b"})).draw(2, coupling), known={"c": 3.0})
    found = {path: held.value(path, LEAD) for path in "abcd"}
    assert found == {
        "a": LEAD.quantile(0.5),
        "b": Draw(8, 2, coupling).value("b", LEAD),
        "c": 3.0,
        "d": Draw(7, 2, coupling).value("d", LEAD),
    }
    assert held.known == found


def test_dice_tell_what_was_asked_of_them() -> None:
    dice = Dice(7, told={})
    found = figures(LEAD, dice, 3, "a")
    assert dice.told is not None and dice.told["a"][0] is LEAD and np.array_equal(dice.told["a"][1], found)
    assert type(dice.draw(0, "independent")) is Draw
