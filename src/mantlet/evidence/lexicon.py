"""What the reader knows of words: units, money, calendar, names, cues and rules, from YAML files that a user extends.

A phrase is written as text has it. `*` behind a word stands for any ending; a phrase that begins with a capital wants
one, and one of capitals alone wants them all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from mantlet.base.errors import Fault, InvalidInput, did_you_mean
from mantlet.base.faults import faults_of
from mantlet.base.marked import Marked, read, text_of
from mantlet.evidence.comparatives import Comparatives, comparatives_of
from mantlet.evidence.tables import Speech, Tables
from mantlet.evidence.tokens import Prose, Token, light, tokens_of

BUNDLED = Path(__file__).parent.parent / "data" / "evidence"
_SHORTEST_STEM, _LONGEST_STEM = 2, 16
_NOTHING: Mapping[str, Any] = {}
_CUE_FIELDS = ("near", "needs", "bars")


class Hit(NamedTuple):
    """A phrase found: which table it is of, what it means there, its first and last token."""

    table: str
    entry: Any
    first: int
    last: int


class _Node:
    """A place in the tree of phrases: words and stems that may follow, and what ends here."""

    __slots__ = ("exact", "marks", "stems")

    def __init__(self) -> None:
        self.exact: dict[str, _Node] = {}
        self.stems: dict[str, _Node] = {}
        self.marks: dict[str, list[tuple[str, bool, Any]]] = {}

    def bare(self) -> _Node:
        """The same place for a word that is passed over: nothing ends there."""
        node = _Node()
        node.exact, node.stems = self.exact, self.stems
        return node

    def below(self, token: Token) -> list[_Node]:
        """The nodes that a word leads to."""
        word = token.low
        node = self.exact.get(word)
        nodes = [] if node is None else [node]
        if self.stems and token.sort == "word":
            longest = min(len(word), _LONGEST_STEM)
            stems = (word[:size] for size in range(_SHORTEST_STEM, longest + 1))
            nodes += [self.stems[stem] for stem in stems if stem in self.stems]
        return nodes


@dataclass(frozen=True)
class Lexicon:
    """Tables of several files laid over one another, one tree of all their phrases, the adverbs that those pass, and
    comparatives as they should be."""

    tables: Tables
    tree: _Node
    adverbs: frozenset[str]
    comparatives: Comparatives

    def find(self, prose: Prose) -> dict[str, list[Hit]]:
        """All phrases of a prose by table, in the order of the text; of a table's those at one place, the longest."""
        found: dict[str, list[Hit]] = {}
        ends: dict[str, int] = {}
        places, tokens = prose.light, prose.tokens
        begins = self.tree.exact
        for at, place in enumerate(places):
            if tokens[place].sort != "word" and tokens[place].low not in begins:
                continue
            for table, hit in self._at(tokens, places, at).items():
                if hit.first > ends.get(table, -1):
                    found.setdefault(table, []).append(hit)
                    ends[table] = hit.last
        return found

    def _at(self, tokens: Sequence[Token], places: Sequence[int], at: int) -> Mapping[str, Hit]:
        first = places[at]
        nodes = self.tree.below(tokens[first])
        if not nodes:
            return _NOTHING
        longest: dict[str, Hit] = {}
        last, passed = first, False
        while nodes:
            for node in nodes:
                for table, marks in node.marks.items():
                    for written, joined, entry in marks:
                        if _suits(tokens[first].text, written) and (tokens[last].glued or not joined):
                            longest[table] = Hit(table, entry, first, last)
            nodes = [node for node in nodes if node.exact or node.stems]
            at += 1
            if not nodes or at == len(places):
                break
            last = places[at]
            below = [deeper for node in nodes for deeper in node.below(tokens[last])]
            skips = not below and not passed and tokens[last].low in self.adverbs
            nodes, passed = ([node.bare() for node in nodes] if skips else below), passed or skips
        return longest


def _suits(text: str, written: str) -> bool:
    """True when a word has the capitals that its phrase has."""
    if not written[0].isupper():
        return True
    return text.isupper() if len(written) > 1 and written.isupper() else text[0].isupper()


def _grow(tree: _Node, table: str, phrase: str, entry: Any) -> None:
    tokens = tokens_of(phrase)
    kept = [tokens[at] for at in light(tokens)]
    node = tree
    for at, token in enumerate(kept):
        if token.text == "*" and at:
            continue
        stem = at + 1 < len(kept) and kept[at + 1].text == "*"
        node = (node.stems if stem else node.exact).setdefault(token.low, _Node())
    marks = node.marks.setdefault(table, [])
    written = kept[0].text
    marks[:] = [mark for mark in marks if mark[0] != written]  # the later file knows better
    last = kept[-1]
    joined = len(kept) > 1 and last.sort == "mark" and last.glued and last.text != "*"  # A$, but no "A $5 billion deal"
    marks.append((written, joined, entry))


