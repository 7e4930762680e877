"""The viewer in a real browser: it loads, replays, answers clicks and keys, and asks nothing of any other machine."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import mantlet
from browser.page import FAINT_TEXT_JS, Opened, Scheme
from browser.viewer import moment, viewed
from mantlet.web.replay import replayed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [(width_px, scheme) for width_px in (1280, 800) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("viewed")
    mantlet.run(mantlet.load("ladakh-2020"), draws=4, replications=10, threads=1).save(folder / "ladakh")
    shutil.copytree(folder / "ladakh", folder / "torn")
    shutil.rmtree(folder / "torn" / "raids")
    return folder


@pytest.fixture(scope="module")
def opened(browser: Browser, runs: Path, root: Path) -> Iterator[Opened]:
    """One window that the tests below share, each from where the one before left it."""
    with viewed(browser, runs, root) as seen:
        yield seen


@pytest.mark.parametrize(("width_px", "scheme"), LOOKS)
def test_it_loads_and_asks_nobody_else(browser: Browser, runs: Path, root: Path, width_px: int, scheme: Scheme) -> None:
    with viewed(browser, runs, root, "#run=ladakh&t=850", width_px, scheme) as seen:
        page = seen.page
        expect(page.locator(".answer")).to_contain_text("got through on average")
        expect(page.locator(".reasons")).to_contain_text("Of the leaks")
        page.wait_for_timeout(1500)
        assert not seen.requests, "asked another machine"
        assert not seen.complaints
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, "scrolls sideways"
        box = page.locator(".holder canvas").first.bounding_box()
        assert box is not None and box["width"] > 400 and box["height"] > 200
        assert not page.evaluate(FAINT_TEXT_JS), "text too near to its ground"


def test_the_token_leaves_the_address(opened: Opened) -> None:
    assert "token" not in opened.page.url


def test_it_replays(opened: Opened) -> None:
    page = opened.page
    page.get_by_label("Seconds of the raid in a second").select_option("120")
    before = moment(page)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Pause").click()
    assert moment(page) > before + 20
    cursor = page.locator(".strip .cursor").first.evaluate("one => parseFloat(one.style.left)")
    assert cursor > 0, "the strips go with the moment"


def test_keys_move_the_moment(opened: Opened) -> None:
    page = opened.page
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("Home")
    assert moment(page) == 0
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert moment(page) == 65
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_keys_go_on_after_a_click_on_the_map_which_has_its_own_by_tab(opened: Opened) -> None:
    page = opened.page
    box = page.locator(".holder").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 0.8 * box["height"])
    page.keyboard.press("Home")
    assert moment(page) == 0
    page.keyboard.press("ArrowRight")
    assert moment(page) == 5
    speed = page.get_by_label("Seconds of the raid in a second")
    before = int(speed.input_value())
    page.keyboard.press("+")
    assert int(speed.input_value()) > before
    page.keyboard.press("-")
    assert int(speed.input_value()) == before
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    page.get_by_label("Height of the target").focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".maplibregl-canvas")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert moment(page) == 0
    page.keyboard.press("End")
    assert moment(page) > 0


def test_everything_can_be_reached_by_keyboard(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("tab", name="Raids").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Why")).to_be_focused()
    expect(page.locator(".leakers")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".gates h2")).to_be_visible(timeout=30_000)


def test_a_leaker_tells_which_gate_stayed_shut_and_its_numbers_open(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("tab", name="Why").click()
    page.locator(".leakers button").filter(has_text="no missile").first.click()
    shut = page.locator(".gate.shut")
    expect(shut).to_have_count(1)
    expect(shut).to_contain_text("A missile ready? stayed shut")
    expect(page.locator(".reason")).to_contain_text("no missile loaded, or none that fits this target")
    expect(shut).to_contain_text("fit for it and ready, at the least while it was in reach: 0 at ")
    expect(shut).to_contain_text("behind the launchers then, not loaded: ")
    expect(page.locator(".strip .count").first).to_contain_text(re.compile(r"\d+ ready, \d+ behind"))
    number = shut.locator(".number-link").first
    words = number.inner_text()
    number.click()
    entry = page.locator(".numbers details[open]")
    expect(entry).to_have_count(1)
    assert words.partition(",")[0] in entry.inner_text()
    assert re.search(r"\b(source|assumed|definition|set)\n", entry.inner_text()), "where it comes from"


def test_a_number_that_is_asked_for_is_found_whatever_was_searched(opened: Opened) -> None:
    page = opened.page
    page.get_by_label("Search the numbers").fill("nothing is called so")
    expect(page.locator(".numbers details")).to_have_count(0)
    page.get_by_role("tab", name="Why").click()
    page.locator(".gate.shut .number-link").first.click()
    expect(page.locator(".numbers details[open]")).to_have_count(1)
    expect(page.get_by_label("Search the numbers")).to_have_value("")


def test_events_follow_the_moment(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("tab", name="Events").click()
    page.locator(".events button").first.click()
    first = moment(page)
    page.locator(".events button").last.click()
    assert moment(page) > first
    expect(page.locator(".events .latest")).to_have_count(1)


def test_events_open_at_the_moment_and_what_is_left_out_stays_in_their_list(
    browser: Browser, runs: Path, root: Path
) -> None:
    with viewed(browser, runs, root, "#run=ladakh&raid=0.0&t=900") as seen:
        page = seen.page
        page.get_by_role("tab", name="Events").click()
        expect(page.locator(".events .latest")).to_be_in_viewport(ratio=1)
        page.get_by_label("with detections, tracks and orders").check()
        rest, listed = page.locator(".events .rest").first, page.locator(".events ol")
        expect(rest).to_contain_text("earlier")
        expect(page.locator(".events .latest")).to_be_in_viewport(ratio=1)
        rest.scroll_into_view_if_needed()
        line, box = rest.bounding_box(), listed.bounding_box()
        assert line is not None and box is not None
        assert line["x"] >= box["x"] and line["width"] <= box["width"], "it lies over the page"
        cut = "all => all.filter((one) => one.scrollWidth > one.clientWidth).length"
        assert page.locator(".events button span").evaluate_all(cut) == 0, "what it is about is cut off"


def test_another_raid_can_be_picked(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("tab", name="Raids").click()
    before = page.locator(".raid-words").inner_text()
    page.get_by_label("Which raid").select_option(label="worst")
    expect(page.locator(".raid-words")).not_to_have_text(before)
    leaked = re.match(r"(\d+) leaked", page.locator(".raid-words").inner_text())
    assert leaked is not None
    expect(page.locator(".mark-words")).to_contain_text("shown: ")
    page.locator(".raids .bar").first.click()
    expect(page.get_by_label("Which raid")).to_be_visible()


def test_a_raid_that_is_special_in_several_ways_keeps_the_one_by_which_it_was_picked(opened: Opened) -> None:
    choice, why = opened.page.get_by_label("Which raid"), opened.page.locator(".raids .hint")
    told: list[tuple[str, str]] = []
    for name in ("first through to Srinagar airfield", "first through to Thoise airfield"):
        choice.select_option(label=name)
        expect(choice.locator("option:checked")).to_have_text(name)
        raid, _, words = why.inner_text().partition(":")
        told.append((raid, words))
    assert told[0][0] == told[1][0] and told[0][1] != told[1][1], "one raid, first through to each at another moment"


def test_nothing_went_wrong_meanwhile(opened: Opened) -> None:
    assert not opened.requests
    assert not opened.complaints


def test_a_link_brings_back_what_was_looked_at(browser: Browser, runs: Path, root: Path) -> None:
    link = "#run=ladakh&raid=2.3&t=700&tab=why&height=1000&borders=IN&camera=77.5,34.1,7.5,20,40"
    with viewed(browser, runs, root, link) as seen:
        page = seen.page
        assert moment(page) == 700
        expect(page.get_by_role("tab", name="Why")).to_have_attribute("aria-selected", "true")
        expect(page.get_by_label("Whose view of borders")).to_have_value("IN")
        page.locator(".leakers button").first.click()
        for part in (
            "raid=2.3",
            "object=",
            "tab=why",
            "height=1000",
            "borders=IN",
            "camera=77.5%2C34.1%2C7.5%2C20%2C40",
        ):
            expect(page).to_have_url(re.compile(re.escape(part)))


@pytest.mark.parametrize(("beside", "camera"), [("", "77,95,7,0,0"), ("&beside=ladakh", "77,34,99,0,0")])
def test_what_a_link_asks_for_and_there_is_not_gives_way(
    browser: Browser, runs: Path, root: Path, beside: str, camera: str
) -> None:
    link = f"#run=ladakh{beside}&height=77&borders=toString&camera={camera}"
    with viewed(browser, runs, root, link) as seen:
        expect(seen.page.get_by_label("Whose view of borders")).to_have_value("")
        expect(seen.page.get_by_label("Height of the target")).to_have_value("100")
        expect(seen.page).to_have_url(re.compile(r"^((?!height|borders|camera=77[%,]).)*$"))
        assert not seen.complaints


def test_a_moment_after_the_end_of_the_raid_is_its_end(browser: Browser, runs: Path, root: Path) -> None:
    with viewed(browser, runs, root, "#run=ladakh&raid=0.0&t=99999") as seen:
        now, end = seen.page.locator(".now").inner_text().split(" of ")
        assert now == end
        expect(seen.page).to_have_url(re.compile(r"t=\d{3,4}(&|$)"))


def test_a_click_on_the_map_chooses_what_is_there(browser: Browser, runs: Path, root: Path) -> None:
    replay = replayed(mantlet.open_result(runs / "ladakh"), 0, 0)
    name, time_s = "cm-pangong-001", 600
    lon, lat, _ = replay.place(replay.index[name], time_s)
    with viewed(browser, runs, root, f"#run=ladakh&raid=0.0&t={time_s}&camera={lon},{lat},10,0,0") as seen:
        page = seen.page
        page.wait_for_timeout(2000)  # symbols come late
        box = page.locator(".holder").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator(".gates h2")).to_contain_text(name)


def test_what_a_click_opens_is_seen_in_a_narrow_window(browser: Browser, runs: Path, root: Path) -> None:
    replay = replayed(mantlet.open_result(runs / "ladakh"), 0, 0)
    name, time_s = "cm-pangong-001", 600
    lon, lat, _ = replay.place(replay.index[name], time_s)
    link = f"#run=ladakh&raid=0.0&t={time_s}&camera={lon},{lat},10,0,0"
    with viewed(browser, runs, root, link, 800) as seen:
        page = seen.page
        page.wait_for_timeout(2000)  # symbols come late
        box = page.locator(".holder").bounding_box()
        assert box is not None
        expect(page.locator(".gates")).not_to_be_in_viewport()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator(".gates h2")).to_contain_text(name)
        expect(page.locator(".gates h2")).to_be_in_viewport(ratio=1)
        expect(page.locator(".gates h2 + p")).to_be_in_viewport(ratio=1)
        page.locator(".gates .number-link").last.click()
        expect(page.locator(".numbers details[open] summary")).to_be_in_viewport(ratio=1)


def test_decoys_that_got_through_come_last_and_marked(browser: Browser, runs: Path, root: Path) -> None:
    result = mantlet.open_result(runs / "ladakh")
    for draw, k in product(range(4), range(10)):
        leaked = [one for one in replayed(result, draw, k).told()["objects"] if one["fate"] == "leaked"]
        decoys = {one["id"] for one in leaked if one["class"] == "decoy"}
        if decoys:
            break
    else:
        pytest.fail("no raid in which a decoy got through")
    with viewed(browser, runs, root, f"#run=ladakh&raid={draw}.{k}&tab=why") as seen:
        lines = seen.page.locator(".leakers button")
        expect(lines).to_have_count(len(leaked))
        words = lines.all_inner_texts()
        marked = ["decoy, " in line for line in words]
        assert marked == [False] * (len(leaked) - len(decoys)) + [True] * len(decoys)
        assert {line.split()[0] for line in words[-len(decoys) :]} == decoys


def test_a_torn_run_says_so_and_others_can_be_chosen(browser: Browser, runs: Path, root: Path) -> None:
    with viewed(browser, runs, root, "#run=torn") as seen:
        expect(seen.page.get_by_role("alert")).to_contain_text("no rows there; run the scenario again")
        seen.page.get_by_label("Which run").select_option("ladakh")
        seen.page.wait_for_selector("main[data-ready=yes]", timeout=90_000)


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("#run=ladakh&beside=torn", "no rows there; run the scenario again"),
        ("#run=nobody", "no run 'nobody' here"),
        ("#posture=nobody", "no answer of a posture 'nobody' here"),
    ],
)
def test_a_link_that_leads_nowhere_says_so_and_others_can_be_chosen(
    browser: Browser, runs: Path, root: Path, link: str, says: str
) -> None:
    with viewed(browser, runs, root, link) as seen:
        expect(seen.page.get_by_role("alert")).to_contain_text(says)
        expect(seen.page.get_by_text("Reading")).to_have_count(0)
        seen.page.goto(seen.page.url.partition("#")[0] + "#run=ladakh")
        seen.page.wait_for_selector("main[data-ready=yes]", timeout=90_000)


def test_a_folder_without_a_run_says_what_is_missing(browser: Browser, tmp_path: Path, root: Path) -> None:
    with viewed(browser, tmp_path, root) as seen:
        expect(seen.page.get_by_role("alert")).to_contain_text("is this the folder of a finished run?")
