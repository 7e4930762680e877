"""The command that reads reports into claims."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.text import Text

from mantlet.base.errors import UsageError
from mantlet.base.marked import short
from mantlet.cli.screen import paper
from mantlet.evidence.claims import Claim, Reading
from mantlet.evidence.read import read
from mantlet.evidence.values import value_text


def show_reading(files: Sequence[Path], dated: str | None, lexicons: Sequence[Path], as_json: bool) -> int:
    """Reads reports and prints what they claim, what is left unassigned, and how the claims stand to each other."""
    reading = read(files, lexicons, day(dated))
    if as_json:
        sys.stdout.write(reading.model_dump_json(by_alias=True) + "\n")
        return 0
    console = paper()
    for report in dict.fromkeys(
        [*(claim.report for claim in reading.claims), *(span.report for span in reading.unassigned)]
    ):
        console.print(Text(report, style="bold"))
        for claim in reading.claims:
            if claim.report == report:
                _print_claim(claim)
        left = [f"{_quoted(span.text)} at {span.start}" for span in reading.unassigned if span.report == report]
        console.print(f"unassigned: {', '.join(left) or 'none'}\n", soft_wrap=True)
    _print_relations(reading)
    return 0


def day(text: str | None) -> date | None:
    """The day given with --date; raises UsageError for what is none."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date: got '{text}', expected a day as 2020-06-22") from None


def _print_claim(claim: Claim) -> None:
    """Two lines: what is claimed, and in which words, who says so and which rule read it."""
    value = "" if claim.value.op == "unknown" else f"{value_text(claim.value)} {claim.unit or ''}".rstrip()
    what = "  ".join(part for part in (claim.kind, claim.subject, value, claim.event_time) if part)
    how = "; ".join((_quoted(claim.text), f"{claim.attribution}, {claim.modality}", claim.rule, *claim.flags))
    paper().print(f"{claim.start:6}  {what}\n        {how}", soft_wrap=True)


def _quoted(text: str) -> str:
    """A report's words on one line, safe to print."""
    return f"'{short(' '.join(text.split()), 100)}'"


def _print_relations(reading: Reading) -> None:
    if not reading.relations:
        return
    console = paper()
    places = {claim.id: f"{claim.report}:{claim.start}" for claim in reading.claims}
    console.print(Text("relations", style="bold"))
    for relation in reading.relations:
        where = ", ".join(places[claim] for claim in relation.claims)
        console.print(f"{relation.kind}: {relation.note} ({where})", soft_wrap=True)
