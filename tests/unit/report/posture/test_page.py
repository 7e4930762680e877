"""The brief of a posture: whole, self-contained, the same every time, escaped, and true to its document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mantlet.evidence.known import Ground
from mantlet.report.posture.behind import NOTHING_CAME, backtest
from mantlet.report.posture.charts import lost_and_saved
from mantlet.report.posture.facts import Document, Facts
from mantlet.report.posture.page import page, write
from mantlet.report.posture.sceptic import came, money
from mantlet.report.posture.summary import few_draws, in_words, summary
from mantlet.report.sheet import picture
from unit.report.posture import answers
from unit.report.test_markup import Reader

EVIL = "<script>alert('raid')</script> $1 & \"co\""
SECTIONS = (
    *("summary", "sceptic", "money", "elsewhere", "came", "months", "leakers", "places", "squadrons", "availability"),
    *("worth", "drivers", "ranking", "backtest", "reading", "limits", "repeat"),
)


@pytest.fixture(scope="module")
def told() -> str:
    return page(answers.answer())


@pytest.fixture(scope="module")
def read(told: str) -> Reader:
    return Reader(told)


def ids(read: Reader) -> list[str | None]:
    return [value for name, value in read.attributes if name == "id"]


def test_every_section_is_there_once_and_linked_to(read: Reader) -> None:
    every = ids(read)
    assert [anchor for anchor in every if anchor in SECTIONS] == list(SECTIONS)
    assert len(every) == len(set(every)), "an id stands for one thing"
    links = [value for name, value in read.attributes if name == "href" and value]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(every)


def test_claims_behind_the_numbers_are_listed_and_changed_ones_come_first(told: str) -> None:
    assert 'id="claims"' not in told
    text = Reader(page(answers.answer(), Ground({"a@b": "r.txt, characters 3 to 9"}, "1 claim changed"))).text
    assert text.index("1 claim changed.") < text.index("r.txt, characters 3 to 9")


def test_nothing_is_fetched_and_nothing_runs(told: str, read: Reader) -> None:
    assert not {"script", "link", "iframe", "object", "embed", "img"} & set(read.tags)
    assert not re.search(r"https?://|url\((?!#)|@import", told)
    assert not [name for name, _ in read.attributes if name.startswith("on") or name == "src"]


def test_the_command_repeats_what_was_asked() -> None:
    asked = answers.answer() | {
        "call": {"name": "my postures/some.yaml", "months": "2020-11:2021-12", "library": ["own", "more"]}
    }
    text = Reader(page(asked)).text
    command = "mantlet posture 'my postures/some.yaml' --draws 40 --replications 4 --seed 7 --months 2020-11:2021-12"
    assert f"{command} --library own --library more" in text
    library = "library=mantlet.catalog('own', 'more')"
    words = "draws=40, replications=4, seed=7, months='2020-11:2021-12'"
    assert f"mantlet.posture('my postures/some.yaml', {words}, {library})" in text


def test_every_picture_is_named(told: str, read: Reader) -> None:
    every = ids(read)
    pictures = re.findall(r"<svg [^>]*>", told)
    assert len(pictures) > 10
    for tag in pictures:
        names = re.search(r'role="img" aria-labelledby="([^"]*)"', tag)
        assert 'aria-hidden="true"' in tag or (names and set(names[1].split()) <= set(every)), tag


def test_the_page_is_small_and_the_same_every_time(told: str, tmp_path: Path) -> None:
    assert page(answers.answer()) == told
    assert len(told.encode()) < 3e6
    assert write(answers.answer(), tmp_path / "brief.html").read_text(encoding="utf-8") == told
    assert not re.search(r"\bnan\b|\binf\b|None", Reader(told).text)


def test_what_is_typed_stays_text() -> None:
    hurt = answers.answer()
    hurt["title"] = hurt["summary"] = hurt["ranking"]["sentence"] = hurt["sceptic"][0]["sentence"] = EVIL
    hurt["sceptic"][0]["adverse"]["few"]["kinds"][0]["assumed"] = [EVIL]
    for part in (*hurt["policies"], *hurt["states"]):
        part["title"] = EVIL
    for place in hurt["places"]:
        place["name"] = EVIL
    hurt["backtest"]["unknown"] = [EVIL]
    text = page(hurt)
    assert "<script" not in text
    assert EVIL in Reader(text).text


def test_the_answer_tells_each_spread_apart() -> None:
    text = Reader(in_words(Facts(answers.answer()))).text
    assert "Who waits loses 11 of 33 units of value" in text
    assert "“Press” saves most: 2.0 on average, 6 %" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "error of this mean is 1.5 to 2.5" in text
    assert "one raid may save 0 to 4 by chance" in text
    assert "within the sources the mean may be 0.75 to 3.2" in text
    assert "less in 60 %, more in 0 %, unseen in 40 %" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert text.endswith("by the rule below: better.")


def test_only_waiting_and_nothing_saved_are_told_as_they_are() -> None:
    alone = answers.answer()
    alone["policies"] = alone["policies"][:1]
    alone["ranking"]["pairs"], alone["ranking"]["regret"] = [], {"as the scenarios have it": alone_regret(alone)}
    del alone["ranking"]["views"]
    alone |= {"margins": [], "sceptic": [], "squadrons": None, "availability": []}
    for place in alone["places"]:
        place["filled_share"] = {state: {"wait": [0.5] * len(alone["months"])} for state in answers.STATES}
    every = ids(Reader(page(alone)))
    assert not {"sceptic", "elsewhere", "squadrons", "availability", "worth"} & set(every)
    vain = answers.answer()
    vain["policies"][1:] = [
        answers.policy("press", "Press", -0.5, ["x"]),
        answers.policy("rounds", "Rounds", -1.0, ["y"]),
    ]
    assert "No other policy loses less on average." in in_words(Facts(vain))


def alone_regret(document: Document) -> list[Document]:
    return [entry for entry in document["ranking"]["regret"]["airfields"] if entry["policy"] == "wait"]


def _page_one(document: Document) -> str:
    told_of = {"sceptic", "money", "elsewhere", "came"}
    return Reader(summary(Facts(document), told_of)).text.replace("\N{NO-BREAK SPACE}", " ")


def test_page_one_answers_the_sceptic() -> None:
    text = _page_one(answers.answer())
    for sentence in ("“Press” loses less than", "In its worst corner press", "In its worst corner rounds"):
        assert text.index(sentence) < text.index("How much is assumed?")
    for answer in (
        "“Press”: of the variance of what it saves cited numbers move 31 % (give or take 10 %), recalled "
        "ones 12 % (give or take 4 %), assumed ones a share",
        "In the raid as it is, “Press”: undone; it saves −0.07 instead of 2.0; “Rounds”: undone",
        "“Press”: of night better in 6 and worse in 0 of 9 cells, at its largest (× 3) better in 3 of 3, saving 0.3 to "
        "0.9; of dusk better in 1 and worse in 0 of 2 cells, at its largest (× 4) better in 0 of 1, saving −0.25",
        "“Rounds” saves a unit of value for 600 M dollars (in the raid as it is: not told apart; price sourced in "
        "part); “Press” breaks even with “Rounds” at 1.2 bn dollars (in the raid as it is: better; no price is known)",
        "“Press” saves 2.0 (better)",
        "Waiting loses 11 in a raid of an average month as it came, 11 as was expected; regiment set 1: promised "
        "2021-12, came 2021-12",
    ):
        assert answer in text
    assert text.index("came 2021-12") < text.index("Value saved against waiting"), "ahead of every table"


def test_page_one_says_what_stands_and_what_is_not_known() -> None:
    document = answers.answer()
    document["sceptic"] = document["sceptic"][:1]
    document["sceptic"][0]["adverse"] |= {"undone": False, "few": None}
    document["known_until"] = document["as_of"]
    document["policies"][2]["cost"] |= {"usd_per_unit": None}
    document["policies"][2]["saved"]["record"]["fixed"]["mean"] = 0.0
    text = _page_one(document)
    assert "it stands in all 9 corners that were tried; it saves −0.07 instead of 2.0" in text
    assert "nothing is saved by “Rounds”" in text
    assert "Nothing is known of the time after 2020-06-23" in text
    document["sceptic"][0]["adverse"] = None
    assert "“Press”: not told from waiting even as the numbers are drawn" in _page_one(document)
    assert "How much is assumed?" not in _page_one(document | {"sceptic": []})


def test_ignorance_that_chance_hides_is_no_range_without_width() -> None:
    document = answers.answer()
    document["margins"][0]["first"]["ignorance"] = [2.4, 2.4]
    text = Reader(page(document)).text
    assert "1.9 to 2.90.4 to 4.4lost in chance" in text
    assert "it is lost in chance: too small to be seen" in text


def test_figures_stand_with_their_three_spreads(read: Reader) -> None:
    """Month by month, and by class and asset in the first and in the last month."""
    first, last = "1211.5 to 12.510 to 1410.8 to 13.2", "109.5 to 10.58 to 128.8 to 11.2"
    for name in ("Cruise missiles", "leh, worth 10"):
        assert f"{name}{first}{last}" in read.text
    assert f"2020-11{first}0−0.5 to 0.5−2 to 2−1.2 to 1.2" in read.text
    assert f"2021-12{last}2.01.5 to 2.50 to 40.75 to 3.2" in read.text


def test_a_lost_back_test_and_the_unknown_are_said_plainly(read: Reader) -> None:
    assert "Standing on 2020-06-23: on average the model loses to a naive forecast" in read.text
    assert "It turns with the start." in read.text and "2016 on" in read.text
    assert "the forecast loses to “as many as counted last”: mean scores 1.9 and 1.5 squadrons" in read.text
    assert "Twelve more fighters: first of 12" in read.text
    assert "unknown, not zero" in read.text


def test_where_nothing_came_yet_nothing_is_judged() -> None:
    """Seen from the last day of which anything is known: no verdict on no cases, and nothing that came."""
    none = {"cases": 0, "units": 0, "score_month": [0.0] * 4, "best": "none", "better_units": 0}
    found = answers.answer()
    found["known_until"] = found["as_of"]
    found["backtest"] |= {"cases": [], "squadrons": None}
    found["backtest"]["summary"] = none | {"coverage": "no cases", "model_loses": False}
    facts = Facts(found)
    text = Reader(backtest(facts)).text
    assert NOTHING_CAME in text
    assert "beats both" not in text.replace("It beats both naive forecasts on", "")
    assert "Standing on" not in text
    lived = Reader(came(facts)).text
    assert f"Nothing is known of the time after {found['as_of']}" in lived and "as it came" not in lived
    assert "it came" not in Reader(picture(lost_and_saved(facts))).text


def test_few_draws_are_said_to_give_the_least_and_the_greatest() -> None:
    """Of the forms of raid of which it is so, with the draws behind each; nothing where all have enough."""
    found = answers.answer()
    told = "Of fewer than 93 draws ignorance is the least and the greatest mean of a draw: "
    every = f"{told}the raid as it is, 40 draws; the raid made larger, 10 draws; the raid that costs most, 10 draws."
    assert few_draws(Facts(found)) == every and Reader(page(found)).text.count(every) == 2
    lost = found["policies"][0]["lost"]["record"]
    lost["fixed"]["ignorance_kind"] = "p05_p95"
    assert few_draws(Facts(found)).startswith(f"{told}the raid made larger, 10 draws;")
    for one in lost.values():
        one["ignorance_kind"] = "p05_p95"
    assert few_draws(Facts(found)) == "" and told not in Reader(page(found)).text


def test_what_nobody_told_of_is_no_part_of_what_came() -> None:
    found = answers.answer()
    assert "Nobody has told" not in Reader(came(Facts(found))).text
    found["backtest"]["untold"] = ["Seven squadrons: squadron 1"]
    text = Reader(came(Facts(found))).text
    assert "Nobody has told whether these came: Seven squadrons: squadron 1." in text
    assert f"expect on {found['known_until']}: unknown, not zero." in text


def test_numbers_of_the_document_appear(read: Reader) -> None:
    assert "mantlet.posture('some-2020', draws=40, replications=4, seed=7)" in read.text
    for words in ("mantlet posture some-2020 --draws 40 --replications 4 --seed 7", "d" * 64, "7,098", "PRINT20"):
        assert words in read.text
    for words in ("Cruise missiles", "Not at all: Bombers.", "leh, worth 10", "Filled from the start: Patrol (s-400)"):
        assert words in read.text
    worst = "night × 3, 150 objects, from 2020-11; dawn (after 1.0 loads are spent), 50 objects, from 2021-05"
    assert worst in read.text
    assert (
        "At its own size dawn (after 1.0 loads are spent) costs most: 14 in an average month of waiting." in read.text
    )
    assert "Lost under “Wait”1110.5 to 11.52120.5 to 21.51413.5 to 14.5" in read.text


def test_the_main_picture_stands_alone_and_has_all_lines() -> None:
    facts = Facts(answers.answer())
    drawn = lost_and_saved(facts)
    assert picture(drawn).startswith('<svg xmlns="http://www.w3.org/2000/svg" ')
    for policy in facts["policies"]:
        assert f">{policy['title']}<" in drawn
        assert drawn.count(facts.stroke(policy).written()) >= 2  # a line and its key
    strokes = [facts.stroke(policy) for policy in facts["policies"]]
    assert len(set(strokes)) == len(strokes)


def test_a_raid_that_does_not_saturate_is_not_called_so(told: str) -> None:
    assert "40% of what is added leaks: not saturating" in told and "Made larger" in told


def test_a_policy_that_saves_nothing_says_why() -> None:
    vain = answers.answer()
    vain["policies"][2] = answers.policy("rounds", "Rounds", 0.0, ["y"])
    text = Reader(page(vain)).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "changes the force in 25 % of the raids, and the end of none of them; it does in dawn" in text
    vain["policies"][2]["reached"] = [{"fleet": "mig", "of": 59.0, "stand": 2, "places": ["Leh, a pair"]}]
    vain["policies"][2]["cost"]["usd_per_unit"] = None
    few = "of the 59 of the fleet mig 2 stand in these raids: Leh, a pair"
    assert few in Reader(money(Facts(vain))).text
    assert f"nothing is saved by “Rounds” ({few})" in _page_one(vain)
    vain["policies"][2]["moved"]["forces"] = 0.0
    assert "changes no force in these months" in Reader(page(vain)).text


def test_places_outside_the_raids_are_told_together() -> None:
    """Which of them is filled makes no difference: how many, and months of all of them."""
    found = answers.answer()
    months = {"far": 1.5, "farther": 2.25}
    for place, mean in months.items():
        found["policies"][1]["exposure_months"][place] = {"mean": mean, "range": [0.0, 3.0]}
    text = Reader(page(found)).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "outside these raids (s-400), all together 3.8" in text
    drawn = page(found)
    assert 'id="place-outside-s-400' in drawn and 'id="place-far' not in drawn


def test_months_of_exposure_come_with_their_hazard(read: Reader) -> None:
    text = read.text.replace("\N{NO-BREAK SPACE}", " ")
    low, high = (answers.answer()["raid_per_month"][end] for end in (0, -1))
    said = (
        f"a raid comes with a chance of {100 * low:g} % to {100 * high:g} %, which is assumed: ten such months stand "
    )
    assert f"{said}for {10 * low:g} to {10 * high:g} raids" in text


def test_a_line_that_lies_under_waiting_is_said_to() -> None:
    facts = Facts(answers.answer())
    lost = facts.waits["series"][facts.record]["fixed"]["value_lost"]
    assert "(under" not in lost_and_saved(facts)
    facts["policies"][2]["series"][facts.record]["fixed"]["value_lost"] = lost
    assert f">{facts['policies'][2]['title']} (under “{facts.waits['title']}”)<" in lost_and_saved(facts)


def test_aircraft_stand_beside_what_was_published_of_their_fleet(told: str, read: Reader) -> None:
    assert "Aircraft by type" in read.text and 'id="aircraft-mig-29' in told
    alone = answers.answer()
    alone["squadrons"]["published"] = alone["squadrons"]["published"][:2]
    assert "Aircraft by type" not in Reader(page(alone)).text


def test_what_is_pooled_and_what_overlaps_is_said(read: Reader) -> None:
    assert "Of s-400-radars all are counted from the start" in read.text
    assert "what they save does not add up" in read.text and "purchases of several policies stand in them" in read.text


def test_the_headline_is_stacked_on_a_phone(told: str) -> None:
    assert told.count('class="scroll stacked"') == 1
    assert 'data-head="Ignorance"' in told and ".stacked td[data-head]::before" in told


def test_numbers_drawn_together_are_one_row(read: Reader) -> None:
    assert "and 1 drawn together with it" in read.text


def test_few_raids_are_said_beside_the_rule(read: Reader) -> None:
    assert f"has seen {answers.answer()['replications']} raids of each draw in each month" in read.text
