"""Words, figures and marks of a prose in one pass, its sentences and its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

Sort = Literal["word", "figure", "mark"]

# Each alternative takes what it can and needs nothing behind it, so that nothing is ever tried twice.
_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W\d_]+|\d+|\S")
_THIN_SPACES = frozenset("\u00a0\u2009\u202f")
HYPHENS = frozenset("-‐‑")
APOSTROPHES = frozenset("'’ʼ`")
_ENDS = frozenset(".!?…")
_CLOSING = frozenset("\"'”’)]»")
OPENING_QUOTES = frozenset('"“«')
CLOSING_QUOTES = frozenset('"”»')
_ABBREVIATED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "cmdr",
        "adm",
        "sgt",
        "st",
        "sr",
        "jr",
        "gov",
        "sen",
        "rep",
        "pres",
        "no",
        "nos",
        "vs",
        "approx",
        "ca",
        "est",
        "inc",
        "ltd",
        "corp",
        "co",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "rs",
        "re",
        "fig",
        "pvt",
        "brig",
        "hon",
        "art",
        "sec",
        "mio",
        "mrd",
    ]
)


class Token(NamedTuple):
    """A run of letters, a run of digits, or one mark; `glued` where no space parts it from the one before."""

    sort: Sort
    text: str
    low: str
    start: int
    end: int
    glued: bool


@dataclass(frozen=True)
class Prose:
    """The tokens of a report; `light` are those that phrases are made of: without hyphens and possessives.

    `sentences` are first and last tokens, `paragraphs` the number of each one's paragraph, `numbers` that of each
    token's sentence.
    """

    text: str
    tokens: Sequence[Token]
    light: Sequence[int]
    sentences: Sequence[tuple[int, int]]
    paragraphs: Sequence[int]
    numbers: Sequence[int]

    def sentence(self, token: int) -> int:
        """The number of the sentence that a token stands in."""
        return self.numbers[token]

    def bounds(self, token: int) -> tuple[int, int]:
        """First and last token of that sentence."""
        return self.sentences[self.numbers[token]]


@lru_cache(2)  # the sentences of a report are asked for behind its claims
def prose_of(text: str) -> Prose:
    """Takes a text apart.

    >>> [token.text for token in prose_of("Rs 18,148 crore").tokens]
    ['Rs', '18', ',', '148', 'crore']
    """
    tokens = tokens_of(text)
    sentences, paragraphs = _sentences(text, tokens)
    numbers = [number for number, (first, last) in enumerate(sentences) for _ in range(first, last + 1)]
    return Prose(text, tokens, light(tokens), sentences, paragraphs, numbers)


def tokens_of(text: str) -> list[Token]:
    """The tokens alone."""
    found: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text):
        word = match[0]
        start, end = match.span()
        if word.isdecimal():
            joined = start == last + 1 and text[last] in _THIN_SPACES  # as in 18 148, parted so that it stays whole
            found.append(Token("figure", word, word, start, end, start == last or joined))
        elif word.isalpha() or (word[0].isalpha() and word[-1] == "."):
            found.append(Token("word", word, word.lower(), start, end, start == last))
        elif end - start == 1 and not word.isnumeric():
            found.append(Token("mark", word, word, start, end, start == last))
        else:
            found.extend(_mixed(word, start, last))
        last = end
    return found


def _mixed(word: str, start: int, last: int) -> list[Token]:
    """A mark, or letters with signs such as ½ and ² among them: a sign behind letters is theirs, as in km²."""
    found: list[Token] = []
    run = 0
    for at in range(1, len(word) + 1):
        same = at < len(word) and (
            word[at].isalpha() == word[run].isalpha() or (word[run].isalpha() and word[at] in "²³")
        )
        if not same or not word[run].isalpha():
            piece = word[run:at]
            sort: Sort = "word" if piece[0].isalpha() else "figure" if piece.isnumeric() else "mark"
            found.append(Token(sort, piece, piece.lower(), start + run, start + at, run > 0 or start == last))
            run = at
    return found


def light(tokens: Sequence[Token]) -> list[int]:
    """Places of the tokens that phrases are made of: no hyphens, no apostrophes, no possessive s."""
    kept: list[int] = []
    for at, token in enumerate(tokens):
        if token.sort == "mark" and (token.text in HYPHENS or token.text in APOSTROPHES):
            continue
        if token.low == "s" and token.glued and at and tokens[at - 1].text in APOSTROPHES:
            continue
        kept.append(at)
    return kept


def is_hyphen(token: Token) -> bool:
    """True for what joins words; a dash does not."""
    return token.sort == "mark" and token.text in HYPHENS


def in_front(tokens: Sequence[Token], at: int) -> int:
    """The token in front of one, over a hyphen that joins the two."""
    joined = at > 1 and tokens[at].glued and is_hyphen(tokens[at - 1]) and tokens[at - 1].glued
    return at - 2 if joined else at - 1


def _sentences(text: str, tokens: Sequence[Token]) -> tuple[list[tuple[int, int]], list[int]]:
    """First and last token of each sentence, and the number of each one's paragraph."""
    sentences: list[tuple[int, int]] = []
    paragraphs: list[int] = []
    first = paragraph = 0
    for at, token in enumerate(tokens):
        if at + 1 == len(tokens):
            sentences.append((first, at))
            paragraphs.append(paragraph)
            break
        follower = tokens[at + 1]
        if token.end == follower.start:
            continue
        gap = text[token.end : follower.start]
        parted = gap.count("\n") > 1
        if parted or _ends(tokens, at, follower):
            sentences.append((first, at))
            paragraphs.append(paragraph)
            first = at + 1
            paragraph += parted
    return sentences, paragraphs


def _ends(tokens: Sequence[Token], at: int, follower: Token) -> bool:
    """True where a sentence ends behind `at`: a full stop that is no abbreviation's, quotes closed, a capital next."""
    stop = at
    while stop > 0 and at - stop < 3 and tokens[stop].text in _CLOSING and tokens[stop].glued:
        stop -= 1
    mark = tokens[stop]
    if mark.sort == "word":  # such as U.S.
        return (
            mark.low.endswith(".")
            and len(mark.low) > 3
            and follower.low in ("the", "it", "in", "a", "but", "he", "they")
        )
    if mark.text not in _ENDS or (follower.sort == "word" and follower.text.islower()):
        return False
    before = tokens[stop - 1] if stop else mark
    if mark.text == "." and stop == at and before.sort == "word" and mark.glued:
        return not (before.low in _ABBREVIATED or (len(before.text) == 1 and before.text.isupper()))
    return True
