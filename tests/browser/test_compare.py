"""Two runs side by side in a real browser: one moment in both, the figures of the terminal, a clear word where none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import mantlet
from browser.page import FAINT_TEXT_JS, Opened, Scheme
from browser.viewer import moment, viewed
from mantlet.report.figures import compared_rows
from mantlet.run.compare import compared

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINK = "#run=as-it-is&beside=rounds"
LOOKS = [(width_px, scheme) for width_px in (1280, 800) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raid, the same with rounds without end, one of other dice, and one in which a unit stands elsewhere."""
    folder = tmp_path_factory.mktemp("pair")
    for name, changes, seed in (
        ("as-it-is", [], 1),
        ("rounds", ["but_for=no_missile"], 1),
        ("other-dice", [], 2),
        ("moved", ["sides.blue.units.east.at={lat: 11.3, lon: 77.6}"], 1),
    ):
        scenario = mantlet.load("cs-3", overrides=changes)
        mantlet.run(scenario, draws=3, replications=10, threads=1, seed=seed).save(folder / name)
    return folder


@pytest.fixture(scope="module")
def opened(browser: Browser, pair: Path, root: Path) -> Iterator[Opened]:
    """One window that the tests below share, each from where the one before left it."""
    with viewed(browser, pair, root, LINK) as seen:
        yield seen


def dragged(page: Page, at: int) -> list[float]:
    """The camera after one of the maps was dragged by so much, without a swing."""
    box = page.locator(".holder").nth(at).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 120)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 150, steps=4)
    page.wait_for_timeout(500)
    page.mouse.up()
    expect(page).to_have_url(re.compile("camera="))
    return [float(part) for part in re.split("%2C", page.url.partition("camera=")[2].partition("&")[0])]


def test_both_maps_open_on_the_same_view(browser: Browser, pair: Path, root: Path) -> None:
    seen: list[list[float]] = []
    for at in (0, 1):
        with viewed(browser, pair, root, "#run=as-it-is&beside=moved") as opened:
            assert "camera=" not in opened.page.url
            seen.append(dragged(opened.page, at))
    assert seen[0] == pytest.approx(seen[1], abs=0.01)


def test_both_maps_have_one_picture_of_symbols(opened: Opened) -> None:
    opened.page.wait_for_timeout(1000)
    asked = opened.page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    asked = [name for name in asked if "symbols" in name]
    assert {name.rpartition("/")[2] for name in asked} == {"symbols.svg"}
    assert len(asked) <= 2, "as a picture, and for where each symbol is in it"


@pytest.mark.parametrize(("width_px", "scheme"), LOOKS)
def test_it_loads_and_fits(browser: Browser, pair: Path, root: Path, width_px: int, scheme: Scheme) -> None:
    with viewed(browser, pair, root, LINK, width_px, scheme) as seen:
        page = seen.page
        expect(page.locator(".answer")).to_contain_text("rounds beside as-it-is: ")
        page.wait_for_timeout(1000)
        assert not seen.requests, "asked another machine"
        assert not seen.complaints
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, "scrolls sideways"
        assert not page.evaluate(FAINT_TEXT_JS), "text too near to its ground"
        visible = [one.is_visible() for one in page.locator(".side").all()]
        assert visible == [True, width_px == 1280]
        if width_px == 800:
            page.get_by_role("group", name="Which of the two is shown").get_by_role("button", name="rounds").click()
            assert [one.is_visible() for one in page.locator(".side").all()] == [False, True]
            expect(page.get_by_label("Whose view of borders")).to_be_visible()
            page.get_by_role("button", name="Tilt").click()
            expect(page).to_have_url(re.compile(r"camera=[^&]*%2C50(&|$)"))


def test_the_table_is_that_of_the_terminal(opened: Opened, pair: Path) -> None:
    rows = opened.page.locator(".differences tbody tr").all()
    told = [[cell.inner_text().replace("−", "-") for cell in row.locator("th, td").all()] for row in rows]
    found = compared(mantlet.open_result(pair / "as-it-is"), mantlet.open_result(pair / "rounds"))
    assert told == [list(row) for row in compared_rows(found)]


def test_both_go_with_one_moment(opened: Opened) -> None:
    page = opened.page
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    assert moment(page) == 60
    counts = page.locator(".counts p")
    expect(counts).to_have_count(2)
    page.keyboard.press("End")
    first = page.locator(".raid-words").inner_text()
    through = re.findall(r"(\d+)(?: through)? in", first)
    for count, leaked in zip(counts.all(), through, strict=True):
        expect(count).to_contain_text(f"{leaked} through")
        expect(count).to_contain_text("0 flying")


def test_another_pair_is_picked_and_stays_in_the_link(opened: Opened) -> None:
    page = opened.page
    before = page.locator(".raid-words").inner_text()
    page.get_by_label("Which pair of raids").select_option(label="second at its best")
    expect(page.locator(".raid-words")).not_to_have_text(before)
    page.wait_for_timeout(500)
    shown = re.match(r"Raid (\d+) of draw (\d+): the pair in which", page.locator(".raids .hint").inner_text())
    assert shown is not None
    assert f"raid={shown[2]}.{shown[1]}" in page.url and "beside=rounds" in page.url


def test_each_of_the_two_opens_alone_at_what_is_shown(opened: Opened) -> None:
    page = opened.page
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(500)
    raid = re.search(r"raid=\d+\.\d+&t=60&", page.url)
    assert raid is not None
    links = [one.get_attribute("href") or "" for one in page.get_by_role("link", name="open it alone").all()]
    assert [link.partition("&")[0] for link in links] == ["#run=as-it-is", "#run=rounds"]
    assert all(raid[0].rstrip("&") in link and "beside" not in link for link in links)


def test_a_raid_that_only_one_of_them_has_gives_way_to_a_typical_pair(browser: Browser, pair: Path, root: Path) -> None:
    with viewed(browser, pair, root, "#run=as-it-is&beside=rounds&raid=2.10") as seen:
        expect(seen.page.get_by_label("Which pair of raids")).to_have_value("0")
        assert not seen.complaints


def test_one_map_follows_the_other(opened: Opened) -> None:
    page = opened.page
    box = page.locator(".holder").nth(1).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 120)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 160, steps=4)
    page.mouse.up()
    page.wait_for_timeout(1500)
    assert "camera=" in page.url
    assert not opened.complaints


def test_runs_are_chosen_in_the_head_and_what_nothing_pairs_says_why(browser: Browser, pair: Path, root: Path) -> None:
    with viewed(browser, pair, root, "#run=as-it-is&raid=2.7&t=60&camera=77.5,11.3,7.5,0,0") as seen:
        page = seen.page
        page.get_by_label("Compared with").select_option("rounds")
        page.wait_for_selector("main[data-ready=yes] .compare", timeout=90_000)
        shown = "raid=2.7&t=60&beside=rounds&camera=77.5%2C11.3%2C7.5%2C0%2C0"
        expect(page).to_have_url(re.compile(re.escape(shown)))
        page.get_by_label("Compared with").select_option("other-dice")
        said = "fought with seed 1 and 2: nothing pairs them"
        expect(page.get_by_role("alert")).to_contain_text(said, timeout=30_000)
        page.get_by_label("Compared with").select_option("")
        page.wait_for_selector("main[data-ready=yes] aside", timeout=90_000)