def _phrases(tables: Tables) -> Iterator[tuple[str, Iterable[str], Any]]:
    """Every table of phrases with its phrases and what they mean."""
    for unit in tables.units:
        yield "unit", unit.words, unit
        yield "unit_before", unit.before, unit
    for currency in tables.currencies:
        yield "money_before", currency.before, currency.unit
        yield "money_after", currency.after, currency.unit
    bounds = tables.bounds
    for op, before, after in (("gt", bounds.above, bounds.above_after), ("lt", bounds.below, bounds.below_after)):
        yield "bound_before", before, op
        yield "bound_after", after, op
    yield "about", bounds.about, "about"
    yield "about_after", bounds.about_after, "about"
    yield "unbound", bounds.unbound, None
    yield "unsaid", tables.numerals.unsaid, None
    for moment in tables.moments:
        yield "moment", moment.phrases, moment
    for part in tables.parts:
        yield "part", part.phrases, part
    yield "fiscal", tables.fiscal, None
    yield from (("feast", (name,), day) for name, day in tables.feasts.items())
    yield "listed", tables.listed, None
    yield "half_day", tables.half_day, None
    yield "clock", tables.clock, None
    for phrase, side in tables.open_end.items():
        yield "open_end", (phrase,), side
    yield "ago", tables.ago, None
    yield "hence", tables.hence, None
    yield "ahead", tables.ahead, None
    for system in tables.systems:
        yield "system", _plurals(system.words), system
        for variant in system.variants:
            yield "system", _plurals((variant,)), system.model_copy(update={"name": variant})
    for country in tables.countries:
        yield "country", country.words, country.name
    for force in tables.forces:
        yield "country", force.words, force.country
        yield "force", force.words, force
    for name, phrases in tables.cues.items():
        yield f"cue.{name}", phrases, name
    for rank, voice in enumerate(tables.voices):
        yield f"voice.{rank}", voice.phrases, voice
    for mode in tables.modes:
        yield f"mode.{mode.modality}" if mode.rank else "mode.auxiliary", mode.phrases, mode
    yield from _of_speech(tables.speech)


def _of_speech(speech: Speech) -> Iterator[tuple[str, Iterable[str], Any]]:
    yield "speech", speech.verbs, None
    yield "unspoken", speech.unspoken, None
    yield "unasked", speech.unasked, None
    yield "nameless", speech.nameless, None
    yield "telling", speech.telling, None
    for attribution, phrases in speech.speakers.items():
        yield "speaker", phrases, attribution
    yield "according", speech.according, None


def _plurals(words: Sequence[str]) -> Iterator[str]:
    """Names and their plurals in s."""
    for word in words:
        yield from (word, f"{word}s")


def _checked(file: Path) -> tuple[Tables, Marked]:
    marked = read(text_of(file), str(file))
    try:
        return Tables.model_validate(_as_tuples(marked.data)), marked
    except ValidationError as error:
        raise InvalidInput(faults_of(error, marked, Tables)) from None


def _strange_cues(tables: Tables, marked: Marked, known: Collection[str]) -> Iterator[Fault]:
    """Cues that a file's rules ask for and no file has."""
    asked = [
        ("rules", at, field, getattr(rule, field)) for at, rule in enumerate(tables.rules) for field in _CUE_FIELDS
    ]
    asked += [("statements", at, "all_of", row.all_of) for at, row in enumerate(tables.statements)]
    for section, at, field, names in asked:
        for place, name in enumerate(names):
            if name not in known:
                yield marked.fault((section, at, field, place), f"no cue '{name}'.{did_you_mean(name, known)}")


def _as_tuples(data: Any) -> Any:
    """YAML's lists as the tuples that frozen models hold."""
    if isinstance(data, Mapping):
        return {key: _as_tuples(value) for key, value in data.items()}  # pyright: ignore[reportUnknownVariableType]
    return tuple(map(_as_tuples, data)) if isinstance(data, list) else data  # pyright: ignore[reportUnknownArgumentType]


def _laid_over(tables: Sequence[Tables]) -> Tables:
    """One table of several: lists are joined, and of two entries under one key the later counts."""
    return Tables.model_validate(_joined([table.model_dump(by_alias=True) for table in tables]))


def _joined(parts: Sequence[Any]) -> Any:
    if isinstance(parts[0], Mapping):
        keys = dict.fromkeys(key for part in parts for key in part)
        return {key: _joined([part[key] for part in parts if key in part]) for key in keys}
    return tuple(item for part in parts for item in part) if isinstance(parts[0], tuple) else parts[-1]


@cache
def lexicon(*files: Path) -> Lexicon:
    """The bundled lexicon with files of the user's own laid over it, in the order given.

    Raises InvalidInput with file and line of what is wrong in a file.
    """
    read_files = [_checked(file) for file in (*sorted(BUNDLED.glob("*.yaml")), *files)]
    tables = _laid_over([found for found, _ in read_files])
    strange = [fault for found, marked in read_files for fault in _strange_cues(found, marked, tables.cues)]
    if strange:
        raise InvalidInput(strange)
    tree = _Node()
    for table, phrases, entry in _phrases(tables):
        for phrase in phrases:
            _grow(tree, table, phrase, entry)
    return Lexicon(tables, tree, frozenset(tables.adverbs), comparatives_of(tables.bounds))
