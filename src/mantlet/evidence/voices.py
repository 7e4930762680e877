"""Who says it: attribution of every part of a report, from phrases, verbs of speech and quotation marks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from mantlet.evidence.claims import Attribution
from mantlet.evidence.cues import Cues
from mantlet.evidence.numbers import word
from mantlet.evidence.tokens import CLOSING_QUOTES, OPENING_QUOTES

_EARLY = 3


class Segment(NamedTuple):
    """A part of a sentence between semicolons with the voice found in it, and whether that stands at its beginning."""

    first: int
    last: int
    attribution: Attribution | None
    leads: bool


def attributions(cues: Cues) -> list[Attribution]:
    """The attribution of every token of a page."""
    prose = cues.page.prose
    spoken: list[Attribution] = []
    before: Attribution | None = None
    paragraph = -1
    quoted = _quoted(cues)
    for number, (first, last) in enumerate(prose.sentences):
        if prose.paragraphs[number] != paragraph:
            paragraph, before = prose.paragraphs[number], None
        segments = [_segment(cues, low, high, before) for low, high in _segments(cues, first, last)]
        carried = before if quoted[first] or _goes_on(cues, first) else None
        for segment, voice in zip(segments, _spread(segments), strict=True):
            said: Attribution = voice or carried or "report_voice"
            spoken.extend(repeat(said, segment.last - segment.first + 1))
        before = spoken[last] if spoken[last] != "report_voice" else None
    return _quotations(cues, spoken, quoted)


def _segments(cues: Cues, first: int, last: int) -> list[tuple[int, int]]:
    cuts = [at for at in range(first, last) if cues.page.tokens[at].text == ";"]
    return list(zip([first, *(at + 1 for at in cuts)], [*cuts, last], strict=True))


def _segment(cues: Cues, first: int, last: int, before: Attribution | None) -> Segment:
    """What is said inside a segment by whom: by phrase, else by a verb of speech."""
    for rank, voice in enumerate(cues.page.tables.voices):
        hits = cues.inside(f"voice.{rank}", first, last)
        if hits:
            return Segment(first, last, voice.attribution, hits[0].first - first <= _EARLY)
    for hit in cues.inside("speech", first, last):
        ahead = word(cues.page.tokens, hit.first - 1)
        if ahead in cues.page.tables.speech.passive:
            continue
        pronoun = ahead in cues.page.tables.speech.pronouns
        return Segment(first, last, before if pronoun and before else "on_record", hit.first - first <= _EARLY * 3)
    hits = cues.inside("according", first, last)
    return Segment(first, last, "on_record" if hits else None, bool(hits) and hits[0].first - first <= _EARLY)


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
