"""What changes while a raid is fought: one replication's memory, made once per thread and wiped between fights."""

from __future__ import annotations

import numpy as np

from mantlet.codes import NONE
from mantlet.engine.ahead import DATE, ITEM, OPENING, OUTLOOK
from mantlet.engine.air import CHASE, SORTIE
from mantlet.engine.memory import Handle, table
from mantlet.physics.jit import compiled
from mantlet.world import EVENT, RUN

WAITING, FLYING, DONE = range(3)
SPENT, READYING, IN_FLIGHT, LOOKING = range(4)
NEVER = NONE

CLOCK = np.dtype(
    [
        ("fight", "u8"),
        ("tick", "i8"),
        ("shot_count", "i8"),
        ("event_count", "i8"),
        ("next_reload", "i8"),
        ("next_watch", "i8"),  # tick at which a radar begins to count as one that searches next
        ("next_flight", "i8"),  # tick at which an object starts or ends next
        ("next_change", "i8"),  # tick at which something of the defence is hit or mended next
        ("next_turn", "i8"),  # tick at which an object of a raid may turn next
        ("turned", "i8"),  # whether any has turned
        ("pair_count", "i8"),
        ("by_gain", "i8"),  # whether any unit ranks by gain, which every order changes
        # Of the event-driven engine:
        ("next_wake", "i8"),  # tick at which the steps without dates may have something to do next
        ("heard", "i8"),  # events up to when they last looked
        ("emit_tick", "i8"),  # when rules of emission are asked next
        ("private", "i8"),  # whether no track matters but to the unit that shoots by it, and only while it can
        ("unasked", "i8"),  # whether radars are not asked what concerns nobody
        ("ruled", "i8"),  # whether any rule switches radars on and off
        ("word_ticks", "i8"),  # the longest that a word can be under way over links
        ("leaping", "i8"),  # whether many scans are drawn at once where that can be
        ("under_way", "i8"),  # whether outlooks are those of this fight
        ("scanned", "i8"),  # radars whose scans of this tick are over: the first so many
        ("look_tick", "i8"),  # when units look next
        ("agenda_count", "i8"),
        # What a fight has consisted of, for whoever asks what its time went into:
        ("looks", "i8"),  # drawn of scans to come
        ("gates", "i8"),  # asked, all of a unit and an object as one
        ("dates", "i8"),  # served
    ]
)
FLIGHT = np.dtype(
    [
        ("x_m", "f8"),
        ("y_m", "f8"),
        ("z_m", "f8"),
        ("height_m", "f8"),
        ("stride_m", "f8"),  # the farthest it ever comes in a tick
        ("placed_tick", "i8"),  # of that position
        ("begun_tick", "i8"),  # when it set out or was let go, NEVER
        ("end_tick", "i8"),  # of its fate
        ("stage", "i8"),  # WAITING, FLYING, DONE
        ("dead", "i8"),  # killed, whatever the defence believes
        ("untracked", "i8"),  # common-mode failure: nobody ever tracks it
        ("fate", "i8"),
        ("killer", "i8"),
        ("killed_by", "i8"),  # missile type
        ("shots", "i8"),  # rounds fired at it
        ("off_script", "i8"),  # it, or what carries it, has turned: it is elsewhere than the tables say
        ("origin_tick", "i8"),  # where it is on its way: at origin_tick + heading * tick of its own time
        ("heading", "i8"),  # 1 on its way in, -1 on its way back
        ("resume_tick", "i8"),  # when it turns in again, NEVER
        ("warned", "i8"),  # a round at it has been noticed and not yet turned from
        ("turns", "i8"),  # how often it has turned away
        ("aborts", "i8"),  # flies home for good
        ("homer", "i8"),  # which anti-radiation weapon it is, NONE for none
    ]
)
LOOK = np.dtype(
    [
        ("scans", "u8"),  # hits and misses of the last scans, newest lowest
        ("tracked_tick", "i8"),  # since when the sensor holds a track, NEVER
        ("missed", "i8"),  # scans missed in a row
        ("place", "i8"),  # among the tracks of its radar
        ("bias_db", "f8"),  # of the object's cross-section in these ticks, the last excluded
        ("bias_from", "i8"),
        ("bias_until", "i8"),
    ]
)
WATCH = np.dtype(
    [
        ("first_tick", "i8"),  # of its first scan
        ("next_tick", "i8"),  # of its next scan, if it works
        ("first", "i8"),  # its first cell, and where its rows begin in `watched` and `tracks`
        ("ever_seen", "i8"),  # its cells: objects that ever come in sight on their routes
        ("come", "i8"),  # of these, so far
        ("count", "i8"),  # objects it watches now
        ("on", "i8"),  # whether it works
        ("silent", "i8"),  # whether its rule keeps it off the air
        ("left", "i8"),  # the picture that it has just left, or is farther from or nearer to, NONE
        ("away", "i8"),  # whether its unit is not set up at this site
        ("picture", "i8"),  # row of KNOWLEDGE that it adds to
        ("share_ticks", "i8"),  # from its confirmed track to that picture
        ("order_ticks", "i8"),  # from that picture to the radar of a unit
        ("cued", "i8"),  # whether it comes on the air only when it is cued
        ("unit", "i8"),  # whose engagement radar it is, NONE for another's
        ("beam", "i8"),  # its row of BEAM and EMITTER, NONE where its emission does not matter
        ("judge", "i8"),  # who tells decoys by its tracks, NONE
        ("stride_m", "f8"),  # the farthest it ever comes in a tick: 0 on the ground
        ("relayed", "i8"),  # whether one track among those of its network is as good as another
        ("unaided", "i8"),  # whether it waits for cues with nobody there to give one
        ("regained", "i8"),  # objects that it has looked out for again
        ("ray_first", "i8"),  # where its rays to jammers are kept, NONE if nowhere
        ("ray_scans", "i8"),  # of each
    ]
)
# An enemy object that a radar can ever have in sight.
SIGHT = np.dtype(
    [
        ("sensor", "i8"),
        ("object", "i8"),
        ("first_scan", "i8"),  # that can have it in sight on its route
        ("last_scan", "i8"),
        ("echo_first", "i8"),  # where its echoes are kept, NONE if nowhere
        ("plain", "i8"),  # whether chance adds nothing to them and jammers nothing to the noise
        ("row", "i8"),  # of its detection table
        ("leap_scan", "i8"),  # from which scan on they are leapt over, NEVER
        ("late_first", "i8"),  # of one that may turn: where its echoes are kept by its own time, NONE if nowhere
        ("visible_first", "i8"),  # first tick and last at which there is a line of sight
        ("visible_last", "i8"),
        ("own_from", "i8"),  # from when to when a track concerns the unit of the radar: until NEVER if it never does
        ("own_until", "i8"),
        ("told_from", "i8"),  # and whoever is told of it
        ("told_until", "i8"),
    ]
)
ECHO_ROOM = 1 << 22  # echoes kept per thread: 32 MB
MEET_ROOM = 1 << 22  # meetings: 16 MB
RAY_ROOM = 1 << 20  # and rays: the same
OVER_ROOM = 1 << 22  # and places over areas: 4 MB
# An object's cross-section in one decorrelation time of one fight, over its mean; the latest BIASES of them are kept.
BIAS = np.dtype([("fight", "u8"), ("block", "i8"), ("db", "f8")])
BIASES = 64
# A jammer on its route as a radar hears it in one scan: direction, and jamming over noise were the main lobe on it.
RAY = np.dtype([("x_ratio", "f8"), ("y_ratio", "f8"), ("z_ratio", "f8"), ("jam_ratio", "f8")])
KNOWLEDGE = np.dtype(
    [
        ("cued_tick", "i8"),  # from when the network's units know of a track, NEVER
        ("committed", "i8"),  # rounds assigned and not yet looked at
        ("launched", "i8"),  # of these, rounds that have left
        ("fired", "i8"),
        ("believed_dead", "i8"),
        ("called_decoy", "i8"),  # told apart, rightly or not
    ]
)
# An object that a unit can ever fire at, wherever that stands.
DUEL = np.dtype(
    [
        ("unit", "i8"),
        ("object", "i8"),
        ("engaged", "i8"),  # rounds of this unit not yet looked at
        ("ordinal", "i8"),  # rounds this unit has fired at it
        ("slot", "i8"),  # of the last of them
        ("depth", "i8"),  # the deepest gate reached: index into CAUSES
    ]
)
CREW = np.dtype(
    [
        ("first", "i8"),  # its first cell; in `queues` its row begins at twice that
        ("can_reach", "i8"),  # its cells: objects that it can ever fire at
        ("present", "i8"),
        ("stands_tick", "i8"),  # from when it could fight if nothing happened to it
        ("ready_tick", "i8"),  # from when it can fight
        ("up_since", "i8"),  # from when it could last fight without a break, NEVER while it cannot
        ("picture", "i8"),  # row of KNOWLEDGE that it fights by
        ("alone", "i8"),  # whether it has lost its post
        ("leaving", "i8"),  # whether it takes no more orders here
        ("halt", "i8"),  # its row of HALT, NONE if it never moves
        ("fired", "i8"),  # rounds that have left
        ("luck", "f8"),  # the share of luck common to its shots
        ("channels", "i8"),  # targets under engagement
        ("guided", "i8"),  # missiles readied or flying
        ("next_launch", "i8"),
        ("rounds", "i8"),  # on its launchers, ready to fire
        ("heard", "i8"),  # events up to when it last looked at its tracks
        ("look_tick", "i8"),  # when it looks at them again if nothing happens
        ("anew", "i8"),  # whether it has to look at every track when it looks next
        ("first_only", "i8"),  # the last tick at which it offered but the first of those that wait
        ("front", "i8"),  # of its row of tracks that wait
        ("back", "i8"),
        ("queued", "i8"),  # tracks that wait for a channel or a round
        ("shallow", "i8"),  # of these, those that have not yet come as far as a busy channel
    ]
)
# A launcher: rounds now and at the start, when its reload is done, NEVER when not reloading, and whether it was hit.
RAIL = np.dtype([("rounds", "i8"), ("loaded", "i8"), ("ready_tick", "i8"), ("lost", "i8")])
# Part of the defence: damaging hits, of these not yet taken account of, whether it is down itself, whether it works
# (down neither itself nor in what it needs), when it is mended, and when it first failed.
STANDING = np.dtype(
    [
        ("hits", "i8"),
        ("struck", "i8"),
        ("down", "i8"),
        ("works", "i8"),
        ("mended_tick", "i8"),
        ("down_tick", "i8"),
    ]
)
# End of a link: whether chance lets it hold in this raid, whether it holds, the picture its end shares, the station
# that leads this picture (the highest post in reach, or itself), and the delay of the links between them.
LINK = np.dtype([("kept", "i8"), ("holds", "i8"), ("picture", "i8"), ("top", "i8"), ("hop_ticks", "i8")])
# Of a radar whose emission matters:
BEAM = np.dtype(
    [
        ("on_from", "i8"),  # since when it could emit, save for its rule
        ("last_tick", "i8"),  # up to when it emitted before it last fell silent or failed, NEVER
        ("silent_until", "i8"),  # until when it is shut down
        ("decoys", "i8"),  # decoy emitters left
        ("phase_ticks", "i8"),  # where in its cycle it stands at tick 0
        ("logged_silent", "i8"),  # whether the log last had it silent
        # Of the event-driven engine:
        ("warned", "i8"),  # weapons that keep it shut down now
        ("near", "i8"),  # objects that switch it on now
    ]
)
# A site: what the unit does there, and when that ends.
HALT = np.dtype([("stage", "i8"), ("due_tick", "i8")])
ELSEWHERE, SET_UP, PACKING, SETTING_UP = range(4)
# Of a slot: rounds on launchers that can fire, behind them now and at the start, and how long one can be under way.
STORE = np.dtype([("ready", "i8"), ("stock", "i8"), ("stored", "i8"), ("longest_ticks", "i8")])
SHOT = np.dtype(
    [
        ("stage", "i8"),
        ("unit", "i8"),
        ("object", "i8"),
        ("slot", "i8"),
        ("ordinal", "i8"),  # of this unit at this object
        ("order", "i8"),  # rounds of the salvo it opens, 0 for the others
        ("salvo", "i8"),  # rounds of the salvo it closes, after which the unit looks; 0 for the others
        ("next_tick", "i8"),  # launch, intercept or assessment, by stage
        ("intercept_tick", "i8"),
        ("astray", "i8"),  # the own flight it goes for, counted from 1; 0 for none
        ("launch_tick", "i8"),
        ("noticed", "i8"),  # its target turns away from it
        ("lost", "i8"),  # its target has turned out of its reach
    ]
)
CANDIDATE = np.dtype(
    [
        ("rank", "f8"),
        ("urgency", "f8"),  # the order of equal ranks where assignment goes by gain; 0 elsewhere
        ("object", "i8"),
        ("unit", "i8"),
        ("slot", "i8"),
        ("launch_tick", "i8"),
        ("meet_tick", "i8"),  # NEVER until it is asked for
        ("rounds", "i8"),  # as ordered from outside the engine; 0: a salvo, as far as the rules have room
    ]
)

