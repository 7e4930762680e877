"""Draws the pictures of this folder: `python docs/posture/pictures.py` writes the SVG files anew."""

from __future__ import annotations

from pathlib import Path

from mantlet.posture.dates import day, month
from mantlet.posture.months.backdrop import strengths
from mantlet.posture.squadrons import force
from mantlet.report.posture.squadrons import squadrons_svg
from mantlet.report.sheet import picture

HERE = Path(__file__).resolve().parent
THEN, TODAY = "2020-06-23", "2026-11-22"


def squadrons() -> str:
    """The squadrons of 2014 to 2030."""
    months = range(month("2014-01"), month("2030-12") + 1)
    found = strengths(force("india-fighters"), (day(TODAY), day(THEN)), months, seed=1, draws=500)
    return picture(squadrons_svg(found, THEN))


if __name__ == "__main__":
    (HERE / "squadrons.svg").write_text(squadrons(), encoding="utf-8")
