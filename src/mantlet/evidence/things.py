"""What a number counts or measures: the words behind it, from the tables or a plural that no table knows."""

from __future__ import annotations

from typing import Final, NamedTuple

from mantlet.evidence.lasting import counts_on
from mantlet.evidence.numbers import behind, word
from mantlet.evidence.page import Page
from mantlet.evidence.tables import Unit

_FARTHEST_NOUN = 7
_MOST_WORDS = 4
_THEIRS = ("the", "its", "their", "his", "her", "these", "those", "our")
MEASURES: Final = ("length", "area", "speed", "share", "mass", "power", "yield", "frequency", "angle", "duration")
_EVERY: Final = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}


class Thing(NamedTuple):
    """What a number counts: the last token of its words, its unit, and what rules ask for (`dimension`)."""

    last: int
    unit: str | None
    dimension: str
    system: int | None = None


def thing_at(page: Page, last: int, *, over_of: bool = False) -> Thing | None:
    """The unit or the counted thing behind a number that ends at token `last`."""
    tokens, ends = page.tokens, page.tables.phrase_ends
    at = behind(tokens, last)
    if word(tokens, at) == "of" and (over_of or _owned(page, at + 1) > at + 1):
        at = _owned(page, at + 1)
    elif over_of and word(tokens, at) in ("a", "an") and (unit := page.hit("unit", at + 1)) is not None:
        at = unit.first if unit.entry.dimension in MEASURES else at  # half a year
    found, system, words, stop = None, None, 0, last + _FARTHEST_NOUN
    while at < len(tokens) and at <= stop:
        named = page.hit("system", at)
        unit = page.hit("unit", at) if named is None and at not in page.named else None
        if unit is not None:
            entry: Unit = unit.entry
            if entry.dimension in MEASURES and (system is not None or words > (entry.dimension == "duration") * 2):
                break
            found = Thing(unit.last, entry.unit, entry.dimension, system)
            if entry.dimension in MEASURES:
                break
            at = behind(tokens, unit.last)
        elif named is not None:
            system = named.first
            found = Thing(named.last, named.entry.unit, _dimension(page, named.entry.unit), system)
            at = behind(tokens, named.last)
        elif (found is not None and system is None) or tokens[at].low in page.tables.numerals.cardinals:
            break
        elif at in page.named:
            at = behind(tokens, at)
            stop += 1
        elif tokens[at].sort != "word" or (tokens[at].low in ends and at not in page.hits.get("country", {})):
            break
        else:
            words += 1
            if (
                words > _MOST_WORDS
                or (found is not None and found.last != at - 1)
                or at in page.hits.get("cue.verb", {})
            ):
                break
            country = page.hit("country", at)
            at = behind(tokens, country.last if country is not None else at)
    if found is None:
        return _own_noun(page, last)
    own = _own_noun(page, found.last) if found.last in page.named and found.system is not None else None
    return rated(page, own._replace(system=found.system) if own is not None and own.last == found.last + 1 else found)


def _owned(page: Page, at: int) -> int:
    """The token behind words for whose a thing is: the, their, Austria's; the same token where there are none."""
    country = page.hit("country", at)
    if country is not None and word(page.tokens, country.last + 2) == "s" and page.tokens[country.last + 2].glued:
        return country.last + 3
    return at + (word(page.tokens, at) in _THEIRS)


def _own_noun(page: Page, last: int) -> Thing | None:
    """A plural that no table knows: three hills. It keeps the number from counting what was named before."""
    tokens, ends = page.tokens, page.tables.phrase_ends
    at = behind(tokens, last)
    for step in range(at, min(at + 3, len(tokens))):
        name = tokens[step].low
        if tokens[step].sort != "word" or name in ends or step in page.hits.get("cue.verb", {}):
            return None
        if name in ("ones", "others"):
            return None
        if (
            len(name) > 3
            and name.endswith("s")
            and not name.endswith(("ss", "us", "is"))
            and (tokens[step].text.islower() or (step == at and _is_named_so(page, at)))
        ):
            singular = f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
            return Thing(step, singular, "things")
    return None


def _is_named_so(page: Page, at: int) -> bool:
    """True for the plural of a name that nobody knows: eight Hueys; not for a country's people, a day or a sentence."""
    token = page.tokens[at]
    known = any(at in page.hits.get(table, ()) for table in ("country", "force", "speaker"))
    return token.text[1:].islower() and not known and token.low not in page.tables.weekdays


def _dimension(page: Page, unit: str) -> str:
    return next((row.dimension for row in page.tables.units if row.unit == unit), "hardware")


def rated(page: Page, thing: Thing) -> Thing:
    """Missiles a year, rounds per month."""
    at = thing.last + 1
    name = word(page.tokens, at)
    if thing.dimension in MEASURES or not name:
        return thing
    if name in _EVERY:
        return thing._replace(last=at, unit=f"{thing.unit}/{_EVERY[name]}", dimension="rate")
    unit = page.hit("unit", at + 1)
    if unit is None or unit.entry.dimension != "duration" or counts_on(page, unit.last + 1):
        return thing
    if name in ("per", "a", "an", "each", "every"):
        return thing._replace(last=unit.last, unit=f"{thing.unit}/{unit.entry.unit}", dimension="rate")
    return thing


def rate_of(page: Page, last: int) -> Thing | None:
    """96 a year: of what, the text before says."""
    thing = rated(page, Thing(last, "", ""))
    return thing if thing.unit else None
