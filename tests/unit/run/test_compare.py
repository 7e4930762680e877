"""Paired differences, against arithmetic on the raids themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mantlet.base.errors import UsageError
from mantlet.run.compare import compared
from mantlet.run.execute import execute
from mantlet.run.loops import CHECK, Task, Terms
from mantlet.run.metrics import mean_interval
from mantlet.run.plan import Plan
from mantlet.run.raids import damage, raid_metrics, raid_table
from mantlet.run.recorder import Chunk
from unit.run.doubles import ASSETS, CLOCK, NAMES, PRICES, Bout, outcomes


class Shifted(Bout):
    """The same luck, but as many leakers more as the draw has a number where each number is drawn on its own."""

    def fought(self, task: Task, terms: Terms) -> Chunk:
        chunk = super().fought(task, terms)
        if task.coupling == CHECK:
            chunk.metrics["leakers"] = chunk.metrics["leakers"] + task.draw
        return chunk


PLAN = Plan(replications=10, draws=12, threads=1)


class Sheltered(Bout):
    """The same luck, but the town is never hit."""

    def fought(self, task: Task, terms: Terms) -> Chunk:
        chunk = super().fought(task, terms)
        if "raids" not in chunk.tables:
            return chunk
        found = outcomes(task, terms.seed)
        found.hits[:, 1] = 0
        metrics = raid_metrics(found, damage(found.hits, ASSETS), NAMES, PRICES, CLOCK)
        return chunk._replace(
            metrics=metrics, tables=chunk.tables | {"raids": raid_table(metrics, task.draw, task.first)}
        )


def test_a_run_differs_in_nothing_from_itself(tmp_path: Path) -> None:
    one = execute(Bout(), PLAN, tmp_path / "one")
    entry = compared(one, one)["metrics"]["leakers"]
    assert entry["difference"] == 0
    assert entry["error"] == [0, 0]
    assert entry["correlation"] == pytest.approx(1)
    assert entry["worth"] is None  # nothing left to divide by


def test_differences_are_second_less_first_by_draw(tmp_path: Path) -> None:
    one, other = execute(Bout(), PLAN, tmp_path / "one"), execute(Sheltered("safe"), PLAN, tmp_path / "other")
    entry = compared(one, other)["metrics"]["value_lost"]
    before, after = (run.raids["value_lost"].to_numpy().reshape(12, 10) for run in (one, other))
    assert entry["difference"] == pytest.approx((after - before).mean())
    assert entry["error"] == pytest.approx(mean_interval((after - before).mean(axis=1)))
    assert entry["error"][1] < 0
    within = [side - side.mean(axis=1, keepdims=True) for side in (before, after)]
    assert entry["correlation"] == pytest.approx(np.corrcoef(within[0].ravel(), within[1].ravel())[0, 1])
    assert entry["worth"] > 1
    assert entry["draws_below"] == 1


def test_a_chance_that_no_pair_of_raids_tells_apart_may_differ_still(tmp_path: Path) -> None:
    one, other = execute(Bout(), PLAN, tmp_path / "one"), execute(Sheltered("safe"), PLAN, tmp_path / "other")
    other.manifest["outcome_sha256"] = "of another fight"
    bound = 1 - 0.025 ** (1 / 12)  # the draws count
    entry = compared(one, other)["metrics"]["no_leak_prob"]
    assert entry["difference"] == 0
    assert entry["error"] == pytest.approx([-bound, bound])
    assert compared(one, one)["metrics"]["no_leak_prob"]["error"] == [0, 0]


def test_only_what_both_fought_is_compared(tmp_path: Path) -> None:
    one = execute(Bout(), PLAN, tmp_path / "one")
    other = execute(Bout(), replace(PLAN, draws=5, replications=4), tmp_path / "other")
    found = compared(one, other)
    assert (found["draws"], found["replications"]) == (5, 4)
    assert found["metrics"]["shots"]["difference"] == 0


def test_chances_and_costs_are_compared(tmp_path: Path) -> None:
    one, other = execute(Bout(), PLAN, tmp_path / "one"), execute(Sheltered("safe"), PLAN, tmp_path / "other")
    found = compared(one, other)["metrics"]
    out = found["asset_out_prob"]
    assert (out["first"], out["second"]) == tuple(run.metrics["asset_out_prob"]["mean"] for run in (one, other))
    assert out["difference"] < 0
    assert found["shots_cost_usd"]["first"] == pytest.approx(one.metrics["shots_cost_usd"]["mean"])
    assert found["killed_cost_usd"]["difference"] == 0


def test_ignorance_of_a_difference_reaches_as_far_as_either_design(tmp_path: Path) -> None:
    one, other = execute(Bout(), PLAN, tmp_path / "one"), execute(Shifted("off"), PLAN, tmp_path / "other")
    entry = compared(one, other)["metrics"]["leakers"]
    # Recorded, the two never differ; drawn apart, by the number of the draw.
    assert entry["difference"] == 0
    assert entry["ignorance"] == pytest.approx([0, 11])
    assert entry["ignorance_coupling"] == "independent"
    fewer = execute(Shifted("off"), replace(PLAN, replications=3), tmp_path / "fewer")
    assert compared(one, fewer)["metrics"]["leakers"]["ignorance_coupling"] == "comonotone"


def test_other_seeds_do_not_pair(tmp_path: Path) -> None:
    one, other = (execute(Bout(), replace(PLAN, seed=seed), tmp_path / str(seed)) for seed in (1, 2))
    with pytest.raises(UsageError, match="nothing pairs them"):
        compared(one, other)


def test_nor_do_other_ways_of_sampling(tmp_path: Path) -> None:
    one, other = (execute(Bout(), replace(PLAN, sampling=way), tmp_path / way) for way in ("scan", "skip"))
    with pytest.raises(UsageError, match="sampling scan and skip: nothing pairs"):
        compared(one, other)


def test_where_no_number_is_open_no_difference_is(tmp_path: Path) -> None:
    one = execute(Bout(settled=True), PLAN, tmp_path / "one")
    other = execute(Sheltered("safe", settled=True), PLAN, tmp_path / "other")
    entry = compared(one, other)["metrics"]["value_lost"]
    assert entry["difference"] < 0
    assert entry["ignorance"] == [entry["difference"], entry["difference"]]


def test_no_chance_differs_by_more_than_one(tmp_path: Path) -> None:
    """Two raids are too few for an interval that stops at one by itself."""
    plan = Plan(replications=2, draws=2, threads=1)
    one, other = execute(Bout(), plan, tmp_path / "one"), execute(Sheltered("safe"), plan, tmp_path / "other")
    metrics = compared(one, other)["metrics"]
    for name in ("asset_out_prob", "no_leak_prob"):
        for kind in ("error", "ignorance"):
            assert -1 <= metrics[name][kind][0] <= metrics[name][kind][1] <= 1
