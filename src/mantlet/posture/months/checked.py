"""A posture of somebody's own, read: what is wrong with it by itself, and what does not fit its raids.

So is an order beside the bundled postures that it supplies.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mantlet.library.catalog import Catalog, catalog
from mantlet.posture import programme
from mantlet.posture.files import Finding, laid_over, read_record
from mantlet.posture.months.file import Posture, findings, postures
from mantlet.posture.months.overlay import misfilled_by, misfits
from mantlet.posture.programme import Programme


def checked(text: str, file: str, library: Catalog | None = None) -> Posture:
    """The posture of a YAML text; raises InvalidInput with every fault at its line, those against its raids too."""
    known = library or catalog()

    def both(record: Posture) -> Iterator[Finding]:
        yield from findings(record, known)
        yield from misfits(record, known)

    return read_record(text, file, Posture, both)


def checked_order(text: str, file: str, library: Catalog | None = None) -> Programme:
    """The order of a YAML text; raises InvalidInput, also where a bundled posture has places for other units."""
    known = library or catalog()

    def both(record: Programme) -> Iterator[Finding]:
        found = [*programme.findings(record, known), *programme.not_yet(record, date.today().toordinal())]
        yield from found
        if not found:
            yield from ((("unit",), said) for said in _misfilled(record, known))

    return read_record(text, file, Programme, both)


def _misfilled(record: Programme, library: Catalog) -> Iterator[str]:
    with laid_over():
        asked = [one for one in postures().values() if record.id in one.orders]
    for one in asked:
        yield from misfilled_by(record, one, library)
