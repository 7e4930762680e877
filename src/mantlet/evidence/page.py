"""One report with its tokens and every phrase that the lexicon knows in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from mantlet.evidence.comparatives import Comparatives
from mantlet.evidence.lexicon import Hit, Lexicon
from mantlet.evidence.numbers import behind, is_power
from mantlet.evidence.strangers import strangers_of
from mantlet.evidence.tables import Tables
from mantlet.evidence.text import Report
from mantlet.evidence.tokens import Prose, Token, in_front, prose_of

# Tables whose phrases are asked for by their last token, as they stand in front of something.
_IN_FRONT = ("bound_before", "unbound", "about", "money_before", "unit_before", "open_end")
_LAST = {table: f"{table}_last" for table in _IN_FRONT}
_LONGEST_NAME = 5
_CALLED = re.compile(r"[A-Z][A-Za-z]{2,}")
_NAMED = re.compile(r"[A-Z][A-Za-z]*")
_PLAIN = re.compile(r"[A-Z]{1,3}")
# Words of plans and wishes, which stand in comparisons as well.
_WISHES = ("mode.planned", "mode.requested", "cue.plan", "cue.promise", "cue.request")
_REFUSALS = ("mode.declined", "cue.decline")
_COMPARING = frozenset(("as", "than"))
_UNNAMED = ("anonymous", "official_unnamed")
_LINKS = frozenset(("with", "of", "on", "in", "to", "about", "the", "its", "their", "this", "these"))
_LINKING = 3  # words from a voice to what it knows of
# Words of these tables in front of digits leave them a number: Over-500, India-12, QR40bn.
_NO_NAMES = ("money_before", "money_after", "unit_before", "part", "fiscal", "bound_before", "about", "country")


@dataclass(frozen=True)
class Page:
    """A report taken apart. `hits` are by table and first token, of `..._last` by last.

    `named` are the tokens of names; `doubtful` are those of names with digits that nobody knows, each with the last of
    its name. `begun` are the tokens that any phrase begins at, `ended` those that one in front of something ends at.
    `lettered` says that there are letters that may scale a sum (5m).
    """

    report: Report
    prose: Prose
    tokens: Sequence[Token]
    tables: Tables
    found: Mapping[str, Sequence[Hit]]
    hits: Mapping[str, Mapping[int, Hit]]
    named: frozenset[int]
    doubtful: Mapping[int, int]
    begun: frozenset[int]
    ended: frozenset[int]
    lettered: bool
    comparatives: Comparatives

    def hit(self, table: str, at: int) -> Hit | None:
        """The phrase of a table that begins at a token."""
        row = self.hits.get(table)
        return None if row is None else row.get(at)

    def hit_before(self, table: str, at: int) -> Hit | None:
        """The phrase of a table that ends right in front of a token, or joined to it by a hyphen."""
        row = self.hits.get(_LAST[table])
        return None if row is None else row.get(in_front(self.tokens, at))


def page_of(report: Report, lexicon: Lexicon) -> Page:
    """Takes a report apart."""
    prose = prose_of(report.prose)
    found = _cleared(lexicon.find(prose), prose.tokens, lexicon.tables)
    hits = {table: {hit.first: hit for hit in row} for table, row in found.items()}
    hits |= {_LAST[table]: {hit.last: hit for hit in found[table]} for table in _IN_FRONT if table in found}
    systems = found.get("system", ())
    named = {at for hit in systems for at in range(hit.first, _glued_end(prose.tokens, hit.last) + 1)}
    plain, doubtful = _designators(prose.tokens, named, hits, lexicon.tables)
    strangers = strangers_of(prose, found, lexicon.tables, plain)
    if strangers:
        found["system"] = sorted((*systems, *strangers), key=lambda hit: hit.first)
        hits["system"] = {hit.first: hit for hit in found["system"]}
        named |= {at for hit in strangers for at in range(hit.first, hit.last + 1)}
    named |= plain | doubtful.keys()
    begun = frozenset(hit.first for row in found.values() for hit in row)
    ended = frozenset(hit.last for table in _IN_FRONT for hit in found.get(table, ()))
    scales = lexicon.tables.numerals.short_scales
    return Page(
        report=report,
        prose=prose,
        tokens=prose.tokens,
        tables=lexicon.tables,
        found=found,
        hits=hits,
        named=frozenset(named),
        doubtful=doubtful,
        begun=begun,
        ended=ended,
        lettered=any(token.low in scales for token in prose.tokens if token.end - token.start == 1),
        comparatives=lexicon.comparatives,
    )


def _cleared(found: dict[str, list[Hit]], tokens: Sequence[Token], tables: Tables) -> dict[str, list[Hit]]:
    """Without signs of one letter where no sum of money follows (R5bn, but R-27), and the US of US$ is no country.

    Nor is the name of a country speech (the United States), nor what is declared operational, nor a question a request,
    nor does who wants no name decline anything.
    """
    names = {
        at for table in ("country", "unspoken") for hit in found.get(table, ()) for at in range(hit.first, hit.last + 1)
    }
    if "speech" in found:
        found["speech"] = [hit for hit in found["speech"] if hit.first not in names]
    if "system" in found:
        found["system"] = [hit for hit in found["system"] if not _is_article(tokens, hit)]
    for table in [table for table in found if table.startswith("mode.")]:  # he may; in May
        found[table] = [hit for hit in found[table] if not _is_month(tokens[hit.first], tables)]
    nameless = {at for hit in found.get("nameless", ()) for at in range(hit.first, hit.last + 1)}
    asked = {at for hit in found.get("unasked", ()) for at in range(hit.first, hit.last + 1)} | nameless
    for table in _WISHES:
        if table in found:
            found[table] = [hit for hit in found[table] if hit.first not in asked and not _is_compared(tokens, hit)]
    for table in _REFUSALS:
        if table in found:
            found[table] = [hit for hit in found[table] if hit.first not in nameless]
    found = _unspoken(found, tokens, tables)
    if "money_before" not in found:
        return {table: row for table, row in found.items() if row}
    found["money_before"] = [hit for hit in found["money_before"] if _is_sign(tokens, hit, tables)]
    signs = {hit.first for hit in found["money_before"]}
    for table in ("country", "force"):
        if table in found:
            found[table] = [hit for hit in found[table] if hit.first not in signs]
    return {table: row for table, row in found.items() if row}


def _unspoken(found: dict[str, list[Hit]], tokens: Sequence[Token], tables: Tables) -> dict[str, list[Hit]]:
    """Without cues that only say what an unnamed voice knows of: people familiar with the deal."""
    unnamed = [f"voice.{rank}" for rank, voice in enumerate(tables.voices) if voice.attribution in _UNNAMED]
    ends = {hit.last for table in unnamed for hit in found.get(table, ())}
    if not ends:
        return found

    def is_known(hit: Hit) -> bool:
        at = hit.first - 1
        while hit.first - at <= _LINKING and tokens[at].low in _LINKS:
            at -= 1
        return at in ends and at < hit.first - 1

    cues = [table for table in found if table.startswith(("cue.", "mode."))]
    return found | {table: [hit for hit in found[table] if not is_known(hit)] for table in cues}


def _is_article(tokens: Sequence[Token], hit: Hit) -> bool:
    """True for the article and the number of "A 10 km strip", which are no A-10."""
    return tokens[hit.first].low == "a" and hit.last > hit.first and not tokens[hit.first + 1].glued


def _is_compared(tokens: Sequence[Token], hit: Hit) -> bool:
    """True for the planned of "as planned" and "later than first planned": that is no plan for what it stands by."""
    if hit.first != hit.last or not tokens[hit.last].low.endswith("ed"):
        return False
    return any(tokens[at].low in _COMPARING for at in range(max(hit.first - 2, 0), hit.first))


def _is_month(token: Token, tables: Tables) -> bool:
    return token.low in tables.months and token.text[0].isupper()


def _is_sign(tokens: Sequence[Token], hit: Hit, tables: Tables) -> bool:
    if len(tokens[hit.last].text) > 1 or not tokens[hit.last].text.isalpha():
        return True
    at = hit.last + 1
    if at + 1 >= len(tokens) or tokens[at].sort != "figure" or not tokens[at].glued:
        return False
    return _is_counted(tokens, at, tables) or tokens[at + 1].text in tables.numerals.short_scales


def _glued_end(tokens: Sequence[Token], last: int) -> int:
    """The last of the capitals and digits that hang on a name; words in small letters may be numbers."""
    for after in range(last + 1, min(last + 1 + _LONGEST_NAME, len(tokens))):
        token = tokens[after]
        if not token.glued or not (token.sort == "figure" or token.text.isupper()):
            return after - 1
        last = after
    return last


def _designators(
    tokens: Sequence[Token], known: Set[int], hits: Mapping[str, Mapping[int, Hit]], tables: Tables
) -> tuple[set[int], dict[int, int]]:
    """Names that no lexicon knows, a few letters joined to digits: plain ones (XQ-58A), and what may be no name (T90).

    The digits of a plain one are no number. Of the others each token leads to the last of its name.
    """
    plain: set[int] = set()
    doubtful: dict[int, int] = {}
    kept = {at for table in _NO_NAMES for at in hits.get(table, ())}
    dating = frozenset(tables.dating)
    for at, token in enumerate(tokens):
        if token.sort != "figure" or at == 0 or at in known:
            continue
        if not token.glued:
            if _is_model(tokens, at, tables) and at - 1 not in kept and at - 1 not in known:
                doubtful.update(dict.fromkeys((at - 1, at), at))
            continue
        start = in_front(tokens, at)
        letters = tokens[start]
        if letters.sort != "word" or not _NAMED.fullmatch(letters.text) or _is_counted(tokens, at, tables):
            continue
        if start in kept or letters.low in tables.months or letters.low in dating:
            continue
        if (len(letters.text) > 3 and start == at - 1) or is_power(tokens, start):
            continue
        end = _glued_end(tokens, at)
        begins = not letters.glued or tokens[start - 1].sort == "mark"
        if (
            begins
            and start == at - 2
            and not any(tokens[step].sort == "figure" for step in range(at + 1, end + 1))  # XQ-58A5
            and _PLAIN.fullmatch(letters.text)
            and letters.low not in tables.phrase_ends
        ):
            plain.update(range(start, end + 1))
        else:
            doubtful.update(dict.fromkeys(range(start, end + 1), end))
    return plain, doubtful


def _is_model(tokens: Sequence[Token], at: int, tables: Tables) -> bool:
    """True for the 737 of 6 Boeing 737 jets: a number, a name, digits and what is counted."""
    if at < 2 or at + 1 >= len(tokens) or not _CALLED.fullmatch(tokens[at - 1].text):
        return False
    name, count, thing = tokens[at - 1].low, tokens[at - 2], tokens[at + 1]
    if name in tables.months or name in tables.weekdays or name in tables.dating or _is_counted(tokens, at, tables):
        return False
    counts = count.sort == "figure" or count.low in tables.numerals.cardinals
    return counts and thing.sort == "word" and thing.text.islower() and thing.low not in tables.phrase_ends


def _is_counted(tokens: Sequence[Token], at: int, tables: Tables) -> bool:
    """True for digits with a scale, a percentage, decimals or groups behind them, which no name has."""
    after = behind(tokens, at)
    if after >= len(tokens):
        return False
    name = tokens[after].low
    if name in tables.numerals.scales or (len(name) > 1 and name in tables.numerals.short_scales):
        return True
    further = tokens[after + 1] if after + 1 < len(tokens) else tokens[after]
    return name == "%" or (name in (".", ",") and further.sort == "figure" and further.glued)
