"""Writing HTML so that nothing typed by a user can become markup.

Every piece of the brief is built with `element`; plain text is escaped on the way in, only `Html` passes untouched.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

VOID_TAGS = frozenset({"br", "hr", "img", "col", "meta"})


class Html(str):
    """Markup that is known to be safe; joining and formatting give back plain text, which is escaped again."""

    __slots__ = ()


def escaped(value: object) -> Html:
    """The value as markup: `Html` as it is, anything else as text.

    >>> escaped("<b> & co")
    '&lt;b&gt; &amp; co'
    """
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=True))


def joined(parts: Iterable[object], between: str = "") -> Html:
    """The parts one after the other, each escaped unless it is markup."""
    return Html(html.escape(between).join(escaped(part) for part in parts))


def element(tag: str, *children: object, **attributes: str) -> Html:
    """One element with escaped children and attributes; `class_` stands for `class`, `aria_label` for `aria-label`.

    >>> element("td", "a < b", class_="number")
    '<td class="number">a &lt; b</td>'
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(text, quote=True)}"' for name, text in attributes.items()
    )
    if tag in VOID_TAGS:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{joined(children)}</{tag}>")


def section(anchor: str, heading: str, *children: object) -> Html:
    """A section of the page with its heading and an id to link to."""
    title = element("h2", heading, id=f"{anchor}-heading")
    return element("section", title, *children, id=anchor, aria_labelledby=f"{anchor}-heading")


def table(
    caption: str,
    heads: Sequence[object],
    rows: Iterable[Sequence[object]],
    numeric: Iterable[int] = (),
    *,
    stacked: bool = False,
) -> Html:
    """A table whose first column names its rows; `numeric` are the column indices set flush right.

    On a phone one that is `stacked` has its cells one below the other, each with its head; others scroll sideways.
    """
    right = set(numeric)
    head_cells = [
        element("th", head, scope="col", **({"class_": "number"} if column in right else {}))
        for column, head in enumerate(heads)
    ]
    body: list[Html] = []
    for row in rows:
        cells = [element("th", row[0], scope="row")]
        for column, cell in enumerate(row[1:], start=1):
            named = {"data_head": str(heads[column])} if stacked else {}
            cells.append(element("td", cell, **({"class_": "number"} if column in right else {}), **named))
        body.append(element("tr", *cells))
    whole = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head_cells)),
        element("tbody", *body),
    )
    return element("div", whole, class_="scroll stacked" if stacked else "scroll")


def figure(drawing: Html, caption: object, *, wide: bool = False, on_light: bool = False) -> Html:
    """A drawing with its caption; `wide` may scroll sideways on a phone, `on_light` keeps a light card in the dark."""
    classes = " ".join(["drawing", *(["wide"] if wide else []), *(["on-light"] if on_light else [])])
    return element("figure", element("div", drawing, class_=classes), element("figcaption", caption))


def folded(summary: object, *children: object, open_: bool = False) -> Html:
    """A part of the page that opens on demand."""
    return element("details", element("summary", summary), *children, **({"open": "open"} if open_ else {}))


def bar(share_frac: float, label: str, colour: str = "vermillion") -> Html:
    """A horizontal bar as a small drawing (drawn, not a background, so that it prints); share 0 to 1 of the cell."""
    width = max(0.0, min(1.0, share_frac)) * 100
    return Html(
        f'<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{escaped(label)}">'
        f'<rect width="{width:.2f}" height="10" fill="var(--{colour})"/></svg>'
    )


def stacked_bar(parts: Sequence[tuple[str, float, str]], label: str) -> Html:
    """One bar of adjoining pieces `(name, amount, colour)`; names and amounts belong in the text beside it."""
    total = sum(amount for _, amount, _ in parts) or 1.0
    left = 0.0
    pieces: list[str] = []
    for name, amount, colour in parts:
        width = 100 * amount / total
        pieces.append(
            f'<rect x="{left:.2f}" width="{max(width - 0.25, 0):.2f}" height="10" fill="var(--{colour})">'
            f"<title>{escaped(name)}</title></rect>"
        )
        left += width
    return Html(
        f'<svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{escaped(label)}">'
        f"{''.join(pieces)}</svg>"
    )
