"""The picture of squadrons over the years."""

from __future__ import annotations

import re

from mantlet.posture.dates import day, month
from mantlet.posture.forecast import outlook
from mantlet.posture.nature import recorded
from mantlet.posture.programme import programmes
from mantlet.posture.squadrons import force, strength
from mantlet.report.squadrons import squadrons_svg


def test_every_published_count_of_all_squadrons_is_drawn() -> None:
    fighters = force("india-fighters")
    origin = day("2020-06-23")
    found = strength(
        fighters, outlook(origin, programmes().values(), recorded()), range(month("2014-01"), month("2031-01")), 1, 20
    )
    picture = squadrons_svg(fighters, found, found, origin)
    of_all = [point for point in fighters.points if point.of is None]
    signs = re.findall(r"<g fill[^>]*>(?:<circle|<path)[^>]*/></g>", picture)
    assert len(signs) == len(of_all) + 3  # and the legend
    assert picture.count("2020-06-23") == 2
    assert "nan" not in picture
