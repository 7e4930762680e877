"""What a sceptic asks: how much is assumed, does it stand at the adverse end, what else would do, what really came."""

from __future__ import annotations

from operator import itemgetter

from mantlet.posture.months.fights import SATURATING
from mantlet.posture.months.numbers import family_words
from mantlet.posture.months.season import VIEW_WORDS
from mantlet.posture.months.series import listed
from mantlet.report.markup import Html, element, folded, joined, section, table
from mantlet.report.posture.facts import NONE, Document, Facts, dates, open_reach, reach, shares, three, told
from mantlet.report.posture.first import (
    judged_words,
    left_words,
    moved_elsewhere,
    price_mark,
    reached_words,
    share_words,
)
from mantlet.report.wording import money as dollars
from mantlet.report.wording import percent

_TINTS = {"first": "blue", "second": "vermillion", "indistinguishable": "orange"}
_VERDICTS = {"first": "better", "second": "worse", "indistinguishable": "not told apart"}
_GROUPS = {
    "cited": "numbers read in a source, in part at least",
    "recalled": "numbers of a source that was not read again",
    "assumed": "numbers that are assumed or guessed",
}
_OWNERS = {"raid": "what attacks", "defence": "what defends", "upkeep": "upkeep", "lever": "the policy itself"}


def sceptic(facts: Facts) -> Html | None:
    """Variance, the adverse corner and the map of each policy asked about; None where the document tells of none."""
    asked = facts.document.get("sceptic")
    if not asked:
        return None
    parts = [part for found in asked for part in _asked(facts, found)]
    return section("sceptic", "What a sceptic asks", *parts)


def _asked(facts: Facts, found: Document) -> list[Html]:
    first, second = (facts.title(found["pair"][side]) for side in ("first", "second"))
    roles = {"question": "the policy that this is about", "saves_most": "the one that saves most"}
    least = [VIEW_WORDS[view] for view in found.get("loses_least_in", ()) if view != "fixed"]
    why = listed(
        [words for name, words in roles.items() if found[name]] + [f"what loses least in {one}" for one in least]
    )
    said = [_variance(found["variance"])]
    tables = [_map(one, first) for one in (found["map"], *found.get("other_maps", ()))]
    if (adverse := found["adverse"]) is not None:
        said.append(_adverse(adverse, found["may_yield_nothing"]))
        if adverse["few"] is not None:
            tables.append(_few(adverse["few"], adverse["held"], first))
    return [
        element("h3", f"“{first}”"),
        element("p", f"Asked of {why}, beside “{second}”, in the raids as they are but for maps. {found['sentence']}"),
        element("ul", *(element("li", words) for words in said)),
        *tables,
    ]


def _variance(found: Document) -> Html:
    parts: list[str] = []
    for group, words in _GROUPS.items():
        if group in found:
            parts.append(f"{words}: {share_words(found[group])}")
    said = (
        f" Of what moves the value saved from draw to draw, estimated from {found['draws']} draws: {'; '.join(parts)}. "
        "Interactions count in all that take part; what is left to none is how late things come, and luck."
    )
    return joined([element("strong", "How much is assumed?"), said])


def _adverse(found: Document, may_yield_nothing: bool) -> Html:
    question = "And with every assumption against it?"
    said = " "
    if may_yield_nothing:
        said += "All it does is to ask, and asking may yield nothing: then it saves nothing. Of all else: "
    drawn = _judged(found["as_drawn"])
    if found["undone"] is None:
        said += f"{found['draws']} draws are too few to tell it from waiting even as the numbers are drawn ({drawn})."
        return joined([element("strong", question), said])
    end = "It is undone." if found["undone"] else f"None of {found['tried']} corners that were tried undoes it."
    said += (
        f"{found['held']} assumed numbers are held at an end of their interval, all at once. Not every corner can be "
        f"tried; {found['tried']} were, and in the one that saves least, over {found['draws']} draws of the rest, "
        f"{_judged(found['pair'])}. The same draws with nothing held: {drawn}. {end}"
    )
    return joined([element("strong", question), said])


