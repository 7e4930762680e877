"""The picture of squadrons over the years."""

from __future__ import annotations

import re

from mantlet.posture.dates import day, month
from mantlet.posture.months.backdrop import strengths
from mantlet.posture.squadrons import force
from mantlet.report.posture.squadrons import squadrons_svg


def test_every_published_count_of_all_squadrons_is_drawn() -> None:
    fighters = force("india-fighters")
    origin = "2020-06-23"
    months = range(month("2014-01"), month("2031-01"))
    found = strengths(fighters, (day("2026-11-22"), day(origin)), months, seed=1, draws=20)
    picture = squadrons_svg(found, origin)
    of_all = [point for point in fighters.points if point.of is None]
    signs = re.findall(r"<g fill[^>]*>(?:<circle|<path)[^>]*/></g>", picture)
    assert len(signs) == len(of_all) + 3  # and the legend
    assert picture.count(origin) == 2
    assert "nan" not in picture
