"""Shocks: what holds up everything one supplier still owes. A state of nature, the same for all policies.

Recorded ones (a pandemic, a war) stand in `data/shocks.yaml`; the future ones of a draw come at the rate of the record,
or on a given day, for a supply cut or a sanction that is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mantlet.base.errors import did_you_mean
from mantlet.base.marked import short
from mantlet.base.sourced import STRICT, Prose
from mantlet.library.catalog import Catalog, catalog
from mantlet.library.parts import Id
from mantlet.posture.dates import When
from mantlet.posture.files import Finding, Statement, bundled_file, read_record, source_findings
from mantlet.posture.programme import programmes


class Shock(Statement):
    """One event that delayed all open deliveries of its suppliers; known from the days `reported`."""

    id: Id
    suppliers: Annotated[tuple[Prose, ...], Field(strict=False, min_length=1)]
    began: When
    reported: When


class Shocks(BaseModel):
    """The recorded ones."""

    model_config = STRICT

    kind: Literal["shocks"]
    shocks: Annotated[tuple[Shock, ...], Field(strict=False)]


@dataclass(frozen=True)
class Cut:
    """A shock that is supposed rather than drawn: it begins on `day` and holds up for `hold_month`."""

    suppliers: tuple[str, ...]
    day: int
    hold_month: float


def parsed(text: str, file: str, library: Catalog | None = None) -> Shocks:
    """The shocks of a YAML text; raises InvalidInput."""
    return read_record(text, file, Shocks, lambda record: _findings(record, library or catalog()))


@cache
def recorded() -> tuple[Shock, ...]:
    """The bundled record, the earliest first."""
    return tuple(sorted(bundled_file("shocks.yaml", parsed).shocks, key=lambda shock: shock.began))


def suppliers() -> tuple[str, ...]:
    """Whom the orders name: a shock to anybody else would hold up nothing."""
    return tuple(sorted({record.supplier for record in programmes().values()}))


def no_supplier(name: str, known: Iterable[str]) -> str:
    """What is said of a name that is none of them."""
    return f"no order names a supplier '{short(name)}'.{did_you_mean(name, known)} Known: {', '.join(known)}"


def known_on(shocks: tuple[Shock, ...], day: int) -> tuple[Shock, ...]:
    """Those that had been reported by the end of that day."""
    return tuple(shock for shock in shocks if shock.reported.last <= day)


def _findings(record: Shocks, library: Catalog) -> Iterator[Finding]:
    yield from source_findings(record, library)
    known = suppliers()
    for index, shock in enumerate(record.shocks):
        if shock.id in (before.id for before in record.shocks[:index]):
            yield ("shocks", index, "id"), f"'{shock.id}' stands here twice"
        for at, name in enumerate(shock.suppliers):
            if name not in known:
                yield ("shocks", index, "suppliers", at), no_supplier(name, known)
        if shock.reported.last < shock.began.first:
            yield ("shocks", index, "reported"), f"was reported {shock.reported.text()}, before it can have begun"
