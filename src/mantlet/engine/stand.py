"""Stand: which parts of the defence still work, who hears whom, and who is left to fight alone."""

from __future__ import annotations

from mantlet.codes import LAUNCHERS_NODE, LINK_BACK, LINK_LOST, NODE_DOWN, NODE_HIT, NODE_UP, NONE, UNDETECTED
from mantlet.engine.cells import reach
from mantlet.engine.course import own_tick
from mantlet.engine.draws import LINKED, NOBODY, STRUCK, pair_key, uniform
from mantlet.engine.emit import emitted_up_to
from mantlet.engine.memory import Handle
from mantlet.engine.outlook import look_on_anew, look_on_by, take_stock_by
from mantlet.engine.sense import drop, recount
from mantlet.engine.state import (
    NEVER,
    READYING,
    beams_of,
    clock_of,
    crews_of,
    duels_of,
    flights_of,
    knowledge_of,
    links_of,
    note,
    rails_of,
    shots_of,
    standings_of,
    stores_of,
    track_counts_of,
    tracks_of,
    watches_of,
)
from mantlet.engine.tables import (
    launchers_of,
    launches_of,
    needs_of,
    nodes_of,
    rules_of,
    sensors_of,
    slots_of,
    stations_of,
    units_of,
)
from mantlet.physics.jit import compiled, inlined


@compiled
def stand_up(world: Handle, state: Handle) -> None:
    """Before the first tick: everything works, save the links that chance breaks in this raid."""
    standings, links, stations = standings_of(state), links_of(state), stations_of(world)
    for n in range(len(standings)):
        part = standings[n]
        part.hits, part.struck, part.down, part.works = 0, 0, 0, 1
        part.mended_tick, part.down_tick = NEVER, NEVER
    if len(links) == 0:  # nothing can be hit or fail, and no link is longer than another
        return
    fight = clock_of(state)[0].fight
    for s in range(len(links)):
        chance = uniform(fight, pair_key(LINKED, stations[s].key, NOBODY), 0)
        links[s].kept, links[s].holds = chance < stations[s].link_prob, 1
    for u in range(len(units_of(world))):
        crews_of(state)[u].picture, crews_of(state)[u].alone = units_of(world)[u].group, 0
    for r in range(len(watches_of(state))):
        watches_of(state)[r].on = 1
    reconnect(world, state)


@compiled
def stand(world: Handle, state: Handle) -> None:
    """Take account of hits, mend what is due, and settle anew who works and who hears whom."""
    clock = clock_of(state)[0]
    if clock.tick < clock.next_change:
        return
    clock.next_change = rules_of(world)[0].end_tick + 1
    standings, nodes = standings_of(state), nodes_of(world)
    for n in range(len(standings)):
        part = standings[n]
        if part.down and part.mended_tick == clock.tick:
            part.down, part.mended_tick = 0, NEVER
        while part.struck > 0:
            part.struck -= 1
            part.hits += 1
            note(state, NODE_HIT, int(nodes[n].sensor), int(nodes[n].unit), NONE, NONE, float(n))
            if nodes[n].kind == LAUNCHERS_NODE:
                part.down = lose_launcher(world, state, int(nodes[n].unit), int(part.hits))
                continue
            part.down, part.mended_tick = 1, NEVER
            if nodes[n].repair_ticks > 0:
                part.mended_tick = clock.tick + nodes[n].repair_ticks
        if part.mended_tick != NEVER:
            clock.next_change = min(clock.next_change, part.mended_tick)
    for n in range(len(standings)):
        switch(world, state, n)
    reconnect(world, state)


@inlined
def lose_launcher(world: Handle, state: Handle, u: int, hit: int) -> bool:
    """One launcher of a unit, by chance, with its rounds, save those already ordered; whether none is left."""
    unit, rails = units_of(world)[u], rails_of(state)
    first, count = int(unit.launcher_first), int(unit.launcher_count)
    left = 0
    for launcher in range(first, first + count):
        left += 1 - rails[launcher].lost
    if left == 0:
        return True
    chosen = int(left * uniform(clock_of(state)[0].fight, pair_key(STRUCK, unit.key, NOBODY), hit))
    for launcher in range(first, first + count):
        rail = rails[launcher]
        if rail.lost:
            continue
        if chosen == 0:
            store = stores_of(state)[launchers_of(world)[launcher].slot]
            burnt = min(rail.rounds, store.ready)
            store.ready -= burnt
            crews_of(state)[u].rounds -= burnt
            rail.rounds -= burnt
            rail.ready_tick = NEVER
            rail.lost = 1
            break
        chosen -= 1
    return left == 1


