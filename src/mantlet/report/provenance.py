"""The sections of the brief that say how far to trust it: inputs, limits, how to repeat it."""

from __future__ import annotations

from collections.abc import Mapping

from mantlet.base.sourced import STANDING_MEANINGS, Sourced, Standing
from mantlet.report.findings import Findings
from mantlet.report.inputs import STANDING_COLOURS, Input, Share, quantity
from mantlet.report.markup import Html, element, folded, joined, section, stacked_bar, table
from mantlet.report.wording import LIMITS, percent

SHOWN = 12
# Two standard errors by luck beyond which a share says nothing.
MOST_LUCK = 0.5
_UNCITED: frozenset[Standing] = frozenset({"assumed", "unverified", "recalled"})


def tag(standing: Standing) -> Html:
    """The standing of a number as a small label; everything that is not cited is set in the colour of assumptions."""
    return element("span", standing, class_="tag assumed" if standing in _UNCITED else "tag")


def drawn_tag(number: Sourced) -> Html:
    """The label that belongs to a number."""
    return tag(number.standing)


def assumed(number: Sourced, text: str) -> Html:
    """The text of a number, set as an assumption when it is one."""
    return element("span", text, class_="assumed") if number.standing in _UNCITED else element("span", text)


def interval_text(number: Sourced) -> Html:
    """The bounds of a number, each set by its own standing."""
    if number.alternatives:
        return joined([interval_text(claim) for claim in number.alternatives], " or ")
    parts: list[Html] = []
    for bound in number.bounds:
        text = quantity(float(getattr(number, bound)), number.dimension)
        uncited = number.bound_standing(bound) in _UNCITED
        parts.append(element("span", text, class_="assumed") if uncited else element("span", text))
    return joined(parts, " / ")


def inputs(found: Findings) -> Html:
    """What stands behind the answer: shares by standing, then the inputs that move it most."""
    known = found.inputs
    parts: list[object] = [_standing_bar(known.counts, len(known.fixed))]
    if known.ranked:
        parts += [_shares(found), _ranking(found, known.ranked[:SHOWN], "The inputs that move value lost most")]
        if len(known.ranked) > SHOWN:
            rest = known.ranked[SHOWN:]
            parts.append(folded(f"The other {len(rest)} inputs that were drawn", _ranking(found, rest, "Other inputs")))
    else:
        few = "With so few draws of the inputs none can be ranked: run with more --draws."
        none = "No number moved value lost from draw to draw, so there is nothing to rank."
        parts.append(element("p", few if found.draws < 3 else none))
    if known.fixed:
        parts.append(_fixed(found))
    return section("inputs", "The numbers that matter most: inputs and their sources", *parts)


def _standing_bar(counts: Mapping[Standing, int], fixed_count: int) -> Html:
    total = sum(counts.values())
    pieces = [(f"{standing}: {count}", float(count), STANDING_COLOURS[standing]) for standing, count in counts.items()]
    words = ", ".join(f"{count} {standing}" for standing, count in counts.items())
    key = [
        element(
            "li",
            Html(f'<i style="background:var(--{STANDING_COLOURS[standing]})"></i>'),
            element("strong", f"{count} {standing}"),
            f": {STANDING_MEANINGS[standing]}",
        )
        for standing, count in counts.items()
    ]
    aside = f" Fixed at their central value in every draw: {fixed_count} of them." if fixed_count else ""
    line = element("p", f"This run rests on {total} numbers: {words}.{aside}")
    return joined([line, stacked_bar(pieces, words), element("ul", *key, class_="key")])


def _shares(found: Findings) -> Html:
    known = found.inputs
    *parts, last = (f"{name} inputs explain {_share_text(share)}" for name, share in known.shares.items())
    listed = f"{', '.join(parts)} and {last}" if parts else last
    text = (
        f"Of what moves value lost from draw to draw, {listed}: rank variance over {known.draw_count} "
        "draws, each number drawn on its own; recalled and unverified numbers count as assumed. The rest is "
        "interaction between inputs and the chance left within a draw."
    )
    return element("p", text)


def _share_text(share: Share) -> str:
    by_luck = 2 * share.by_luck_frac
    if by_luck > MOST_LUCK:
        return "a share that so few draws cannot tell from luck"
    explained = min(max(share.explained_frac, 0.0), 1.0)
    return f"{percent(explained)} (give or take {percent(by_luck)})"


def _ranking(found: Findings, rows: list[Input], caption: str) -> Html:
    cells: list[list[object]] = []
    for row in rows:
        effect = f"{row.correlation:+.2f}" if row.distinguishable else f"({row.correlation:+.2f})"
        published = joined(
            [interval_text(row.number), " ", tag(row.number.standing), element("small", "drawn ", row.drawn_text)]
        )
        cells.append([_label(row), effect, published, _origin(found, row)])
    heads = ["Input", "Effect", "Interval (low / best / high)", "Where it comes from"]
    note = (
        f"{caption}. Effect: Spearman rank correlation with value lost; + means more of it, more is lost; in brackets "
        "where luck alone reaches as much among so many inputs."
    )
    return table(note, heads, cells, (1,))


def _label(row: Input) -> Html:
    what, owner = row.words
    return joined([what, element("small", owner)])


def _fixed(found: Findings) -> Html:
    """The numbers that no draw changes, so that none can say what they do to the answer."""
    cells: list[list[object]] = []
    for path, number in sorted(found.inputs.fixed.items()):
        row = Input(path, number, number.central, number.central, 0.0, False)
        published = joined([interval_text(number), " ", tag(number.standing)])
        cells.append([_label(row), row.drawn_text, published, _origin(found, row)])
    note = (
        "Paths, lines of sight and gas loss are laid out once, at the central value of these; what the interval of "
        "such a number leaves open is in no spread."
    )
    heads = ["Input", "Fixed at", "Interval (low / best / high)", "Where it comes from"]
    return folded(f"Inputs fixed at their central value ({len(cells)})", table(note, heads, cells, (1,)))


def _origin(found: Findings, row: Input) -> Html:
    number = row.number
    parts: list[object] = []
    for source in row.sources(found.inputs.sources):
        title = (
            element("a", source.title, href=source.url)
            if source.url.startswith(("https://", "http://"))
            else source.title
        )
        parts.append(element("span", title, f", {source.date}"))
    if number.assumed:
        parts.append(element("span", f"assumed: {number.assumed}", class_="assumed"))
    if number.definition:
        parts.append(f"by definition: {number.definition}")
    if number.given:
        parts.append("set in the scenario")
    shown = joined(parts, " · ")
    return joined([shown, element("small", number.note)]) if number.note else shown


def limits(found: Findings) -> Html:
    """What is left out, in words."""
    uncited = sum(count for standing, count in found.inputs.counts.items() if standing in _UNCITED)
    items = [element("li", text) for text in LIMITS]
    if uncited:
        own = f"{uncited} of {sum(found.inputs.counts.values())} numbers in use have no source that was read; such "
        items.insert(0, element("li", own, "numbers are printed ", element("span", "like this", class_="assumed"), "."))
    return section("limits", "Limits: what this does not say", element("ul", *items))


def repeat(found: Findings) -> Html:
    """How to get the same answer again."""
    rows = [[name, element("code", value)] for name, value in found.repeat]
    text = "The same command, version and library give the same outcomes, whatever the number of threads."
    return section("repeat", "How to repeat it", element("p", text), table("What was run", ["Item", "Value"], rows))
