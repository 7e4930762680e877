"""From who is there and fit to a force: rows by hand, and the forces that they tell."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from mantlet.posture.months.fitness import Fit
from mantlet.posture.months.forces import ALL, Item, Manning, Parts, Rows, key_of, magazines_of, once, parts_of
from mantlet.posture.months.muster import Muster, met_by, numbered
from mantlet.world import Force, World
from posture_world import plain, ready, small

# Columns: west, east, middle, sky | launchers east, west | radars east, west | aircraft | rounds east, west.
WHOLE = [1, 1, 1, 1, 4, 4, 1, 1, 4, 48, 48]


@cache
def _world() -> World:
    return ready().grounds[0].battle.world(1, "central", 0)


def _parts() -> Parts:
    return parts_of(plain(), ready().grounds[0].battle.geometry, _world())


def _force(**columns: int) -> Force:
    """Of a row that is whole but for these columns, by number (`c4=2`)."""
    row = np.array(WHOLE, np.int16)
    for name, count in columns.items():
        row[int(name[1:])] = count
    return Manning(plain(), ready().grounds[0].battle.geometry, _world(), _parts()).forces(row[None])[0]


def _rounds(force: Force) -> list[list[int]]:
    """On launchers of the own battery, of east and of west, and behind each."""
    on = force.launcher_rounds.reshape(3, 4).tolist()
    return [*on, force.slot_stock.tolist()]


def test_columns() -> None:
    parts = _parts()
    assert parts.items == (
        Item("east-battery", "launchers", 0, 1, 4),
        Item("west-battery", "launchers", 0, 0, 4),
        Item("east-battery", "radars", 1, 1, 1),
        Item("west-battery", "radars", 1, 0, 1),
        Item("patrol/1", "aircraft", 2, 3, 4),
    )
    assert (parts.stocked, parts.place_of) == (("east-battery", "west-battery"), {"east-battery": 1, "west-battery": 0})
    assert parts.width == len(WHOLE)


def test_a_whole_force_is_that_of_the_scenario() -> None:
    for name, column in _force()._asdict().items():
        assert np.array_equal(column, getattr(_world().force, name)), name


def test_what_does_not_stand_is_absent() -> None:
    """A battery with both of its radars, but nothing of the others."""
    force = _force(c0=0)
    assert force.unit_present.tolist() == [True, True, False]
    assert force.sensor_present.tolist() == [True, True, True, True, False, False]
    middle = _force(c2=0)
    assert middle.unit_present.tolist() == [False, True, True]
    assert middle.sensor_present.tolist() == [False, True, True, False, True, True]
    assert _force(c3=0).flight_aircraft.tolist() == [0]


def test_a_unit_whose_radar_is_not_fit_is_out() -> None:
    force = _force(c6=0)
    assert force.unit_present.tolist() == [True, False, True]
    assert force.sensor_present.tolist() == [True, False, False, True, True, True]


def test_launchers_that_are_not_fit_have_nothing() -> None:
    assert _rounds(_force(c4=2)) == [[4] * 4, [3, 3, 0, 0], [3] * 4, [0, 36, 36]]
    assert _rounds(_force(c5=0)) == [[4] * 4, [3] * 4, [0] * 4, [0, 36, 36]]


def test_rounds_that_are_left_fill_launchers_first() -> None:
    assert _rounds(_force(c9=7, c10=0)) == [[4] * 4, [3, 3, 1, 0], [0] * 4, [0, 0, 0]]
    assert _rounds(_force(c9=15)) == [[4] * 4, [3] * 4, [3] * 4, [0, 3, 36]]
    # Of ten rounds six are on the two launchers that are fit, and four behind them.
    assert _rounds(_force(c4=2, c9=10)) == [[4] * 4, [3, 3, 0, 0], [3] * 4, [0, 4, 36]]
    assert _rounds(_force(c9=ALL))[1] == [3] * 4


@pytest.mark.parametrize(("fit", "flying"), [(0, 0), (3, 3), (4, 4)])
def test_a_flight_has_no_more_than_are_fit(fit: int, flying: int) -> None:
    assert _force(c8=fit).flight_aircraft.tolist() == [flying]


def test_one_does_not_touch_another() -> None:
    """A manning makes each force from the whole one, and leaves that as it was."""
    before = {name: column.copy() for name, column in _world().force._asdict().items()}
    _force(c0=0, c3=0, c4=0, c9=0)
    for name, column in before.items():
        assert np.array_equal(column, getattr(_world().force, name)), name


def test_a_unit_that_is_out_has_no_rounds() -> None:
    assert _rounds(_force(c6=0)) == [[4] * 4, [0] * 4, [3] * 4, [0, 0, 36]]
    assert _rounds(_force(c6=0, c9=7)) == _rounds(_force(c6=0))


def test_forces_by_row_are_those_of_each_row_alone() -> None:
    rows = np.array([WHOLE, [1, 0, 1, 1, 0, 3, 0, 1, 2, 0, 15], [0] * 11], np.int16)
    manning = Manning(plain(), ready().grounds[0].battle.geometry, _world(), _parts())
    for row, force in zip(rows, manning.forces(rows), strict=True):
        (alone,) = manning.forces(row[None])
        assert all(np.array_equal(*columns) for columns in zip(force, alone, strict=True))


def test_equal_forces_have_equal_keys() -> None:
    """Of a battery whose radar is not fit neither launchers nor rounds matter."""
    forces = [_force(), _force(c6=0), _force(c4=2), _force(c6=0, c4=2, c9=5), _force()]
    assert once(map(key_of, forces)) == ([0, 1, 2], [0, 1, 2, 1, 0])


def test_rooms_of_the_units_with_a_stock() -> None:
    loads, most = magazines_of(plain(), ready().grounds[0].battle.geometry, _world(), _parts())
    assert (loads.tolist(), most.tolist()) == ([12, 12], [48, 48])


def _met(held: list[int], spent: float) -> list[int]:
    rows = np.array([[0, *WHOLE[:9], *held]], np.int16)
    before = rows.copy()
    found = met_by(rows, _parts(), (np.array([12, 12]), np.array([24, 24])), spent)
    assert np.array_equal(rows, before) and np.array_equal(found[:, :10], rows[:, :10])
    return found[0, 10:].tolist()


def test_what_earlier_raids_have_left() -> None:
    assert _met([128, 20], 0.0) == [24, 20]
    assert _met([128, 20], 1.0) == [24, 8]
    assert _met([128, 20], 10.0) == [8, 0]
    assert _met([128, 20], 0.3) == [24, 16]  # 3.6 are four
    assert _met([ALL, 0], 20.0) == [24, 0]


ODDS = [Fit(np.array([one]), np.array([one * one])) for one in (0.5, 0.75, 0.9)]


def _muster(luck: list[float], held: int | None = 128) -> Muster:
    return Muster(plain(), _parts(), held, np.array([luck]))


def _row(muster: Muster, filled: list[bool], bought: int = 0) -> list[int]:
    (found,) = muster.rows(np.array([filled]), np.array([bought]), ODDS)[0].tolist()
    return found


def test_a_row_by_hand() -> None:
    """Of four launchers at a half each, at most 0, 1, ... are fit 1, 5, 11, 15 and 16 times in sixteen."""
    luck = [0.5 / 16, 11.5 / 16, 0.2, 0.3, 0.9999]
    assert _row(_muster(luck), [True] * 4) == [1, 1, 1, 1, 0, 3, 0, 1, 4, 128, 128]


def test_what_does_not_stand_is_written_as_none() -> None:
    luck = [0.9] * 5
    assert _row(_muster(luck), [True, False, True, True]) == [1, 0, 1, 1, 0, 3, 0, 1, 4, 0, 128]
    assert _row(_muster(luck), [False, False, True, False]) == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]


def test_rounds_bought_are_shared_by_those_who_stand() -> None:
    assert _row(_muster([0.9] * 5), [True] * 4, 31)[9:] == [128 + 15, 128 + 15]
    assert _row(_muster([0.9] * 5), [True, False, True, True], 31)[9:] == [0, 128 + 31]
    assert _row(_muster([0.9] * 5), [False, False, True, True], 31)[9:] == [0, 0]
    assert _row(_muster([0.9] * 5, None), [True, False, True, True], 31)[9:] == [0, ALL]


def test_two_units_at_a_place_share_what_came() -> None:
    line = "      - {id: west-battery, system: akash/battery, at: {lat: 30.02, lon: 74.97}, post: post}\n"
    two = small((line, line + line.replace("west-battery", "west-second")))
    parts = Parts(
        (),
        ("east-battery", "west-battery", "west-second"),
        {"east-battery": 1} | dict.fromkeys(("west-battery", "west-second"), 0),
        4,
    )
    muster = Muster(two, parts, 128, np.zeros((1, 0)))
    found = muster.rows(np.array([[True, True, True, True]]), np.array([0]), [])
    assert found[0, 0].tolist() == [1, 1, 1, 1, 128, 64, 64]


def test_luck_belongs_to_the_replication() -> None:
    few, more = (Muster.of(plain(), _parts(), 1, (3, 7), raids).luck_frac for raids in (2, 5))
    assert np.array_equal(few, more[:2]) and len(np.unique(more)) == more.size
    assert not np.any(Muster.of(plain(), _parts(), 1, (3, 8), 2).luck_frac == few)


def test_more_chance_is_never_fewer_fit() -> None:
    luck = np.random.Generator(np.random.Philox(key=1)).random((40, 5))
    shop = Muster(plain(), _parts(), 128, luck)
    filled = np.ones((1, 4), bool)
    before: Rows | None = None
    for one in (0.0, 0.3, 0.6, 0.9, 1.0):
        found = shop.rows(filled, np.array([0]), [Fit(np.array([one]), np.array([one * one]))] * 3)[0, :, 4:9]
        assert before is None or np.all(found >= before)
        before = found
    assert before is not None and np.all(before == [4, 4, 1, 1, 4])


def test_numbered_rows_begin_with_the_replication() -> None:
    rows = np.arange(24, dtype=np.int16).reshape(2, 3, 4)
    found = numbered(rows)
    assert found.shape == (6, 5) and found[:, 0].tolist() == [0, 1, 2, 0, 1, 2]
    assert np.array_equal(found[:, 1:], rows.reshape(6, 4))
