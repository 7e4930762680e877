"""Dates and periods against a calendar: the report is of Monday, 22 June 2020."""

from __future__ import annotations

from datetime import date

import pytest

from mantlet.evidence.almanac import Calendar
from mantlet.evidence.dates import dates_in
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.page import page_of
from mantlet.evidence.periods import When, days_of
from mantlet.evidence.text import report_of
from unit.evidence.reading import reading_of

DAY = date(2020, 6, 22)


def read(text: str, day: date = DAY) -> list[When]:
    page = page_of(report_of("a.txt", text, day), lexicon())
    return dates_in(Calendar(page.prose, page.tokens, page.tables, day, page.hits))


def test_the_day_is_a_monday() -> None:
    assert DAY.weekday() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on 24 June 2020", "2020-06-24"),
        ("on June 24th, 2020", "2020-06-24"),
        ("on Wednesday, 24 June 2020", "2020-06-24"),
        ("on 2020-06-24", "2020-06-24"),
        ("on 24.06.2020", "2020-06-24"),
        ("on 06/24/2020", "2020-06-24"),
        ("in December 2021", "2021-12"),
        ("by December 2021", "../2021-12"),
        ("it will not come before December 2021", "2021-12/.."),
        ("the order dates from December 2021", "2021-12"),
        ("since 2018", "2018/.."),
        ("until December 2021", "2021-12"),
        ("in 2018-19", "2018/2019"),
        ("between 2018 and 2020", "2018/2020"),
        ("from August 27 to September 15, 2019", "2019-08-27/2019-09-15"),
        ("in the 1990s", "1990/1999"),
        ("in the eighties", "1980/1989"),
        ("in the 80s", "1980/1989"),
        ("at Christmas", "2019-12-25"),
        ("it comes by Christmas", "../2020-12-25"),
        ("it had come by Christmas", "../2019-12-25"),
        ("on Christmas Eve 2018", "2018-12-24"),
        ("last New Year's Eve", "2019-12-31"),
        ("over the weekend", "2020-06-20/2020-06-21"),
        ("last weekend", "2020-06-20/2020-06-21"),
        ("it will come at the weekend", "2020-06-27/2020-06-28"),
        ("in the '90s", "1990/1999"),
        ("in Sept '19", "2019-09"),
        ("in Dec. ’20", "2020-12"),
        ("on 3 June '19", "2019-06-03"),
        ("in summer '21", "2021-06/2021-08"),
        ("in Q3 '21", "2021-Q3"),
        ("in early '22", "2022-01/2022-04"),
        ("in '19", "2019"),
        ("in '77", "1977"),
        ("in FY21", "2021"),
        ("in FY'21", "2021"),
        ("in FY 20-21", "2020-04/2021-03"),
        ("in the Eighties", "1980/1989"),
        ("in the thirties", "2030/2039"),
        ("in the early nineties", "1990-01/1993-04"),
        ("in the early 1990s", "1990-01/1993-04"),
        ("in mid-year 2019", "2019-05/2019-08"),
        ("at mid-year", "2020-05/2020-08"),
        ("a fortnight ago", "2020-06-08"),
        ("in four weeks' time", "2020-07-20/2020-07-26"),
        ("in two years’ time", "2022"),
        ("on May-9", "2020-05-09"),
        ("on Aug-15", "2019-08-15"),
        ("in March-2020", "2020-03"),
        ("on June 31", "2020-06"),
        ("in early 2021", "2021-01/2021-04"),
        ("in the first half of 2022", "2022-01/2022-06"),
        ("in Q3 2021", "2021-Q3"),
        ("in the third quarter of 2021", "2021-Q3"),
        ("by the end of 2021", "../2021"),
        ("by the end of the year", "../2020"),
        ("in summer 2021", "2021-06/2021-08"),
        ("today", "2020-06-22"),
        ("yesterday", "2020-06-21"),
        ("last week", "2020-06-15/2020-06-21"),
        ("next month", "2020-07"),
        ("last year", "2019"),
        ("last quarter", "2020-Q1"),
        ("two years ago", "2018"),
        ("three months ago", "2020-03"),
        ("on 29 February 2020", "2020-02-29"),
    ],
)
def test_says(text: str, said: str) -> None:
    assert [when.text() for when in read(f"It came {text}.")] == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He spoke on Wednesday.", "2020-06-17"),
        ("They will meet on Wednesday.", "2020-06-24"),
        ("He spoke on Monday.", "2020-06-22"),
        ("He spoke last Monday.", "2020-06-15"),
        ("It comes next Monday.", "2020-06-29"),
        ("The parade is due on June 24.", "2020-06-24"),
        ("It was sent in May.", "2020-05"),
        ("It was sent last September.", "2019-09"),
        ("It is due in March.", "2021-03"),
    ],
)
def test_the_rule_for_what_has_no_year(text: str, said: str) -> None:
    assert [when.text() for when in read(text)] == [said]
    assert read(text)[0].flags or "last" in text


