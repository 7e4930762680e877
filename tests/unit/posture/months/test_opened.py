"""A month that is opened is, raid for raid, the one that the answer rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mantlet.base.errors import UsageError
from mantlet.codes import LEAKED
from mantlet.posture.months import store
from mantlet.posture.months.opened import opened
from mantlet.posture.months.season import VALUE
from mantlet.run.execute import execute
from mantlet.run.loops import RECORDED
from mantlet.run.plan import Plan
from posture_world import TEXT, changed

POLICIES = ("wait", "sooner", "buy")


def asked_from(tmp_path: Path, answer: dict[str, Any], text: str = TEXT) -> dict[str, Any]:
    """The answer as it would be if its posture had been read from a file, which is there."""
    (tmp_path / "small.yaml").write_text(text, "utf-8")
    return answer | {"call": {"name": str(tmp_path / "small.yaml"), "months": None, "library": []}}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("raid", ["raid", "second"])
def test_raid_for_raid_it_is_that_of_the_answer(
    answered: tuple[Path, dict[str, Any]], tmp_path: Path, raid: str, policy: str
) -> None:
    folder, answer = answered
    at = 7
    battle = opened(asked_from(tmp_path, answer)).battle(raid, policy, answer["months"][at])
    result = execute(battle, Plan(draws=4, replications=4, threads=1), tmp_path / "fought")
    lost = result.raids.sort_by([("draw", "ascending"), ("replication", "ascending")])["value_lost"].to_numpy()
    compared = 0
    for draw, mine in enumerate(lost.reshape(4, 4)):
        fought = store.kept(folder, RECORDED, draw)
        if raid in fought.tables:
            columns = [fought.columns.index(name) for name in fought.columns if name.startswith(VALUE)]
            rows = fought.row[0, POLICIES.index(policy), at]
            theirs = fought.tables[raid][rows][:, columns].sum(axis=1)
            known = np.isfinite(theirs)
            assert np.array_equal(mine[known], theirs[known])
            compared += int(known.sum())
    assert compared == (16 if raid == "raid" else 4)
    series = next(one for one in answer["policies"] if one["id"] == policy)["series"]["record"]["fixed"]
    if raid == "raid":
        assert result.metrics["value_lost"]["mean"] == pytest.approx(series["value_lost"]["mean"][at], rel=1e-5)
        assert result.metrics["leakers"]["mean"] == pytest.approx(series["leakers"]["mean"][at], rel=1e-5)


def test_a_raid_of_it_is_fought_again_as_it_was(answered: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    answer = asked_from(tmp_path, answered[1])
    battle = opened(answer).battle("raid", "wait", answer["months"][0])
    result = execute(battle, Plan(draws=4, replications=4, threads=1), tmp_path / "fought")
    raids = result.raids.to_pylist()
    for row in raids:
        world, outcomes, _ = battle.again(1, row["draw"], row["replication"], result.way)
        assert int((outcomes.fate[0] == LEAKED).sum()) == row["leakers"]
        assert world.force.unit_present.sum() < len(world.force.unit_present), "nothing has come yet"


def test_another_posture_than_was_asked_is_refused(answered: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    answer = asked_from(tmp_path, answered[1], changed(("months: 12", "months: 13")))
    with pytest.raises(UsageError, match=r"answered from another posture_sha256 than is here now.*mantlet posture"):
        opened(answer)
    (tmp_path / "small.yaml").unlink()
    with pytest.raises(UsageError, match=r"small\.yaml: the file from which this was asked is not there"):
        opened(answer)
