"""What a sceptic is told on the page of a posture, line by line."""

from __future__ import annotations

from mantlet.report.posture.facts import Document, Facts
from mantlet.report.posture.sceptic import sceptic
from unit.report.posture import answers
from unit.report.test_markup import Reader


def _asked(document: Document) -> str:
    section = sceptic(Facts(document))
    assert section is not None
    return Reader(section).text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_sceptic_is_told_what_is_assumed_and_what_it_does() -> None:
    text = _asked(answers.answer())
    assert "numbers read in a source, in part at least: 31 % (give or take 10 %)" in text
    assert "numbers of a source that was not read again: 12 % (give or take 4 %)" in text
    assert "numbers that are assumed or guessed: a share that so few draws do not tell" in text
    assert "211 assumed numbers are held" in text
    assert "saves −0.07 (error −0.57 to 0.18), is better in 20 % and worse in 10 % of them: not told apart" in text
    assert "The same draws with nothing held: it saves 2.0 (error 1.5 to 2.2), is better in 80 %" in text
    assert "It is undone." in text


def test_the_few_numbers_that_undo_it_stand_with_their_reasons() -> None:
    text = _asked(answers.answer())
    assert "Assumed numbers that undo “Press”: 3 of 211." in text
    for words in ("kill prob", "48N6E3, akash-round", "2 of 4", "low", "notional; not published", "what attacks"):
        assert words in text
    whole = answers.answer()
    whole["sceptic"][0]["adverse"]["few"]["numbers"] = 211
    assert "No smaller set was found" in _asked(whole)


def test_a_verdict_that_stands_says_how_many_corners_were_tried() -> None:
    safe = answers.answer()
    safe["sceptic"] = safe["sceptic"][:1]
    adverse = safe["sceptic"][0]["adverse"]
    adverse |= {"undone": False, "few": None}
    assert "None of 9 corners that were tried undoes it." in _asked(safe)
    assert "every corner" not in _asked(safe).lower().replace("not every corner can be tried", "")
    safe["sceptic"][0]["may_yield_nothing"] = True
    assert "asking may yield nothing: then it saves nothing." in _asked(safe)
    adverse |= {"undone": None, "pair": None}
    assert "30 draws are too few to tell it from waiting even as the numbers are drawn" in _asked(safe)
    safe["sceptic"][0]["adverse"] = None
    assert "211" not in _asked(safe)


def test_the_sceptic_asks_of_the_best_policy_and_of_the_question() -> None:
    text = _asked(answers.answer())
    assert "“Press”Asked of the one that saves most, beside “Wait”" in text
    larger = "what loses least in the raid made larger and what loses least in the raid that costs most"
    assert f"“Rounds”Asked of the policy that this is about, {larger}, beside “Wait”" in text
    assert text.index("In its worst corner press") < text.index("In its worst corner rounds")
    assert sceptic(Facts({**answers.answer(), "sceptic": []})) is None
    old = answers.answer()
    del old["sceptic"]
    assert sceptic(Facts(old)) is None


def test_the_map_says_what_its_colours_do_not() -> None:
    document = answers.answer()
    section = sceptic(Facts(document))
    assert section is not None and section.count('class="cell"') == 2 * (9 + 2)
    assert "0.1± 0.01 not told apart" in _asked(document) and "−0.25± 0.12 not told apart" in _asked(document)
    assert "raid × 3" in _asked(document) and "an average month of dusk alone" in _asked(document)
    assert "20 draws a cell. Nowhere does it turn round: “not told apart” may also mean" in _asked(document)
    document["sceptic"][0]["map"]["verdict"][0][0] = "second"
    assert "The verdict turns where blue meets red" in _asked(document)


def test_a_share_beyond_all_is_told_as_an_estimate() -> None:
    found = answers.answer()
    for share, words in ((1.04, "all of it, as far as so few tell"), (-0.1, "none of it"), (0.4, "40 % (give or take")):
        found["sceptic"][0]["variance"]["assumed"] = {"share": share, "standard_error": 0.1}
        text = _asked(found)
        assert f"assumed or guessed: {words}" in text and "104 %" not in text and "estimated from" in text
