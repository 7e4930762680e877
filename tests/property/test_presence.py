"""What must hold of places for any arrivals: asking early never fills one later, and no piece stands twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mantlet.posture.dates import day_text
from mantlet.posture.forecast import NEVER
from posture_arrivals import THEN, stood
from posture_world import plain, policy

DAYS = st.lists(st.lists(st.integers(-200, 4000) | st.just(NEVER), min_size=4, max_size=4), min_size=1, max_size=4)
PLACES = st.lists(st.sampled_from(["west", "east"]), min_size=1, max_size=2, unique=True)


@st.composite
def _first(draw: st.DrawFn) -> dict[str, Any]:
    return {"lever": "first", "on": day_text(THEN + draw(st.integers(0, 3000))), "places": draw(PLACES)}


@st.composite
def _press(draw: st.DrawFn) -> dict[str, Any]:
    units = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4, unique=True))
    return {
        "lever": "press",
        "on": day_text(THEN + draw(st.integers(0, 2000))),
        "programme": "india-s400",
        "units": units,
        "months": draw(st.floats(1, 60)),
        "phi": {"low": 0.0, "high": 1.0, "assumed": "test"},
    }


@settings(max_examples=60)
@given(DAYS, st.lists(_press(), min_size=1, max_size=2))
def test_asking_early_never_fills_a_place_later(days: list[list[int]], levers: list[dict[str, Any]]) -> None:
    waiting = stood(plain(), policy(), np.array(days)).filled_day
    assert np.all(stood(plain(), policy(*levers), np.array(days)).filled_day <= waiting)


@settings(max_examples=60)
@given(DAYS, st.lists(_press() | _first(), max_size=3))
def test_a_piece_stands_once_and_a_free_place_takes_what_comes(
    days: list[list[int]], levers: list[dict[str, Any]]
) -> None:
    found = stood(plain(), policy(*levers), np.array(days))
    for filled, ready in zip(found.filled_day[:, :2].tolist(), found.ready_day["india-s400"].tolist(), strict=True):
        stand = Counter(day for day in filled if day < NEVER)
        assert stand == Counter(sorted(day for day in ready if day < NEVER)[:2])
