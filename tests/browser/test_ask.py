"""Asking what if on the page: numbers changed, things moved, fought again, compared, kept; by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import mantlet
from browser.page import FAINT_TEXT_JS, Opened, Scheme
from browser.viewer import moment, viewed
from mantlet.scenario.load import load

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [(width_px, scheme) for width_px in (1280, 800) for scheme in ("light", "dark")]
# A browser notes every refusal in its console, also those that the page asked for and shows.
REFUSED = "the server responded with a status of 422"
KILL = "numbers.spyder-sr-round.kill_prob.cruise"
AT = "sides.india.units.karu-akash.at"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    mantlet.run(mantlet.load("ladakh-2020"), draws=6, replications=20).save(folder / "ladakh-2020")
    mantlet.run(mantlet.load("ladakh-2020"), draws=100, replications=100, keep="summary").save(folder / "long")
    return folder


@pytest.fixture(scope="module")
def opened(browser: Browser, runs: Path, root: Path) -> Iterator[Opened]:
    """One window that the tests below share, each from where the one before left it."""
    with viewed(browser, runs, root, "#run=ladakh-2020&t=850&tab=changes") as seen:
        yield seen


def changes(page: Page) -> list[str]:
    return [" ".join(line.split()) for line in page.locator(".said li[data-path]").all_inner_texts()]


def test_a_unit_is_dragged_on_the_map(opened: Opened) -> None:
    page = opened.page
    expect(page.locator(".said")).to_contain_text("Nothing is changed yet")
    ring = page.locator(f'.handle[data-path="{AT}"]')
    expect(ring).to_be_visible()
    page.wait_for_timeout(500)
    box = ring.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 15, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 15, steps=4)
    page.mouse.move(box["x"] + 95, box["y"] + 5, steps=4)
    page.mouse.up()
    expect(page.locator(".said li[data-path]")).to_have_count(1)
    (line,) = changes(page)
    found = re.search(r"33\.817 north, 77\.754 east → ([\d.]+) north, ([\d.]+) east", line)
    assert found is not None and float(found[2]) > 77.8
    expect(page.get_by_role("tab", name="Changes (1)")).to_be_visible()


def test_what_the_loader_refuses_is_said_beside_the_number(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("tab", name="Numbers").click()
    page.get_by_label("Search the numbers").fill("spyder-sr-round kill cruise")
    page.locator(".numbers summary").first.click()
    form = page.locator(".edit")
    expect(form.get_by_label("best of")).to_have_value("0.65")
    for name, value in (("low", ""), ("best", "1.4"), ("high", "")):
        form.get_by_label(f"{name} of").fill(value)
    form.get_by_role("button", name="Change").click()
    expect(form.get_by_role("alert")).to_have_text(f"--set: {KILL}: got 1.4, expected at least 0 and at most 1")
    form.get_by_label("best of").fill("0.1")
    form.get_by_label("best of").press("Enter")
    expect(form.get_by_role("status")).to_contain_text("Taken")
    expect(form.get_by_role("alert")).to_be_hidden()


def test_a_changed_number_shows_what_it_is_changed_to(opened: Opened) -> None:
    page = opened.page
    form = page.locator(".edit")
    expect(form).to_contain_text("This run has 0.35 / 0.65 / 0.9.")
    form.get_by_label("low of").fill("0.05")
    form.get_by_label("high of").fill("0.2")
    form.get_by_label("high of").press("Enter")
    expect(form.get_by_role("status")).to_contain_text("Taken")
    page.get_by_role("tab", name="Changes").click()
    page.get_by_role("tab", name="Numbers").click()
    page.locator(".numbers summary").filter(has_text="spyder-sr-round").filter(has_text="kill").first.click()
    for name, value in (("low", "0.05"), ("best", "0.1"), ("high", "0.2")):
        expect(form.get_by_label(f"{name} of")).to_have_value(value)
    expect(form).to_contain_text("This run has 0.35 / 0.65 / 0.9.")
    for name, value in (("low", ""), ("best", "0.1"), ("high", "")):
        form.get_by_label(f"{name} of").fill(value)
    form.get_by_role("button", name="Change").click()
    expect(form.get_by_role("status")).to_contain_text("Taken")


def test_it_is_fought_again_and_the_difference_is_told(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("tab", name="Changes (2)").click()
    expect(page.locator(".said li[data-path]")).to_have_count(2)
    expect(page.locator(".said li[data-path]").nth(1)).to_contain_text("0.35 / 0.65 / 0.9 → 0.1Undo")
    page.get_by_role("button", name="Fight again").click()
    expect(page.get_by_role("status").filter(has_text="beside ladakh-2020")).to_be_visible(timeout=60_000)
    rows = page.locator(".fight tbody tr")
    cells = {row[0]: row[1:] for row in (re.split(r"\s*\t\s*|\n", text) for text in rows.all_inner_texts())}
    assert float(cells["leakers"][1]) > float(cells["leakers"][0]), "a worse missile, and as many get through"


def test_the_new_run_opens_at_the_same_moment_and_leads_back(opened: Opened) -> None:
    page = opened.page
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("Shift+ArrowRight")
    at = moment(page)
    both = page.get_by_role("link", name="Side by side").get_attribute("href") or ""
    assert f"&t={at:.0f}&beside=ladakh-2020-" in both and "tab=" not in both
    page.get_by_role("link", name="Open it").click()
    page.wait_for_selector("main[data-ready=yes]", timeout=60_000)
    expect(page.get_by_label("Which run")).not_to_have_value("run ladakh-2020")
    expect(page.locator(".made")).to_contain_text("is ladakh-2020 with changes")
    assert moment(page) == at
    page.get_by_role("link", name="Open ladakh-2020").click()
    expect(page.get_by_label("Which run")).to_have_value("run ladakh-2020")
    expect(page.locator(".fight")).to_contain_text("What changes", timeout=60_000)


def test_nothing_went_wrong_meanwhile(opened: Opened) -> None:
    assert not opened.requests
    assert [words for words in opened.complaints if REFUSED not in words] == []


def test_by_keyboard_alone_and_each_change_undone(browser: Browser, runs: Path, root: Path) -> None:
    with viewed(browser, runs, root, f"#run=ladakh-2020&tab=changes&set={KILL}%3D0.5") as seen:
        page = seen.page
        expect(page.locator(".said li[data-path]")).to_have_count(1)
        expect(page.get_by_role("tab", name="Changes (1)")).to_be_visible()
        page.get_by_label("What is moved").focus()
        page.keyboard.type("karu")
        expect(page.get_by_label("Latitude")).to_have_value("33.817")
        page.get_by_label("Latitude").fill("33.9")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("77.8")
        page.keyboard.press("Enter")
        expect(page.locator(".said li[data-path]")).to_have_count(2)
        assert "33.9 north, 77.8 east" in changes(page)[1]
        page.wait_for_timeout(600)
        assert "set=" in page.url, "a link keeps them"
        page.get_by_role("button", name="Undo kill probability").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".said li[data-path]")).to_have_count(1)
        page.get_by_label("Latitude").fill("95")
        page.keyboard.press("Enter")
        expect(page.locator(".placing").get_by_role("alert")).to_contain_text("expected less than or equal to 85")
        page.get_by_role("button", name="Undo all").click()
        expect(page.locator(".said")).to_contain_text("Nothing is changed yet")


def test_the_file_is_saved_with_the_call_that_repeats_it(
    browser: Browser, runs: Path, root: Path, tmp_path: Path
) -> None:
    with viewed(browser, runs, root, f"#run=ladakh-2020&tab=changes&set={KILL}%3D0.5") as seen:
        with seen.page.expect_download() as started:
            seen.page.get_by_role("link", name="Save as YAML").click()
        name = started.value.suggested_filename
        started.value.save_as(tmp_path / name)
        words = seen.page.locator(".repeat code").inner_text()
        stem = name.removesuffix(".yaml")
        assert words == f"mantlet run {name} --draws 6 --replications 20 --seed 1 --out out/{stem}"
        assert load(tmp_path / name).sha256 == load("ladakh-2020", overrides=[f"{KILL}=0.5"]).sha256


def test_a_fight_can_be_stopped(browser: Browser, runs: Path, root: Path) -> None:
    with viewed(browser, runs, root, f"#run=long&tab=changes&set={KILL}%3D0.5") as seen:
        page = seen.page
        page.get_by_role("button", name="Fight again").click()
        expect(page.locator(".progress")).to_contain_text(" of 12500 raids", timeout=30_000)
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".fight")).to_contain_text("nothing of it was kept", timeout=30_000)


@pytest.mark.parametrize(("width_px", "scheme"), LOOKS)
def test_it_is_readable(browser: Browser, runs: Path, root: Path, width_px: int, scheme: Scheme) -> None:
    link = f"#run=ladakh-2020&tab=changes&set={KILL}%3D0.5"
    with viewed(browser, runs, root, link, width_px, scheme) as seen:
        page = seen.page
        figure = page.locator(".tile").first
        figure.click()
        expect(figure).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".more")).to_contain_text("where the sources let the average be")
        expect(page.locator(".said li[data-path]")).to_have_count(1)
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, "scrolls sideways"
        assert not page.evaluate(FAINT_TEXT_JS), "text too near to its ground"
        assert not seen.requests
        assert not seen.complaints
