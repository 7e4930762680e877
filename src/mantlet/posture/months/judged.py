"""The ranking of policies in each form of raid, and whether it is safe: pairs, regret, flips, other weights, value of
information."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.posture.information import LEAST_DRAWS, Worth, evpi, evppi
from mantlet.posture.months.file import Posture
from mantlet.posture.months.season import VIEW_WORDS, VIEWS, Column, Losses, Season, View, Weights
from mantlet.posture.months.series import Document, interval, listed, over_months, quoted, rounded
from mantlet.posture.verdicts import RULE, Flip, Input, Pair, across_weights, flips, pairs, regret

_PLAIN = "as the scenarios have it"
UNSUPPORTED = "The sources do not support a ranking of these policies."


def losses(season: Season, posture: Posture, view: View, state: int, weights: Weights | None = None) -> Losses:
    """Value lost in a raid of an average month: [policy, draw, replication]."""
    every = range(len(posture.policies))
    return np.array([over_months(season.values(view, state, policy, weights)) for policy in every])


def ranking(
    season: Season, posture: Posture, inputs: Mapping[str, Column], known: Mapping[str, Sourced], states: list[str]
) -> Document:
    """The whole section, form by form of raid; `known` are the numbers behind the inputs, where they have one."""
    names = [policy.id for policy in posture.policies]
    told = {name: Input(column, known[name].standing if name in known else "drawn") for name, column in inputs.items()}
    views: dict[View, Document] = {}
    saved: dict[View, dict[str, float]] = {}
    found: list[Document] = []
    for view in VIEWS:
        by_weight = {_PLAIN: losses(season, posture, view, 0)} | {
            name: losses(season, posture, view, 0, weights) for name, weights in posture.weights.items()
        }
        met = {name: Input(entry.values[:: season.every(view)], entry.standing) for name, entry in told.items()}
        own = _pairs(by_weight, names, met)
        found += [{"view": view, "state": states[0]} | one for one in own]
        views[view] = _in_view(posture, by_weight, own) | {"information": information(by_weight[_PLAIN], met)}
        views[view]["turned"] = _turned(found, view, states[0])
        lost: Column = by_weight[_PLAIN].mean(axis=(1, 2))
        saved[view] = dict(zip(names, (lost[posture.waits] - lost).tolist(), strict=True))
    for state, title in list(enumerate(states))[1:]:
        for view in VIEWS:
            seen = pairs(losses(season, posture, view, state), names)
            found += [{"view": view, "state": title} | _pair(both, one) for both, one in seen.items()]
    return {
        "rule": RULE,
        "sentence": sentence(posture, found),
        "across": across(posture, views, saved),
        "same": len({one["best"] for one in views.values()}) == 1,
        "weights": [_PLAIN, *posture.weights],
        "pairs": found,
        "views": views,
        "regret": views["fixed"]["regret"],
        "information": views["fixed"]["information"],
    }


def _pairs(by_weight: Mapping[str, Losses], names: Sequence[str], told: Mapping[str, Input]) -> list[Document]:
    """Every pair as the record goes on, with what moves it and the weights under which its verdict is another."""
    plain, stands = by_weight[_PLAIN], across_weights(by_weight, names)
    found: list[Document] = []
    for both, one in pairs(plain, names).items():
        first, second = (plain[names.index(name)].mean(axis=1) for name in both)
        moved = [_flip(flip) for flip in flips(first - second, told)]
        found.append(_pair(both, one) | {"flips": moved, "other_weights": stands[both].differing})
    return found


def _in_view(posture: Posture, by_weight: Mapping[str, Losses], pairs: list[Document]) -> Document:
    """Which policy loses least in one form of raid, how it stands beside the others, and regret."""
    names, seen = [policy.id for policy in posture.policies], by_weight[_PLAIN]
    means: list[float] = seen.mean(axis=(1, 2)).tolist()
    best = min(range(len(names)), key=lambda at: (means[at], at != posture.waits))
    better = [own[1] for own in map(_better, pairs) if own is not None and own[0] == names[best]]
    return {
        "draws": seen.shape[1],
        "replications": seen.shape[2],
        "best": names[best],
        "better_than": better,
        "regret": {
            weight: [{"policy": name, **one._asdict()} for name, one in zip(names, regret(own), strict=True)]
            for weight, own in by_weight.items()
        },
    }


def _turned(found: list[Document], view: View, state: str) -> list[list[str]]:
    """Pairs whose means stand in another order than in the raid as it is, both told from chance over the draws."""

    def errors(view: View) -> dict[tuple[str, str], list[float] | None]:
        own = [one for one in found if (one["view"], one["state"]) == (view, state)]
        return {(one["first"], one["second"]): one["error"] for one in own}

    def turns(one: list[float] | None, other: list[float] | None) -> bool:
        return one is not None and other is not None and (one[0] > 0 > other[1] or other[0] > 0 > one[1])

    usual = errors("fixed")
    return [list(both) for both, error in errors(view).items() if turns(error, usual[both])]


def _better(pair: Document) -> tuple[str, str] | None:
    """The better and the worse of a pair; None where it is not told apart."""
    both = pair["first"], pair["second"]
    return {"first": both, "second": both[::-1]}.get(pair["verdict"])


def better_than_waiting(found: list[Document], waits: str) -> frozenset[str]:
    """Of pairs, the policies that are told from waiting, and for the better, in the raid as it is."""
    own = [_better(one) for one in found if (one["view"], one["state"]) == ("fixed", "record")]
    return frozenset(both[0] for both in own if both is not None and both[1] == waits)


def across(posture: Posture, views: Mapping[View, Document], saved: Mapping[View, Mapping[str, float]]) -> str:
    """What an analyst may quote of all forms of raid: whether the same policy is best in each, and in which not."""
    waits = posture.policies[posture.waits]
    titles = {policy.id: quoted(policy.title) for policy in posture.policies}
    where: dict[str, list[View]] = {}
    for view, one in views.items():
        where.setdefault(one["best"], []).append(view)
    if len(where) == 1:
        said = ["The same policy loses least in all forms of raid."]
    else:
        said = ["No one policy loses least in all forms of raid: what ranks first in one does not in another."]
    for best, own in where.items():
        if best == waits.id:
            said.append(f"In {_places(own)} nothing loses less than {titles[best]}.")
            continue
        told: list[View] = [view for view in own if waits.id in views[view]["better_than"]]
        gains = listed([f"{saved[view][best]:.2g}" for view in own])
        verdict = "told from it by the rule" if told == own else _untold(told, views[own[-1]])
        words = f"In {_places(own)} {titles[best]} loses least, {gains} less than {titles[waits.id]}, {verdict}"
        more = _otherwise({view: saved[view][best] for view in views if view not in own})
        said.append(f"{words}; {more}." if more else f"{words}.")
    return " ".join(said)


def _otherwise(gains: Mapping[View, float]) -> str:
    """What a policy saves, or loses, in some forms of raid.

    >>> _otherwise({"fixed": -0.414, "worst": 0.61})
    'it saves 0.61 in the raid that costs most and loses 0.41 more in the raid as it is'
    """
    saves = [f"{gain:.2g} in {VIEW_WORDS[view]}" for view, gain in gains.items() if gain >= 0.0]
    loses = [f"{-gain:.2g} more in {VIEW_WORDS[view]}" for view, gain in gains.items() if gain < 0.0]
    told = [f"{verb} {listed(words)}" for verb, words in (("saves", saves), ("loses", loses)) if words]
    return f"it {' and '.join(told)}" if told else ""


def _places(views: Sequence[View]) -> str:
    """Some views as they stand in a sentence.

    >>> _places(["fixed"]), _places(["fixed", "worst"])
    ('the raid as it is', 'the raid as it is and the raid that costs most')
    """
    return listed([VIEW_WORDS[view] for view in views])


def _untold(told: Sequence[View], last: Document) -> str:
    """In which forms of raid a policy is told from waiting, where not in all; `last` is one in which it is not."""
    if told:
        return f"told from it by the rule only in {_places(told)}"
    seen = " of ".join(
        f"{last[name]} {word}{'' if last[name] == 1 else 's'}"
        for name, word in (("draws", "draw"), ("replications", "raid"))
    )
    return f"not told from it by the rule in {seen}: there the sources do not support a ranking"


def sentence(posture: Posture, found: list[Document]) -> str:
    """What an analyst may quote of the ranking in the raid as it is, also when there is none."""
    waits = posture.policies[posture.waits].id
    titles = {policy.id: quoted(policy.title) for policy in posture.policies}
    judged = [one for one in found if one["view"] == "fixed" and one["state"] == "record"]
    said: list[str] = []
    for one in judged:
        own = _better(one)
        if own is not None and waits in own:
            less, more = (one[f"{side}_share"] for side in ("first", "second"))
            if one["verdict"] == "second":
                less, more = more, less
            said.append(
                f"{titles[own[0]]} loses less than {titles[own[1]]} in {less:.0%} of the draws consistent with the "
                f"sources, and more in {more:.0%}."
            )
    if not said:
        return f"{UNSUPPORTED} Against waiting, none is told apart by the rule in {VIEW_WORDS['fixed']}."
    rest = sum(one["verdict"] == "indistinguishable" for one in judged)
    return f"In {VIEW_WORDS['fixed']} {' '.join(said)} Of {len(judged)} pairs {rest} are indistinguishable."


def information(fixed: Losses, told: Mapping[str, Input]) -> Document:
    """What it would be worth to know a number, in value lost; withheld with fewer draws than the method needs."""
    whole = evpi(fixed)
    found: Document = {"needed_draws": LEAST_DRAWS, "withheld": fixed.shape[1] < LEAST_DRAWS, "perfect": None}
    if whole is not None:
        found["perfect"] = _worth(whole)
    rows: list[Document] = []
    for name, entry in told.items():
        worth = evppi(fixed, entry.values) if not found["withheld"] and np.ptp(entry.values) > 0 else None
        if worth is not None:
            rows.append({"path": name, "standing": entry.standing, **_worth(worth)})
    found["numbers"] = sorted(rows, key=lambda row: (-row["value"], row["path"]))[:20]
    return found


def _worth(found: Worth) -> Document:
    """What is gained, less what the method adds, with its standard error."""
    return {
        "value": rounded(found.corrected),
        "bias": rounded(found.bias),
        "standard_error": rounded(found.standard_error),
    }


def _pair(both: tuple[str, str], one: Pair) -> Document:
    record: dict[str, Any] = {"first": both[0], "second": both[1], **one._asdict()}
    record["mean"] = rounded(one.mean)
    return record | {"error": interval(one.error), "ignorance": interval(one.ignorance)}


def _flip(flip: Flip) -> Document:
    record: dict[str, Any] = flip._asdict()
    return record | {"predicted": interval(flip.predicted), "t_ratio": rounded(min(max(flip.t_ratio, -1e9), 1e9))}
