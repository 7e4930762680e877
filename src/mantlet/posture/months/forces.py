"""The force that fights one replication: from places that are filled, counts that are fit, and rounds that are left.

A force is told by a row of whole numbers (`Parts`). Equal rows are equal forces, and so are some others: what stands at
places outside the raid, or belongs to a unit whose radar is not fit, changes nothing. Equal forces are fought once.
"""

from __future__ import annotations

from collections.abc import Iterable
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
        roster = Roster(posture, laid, world)
        self._full, self._parts = world.force, parts
        self._places = tuple(roster.places(whose) for whose in (roster.units, roster.sensors, roster.flights))
        own = [item.part for item in parts.items]
        self._launchers = [np.flatnonzero(roster.launchers == part) for part in own]
        self._flights = [np.flatnonzero(roster.flights == part) for part in own]
        self._radars = [(roster.units != part, roster.sensors != part) for part in own]
        self._stocks = [(roster.launchers == unit, roster.stores == unit) for unit in parts.stocked]
        self._stores = world.arrays.slots["unit"]
        self._rails = self._stores[world.arrays.launchers["slot"]]

    def forces(self, rows: Rows) -> list[Force]:
        """The forces that rows tell."""
        parts, full = self._parts, self._full
        filled = np.column_stack([rows[:, : parts.places] > 0, np.ones(len(rows), np.bool_)])  # at no place: always
        units, sensors, flights = (filled[:, places] for places in self._places)
        aircraft = np.where(flights, full.flight_aircraft, 0).astype(np.int32)
        rounds, behind = (np.tile(room, (len(rows), 1)) for room in (full.launcher_rounds, full.slot_stock))
        fit, left = np.split(rows[:, parts.places :], [len(parts.items)], axis=1)
        for at, (item, count) in enumerate(zip(parts.items, fit.T[:, :, None], strict=True)):
            if item.what == "launchers":
                own = self._launchers[at]
                rounds[:, own] = np.where(np.arange(len(own)) < count, rounds[:, own], 0)
            elif item.what == "aircraft":
                aircraft[:, self._flights[at]] = np.minimum(aircraft[:, self._flights[at]], count)
            else:
                other_units, other_sensors = self._radars[at]
                units, sensors = units & (other_units | (count > 0)), sensors & (other_sensors | (count > 0))
        for (rails, stores), count in zip(self._stocks, left.T, strict=True):
            rounds[:, rails] = _shared(count, rounds[:, rails])
            behind[:, stores] = _shared(count - rounds[:, rails].sum(axis=1), behind[:, stores])
        units, sensors = full.unit_present & units, full.sensor_present & sensors
        # What is absent has no rounds, so that forces which differ in them only are equal.
        rounds, behind = np.where(units[:, self._rails], rounds, 0), np.where(units[:, self._stores], behind, 0)
        changed = zip(units, sensors, rounds, behind, aircraft, strict=True)
        return [
            full._replace(
                unit_present=there, sensor_present=on, launcher_rounds=loaded, slot_stock=stock, flight_aircraft=flown
            )
            for there, on, loaded, stock, flown in changed
        ]


def _shared(count: NDArray[np.int64], room: NDArray[np.int32]) -> NDArray[np.int32]:
    """So many rounds, by row, in the order of these rooms, each filled before the next.

    >>> _shared(np.array([5, 1]), np.full((2, 3), 3, np.int32)).tolist()
    [[3, 2, 0], [1, 0, 0]]
    """
    return np.clip(count[:, None] - (np.cumsum(room, axis=1) - room), 0, room).astype(np.int32)


def key_of(force: Force) -> tuple[bytes, ...]:
    """Tells equal forces of one world from others."""
    return tuple(column.tobytes() for column in force)


def once(keys: Iterable[object]) -> tuple[list[int], list[int]]:
    """Where each key stands first, and of every key which of these is its own.

    >>> once("abac")
    ([0, 1, 3], [0, 1, 0, 2])
    """
    seen: dict[object, int] = {}
    found = np.unique([seen.setdefault(key, place) for place, key in enumerate(keys)], return_inverse=True)
    first, which = (places.tolist() for places in found)
    return first, which


def magazines_of(posture: Posture, laid: Geometry, world: World, parts: Parts) -> tuple[Counts, Counts]:
    """Rounds on the launchers of each stocked unit when all are loaded, and with those behind them."""
    roster, full = Roster(posture, laid, world), world.force
    loaded = np.array([full.launcher_rounds[roster.launchers == unit].sum() for unit in parts.stocked], np.int64)
    behind = np.array([full.slot_stock[roster.stores == unit].sum() for unit in parts.stocked], np.int64)
    return loaded, loaded + behind
