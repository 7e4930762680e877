"""Strict YAML: plain data that remembers the line of every value, and every fault of a file at once.

What YAML would guess stays text (`NO`, `010`, `12:30`, `0x10`, `1_000`, dates); only numbers as JSON writes them and
`true`, `false`, `null` are typed. Anchors, aliases, merge keys, duplicate keys, tags and a second document are refused,
as is input too large, too deep or with too many nodes, so that a hostile file is answered at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mantlet.base.errors import Fault, InvalidInput

Step = str | int
Place = tuple[Step, ...]

MOST_BYTES = 4_000_000
MOST_NODES = 40_000
MOST_DEPTH = 24
MOST_FAULTS = 40
_MOST_DIGITS = 40
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class Marked:
    """Plain data of one file and, for every path into it, the line where it stands.

    `faults` are what YAML can say and is refused here; the values at `refused` are without meaning because of it.
    """

    data: Any
    lines: dict[Place, int]
    file: str
    faults: tuple[Fault, ...] = ()
    refused: frozenset[Place] = frozenset()

    def line(self, place: Place) -> int:
        """Line of the value at `place`, or of the nearest thing around it; 1 when nothing is known."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return 1

    def fault(self, place: Place, message: str) -> Fault:
        """A fault at `place` with this file's name and line."""
        return Fault(self.file, self.line(place), path_text(place), message)


def path_text(place: Place) -> str:
    """A place as a person writes it.

    >>> path_text(("sides", "blue", "units", 2, "system"))
    'sides.blue.units[2].system'
    """
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{short(step)}"
    return text.removeprefix(".")


def short(text: object, most: int = 60) -> str:
    """Text safe to print: cut to `most` characters, control characters escaped."""
    whole = str(text)
    cut = whole if len(whole) <= most else whole[:most] + "…"
    return cut if cut.isprintable() else repr(cut)[1:-1]


