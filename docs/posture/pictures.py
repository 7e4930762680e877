"""Draws the pictures of this folder: `python docs/posture/pictures.py` writes the SVG files anew."""

from __future__ import annotations

from pathlib import Path

from mantlet.posture.dates import day, month
from mantlet.posture.forecast import outlook
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import force, strength
from mantlet.report.ink import style_variables
from mantlet.report.squadrons import squadrons_svg

HERE = Path(__file__).resolve().parent
THEN, TODAY = day("2020-06-23"), day("2026-11-22")


def squadrons() -> str:
    """The squadrons of 2014 to 2030."""
    fighters = force("india-fighters")
    months = range(month("2014-01"), month("2030-12") + 1)
    then, now = (
        strength(fighters, outlook(at, programmes().values(), recorded()), months, seed=1, draws=500)
        for at in (THEN, TODAY)
    )
    picture = squadrons_svg(fighters, now, then, THEN)
    colours = f"<style>{style_variables()}svg{{background:var(--paper);font-family:sans-serif}}</style>"
    return picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        ">\n<title", f">\n{colours}\n<title", 1
    )


if __name__ == "__main__":
    (HERE / "squadrons.svg").write_text(squadrons() + "\n", encoding="utf-8")
