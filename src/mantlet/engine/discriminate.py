"""Discriminate: radars and posts that tell decoys from what they imitate, with both errors."""

from __future__ import annotations

from mantlet.codes import CALLED_DECOY, DECOY, NONE
from mantlet.engine.cells import held_tick
from mantlet.engine.draws import DISCRIMINATE, pair_key, uniform
from mantlet.engine.memory import Handle
from mantlet.engine.state import (
    FLYING,
    NEVER,
    clock_of,
    flights_of,
    judged_of,
    knowledge_of,
    links_of,
    note,
    standings_of,
    track_counts_of,
    tracks_of,
    watches_of,
)
from mantlet.engine.tables import judges_of, objects_of, stations_of
from mantlet.physics.jit import compiled, inlined


@compiled
def discriminate(world: Handle, state: Handle) -> None:
    """Everyone who can judges, once, what has been tracked for long enough; its network believes it.

    A radar judges by its own track, a post by what the units of its network have been told.
    """
    judges, tick = judges_of(world), clock_of(state)[0].tick
    for j in range(len(judges)):
        r = int(judges[j].sensor)
        if r >= 0:
            for k in range(track_counts_of(state)[r]):
                o = int(tracks_of(state)[watches_of(state)[r].first + k])
                if tick >= held_tick(state, r, o) + judges[j].after_ticks:
                    judge(world, state, j, o, int(watches_of(state)[r].picture))
            continue
        picture = picture_of(world, state, int(judges[j].station))
        if picture == NONE:
            continue
        known = knowledge_of(state)[picture]
        for o in range(len(known)):
            if known[o].cued_tick != NEVER and tick >= known[o].cued_tick + judges[j].after_ticks:
                judge(world, state, j, o, picture)


@inlined
def picture_of(world: Handle, state: Handle, s: int) -> int:
    """The picture that a post has a part in; NONE while the post is down."""
    station = stations_of(world)[s]
    if not standings_of(state)[station.node].works:
        return NONE
    return links_of(state)[s].picture if len(links_of(state)) > 0 else station.group


@compiled
def judge(world: Handle, state: Handle, j: int, o: int, picture: int) -> None:
    """Decoy or not: one draw for each judge and object."""
    judges, judged, thing = judges_of(world), judged_of(state), objects_of(world)[o]
    if judged[j, o] or flights_of(state)[o].stage != FLYING:
        return
    judged[j, o] = 1
    prob = judges[j].decoy_prob if thing.class_code == DECOY else judges[j].mistake_prob
    known = knowledge_of(state)[picture, o]
    chance = uniform(clock_of(state)[0].fight, pair_key(DISCRIMINATE, judges[j].key, thing.key), 0)
    if chance < prob and not known.called_decoy:
        known.called_decoy = 1
        note(state, CALLED_DECOY, judges[j].sensor, NONE, o, NONE, 0.0)
