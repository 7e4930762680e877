"""Metrics of raids, against counting by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mantlet.codes import ABORTED, CAUSES, EXPIRED, KILLED, LEAKED, RELEASED
from mantlet.run.loops import RECORDED, Task
from mantlet.run.raids import Clock, Prices, _summed, damage, joined, raid_metrics
from mantlet.run.rows import node_table
from mantlet.world import Outcomes
from unit.run.doubles import ASSETS, CLOCK, NAMES, PRICES, VOCABULARY, outcomes


def _one(fate: Sequence[int | np.integer], cause: Sequence[int], hits: list[int]) -> dict[str, float]:
    objects = len(fate)
    found = Outcomes(
        fate=np.array([fate], np.int8),
        cause=np.array([cause], np.int8),
        tick=np.zeros((1, objects), np.int32),
        unit=np.zeros((1, objects), np.int16),
        missile=np.zeros((1, objects), np.int16),
        shots=np.ones((1, objects), np.int16),
        hits=np.array([hits], np.int16),
        missile_shots=np.array([[4, 1]], np.int32),
        node_hits=np.zeros((1, 2), np.int16),
        node_down_tick=np.full((1, 2), -1, np.int32),
        aircraft_lost=np.zeros((1, 0), np.int16),
        fratricides=np.zeros((1, 0), np.int16),
    )
    columns = raid_metrics(found, damage(found.hits, ASSETS), NAMES, PRICES, CLOCK)
    return {name: float(column[0]) for name, column in columns.items()}


def test_decoys_are_counted_apart_and_carriers_are_not_launched() -> None:
    late = CAUSES.index("late")
    found = _one([LEAKED, RELEASED, LEAKED, ABORTED, KILLED], [late, -1, late, -1, -1], [1, 0])
    assert found["leakers"] == 1
    assert found["decoys_leaked"] == 1
    assert found["launched"] == 2  # one missile never left its carrier, the decoy and the jet do not count
    assert found["leak_share_launched"] == 0.5
    assert found["no_leak_prob"] == 0
    assert found["cause:leakers:late"] == 1
    assert found["class:leakers:decoy"] == 1
    assert found["class:objects:cruise"] == 2
    assert found["shots"] == 5
    assert found["missile:shots:9M96E2"] == 1
    assert found["shots_cost_usd"] == 4 * 2e6 + 1e6
    assert found["missile:cost_usd:48N6E3"] == 4 * 2e6
    assert found["killed_cost_usd"] == 5e6
    assert found["killed_unpriced"] == 0


def test_value_is_lost_in_proportion_until_the_asset_is_out() -> None:
    harm = damage(np.array([[0, 0], [1, 1], [2, 0], [9, 9]], np.int16), ASSETS)
    np.testing.assert_array_equal(harm.value_lost, [[0, 0], [5, 4], [10, 0], [10, 4]])
    np.testing.assert_array_equal(harm.out_of_action, [[False, False], [False, True], [True, False], [True, True]])


def test_parts_of_the_defence_count_where_something_is_aimed_at_them() -> None:
    found = outcomes(Task(RECORDED, 0, 0, 3, True), seed=5)._replace(
        node_hits=np.array([[0, 2], [0, 1], [0, 0]], np.int16),
        node_down_tick=np.array([[40, 30], [-1, 12], [-1, -1]], np.int32),
    )
    harm = damage(found.hits, ASSETS)
    assert not any("node" in name for name in raid_metrics(found, harm, NAMES, PRICES, CLOCK))
    aimed = NAMES._replace(object_targets=("base", None, "post", "town", "town"))
    columns = raid_metrics(found, harm, aimed, PRICES, CLOCK)
    np.testing.assert_array_equal(columns["nodes_down"], [2, 1, 0])
    np.testing.assert_array_equal(columns["units_down"], [1, 0, 0])  # of which the eye is the radar
    np.testing.assert_array_equal(columns["node:hits:post"], [2, 1, 0])
    np.testing.assert_array_equal(columns["node:down_prob:eye"], [True, False, False])
    rows = node_table(found, VOCABULARY, 4, 7).to_pylist()
    assert rows[1] == {"draw": 4, "replication": 7, "node_id": "post", "hits": 2, "down_s": 15.0}
    assert rows[-1] == {"draw": 4, "replication": 9, "node_id": "post", "hits": 0, "down_s": None}


def test_a_price_that_is_missing_gives_no_cost() -> None:
    found = outcomes(Task(RECORDED, 0, 0, 3, True), seed=5)
    unknown = Prices(np.array([np.nan, 1e6]), np.full(5, np.nan))
    columns = raid_metrics(found, damage(found.hits, ASSETS), NAMES, unknown, CLOCK)
    assert not {"shots_cost_usd", "killed_cost_usd", "missile:cost_usd:48N6E3"} & columns.keys()
    np.testing.assert_array_equal(columns["missile:cost_usd:9M96E2"], found.missile_shots[:, 1] * 1e6)


def test_killed_without_a_price_are_counted() -> None:
    found = _one([KILLED, LEAKED, KILLED, ABORTED, KILLED], [-1, CAUSES.index("late"), -1, -1, -1], [0, 0])
    assert found["killed_unpriced"] == 1  # the first; the second has no price either, and leaked
    assert found["killed_cost_usd"] == 3e6 + 5e6


def test_what_each_missile_costs_adds_up_to_the_cost_of_the_shots() -> None:
    found = outcomes(Task(RECORDED, 0, 0, 50, True), seed=5)
    columns = raid_metrics(found, damage(found.hits, ASSETS), NAMES, PRICES, CLOCK)
    parts = [columns[f"missile:cost_usd:{name}"] for name in NAMES.missile_ids]
    np.testing.assert_allclose(sum(parts), columns["shots_cost_usd"])


def test_nothing_launched_leaks_no_share() -> None:
    found = _one([KILLED, RELEASED, ABORTED, ABORTED, ABORTED], [-1] * 5, [0, 0])
    assert found["launched"] == found["leak_share_launched"] == 0
    assert found["no_leak_prob"] == 1


def test_causes_and_classes_add_up_in_every_raid() -> None:
    found = outcomes(Task(RECORDED, 0, 0, 200, True), seed=5)
    columns = raid_metrics(found, damage(found.hits, ASSETS), NAMES, PRICES, CLOCK)
    causes = sum(columns[f"cause:leakers:{cause}"] for cause in CAUSES)
    np.testing.assert_array_equal(causes, columns["leakers"])
    real = sum(columns[f"class:leakers:{kind}"] for kind in ("fighter", "cruise", "srbm"))
    np.testing.assert_array_equal(real, columns["leakers"])


def test_who_sent_it_is_told_where_both_sides_send_something() -> None:
    late = CAUSES.index("late")
    assert not any(name.startswith("side:") for name in _one([LEAKED] * 5, [late] * 5, [0, 0]))
    both = NAMES._replace(object_sides=("red", "red", "blue", "red", "blue"))
    found = outcomes(Task(RECORDED, 0, 0, 50, True), seed=5)
    columns = raid_metrics(found, damage(found.hits, ASSETS), both, PRICES, CLOCK)
    assert (columns["side:objects:red"][0], columns["side:objects:blue"][0]) == (3, 2)
    for name in ("leakers", "killed"):
        np.testing.assert_array_equal(columns[f"side:{name}:red"] + columns[f"side:{name}:blue"], columns[name])
    np.testing.assert_array_equal(columns["side:leakers:blue"], (found.fate[:, [2, 4]] == LEAKED).sum(axis=1))


def test_chunks_join_to_the_draw() -> None:
    def columns(first: int, count: int) -> dict[str, np.ndarray]:
        found = outcomes(Task(RECORDED, 0, first, count, True), seed=5)
        return raid_metrics(found, damage(found.hits, ASSETS), NAMES, PRICES, CLOCK)

    whole, parts = columns(0, 9), joined([columns(0, 4), columns(4, 5)])
    for name, column in whole.items():
        np.testing.assert_array_equal(parts[name], column)


def test_what_time_cut_off_is_told_and_counts_as_launched_only_if_it_had_set_out() -> None:
    """Three weapons: one in flight at the end, one that would have set out later, one whose way ended before."""
    found = outcomes(Task(RECORDED, 0, 0, 1, True), seed=5)
    cut = found._replace(
        fate=np.array([[KILLED, EXPIRED, EXPIRED, EXPIRED, EXPIRED]], np.int8),
        tick=np.array([[3, 100, 100, 100, 60]], np.int32),
    )
    clock = Clock(np.array([0, 0, 0, 101, 0]), 100, np.zeros(5, np.bool_))
    columns = raid_metrics(cut, damage(cut.hits, ASSETS), NAMES, PRICES, clock)
    assert columns["expired"] == 3  # the jet and two missiles; the last one's way ended before the scenario did
    assert columns["launched"] == 2
    assert columns["leakers"] == 0
    for starts, launched in (([0, 0, 0, 0, 0], 3), ([0, 0, 101, 101, 0], 1)):
        clock = Clock(np.array(starts), 100, np.zeros(5, np.bool_))
        assert raid_metrics(cut, damage(cut.hits, ASSETS), NAMES, PRICES, clock)["launched"] == launched


def test_flights_count_what_they_killed_and_lost_where_there_are_any() -> None:
    names = NAMES._replace(
        unit_ids=("u-1", "cap/1", "cap/2"), missile_ids=("48N6E3", "jet/aam"), flight_ids=("cap/1", "cap/2")
    )
    found = outcomes(Task(RECORDED, 0, 0, 2, True), seed=5)._replace(
        fate=np.array([[KILLED, KILLED, KILLED, LEAKED, LEAKED], [LEAKED] * 5], np.int8),
        unit=np.array([[0, 2, 2, 1, 1], [1, 2, 0, 0, 0]], np.int16),
        missile_shots=np.array([[3, 4], [5, 0]], np.int32),
        aircraft_lost=np.array([[1, 2], [0, 1]], np.int16),
        fratricides=np.array([[0, 2], [0, 0]], np.int16),
    )
    columns = raid_metrics(found, damage(found.hits, ASSETS), names, PRICES, CLOCK)
    for name, expected in {
        "aircraft_lost": [3, 1],
        "fratricides": [2, 0],
        "air_shots": [4, 0],
        "shots": [7, 5],
        "flight:killed:cap/1": [0, 0],
        "flight:killed:cap/2": [2, 0],
        "flight:lost:cap/2": [2, 1],
        "flight:fratricides:cap/2": [2, 0],
    }.items():
        np.testing.assert_array_equal(columns[name], expected, err_msg=name)
    alone = raid_metrics(found, damage(found.hits, ASSETS), NAMES, PRICES, CLOCK)
    assert not {"aircraft_lost", "fratricides", "air_shots"} & set(alone)


def test_who_gave_up_was_launched_if_it_had_set_out() -> None:
    """A weapon never let go and a leaker, with one on its own that turned back in one raid and stayed in the other."""
    found = outcomes(Task(RECORDED, 0, 0, 2, True), seed=5)
    given_up = found._replace(
        fate=np.array([[EXPIRED, EXPIRED, ABORTED, ABORTED, LEAKED]] * 2, np.int8),
        tick=np.array([[100, 100, 50, 80, 60], [100, 100, 50, 20, 60]], np.int32),
    )
    carried = np.array([False, False, True, False, False])
    clock = Clock(np.array([0, 0, 20, 20, 0]), 100, carried)
    columns = raid_metrics(given_up, damage(given_up.hits, ASSETS), NAMES, PRICES, clock)
    assert columns["launched"].tolist() == [2, 1] and columns["leakers"].tolist() == [1, 1]


def test_a_cost_does_not_depend_on_what_is_reckoned_with_it() -> None:
    chance = np.random.default_rng(5)
    killed, usd = chance.random((500, 60)) < 0.5, chance.uniform(1e3, 1e7, 60)
    together = _summed(killed, usd)
    assert np.array_equal(together, [_summed(row[np.newaxis], usd)[0] for row in killed])
