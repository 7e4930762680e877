"""What of a run can be changed from the page, its scenario with changes, and the file and call that repeat it.

A change is written as behind `--set`: a path of the scenario file, an equals sign, and a value by the rules of that
file. Only paths of the table of `levers` are taken.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from mantlet.base.errors import UsageError
from mantlet.base.marked import Place, read, short
from mantlet.base.sourced import Sourced
from mantlet.base.units import show
from mantlet.library.models import numbers
from mantlet.report.inputs import words_of
from mantlet.run import store
from mantlet.scenario.load import loads
from mantlet.scenario.otherwise import homes

if TYPE_CHECKING:
    from mantlet.run.battle import CompiledBattle
    from mantlet.run.result import Result
    from mantlet.scenario.models import Scenario
    from mantlet.scenario.places import Point

MOST_CHANGES: Final = 200
MOST_LETTERS: Final = 400  # of one change
_MOVABLE: Final = ("units", "sensors", "posts", "support")
_DIGITS: Final = 12


@dataclass(frozen=True)
class Lever:
    """Something that can be set: its path in a scenario file, what it is and whose, and its value in such a file."""

    path: str
    words: str
    owner: str
    now: Any


@dataclass(frozen=True)
class Changed:
    """The scenario of a run with changes, each told as path, what it is, whose, and its values before and after."""

    scenario: Scenario
    told: list[dict[str, str]]

    @property
    def name(self) -> str:
        """What it is called: the same for the same content, so that nothing else ever lies under that name."""
        return f"{self.scenario.id}-{self.scenario.sha256[:8]}"


def levers(battle: CompiledBattle) -> dict[str, Lever]:
    """Everything that can be set, by path: the numbers that went in, and where things on the ground stand."""
    found = [*_numbers(battle), *_places(battle.scenario)]
    return {lever.path: lever for lever in found}


def number_paths(battle: CompiledBattle) -> dict[str, str]:
    """By the path of a number that went in: under which path of the scenario file it is set."""
    known, own = homes(battle.library), _own_paths(battle.scenario)
    found: dict[str, str] = {}
    for path, number in battle.geometry.inputs.items():
        if path in known:
            found[path] = f"numbers.{path}"
        elif (place := _of_scenario(path, number, own)) is not None:
            found[path] = place
    return found


def changed(result: Result, said: Sequence[str]) -> Changed:
    """The scenario of a run as some changes make it; InvalidInput and UsageError in the words of the loader."""
    if not 0 < len(said) <= MOST_CHANGES:
        raise UsageError(f"got {len(said)} changes, expected 1 to {MOST_CHANGES}")
    known, told = levers(result.battle), list[dict[str, str]]()
    for change in said:
        path, equals, value = change.partition("=")
        if not equals or len(change) > MOST_LETTERS:
            raise UsageError(f"{short(change)}: expected PATH=VALUE of at most {MOST_LETTERS} letters")
        if path not in known:
            raise UsageError(f"{short(path, 120)}: nothing of this run that can be changed here")
        lever, after = known[path], _told(read(value, "--set").data)
        told.append(
            {"path": path, "words": lever.words, "owner": lever.owner, "before": _told(lever.now), "after": after}
        )
    terrain, file = result.manifest["terrain"], result.folder / "scenario.json"
    laid = [] if terrain is None else [f"environment.terrain={json.dumps(terrain)}"]
    scenario = loads(store.read_text(file), file=str(file), overrides=[*laid, *said], library=result.battle.library)
    return Changed(scenario.with_changes((*result.manifest["changes"], *said)), told)


def call(result: Result, name: str, libraries: Sequence[str]) -> str:
    """How a changed scenario is fought as the run was: from a file of its name, into a folder of its own."""
    manifest, finished = result.manifest, result.manifest["finished"]
    words = ["mantlet", "run", f"{name}.yaml"]
    words += ["--draws", str(finished["draws"]), "--replications", str(finished["replications"])]
    words += ["--seed", str(manifest["seed"])]
    for option, usual in (("engine", "battle"), ("sampling", "scan"), ("keep", "all")):
        if manifest[option] != usual:
            words += [f"--{option}", manifest[option]]
    for folder in libraries:
        words += ["--library", folder]
    return shlex.join([*words, "--out", f"out/{name}"])


def libraries_of(manifest: Mapping[str, Any]) -> list[str]:
    """The folders that the call of a run laid over the library.

    >>> libraries_of({"command": "mantlet run cs-1 --library 'my systems' --library=more"})
    ['my systems', 'more']
    """
    words = shlex.split(manifest["command"])
    pairs = zip(words, [*words[1:], ""], strict=True)
    return [
        after if word == "--library" else word.removeprefix("--library=")
        for word, after in pairs
        if word == "--library" or word.startswith("--library=")
    ]


def as_yaml(found: Changed, command: str, library_sha256: str) -> str:
    """The file: what was changed from what and the call that repeats it in comments, and the scenario as data."""
    head = [f"{found.scenario.id}: {short(found.scenario.title, 200)}", "", "Changed in the viewer:"]
    head += [f"  {one['path']}: {one['before']} -> {one['after']}" for one in found.told]
    head += ["", "Fought like the run that was changed, so that the two are paired:", f"  {command}"]
    head += ["", f"scenario {found.scenario.sha256}", f"library  {library_sha256}"]
    comment = "\n".join(f"# {' '.join(line.splitlines())}".rstrip() for line in head)
    return f"{comment}\n{found.scenario.to_yaml()}"


def text_of(number: Sourced) -> Any:
    """A number as a person writes it into a scenario file; null where its sources contradict each other."""
    if number.alternatives:
        return None
    bounds = {bound: show(getattr(number, bound), number.dimension, _DIGITS) for bound in number.bounds}
    return bounds.get("value", bounds)


def _numbers(battle: CompiledBattle) -> list[Lever]:
    inputs = battle.geometry.inputs
    return [Lever(place, *words_of(path), text_of(inputs[path])) for path, place in number_paths(battle).items()]


def _places(scenario: Scenario) -> list[Lever]:
    found: list[Lever] = []
    for side, parts in scenario.sides.items():
        for part in _MOVABLE:
            for item in getattr(parts, part):
                at: Point = item.at
                now = {"lat": at.lat_deg, "lon": at.lon_deg}
                found.append(Lever(f"sides.{side}.{part}.{item.id}.at", "place", item.id, now))
    return found


def _own_paths(scenario: Scenario) -> dict[int, list[str]]:
    """Where each number of a scenario's own stands, by the identity of the number."""
    found: dict[int, list[str]] = {}
    for place, number in numbers(scenario):
        found.setdefault(id(number), []).append(_named(scenario, place))
    return found


