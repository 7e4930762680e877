"""What a unit word holds. One maker's battalion is one buyer's battery; a regiment set is a squadron is a system.

One table (`data/words.yaml`) maps every word, system by system, to pieces that fight: fire units of the library,
aircraft, or rounds. A word with more than one reading cannot be used before the file says which is meant. Of a system
of the library also the names of its fire units are words, and those of its formations of one kind of fire unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mantlet.base.errors import UsageError, did_you_mean
from mantlet.base.sourced import STRICT, Prose, Sourced
from mantlet.library.catalog import Catalog, catalog
from mantlet.library.models import System
from mantlet.library.parts import Id, SomeCount
from mantlet.posture.files import Finding, bundled_file, read_record, source_findings

AIRCRAFT = "aircraft"  # the piece of what flies, whether or not the library knows the type


class Word(BaseModel):
    """One word for one system: how many of `piece` it holds. Conflicting readings are alternatives, never averaged."""

    model_config = STRICT

    system: Id
    word: Prose
    piece: Prose
    holds: SomeCount
    formation: Id | None = None

    @property
    def ambiguous(self) -> bool:
        """True when publications use the word for different things."""
        return bool(self.holds.alternatives)


class Words(BaseModel):
    """The table."""

    model_config = STRICT

    kind: Literal["words"]
    words: Annotated[tuple[Word, ...], Field(strict=False, min_length=1)]

    def find(self, system: str, word: str, library: Catalog) -> Word:
        """The row of a word; raises UsageError with the words that the system has."""
        rows = [*(row for row in self.words if row.system == system), *_own_words(system, library)]
        if not rows:
            known = sorted({row.system for row in self.words} | set(library.systems))
            raise UsageError(f"no unit words for '{system}'.{did_you_mean(system, known)} Known: {', '.join(known)}")
        for row in rows:
            if row.word == word:
                return row
        known = dict.fromkeys(row.word for row in rows)
        raise UsageError(f"'{word}' is no unit of {system}.{did_you_mean(word, known)} Known: {', '.join(known)}")

    def pieces(self, system: str, word: str, library: Catalog, stated: Sourced | None = None) -> Sourced:
        """How many pieces one unit of this word is; raises UsageError where that is open, or not what is `stated`.

        >>> words().pieces("s-400", "regiment set", catalog()).value
        2.0
        """
        row = self.find(system, word, library)
        readings = " or ".join(f"{figure:g}" for figure in row.holds.values)
        if stated is None:
            if row.ambiguous:
                raise UsageError(
                    f"'{word}' of {system} is {readings} {row.piece}, by who says it: write pieces: with the one meant"
                )
            return row.holds
        if not set(stated.values) <= set(row.holds.values):
            got = " or ".join(f"{figure:g}" for figure in stated.values)
            raise UsageError(f"got {got} {row.piece} to a {word} of {system}, expected {readings}")
        return stated


def parsed(text: str, file: str, library: Catalog | None = None) -> Words:
    """The table of a YAML text; raises InvalidInput."""
    return read_record(text, file, Words, lambda table: _findings(table, library or catalog()))


@cache
def words() -> Words:
    """The bundled table."""
    return bundled_file("words.yaml", parsed)


def _findings(table: Words, library: Catalog) -> Iterator[Finding]:
    """A word twice, an unknown source, and a row that contradicts the library's own formation."""
    yield from source_findings(table, library)
    first: dict[tuple[str, str], int] = {}
    for index, row in enumerate(table.words):
        if (row.system, row.word) in first:
            yield ("words", index, "word"), f"'{row.word}' of {row.system} stands in row {first[row.system, row.word]}"
        first.setdefault((row.system, row.word), index)
        system = library.systems.get(row.system)
        if system is None and row.piece != AIRCRAFT:
            hint = did_you_mean(row.system, library.systems)
            yield ("words", index, "system"), f"the library knows no system '{row.system}'.{hint}"
        if row.formation is not None:
            yield from _mismatch(("words", index, "formation"), row, system)


def _own_words(name: str, library: Catalog) -> Iterator[Word]:
    """What the library itself says: they come after the table's, which may know more than one reading."""
    system = library.systems.get(name)
    if system is None:
        return
    for key, formation in system.formations.items():
        if len(formation.fire_units) == 1:
            ((piece, holds),) = formation.fire_units.items()
            yield Word(system=name, word=key, piece=piece, holds=holds)
    one = Sourced(dimension="count", value=1, definition="the piece itself")
    for piece in system.fire_units:
        yield Word(system=name, word=piece, piece=piece, holds=one)


def _mismatch(place: tuple[str, int, str], row: Word, system: System | None) -> Iterator[Finding]:
    formation = None if system is None else system.formations.get(str(row.formation))
    if formation is None or row.piece not in formation.fire_units:
        yield place, f"the library knows no formation '{row.formation}' of {row.system} made of {row.piece}"
    elif set(formation.fire_units[row.piece].values) - set(row.holds.values):
        theirs, ours = formation.fire_units[row.piece].text(), row.holds.text()
        yield place, f"a {row.word} holds {theirs} {row.piece} by the library, and {ours} here"
