"""A link opens what was looked at: made by hand on one page, opened on another, and the two compared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.viewer import moment, two_runs, viewed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KILL = "numbers.spyder-sr-round.kill_prob.cruise=0.5"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_runs(tmp_path_factory.mktemp("linked"))


def settled(page: Page) -> str:
    """The address, once it holds what is shown."""
    page.wait_for_timeout(1500)
    return page.url


def opened(page: Page, address: str) -> Page:
    """Another page of the same browser at an address."""
    other = page.context.new_page()
    other.set_viewport_size(page.viewport_size or {"width": 1280, "height": 900})
    other.goto(address)
    other.wait_for_selector("main[data-ready=yes]", timeout=90_000)
    settled(other)
    return other


def seen(page: Page) -> dict[str, Any]:
    """What stands on a page, so far as a link is to hold it."""
    text = {name: page.locator(f".{name}").all_inner_texts() for name in ("mark-words", "raid-words", "fate", "told")}
    return text | {
        "moment": moment(page),
        "tabs": page.get_by_role("tab", selected=True).all_inner_texts(),
        "chosen": page.locator(".gates h2").all_inner_texts(),
        "choices": [one.input_value() for one in page.locator("select:visible").all()],
        "maps": [one.is_visible() for one in page.locator(".side").all()],
        "open": page.locator(".more:visible").count(),
        "camera": camera(page),
        "changes": page.locator(".said li[data-path]").count(),
    }


def camera(page: Page) -> str:
    found = re.search(r"camera=([^&]+)", page.url)
    assert found is not None, "the address says nothing of the camera"
    return found[1]


@pytest.mark.parametrize("width_px", [1280, 800])
def test_of_one_raid(browser: Browser, runs: Path, root: Path, width_px: int) -> None:
    with viewed(browser, runs, root, f"#run=ladakh&set={KILL}", width_px) as found:
        page = found.page
        page.get_by_label("Which raid").select_option(label="worst")
        page.get_by_role("button", name="The next raid").click()
        page.get_by_label("Height of the target").select_option("1000")
        page.get_by_label("Whose view of borders").select_option("IN")
        page.get_by_role("button", name="Tilt").click()
        page.get_by_role("tab", name="Why").click()
        page.locator(".leakers button").nth(2).click()
        page.get_by_label("At which unit").select_option(index=1)
        page.locator("body").click(position={"x": 5, "y": 5})
        page.keyboard.press("Shift+ArrowLeft")
        page.locator(".tile").nth(1).click()
        address = settled(page)
        before = seen(page)
        assert before["chosen"] and before["moment"] > 0 and before["open"] == 1
        other = opened(page, address)
        assert seen(other) == before
        assert other.url == address, "and it makes the same link"
        assert not found.complaints


@pytest.mark.parametrize("width_px", [1280, 800])
def test_of_two_runs_and_which_map_is_seen(browser: Browser, runs: Path, root: Path, width_px: int) -> None:
    with viewed(browser, runs, root, "#run=ladakh&beside=rounds", width_px) as found:
        page = found.page
        page.get_by_label("Which pair of raids").select_option(index=2)
        page.get_by_role("button", name="Tilt").click()
        page.locator("body").click(position={"x": 5, "y": 5})
        page.keyboard.press("Shift+ArrowRight")
        if width_px == 800:
            page.get_by_role("group", name="Which of the two is shown").get_by_role("button", name="rounds").click()
        address = settled(page)
        before = seen(page)
        assert before["maps"] == ([True, True] if width_px == 1280 else [False, True])
        other = opened(page, address)
        assert seen(other) == before
        assert other.url == address, "and it makes the same link"


def test_of_another_run_than_the_first(browser: Browser, runs: Path, root: Path) -> None:
    with viewed(browser, runs, root) as found:
        page = found.page
        page.get_by_label("Which run").select_option("run rounds")
        page.wait_for_selector("main[data-ready=yes]", timeout=90_000)
        page.get_by_role("button", name="Tilt").click()
        other = opened(page, settled(page))
        expect(other.get_by_label("Which run")).to_have_value("run rounds")
