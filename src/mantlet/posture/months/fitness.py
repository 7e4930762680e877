"""How many of what stands is fit, month by month: chances of each count, by what a fleet's upkeep makes of a draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.library.sampling import Draw, share
from mantlet.posture.dates import DAYS_PER_MONTH
from mantlet.posture.draws import Array, Counts
from mantlet.posture.levers import Policy, Spares
from mantlet.posture.months.file import Fitness, Posture, State
from mantlet.posture.supply.availability import Availability, availability
from mantlet.posture.supply.buying import spares_package
from mantlet.posture.supply.changes import Change, Changes, Shipment, cut
from mantlet.posture.supply.counts import exchangeable
from mantlet.posture.supply.fleet import fleet
from mantlet.posture.supply.upkeep import Practice, Upkeep, upkeep

HELD_MONTHS: Final = 12
_DAY_S: Final = 86400.0


@dataclass(frozen=True)
class Fit:
    """Of a fleet, by month: the chance that one is fit, and that two are."""

    one_prob: Array
    pair_prob: Array

    @cached_property
    def held(self) -> Fit:
        """As it is in the first of twelve months for all of them: it moves slowly, and fewer forces differ."""
        first = np.arange(len(self.one_prob)) // HELD_MONTHS * HELD_MONTHS
        return Fit(self.one_prob[first], self.pair_prob[first])

    @cached_property
    def last(self) -> Fit:
        """Of the last month alone."""
        return Fit(self.one_prob[-1:], self.pair_prob[-1:])

    def among(self, some_count: int) -> Array:
        """Chances of at most 0, 1, ... fit among so many: [month, count]."""
        if some_count not in self._among:
            chances = exchangeable(np.full(len(self.one_prob), float(some_count)), self.one_prob, self.pair_prob)
            self._among[some_count] = np.cumsum(chances, axis=1)
        return self._among[some_count]

    @cached_property
    def _among(self) -> dict[int, Array]:
        """By how many: asked again under each policy, and of each battery of the fleet."""
        return {}


@dataclass(frozen=True)
class Workshop:
    """The fleets of a posture in one draw: fitted once, then asked under each policy and state of nature.

    Nobody knows how far crews take parts from aircraft that wait for others: each draw takes one end, always or never.
    """

    posture: Posture
    draw: Draw
    first_day: int  # of the first month
    strengths: dict[str, Counts]  # of types whose squadrons are counted: aircraft by month
    _asked: dict[tuple[object, ...], Fit] = field(default_factory=dict[tuple[object, ...], Fit], compare=False)
    _fleets: dict[str, Upkeep] = field(default_factory=dict[str, Upkeep], compare=False)

    def facing(self, strengths: dict[str, Counts]) -> Workshop:
        """The same fleets with another strength."""
        return replace(self, strengths=strengths, _asked={})

    @cached_property
    def practice(self) -> Practice:
        """Which end this draw takes."""
        return "none" if share(self.draw.seed, self.draw.index, "cannibalisation") < 0.5 else "full"

    def fit(self, entry: Fitness, policy: Policy, state: State | None) -> Fit:
        """What is fit of one fleet."""
        levers = tuple(lever for lever in policy.levers if isinstance(lever, Spares) and lever.fleet == entry.fleet)
        hit = state if state is not None and entry.supplier in state.suppliers else None
        key = (entry.fleet, entry.squadrons, tuple(map(id, levers)), hit.id if hit else "")
        if key not in self._asked:
            kept = self._kept(entry.fleet)
            changes = Changes(self._shipments(kept, levers), self._cuts(hit))
            found = availability(kept, self.practice, self._strength(entry, kept), changes)
            self._asked[key] = _fit(found, self._strength(entry, kept))
        return self._asked[key]

    def _kept(self, name: str) -> Upkeep:
        if name not in self._fleets:
            self._fleets[name] = upkeep(fleet(name), self.draw, self.practice)
        return self._fleets[name]

    def _strength(self, entry: Fitness, kept: Upkeep) -> Array:
        if entry.squadrons is None:
            return np.full(len(self.posture.month_numbers), float(kept.aircraft_count))
        return np.maximum(self.strengths[entry.squadrons].astype(np.float64), 1.0)

    def _shipments(self, kept: Upkeep, levers: Sequence[Spares]) -> list[Shipment]:
        found: list[Shipment] = []
        for lever in levers:
            lead_day, spend_usd = (
                self._figure(lever, "lead", lever.lead) / _DAY_S,
                self._figure(lever, "spend", lever.spend),
            )
            month = max((lever.on.last + lead_day - self.first_day) / DAYS_PER_MONTH, 0.0)
            found.append(spares_package(kept, month, spend_usd))
        return found

    def _figure(self, lever: Spares, name: str, number: Sourced) -> float:
        """Of a lever's number. Levers of one fleet share luck, not figures: what is known is the first one's."""
        path = _path(lever, name)
        figure = replace(self.draw, known=None).value(path, number)
        if self.draw.known is not None:
            self.draw.known.setdefault(path, figure)
        return figure

    def _cuts(self, state: State | None) -> list[Change]:
        if state is None:
            return []
        begins = (state.on.first - self.first_day) / DAYS_PER_MONTH
        return [cut(max(begins, 0.0), max(begins + state.months, 0.0))]


def numbers(posture: Posture) -> dict[str, Sourced]:
    """What upkeep and spares of a posture are drawn from, by path."""
    found: dict[str, Sourced] = {}

    def note(path: str, number: Sourced, _: float) -> None:
        found.setdefault(path, number)

    asked = Draw(0, 0, "central", record=note)
    for entry in posture.fitness:
        upkeep(fleet(entry.fleet), asked, "none")
    for lever in (lever for policy in posture.policies for lever in policy.levers if isinstance(lever, Spares)):
        for name, number in (("lead", lever.lead), ("spend", lever.spend)):
            asked.value(_path(lever, name), number)
    return found


def _path(lever: Spares, name: str) -> str:
    return f"spares/{lever.fleet}/{name}"


def _fit(found: Availability, total_count: Array) -> Fit:
    count = np.arange(found.fit_prob.shape[1], dtype=np.float64)
    one = found.fit_prob @ count / total_count
    pairs = found.fit_prob @ (count * (count - 1.0)) / np.maximum(total_count * (total_count - 1.0), 1.0)
    return Fit(one, pairs)
