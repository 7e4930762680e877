"""What changes while a raid is fought: one replication's memory, made once per thread and wiped between fights."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from mantlet.physics.jit import compiled
from numpy.typing import NDArray

from mantlet.engine.draws import NOBODY, TRACK, pair_key, replication_key, uniform
from mantlet.world import EVENT, OUTSIDE, Arrays, Force, Records

WAITING, FLYING, DONE = range(3)
FREE_SHOT, READYING, IN_FLIGHT, LOOKING = range(4)
NEVER = -1

SHOT = np.dtype(
    [
        ("stage", "i4"),
        ("unit", "i4"),
        ("object", "i4"),
        ("slot", "i4"),
        ("ordinal", "i4"),  # of this unit at this object
        ("last", "i4"),  # of its salvo: the one after which the unit looks
        ("salvo", "i4"),  # rounds in the salvo
        ("next_tick", "i4"),  # launch, intercept or assessment, by stage
        ("intercept_tick", "i4"),
    ]
)
CLOCK = np.dtype(
    [
        ("fight", "u8"),
        ("tick", "i4"),
        ("shot_count", "i4"),
        ("event_count", "i8"),
        ("next_reload", "i4"),
        ("pair_count", "i4"),
        ("blind", "i4"),  # the whole raid goes untracked this time
    ]
)
CANDIDATE = np.dtype([("object", "i4"), ("unit", "i4"), ("slot", "i4"), ("meet_tick", "i4"), ("rank", "f8")])


class State(NamedTuple):
    """Shapes: R sensors, U units, O objects, L slots, G networks, A assets, M missiles."""

    clock: Records  # (1,) CLOCK
    # objects
    stage: NDArray[np.int8]  # (O,) WAITING, FLYING, DONE
    dead: NDArray[np.bool_]  # (O,) killed, whatever the defence believes
    fate: NDArray[np.int8]
    end: NDArray[np.int32]  # (O,) tick of the fate
    killer: NDArray[np.int16]
    killed_by: NDArray[np.int16]  # (O,) missile type
    shots: NDArray[np.int16]  # (O,) rounds fired at it
    bias_db: NDArray[np.float64]
    bias_block: NDArray[np.int32]
    untracked: NDArray[np.bool_]  # (O,) common-mode failure: nobody ever tracks it
    position: NDArray[np.float64]  # (O, 4) x, y, z, height at the current tick
    # what the defence knows
    looks: NDArray[np.uint32]  # (R, O) hits and misses of the last scans, newest lowest
    misses: NDArray[np.int16]  # (R, O) scans missed in a row
    tracked: NDArray[np.int32]  # (R, O) tick since which the sensor holds a track, NEVER
    cued: NDArray[np.int32]  # (G, O) tick from which the network's units know of a track, NEVER
    believed_dead: NDArray[np.bool_]  # (G, O)
    committed: NDArray[np.int16]  # (G, O) rounds assigned and not yet looked at
    fired: NDArray[np.int16]  # (G, O)
    # units
    channels: NDArray[np.int32]  # (U,) targets under engagement
    guided: NDArray[np.int32]  # (U,) missiles readied or flying
    next_launch: NDArray[np.int32]  # (U,)
    engaged: NDArray[np.int16]  # (U, O) rounds of this unit not yet looked at
    ordinal: NDArray[np.int16]  # (U, O) rounds this unit has fired at it
    depth: NDArray[np.int8]  # (U, O) the deepest gate reached: index into CAUSES
    luck: NDArray[np.float64]  # (U,) the share of luck common to its shots
    launcher_rounds: NDArray[np.int32]
    launcher_ready: NDArray[np.int32]  # tick at which the reload is done, NEVER when not reloading
    slot_ready: NDArray[np.int32]  # (L,) rounds on launchers that can fire
    slot_stock: NDArray[np.int32]  # (L,)
    # the rest
    hits: NDArray[np.int16]  # (A,)
    missile_shots: NDArray[np.int32]  # (M,)
    shot: Records  # SHOT, in the order they were assigned
    pairs: Records  # CANDIDATE, of one tick
    events: Records  # EVENT; of length 0 nothing is logged


def blank(world: Arrays, force: Force, log_events: bool = False) -> State:
    """Memory for one replication; `begin` wipes it."""
    sensors, units, objects = len(world.sensors), len(world.units), len(world.objects)
    groups = int(max(world.units["group"].max(initial=-1), world.sensors["group"].max(initial=-1))) + 1
    slots, launchers = len(world.slots), len(world.launchers)
    rounds = int(force.launcher_rounds.sum() + force.slot_stock.sum())
    event_room = 64 + 16 * objects + 8 * rounds + 400 * max(1, sensors) * objects if log_events else 0
    return State(
        clock=np.zeros(1, CLOCK),
        stage=np.zeros(objects, np.int8),
        dead=np.zeros(objects, np.bool_),
        fate=np.zeros(objects, np.int8),
        end=np.zeros(objects, np.int32),
        killer=np.zeros(objects, np.int16),
        killed_by=np.zeros(objects, np.int16),
        shots=np.zeros(objects, np.int16),
        bias_db=np.zeros(objects),
        bias_block=np.zeros(objects, np.int32),
        untracked=np.zeros(objects, np.bool_),
        position=np.zeros((objects, 4)),
        looks=np.zeros((sensors, objects), np.uint32),
        misses=np.zeros((sensors, objects), np.int16),
        tracked=np.zeros((sensors, objects), np.int32),
        cued=np.zeros((groups, objects), np.int32),
        believed_dead=np.zeros((groups, objects), np.bool_),
        committed=np.zeros((groups, objects), np.int16),
        fired=np.zeros((groups, objects), np.int16),
        channels=np.zeros(units, np.int32),
        guided=np.zeros(units, np.int32),
        next_launch=np.zeros(units, np.int32),
        engaged=np.zeros((units, objects), np.int16),
        ordinal=np.zeros((units, objects), np.int16),
        depth=np.zeros((units, objects), np.int8),
        luck=np.zeros(units),
        launcher_rounds=np.zeros(launchers, np.int32),
        launcher_ready=np.zeros(launchers, np.int32),
        slot_ready=np.zeros(slots, np.int32),
        slot_stock=np.zeros(slots, np.int32),
        hits=np.zeros(len(world.assets), np.int16),
        missile_shots=np.zeros(len(world.missiles), np.int32),
        shot=np.zeros(rounds + 1, SHOT),
        pairs=np.zeros(units * objects + 1, CANDIDATE),
        events=np.zeros(event_room, EVENT),
    )


@compiled
def begin(world: Arrays, force: Force, state: State, seed: int, draw: int, replication: int) -> None:
    """Wipe the memory and set the stage of one replication."""
    rules = world.rules[0]
    clock = state.clock[0]
    fight = replication_key(seed, draw, replication)
    clock.fight, clock.tick, clock.shot_count, clock.event_count = fight, 0, 0, 0
    clock.next_reload = rules.end_tick + 1
    blind = False
    if rules.track_prob < 1.0 and rules.track_per_raid:
        blind = uniform(fight, pair_key(TRACK, NOBODY, NOBODY), 0) >= rules.track_prob
    for o in range(len(world.objects)):
        state.untracked[o] = blind
        if rules.track_prob < 1.0 and not rules.track_per_raid:
            state.untracked[o] = uniform(fight, pair_key(TRACK, NOBODY, world.objects[o].key), 0) >= rules.track_prob
    state.stage[:] = WAITING
    state.dead[:] = False
    state.fate[:] = -1
    state.end[:] = NEVER
    state.killer[:] = -1
    state.killed_by[:] = -1
    state.shots[:] = 0
    state.bias_block[:] = NEVER
    state.looks[:] = 0
    state.misses[:] = 0
    state.tracked[:] = NEVER
    state.cued[:] = NEVER
    state.believed_dead[:] = False
    state.committed[:] = 0
    state.fired[:] = 0
    state.channels[:] = 0
    state.guided[:] = 0
    state.next_launch[:] = 0
    state.engaged[:] = 0
    state.ordinal[:] = 0
    state.depth[:] = OUTSIDE
    state.launcher_rounds[:] = force.launcher_rounds
    state.launcher_ready[:] = NEVER
    state.slot_stock[:] = force.slot_stock
    state.slot_ready[:] = 0
    for launcher in range(len(world.launchers)):
        state.slot_ready[world.launchers[launcher].slot] += state.launcher_rounds[launcher]
    state.hits[:] = 0
    state.missile_shots[:] = 0


@compiled
def note(state: State, kind: int, sensor: int, unit: int, thing: int, missile: int, value: float) -> None:
    """Write one event, if this replication is being logged."""
    clock = state.clock[0]
    if clock.event_count < len(state.events):
        event = state.events[clock.event_count]
        event.tick, event.kind, event.sensor, event.unit = clock.tick, kind, sensor, unit
        event.object, event.missile, event.value = thing, missile, value
        clock.event_count += 1
