"""Draws the answer of a posture: `python docs/pictures/posture.py answer.json` writes posture.svg beside this file.

Value lost in a raid by month and policy, and what each policy saves: the picture that opens the months of the brief.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mantlet.report.posture.charts import lost_and_saved
from mantlet.report.posture.facts import Facts
from mantlet.report.sheet import picture

HERE = Path(__file__).parent


def main(kept: Path) -> None:
    """Writes posture.svg."""
    facts = Facts(json.loads(kept.read_text(encoding="utf-8")))
    (HERE / "posture.svg").write_text(picture(lost_and_saved(facts)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
