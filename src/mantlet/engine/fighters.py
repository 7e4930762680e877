"""Fighters: flights of the defence that wait on alert or on patrol, go out to meet what is known, shoot and come home.

cue -> choose -> scramble -> close -> shoot, be shot at -> shoot again or go home -> turn round
"""

from __future__ import annotations

import math

from mantlet.codes import (
    COMMITTED,
    HELD,
    HIT,
    KILLED,
    LANDED,
    LATE,
    LAUNCHED,
    MISS,
    MISSED,
    NO_CHANNEL,
    NO_MISSILE,
    NONE,
    OUTSIDE,
    SCRAMBLED,
    UNDETECTED,
    UNIT_DOWN,
)
from mantlet.engine.air import ALERT, CLOSING, GONE, HOMING, PATROL, SHOOTING, TURNING
from mantlet.engine.airspace import FIGHTER_CLASS, lies_over, place_of
from mantlet.engine.airtime import believe_dead
from mantlet.engine.calendar import weigh_by
from mantlet.engine.course import urgency
from mantlet.engine.draws import AIR_KILL, AIR_RETURN, pair_key, uniform
from mantlet.engine.engage import seen_falling
from mantlet.engine.lookout import look_out, look_ticks
from mantlet.engine.luck import shared_luck, shot_score
from mantlet.engine.memory import Handle
from mantlet.engine.outlook import look_past
from mantlet.engine.pursuit import (
    NEARLY_M,
    OUT_OF_FUEL,
    OUT_OF_ZONE,
    aim,
    closing_tick,
    first_meeting,
    reached,
)
from mantlet.engine.react import notices, startle
from mantlet.engine.sorties import (
    apart_m,
    disengage,
    go_home,
    grounded,
    heed,
    home_ticks,
    lay_claim,
    look_again,
    lose_aircraft,
    overdue,
    set_course,
    told,
    where,
)
from mantlet.engine.state import (
    FLYING,
    NEVER,
    chases_of,
    clock_of,
    flights_of,
    knowledge_of,
    missile_shots_of,
    note,
    sorties_of,
)
from mantlet.engine.tables import fighters_of, objects_of, reaches_of, rules_of, units_of
from mantlet.physics.jit import compiled, inlined

FUEL_S = 10.0  # between two reckonings whether fuel is enough by now


@compiled
def muster(world: Handle, state: Handle) -> None:
    """Before the first tick: every flight will be ready at its time, and nobody has met anybody."""
    fighters = fighters_of(world)
    for f in range(len(fighters)):
        fighter, sortie = fighters[f], sorties_of(state)[f]
        sortie.stage, sortie.next_tick, sortie.sorties = TURNING if sortie.fit > 0 else GONE, fighter.ready_tick, 0
        sortie.target, sortie.picture, sortie.salvo, sortie.noticed = NONE, NONE, 0, 0
        sortie.aircraft, sortie.missiles, sortie.lost, sortie.fratricides = sortie.fit, 0, 0, 0
        sortie.looks, sortie.look_tick = 0, 0
        sortie.luck = shared_luck(world, state, fighter.key, fighter.side_key)
        chases = chases_of(state)[f]
        for o in range(len(chases)):
            chases[o].depth, chases[o].up, chases[o].seen, chases[o].ordinal = OUTSIDE, 0, 0, 0
            chases[o].sure_until = NEVER
        look_again(state, f)


@compiled
def intercept(world: Handle, state: Handle) -> None:
    """What is due of each flight at this tick; then flights that are free go for what is known, most urgent first."""
    for f in range(len(sorties_of(state))):
        heed(world, state, f)
    attend(world, state)
    while True:
        f, o = best_chase(world, state)
        if f < 0:
            return
        commit(world, state, f, o)


@compiled
def attend(world: Handle, state: Handle) -> None:
    """What is due of each flight at this tick, and what it sees."""
    sorties, tick = sorties_of(state), clock_of(state)[0].tick
    for f in range(len(sorties)):
        sortie = sorties[f]
        if sortie.stage == CLOSING and lost_sight(world, state, f):
            disengage(world, state, f)
        elif sortie.stage == CLOSING and tick >= sortie.next_tick:
            shoot(world, state, f)
        elif sortie.stage == SHOOTING and (tick >= sortie.next_tick or overdue(world, state, f)):
            result(world, state, f)
        elif sortie.stage == PATROL:
            keep_station(world, state, f)
        elif sortie.stage == HOMING and tick >= sortie.next_tick:
            sortie.stage, sortie.next_tick = TURNING, tick + fighters_of(world)[f].turn_ticks
            note(state, LANDED, NONE, len(units_of(world)) + f, NONE, NONE, float(sortie.next_tick))
        elif sortie.stage == TURNING and tick >= sortie.next_tick and not grounded(world, state, f):
            made_ready(world, state, f)
    if tick % look_ticks(world) == 0:
        look_out(world, state)


