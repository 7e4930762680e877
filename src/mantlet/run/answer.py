"""The answer of a run: every metric with its spreads, as the `mantlet.run/1` document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np

from mantlet.run import metrics
from mantlet.run.arrow import Table, pa
from mantlet.run.controls import Scores, corrected
from mantlet.run.loops import CHECK, RECORDED
from mantlet.run.raids import Metrics

SCHEMA: Final = "mantlet.run/1"
HEADLINES: Final = (
    "objects",
    "launched",
    "leakers",
    "decoys_leaked",
    "leak_share_launched",
    "expired",
    "killed",
    "value_lost",
    "no_leak_prob",
    "asset_out_prob",
    "assets_out",
    "nodes_down",
    "units_down",
    "aircraft_lost",
    "fratricides",
    "shots",
    "air_shots",
    "shots_per_kill",
    "shots_cost_usd",
    "killed_cost_usd",
    "killed_unpriced",
)


class DrawSummary(NamedTuple):
    """Every metric of one outer draw."""

    coupling: str
    draw: int
    replications: int
    metrics: dict[str, metrics.Summary]


def draw_summary(coupling: str, draw: int, raids: Metrics) -> DrawSummary:
    """The metrics of all replications of one draw, each reduced to mean, variance and quantiles."""
    found = metrics.summarised(raids)
    if (ratio := metrics.ratio_summary(raids["shots"], raids["killed"])) is not None:
        found["shots_per_kill"] = ratio
    return DrawSummary(coupling, draw, len(raids["leakers"]), found)


def over_draws(summaries: Iterable[DrawSummary], coupling: str) -> dict[str, metrics.Draws]:
    """Each metric over the outer draws of one design; draws that say nothing about a metric are left out of it."""
    chosen = [summary for summary in summaries if summary.coupling == coupling]
    names = dict.fromkeys(name for summary in chosen for name in summary.metrics)
    found: dict[str, metrics.Draws] = {}
    for name in names:
        rows = np.array([summary.metrics[name] for summary in chosen if name in summary.metrics])
        found[name] = metrics.Draws(*rows.T, replications=chosen[0].replications)
    return found


class Grounds(NamedTuple):
    """What the spreads of a run rest on beside its raids."""

    settled: bool  # no input varied from draw to draw
    controls: Scores | None = None  # by which each draw moved its numbers
    error_prob: float = 0.05  # how often an interval of an average may miss it


def answer(about: Mapping[str, Any], summaries: list[DrawSummary], grounds: Grounds) -> dict[str, Any]:
    """The document `run --json` prints; `about` holds what was run, from `scenario` to `outcome_sha256`."""
    recorded, checked = over_draws(summaries, RECORDED), over_draws(summaries, CHECK)
    spreads = {name: _spread(name, draws, checked.get(name), grounds) for name, draws in recorded.items()}
    kinds = ("class", "side", "cause", "asset", "node", "flight", "missile")
    grouped: dict[str, dict[str, dict[str, metrics.Spread]]] = {kind: {} for kind in kinds}
    for name, found in spreads.items():
        if name.count(":") >= 2:
            kind, field, member = name.split(":", 2)
            grouped[kind].setdefault(member, {})[field] = found
    return {
        "schema": SCHEMA,
        **about,
        "metrics": {
            name: spreads[name].record() | {"corrected": _corrected(name, recorded[name], grounds)}
            if name in spreads
            else None
            for name in HEADLINES
        },
        "causes": {cause: found["leakers"].mean for cause, found in grouped["cause"].items()},
        "by_class": {
            kind: {"objects": round(found.pop("objects").mean)} | _records(found)
            for kind, found in grouped["class"].items()
        },
        "by_side": {
            side: {"objects": round(found.pop("objects").mean)} | _records(found)
            for side, found in grouped["side"].items()
        },
        "by_asset": {asset: _records(found) for asset, found in grouped["asset"].items()},
        "by_flight": {flight: _records(found) for flight, found in grouped["flight"].items()},
        "by_node": {node: _records(found) for node, found in grouped["node"].items()},
        "shots_by_missile": {missile: found["shots"].mean for missile, found in grouped["missile"].items()},
    }


def summaries_table(summaries: Iterable[DrawSummary]) -> Table:
    """One row per design, draw and metric."""
    rows = [
        (summary.coupling, summary.draw, summary.replications, name, *found)
        for summary in summaries
        for name, found in summary.metrics.items()
    ]
    columns = list(zip(*rows, strict=True))
    names = ("coupling", "draw", "replications", "metric", "mean", "variance", "low", "high")
    return pa.table(dict(zip(names, (pa.array(column) for column in columns), strict=True)))


def summaries_of_table(table: Table) -> list[DrawSummary]:
    """The way back from `summaries_table`."""
    found: dict[tuple[str, int, int], dict[str, metrics.Summary]] = {}
    for coupling, draw, replications, name, *numbers in zip(*(c.to_pylist() for c in table.columns), strict=True):
        found.setdefault((coupling, draw, replications), {})[name] = metrics.Summary(*numbers)
    return [DrawSummary(*key, entries) for key, entries in found.items()]


def _spread(name: str, recorded: metrics.Draws, checked: metrics.Draws | None, grounds: Grounds) -> metrics.Spread:
    """The spread of a metric, its error interval cut to what the metric can be: nothing is negative, no share above 1.

    Cutting an interval to the possible values keeps its coverage.
    """
    kind_of = name.split(":")[:2][-1]  # "class:leakers:uav": the last part is a name of the user's
    is_prob, is_share = kind_of.endswith("_prob"), "_share_" in kind_of
    settled, _, error_prob = grounds
    found = metrics.spread(
        recorded, checked, settled=settled, is_prob=is_prob, is_share=is_share, error_prob=error_prob
    )
    if found.error is None:
        return found
    low, high = np.clip(found.error, 0.0, 1.0 if is_prob or is_share else np.inf).tolist()
    return replace(found, error=(low, high))


def counts_to_one(name: str) -> bool:
    """Whether a headline is a chance or a share."""
    return name.endswith("_prob") or "_share_" in name


def _corrected(name: str, recorded: metrics.Draws, grounds: Grounds) -> dict[str, Any] | None:
    """The mean corrected for where the draws fell; of no chance or share, which a straight line may leave."""
    if counts_to_one(name):
        return None
    found = corrected(recorded.mean, grounds.controls, grounds.error_prob)
    return None if found is None else found.record()


def _records(found: Mapping[str, metrics.Spread]) -> dict[str, Any]:
    return {field: entry.record() for field, entry in found.items()}
