"""What a claim is of: a system and its buyer, a system, a force, or people of a country."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mantlet.evidence.cues import Cues
from mantlet.evidence.lexicon import Hit
from mantlet.evidence.tables import System

NOBODY = "unknown"
_FARTHEST_BACK = 150
_ANNOUNCED = 40  # code points from a total to the first of its parts


@dataclass(frozen=True)
class Subjects:
    """The systems, countries and forces of a page."""

    cues: Cues
    systems: Sequence[Hit]
    countries: Sequence[Hit]
    forces: Sequence[Hit]
    common: Sequence[str]

    def of(self, sort: str, first: int, last: int, system: int | None) -> str:
        """The subject of what stands from token `first` to `last`: `sort` is trade, system, force or people."""
        if sort == "people":
            noun, country = self._people(first, last), self._country(first, last, None) or NOBODY
            return f"{noun} → {country}" if noun else country
        if sort == "force":
            force = self._nearest(self.forces, first)
            return force.entry.name if force is not None else self._country(first, last, None) or NOBODY
        hit = self._system(first, last, system)
        if hit is not None and hit.first > last and self._is_part(last, hit):
            noun = self._noun(first, last)
            return f"{noun} → {self._country(first, last, hit.entry.maker) or NOBODY}" if noun else NOBODY
        if hit is None:
            return self._country(first, last, None) or NOBODY
        entry: System = hit.entry
        if sort == "system":
            return entry.name
        return f"{entry.name} → {self._country(first, last, entry.maker) or entry.maker or NOBODY}"

    def _is_part(self, last: int, system: Hit) -> bool:
        """True where a system behind is but a part: 33 jets, including 12 Su-30MKI."""
        page = self.cues.page
        between = page.prose.text[page.tokens[last].end : page.tokens[system.first].start].lower()
        return len(between) < _ANNOUNCED and any(word in between for word in page.tables.parting)

    def _noun(self, first: int, last: int) -> str:
        """The words of what is counted, as the report has them."""
        page = self.cues.page
        hits = [hit for hit in self.cues.inside("unit", first, last) if hit.last == last]
        return page.prose.text[page.tokens[hits[0].first].start : page.tokens[last].end].lower() if hits else ""

    def _people(self, first: int, last: int) -> str | None:
        """The word for the people that are counted: in the mention, else the last before it in the sentence."""
        low, _ = self.cues.page.prose.bounds(first)
        for start in (first, max(low, first - _FARTHEST_BACK)):
            hits = [hit for hit in self.cues.inside("unit", start, last) if hit.entry.dimension == "people"]
            if hits:
                return self.cues.page.tokens[hits[-1].last].low
        return None

    def has_system(self, first: int) -> bool:
        """True when a system is named in the paragraph of a token."""
        prose = self.cues.page.prose
        number = prose.sentence(first)
        here = prose.paragraphs[number]
        low = bisect_right(prose.paragraphs, here - 1)
        high = bisect_right(prose.paragraphs, here) - 1
        return bool(self.cues.inside("system", prose.sentences[low][0], prose.sentences[high][1]))

    def _system(self, first: int, last: int, named: int | None) -> Hit | None:
        if named is not None:
            return self.cues.page.hit("system", named)
        if not self.systems:
            return None
        near = self.cues.nearest(("system",), first, last)
        if near is not None and near.score <= 30:
            return near.hit
        return self._nearest(self.systems, first)

    def _nearest(self, hits: Sequence[Hit], first: int) -> Hit | None:
        """The last one in front of a token, else the first of the page."""
        at = bisect_right(hits, first, key=lambda hit: hit.first) - 1
        return hits[max(at, 0)] if hits else None

    def _country(self, first: int, last: int, maker: str | None) -> str | None:
        """The nearest country of the sentence that does not sell; else the one the page names most."""
        if not self.countries:
            return None
        low, high = self.cues.page.prose.bounds(first)
        way = self.cues.way
        here = [
            hit
            for hit in self.cues.inside("country", max(low, first - _FARTHEST_BACK), min(high, last + 40))
            if hit.entry != maker
        ]
        if here:
            best = min(
                here,
                key=lambda hit: (
                    way[first] - way[hit.first] if hit.first < first else 1.5 * (way[hit.first] - way[last])
                ),
            )
            return best.entry
        return next((name for name in self.common if name != maker), None)


def subjects_of(cues: Cues) -> Subjects:
    """The subjects of a page."""
    found = cues.page.found
    countries = found.get("country", ())
    common = [name for name, _ in Counter(hit.entry for hit in countries).most_common()]
    return Subjects(cues, found.get("system", ()), countries, found.get("force", ()), common)
