"""Page one of a posture's brief: what a sceptic asks, answered in a line each."""

from __future__ import annotations

from mantlet.report.posture.facts import Facts
from mantlet.report.posture.page import page
from mantlet.report.posture.summary import summary
from unit.report.posture import answers
from unit.report.test_markup import Reader


def test_page_one_says_what_a_policy_saves_in_every_form_of_raid() -> None:
    found = answers.answer()
    text = Reader(summary(Facts(found), {"ranking"})).text
    assert text.index("No one policy loses least in all forms of raid.") < text.index("And in larger raids?")
    assert (
        "It is not the same policy that loses least. Saved: “Press”: 2.0 in the raid as it is (better), 2.0 in the "
        "raid made larger (worse), 2.0 in the raid that costs most (worse); “Rounds”: 0.5 in"
    ) in text
    found["ranking"]["same"] = True
    assert "It is the same policy that loses least. Saved" in Reader(summary(Facts(found), {"ranking"})).text


def test_a_document_that_ranks_in_one_form_of_raid_is_still_read() -> None:
    """As answers were before: no other forms, no loss by raid, a map without errors."""
    old = answers.answer()
    for name in ("views", "across", "same"):
        del old["ranking"][name]
    for raid in old["raids"]:
        del raid["lost"]
    for asked in old["sceptic"]:
        del asked["other_maps"], asked["loses_least_in"], asked["map"]["standard_error"]
    for policy in old["policies"]:
        for view in ("saturating", "worst"):
            del policy["series"]["record"][view]["by_class"]
        del policy["saved"]["cut"]["saturating"]
    text = Reader(page(old)).text
    assert "And in larger raids?" not in text and "What it would be worth to know more" in text
