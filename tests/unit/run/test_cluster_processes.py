"""Fighting on clusters that run: one hash with the threads, workers and schedulers that die, and who is let in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import psutil
import pytest

import mantlet
from mantlet.base.errors import ClusterLost, RunFailed, UsageError
from mantlet.run import cluster
from mantlet.run.battle import prepared
from mantlet.run.cluster import joined
from mantlet.run.execute import execute
from mantlet.run.loops import RECORDED, Task, Terms
from mantlet.run.plan import Plan
from mantlet.run.recorder import Chunk
from mantlet.run.result import Result, open_result
from unit.run.doubles import Bout

PLAN = Plan(replications=8, draws=12, seed=3, threads=2, cluster="local")
TESTS = Path(__file__).parents[2]


pytestmark = pytest.mark.slow


@dataclass
class Mortal(Bout):
    """Takes the process that fights one draw with it, as often as `deaths` says."""

    at: int = 5
    deaths: int = 1
    marks: str = ""

    def fought(self, task: Task, terms: Terms) -> Chunk:
        if task.draw == self.at and task.coupling == RECORDED and len(list(Path(self.marks).iterdir())) < self.deaths:
            Path(self.marks, f"{time.monotonic_ns()}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().fought(task, terms)


@dataclass
class Slow(Bout):
    """Takes its time, so that there is some to intervene in."""

    def fought(self, task: Task, terms: Terms) -> Chunk:
        time.sleep(0.05)
        return super().fought(task, terms)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return execute(Bout(), replace(PLAN, cluster=None), tmp_path_factory.mktemp("whole") / "bout")


@pytest.fixture(autouse=True)
def small_bundles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LEAST_RAIDS", 1)


@pytest.fixture
def far() -> Generator[Callable[..., tuple[str, list[subprocess.Popen[bytes]]]]]:
    """Starts a scheduler as a process of its own, with workers or without; its address, and all the processes."""
    started: list[subprocess.Popen[bytes]] = []

    def begun(*words: str) -> subprocess.Popen[bytes]:
        surroundings = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])}
        started.append(subprocess.Popen([sys.executable, "-W", "ignore", "-m", *words], env=surroundings))
        return started[-1]

    def there(folder: Path, workers: int) -> tuple[str, list[subprocess.Popen[bytes]]]:
        said = folder / "scheduler.json"
        place = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(said))
        begun("distributed.cli.dask_scheduler", *place)
        for _ in range(workers):
            begun("distributed.cli.dask_worker", "--scheduler-file", str(said), "--nthreads", "1", "--no-dashboard")
        until_s = time.monotonic() + 30
        while not (said.exists() and said.stat().st_size) and time.monotonic() < until_s:
            time.sleep(0.05)
        return str(json.loads(said.read_text())["address"]), started

    yield there
    for process in started:
        process.kill()
        process.wait()


def test_the_hash_is_that_of_threads(whole: Result, tmp_path: Path) -> None:
    told: list[tuple[int, int, float]] = []
    found = execute(Bout(), PLAN, tmp_path / "bout", progress=lambda *now: told.append(now))
    assert found.answer == whole.answer
    assert found.outcomes.to_table().equals(whole.outcomes.to_table())
    assert told[-1] == (120, 120, 0.0)


def test_a_precision_is_reached_there_as_here() -> None:
    """In a run, and in a comparison, whose sides share the workers."""
    scenario, other = (mantlet.load("cs-1", overrides=changes) for changes in ((), ("sides.blue.units.0.magazine=20",)))
    amount: dict[str, Any] = {"draws": 60, "replications": 40, "threads": 2, "until": "leakers=25%"}
    here, there = (mantlet.run(scenario, **amount, cluster=where) for where in (None, "local"))
    assert here.until is not None and here.until["looks"]
    assert there.answer == here.answer
    apart, together = (mantlet.compare(scenario, other, **amount, cluster=where) for where in (None, "local"))
    assert together == apart


def test_the_reference_fights_there_as_well() -> None:
    amount: dict[str, Any] = {"draws": 3, "replications": 8, "engine": "reference"}
    here, there = (mantlet.run(mantlet.load("cs-1"), **amount, cluster=where) for where in (None, "local"))
    assert there.answer == here.answer
    assert there.answer["engine"] == "reference"


def test_a_real_battle_with_ground_of_its_own_is_the_same_there(tmp_path: Path) -> None:
    """The terrain file travels: it is gone here when the workers are asked."""
    own = tmp_path / "own.npz"
    rough = (
        np.random.default_rng(5).integers(0, 300, (2880, 3600)).astype(np.int16)
    )  # more than Dask expects to be sent
    np.savez(own, z=rough, lat_top=13.0, lon_left=74.0, step_arcsec=5.0)
    scenario = mantlet.load("cs-3", overrides=[f"environment.terrain={own}"])
    amount: dict[str, Any] = {"replications": 4, "draws": 3, "threads": 1}
    here = mantlet.run(scenario, **amount)
    there = mantlet.run(scenario, **amount, cluster="local")
    assert there.answer == here.answer
    parcel = prepared(scenario).parcel()
    own.unlink()
    task, terms = Task(RECORDED, 1, 0, 4, last=True), Plan(keep="summary").terms
    flat = mantlet.load("cs-3", overrides=["environment.terrain=none"])
    mine, level = (battle.fought(task, terms).encoded for battle in (parcel.opened(), prepared(flat)))
    assert mine is not None and level is not None
    assert bytes(mine) == bytes(here.battle.fought(task, terms).encoded or b"") != bytes(level)


def test_what_a_killed_worker_had_is_fought_again(whole: Result, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    found = execute(Mortal(marks=str(marks)), PLAN, tmp_path / "bout")
    assert len(list(marks.iterdir())) == 1
    assert found.answer == whole.answer


def test_a_bundle_that_kills_every_worker_ends_the_run_and_keeps_what_came_before(
    whole: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cluster._LOCAL_SETTINGS, "distributed.scheduler.allowed-failures", 1)
    marks = tmp_path / "marks"
    marks.mkdir()
    with pytest.raises(ClusterLost, match=r"died again and again.*kept what was finished in .*bout\.partial; go on"):
        execute(Mortal(marks=str(marks), deaths=99), PLAN, tmp_path / "bout")
    kept = open_result(tmp_path / "bout.partial")
    assert 0 < kept.answer["draws"] <= 5
    assert execute(Bout(), replace(PLAN, cluster=None), tmp_path / "bout", resume=True).answer == whole.answer


def test_interrupted_it_keeps_what_is_finished_and_ends_soon(whole: Result, tmp_path: Path) -> None:
    pressed_s: list[float] = []

    def press(done: int, wanted: int, left_s: float) -> None:
        if done >= 30 and not pressed_s:
            pressed_s.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)

    partial = execute(Slow(), replace(PLAN, draws=40), tmp_path / "bout", progress=press)
    assert not partial.complete
    assert 2 <= partial.answer["draws"] < 20
    assert time.monotonic() - pressed_s[0] < 10
    straight = execute(Bout(), replace(PLAN, draws=40, cluster=None), tmp_path / "straight")
    resumed = execute(Bout(), replace(PLAN, draws=40, cluster=None), tmp_path / "bout", resume=True)
    assert resumed.answer == straight.answer


def test_ctrl_c_in_a_terminal_reaches_the_workers_and_does_not_end_them(tmp_path: Path) -> None:
    """There the whole group of processes gets it; what is under way is finished, so the first draw is kept."""
    code = f"""
        import os, signal
        from pathlib import Path
        from unit.run.test_cluster_processes import PLAN, Slow, cluster, execute
        cluster.LEAST_RAIDS = 1
        told = []
        def press(*now):
            told.append(now)
            if len(told) == 4:
                os.killpg(0, signal.SIGINT)
        found = execute(Slow(), PLAN, Path({str(tmp_path / "bout")!r}), progress=press)
        print(found.complete, found.answer["draws"] > 0)
    """
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])}
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)], env=surroundings, capture_output=True, text=True, start_new_session=True
    )
    assert (done.stdout, done.returncode) == ("False True\n", 0), done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_scheduler_a_run_keeps_what_came_back(
    far: Callable[..., Any], whole: Result, tmp_path: Path
) -> None:
    address, processes = far(tmp_path, 2)
    killed: list[int] = []

    def kill(done: int, wanted: int, left_s: float) -> None:
        if done >= 30 and not killed:
            killed.append(processes[0].pid)
            processes[0].kill()

    plan = replace(PLAN, threads=0, cluster=address)
    with pytest.raises(ClusterLost, match=r"scheduler was lost \(.*\); kept .*bout\.partial"):
        execute(Slow(), plan, tmp_path / "bout", progress=kill)
    assert 2 <= open_result(tmp_path / "bout.partial").answer["draws"] < 12
    assert execute(Bout(), replace(plan, cluster=None), tmp_path / "bout", resume=True).answer == whole.answer


def test_without_workers_a_run_does_not_wait_for_ever(
    far: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_S", 1.0)
    address, _ = far(tmp_path, 0)
    with pytest.raises(UsageError, match="has no worker; start some with: dask worker"):
        execute(Bout(), replace(PLAN, threads=0, cluster=address), tmp_path / "bout")


def test_when_all_workers_have_gone_a_run_ends(
    far: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "NO_WORKER_S", 2.0)
    address, processes = far(tmp_path, 1)

    def kill(done: int, wanted: int, left_s: float) -> None:
        if done >= 30 and processes[1].poll() is None:  # the nanny first, or it would start another
            for one in [processes[1], *psutil.Process(processes[1].pid).children(recursive=True)]:
                one.kill()
            processes[1].wait()

    with pytest.raises(ClusterLost, match="no worker has been there for 2 s"):
        execute(Slow(), replace(PLAN, threads=0, cluster=address), tmp_path / "bout", progress=kill)
    assert open_result(tmp_path / "bout.partial").answer["draws"] >= 2


def test_an_error_there_says_what_it_says_here(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match=r"draw 2, replications 0 to \d: ZeroDivisionError: a kernel went wrong"):
        execute(Bout(fail_at=2), PLAN, tmp_path / "bout")
    assert list(tmp_path.iterdir()) == []


def test_a_local_cluster_listens_on_loopback_only_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with joined("local", 1) as client:
        me = psutil.Process()
        children = me.children(recursive=True)
        listening = [
            where.laddr.ip
            for process in (me, *children)
            for where in process.net_connections()
            if where.status == psutil.CONN_LISTEN
        ]
        assert len(listening) >= 3 and set(listening) == {"127.0.0.1"}
        assert client.scheduler.address.startswith("tls://127.0.0.1:")
        _refused_without_the_certificate(client.scheduler.address)
    assert list(tmp_path.iterdir()) == []
    assert not [child for child in children if child.is_running() and "spawn_main" in " ".join(child.cmdline())]


def _refused_without_the_certificate(address: str) -> None:
    """Another user of this machine knows the address and has a certificate of his own making."""
    from distributed import Client, Security

    with pytest.raises(OSError):
        Client(address, security=Security.temporary(), timeout=1, set_as_default=False)