@inlined
def let_go(state: Handle, picture: int, o: int) -> bool:
    """Whether a picture has an object for dead, or for a decoy."""
    known = knowledge_of(state)[picture, o]
    return known.believed_dead or known.called_decoy


@inlined
def lost_sight(world: Handle, state: Handle, f: int) -> bool:
    """Whether a flight's target is down, gone, taken for dead or for a decoy, or no longer known; or its base is hit
    before it has taken off."""
    sortie = sorties_of(state)[f]
    o, picture = int(sortie.target), sortie.cued_by
    if clock_of(state)[0].tick < sortie.takeoff_tick and grounded(world, state, f):
        return True
    if flights_of(state)[o].stage != FLYING or flights_of(state)[o].dead:
        return True
    if picture >= 0 and let_go(state, picture, o):
        return True
    return not chases_of(state)[f, o].seen and not told(world, state, f, o)


@inlined
def keep_station(world: Handle, state: Handle, f: int) -> None:
    """On patrol, or on the way there: until its time is over or it must turn home to be down in time."""
    sortie, tick = sorties_of(state)[f], clock_of(state)[0].tick
    if tick == sortie.next_tick:
        look_again(state, f)
    if (sortie.leave_tick != NEVER and tick >= sortie.leave_tick) or overdue(world, state, f):
        go_home(world, state, f)


@inlined
def made_ready(world: Handle, state: Handle, f: int) -> None:
    """Armed and fuelled: on alert, or off to its station; the first patrol is there already."""
    fighter, sortie, tick = fighters_of(world)[f], sorties_of(state)[f], clock_of(state)[0].tick
    sortie.missiles = sortie.aircraft * fighter.missiles
    sortie.stage, sortie.land_tick, sortie.leave_tick = ALERT, NEVER, NEVER
    base = (float(fighter.base_x_m), float(fighter.base_y_m), float(fighter.base_z_m))
    station = (float(fighter.post_x_m), float(fighter.post_y_m), float(fighter.post_z_m))
    start = base
    if fighter.patrols:
        sortie.stage, sortie.takeoff_tick = PATROL, tick
        there = set_course(world, sortie, tick, base, station, float(fighter.cruise_mps))
        if fighter.endurance_ticks > 0:
            sortie.land_tick = tick + fighter.endurance_ticks
        if sortie.sorties == 0:
            if fighter.endurance_ticks > 0:
                sortie.land_tick -= there - tick
            start, there = station, tick
        sortie.next_tick = there
        if fighter.station_ticks > 0:
            sortie.leave_tick = there + fighter.station_ticks
    if not fighter.patrols or sortie.sorties == 0:
        set_course(world, sortie, tick, start, start, float(fighter.cruise_mps))
    sortie.sorties += 1
    look_again(state, f)


@inlined
def best_chase(world: Handle, state: Handle) -> tuple[int, int]:
    """The flight and object to go together next: most urgent object, first flight to meet it; (-1, -1) if none."""
    best_f, best_o, best_tick, best_rank = NONE, NONE, NONE, math.inf
    for f in range(len(sorties_of(state))):
        if not stands_by(world, state, f):
            continue
        for o in range(len(flights_of(state))):
            aim_tick = chance(world, state, f, o)
            if aim_tick < 0:
                continue
            rank = urgency(world, state, o, bool(fighters_of(world)[f].by_value))
            sooner = o < best_o or (o == best_o and aim_tick < best_tick)
            if rank < best_rank or (rank == best_rank and sooner):
                best_f, best_o, best_tick, best_rank = f, o, aim_tick, rank
    return best_f, best_o


@inlined
def stands_by(world: Handle, state: Handle, f: int) -> bool:
    """Whether a flight can go for anything: from alert off a base that works, or from the air."""
    stage = sorties_of(state)[f].stage
    return stage != TURNING and stage != GONE and not (stage == ALERT and grounded(world, state, f))


