"""Whole runs kept as hashes: they tell that answers moved, never that they are right.

What is right is held in `oracle`, `property` and `published`. When an answer moves on purpose, `make golden` writes
these anew; the numbers beside each hash say in the diff how far it moved.
"""

import json
from pathlib import Path

import pytest

import mantlet
from mantlet.scenario.models import Mechanisms

KEPT = Path(__file__).with_name("runs.json")
RUNS = {"cs-1": (1, 200), "cs-2": (1, 100), "cs-3": (3, 10)}  # draws, replications
# These are older than the battle, and luck, bias and damage are as old as they: without all the rest they are fought as
# they were then, to the bit.
EARLIER = dict.fromkeys(("saturation", "ladakh-2020", "ladakh-2021", "strike-2020"), (4, 40))
LATER = [f"mechanisms.{name}=false" for name in Mechanisms.model_fields if name not in ("luck", "bias", "damage")]


def summary(name: str, changes: list[str]) -> dict[str, object]:
    draws, replications = (RUNS | EARLIER)[name]
    scenario = mantlet.load(name, overrides=changes)
    result = mantlet.run(scenario, draws=draws, replications=replications, seed=7, threads=2)
    answer = json.loads(result.to_json())
    figures = {metric: answer["metrics"][metric]["mean"] for metric in ("leakers", "value_lost", "shots")}
    return {"outcome_sha256": answer["outcome_sha256"]} | figures | {"causes": answer["causes"]}


def held_to(label: str, got: dict[str, object], renew: bool) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    if renew:
        kept[label] = got
        KEPT.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n", encoding="utf-8")
    assert got == kept.get(label), "answers moved; on purpose? then make golden, and say how far in the changelog"


@pytest.mark.parametrize("name", RUNS)
def test_run(name: str, renew: bool) -> None:
    held_to(name, summary(name, []), renew)


@pytest.mark.parametrize("name", EARLIER)
def test_without_what_came_later(name: str, renew: bool) -> None:
    held_to(f"{name}, as before the battle", summary(name, LATER), renew)
