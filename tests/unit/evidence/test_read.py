"""The promises of a reading: nothing numeric is lost, places hold, the same text reads the same, effort is linear."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.evidence.claims import Reading
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.numbers import number_at
from mantlet.evidence.page import page_of
from mantlet.evidence.read import read, read_reports
from mantlet.evidence.text import report_of

DAY = date(2020, 6, 22)
PIECES = (
    *("5", "5,4", "$", "€", "Rs", "-", ".", ",", ";", "\n\n", "“", "”", "%", "'", "(", "½", "²", "٣", "\u00a0", "<b>"),
    *("&euro;", "India", "bought", "S-400", "XQ-58A", "jets", "km", "more than", "than", "half", "a", "third", "two"),
    *("hundred", "and", "billion", "lakh", "dozens", "of", "to", "between", "last", "year", "May", "Monday", "2018"),
    *("12/05/2020", "Q3", "early", "ago", "weeks", "said", "denied", "by", "the", "end", "each", "launcher", "number"),
    *("an unknown number", "No", "million", "shortage", "because of", "delayed", "was due in", "June", "October"),
    *("QR40bn", "R5bn", "Over-500", "About-40", "Some-30", "Top-5", "India-12", "Z91", "Iskra-5", "US$", "M2"),
    *(
        "5k",
        "300m",
        "euros",
        "14:30",
        "0530",
        "'19",
        "Sept",
        "1.5e6",
        "3-4,000",
        "plus",
        "odd",
        "80s",
        "5G",
        "pm",
        "hrs",
    ),
    *(
        "worth",
        "at lest",
        "more",
        "Christmas",
        "weekend",
        "fortnight",
        "a score of",
        "tenfold",
        "Easter",
        "fighter\njets",
    ),
)
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", "", "  "))), max_size=40).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)


def reading(text: str, *, markup: bool = False) -> Reading:
    return read_reports([report_of("a", text, DAY, markup=markup)], lexicon())


# Digits that may stand nowhere: systems of the lexicon, and two or three capitals with a hyphen and a few digits.
_NAMES = re.compile(r"S-400(?:(?!S-400)\w)*|(?<!\w)[A-Z]{1,3}-\d+[A-Z]*")
_CALENDAR = ("june", "october", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def counted(found: Reading) -> list[tuple[int, int]]:
    """Places of claims and of the unassigned; a claim in words says no number, so it holds none."""
    claims = [claim for claim in found.claims if not claim.rule.startswith("said.")]
    return [(span.start, span.end) for span in (*claims, *found.unassigned)]


def uncovered(text: str, *, markup: bool = False) -> list[str]:
    """Tokens that are a number, a word for one, a month or a weekday, and in no claim, no unassigned place, no name."""
    report = report_of("a", text, DAY, markup=markup)
    covered = counted(read_reports([report], lexicon()))
    page = page_of(report, lexicon())
    names = [match.span() for match in _NAMES.finditer(report.prose)]
    lost: list[str] = []
    for at, token in enumerate(page.tokens):
        dated = token.low in _CALENDAR and token.text[0].isupper()
        if not (dated or token.sort == "figure" or number_at(page.tokens, at, page.tables.numerals)):
            continue
        if token.low in ("a", "an") or any(first <= token.start and token.end <= last for first, last in names):
            continue  # of "a dozen" the number is what follows
        start, end = report.place(token.start, token.end)
        if not any(first <= start and end <= last for first, last in covered):
            lost.append(token.text)
    return lost


@settings(max_examples=300)
@given(text=TEXTS, markup=st.booleans())
@example(text="S-400 5", markup=False)
@example(text="S-400S-400", markup=False)
@example(text="12/05/2020/7", markup=False)
@example(text="between 5 and May", markup=False)
def test_every_number_is_in_a_claim_or_unassigned(text: str, markup: bool) -> None:
    assert not uncovered(text, markup=markup)


@settings(max_examples=200)
@given(text=st.text(max_size=60) | TEXTS, markup=st.booleans())
def test_any_text_is_read_and_places_hold_its_words(text: str, markup: bool) -> None:
    found = reading(text, markup=markup)
    for span in (*found.claims, *found.unassigned):
        assert text[span.start : span.end] == span.text and span.text
    assert len({claim.id for claim in found.claims}) == len(found.claims)
    assert found == reading(text, markup=markup)


@settings(max_examples=100)
@given(text=TEXTS)
def test_figures_are_covered_by_a_plain_look(text: str) -> None:
    """Independent of the reader's own tokens: each run of digits that is in no plain name."""
    covered = counted(reading(text))
    names = [match.span() for match in _NAMES.finditer(text)]
    for match in re.finditer(r"\d+", text):
        here = [*covered, *names]
        assert any(first <= match.start() and match.end() <= last for first, last in here), match[0]


