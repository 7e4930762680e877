"""Records of the event-driven engine: what comes next between whom, and the calendar it stands in."""

from __future__ import annotations

from typing import Final

import numpy as np

# Kinds of dates: what a radar makes of an object, an object that starts or ends, a round, a unit that looks at one
# object, a unit that looks at those that wait for a channel or a round, an object that flights of fighters weigh, a
# network of which somebody begins to ask for an object, a radar whose rule may switch it on or off, an object that may
# be near enough to switch one on, a weapon that may be close enough to switch one off, somebody who judges an object,
# and a site that a unit may leave or be ready at.
DATE_KINDS: Final = 12
SCANS, STAGES, ROUNDS, LOOKS, QUEUES, CHASES, WORDS, BEAMS, NEARS, HOMERS, JUDGES, HALTS = range(DATE_KINDS)

# Between a radar and an object: up to where its scans are taken account of in LOOK, and what comes next if nothing
# interferes.
OUTLOOK: Final = np.dtype(
    [
        ("scan", "i8"),  # the first that is not taken account of
        ("order", "i8"),  # among the objects that one scan meets
        ("entered", "i8"),  # whether the radar has had it in sight
        ("asleep", "i8"),  # whether it is not asked, since that concerns nobody
        ("left_scan", "i8"),  # the first from which it need not be looked at any more, NEVER
        ("next", "i8"),
        ("next_scan", "i8"),  # of what comes next; to look on: the first that is not foreseen
        ("next_scans", "u8"),  # hits and misses up to there
        ("next_missed", "i8"),  # scans missed in a row up to there
        ("ahead", "i8"),  # scans after `next_scan` that nothing can come of: it is due after them
    ]
)
NOTHING, LOOK_ON, DETECTION, TRACK, LOSS = range(5)
# Between a unit and an object, of the unit's tracks that wait.
OPENING: Final = np.dtype(
    [
        ("rank", "f8"),
        ("waits", "i4"),
        ("shallow", "i4"),  # whether it waits and has not yet come as far as a busy channel
        ("placed", "i8"),  # whether it has a place in the row of the unit
        ("offered_tick", "i8"),  # the last at which it was offered
    ]
)
# A date: its tick, its neighbours among the dates of that tick, -1 for none, and whether its node stands in the agenda
# of this tick already. Whose it is tells its place among those of its kind: the cell of radar and object or of unit and
# object, the number of the object, round, unit, emitter, homer or site, or of network, emitter or judge and object.
DATE: Final = np.dtype([("due", "i4"), ("before", "i4"), ("after", "i4"), ("stands", "i4")])
ITEM: Final = np.dtype([("key", "i8"), ("node", "i8")])
