"""One story in two reports: sentences that share most of their word sequences are copies, and count once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from mantlet.evidence.claims import Claim
from mantlet.evidence.text import Report
from mantlet.evidence.tokens import prose_of

_RUN: Final = 5  # words
_SHARE: Final = 0.6  # of a sentence's runs that stand in one sentence of an earlier report
_SHORTEST: Final = 8  # words; shorter sentences are alike by chance


def copies_of(reports: Sequence[Report], claims: Sequence[Claim]) -> dict[str, str]:
    """From each copied claim to its original. `reports` are in order: what stands in an earlier one is the original."""
    if len(reports) < 2:
        return {}
    seen: dict[int, tuple[int, int, int]] = {}
    copied: list[tuple[int, tuple[int, int], tuple[int, tuple[int, int]]]] = []
    for number, report in enumerate(reports):
        fresh: dict[int, tuple[int, int, int]] = {}
        for place, runs in _sentences(report):
            there = Counter(seen[run] for run in runs if run in seen)
            (origin, count) = there.most_common(1)[0] if there else ((0, 0, 0), 0)
            if count and count >= _SHARE * len(runs):
                copied.append((number, place, (origin[0], (origin[1], origin[2]))))
            for run in runs:
                fresh.setdefault(run, (number, *place))
        for run, origin in fresh.items():
            seen.setdefault(run, origin)
    return dict(_pairs(reports, claims, copied))


def _sentences(report: Report) -> Iterator[tuple[tuple[int, int], set[int]]]:
    """The place of each sentence in the file and its runs of words."""
    prose = prose_of(report.prose)
    for first, last in prose.sentences:
        words = [token.low for token in prose.tokens[first : last + 1] if token.sort != "mark"]
        if len(words) >= _SHORTEST:
            runs = {_key(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
            yield report.place(prose.tokens[first].start, prose.tokens[last].end), runs


def _key(words: Sequence[str]) -> int:
    return hash(tuple(words))


def _pairs(
    reports: Sequence[Report],
    claims: Sequence[Claim],
    copied: Sequence[tuple[int, tuple[int, int], tuple[int, tuple[int, int]]]],
) -> Iterator[tuple[str, str]]:
    """Claims of a copied sentence with those of its original that say the same."""
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report, []).append(claim)
    for number, place, (origin, origin_place) in copied:
        originals = {_said(claim): claim.id for claim in _within(by_report.get(reports[origin].name, ()), origin_place)}
        for claim in _within(by_report.get(reports[number].name, ()), place):
            if _said(claim) in originals and originals[_said(claim)] != claim.id:
                yield claim.id, originals[_said(claim)]


def _within(claims: Sequence[Claim], place: tuple[int, int]) -> list[Claim]:
    return [claim for claim in claims if place[0] <= claim.start and claim.end <= place[1]]


def _said(claim: Claim) -> tuple[object, ...]:
    return claim.kind, claim.value, claim.unit, claim.text.lower()
