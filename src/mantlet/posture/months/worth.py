"""What policies save, what a piece is worth first and last, what a unit of value costs, and what drives the answer."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.posture.draws import Array, Dice, figures
from mantlet.posture.levers import Buy, Policy, Spares, spent
from mantlet.posture.months.fights import Outlooks
from mantlet.posture.months.file import Posture
from mantlet.posture.months.margins import first_and_last, packages
from mantlet.posture.months.numbers import GUESSED
from mantlet.posture.months.purchases import purchases
from mantlet.posture.months.season import VIEWS, Column, Season, spread_of, spread_over
from mantlet.posture.months.series import (
    Document,
    Seasons,
    in_designs,
    over_months,
    rounded,
    saved_in_designs,
    spread_record,
)
from mantlet.run.metrics import influence, ranks

MOST_DRIVERS = 12


def totals(seasons: Seasons, state: int, policy: int) -> Document:
    """Value lost in a raid of an average month, by view, from seasons of both designs."""
    return {view: spread_record(spread_over(*in_designs(seasons, view, state, policy))) for view in VIEWS}


def saved(seasons: Seasons, state: int, policy: int, waits: int) -> Document:
    """What a policy loses less than waiting does, in a raid of an average month, by view; paired."""
    return {
        view: spread_record(spread_over(*saved_in_designs(seasons, view, state, (policy, waits)))) for view in VIEWS
    }


def saving(season: Season, policy: int, waits: int) -> Column:
    """Loss of waiting less that of a policy as the record goes on, mean over raids and months: [draw, replication]."""
    return over_months(season.values("fixed", 0, waits) - season.values("fixed", 0, policy))


def expected(season: Season, raid_prob: Array, state: int, policy: int, waits: int) -> Document:
    """Value saved over all the months at the chance of a raid in each that a draw has (`raid_prob` by draw)."""
    difference = season.values("fixed", state, waits) - season.values("fixed", state, policy)
    return spread_record(spread_of(difference.sum(axis=2) * raid_prob[:, None]))


def exposure(season: Season, posture: Posture, state: int, policy: int) -> dict[str, Document]:
    """Months by which each place is filled earlier than under waiting: mean, and 5 to 95 % of the draws."""
    more = season.filled(state, policy) - season.filled(state, posture.waits)
    months = more.sum(axis=1)
    found: dict[str, Document] = {}
    for index, place in enumerate(posture.places):
        low, high = np.quantile(months[:, index], (0.05, 0.95), method="inverted_cdf").tolist()
        found[place.id] = {"mean": rounded(float(months[:, index].mean())), "range": [low, high]}
    return found


def margins(season: Season, posture: Posture) -> list[Document]:
    """Each package as the first that comes and as the last: value saved in a raid of the last month."""
    losses = season.margins()
    every = packages(posture)
    found: list[Document] = []
    for package, (first, last) in zip(every, first_and_last(len(every)), strict=True):
        alone, on_top = (losses[without] - losses[having] for without, having in (first, last))
        record = {"kind": package.kind, "name": package.name}
        found.append(record | {"first": spread_record(spread_over(alone)), "last": spread_record(spread_over(on_top))})
    return found


class Price(NamedTuple):
    """Dollars by draw: what is paid, and what is given beside that and buys no whole piece."""

    paid_usd: Array
    left_usd: Array


def price(posture: Posture, policy: Policy, dice: Dice, draws: int) -> Price | None:
    """What a policy costs; None where a lever has no price."""
    _, total, left = purchases(posture, policy, dice, draws)
    for at, lever in enumerate(policy.levers):
        if isinstance(lever, Buy):
            continue
        if isinstance(lever, Spares):
            total = total + spent(lever, dice, draws)
        elif lever.price is not None:
            total = total + figures(lever.price, dice, draws, f"price/{policy.id}/{at}")
        else:
            return None
    return Price(total, left)


def price_numbers(policy: Policy) -> list[Sourced]:
    """What its price is made of."""
    found: list[Sourced | None] = []
    for lever in policy.levers:
        if isinstance(lever, Buy):
            found += [lever.spend, lever.unit_price]
        else:
            found.append(lever.spend if isinstance(lever, Spares) else lever.price)
    return [number for number in found if number is not None]


def _stands_on(numbers: list[Sourced]) -> Document:
    """The sources of some numbers, and how many of them are assumed, or cited in part only."""
    named = [sources(number) for number in numbers]
    standings = [number.standing for number in numbers]
    return {
        "sources": list(dict.fromkeys(filter(None, named))),
        "assumed": sum(standing in GUESSED for standing in standings),
        "part": standings.count("part cited"),
        "of": len(numbers),
    }


def costs(posture: Posture, gains: dict[str, Column], better: Collection[str], dice: Dice) -> dict[str, Document]:
    """Dollars for each unit of value saved where a price is sourced; where none is, the price at which it breaks even.

    `better` are the policies that are told from waiting in the raid as it is: no other has a rate. A price of which any
    number is assumed is not sourced. It breaks even with the cheapest policy that has a rate: at its dollars a unit.
    Where no sourced price has one, that is the cheapest at the price it has (`assumed_usd_per_unit`). What buys no
    piece is no cost. Ratios are of means: a draw in which next to nothing is saved has no ratio worth telling.
    """
    draws = len(next(iter(gains.values())))
    prices = {policy.id: price(posture, policy, dice, draws) for policy in posture.policies}
    stands = {policy.id: _stands_on(price_numbers(policy)) for policy in posture.policies}
    sourced = {name: paid is not None and not stands[name]["assumed"] for name, paid in prices.items()}
    units = {name: float(gain.mean()) for name, gain in gains.items()}
    every = {
        name: float(paid.paid_usd.mean()) / units[name]
        for name, paid in prices.items()
        if paid is not None and name in better and units[name] > 0 and paid.paid_usd.mean() > 0
    }
    rates = {name: rate for name, rate in every.items() if sourced[name]}
    measure = rates or every
    cheapest = min(measure, key=measure.__getitem__) if measure else None
    found: dict[str, Document] = {}
    for name, paid in prices.items():
        entry: Document = {
            "price_usd": None,
            "left_usd": None,
            "stands_on": None,
            "sourced": None,
            "usd_per_unit": None,
            "assumed_usd_per_unit": None,
            "break_even_usd": None,
            "against": None,
        }
        if paid is not None:
            entry |= {"stands_on": stands[name], "sourced": sourced[name]}
            usd = paid.paid_usd
            entry["price_usd"] = {"mean": rounded(float(usd.mean())), "range": [float(usd.min()), float(usd.max())]}
            entry["left_usd"] = rounded(float(paid.left_usd.mean()))
            entry["usd_per_unit"] = rounded(rates[name]) if name in rates else None
        if name == cheapest and not rates:
            entry["assumed_usd_per_unit"] = rounded(measure[name])
        elif cheapest is not None and not sourced[name]:
            entry["break_even_usd"] = rounded(max(units[name], 0.0) * measure[cheapest])
            entry["against"] = cheapest
        found[name] = entry
    return found


def together(inputs: Mapping[str, Column]) -> dict[str, list[str]]:
    """Numbers that rise and fall together in all draws, under the first of each: nothing tells them apart.

    >>> together({"a": np.array([1.0, 2.0]), "b": np.array([3.0, 9.0]), "c": np.array([2.0, 1.0])})
    {'a': ['b'], 'c': []}
    """
    found: dict[str, list[str]] = {}
    first: dict[bytes, str] = {}
    for name, column in inputs.items():
        own = first.setdefault(ranks(column).tobytes(), name)
        found.setdefault(own, [])
        if own != name:
            found[own].append(name)
    return found


def drivers(
    outcome: Column, inputs: Mapping[str, Column], known: Mapping[str, Sourced], alike: Mapping[str, list[str]]
) -> list[Document]:
    """Numbers that move an outcome by draw, told from chance, most first, with what they stand on.

    `inputs` are those of which no two move together, `alike` what moves together with each of them.
    """
    found: list[Document] = []
    for one in influence(inputs, outcome)[:MOST_DRIVERS]:
        if not one.distinguishable:
            continue
        number = known.get(one.path)
        found.append(
            {
                "path": one.path,
                "share": rounded(one.share),
                "rank_correlation": rounded(one.rank_correlation),
                "standing": "drawn" if number is None else number.standing,
                "source": None if number is None else sources(number),
                "together": alike[one.path],
            }
        )
    return found


def sources(number: Sourced) -> str | None:
    """What a number, or each of its conflicting claims, stands on; None where nothing is cited.

    >>> sources(Sourced(dimension="count", low=1, high=2, assumed="a guess")) is None
    True
    """
    named = [one.source for one in (number, *number.alternatives) if one.source is not None]
    return ", ".join(dict.fromkeys(named)) or None


def moved(season: Season, posture: Posture, policy: int) -> Document:
    """Share of the raids of the record in which a policy changes who fights, and of those that end otherwise by it.

    A policy that saves nothing either brings nobody in time, or nobody whom these raids meet.
    """
    waits = posture.waits
    forces = np.mean([fought.row[0, policy] != fought.row[0, waits] for fought in season.draws])
    ends = season.raids("fixed", 0, policy) != season.raids("fixed", 0, waits)
    return {"forces": rounded(float(forces)), "ends": rounded(float(ends.mean()))}


def saved_by_raid(season: Season, policy: int, waits: int) -> dict[str, Document]:
    """What a policy saves in each raid of the menu, at its own size and made larger, in an average month; paired."""
    return {
        name: spread_record(spread_over(season.alone(name, waits) - season.alone(name, policy))) for name in season.menu
    }


def raid_lost(season: Season, raid: str, waits: int) -> Document:
    """What waiting loses in one raid of an average month, and how many draws met it."""
    lost = season.alone(raid, waits)
    return {"lost": spread_record(spread_over(lost)), "draws": len(lost)}


def dated_inputs(posture: Posture, outlooks: Outlooks) -> dict[str, Column]:
    """Days after the first one at which each unit of an order is ready as the record goes on, by draw; never late.

    Those of purchases are of the first policy that makes them, all others of waiting.
    """
    every = ChainMap(*(there.ready_day for there in (outlooks.presence[0][posture.waits], *outlooks.presence[0])))
    last = outlooks.days[-1]
    found: dict[str, Column] = {}
    for name, days in every.items():
        for unit in range(days.shape[1]):
            found[f"delay/{name}/{unit + 1}"] = np.minimum(days[:, unit], last + 1).astype(float) - outlooks.first_day
    return found
