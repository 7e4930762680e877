"""A date is all the days it may have been; months count on."""

from __future__ import annotations

import pytest

from mantlet.posture.dates import Span, day, hull, last_day, month, month_of, month_text, span


def test_a_date_is_as_wide_as_it_is_known() -> None:
    assert span("2021-12-15") == Span(day("2021-12-15"), day("2021-12-15"))
    assert span("2024-02") == Span(day("2024-02-01"), day("2024-02-29"))
    assert span(2021) == span("2021") == Span(day("2021-01-01"), day("2021-12-31"))
    assert span({"from": "2020-10", "to": "2023-04"}) == Span(day("2020-10-01"), day("2023-04-30"))


@pytest.mark.parametrize("text", ["2021-12-15", "2024-02", "2021", "2020-10 to 2023-04", "2022-12-01 to 2023-03-24"])
def test_written_as_read(text: str) -> None:
    first, _, last = text.partition(" to ")
    assert span({"from": first, "to": last or first}).text() == text


@pytest.mark.parametrize("wrong", ["2021-13", "2021-02-30", "0000", "soon", "2021-1", 3.5, None, {"from": "2021"}])
def test_no_other_date_is_taken(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"expected|no day of the calendar"):
        span(wrong)


def test_a_span_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        span({"from": "2022-05", "to": "2022-04"})


def test_months_count_on_over_a_year() -> None:
    december = month("2020-12")
    assert [month_text(december), month_text(december + 1)] == ["2020-12", "2021-01"]
    assert last_day(december) + 1 == day("2021-01-01")
    assert month_of(day("2021-01-31")) == december + 1


def test_a_day_and_a_month_are_not_guessed() -> None:
    with pytest.raises(ValueError, match="one day"):
        day("2021-12")
    with pytest.raises(ValueError, match="one month"):
        month("2021")


def test_a_hull_holds_all() -> None:
    assert hull([span("2022-07"), span("2022-04")]) == span({"from": "2022-04", "to": "2022-07"})
