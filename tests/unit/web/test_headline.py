"""The figures at the top are those of the terminal, and what is said to move them does."""

from __future__ import annotations

import io
import re

import numpy as np
from rich.console import Console

import mantlet
from mantlet.cli.tables import print_headline
from mantlet.report.figures import number
from mantlet.report.reading import findings
from mantlet.run.loops import CHECK
from mantlet.run.result import Result
from mantlet.web.headline import headline


def test_figures_are_those_of_the_terminal(suppressed: Result) -> None:
    paper = io.StringIO()
    print_headline(Console(file=paper, width=120), suppressed.metrics)
    lines = [re.split(r"\s{2,}", line.strip()) for line in paper.getvalue().splitlines()[1:] if line.strip()]
    about = findings(suppressed)
    found = headline(suppressed, about)
    assert [[one["words"], one["mean"], *(spread["value"] for spread in one["spreads"])] for one in found] == lines
    wholes = {one["metric"]: one["of"] for one in found if one["of"] is not None}
    assert wholes == {
        "value_lost": f"{about.value_total:.0f}",
        "leakers": number(suppressed.metrics["launched"]["mean"]),
    }
    assert found[0]["what"] == f"Value lost: of {about.value_total:.0f} defended, in the scenario's own unit of value"


def test_what_moves_a_figure_does_so_from_draw_to_draw() -> None:
    """In a duel in which one number alone is open, that number is named, and the way it moves."""
    change = "numbers.textbook-radar-round.kill_prob.cruise={low: 0.1, high: 0.9}"
    result = mantlet.run(mantlet.load("cs-3", overrides=[change]), draws=30, replications=20)
    told = {one["metric"]: one for one in headline(result, findings(result))}
    (mover, *_) = told["leakers"]["movers"]
    assert (mover["path"], mover["way"]) == ("textbook-radar-round.kill_prob.cruise", "less")
    drawn = result.drawn(CHECK)["textbook-radar-round.kill_prob.cruise"]
    leakers = [one.metrics["leakers"][0] for one in result.summaries if one.coupling == CHECK]
    assert np.corrcoef(drawn, leakers)[0, 1] < -0.5
    assert told["leakers"]["what"] == "Leakers: objects that got through, decoys not counted"
