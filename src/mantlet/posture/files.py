"""Files of the posture layer: dated statements with who made them, and every fault of a file at its line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar, cast

from pydantic import BaseModel, ValidationError, model_validator

from mantlet.base.errors import Fault, InvalidInput, did_you_mean
from mantlet.base.faults import faults_of, place_in
from mantlet.base.marked import Marked, Place, short, skim, text_of
from mantlet.base.sourced import STRICT, ClaimRefs, Confidence, Prose, Verification
from mantlet.library.catalog import BUNDLED, POSTURE_KINDS, Catalog, catalog, own_files
from mantlet.library.models import below, numbers

Finding = tuple[Place, str]
Record = TypeVar("Record", bound=BaseModel)
Kept = TypeVar("Kept")
Args = ParamSpec("Args")


class Statement(BaseModel):
    """Something said, by a source or as an assumption of ours with its reason. The root of all dated records."""

    model_config = STRICT

    source: Prose | None = None
    confidence: Confidence | None = None
    verification: Verification | None = None
    assumed: Prose | None = None
    note: Prose | None = None
    claims: ClaimRefs | None = None

    @model_validator(mode="after")
    def _stands_on_one_thing(self) -> Statement:
        if (self.source is None) == (self.assumed is None):
            raise ValueError("a statement stands on exactly one of: source, assumed (with the reason)")
        if (self.source is None) != (self.confidence is None) or (self.source is None) != (self.verification is None):
            raise ValueError("confidence and verification go with a source, both of them")
        if self.source is None and self.claims is not None:
            raise ValueError("claims: belongs to a source")
        return self


class Named(Protocol):
    """A record that is known by its id."""

    @property
    def id(self) -> str:
        """Its name."""
        ...


Item = TypeVar("Item", bound=Named)


def bundled_file(name: str, parsed: Callable[[str, str], Kept]) -> Kept:
    """What one file of the bundled data holds."""
    path = BUNDLED / name
    return parsed(text_of(path), str(path))


class Laid(NamedTuple):
    """Folders that are laid over the bundled data, and a hash of what they held then."""

    folders: tuple[str, ...] = ()
    sha256: str = ""


_NOTHING = Laid()
_LAID: ContextVar[Laid] = ContextVar("laid", default=_NOTHING)


@contextmanager
def laid_over(*folders: str | Path) -> Generator[None]:
    """Within it, orders, forces and fleets of these folders stand beside the bundled ones, or in place of those of the
    same id, the last folder on top. Other threads do not see it, unless what they do was made `alike` here."""
    texts = "".join(catalog(*folders).texts.values()) if folders else ""
    texts += "".join(text_of(path) for folder in folders for kind in POSTURE_KINDS for path in own_files(folder, kind))
    with _held(Laid(tuple(map(str, folders)), hashlib.sha256(texts.encode()).hexdigest())):
        yield


@contextmanager
def _held(over: Laid) -> Generator[None]:
    token = _LAID.set(over)
    try:
        yield
    finally:
        _LAID.reset(token)


def laid() -> Laid:
    """What is laid over the bundled data: whatever is remembered of records has to be remembered by it."""
    return _LAID.get()


def alike(work: Callable[Args, Kept]) -> Callable[Args, Kept]:
    """The same work for another thread, with what is laid over here and now."""
    over = laid()

    def done(*args: Args.args, **more: Args.kwargs) -> Kept:
        with _held(over):
            return work(*args, **more)

    return done


def gathered(kind: str, parsed: Callable[[str, str, Catalog], Item], over: Laid | None = None) -> dict[str, Item]:
    """The records of one kind by their ids: the bundled ones, with those of folders laid over."""
    folders = () if over is None else over.folders
    library, found = catalog(*folders), dict[str, Item]()
    groups = [sorted((BUNDLED / f"{kind}s").glob("*.yaml"))]
    groups += [own_files(folder, kind) for folder in folders]
    for group in groups:
        owner: dict[str, Path] = {}
        for path in group:
            record = parsed(text_of(path), str(path), library)
            if record.id in owner:
                message = f"the id '{record.id}' is already that of {owner[record.id]}; choose another"
                raise InvalidInput([skim(text_of(path), str(path)).fault(("id",), message)])
            owner[record.id], found[record.id] = path, record
    return found


def named(name: str, known: dict[str, Item], what: str) -> Item:
    """One of them; raises InvalidInput with the nearest name."""
    if name not in known:
        message = f"no {what} is called so.{did_you_mean(name, known)} Known: {', '.join(known)}"
        raise InvalidInput([Fault(short(name), 0, "", message)])
    return known[name]


def read_record(text: str, file: str, model: type[Record], findings: Callable[[Record], Iterator[Finding]]) -> Record:
    """The record of a YAML text; raises InvalidInput with every fault, those that only the whole record shows too.

    Entries of lists that cannot be read are left out for that second look, so that one mistake does not hide another.
    """
    marked = skim(text, file)
    faults: list[Fault] = list(marked.faults)
    kept: dict[str, list[int]] = {}
    try:
        record: Record | None = model.model_validate(marked.data)
    except ValidationError as error:
        faults += faults_of(error, marked, model)
        record = _salvaged(error, marked, model, kept)
    if record is not None:
        faults += [marked.fault(_original(place, kept), message) for place, message in findings(record)]
    if faults:
        raise InvalidInput(faults)
    assert record is not None
    return record


def source_findings(record: BaseModel, known: Catalog) -> Iterator[Finding]:
    """Numbers and statements of a record that name a source nobody knows."""
    own: dict[str, object] = getattr(record, "sources", {})
    named = [(place, claim.source) for place, number in numbers(record) for claim in number.alternatives or (number,)]
    named += [(place, part.source) for place, part in below(record) if isinstance(part, Statement)]
    for place, source in named:
        if source is not None and source not in known.sources and source not in own:
            hint = did_you_mean(source, [*known.sources, *own])
            yield place, f"no source '{source}'.{hint} Add it under sources: in this file"


def _salvaged(error: ValidationError, marked: Marked, model: type[Record], kept: dict[str, list[int]]) -> Record | None:
    """The record without its faulty list entries; `kept` is filled with where in the file the others stand."""
    data: Any = marked.data
    places = {place_in(item["loc"], data) for item in error.errors(include_url=False)}
    if not isinstance(data, dict) or any(len(place) < 2 or not isinstance(place[1], int) for place in places):
        return None
    rest: dict[str, Any] = dict(cast("dict[str, Any]", data))
    for name in {str(place[0]) for place in places}:
        kept[name] = [at for at in range(len(rest[name])) if not any(place[:2] == (name, at) for place in places)]
        rest[name] = [rest[name][at] for at in kept[name]]
    try:
        return model.model_validate(rest)
    except ValidationError:
        return None


def _original(place: Place, kept: dict[str, list[int]]) -> Place:
    if len(place) > 1 and str(place[0]) in kept and isinstance(place[1], int):
        return (place[0], kept[str(place[0])][place[1]], *place[2:])
    return place
