"""One sentence or more, read as a report of 22 June 2020."""

from __future__ import annotations

from datetime import date

from mantlet.evidence.claims import Claim, Reading
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.read import read_reports
from mantlet.evidence.text import report_of

DAY = date(2020, 6, 22)


def reading_of(*texts: str, days: tuple[date, ...] = ()) -> Reading:
    """What is read of reports `0.txt`, `1.txt`, ...; all of the same day unless `days` says other ones."""
    dated = days or (DAY,) * len(texts)
    reports = [report_of(f"{at}.txt", text, day) for at, (text, day) in enumerate(zip(texts, dated, strict=True))]
    return read_reports(reports, lexicon())


def claim_of(text: str, words: str) -> Claim:
    """The one claim of a text whose place holds `words`."""
    found = [claim for claim in reading_of(text).claims if words in claim.text and not claim.rule.startswith("said.")]
    assert len(found) == 1, [claim.text for claim in reading_of(text).claims]
    return found[0]
