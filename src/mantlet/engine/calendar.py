"""Calendar: who is due when. It makes a replication jump from moment to moment.

Every tick has a list of dates of each kind, so that a date is made, moved and dropped in constant time; where order
within a tick matters, a heap hands them out. The reference engine has no calendar: it looks at everything at every
tick, and what is put in here is put nowhere.
"""

from __future__ import annotations

from mantlet.codes import NONE, OWN_TRACK
from mantlet.engine.ahead import CHASES, HALTS, LOOKS, QUEUES, SCANS
from mantlet.engine.cells import duel_at, held_tick
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    NEVER,
    agenda_of,
    clock_of,
    crews_of,
    date_bases_of,
    dates_of,
    first_dates_of,
    marks_of,
    outlooks_of,
    sights_of,
    sorties_of,
    taker_at_of,
    takers_of,
)
from mantlet.engine.tables import units_of
from mantlet.physics.jit import compiled, inlined


@compiled
def put(state: Handle, kind: int, node: int, tick: int) -> None:
    """Make or move the date of a node of a kind; none is kept after the end of the fight."""
    dates, first = dates_of(state), first_dates_of(state)
    if len(dates) == 0:
        return
    at = date_bases_of(state)[kind] + node
    date = dates[at]
    if date.due == tick:
        return
    if date.due != NEVER:
        unlink(state, kind, at)
    if tick >= first.shape[1]:
        return
    date.due, date.before, date.after = tick, NONE, first[kind, tick]
    if date.after != NONE:
        dates[date.after].before = at
    first[kind, tick] = at
    marks_of(state)[tick] |= 1 << kind


@compiled
def take(state: Handle, kind: int, node: int) -> None:
    """Drop the date of a node, if it has one."""
    dates = dates_of(state)
    if len(dates) == 0:
        return
    at = date_bases_of(state)[kind] + node
    if dates[at].due != NEVER:
        unlink(state, kind, at)


@inlined
def unlink(state: Handle, kind: int, at: int) -> None:
    """Take a date out of the list of its tick."""
    dates, first = dates_of(state), first_dates_of(state)
    date = dates[at]
    if date.before == NONE:
        first[kind, date.due] = date.after
    else:
        dates[date.before].after = date.after
    if date.after != NONE:
        dates[date.after].before = date.before
    date.due = NEVER


@inlined
def any_due(state: Handle, kind: int) -> int:
    """A node whose date is due at this tick, NONE when all are served: in no particular order."""
    at = int(first_dates_of(state)[kind, clock_of(state)[0].tick])
    if at == NONE:
        return NONE
    unlink(state, kind, at)
    clock_of(state)[0].dates += 1
    return at - int(date_bases_of(state)[kind])


@inlined
def may_be_due(state: Handle, kind: int) -> bool:
    """Whether a kind has had a date at this tick: cheaper to tell than whether one is left."""
    return (marks_of(state)[clock_of(state)[0].tick] >> kind) & 1 != 0


@inlined
def is_due(state: Handle, kind: int) -> bool:
    """Whether a date of a kind is left at this tick."""
    clock = clock_of(state)[0]
    return clock.agenda_count > 0 or first_dates_of(state)[kind, clock.tick] != NONE


@compiled
def next_due(state: Handle, kind: int) -> int:
    """The next that is due, in order: rounds as assigned, objects by name, scans by radar and as things came in sight.

    What falls due meanwhile takes its place among those that are left, once.
    """
    agenda, clock, node = agenda_of(state), clock_of(state)[0], any_due(state, kind)
    if not is_due(state, kind):
        return node  # the only one
    dates, base = dates_of(state), date_bases_of(state)[kind]
    while node != NONE:
        if dates[base + node].stands:
            node = any_due(state, kind)
            continue
        dates[base + node].stands = 1
        key = node
        if kind == SCANS:
            key = (int(sights_of(state)[node].sensor) << 40) + int(outlooks_of(state)[node].order)
        at = clock.agenda_count
        clock.agenda_count += 1
        while at > 0 and agenda[(at - 1) // 2].key > key:
            agenda[at] = agenda[(at - 1) // 2]
            at = (at - 1) // 2
        agenda[at].key, agenda[at].node = key, node
        node = any_due(state, kind)
    found = int(agenda[0].node)
    dates[base + found].stands = 0
    clock.agenda_count -= 1
    last, at = int(clock.agenda_count), 0
    key, node = int(agenda[last].key), int(agenda[last].node)
    while True:
        child = 2 * at + 1
        if child >= last:
            break
        if child + 1 < last and agenda[child + 1].key < agenda[child].key:
            child += 1
        if agenda[child].key >= key:
            break
        agenda[at] = agenda[child]
        at = child
    agenda[at].key, agenda[at].node = key, node
    return found


@inlined
def next_tick(state: Handle, tick: int) -> int:
    """The first tick from this one on that has a date; the one after the end if none has."""
    marks = marks_of(state)
    while tick < len(marks) and not marks[tick]:
        tick += 1
    return tick


@inlined
def weigh_by(state: Handle, o: int, tick: int) -> None:
    """Flights of fighters weigh an object at a tick, if not before."""
    dates, bases = dates_of(state), date_bases_of(state)
    if len(dates) > 0 and len(sorties_of(state)) > 0 and tick < len(marks_of(state)):
        due = dates[bases[CHASES] + o].due
        if due == NEVER or tick < due:
            put(state, CHASES, o, tick)


@compiled
def stir(world: Handle, state: Handle, o: int) -> None:
    """Something about an object has changed that may open a gate: flights of fighters weigh it, and every unit that can
    reach it looks, unless it needs a track of its own and has none."""
    if len(dates_of(state)) == 0:
        return
    weigh_by(state, o, int(clock_of(state)[0].look_tick))
    first, tick = taker_at_of(state), clock_of(state)[0].look_tick
    for k in range(first[o], first[o + 1]):
        u = int(takers_of(state)[k])
        unit = units_of(world)[u]
        if unit.remote != OWN_TRACK or held_tick(state, int(unit.sensor), o) != NEVER:
            put(state, LOOKS, duel_at(state, u, o), tick)


@inlined
def full(world: Handle, state: Handle, u: int) -> bool:
    """Whether a unit has as many targets or missiles under way as it can."""
    crew, unit = crews_of(state)[u], units_of(world)[u]
    return crew.channels >= unit.target_channels or crew.guided >= unit.missile_channels


@inlined
def free(world: Handle, state: Handle, u: int) -> None:
    """A unit may have a channel or a round again: it looks at the tracks that wait for one."""
    crew = crews_of(state)[u]
    if crew.queued > 0 and (crew.shallow > 0 or not full(world, state, u)):
        put(state, QUEUES, u, clock_of(state)[0].look_tick)


@compiled
def rouse(state: Handle, u: int) -> None:
    """Something about a unit has changed that may open any gate: it looks at every track."""
    crews_of(state)[u].anew = 1
    put(state, QUEUES, u, clock_of(state)[0].look_tick)


@inlined
def may_leave(state: Handle, u: int) -> None:
    """A unit that moves has fired or has a channel less busy: it may leave its site in the next tick."""
    if crews_of(state)[u].halt != NONE:
        put(state, HALTS, int(crews_of(state)[u].halt), int(clock_of(state)[0].tick) + 1)


@inlined
def sooner(soonest: int, tick: int, due: int) -> int:
    """The earlier of two ticks, as far as the other is still to come."""
    return due if tick < due < soonest else soonest
