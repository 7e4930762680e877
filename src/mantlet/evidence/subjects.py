"""What a claim is of: a system and its buyer, a system, a force, or people of a country."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mantlet.evidence.cues import Cues
from mantlet.evidence.lexicon import Hit
from mantlet.evidence.numbers import word
from mantlet.evidence.tables import Force, System
from mantlet.evidence.tokens import APOSTROPHES

NOBODY = "unknown"
_FARTHEST_BACK = 150
_TO_VERB = 5  # tokens from a country to what it does
_MEN = frozenset(("military", "armed", "forces"))
_HELPING = frozenset(
    ("will", "would", "has", "had", "have", "may", "could", "might", "should", "to", "plans", "agreed")
)
_ASKED = frozenset(("order", "orders", "request", "requests", "demand", "interest", "pressure", "money", "payment"))
_OWNING = ("strength", "need", "short", "raise", "retire")  # what a country does with its squadrons
_BRANCHES = (("air", "force"), ("army",), ("navy",))
_ANNOUNCED = 40  # code points from a total to the first of its parts


@dataclass(frozen=True)
class Subjects:
    """The systems, countries and forces of a page."""

    cues: Cues
    systems: Sequence[Hit]
    countries: Sequence[Hit]
    forces: Sequence[Hit]
    common: Sequence[tuple[str, ...]]
    apart: Mapping[str | None, str]

    def of(self, sort: str, first: int, last: int, system: int | None, unit: str | None = None) -> str:
        """The subject of what stands from token `first` to `last`: `sort` is trade, system, force or people.

        A buyer that nobody names is left out. What is counted in a `unit` is of no system that is counted otherwise.
        """
        if sort == "people":
            return _of(self._people(first, last), self._country(first, last, None))
        if sort == "force":
            force = self._last(self.forces, first)
            owner = self._owner(first, 0 if force is None else force.last + 1)
            if force is None or owner not in (None, force.entry.country):
                return owner or _of(None, self._country(first, last, None))
            return force.entry.name
        hit = self._system(first, last, system)
        if hit is not None and hit.first > last and self._is_part(last, hit):
            noun = self._noun(first, last)
            return _of(noun, self._country(first, last, hit.entry.maker)) if noun else NOBODY
        if hit is not None and system is None and self._is_apart(unit, hit):
            hit = self._alike(unit, first)
            if hit is None:
                noun = self._noun(first, last) or unit
                return _of(noun, self._country(first, last, None)) if sort == "trade" else noun or NOBODY
        if hit is None:
            return _of(None, self._country(first, last, None))
        entry: System = hit.entry
        if sort == "system":
            return entry.name
        return _of(entry.name, self._country(first, last, entry.maker) or self._country(first, last, None))

    def _is_apart(self, unit: str | None, system: Hit) -> bool:
        """True where a system is counted in other things: no tanks of an aircraft."""
        apart = self.apart.get(unit)
        return apart is not None and apart != self.apart.get(system.entry.unit)

    def _alike(self, unit: str | None, first: int) -> Hit | None:
        """The last system up to a token that is counted so."""
        for at in range(bisect_right(self.systems, first, key=lambda hit: hit.first) - 1, -1, -1):
            if first - self.systems[at].first > _FARTHEST_BACK:
                return None
            if not self._is_apart(unit, self.systems[at]):
                return self.systems[at]
        return None

    def _is_part(self, last: int, system: Hit) -> bool:
        """True where a system behind is but a part: 33 jets, including 12 Su-30MKI."""
        page = self.cues.page
        between = page.prose.text[page.tokens[last].end : page.tokens[system.first].start].lower()
        return len(between) < _ANNOUNCED and any(word in between for word in page.tables.parting)

    def _noun(self, first: int, last: int) -> str:
        """The words of what is counted, as the report has them but on one line."""
        page = self.cues.page
        hits = [hit for hit in self.cues.inside("unit", first, last) if hit.last == last]
        words = page.prose.text[page.tokens[hits[0].first].start : page.tokens[last].end] if hits else ""
        return " ".join(words.lower().split())

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
        return self._last(self.systems, first)

    def _last(self, hits: Sequence[Hit], first: int) -> Hit | None:
        """The last one up to a token; what is named only later is none."""
        at = bisect_right(hits, first, key=lambda hit: hit.first) - 1
        return hits[at] if at >= 0 else None

    def _country(self, first: int, last: int, maker: str | None) -> str | None:
        """The nearest country of the sentence that does not sell; else the one named most often until then."""
        if not self.countries:
            return None
        low, high = self.cues.page.prose.bounds(first)
        way = self.cues.way
        near = self.cues.inside("country", max(low, first - _FARTHEST_BACK), min(high, last + 40))
        makers = {maker, *(hit.entry for hit in near if self._gives(hit))}
        here = [hit for hit in near if hit.entry not in makers]
        if here:
            best = min(
                here,
                key=lambda hit: (
                    way[first] - way[hit.first] if hit.first < first else 1.5 * (way[hit.first] - way[last])
                ),
            )
            return best.entry
        named = bisect_right(self.countries, first, key=lambda hit: hit.first)
        return next((name for name in self.common[named] if name not in makers), None)

    def _owner(self, first: int, after: int) -> str | None:
        """The last country of the sentence that has what is counted, from token `after` on: Pakistan now has 22."""
        page = self.cues.page
        low, _ = page.prose.bounds(first)
        passed = _HELPING.union(_MEN, page.tables.adverbs)
        for country in reversed(self.cues.inside("country", max(low, after, first - _FARTHEST_BACK), first - 1)):
            at = country.last + 1
            while word(page.tokens, at) in passed:
                at += 1
            if at >= first or any(page.hit(f"cue.{name}", at) for name in _OWNING):
                return country.entry
        return None

    def _gives(self, country: Hit) -> bool:
        """True for a country that gives away: Spain offered, Germany has already sent; 32 jets from Norway."""
        page = self.cues.page
        if word(page.tokens, country.first - 1) == "from" and word(page.tokens, country.first - 2) not in _ASKED:
            return True
        verbs = self.cues.inside("cue.give", country.last + 1, country.last + _TO_VERB)
        between = page.tokens[country.last + 1 : verbs[0].first] if verbs else ()
        adverbs = page.tables.adverbs
        helped = all(token.low in _HELPING or token.low in adverbs for token in between)
        return bool(verbs) and helped and not self._pays(verbs[0].last + 1)

    def _pays(self, at: int) -> bool:
        """True where money or a purchase is what is given: offered $5 billion, promised to buy, sent a request."""
        page = self.cues.page
        wants = any(self.cues.inside(f"cue.{name}", at, at + 2) for name in ("pay", "request"))
        buys = word(page.tokens, at) == "to" and bool(self.cues.inside("cue.order", at + 1, at + 1))
        return (
            wants
            or buys
            or page.hit("money_before", at) is not None
            or bool(self.cues.inside("money_after", at, at + 2))
        )


def _of(thing: str | None, country: str | None) -> str:
    return f"{thing} → {country}" if thing and country else thing or country or NOBODY


def subjects_of(cues: Cues) -> Subjects:
    """The subjects of a page."""
    found = cues.page.found
    countries = found.get("country", ())
    apart: dict[str | None, str] = {unit.unit: unit.apart for unit in cues.page.tables.units if unit.apart}
    forces = sorted((*found.get("force", ()), *_branches(cues, countries)), key=lambda hit: hit.first)
    return Subjects(cues, found.get("system", ()), countries, forces, _common(countries), apart)


def _branches(cues: Cues, countries: Sequence[Hit]) -> Iterator[Hit]:
    """The forces that are told by their country: India's air force, by the name it has; else by that of its country."""
    tokens = cues.page.tokens
    for country in countries:
        at = country.last + 1
        if at + 1 < len(tokens) and tokens[at].text in APOSTROPHES and tokens[at + 1].low == "s":
            at += 2
        for branch in _BRANCHES:
            last = at + len(branch) - 1
            if tuple(word(tokens, place) for place in range(at, last + 1)) == branch:
                named = (row for row in cues.page.tables.forces if row.country == country.entry)
                force = next((row for row in named if row.name.lower().endswith(" ".join(branch))), None)
                unnamed = Force(name=country.entry, country=country.entry, words=(country.entry,))
                yield Hit("force", force or unnamed, country.first, last)


def _common(countries: Sequence[Hit]) -> list[tuple[str, ...]]:
    """The two countries named most often up to each that is named, so that one is left where the other is the maker.

    Of two as often, the one that was named first.
    """
    counts: Counter[str] = Counter()
    ranks: dict[str, int] = {}
    best: tuple[str, ...] = ()
    found: list[tuple[str, ...]] = [best]
    for hit in countries:
        counts[hit.entry] += 1
        ranks.setdefault(hit.entry, len(ranks))
        best = tuple(sorted({hit.entry, *best}, key=lambda name: (-counts[name], ranks[name]))[:2])
        found.append(best)
    return found
