"""What the map shows goes with the moment: coverage, envelopes, names of what moves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

import mantlet
from browser.page import Opened
from browser.viewer import viewed
from mantlet.web.replay import Replay, replayed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LABS = ("lab-moves", "lab-emission")
FLOWN = "lab-fighters"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mapped")
    for name in (*LABS, FLOWN):
        mantlet.run(mantlet.load(name), draws=1, replications=1, threads=1).save(folder / name)
    return folder


@pytest.fixture(params=LABS, scope="module")
def opened(browser: Browser, runs: Path, root: Path, request: pytest.FixtureRequest) -> Iterator[tuple[str, Opened]]:
    with viewed(browser, runs, root, f"#run={request.param}&t=0") as seen:
        yield request.param, seen


def go_to(page: Page, moment_s: float) -> None:
    """Shows another moment, and waits until it is drawn."""
    slider = page.get_by_label("Moment of the raid")
    slider.fill(str(moment_s))
    page.wait_for_timeout(1500)


def tint(page: Page) -> tuple[int, int, int]:
    """The colour of the map left of its middle, where nothing but ground and coverage is."""
    box = page.locator(".holder").bounding_box()
    assert box is not None
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    red, green, blue = image.getpixel((round(box["x"] + box["width"] / 4), round(box["y"] + box["height"] / 2)))  # pyright: ignore[reportGeneralTypeIssues]
    return red, green, blue


def test_coverage_is_that_of_the_moment(opened: tuple[str, Opened]) -> None:
    """Silent from 3 s to 120 s; packed up from 150 s on."""
    name, seen = opened
    before, within, later = {"lab-emission": (0, 60, 130), "lab-moves": (100, 300, 760)}[name]
    looks = []
    for moment_s in (before, within, later):
        go_to(seen.page, moment_s)
        looks.append(tint(seen.page))
    on, out, again = looks
    assert on == again
    assert on[1] > max(on[0], on[2]), "green where it sees"
    assert out != on
    if name == "lab-emission":
        assert out[0] > out[1] > out[2], "orange where it would see"
    else:
        assert max(out) - min(out) < 12, "nobody is there"
    assert not seen.requests and not seen.complaints


@pytest.fixture(scope="module")
def flown(browser: Browser, runs: Path, root: Path) -> Iterator[Opened]:
    """Fighters, in a window that the tests below share."""
    with viewed(browser, runs, root, f"#run={FLOWN}&t=0") as seen:
        yield seen


def test_strips_of_fighters_have_each_salvo_and_say_how_many_hit(flown: Opened, runs: Path) -> None:
    replay = replayed(mantlet.open_result(runs / FLOWN), 0, 0)
    flights = replay.world.names.unit_ids[len(replay.world.arrays.units) :]
    salvos = [shot for shot in replay.shots if shot.unit in flights]
    assert {shot.hit for shot in salvos} == {True, False}
    drawn = flown.page.locator(".strip .salvo")
    assert drawn.count() == len(salvos)
    assert flown.page.locator(".strip .salvo.struck").count() == sum(shot.hit for shot in salvos)
    first = min(salvos, key=lambda shot: shot.start_s)
    words = flown.page.locator(".strip").filter(has=flown.page.get_by_title(first.unit, exact=True)).locator(".count")
    go_to(flown.page, first.start_s)
    expect(words).to_have_text(f"engages {first.target} · fired 1×, 0 hit")
    go_to(flown.page, replay.end_s)
    mine = [shot.hit for shot in salvos if shot.unit == first.unit]
    expect(words).to_contain_text(f"fired {len(mine)}×, {sum(mine)} hit")


def killed(runs: Path) -> tuple[Replay, dict[str, Any]]:
    """The object of that raid that was killed last, when nothing flies beside it."""
    replay = replayed(mantlet.open_result(runs / FLOWN), 0, 0)
    dead = [one for one in replay.told()["objects"] if one["fate"] == "killed"]
    return replay, max(dead, key=lambda one: one["end_s"])


def test_whatever_flew_is_found_by_keyboard(flown: Opened, runs: Path) -> None:
    page, (_, one) = flown.page, killed(runs)
    page.get_by_role("tab", name="Why").click()
    page.get_by_text("Everything that flew").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{one['id']}")
    expect(page.locator(".flown li")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".gates h2")).to_contain_text(f"{one['id']} killed at")
    expect(page.locator(".gates h2")).to_be_in_viewport()
    assert float(page.get_by_label("Moment of the raid").input_value()) == one["end_s"]
    expect(page.locator(".gate")).not_to_have_count(0)
    assert not flown.requests and not flown.complaints


def test_a_mark_of_what_was_killed_can_be_asked_on_the_map(browser: Browser, runs: Path, root: Path) -> None:
    replay, one = killed(runs)
    lon, lat, _ = replay.place(replay.index[one["id"]], one["end_s"])
    link = f"#run={FLOWN}&t={one['end_s'] + 20:.0f}&camera={lon:.4f},{lat:.4f},11,0,0"
    with viewed(browser, runs, root, link) as seen:
        page = seen.page
        page.wait_for_timeout(1500)
        box = page.locator(".holder").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator(".gates h2")).to_contain_text(f"{one['id']} killed at")


@pytest.mark.parametrize("width_px", [1280, 800])
def test_the_key_opens_by_keyboard_and_stays_in_the_window(
    browser: Browser, runs: Path, root: Path, width_px: int
) -> None:
    with viewed(browser, runs, root, f"#run={FLOWN}&t=0", width_px) as seen:
        page = seen.page
        page.get_by_role("button", name="Tilt").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        signs = page.locator(".key li")
        expect(signs.last).to_be_visible()
        expect(signs.last).to_contain_text("asset hit")
        for sign in (signs.first, signs.last):
            box = sign.bounding_box()
            assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width_px
