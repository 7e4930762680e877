"""Arrivals made by hand, and where they stand."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from mantlet.posture.dates import day
from mantlet.posture.delay import Drawn, Fit, Slip
from mantlet.posture.draws import Days, Dice
from mantlet.posture.forecast import NEVER, Arrivals, Outlook
from mantlet.posture.levers import Policy
from mantlet.posture.months.file import Posture
from mantlet.posture.months.presence import Presence, presence
from mantlet.posture.nature import Cut
from mantlet.posture.programme import programmes

THEN = day("2020-06-23")


class Punctual:
    """In place of a fit: whatever is promised comes on its day, give or take a thousandth of a month."""

    def draw(self, programme: str, seed: int, count: int) -> Drawn:
        """So for every programme."""
        ones, none = np.ones(count), np.zeros(count)
        return Drawn(Slip(ones, none, ones, 1e-3 * ones, none, none), np.empty((0, count)), none)


def punctual(*cuts: Cut, **induction: Any) -> Outlook:
    """THEN, when all that is promised comes on its day and is ready at once, unless it is said otherwise."""
    told = {"induction": induction.get("of"), "ready": ()}
    orders = {name: order.model_copy(update=told) for name, order in programmes().items()}
    none = (Cut(("Russia", "India"), NEVER, 0.0),)
    return Outlook(THEN, orders, (), cast(Fit, Punctual()), cuts or none)


def stood(posture: Posture, policy: Policy, days: Days, seed: int = 1, view: Outlook | None = None) -> Presence:
    """Where units that come so many days after THEN, [draw, unit], stand; they are ready when they come."""
    view = view or punctual()
    came = Arrivals("india-s400", tuple(range(1, days.shape[1] + 1)), np.minimum(days + THEN, 3_000_000), ())
    return presence(posture, policy, view, {"india-s400": came}, Dice(seed))
