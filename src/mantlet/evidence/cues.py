"""How near a phrase stands to a place: words between count one each, marks and conjunctions that part clauses more."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mantlet.evidence.lexicon import Hit
from mantlet.evidence.page import Page

# What a mark or conjunction costs beyond a word.
_PARTING = {
    ",": 3,
    ";": 12,
    ":": 8,
    "(": 4,
    ")": 4,
    "–": 6,
    "—": 6,
    "and": 2,
    "but": 4,
    "while": 4,
    "which": 3,
    "whereas": 6,
    "though": 4,
    "although": 4,
}
_ADDING = frozenset(("and", "but", "while"))
_HELPING = frozenset(
    ("it", "they", "he", "she", "will", "would", "has", "had", "have", "is", "are", "now", "also", "still")
)
_HELPED = 3  # words between the "and" and its verb
_OWN_NUMBER = 3  # words from a verb to its number


class Near(NamedTuple):
    """A phrase found and how far off it stands; `behind` where it follows."""

    score: float
    hit: Hit
    behind: bool


@dataclass(frozen=True)
class Cues:
    """The phrases of a page by table, with their places, and the way from its start to each token."""

    page: Page
    places: Mapping[str, Sequence[int]]
    way: Sequence[int]

    def nearest(self, tables: Iterable[str], first: int, last: int, behind_ratio: float = 1.2) -> Near | None:
        """The nearest phrase of some tables in the sentence of the tokens `first` to `last`, outside of them."""
        low = high = -1
        best: Near | None = None
        for table in tables:
            places = self.places.get(table)
            if places is None:
                continue
            if high < 0:
                low, high = self.page.prose.bounds(first)
            at = bisect_left(places, first) - 1
            if at >= 0 and places[at] >= low:
                hit = self.page.found[table][at]
                score = float(max(self.way[first] - self.way[min(hit.last, first)], 0))
                if best is None or score < best.score:
                    best = Near(score, hit, False)
            at = bisect_right(places, last)
            if at < len(places) and places[at] <= high and not self._has_its_own(self.page.found[table][at], last):
                hit = self.page.found[table][at]
                score = behind_ratio * (self.way[hit.first] - self.way[last])
                if best is None or score < best.score:
                    best = Near(score, hit, True)
        return best

    def _has_its_own(self, verb: Hit, last: int) -> bool:
        """True for a verb behind an "and" with a number of its own: it has 30 jets and needs 42."""
        tokens, numerals = self.page.tokens, self.page.tables.numerals
        at = verb.first - 1
        while at > last and verb.first - at <= _HELPED and tokens[at].low in _HELPING:
            at -= 1
        if at <= last or tokens[at].low not in _ADDING:
            return False
        behind = tokens[verb.last + 1 : verb.last + 1 + _OWN_NUMBER]
        return any(token.sort == "figure" or token.low in numerals.cardinals for token in behind)

    def inside(self, table: str, low: int, high: int) -> Sequence[Hit]:
        """The phrases of a table that begin from token `low` to `high`."""
        places = self.places.get(table, ())
        return self.page.found[table][bisect_left(places, low) : bisect_right(places, high)] if places else ()


def cues_of(page: Page) -> Cues:
    """The cues of a page."""
    way = [0]
    for token in page.tokens:
        way.append(way[-1] + 1 + _PARTING.get(token.low, 0))
    return Cues(page, {table: [hit.first for hit in hits] for table, hits in page.found.items()}, way)
