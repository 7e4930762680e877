"""Concern: from when to when it matters to anybody whether a radar holds a track of an object.

A radar is not asked before that, nor after it, unless every event is logged: draws are keyed, so that what it would
have found can be recalled when somebody wants to know (`scans.catch_up`). A track concerns the unit that shoots by it
from its first order to its last launch, and whoever is told of it by the network: radars that wait for cues, from
when the first of them can see the object, fighters, units and emission rules that go by what others track, and judges.
Of a network that only has to know that an object is tracked, the track told first is enough: as long as it holds,
radars are not asked whose own unit does not need one.
"""

from __future__ import annotations

from mantlet.codes import ALWAYS, AT_UNIT, BLINK, NONE, OWN_TRACK, TIGHT
from mantlet.engine.cells import coming_object, sight_at
from mantlet.engine.memory import Handle
from mantlet.engine.scans import coming_scan, last_concern, scan_from, scan_tick
from mantlet.engine.state import (
    NEVER,
    clock_of,
    knowledge_of,
    looks_of,
    sights_of,
    sorties_of,
    told_of,
    watches_of,
)
from mantlet.engine.tables import (
    conduct_of,
    emitters_of,
    fighters_of,
    homers_of,
    judges_of,
    launches_of,
    objects_of,
    reaches_of,
    rules_of,
    sensors_of,
    stations_of,
    units_of,
)
from mantlet.physics.jit import compiled, inlined
from mantlet.world import Records


@compiled
def weigh_concerns(world: Handle, state: Handle) -> None:
    """Whom tracks concern, and when: the same in all fights of a world by one force."""
    watches, clock, end_tick = watches_of(state), clock_of(state)[0], int(rules_of(world)[0].end_tick)
    for r in range(len(watches)):
        watches[r].relayed = 1
        for k in range(watches[r].ever_seen):
            sight = sights_of(state)[watches_of(state)[r].first + k]
            sight.own_from, sight.own_until = end_tick + 1, NEVER
    clock.word_ticks = longest_word(world)
    concern_all(world, state)
    for u in range(len(units_of(world))):
        concern_unit(world, state, u)
    concern_fighters(world, state)
    concern_homed_on(world, state)
    concern_judges(world, state)
    for r in range(len(watches)):
        concern_waiting(world, state, r, False)
    for r in range(len(watches)):
        concern_waiting(world, state, r, True)
    for r in range(len(watches)):
        for k in range(watches[r].ever_seen):
            sight = sights_of(state)[watches_of(state)[r].first + k]
            told = told_of(state)[sensors_of(world)[r].group, sight.object]
            sight.told_from, sight.told_until = told.first_tick, told.last_tick


@inlined
def concern_all(world: Handle, state: Handle) -> None:
    """Networks of which somebody goes by all that they know, all along; of the others nobody has asked yet."""
    told, end_tick = told_of(state), int(rules_of(world)[0].end_tick)
    for group in range(told.shape[0]):
        asked = goes_by_all(world, group)
        for o in range(told.shape[1]):
            told[group, o].first_tick = 0 if asked else end_tick + 1
            told[group, o].last_tick = end_tick if asked else NEVER


@compiled
def goes_by_all(world: Handle, group: int) -> bool:
    """Whether units, radars switched on by cues or who tells decoys apart go by every track of a network."""
    units, emitters, judges = units_of(world), emitters_of(world), judges_of(world)
    for u in range(len(units)):
        if units[u].group == group and not is_alone(units[u]):
            return True
    for e in range(len(emitters)):
        ruled = emitters[e].mode != ALWAYS and emitters[e].mode != BLINK
        if ruled and sensors_of(world)[emitters[e].sensor].group == group:
            return True
    for j in range(len(judges)):
        if judges[j].sensor < 0 and stations_of(world)[judges[j].station].group == group:
            return True
    return False


@inlined
def is_alone(unit: Records) -> bool:
    """Whether a unit goes by the tracks of its own radar only."""
    return unit.remote == OWN_TRACK and unit.authority == AT_UNIT


