"""The library as one object: bundled files first, the user's own laid over them, checked as a whole.

A file is recognised by its `kind`: `system`, `threat`, `aircraft`, `facts` or `sources`. An item of the same id
replaces the bundled one. Nothing here prints; `pages` does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import NoReturn, cast

from pydantic import ValidationError

from mantlet.base.errors import Fault, InvalidInput, did_you_mean
from mantlet.base.faults import faults_of
from mantlet.base.marked import Marked, Place, short, skim, text_of
from mantlet.library.flyers import Flyer
from mantlet.library.models import FactSheet, Item, Missile, Post, Sensor, SourceList, System, numbers
from mantlet.library.parts import Source

Record = System | Flyer | FactSheet | SourceList
KINDS: dict[str, type[Record]] = {
    "system": System,
    "threat": Flyer,
    "aircraft": Flyer,
    "facts": FactSheet,
    "sources": SourceList,
}
BUNDLED = Path(__file__).parents[1] / "data"
POSTURE_KINDS = ("programme", "force", "fleet", "posture")  # may lie in a library's folder, and are read elsewhere
_BUNDLED_FOLDERS = ("systems", "aircraft", "threats", "facts")


@dataclass(frozen=True)
class Catalog:
    """Everything known, by id: `systems`, `flyers` (threats and aircraft), `sheets` of facts, and `sources`.

    `texts` holds the files it was read from, so that a saved run can restore the library it used; `folders` are those
    that were laid over the bundled files.
    """

    systems: dict[str, System]
    flyers: dict[str, Flyer]
    sheets: dict[str, FactSheet]
    sources: dict[str, Source]
    texts: dict[str, str]
    folders: tuple[str, ...] = ()

    @cached_property
    def sensors(self) -> dict[str, Sensor]:
        """Every radar of every system by its id."""
        return {name: sensor for system in self.systems.values() for name, sensor in system.sensors.items()}

    @cached_property
    def missiles(self) -> dict[str, Missile]:
        """Every interceptor of every system by its id."""
        return {name: missile for system in self.systems.values() for name, missile in system.missiles.items()}

    @cached_property
    def posts(self) -> dict[str, Post]:
        """Every command post of every system by its id."""
        return {name: post for system in self.systems.values() for name, post in system.posts.items()}

    @cached_property
    def items(self) -> dict[str, Item]:
        """Everything by every name it answers to: `s-400`, `s-400/battalion`, `91N6E`, `s-400/91N6E`, `su-30mki`."""
        found: dict[str, Item] = {}
        for system in self.systems.values():
            for part in (system.formations, system.posts, system.fire_units, system.sensors, system.missiles):
                found |= {f"{system.id}/{key}": item for key, item in part.items()}
        return found | self.posts | self.sensors | self.missiles | self.sheets | self.flyers | self.systems

    def find(self, ref: str) -> Item | None:
        """The item a reference names, or None."""
        return self.items.get(ref)

    def item(self, ref: str) -> Item:
        """The item a reference names; raises InvalidInput with the nearest known name."""
        return self.items.get(ref) or self.refuse(ref)

    def refuse(self, ref: str, others: Iterable[str] = ()) -> NoReturn:
        """Raises InvalidInput for a reference that names nothing here, with the nearest known name or one of others."""
        hint = did_you_mean(ref, (*self.items, *others))
        message = f"nothing in the library is called so.{hint} List: mantlet list"
        raise InvalidInput([Fault(short(ref), 0, "", message)])

    @cached_property
    def sha256(self) -> str:
        """Hash over the content in canonical form: the same for any order, layout or number of files.

        Sheets of facts are left out: nothing that is fought reads them.
        """
        whole = {
            kind: {name: item.model_dump(mode="json", exclude_none=True) for name, item in part.items()}
            for kind, part in (("systems", self.systems), ("flyers", self.flyers), ("sources", self.sources))
        }
        return hashlib.sha256(json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def catalog(*directories: str | Path) -> Catalog:
    """The bundled library with the YAML files of `directories` laid over it, the last one on top.

    Raises InvalidInput with every fault of every file.
    """
    laid = _overlay(_bundled(), _gathered(_files(Path(folder)) for folder in directories))
    return replace(_assembled(laid), folders=tuple(map(str, directories)))


def restored(texts: Mapping[str, str]) -> Catalog:
    """The library that `Catalog.texts` was taken from, and nothing of the bundled one."""
    return _assembled(_overlay((), [_parsed(text, name) for name, text in texts.items()]))


def check_file(path: str | Path, *directories: str | Path) -> Record:
    """What one library file holds, checked against the library it would be laid over; raises InvalidInput."""
    laid = _gathered(_files(Path(folder)) for folder in directories)
    mine = _parsed(text_of(path), str(path))
    _assembled(_overlay(_bundled(), [*laid, mine]))
    return mine.record


@dataclass(frozen=True)
class _Entry:
    marked: Marked
    record: Record
    text: str

    @property
    def key(self) -> str:
        # A list of sources adds keys and replaces no item: it is known by its content.
        if isinstance(self.record, SourceList):
            return f"sources/{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"
        return f"items/{self.record.id}"


@cache
def _bundled() -> tuple[_Entry, ...]:
    paths = [path for folder in _BUNDLED_FOLDERS for path in _files(BUNDLED / folder)]
    return tuple(_gathered([[BUNDLED / "sources.yaml", *paths]]))


def _gathered(folders: Iterable[Iterable[Path]]) -> list[_Entry]:
    """The entries of all files of all folders; raises InvalidInput with the faults of all of them.

    A folder may replace what another one holds, but says each thing once.
    """
    entries: list[_Entry] = []
    faults: list[Fault] = []
    for paths in folders:
        owner: dict[str, str] = {}
        for path in paths:
            try:
                text = text_of(path)
                if _is_scenario(text, str(path)) or _kind_elsewhere(text, str(path)) is not None:
                    continue
                entry = _parsed(text, str(path))
            except InvalidInput as error:
                faults += error.faults
                continue
            entries.append(entry)
            first = owner.setdefault(entry.key, str(path))
            if first != str(path) and not isinstance(entry.record, SourceList):
                message = f"the id '{entry.record.id}' is already that of {first}; choose another"
                faults.append(entry.marked.fault(("id",), message))
    if faults:
        raise InvalidInput(faults)
    return entries


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InvalidInput([Fault(str(folder), 0, "", "is no folder; --library takes a folder of YAML files")])
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file())
    if not files:
        raise InvalidInput([Fault(str(folder), 0, "", "holds no library file (name.yaml)")])
    return files


def _parsed(text: str, file: str) -> _Entry:
    marked = skim(text, file)
    kind = _kind(marked.data)
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        allowed = f"expected one of {', '.join(KINDS)}.{did_you_mean(str(kind), KINDS)}"
        got = "no kind" if kind is None else f"kind {kind!r:.40}"
        fault = marked.fault(("kind",) if kind is not None else (), f"got {got}, {allowed}")
        raise InvalidInput([*marked.faults, fault])
    try:
        record = model.model_validate(marked.data)
    except ValidationError as error:
        raise InvalidInput([*marked.faults, *faults_of(error, marked, model)]) from error
    if marked.faults:
        raise InvalidInput(marked.faults)
    return _Entry(marked, record, text)


def _is_scenario(text: str, file: str) -> bool:
    """Whether a file of a library folder is a scenario, which may lie there and is no part of the library."""
    data = skim(text, file).data if "schema" in text else None
    schema = cast("dict[str, object]", data).get("schema") if isinstance(data, dict) else None
    return isinstance(schema, str) and schema.startswith("mantlet.scenario/")


def own_files(folder: str | Path, kind: str) -> list[Path]:
    """Files of a library folder that are of one of the kinds read elsewhere."""
    return [path for path in _files(Path(folder)) if _kind_elsewhere(text_of(path), str(path)) == kind]


def _kind_elsewhere(text: str, file: str) -> str | None:
    """The kind of a file that may lie in a library folder and is no part of the library."""
    if not any(kind in text for kind in POSTURE_KINDS):  # most files are told by their words already
        return None
    kind = _kind(skim(text, file).data)
    return kind if isinstance(kind, str) and kind in POSTURE_KINDS else None


def _kind(data: object) -> object:
    return cast("dict[str, object]", data).get("kind") if isinstance(data, dict) else None


def _overlay(base: Iterable[_Entry], over: Iterable[_Entry]) -> list[_Entry]:
    laid = {entry.key: entry for entry in base}
    for entry in over:
        laid.pop(entry.key, None)  # what is laid over comes last, so that its sources win too
        laid[entry.key] = entry
    return list(laid.values())


def _assembled(entries: list[_Entry]) -> Catalog:
    sources: dict[str, Source] = {}
    for entry in entries:
        sources |= entry.record.sources
    records = sorted((entry.record for entry in entries if not isinstance(entry.record, SourceList)), key=_by_id)
    found = Catalog(
        systems={record.id: record for record in records if isinstance(record, System)},
        flyers={record.id: record for record in records if isinstance(record, Flyer)},
        sheets={record.id: record for record in records if isinstance(record, FactSheet)},
        sources=dict(sorted(sources.items())),
        texts={entry.key: entry.text for entry in entries},
    )
    faults = [fault for entry in entries for fault in (*_source_faults(entry, found), *_reference_faults(entry, found))]
    faults += _repeated(entries)
    if faults:
        raise InvalidInput(faults)
    return found


def _by_id(record: System | Flyer | FactSheet) -> str:
    return record.id


def _source_faults(entry: _Entry, known: Catalog) -> Iterator[Fault]:
    named = [(place, one.source) for place, number in numbers(entry.record) for one in number.alternatives or (number,)]
    if isinstance(entry.record, FactSheet):
        for index, fact in enumerate(entry.record.dates):
            named += [(("dates", index, "dates", at, "source"), day.source) for at, day in enumerate(fact.dates)]
    for place, source in named:
        if source is not None and source not in known.sources:
            hint = did_you_mean(source, known.sources)
            yield entry.marked.fault(place, f"no source '{source}'.{hint} Add it under sources: in this file")


def _reference_faults(entry: _Entry, known: Catalog) -> Iterator[Fault]:
    if not isinstance(entry.record, System):
        return
    for place, ref, kind, names in _references(entry.record, known):
        if ref not in names:
            yield entry.marked.fault(place, f"no {kind} '{ref}'.{did_you_mean(ref, names)}")


def _references(system: System, known: Catalog) -> Iterator[tuple[Place, str, str, Iterable[str]]]:
    """Every reference of a system: where it stands, what it names, the kind meant, and the names there are."""
    for name, unit in system.fire_units.items():
        place: Place = ("fire_units", name)
        yield (*place, "engagement_sensor"), unit.engagement_sensor, "sensor", known.sensors
        for index, ref in enumerate(unit.sensors):
            yield (*place, "sensors", index), ref, "sensor", known.sensors
        for index, part in enumerate(unit.load):
            yield (*place, "load", index, "missile"), part.missile, "missile", known.missiles
    for name, formation in system.formations.items():
        place = ("formations", name)
        if formation.post is not None:
            yield (*place, "post"), formation.post, "post", known.posts
        for index, ref in enumerate(formation.sensors):
            yield (*place, "sensors", index), ref, "sensor", known.sensors
        for ref in formation.fire_units:
            yield (*place, "fire_units", ref), ref, "fire unit", system.fire_units


def _repeated(entries: list[_Entry]) -> Iterator[Fault]:
    """Radars, missiles and posts share one set of names over the whole library."""
    owner: dict[str, str] = {}
    for entry in entries:
        if not isinstance(entry.record, System):
            continue
        for kind in ("sensors", "missiles", "posts"):
            for name in getattr(entry.record, kind):
                if name in owner:
                    message = f"the name '{name}' is already taken by {owner[name]}; choose another"
                    yield entry.marked.fault((kind, name), message)
                owner.setdefault(name, f"{kind[:-1]} of {entry.record.id}")
