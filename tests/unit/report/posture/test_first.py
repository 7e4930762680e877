"""Page one of a posture's brief: what a sceptic asks, answered in a line each."""

from __future__ import annotations

from mantlet.report.posture.facts import Facts
from mantlet.report.posture.summary import summary
from unit.report.posture import answers
from unit.report.test_markup import Reader


def test_page_one_says_which_policy_saves_most_in_a_larger_raid() -> None:
    found = answers.answer()
    told_of = {"months"}
    assert "The same policy saves most" in Reader(summary(Facts(found), told_of)).text
    record = Facts(found).record
    for policy, saved in zip(found["policies"][1:], (0.1, 7.5), strict=False):
        policy["saved"][record]["saturating"]["mean"] = saved
    text = Reader(summary(Facts(found), told_of)).text
    assert "Another policy saves most" in text and "saves 7.5 there" in text