@pytest.mark.parametrize(
    "text",
    [
        "It may come.",
        "They march on.",
        "2,018 men",
        "more than 2000 soldiers",
        "$2019",
        "a man in his fifties",
        "four months earlier than planned",
        "Tulskaya Nov wrote",
    ],
)
def test_is_no_date(text: str) -> None:
    assert not read(text)


def test_day_and_month_that_look_alike_leave_the_year() -> None:
    when = read("on 05/06/2020")[0]
    assert when.text() == "2020" and when.flags


@pytest.mark.parametrize("text", ["99999 years ago", "4999 decades ago", "in 0000", "on 30 February 2020"])
def test_what_is_outside_the_calendar_is_no_fault(text: str) -> None:
    read(text)


def test_periods_as_days() -> None:
    assert days_of("2020-02") == (date(2020, 2, 1).toordinal(), date(2020, 2, 29).toordinal())
    assert days_of("2020-Q4") == days_of("2020-10/2020-12")
    low, high = days_of("2020/..") or (0, 0)
    assert low == date(2020, 1, 1).toordinal() and high == float("inf")
    assert days_of(None) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Peru signed the contract in October.", "2020-10"),
        ("It was bought on October 5.", "2020-10-05"),
        ("Peru will sign the contract in October.", "2021-10"),
        ("They are to be delivered in October.", "2021-10"),
        ("The ministry said, in October they come.", "2021-10"),
    ],
)
def test_a_month_behind_a_verb_in_the_past_is_the_last_one(text: str, said: str) -> None:
    (when,) = read(text, date(2021, 9, 14))
    assert when.text() == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from January to March", ["2020-Q1"]),
        ("scheduled for March", ["2021-03"]),
        ("the Sept. deal", ["2019-09"]),
        ("will come by end-March", ["2021-03"]),
        ("due April-May", ["2021-04/2021-05"]),
        ("due in April or May", ["2021-04", "2021-05"]),
    ],
)
def test_a_month_behind_another_or_a_part_is_one(text: str, said: list[str]) -> None:
    assert [when.text() for when in read(text)] == said


def test_by_the_end_of_a_month_is_to_come_however_far_the_verb_stands() -> None:
    text = "Taiwan expects delivery of the first two F-16V Block 70 fighters by the end of September."
    times = [claim.event_time for claim in reading_of(text).claims if claim.event_time]
    assert times == ["../2020-09", "../2020-09"]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The firm delivered 98 jets in 2018 and 141 a year earlier.", "2017"),
        ("Ten jets came on 5 May 2019. Four had come a month earlier.", "2019-04"),
        ("Ten jets came in 2018, and four a month earlier.", "2020-05"),  # which month of 2018 nobody says
        ("Four jets came a year earlier.", "2019"),
        ("Ten jets came in 1901, and four 4000 years earlier.", None),
    ],
)
def test_a_year_earlier_counts_from_the_period_before(text: str, time: str | None) -> None:
    found = [claim.event_time for claim in reading_of(text).claims if "earlier" in claim.text]
    assert found == ([] if time is None else [time])


@pytest.mark.parametrize(
    ("text", "words", "time"),
    [
        ("The exercise ran from 5 to 17 September 2019.", "5 to 17 September 2019", "2019-09-05/2019-09-17"),
        ("The exercise ran on 5-17 September 2019.", "5-17 September 2019", "2019-09-05/2019-09-17"),
        ("The exercise ran on September 5-17, 2019.", "September 5-17, 2019", "2019-09-05/2019-09-17"),
        ("Talks from May 5 to 17 were held.", "May 5 to 17", "2020-05-05/2020-05-17"),
        ("It came on 5 May 2019 - 17 jets in all.", "5 May 2019", "2019-05-05"),
        ("Talks between 5 and 17 May were held.", "5 and 17 May", "2020-05-05/2020-05-17"),
        ("Russia delivered 12 of the S-300 on 5 May 2019.", "5 May 2019", "2019-05-05"),
        ("Batteries from 17 to 5 May 2019 were sent.", "5 May 2019", "2019-05-05"),
    ],
)
def test_days_of_one_month_are_one_period(text: str, words: str, time: str) -> None:
    report = report_of("r.txt", text, date(2020, 6, 22))
    page = page_of(report, lexicon())
    (when,) = dates_in(Calendar(page.prose, page.tokens, page.tables, report.date, page.hits))
    assert page.prose.text[page.tokens[when.first].start : page.tokens[when.last].end] == words
    low, _, high = time.partition("/")
    assert (when.low.isoformat(), when.high.isoformat()) == (low, high or low)
