"""The calendar: who is due when, in order, and once."""

import worlds
from mantlet.codes import NONE
from mantlet.engine.ahead import STAGES
from mantlet.engine.blank import blank
from mantlet.engine.calendar import next_due, put

NOW = 3


def test_what_falls_due_again_while_it_waits_for_its_turn_has_one_turn() -> None:
    """It was handed out twice, and more stood in line than there was room for."""
    made = worlds.built(worlds.scenario([{"count": 4}]), worlds.library())
    state = blank(made.arrays, made.force, by_calendar=True)
    state.tables["clock"]["tick"] = NOW
    for o in (2, 0, 3, 1):
        put(state.handle, STAGES, o, NOW)
    served = [next_due(state.handle, STAGES)]
    while len(served) < 4:
        put(state.handle, STAGES, 3, NOW)
        served.append(next_due(state.handle, STAGES))
    assert served == [0, 1, 2, 3]
    assert state.tables["first_dates"][STAGES, NOW] == NONE
    assert state.tables["clock"]["agenda_count"] == 0