def text_of(path: Path | str) -> str:
    """The text of a file; raises InvalidInput when it cannot be opened, is too large or is not UTF-8."""
    try:
        with Path(path).open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidInput([Fault(str(path), 0, "", f"cannot be read: {error.strerror or error}")]) from error
    if len(raw) > MOST_BYTES:
        raise InvalidInput([Fault(str(path), 0, "", f"is larger than {MOST_BYTES // 1_000_000} MB, the most allowed")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InvalidInput([Fault(str(path), line, "", "is not UTF-8 text; save it as UTF-8")]) from error


def skim_file(path: Path | str) -> Marked:
    """As `skim`, of a file; raises InvalidInput when it cannot be opened, decoded or parsed."""
    return skim(text_of(path), str(path))


def read(text: str, file: str) -> Marked:
    """Plain data and lines of one YAML document; raises InvalidInput with all the faults found.

    >>> read("answer: NO\\nrounds: 010\\nrange: 4e2", "x.yaml").data
    {'answer': 'NO', 'rounds': '010', 'range': 400.0}
    """
    marked = skim(text, file)
    if marked.faults:
        raise InvalidInput(marked.faults)
    return marked


def skim(text: str, file: str) -> Marked:
    """As `read`, but what is refused stands in `faults`, so that the rest of the document can be checked beside it.

    Raises InvalidInput only where the document cannot be parsed to its end.
    """
    if len(text) > MOST_BYTES:
        raise InvalidInput([Fault(file, 0, "", f"is larger than {MOST_BYTES // 1_000_000} MB, the most allowed")])
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.take(event)
        if not builder.lines and not builder.faults:
            builder.stop(0, "is empty")
    except _Stop as stop:
        raise InvalidInput(builder.faults) from stop
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = f"is not valid YAML: {error.problem or error.context}"
        raise InvalidInput([*builder.faults, Fault(file, mark.line + 1 if mark else 0, "", words)]) from error
    except yaml.YAMLError as error:
        words = f"is not valid YAML: {short(str(error).splitlines()[0], 100)}"
        raise InvalidInput([*builder.faults, Fault(file, 0, "", words)]) from error
    return Marked(builder.root, builder.lines, file, tuple(builder.faults), frozenset(builder.refused))


def _events(text: str) -> Iterator[Any]:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


class _Stop(Exception):
    """Enough seen: a limit was passed, or the list of faults is full."""


@dataclass
class _Open:
    """A mapping or list being filled; `first` holds the line of each key seen."""

    target: dict[str, Any] | list[Any]
    place: Place
    key: str | None = None
    first: dict[str, int] = field(default_factory=dict[str, int])


class _Builder:
    """Takes parser events one by one, without recursion, and keeps data, lines and faults."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self.refused: set[Place] = set()
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def refuse(self, line: int, message: str, place: Place = ()) -> None:
        self.faults.append(Fault(self.file, line, path_text(place), message))
        if len(self.faults) >= MOST_FAULTS:
            raise _Stop

    def stop(self, line: int, message: str, place: Place = ()) -> None:
        """Refuses what makes all that follows unreadable."""
        self.refuse(line, message, place)
        raise _Stop

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.stop(event.start_mark.line + 1, "starts a second document ('---'); one file holds one")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, int(event.start_mark.line) + 1)

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self.stop(line, f"holds more than {MOST_NODES} values, the most allowed")
        parent = self._stack[-1] if self._stack else None
        if parent is not None and isinstance(parent.target, dict) and parent.key is None:
            self._key(event, line, parent)
            return
        place = self._place(parent)
        value: Any = None
        if isinstance(event, yaml.AliasEvent):
            self.refuse(line, f"alias '*{short(event.anchor)}' is not allowed; write the value out", place)
            self.refused.add(place)
        else:
            self._plain_only(event, line, place)
            value = self._scalar(event, line, place) if isinstance(event, yaml.ScalarEvent) else _empty(event)
        self._put(parent, place, value, line)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._stack) >= MOST_DEPTH:
                self.stop(line, f"is nested more than {MOST_DEPTH} deep, the most allowed")
            self._stack.append(_Open(value, place))

    def _scalar(self, event: Any, line: int, place: Place) -> str | int | float | bool | None:
        value = _typed(event)
        if isinstance(value, float) and not math.isfinite(value):
            self.refuse(line, f"got {short(event.value)}, expected a finite number", place)
            value = None
        elif event.tag is None:
            return value
        self.refused.add(place)
        return value

    def _key(self, event: Any, line: int, parent: _Open) -> None:
        place = parent.place
        if not isinstance(event, yaml.ScalarEvent):
            self.stop(line, "has a key that is not plain text", place)  # what follows cannot be placed
        self._plain_only(event, line, place)
        key = event.value
        if key == "<<":
            self.refuse(line, "merge key '<<' is not allowed; write the fields out", place)
        elif key in parent.first:
            self.refuse(line, f"duplicate key '{short(key)}', first on line {parent.first[key]}", place)
        parent.first.setdefault(key, line)
        parent.key = key
        self.lines.setdefault((*place, key), line)

    def _plain_only(self, event: Any, line: int, place: Place) -> None:
        if event.anchor is not None:
            self.refuse(line, f"anchor '&{short(event.anchor)}' is not allowed; write the value out", place)
        if event.tag is not None:
            self.refuse(line, f"tag '{short(event.tag)}' is not allowed; write plain values", place)

    @staticmethod
    def _place(parent: _Open | None) -> Place:
        if parent is None:
            return ()
        step: Step = len(parent.target) if isinstance(parent.target, list) else parent.key or ""
        return (*parent.place, step)

    def _put(self, parent: _Open | None, place: Place, value: Any, line: int) -> None:
        if parent is None:
            self.root = value
        elif isinstance(parent.target, list):
            parent.target.append(value)
        else:
            if parent.key != "<<":
                parent.target.setdefault(parent.key or "", value)
            parent.key = None
        self.lines.setdefault(place, line)


def _empty(event: Any) -> dict[str, Any] | list[Any]:
    return {} if isinstance(event, yaml.MappingStartEvent) else []


def _typed(event: Any) -> str | int | float | bool | None:
    text: str = event.value
    if event.style is not None and event.style != "":
        return text
    if text in _WORDS:
        return _WORDS[text]
    match = _NUMBER.fullmatch(text) if len(text) <= _MOST_DIGITS else None
    if match is None:
        return text
    return float(text) if match.group(1) or match.group(2) else int(text)
