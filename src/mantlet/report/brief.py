"""The brief: one HTML file that opens with the network off and says what was found, why, and how far to trust it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mantlet.report import provenance, sections
from mantlet.report.findings import Findings
from mantlet.report.reading import findings
from mantlet.report.sheet import sheet, write_page

if TYPE_CHECKING:
    from mantlet.run.result import Result


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
    return sheet(found.title, parts)


def write(result: Result, path: Path | str) -> Path:
    """The brief of a run as one file at `path`, which is returned; whole or not at all."""
    return write_page(page(findings(result)), Path(path))
