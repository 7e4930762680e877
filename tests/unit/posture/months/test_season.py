"""Draws made by hand, read month by month."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mantlet.posture.months.season import Season, View, by_month, one_raid, spread_of, spread_over
from mantlet.posture.months.series import over_months, series
from posture_seasons import five, season, three, two


def test_the_raid_as_it_is() -> None:
    """Mean over both references, first and second, of the town and the field: (1 + 3 + 1) / 2, ..."""
    found = two().values("fixed", 0, 0)
    assert found.shape == (2, 3, 2)
    assert found[0].T.tolist() == [[2.5, 3.5, 4.5], [2.0, 2.5, 3.0]]
    assert found[1].T.tolist() == [[5.0] * 3, [3.0] * 3]
    assert np.array_equal(two().values("fixed", 0, 1)[:, :, 0], found[:, :, 1])


def test_the_saturating_raid_by_half_of_the_replications() -> None:
    found = five().values("saturating", 0, 0)
    assert found.shape == (2, 2, 2) and found[0].T.tolist() == [[7.0, 8.0], [5.0, 6.0]]
    assert five().values("saturating", 1, 0)[0].T.tolist() == [[7.0, 8.0], [7.0, 8.0]]


def test_a_state_that_is_supposed_by_half_of_the_replications() -> None:
    found = two().values("fixed", 1, 0)
    assert found.shape == (2, 2, 2) and found[0].T.tolist() == [[2.5, 3.5], [2.5, 3.5]]


def test_the_worst_raid_is_chosen_by_who_stands_and_not_by_draw() -> None:
    told = five()
    found = told.values("worst", 0, 0)
    assert found[0].T.tolist() == [[20.0, 20.0], [3.0, 4.0]]
    assert found[1].T.tolist() == [[8.0, 8.0], [6.0, 6.0]]
    assert told.chosen(0, 0) == ["menu", "second"] and told.chosen(0, 1) == ["second", "second"]
    assert told.chosen(1, 0) == ["menu", "menu"]


def test_the_worst_is_never_less_in_the_mean() -> None:
    """Of all draws, at each set of places, against any one raid of the menu."""
    told = five()
    worst = told.values("worst", 0, 0).mean(axis=(0, 1))
    for name in told.menu:
        alone = Season(told.draws, (name,), ("most",), (name,), 3, (False, True))
        assert np.all(worst >= alone.values("worst", 0, 0).mean(axis=(0, 1)))


def test_other_weights_weigh_and_do_not_choose_again() -> None:
    told = five()
    assert told.values("fixed", 0, 0, {"field": 3.0})[0, :, 0].tolist() == [3.5, 4.5, 5.5]
    assert told.values("fixed", 0, 0, {"town": 0.0, "field": 2.0})[0, :, 0].tolist() == [1.0] * 3
    assert told.values("worst", 0, 0, {"town": 0.5})[0, :, 0].tolist() == [10.0, 10.0]


def test_any_column_over_the_references() -> None:
    kind = "class:leakers:cruise"
    assert two().told(kind, "fixed", 0, 0).mean(axis=1)[0, :, 0].tolist() == [4.0, 6.0, 8.0]
    assert np.all(two().told("launched", "fixed", 0, 0) == 9.0)


def test_a_column_of_the_larger_raid_and_of_the_one_that_is_chosen() -> None:
    """Leakers are twice the loss, draw by draw: of `menu` where it stands empty, of `second` where it is filled."""
    wanted: dict[View, Any] = {"saturating": [[7.0, 8.0], [5.0, 6.0]], "worst": [[20.0, 20.0], [2.0, 3.0]]}
    for view, lost in wanted.items():
        found = five().told("class:leakers:cruise", view, 0, 0)
        assert found.shape == (2, 1, 2, 2)
        assert found[0, 0].T.tolist() == (2 * np.array(lost)).tolist()


def test_compositions_by_half_of_the_replications() -> None:
    found = three().margins()
    assert [one.shape for one in found] == [(2, 2, 2, 1)] * 2
    assert [one[0].mean(axis=0)[:, 0].tolist() for one in found] == [[2.5, 3.5], [2.0, 2.5]]


def test_places_by_month() -> None:
    assert two().filled(0, 0).tolist() == [[[0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 1.0, 1.0]]] * 2
    assert two().filled(1, 1).tolist() == [[[1.0, 0.0, 1.0, 1.0]] * 2] * 2


def test_inputs_that_all_draws_have() -> None:
    one, other = two().draws
    told = season(one._replace(inputs={"a": 1.0, "b": 2.0}), other._replace(inputs={"a": 3.0}))
    assert {name: column.tolist() for name, column in told.inputs().items()} == {"a": [1.0, 3.0]}


def test_a_mean_over_months_keeps_draws_and_replications() -> None:
    losses = two().values("fixed", 0, 0)
    assert over_months(losses)[0].tolist() == [2.25, 3.0, 3.75]
    assert over_months(losses, np.array([0.5, 2.0]))[0].tolist() == [5.25, 6.75, 8.25]


def test_a_series_is_as_long_as_the_months() -> None:
    raids = two().raids("fixed", 0, 0)
    assert raids.shape == (2, 2, 3, 2)
    found = series(raids, raids)
    assert found["mean"] == [4.25, 2.75]
    assert {len(column) for column in found.values()} == {2}
    assert found["chance"] == [None, None] and found["ignorance"][0] is not None


@pytest.mark.parametrize("draws", [2, 40])
def test_spread_of_draws_without_chance_is_that_of_their_means(draws: int) -> None:
    values = np.repeat(np.arange(draws, dtype=float)[:, None], 24, axis=1)
    found = spread_over(values[:, None, :, None])
    assert found.mean == (draws - 1) / 2 == found.chance[0] == found.chance[1]  # type: ignore[index]
    assert found.ignorance == (0.0, draws - 1.0)
    no_raid = spread_of(values)
    assert (no_raid.mean, no_raid.ignorance, no_raid.chance) == (found.mean, found.ignorance, None)


def test_chance_is_of_single_raids_and_not_of_their_mean() -> None:
    """Three raids that cost 0, 0 and 9, ten times in each of two months: the mean of a season is always 3."""
    raids = np.tile(np.array([0.0, 0.0, 9.0])[None, :, None, None], (5, 1, 10, 2))
    found = spread_over(raids)
    assert found.mean == 3.0 and found.chance == (0.0, 9.0)
    assert [month.chance for month in by_month(raids)] == [(0.0, 9.0)] * 2


@pytest.mark.parametrize(("draws", "raids", "told"), [(1, 19, False), (1, 20, True), (3, 6, False), (10, 2, True)])
def test_a_few_raids_tell_no_range_and_those_of_all_draws_may(draws: int, raids: int, told: bool) -> None:
    assert (one_raid(np.zeros((draws, 1, raids, 1))) is not None) == told


@pytest.mark.parametrize("raids", [2, 4, 12, 40])
def test_chance_is_that_of_a_draw_however_few_raids_it_has(raids: int) -> None:
    """Raids of each draw spread by two about its mean, and means by ten, which is ignorance: 1.645 times two it is."""
    dice = np.random.default_rng(raids)
    means = 10.0 * dice.standard_normal((2000, 1, 1, 1))
    seen = one_raid(means + 2.0 * dice.standard_normal((2000, 1, raids, 1)))
    assert seen is not None
    assert (np.array(seen) - means.mean()) == pytest.approx([-3.29, 3.29], abs=0.3)


def test_chance_goes_no_further_than_any_raid_went() -> None:
    """Nineteen draws of which nothing leaks and one of which all or nothing does: no fewer than none leak."""
    raids = np.zeros((20, 1, 4, 1))
    raids[0] = np.array([0.0, 8.0, 8.0, 8.0])[:, None]
    low, high = one_raid(raids) or (-1.0, -1.0)
    assert 0.0 <= low <= high <= 8.0
