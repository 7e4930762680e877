"""The brief: one HTML file that opens with the network off and says what was found, why, and how far to trust it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mantlet.base.whole import write_whole
from mantlet.evidence.known import NO_CLAIMS, Ground
from mantlet.report import claims, provenance, sections
from mantlet.report.findings import Findings
from mantlet.report.reading import findings
from mantlet.report.sheet import sheet

if TYPE_CHECKING:
    from mantlet.run.result import Result


def page(found: Findings, ground: Ground = NO_CLAIMS) -> str:
    """The whole page as text, the same for the same findings and claims."""
    parts = (
        *claims.stale(ground),
        sections.summary(found),
        sections.map_section(found),
        sections.distribution(found),
        sections.causes(found),
        sections.classes(found),
        sections.shots(found),
        sections.timelines(found),
        provenance.inputs(found),
        *claims.claims(ground),
        provenance.limits(found),
        provenance.repeat(found),
    )
    return sheet(found.title, parts)


def write(result: Result, path: Path | str, ground: Ground = NO_CLAIMS) -> Path:
    """The brief of a run as one file at `path`, which is returned; whole or not at all.

    `ground` is how the claims behind its numbers stand today.
    """
    return write_whole(Path(path), page(findings(result), ground).encode())
