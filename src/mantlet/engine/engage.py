"""React, fly out, kill, assess: what becomes of every round."""

from __future__ import annotations

from mantlet.codes import (
    ASSESSED_KILLED,
    CALLED_KILL,
    CALLED_MISS,
    CALLED_OFF,
    HELD,
    HIT,
    KILLED,
    LAUNCHED,
    MISS,
    MISSED,
    NETWORK_TRACK,
    NONE,
)
from mantlet.engine.ahead import ROUNDS
from mantlet.engine.airspace import misled, strike_own
from mantlet.engine.airtime import believe_dead
from mantlet.engine.calendar import free, may_leave, put, stir, take
from mantlet.engine.cells import duel_at, held_tick, reach
from mantlet.engine.draws import ASSESS, KILL, pair_key, uniform
from mantlet.engine.luck import shot_score
from mantlet.engine.magazine import reload, set_aside, take_round
from mantlet.engine.memory import Handle
from mantlet.engine.outlook import look_past
from mantlet.engine.react import notices, startle
from mantlet.engine.state import (
    DONE,
    FLYING,
    IN_FLIGHT,
    LOOKING,
    NEVER,
    READYING,
    SPENT,
    clock_of,
    crews_of,
    duels_of,
    flights_of,
    knowledge_of,
    links_of,
    missile_shots_of,
    note,
    shots_of,
    sorties_of,
    watches_of,
)
from mantlet.engine.tables import missiles_of, objects_of, slots_of, stations_of, units_of
from mantlet.physics.jit import compiled, inlined


@inlined
def engage(world: Handle, state: Handle) -> None:
    """Move every round whose next moment is this tick, in the order they were assigned; forget those that are spent."""
    clock, shots = clock_of(state)[0], shots_of(state)
    for s in range(clock.shot_count):
        if shots[s].next_tick == clock.tick:
            move_on(world, state, s)
    forget_spent(state)
    if clock.next_reload <= clock.tick:
        reload(world, state)


@compiled
def move_on(world: Handle, state: Handle, s: int) -> None:
    """What becomes of a round at this tick: it leaves or is called off, meets its target, or is looked at."""
    shot, tick = shots_of(state)[s], clock_of(state)[0].tick
    if shot.stage == READYING:
        if shot.order > 0 and pointless(world, state, s):
            call_off(world, state, s)
        else:
            launch(world, state, s)
    elif shot.stage == IN_FLIGHT:
        meet(world, state, s)
    if shot.stage == LOOKING and shot.next_tick == tick:
        assess(world, state, s)
    if shot.stage != SPENT:
        put(state, ROUNDS, s, shot.next_tick)


@compiled
def forget_spent(state: Handle) -> None:
    """Keep the rounds that are under way or looked for, in their order."""
    clock, shots = clock_of(state)[0], shots_of(state)
    kept = 0
    for s in range(clock.shot_count):
        if shots[s].stage != SPENT:
            if kept < s:
                shots[kept] = shots[s]
                take(state, ROUNDS, s)
                put(state, ROUNDS, kept, shots[kept].next_tick)
            kept += 1
    clock.shot_count = kept


@inlined
def pointless(world: Handle, state: Handle, s: int) -> bool:
    """Whether an order need not leave: its target is believed dead, a decoy or out of reach, or it needs a radar that
    is silent."""
    shot = shots_of(state)[s]
    picture = crews_of(state)[shot.unit].picture
    silent = slots_of(world)[shot.slot].needs_radar and watches_of(state)[units_of(world)[shot.unit].sensor].silent
    known = knowledge_of(state)[picture, shot.object]
    return silent or shot.lost or known.believed_dead or known.called_decoy


@inlined
def call_off(world: Handle, state: Handle, s: int) -> None:
    """An order that has become pointless: nothing has left yet, and nothing does."""
    shot = shots_of(state)[s]
    u, o, rounds = int(shot.unit), int(shot.object), int(shot.order)
    unit, crew = units_of(world)[u], crews_of(state)[u]
    network = knowledge_of(state)[crew.picture, o]
    if crew.next_launch == shots_of(state)[s + rounds - 1].next_tick + unit.launch_ticks:
        crew.next_launch = clock_of(state)[0].tick  # nothing was ordered after it, so nobody waits for its spacing
    for one in range(s, s + rounds):
        shots_of(state)[one].stage = SPENT
        take(state, ROUNDS, one)
    set_aside(state, u, int(shot.slot), -rounds)
    network.committed -= rounds
    network.fired -= rounds
    crew.guided -= rounds
    crew.channels -= 1
    may_leave(state, u)
    duels_of(state)[duel_at(state, u, o)].engaged = 0
    free(world, state, u)
    stir(world, state, o)
    reach(state, u, o, HELD)
    note(state, CALLED_OFF, NONE, u, o, slots_of(world)[shot.slot].missile, float(rounds))


