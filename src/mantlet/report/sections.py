"""The sections of the brief that answer: summary, map, distribution, causes, classes, assets, shots, timelines."""

from __future__ import annotations

from collections import Counter

from mantlet.base.units import show
from mantlet.report.charts import distribution_svg
from mantlet.report.coverage import HIGH_M, LOW_M, REFERENCE_RCS_M2
from mantlet.report.findings import Fight, Findings, Interval
from mantlet.report.map import map_svg
from mantlet.report.markup import Html, bar, element, figure, joined, section, table
from mantlet.report.provenance import assumed, drawn_tag
from mantlet.report.relief import CONTOUR_M
from mantlet.report.scene import Scene
from mantlet.report.timeline import MOST_LANES, timeline_svg
from mantlet.report.wording import (
    CAUSE_MEANINGS,
    CLASS_WORDS,
    FATE_WORDS,
    METRIC_WORDS,
    SPREAD_MEANINGS,
    YES_OR_NO,
    answer,
    between,
    fight_words,
    money,
    percent,
    short,
    until_words,
    whole_or_short,
    worth_untold,
)
from mantlet.run.answer import counts_to_one
from mantlet.run.metrics import Spread

SHARES = YES_OR_NO | {"leak_share_launched"}


def summary(found: Findings) -> Html:
    """Title, the answer in one sentence, the headline table with its three spreads."""
    parts: list[object] = [element("h1", found.title)]
    parts.append(element("p", f"{found.summary} Scenario dated {found.date}.".lstrip(), class_="summary-text"))
    if found.changes:
        said = joined([element("code", change) for change in found.changes], ", ")
        parts.append(
            element("p", element("strong", "Not as in the file. "), "Set for this run: ", said, class_="notice")
        )
    if not found.complete:
        text = "This run was interrupted: what follows rests on the draws that were finished."
        parts.append(element("p", element("strong", "Partial result. "), text, class_="notice"))
    parts.append(element("p", answer(found), class_="answer"))
    if found.mutual:
        text = "Every figure adds up what either side sends, fires and loses; the assets stand apart below."
        parts.append(element("p", element("strong", "Both sides attack. "), text, class_="notice"))
    if found.hypothetical:
        text = "Unit positions and the raid are hypothetical. Figures are encyclopedic, from open publications."
        parts.append(element("p", element("strong", "Not a forecast. "), text, class_="notice"))
    parts += [_headline(found), _spread_meanings(found), *_corrected(found), *_until(found), _contents()]
    return element("section", *parts, id="summary", aria_label="Summary")


def _headline(found: Findings) -> Html:
    rows: list[list[object]] = []
    untold = _worth_untold(found)
    for name, (label, meaning) in METRIC_WORDS.items():
        spread = found.metrics.get(name)
        idle = (name == "decoys_leaked" and not found.decoy_count) or (name == "killed_cost_usd" and untold)
        idle = idle or (name in ("expired", "killed_unpriced") and spread and not spread.mean)
        if spread is None or idle:
            continue
        about: list[object] = [label, element("small", meaning.format(value=whole_or_short(found.value_total)))]
        if name in found.assumed_prices:
            about.append(element("small", "rests on assumed prices", class_="assumed"))
        spreads = (spread.error, spread.chance, spread.ignorance)
        if name.endswith("_usd"):
            cells = [money((spread.mean,)), *("–" if bounds is None else money(bounds) for bounds in spreads)]
        else:
            as_share = name in SHARES
            cells = [_number(spread.mean, as_share), *(_range(bounds, as_share) for bounds in spreads)]
        if name in YES_OR_NO:
            cells[2] = "yes or no"
        rows.append([joined(about), element("strong", cells[0]), *cells[1:]])
    draws = f"{found.draws} draw{'s' if found.draws > 1 else ''} of what the sources leave open"
    fought = f"{draws} × {found.replications} raid{'s' if found.replications > 1 else ''} each"
    heads = ["Per raid", "Average", "Error", "Chance", "Ignorance"]
    return element("div", table(f"Headline numbers over {fought}.", heads, rows, (1, 2, 3, 4)), class_="headline")


