"""A posture of somebody's own, read: what is wrong with it by itself, and what does not fit its raids."""

from __future__ import annotations

from collections.abc import Iterator

from mantlet.library.catalog import Catalog, catalog
from mantlet.posture.files import Finding, read_record
from mantlet.posture.months.file import Posture, findings
from mantlet.posture.months.overlay import misfits


def checked(text: str, file: str, library: Catalog | None = None) -> Posture:
    """The posture of a YAML text; raises InvalidInput with every fault at its line, those against its raids too."""
    known = library or catalog()

    def both(record: Posture) -> Iterator[Finding]:
        yield from findings(record, known)
        yield from misfits(record, known)

    return read_record(text, file, Posture, both)
