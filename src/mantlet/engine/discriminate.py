"""Discriminate: radars and posts that tell decoys from what they imitate, with both errors."""

from __future__ import annotations

from mantlet.codes import CALLED_DECOY, DECOY, NONE
from mantlet.engine.ahead import JUDGES
from mantlet.engine.calendar import is_due, next_due, put
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
    for j in range(len(judges_of(world))):
        if has_to_judge(world, state, j):
            for o in range(len(flights_of(state))):
                judge(world, state, j, o)


@compiled
def has_to_judge(world: Handle, state: Handle, j: int) -> bool:
    """Whether anything that a radar tracks may be ripe; of a post nothing tells."""
    r = int(judges_of(world)[j].sensor)
    if r < 0:
        return True
    for k in range(track_counts_of(state)[r]):
        o = int(tracks_of(state)[watches_of(state)[r].first + k])
        if not judged_of(state)[j, o] and flights_of(state)[o].stage == FLYING and is_ripe(world, state, j, o):
            return True
    return False


@inlined
def judged_by(world: Handle, state: Handle, j: int) -> int:
    """The picture by which, and for which, somebody judges; NONE while it cannot."""
    r = int(judges_of(world)[j].sensor)
    return int(watches_of(state)[r].picture) if r >= 0 else picture_of(world, state, int(judges_of(world)[j].station))


@inlined
def ripe_tick(world: Handle, state: Handle, j: int, o: int) -> int:
    """From when somebody has known an object for long enough to judge it, NEVER without a track."""
    r, picture = int(judges_of(world)[j].sensor), judged_by(world, state, j)
    since = NEVER
    if r >= 0:
        since = held_tick(state, r, o)
    elif picture != NONE:
        since = int(knowledge_of(state)[picture, o].cued_tick)
    return since if since == NEVER else int(since + judges_of(world)[j].after_ticks)


@inlined
def is_ripe(world: Handle, state: Handle, j: int, o: int) -> bool:
    """Whether that is so by now."""
    return NEVER < ripe_tick(world, state, j, o) <= clock_of(state)[0].tick


@compiled
def judge_later(world: Handle, state: Handle, j: int, o: int) -> None:
    """Somebody has a track, or another one: it is judged when it is ripe."""
    due = ripe_tick(world, state, j, o)
    if due != NEVER and not judged_of(state)[j, o]:
        put(state, JUDGES, j * len(flights_of(state)) + o, max(due, int(clock_of(state)[0].tick)))


@compiled
def told_to_judges(world: Handle, state: Handle, picture: int, o: int) -> None:
    """A network has a track, or another one: its posts judge it when it is ripe."""
    judges = judges_of(world)
    for j in range(len(judges)):
        if judges[j].sensor < 0 and judged_by(world, state, j) == picture:
            judge_later(world, state, j, o)


@compiled
def judge_anew(world: Handle, state: Handle) -> None:
    """Which posts work, and what they know, has changed."""
    judges = judges_of(world)
    for j in range(len(judges)):
        if judges[j].sensor < 0:
            for o in range(len(flights_of(state))):
                judge_later(world, state, j, o)


@compiled
def judge_due(world: Handle, state: Handle) -> None:
    """What is ripe at this tick; what is not any more has another date by now."""
    objects = len(flights_of(state))
    while is_due(state, JUDGES):
        node = next_due(state, JUDGES)
        judge(world, state, node // objects, node % objects)


@inlined
def picture_of(world: Handle, state: Handle, s: int) -> int:
    """The picture that a post has a part in; NONE while the post is down."""
    station = stations_of(world)[s]
    if not standings_of(state)[station.node].works:
        return NONE
    return links_of(state)[s].picture if len(links_of(state)) > 0 else station.group


@compiled
def judge(world: Handle, state: Handle, j: int, o: int) -> None:
    """Decoy or not, if it is ripe: one draw for each judge and object."""
    judges, judged, thing = judges_of(world), judged_of(state), objects_of(world)[o]
    if judged[j, o] or flights_of(state)[o].stage != FLYING or not is_ripe(world, state, j, o):
        return
    judged[j, o] = 1
    prob = judges[j].decoy_prob if thing.class_code == DECOY else judges[j].mistake_prob
    known = knowledge_of(state)[judged_by(world, state, j), o]
    chance = uniform(clock_of(state)[0].fight, pair_key(DISCRIMINATE, judges[j].key, thing.key), 0)
    if chance < prob and not known.called_decoy:
        known.called_decoy = 1
        note(state, CALLED_DECOY, judges[j].sensor, NONE, o, NONE, 0.0)