@inlined
def launch(world: Handle, state: Handle, s: int) -> None:
    """The round leaves its launcher."""
    shot = shots_of(state)[s]
    missile = slots_of(world)[shot.slot].missile
    take_round(world, state, int(shot.unit), int(shot.slot))
    knowledge_of(state)[crews_of(state)[shot.unit].picture, shot.object].launched += 1
    missile_shots_of(state)[missile] += 1
    crews_of(state)[shot.unit].fired += 1
    may_leave(state, int(shot.unit))
    flights_of(state)[shot.object].shots += 1
    shot.astray = misled(world, state, s) if len(sorties_of(state)) > 0 else 0
    shot.stage = IN_FLIGHT
    shot.next_tick = shot.intercept_tick
    reach(state, int(shot.unit), int(shot.object), ASSESSED_KILLED)
    shot.noticed = notices(world, state, int(shot.object), units_of(world)[shot.unit].key, int(shot.ordinal))
    note(state, LAUNCHED, NONE, shot.unit, shot.object, missile, float(shot.intercept_tick))


@inlined
def meet(world: Handle, state: Handle, s: int) -> None:
    """The kill draw: a one-factor probit that keeps the single-shot probability whatever luck is shared."""
    shot, clock = shots_of(state)[s], clock_of(state)[0]
    u, o = int(shot.unit), int(shot.object)
    crew, flight = crews_of(state)[u], flights_of(state)[o]
    crew.guided -= 1
    free(world, state, u)
    missile = slots_of(world)[shot.slot].missile
    if shot.astray > 0:
        strike_own(world, state, s)
    elif flight.stage == FLYING and not flight.dead:
        thing = objects_of(world)[o]
        pair = pair_key(KILL, units_of(world)[u].key, thing.key)
        score = shot_score(world, state, crew.luck, pair, shot.ordinal)
        if (
            not shot.lost
            and guided_there(world, state, u, o, missile)
            and score < missiles_of(world)[missile].kill_probit[thing.class_code]
        ):
            flight.dead, flight.fate, flight.end_tick = 1, KILLED, clock.tick
            flight.killer, flight.killed_by = u, missile
            note(state, HIT, NONE, u, o, missile, 0.0)
            startle(world, state)
            look_past(world, state, o)
            seen_falling(world, state, int(crew.picture), o, False)
        else:
            note(state, MISS, NONE, u, o, missile, 0.0)
    shot.stage = SPENT
    if shot.salvo > 0:
        shot.stage = LOOKING
        shot.next_tick = clock.tick + units_of(world)[u].assess_ticks


@inlined
def guided_there(world: Handle, state: Handle, u: int, o: int, missile: int) -> bool:
    """Whether a round still has what it needs: a radar that emits, and a track of its own if it left without one."""
    unit = units_of(world)[u]
    if not missiles_of(world)[missile].guided:
        return True
    tracked = unit.remote != NETWORK_TRACK or held_tick(state, int(unit.sensor), o) != NEVER
    watch = watches_of(state)[unit.sensor]
    return watch.on and not watch.silent and tracked


@compiled
def seen_falling(world: Handle, state: Handle, picture: int, o: int, looked: bool) -> None:
    """Others see a killed object fall, unless rounds of their own have left: their own look decides.

    Other networks at once. What is cut off from the network whose round it was no sooner than that has `looked`: else
    they would know better without their links than with them.
    """
    knowledge, whose = knowledge_of(state), network_of(world, state, picture)
    for other in range(knowledge.shape[0]):
        if other == picture or knowledge[other, o].launched > 0:
            continue
        if looked == (network_of(world, state, other) == whose):
            believe_dead(world, state, other, o)


@inlined
def network_of(world: Handle, state: Handle, picture: int) -> int:
    """The network that a picture belongs to while every link holds."""
    networks = knowledge_of(state).shape[0] - len(links_of(state))
    return picture if picture < networks else int(stations_of(world)[picture - networks].group)


@inlined
def assess(world: Handle, state: Handle, s: int) -> None:
    """The unit looks after the last round of its salvo. It can be wrong both ways; its network believes it."""
    shot = shots_of(state)[s]
    u, o = int(shot.unit), int(shot.object)
    unit, flight, duel = units_of(world)[u], flights_of(state)[o], duels_of(state)[duel_at(state, u, o)]
    network = knowledge_of(state)[crews_of(state)[u].picture, o]
    shot.stage = SPENT
    network.committed -= shot.salvo
    network.launched -= shot.salvo
    duel.engaged = 0
    crews_of(state)[u].channels -= 1
    may_leave(state, u)
    free(world, state, u)
    if flight.stage == DONE:  # it got through before anybody looked: nobody called it killed
        reach(state, u, o, MISSED)
        note(state, CALLED_MISS, NONE, u, o, slots_of(world)[shot.slot].missile, 0.0)
        return
    chance = uniform(clock_of(state)[0].fight, pair_key(ASSESS, unit.key, objects_of(world)[o].key), shot.ordinal)
    called_kill = chance < unit.miss_called_kill_prob
    if flight.dead:
        seen_falling(world, state, int(crews_of(state)[u].picture), o, True)
        called_kill = chance >= unit.kill_called_miss_prob
    if called_kill:
        believe_dead(world, state, int(crews_of(state)[u].picture), o)
        note(state, CALLED_KILL, NONE, u, o, slots_of(world)[shot.slot].missile, 0.0)
    else:
        stir(world, state, o)
        reach(state, u, o, MISSED)
        note(state, CALLED_MISS, NONE, u, o, slots_of(world)[shot.slot].missile, 0.0)
