"""Cells: where what is remembered of a radar and an object, and of a unit and an object, stands in its tables."""

from __future__ import annotations

from mantlet.codes import NONE
from mantlet.engine.memory import Handle
from mantlet.engine.state import duels_of, flights_of, looks_of, track_counts_of, tracks_of
from mantlet.physics.jit import compiled, inlined


@inlined
def sight_at(state: Handle, r: int, o: int) -> int:
    """The cell of a radar and an object, in `sights`, `looks` and `outlooks`."""
    return r * len(flights_of(state)) + o


@inlined
def duel_at(state: Handle, u: int, o: int) -> int:
    """The cell of a unit and an object, in `duels` and `openings`."""
    return u * len(flights_of(state)) + o


@inlined
def held_tick(state: Handle, r: int, o: int) -> int:
    """Since when a radar holds a track of an object, NEVER without one."""
    return int(looks_of(state)[sight_at(state, r, o)].tracked_tick)


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
    tracks_of(state)[r, counts[r]] = o
    looks_of(state)[sight_at(state, r, o)].place = counts[r]
    counts[r] += 1


@compiled
def release(state: Handle, r: int, o: int) -> None:
    """Radar r no longer tracks object o, if it did; the order of the others does not matter."""
    counts, tracks, looks = track_counts_of(state), tracks_of(state)[r], looks_of(state)
    look = looks[sight_at(state, r, o)]
    place = look.place
    if place == NONE:
        return
    counts[r] -= 1
    last = tracks[counts[r]]
    tracks[place], looks[sight_at(state, r, int(last))].place, look.place = last, place, NONE
