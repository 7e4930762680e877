"""One report with its tokens and every phrase that the lexicon knows in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mantlet.evidence.lexicon import Hit, Lexicon
from mantlet.evidence.tables import Tables
from mantlet.evidence.text import Report
from mantlet.evidence.tokens import Prose, Token, is_hyphen, prose_of

# Tables whose phrases are asked for by their last token, as they stand in front of something.
_IN_FRONT = ("bound_before", "unbound", "about", "money_before", "unit_before", "open_end")
_LAST = {table: f"{table}_last" for table in _IN_FRONT}
_LONGEST_NAME = 5
_NAMED = re.compile(r"[A-Z][A-Za-z]{0,4}")


@dataclass(frozen=True)
class Page:
    """A report taken apart. `hits` are by table and first token, of `..._last` by last; `named` are of names.

    `begun` are the tokens that any phrase begins at, `ended` those that one in front of something ends at.
    """

    report: Report
    prose: Prose
    tokens: Sequence[Token]
    tables: Tables
    found: Mapping[str, Sequence[Hit]]
    hits: Mapping[str, Mapping[int, Hit]]
    named: frozenset[int]
    begun: frozenset[int]
    ended: frozenset[int]

    def hit(self, table: str, at: int) -> Hit | None:
        """The phrase of a table that begins at a token."""
        row = self.hits.get(table)
        return None if row is None else row.get(at)

    def hit_before(self, table: str, at: int) -> Hit | None:
        """The phrase of a table that ends right in front of a token."""
        row = self.hits.get(_LAST[table])
        return None if row is None else row.get(at - 1)


def page_of(report: Report, lexicon: Lexicon) -> Page:
    """Takes a report apart."""
    prose = prose_of(report.prose)
    found = lexicon.find(prose)
    hits = {table: {hit.first: hit for hit in row} for table, row in found.items()}
    hits |= {_LAST[table]: {hit.last: hit for hit in found[table]} for table in _IN_FRONT if table in found}
    named = {at for hit in found.get("system", ()) for at in range(hit.first, hit.last + 1)}
    named |= _designators(prose.tokens, hits, lexicon.tables)
    begun = frozenset(hit.first for row in found.values() for hit in row)
    ended = frozenset(hit.last for table in _IN_FRONT for hit in found.get(table, ()))
    return Page(report, prose, prose.tokens, lexicon.tables, found, hits, frozenset(named), begun, ended)


def _designators(tokens: Sequence[Token], hits: Mapping[str, Mapping[int, Hit]], tables: Tables) -> set[int]:
    """Tokens of names that no lexicon knows: a few letters, the first a capital, joined to digits (XQ-58A, T90)."""
    found: set[int] = set()
    money, scales, parts = hits.get("money_before", {}), hits.get("unit_before", {}), hits.get("part", {})
    for at, token in enumerate(tokens):
        if token.sort != "figure" or not token.glued or at == 0:
            continue
        start = at - 2 if at > 1 and is_hyphen(tokens[at - 1]) and tokens[at - 1].glued else at - 1
        letters = tokens[start]
        if letters.sort != "word" or not _NAMED.fullmatch(letters.text) or (letters.text.islower()):
            continue
        known = (
            start in money or start in scales or start in parts or letters.text == "FY" or letters.low in tables.months
        )
        if known or letters.low in tables.dating or (len(letters.text) > 3 and start != at - 2):
            continue
        end = at
        while (
            end + 1 < len(tokens)
            and end - at < _LONGEST_NAME
            and tokens[end + 1].glued
            and tokens[end + 1].sort != "mark"
        ):
            end += 1
        found.update(range(start, end + 1))
    return found
