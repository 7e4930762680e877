"""The force that fights one replication: from places that are filled, counts that are fit, and rounds that are left.

A force is told by a row of whole numbers (`Parts`): equal rows are equal forces, and are fought once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.compile import Geometry
from mantlet.posture.draws import Counts
from mantlet.posture.months.file import Posture
from mantlet.world import Force, World

Rows = NDArray[np.int16]
ALL: Final = 30_000  # more rounds than any unit has


class Item(NamedTuple):
    """Something of which so many may be fit: launchers or the radar of a unit, a radar by itself, a flight."""

    part: str
    what: Literal["launchers", "radars", "aircraft"]
    fitness: int  # entry of the posture
    place: int
    size: int


@dataclass(frozen=True)
class Parts:
    """Columns of a row: whether each place is filled, how many of each item are fit, rounds left to each unit."""

    items: tuple[Item, ...]
    stocked: tuple[str, ...]  # units whose rounds are a stock of their own
    place_of: dict[str, int]  # of each stocked unit
    places: int

    @property
    def width(self) -> int:
        """Columns of a row."""
        return self.places + len(self.items) + len(self.stocked)


class Roster:
    """Whose each unit, radar, flight, launcher and store behind launchers is, and at which place; -1 for none."""

    def __init__(self, posture: Posture, laid: Geometry, world: World) -> None:
        owner = {battery.id: battery.place.id for battery in laid.plan.batteries}
        self.units = np.array([battery.place.id for battery in laid.plan.batteries])
        self.sensors = np.array([owner.get(radar.unit or "", radar.id) for radar in laid.plan.radars])
        self.flights = np.array([flight.id for flight in laid.flights])
        self.stores = self.units[world.arrays.slots["unit"]]
        self.launchers = self.stores[world.arrays.launchers["slot"]]
        self.place = {part: index for index, place in enumerate(posture.places) for part in place.everything}
        self.place |= {flight.id: self.place.get(flight.place.id, -1) for flight in laid.flights}

    def places(self, owners: NDArray[np.str_]) -> NDArray[np.int64]:
        """Place of each."""
        return np.array([self.place.get(owner, -1) for owner in owners.tolist()], np.int64)


def parts_of(posture: Posture, laid: Geometry, world: World) -> Parts:
    """What can differ from force to force of a raid; sizes as in this draw."""
    roster = Roster(posture, laid, world)
    items: list[Item] = []
    for at, entry in enumerate(posture.fitness):
        here = {name for name, place in roster.place.items() if posture.places[place].takes == entry.takes}
        if entry.what == "aircraft":
            sizes = {flight.id: flight.aircraft for flight in laid.flights}
        elif entry.what == "launchers":
            names, counts = np.unique(roster.launchers, return_counts=True)
            sizes = dict(zip(names.tolist(), counts.tolist(), strict=True))
        else:
            sizes = dict.fromkeys(roster.sensors.tolist(), 1)
        kept = sorted(name for name in sizes if name in here and roster.place[name] >= 0)
        items += [Item(name, entry.what, at, roster.place[name], sizes[name]) for name in kept]
    takes = None if posture.rounds is None else posture.rounds.takes
    armed = set(roster.launchers.tolist())
    stocked = [name for name, place in roster.place.items() if name in armed and posture.places[place].takes == takes]
    place_of = {unit: roster.place[unit] for unit in stocked}
    return Parts(tuple(items), tuple(sorted(stocked)), place_of, len(posture.places))


class Manning:
    """Makes forces of a raid out of rows."""

    def __init__(self, posture: Posture, laid: Geometry, world: World, parts: Parts) -> None:
        self._full, self._parts, self._roster = world.force, parts, Roster(posture, laid, world)
        owners = (self._roster.units, self._roster.sensors, self._roster.flights)
        self._places = tuple(self._roster.places(whose) for whose in owners)
        own = [item.part for item in parts.items]
        self._launchers = [np.flatnonzero(self._roster.launchers == part) for part in own]
        self._flights = [np.flatnonzero(self._roster.flights == part) for part in own]
        self._radars = [(self._roster.units != part, self._roster.sensors != part) for part in own]
        self._stocks = [(self._roster.launchers == unit, self._roster.stores == unit) for unit in parts.stocked]

    def force(self, row: Rows) -> Force:
        """The force that a row tells."""
        parts, full = self._parts, self._full
        filled = np.append(row[: parts.places] > 0, True)  # what stands at no place is always there
        units, sensors, flights = (filled[places] for places in self._places)
        aircraft, rounds = np.where(flights, full.flight_aircraft, 0), full.launcher_rounds.copy()
        behind = full.slot_stock.copy()
        fit, left = np.split(row[parts.places :], [len(parts.items)])
        for at, (item, count) in enumerate(zip(parts.items, fit.tolist(), strict=True)):
            if item.what == "launchers":
                rounds[self._launchers[at][count:]] = 0
            elif item.what == "aircraft":
                aircraft[self._flights[at]] = np.minimum(aircraft[self._flights[at]], count)
            elif count == 0:
                units, sensors = units & self._radars[at][0], sensors & self._radars[at][1]
        for (rails, stores), count in zip(self._stocks, left.tolist(), strict=True):
            rounds[rails] = _shared(count, rounds[rails])
            behind[stores] = _shared(count - int(rounds[rails].sum()), behind[stores])
        return full._replace(
            unit_present=full.unit_present & units,
            sensor_present=full.sensor_present & sensors,
            launcher_rounds=rounds,
            slot_stock=behind,
            flight_aircraft=aircraft.astype(np.int32),
        )


def _shared(count: int, room: NDArray[np.int32]) -> NDArray[np.int32]:
    """So many rounds in the order of these rooms, each filled before the next.

    >>> _shared(5, np.array([3, 3, 3], np.int32)).tolist()
    [3, 2, 0]
    """
    return np.clip(count - (np.cumsum(room) - room), 0, room).astype(np.int32)


def magazines_of(posture: Posture, laid: Geometry, world: World, parts: Parts) -> tuple[Counts, Counts]:
    """Rounds on the launchers of each stocked unit when all are loaded, and with those behind them."""
    roster, full = Roster(posture, laid, world), world.force
    loaded = np.array([full.launcher_rounds[roster.launchers == unit].sum() for unit in parts.stocked], np.int64)
    behind = np.array([full.slot_stock[roster.stores == unit].sum() for unit in parts.stocked], np.int64)
    return loaded, loaded + behind
