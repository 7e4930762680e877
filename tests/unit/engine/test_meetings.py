"""Meetings with an object that has turned, against a search through every tick of its way back or in."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mantlet.engine.blank import blank
from mantlet.engine.meetings import can_meet, first_meeting, meeting
from mantlet.engine.reference import start
from mantlet.engine.tables import world_memory
from unit.engine.test_windows import crossing, latest_launches

LAST = 900


def expected_meeting(latest: dict[int, int], course: tuple[int, int], now: int, launch: int, longest: int) -> int:
    """First tick from the next one on at which the round can be there; -1 for none.

    `latest` says for each tick of its own time when a round must leave; `course` is (origin, heading).
    """
    origin, heading = course
    for tick in range(max(now, launch) + 1, LAST):
        own = origin + heading * tick
        if own not in latest or tick - own + latest[own] < launch:
            continue
        if launch < now:
            return tick if tick - launch <= longest else -1
        comes_in = own - heading not in latest
        return -1 if comes_in and tick - own + latest[own] > launch else tick
    return -1


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("heading", [-1, 1])
def test_meetings_of_what_has_turned(seed: int, heading: int) -> None:
    """No object outruns the missile here. On its way in it is late; rounds under way may wait for it."""
    made, chance = crossing(seed, 500.0), np.random.default_rng(seed)
    tables, state = world_memory(made.arrays), blank(made.arrays, made.force)
    start(tables.handle, state.handle, 1, 0, 0)
    flyout_s = made.arrays.flyout_s[0]
    longest = math.ceil(flyout_s[np.isfinite(flyout_s)].max() / made.arrays.rules[0]["tick_s"])
    met = 0
    for u in range(2):
        for o in range(len(made.names.object_ids)):
            latest = latest_launches(made, u, o)
            if not latest:
                continue
            for _ in range(40):
                own = int(chance.integers(min(latest) + 1, max(latest) + 20))
                now = own + int(chance.integers(0, 60))
                launch = now + int(chance.integers(-40, 40))
                flight = state.tables["flights"][o]
                flight["heading"], flight["origin_tick"], flight["off_script"] = heading, own - heading * now, 1
                state.tables["clock"][0]["tick"] = now
                course = (own - heading * now, heading)
                got = first_meeting(tables.handle, state.handle, u, o, launch)
                assert got == expected_meeting(latest, course, now, launch, longest)
                if launch >= now:
                    assert meeting(tables.handle, state.handle, u, o, launch) == got
                    assert can_meet(tables.handle, state.handle, u, o, launch) == (got >= 0)
                met += got >= 0
    assert met > 50
