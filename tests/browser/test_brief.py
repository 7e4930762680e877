"""The brief opens from disk with the network off and shows what it promises, at two widths, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.page import FAINT_TEXT_JS, Scheme, opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What a reader looks for; each is in one heading at least.
SECTIONS = {
    "map": r"\bmap\b|where",
    "leakers": r"leak",
    "causes": r"\bcauses?\b|why",
    "shots": r"shots|missiles",
    "timeline": r"timeline|minute by minute|one raid",
    "inputs": r"cited|assumed|inputs|numbers|sources",
    "limits": r"limits|not modelled",
}

LOOKS = [(width_px, scheme) for width_px in (1280, 800) for scheme in ("light", "dark")]
looks = pytest.mark.parametrize(("width_px", "scheme"), LOOKS)


@looks
def test_asks_for_nothing_and_complains_of_nothing(
    browser: Browser, brief: Path, width_px: int, scheme: Scheme
) -> None:
    with opened(browser, brief, width_px, scheme) as seen:
        seen.page.mouse.wheel(0, 20_000)
        seen.page.wait_for_timeout(200)
        assert not seen.requests, "the page must carry everything it shows"
        assert not seen.complaints


@looks
def test_pictures_have_a_size_and_stay_inside(browser: Browser, brief: Path, width_px: int, scheme: Scheme) -> None:
    with opened(browser, brief, width_px, scheme) as seen:
        pictures = seen.page.locator(":not(svg) > svg, img")  # what lies inside one is cut by it
        sizes = [box for at in range(pictures.count()) if (box := pictures.nth(at).bounding_box())]
        large = [box for box in sizes if box["width"] >= 200 and box["height"] >= 80]
        assert len(large) >= 4, "map, leakers, causes and timeline at least"
        assert all(box["x"] >= -1 and box["x"] + box["width"] <= width_px + 1 for box in large), "wider than the window"
        overflow_px = seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow_px <= 0, "the page scrolls sideways"


@looks
def test_text_stands_out_from_its_ground(browser: Browser, brief: Path, width_px: int, scheme: Scheme) -> None:
    """Contrast of the page's text at least 4.5, as WCAG 2 asks for body text."""
    with opened(browser, brief, width_px, scheme) as seen:
        faint: list[str] = seen.page.evaluate(FAINT_TEXT_JS)
        assert not faint


def test_sections_are_there(browser: Browser, brief: Path) -> None:
    with opened(browser, brief) as seen:
        headings = seen.page.locator("h1, h2, h3").all_inner_texts()
        missing = [name for name, sign in SECTIONS.items() if not any(re.search(sign, text, re.I) for text in headings)]
        assert not missing, headings


def test_links_inside_the_page_lead_somewhere(browser: Browser, brief: Path) -> None:
    with opened(browser, brief) as seen:
        targets: list[str] = seen.page.locator('a[href^="#"]').evaluate_all("all => all.map((a) => a.hash.slice(1))")
        ids: list[str] = seen.page.locator("[id]").evaluate_all("all => all.map((element) => element.id)")
        assert not set(targets) - set(ids)
        assert len(ids) == len(set(ids)), "an id stands twice"


def test_the_checks_bite(browser: Browser, tmp_path: Path) -> None:
    """A page that loads a picture from elsewhere, throws, and writes grey on grey is caught on all three counts."""
    page = tmp_path / "bad.html"
    page.write_text(
        '<body style="background:#888"><p style="color:#999">faint</p><img src="https://example.org/x.png">'
        "<script>undefined_function()</script>",
        encoding="utf-8",
    )
    with opened(browser, page) as seen:
        assert seen.requests == ["https://example.org/x.png"]
        assert any("undefined_function" in text for text in seen.complaints)
        assert seen.page.evaluate(FAINT_TEXT_JS)