def _spread_meanings(found: Findings) -> Html:
    rows: list[Html] = []
    for term, meaning in SPREAD_MEANINGS.items():
        rows += [element("dt", term.capitalize()), element("dd", meaning)]
    spread = found.metrics.get("leakers")
    if spread is not None and spread.ignorance is not None:
        kind = (
            "5 to 95 % range of draw averages"
            if spread.ignorance_kind == "p05_p95"
            else "least and greatest draw average"
        )
        how = (
            f"Ignorance is the {kind}, chance within a draw taken out. Inputs are drawn in two ways, numbers of one "
            "source erring together and each on its own; the range reaches as far as either does. The average is of "
            "the first."
        )
    else:
        how = "With a single draw of the inputs, or a single raid of each, nothing can be said about ignorance."
    return joined([element("dl", *rows, class_="spreads"), element("p", how, class_="meta")])


def _corrected(found: Findings) -> list[Html]:
    """Averages corrected for where the draws fell, where that tells more."""
    told = [
        f"{METRIC_WORDS[name][0].lower()} {short(one['mean'])} ({between((one['error'][0], one['error'][1]))}), as if "
        f"from {one['worth']:.1f} times the draws"
        for name, one in found.corrected.items()
    ]
    words = f"Averages corrected for where the draws happened to fall: {'; '.join(told)}."
    return [element("p", words, class_="meta")] if told else []


def _until(found: Findings) -> list[Html]:
    """How far it was fought, where a precision was asked for."""
    if found.until is None:
        return []
    told = until_words(found.until, _known)
    return [element("p", f"Fought until {', '.join(found.until['asked'])}: {told}.", class_="meta")]


def _known(metric: str, value: float | None) -> str:
    """A mean or a half-width; a share to more figures than elsewhere, since it is asked for by them."""
    if value is None:
        return "–"
    if metric.endswith("_usd"):
        return money((value,))
    return f"{short(100 * value)} %" if counts_to_one(metric) else short(value)


def _contents() -> Html:
    places = ("map", "distribution", "causes", "classes", "shots", "timeline", "inputs", "limits", "repeat")
    return element(
        "nav", joined([element("a", place, href=f"#{place}") for place in places], " "), aria_label="Contents"
    )


def _number(value: float, as_share: bool) -> str:
    return percent(value) if as_share else short(value)


def _range(interval: Interval | None, as_share: bool) -> str:
    return "–" if interval is None else between(interval, as_share)


def map_section(found: Findings) -> Html:
    """The maps, with what they show said in words."""
    drawn: list[Html] = []
    for (scene, frame), name in zip(found.views, ("map", "map-near"), strict=False):
        title = f"Map of {found.title}" if name == "map" else "Closer: the defence"
        caption = _map_words(scene) if name == "map" else "The same, closer: where most of the defence stands."
        picture = map_svg(scene, frame, f"{name}-drawing", title, caption)
        drawn.append(figure(picture, caption, wide=True, on_light=True))
    return section("map", "Where: the map", *drawn)


def _map_words(scene: Scene) -> str:
    cover = (
        f"Green: where some radar that searches has a clear ray to a target of {REFERENCE_RCS_M2:g} m² flying "
        f"{show(LOW_M, 'length')} above ground, out to its claimed range scaled to that size; pale green inside the "
        f"dashed line: the same at {show(HIGH_M, 'length')} above ground. Elevation limits are left out."
    )
    if any(radar.leg is not None for radar in scene.radars):
        cover += " A green line is the way of an airborne radar; what it sees is drawn from where it starts."
    ground = (
        f"Ground: darker is higher, a fine line every {CONTOUR_M:.0f} m ({scene.ground_name})."
        if scene.ground is not None
        else "No terrain in this scenario: kilometres from the middle, radar cover cut off by the horizon."
    )
    ways = "Lines are the planned ways of the raid."
    return " ".join(part for part in (cover if scene.radars else "", ways, ground) if part)


def distribution(found: Findings) -> Html:
    """How many get through, with each spread drawn by itself."""
    drawn = distribution_svg(found.leakers, found.metrics["leakers"], found.draw_means)
    spread = found.metrics["leakers"]
    caption = "The one raid that was fought."
    if (raids := len(found.leakers)) > 1:
        caption = (
            f"Bars: all {raids:,} raids fought, {found.raids_vary_by}: 9 of 10 lie at {between(found.raid_range)}. "
            "Beneath, on the same scale, the spreads of the headline, each by itself"
        )
        caption += "." if spread.ignorance is None else "; ticks in the ignorance band are averages of single draws."
    return section("distribution", "How many get through: leakers in a raid", figure(drawn, caption, wide=True))


