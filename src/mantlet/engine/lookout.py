"""Look out: what fighters see with their own radars, every few seconds."""

from __future__ import annotations

from mantlet.engine.calendar import weigh_by
from mantlet.engine.memory import Handle
from mantlet.engine.rays import locate
from mantlet.engine.sorties import SLACK_M, aloft, apart_m, longest_stride_m, where
from mantlet.engine.state import FLYING, NEVER, chases_of, clock_of, flights_of, sorties_of
from mantlet.engine.tables import reaches_of, rules_of
from mantlet.physics.jit import compiled, inlined

LOOK_S = 5.0  # between two looks


@inlined
def look_ticks(world: Handle) -> int:
    """Ticks between two looks."""
    return max(1, int(LOOK_S / rules_of(world)[0].tick_s + 0.5))


@inlined
def look_out(world: Handle, state: Handle) -> None:
    """Each flight aloft sees what is near enough for its cross-section; ridges hide nothing.

    The two are measured again when they can have come near enough, or far enough apart, for another answer.
    """
    tick, flights, never = clock_of(state)[0].tick, flights_of(state), rules_of(world)[0].end_tick + 1
    for f in range(len(sorties_of(state))):
        sortie, chases, reaches = sorties_of(state)[f], chases_of(state)[f], reaches_of(world)[f]
        up, before = aloft(sortie, tick), sortie.looks
        if up == before and (not up or tick < sortie.look_tick):
            continue
        sortie.looks, soonest = up, never
        here, stride_m = where(sortie, tick), longest_stride_m(world, f)
        for o in range(len(flights)):
            chase, flight = chases[o], flights[o]
            if up and before and tick < chase.sure_until:
                soonest = min(soonest, chase.sure_until)
                continue
            if not up or reaches[o].sight_m <= 0.0 or flight.dead or flight.untracked or flight.stage != FLYING:
                chase.seen, chase.sure_until = 0, never
                continue
            locate(world, state, o, tick)
            over_m = apart_m(here, (flight.x_m, flight.y_m, flight.z_m)) - reaches[o].sight_m
            if over_m <= 0.0 and not chase.seen:
                weigh_by(state, o, tick)
            chase.seen = over_m <= 0.0
            chase.sure_until = tick + 1 + int(max(abs(over_m) - SLACK_M, 0.0) / (stride_m + flight.stride_m))
            soonest = min(soonest, chase.sure_until)
        sortie.look_tick = soonest


@inlined
def next_look(world: Handle, state: Handle) -> int:
    """When a flight may see more or less than now, at the earliest: the tick of a look after this one."""
    tick, every, soonest = clock_of(state)[0].tick, look_ticks(world), int(rules_of(world)[0].end_tick) + 1
    for f in range(len(sorties_of(state))):
        sortie = sorties_of(state)[f]
        up = aloft(sortie, tick)
        if up != sortie.looks:
            soonest = tick + 1
        elif up:
            soonest = min(soonest, max(tick + 1, sortie.look_tick))
    return soonest + (every - soonest % every) % every


@compiled
def look_out_for(state: Handle, o: int) -> None:
    """An object sets out: every flight looks for it at its next look."""
    for f in range(len(sorties_of(state))):
        sorties_of(state)[f].look_tick, chases_of(state)[f, o].sure_until = 0, NEVER
