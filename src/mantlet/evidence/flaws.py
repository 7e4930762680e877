"""Corrupt text: what looks damaged is flagged on the claims of its sentence, never repaired."""

from __future__ import annotations

from collections.abc import Iterator, Set

from mantlet.evidence.numbers import behind
from mantlet.evidence.page import Page

_SHORTEST_NAME, _LONGEST_NAME = 5, 16
# What UTF-8 looks like when it was read as another encoding, and what stands for a character that was lost.
_BROKEN = ("\ufffd", "â€", "Ã©", "Ã¼", "Â£", "â‚¬")
_MAY_REPEAT = frozenset(("had", "that", "very", "so", "no", "ha", "bye", "new", "far", "blah"))


def flaws_of(page: Page) -> dict[int, tuple[str, ...]]:
    """Flags by the number of the sentence."""
    found: dict[int, tuple[str, ...]] = {}
    for at, flaw in (*_broken(page), *_repeated(page), *_misspelt(page)):
        number = page.prose.sentence(at)
        found[number] = (*found.get(number, ()), flaw) if len(found.get(number, ())) < 3 else found[number]
    return found


def _broken(page: Page) -> Iterator[tuple[int, str]]:
    if any(mark in page.prose.text for mark in _BROKEN):
        for at, token in enumerate(page.tokens):
            if any(mark[0] in token.text for mark in _BROKEN) and page.prose.text.startswith(_BROKEN, token.start):
                yield at, "corrupt: broken characters"


def _repeated(page: Page) -> Iterator[tuple[int, str]]:
    """The same word, figure or sign of money twice."""
    tokens = page.tokens
    for at in range(1, len(tokens)):
        token = tokens[at]
        if token.low != tokens[at - 1].low or len(token.low) > _LONGEST_NAME:
            continue
        if token.sort == "mark":
            if page.hit("money_before", at) is not None:
                yield at, "corrupt: a sign twice"
        elif token.sort == "figure":
            if behind(tokens, at) == at + 1:  # but 12 12-tube launchers
                yield at, "corrupt: a figure twice"
        elif token.text.islower() and token.low not in _MAY_REPEAT:
            yield at, "corrupt: a word twice"


def _misspelt(page: Page) -> Iterator[tuple[int, str]]:
    """A capitalised word that is one letter away from a country's name."""
    names = {
        word
        for row in page.tables.countries
        for word in (*row.words, row.name)
        if len(word) >= _SHORTEST_NAME and word.isalpha()
    }
    known = page.hits.get("country", {})
    for at, token in enumerate(page.tokens):
        if token.sort != "word" or at in known or not token.text[:1].isupper() or not token.text[1:].islower():
            continue
        if _SHORTEST_NAME <= len(token.text) <= _LONGEST_NAME and _is_near(token.text, names):
            yield at, "corrupt: a word one letter from a country"


def _shortened(name: str) -> Iterator[str]:
    return (name[:at] + name[at + 1 :] for at in range(1, len(name)))


def _is_near(text: str, names: Set[str]) -> bool:
    """One letter too many or two in each other's place; one too few may be a word of its own."""
    if text in names:
        return False
    swapped = (text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(1, len(text) - 1))
    return any(cut in names for cut in _shortened(text)) or any(turn in names for turn in swapped)
