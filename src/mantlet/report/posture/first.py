"""Page one answers the sceptic: one line to each question, with a link to the section that answers it in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mantlet.posture.months.season import VIEW_WORDS
from mantlet.posture.months.series import listed
from mantlet.report.markup import Html, element, joined
from mantlet.report.posture.facts import Document, Facts, dates, reach, told
from mantlet.report.wording import money, percent

CAME_SHOWN: Final = 6  # units of which page one says what came
_AS_IT_IS: Final = f"In {VIEW_WORDS['fixed']}, "


def first(facts: Facts, told_of: set[str]) -> Html | None:
    """The list; None where the document asks no sceptic. Only sections `told_of` are linked to."""
    if not facts.document.get("sceptic"):
        return None
    questions: tuple[tuple[str, str, Callable[[Facts], list[object]]], ...] = (
        ("How much is assumed?", "sceptic", _variance),
        ("With every assumption against it?", "sceptic", _adverse),
        ("Does it turn with kill probability and raid size?", "sceptic", _maps),
        ("And in larger raids?", "ranking", _larger),
        ("What else does the same money buy?", "money", _money),
        ("And placed elsewhere?", "elsewhere", _elsewhere),
        ("What really came?", "came", _came),
    )
    items = [
        element("li", element("strong", question), " ", *words, ". ", element("a", "More", href=f"#{anchor}"))
        for question, anchor, answered in questions
        if anchor in told_of and (words := answered(facts))
    ]
    return element("ul", *items, class_="asked")


def share_words(found: Document | None) -> str:
    """An estimate of a share, with its error; one beyond all or nothing is told as that, and as an estimate."""
    if found is None:
        return "a share that so few draws do not tell"
    share, reach_of = found["share"], percent(2 * found["standard_error"])
    if 0 <= share <= 1:
        return f"{percent(share)} (give or take {reach_of})"
    return f"{'all' if share > 1 else 'none'} of it, as far as so few tell (give or take {reach_of})"


def _by_policy(facts: Facts, said: Callable[[Document], str]) -> list[object]:
    """The same told of each policy asked about."""
    return ["; ".join(f"“{facts.title(found['pair']['first'])}”: {said(found)}" for found in facts["sceptic"])]


def _variance(facts: Facts) -> list[object]:
    groups = {"cited": "cited numbers move", "recalled": "recalled ones", "assumed": "assumed ones"}

    def said(found: Document) -> str:
        shares = found["variance"]
        told_of = [f"{words} {share_words(shares[name])}" for name, words in groups.items() if name in shares]
        return f"of the variance of what it saves {', '.join(told_of)}"

    return [_AS_IT_IS, *_by_policy(facts, said)]


def _adverse(facts: Facts) -> list[object]:
    def said(found: Document) -> str:
        adverse = found["adverse"]
        if adverse is None or adverse["undone"] is None:
            return "not told from waiting even as the numbers are drawn"
        drawn, held = (told(adverse[name]["saved"]) for name in ("as_drawn", "pair"))
        end = "undone" if adverse["undone"] else f"it stands in all {adverse['tried']} corners that were tried"
        return f"{end}; it saves {held} instead of {drawn}"

    return [_AS_IT_IS, *_by_policy(facts, said)]


def _maps(facts: Facts) -> list[object]:
    def said(found: Document) -> str:
        return "; ".join(_map(one) for one in (found["map"], *found.get("other_maps", ())))

    return _by_policy(facts, said)


def _map(found: Document) -> str:
    """One map: how many of its cells are better or worse, and what its largest raid leaves."""
    verdicts = [verdict for row in found["verdict"] for verdict in row]
    better, worse = (verdicts.count(name) for name in ("first", "second"))
    largest = [row[-1] for row in found["verdict"]]
    values = [row[-1] for row in found["saved"]]
    return (
        f"of {found['raid']} better in {better} and worse in {worse} of {len(verdicts)} cells, at its largest "
        f"(× {found['scales'][-1]:g}) better in {largest.count('first')} of {len(largest)}, saving "
        f"{reach([min(values), max(values)])}"
    )


def _larger(facts: Facts) -> list[object]:
    """What the policies asked about save in each form of raid, and whether they are told from waiting in it."""
    if len(facts.views) < 2:
        return []

    def said(found: Document) -> str:
        policy = next(one for one in facts.others if one["id"] == found["pair"]["first"])
        return ", ".join(
            f"{told(facts.saved(policy, view)['mean'])} in {VIEW_WORDS[view]} "
            f"({facts.against(policy, facts.waits, view).verdict})"
            for view in facts.views
        )

    same = "" if facts["ranking"]["same"] else "not "
    return [f"It is {same}the same policy that loses least. Saved: ", *_by_policy(facts, said)]


def _money(facts: Facts) -> list[object]:
    words = cost_words(facts)
    return [f"{words[0].upper()}{words[1:]}"] if words else []


def cost_words(facts: Facts) -> str:
    """Dollars for a unit of value where a price is sourced, the cheapest first; what saves nothing; what breaks even.

    Each sum says on what price it rests, and what is saved by what verdict. Where none is sourced that has a rate, the
    others break even with one whose price is assumed, in part at least, and which stands ahead of them.
    """
    priced: list[tuple[float, str]] = []
    vain: list[str] = []
    measure: list[str] = []
    even: list[str] = []
    for policy in facts.others:
        title, cost = f"“{policy['title']}”", policy["cost"]
        paid, judged = cost["price_usd"], judged_words(facts, policy)
        mark = ", ".join([price_mark(cost), *left_words(cost)])
        if cost["usd_per_unit"] is not None:
            rate = cost["usd_per_unit"]
            priced.append((rate, f"{title} saves a unit of value for {_dollars(rate)} ({judged}; {mark})"))
        elif (rate := cost.get("assumed_usd_per_unit")) is not None:
            measure.append(
                f"{title} costs {_dollars(paid['mean'])}, {_dollars(rate)} a unit of value ({judged}; {mark})"
            )
        elif paid is not None and facts.saved(policy)["mean"] <= 0:
            vain.append(" ".join([title, *(f"({words})" for words in reached_words(policy))]))
        elif cost["break_even_usd"]:
            own = "no price is known" if paid is None else f"its own, {_dollars(paid['mean'])}, {mark}"
            beside = f" with “{facts.title(cost['against'])}”"
            even.append(f"{title} breaks even{beside} at {_dollars(cost['break_even_usd'])} ({judged}; {own})")
        elif paid is None and cost["against"] is None and facts.against(policy, facts.waits).verdict == "better":
            even.append(
                f"of {title} no price is known, and no policy with a price is told from waiting to break even with"
            )
        elif paid is not None:
            even.append(f"{title} costs {_dollars(paid['mean'])} ({judged}; {mark})")
    said = [words for _, words in sorted(priced)]
    said += [*measure, *even]
    said += [f"nothing is saved by {listed(vain)}"] if vain else []
    return "; ".join(said)


def judged_words(facts: Facts, policy: Document) -> str:
    """Of which raid what a policy saves is told, and whether it is told from waiting there."""
    return f"in {VIEW_WORDS['fixed']}: {facts.against(policy, facts.waits).verdict}"


def left_words(cost: Document) -> list[str]:
    """What the money leaves over, where it does; no part of the price.

    >>> left_words({"left_usd": 45e6}), left_words({"left_usd": 0.0}), left_words({})
    (['45\xa0M\xa0dollars left over'], [], [])
    """
    left = cost.get("left_usd")
    return [f"{_dollars(left)} left over"] if left else []


def reached_words(policy: Document) -> list[str]:
    """How few of a fleet spares can help in these raids, where a policy buys some.

    >>> reached_words({"reached": [{"fleet": "mig", "of": 59.0, "stand": 2, "places": ["Leh, a pair"]}]})
    ['of the 59 of the fleet mig 2 stand in these raids: Leh, a pair']
    """
    return [
        f"of the {one['of']:g} of the fleet {one['fleet']} {one['stand']} stand in these raids: "
        + ("; ".join(one["places"]) or "nowhere")
        for one in policy.get("reached", ())
    ]


def price_mark(cost: Document) -> str:
    """On what a price stands, in words.

    >>> on = {"sources": ["A"], "assumed": 0, "part": 0, "of": 2}
    >>> price_mark({"stands_on": on}), price_mark({"stands_on": on | {"part": 1}})
    ('sourced price', 'price sourced in part')
    >>> price_mark({"stands_on": on | {"assumed": 1}}), price_mark({"stands_on": on | {"assumed": 2}})
    ('price assumed in part', 'assumed price')
    """
    on = cost.get("stands_on")
    if on is None:
        return "no price known"
    if on["assumed"]:
        return "assumed price" if on["assumed"] == on["of"] else "price assumed in part"
    return "price sourced in part" if on.get("part") else "sourced price"


def _dollars(amount: float) -> str:
    """A sum that is not broken at the end of a line."""
    return f"{money((amount,))} dollars".replace(" ", "\N{NO-BREAK SPACE}")


def moved_elsewhere(facts: Facts) -> list[Document]:
    """Policies that fill some places later for others to be filled earlier."""
    return [
        policy
        for policy in facts.others
        if min((entry["mean"] for entry in policy["exposure_months"].values()), default=0.0) < 0
    ]


def _elsewhere(facts: Facts) -> list[object]:
    policies = moved_elsewhere(facts)
    said = [
        f"“{policy['title']}” saves {told(facts.saved(policy)['mean'])} ({facts.against(policy, facts.waits).verdict})"
        for policy in policies
    ]
    return ["; ".join(said)] if said else []


def _came(facts: Facts) -> list[object]:
    if not facts.knows_what_came:
        return [f"Nothing is known of the time after {facts['as_of']}"]
    expected, as_it_came = (facts.waits["lost"][state]["fixed"]["mean"] for state in (facts.record, facts.came))
    words: list[object] = [
        f"Waiting loses {told(as_it_came)} in a raid of an average month as it came, {told(expected)} as was expected"
    ]
    for case in facts["backtest"]["cases"][:CAME_SHOWN]:
        came = ", came " if case["came"][:1].isdigit() else ", "
        words += [f"; {case['unit']}: promised ", dates(case["promised"]), came, dates(case["came"])]
    return [joined(words)]