@pytest.mark.parametrize(
    ("text", "claimed", "left"),
    [
        ("India bought Over-500 missiles.", ["Over-500 missiles"], []),
        ("India bought About-40 jets.", ["About-40 jets"], []),
        ("The Z91 and the Iskra-5 flew, so did the XQ-58A.", [], ["Z91", "Iskra-5"]),
        ("A Top-5 list.", [], ["Top-5"]),
        ("India paid ZQ40bn.", [], ["40bn"]),
        ("India bought 16 H225M helicopters.", ["16 H225M helicopters"], []),
        ("The S-400M2 flew.", [], []),
        ("The XQ-58A5 flew.", [], ["XQ-58A5"]),
        ("It met India on June 31.", ["June"], ["31"]),
        ("It met India on 31 June.", ["June"], ["31"]),
    ],
)
def test_digits_of_names_are_unassigned_where_they_may_be_more(text: str, claimed: list[str], left: list[str]) -> None:
    found = reading(text)
    claims = [claim.text for claim in found.claims if not claim.rule.startswith("said.")]
    assert (claims, [span.text for span in found.unassigned]) == (claimed, left)


# Numbers and dates in effect, whatever a reader's tables say of them: the word that has to be covered stands last.
_IN_EFFECT = (
    *("a fortnight", "two fortnights", "a score of", "threescore", "doubled", "doubling", "trebled", "quadrupled"),
    *(
        "halved",
        "tenfold",
        "threefold",
        "twice",
        "thrice",
        "half",
        "two-thirds",
        "a couple",
        "dozens",
        "scores",
        "a pair",
    ),
    *(
        "a brace",
        "a quartet",
        "several hundred",
        "myriad",
        "umpteen",
        "Christmas",
        "Christmas Eve",
        "New Year",
        "Easter",
    ),
    *("Ramadan", "Thanksgiving", "weekend", "weekends", "overnight", "noon", "midnight", "80s", "14:30", "0530", "5G"),
)
_FRAMES = (
    "The {} jets came.",
    "It had been {} by then.",
    "Peru, {}, said so",
    "By the {} of it",
    "{}",
    "“{}” – {}-long",
)


@pytest.mark.parametrize("words", _IN_EFFECT)
@pytest.mark.parametrize("frame", _FRAMES)
def test_what_is_a_number_in_effect_is_covered(frame: str, words: str) -> None:
    text, word = frame.replace("{}", words), words.removesuffix(" of").split()[-1]
    covered = counted(reading(text))
    for match in re.finditer(re.escape(word), text):
        assert any(first <= match.start() and match.end() <= last for first, last in covered), covered


def test_a_claim_in_words_takes_no_number_with_it() -> None:
    found = reading("The delivery was delayed because of the second of two faults on a road of 112 km.")
    assert "cause_of_delay" in [claim.kind for claim in found.claims]
    assert [span.text for span in found.unassigned] == ["second", "112 km"]


def test_what_no_rule_reads_is_unassigned() -> None:
    found = reading("The 75th parade, the first of two, took place on a road of 112 km. Decree No. 1063 applies.")
    assert [span.text for span in found.unassigned] == ["75th", "first", "two", "112 km", "1063"]


