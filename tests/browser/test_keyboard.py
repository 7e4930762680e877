"""By keyboard alone: bars of distributions and strips of units are reached, said, seen to have the focus, and used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.page import Opened
from browser.viewer import moment, two_runs, viewed

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_runs(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def opened(browser: Browser, runs: Path, root: Path) -> Iterator[Opened]:
    """One window that the tests below share, each from where the one before left it."""
    with viewed(browser, runs, root, "#run=ladakh&t=0") as seen:
        yield seen


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Presses Tab until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail("Tab does not reach it")


def outlined(wanted: Locator) -> bool:
    return wanted.evaluate("one => getComputedStyle(one).outlineStyle === 'solid'")


def test_a_strip_goes_from_change_to_change_and_up_and_down_to_others(opened: Opened) -> None:
    page = opened.page
    strips = page.get_by_role("slider", name=re.compile("-(pechora|akash|spyder)"))
    tab_to(page, strips.first)
    assert outlined(strips.first)
    for strip in strips.all()[1:]:
        page.keyboard.press("ArrowDown")
        expect(strip).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    spyder = page.get_by_role("slider", name="leh-spyder")
    while not spyder.evaluate("one => one === document.activeElement"):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    first = moment(page)
    assert first > 0
    expect(spyder).to_have_attribute("aria-valuetext", re.compile(r"^\d+:\d\d, [1-9]/8 ch · \d+ ready"))
    page.keyboard.press("ArrowRight")
    assert moment(page) > first
    page.keyboard.press("ArrowLeft")
    assert moment(page) == first
    page.keyboard.press("Shift+ArrowRight")
    assert moment(page) == first + 60
    page.keyboard.press("Tab")
    expect(page.get_by_role("tab", name="Raids")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(spyder).to_be_focused()


def test_a_bar_is_chosen_by_arrows_and_enter(opened: Opened) -> None:
    page = opened.page
    bars = page.get_by_role("listbox", name="Raids by number of leakers")
    tab_to(page, bars)
    assert outlined(bars)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    at = moment(page)
    least = page.locator(f"#{bars.get_attribute('aria-activedescendant')}")
    said = re.match(r"(\d+) through: \d+ of 30 raids", least.get_attribute("aria-label") or "")
    assert said is not None
    page.keyboard.press("Enter")
    expect(page.locator(".mark-words")).to_have_text(f"shown: {said[1]}")
    expect(least).to_have_attribute("aria-selected", "true")
    expect(bars).to_be_focused()
    page.keyboard.press("End")
    most = page.locator(f"#{bars.get_attribute('aria-activedescendant')}")
    page.keyboard.press("Space")
    expect(most).to_have_attribute("aria-selected", "true")
    expect(least).to_have_attribute("aria-selected", "false")
    assert moment(page) == 0 < at


def test_a_click_leaves_the_keys_to_the_timeline(opened: Opened) -> None:
    page = opened.page
    page.locator("body").click(position={"x": 5, "y": 5})
    for clicked in (page.locator(".raids .bar").first, page.locator(".strips .track").first):
        clicked.click()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        assert moment(page) == 5
    assert not opened.complaints


def test_pairs_and_their_course_go_by_keyboard_too(browser: Browser, runs: Path, root: Path) -> None:
    with viewed(browser, runs, root, "#run=ladakh&beside=rounds&t=0") as seen:
        page = seen.page
        course = page.get_by_role("slider", name="Got through so far")
        tab_to(page, course)
        page.keyboard.press("ArrowRight")
        assert moment(page) > 0
        expect(course).to_have_attribute("aria-valuetext", re.compile(r"[1-9] through in "))
        pairs = page.get_by_role("listbox", name=re.compile("^Pairs of raids"))
        tab_to(page, pairs)
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        expect(pairs.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        assert not seen.complaints
