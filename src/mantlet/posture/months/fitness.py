"""How many of what stands is fit, month by month: chances of each count, by what a fleet's upkeep makes of a draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.library.sampling import Draw
from mantlet.posture.dates import DAYS_PER_MONTH
from mantlet.posture.draws import Array, Counts
from mantlet.posture.levers import Policy, Spares
from mantlet.posture.months.file import Fitness, Posture, State
from mantlet.posture.supply.availability import forecast, moments
from mantlet.posture.supply.buying import spares_package
from mantlet.posture.supply.changes import Change, Changes, Shipment, cut
from mantlet.posture.supply.counts import exchangeable
from mantlet.posture.supply.fleet import fleet
from mantlet.posture.supply.upkeep import Upkeep, upkeep

STEP_FRAC: Final = 0.075
_DAY_S: Final = 86400.0


@dataclass(frozen=True)
class Fit:
    """Of a fleet, by month: the chance that one is fit, and that two are.

    `ends_prob` is that of one if parts were never taken from aircraft that wait for others, and always: [end, month].
    """

    one_prob: Array
    pair_prob: Array
    ends_prob: Array = field(default_factory=lambda: np.empty((2, 0)))

    @cached_property
    def held(self) -> Fit:
        """Read anew where that of one has moved by more than a step since it was last read: fewer forces differ."""
        at, read = 0, list[int]()
        for month, prob in enumerate(self.one_prob.tolist()):
            at = month if abs(prob - self.one_prob[at]) > STEP_FRAC else at
            read.append(at)
        return Fit(self.one_prob[read], self.pair_prob[read])

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
    """The fleets of a posture in one draw: fitted once, then asked under each policy and state of nature."""

    posture: Posture
    draw: Draw
    first_day: int  # of the first month
    strengths: dict[str, Counts]  # of types whose squadrons are counted: aircraft by month
    _asked: dict[tuple[object, ...], Fit] = field(default_factory=dict[tuple[object, ...], Fit], compare=False)
    _fleets: dict[str, Upkeep] = field(default_factory=dict[str, Upkeep], compare=False)

    def facing(self, strengths: dict[str, Counts]) -> Workshop:
        """The same fleets with another strength."""
        return replace(self, strengths=strengths, _asked={})

    def fit(self, entry: Fitness, policy: Policy, state: State | None) -> Fit:
        """What is fit of one fleet, or by a share: then each by itself."""
        if entry.share is not None:
            return self._shared(entry.key, entry.share)
        assert entry.fleet is not None  # else the file is refused
        levers = tuple(lever for lever in policy.levers if isinstance(lever, Spares) and lever.fleet == entry.fleet)
        hit = state if state is not None and entry.supplier in state.suppliers else None
        key = (entry.fleet, entry.squadrons, tuple(map(id, levers)), hit.id if hit else "")
        if key not in self._asked:
            kept = self._kept(entry.fleet)
            changes, count = Changes(self._shipments(kept, levers, hit), self._cuts(hit)), self._strength(entry, kept)
            found = forecast(kept, count, changes)
            ends = np.array([moments(end, count)[0] for end in (found.none, found.full)])
            self._asked[key] = Fit(*moments(found.drawn, count), ends)
        return self._asked[key]

    def _shared(self, key: str, share: Sourced) -> Fit:
        if (key,) not in self._asked:
            months = len(self.posture.month_numbers)
            prob = self.draw.value(key, share)
            self._asked[(key,)] = Fit(np.full(months, prob), np.full(months, prob**2), np.full((2, months), prob))
        return self._asked[(key,)]

    def _kept(self, name: str) -> Upkeep:
        if name not in self._fleets:
            self._fleets[name] = upkeep(fleet(name), self.draw)
        return self._fleets[name]

    def _strength(self, entry: Fitness, kept: Upkeep) -> Array:
        if entry.squadrons is None:
            return np.full(len(self.posture.month_numbers), float(kept.aircraft_count))
        return np.maximum(self.strengths[entry.squadrons].astype(np.float64), 1.0)

    def _shipments(self, kept: Upkeep, levers: Sequence[Spares], hit: State | None) -> list[Shipment]:
        found: list[Shipment] = []
        for lever in levers:
            lead_day, spend_usd = (
                self._figure(lever, "lead", lever.lead) / _DAY_S,
                self._figure(lever, "spend", lever.spend),
            )
            due_day = lever.on.last + lead_day
            if hit is not None and due_day > hit.on.first:
                due_day += _left_day(hit, lever.on.last)
            month = max((due_day - self.first_day) / DAYS_PER_MONTH, 0.0)
            found.append(spares_package(kept, month, spend_usd))
        return found

    def _figure(self, lever: Spares, name: str, number: Sourced) -> float:
        """Of a lever's number, as its price is drawn. Of levers of one fleet the first one's is what is known."""
        path = f"{lever.key}/{name}"
        figure = replace(self.draw, coupling="independent", known=None).value(path, number)
        if self.draw.known is not None:
            self.draw.known.setdefault(path, figure)
        return figure

    def _cuts(self, state: State | None) -> list[Change]:
        if state is None:
            return []
        begins = (state.on.first - self.first_day) / DAYS_PER_MONTH
        return [cut(max(begins, 0.0), max(begins + state.months, 0.0))]


def _left_day(cut_off: State, day: int) -> float:
    """Days that a cut holds up what is ordered on a day: all of it, or what is left."""
    begins = cut_off.on.first
    return max(begins + cut_off.months * DAYS_PER_MONTH - max(begins, day), 0.0)


def numbers(posture: Posture) -> dict[str, Sourced]:
    """What upkeep and spares of a posture are drawn from, by path."""
    found: dict[str, Sourced] = {}

    def note(path: str, number: Sourced, _: float) -> None:
        found.setdefault(path, number)

    asked = Draw(0, 0, "central", record=note)
    for entry in posture.fitness:
        if entry.share is not None:
            asked.value(entry.key, entry.share)
        elif entry.fleet is not None:
            upkeep(fleet(entry.fleet), asked)
    for lever in (lever for policy in posture.policies for lever in policy.levers if isinstance(lever, Spares)):
        for name, number in (("lead", lever.lead), ("spend", lever.spend)):
            asked.value(f"{lever.key}/{name}", number)
    return found
