"""One HTML file that opens with the network off: the frame that every brief shares."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from string import Template

from mantlet.report.ink import style_variables
from mantlet.report.markup import Html, escaped, joined

_HOME = Path(__file__).resolve().parent


def sheet(title: str, sections: Iterable[Html]) -> str:
    """The whole page as text."""
    skeleton = Template((_HOME / "page.html").read_text(encoding="utf-8"))
    style = style_variables() + (_HOME / "style.css").read_text(encoding="utf-8")
    return skeleton.substitute(title=escaped(title), style=style, body=joined(sections, "\n"))


def picture(drawing: Html) -> str:
    """A drawing as a file of its own, light or dark as the reader has it."""
    colours = f"<style>{style_variables()}svg{{background:var(--paper);font-family:sans-serif}}</style>"
    named = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return named.replace(">\n<title", f">\n{colours}\n<title", 1) + "\n"
