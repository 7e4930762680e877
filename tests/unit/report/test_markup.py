"""Nothing typed by a user can become markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mantlet.report.markup import Html, bar, element, escaped, joined, section, stacked_bar, table


class Reader(HTMLParser):
    """What a browser makes of a piece of HTML: tags, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_any_text_comes_back_as_text(text: str) -> None:
    read = Reader(element("p", text, title=text))
    assert read.tags == ["p"]
    assert read.text.replace("\r", "") == text.replace("\r", "")
    assert [name for name, _ in read.attributes] == ["title"]


@pytest.mark.parametrize(
    "piece",
    [
        lambda evil: section("map", evil, evil),
        lambda evil: table(evil, [evil, evil], [[evil, evil]]),
        lambda evil: bar(0.5, evil),
        lambda evil: stacked_bar([(evil, 1.0, "blue")], evil),
    ],
)
def test_every_piece_escapes(piece) -> None:
    read = Reader(piece('"><script>alert(1)</script>'))
    assert "script" not in read.tags


def test_markup_passes_but_loses_its_standing_when_it_is_formatted() -> None:
    safe = element("b", "x")
    assert escaped(safe) == "<b>x</b>"
    assert escaped(f"{safe}") == "&lt;b&gt;x&lt;/b&gt;"
    assert isinstance(joined(["<", safe]), Html)
    assert joined(["<", safe]) == "&lt;<b>x</b>"
