"""Answers of postures in the viewer: months go by pointer and keys, and a click opens the battle of a month."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.page import FAINT_TEXT_JS, Opened, Scheme
from browser.viewer import viewed
from mantlet.run.store import read_json
from posture_world import answered

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [(width_px, scheme) for width_px in (1280, 800) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the answer of a small posture."""
    return answered(tmp_path_factory.mktemp("answers"))


@pytest.fixture(scope="module")
def opened(browser: Browser, answers: Path, root: Path) -> Iterator[Opened]:
    """One window that the tests below share, each from where the one before left it."""
    with viewed(browser, answers, root) as seen:
        yield seen


def month(page: Page) -> str:
    return page.locator("aside h2").inner_text()[:7]


@pytest.mark.parametrize(("width_px", "scheme"), LOOKS)
def test_it_loads_and_fits(browser: Browser, answers: Path, root: Path, width_px: int, scheme: Scheme) -> None:
    with viewed(browser, answers, root, "#posture=small", width_px, scheme) as seen:
        page = seen.page
        expect(page.locator(".answer")).to_contain_text("The sources do not support a ranking")
        assert not seen.requests, "asked another machine"
        assert not seen.complaints
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, "scrolls sideways"
        assert not page.evaluate(FAINT_TEXT_JS), "text too near to its ground"
        whole = "[...document.querySelectorAll('.asked p')].every(told => told.getClientRects().length === 1)"
        assert page.evaluate(whole), "a sentence of the sceptic breaks across columns"
        for plot in page.locator(".plot svg").all():
            box = plot.bounding_box()
            assert box is not None and box["width"] > 250 and box["height"] > 100


def test_keys_go_by_month_and_policy_and_stay_in_the_link(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("application").focus()
    page.keyboard.press("Home")
    assert month(page) == "2021-09"
    page.keyboard.press("ArrowRight")
    assert month(page) == "2021-10"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".policies [aria-pressed=true]")).to_contain_text("Waiting")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".policies [aria-pressed=true]")).to_contain_text("Asking early")
    page.wait_for_timeout(500)
    assert "policy=sooner" in page.url and "month=2021-10" in page.url


def test_figures_are_those_of_the_answer(opened: Opened, answers: Path) -> None:
    found = read_json(answers / "small" / "answer.json")
    for row, policy in zip(opened.page.locator(".policies button").all(), found["policies"], strict=True):
        lost = policy["series"]["record"]["fixed"]["value_lost"]["mean"][1]
        assert float(row.locator("b").inner_text()) == pytest.approx(lost, rel=0.06)


def test_a_pointer_tells_a_month_and_leaves_what_was_chosen(opened: Opened) -> None:
    page = opened.page
    box = page.locator(".plot svg").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 60)
    assert month(page) > "2022-05"
    page.mouse.move(5, 5)
    assert month(page) == "2021-10"


def test_other_raids_and_states_can_be_seen(opened: Opened) -> None:
    page = opened.page
    before = page.locator(".policies b").all_inner_texts()
    page.get_by_label("Which raids").select_option(label="The raid made larger")
    assert page.locator(".policies b").all_inner_texts() != before
    page.get_by_label("Which raids").select_option(label="The raid as it is")
    assert page.locator(".policies b").all_inner_texts() == before


def test_only_the_raid_that_is_charted_opens(opened: Opened) -> None:
    page = opened.page
    page.get_by_label("Which raids").select_option(label="The raid made larger")
    expect(page.get_by_role("button", name="Open the battle")).to_be_disabled()
    expect(page.locator("aside")).to_contain_text("fought again of “The raid as it is” only")
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert "ground=" not in page.url and page.locator(".charts").is_visible()
    page.get_by_label("Which raids").select_option(label="The raid as it is")
    expect(page.get_by_role("button", name="Open the battle")).to_be_enabled()


