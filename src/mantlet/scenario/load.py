"""From a bundled name or a file to a checked Scenario, or to every fault in it at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from mantlet.base.errors import Fault, InvalidInput, did_you_mean
from mantlet.base.faults import faults_of, place_in
from mantlet.base.marked import MOST_FAULTS, Place, short, skim, skim_file
from mantlet.library.catalog import Catalog, catalog
from mantlet.scenario import check, conduct, cues, emission, flights, layout, links, masking, otherwise, reach, rules
from mantlet.scenario.models import SCHEMA, Origin, Scenario
from mantlet.scenario.overrides import Changed, Overrides, apply

# For fields of the head that are faulty or missing: with these the sides below can still be checked.
_STAND_INS = {"schema": SCHEMA, "id": "x", "title": "x", "date": "2000-01", "positions": "public", "duration": "24 h"}
_MOST_ROUNDS = 12  # a fault four levels down takes its parents with it one round at a time


@cache
def bundled() -> dict[str, Path]:
    """The scenarios that come with mantlet: name -> file."""
    folder = Path(str(resources.files("mantlet"))) / "data" / "scenarios"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def load(name_or_path: str | Path, *, overrides: Overrides = (), library: Catalog | None = None) -> Scenario:
    """The scenario of a bundled name or a file, changed by `overrides` and checked against `library`.

    Raises InvalidInput with all faults of the file, `--set` included. `library` is the bundled catalogue unless given.
    """
    path = found(name_or_path)
    changed = apply(skim_file(path), overrides)
    return _built(changed, path.parent, library or catalog())


def loads(text: str, *, file: str = "scenario", overrides: Overrides = (), library: Catalog | None = None) -> Scenario:
    """The scenario of a YAML (or canonical JSON) text, under the same rules as `load`."""
    return _built(apply(skim(text, file), overrides), None, library or catalog())


def found(name_or_path: str | Path) -> Path:
    """The file of a bundled name or a path; raises InvalidInput with the nearest name known."""
    name = str(name_or_path)
    if isinstance(name_or_path, str) and name in bundled():
        return bundled()[name]
    path = Path(name_or_path)
    try:
        if path.is_file():
            return path
        if path.exists():
            raise InvalidInput([Fault(short(name), 0, "", "is no file that holds a scenario")])
    except (OSError, ValueError):
        pass  # a name no file can have: it falls through to the answer below
    hint = did_you_mean(name[:100], bundled())
    message = f"no bundled scenario and no file of this name.{hint} List: mantlet list scenarios"
    raise InvalidInput([Fault(short(name), 0, "", message)])


def _built(changed: Changed, folder: Path | None, library: Catalog) -> Scenario:
    marked = changed.marked
    faults = list(marked.faults)
    places: dict[Place, Place] = {}
    gone: set[Place] = set()
    try:
        scenario: Scenario | None = Scenario.model_validate(marked.data)
    except ValidationError as error:
        faults += faults_of(error, marked, Scenario)
        scenario, places = _salvaged(marked.data, gone) if error.error_count() <= MOST_FAULTS else (None, {})
    notices: list[str] = []
    if scenario is not None:
        scenario, library, said = otherwise.laid(scenario, library)
        scenario = scenario.with_origin(Origin(marked.file, folder, marked.lines, ()))
        unread = _ids(marked.data) - _ids(scenario.model_dump(mode="json"))
        for place, fields in _parts(marked.data, gone):
            lost = links.unread_part(place, fields, scenario, library, unread)
            faults += [marked.fault(finding.place, finding.message) for finding in lost]
        whole = [*said, *check.findings(scenario, library), *links.findings(scenario, library, unread=unread)]
        whole += conduct.findings(scenario, library, unread=unread)
        whole += rules.findings(scenario, library)
        whole += [*emission.findings(scenario, library), *masking.findings(scenario, library)]
        whole += [*flights.findings(scenario, library), *cues.findings(scenario, library)]
        for finding in [*whole, *layout.findings(scenario, library), *reach.findings(scenario, library)]:
            if any(_inside(lost, places.get(base, base)) for base in finding.rests_on for lost in gone):
                continue
            fault = marked.fault(places.get(finding.place, finding.place), finding.message)
            if finding.grave:
                faults.append(fault)
            else:
                notices.append(str(changed.relocated(fault)))
    if faults or scenario is None:
        raise InvalidInput([changed.relocated(fault) for fault in faults])
    return scenario.with_origin(Origin(marked.file, folder, marked.lines, tuple(notices), changed.said))


def _inside(place: Place, other: Place) -> bool:
    return place[: len(other)] == other


def _salvaged(data: Any, gone: set[Place]) -> tuple[Scenario | None, dict[Place, Place]]:
    """What is left of faulty data once the faulty parts are taken out, so that the rest can be checked as well.

    Returns the scenario, or None when nothing is left, and where each of its places stands in the data; `gone` is
    filled with the places taken out.
    """
    for _ in range(_MOST_ROUNDS):
        places: dict[Place, Place] = {}
        rest: Any = _without(data, gone, (), (), places)
        rest = _STAND_INS | cast("dict[str, Any]", rest) if isinstance(rest, dict) else rest
        try:
            return Scenario.model_validate(rest), places
        except ValidationError as error:
            for item in error.errors(include_url=False, include_input=False, include_context=False):
                place = place_in(item["loc"], rest)
                if place:
                    gone.add(places[place])
                else:
                    return None, {}
    return None, {}


def _without(node: Any, gone: set[Place], old: Place, new: Place, places: dict[Place, Place]) -> Any:
    places[new] = old
    if isinstance(node, dict):
        fields = cast("dict[str, Any]", node)
        kept = {key: below for key, below in fields.items() if (*old, key) not in gone}
        return {key: _without(below, gone, (*old, key), (*new, key), places) for key, below in kept.items()}
    if isinstance(node, list):
        left = [(index, below) for index, below in enumerate(cast("list[Any]", node)) if (*old, index) not in gone]
        return [_without(below, gone, (*old, i), (*new, n), places) for n, (i, below) in enumerate(left)]
    return node


def _parts(data: Any, gone: set[Place]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The parts of sides that were taken out as a whole, with what is left of their fields."""
    for place in gone:
        if len(place) == 4:
            fields = data
            for step in place:
                fields = fields[step]
            if isinstance(fields, dict):
                yield place, _without(fields, gone, place, place, {})


def _ids(data: Any) -> frozenset[str]:
    """Every id that the file gives to something, well-formed or not."""
    found: set[str] = set()
    stack = [data]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            fields = cast("dict[str, Any]", node)
            if isinstance(fields.get("id"), str):
                found.add(fields["id"])
            stack.extend(fields.values())
        elif isinstance(node, list):
            stack.extend(cast("list[Any]", node))
    return frozenset(found)