@inlined
def longest_word(world: Handle) -> int:
    """The longest that a word can be under way from post to post."""
    stations, longest = stations_of(world), 0
    for s in range(len(stations)):
        ticks, top = 0, s
        while top >= 0:
            ticks += int(stations[top].hop_ticks)
            top = int(stations[top].post)
        longest = max(longest, ticks)
    return longest


@inlined
def may_turn(world: Handle, o: int) -> bool:
    """Whether an object, or what carries it, can ever turn from its way."""
    conduct, whose = conduct_of(world), o if objects_of(world)[o].carrier < 0 else int(objects_of(world)[o].carrier)
    return len(conduct) > 0 and (
        conduct[o].package >= 0
        or conduct[whose].package >= 0
        or conduct[o].warned_prob > 0.0
        or conduct[whose].warned_prob > 0.0
    )


@inlined
def concern_unit(world: Handle, state: Handle, u: int) -> None:
    """Its own radar, as long as the unit can order a launch; all along if it also goes by what others know."""
    unit, end_tick = units_of(world)[u], int(rules_of(world)[0].end_tick)
    r, alone = int(unit.sensor), is_alone(unit)
    if not alone and unit.control == TIGHT:  # it goes by how long others have known
        relay_none(world, state, int(unit.group))
    for k in range(watches_of(state)[r].ever_seen):
        o = coming_object(state, r, k)
        launch, sight = launches_of(world)[u, o], sights_of(state)[sight_at(state, r, o)]
        if launch.first_tick <= launch.last_tick:
            sight.own_from, sight.own_until = 0, end_tick
            if alone and unit.control != TIGHT:
                sight.own_from = launch.first_tick - unit.reaction_ticks
                sight.own_until = end_tick if may_turn(world, o) else launch.last_tick


@inlined
def concern_fighters(world: Handle, state: Handle) -> None:
    """Flights go for what their posts know of."""
    fighters, end_tick = fighters_of(world), int(rules_of(world)[0].end_tick)
    for f in range(len(sorties_of(state))):
        if fighters[f].station < 0 or fighters[f].knows_all:
            continue
        for o in range(len(objects_of(world))):
            if reaches_of(world)[f, o].shot_m >= 0.0:
                concern_network(state, int(stations_of(world)[fighters[f].station].group), o, 0, end_tick)


@inlined
def concern_homed_on(world: Handle, state: Handle) -> None:
    """Tracks of what homes on radars switch those off."""
    emitters, homers, end_tick = emitters_of(world), homers_of(world), int(rules_of(world)[0].end_tick)
    for h in range(len(homers)):
        emitter = emitters[homers[h].emitter]
        if emitter.warning_ticks >= 0:
            group = int(sensors_of(world)[emitter.sensor].group)
            concern_network(state, group, int(homers[h].object), 0, end_tick)


@inlined
def concern_judges(world: Handle, state: Handle) -> None:
    """Who tells decoys apart goes by how long a track has been held."""
    judges, end_tick = judges_of(world), int(rules_of(world)[0].end_tick)
    for j in range(len(judges)):
        if judges[j].sensor >= 0:
            r = int(judges[j].sensor)
            for k in range(watches_of(state)[r].ever_seen):
                sight = sights_of(state)[watches_of(state)[r].first + k]
                sight.own_from, sight.own_until = 0, end_tick
            continue
        relay_none(world, state, int(stations_of(world)[judges[j].station].group))


@inlined
def concern_waiting(world: Handle, state: Handle, r: int, again: bool) -> None:
    """A radar that waits for cues looks where its network tells it to: for its unit and, `again`, for whomever its own
    tracks concern in turn."""
    radar, watch = sensors_of(world)[r], watches_of(state)[r]
    if radar.autonomous or watch.first_tick > rules_of(world)[0].end_tick:
        return
    if radar.basket_rad > 0.0:  # every track helps to point there
        relay_none(world, state, int(radar.group))
    for k in range(watch.ever_seen):
        o = coming_object(state, r, k)
        sight = sights_of(state)[sight_at(state, r, o)]
        until = int(told_of(state)[radar.group, o].last_tick if again else sight.own_until)
        if until != NEVER:
            concern_network(state, int(radar.group), o, scan_tick(radar, int(sight.first_scan)) - 1, until)


