"""Sections of the months: value lost by policy, other raids and states, leakers, damage, who stands where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from mantlet.posture.months.fights import SATURATING
from mantlet.posture.months.season import VIEW_WORDS, VIEWS, View
from mantlet.report.markup import Html, element, figure, folded, joined, section, table
from mantlet.report.posture.charts import Line, Panel, bands_of, dash, losses, lost_and_saved
from mantlet.report.posture.facts import NONE, Document, Facts, dates, in_month, reach, three, told
from mantlet.report.posture.summary import few_draws
from mantlet.report.wording import CLASS_WORDS, whole_or_short

_SPREADS = ("Error", "Chance", "Ignorance")


def months(facts: Facts) -> Html:
    """The chart, and the small ones beside it."""
    said = (
        "A raid of each month, fought on the same draws and dice for all policies. Lines are means over the draws; the "
        "pale band with dotted edges is ignorance of waiting (where the sources let its mean be), the darker one the "
        "error of its mean. Below, what is saved against waiting in the same raids, with the same bands of "
        f"{_named(facts.best)}. Chance is not in the bands; it stands among the figures below."
    )
    stake = element("p", f"Of {told(facts['value_at_stake'])} units of value at stake.", class_="meta")
    parts: list[object] = [stake, figure(lost_and_saved(facts), said, wide=True), _other_raids(facts)]
    parts += [_saved(facts), _by_raid(facts), _figures(facts)]
    return section("months", "Month by month: value lost in a raid", *parts)


def _other_raids(facts: Facts) -> Html:
    """Small multiples: the larger and the worst raid, and each state of nature of the file."""
    drawn: list[Html] = []
    for view, state, title in _columns(facts)[1:]:
        panel = losses(facts, view, state)
        about = f"Mean value lost by month for every policy: {title}"
        drawn.append(_small(panel, f"lost-{view}-{state}", f"{title[0].upper()}{title[1:]}", about))
    under = f"A line that is not to be seen lies under “{facts.waits['title']}”."
    return joined(
        [
            element("h3", "Other raids, other states of nature"),
            key(facts, facts.policies),
            element("p", " ".join(filter(None, (under, few_draws(facts)))), class_="meta"),
            multiples(drawn),
            _raids(facts),
        ]
    )


def _columns(facts: Facts) -> list[tuple[View, str, str]]:
    """Every form of raid in every state of nature that a document has, the raid as it is first, with words for it."""
    found: list[tuple[View, str, str]] = [(view, facts.record, words) for view, words in VIEW_WORDS.items()]
    for state in facts.other_states:
        for view, words in VIEW_WORDS.items():
            if view in facts.waits["saved"][state["id"]]:
                title = state["title"] if view == "fixed" else f"{state['title']}: {words}"
                found.append((view, state["id"], title))
    return found


def _small(panel: Panel, name: str, title: str, about: str) -> Html:
    return element("figure", element("figcaption", element("strong", title)), panel.svg(name, title, about))


def multiples(drawn: list[Html]) -> Html:
    """Figures side by side, as many as there is room for."""
    return element("div", *drawn, class_="drawing multiples")


def key(facts: Facts, policies: Iterable[Document]) -> Html:
    """Whose lines are which."""
    items = [element("li", dash(facts.stroke(policy)), policy["title"]) for policy in policies]
    return element("ul", *items, class_="key")


def _raids(facts: Facts) -> Html:
    """Which raids are meant, and which one is chosen as the worst."""
    named = {raid["id"]: raid for raid in facts["raids"]}
    fixed, large = (
        [raid for raid in facts["raids"] if raid["role"] == "reference" and raid["saturating"] is larger]
        for larger in (False, True)
    )
    listed = ", ".join(f"{raid['id']} ({raid['objects']} objects)" for raid in fixed)
    larger = ", ".join(_enlarged(raid) for raid in large)
    items = [
        element("li", element("strong", "As it is: "), f"mean over {listed}."),
        element(
            "li",
            element("strong", "Made larger: "),
            f"the same with more of everything, until what is added mostly leaks; mean over {larger}.",
        ),
    ]
    spoken: dict[str, list[str]] = {}
    for policy in facts.policies:
        runs = _runs(facts, policy["series"][facts.record]["worst"]["raid"])
        words = "; ".join(
            f"{raid_words(named[raid])}, {named[raid]['objects']} objects, from {since}" for raid, since in runs
        )
        spoken.setdefault(words, []).append(f"“{policy['title']}”")
    said = (
        "of the menu, each raid at its own size and made larger, the attacker sees what stands and takes what costs "
        "most"
    )
    if len(spoken) == 1:
        said += f": under every policy {next(iter(spoken))}."
    else:
        said += ". " + " ".join(f"Under {', '.join(names)}: {words}." for words, names in spoken.items())
    items.append(element("li", element("strong", "Costs most: "), said, _own_size(facts)))
    return element("ul", *items)


def _own_size(facts: Facts) -> str:
    """Which raid of the menu would cost most at its own size; empty where a document does not tell."""
    own = [raid for raid in facts["raids"] if not raid["saturating"] and "lost" in raid]
    if not own:
        return ""
    worst = max(own, key=lambda raid: raid["lost"]["mean"])
    lost = told(worst["lost"]["mean"])
    return f" At its own size {raid_words(worst)} costs most: {lost} in an average month of waiting."


def _enlarged(raid: Document) -> str:
    """A raid made larger, and whether it saturates the defence."""
    share = "" if raid["leak_share"] is None else f", {raid['leak_share']:.0%} of what is added leaks"
    words = f"{raid['scenario']} times {raid['scale']:g} ({raid['objects']} objects{share}"
    return f"{words}: saturating)" if raid["saturated"] else f"{words}: not saturating)"


def _named(policy: Document | None) -> str:
    return "the policy that saves most" if policy is None else f"“{policy['title']}”"


def raid_words(raid: Document) -> str:
    """A raid by name and size."""
    spent, name = raid["loads_spent"], raid["id"].removesuffix(f"/{SATURATING}")
    sized = f"{name} × {raid['scale']:g}" if raid["saturating"] else name
    return f"{sized} (after {told(spent)} loads are spent)" if spent else sized


def _runs(facts: Facts, chosen: list[str]) -> list[tuple[str, str]]:
    """Which raid is chosen from which month on."""
    found: list[tuple[str, str]] = []
    for raid, group in groupby(zip(facts["months"], chosen, strict=True), key=lambda entry: entry[1]):
        found.append((raid, next(group)[0]))
    return found


def _saved(facts: Facts) -> Html:
    """Value saved in a raid of an average month, by raid and by state of nature."""
    columns = _columns(facts)
    rows: list[list[object]] = []
    for policy in facts.others:
        cells: list[object] = []
        for view, state, _ in columns:
            found = policy["saved"][state][view]
            cells.append(joined([told(found["mean"]), element("small", f"error {reach(found['error'])}")]))
        rows.append([policy["title"], *cells])
    heads = ["Policy", *(f"{words[0].upper()}{words[1:]}" for *_, words in columns)]
    caption = (
        "Value saved against waiting in a raid of an average month, by raid and by state of nature. Columns rest on "
        "other draws and raids: compare down them."
    )
    return table(caption, heads, rows, range(1, len(heads)))


def _by_raid(facts: Facts) -> Html:
    """Value lost under waiting and saved in each raid by itself, those of the menu too, at every size."""
    raids = list(facts.waits["saved_by_raid"])
    named = {raid["id"]: raid for raid in facts["raids"]}
    lost = [named[raid].get("lost") for raid in raids]
    rows: list[list[object]] = []
    if None not in lost:
        cells = [joined([told(one["mean"]), element("small", reach(one["error"]))]) for one in lost]
        rows.append([f"Lost under “{facts.waits['title']}”", *cells])
    for policy in facts.others:
        found = policy["saved_by_raid"]
        cells = [joined([told(found[raid]["mean"]), element("small", reach(found[raid]["error"]))]) for raid in raids]
        rows.append([policy["title"], *cells])
    heads = ["Policy", *(raid_words(named[raid]) for raid in raids)]
    caption = (
        "Value saved against waiting in each raid of the menu, at its own size and made larger, in an average month; "
        "beneath it the error of the mean."
    )
    return table(caption, heads, rows, range(1, len(heads)))


def _figures(facts: Facts) -> Html:
    """The chart in figures: what waiting loses in each month, and what the best policy saves."""
    said = [("Lost", facts.waits["series"][facts.record]["fixed"]["value_lost"])]
    if facts.best:
        said.append(("Saved", facts.best["series"][facts.record]["fixed"]["saved"]))
    rows = [[dates(month), *_spelt(said, at)] for at, month in enumerate(facts["months"])]
    heads = ["Month", *(head for name, _ in said for head in (name, *_SPREADS))]
    caption = f"Value lost in a raid of each month under waiting, and what {_named(facts.best)} saves."
    return folded("Month by month in figures", table(caption, heads, rows, range(1, len(heads))))


def _spelt(said: Iterable[tuple[str, Document]], at: int) -> list[object]:
    """Means of some series in one month, each with its three spreads."""
    found = [in_month(series, at) for _, series in said]
    return [cell for one in found for cell in (element("strong", told(one["mean"])), *three(one))]


def leakers(facts: Facts) -> Html:
    """Leakers by class and damage by asset, waiting beside the best policy."""
    best = facts.best
    sides = [facts.waits, *([best] if best else [])]
    classes = {name: many[0].upper() + many[1:] for name, (_, many) in CLASS_WORDS.items()}
    assets = {name: f"{name}, worth {whole_or_short(value)}" for name, value in facts["assets"].items()}
    said = "Means over the draws in the raids as they are; bands as above, of waiting. Each scale is its own."
    by_class, by_asset = (
        _Piece("by_class", "Leakers by class", classes),
        _Piece("by_asset", "Value lost by asset", assets),
    )
    parts = [element("p", said), key(facts, sides), *_pieces(facts, sides, by_class)]
    parts += [
        folded(f"Leakers by class in {VIEW_WORDS[view]}", *_pieces(facts, sides, by_class, view))
        for view in VIEWS
        if view != "fixed" and "by_class" in facts.waits["series"][facts.record][view]
    ]
    parts += _pieces(facts, sides, by_asset)
    return section("leakers", "What gets through, and where it hits", *parts)


class _Piece(NamedTuple):
    """A sum that is told by its parts: its name in the document, a heading, and words for the parts."""

    column: str
    heading: str
    words: Mapping[str, str]


def _pieces(facts: Facts, sides: list[Document], piece: _Piece, view: View = "fixed") -> list[Html]:
    """One of the sums by its parts in one form of raid; those of which there is nothing are named."""
    column, words = piece.column, piece.words
    heading = piece.heading if view == "fixed" else f"{piece.heading}, {VIEW_WORDS[view]}"
    series = [policy["series"][facts.record][view][column] for policy in sides]
    drawn: list[Html] = []
    silent: list[str] = []
    for name, waits in series[0].items():
        title = words.get(name, name)
        if not any(any(own[name]["mean"]) for own in series):
            silent.append(title)
            continue
        lines = [Line(own[name]["mean"], facts.stroke(side)) for own, side in zip(series, sides, strict=True)]
        about = f"{heading} by month, {title}: {' and '.join(policy['title'] for policy in sides)}"
        panel = Panel(facts.months, lines[::-1], bands_of(waits))
        drawn.append(_small(panel, f"{column.replace('_', '-')}-{view}-{name}", title, about))
    ends = {facts["months"][at]: at for at in (0, -1)}
    heads = [heading, *(head for month in ends for head in (dates(month), *_SPREADS))]
    rows = [
        [words.get(name, name), *(cell for at in ends.values() for cell in _spelt([(name, waits)], at))]
        for name, waits in series[0].items()
    ]
    caption = f"{heading} under waiting in a raid of the first and of the last month."
    figures = folded(f"{heading} in figures", table(caption, heads, rows, range(1, len(heads))))
    parts = [element("h3", heading), multiples(drawn), figures]
    return [*parts, element("p", f"Not at all: {', '.join(silent)}.", class_="meta")] if silent else parts


def places(facts: Facts) -> Html:
    """Who stands where, and for how many months longer."""
    still: dict[str, list[str]] = {"Filled from the start": [], "Never filled": []}
    drawn: dict[str, list[Html]] = {"ordered": [], "bought": []}
    for place in facts["places"]:
        filled = place["filled_share"][facts.record]
        if place["stands"] or not any(map(any, filled.values())):
            how = "Filled from the start" if place["stands"] else "Never filled"
            still[how].append(f"{place['name']} ({place['takes']})")
            continue
        if place["in_raids"]:
            where = "ordered" if any(filled[facts.waits["id"]]) else "bought"
            drawn[where].append(_place(facts, place["id"], f"{place['name']} ({place['takes']})", filled))
    said = "Share of the draws in which a place is filled by what has come and is ready. Only policies that change it."
    said += "".join(f" {how}: {', '.join(dict.fromkeys(names))}." for how, names in still.items() if names)
    parts: list[object] = [element("p", said), key(facts, facts.policies), multiples(drawn["ordered"])]
    if drawn["bought"]:
        parts.append(folded(f"Places filled by purchases only ({len(drawn['bought'])})", multiples(drawn["bought"])))
    if outside := facts.outside:
        parts.append(folded("Outside these raids", multiples([_together(facts, *one) for one in outside.items()])))
    return section("places", "Who stands where, and when", *parts, _exposure(facts))


def _together(facts: Facts, takes: str, places: list[Document]) -> Html:
    """How many stand outside these raids, all such places together: which of them makes no difference."""
    found: dict[str, list[float]] = {}
    for policy in facts.policies:
        each = [place["filled_share"][facts.record][policy["id"]] for place in places]
        found[policy["id"]] = [sum(shares) for shares in zip(*each, strict=True)]
    return _place(facts, f"outside-{takes}", f"{takes}: how many, of {len(places)} places", found)


def _place(facts: Facts, name: str, title: str, filled: Mapping[str, list[float]]) -> Html:
    """Waiting, and the policies under which the place is filled otherwise."""
    waits = filled[facts.waits["id"]]
    moved = [policy for policy in facts.others if filled[policy["id"]] != waits]
    lines = [Line(filled[policy["id"]], facts.stroke(policy)) for policy in moved]
    panel = Panel(facts.months, [*lines, Line(waits, facts.stroke(facts.waits))], span=(0.0, 1.0))
    about = f"Share of the draws in which it is filled, by month and policy: {title}"
    return _small(panel, f"place-{name}", title, about)


def _exposure(facts: Facts) -> Html:
    """Months by which places are filled longer, or less long, than under waiting, and the chance of a raid in each."""
    rows: list[list[object]] = []
    for policy in facts.others:
        months = policy["exposure_months"]
        found: list[tuple[float, str]] = []
        for place in (place for place in facts["places"] if place["in_raids"]):
            entry = months[place["id"]]
            if entry["mean"] or any(entry["range"]):
                words = f"{place['name']} ({place['takes']}) {told(entry['mean'])} ({reach(entry['range'])})"
                found.append((entry["mean"], words))
        for takes, places in facts.outside.items():
            mean = sum(months[place["id"]]["mean"] for place in places)
            if mean:
                found.append((mean, f"outside these raids ({takes}), all together {told(mean)}"))
        longer, shorter = ([words for mean, words in found if (mean < 0) is less] for less in (False, True))
        if longer or shorter:
            rows.append([policy["title"], *("; ".join(words) or NONE for words in (longer, shorter))])
    low, high = facts["raid_per_month"][0], facts["raid_per_month"][-1]
    caption = (
        f"Months of {len(facts.months)} by which a place is filled longer than under waiting: mean, and in brackets 5 "
        f"to 95 % of the draws. In each month a raid comes with a chance of {100 * low:g} % to {100 * high:g} %, which "
        f"is assumed: ten such months stand for {10 * low:g} to {10 * high:g} raids. Policies that move nothing are "
        "left out."
    )
    return table(caption, ["Policy", "Longer", "Less long"], rows)
