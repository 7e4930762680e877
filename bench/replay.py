"""How the bundled review stands to today's reader: its decisions, replayed on the reports that it is of.

    python bench/replay.py FOLDER [--ledger FILE]

Reads the reports in FOLDER that the ledger knows by their SHA-256, as `mantlet evidence review` does, and tells what a
reviewer would have to look at again; nothing is written. Exit code 1 where there is anything, or a report is missing.

- undecided: the reader proposes a claim, or finds a number, of which the ledger says nothing
- changed: it now says something else at a place and of a kind that was decided on
- stale: a claim holds that the reader proposed once, and it reads nothing of that kind there any more
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from mantlet.evidence import known
from mantlet.evidence.claims import Claim, Reading
from mantlet.evidence.intake import origin_of, proposals
from mantlet.evidence.ledger import AnyEvent, Proposed, read
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.read import open_reports, read_reports
from mantlet.evidence.review import Item, Review, review, reviewers
from mantlet.evidence.text import Report
from mantlet.evidence.values import claim_text


class Told(NamedTuple):
    """One thing to look at again: what about it, and what it says."""

    state: Literal["undecided", "changed", "stale"]
    item: Item


def replayed(events: Sequence[tuple[int, AnyEvent]], reports: Sequence[Report], by: str) -> list[Told]:
    """What today's reading of some reports leaves to look at of one reviewer's work, in the order of their text."""
    reading = read_reports(reports, lexicon())
    origins = {report.name: origin_of(report) for report in reports}
    decided = review(events, by)
    new = proposals(reading, origins, events, by)
    last = events[-1][0] if events else 1
    state = review([*events, *enumerate(new, last + 1)], by)
    ids = {event.id for event in new if isinstance(event, Proposed)}
    places = {(item.sha256, item.shown.start, item.shown.end, _kind(item)) for item in decided.items}
    found = [Told(_state(item, ids, places), item) for item in state.undecided]
    found += [Told("stale", item) for item in _stale(decided, reading, reports)]
    return sorted(found, key=lambda told: (told.item.dated, told.item.shown.report, told.item.shown.start))


def _kind(item: Item) -> str | None:
    return item.proposed.kind if isinstance(item.proposed, Claim) else None


def _state(item: Item, new: set[str], places: set[tuple[str, int, int, str | None]]) -> Literal["undecided", "changed"]:
    is_known = (item.sha256, item.shown.start, item.shown.end, _kind(item)) in places
    return "changed" if item.id in new and is_known else "undecided"


def _stale(decided: Review, reading: Reading, reports: Sequence[Report]) -> Iterator[Item]:
    """Claims that hold, were proposed by the reader, and are no more; what a reviewer wrote is the reviewer's own."""
    names = {report.sha256: report.name for report in reports}
    for item in decided.items:
        what = item.proposed
        if item.claim is None or item.sha256 not in names or (isinstance(what, Claim) and what.rule == "reviewer"):
            continue
        alike = [claim for claim in reading.claims if claim.kind == _kind(item)] if _kind(item) else reading.unassigned
        here = [span for span in alike if span.report == names[item.sha256]]
        if not any(span.start < what.end and what.start < span.end for span in here):
            yield item


def known_reports(events: Sequence[tuple[int, AnyEvent]], folder: Path) -> tuple[list[Report], list[str]]:
    """The reports of a ledger that lie in a folder, and the names of those that do not."""
    wanted = {event.sha256: event.what.report for _, event in events if isinstance(event, Proposed)}
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    found = {report.sha256: report for report in open_reports(files) if report.sha256 in wanted}
    named = [report for _, report in sorted(found.items(), key=lambda pair: wanted[pair[0]])]
    return named, [name for sha256, name in wanted.items() if sha256 not in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the reports are")
    parser.add_argument("--ledger", type=Path, default=known.BUNDLED / "reports-2020-06.jsonl")
    asked = parser.parse_args()
    events = read(asked.ledger).events
    reports, missing = known_reports(events, asked.folder)
    for name in missing:
        print(f"missing: {asked.folder} holds no report with the text of {name}")
    told = [one for by in reviewers(events) for one in replayed(events, reports, by)]
    for state, item in told:
        shown = item.shown
        said = claim_text(shown) if isinstance(shown, Claim) else "a number or date that no claim holds"
        print(f"{state}: {item.id} {shown.report} {shown.start} to {shown.end}: {said}")
    decided = sum(item.decision is not None for by in reviewers(events) for item in review(events, by).items)
    print(f"{decided} decisions on {len(reports)} reports, {len(told)} to look at again")
    return 1 if told or missing else 0


if __name__ == "__main__":
    sys.exit(main())
