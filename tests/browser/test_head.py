"""The head of the page: how many got through and why, in little room, and what stands behind each figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import mantlet
from browser.page import FAINT_TEXT_JS, Opened, Scheme
from browser.viewer import viewed
from mantlet.report.figures import interval, number
from mantlet.report.wording import CAUSE_MEANINGS, cause_shares, percent
from mantlet.run.result import Result

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [(width_px, scheme) for width_px in (1280, 800) for scheme in ("light", "dark")]
MOST_PX = {1280: 115, 800: 195}  # of a window of 900, from its top to the map


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("headed")
    mantlet.run(mantlet.load("ladakh-2020"), draws=100, replications=40, keep="summary").save(folder / "ladakh")
    return folder


@pytest.fixture(scope="module")
def result(runs: Path) -> Result:
    return mantlet.open_result(runs / "ladakh")


@pytest.fixture(scope="module")
def opened(browser: Browser, runs: Path, root: Path) -> Iterator[Opened]:
    """One window that the tests below share, each from where the one before left it."""
    with viewed(browser, runs, root) as seen:
        yield seen


def test_escape_closes_the_key_of_the_map(opened: Opened) -> None:
    key = opened.page.locator("details.key")
    key.locator("summary").click()
    expect(key.get_by_text("round under way")).to_be_visible()
    opened.page.keyboard.press("Escape")
    expect(key.get_by_text("round under way")).to_be_hidden()


def test_the_answer_is_read_at_once(opened: Opened, result: Result) -> None:
    tiles = opened.page.locator(".tile")
    launched = number(result.metrics["launched"]["mean"])
    for tile, metric, words in (
        (tiles.nth(0), "leakers", f"get through on average, of {launched}"),
        (tiles.nth(1), "value_lost", "value lost on average, of 33"),
    ):
        found = result.metrics[metric]
        expect(tile.locator(".label")).to_have_text(words)
        expect(tile.locator("b")).to_have_text(number(found["mean"]))
        expect(tile).to_contain_text(f"in one raid {interval(found['chance'])}")
        expect(tile).to_contain_text(f"within the sources {interval(found['ignorance'])}")
    (cause, share), (_, second), *_ = cause_shares(result.causes)
    expect(tiles.nth(2).locator("b")).to_have_text(percent(share))
    expect(tiles.nth(2)).to_contain_text(f"Why: {cause.replace('_', ' ')}, {CAUSE_MEANINGS[cause]}")
    expect(tiles.nth(2)).to_contain_text(f"then {percent(second)} ")


@pytest.mark.parametrize(("width_px", "scheme"), LOOKS)
def test_it_leaves_the_room_to_the_map(browser: Browser, runs: Path, root: Path, width_px: int, scheme: Scheme) -> None:
    with viewed(browser, runs, root, "#run=ladakh&figure=why", width_px, scheme) as seen:
        box = seen.page.locator(".map").bounding_box()
        assert box is not None and box["y"] < MOST_PX[width_px] and box["height"] > 400
        expect(seen.page.locator(".causes")).to_be_visible()
        assert seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, "scrolls sideways"
        assert not seen.page.evaluate(FAINT_TEXT_JS), "text too near to its ground"
        assert not seen.requests
        assert not seen.complaints


def test_a_figure_opens_by_keyboard_and_closes_where_it_was_opened(opened: Opened) -> None:
    page = opened.page
    tile = page.locator(".tile").nth(1)
    tile.focus()
    page.keyboard.press("Enter")
    expect(tile).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".told")).to_contain_text("where the sources let the average be")
    expect(page).to_have_url(re.compile("figure=value_lost"))
    page.locator(".figures button", has_text="shots per kill").click()
    expect(page.locator(".told")).to_contain_text("Shots per kill: all shots over all kills")
    expect(tile).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(page.locator(".more")).to_be_hidden()
    expect(page.get_by_role("button", name="All figures")).to_be_focused()


def test_escape_closes_a_figure_that_a_link_opened(browser: Browser, runs: Path, root: Path) -> None:
    with viewed(browser, runs, root, "#run=ladakh&figure=why") as seen:
        expect(seen.page.locator(".causes")).to_be_visible()
        seen.page.keyboard.press("Escape")
        expect(seen.page.locator(".more")).to_be_hidden()
        expect(seen.page.locator(".tile.why")).to_be_focused()


def test_what_moves_a_figure_leads_to_the_number(opened: Opened) -> None:
    page = opened.page
    page.locator(".tile").first.click()
    page.locator(".told .number-link").first.click()
    expect(page.locator(".more")).to_be_hidden()
    expect(page.locator(".numbers details[open]")).to_have_count(1)
    expect(page.get_by_role("tab", name="Numbers")).to_have_attribute("aria-selected", "true")


def test_the_number_that_moves_a_figure_is_seen_in_a_narrow_window(browser: Browser, runs: Path, root: Path) -> None:
    with viewed(browser, runs, root, "#run=ladakh&figure=leakers", 800) as seen:
        seen.page.locator(".told .number-link").first.click()
        expect(seen.page.locator(".numbers details[open] summary")).to_be_in_viewport(ratio=1)


def test_every_cause_is_told_with_its_share(opened: Opened, result: Result) -> None:
    page = opened.page
    page.locator(".tile.why").click()
    rows = [row.locator("th, td").all_inner_texts() for row in page.locator(".causes tbody tr").all()]
    told = [(row[0].replace(" ", "_"), row[1], row[2]) for row in rows]
    shares = cause_shares(result.causes)
    assert told == [(cause, number(result.causes[cause]), percent(share)) for cause, share in shares]
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".tile.why")).to_be_focused()
    assert not opened.complaints
