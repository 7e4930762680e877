"""Records of the air: flights of defensive fighters, what each can do to whom, and the areas they keep to."""

from __future__ import annotations

from typing import Final

import numpy as np

from mantlet.codes import CLASSES

ALERT, PATROL, CLOSING, SHOOTING, HOMING, TURNING, GONE = range(7)

# A flight of defensive fighters. After the surface-to-air missiles, `missile` goes on with its air-to-air ones.
FIGHTER: Final = np.dtype(
    [
        ("key", "u8"),
        ("side", "i8"),
        ("side_key", "u8"),
        ("station", "i8"),  # of the post that cues it, -1 for none
        ("missile", "i8"),
        ("missiles", "i8"),  # on each aircraft
        ("salvo", "i8"),
        ("missile_mps", "f8"),
        ("kill_probit", "f8", len(CLASSES)),  # nan: not fired at
        ("return_prob", "f8"),  # that an enemy fighter's shot in return costs an aircraft
        ("intercept_mps", "f8"),
        ("cruise_mps", "f8"),
        ("base_x_m", "f8"),
        ("base_y_m", "f8"),
        ("base_z_m", "f8"),
        ("base", "i8"),  # the asset that it flies from, -1 for a place of its own
        ("post_x_m", "f8"),  # where it patrols; its base where it has no station
        ("post_y_m", "f8"),
        ("post_z_m", "f8"),
        ("patrols", "i8"),  # whether it waits in the air
        ("has_station", "i8"),
        ("ready_tick", "i8"),
        ("scramble_ticks", "i8"),
        ("endurance_ticks", "i8"),  # 0: not limited
        ("station_ticks", "i8"),  # 0: as long as its endurance lets it
        ("turn_ticks", "i8"),
        ("engage_classes", "i8"),
        ("by_value", "i8"),  # whether value at risk ranks its targets
        ("zone", "i8"),  # area it may shoot into, -1 for all
        ("corridor", "i8"),  # area in which no own unit mistakes it, -1 for none
        ("separate", "i8"),  # whether own units keep clear of it
        ("shared", "i8"),  # whether own units also fire at its targets
        ("near_m", "f8"),  # so near to a target it is in the way of own units
        ("astray_prob", "f8"),  # that a round then goes for it
        ("knows_all", "i8"),  # whether it knows of everything without being told: never but where that is forced
    ]
)
# A flight and an object: how far its own radar sees it, and from how far it shoots, -1 where it never does.
REACH: Final = np.dtype([("sight_m", "f8"), ("shot_m", "f8")])
# A polygon on the ground, seen from the centre of the earth in the plane that touches it: edges are great circles.
AREA: Final = np.dtype(
    [
        *((f"{axis}_{part}_ratio", "f8") for axis in ("up", "east", "north") for part in "xyz"),
        ("corner_first", "i8"),
        ("corner_count", "i8"),
    ]
)
CORNER: Final = np.dtype([("east_ratio", "f8"), ("north_ratio", "f8")])
# A flight of fighters: what it does, its way (straight from one place to another), and what is left of it.
SORTIE: Final = np.dtype(
    [
        ("stage", "i8"),
        ("next_tick", "i8"),  # in range, result of the shot, on station, landing, or ready again, by stage
        ("from_x_m", "f8"),
        ("from_y_m", "f8"),
        ("from_z_m", "f8"),
        ("to_x_m", "f8"),
        ("to_y_m", "f8"),
        ("to_z_m", "f8"),
        ("leg_tick", "i8"),  # when it sets out
        ("leg_ticks", "f8"),  # how long the way takes
        ("takeoff_tick", "i8"),
        ("land_tick", "i8"),  # by when it has to be down again
        ("leave_tick", "i8"),  # when its time on station is over
        ("sorties", "i8"),  # how often it was made ready
        ("target", "i8"),
        ("cued_by", "i8"),  # the picture that cues it now, NONE for its own radar alone
        ("picture", "i8"),  # in which that target counts as taken, NONE in none
        ("salvo", "i8"),  # missiles on their way
        ("noticed", "i8"),  # its target turns away from them
        ("anew", "i8"),  # whether it has to weigh every object
        ("called", "i8"),  # whether it was on call when units last heard of it
        ("looks", "i8"),  # whether it was aloft when it last looked out
        ("look_tick", "i8"),  # from when it may see more or less than then
        ("fit", "i8"),  # aircraft at the start
        ("aircraft", "i8"),
        ("missiles", "i8"),
        ("lost", "i8"),
        ("fratricides", "i8"),
        ("luck", "f8"),
    ]
)
# A flight and an object: deepest gate reached, whether the flight was ever up while it flew, whether its own radar
# has it, shots at it so far, until when a look at it holds, whether it was looked at as someone else's, and that look;
# until when its radar certainly goes on seeing it, or not.
CHASE: Final = np.dtype(
    [
        ("depth", "i8"),
        ("up", "i8"),
        ("seen", "i8"),
        ("ordinal", "i8"),
        ("judged_until", "i8"),
        ("shared", "i8"),
        ("stamp", "i8"),
        ("aim_tick", "i8"),
        ("sure_until", "i8"),
    ]
)
