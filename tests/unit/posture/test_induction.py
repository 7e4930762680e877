"""From arrival to ready by hand: crews, sites, and what more of either can never do."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mantlet.posture.induction import ready_days, site_days

ARRIVALS = st.lists(st.integers(0, 3000), min_size=1, max_size=8)


def test_enough_crews_and_sites_leave_the_lead_alone() -> None:
    assert ready_days(np.array([10, 400]), 90).tolist() == [100, 490]


def test_one_crew_takes_one_after_the_other() -> None:
    assert ready_days(np.array([0, 30, 60]), 100, at_once=1).tolist() == [100, 200, 300]
    assert ready_days(np.array([0, 30, 60]), 100, at_once=2).tolist() == [100, 130, 200]


def test_crews_serve_in_order_of_arrival() -> None:
    assert ready_days(np.array([60, 0]), 100, at_once=1).tolist() == [200, 100]


def test_a_unit_waits_for_its_site() -> None:
    sites = site_days(3, 50, 1, 200)
    assert sites.tolist() == [50, 250, 450]
    assert ready_days(np.array([0, 100, 500]), 10, site_day=sites).tolist() == [60, 260, 510]


@given(ARRIVALS, st.integers(0, 400), st.integers(1, 4))
def test_another_crew_never_delays_and_nothing_is_ready_early(came: list[int], lead: int, crews: int) -> None:
    days = np.array(came)
    fewer, more = ready_days(days, lead, crews), ready_days(days, lead, crews + 1)
    assert np.all(more <= fewer)
    assert np.all(more >= days + lead)


@given(ARRIVALS, st.integers(0, 400), st.integers(1, 3), st.integers(0, 300))
def test_all_later_is_ready_no_earlier(came: list[int], lead: int, crews: int, later: int) -> None:
    days = np.array(came)
    assert np.all(np.sort(ready_days(days + later, lead, crews)) >= np.sort(ready_days(days, lead, crews)))
