"""The picture of squadrons over the years."""

from __future__ import annotations

import re

from mantlet.posture.dates import day, month
from mantlet.posture.months.backdrop import strengths
from mantlet.posture.squadrons import force
from mantlet.report.posture.squadrons import squadrons_svg
from unit.report.posture import answers


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


def test_a_count_stands_where_it_was_published_and_bands_show_through() -> None:
    """27 to 30 with 29 in it: the sign stands at 29, not in the middle."""
    found = answers.squadrons()
    found["published"][1] |= {"low": 27.0, "best": 29.0, "high": 30.0}
    at_best = squadrons_svg(found, "2020-06-23")
    found["published"][1]["best"] = 28.5
    assert squadrons_svg(found, "2020-06-23") != at_best
    assert at_best.count('fill-opacity="0.5"') == 2  # the band and its legend
