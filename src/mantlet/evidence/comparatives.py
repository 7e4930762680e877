"""Comparatives in front of numbers as they should be, and those that are a word or a letter off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from mantlet.evidence.tables import Bounds

LONGEST = 4  # words
_SHORTEST = 5  # letters of a word that is a comparative by itself, and may be misspelt
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SUBSTITUTED = 4  # letters: another letter in a shorter word makes another word


@dataclass(frozen=True)
class Comparatives:
    """Sound phrases, what is left of one that lacks a word or a space, and the words that may be meant by another one.

    `ends` are the words at which any of these may end; `near` is filled as words are met.
    """

    sound: Set[tuple[str, ...]]
    lacking: Set[tuple[str, ...]]
    shapes: Mapping[str, Set[str]]
    ends: Set[str]
    near: dict[str, Set[str]] = field(default_factory=dict[str, Set[str]])

    def meant(self, word: str) -> Set[str]:
        """The words of comparatives from which one is a letter off: too few, too many, swapped, or another one."""
        found = self.near.get(word)
        if found is None:
            longer = {cut for cut in _cut(word) if cut in self.shapes}
            found = self.near[word] = frozenset(self.shapes.get(word, frozenset())) | longer - {word}
        return found

    def damaged(self, words: Sequence[str], *, misspelt: bool) -> int:
        """How many of the last of some words are a comparative but for a word, or a letter where `misspelt`; else 0."""
        if not words or (words[-1] not in self.ends and self.ends.isdisjoint(self.meant(words[-1]))):
            return 0
        for size in range(min(len(words), LONGEST), 0, -1):
            here = tuple(words[-size:])
            if here in self.lacking or (misspelt and self._is_misspelt(here)):
                return size
        return 0

    def _is_misspelt(self, words: tuple[str, ...]) -> bool:
        return any(
            (*words[:at], other, *words[at + 1 :]) in self.sound
            for at, word in enumerate(words)
            for other in self.meant(word)
        )


def comparatives_of(bounds: Bounds) -> Comparatives:
    """The comparatives of a lexicon."""
    phrases = [phrase.lower() for phrase in (*bounds.above, *bounds.below, *bounds.about)]
    sound = {tuple(phrase.split()) for phrase in phrases if " " in phrase or len(phrase) >= _SHORTEST}
    shapes: dict[str, set[str]] = {}
    for words in sound:
        for word in words:
            shapes.setdefault(word, set())
            for shape in _shapes(word, alone=len(words) == 1):
                shapes.setdefault(shape, set()).add(word)
    rests = {rest for phrase in phrases for rest in _rests(phrase.split()) if " ".join(rest) not in phrases}
    lacking = {rest for rest in rests if not set(rest).isdisjoint(bounds.compared)}
    lacking |= {(phrase.replace(" ", ""),) for phrase in phrases if phrase.count(" ") == 1}
    ends = {word for words in (*sound, *lacking) for word in words[-1:]}
    return Comparatives(sound, lacking, shapes, ends)


def _rests(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Some words without one of them."""
    return ((*words[:at], *words[at + 1 :]) for at in range(len(words)) if len(words) > 1)


def _cut(word: str) -> Iterator[str]:
    """Without one of its letters but the first."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _shapes(word: str, *, alone: bool) -> Iterator[str]:
    """A word with a letter too few, two swapped, or, unless it stands alone, another one inside."""
    yield from _cut(word)
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    if not alone and len(word) >= _SUBSTITUTED:
        yield from (word[:at] + letter + word[at + 1 :] for at in range(1, len(word)) for letter in _LETTERS)
