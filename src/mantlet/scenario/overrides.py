"""`--set PATH=VALUE`: changes to the data of a scenario file before it is checked, as if the file had said so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from mantlet.base.errors import Fault, InvalidInput, UsageError, did_you_mean
from mantlet.base.marked import Marked, Place, path_text, read, short

PLACE = "--set"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_PATH = re.compile(r"[^.\[\]]+(?:\.[^.\[\]]+|\[\d+\])*")

Overrides = Mapping[str, Any] | Iterable[str]


@dataclass(frozen=True)
class Changed:
    """Marked data after overrides, and the paths they set or created."""

    marked: Marked
    places: tuple[Place, ...]
    said: tuple[str, ...]  # path=value

    def relocated(self, fault: Fault) -> Fault:
        """The fault with `--set` as its place when an override, not the file, put the value there."""
        for place in self.places:
            path = path_text(place)
            if fault.path == path or fault.path.startswith((f"{path}.", f"{path}[")):
                return Fault(PLACE, 0, fault.path, fault.message)
        return fault


def apply(marked: Marked, overrides: Overrides) -> Changed:
    """The data with every override in it; raises InvalidInput with all faults, UsageError for one without `=`.

    A path steps by field, by index from 0, or by the id of a list's item:
    `sides.blue.units.0.magazine`, `sides.blue.units[0].magazine`, `sides.blue.units.leh.magazine`.
    Values are read by the rules of the file.
    """
    data = _copied(marked.data)
    faults: list[Fault] = []
    places: list[Place] = []
    pairs = _pairs(overrides)
    for path, given in pairs:
        try:
            value = _value(path, given) if isinstance(given, str) else given
            places.append(_put(data, path, value))
        except InvalidInput as error:
            faults += error.faults
    if faults:
        raise InvalidInput(faults)
    said = tuple(f"{path}={given if isinstance(given, str) else json.dumps(given)}" for path, given in pairs)
    return Changed(replace(marked, data=data), tuple(places), said)


def _pairs(overrides: Overrides) -> list[tuple[str, Any]]:
    if isinstance(overrides, Mapping):
        return list(cast("Mapping[str, Any]", overrides).items())
    pairs: list[tuple[str, Any]] = []
    for text in [overrides] if isinstance(overrides, str) else overrides:
        path, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"{PLACE} {short(text)}: expected PATH=VALUE, such as sides.blue.units.0.magazine=24")
        pairs.append((path.strip(), value.strip()))
    return pairs


def _value(path: str, text: str) -> Any:
    try:
        return read(text, PLACE).data
    except InvalidInput as error:
        raise InvalidInput([Fault(PLACE, 0, path, fault.message) for fault in error.faults]) from error


def _copied(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copied(below) for key, below in cast("dict[str, Any]", node).items()}
    return [_copied(below) for below in cast("list[Any]", node)] if isinstance(node, list) else node


def _put(data: Any, path: str, value: Any) -> Place:
    """Sets `value` at `path` and returns the highest place that this made or changed."""
    if not _PATH.fullmatch(path):
        raise _refused(path, "is not a path; expected one such as sides.blue.units.0.magazine")
    node, place, made = data, (), None
    steps = [name or index for name, index in _STEP.findall(path)]
    for depth, step in enumerate(steps):
        if isinstance(node, list):
            step = _index(path, cast("list[Any]", node), step)
        elif not isinstance(node, dict):
            raise _refused(path, f"'{path_text(place)}' holds a single value; nothing stands below it")
        elif place == ("sides",) and step not in (sides := cast("dict[str, Any]", node)) and len(sides) == 2:
            raise _refused(path, f"no side '{short(step)}'.{did_you_mean(step, sides)} Allowed: {', '.join(sides)}")
        place = (*place, step)
        if isinstance(node, dict) and cast("dict[str, Any]", node).get(str(step)) is None:
            made = made or place
            node[step] = {}
        if depth == len(steps) - 1:
            node[step] = value
        node = cast("Any", node[step])
    return made or place


def _index(path: str, items: list[Any], step: str) -> int:
    if step.isdecimal():
        index = int(step) if len(step) <= 9 else len(items)
        if index < len(items):
            return index
        reach = f"0 to {len(items) - 1}" if items else "it is empty"
        raise _refused(path, f"no item {short(step)} in a list of {len(items)} ({reach})")
    ids = [str(cast("dict[str, Any]", item).get("id", "")) if isinstance(item, dict) else "" for item in items]
    if ids.count(step) == 1:
        return ids.index(step)
    if step in ids:
        raise _refused(path, f"{ids.count(step)} items have the id '{short(step)}'; use an index")
    listed = ", ".join(name for name in ids[:12] if name)
    raise _refused(
        path, f"no item with the id '{short(step)}'.{did_you_mean(step, ids)} Allowed: {listed or 'an index'}"
    )


def _refused(path: str, message: str) -> InvalidInput:
    return InvalidInput([Fault(PLACE, 0, short(path, 120), message)])