_SIGNS = (
    "5;",
    "5% ",
    "€5 ",
    "5, 6 and ",
    "½ ",
    "1 ",
    "1,",
    "1-",
    "$5 ",
    "a",
    "-",
    "(",
    "<",
    "&",
    "<p",
    "“",
    "9",
    "\n\n",
    "12/12/2020 ",
    "a.b.",
    "2018-",
)
_WORDS = ("million ", "one hundred ", "India", "between 1 and ", "S-400 ", "last year ", "5 May ", "half a ", "than 5 ")
_PHRASES = (
    "two years ago ",
    "thousands of ",
    "first half of ",
    "more than ",
    "India bought 5 jets. ",
    "denied 5 jets; ",
    "not 5 ",
    "5 not ",
    "1 234 ",
    "R5 ",
    "A5",
    "said source 5 ",
    "at lest 5 ",
    "worth 300m ",
    "3-4,000 ",
    "14:30 ",
    "Sept '19 ",
    "a score of Christmas ",
    "of $5 FY21 -",
    "5 jets in 2018, ",
    '<a b="c>',
    "<a b='>",
    "6 Boeing 737 ",
)
HOSTILE = (*_SIGNS, *_WORDS, *_PHRASES)
SMALL, LARGE = 8_000, 32_000


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_effort_grows_with_the_length_and_no_faster(piece: str) -> None:
    """Four times the text takes about four times the processor time; a square would take sixteen."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()
        reading(text, markup=piece[0] in "<&")
        return time.process_time() - begin

    reading(piece)
    for _ in range(3):
        small, large = min(seconds(SMALL), seconds(SMALL)), seconds(LARGE)
        if large < 9 * max(small, 0.01):
            return
    pytest.fail(f"{small:.2f} s and {large:.2f} s")


def test_files_are_read_with_a_date_or_their_own(tmp_path: Path) -> None:
    own, given_ = tmp_path / "own.txt", tmp_path / "page.html"
    own.write_text(" date 2019-03-04 OSLO - India bought 12 jets last year.", encoding="utf-8")
    given_.write_text("<html><p>India bought <b>14</b> jets last year.</p></html>", encoding="utf-8")
    found = read([given_, own], dated=DAY)
    assert [
        (claim.report, claim.text, claim.event_time) for claim in found.claims if claim.kind == "quantity_ordered"
    ] == [
        ("own.txt", "12 jets", "2018"),
        ("page.html", "14</b> jets", "2019"),
    ]
    (head,) = [claim for claim in found.claims if claim.rule == "report.date"]
    assert (head.start, head.text, head.event_time) == (6, "2019-03-04", "2019-03-04")
    with pytest.raises(InvalidInput, match=r"page\.html:1: has no date"):
        read([given_])


def test_two_reports_of_one_name_are_refused_unless_they_are_the_same(tmp_path: Path) -> None:
    for folder, text in (("a", "Five jets."), ("b", "Six jets."), ("c", "Five jets.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"two different reports are named x\.txt"):
        read([tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"], dated=DAY)
    assert len(read([tmp_path / "a" / "x.txt", tmp_path / "c" / "x.txt"], dated=DAY).claims) == 1


def test_a_claim_keeps_its_id_under_another_name() -> None:
    text = "India bought 12 jets."
    one, other = (read_reports([report_of(name, text, DAY)], lexicon()).claims[0].id for name in ("a", "b"))
    assert one == other


def test_json_has_the_promised_form() -> None:
    document = json.loads(reading("India signed the S-400 deal for $5.4-billion.").model_dump_json(by_alias=True))
    assert list(document) == ["schema", "claims", "unassigned", "relations"]
    (claim,) = document["claims"]
    assert claim["value"] == {"low": 5.35e9, "high": 5.45e9, "op": "eq"}
    assert set(claim) == {
        *("id", "report", "start", "end", "text", "kind", "subject", "value", "unit", "event_time", "date_asserted"),
        *("attribution", "modality", "rule", "flags"),
    }


def test_words_of_the_calendar_and_of_number_that_are_no_date_are_unassigned() -> None:
    found = reading("It came Mon. or Wed, a multibillion-dollar deal, the ninetieth, by month-end, March being over.")
    assert [span.text for span in found.unassigned] == ["Mon", "Wed", "multibillion", "ninetieth", "month-end", "March"]


@pytest.mark.parametrize(
    ("text", "words", "count", "unit"),
    [
        ("India lost seven Skyfall-2 drones.", "seven Skyfall-2 drones", 7, "drone"),
        ("India bought 6 Boeing 737 jets.", "6 Boeing 737 jets", 6, "aircraft"),
        ("India bought 8 Saab 2000 aircraft.", "8 Saab 2000 aircraft", 8, "aircraft"),
        ("Ukraine trained 24 Leopard crews.", "24 Leopard crews", 24, "crew"),
        ("Poland has three Patriot companies.", "three Patriot companies", 3, "company"),
    ],
)
def test_digits_of_a_name_are_no_count_and_its_noun_is_counted(text: str, words: str, count: int, unit: str) -> None:
    (claim,) = reading(text).claims
    assert (claim.text, claim.value.low, claim.unit) == (words, count, unit)


def test_marks_that_nobody_sees_part_no_word_and_tags_end_behind_their_attributes() -> None:
    (claim,) = reading("India bought 1\u200b2 heli\u00adcopters.").claims
    assert (claim.text, claim.value.low, claim.unit) == ("1\u200b2 heli\u00adcopters", 12, "helicopter")
    (claim,) = reading('<p title="7 > 5 jets">India bought 1&shy;2 jets.</p>', markup=True).claims
    assert (claim.text, claim.value.low) == ("1&shy;2 jets", 12)
    (claim,) = reading('<p title="7>India bought 12 jets.</p>', markup=True).claims
    assert claim.text == "12 jets"
