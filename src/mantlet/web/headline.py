"""The figures at the top of the page: each with its three spreads in words, and the numbers that move it most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mantlet.report.figures import ROWS, interval, number, telling
from mantlet.report.inputs import words_of
from mantlet.report.wording import METRIC_WORDS, SPREAD_MEANINGS, YES_OR_NO

if TYPE_CHECKING:
    from mantlet.report.findings import Findings
    from mantlet.run.result import Result

MOST_MOVERS: Final = 5


def headline(result: Result, found: Findings) -> list[dict[str, Any]]:
    """Every metric that says something of the run, in the order of the terminal, and of how much it is a part."""
    shown = telling(result.metrics)
    of = {"value_lost": number(found.value_total), "leakers": number(result.metrics["launched"]["mean"])}
    return [
        {
            "metric": name,
            "words": words,
            "what": ": ".join(METRIC_WORDS[name]).format(value=number(found.value_total)),
            "mean": number(shown[name]["mean"], is_share),
            "of": of.get(name),
            "spreads": _spreads(name, shown[name], is_share),
            "movers": movers(result, name),
        }
        for name, words, is_share in ROWS
        if name in shown
    ]


def movers(result: Result, metric: str) -> list[dict[str, Any]]:
    """The drawn numbers that move a metric from draw to draw and are told from chance, with their shares of that."""
    found = [one for one in result.influence(metric) if one.distinguishable][:MOST_MOVERS]
    return [
        {
            "path": one.path,
            "words": " · ".join(reversed(words_of(one.path))),
            "share": number(one.share, True),
            "way": "more" if one.rank_correlation > 0 else "less",
        }
        for one in found
    ]


def _spreads(name: str, entry: dict[str, Any], is_share: bool) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for spread, meaning in SPREAD_MEANINGS.items():
        value = "yes or no" if spread == "chance" and name in YES_OR_NO else interval(entry[spread], is_share)
        found.append({"name": spread, "value": value, "meaning": meaning})
    return found