def causes(found: Findings) -> Html:
    """Mean leakers by the gate that stayed shut."""
    total = sum(found.causes.values())
    most = max(found.causes.values(), default=0.0) or 1.0
    rows: list[list[object]] = []
    for cause, meaning in CAUSE_MEANINGS.items():
        mean = found.causes.get(cause, 0.0)
        label = joined([cause.replace("_", " "), element("small", meaning)])
        share = percent(mean / total) if total else "–"
        rows.append([label, short(mean), share, bar(mean / most, f"{short(mean)} of {short(total)}")])
    rows.append([element("strong", "all leakers"), element("strong", short(total)), "", ""])
    note = (
        "Each leaker is counted once, under the first gate that stayed shut at the unit that got deepest. This is "
        "bookkeeping: opening one gate would not have stopped that many, since the next gate may be shut as well. "
        "What one gate cost is found with it open: "
    )
    name = found.scenario_id
    command = element("code", f"mantlet compare {name} {name} --force no_missile")
    caption = "Leakers per raid by cause, on average; they add up."
    whole = element(
        "div", table(caption, ["Cause", "Per raid", "Share", "Side by side"], rows, (1, 2)), class_="causes"
    )
    return section("causes", "Why they leak: causes", whole, element("p", note, command, ".", class_="meta"))


def classes(found: Findings) -> Html:
    """By class of object and by asset."""
    fates = [fate for fate in FATE_WORDS if any(row.fates.get(fate, 0.0) > 0 for row in found.classes)]
    class_rows = [
        [
            CLASS_WORDS.get(row.object_class, (row.object_class, row.object_class))[1],
            whole_or_short(row.objects),
            *(short(row.fates.get(fate, 0.0)) for fate in fates),
            _range(row.leakers.chance, False),
            _range(row.leakers.ignorance, False),
        ]
        for row in found.classes
    ]
    class_heads = [
        "Class",
        "Objects",
        *(FATE_WORDS[fate].capitalize() for fate in fates),
        "Leaked: chance",
        "Leaked: ignorance",
    ]
    asset_rows: list[list[object]] = [
        [
            joined([row.name, element("small", f"{row.kind}, {row.side}")]),
            whole_or_short(row.value),
            _with_ignorance(row.hits, False),
            _with_ignorance(row.value_lost, False),
            _with_ignorance(row.out_of_action, True),
        ]
        for row in found.assets
    ]
    class_caption = "By class: objects per raid and how they ended, on average. Decoys do no harm."
    if any(sum(row.fates.values()) < row.objects - 0.01 for row in found.classes):
        class_caption += " A run that keeps no row per object counts no other ends."
    asset_heads = ["Asset", "Worth", "Damaging hits", "Value lost", "Out of action"]
    numeric = range(1, 12)
    return section(
        "classes",
        "What leaks, and what it hits: classes and assets",
        table(class_caption, class_heads, class_rows, numeric),
        table("By asset: per raid on average, with the range of ignorance.", asset_heads, asset_rows, numeric),
        *_nodes(found),
        *_flights(found),
    )


def _nodes(found: Findings) -> list[Html]:
    """What of the defence was hit or failed."""
    rows: list[list[object]] = [
        [
            joined([row.name, element("small", row.kind)]),
            _with_ignorance(row.hits, False),
            _with_ignorance(row.down, True),
        ]
        for row in found.nodes
    ]
    heads = ["Part of the defence", "Damaging hits", "Down at some time"]
    caption = "By part of the defence that was hit or failed: per raid on average, with the range of ignorance."
    return [table(caption, heads, rows, range(1, 3))] if rows else []


def _flights(found: Findings) -> list[Html]:
    """What the fighters of the defence did, and what it cost them."""
    rows: list[list[object]] = [
        [row.name, *(_with_ignorance(spread, False) for spread in (row.killed, row.lost, row.fratricides))]
        for row in found.flights
    ]
    heads = ["Flight of fighters", "Killed", "Aircraft lost", "Of these to own fire"]
    caption = "By flight of fighters of the defence: per raid on average, with the range of ignorance."
    return [table(caption, heads, rows, range(1, 4))] if rows else []


