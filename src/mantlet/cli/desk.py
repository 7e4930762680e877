"""The review by keyboard: a list of proposals, the current one in its paragraph, one key for each decision."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from mantlet.base.errors import MantletError, UsageError
from mantlet.cli.keys import Keys, keys
from mantlet.cli.screen import paper
from mantlet.evidence import review as deciding
from mantlet.evidence.claims import Claim, Relation
from mantlet.evidence.intake import own
from mantlet.evidence.ledger import AnyEvent, read, writing
from mantlet.evidence.review import Item, Review
from mantlet.evidence.text import Report
from mantlet.evidence.values import EDITABLE, claim_text, value_text

MARKS: Final = {"accepted": "✓", "edited": "✎", "rejected": "✗", "undecided": "·"}
_STYLES: Final = {"accepted": "green", "edited": "cyan", "rejected": "red", "undecided": "yellow"}
_KEYS: Final = "a accept  e edit  r reject  w write  u undo  n next  p previous  ? help  q quit"
_HELP: Final = (
    "a  accept the claim as proposed       n, down  the next one",
    "e  change it (FIELD=VALUE); a number  p, up    the one before",
    "   without a claim becomes one        N        the next one undecided",
    "r  reject it, or dismiss the number,  u        take back your last decision",
    "   and say why                        q        leave: what was decided stays",
    "w  write a claim of your own at some  ?        this",
    "   words of this report               c        close the review, all decided",
    "",
    "Fields: " + ", ".join(EDITABLE),
    "Values: 12, 5.4e9±5e7, 16..18, >5e9 (at least), <400 (at most), unknown",
)
# Lines that are not the list's: paragraph, fields, message and keys.
_PARAGRAPH_LINES: Final = 7
_OTHER_LINES: Final = _PARAGRAPH_LINES + 9


def sit(path: Path, by: str, reports: Mapping[str, Report]) -> None:
    """Reviews a ledger by keyboard until the reviewer leaves; `reports` are by the SHA-256 of their text.

    Each decision is in the ledger before the next key is read.
    """
    console = paper()
    with console.screen(hide_cursor=False), keys() as pressed:
        Desk(path, by, reports, console, pressed).run()
    state = deciding.review(read(path).events, by)
    left = len(state.undecided)
    said = "closed" if state.closed else f"{left} undecided" if left else "all decided: mantlet evidence close"
    console.print(f"{len(state.items)} proposals, {said}")


class Desk:
    """What is being looked at, and what was said last."""

    def __init__(self, path: Path, by: str, reports: Mapping[str, Report], console: Console, pressed: Keys) -> None:
        self._path, self._by, self._reports = path, by, reports
        self._console, self._keys = console, pressed
        self._state = self._read()
        self._at = self._undecided_after(-1)
        self._message = ""
        self._help = False

    def run(self) -> None:
        """Draws and does what keys say, until one says to leave."""
        while True:
            self._draw()
            key = self._keys.next()
            self._message, self._help = "", key == "?"
            if key in ("q", "end"):
                return
            try:
                self._do(key)
            except MantletError as error:
                self._message = str(error).replace("\n", "; ")
            self._state = self._read()

    def _do(self, key: str) -> None:
        item = self._state.items[self._at] if self._state.items else None
        if key in ("n", "down", "p", "up", "N"):
            last = len(self._state.items) - 1
            self._at = self._undecided_after(self._at) if key == "N" else self._at + (1 if key in ("n", "down") else -1)
            self._at = min(max(self._at, 0), max(last, 0))
        elif key == "u":
            self._undo()
        elif key == "c":
            self._add(deciding.close(self._state))
            self._message = "closed"
        elif item is not None and key in ("a", "e", "r", "w"):
            does = {"a": self._accepted, "e": self._edited, "r": self._rejected, "w": self._written}[key]
            events = does(item)
            if events:
                self._add(*events)
                self._state = self._read()
                self._at = self._undecided_after(self._at)

    def _accepted(self, item: Item) -> Sequence[AnyEvent]:
        return [deciding.accept(item, self._by)]

    def _edited(self, item: Item) -> Sequence[AnyEvent]:
        report = self._reports.get(item.sha256)
        return self._asked(lambda changes: [deciding.edit(item, self._by, changes, report=report)])

    def _written(self, item: Item) -> Sequence[AnyEvent]:
        """A claim of the reviewer's own, at words of the report of the one that is looked at."""
        report = self._reports.get(item.sha256)
        if report is None:
            raise UsageError("give the report's file to write a claim of your own")
        words = self._keys.line("words of the report: ")
        if not words:
            return []
        if (count := report.text.count(words)) != 1:
            raise UsageError(f"these words stand {count} times in the report; type so many that they stand once")
        start = report.text.index(words)
        return self._asked(lambda changes: own(self._state, report, (start, start + len(words)), changes))

    def _asked(self, made: Callable[[Mapping[str, str]], Sequence[AnyEvent]]) -> Sequence[AnyEvent]:
        """Asks for fields until nothing more is typed, and what is made of them; none after Escape, or without any."""
        changes: dict[str, str] = {}
        while (line := self._keys.line("FIELD=VALUE (Enter when done, Escape to give up): ")) is not None:
            if not line.strip():
                return made(changes) if changes else []
            field, sign, text = line.partition("=")
            tried = changes | {field.strip(): text}
            try:
                if not sign:
                    raise UsageError("expected FIELD=VALUE, such as unit=USD")
                made(tried)
                changes = tried
            except UsageError as error:
                self._console.print(Text(str(error), style="red"))
                if sign and "Field required" in str(error):  # more fields make it whole
                    changes = tried
        return []

    def _rejected(self, item: Item) -> Sequence[AnyEvent]:
        why = self._keys.line("why? ")
        return [deciding.reject(item, self._by, why)] if why else []

    def _undo(self) -> None:
        with writing(self._path) as writer:
            event, what = deciding.undo(writer.book.events, self._by)
            writer.add([event])
        ids = [item.id for item in self._state.items]
        self._at = ids.index(what.id) if what.id in ids else self._at
        self._message = f"took back: {what.does}"

    def _add(self, *events: AnyEvent) -> None:
        with writing(self._path) as writer:
            writer.add(events)

    def _read(self) -> Review:
        return deciding.review(read(self._path).events, self._by)

    def _undecided_after(self, at: int) -> int:
        """The next undecided proposal, from the first one again after the last; the current one where none is."""
        left = {item.id for item in self._state.undecided}
        places = [place for place, item in enumerate(self._state.items) if item.id in left]
        return next((place for place in places if place > at), places[0] if places else max(at, 0))

    def _draw(self) -> None:
        console, state = self._console, self._state
        console.clear()
        left = len(state.undecided)
        console.print(Text(f"Review of {self._by}: {len(state.items)} proposals, {left} undecided", style="bold"))
        if self._help:
            for line in _HELP:
                console.print(Text(line))
        elif state.items:
            self._draw_list(max(console.height - _OTHER_LINES, 3))
            item = state.items[self._at]
            console.print(paragraph(item, self._reports.get(item.sha256), console.width, _PARAGRAPH_LINES))
            self._draw_fields(item)
        console.print(Text(self._message, style="red"), no_wrap=True, overflow="ellipsis")
        console.print(Text(_KEYS, style="dim"), end="")

    def _draw_list(self, rows: int) -> None:
        first = min(max(self._at - rows // 2, 0), max(len(self._state.items) - rows, 0))
        for place in range(first, min(first + rows, len(self._state.items))):
            item = self._state.items[place]
            said = claim_text(item.shown) if isinstance(item.shown, Claim) else "number without a claim"
            line = Text(f"{'>' if place == self._at else ' '} {MARKS[item.standing]} ", style=_STYLES[item.standing])
            line.append(f"{place + 1:3} {said}", style="bold" if place == self._at else "")
            self._console.print(line, no_wrap=True, overflow="ellipsis")
        self._console.print()

    def _draw_fields(self, item: Item) -> None:
        shown = item.shown
        lines = [f"{item.id}  {shown.report}, characters {shown.start} to {shown.end}; {item.standing}"]
        if isinstance(shown, Claim):
            value = (
                "unknown" if shown.value.op == "unknown" else f"{value_text(shown.value)} {shown.unit or ''}".strip()
            )
            when = shown.event_time or "no time"
            lines.append(f"{shown.kind} · {shown.subject} · {value} · {when}")
            lines.append(f"{shown.attribution} · {shown.modality} · rule {shown.rule}")
            lines += [f"flag: {flag}" for flag in shown.flags]
        lines += [
            f"{relation.kind} {self._others(relation, item)}: {relation.note}"
            for relation in self._state.relations_of(item)
        ]
        for line in lines[:5]:
            self._console.print(Text(line), no_wrap=True, overflow="ellipsis")

    def _others(self, relation: Relation, item: Item) -> str:
        """The other claims of a relation by their numbers in the list."""
        others = set(relation.claims) - {item.id}
        places = [str(place) for place, other in enumerate(self._state.items, 1) if other.id in others]
        return f"with {', '.join(places)}"


def paragraph(item: Item, report: Report | None, width: int, most_lines: int) -> Text:
    """The paragraph of a proposal with its words highlighted, cut around them to so many lines.

    Of HTML it is what a reader sees. What a terminal could obey is shown as a dot.
    """
    if report is None:
        return Text("(give the report's file to see it here)\n", style="dim")
    text, start, end = _as_read(report, item.shown.start, item.shown.end)
    first = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    last = text.find("\n\n", end)
    room = width * (most_lines - 2)
    before = max(first, start - room // 2)
    after = min(len(text) if last < 0 else last, max(before + room, end))
    cut = text[before:after]
    clean = "".join(char if char.isprintable() else " " if char.isspace() else "·" for char in cut)
    shown = Text(("…" if before > first else "") + clean + ("…" if after < (len(text) if last < 0 else last) else ""))
    shift = (1 if before > first else 0) - before
    shown.stylize("bold reverse", start + shift, end + shift)
    return shown.append("\n")


def _as_read(report: Report, start: int, end: int) -> tuple[str, int, int]:
    """The date that a report begins with and its prose, and where a place of its text stands in them."""
    head = report.text[: report.starts[0]] if report.starts else report.text
    if end <= len(head):
        return head + report.prose, start, end
    first, last = bisect_left(report.starts, start), bisect_right(report.ends, end)
    return head + report.prose, len(head) + first, len(head) + last
