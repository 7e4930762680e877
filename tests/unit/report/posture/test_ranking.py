"""Every form of raid beside the others, every pair from the side that loses less."""

from __future__ import annotations

from mantlet.report.posture.facts import Facts
from mantlet.report.posture.ranking import ranking
from unit.report.posture import answers
from unit.report.test_markup import Reader


def test_every_form_of_raid_stands_beside_the_others() -> None:
    text = Reader(ranking(Facts(answers.answer()))).text.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "the raid as it is: 40 draws × 4 raids; the raid made larger: 10 draws × 2 raids",
        "Press2.0error 1.5 to 2.5betterless in 60 %, more in 0 %, unseen in 40 %2.0error 1.5 to 2.5worse",
        "The raid made larger: “Wait” loses 1.2 less than “Press” (better).",
        "The raid as it is: meangreatestbest in so many draws",
        "To know every number, though not the luck: 0.21 of value lost in the raid made larger (standard error 0.05).",
        "it needs 1,000 draws, these are 10",
    ):
        assert words in text, words
    assert "Press0.10.290 %0.050.210 %0.050.210 %" in text, "regret, form by form"


def test_pairs_are_seen_from_the_side_that_loses_less() -> None:
    text = Reader(ranking(Facts(answers.answer()))).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Pressbeside “Wait”2.01.5 to 2.560 %0 %40 %better" in text
    assert "kill prob · cruise, 48N6E3 (assumed): order turns at 0.62" in text
    assert "with weights “airfields”: not told apart" in text
    assert "needs 1,000 draws, these are 40" in text
    enough = answers.answer()
    row = {"path": "phi/india-s400", "standing": "assumed", "value": 0.123, "bias": 0.01, "standard_error": 0.02}
    enough["ranking"]["information"] |= {"withheld": False, "numbers": [row]}
    assert "0.12" in Reader(ranking(Facts(enough))).text
    row["value"] = 0.0
    assert "By number: nothing." in Reader(ranking(Facts(enough))).text
