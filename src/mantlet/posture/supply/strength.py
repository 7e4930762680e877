"""From missing parts to aircraft that lack one: each keeps its own parts, or they are gathered on as few as can be.

Rows of arrays are months, columns are parts; `types_count` says for how many types of parts a column stands.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from mantlet.posture.supply.metric import Echelons
from mantlet.posture.supply.palm import Floats
from mantlet.posture.supply.vari_metric import Missing, missing_at_bases, missing_at_one

_NEVER = 1e-12  # a chance that is as good as none, where its logarithm is due


class Parts(NamedTuple):
    """The parts of a fleet: how many types are alike, how often an aircraft has one, and their pipelines and stocks."""

    types_count: Floats
    per_aircraft_count: Floats
    echelons: Echelons


class Whole(NamedTuple):
    """Chance that an aircraft lacks no part, and that of two aircraft neither does."""

    one_prob: Floats
    pair_prob: Floats


def kept_apart(parts: Parts, aircraft_count: Floats, base_aircraft_count: float) -> Whole:
    """No cannibalisation: each missing part grounds an aircraft of its base that lacked none of this type yet.

    Of one aircraft this is Sherbrooke's product over parts; that of two carries on what bases wait for together, so
    that the number of aircraft is spread as widely as the backorders are. Parts of different types are independent.

    Source: Sherbrooke 2004, Optimal Inventory Modeling of Systems, 2nd ed., chapter 2 (the product); the chance of
    two is ours.
    """
    base_aircraft = np.clip(aircraft_count, 1.0, base_aircraft_count)
    per_aircraft = parts.per_aircraft_count
    places = base_aircraft[:, None] * per_aircraft
    missing = missing_at_bases(parts.echelons, places)
    there = _log_there(missing.mean_count, places)
    one = np.sum(parts.types_count * per_aircraft * there, axis=1)
    squared = parts.types_count * per_aircraft**2
    same = np.exp(2.0 * one + np.sum(squared * (_log_same(missing, places) - 2.0 * there), axis=1))
    common = missing.common_variance / places**2 * np.exp(-2.0 * there)
    other = np.exp(2.0 * one + np.sum(squared * np.log1p(common), axis=1))
    others = np.maximum(aircraft_count - 1.0, 1.0)
    near_frac = np.clip((base_aircraft - 1.0) / others, 0.0, 1.0)
    chance = np.exp(one)
    return Whole(chance, np.clip(near_frac * same + (1.0 - near_frac) * other, chance**2, chance))


def one_kept_apart(parts: Parts, aircraft_count: Floats, base_aircraft_count: float) -> Floats:
    """The first of the two chances alone, for half of the work."""
    places = np.clip(aircraft_count, 1.0, base_aircraft_count)[:, None] * parts.per_aircraft_count
    there = _log_there(missing_at_one(parts.echelons, places).mean_count, places)
    return np.exp(np.sum(parts.types_count * parts.per_aircraft_count * there, axis=1))


def _log_there(missing_count: Floats, places_count: Floats) -> Floats:
    """That one place is not empty."""
    return np.log(np.maximum(1.0 - missing_count / places_count, _NEVER))


def _log_same(missing: Missing, places_count: Floats) -> Floats:
    """Two places of one base, neither of them empty: B distinct ones of n are."""
    square = missing.count_variance + missing.mean_count**2
    pairs = places_count * (places_count - 1.0) - (2.0 * places_count - 1.0) * missing.mean_count + square
    some = np.where(places_count > 1.0, places_count * (places_count - 1.0), 1.0)
    return np.log(np.maximum(np.where(places_count > 1.0, pairs / some, 1.0), _NEVER**2))


def robbed(parts: Parts, aircraft_count: Floats) -> Floats:
    """Full cannibalisation: chance that so many aircraft lack a part (columns), with all stocks in common.

    At most n do when no type of part is short by more than n aircraft hold: the product over parts of
    P(X <= s + n Z) with the whole pipeline X, which is Poisson, and all stock s.

    Source: Hillestad 1982, Dyna-METRIC, RAND R-2785, full cannibalisation.
    """
    echelons, per_aircraft = parts.echelons, parts.per_aircraft_count
    mean = echelons.depot_mean_count + echelons.base_own_count / echelons.base_frac
    stock = np.floor(echelons.depot_stock_count + echelons.base_stock_count / echelons.base_frac + 1e-9)
    # What lies beyond 9 standard deviations is left out: no type is ever short by more aircraft than `short`.
    short = np.ceil(np.max((mean + 9.0 * np.sqrt(mean) + 9.0 - stock) / per_aircraft, axis=0)).astype(int)
    most = min(int(np.max(aircraft_count)), max(int(np.max(short)), 0))
    logs = np.zeros((len(mean), most + 1))
    for column, places in enumerate(per_aircraft.astype(int)):
        further = min(max(int(short[column]), 0), most)
        held = _poisson_at_most(mean[:, column], stock[:, column], further * places)[:, ::places]
        logs[:, : further + 1] += parts.types_count[:, column, None] * np.log(np.maximum(held, 1e-300))
    at_most = np.exp(logs)
    at_most[np.arange(most + 1) >= aircraft_count[:, None]] = 1.0
    at_most[:, -1] = 1.0
    return np.diff(at_most, axis=1, prepend=0.0)


def _poisson_at_most(mean: Floats, least: Floats, further: int) -> Floats:
    """Chance of at most `least` and of at most 1, 2, ... further (columns); rows as given."""
    from scipy import special  # pyright: ignore[reportMissingTypeStubs]

    functions: Any = special
    table = functions.gammaln(np.arange(np.max(least) + further + 1) + 1.0)
    counts = least.astype(int)[:, None] + np.arange(1, further + 1)
    chances = np.empty((len(mean), further + 1))
    chances[:, 0] = functions.gammaincc(least + 1.0, mean)
    logs = functions.xlogy(counts, mean[:, None]) - mean[:, None] - table[counts]
    np.exp(logs, out=chances[:, 1:])
    return np.minimum(np.cumsum(chances, axis=1), 1.0)