def _judged(found: Document) -> str:
    """Value saved, its error, the share of draws in which a policy is better, and the verdict."""
    return (
        f"it saves {told(found['saved'])} (error {reach(found['error'])}), is better in "
        f"{percent(found['first_share'])} and worse in {percent(found['second_share'])} of them: "
        f"{_VERDICTS[found['verdict']]}"
    )


def _few(found: Document, held: int, title: str) -> Html:
    """The kinds of number that undo a verdict by themselves, and what they stand on."""
    rows: list[list[object]] = []
    for kind in found["kinds"]:
        things = ", ".join(dict.fromkeys(name.split(".")[0] for name in kind["numbers"]))
        ends = ", ".join(dict.fromkeys(kind["numbers"].values()))
        family = joined([family_words(kind["family"]), _small(things)])
        count = f"{len(kind['numbers'])} of {kind['of']}"
        rows.append([family, _OWNERS[kind["whose"]], count, ends, "; ".join(kind["assumed"])])
    least = "No smaller set was found" if found["numbers"] == held else "Held alone, the rest as drawn"
    caption = (
        f"Assumed numbers that undo “{title}”: {found['numbers']} of {held}. {least}, and {_judged(found['pair'])}. "
        "Fewer may do: so many were left when the tries ended."
    )
    told_of = table(caption, ["Kind", "Of", "Numbers", "At their end", "What they stand on"], rows)
    return folded(f"Assumed numbers that undo it: {found['numbers']} of {held}, by kind", told_of)


def _map(found: Document, title: str) -> Html:
    """Kill probabilities down, size of the raid across; each cell with its verdict and a tint of it."""
    most = max((abs(value) for row in found["saved"] for value in row), default=0.0) or 1.0
    ends = {0.0: "least", 0.5: "in the middle", 1.0: "greatest"}
    wide = [[None] * len(row) for row in found["saved"]]
    table_of = zip(
        found["kill_shares"], found["saved"], found.get("standard_error", wide), found["verdict"], strict=True
    )
    rows: list[list[object]] = []
    for share, values, errors, verdicts in table_of:
        cells = [_cell(*one, abs(one[0]) / most) for one in zip(values, errors, verdicts, strict=True)]
        rows.append([ends.get(share, f"{percent(share)} of the way up"), *cells])
    heads = ["Kill probabilities", *(f"raid × {scale:g}" for scale in found["scales"])]
    every = {verdict for row in found["verdict"] for verdict in row}
    turns = "The verdict is the same in every cell." if len(every) == 1 else _turns(every)
    caption = (
        f"Kill probability by size of the raid: value saved by “{title}” against waiting in an average month of "
        f"{found['raid']} alone, give or take its standard error, with all kill probabilities at one place in their "
        f"intervals; {found['draws']} draws a cell. {turns}"
    )
    return table(caption, heads, rows, range(1, len(heads)))


def _turns(verdicts: set[str]) -> str:
    if {"first", "second"} <= verdicts:
        return "The verdict turns where blue meets red; “not told apart” may also mean too few draws."
    return "Nowhere does it turn round: “not told apart” may also mean that there are too few draws for the rule."


def _cell(value: float, error: float | None, verdict: str, strength: float) -> Html:
    colour = f"color-mix(in srgb,var(--{_TINTS[verdict]}) {12 + 33 * strength:.0f}%,transparent)"
    words = element("small", "" if error is None else f"± {told(error)} ", _VERDICTS[verdict])
    return element("div", told(value), words, class_="cell", style=f"background:{colour}")