@inlined
def switch(world: Handle, state: Handle, n: int) -> None:
    """Whether a part works: down neither itself nor in what it needs. A radar that stops loses every track."""
    standings, nodes, needs = standings_of(state), nodes_of(world), needs_of(world)
    part, node, clock = standings[n], nodes[n], clock_of(state)[0]
    works = part.down == 0
    for k in range(len(needs)):
        if needs[k].node == n and standings[needs[k].supply].down:
            works = False
    if works == part.works:
        return
    part.works = works
    if not works and part.down_tick == NEVER:
        part.down_tick = clock.tick
    note(state, NODE_UP if works else NODE_DOWN, int(node.sensor), int(node.unit), NONE, NONE, float(n))
    if node.sensor >= 0:
        turn(world, state, int(node.sensor), works)


@inlined
def turn(world: Handle, state: Handle, r: int, on: bool) -> None:
    """Switch a radar on, from its next beat, or off. It does not work where its unit is not."""
    watch, radar, tick = watches_of(state)[r], sensors_of(world)[r], clock_of(state)[0].tick
    take_stock_by(world, state, r)
    if watch.beam != NONE and watch.on:
        emitted_up_to(world, state, int(watch.beam), int(tick))
    watch.on = on and not watch.away
    if watch.beam != NONE:
        beams_of(state)[watch.beam].on_from = max(tick + 1, watch.first_tick)
    if watch.on:
        beats = max(-((radar.phase_ticks - tick) // radar.scan_ticks), 0)
        watch.next_tick = max(radar.phase_ticks + beats * radar.scan_ticks, watch.first_tick)
    else:
        while track_counts_of(state)[r] > 0:
            drop(world, state, r, int(tracks_of(state)[watch.first]))
    look_on_anew(world, state, r)


@compiled
def reconnect(world: Handle, state: Handle) -> None:
    """Who hears whom from now on: each link that holds joins its end to the picture of its post."""
    links, stations = links_of(state), stations_of(world)
    for s in range(len(links)):
        holds = 1 if link_holds(world, state, s) else 0
        if stations[s].post >= 0 and holds != links[s].holds:
            note(state, LINK_BACK if holds else LINK_LOST, NONE, NONE, NONE, NONE, float(s))
        links[s].holds = holds
    for s in range(len(links)):
        share_picture(world, state, s)
    watches = watches_of(state)
    for r in range(len(watches)):
        radar, watch = sensors_of(world)[r], watches[r]
        link = links[radar.station]
        rehung = watch.picture != link.picture or watch.order_ticks != link.hop_ticks
        watch.left = watch.picture if rehung else NONE
        if rehung:
            take_stock_by(world, state, r)
        watch.picture, watch.order_ticks = link.picture, link.hop_ticks
        watch.share_ticks = radar.share_ticks + link.hop_ticks
    for u in range(len(units_of(world))):
        lead(world, state, u)
    for r in range(len(watches)):
        if watches[r].left != NONE:
            recount_all(world, state, r, int(watches[r].left))
            if watches[r].picture != watches[r].left:
                recount_all(world, state, r, int(watches[r].picture))
    for r in range(len(watches)):
        if watches[r].left != NONE:
            look_on_by(world, state, r)


@compiled
def recount_all(world: Handle, state: Handle, r: int, picture: int) -> None:
    """Since when a picture has had tracks, for a radar that has left or joined it; once for all that have."""
    watches = watches_of(state)
    for before in range(r):
        watch = watches[before]
        if watch.left != NONE and (watch.left == picture or watch.picture == picture):
            return
    for o in range(len(flights_of(state))):
        recount(world, state, picture, o)


@inlined
def link_holds(world: Handle, state: Handle, s: int) -> bool:
    """Whether a station reaches its post: by chance, by its relays, and if the post works."""
    stations, standings, needs = stations_of(world), standings_of(state), needs_of(world)
    post = int(stations[s].post)
    holds = post >= 0 and links_of(state)[s].kept and standings[stations[post].node].works
    for k in range(len(needs)):
        if needs[k].station == s and standings[needs[k].supply].down:
            holds = False
    return holds


@inlined
def share_picture(world: Handle, state: Handle, s: int) -> None:
    """The picture a station has a part in: that of the highest post it reaches, its own where it reaches none."""
    links, stations = links_of(state), stations_of(world)
    networks = knowledge_of(state).shape[0] - len(links)
    top, hop_ticks = s, 0
    while links[top].holds:
        hop_ticks += stations[top].hop_ticks
        top = int(stations[top].post)
    whole = stations[top].post < 0
    links[s].top, links[s].hop_ticks = top, hop_ticks
    links[s].picture = stations[top].group if whole else networks + top


@inlined
def lead(world: Handle, state: Handle, u: int) -> None:
    """Put a unit under the picture it has a part in now, with its rounds under way, and keep book of when it was up."""
    unit, crew, clock = units_of(world)[u], crews_of(state)[u], clock_of(state)[0]
    station = int(unit.station)
    link = links_of(state)[station]
    alone = 1 if stations_of(world)[station].post >= 0 and not link.holds else 0
    if link.picture != crew.picture:
        take_along(state, u, int(crew.picture), int(link.picture))
        crew.picture = link.picture
    works = standings_of(state)[unit.node].works and sees_to_its_rounds(world, state, u)
    waits = alone and not crew.alone and unit.alone_ticks > 0
    if crew.alone and not alone and crew.ready_tick > crew.stands_tick:  # what it waited for is over
        crew.ready_tick = crew.stands_tick
        if crew.up_since > clock.tick:
            crew.up_since = max(crew.ready_tick, clock.tick)
    crew.alone = alone
    if crew.up_since != NEVER and (waits or not works):
        was_up(world, state, u)
        crew.up_since = NEVER
    if waits:
        crew.ready_tick = max(crew.ready_tick, clock.tick + unit.alone_ticks)
    if works and crew.up_since == NEVER:
        crew.up_since = max(crew.ready_tick, clock.tick)


@inlined
def sees_to_its_rounds(world: Handle, state: Handle, u: int) -> bool:
    """Whether a unit that is set up has its radar, or rounds that need none."""
    unit = units_of(world)[u]
    watch = watches_of(state)[unit.sensor]
    able = watch.on != 0
    for slot in range(unit.slot_first, unit.slot_first + unit.slot_count):
        able = able or (not watch.away and not slots_of(world)[slot].needs_radar)
    return able


@inlined
def was_up(world: Handle, state: Handle, u: int) -> None:
    """For the causes: until this tick the unit could have fired at whatever was in reach meanwhile."""
    crew, tick = crews_of(state)[u], clock_of(state)[0].tick
    if crew.up_since > tick:
        return
    for k in range(crew.can_reach):
        o = int(duels_of(state)[crew.first + k].object)
        launch, behind = launches_of(world)[u, o], tick - own_tick(flights_of(state)[o], tick)
        if launch.first_tick + behind < tick and launch.last_tick + behind >= crew.up_since:
            reach(state, u, o, UNDETECTED)


@inlined
def take_along(state: Handle, u: int, old: int, new: int) -> None:
    """A unit changes pictures: it takes along what it believes and counts its own rounds there from now on."""
    knowledge, shots, crew = knowledge_of(state), shots_of(state), crews_of(state)[u]
    for o in range(knowledge.shape[1]):
        before, after = knowledge[old, o], knowledge[new, o]
        after.believed_dead = max(before.believed_dead, after.believed_dead)
        after.called_decoy = max(before.called_decoy, after.called_decoy)
        after.fired = max(before.fired, after.fired)
    for k in range(crew.can_reach):
        duel = duels_of(state)[crew.first + k]
        rounds, o = duel.engaged, duel.object
        if rounds == 0:
            continue
        before, after, launched = knowledge[old, o], knowledge[new, o], rounds
        for s in range(clock_of(state)[0].shot_count):
            if shots[s].unit == u and shots[s].object == o and shots[s].stage == READYING:
                launched -= 1
        before.committed, before.launched = before.committed - rounds, before.launched - launched
        after.committed, after.launched = after.committed + rounds, after.launched + launched
