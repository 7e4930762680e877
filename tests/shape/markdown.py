"""Reading the documentation as a machine does: headings, links, fenced blocks, and blocks kept equal to a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
# <!-- file: docs/examples/x.py --> stands directly above a fenced block that shows that file.
_KEPT = re.compile(r"^<!-- file: (\S+) -->\n```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text and the line it starts on."""

    language: str
    text: str
    line: int


def blocks(text: str) -> Iterator[Block]:
    """Fenced blocks of a page, in order."""
    for match in _FENCE.finditer(text):
        yield Block(match.group(1), match.group(2), text.count("\n", 0, match.start()) + 2)


def links(text: str) -> list[str]:
    """Targets of the links and pictures of a page, fenced blocks and inline code left out."""
    return _LINK.findall(re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text)))


def anchors(text: str) -> set[str]:
    """The `#anchor` of each heading, made as code hosts make it.

    >>> sorted(anchors("# Two engines, one truth\\n## `run --json`"))
    ['run---json', 'two-engines-one-truth']
    """
    titles = (re.sub(r"[`*_]", "", title).lower() for title in _HEADING.findall(_FENCE.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def with_files_inserted(text: str, root: Path) -> str:
    """The page with each block below a `file:` mark showing what the file holds now."""

    def shown(match: re.Match[str]) -> str:
        name, language, _ = match.groups()
        return f"<!-- file: {name} -->\n```{language}\n{(root / name).read_text(encoding='utf-8').rstrip()}\n```"

    return _KEPT.sub(shown, text)


def prose(text: str) -> Iterator[str]:
    """The lines of a page that are sentences: not those of fenced blocks, tables, headings, pictures and comments."""
    for line in _FENCE.sub("", text).splitlines():
        if not line.lstrip().startswith(("|", "#", "![", "<", ">")):
            yield line
