"""Whole runs kept as hashes: they tell that answers moved, never that they are right.

What is right is held in `oracle`, `property` and `published`. When an answer moves on purpose, `make golden` writes
these anew; the numbers beside each hash say in the diff how far it moved.
"""

import json
from pathlib import Path

import pytest

import mantlet

KEPT = Path(__file__).with_name("runs.json")
RUNS = {"cs-1": (1, 200), "cs-2": (1, 100), "cs-3": (3, 10)}  # draws, replications


def summary(name: str) -> dict[str, object]:
    draws, replications = RUNS[name]
    result = mantlet.run(mantlet.load(name), draws=draws, replications=replications, seed=7, threads=2)
    answer = json.loads(result.to_json())
    figures = {metric: answer["metrics"][metric]["mean"] for metric in ("leakers", "value_lost", "shots")}
    return {"outcome_sha256": answer["outcome_sha256"]} | figures | {"causes": answer["causes"]}


@pytest.mark.parametrize("name", RUNS)
def test_run(name: str, renew: bool) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    got = summary(name)
    if renew:
        kept[name] = got
        KEPT.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n", encoding="utf-8")
    assert got == kept.get(name), "answers moved; on purpose? then make golden, and say how far in the changelog"
