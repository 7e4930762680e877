"""The rules of the reference engine as a SimPy program, the way one would write it: processes, delays and an event.

Radars turn, rounds fly and objects arrive as processes; fire control looks at each tick only while it has something to
decide. Luck comes from Python's generator, so the twin agrees with the engine in distribution, not draw by draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - the twin must not share the draws it checks
from typing import NamedTuple

import simpy
from twin_tables import Radar, Tables, Unit, Window

# Within a tick: objects move, radars look, fire control decides, rounds leave and arrive.
SENSE, DECIDE, ENGAGE = 0.25, 0.5, 0.75


class Tally(NamedTuple):
    """How one replication ended."""

    leakers: int
    shots: int


@dataclass
class Crew:
    """What changes at a fire unit."""

    unit: Unit
    rounds: int
    tracked: dict[int, None]  # by its radar, in order of confirmation
    channels: int = 0
    guided: int = 0
    next_launch: int = 0
    engaged: set[int] = field(default_factory=set)


class Raid:
    """One replication."""

    def __init__(self, tables: Tables, seed: int) -> None:
        self.tables = tables
        self.env = simpy.Environment()
        self.random = Random(seed).random
        objects, radars = len(tables.start_ticks), len(tables.radars)
        self.targets: dict[int, None] = {}  # in the air and alive
        self.scans = [[0] * objects for _ in range(radars)]
        self.missed = [[0] * objects for _ in range(radars)]
        self.tracked: list[dict[int, None]] = [{} for _ in range(radars)]
        self.crews = [Crew(unit, unit.rounds, self.tracked[unit.radar]) for unit in tables.units]
        self.in_flight = [0] * objects  # rounds assigned and not yet looked at
        self.believed_dead: set[int] = set()
        self.stir = self.env.event()
        self.leakers = self.shots = 0

    def fight(self) -> Tally:
        """Run to the end of the clock."""
        for o in range(len(self.tables.start_ticks)):
            self.env.process(self.fly(o))
        for r, radar in enumerate(self.tables.radars):
            self.env.process(self.turn(r, radar))
        self.env.process(self.control())
        self.env.run(until=self.tables.end_tick + 1)
        return Tally(self.leakers, self.shots)

    def fly(self, o: int) -> Iterator[simpy.Event]:
        """From its start to its target, unless it is shot down."""
        yield self.env.timeout(self.tables.start_ticks[o])
        self.targets[o] = None
        yield self.env.timeout(self.tables.end_ticks[o] - self.tables.start_ticks[o])
        for tracked in self.tracked:
            tracked.pop(o, None)
        if o in self.targets:
            del self.targets[o]
            self.leakers += 1

    def turn(self, r: int, radar: Radar) -> Iterator[simpy.Event]:
        """Scan after scan: M of the last N looks confirm a track, enough misses in a row drop it."""
        random, tracked, scans, missed = self.random, self.tracked[r], self.scans[r], self.missed[r]
        detect, window = radar.detect, radar.window
        scan = 0
        yield self.env.timeout(radar.first_tick + SENSE)
        while True:
            for o in self.targets:
                if random() < detect[o][scan]:
                    missed[o] = 0
                    scans[o] = (scans[o] << 1 | 1) & window
                    if o not in tracked and scans[o].bit_count() >= radar.confirm_hits:
                        tracked[o] = None
                        self.wake()
                elif scans[o] or o in tracked:
                    scans[o] = scans[o] << 1 & window
                    if o in tracked:
                        missed[o] += 1
                        if missed[o] >= radar.drop_after:
                            scans[o] = missed[o] = 0
                            del tracked[o]
            scan += 1
            yield self.env.timeout(radar.scan_ticks)

    def wake(self) -> None:
        """Something has changed that fire control may act on."""
        if not self.stir.triggered:
            self.stir.succeed()

    def control(self) -> Iterator[simpy.Event]:
        """Decide at each tick while a free unit tracks something it can still reach; else wait for a change."""
        while True:
            self.stir = self.env.event()
            yield self.stir
            yield self.env.timeout((DECIDE - self.env.now) % 1.0)
            while self.decide(int(self.env.now)):
                yield self.env.timeout(1)

    def decide(self, tick: int) -> bool:
        """Hand out engagements, most urgent object first, each to the first unit to meet it; whether to look again."""
        pairs: list[tuple[int, int, int, int]] = []
        waiting = False
        for u, crew in enumerate(self.crews):
            unit = crew.unit
            if crew.channels >= unit.target_channels or crew.guided >= unit.missile_channels or not crew.rounds:
                continue
            launch = max(tick + unit.reaction_ticks, crew.next_launch)
            for o in crew.tracked:
                windows = unit.windows[o]
                if not windows or tick > windows[-1].launch_last or o in self.believed_dead:
                    continue
                waiting = True
                if tick + unit.reaction_ticks < windows[0].launch_first or not self.permitted(crew, o):
                    continue
                if _window(windows, tick + unit.reaction_ticks) and (window := _window(windows, launch)):
                    pairs.append((self.tables.end_ticks[o], o, window.meeting(launch), u))
        pairs.sort()
        for _, o, _, u in pairs:
            crew = self.crews[u]
            free = crew.channels < crew.unit.target_channels and crew.guided < crew.unit.missile_channels
            if free and self.permitted(crew, o):
                self.fire(crew, o, tick)
        return waiting

    def permitted(self, crew: Crew, o: int) -> bool:
        """A look after every salvo, and no more rounds under way to one target than doctrine has it."""
        return o not in crew.engaged and self.in_flight[o] < crew.unit.max_in_flight

    def fire(self, crew: Crew, o: int, tick: int) -> None:
        """Commit up to a salvo."""
        unit = crew.unit
        room = min(unit.salvo, unit.max_in_flight - self.in_flight[o], unit.missile_channels - crew.guided, crew.rounds)
        salvo: list[tuple[int, int]] = []
        while len(salvo) < room:
            launch = max(tick + unit.reaction_ticks, crew.next_launch)
            window = _window(unit.windows[o], launch)
            if window is None:
                break
            crew.next_launch = launch + unit.launch_ticks
            salvo.append((launch, window.meeting(launch)))
        if not salvo:
            return
        crew.rounds -= len(salvo)
        crew.guided += len(salvo)
        crew.channels += 1
        crew.engaged.add(o)
        self.in_flight[o] += len(salvo)
        self.env.process(self.carry_out(crew, o, salvo))

    def carry_out(self, crew: Crew, o: int, salvo: list[tuple[int, int]]) -> Iterator[simpy.Event]:
        """Launch the rounds of an order, unless the target is believed dead before the first has left."""
        first = salvo[0][0]
        yield self.env.timeout(first + ENGAGE - self.env.now)
        if o in self.believed_dead:
            crew.rounds += len(salvo)
            crew.guided -= len(salvo)
            self.stand_down(crew, o, len(salvo))
            self.wake()
            return
        for launch, meeting in salvo[:-1]:
            self.env.process(self.shoot(crew, o, launch, meeting, 0))
        self.env.process(self.shoot(crew, o, *salvo[-1], len(salvo)))

    def shoot(self, crew: Crew, o: int, launch: int, meeting: int, salvo: int) -> Iterator[simpy.Event]:
        """One round: react, fly out, kill or not; after the last of a salvo the unit looks."""
        yield self.env.timeout(launch + ENGAGE - self.env.now)
        self.shots += 1
        yield self.env.timeout(meeting - launch)
        crew.guided -= 1
        if o in self.targets and self.random() < crew.unit.kill_prob[o]:
            del self.targets[o]
        if salvo:
            if crew.unit.assess_ticks:
                yield self.env.timeout(crew.unit.assess_ticks)
            self.assess(crew, o, salvo)
        self.wake()

    def assess(self, crew: Crew, o: int, salvo: int) -> None:
        """Was it hit? The unit can be wrong both ways."""
        self.stand_down(crew, o, salvo)
        if self.env.now >= self.tables.end_ticks[o]:
            return
        called_kill = self.random() < crew.unit.miss_called_kill_prob
        if o not in self.targets:
            called_kill = self.random() >= crew.unit.kill_called_miss_prob
        if called_kill:
            self.believed_dead.add(o)

    def stand_down(self, crew: Crew, o: int, salvo: int) -> None:
        """An engagement is over: its channel is free, and its rounds are no longer under way."""
        self.in_flight[o] -= salvo
        crew.channels -= 1
        crew.engaged.discard(o)


def _window(windows: list[Window], launch_tick: int) -> Window | None:
    """The window that holds a launch."""
    for window in windows:
        if window.launch_first <= launch_tick <= window.launch_last:
            return window
    return None


def replicate(tables: Tables, first: int, count: int) -> list[Tally]:
    """Replications first, first + 1, ..., each with a generator of its own."""
    return [Raid(tables, seed).fight() for seed in range(first, first + count)]
