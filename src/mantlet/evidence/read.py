"""From report files to proposed claims, to what is left unassigned, and to how the claims stand to each other."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from mantlet.base.errors import Fault, InvalidInput, UsageError
from mantlet.evidence.claims import Claim, Reading, Relation, Span
from mantlet.evidence.copies import sentences_of
from mantlet.evidence.lexicon import Lexicon, lexicon
from mantlet.evidence.propose import claims_of
from mantlet.evidence.relations import between
from mantlet.evidence.sums import sums_of
from mantlet.evidence.text import Report, open_report


def read(paths: Iterable[Path | str], lexicons: Sequence[Path | str] = (), dated: date | None = None) -> Reading:
    """Reads report files into proposed claims; `lexicons` are files laid over the bundled words and rules.

    `dated` is the date of reports that do not begin with ` date YYYY-MM-DD `. The order of the files changes nothing.
    Raises InvalidInput for a file that cannot be read, and UsageError for two different reports of one name.
    """
    words = lexicon(*map(Path, lexicons))
    return read_reports(open_reports(paths, dated), words)


def open_reports(paths: Iterable[Path | str], dated: date | None = None) -> list[Report]:
    """Opens report files; raises InvalidInput with the faults of all that cannot be read."""
    reports: list[Report] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            reports.append(open_report(Path(path), dated))
        except InvalidInput as error:
            faults += error.faults
    if faults:
        raise InvalidInput(faults)
    return reports


def read_reports(reports: Iterable[Report], words: Lexicon) -> Reading:
    """The same for reports that are open already."""
    with _collector_paused():
        return _read(_in_order(reports), words)


def _read(ordered: Sequence[Report], words: Lexicon) -> Reading:
    claims: list[Claim] = []
    unassigned: list[Span] = []
    sums: list[Relation] = []
    for report in ordered:
        found, left = claims_of(report, words)
        claims += found
        unassigned += left
        sums += sums_of(report, found, words.tables.parting, words.tables.summing)
    dates = {report.name: report.date for report in ordered}
    sentences = {report.name: sentences_of(report) for report in ordered} if len(ordered) > 1 else {}
    related = [*between(claims, dates, sentences), *sums]
    return Reading(claims=tuple(claims), unassigned=tuple(unassigned), relations=tuple(related))


@contextmanager
def _collector_paused() -> Generator[None]:
    """Reading makes many small records and no cycles: the collector would go through them again and again.

    Afterwards they count as old, so that it does not go through all of them at once either.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _in_order(reports: Iterable[Report]) -> list[Report]:
    """By date and name, the same file once."""
    by_name: dict[str, Report] = {}
    for report in reports:
        other = by_name.setdefault(report.name, report)
        if other.sha256 != report.sha256:
            raise UsageError(f"two different reports are named {report.name}; claims name their report, so rename one")
    return sorted(by_name.values(), key=lambda report: (report.date, report.name))