def _of_scenario(path: str, number: Sourced, own: Mapping[int, list[str]]) -> str | None:
    """The one place that a number of a scenario has; several share a default, which luck alone has by its own path."""
    places = own.get(id(number), [])
    if len(places) > 1:
        places = [place for place in places if place == path]
    return places[0] if len(places) == 1 else None


def _named(scenario: Scenario, place: Place) -> str:
    """A place as a path in which items of lists go by their ids."""
    node: Any = scenario
    steps: list[str] = []
    for step in place:
        node = getattr(node, step) if isinstance(step, str) and not isinstance(node, dict) else cast("Any", node)[step]
        steps.append(str(getattr(node, "id", step)) if isinstance(step, int) else step)
    if steps[-1] == "all":  # one kill probability for all classes is written as itself
        steps.pop()
    return ".".join(steps)


def _told(value: Any) -> str:
    """A value of a scenario file on one line, as a person reads it.

    >>> _told({"low": "200 km", "high": "250 km"}), _told({"lat": 34.1, "lon": 77.5}), _told(0.5), _told(None)
    ('200 km / 250 km', '34.1 north, 77.5 east', '0.5', 'as its sources say')
    >>> _told({"value": "1 km", "assumed": "a guess"})
    'value: 1 km, assumed: a guess'
    """
    if isinstance(value, dict):
        fields = {key: _told(one) for key, one in cast("dict[str, Any]", value).items()}
        if fields.keys() == {"lat", "lon"}:
            return f"{fields['lat']} north, {fields['lon']} east"
        if fields.keys() <= {"low", "best", "high"}:
            return " / ".join(fields.values())
        return ", ".join(f"{short(key)}: {one}" for key, one in fields.items())
    return "as its sources say" if value is None else short(value)
