"""A report's file: its date, and places that lead back to the file's own code points."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.evidence.read import open_reports
from mantlet.evidence.text import Report, open_report, report_of

DAY = date(2024, 5, 1)


def words_at(report: Report, words: str) -> str:
    """What the file has where the prose has `words`."""
    start = report.prose.index(words)
    return report.span(start, start + len(words)).text


def test_the_head_gives_the_date_and_is_no_prose() -> None:
    report = report_of("a.txt", " date 2020-06-22 OSLO - Five jets.")
    assert (report.date, report.dated) == (date(2020, 6, 22), (6, 16))
    assert report.span(report.prose.index("Five"), report.prose.index("Five") + 4).start == 24


def test_a_given_date_serves_where_the_file_has_none_and_the_file_knows_better() -> None:
    assert report_of("a.txt", "Five jets.", DAY).date == DAY
    assert report_of("a.txt", "date 2020-06-22\nFive jets.", DAY).date == date(2020, 6, 22)
    assert report_of("a.txt", "A date 2020-06-22 inside.", DAY).date == DAY


@pytest.mark.parametrize("text", ["Five jets.", "date 2020-06-2 x", " date 2020-13-01 x", ""])
def test_no_date_or_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        report_of("a.txt", text)


def test_html_is_read_without_tags_and_places_count_the_files_own_code_points() -> None:
    text = (
        "<!DOCTYPE html><head><title>9</title></head><p>Russia&#8217;s <b>S</b>-400: &euro;5&nbsp;<i>bn</i> &amp; 2</p>"
    )
    report = report_of("a.html", text, DAY)
    assert "".join(report.prose.split()) == "Russia’sS-400:€5bn&2"
    assert words_at(report, "’") == "&#8217;"
    assert words_at(report, "S-400") == "S</b>-400"
    assert words_at(report, "€5\u00a0bn") == "&euro;5&nbsp;<i>bn"
    assert words_at(report, "&") == "&amp;"


def test_what_is_no_prose_in_html_is_left_out() -> None:
    text = "<html><script>var a = 5 < 6;</script><!-- 7 --><style>p {top: 8px}</style><img width='9'>ten"
    assert report_of("a.html", text, DAY).prose.split() == ["ten"]


def test_blocks_part_paragraphs_and_footnotes_part_from_figures() -> None:
    prose = report_of("a.html", "<p>one<p>two<td>5<sup>1</sup></td>", DAY, markup=True).prose
    assert "\n\n" in prose[prose.index("one") : prose.index("two")]
    assert "51" not in prose


HEAD = " date 2021-03-04 "


@pytest.mark.parametrize("text", ["<p>5 jets</p>", HEAD + "\n<div>5 jets</div>", HEAD + "<head>x</head><p>5 jets"])
def test_a_text_that_begins_with_a_tag_is_html(text: str) -> None:
    assert report_of("a.txt", text, date(2020, 6, 22)).prose.split() == ["5", "jets"]


@pytest.mark.parametrize("text", ["a < b", "a <", "<", "&", "a & b", "&nosuch;", "AT&T 5", "&amp"])
def test_marks_that_are_no_markup_stay(text: str) -> None:
    assert report_of("a.html", text, DAY, markup=True).prose == text


def test_a_file_is_refused_by_name_and_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"date 2020-06-22\nfive \xff jets")
    with pytest.raises(InvalidInput, match=r"a\.txt:2: is not UTF-8"):
        open_report(file)
    file.write_text("five jets", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"a\.txt:1: has no date"):
        open_report(file)
    with pytest.raises(InvalidInput, match="cannot be read"):
        open_report(tmp_path / "b.txt")


def test_lines_of_any_kind_keep_their_code_points(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("date 2020-06-22\r\nżółw 5 km".encode())
    report = open_report(file)
    assert words_at(report, "5 km") == "5 km" and report.text[22:26] == "5 km"


def test_text_that_begins_with_another_sign_is_none() -> None:
    assert report_of("a.txt", "<5 jets&nbsp;", date(2020, 6, 22)).prose == "<5 jets&nbsp;"


def test_all_files_that_cannot_be_read_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" date 2020-13-45 India bought 5 jets.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b" date 2020-01-01\n\xff\xfe")
    with pytest.raises(InvalidInput) as caught:
        open_reports([tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"])
    told = [(Path(fault.file).name, fault.line, fault.message) for fault in caught.value.faults]
    assert told == [
        ("a.txt", 1, "begins with the date 2020-13-45, which is no day"),
        ("b.txt", 2, "is not UTF-8 text; save it as UTF-8"),
        ("c.txt", 0, "cannot be read: No such file or directory"),
    ]
