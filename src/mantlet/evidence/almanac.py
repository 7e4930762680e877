"""What a report's dates are read with: its tokens, the words of the calendar, and the report's own day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mantlet.evidence.lexicon import Hit
from mantlet.evidence.numbers import word
from mantlet.evidence.tables import Tables
from mantlet.evidence.tokens import APOSTROPHES, Prose, Token

IN_DATES = frozenset("-/.")
_ARTICLES = ("a", "an", "the", "this", "last", "next")
_BEHIND_DAYS = ("st", "nd", "rd", "th", "of", "s")
_DENIALS = frozenset(("not", "no", "never", "hardly", "none"))
_PAST = frozenset(("had", "was", "were", "been"))
_TOLD = 8  # words from a verb to its month
_PARTED = 5  # tokens of a part of a period and one: the end of
_DENIED = 7  # words from a denial to what it denies
FIRST_YEAR, LAST_YEAR = 1900, 2099
SOON = 15  # years: what is named by its tens is to come within these, else of the last century


@dataclass(frozen=True)
class Calendar:
    """What is needed to read the dates of one report."""

    prose: Prose
    tokens: Sequence[Token]
    tables: Tables
    today: date
    hits: Mapping[str, Mapping[int, Hit]]

    def year_at(self, at: int) -> tuple[int, int] | None:
        """The year that stands at a token, by its looks alone, and its last token (2019, '19)."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or token.sort == "word":
            return None
        if token.text in APOSTROPHES:
            return self.short_year_at(at + 1) if self._is_left_out(at + 1) else None
        if len(token.text) != 4 or not token.text.isdecimal():
            return None
        year = int(token.text)
        return (year, at) if FIRST_YEAR <= year <= LAST_YEAR and not self._in_a_figure(at) else None

    def short_year_at(self, at: int) -> tuple[int, int] | None:
        """The year of two digits that a token is, of the century that it has to be."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or len(token.text) != 2 or not token.text.isdecimal():
            return None
        year = 2000 + int(token.text)
        return year - 100 * (year > self.today.year + SOON), at

    def _is_left_out(self, at: int) -> bool:
        """True for figures behind the apostrophe that stands for a century, not behind one that closes a quotation."""
        if at >= len(self.tokens) or not self.tokens[at].glued:
            return False
        before = word(self.tokens, at - 2)
        return not self.tokens[at - 1].glued or before in self.tables.months or before in self.tables.dating

    def day_at(self, at: int) -> tuple[int, int] | None:
        """A day of a month and its last token (24 or 24th)."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or token.sort != "figure" or len(token.text) > 2 or not token.text.isdecimal():
            return None
        if token.glued and self.tokens[at - 1].text == ":":  # 14:30 May 5
            return None
        if not 1 <= int(token.text) <= 31:
            return None
        return int(token.text), at + (
            word(self.tokens, at + 1) in ("st", "nd", "rd", "th") and self.tokens[at + 1].glued
        )

    def month_at(self, at: int) -> int | None:
        """The number of the month that a word names; written with a capital."""
        name = word(self.tokens, at)
        return self.tables.months.get(name) if name and self.tokens[at].text[0].isupper() else None

    def _in_a_figure(self, at: int) -> bool:
        """True for digits that are part of a longer figure, such as 2,018 or 1.2018."""
        tokens = self.tokens
        before = (
            at > 1
            and tokens[at].glued
            and tokens[at - 1].text in ".,"
            and tokens[at - 1].glued
            and tokens[at - 2].sort == "figure"
        )
        after = at + 2 < len(tokens) and tokens[at + 1].text in ".," and tokens[at + 1].glued and tokens[at + 2].glued
        return before or (after and tokens[at + 2].sort == "figure")

    @cached_property
    def ways(self) -> frozenset[int]:
        """Where a page counts from its day: the tokens of ago, from now, and of "in four weeks' time"."""
        times = [at for at, token in enumerate(self.tokens) if token.low == "time"]
        return frozenset((*self.hits.get("ago", ()), *self.hits.get("hence", ()), *times))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The words that a date may begin with, but for the phrases of the lexicon."""
        tables, numerals = self.tables, self.tables.numerals
        named = (*tables.months, *tables.weekdays, *tables.seasons, *tables.decades, *_ARTICLES)
        counted = (*numerals.cardinals, *numerals.scales, *numerals.others, *numerals.fractions, *numerals.vague)
        return frozenset((*named, *counted) if self.ways else named)

    @cached_property
    def _phrases(self) -> frozenset[int]:
        """The tokens at which a phrase of the calendar begins."""
        return frozenset(at for table in ("part", "fiscal", "moment", "feast") for at in self.hits.get(table, ()))

    @cached_property
    def _behind_days(self) -> frozenset[str]:
        """The words that make a date of a figure in front."""
        return frozenset((*self.tables.months, *_BEHIND_DAYS))

    def is_dull(self, at: int) -> bool:
        """True for what begins no date, as far as a glance tells."""
        token = self.tokens[at]
        if token.sort == "word":
            return token.low not in self._beginnings and at not in self._phrases
        if token.sort == "mark" or len(token.text) == 4:
            return token.sort == "mark" and token.text not in APOSTROPHES
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else token
        if after.sort == "word":
            return after.low not in self._behind_days and not self.ways
        if not after.glued or after.text not in IN_DATES:
            return True
        return after.text != "." and (at + 4 >= len(self.tokens) or len(self.tokens[at + 4].text) != 4)

    def is_denied(self, at: int) -> bool:
        """True for the "before" of what would not come before a day: it comes after it then."""
        if word(self.tokens, at) != "before":
            return False
        first, _ = self.prose.bounds(at)
        return any(word(self.tokens, step) in _DENIALS for step in range(max(first, at - _DENIED), at))

    def looks_back(self, at: int) -> bool:
        """True where the words in front tell what was so by then."""
        first, _ = self.prose.bounds(at)
        return any(word(self.tokens, step) in _PAST for step in range(max(first, at - 12), at))

    def is_by(self, at: int) -> bool:
        """True behind a "by", also that of by the end of September."""
        parts = self.hits.get("part", {})
        first = next((one for one in range(at - 1, at - _PARTED, -1) if one in parts and parts[one].last == at - 1), at)
        return "by" in (word(self.tokens, at - 1), word(self.tokens, first - 1))

    def is_told(self, at: int) -> bool:
        """True where a verb in the past right in front says what was done then: signed the contract in October."""
        first, _ = self.prose.bounds(at)
        past, speech = self.tables.past, self.hits.get("speech", {})
        for step in range(at - 1, max(first, at - _TOLD) - 1, -1):
            token = self.tokens[step]
            if token.sort != "word":
                return False
            regular = token.low.endswith("ed") and token.text.islower()
            if (regular or token.low in past) and step not in speech:
                return word(self.tokens, step - 1) not in ("be", "being", "to")
        return False

    def looks_ahead(self, at: int) -> bool:
        """True where the words around speak of what is to come."""
        first, last = self.prose.bounds(at)
        ahead = self.hits.get("ahead", {})
        return any(step in ahead for step in range(max(first, at - 16), min(last, at + 4) + 1))
