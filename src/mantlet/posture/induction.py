"""From arrival to ready. A unit that has come needs a crew and a site, and time to work up.

Crews and sites are capacities: with two crews free, a third unit waits until one of them is done; without a prepared
site it waits for the next to be built.
"""

from __future__ import annotations

import heapq
from typing import Annotated

import numpy as np
from pydantic import BaseModel, model_validator

from mantlet.base.sourced import STRICT, Number, Sourced
from mantlet.library.parts import Count, SomeCount
from mantlet.posture.dates import When
from mantlet.posture.draws import Days

Lead = Annotated[Sourced, Number("time", 0, 1e9)]


class Induction(BaseModel):
    """`lead` from arrival to ready with crew and site at hand; `at_once` units can be worked up at one time.

    `said` is when what it rests on was told. Sites for `sites_ready` units stand already, each further one takes
    `site_time` more. What is not given limits nothing.
    """

    model_config = STRICT

    said: When | None = None
    lead: Lead
    at_once: SomeCount | None = None
    sites_ready: Count | None = None
    site_time: Lead | None = None

    def known_on(self, day: int) -> bool:
        """Whether it was known by the end of that day; what bears no day always was."""
        return self.said is None or self.said.last <= day

    @model_validator(mode="after")
    def _sites_stand_and_are_built(self) -> Induction:
        if (self.sites_ready is None) != (self.site_time is None):
            raise ValueError("sites_ready and site_time go together")
        return self


def ready_days(arrival_day: Days, lead_day: int, at_once: int | None = None, site_day: Days | None = None) -> Days:
    """The days on which units are ready, in the order given: each needs a free crew for the lead time, and its site.

    Crews take units in the order of arrival; `site_day` is when the first, second, ... unit taken has its site.

    >>> ready_days(np.array([0, 0, 0]), 100, at_once=2).tolist()
    [100, 100, 200]
    """
    order = np.argsort(arrival_day, kind="stable")
    free = [np.iinfo(np.int64).min] * (len(order) if at_once is None else at_once)
    ready = np.empty(len(order), np.int64)
    for turn, unit in enumerate(order.tolist()):
        start = max(int(arrival_day[unit]), heapq.heappop(free))
        if site_day is not None:
            start = max(start, int(site_day[min(turn, len(site_day) - 1)]))
        ready[unit] = start + lead_day
        heapq.heappush(free, start + lead_day)
    return ready


def site_days(units: int, begun_day: int, ready_count: int, each_day: int) -> Days:
    """When the first, second, ... unit has a site: the first `ready_count` from the start, the rest one by one.

    >>> site_days(4, 0, 2, 30).tolist()
    [0, 0, 30, 60]
    """
    return np.array([begun_day + each_day * max(0, turn + 1 - ready_count) for turn in range(units)], np.int64)
