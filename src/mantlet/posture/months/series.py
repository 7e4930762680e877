"""Numbers of a season as they stand in the document: series over the months, and spreads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mantlet.posture.months.season import CLASS, VALUE, VIEWS, Column, Losses, Raids, Season, View, by_month
from mantlet.run.metrics import Interval, Spread

Document = dict[str, Any]
Seasons = tuple[Season, Season]  # of the recorded draws, and of those of the second design
InDesigns = tuple[Raids, Raids | None]
_DIGITS = 6


def rounded(number: float) -> float:
    """To six digits: what differs beyond is not told.

    >>> rounded(1234567.8), rounded(0.00123456789)
    (1234570.0, 0.00123457)
    """
    return float(f"{number:.{_DIGITS}g}")


def quoted(title: str) -> str:
    """A title as it stands in a sentence.

    >>> quoted("Wait") == "\N{LEFT DOUBLE QUOTATION MARK}Wait\N{RIGHT DOUBLE QUOTATION MARK}"
    True
    """
    return f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"


def listed(words: Sequence[str]) -> str:
    """Some words as they stand in a sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def interval(bounds: Interval | None) -> list[float] | None:
    """An interval as it is written."""
    return None if bounds is None else [rounded(bounds[0]), rounded(bounds[1])]


def spread_record(found: Spread) -> Document:
    """A mean with its three spreads."""
    return {
        "mean": rounded(found.mean),
        "error": interval(found.error),
        "chance": interval(found.chance),
        "ignorance": interval(found.ignorance),
        "ignorance_kind": found.ignorance_kind,
        "ignorance_coupling": found.ignorance_coupling,
    }


def series(raids: Raids, checked: Raids | None = None) -> Document:
    """Of [draw, raid, replication, month]: lists over the months of the mean over the raids and its three spreads."""
    spreads = by_month(raids, checked)
    return {
        "mean": [rounded(one.mean) for one in spreads],
        "error": [interval(one.error) for one in spreads],
        "chance": [interval(one.chance) for one in spreads],
        "ignorance": [interval(one.ignorance) for one in spreads],
    }


def in_designs(seasons: Seasons, view: View, state: int, policy: int) -> InDesigns:
    """Value lost in each raid of a view by the draws of both designs. The second fights the raids as they are, as the
    record goes on, and no others: of those it is None, and `ignorance` that of the recorded draws."""
    season, checked = seasons
    own = season.raids(view, state, policy)
    return own, checked.raids(view, state, policy) if (view, state) == ("fixed", 0) else None


def saved_in_designs(seasons: Seasons, view: View, state: int, both: tuple[int, int]) -> InDesigns:
    """What the first of two policies loses less than the second, paired, likewise."""
    (own, checked), (other, other_checked) = (in_designs(seasons, view, state, policy) for policy in both)
    return other - own, None if checked is None or other_checked is None else other_checked - checked


def policy_series(seasons: Seasons, state: int, policy: int, waits: int, states: Sequence[str]) -> Document:
    """What a policy loses month by month in one state of nature, and saves against waiting, by view; leakers by class,
    and damage by asset in the raid as it is. From seasons of both designs."""
    season = seasons[0]
    kinds = [name for name in season.columns if name.startswith(CLASS)]
    is_record = states[state] == "record"

    def view(name: View) -> Document:
        found: Document = {"value_lost": series(*in_designs(seasons, name, state, policy))}
        if policy != waits:
            found["saved"] = series(*saved_in_designs(seasons, name, state, (policy, waits)))
        leaked = {kind: season.told(kind, name, state, policy) for kind in kinds}
        found["leakers"] = series(np.sum(list(leaked.values()), axis=0))
        if is_record:
            found["by_class"] = {kind.removeprefix(CLASS): series(raids) for kind, raids in leaked.items()}
        if name == "worst":
            found["raid"] = season.chosen(state, policy)
        return found

    document: Document = {name: view(name) for name in VIEWS}
    if is_record:
        assets = [name for name in season.columns if name.startswith(VALUE)]
        told = {name: series(season.told(name, "fixed", state, policy)) for name in (*assets, "shots")}
        by_asset = {name.removeprefix(VALUE): told[name] for name in assets}
        document["fixed"] |= {"by_asset": by_asset, "shots": told["shots"]}
    return document


def over_months(values: Losses, weights: Column | None = None) -> Column:
    """Mean over the months, replication by replication, before any interval is made: [draw, replication].

    `weights` by month, such as the chance of a raid in each, make a sum of it.
    """
    return values.mean(axis=2) if weights is None else values @ weights
