"""What can happen, be or be ordered, each list with its words and the codes that compiled code uses for them."""

from __future__ import annotations

from typing import Final

NONE: Final = -1

FATES: Final = ("killed", "leaked", "aborted", "released", "expired")
KILLED, LEAKED, ABORTED, RELEASED, EXPIRED = range(5)

CAUSES: Final = (
    "outside",
    "unit_down",
    "undetected",
    "late",
    "held",
    "no_missile",
    "no_channel",
    "assessed_killed",
    "missed",
)
OUTSIDE, UNIT_DOWN, UNDETECTED, LATE, HELD, NO_MISSILE, NO_CHANNEL, ASSESSED_KILLED, MISSED = range(9)

CLASSES: Final = ("fighter", "bomber", "cruise", "srbm", "quasi_ballistic", "uav", "decoy")
BALLISTIC_CLASSES: Final = ("srbm", "quasi_ballistic")

CONTROLS: Final = ("free", "tight", "hold")
FREE, TIGHT, HOLD = range(3)
CHOICES: Final = ("shortest-reach", "highest-kill-prob", "listed")
SHORTEST_REACH, HIGHEST_KILL_PROB, LISTED = range(3)
OWN_TRACK, NETWORK_TRACK, KNOWS_ALL = range(3)
RANKINGS: Final = ("time-to-impact", "value-at-risk", "class")
TIME_TO_IMPACT, VALUE_AT_RISK, BY_CLASS = range(3)
ASSIGNMENTS: Final = ("nearest", "greedy", "optimal")
NEAREST, GREEDY, OPTIMAL = range(3)
AUTHORITIES: Final = ("unit", "post")
AT_UNIT, AT_POST = range(2)
DECOY: Final = CLASSES.index("decoy")

EMISSIONS: Final = ("always", "cued", "blink")
ALWAYS, CUED, BLINK = range(3)

NODES: Final = ("post", "radar", "launchers", "power", "relay")
POST_NODE, RADAR_NODE, LAUNCHERS_NODE, POWER_NODE, RELAY_NODE = range(5)

EVENTS: Final = (
    "appeared",
    "detected",
    "tracked",
    "track_lost",
    "assigned",
    "called_off",
    "launched",
    "hit",
    "miss",
    "assessed_killed",
    "assessed_missed",
    "reload_started",
    "reload_done",
    "weapons_released",
    "leaked",
    "asset_hit",
    "aborted",
    "went_home",
    "expired",
    "node_hit",
    "node_down",
    "node_up",
    "link_lost",
    "link_back",
    "radar_silent",
    "radar_emits",
    "decoy_emitter_hit",
    "unit_packs",
    "unit_leaves",
    "unit_ready",
    "scrambled",
    "committed",
    "disengaged",
    "homeward",
    "landed",
    "aircraft_lost",
    "astray",
    "turned_back",
    "turned_in",
    "went_astray",
    "called_decoy",
)
(
    APPEARED,
    DETECTED,
    TRACKED,
    TRACK_LOST,
    ASSIGNED,
    CALLED_OFF,
    LAUNCHED,
    HIT,
    MISS,
    CALLED_KILL,
    CALLED_MISS,
    RELOAD_STARTED,
    RELOAD_DONE,
    WEAPONS_RELEASED,
    OBJECT_LEAKED,
    ASSET_HIT,
    OBJECT_ABORTED,
    WENT_HOME,
    OBJECT_EXPIRED,
    NODE_HIT,
    NODE_DOWN,
    NODE_UP,
    LINK_LOST,
    LINK_BACK,
    RADAR_SILENT,
    RADAR_EMITS,
    DECOY_EMITTER_HIT,
    UNIT_PACKS,
    UNIT_LEAVES,
    UNIT_READY,
    SCRAMBLED,
    COMMITTED,
    DISENGAGED,
    HOMEWARD,
    LANDED,
    AIRCRAFT_LOST,
    ASTRAY,
    TURNED_BACK,
    TURNED_IN,
    WENT_ASTRAY,
    CALLED_DECOY,
) = range(41)