TABLES = (
    "clock",
    "flights",
    "watches",
    "watched",
    "looks",
    "tracks",
    "track_counts",
    "sights",
    "echoes",
    "miss_sums",
    "hit_sums",
    "meet_at",
    "meets",
    "leave_at",
    "leaves",
    "biases",
    "rays",
    "told",
    "knowledge",
    "duels",
    "crews",
    "rails",
    "stores",
    "standings",
    "links",
    "beams",
    "nears",
    "threats",
    "halts",
    "judged",
    "hits",
    "missile_shots",
    "shots",
    "pairs",
    "sorties",
    "chases",
    "overs",
    "stays",
    "events",
    "outlooks",
    "openings",
    "queues",
    "dates",
    "date_bases",
    "first_dates",
    "marks",
    "agenda",
    "seer_at",
    "seers",
    "sight_cells",
    "duel_cells",
    "taker_at",
    "takers",
)
clock_of = table(TABLES, "clock", CLOCK)
flights_of = table(TABLES, "flights", FLIGHT)  # (O,)
watches_of = table(TABLES, "watches", WATCH)  # (R,)
watched_of = table(TABLES, "watched", np.int64)  # objects in sight now: the first `count` in the row of each radar
looks_of = table(TABLES, "looks", LOOK)  # by cell of radar and object
tracks_of = table(TABLES, "tracks", np.int64)  # objects it tracks: the first `track_counts` there
track_counts_of = table(TABLES, "track_counts", np.int64)  # (R,)
sights_of = table(TABLES, "sights", SIGHT)  # the same, by radar and in the order in which they come in sight
echoes_of = table(TABLES, "echoes", np.float64)  # by scan of each pair, nan until worked out, as `echo.value_of` has it
miss_sums_of = table(TABLES, "miss_sums", np.float64)  # in cells as echoes, nan until added up, as `leaps` has it;
hit_sums_of = table(TABLES, "hit_sums", np.float64)  # both of length 0 where every scan is drawn
meet_at_of = table(TABLES, "meet_at", np.int64)  # by window: where its meetings are kept, NONE if nowhere
meets_of = table(TABLES, "meets", np.int32)  # by launch tick of each, NEVER until worked out; outlives a fight
leave_at_of = table(TABLES, "leave_at", np.int64)  # the same of its latest launches
leaves_of = table(TABLES, "leaves", np.int32)  # by meeting tick of each
biases_of = table(TABLES, "biases", BIAS, 2)  # (O, most decorrelation times in a fight, or BIASES)
rays_of = table(TABLES, "rays", RAY)  # by radar, jammer and scan, nan until worked out, and one to work in; outlive too
told_of = table(TABLES, "told", RUN, 2)  # (networks, O) from when to when somebody goes by what the network knows of it
knowledge_of = table(TABLES, "knowledge", KNOWLEDGE, 2)  # (pictures, O): of networks, then of stations cut off
duels_of = table(TABLES, "duels", DUEL)  # by cell of unit and object, unit by unit
crews_of = table(TABLES, "crews", CREW)  # (U,)
rails_of = table(TABLES, "rails", RAIL)
stores_of = table(TABLES, "stores", STORE)  # (L,)
standings_of = table(TABLES, "standings", STANDING)  # (N,)
links_of = table(TABLES, "links", LINK)  # (S,); of length 0 where all are alike for good
beams_of = table(TABLES, "beams", BEAM)  # (emitters,)
nears_of = table(TABLES, "nears", np.uint8, 2)  # (emitters, O) whether each switches it on now; none if none is cued
threats_of = table(TABLES, "threats", np.uint8)  # (homers,) whether each keeps a radar shut down now
halts_of = table(TABLES, "halts", HALT)  # (sites,)
judged_of = table(TABLES, "judged", np.int64, 2)  # (judges, O) whether each has made up its mind
hits_of = table(TABLES, "hits", np.int64)  # (A,)
missile_shots_of = table(TABLES, "missile_shots", np.int64)  # (M,)
shots_of = table(TABLES, "shots", SHOT)  # under way or being readied, in the order they were assigned
pairs_of = table(TABLES, "pairs", CANDIDATE)  # of one tick
sorties_of = table(TABLES, "sorties", SORTIE)  # (F,)
chases_of = table(TABLES, "chases", CHASE, 2)  # (F, O)
overs_of = table(TABLES, "overs", np.uint8, 3)  # (areas, O, ticks of its own), or none: where it is; outlives a fight
stays_of = table(TABLES, "stays", RUN, 2)  # (areas, O) a run of its own ticks over it; outlives a fight
events_of = table(TABLES, "events", EVENT)  # of length 0 nothing is logged
outlooks_of = table(TABLES, "outlooks", OUTLOOK)  # as `looks`; up to `agenda` of length 0 in the reference engine
openings_of = table(TABLES, "openings", OPENING)  # as `duels`
queues_of = table(TABLES, "queues", np.int32)  # cells by rank, in a row for each unit: see `queues`
dates_of = table(TABLES, "dates", DATE)  # of all kinds, one after the other; of length 0 in the reference engine
date_bases_of = table(TABLES, "date_bases", np.int64)  # (DATE_KINDS,) where those of a kind begin
first_dates_of = table(TABLES, "first_dates", np.int32, 2)  # (DATE_KINDS, ticks)
marks_of = table(TABLES, "marks", np.int32)  # (ticks,) a bit for each kind of which any was ever due then
agenda_of = table(TABLES, "agenda", ITEM)  # a heap: the first `agenda_count`
seer_at_of = table(TABLES, "seer_at", np.int64)  # (O + 1,) where the radars begin that can have an object in sight
seers_of = table(TABLES, "seers", np.int64)
taker_at_of = table(TABLES, "taker_at", np.int64)  # (O + 1,) where the units begin that can reach an object
takers_of = table(TABLES, "takers", np.int64)
sight_cells_of = table(TABLES, "sight_cells", np.int32, 2)  # (R, O) which cell is whose, NONE for none: see `cells`
duel_cells_of = table(TABLES, "duel_cells", np.int32, 2)  # (U, O) the same


@compiled
def note(state: Handle, kind: int, sensor: int, unit: int, thing: int, missile: int, value: float) -> None:
    """Count one event, and write it if this replication is being logged."""
    events, clock = events_of(state), clock_of(state)[0]
    if clock.event_count < len(events):
        event = events[clock.event_count]
        event.tick, event.kind, event.sensor, event.unit = clock.tick, kind, sensor, unit
        event.object, event.missile, event.value = thing, missile, value
    clock.event_count += 1
