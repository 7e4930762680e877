"""Right answers for reports, written by hand: where they stand, what counts as right, and which days a date means."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from mantlet.evidence.claims import Value

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "evidence"
FIELDS = ("kind", "subject", "attribution", "modality", "event_time")


@dataclass(frozen=True)
class Answer:
    """One right answer: where it stands, and for each field all that counts as right."""

    report: str
    start: int
    end: int
    value: tuple[Value, ...]
    within: float
    unit: tuple[str | None, ...]
    kind: tuple[str, ...]
    subject: tuple[str, ...]
    attribution: tuple[str, ...]
    modality: tuple[str, ...]
    event_time: tuple[str | None, ...]
    required: bool

    @property
    def dated(self) -> bool:
        """Whether the date is all the value there is."""
        return all(value.op == "unknown" for value in self.value) and None not in self.event_time

    @property
    def valued(self) -> bool:
        return self.dated or any(value.op != "unknown" for value in self.value)


@dataclass(frozen=True)
class Gold:
    """The right answers for some reports, and the places of numbers that belong to no claim."""

    answers: tuple[Answer, ...]
    unassigned: tuple[tuple[str, int, int], ...]


def _all(entry: Any) -> tuple[Any, ...]:
    return tuple(entry) if isinstance(entry, list) else (entry,)


def _end(entry: dict[str, Any]) -> int:
    return entry["end"] if "end" in entry else entry["start"] + len(entry["text"])


def gold_of(report: str, entries: dict[str, Any]) -> Gold:
    """The answers of one report as its YAML has them."""
    answers = [
        Answer(
            report=report,
            start=entry["start"],
            end=_end(entry),
            value=tuple(Value(**value) for value in _all(entry["value"])),
            within=float(entry.get("within", 0.0)),
            unit=_all(entry["unit"]),
            required=not entry.get("optional", False),
            **{field: _all(entry[field]) for field in FIELDS},
        )
        for entry in entries["claims"]
    ]
    places = [(report, entry["start"], _end(entry)) for entry in entries["unassigned"]]
    return Gold(tuple(answers), tuple(places))


def together(parts: Iterable[Gold]) -> Gold:
    found = list(parts)
    return Gold(tuple(a for part in found for a in part.answers), tuple(p for part in found for p in part.unassigned))


def load(split: str, folder: Path | None = None) -> tuple[list[Path], Gold]:
    """Files of a split and their right answers; `reports` are found in `folder` by their checksums."""
    if split != "reports":
        paths = sorted((GOLD / split).glob("*.txt"))
        read = [yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8")) for path in paths]
    else:
        there = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted((folder or ROOT).glob("*.txt"))}
        read = yaml.safe_load((GOLD / "reports.yaml").read_text(encoding="utf-8"))
        lost = [entry["date"] for entry in read if entry["sha256"] not in there]
        if lost:
            raise SystemExit(f"{folder}: holds no report of {', '.join(lost)} as the answers know it")
        paths = [there[entry["sha256"]] for entry in read]
    return paths, together(gold_of(path.name, entries) for path, entries in zip(paths, read, strict=True))


def days(text: str | None) -> tuple[int | None, int | None] | None:
    """First and last day of `2024`, `2024-Q3`, `2024-H1`, `2024-05`, `2024-05-28`, `A/B`, `../B`, `A/..`; else None.

    A day is its ordinal, an open end None.
    """
    first, slash, last = (text or "").partition("/")
    if slash:
        begin, end = (None if part == ".." else days(part) for part in (first, last))
        if (begin is None and first != "..") or (end is None and last != ".."):
            return None
        return begin and begin[0], end and end[1]
    match = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d\d)(?:-(\d\d))?))?", first)
    if match is None:
        return None
    year, quarter, half, month, day = (int(part) if part else 0 for part in match.groups())
    from_month = 3 * quarter - 2 if quarter else 6 * half - 5 if half else month or 1
    to_month = from_month + 2 if quarter else from_month + 5 if half else month or 12
    try:
        begin_day = date(year, from_month, day or 1)
        return begin_day.toordinal(), date(year, to_month, day or monthrange(year, to_month)[1]).toordinal()
    except ValueError:
        return None


def same_time(claimed: str | None, right: str | None) -> bool:
    """Whether two event times are the same days; an end that the right one leaves open is not compared."""
    if claimed is None or right is None:
        return claimed is right
    got, wanted = days(claimed), days(right)
    if got is None or wanted is None:
        return False
    return all(want is None or have == want for have, want in zip(got, wanted, strict=True))
