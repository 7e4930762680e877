"""Months, leakers and states of nature in every form of raid."""

from __future__ import annotations

from mantlet.report.posture.facts import Facts
from mantlet.report.posture.months import leakers, months
from unit.report.posture import answers
from unit.report.test_markup import Reader


def test_leakers_by_class_of_larger_raids_are_told_too() -> None:
    told = leakers(Facts(answers.answer()))
    for view in ("saturating", "worst"):
        assert f'id="by-class-{view}-cruise' in told
    assert "Leakers by class in the raid made larger" in Reader(told).text
    assert "Cruise missiles2423.5 to 24.522 to 2622.8 to 25.2" in Reader(told).text, "twice as many, with their spreads"


def test_states_of_nature_are_told_in_every_form_of_raid() -> None:
    told = months(Facts(answers.answer()))
    assert 'id="lost-saturating-cut' in told and "Supply cut: the raid made larger" in told
