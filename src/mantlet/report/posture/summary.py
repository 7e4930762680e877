"""The answer first: what may be quoted, and each policy with its three spreads and its verdict."""

from __future__ import annotations

from mantlet.posture.months.season import VIEW_WORDS, View
from mantlet.report.markup import Html, element, joined, table
from mantlet.report.posture.facts import Document, Facts, dates, reach, shares, three, told
from mantlet.report.posture.first import first
from mantlet.report.wording import SPREAD_MEANINGS, percent
from mantlet.run.metrics import QUANTILE_DRAWS

CONTENTS = (
    ("sceptic", "what a sceptic asks"),
    ("money", "the same money"),
    ("elsewhere", "placed elsewhere"),
    ("came", "what came"),
    ("months", "month by month"),
    ("places", "who stands where"),
    ("squadrons", "squadrons"),
    ("worth", "first in, last in"),
    ("ranking", "ranking"),
    ("backtest", "back-test"),
    ("limits", "limits"),
    ("repeat", "repeat it"),
)


def summary(facts: Facts, told_of: set[str]) -> Html:
    """Title, what may be quoted, what a sceptic asks, the headline table; links to the sections `told_of`."""
    contents = [element("a", words, href=f"#{anchor}") for anchor, words in CONTENTS if anchor in told_of]
    asked = first(facts, told_of)
    parts = (
        element("h1", facts["title"]),
        element("p", f"{facts['summary']} {seen_from(facts)}", class_="summary-text"),
        *(element("p", sentence, class_="answer") for sentence in quotable(facts)),
        *((asked,) if asked is not None else ()),
        element("p", in_words(facts)),
        element("p", element("strong", "If attacked. "), conditional(facts), class_="notice"),
        element("div", _headline(facts), class_="headline"),
        _meanings(facts),
        element("nav", joined(contents, " "), aria_label="Contents"),
    )
    return element("section", *parts, id="summary", aria_label="Summary")


def seen_from(facts: Facts) -> str:
    """From which day, and until when what came is known."""
    return f"Seen from {facts['as_of']}; what came is known until {facts['known_until']}."


def quotable(facts: Facts) -> list[str]:
    """What may be quoted: the ranking, whether it is the same in all forms of raid, and what a sceptic leaves of it."""
    ranking = facts["ranking"]
    across = [ranking["across"]] if "across" in ranking else []
    return [ranking["sentence"], *across, *(asked["sentence"] for asked in facts.document.get("sceptic", ()))]


def conditional(facts: Facts) -> str:
    """On what every figure depends."""
    return (
        "All figures are of a raid that comes: how likely one is, is assumed, and that a stronger defence may deter it "
        f"is not modelled. Positions are {facts['positions']}."
    )


def in_words(facts: Facts) -> Html:
    """The same as `words`, with dates that are not broken at the end of a line."""
    before, _, after = words(facts).partition(facts.period)
    return joined([before, dates(facts.period), after])


def words(facts: Facts) -> str:
    """The best policy, or that there is none, with its spreads."""
    lost = facts.waits["lost"][facts.record]["fixed"]
    stake = facts["value_at_stake"]
    waits = f"Who waits loses {told(lost['mean'])} of {told(stake)} units of value in a raid of an average month of "
    start = f"{waits}{facts.period} (within the sources {reach(lost['ignorance'])}). "
    best = facts.best
    if best is None:
        return start
    saved = facts.saved(best)
    if saved["mean"] <= 0:
        return f"{start}No other policy loses less on average."
    seen = facts.against(best, facts.waits)
    more = (
        f"“{best['title']}” saves most: {told(saved['mean'])} on average, {percent(saved['mean'] / stake)} of "
        f"what is at stake. The error of this mean is {reach(saved['error'])}; one raid may save "
        f"{reach(saved['chance'])} by chance; within the sources the mean may be {reach(saved['ignorance'])}. Beside "
        f"waiting it loses {shares(seen)} of the draws consistent with the sources; by the rule below: {seen.verdict}."
    )
    return start + more


def _headline(facts: Facts) -> Html:
    rows = [_row(facts, policy) for policy in sorted(facts.others, key=lambda one: -facts.saved(one)["mean"])]
    draws = f"{facts['draws']} draws of what the sources leave open × {facts['replications']} raids each"
    heads = ["Policy", "Saved", "Error", "Chance", "Ignorance", "Beside waiting"]
    caption = (
        f"Value saved against waiting in a raid of an average month, of {told(facts['value_at_stake'])} at stake; "
        f"{draws}. The verdict follows the rule below."
    )
    return table(caption, heads, rows, (1, 2, 3, 4), stacked=True)


def _row(facts: Facts, policy: Document) -> list[object]:
    saved, seen = facts.saved(policy), facts.against(policy, facts.waits)
    levers = [element("small", lever) for lever in policy["levers"]]
    verdict = joined([element("strong", seen.verdict), element("small", f"loses {shares(seen)} of the draws")])
    return [joined([policy["title"], *levers]), element("strong", told(saved["mean"])), *three(saved), verdict]


def few_raids(facts: Facts) -> str:
    """How little of the luck of one draw a verdict has seen."""
    many = facts["replications"]
    large = facts.views.get("saturating")
    fewer = f", on larger raids in {large['draws']} of {facts['draws']} draws" if large else ""
    return (
        f"A verdict on the raid as it is has seen {many} raids of each draw in each month, one on other raids and on "
        f"supposed states half as many{fewer}: so few that “not told apart” may mean that more would tell."
    )


def few_draws(facts: Facts) -> str:
    """In which forms of raid few draws are behind `ignorance`, so that it is no range of 5 to 95 %; else empty."""
    lost = facts.waits["lost"][facts.record]
    few: list[View] = [view for view in facts.views if lost[view]["ignorance_kind"] == "range"]
    if not few:
        return ""
    where = "; ".join(f"{VIEW_WORDS[view]}, {facts.views[view].get('draws', facts['draws'])} draws" for view in few)
    return f"Of fewer than {QUANTILE_DRAWS} draws ignorance is the least and the greatest mean of a draw: {where}."


def _meanings(facts: Facts) -> Html:
    rows: list[Html] = []
    for term, meaning in SPREAD_MEANINGS.items():
        rows += [element("dt", term.capitalize()), element("dd", meaning)]
    few = [element("p", words, class_="meta")] if (words := few_draws(facts)) else []
    rule = element("p", element("strong", "The rule. "), facts["ranking"]["rule"], " ", few_raids(facts), class_="meta")
    return joined([element("dl", *rows, class_="spreads"), *few, rule])
