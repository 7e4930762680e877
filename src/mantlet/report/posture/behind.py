"""What stands behind the months: squadrons, serviceability, the back-test, units of which nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mantlet.posture.dates import month
from mantlet.report.drawing import Stroke
from mantlet.report.markup import Html, element, figure, folded, joined, section, table
from mantlet.report.posture.charts import EDGE, IGNORANCE, Band, Line, Mark, Panel, dash
from mantlet.report.posture.facts import NONE, Document, Facts, dates, told
from mantlet.report.posture.months import multiples
from mantlet.report.posture.squadrons import aircraft_of, middle_of, of_all, squadrons_svg
from mantlet.report.wording import whole_or_short

_FIT, _NONE, _FULL = Stroke("ink", 1.8), Stroke("blue", 1.2, (4.0, 2.0)), Stroke("green", 1.2, (4.0, 2.0))
_CUTS = (Stroke("vermillion", 1.4, (6.0, 2.0)), Stroke("purple", 1.4, (6.0, 2.0)), Stroke("orange", 1.4, (6.0, 2.0)))


def squadrons(facts: Facts) -> Html | None:
    """Squadrons by month, beside what was published; None where the posture has no force."""
    found = facts["squadrons"]
    if found is None:
        return None
    wanted = [f"{whole_or_short(found['sanctioned'])} are sanctioned" if found["sanctioned"] is not None else ""]
    wanted.append(
        f"{whole_or_short(found['wanted_more'])} more were wanted" if found["wanted_more"] is not None else ""
    )
    said = (
        f"{found['title']}, put together from dated reports. Bands hold 5 to 95 % of the draws by what is known on "
        f"{facts['known_until']}, lines what was known on {facts['as_of']}. {', '.join(filter(None, wanted))}."
    )
    drawing = squadrons_svg(found, facts["as_of"])
    parts = (figure(drawing, said, wide=True), _years(facts, found), *_aircraft(found), _published(found))
    return section("squadrons", "Squadrons", *parts)


def _aircraft(found: Document) -> list[Html]:
    """Aircraft in squadrons beside what was published of the fleet, by type; nothing where nothing was."""
    seen = aircraft_of(found)
    if not seen:
        return []
    months = [month(text) for text in found["months"]]
    drawn: list[Html] = []
    for name, points in seen.items():
        counts = found["known_today"]["aircraft"][name]
        band = Band([[row[0], row[2]] for row in counts], IGNORANCE, EDGE)
        marks = [Mark(middle_of(point["date"]), point["low"], point["best"], point["high"]) for point in points]
        panel = Panel(months, [Line([row[1] for row in counts], _FIT)], (band,), marks=marks)
        picture = panel.svg(f"aircraft-{name}", name, f"Aircraft of the type {name} in squadrons, and as published")
        drawn.append(element("figure", element("figcaption", element("strong", name)), picture))
    low, *_, high = found["per_squadron"]
    said = (
        f"Aircraft in squadrons, {low:g} to {high:g} to each: median and 5 to 95 % of the draws. Discs are published "
        "counts of all that are in service: also those in reserve, in overhaul or with a training unit, which no "
        "squadron counts as its own. So a published count may well be the greater one; neither is fitted to the other."
    )
    return [element("h3", "Aircraft by type"), element("p", said), multiples(drawn)]


def _years(facts: Facts, found: Document) -> Html:
    """At the month of the posture in each year."""
    when = facts["as_of"][4:7]
    rows: list[list[object]] = []
    for at, text in enumerate(found["months"]):
        if text[4:7] != when:
            continue
        now, then = found["known_today"], found["known_then"]
        seen = _three(then["formed"][at]) if text >= facts["as_of"][:7] else NONE
        said = "; ".join(
            f"{_count(point)} ({point['what']})" for point in of_all(found) if point["date"][:4] == text[:4]
        )
        rows.append([dates(text), _three(now["formed"][at]), _three(now["effective"][at]), seen, said or NONE])
    heads = [
        "Month",
        "Formed",
        "Effective",
        joined(["Formed, seen from ", dates(facts["as_of"])]),
        "Published in that year",
    ]
    return table("Squadrons: median, and 5 to 95 % of the draws.", heads, rows, (1, 2, 3))


def _three(row: list[int]) -> Html:
    low, middle, high = row
    return joined([f"{middle}", element("small", f"{low} to {high}" if low != high else f"{low}")])


def _count(point: Document) -> str:
    ends = dict.fromkeys(whole_or_short(point[end]) for end in ("low", "high"))
    return " to ".join(ends)


def _published(found: Document) -> Html:
    rows = [
        [
            dates(point["date"]),
            point["what"],
            point["of"] or "all",
            f"{_count(point)} {point['unit']}",
            point["source"] or NONE,
        ]
        for point in found["published"]
    ]
    heads = ["Date", "Whose count", "Of", "Count", "Source"]
    return folded(f"All {len(rows)} published counts", table("Counts as published.", heads, rows, (3,)))


def availability(facts: Facts) -> Html | None:
    """The chance that one of a fleet is fit; None where the posture asks no fleet."""
    if not facts["availability"]:
        return None
    cuts = list(zip(facts.other_states, _CUTS, strict=False))
    drawn: list[Html] = []
    for at, entry in enumerate(entry for entry in facts["availability"] if not entry.get("share")):
        own = entry["states"][facts.record]
        lines = [Line(entry["states"][state["id"]]["mean"], stroke) for state, stroke in cuts]
        lines += [Line(own[kind], stroke) for kind, stroke in (("none", _NONE), ("full", _FULL))]
        lines.append(Line(own["mean"], _FIT))
        bounds = [list(both) for both in zip(own["low"], own["high"], strict=True)]
        title = f"{entry['fleet']}: {entry['what']}"
        panel = Panel(facts.months, lines, (Band(bounds, IGNORANCE, EDGE),), (0.0, 1.0))
        about = f"Chance by month that one is fit: {title}"
        picture = panel.svg(f"fit-{at}", title, about)
        drawn.append(element("figure", element("figcaption", element("strong", title)), picture))
    items = [("mean over the draws", _FIT), ("were parts never taken from others", _NONE), ("always", _FULL)]
    items += [(state["title"], stroke) for state, stroke in cuts]
    key = element("ul", *(element("li", dash(stroke), words) for words, stroke in items), class_="key")
    said = (
        "Chance that one of a fleet is fit, under waiting. Nobody knows how far crews take parts from what waits for "
        "others: each draw lies somewhere between never and always, and shows the published share awaiting spares. The "
        "dashed lines are what the same demand for parts would leave fit at the two ends. The band holds 5 to 95 % of "
        "the draws."
    )
    words = element("p", said, pooled(facts.document))
    return section("availability", "How many are fit", words, key, multiples(drawn))


def pooled(found: Mapping[str, Any]) -> str:
    """Fleets that are taken as whole from the start, and what has no upkeep; empty where neither is there.

    >>> pooled({"availability": [{"fleet": "radars", "squadrons": None}, {"fleet": "mig", "squadrons": "mig"}]})
    ' Of radars all are counted from the start, whatever has come, and share one stock of parts.'
    >>> pooled({"availability": [{"fleet": "akash", "what": "launchers", "squadrons": None, "share": True}]})
    ' Of akash (launchers) no upkeep is told: a share that is drawn is fit in every month.'
    """
    entries = found["availability"]
    whole = [one["fleet"] for one in entries if one["squadrons"] is None and not one.get("share")]
    flat = [f"{one['fleet']} ({one['what']})" for one in entries if one.get("share")]
    said = ""
    if whole:
        names = " and ".join(whole)
        said += f" Of {names} all are counted from the start, whatever has come, and share one stock of parts."
    if flat:
        said += f" Of {', '.join(flat)} no upkeep is told: a share that is drawn is fit in every month."
    return said


NOTHING_CAME = "Of no unit that was promised by then is it known what came: there is nothing to judge yet."


def backtest(facts: Facts) -> Html:
    """What the delay model and the squadrons said on the day, and what came."""
    found = facts["backtest"]
    parts: list[object] = [element("p", element("strong", f"{found['label'].capitalize()}. "), class_="notice")]
    if found["cases"]:
        parts += [element("p", _judged(found)), _cases(found)]
    else:
        parts.append(element("p", NOTHING_CAME))
    if found["squadrons"] is not None:
        parts += [element("p", counts_verdict(found["squadrons"])), _counts(found)]
    parts.append(element("p", element("strong", found["verdict"])))
    if found["by_start"]:
        parts.append(_starts(found))
    if found["unknown"]:
        units = element("ul", *(element("li", unit) for unit in found["unknown"]))
        words = f"Of these nothing had been promised by {facts['as_of']}. They come in no draw: unknown, not zero."
        parts += [element("h3", "Unknown"), element("p", words), units]
    return section("backtest", "Back-test: what was said then, and what came", *parts)


def _judged(found: Document) -> str:
    """Who forecast best from the day of the posture, and plainly so where it is not the model."""
    part = found["summary"]
    if not part["cases"]:
        return NOTHING_CAME
    verdict = "the model loses to a naive forecast" if part["model_loses"] else "the model beats both naive forecasts"
    best = "" if part["best"] == "model" else f", and the best of all is “{part['best']}”"
    scores = ", ".join(
        f"{name} {told(score)}" for name, score in zip(found["forecasts"], part["score_month"], strict=True)
    )
    units = f"It beats both on {part['better_units']} of {part['units']} units"
    return (
        f"Standing on {found['origin']}: on average {verdict}{best}. {units}. Mean scores in months, less is better: "
        f"{scores}. Within its 90 %: {part['coverage']}."
    )


def counts_verdict(found: Document) -> str:
    """How the forecast of squadrons did beside the naive one."""
    model, naive = found["score"]
    (_, name), verdict = found["forecasts"], "loses to" if naive < model else "is no worse than"
    return (
        f"Squadrons: over {len(found['counts'])} published counts the forecast {verdict} “{name}”: "
        f"mean scores {told(model)} and {told(naive)} squadrons, less is better."
    )


def _counts(found: Document) -> Html:
    rows: list[list[object]] = []
    for count in found["squadrons"]["counts"]:
        scores = " and ".join(told(score) for score in count["score"])
        whose = joined([count["what"], element("small", count["source"] or NONE)])
        seen = (_three(count[counted]) for counted in ("formed", "effective"))
        rows.append([dates(count["date"]), whose, _count(count), *seen, scores])
    heads = ["Date", "Whose count", "Count", "Formed", "Effective", "Scores"]
    order = " and ".join(found["squadrons"]["forecasts"])
    caption = (
        f"Squadrons as forecast on {found['origin']} (median, 5 to 95 %) beside what was counted later. Whether a "
        f"count has in it what forms or winds down is not said: the forecast is half of either. Scores: {order}."
    )
    return table(caption, heads, rows, (2, 3, 4, 5))


def _starts(found: Document) -> Html:
    rows: list[list[object]] = [
        [f"{start['year']} on", start["units"], *map(told, start["score_month"]), start["coverage"]]
        for start in found["by_start"]
    ]
    heads = ["Promises of", "Units", *(name[0].upper() + name[1:] for name in found["forecasts"]), "90 %"]
    caption = (
        "All orders, from every day on which a promise was made: mean score in months, less is better, by the year "
        "from which promises are counted. Cases are not independent of each other."
    )
    return table(caption, heads, rows, (1, 2, 3, 4, 5))


def _cases(found: Document) -> Html:
    rows: list[list[object]] = []
    for case in found["cases"]:
        low, middle, high = case["model"]
        model = joined([dates(middle), element("small", dates(f"{low} to {high}"))])
        unit = joined([case["unit"], element("small", case["programme"])])
        scores = ", ".join(told(score) for score in case["score_month"])
        rows.append([unit, dates(case["promised"]), model, dates(case["last_slip"]), dates(case["came"]), scores])
    heads = ["Unit", "Promised", "Model", "As late as the last", "Came", "Scores"]
    order = ", ".join(found["forecasts"])
    caption = (
        f"Standing on {found['origin']}: median and 5 to 95 % of the model. Scores in months, in the order: {order}."
    )
    return table(caption, heads, rows)
