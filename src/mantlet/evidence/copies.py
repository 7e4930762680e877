"""One story in two reports: claims whose sentences share most of their runs of words are copies, and count once.

What is kept of a report for this are hashes of its runs of five words, sentence by sentence, sorted and so short that
many runs share each: enough to know a sentence again, too little to lead back to its words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from mantlet.evidence.claims import Claim
from mantlet.evidence.text import Report
from mantlet.evidence.tokens import prose_of

_RUN: Final = 5  # words
_SHARE: Final = 0.6  # of a sentence's runs that stand in one sentence of an earlier report
_SHORTEST: Final = 8  # words; shorter sentences are alike by chance
_DIGITS: Final = 4  # of the hash of a run


class Sentence(NamedTuple):
    """The place of a sentence in its report, and the hashes of its runs of words, four hex digits each."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    runs: Annotated[str, Field(pattern=r"^([0-9a-f]{4})+$")]


def sentences_of(report: Report) -> tuple[Sentence, ...]:
    """The sentences of a report that are long enough to be known again."""
    return tuple(_sentences(report))


def _sentences(report: Report) -> Iterator[Sentence]:
    prose = prose_of(report.prose)
    for first, last in prose.sentences:
        words = [token.low for token in prose.tokens[first : last + 1] if token.sort != "mark"]
        if len(words) >= _SHORTEST:
            runs = {_hashed(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
            place = report.place(prose.tokens[first].start, prose.tokens[last].end)
            yield Sentence(*place, "".join(sorted(runs)))


def _hashed(words: Sequence[str]) -> str:
    return blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=_DIGITS // 2).hexdigest()


def copies_of(claims: Sequence[Claim], sentences: Mapping[str, Sequence[Sentence]]) -> dict[str, str]:
    """From each copied claim to its original, which says the same in the same sentence of an earlier report.

    `claims` are in the order of their reports, `sentences` by the names of those.
    """
    if len(sentences) < 2:
        return {}
    starts = {name: [sentence.start for sentence in its] for name, its in sentences.items()}
    seen: dict[tuple[object, ...], Claim] = {}
    found: dict[str, str] = {}
    for claim in claims:
        at = bisect_right(starts.get(claim.report, ()), claim.start) - 1
        if at < 0 or sentences[claim.report][at].end < claim.end:
            continue
        packed = sentences[claim.report][at].runs
        runs = [packed[place : place + _DIGITS] for place in range(0, len(packed), _DIGITS)]
        keys = [(claim.kind, claim.value, claim.unit, run) for run in runs]
        there = Counter(seen[key].id for key in keys if key in seen and seen[key].report != claim.report)
        for original, count in there.most_common(1):
            if count >= _SHARE * len(runs):
                found[claim.id] = original
        for key in keys:
            seen.setdefault(key, claim)
    return found
