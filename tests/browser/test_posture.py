"""The brief of a posture opens with the network off, fits a phone, and shows its pictures by day and by night."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.page import Scheme, opened
from mantlet.report.posture.page import write
from unit.report.posture import answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(("width_px", "scheme"), [(1200, "light"), (400, "dark")])
def test_it_asks_for_nothing_and_fits_the_window(
    browser: Browser, tmp_path: Path, width_px: int, scheme: Scheme
) -> None:
    path = write(answers.answer(), tmp_path / "brief.html")
    with opened(browser, path, width_px, scheme) as seen:
        assert not seen.requests, "the page must carry everything it shows"
        assert not seen.complaints
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width_px
        cut = "[...document.querySelectorAll('.stacked')].some(one => one.scrollWidth > one.clientWidth)"
        assert not seen.page.evaluate(cut), "the headline is cut"
        told = "getComputedStyle(document.querySelector('.wide'), '::before').content"
        assert ("sideways" in seen.page.evaluate(told)) == (width_px < 640)
        for picture in seen.page.locator("svg[role=img]").all():
            box = picture.bounding_box()
            assert not picture.is_visible() or (box and min(box["width"], box["height"]) > 50)


def test_the_sceptic_is_answered_on_the_first_page_in_print(browser: Browser, tmp_path: Path) -> None:
    """A4 with its margins, at 96 dots to an inch, with titles and sentences as long as those of a real posture."""
    found = answers.answer()
    for policy in found["policies"][1:]:
        policy["title"] += " and whatever else the price of one regiment may buy in these years"
    for asked in found["sceptic"]:
        asked["sentence"] = 8 * "The sources do not support a ranking of these. "
    found["backtest"]["cases"] *= 5
    found["ranking"]["sentence"] = 14 * "One policy loses less than another in many of the draws. "
    with opened(browser, write(found, tmp_path / "brief.html"), 688, "light") as seen:
        seen.page.emulate_media(media="print")
        box = seen.page.locator("ul.asked").bounding_box()
        assert box and box["y"] + box["height"] < 1017
