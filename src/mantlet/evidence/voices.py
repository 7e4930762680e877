"""Who says it: attribution of every part of a report, from phrases, verbs of speech and quotation marks."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from mantlet.evidence.claims import Attribution
from mantlet.evidence.cues import Cues
from mantlet.evidence.lexicon import Hit
from mantlet.evidence.numbers import word
from mantlet.evidence.tokens import CLOSING_QUOTES, OPENING_QUOTES

_EARLY = 3
_TOLD = frozenset(("speech", "telling", "according"))
_DENIED = 4  # words from a denial to the rumour that is denied
_SUBJECT, _TURNED = 8, 5  # words from a verb of speech to the noun of who speaks, in front of it and behind


class Segment(NamedTuple):
    """A part of a sentence between semicolons with the voice found in it, and whether that stands at its beginning."""

    first: int
    last: int
    attribution: Attribution | None
    leads: bool


def attributions(cues: Cues) -> list[Attribution]:
    """The attribution of every token of a page."""
    prose = cues.page.prose
    if not any(table.startswith("voice.") or table in _TOLD for table in cues.places):
        return ["report_voice"] * len(prose.tokens)
    spoken: list[Attribution] = []
    before: Attribution | None = None
    latest: Attribution | None = None
    paragraph = -1
    quoted = _quoted(cues)
    for number, (first, last) in enumerate(prose.sentences):
        if prose.paragraphs[number] != paragraph:
            paragraph, before = prose.paragraphs[number], None
        segments = [_segment(cues, low, high, latest) for low, high in _segments(cues, first, last)]
        carried = before if quoted[first] or _opens_quotation(cues, first) or _goes_on(cues, first) else None
        for segment, voice in zip(segments, _spread(segments), strict=True):
            said: Attribution = voice or carried or "report_voice"
            spoken.extend(repeat(said, segment.last - segment.first + 1))
        before = spoken[last] if spoken[last] != "report_voice" else None
        latest = before or latest
    return _quotations(cues, spoken, quoted)


def _segments(cues: Cues, first: int, last: int) -> list[tuple[int, int]]:
    cuts = [at for at in range(first, last) if cues.page.tokens[at].text == ";"]
    return list(zip([first, *(at + 1 for at in cuts)], [*cuts, last], strict=True))


def _segment(cues: Cues, first: int, last: int, before: Attribution | None) -> Segment:
    """What is said inside a segment by whom: by phrase, else by a verb of speech."""
    for rank, voice in enumerate(cues.page.tables.voices):
        hits = cues.inside(f"voice.{rank}", first, last)
        hit = next((hit for hit in hits if _is_voice(cues, first, hit, voice.attribution)), None)
        if hit is not None:
            return Segment(first, last, voice.attribution, hit.first - first <= _EARLY)
    said = _speech(cues, first, last, before)
    if said is not None:
        return said
    hits = cues.inside("according", first, last)
    if hits and [token.text for token in cues.page.tokens[hits[0].last + 1 : hits[0].last + 2]] == ["The"]:
        return Segment(first, last, "hearsay", hits[0].first - first <= _EARLY)  # according to The Times
    voice = _unnamed(cues, hits[0]) or "on_record" if hits else None
    return Segment(first, last, voice, bool(hits) and hits[0].first - first <= _EARLY)


def _unnamed(cues: Cues, phrase: Hit) -> Attribution | None:
    """The voice of the noun without a name behind an "according to": of two diplomats."""
    nouns = cues.inside("speaker", phrase.last + 1, phrase.last + _SUBJECT)
    told = word(cues.page.tokens, phrase.first) == "according"
    return nouns[0].entry if told and nouns and not _is_named(cues, nouns[0].last) else None


def _is_voice(cues: Cues, first: int, hit: Hit, voice: Attribution) -> bool:
    """False for an official whose name follows, and for the rumour that somebody denies."""
    if voice == "official_unnamed":
        noun = cues.inside("speaker", hit.last, hit.last)
        return not (noun and _is_named(cues, hit.last))
    return not (voice == "hearsay" and cues.inside("mode.denied", max(first, hit.first - _DENIED), hit.first - 1))


def _is_named(cues: Cues, noun: int) -> bool:
    """True where a name of two words stands right behind a noun for who speaks, or of one behind a title."""
    tokens = cues.page.tokens
    words = [token for token in tokens[noun + 1 : noun + 4] if token.text != ","]
    capitals = [token.sort == "word" and token.text[0].isupper() for token in words[:2]]
    titled = tokens[noun].text[0].isupper() and tokens[noun + 1 : noun + 2] == words[:1]
    dated = bool(words) and words[0].low in cues.page.tables.weekdays
    return capitals == [True, True] or (capitals[:1] == [True] and titled and not dated)


def _speech(cues: Cues, first: int, last: int, before: Attribution | None) -> Segment | None:
    """The first verb of speech of a segment with who it is that speaks; of `telling` ones where a noun says who."""
    speech = cues.page.tables.speech
    told = [hit for hit in cues.inside("telling", first, last) if speaker_of(cues, (first, last), hit) is not None]
    for hit in heapq.merge(told, cues.inside("speech", first, last), key=lambda hit: hit.first):
        ahead = word(cues.page.tokens, hit.first - 1)
        if ahead in speech.passive:
            continue
        again = before if ahead in speech.pronouns else None
        voice = again or speaker_of(cues, (first, last), hit) or "on_record"
        return Segment(first, last, voice, hit.first - first <= _EARLY * 3)
    return None


def speaker_of(cues: Cues, bounds: tuple[int, int], verb: Hit) -> Attribution | None:
    """The voice of the noun that is a verb's subject, in front of it or, behind a quotation, after it."""
    tokens = cues.page.tokens
    ahead = cues.inside("speaker", max(bounds[0], verb.first - _SUBJECT), verb.first - 1)
    ahead = [hit for hit in ahead if tokens[hit.first - 1].text != "(" or hit.first == bounds[0]]  # MOSCOW (Reuters) -
    turned = verb.first > bounds[0] and tokens[verb.first - 1].sort == "mark"
    hits = ahead or (cues.inside("speaker", verb.last + 1, min(bounds[1], verb.last + _TURNED)) if turned else ())
    if not hits:
        return None
    noun = _head(cues, ahead) if ahead else hits[0]
    return None if noun.entry != "hearsay" and _is_named(cues, noun.last) else noun.entry


