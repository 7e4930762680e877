"""Where flights of fighters were in one raid, and what held them: it is gone through again tick by tick.

Events have no places, and do not tell why a flight did not go. Both engines tell the same events, so the flights of
this one are those of any raid in which every scan was drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.codes import HELD
from mantlet.engine.air import GONE
from mantlet.engine.blank import blank
from mantlet.engine.fighters import taken
from mantlet.engine.memory import Memory
from mantlet.engine.pursuit import OUT_OF_ZONE, aim
from mantlet.engine.reference import act, perceive, start
from mantlet.engine.state import FLYING
from mantlet.engine.tables import world_memory
from mantlet.run.optimal import asks_for_optimum, choose
from mantlet.world import World

Floats = NDArray[np.float64]


class Aloft(NamedTuple):
    """Earth-centred places (m) of every flight, (ticks, flights, 3), from tick 0 on, and whether it is gone.

    `holds` says of each pair of a flight and an object that was asked for what held the flight, and in which ticks.
    """

    places_m: Floats
    gone: NDArray[np.bool_]
    holds: dict[tuple[int, int], dict[str, list[int]]]


def flights(
    world: World, seed: int, draw: int, replication: int, last_tick: int, held: Sequence[tuple[int, int]] = ()
) -> Aloft:
    """Every flight of a raid; `held` are pairs (flight, object) of which it is asked what held them."""
    arrays, force = world.arrays, world.force
    tables, state = world_memory(arrays), blank(arrays, force, False, False, False)
    optimal = asks_for_optimum(arrays)
    shape = last_tick + 1, len(arrays.fighters)
    found = Aloft(np.empty((*shape, 3)), np.empty(shape, np.bool_), {pair: {} for pair in held})
    start(tables.handle, state.handle, seed, draw, replication)
    for tick in range(last_tick + 1):
        perceive(tables.handle, state.handle)
        for f, o in held:
            for words in _holds(world, tables, state, f, o):
                found.holds[f, o].setdefault(words, []).append(tick)
        if optimal:
            choose(arrays, state.tables)
        act(tables.handle, state.handle)
        sorties = state.tables["sorties"]
        found.places_m[tick], found.gone[tick] = _where(sorties, tick), sorties["stage"] == GONE
    return found


def _holds(world: World, tables: Memory, state: Memory, f: int, o: int) -> Iterator[str]:
    """What keeps a flight from an object now, once it has come as far as to be held: all that does, not the first."""
    fighter, thing, flight = world.arrays.fighters[f], world.arrays.objects[o], state.tables["flights"][o]
    if state.tables["chases"][f, o]["depth"] < HELD or flight["stage"] != FLYING or flight["dead"]:
        return
    if state.tables["sorties"][f]["target"] == o:
        return
    if not fighter["engage_classes"]:
        yield "weapons control: hold"
    elif not (int(fighter["engage_classes"]) >> int(thing["class_code"])) & 1:
        yield "of a class that its rules leave alone"
    if fighter["zone"] >= 0 and aim(tables.handle, state.handle, f, o) == OUT_OF_ZONE:
        yield "not to be met inside its zone"
    if taken(tables.handle, state.handle, f, o):
        yield _taken_by(world, state, f, o)


def _taken_by(world: World, state: Memory, f: int, o: int) -> str:
    """Whose target an object is that a flight leaves to others, or why its network lets it go."""
    names, units, fighters = world.names.unit_ids, len(world.arrays.units), world.arrays.fighters
    sorties, duels = state.tables["sorties"], state.tables["duels"]
    others = np.flatnonzero((sorties["target"] == o) & (fighters["side"] == fighters[f]["side"]))
    if taker := [names[units + other] for other in others.tolist() if other != f]:
        return f"the target of {taker[0]}"
    picture = int(sorties[f]["cued_by"])
    known = state.tables["knowledge"][picture, o]
    if known["believed_dead"] or known["called_decoy"]:
        return "taken for dead" if known["believed_dead"] else "taken for a decoy"
    engaged: list[int] = duels["unit"][(duels["object"] == o) & (duels["engaged"] > 0)].tolist()
    pictures: list[int] = state.tables["crews"]["picture"].tolist()
    return f"engaged by {next(names[u] for u in engaged if pictures[u] == picture)}"


def _where(sorties: Any, tick: int) -> Floats:
    """As `engine.sorties.where`, of all flights at once."""
    took = sorties["leg_ticks"]
    share = np.ones(len(sorties))
    np.divide(tick - sorties["leg_tick"], took, out=share, where=took > 0.0)
    begin, end = (np.stack([sorties[f"{end}_{axis}_m"] for axis in "xyz"], axis=1) for end in ("from", "to"))
    return begin + np.clip(share, 0.0, 1.0)[:, None] * (end - begin)
