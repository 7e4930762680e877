"""What a task costs on a cluster, measured here, and what many machines like this would make of it, computed.

    python bench/cluster.py [SCENARIO] [ROUNDS]

Measured on this machine: a bundle of raids fought by a worker, handing a task to a worker and back, its bytes, and what
the process that asks has to do for each reply (receive, unpack, hash, write, sum up) while nobody else can; all in
seconds of processor, but for the start. Computed: the same for more raids and machines, taking each cost as in
proportion. No network but the loopback is measured; a link of 1 Gbit/s to the process that asks is supposed.
Writes bench/results/cluster.json.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from mantlet.run.answer import Grounds, answer
from mantlet.run.battle import CompiledBattle, prepared
from mantlet.run.cluster import MOST_RAIDS, joined
from mantlet.run.execute import execute
from mantlet.run.loops import CHECK, RECORDED, Design, Task
from mantlet.run.plan import Plan
from mantlet.run.recorder import Recorder
from mantlet.run.versions import likeness
from mantlet.run.worker import Order, Reply, fight, packed, unpacked
from mantlet.scenario.load import load

RESULTS = Path(__file__).parent / "results"
MACHINES = 100
RAIDS = (10**6, 10**7, 10**8)
DRAWS = 100
LINK_BYTES_PER_S = 125e6  # 1 Gbit/s
EMPTY_TASKS = 400


@dataclass
class Cost:
    """Of one bundle of MOST_RAIDS raids."""

    fight_s: float  # of a worker's processor
    sent_bytes: int
    received_bytes: int
    receive_s: float  # beyond an empty task, over the loopback
    take_s: float  # unpack, hash, write, sum up


@dataclass
class Study:
    """What was measured; `start_s` and `answer_s` once for a run."""

    cores: int
    start_s: float
    schedule_s: float  # an empty task, there and back
    answer_s: float
    recorded: dict[str, Cost]  # by what is kept
    check: Cost


@dataclass
class Computed:
    """A run on many machines."""

    raids: int
    keep: str
    fight_s: float  # all workers at once
    parent_s: float  # the serial part: one process takes every reply
    link_s: float
    whole_s: float
    alone_s: float  # this one machine, with threads
    bound_by: str


def seconds(work: Callable[[], Any]) -> float:
    """Of processor time of this process, the threads of Dask in it included: others on the machine leave no trace."""
    before = time.process_time()
    work()
    return time.process_time() - before


def bundle_of(coupling: Design, draw: int) -> tuple[Task, ...]:
    """A whole draw in one bundle, cut as a run cuts it."""
    firsts = range(0, MOST_RAIDS, 2000)
    return tuple(
        Task(coupling, draw, first, min(2000, MOST_RAIDS - first), first + 2000 >= MOST_RAIDS) for first in firsts
    )


def cost(client: Any, battle: CompiledBattle, coupling: Design, keep: str, rounds: int) -> Cost:
    """The median of some rounds, each with a draw of its own."""
    order = packed(Order(battle.parcel(), Plan(keep=keep).terms))
    fight(order, packed((Task(coupling, 0, 0, 1, last=True),)), likeness())  # lays it out
    fights, takes, receives = [], [], []
    sent = reply = b""
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder))
        for draw in range(rounds):
            bundle = bundle_of(coupling, draw)
            sent = packed(bundle)
            begun_s = time.thread_time()
            reply = fight(order, sent, likeness())
            fights.append(time.thread_time() - begun_s)

            def take(reply: bytes = reply, bundle: tuple[Task, ...] = bundle) -> None:
                found: Reply = unpacked(reply)
                for task, chunk in zip(bundle, found.chunks, strict=True):
                    recorder.take(task, chunk)

            takes.append(seconds(take))
            there = client.submit(os.urandom, len(reply), pure=False)
            while not there.done():
                time.sleep(0.01)
            receives.append(seconds(there.result))
        if coupling == RECORDED:
            recorder.close()
    return Cost(median(fights), len(sent) + len(json.dumps(likeness())), len(reply), median(receives), median(takes))


def measured(name: str, rounds: int) -> Study:
    """All of it, on this machine."""
    battle = prepared(load(name))
    cores = os.cpu_count() or 1
    begun_s = time.perf_counter()
    with joined("local", cores) as client:
        start_s = time.perf_counter() - begun_s + seconds(battle.parcel().opened)

        def empty() -> None:
            client.gather([client.submit(bytes, 0, pure=False) for _ in range(EMPTY_TASKS)])

        empty()
        schedule_s = median(seconds(empty) for _ in range(rounds)) / EMPTY_TASKS
        recorded = {keep: cost(client, battle, RECORDED, keep, rounds) for keep in ("all", "summary")}
        check = cost(client, battle, CHECK, "summary", rounds)
    with tempfile.TemporaryDirectory() as folder:
        found = execute(battle, Plan(replications=20, draws=DRAWS, keep="summary"), Path(folder, "run"))
        answer_s = seconds(lambda: answer({}, found.summaries, Grounds(settled=False)))
    return Study(cores, start_s, schedule_s, answer_s, recorded, check)


def computed(study: Study, raids: int, keep: str, machines: int = MACHINES) -> Computed:
    """Bundles in proportion to raids; the second design fights a quarter more and is neither hashed nor written."""
    parts = ((raids / MOST_RAIDS, study.recorded[keep]), (raids / MOST_RAIDS / 4, study.check))
    worked_s = sum(count * cost.fight_s for count, cost in parts)
    taken_s = sum(count * cost.take_s for count, cost in parts)
    parent_s = taken_s + sum(count * (study.schedule_s + cost.receive_s) for count, cost in parts)
    link_s = sum(count * (cost.sent_bytes + cost.received_bytes) for count, cost in parts) / LINK_BYTES_PER_S
    fight_s = worked_s / (machines * study.cores)
    longest = {"fights": fight_s, "the process that asks": parent_s, "its link": link_s}
    bound_by = max(longest, key=lambda part: longest[part])
    whole_s = study.start_s + longest[bound_by] + study.answer_s
    alone_s = (worked_s + taken_s) / study.cores + study.answer_s
    return Computed(raids, keep, fight_s, parent_s, link_s, whole_s, alone_s, bound_by)


def main(name: str = "ladakh-2020", rounds: int = 5) -> None:
    """Measure, compute, print and keep."""
    study = measured(name, rounds)
    print(f"{name}, measured here on {study.cores} cores, median of {rounds}; a bundle holds {MOST_RAIDS} raids")
    print(f"{'start':>24} {study.start_s:9.2f} s       {'answer':>10} {study.answer_s:9.3f} s")
    print(f"{'an empty task':>24} {study.schedule_s * 1e3:9.2f} ms")
    print(f"{'of a bundle':24} {'fight':>9} {'sent':>9} {'received':>9} {'receive':>9} {'take':>9}")
    costs = {f"rows kept: {keep}": cost for keep, cost in study.recorded.items()} | {"check": study.check}
    for label, each in costs.items():
        print(
            f"{label:24} {each.fight_s:7.2f} s {each.sent_bytes / 1e3:6.1f} kB {each.received_bytes / 1e3:6.0f} kB "
            f"{each.receive_s * 1e3:6.0f} ms {each.take_s * 1e3:6.0f} ms"
        )
    rows = [computed(study, raids, keep) for keep in study.recorded for raids in RAIDS]
    print(f"\ncomputed, not measured: {MACHINES} machines like this one, {DRAWS} draws")
    heads = ("raids", "kept", "fights", "parent", "link", "whole", "alone", "times")
    print("{:>8} {:8} {:>9} {:>9} {:>9} {:>9} {:>10} {:>6}  bound by".format(*heads))
    for row in rows:
        print(
            f"{row.raids:8.0e} {row.keep:8} {row.fight_s:7.0f} s {row.parent_s:7.0f} s {row.link_s:7.0f} s "
            f"{row.whole_s:7.0f} s {row.alone_s:8.0f} s {row.alone_s / row.whole_s:6.1f}  {row.bound_by}"
        )
    RESULTS.mkdir(exist_ok=True)
    kept = {"scenario": name, "machine": platform.machine(), "python": platform.python_version()}
    kept |= {package: version(package) for package in ("llvmlite", "distributed")}
    kept |= {"date": time.strftime("%Y-%m-%d"), "load": os.getloadavg()[0], "bundle_raids": MOST_RAIDS}
    kept |= {"measured": asdict(study), "computed": [asdict(row) for row in rows], "machines": MACHINES}
    (RESULTS / "cluster.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2], *(int(rounds) for rounds in sys.argv[2:3]))