def _head(cues: Cues, nouns: Sequence[Hit]) -> Hit:
    """The last of some nouns in front of their verb that is not of another one: an executive of the firm said."""
    at = len(nouns) - 1
    while at > 0:
        between = [token.low for token in cues.page.tokens[nouns[at - 1].last + 1 : nouns[at].first]]
        if between[:1] not in (["of"], ["at"], ["from"], ["with"]) or "," in between:
            break
        at -= 1
    return nouns[at]


def _spread(segments: Sequence[Segment]) -> list[Attribution | None]:
    """A voice at the end of a sentence speaks for all of it; one at the beginning for what follows."""
    closing: list[Attribution | None] = []
    later: Attribution | None = None
    for segment in reversed(segments):
        closing.append(later)
        later = segment.attribution if segment.attribution and not segment.leads else later
    voices: list[Attribution | None] = []
    for segment, behind in zip(segments, reversed(closing), strict=True):
        voices.append(segment.attribution or behind or (voices[-1] if voices else None))
    return voices


def _goes_on(cues: Cues, first: int) -> bool:
    """True where a sentence goes on with what was said: it could be, they should have."""
    speech = cues.page.tables.speech
    return word(cues.page.tokens, first) in speech.pronouns and word(cues.page.tokens, first + 1) in speech.carrying


def _opens_quotation(cues: Cues, first: int) -> bool:
    """True where a sentence begins with a quotation: behind another one it goes on with who spoke."""
    return cues.page.tokens[first].text in OPENING_QUOTES


def _quoted(cues: Cues) -> list[bool]:
    """For every token whether it stands inside quotation marks that were opened before, in its paragraph."""
    inside, paragraph = False, -1
    prose = cues.page.prose
    row: list[bool] = []
    for number, (first, last) in enumerate(prose.sentences):
        if prose.paragraphs[number] != paragraph:
            paragraph, inside = prose.paragraphs[number], False
        for at in range(first, last + 1):
            row.append(inside)
            text = cues.page.tokens[at].text
            if text in OPENING_QUOTES or text in CLOSING_QUOTES:
                inside = text in OPENING_QUOTES and not (inside and text == '"')
    return row


def _quotations(cues: Cues, spoken: list[Attribution], quoted: Sequence[bool]) -> list[Attribution]:
    """A sentence of a quotation that names nobody has the voice of the sentence that ends it."""
    prose = cues.page.prose
    later: Attribution | None = None
    for number in range(len(prose.sentences) - 1, -1, -1):
        first, last = prose.sentences[number]
        opens = quoted[last] and last + 1 < len(quoted) and quoted[last + 1] and spoken[first] == "report_voice"
        if opens and later is not None:
            spoken[first : last + 1] = repeat(later, last + 1 - first)
        later = spoken[first] if spoken[first] != "report_voice" else None
    return spoken
