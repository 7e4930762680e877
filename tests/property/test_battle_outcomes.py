"""What holds in every battle: one fate each, causes that add up, rounds that were there, and no trace of order."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import worlds
from mantlet.codes import CAUSES, FATES
from mantlet.engine.blank import blank
from mantlet.engine.causes import settle
from mantlet.engine.fights import empty_outcomes
from mantlet.engine.memory import Memory
from mantlet.engine.reference import advance, start
from mantlet.engine.tables import world_memory
from mantlet.world import Outcomes, World
from property.battles import FEW, Battle, all_battles

COUNT = 12
KILLED, LEAKED, ABORTED, RELEASED, EXPIRED = range(5)


def by_name(made: World, outcomes: Outcomes) -> dict[str, list[tuple[object, ...]]]:
    """Per object its rows with names for indices, so that worlds of another order can be compared."""
    units, missiles = (*made.names.unit_ids, None), (*made.names.missile_ids, None)
    return {
        name: [
            (int(fate), int(cause), int(tick), units[unit], missiles[missile], int(shots))
            for fate, cause, tick, unit, missile, shots in zip(*(table[:, o] for table in outcomes[:6]), strict=True)
        ]
        for o, name in enumerate(made.names.object_ids)
    }


def same(one: Outcomes, other: Outcomes) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@FEW
@given(all_battles())
def test_one_fate_each_and_causes_add_up(battle: Battle) -> None:
    made = battle.built()
    got = worlds.fought(made, COUNT)
    assert got.fate.shape == (COUNT, len(made.names.object_ids))
    assert np.all((got.fate >= 0) & (got.fate < len(FATES)))
    leaked = got.fate == LEAKED
    assert np.array_equal(leaked, got.cause >= 0)
    assert np.all(got.cause < len(CAUSES))
    per_cause = [np.count_nonzero(got.cause == cause, axis=1) for cause in range(len(CAUSES))]
    assert np.array_equal(np.sum(per_cause, axis=0), worlds.leakers(got))
    killed = got.fate == KILLED
    assert np.all(got.unit[killed] >= 0) and np.all(got.missile[killed] >= 0)
    assert np.all(got.shots[killed] > 0) and np.all(got.missile[~killed] == -1)
    start_tick, end_tick = made.arrays.objects["start_tick"], made.arrays.objects["end_tick"]
    last_tick = made.arrays.rules[0]["end_tick"]
    assert np.all((got.tick >= np.minimum(start_tick, last_tick)) | (got.fate == ABORTED))
    assert np.all(got.tick <= last_tick)
    assert np.all((got.tick >= end_tick) | ~leaked)
    if not (made.arrays.conduct["warned_prob"] > 0).any():  # nobody is late, and who gives up is home no later
        there = np.ones_like(end_tick, dtype=bool)
        if len(made.arrays.packages):
            there = made.arrays.conduct["package"] < 0
        assert np.all((got.tick <= np.minimum(end_tick, last_tick)) | ~there)
        assert np.all((got.tick == end_tick) | ~leaked)


@FEW
@given(all_battles())
def test_only_who_may_gives_up(battle: Battle) -> None:
    """A weapon stays where its carrier was killed or gave up; of the rest only those that heed losses or rounds do."""
    made = battle.built()
    got = worlds.fought(made, COUNT)
    heeds = np.zeros(got.fate.shape[1], bool)
    if len(made.arrays.conduct):
        heeds = (made.arrays.conduct["most_turns"] > 0) | (made.arrays.conduct["package"] >= 0)
    for o, carrier in enumerate(made.arrays.objects["carrier"]):
        stayed = got.fate[:, o] == ABORTED
        if carrier < 0:
            assert heeds[o] or not stayed.any()
        else:
            assert np.all(np.isin(got.fate[stayed, carrier], (KILLED, ABORTED)))


@FEW
@given(all_battles())
def test_rounds_are_counted_once(battle: Battle) -> None:
    made = battle.built()
    got = worlds.fought(made, COUNT)
    assert np.array_equal(got.shots.sum(axis=1), got.missile_shots.sum(axis=1))
    held = made.force.launcher_rounds.sum() + made.force.slot_stock.sum()
    from_ground = len(made.arrays.missiles)
    assert np.all(got.missile_shots[:, :from_ground].sum(axis=1) <= held)
    # A unit that is cut off counts its rounds alone.
    joined = all("post" in unit and "link_reliability" not in unit for unit in battle.units)
    if battle.doctrine["max_shots"] and not battle.full and joined:
        assert np.all(got.shots <= battle.doctrine["max_shots"])
    assert np.all(got.hits.sum(axis=1) + got.node_hits.sum(axis=1) <= worlds.leakers(got))
    assert np.all((got.fratricides >= 0) & (got.fratricides <= got.aircraft_lost))
    assert np.all(got.aircraft_lost <= made.force.flight_aircraft)


@FEW
@given(all_battles(), st.integers(1, COUNT - 1))
def test_chunks_leave_no_trace(battle: Battle, first: int) -> None:
    made = battle.built()
    whole, rest = worlds.fought(made, COUNT), worlds.fought(made, COUNT - first, first=first)
    assert all(np.array_equal(table[first:], part) for table, part in zip(whole, rest, strict=True))


@FEW
@given(all_battles(), st.lists(st.integers(0, 106), max_size=6))
def test_stopping_and_going_on_changes_nothing(battle: Battle, stops: list[int]) -> None:
    made = battle.built()
    outcomes = empty_outcomes(made.arrays, 1)
    tables, state = world_memory(made.arrays), blank(made.arrays, made.force)
    rows = Memory(outcomes._asdict())
    start(tables.handle, state.handle, 1, 0, 5)
    for stop in [*sorted(stops), 106]:
        advance(tables.handle, state.handle, stop)
    settle(tables.handle, state.handle, rows.handle, 0)
    assert same(Outcomes(**rows.tables), worlds.fought(made, 1, first=5))


@FEW
@given(all_battles())
def test_order_in_the_file_does_not_matter(battle: Battle) -> None:
    made, other = battle.built(), battle.reversed().built()
    assert by_name(made, worlds.fought(made, COUNT)) == by_name(other, worlds.fought(other, COUNT))


@FEW
@given(all_battles(), st.sampled_from([-61.7, 31.4, 102.9]))
def test_longitude_does_not_matter(battle: Battle, lon_deg: float) -> None:
    made, other = battle.built(), battle.moved(lon_deg).built()
    assert by_name(made, worlds.fought(made, COUNT)) == by_name(other, worlds.fought(other, COUNT))


@FEW
@given(all_battles())
def test_a_unit_far_away_changes_nobodys_luck(battle: Battle) -> None:
    """On the other side of the earth, ahead of the others by name."""
    far = {"id": "a-far-one", "at": {"lat": -40.0, "lon": -100.0}}
    more = replace(battle, units=(far, *battle.units))
    made, other = battle.built(), more.built()
    without, with_it = by_name(made, worlds.fought(made, COUNT)), by_name(other, worlds.fought(other, COUNT))
    assert without == with_it