def test_enter_opens_the_battle_of_the_month(opened: Opened, answers: Path) -> None:
    page = opened.page
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("main[data-ready=yes] .strip", timeout=90_000)
    expect(page.get_by_label("Which month")).to_have_value("2021-10")
    expect(page.get_by_label("Under which policy")).to_have_value("sooner")
    series = read_json(answers / "small" / "answer.json")["policies"][1]["series"]["record"]["fixed"]["leakers"]["mean"]
    expect(page.locator(".answer")).to_contain_text(f"{series[1]:.1f} got through on average")
    page.get_by_role("tab", name="Numbers").click()
    expect(page.locator(".numbers details").first).to_be_visible()


def test_two_policies_stand_side_by_side_in_one_month(opened: Opened) -> None:
    page = opened.page
    page.get_by_label("Compared with").select_option("wait")
    page.wait_for_selector("main[data-ready=yes] .compare", timeout=90_000)
    expect(page.locator(".answer")).to_contain_text("“Waiting” beside “Asking early”: ")
    expect(page.locator(".side")).to_have_count(2)
    page.get_by_role("link", name="all months").click()
    page.wait_for_selector("main[data-ready=yes] .charts", timeout=90_000)
    assert month(page) == "2021-10"


def test_a_click_on_a_month_of_a_line_opens_it_under_that_policy(opened: Opened) -> None:
    page = opened.page
    box = page.locator(".plot svg").first.bounding_box()
    line = page.locator(".plot").first.locator("[data-line=wait]").bounding_box()
    assert box is not None and line is not None
    page.mouse.click(line["x"] + line["width"] - 2, line["y"] + line["height"])
    page.wait_for_selector("main[data-ready=yes] .strip", timeout=90_000)
    assert page.get_by_label("Which month").input_value() == "2022-08"


def test_nothing_went_wrong_meanwhile(opened: Opened) -> None:
    assert not opened.requests
    assert not opened.complaints


def test_a_month_that_is_not_there_says_so(browser: Browser, answers: Path, root: Path) -> None:
    with viewed(browser, answers, root, "#posture=small&policy=wait&month=2035-01&ground=raid") as seen:
        expect(seen.page.get_by_role("alert")).to_contain_text("no month '2035-01' in this answer")


def test_a_tab_that_a_month_has_not_falls_back_to_the_first(browser: Browser, answers: Path, root: Path) -> None:
    link = "#posture=small&policy=wait&month=2021-10&ground=raid&tab=changes"
    with viewed(browser, answers, root, link) as seen:
        expect(seen.page.get_by_role("tab", name="Raids")).to_have_attribute("aria-selected", "true")
        expect(seen.page.get_by_role("tabpanel")).to_have_count(1)


def test_a_month_that_waits_for_another_says_for_which(browser: Browser, answers: Path, root: Path) -> None:
    far = {"name": "a", "run": None, "done": 0, "wanted": 0, "waits_for": "2021-10 under “Waiting”"}
    with viewed(browser, answers, root, "#posture=small") as seen:
        seen.page.route("**/battles/**", lambda route: route.fulfill(json=far))
        seen.page.get_by_role("button", name="Open the battle").click()
        expect(seen.page.locator(".waiting")).to_contain_text("Waiting for 2021-10 under “Waiting”")


def test_a_battle_can_be_stopped_and_fought_after_all(browser: Browser, answers: Path, root: Path) -> None:
    with viewed(browser, answers, root, "#posture=small") as seen:
        page, far = seen.page, {"name": "small wait 2021-10 raid", "run": None, "waits_for": None}
        page.route("**/battles/**", lambda route: route.fulfill(json={**far, "done": 30, "wanted": 600}))
        stopped: list[str | None] = []
        page.route("**/api/fights", lambda route: (stopped.append(route.request.post_data), route.fulfill(json={})))
        page.get_by_role("button", name="Open the battle").click()
        expect(page.locator(".waiting")).to_contain_text("30 of 600 raids")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".waiting")).to_contain_text("Stopped; nothing of ")
        assert stopped == ['{"stop":"small wait 2021-10 raid"}'], "asked to stop once, and then for nothing"
        page.unroute("**/battles/**")
        page.get_by_role("button", name="Fight it after all").click()
        page.wait_for_selector("main[data-ready=yes] .strip", timeout=90_000)
        assert not seen.complaints