def money(facts: Facts) -> Html:
    """What the same money buys otherwise."""
    priced = [policy for policy in facts.others if policy["cost"]["price_usd"] is not None]
    rest = [policy for policy in facts.others if policy["cost"]["price_usd"] is None]
    order = [*sorted(priced, key=lambda one: -facts.saved(one)["mean"]), *rest]
    rows: list[list[object]] = []
    for policy in order:
        cost, saved, expected = policy["cost"], facts.saved(policy), policy["expected_saved"]
        paid = cost["price_usd"]
        price = joined([dollars((paid["mean"],)), *map(_small, _price(cost))]) if paid else "not known"
        judged = _small(judged_words(facts, policy))
        rates = [
            NONE if cost[name] is None else joined([dollars((cost[name],)), judged])
            for name in ("usd_per_unit", "break_even_usd")
        ]
        if (rate := cost.get("assumed_usd_per_unit")) is not None:
            rates[0] = joined([dollars((rate,)), _small(price_mark(cost)), judged])
        whole = joined([told(expected["mean"]), _small(open_reach(expected))])
        rows.append(
            [
                joined([policy["title"], *map(_small, idle(policy))]),
                joined([told(saved["mean"]), _small(reach(saved["error"]))]),
                price,
                *rates,
                whole,
            ]
        )
    said = (
        "Policies with a price beside each other. The price of a unit of value is a ratio of means, of what was spent "
        "on whole pieces. It is given where the price is sourced and the value saved in the raid as it is is told from "
        "zero by the rule. Where any number of a price is assumed, or no price is known, the sum is given at which the "
        f"policy would break even with the cheapest of the others{_measure(facts)}"
    )
    low, high = facts["raid_per_month"][0], facts["raid_per_month"][-1]
    caption = (
        "Means; beneath them error of the value saved, range of the price in US dollars and what it stands on, "
        "ignorance of what is saved in all the months. That adds them up at a chance of a raid of "
        f"{100 * low:g} % to {100 * high:g} % in each, "
        "which is assumed."
    )
    heads = ["Policy", "Saved in a raid", "Price", "Price of a unit", "Breaks even at", "Saved in all the months"]
    # What a price stands on is words, and long.
    figures = [at for at, head in enumerate(heads) if at and head != "Price"]
    parts = (element("p", said), table(caption, heads, rows, figures))
    return section("money", "What else the same money buys", *parts)


def _measure(facts: Facts) -> str:
    """With whom policies break even, and on what that stands."""
    rated = [(rate, one) for one in facts.others if (rate := _rate(one["cost"])) is not None]
    if not rated:
        none = "no policy with a price is told from waiting in the raid as it is, so that there is nothing to hold it"
        return f": {none} against."
    _, cheapest = min(rated, key=itemgetter(0))
    said = f" (“{cheapest['title']}”): beyond it the money buys more there."
    if cheapest["cost"]["usd_per_unit"] is None:
        mark = price_mark(cheapest["cost"])
        said += f" No sourced price has such a rate; this one stands in for it, and is a {mark}."
    return said


def _rate(cost: Document) -> float | None:
    """Dollars for a unit of value, at a sourced price or at the assumed one that stands in for it."""
    return cost.get("assumed_usd_per_unit") if cost["usd_per_unit"] is None else cost["usd_per_unit"]


def _price(cost: Document) -> tuple[str, ...]:
    """Its range over the draws, and what it stands on, where the document tells that."""
    told_range = dollars(tuple(cost["price_usd"]["range"]))
    if not (on := cost.get("stands_on")):
        return (told_range, *left_words(cost))
    said = [price_mark(cost), *([", ".join(on["sources"])] if on["sources"] else [])]
    parts = [
        f"{on[name]} {words}" for name, words in (("assumed", "assumed"), ("part", "cited in part")) if on.get(name)
    ]
    stands = "; ".join([*said, *([f"of {on['of']} numbers {', '.join(parts)}"] if parts else [])])
    return told_range, stands, *left_words(cost)


