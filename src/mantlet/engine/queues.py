"""Queues: the tracks of a unit that wait for a channel or a round, by rank.

Each unit has a row of cells, from its `front` to its `back`, the first by rank in front. Who waits no longer stays in
its place until somebody goes past it, for it mostly comes back with the rank that it had. A place is found by halves.
"""

from __future__ import annotations

from mantlet.codes import NO_CHANNEL
from mantlet.engine.doctrine import ranked
from mantlet.engine.memory import Handle
from mantlet.engine.state import crews_of, duels_of, openings_of, queues_of
from mantlet.physics.jit import compiled, inlined


@compiled
def queue(world: Handle, state: Handle, cell: int) -> None:
    """Let a track wait for a channel or a round, in its place by rank."""
    duel, opening = duels_of(state)[cell], openings_of(state)[cell]
    rank = ranked(world, state, int(duel.unit), int(duel.object))
    if opening.placed and opening.rank != rank:
        take_out(state, cell)
    opening.rank = rank
    if not opening.placed:
        put_in(state, cell)
    count_in(state, cell, True)


@inlined
def count_in(state: Handle, cell: int, waits: bool) -> None:
    """Note whether a track waits, and whether it has not yet come as far as a busy channel."""
    duel, opening = duels_of(state)[cell], openings_of(state)[cell]
    crew = crews_of(state)[duel.unit]
    crew.queued -= opening.waits
    crew.shallow -= opening.shallow
    opening.waits, opening.shallow = waits, waits and duel.depth < NO_CHANNEL
    crew.queued += opening.waits
    crew.shallow += opening.shallow


@inlined
def place_of(state: Handle, cell: int) -> int:
    """Where a cell stands in its row by its rank, or would stand."""
    row, openings, crew = queues_of(state), openings_of(state), crews_of(state)[duels_of(state)[cell].unit]
    rank, low, high = openings[cell].rank, int(crew.front), int(crew.back)
    while low < high:
        middle = (low + high) // 2
        other = row[middle]
        if openings[other].rank < rank or (openings[other].rank == rank and other < cell):
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def put_in(state: Handle, cell: int) -> None:
    """Into its place: those before it move towards the front, or those after it towards the back, whoever are fewer.

    A row has room for twice as many as can ever wait. Where it has come to the end of that, it goes back to the
    beginning.
    """
    row, crew = queues_of(state), crews_of(state)[duels_of(state)[cell].unit]
    first, count = 2 * int(crew.first), int(crew.back - crew.front)
    if crew.back == first + 2 * crew.can_reach:
        for k in range(count):
            row[first + k] = row[crew.front + k]
        crew.front, crew.back = first, first + count
    place = place_of(state, cell)
    openings_of(state)[cell].placed = 1
    if crew.front > first and place - crew.front < crew.back - place:
        for k in range(int(crew.front), place):
            row[k - 1] = row[k]
        crew.front -= 1
        row[place - 1] = cell
        return
    k = int(crew.back)
    while k > place:
        row[k] = row[k - 1]
        k -= 1
    crew.back += 1
    row[place] = cell


@inlined
def take_out(state: Handle, cell: int) -> None:
    """Out of its place: its rank has changed."""
    row, crew, place = queues_of(state), crews_of(state)[duels_of(state)[cell].unit], place_of(state, cell)
    openings_of(state)[cell].placed = 0
    crew.back -= 1
    for k in range(place, int(crew.back)):
        row[k] = row[k + 1]
