"""A ledger says the same of its reports whether they came at once, one a day, or in any order."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from mantlet.evidence.fuse import fused
from mantlet.evidence.intake import origin_of, proposals
from mantlet.evidence.ledger import Accepted, AnyEvent, Proposed
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.read import read_reports
from mantlet.evidence.review import Review, review
from mantlet.evidence.text import Report, report_of

SENTENCES = (
    "India bought 12 S-400 systems from Russia for $3 billion last year after talks of many months held in Moscow.",
    "India bought 12 S-400 systems from Russia for $3 billion last year after talks of several months held in Moscow.",
    "India signed the S-400 deal for $5.4 billion.",
    "The S-400 contract of India is worth more than $5 billion.",
    "India signed the S-400 deal for Rs 40,000 crore.",
    "The S-400 is to reach India in December 2021.",
    "The S-400 is to be delivered to India in March 2022.",
    "The Indian Air Force needs 10 more squadrons to supplement the 32 currently in operation.",
    "The Indian Air Force has a sanctioned strength of 42 squadrons.",
    "India plans to buy 33 fighter jets, including 12 Su-30MKI and 21 MiG-29.",
)
TEXTS = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3), min_size=1, max_size=4, unique_by=tuple)


def state_of(calls: list[list[Report]]) -> Review:
    """The review of who accepted every claim, the reports having come in these calls."""
    events: list[tuple[int, AnyEvent]] = []
    for reports in calls:
        origins = {report.name: origin_of(report) for report in reports}
        new = proposals(read_reports(reports, lexicon()), origins, events, "anna")
        events += enumerate(new, len(events) + 2)
    ids = [event.id for _, event in events if isinstance(event, Proposed)]
    return review([*events, *enumerate([Accepted(by="anna", id=name) for name in ids], 999)], "anna")


@settings(max_examples=25)
@given(TEXTS, st.permutations(range(4)), st.integers(1, 4))
def test_how_reports_come_changes_nothing(texts: list[list[str]], order: list[int], size: int) -> None:
    reports = [
        report_of(f"{at}.txt", " ".join(sentences), date(2021, 1, 1 + 2 * (at // 2)))
        for at, sentences in enumerate(texts)
    ]
    shuffled = [reports[at] for at in order if at < len(reports)]
    at_once = state_of([reports])
    later = state_of([shuffled[at : at + size] for at in range(0, len(shuffled), size)])
    assert [item.id for item in later.items] == [item.id for item in at_once.items]
    assert later.relations == at_once.relations
    weights = {"anonymous": 0.5}
    results = [
        fused([item.claim for item in one.items if item.claim is not None], one.relations, weights)
        for one in (at_once, later)
    ]
    assert results[0] == results[1]


def test_a_story_copied_a_day_later_counts_once() -> None:
    first, again = (report_of(f"{at}.txt", SENTENCES[at], date(2021, 1, 1 + at)) for at in (0, 1))
    copies = [one for one in state_of([[first], [again]]).relations if one.kind == "derived"]
    assert copies and all("counts once" in one.note for one in copies)
    assert [one for one in state_of([[again], [first]]).relations if one.kind == "derived"] == copies
