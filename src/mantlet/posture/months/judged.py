"""The ranking of policies, and whether it is safe: pairs, regret, flips, other weights, value of information."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.posture.information import LEAST_DRAWS, Worth, evpi, evppi
from mantlet.posture.months.file import Posture
from mantlet.posture.months.season import Column, Losses, Season, View, Weights
from mantlet.posture.months.series import Document, interval, over_months, quoted, rounded
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
    """The whole section; `known` are the numbers behind the inputs, where they have one."""
    names = [policy.id for policy in posture.policies]
    told = {name: Input(column, known[name].standing if name in known else "drawn") for name, column in inputs.items()}
    fixed = losses(season, posture, "fixed", 0)
    by_weight = {_PLAIN: fixed} | {
        name: losses(season, posture, "fixed", 0, weights) for name, weights in posture.weights.items()
    }
    stands = across_weights(by_weight, names)
    found: list[Document] = []
    for state, title in enumerate(states):
        for view in season.views(state):
            seen = losses(season, posture, view, state)
            for both, one in pairs(seen, names).items():
                entry = {"view": view, "state": title} | _pair(both, one)
                if view == "fixed" and state == 0:
                    first, second = (names.index(name) for name in both)
                    moved = flips(fixed[first].mean(axis=1) - fixed[second].mean(axis=1), told)
                    entry["flips"] = [_flip(flip) for flip in moved]
                    entry["other_weights"] = stands[both].differing
                found.append(entry)
    return {
        "rule": RULE,
        "sentence": sentence(posture, found),
        "weights": [_PLAIN, *posture.weights],
        "pairs": found,
        "regret": {
            weight: [{"policy": name, **one._asdict()} for name, one in zip(names, regret(seen), strict=True)]
            for weight, seen in by_weight.items()
        },
        "information": information(fixed, told),
    }


def sentence(posture: Posture, found: list[Document]) -> str:
    """What an analyst may quote of the ranking, also when there is none."""
    waits = posture.policies[posture.waits]
    titles = {policy.id: policy.title for policy in posture.policies}
    judged = [one for one in found if one["view"] == "fixed" and one["state"] == "record"]
    said: list[str] = []
    for one in judged:
        if one["verdict"] == "indistinguishable":
            continue
        better, worse = one["first"], one["second"]
        less, more = one["first_share"], one["second_share"]
        if one["verdict"] == "second":
            better, worse, less, more = worse, better, more, less
        if waits.id in (better, worse):
            said.append(
                f"{quoted(titles[better])} loses less than {quoted(titles[worse])} in {less:.0%} of the draws "
                f"consistent with the sources, and more in {more:.0%}."
            )
    if not said:
        return f"{UNSUPPORTED} Against waiting, none is told apart by the rule."
    rest = sum(one["verdict"] == "indistinguishable" for one in judged)
    return " ".join(said) + f" Of {len(judged)} pairs {rest} are indistinguishable."


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
