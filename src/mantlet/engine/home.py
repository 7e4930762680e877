"""Home: what a weapon that arrives at a part of the defence finds there, and whether it hurts it."""

from __future__ import annotations

from mantlet.codes import DECOY_EMITTER_HIT, NONE
from mantlet.engine.draws import NOBODY, SEDUCED, pair_key, uniform
from mantlet.engine.emit import last_emitted
from mantlet.engine.memory import Handle
from mantlet.engine.state import ELSEWHERE, NEVER, beams_of, clock_of, halts_of, note
from mantlet.engine.tables import emitters_of, homers_of, nodes_of, objects_of, sensors_of, sites_of, units_of
from mantlet.physics.jit import compiled, inlined


@compiled
def hurts(world: Handle, state: Handle, o: int, luck: float) -> bool:
    """Whether object o, with this luck, damages the part of the defence it was aimed at."""
    if not there(world, state, int(objects_of(world)[o].node)):
        return False
    homers = homers_of(world)
    for h in range(len(homers)):
        if homers[h].object == o:
            return homes(world, state, h, luck)
    return luck < objects_of(world)[o].damage_prob


@inlined
def there(world: Handle, state: Handle, n: int) -> bool:
    """Whether the part of the defence stands where it was aimed at: a unit that moves has left its other sites."""
    sites, units, node = sites_of(world), units_of(world), nodes_of(world)[n]
    for h in range(len(sites)):
        unit = units[sites[h].unit]
        if node.unit == sites[h].unit or (node.sensor >= 0 and sensors_of(world)[node.sensor].station == unit.station):
            return halts_of(state)[h].stage != ELSEWHERE
    return True


@inlined
def homes(world: Handle, state: Handle, h: int, luck: float) -> bool:
    """Whether an anti-radiation weapon damages the radar it seeks.

    It goes to one of the radar and its n decoy emitters, each as likely: what it hits of these is used up.
    """
    homer, clock = homers_of(world)[h], clock_of(state)[0]
    thing, beam = objects_of(world)[homer.object], beams_of(state)[homer.emitter]
    if beam.decoys > 0:
        share = uniform(clock.fight, pair_key(SEDUCED, NOBODY, thing.key), 0)
        if share * (1 + beam.decoys) >= 1.0:
            if luck < thing.damage_prob:
                beam.decoys -= 1
                sensor = int(emitters_of(world)[homer.emitter].sensor)
                note(state, DECOY_EMITTER_HIT, sensor, NONE, homer.object, NONE, float(beam.decoys))
            return False
    return luck < thing.damage_prob * sought_ratio(world, state, h)


@inlined
def sought_ratio(world: Handle, state: Handle, h: int) -> float:
    """By what a weapon's damage probability is multiplied: 1 where its radar emits, less where it did lately."""
    homer, tick = homers_of(world)[h], clock_of(state)[0].tick
    last_tick = last_emitted(world, state, int(homer.emitter))
    if last_tick == tick:
        return 1.0
    if last_tick != NEVER and tick - last_tick <= homer.memory_ticks:
        return homer.memory_ratio
    return 0.0
