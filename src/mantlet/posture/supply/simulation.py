"""The slow twin: part by part and event by event, with none of the formulas.

Each removal, repair, order and delivery of each type of part is played through, first come first served, at the depot
and at every base; at the asked dates the missing parts are put on aircraft. It knows Poisson demand, the same lead
times and the same changes, and nothing of pipelines, backorders or fits to them.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.posture.supply.changes import Change, Changes
from mantlet.posture.supply.over_time import STAGES
from mantlet.posture.supply.upkeep import Upkeep

Counts = NDArray[np.int64]
_WARM_LEADS = 6.0  # so many lead times are played before month 0, from full stocks


class Simulated(NamedTuple):
    """By replication and date: fit aircraft under both practices, and all parts missing at bases."""

    none_fit: Counts
    full_fit: Counts
    missing: Counts


class _Clock:
    """A rate that changes at dates: how much has gone by, and when so much more will have."""

    def __init__(self, changes: Sequence[Change]) -> None:
        dates = sorted({date for change in changes for date in (change.from_month, change.until_month)})
        self._starts = [-np.inf, *dates]
        self._ends = [*dates, np.inf]
        self._rates = [self._rate(changes, start) for start in self._starts]

    @staticmethod
    def _rate(changes: Sequence[Change], month: float) -> float:
        return float(np.prod([one.ratio for one in changes if one.from_month <= month < one.until_month]))

    def after(self, month: float, span_month: float) -> float:
        """When so much has gone by since a date."""
        for start, end, rate in zip(self._starts, self._ends, self._rates, strict=True):
            begin = max(start, month)
            if begin < end:
                if rate > 0.0 and begin + span_month / rate <= end:
                    return begin + span_month / rate
                span_month -= rate * (end - begin) if rate > 0.0 else 0.0
        return np.inf


class _Type(NamedTuple):
    """One type of part in a fleet of like bases, with what comes to its depot besides."""

    removals_per_month: float  # of the whole fleet
    base_repair_frac: float
    base_repair_month: float
    transport_month: float
    home_month: float
    abroad_month: float
    abroad_frac: float
    depot_stock: int
    base_stock: int
    extra: tuple[tuple[float, int], ...]


def simulate(
    kept: Upkeep, base_count: int, changes: Changes, dates_month: Sequence[float], replications: int, seed: int
) -> Simulated:
    """A fleet of so many full bases, always as large, at these dates (months, ascending)."""
    random = np.random.Generator(np.random.PCG64(seed))
    clocks = _Clock(changes.flying), _Clock(changes.supply)
    aircraft = base_count * kept.base_aircraft_count
    shape = (replications, len(dates_month))
    lacks = np.zeros((*shape, base_count, kept.base_aircraft_count), np.bool_)
    short, missing = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for one, places in _types(kept, aircraft, changes):
        stock = one.depot_stock + base_count * one.base_stock
        for replication in range(replications):
            at_bases, under_way = _play(one, base_count, clocks, dates_month, random)
            missing[replication] += at_bases.sum(axis=1)
            added = np.array([sum(units for month, units in one.extra if month <= date) for date in dates_month])
            beyond = np.maximum(under_way - stock - added, 0)
            short[replication] = np.maximum(short[replication], -(-beyond // places))
            for date, base in np.argwhere(at_bases > 0):
                hit = _aircraft_without(int(at_bases[date, base]), kept.base_aircraft_count, places, random)
                lacks[replication, date, base, hit] = True
    in_hand = random.random((*shape, base_count, kept.base_aircraft_count)) < kept.in_hand_prob
    none_fit = np.sum(in_hand & ~lacks, axis=(2, 3))
    full_fit = random.binomial(np.maximum(aircraft - short, 0), kept.in_hand_prob)
    return Simulated(none_fit, full_fit, missing)


def _aircraft_without(missing: int, aircraft: int, places: int, random: np.random.Generator) -> Counts:
    """Which aircraft of a base lack the part: so many distinct places for it are empty."""
    if missing >= aircraft * places:
        return np.arange(aircraft)
    return random.choice(aircraft * places, missing, replace=False) // places


def _types(kept: Upkeep, aircraft: int, changes: Changes) -> list[tuple[_Type, int]]:
    """Every type of part of every family, and in how many places an aircraft has it."""
    found: list[tuple[_Type, int]] = []
    for row, family in enumerate(kept.families):
        types = int(kept.types_count[row])
        for index in range(types):
            sent = sorted((one.month, one.units.get(family, 0)) for one in changes.shipments)
            before = np.cumsum([0, *(units for _, units in sent)])
            share = (before + types - 1 - index) // types  # evenly, the first types get one more
            extra = tuple((month, int(share[n + 1] - share[n])) for n, (month, _) in enumerate(sent))
            part = _Type(
                removals_per_month=aircraft * float(kept.removals_per_month[row]),
                base_repair_frac=float(kept.base_repair_frac[row]),
                base_repair_month=float(kept.base_repair_month[row]),
                transport_month=float(kept.transport_month[row]),
                home_month=float(kept.home_month[row]),
                abroad_month=float(kept.abroad_month[row]),
                abroad_frac=float(kept.abroad_frac[row]),
                depot_stock=int(kept.depot_stock_count[row]),
                base_stock=int(kept.base_stock_count[row]),
                extra=extra,
            )
            found.append((part, int(kept.per_aircraft_count[row])))
    return found


class _Stores:
    """Depot and bases of one type of part as they stand, and what is due to happen."""

    def __init__(self, part: _Type, base_count: int) -> None:
        self.part = part
        self.on_hand, self.waiting = part.depot_stock, deque[int]()
        self.net = np.full(base_count, part.base_stock)
        self.under_way = 0
        self.due: list[tuple[float, int, str, int]] = []
        self._count = 0

    def expect(self, month: float, what: str, base: int = 0) -> None:
        """At this date something will have come; what is due at once happens in the order it was told."""
        self._count += 1
        heapq.heappush(self.due, (month, self._count, what, base))

    def request(self, month: float, base: int) -> None:
        """A base asks the depot for one."""
        self.waiting.append(base)
        self._serve(month)

    def come(self, month: float) -> None:
        """The depot has one more."""
        self.on_hand += 1
        self._serve(month)

    def _serve(self, month: float) -> None:
        while self.on_hand and self.waiting:
            self.on_hand -= 1
            self.under_way += 1
            self.expect(month + self.part.transport_month, "arrives", self.waiting.popleft())


def _play(
    part: _Type,
    base_count: int,
    clocks: tuple[_Clock, _Clock],
    dates_month: Sequence[float],
    random: np.random.Generator,
) -> tuple[Counts, Counts]:
    """Parts missing at each base and all parts under way, at each date."""
    flying, supply = clocks
    stores = _Stores(part, base_count)
    missing = np.zeros((len(dates_month), base_count), np.int64)
    under_way = np.zeros(len(dates_month), np.int64)
    for month, units in part.extra:
        for _ in range(units):
            stores.expect(month, "bought")
    for index, date in enumerate(dates_month):
        stores.expect(date, "date", index)

    def fails_after(month: float) -> None:
        stores.expect(flying.after(month, random.exponential() / part.removals_per_month), "fails")

    fails_after(-_WARM_LEADS * max(part.home_month, part.abroad_month))
    while stores.due:
        month, _, what, base = heapq.heappop(stores.due)
        if what == "date":
            missing[base], under_way[base] = np.maximum(-stores.net, 0), stores.under_way
            if base == len(dates_month) - 1:
                break
        elif what == "fails":
            fails_after(month)
            base = int(random.integers(base_count))
            stores.net[base] -= 1
            stores.under_way += 1
            if random.random() < part.base_repair_frac:
                stores.expect(month + part.base_repair_month, "arrives", base)
            else:
                stores.expect(_back(part, month, supply, random), "mended")
                stores.request(month, base)
        elif what == "bought":
            stores.come(month)
        else:
            stores.under_way -= 1
            if what == "arrives":
                stores.net[base] += 1
            else:
                stores.come(month)
    return missing, under_way


def _back(part: _Type, month: float, supply: _Clock, random: np.random.Generator) -> float:
    """When a part sent off now is back at the depot: from abroad by the supplier's clock."""
    if random.random() < part.abroad_frac:
        return supply.after(month, random.gamma(STAGES, part.abroad_month / STAGES))
    return month + random.gamma(STAGES, part.home_month / STAGES)