def idle(policy: Document) -> list[str]:
    """Why a policy saves nothing at all, where it does not."""
    if policy["moved"]["ends"]:
        return []
    share = policy["moved"]["forces"]
    if not share:
        return ["changes no force in these months", *reached_words(policy)]
    saved = {name: one["mean"] for name, one in policy["saved_by_raid"].items()}
    found = [name.replace(f"/{SATURATING}", " made larger") for name, mean in saved.items() if mean]
    but = f"; it does in {', '.join(found)}" if found else ""
    told_of = f"changes the force in {percent(share)} of the raids, and the end of none of them{but}"
    return [told_of, *reached_words(policy)]


def _small(words: str) -> Html:
    return element("small", words)


def elsewhere(facts: Facts) -> Html | None:
    """Policies that fill some places later for others to be filled earlier; None where nothing stands elsewhere."""
    rows: list[list[object]] = []
    for policy in moved_elsewhere(facts):
        months = {place: entry["mean"] for place, entry in policy["exposure_months"].items()}
        saved, seen = facts.saved(policy), facts.against(policy, facts.waits)
        given, taken = ([place for place, mean in months.items() if sign * mean > 0] for sign in (1, -1))
        moved = f"longer filled: {_places(facts, given)}; less long: {_places(facts, taken)}"
        verdict = joined([seen.verdict, _small(f"loses {shares(seen)} of the draws")])
        rows.append([joined([policy["title"], _small(moved)]), told(saved["mean"]), *three(saved), verdict])
    alone = [
        f"{_places(facts, [entry['name']])} {told(entry['first']['mean'])}"
        for entry in facts["margins"]
        if entry["kind"] == "place"
    ]
    if not rows and not alone:
        return None
    parts: list[object] = []
    if rows:
        caption = "The same deliveries at other places: value saved against waiting in a raid of an average month."
        parts.append(
            table(caption, ["Policy", "Saved", "Error", "Chance", "Ignorance", "Beside waiting"], rows, (1, 2, 3, 4))
        )
    if alone:
        link = element("a", "first in, last in", href="#worth")
        words = f"Filled alone, a place saves in a raid of the last month: {'; '.join(alone)} (spreads under "
        parts.append(element("p", words, link, ")."))
    return section("elsewhere", "The same, placed elsewhere", *parts)


def _places(facts: Facts, ids: list[str]) -> str:
    named = {place["id"]: f"{place['name']} ({place['takes']})" for place in facts["places"]}
    return ", ".join(dict.fromkeys(named[place] for place in ids)) or "none"


def came(facts: Facts) -> Html:
    """Waiting as the record made one expect it, and as it came."""
    if not facts.knows_what_came:
        words = (
            f"Nothing is known of the time after {facts['as_of']}: there is nothing to lay beside the forecasts yet."
        )
        return section("came", "What really came", element("p", words))
    waits = facts.waits["lost"]
    rows: list[list[object]] = []
    for state in (facts["states"][0], facts["states"][-1]):
        lost = waits[state["id"]]["fixed"]
        rows.append([state["title"], told(lost["mean"]), *three(lost)])
    caption = "Value lost under waiting in a raid of an average month: as one had to expect, and as it came."
    units = element("ul", *(element("li", *_came(case)) for case in facts["backtest"]["cases"]))
    parts = [table(caption, ["State", "Lost", "Error", "Chance", "Ignorance"], rows, (1, 2, 3, 4)), units]
    if untold := facts["backtest"].get("untold"):
        words = (
            f"Nobody has told whether these came: {'; '.join(untold)}. As it came they come as the record makes one "
            f"expect on {facts['known_until']}: unknown, not zero."
        )
        parts.append(element("p", words))
    return section("came", "What really came", *parts)


def _came(case: Document) -> tuple[object, ...]:
    expected = (", expected ", dates(case["model"][1]), ", came " if case["came"][:1].isdigit() else ", ")
    return f"{case['unit']} ({case['programme']}): promised ", dates(case["promised"]), *expected, dates(case["came"])
