"""Systems that no lexicon knows: a name in front of what it is (four Hawk launchers, the Falcon-Eye radar)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Final

from mantlet.evidence.lexicon import Hit
from mantlet.evidence.tables import System, Tables, Unit
from mantlet.evidence.tokens import Prose, is_hyphen

_LONGEST: Final = 5  # tokens of a name
_SHORTEST: Final = 3  # letters of one of its words
_THINGS: Final = frozenset(("aircraft", "ship", "hardware", "rounds", "formation"))
_ARTICLES: Final = frozenset(("the", "its", "their", "a"))
# European jets and Western tanks are of somebody's, and no name of theirs.
_ADJECTIVES: Final = ("ean", "ian", "ish", "ern", "ese", "can", "led", "made", "built")
_KNOWN: Final = ("system", "country", "force", "speaker", "moment", "part")


def strangers_of(prose: Prose, found: Mapping[str, Sequence[Hit]], tables: Tables, named: Set[int]) -> list[Hit]:
    """Hits of systems by names that stand in front of a thing, there and wherever else the page has them.

    `named` are the tokens of names with digits, which may be part of one.
    """
    known = {at for table in _KNOWN for hit in found.get(table, ()) for at in range(hit.first, hit.last + 1)}
    small = {token.text for token in prose.tokens if token.sort == "word" and token.text.islower()}
    forces = {word.lower() for row in tables.forces for phrase in (row.name, *row.words) for word in phrase.split()}
    others = forces.union(tables.months, tables.weekdays, tables.numerals.cardinals, tables.seasons)
    named = named - known
    nicknames = {hit.last + 1 for hit in found.get("system", ())}

    def is_name(at: int) -> bool:
        token = prose.tokens[at]
        if at in named:
            return True
        return (
            token.sort == "word"
            and len(token.text) >= _SHORTEST
            and token.text[0].isupper()
            and not token.text.isupper()
            and at not in known
            and token.low not in small
            and token.low not in others
            and not token.low.endswith(_ADJECTIVES)
        )

    systems: dict[tuple[str, ...], System] = {}
    for hit in found.get("unit", ()):
        first = _begin(prose, hit, is_name)
        if first < hit.first and first not in nicknames:  # the F-16 Viper has its name
            words = tuple(token.text for token in prose.tokens[first : hit.first])
            name = " ".join(prose.text[prose.tokens[first].start : prose.tokens[hit.first - 1].end].split())
            systems.setdefault(words, System(name=name, unit=hit.entry.unit, words=(name,)))
    things = [hit for hit in found.get("unit", ()) if hit.entry.dimension in _THINGS and not hit.entry.part]
    for first, last in _counted(prose, named, tables):
        at = bisect_left(things, first, key=lambda hit: hit.first) - 1
        unit = things[at].entry.unit if at >= 0 else "system"  # what was named last is what it most likely is
        words = tuple(token.text for token in prose.tokens[first : last + 1])
        name = prose.text[prose.tokens[first].start : prose.tokens[last].end]
        systems.setdefault(words, System(name=name.removesuffix("s"), unit=unit, words=(name,)))
    return list(_everywhere(prose, systems, known | nicknames))


def _counted(prose: Prose, named: Set[int], tables: Tables) -> Iterator[tuple[int, int]]:
    """First and last token of names with digits right behind a number, with their plural: 66 CF-18s."""
    tokens = prose.tokens
    for at in sorted(named):
        if at - 1 in named or not at or tokens[at].glued:
            continue
        before = tokens[at - 1]
        if before.sort != "figure" and before.low not in tables.numerals.cardinals:
            continue
        last = next(step for step in range(at, at + len(named) + 1) if step + 1 not in named)
        plural = last + 1 < len(tokens) and tokens[last + 1].text == "s" and tokens[last + 1].glued
        yield at, last + plural


def _begin(prose: Prose, hit: Hit, is_name: Callable[[int], bool]) -> int:
    """The token at which the name in front of a thing begins; that of the thing where there is none."""
    entry: Unit = hit.entry
    low, _ = prose.bounds(hit.first)
    first = hit.first
    if entry.dimension not in _THINGS or entry.again or not prose.tokens[hit.first].text.islower():
        return first
    while first > low + 1 and hit.first - first < _LONGEST:
        step = first - 1
        joined = is_hyphen(prose.tokens[step]) and prose.tokens[step].glued and prose.tokens[first].glued
        if not (joined or is_name(step)):
            break
        first = step
    if is_hyphen(prose.tokens[first]):
        return hit.first
    leads = first == low + 1 and prose.tokens[low].low in _ARTICLES
    return first if not entry.part or leads else hit.first


def _everywhere(prose: Prose, systems: Mapping[tuple[str, ...], System], known: Set[int]) -> Iterator[Hit]:
    """Each name wherever it stands, the longest first."""
    begins = {words[0] for words in systems}
    at = 0
    while at < len(prose.tokens):
        most = min(_LONGEST, len(prose.tokens) - at) if prose.tokens[at].text in begins and at not in known else 0
        taken = 1
        for size in range(most, 0, -1):
            system = systems.get(tuple(token.text for token in prose.tokens[at : at + size]))
            if system is not None:
                yield Hit("system", system, at, at + size - 1)
                taken = size
                break
        at += taken