@inlined
def chance(world: Handle, state: Handle, f: int, o: int) -> int:
    """When a flight that stands by could shoot at an object, -1 if not: it does not know of it, or found so before."""
    chase, flight, tick = chases_of(state)[f, o], flights_of(state)[o], clock_of(state)[0].tick
    if flight.stage != FLYING or flight.dead:
        return -1
    if tick < chase.judged_until:
        weigh_by(state, o, int(chase.judged_until))
        return -1
    chase.up = 1
    if reaches_of(world)[f, o].shot_m < 0.0 or not (chase.seen or told(world, state, f, o)):
        return -1
    return judge(world, state, f, o)


@compiled
def judge(world: Handle, state: Handle, f: int, o: int) -> int:
    """When a flight could shoot at an object that it knows of, or -1; the deepest gate reached is kept."""
    chase, sortie, tick = chases_of(state)[f, o], sorties_of(state)[f], clock_of(state)[0].tick
    if chase.stamp == tick:
        free = sortie.stage != CLOSING and sortie.stage != SHOOTING
        return int(chase.aim_tick) if free and not taken(world, state, f, o) else -1
    chase.stamp, chase.aim_tick = tick, -1
    others = taken(world, state, f, o)
    if others and chase.shared:
        return -1
    aim_tick = aim(world, state, f, o)
    gate = OUTSIDE
    if aim_tick < 0:
        gate = HELD if aim_tick == OUT_OF_ZONE else LATE
    elif not (fighters_of(world)[f].engage_classes >> objects_of(world)[o].class_code) & 1:
        gate = HELD
    elif sortie.missiles == 0:
        gate = NO_MISSILE
    elif sortie.stage == CLOSING or sortie.stage == SHOOTING:
        gate = NO_CHANNEL
    if gate != OUTSIDE:
        chase.judged_until = rules_of(world)[0].end_tick + 1
        if aim_tick == OUT_OF_FUEL:
            chase.judged_until = tick + max(1, int(FUEL_S / rules_of(world)[0].tick_s + 0.5))
            weigh_by(state, o, int(chase.judged_until))
    elif others:
        gate, chase.shared = HELD, 1
    else:
        chase.aim_tick = aim_tick
    if sortie.target != o:
        chase.depth = max(chase.depth, gate)
    return int(chase.aim_tick)


@compiled
def taken(world: Handle, state: Handle, f: int, o: int) -> bool:
    """Whether an object is another's: of a flight of the same side, of units of the network, or let go by it."""
    fighters, sorties = fighters_of(world), sorties_of(state)
    for other in range(len(sorties)):
        if other != f and sorties[other].target == o and fighters[other].side == fighters[f].side:
            return True
    if sorties[f].cued_by < 0:
        return False
    known = knowledge_of(state)[sorties[f].cued_by, o]
    return let_go(state, int(sorties[f].cued_by), o) or (known.committed > 0 and not fighters[f].shared)


@inlined
def commit(world: Handle, state: Handle, f: int, o: int) -> None:
    """A flight goes for an object; its network knows, so that nobody else does."""
    fighter, sortie, tick = fighters_of(world)[f], sorties_of(state)[f], clock_of(state)[0].tick
    name, aim_tick = len(units_of(world)) + f, int(chases_of(state)[f, o].aim_tick)
    start, begun = where(sortie, tick), tick
    if sortie.stage == ALERT:
        begun += fighter.scramble_ticks
        sortie.takeoff_tick = begun
        if fighter.endurance_ticks > 0:
            sortie.land_tick = begun + fighter.endurance_ticks
        note(state, SCRAMBLED, NONE, name, o, NONE, float(begun))
    sortie.stage, sortie.target, sortie.next_tick = CLOSING, o, aim_tick
    set_course(world, sortie, begun, start, place_of(world, state, o, aim_tick), float(fighter.intercept_mps))
    if not fighter.shared:
        lay_claim(state, f)
    chases_of(state)[f, o].depth = max(chases_of(state)[f, o].depth, LATE)  # until it shoots
    look_again(state, f)
    weigh_by(state, o, tick + 1)  # flights that could have gone for it, too, find it taken
    note(state, COMMITTED, NONE, name, o, NONE, float(aim_tick))
    if aim_tick == tick:
        shoot(world, state, f)


