"""Who stands where from which day on, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mantlet.posture.dates import DAYS_PER_MONTH, day_text
from mantlet.posture.draws import Days, Dice
from mantlet.posture.forecast import NEVER
from mantlet.posture.induction import Induction
from mantlet.posture.levers import Buy, Policy, bought
from mantlet.posture.months.file import Posture
from mantlet.posture.nature import Cut
from posture_arrivals import THEN, punctual, stood
from posture_world import plain, policy, small

WAIT = policy()
BATTERY = {
    "lever": "buy",
    "brings": "battery",
    "like": "india-akash-7",
    "spend": {"value": "10 MUSD", "definition": "test"},
    "unit_price": {"value": "5 MUSD", "definition": "test"},
    "lead": {"value": "30 day", "definition": "test"},
}


def _filled(posture: Posture, tested: Policy, *rows: list[int]) -> list[list[int | None]]:
    """Days after THEN by draw and place; None where it is never filled, and where it always was."""
    found: Days = stood(posture, tested, np.array(rows)).filled_day
    return [[None if day in (0, NEVER) else day - THEN for day in row] for row in found.tolist()]


def _first(after: int, *places: str) -> dict[str, Any]:
    return {"lever": "first", "places": list(places), "on": day_text(THEN + after)}


def test_places_fill_in_the_order_of_the_file() -> None:
    assert _filled(plain(), WAIT, [10, 20], [30, 5]) == [[10, 20, None, None], [5, 30, None, None]]


def test_what_stands_is_there_from_the_start_and_takes_nothing() -> None:
    found = stood(plain(), WAIT, np.array([[10, 20, 30]]))
    assert found.filled_day[0, 2:].tolist() == [0, 0]
    standing = small(("id: west\n    name: West", "id: west\n    stands: true\n    name: West"))
    assert stood(standing, WAIT, np.array([[10, 20, 30]])).filled_day[0].tolist() == [0, THEN + 10, 0, 0]


@pytest.mark.parametrize(
    ("after", "expected"), [(9, [20, 10, None, None]), (10, [10, 20, None, None]), (30, [10, 20, None, None])]
)
def test_another_order_holds_for_what_is_ready_after_its_day(after: int, expected: list[int | None]) -> None:
    assert _filled(plain(), policy(_first(after, "east")), [10, 20]) == [expected]


def test_the_latest_word_on_the_order_holds() -> None:
    both = policy(_first(5, "east"), _first(8, "west"))
    assert _filled(plain(), both, [10, 20], [7, 20]) == [[10, 20, None, None], [20, 7, None, None]]
    assert _filled(plain(), policy(_first(8, "west"), _first(5, "east")), [7, 20]) == [[20, 7, None, None]]


def test_what_never_comes_stays_away() -> None:
    assert _filled(plain(), WAIT, [10, NEVER], [NEVER, NEVER]) == [[10, None, None, None], [None] * 4]


def test_without_a_free_place_it_waits() -> None:
    found = stood(plain(), WAIT, np.array([[30, 10, 20]]))
    assert (found.filled_day[0, :2] - THEN).tolist() == [10, 20]
    assert (found.ready_day["india-s400"][0] - THEN).tolist() == [30, 10, 20]


def test_pieces_that_are_bought_queue_with_those_on_order() -> None:
    """Two at 5 million each on day 30: one place is left by then."""
    assert _filled(plain(), policy(BATTERY), [10, 20], [10, 90], [40, 90]) == [
        [10, 20, None, None],
        [10, 30, None, None],
        [30, 30, None, None],
    ]


def test_as_many_are_bought_as_a_draw_pays_for() -> None:
    """None at 11 million or more for 10, else one."""
    lever = BATTERY | {"unit_price": {"low": "6 MUSD", "high": "16 MUSD", "assumed": "test"}}
    tested = policy(lever)
    count = bought(Buy.model_validate({"on": "2020-06-23", **lever}), Dice(1), 40)
    assert set(count.tolist()) == {0, 1}
    found = stood(plain(), tested, np.full((40, 1), 90)).filled_day
    assert np.array_equal(found[:, 0] - THEN, np.where(count == 1, 30, 90))
    assert np.array_equal(found[:, 1] == NEVER, count == 0)


def test_what_is_bought_of_a_supplier_is_held_up_with_it() -> None:
    """By a year from the day before it was due; what is bought elsewhere is not."""
    view = punctual(Cut(("Russia",), THEN + 29, 365 / DAYS_PER_MONTH))
    for like, after in (("india-mig29-21", 395), ("india-akash-7", 30)):
        found = stood(plain(), policy(BATTERY | {"like": like}), np.array([[NEVER, NEVER]]), view=view)
        assert (found.filled_day[0, :2] - THEN).tolist() == [after, after]
        assert (found.ready_day["buy/battery"] - THEN).tolist() == [[after, after]]


def test_what_no_draw_pays_for_takes_no_crew() -> None:
    """One or none is bought: the one works up at once, though two columns wait for the only crew."""
    days, crew = {"value": "60 day", "definition": "test"}, {"value": 1, "definition": "test"}
    view = punctual(of=Induction.model_validate({"lead": days, "at_once": crew}))
    lever = BATTERY | {"unit_price": {"low": "6 MUSD", "high": "16 MUSD", "assumed": "test"}}
    ready = stood(plain(), policy(lever), np.full((40, 1), NEVER), view=view).ready_day["buy/battery"]
    assert set(ready.ravel().tolist()) == {THEN + 90, NEVER}


def test_rounds_that_are_bought_stand_nowhere() -> None:
    found = stood(plain(), policy(BATTERY | {"brings": "rounds"}), np.array([[10, 90]]))
    assert (found.filled_day[0, :2] - THEN).tolist() == [10, 90]
    assert found.rounds_bought([THEN + 29, THEN + 30]).tolist() == [[0, 2]]


def test_filled_from_its_day_on() -> None:
    found = stood(plain(), WAIT, np.array([[10, 20]]))
    assert found.filled([THEN + 9, THEN + 10, THEN + 20])[0, :, :2].tolist() == [
        [False, False],
        [True, False],
        [True, True],
    ]
