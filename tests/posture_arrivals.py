"""Arrivals made by hand, and where they stand."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from mantlet.posture.dates import day
from mantlet.posture.draws import Days, Dice
from mantlet.posture.forecast import Arrivals, Outlook
from mantlet.posture.levers import Policy
from mantlet.posture.months.file import Posture
from mantlet.posture.months.presence import Presence, presence
from mantlet.posture.programme import programmes

THEN = day("2020-06-23")


def stood(posture: Posture, policy: Policy, days: Days, seed: int = 1) -> Presence:
    """Where units that come so many days after THEN, [draw, unit], stand; they are ready when they come."""
    at_once = programmes()["india-s400"].model_copy(update={"induction": None, "ready": ()})
    view = Outlook(THEN, {"india-s400": at_once}, (), cast(Any, None))
    came = Arrivals("india-s400", tuple(range(1, days.shape[1] + 1)), np.minimum(days + THEN, 3_000_000), ())
    return presence(posture, policy, view, {"india-s400": came}, Dice(seed))
