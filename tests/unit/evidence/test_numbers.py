"""Figures and words for numbers, worked by hand."""

from __future__ import annotations

import math

import pytest

from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.numbers import Number, number_at
from mantlet.evidence.tokens import tokens_of


def read(text: str, *, money: bool = False) -> Number | None:
    return number_at(tokens_of(text), 0, lexicon().tables.numerals, money=money)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("33", 33, 33),
        ("5.4-billion", 5.35e9, 5.45e9),
        ("5,4 billion", 5.35e9, 5.45e9),
        ("18,148 crore", 18147.5e7, 18148.5e7),
        ("1,20,000", 120_000, 120_000),
        ("1'000'000", 1e6, 1e6),
        ("1.200.000", 1.2e6, 1.2e6),
        ("18\u202f148", 18_148, 18_148),
        ("18\u00a0148", 18_148, 18_148),
        ("5½", 5.5, 5.5),
        ("5bn", 4.5e9, 5.5e9),
        ("5 millions", 4.5e6, 5.5e6),
        ("5k", 5000, 5000),
        ("1.5e6", 1.45e6, 1.55e6),
        ("3.5e-2", 0.0345, 0.0355),
        ("2e3", 2000, 2000),
        ("1.5 lakh crore", 1.45e12, 1.55e12),
        ("twenty-one", 21, 21),
        ("two hundred and fifty", 250, 250),
        ("three thousand five hundred", 3500, 3500),
        ("a dozen", 12, 12),
        ("half a dozen", 6, 6),
        ("half a billion", 0.45e9, 0.55e9),
        ("two-and-a-half", 2.5, 2.5),
        ("two-thirds", 2 / 3, 2 / 3),
        ("a third of", 1 / 3, 1 / 3),
        ("a hundred", 100, 100),
        ("٣٣", 33, 33),
    ],
)
def test_says(text: str, low: float, high: float) -> None:
    number = read(text)
    assert number is not None
    assert (number.low, number.high) == pytest.approx((low, high))


@pytest.mark.parametrize(("text", "value"), [("5m", 5e6), ("5 k", 5e3), ("5b", 5e9)])
def test_scales_of_one_letter_stand_behind_money_only(text: str, value: float) -> None:
    of_money, plain = read(text, money=True), read(text)
    assert of_money is not None and of_money.value == value
    assert plain is not None and plain.value == 5


@pytest.mark.parametrize(("text", "value"), [("2nd", 2), ("75th", 75), ("third", 3), ("twenty-first", 21)])
def test_ordinals_are_told_apart(text: str, value: float) -> None:
    number = read(text)
    assert number is not None and (number.sort, number.value) == ("ordinal", value)


@pytest.mark.parametrize("text", ["a third battery", "a", "and", "-", "$"])
def test_is_no_number(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["dozens", "tens of thousands", "hundreds of"])
def test_what_is_not_said_stays_unknown(text: str) -> None:
    number = read(text)
    assert number is not None and number.sort == "vague" and math.isnan(number.value)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("12,33,4", "corrupt: figure with odd groups"),
        ("1.5.2", "corrupt: figure with odd groups"),
        ("billion", "corrupt: scale without a number"),
        ("9" * 400, "too large"),
        ("5,4", "decimal comma"),
        ("10.000", "decimals or thousands"),
    ],
)
def test_what_is_odd_is_flagged(text: str, flag: str) -> None:
    number = read(text)
    assert number is not None and flag in number.flags


def test_two_numbers_in_a_row_stay_two() -> None:
    number = read("twenty thirty")
    assert number is not None and (number.value, number.last) == (20, 0)