@inlined
def concern_network(state: Handle, group: int, o: int, from_tick: int, until: int) -> None:
    """Somebody goes by what a network knows of an object between two ticks; one without radars knows nothing."""
    if group != NONE:
        told = told_of(state)[group, o]
        told.first_tick, told.last_tick = min(told.first_tick, from_tick), max(told.last_tick, until)


@compiled
def relay_none(world: Handle, state: Handle, group: int) -> None:
    """Every track of a network matters, and since when it is held."""
    for r in range(len(watches_of(state))):
        if sensors_of(world)[r].group == group:
            watches_of(state)[r].relayed = 0


@inlined
def concerns_unit(world: Handle, state: Handle, r: int, o: int) -> bool:
    """Whether it matters to the unit of a radar at this tick, or before its next scan, what the radar tracks."""
    sight, tick = sights_of(state)[sight_at(state, r, o)], clock_of(state)[0].tick
    return sight.own_from - sensors_of(world)[r].scan_ticks < tick <= sight.own_until


@inlined
def concerns_network(state: Handle, r: int, o: int) -> bool:
    """Whether it matters at this tick to whoever is told by a radar."""
    sight, tick = sights_of(state)[sight_at(state, r, o)], clock_of(state)[0].tick
    return sight.told_from <= tick <= sight.told_until


@inlined
def is_told(state: Handle, since: int) -> bool:
    """Whether the word of a track that a picture has had since a tick has come to everybody who goes by it."""
    clock = clock_of(state)[0]
    return NEVER < since <= clock.tick - clock.word_ticks


@compiled
def has_to_go_on(world: Handle, state: Handle, r: int, o: int) -> bool:
    """Whether a radar that is asked about an object has to be asked on: for its unit, or since its track, or one soon
    to come, is told before those of others."""
    if concerns_unit(world, state, r, o):
        return True
    if not concerns_network(state, r, o):
        return False
    radar, watch, look = sensors_of(world)[r], watches_of(state)[r], looks_of(state)[sight_at(state, r, o)]
    since = int(knowledge_of(state)[watch.picture, o].cued_tick)
    if not radar.autonomous or not watch.relayed or since == NEVER:
        return True
    if look.tracked_tick != NEVER:
        return look.tracked_tick + watch.share_ticks <= since
    return not is_told(state, since) and scan_tick(radar, coming_scan(world, state, r)) + watch.share_ticks < since


@inlined
def asked_from(world: Handle, state: Handle, r: int, o: int, scan: int) -> int:
    """The first scan from one on that concerns the unit of a radar, or the last before that; NEVER if none does."""
    sight, radar = sights_of(state)[sight_at(state, r, o)], sensors_of(world)[r]
    found = max(scan, first_scan_for(radar, int(sight.own_from)))
    return found if sight.own_until != NEVER and scan_tick(radar, found) <= sight.own_until else NEVER


@inlined
def is_asked(world: Handle, state: Handle, r: int, o: int, scan: int) -> bool:
    """Whether a radar is asked about an object from the first scan on, this one, that can see it."""
    sight, radar = sights_of(state)[sight_at(state, r, o)], sensors_of(world)[r]
    if not radar.autonomous and last_concern(state, r, o) != NEVER:
        return True
    told = sight.told_from <= scan_tick(radar, scan) <= sight.told_until
    return told or asked_from(world, state, r, o, scan) == scan


@inlined
def first_scan_for(radar: Records, tick: int) -> int:
    """The last scan before a tick, or at it."""
    return scan_from(radar, int(tick - radar.scan_ticks + 1))