@compiled
def shoot(world: Handle, state: Handle, f: int) -> None:
    """In range as planned: a salvo leaves. Where the object is not where it was foreseen, plan anew or let it go."""
    fighter, sortie, tick = fighters_of(world)[f], sorties_of(state)[f], clock_of(state)[0].tick
    o = int(sortie.target)
    chase, here, there = chases_of(state)[f, o], where(sortie, tick), place_of(world, state, o, tick)
    allowed = fighter.zone < 0 or lies_over(world, state, fighter.zone, o, tick)
    if allowed and apart_m(here, there) <= reaches_of(world)[f, o].shot_m + NEARLY_M:
        met_tick = closing_tick(world, state, o, here, tick, fighter.missile_mps, 0.0, tick + 1)
        in_time = sortie.land_tick == NEVER or met_tick + home_ticks(world, f, here) <= sortie.land_tick
        if met_tick >= 0 and in_time:
            sortie.salvo = min(fighter.salvo, sortie.missiles)
            sortie.missiles -= sortie.salvo
            missile_shots_of(state)[fighter.missile] += sortie.salvo
            flights_of(state)[o].shots += sortie.salvo
            sortie.stage, sortie.next_tick = SHOOTING, met_tick
            set_course(world, sortie, tick, here, here, float(fighter.intercept_mps))
            sortie.noticed = notices(world, state, o, fighter.key, int(chase.ordinal))
            chase.depth = MISSED
            note(state, LAUNCHED, NONE, len(units_of(world)) + f, o, fighter.missile, float(met_tick))
            return
    again = aim(world, state, f, o)
    if again <= tick:
        disengage(world, state, f)
        chase.judged_until = tick + 1  # no second try at this tick
        return
    sortie.next_tick = again
    set_course(world, sortie, tick, here, place_of(world, state, o, again), float(fighter.intercept_mps))


@inlined
def result(world: Handle, state: Handle, f: int) -> None:
    """Missiles meet: both sides' shots count at once, so that each may kill the other. Those that were outrun miss."""
    fighter, sortie, clock = fighters_of(world)[f], sorties_of(state)[f], clock_of(state)[0]
    o, name = int(sortie.target), len(units_of(world)) + f
    thing, flight, chase = objects_of(world)[o], flights_of(state)[o], chases_of(state)[f, o]
    flies = flight.stage == FLYING and not flight.dead
    if flies and not reached(world, state, f, o):
        note(state, MISS, NONE, name, o, fighter.missile, 0.0)
    elif flies:
        pair, killed = pair_key(AIR_KILL, fighter.key, thing.key), False
        for k in range(sortie.salvo):
            score = shot_score(world, state, sortie.luck, pair, chase.ordinal + k)
            killed = killed or score < fighter.kill_probit[thing.class_code]
        if killed:
            flight.dead, flight.fate, flight.end_tick = 1, KILLED, clock.tick
            flight.killer, flight.killed_by = name, fighter.missile
            startle(world, state)
            look_past(world, state, o)
            picture = int(sortie.cued_by)
            if picture >= 0:
                believe_dead(world, state, picture, o)
            seen_falling(world, state, picture, o, False)
            seen_falling(world, state, picture, o, True)
        note(state, HIT if killed else MISS, NONE, name, o, fighter.missile, 0.0)
        answered = uniform(clock.fight, pair_key(AIR_RETURN, thing.key, fighter.key), chase.ordinal)
        if thing.class_code == FIGHTER_CLASS and answered < fighter.return_prob:
            lose_aircraft(world, state, f, o, 0)
    chase.ordinal += sortie.salvo
    if sortie.stage == GONE:
        return
    if sortie.missiles == 0 or flight.stage != FLYING or flight.dead:
        disengage(world, state, f)
        return
    sortie.stage = CLOSING
    shoot(world, state, f)


@inlined
def could_meet(world: Handle, state: Handle, f: int, o: int) -> bool:
    """Whether a flight that is ready and knows of an object from its start could meet it from where it waits."""
    fighter = fighters_of(world)[f]
    begun = objects_of(world)[o].start_tick
    start = (float(fighter.post_x_m), float(fighter.post_y_m), float(fighter.post_z_m))
    if not fighter.patrols:
        begun += fighter.scramble_ticks
        start = (float(fighter.base_x_m), float(fighter.base_y_m), float(fighter.base_z_m))
    return first_meeting(world, state, f, o, start, begun)[0] >= 0


@compiled
def flight_gate(world: Handle, state: Handle, f: int, o: int) -> int:
    """The first gate that stayed shut between a flight and a leaker: as for fire units."""
    chase = chases_of(state)[f, o]
    if chase.depth > LATE:
        return int(chase.depth)
    if reaches_of(world)[f, o].shot_m < 0.0 or not could_meet(world, state, f, o):
        return int(OUTSIDE)
    if chase.depth == LATE:
        return int(LATE)
    return int(UNDETECTED) if chase.up else int(UNIT_DOWN)