def _with_ignorance(spread: Spread, as_share: bool) -> Html:
    interval = [element("small", _range(spread.ignorance, as_share))] if spread.ignorance is not None else []
    return joined([_number(spread.mean, as_share), *interval])


def shots(found: Findings) -> Html:
    """Rounds by missile, per kill, and what they cost where the library has a price."""
    most = max((row.shots for row in found.missiles), default=0.0) or 1.0
    rows: list[list[object]] = []
    for row in found.missiles:
        cost = row.unit_cost
        price: object = "not known" if cost is None else joined([assumed(cost, cost.text()), " ", drawn_tag(cost)])
        spent: object = "–" if cost is None or row.spent_usd is None else assumed(cost, money((row.spent_usd,)))
        rows.append([row.name, short(row.shots), bar(row.shots / most, short(row.shots), "orange"), price, spent])
    heads = ["Missile", "Shots per raid", "Side by side", "One round", "Spent per raid, USD"]
    parts: list[object] = [table("Rounds fired, on average.", heads, rows, (1, 4))]
    parts += _spent(found)
    per_kill = found.metrics.get("shots_per_kill")
    if per_kill is not None:
        text = f"{short(per_kill.mean)} shots were fired per kill"
        inside = (
            f" ({_range(per_kill.ignorance, False)} over what the sources leave open)." if per_kill.ignorance else "."
        )
        parts.append(element("p", text + inside))
    return section("shots", "Shots: which missiles were fired", *parts)


def _worth_untold(found: Findings) -> bool:
    return worth_untold({name: spread.mean for name, spread in found.metrics.items()})


def _spent(found: Findings) -> list[Html]:
    """What the rounds cost against the price of what they stopped, where the library prices both."""
    cost, price = found.metrics.get("shots_cost_usd"), found.metrics.get("killed_cost_usd")
    if cost is None or price is None:
        return []
    rests = ", at prices some of which are assumed." if found.assumed_prices else "."
    unpriced = found.metrics.get("killed_unpriced")
    left_out = short(unpriced.mean) if unpriced is not None and unpriced.mean else ""
    if _worth_untold(found):
        text = f"Rounds for {money((cost.mean,))} USD were fired, on average per raid{rests}"
        of = f"{left_out} of the {short(found.metrics['killed'].mean)} objects killed had no price"
        return [element("p", f"{text} What was stopped is not set against that: {of}.")]
    text = f"Rounds for {money((cost.mean,))} USD stopped objects worth {money((price.mean,))} USD, on average per raid"
    counted = f" {left_out} of the objects killed had no price and are not in that sum." if left_out else ""
    return [element("p", text + rests + counted)]


def timelines(found: Findings) -> Html:
    """One typical and one bad replication, object by object; once, where they are the same."""
    fights = {(fight.draw, fight.replication): fight for fight in reversed(found.fights)}
    drawn = (_timeline(fight) for fight in reversed(fights.values()))
    return section("timeline", "One raid, moment by moment: timeline", *drawn)


def _timeline(fight: Fight) -> Html:
    name = fight.heading.split()[1]
    fates = Counter(lane.fate for lane in fight.lanes)
    reasons = Counter(lane.reason for lane in fight.lanes if lane.fate == "leaked" and lane.reason)
    decoys = sum(lane.object_class == "decoy" for lane in fight.lanes if lane.fate == "leaked")
    caption = fight_words(fates, reasons, decoys)
    chosen = f"Value lost {short(fight.value_lost)}: {fight.chosen}; draw {fight.draw}, replication {fight.replication}"
    if len(fight.lanes) > MOST_LANES:
        chosen += f"; {MOST_LANES} of {len(fight.lanes)} objects are shown, leakers first"
    drawn = timeline_svg(fight.lanes, fight.strips, f"timeline-{name}", fight.heading, caption)
    side = "Right: the unit that killed it, or why it leaked."
    if any(lane.fate == "killed" and max(lane.launched_s, default=0) > lane.end_s for lane in fight.lanes):
        side += " A launch after a kill: the defence did not know of it yet, or took it for a miss."
    if fight.strips:
        side += " Beneath: the parts of the defence to which something happened."
    about = joined([element("strong", caption), f" {chosen}. {side}"])
    return joined([element("h3", fight.heading), figure(drawn, about, wide=True)])
