"""Pipelines that change from month to month: flying that surges, a supplier that is cut off and comes back.

Palm's theorem holds at every moment of a changing Poisson demand: the number in resupply is Poisson, and its mean is
the sum over all earlier removals of the chance that one of them is not back yet. A cut is one outage for everything
under way: the clock of all repairs and orders stands, and runs on after it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mantlet.posture.supply.palm import Floats

# Of a lead time, drawn as the sum of so many equal exponential stages: one is memoryless, many are a fixed time.
STAGES = 2


def in_resupply(removals_per_month: Floats, speed_ratio: Floats, lead_month: Floats, stages: int = STAGES) -> Floats:
    """Mean number in resupply on the first day of each month; rows are months, the first of them in the long run.

    Removals and the speed of the clock (0 cut, 1 as usual) hold through a month; before the first all was as in it, at
    the usual speed. A part that has been `lead` months under way by that clock is back on average.

    Source: Crawford 1981, Palm's Theorem for Nonstationary Processes, RAND R-2750; Hillestad 1982, Dyna-METRIC, RAND
    R-2785. Lead times in stages are ours.

    >>> demand, one_cut = np.full((4, 1), 2.0), np.array([[1.0], [0.0], [0.0], [1.0]])
    >>> in_resupply(demand, one_cut, np.array([3.0]))[:, 0].round(6).tolist()
    [6.0, 6.0, 8.0, 10.0]
    """
    inflow, speed, lead = np.broadcast_arrays(removals_per_month, speed_ratio, np.asarray(lead_month, float))
    stays, joins = _steps(speed, lead, stages)
    in_stage = [inflow[0] * lead[0] / stages for _ in range(stages)]
    found = np.empty(inflow.shape)
    found[0] = sum(in_stage)
    for t in range(len(inflow) - 1):
        in_stage = [
            inflow[t] * joins[n, t] + sum(in_stage[before] * stays[n - before, t] for before in range(n + 1))
            for n in range(stages)
        ]
        found[t + 1] = sum(in_stage)
    return found


def before(values: Floats, delay_month: Floats) -> Floats:
    """What was so many months (by column) earlier, straight between first days of months; before the first as then."""
    every = np.arange(len(values), dtype=np.float64)
    found = np.empty(values.shape)
    for column in range(values.shape[1]):
        found[:, column] = np.interp(every - delay_month[column], every, values[:, column])
    return found


def on_the_way(sent_per_month: Floats, time_month: Floats) -> Floats:
    """Mean number under way on the first day of each month where each takes the same time: all sent within it.

    >>> on_the_way(np.array([[2.0], [2.0], [6.0], [6.0]]), np.array([0.5]))[:, 0].tolist()
    [1.0, 1.0, 1.0, 3.0]
    """
    since = np.zeros(sent_per_month.shape)
    since[1:] = np.cumsum(sent_per_month[:-1], axis=0)
    early = np.minimum(np.arange(len(since))[:, None] - time_month, 0.0) * sent_per_month[0]
    return since - before(since, time_month) - early


def _steps(speed_ratio: Floats, lead_month: Floats, stages: int) -> tuple[Floats, Floats]:
    """By stage and month: chance of `n` stages passed within the month, and months that a new part spends in stage n.

    The clock advances by `speed_ratio`; while it stands, what comes in stays in the first stage.
    """
    from scipy import special  # pyright: ignore[reportMissingTypeStubs]

    functions: Any = special
    passed = speed_ratio * stages / lead_month
    moving = passed > 0.0
    stays, joins = np.empty((2, stages, *speed_ratio.shape))
    chance = np.exp(-passed)
    for n in range(stages):
        stays[n] = chance
        chance = chance * passed / (n + 1)
        gone = functions.gammainc(n + 1.0, passed)
        joins[n] = np.divide(gone, passed, out=np.full(speed_ratio.shape, float(n == 0)), where=moving)
    return stays, joins
