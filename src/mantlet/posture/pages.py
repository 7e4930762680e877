"""What `mantlet show` prints of an order or a force: its numbers, what was said of it, and on what that rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from pydantic import BaseModel
from rich.console import Group, RenderableType
from rich.text import Text

from mantlet.base.marked import path_text
from mantlet.base.sourced import Sourced
from mantlet.library.catalog import Catalog
from mantlet.library.models import below
from mantlet.library.pages import STANDING_OF, Row, behind, legend, parameter_rows, table_of
from mantlet.posture.dates import Span
from mantlet.posture.files import Statement
from mantlet.posture.programme import Programme, programmes
from mantlet.posture.squadrons import Force, forces

Record = Programme | Force


def records() -> dict[str, Record]:
    """The orders and forces by id: the bundled ones and those of folders laid over."""
    return {**forces(), **programmes()}


def show_page(record: Record, library: Catalog, claims: Mapping[str, str]) -> RenderableType:
    """Everything a file says; `claims` as in `library.pages.show_page`."""
    sources = {**library.sources, **record.sources}
    head = Text.assemble((record.title, "bold"), f"  {record.id}\n", (record.kind, "dim"), "\n")
    numbers = table_of("Numbers", parameter_rows(record))
    said = table_of("Statements", _statements(record), "what was said")
    return Group(head, numbers, said, *behind(record, sources, claims), legend(record))


def _statements(record: BaseModel) -> Iterator[Row]:
    for place, part in below(record):
        if not isinstance(part, Statement):
            continue
        own = {name: getattr(part, name) for name in type(part).model_fields if name not in Statement.model_fields}
        words = ", ".join(f"{name} {_text(value)}" for name, value in own.items() if _tellable(value))
        source = ", ".join(word for word in (part.source, part.confidence) if word)
        standing = STANDING_OF[part.verification] if part.verification is not None else "assumed"
        note = "; ".join(word for word in (part.assumed, part.note) if word)
        yield Row(path_text(place), words, standing, source, note, part.claims or ())


def _tellable(value: object) -> bool:
    return value is not None and value is not False and not isinstance(value, Sourced | BaseModel)


def _text(value: object) -> str:
    if isinstance(value, Span):
        return value.text()
    return " ".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else str(value)
