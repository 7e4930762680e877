"""Begin: the memory wiped, the raid on its way, the launchers full."""

from __future__ import annotations

from mantlet.codes import NONE, OUTSIDE
from mantlet.engine.draws import NOBODY, TRACK, pair_key, replication_key, uniform
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    NEVER,
    WAITING,
    clock_of,
    crews_of,
    duels_of,
    flights_of,
    hits_of,
    judged_of,
    knowledge_of,
    looks_of,
    marks_of,
    missile_shots_of,
    openings_of,
    rails_of,
    stores_of,
    track_counts_of,
    watches_of,
)
from mantlet.engine.tables import launchers_of, objects_of, rules_of, slots_of
from mantlet.physics.jit import compiled, inlined


@compiled
def begin(world: Handle, state: Handle, seed: int, draw: int, replication: int) -> None:
    """Wipe the memory and set the stage of one replication."""
    rules = rules_of(world)[0]
    clock = clock_of(state)[0]
    clock.fight = replication_key(seed, draw, replication)
    clock.under_way = 0
    clock.looks, clock.gates, clock.dates = 0, 0, 0
    clock.tick, clock.shot_count, clock.event_count, clock.next_flight = 0, 0, 0, 0
    never = rules.end_tick + 1
    clock.next_reload, clock.next_change, clock.next_turn, clock.turned = never, never, never, 0
    _begin_flights(world, state)
    looks, watches = looks_of(state), watches_of(state)
    for r in range(len(watches)):
        watch = watches[r]
        watch.next_tick, watch.come, watch.count = watch.first_tick, 0, 0
    for cell in range(len(looks)):
        look = looks[cell]
        look.scans, look.tracked_tick, look.missed, look.place = 0, NEVER, 0, NONE
        look.bias_from, look.bias_until = 0, 0
    track_counts_of(state)[:] = 0
    knowledge = knowledge_of(state)
    for g in range(knowledge.shape[0]):
        for o in range(knowledge.shape[1]):
            known = knowledge[g, o]
            known.cued_tick, known.committed, known.launched, known.fired, known.believed_dead = NEVER, 0, 0, 0, 0
            known.called_decoy = 0
    crews = crews_of(state)
    for u in range(len(crews)):
        crew = crews[u]
        crew.channels, crew.guided, crew.next_launch, crew.rounds = 0, 0, 0, 0
        crew.leaving, crew.fired, crew.look_tick = 0, 0, 0
        crew.anew, crew.first_only, crew.queued, crew.shallow = 0, NEVER, 0, 0
        crew.front, crew.back = 2 * crew.first, 2 * crew.first
        crew.ready_tick, crew.up_since = crew.stands_tick, crew.stands_tick
    duels, openings = duels_of(state), openings_of(state)
    for cell in range(len(duels)):
        duel = duels[cell]
        duel.engaged, duel.ordinal, duel.depth = 0, 0, OUTSIDE
    for cell in range(len(openings)):
        opening = openings[cell]
        opening.waits, opening.shallow, opening.placed, opening.offered_tick = 0, 0, 0, NEVER
    _begin_magazines(world, state)
    judged_of(state)[:] = 0
    marks_of(state)[:] = 0
    hits_of(state)[:] = 0
    missile_shots_of(state)[:] = 0


@inlined
def _begin_flights(world: Handle, state: Handle) -> None:
    rules = rules_of(world)[0]
    fight = clock_of(state)[0].fight
    objects, flights = objects_of(world), flights_of(state)
    for o in range(len(objects)):
        flight = flights[o]
        flight.stage, flight.dead, flight.fate, flight.end_tick = WAITING, 0, NEVER, NEVER
        flight.killer, flight.killed_by, flight.shots = NONE, NONE, 0
        flight.placed_tick, flight.begun_tick = NEVER, NEVER
        flight.untracked = 0
        flight.origin_tick, flight.heading, flight.resume_tick = 0, 1, NEVER
        flight.off_script, flight.warned, flight.turns, flight.aborts = 0, 0, 0, 0
        if rules.track_prob < 1.0:
            whose = NOBODY if rules.track_per_raid else objects[o].key
            flight.untracked = uniform(fight, pair_key(TRACK, NOBODY, whose), 0) >= rules.track_prob


@inlined
def _begin_magazines(world: Handle, state: Handle) -> None:
    stores, rails = stores_of(state), rails_of(state)
    for slot in range(len(stores)):
        stores[slot].ready, stores[slot].stock = 0, stores[slot].stored
    for launcher in range(len(rails)):
        rails[launcher].rounds, rails[launcher].ready_tick = rails[launcher].loaded, NEVER
        rails[launcher].lost = 0
        slot = launchers_of(world)[launcher].slot
        stores[slot].ready += rails[launcher].loaded
        crews_of(state)[slots_of(world)[slot].unit].rounds += rails[launcher].loaded
