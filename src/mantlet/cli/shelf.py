"""The commands that look things up: the library, the bundled scenarios, and the shape of a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Literal, cast

from rich.table import Table
from rich.text import Text

from mantlet.base.errors import InvalidInput, UsageError, did_you_mean
from mantlet.base.marked import short, skim_file
from mantlet.cli import standing
from mantlet.cli.screen import paper, tell_taken
from mantlet.library import pages
from mantlet.library.catalog import BUNDLED, KINDS, catalog, check_file
from mantlet.scenario.load import bundled, found, load
from mantlet.scenario.models import json_schema

Shelf = Literal["systems", "aircraft", "threats", "facts", "programmes", "scenarios", "postures"]
Rows = list[tuple[str, str, str]]


def listing(shelf: Shelf | None, folders: Sequence[Path]) -> int:
    """Prints one shelf of the library, or all of them."""
    console = paper()
    if shelf in (None, "systems", "aircraft", "threats", "facts"):
        console.print(pages.list_page(catalog(*folders), shelf))
    for name, (headings, rows) in _OWN_TABLES.items():
        if shelf in (None, name):
            table = Table(box=None, pad_edge=False, title=Text(name), title_justify="left", title_style="bold")
            for heading in headings:
                table.add_column(heading, no_wrap=heading != "title")
            for row in rows(folders):
                table.add_row(*map(Text, row))
            console.print(table)
    return 0


def _programmes(folders: Sequence[Path]) -> Rows:
    from mantlet.posture.files import laid_over
    from mantlet.posture.pages import records

    with laid_over(*folders):
        return [(name, record.kind, record.title) for name, record in records().items()]


def _scenarios(_: Sequence[Path]) -> Rows:
    return [(name, scenario.date, scenario.title) for name, scenario in ((name, load(name)) for name in bundled())]


def _postures(_: Sequence[Path]) -> Rows:
    from mantlet.posture.months.file import postures

    return [(name, posture.as_of.text(), posture.title) for name, posture in postures().items()]


_OWN_TABLES: Final[dict[str, tuple[tuple[str, str, str], Callable[[Sequence[Path]], Rows]]]] = {
    "programmes": (("id", "what", "title"), _programmes),
    "scenarios": (("id", "date", "title"), _scenarios),
    "postures": (("id", "as of", "title"), _postures),
}


def show(item: str, folders: Sequence[Path]) -> int:
    """Prints one item with every number and where it comes from."""
    if item in bundled():
        raise UsageError(f"'{item}' is a scenario: read it in {bundled()[item]}, or fight it with 'mantlet run {item}'")
    if (posture := BUNDLED / "postures" / f"{item}.yaml").exists():
        raise UsageError(f"'{item}' is a posture: read it in {posture}, or ask it with 'mantlet posture {item}'")
    library = catalog(*folders)
    if (found := library.find(item)) is not None:
        paper().print(pages.show_page(library, item, standing.told_of(found, folders).words))
        return 0
    from mantlet.posture import pages as posture_pages
    from mantlet.posture.files import laid_over

    with laid_over(*folders):
        records = posture_pages.records()
    if item not in records:
        library.refuse(item, records)
    told = standing.told_of(records[item], folders).words
    paper().print(posture_pages.show_page(records[item], library, told))
    return 0


def check(name: str, overrides: Sequence[str], folders: Sequence[Path]) -> int:
    """Checks a scenario, or a library or posture file, told apart by its `kind`; prints what it is."""
    tell_taken(name)
    file = found(name)
    data = skim_file(file).data
    if isinstance(data, dict) and "kind" in data:
        kind = str(cast("dict[str, object]", data)["kind"])
        if overrides:
            raise UsageError(f"--set: {file} is no scenario; only a scenario can be changed by --set")
        said = [f"{file}: a valid {_checked(file, kind, folders)}"]
    else:
        scenario = load(file, overrides=overrides, library=catalog(*folders))
        said = [f"{file}: a valid scenario ({scenario.id})", *scenario.notices]
    for line in said:
        paper().print(line, soft_wrap=True)
    return 0


def _checked(file: Path, kind: str, folders: Sequence[Path]) -> str:
    """What a file with a `kind` is, once it has been checked."""
    from mantlet.posture import check as posture

    if kind not in (*KINDS, *posture.PARSERS):
        known = (*KINDS, *posture.PARSERS)
        message = f"got kind '{short(kind)}', expected one of {', '.join(known)}.{did_you_mean(kind, known)}"
        raise InvalidInput([skim_file(file).fault(("kind",), message)])
    is_posture = kind in posture.PARSERS
    record = posture.check_file(file, kind, *folders) if is_posture else check_file(file, *folders)
    if wrong := standing.differing(record, folders):
        marked = skim_file(file)
        raise InvalidInput([marked.fault(place, said) for place, said in wrong])
    return f"{'posture' if is_posture else 'library'} file ({kind})"


def schema() -> int:
    """Prints the JSON Schema of the scenario file."""
    sys.stdout.write(json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n")
    return 0
