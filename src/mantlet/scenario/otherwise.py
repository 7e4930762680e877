"""Numbers of the library that a scenario says otherwise: `numbers: {48N6E3: {max_range: 260 km}}`.

The library itself stays as it is. What is said stands for everything of that kind in this scenario, is read by the
rules of a scenario file, and has to keep what a file of the library has to keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, ValidationError

from mantlet.base.errors import did_you_mean
from mantlet.base.marked import Place, Step, short
from mantlet.base.sourced import Sourced
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import System, numbers
from mantlet.scenario.check import Finding
from mantlet.scenario.fields import Setting
from mantlet.scenario.models import Scenario

_Patch = dict[Step, Any]  # by step: another patch, or the number that stands there


class Home(NamedTuple):
    """Where a number of the library stands: the id of its system or flyer, its place in it, and the number."""

    record: str
    place: Place
    number: Sourced


class Said(NamedTuple):
    """What is at a place of `numbers`: a number, or what is wrong with it."""

    place: Place
    path: str
    number: Sourced | None
    fault: str = ""


def homes(library: Catalog) -> dict[str, Home]:
    """Every number that a fight may draw, by the path under which it does (`48N6E3.kill_prob.cruise`)."""
    found: dict[str, Home] = {}
    for system in library.systems.values():
        for part in ("sensors", "missiles", "posts", "fire_units"):
            for name, item in cast("dict[str, BaseModel]", getattr(system, part)).items():
                for place, number in numbers(item):
                    home = Home(system.id, (part, name, *place), number)
                    found[_path(f"{system.id}/{name}", place, item)] = home
                    if part != "fire_units":
                        found[_path(name, place, item)] = home
    for flyer in library.flyers.values():
        for place, number in numbers(flyer):
            if place[0] != "facts":  # which no fight reads
                found[_path(flyer.id, place, flyer)] = Home(flyer.id, place, number)
    return found


def laid(scenario: Scenario, library: Catalog) -> tuple[Scenario, Catalog, list[Finding]]:
    """The scenario with its `numbers` in canonical form, the library as it says, and what is wrong with them."""
    if not scenario.numbers:
        return scenario, library, []
    known = homes(library)
    said = list(_said(scenario.numbers, (), known, library))
    found = [Finding(("numbers", *one.place), one.fault) for one in said if one.number is None]
    canonical: dict[str, Any] = {}
    patches: dict[str, _Patch] = {}
    for one in said:
        if one.number is not None:
            home = known[one.path]
            _put(canonical, one.place, Setting(one.number.dimension).text(one.number))
            _put(patches.setdefault(home.record, {}), home.place, one.number)
    systems, flyers = dict(library.systems), dict(library.flyers)
    places = {(known[one.path].record, *known[one.path].place): one.place for one in said if one.number is not None}
    for name, patch in patches.items():
        faults: list[tuple[Place, str]] = []
        if name in systems:
            systems[name] = cast("System", _patched(systems[name], patch, (name,), faults))
        else:
            flyers[name] = cast("Flyer", _patched(flyers[name], patch, (name,), faults))
        for inside, message in faults:
            place = next(said_at for at, said_at in places.items() if at[: len(inside)] == inside[: len(at)])
            found.append(Finding(("numbers", *place), message))
    scenario = scenario.model_copy(update={"numbers": canonical or None})
    return scenario, replace(library, systems=systems, flyers=flyers), found


def _path(owner: str, place: Place, item: BaseModel) -> str:
    """The name under which a draw knows a number; the parts of a load are known by their missiles."""
    steps = list(place)
    if steps[0] == "load":
        steps[1] = cast("Any", item).load[steps[1]].missile
    return ".".join([owner, *map(str, steps)])


def _said(node: Any, place: Place, known: Mapping[str, Home], library: Catalog) -> Iterator[Said]:
    path = ".".join(map(str, place))
    if path in known and node is not None:
        yield _read(node, place, path, known[path].number, library)
    elif isinstance(node, dict):
        for step, below in cast("dict[str, Any]", node).items():
            yield from _said(below, (*place, step), known, library)
    elif node is not None:
        hint = did_you_mean(path, known)
        yield Said(place, path, None, f"no number '{short(path, 120)}' in the library.{hint} List: mantlet show ID")


def _read(raw: Any, place: Place, path: str, before: Sourced, library: Catalog) -> Said:
    """What is written there as a number that moves with what the library's own moved with."""
    try:
        fields = Setting(before.dimension, scale=before.scale).labelled(raw)
        if isinstance(fields, dict):
            fields = {"family": before.family or before.source} | cast("dict[str, Any]", fields)
        number = Sourced.model_validate(fields)
    except ValidationError as error:
        return Said(place, path, None, "; ".join(_message(item) for item in error.errors(include_url=False)))
    except ValueError as error:
        return Said(place, path, None, str(error))
    for claim in number.alternatives or (number,):
        if claim.source is not None and claim.source not in library.sources:
            hint = did_you_mean(claim.source, library.sources)
            return Said(place, path, None, f"no source '{claim.source}' in the library.{hint}")
    return Said(place, path, number)


def _put(tree: dict[Any, Any], place: Place, value: Any) -> None:
    for step in place[:-1]:
        tree = tree.setdefault(step, {})
    tree[place[-1]] = value


def _patched(part: Any, patch: Any, place: Place, faults: list[tuple[Place, str]]) -> Any:
    """A part of a record with numbers put in, checked again from the bottom up; as it was where that is refused."""
    if isinstance(patch, Sourced):
        return patch
    inside = {step: _patched(_below(part, step), one, (*place, step), faults) for step, one in patch.items()}
    if isinstance(part, dict):
        return cast("dict[Any, Any]", part) | inside
    if isinstance(part, tuple):
        return tuple(inside.get(n, one) for n, one in enumerate(cast("tuple[Any, ...]", part)))
    record = cast("BaseModel", part)
    try:
        return type(record).model_validate({name: getattr(record, name) for name in record.model_fields_set} | inside)
    except ValidationError as error:
        faults += [((*place, *item["loc"]), _message(item)) for item in error.errors(include_url=False)]
        return record


def _below(part: Any, step: Step) -> Any:
    return getattr(part, str(step)) if isinstance(part, BaseModel) else part[step]


def _message(item: Any) -> str:
    return str(item["msg"]).removeprefix("Value error, ")
