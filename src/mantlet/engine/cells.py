"""Cells: where what is remembered of a radar and an object, and of a unit and an object, stands.

There is one for each radar and object that it can ever have in sight, in the tables `sights`, `looks` and `outlooks`,
and one for each unit and object that it can ever fire at, in `duels` and `openings`: no other pair has anything to do
with each other.
"""

from __future__ import annotations

from mantlet.codes import NONE
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    NEVER,
    duel_cells_of,
    duels_of,
    looks_of,
    sight_cells_of,
    sights_of,
    track_counts_of,
    tracks_of,
    watches_of,
)
from mantlet.physics.jit import compiled, inlined


@inlined
def sight_at(state: Handle, r: int, o: int) -> int:
    """The cell of a radar and an object, NONE if it never has it in sight."""
    return int(sight_cells_of(state)[r, o])


@inlined
def duel_at(state: Handle, u: int, o: int) -> int:
    """The cell of a unit and an object, NONE if it can never fire at it."""
    return int(duel_cells_of(state)[u, o])


@inlined
def coming_object(state: Handle, r: int, k: int) -> int:
    """The object that comes in sight of a radar after k others."""
    return int(sights_of(state)[watches_of(state)[r].first + k].object)


@inlined
def held_tick(state: Handle, r: int, o: int) -> int:
    """Since when a radar holds a track of an object, NEVER without one."""
    cell = sight_at(state, r, o)
    return int(looks_of(state)[cell].tracked_tick) if cell >= 0 else NEVER


@compiled
def reach(state: Handle, u: int, o: int, gate: int) -> None:
    """Remember the deepest gate that unit u reached with object o."""
    duel = duels_of(state)[duel_at(state, u, o)]
    if duel.depth < gate:
        duel.depth = gate


@compiled
def hold(state: Handle, r: int, o: int) -> None:
    """Radar r tracks object o from now on."""
    counts = track_counts_of(state)
    tracks_of(state)[watches_of(state)[r].first + counts[r]] = o
    looks_of(state)[sight_at(state, r, o)].place = counts[r]
    counts[r] += 1


@compiled
def release(state: Handle, r: int, o: int) -> None:
    """Radar r no longer tracks object o, if it did; the order of the others does not matter."""
    counts, tracks, look = track_counts_of(state), tracks_of(state), looks_of(state)[sight_at(state, r, o)]
    place, first = look.place, watches_of(state)[r].first
    if place == NONE:
        return
    counts[r] -= 1
    last = tracks[first + counts[r]]
    tracks[first + place] = last
    looks_of(state)[sight_at(state, r, int(last))].place, look.place = place, NONE
