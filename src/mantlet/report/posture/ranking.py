"""Is the ranking safe: worth first and last, drivers, every pair, regret, and what it would be worth to know more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mantlet.posture.months.numbers import path_words
from mantlet.posture.months.season import VIEW_WORDS, View
from mantlet.report.inputs import STANDING_COLOURS
from mantlet.report.markup import Html, element, folded, joined, section, table
from mantlet.report.posture.facts import NONE, Document, Facts, held, mirrored, open_reach, reach, shares, told
from mantlet.report.wording import percent

_SHOWN = 3
DAYS_A_MONTH = 365.25 / 12


def worth(facts: Facts) -> Html | None:
    """What each piece is worth as the first that comes and as the last; None where nothing can come."""
    if not facts["margins"]:
        return None
    named = {place["id"]: f"{place['name']} ({place['takes']})" for place in facts["places"]}
    rows: list[list[object]] = []
    for entry in facts["margins"]:
        what = named.get(entry["name"]) or f"{entry['kind'].capitalize()} of “{facts.title(entry['name'])}”"
        cells: list[object] = []
        for end in ("first", "last"):
            found = entry[end]
            cells += [element("strong", told(found["mean"])), reach(found["error"]), _range(found)]
        rows.append([what, *cells])
    heads = ["Piece", "First in", "Error", "Chance, ignorance", "Last in", "Error", "Chance, ignorance"]
    caption = (
        f"Value saved in a raid of {facts['months'][-1]}: by each piece alone, and by each on top of all the others. "
        "Where last in is less than first in, others do its work; where it is more, they need it; below zero it stands "
        "in their way, as fighters do near which batteries hold their fire. All of them together "
        "are more than any policy buys, and overlap: purchases of several policies stand in them side by side."
    )
    return section("worth", "First in, last in", table(caption, heads, rows, range(1, len(heads))))


def _range(found: Document) -> Html:
    """Of one raid, and below it where the mean may be."""
    return joined([reach(found["chance"]), element("small", open_reach(found))])


def drivers(facts: Facts) -> Html:
    """Which numbers move what each policy saves."""
    best = facts.best
    parts: list[object] = []
    for policy in ([best] if best else []) + [policy for policy in facts.others if policy is not best]:
        if not policy["drivers"]:
            continue
        rows = [_driver(facts, entry) for entry in policy["drivers"]]
        heads = ["Number", "Effect", "Stands on", "Source"]
        caption = (
            f"What moves the value saved by “{policy['title']}” from draw to draw. Effect: Spearman rank correlation; "
            "+ means more of it, more is saved. Numbers told from chance; those drawn together cannot be told apart."
        )
        own = table(caption, heads, rows, (1,))
        parts.append(own if policy is best else folded(policy["title"], own))
    if not parts:
        parts = [element("p", "No number is told from chance in what it does to what a policy saves.")]
    return section("drivers", "The numbers that matter most", *parts)


def _driver(facts: Facts, entry: Document) -> list[object]:
    effect = f"{entry['rank_correlation']:+.2f}".replace("-", "−")
    colour = STANDING_COLOURS.get(entry["standing"], "soft")
    tag = element("span", entry["standing"], class_="tag", style=f"border-color:var(--{colour})")
    return [_named(entry["path"], entry["together"]), effect, tag, entry["source"] or NONE]


def _named(path: str, others: list[str]) -> Html:
    """A number, and what is drawn together with it."""
    what, owner = path_words(path)
    if not others:
        return joined([what, element("small", owner)])
    names = ", ".join(" of ".join(path_words(other)) for other in others)
    return joined(
        [what, element("small", owner), folded(f"and {len(others)} drawn together with it", element("small", names))]
    )


def ranking(facts: Facts) -> Html:
    """Every form of raid beside the others, every pair of policies, what would turn it round, regret, and the worth of
    knowing more."""
    found = facts["ranking"]
    counts = f"Weights of the assets tried: {', '.join(found['weights'])}."
    parts: list[object] = [element("p", sentence) for sentence in (found["sentence"], found.get("across")) if sentence]
    parts.append(element("p", found["rule"], " ", counts, class_="meta"))
    if len(facts.views) > 1:
        parts += [_forms(facts), *_turned(facts)]
    for view, words in VIEW_WORDS.items():
        for state in facts["states"][:-1]:  # as it came is told of waiting only
            pairs = facts.pairs(view, state["id"])
            title = f"{_capital(words)}. {state['title']}."
            if view == "fixed" and state["id"] == facts.record:
                waiting = [pair for pair in pairs if facts.waits["id"] in (pair["first"], pair["second"])]
                pairs = [pair for pair in pairs if pair not in waiting]
                parts.append(_pairs(facts, waiting, title))
            if pairs:
                apart = sum(pair["verdict"] != "indistinguishable" for pair in pairs)
                parts.append(folded(f"{title} {apart} of {len(pairs)} pairs told apart", _pairs(facts, pairs, title)))
    return section("ranking", "Is the ranking safe?", *parts, *_regret(facts), *_information(facts))


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _forms(facts: Facts) -> Html:
    """What each policy saves in each form of raid, and its verdict beside waiting."""
    rows: list[list[object]] = []
    for policy in facts.others:
        cells: list[object] = []
        for view, one in facts.views.items():
            saved, seen = facts.saved(policy, view), facts.against(policy, facts.waits, view)
            value = element("strong", told(saved["mean"])) if one["best"] == policy["id"] else told(saved["mean"])
            cells += [joined([value, element("small", f"error {reach(saved['error'])}")])]
            cells += [joined([seen.verdict, element("small", shares(seen))])]
        rows.append([policy["title"], *cells])
    heads = ["Policy", *(head for view in facts.views for head in (_capital(VIEW_WORDS[view]), "Beside waiting"))]
    amounts = "; ".join(
        f"{VIEW_WORDS[view]}: {one['draws']} draws × {one['replications']} raids" for view, one in facts.views.items()
    )
    caption = (
        f"Value saved against waiting in a raid of an average month, in each form of raid by itself ({amounts}); "
        "shares of the draws consistent with the sources in which a policy loses less than waiting, more, or neither "
        "to be seen. Of each form the policy that loses least stands in bold."
    )
    return table(caption, heads, rows, range(1, len(heads), 2))


def _turned(facts: Facts) -> list[Html]:
    """Pairs whose order in the mean is another in other forms of raid; nothing where the document has no others."""
    items: list[Html] = []
    for view, one in facts.views.items():
        said = [
            _turn(facts, pair, view)
            for pair in facts.pairs(view, facts.record)
            if [pair["first"], pair["second"]] in one["turned"]
        ]
        if said:
            items.append(element("li", element("strong", f"{_capital(VIEW_WORDS[view])}: "), "; ".join(said), "."))
    if not items:
        return [element("p", "No pair is turned round by the form of the raid, as far as means are told from chance.")]
    head = element(
        "p", "Pairs of which the means stand the other way round than in the raid as it is, both beyond error:"
    )
    return [head, element("ul", *items)]


def _turn(facts: Facts, pair: Document, view: View) -> str:
    """One of them, and its verdict there."""
    ahead, behind = (pair["first"], pair["second"]) if pair["mean"] <= 0 else (pair["second"], pair["first"])
    policies = {policy["id"]: policy for policy in facts.policies}
    verdict = facts.against(policies[ahead], policies[behind], view).verdict
    return f"“{facts.title(ahead)}” loses {told(abs(pair['mean']))} less than “{facts.title(behind)}” ({verdict})"


class PairRow(NamedTuple):
    """Two policies as the one sees it that loses less on average, every cell as it is read."""

    ahead: str
    behind: str
    loses_less_by: str
    error: str
    less_in: str
    more_in: str
    unseen_in: str
    verdict: str
    turns: tuple[str, ...]


def pair_rows(facts: Facts, pairs: Iterable[Document]) -> list[PairRow]:
    """One below the other, those told apart first."""
    rows: list[PairRow] = []
    for pair in sorted(pairs, key=lambda pair: pair["verdict"] == "indistinguishable"):
        ahead = pair["mean"] <= 0  # the first loses less
        seen = held(pair, is_first=ahead)
        error = mirrored(pair["error"]) if ahead else pair["error"]
        first, second = (facts.title(pair[side]) for side in ("first", "second"))
        names = (first, second) if ahead else (second, first)
        less, more, unseen = (percent(share) for share in seen[1:])
        by, turns = told(abs(pair["mean"])), tuple(_turns(facts, pair))
        rows.append(PairRow(*names, by, reach(error), less, more, unseen, seen.verdict, turns))
    return rows


def _pairs(facts: Facts, pairs: list[Document], title: str) -> Html:
    """The pairs of one view."""
    rows: list[list[object]] = []
    for row in pair_rows(facts, pairs):
        names = joined([row.ahead, element("small", f"beside “{row.behind}”")])
        turns = [element("small", words) for words in row.turns]
        rows.append([names, *row[2:-1], joined(turns) or NONE])
    heads = ["Pair", "Loses less by", "Error", "Less in", "More in", "Unseen in", "Verdict", "What moves it"]
    return table(f"{title} Shares of the draws consistent with the sources.", heads, rows, range(1, 6))


def _turns(facts: Facts, pair: Document) -> Iterator[str]:
    """Numbers that move a pair, and where it turns; other weights under which the verdict is another."""
    flips: list[Document] = pair.get("flips", [])  # told of the raid as it is, as the record has it
    for flip in flips[:_SHOWN]:
        where = "order stays" if flip["at"] is None else f"order turns at {_figure(facts, flip)}"
        what, owner = path_words(flip["name"])
        others = facts["together"].get(flip["name"], [])
        owner += f" and {len(others)} drawn with it" if others else ""
        yield f"{what}, {owner} ({flip['standing']}): {where}"
    if len(flips) > _SHOWN:
        yield f"and {len(flips) - _SHOWN} more numbers"
    for weights, verdict in pair.get("other_weights", {}).items():
        better = f"“{facts.title(pair[verdict])}” better" if verdict in pair else "not told apart"
        yield f"with weights “{weights}”: {better}"


def _figure(facts: Facts, flip: Document) -> str:
    """Where a pair turns: a month for what is ready, else the figure in SI units."""
    if flip["name"].startswith("delay/"):
        return facts["months"][min(int(flip["at"] / DAYS_A_MONTH), len(facts["months"]) - 1)]
    return told(flip["at"])


def _regret(facts: Facts) -> list[Html]:
    """By policy, under the weights of the scenarios, and under others on demand."""
    plain, *names = facts["ranking"]["regret"]
    return [_regrets(facts, plain), *(folded(f"Weights “{name}”", _regrets(facts, name)) for name in names)]


def _regrets(facts: Facts, weights: str) -> Html:
    """Under some weights: a policy a row, and beside each other the forms of raid."""
    found: dict[View, dict[str, Document]] = {
        view: {entry["policy"]: entry for entry in one["regret"][weights]} for view, one in facts.views.items()
    }
    rows: list[list[object]] = []
    for name in sorted(found["fixed"], key=lambda name: found["fixed"][name]["mean"]):
        cells = [(own["mean"], own["high"], own["best_share"]) for own in (by[name] for by in found.values())]
        figures = [figure for mean, high, share in cells for figure in (told(mean), told(high), percent(share))]
        rows.append([facts.title(name), *figures])
    heads = ["Policy"]
    for view, by in found.items():
        high = "95 % below" if next(iter(by.values()))["high_kind"] == "p95" else "greatest"
        heads += [f"{_capital(VIEW_WORDS[view])}: mean", high, "best in so many draws"]
    caption = (
        f"Regret, weights {weights}: what a policy loses in a draw beyond the best policy of that draw, in each form "
        "of raid. Noise of the raids raises it all."
    )
    return table(caption, heads, rows, range(1, len(heads)))


def _information(facts: Facts) -> list[Html]:
    """What it would be worth to know a number before choosing, or why that is not told."""
    parts: list[Html] = [element("h3", "What it would be worth to know more")]
    for view, one in facts.views.items():
        perfect = one["information"]["perfect"]
        if perfect is not None:
            value, error = (told(perfect[name]) for name in ("value", "standard_error"))
            words = f"To know every number, though not the luck: {value} of value lost in {VIEW_WORDS[view]}"
            parts.append(element("p", f"{words} (standard error {error})."))
        parts += _by_number(facts, view, one["information"])
    return parts


def _by_number(facts: Facts, view: View, found: Document) -> list[Html]:
    """The worth of single numbers in one form of raid; of few draws it is withheld."""
    if found["withheld"]:
        draws = facts.views[view].get("draws", facts["draws"])
        words = f"By number it is withheld: it needs {found['needed_draws']:,} draws, these are {draws:,}."
        return [element("p", element("strong", words))]
    rows = [
        [
            _named(row["path"], facts["together"].get(row["path"], [])),
            row["standing"],
            told(row["value"]),
            told(row["standard_error"]),
            told(row["bias"]),
        ]
        for row in found["numbers"]
        if row["value"] > 0.0
    ]
    if not rows:
        return [element("p", "By number: nothing. Whatever any one turned out to be, the choice would stay.")]
    heads = ["Number", "Stands on", "Worth", "Standard error", "Bias taken off"]
    caption = f"Worth of knowing one number, in value lost in {VIEW_WORDS[view]}."
    return [table(caption, heads, rows, (2, 3, 4))]
