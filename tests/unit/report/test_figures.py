"""What two runs have of each metric, and how it is told in words."""

from __future__ import annotations

from typing import Any

import pytest

from mantlet.report.figures import compared_words

ALIKE = "b beside a: as many get through, 7 on average."


def changed(second: float, error: list[float] | None) -> dict[str, Any]:
    """Leakers that were 7 in the first run; value lost is not told."""
    less, more = float(second < 7.0), float(second > 7.0)
    entry = {"first": 7.0, "second": second, "difference": second - 7.0, "error": error}
    return {"metrics": {"leakers": entry | {"draws_below": less, "draws_above": more}, "value_lost": None}}


@pytest.mark.parametrize(
    ("second", "error", "words"),
    [
        (
            5.0,
            [-3.0, -1.0],
            "2 fewer get through, 5 instead of 7 on average (fewer by 1 to 3, in 100 % of the draws).",
        ),
        (
            9.0,
            [0.5, 3.5],
            "2 more get through, 9 instead of 7 on average (more by 0.5 to 3.5, in 100 % of the draws).",
        ),
        (6.5, [-1.5, 0.5], "do not tell whether fewer get through, or more: 6.5 beside 7, a change of -1.5 to 0.5."),
        (6.0, None, "b beside a: 1 fewer get through, 6 instead of 7 in what was fought."),
        (7.0, [0.0, 0.0], ALIKE),
        (7.0, None, ALIKE),
    ],
)
def test_a_difference_is_told_with_how_well_it_is_known(second: float, error: list[float] | None, words: str) -> None:
    assert words in compared_words(changed(second, error), "a", "b")
