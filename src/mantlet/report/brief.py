"""The brief: one HTML file that opens with the network off and says what was found, why, and how far to trust it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from mantlet.report import provenance, sections
from mantlet.report.findings import Findings
from mantlet.report.ink import style_variables
from mantlet.report.markup import escaped, joined
from mantlet.report.reading import findings

if TYPE_CHECKING:
    from mantlet.run.result import Result

_HOME = Path(__file__).resolve().parent


def page(found: Findings) -> str:
    """The whole page as text, the same for the same findings."""
    parts = (
        sections.summary(found),
        sections.map_section(found),
        sections.distribution(found),
        sections.causes(found),
        sections.classes(found),
        sections.shots(found),
        sections.timelines(found),
        provenance.inputs(found),
        provenance.limits(found),
        provenance.repeat(found),
    )
    skeleton = Template((_HOME / "page.html").read_text(encoding="utf-8"))
    style = style_variables() + (_HOME / "style.css").read_text(encoding="utf-8")
    return skeleton.substitute(title=escaped(found.title), style=style, body=joined(parts, "\n"))


def write(result: Result, path: Path | str) -> Path:
    """The brief of a run as one file at `path`, which is returned; whole or not at all."""
    return write_page(page(findings(result)), Path(path))


def write_page(text: str, path: Path) -> Path:
    """Puts the page in its place at once: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
