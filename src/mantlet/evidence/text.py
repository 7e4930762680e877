"""A report as it lies in its file, and the prose that is read of it, with the place of each code point in the file."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mantlet.base.errors import Fault, InvalidInput
from mantlet.base.marked import text_of
from mantlet.evidence.claims import Span

# Anchored at the start and without alternatives: nothing to go back to.
_HEAD = re.compile(r"\s*date[ \t]+(\d{4}-\d\d-\d\d)(?!\S)", re.ASCII)
_OPENING = re.compile(r"<([a-z][a-z0-9]{0,11})\b", re.ASCII)
# A tag ends at the first, unless the second opens a quotation.
_TAG_MARK = re.compile(r""">|=[ \t\n]*(["'])""")
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # soft hyphen, widths of zero, joiners
_LONGEST_ENTITY = 32
_UNREAD = ("script", "style", "head", "noscript", "template", "svg")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_APART = frozenset(("sub", "sup", "img", "button", "option", "input"))


@dataclass(frozen=True)
class Report:
    """One report: `text` as the file has it, `prose` as it is read; `starts` and `ends` lead from prose back to text.

    `sha256` is that of the text in UTF-8. `dated` is the place of its date where the file itself begins with one.
    """

    name: str
    sha256: str
    text: str
    date: date
    dated: tuple[int, int] | None
    prose: str
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where prose from `start` up to `end` stands in the file's text."""
        return self.starts[start], self.ends[end - 1]

    def span(self, start: int, end: int) -> Span:
        """The same as a place with its words."""
        first, last = self.place(start, end)
        return Span(report=self.name, start=first, end=last, text=self.text[first:last])


def open_report(path: Path, dated: date | None = None) -> Report:
    """Reads a report file in UTF-8; `dated` is the date of one that does not begin with ` date YYYY-MM-DD `.

    Raises InvalidInput for a file that cannot be read, is too large, is not UTF-8, or has no date.
    """
    text = text_of(path)
    if not path.name.isprintable():
        raise InvalidInput([Fault(repr(str(path)), 0, "", "has a name that cannot be printed; rename it")])
    try:
        return report_of(path.name, text, dated, markup=path.suffix.lower() in (".html", ".htm", ".xhtml"))
    except ValueError as error:
        raise InvalidInput([Fault(str(path), 1, "", str(error))]) from None


def report_of(name: str, text: str, dated: date | None = None, *, markup: bool = False) -> Report:
    """A report from its text; `markup` says that it is HTML, which it is too when it begins like it.

    The date that the text begins with goes before `dated`. Raises ValueError without any, or for one that is no day.

    >>> report = report_of("a.html", "<p>5&nbsp;jets</p>", date(2020, 6, 22), markup=True)
    >>> report.prose.strip(), report.span(2, 8).text
    ('5\\xa0jets', '5&nbsp;jets')
    """
    head = _HEAD.match(text)
    if head is not None:
        try:
            dated = date.fromisoformat(head[1])
        except ValueError:
            raise ValueError(f"begins with the date {head[1]}, which is no day") from None
    if dated is None:
        raise ValueError("has no date: begin it with ' date YYYY-MM-DD ', or give one with --date YYYY-MM-DD")
    start = head.end() if head is not None else 0
    opening = text[start : start + 300].lstrip().lower()
    tag = _OPENING.match(opening)
    if markup or opening.startswith(("<!doctype html", "<?xml")) or (tag and tag[1] in (*_BLOCKS, *_UNREAD)):
        prose, starts, ends = _without_markup(text, start)
    else:
        prose, starts, ends = text[start:], range(start, len(text)), range(start + 1, len(text) + 1)
    prose, starts, ends = _shown(prose, starts, ends)
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Report(name, sha, text, dated, head.span(1) if head else None, prose, starts, ends)


class _Prose:
    """Prose as it is put together, each piece with where it came from."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def put(self, piece: str, start: int, end: int) -> None:
        """A piece that stands for the whole of `start` up to `end`."""
        self.pieces.append(piece)
        self.starts.extend([start] * len(piece))
        self.ends.extend([end] * len(piece))

    def copy(self, text: str, start: int, end: int) -> None:
        """What the text has there; a line's end in HTML is but a space."""
        self.pieces.append(text[start:end].replace("\n", " ").replace("\r", " "))
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))


def _without_markup(text: str, at: int) -> tuple[str, list[int], list[int]]:
    """Prose of HTML in one pass: tags out, a block's bounds as an empty line, entities as what they stand for."""
    prose, copied, size = _Prose(), at, len(text)
    marks = re.compile("[<&]")
    while at < size:
        found = marks.search(text, at)
        if found is None:
            break
        here = found.start()
        if text[here] == "&":
            stop, char = _entity(text, here)
        else:
            stop, char = _tag(text, here)
        if stop == here:
            at = here + 1
            continue
        prose.copy(text, copied, here)
        prose.put(char, here, stop)
        at = copied = stop
    prose.copy(text, copied, size)
    return "".join(prose.pieces), prose.starts, prose.ends


def _entity(text: str, here: int) -> tuple[int, str]:
    """The end of an entity and what it stands for; `here` again when it is a plain ampersand."""
    stop = text.find(";", here, here + _LONGEST_ENTITY) + 1
    char = html.unescape(text[here:stop]) if stop else ""
    return (
        (here, "")
        if not stop or char == text[here:stop] or (char.startswith("&") and stop - here > 5)
        else (stop, char)
    )


def _tag(text: str, here: int) -> tuple[int, str]:
    """The end of a tag (of the whole element where it holds no prose) and what stands in its place."""
    if text.startswith("<!--", here):
        return _after(text, "-->", here), " "
    letter = text[here + 1 : here + 2]
    if not (letter.isalpha() or letter in ("/", "!", "?")) or not letter:
        return here, ""
    name = ""
    for char in text[here + 1 : here + 12].lstrip("/").lower():
        if not char.isalnum():
            break
        name += char
    if name in _UNREAD and letter != "/":
        return _after(text, ">", _after(text, f"</{name}", here) - 1), "\n\n"
    stop = _tag_end(text, here)
    return stop, "\n\n" if name in _BLOCKS else " " if name in _APART else ""


def _tag_end(text: str, here: int) -> int:
    """Just behind the `>` of a tag, past those in quoted attributes; an unclosed quotation is none."""
    at = here
    while found := _TAG_MARK.search(text, at):
        closed = text.find(found[1], found.end()) if found[1] else -1
        if closed < 0:
            return _after(text, ">", found.start())
        at = closed + 1
    return len(text)


def _shown(prose: str, starts: Sequence[int], ends: Sequence[int]) -> tuple[str, Sequence[int], Sequence[int]]:
    """Without the marks inside words that nobody sees, such as soft hyphens."""
    if _UNSEEN.isdisjoint(prose):
        return prose, starts, ends
    kept = [at for at, char in enumerate(prose) if char not in _UNSEEN]
    return "".join(prose[at] for at in kept), [starts[at] for at in kept], [ends[at] for at in kept]


def _after(text: str, mark: str, here: int) -> int:
    """Just behind the next `mark`; the end of the text where none comes, as a browser has it."""
    found = text.find(mark, here)
    return len(text) if found < 0 else found + len(mark)
