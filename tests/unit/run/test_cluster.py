"""What is sent to a cluster and in what order it is taken back, and which clusters are refused."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from dask import config

import mantlet
from mantlet.base.errors import ClusterLost, Fault, Interrupted, InvalidInput, RunFailed, UsageError
from mantlet.run import cluster, worker
from mantlet.run.cluster import Cluster, bundles, exposure
from mantlet.run.execute import execute
from mantlet.run.loops import RECORDED, Task, tasks
from mantlet.run.plan import Plan
from mantlet.run.versions import likeness
from unit.run.doubles import Bout

PLAN = Plan(replications=8, draws=12, seed=3, threads=2, cluster="local")
TESTS = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def small_bundles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LEAST_RAIDS", 1)


def test_bundles_hold_every_task_once_and_in_order() -> None:
    work = list(tasks(7, 900, 1000))
    cut = list(bundles(iter(work), 500))
    assert [task for bundle in cut for task in bundle] == work
    assert all(sum(task.raids for task in bundle) >= 500 for bundle in cut[:-1])
    assert len(cut) > 3


class Mixed:
    """Knows workers that answer this and that when asked what they are like."""

    def __init__(self, answer: object) -> None:
        self.answers = {"tcp://a:1": likeness(), "tcp://b:1": answer}

    def wait_for_workers(self, workers: int, timeout: float) -> None:
        pass

    def run(self, asked: object, on_error: str) -> dict[str, object]:
        return self.answers


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            likeness() | {"numpy": "1.0"},
            r"worker at tcp://b:1 is not like this process: numpy 1\.0 there, \d.* here",
        ),
        (ModuleNotFoundError("No module named 'mantlet'"), r"tcp://b:1 has no mantlet like this one \(No module"),
    ],
)
def test_workers_that_are_unlike_are_refused(answer: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        cluster._refuse_unlike(Mixed(answer), "tcp://s:1")
    cluster._refuse_unlike(Mixed(likeness()), "tcp://s:1")


def test_a_worker_that_joins_later_asks_as_well() -> None:
    order = worker.packed(worker.Order(Bout(), PLAN.terms))
    bundle = worker.packed((Task(RECORDED, 0, 0, 2, last=True),))
    reply: worker.Reply = worker.unpacked(worker.fight(order, bundle, likeness()))
    chunk = Bout().fought(Task(RECORDED, 0, 0, 2, last=True), PLAN.terms)
    assert reply.chunks[0].encoded == bytes(chunk.encoded or b"")
    with pytest.raises(UsageError, match=r"llvmlite .* there, 9 here"):
        worker.fight(order, bundle, likeness() | {"llvmlite": "9"})


class Ready:
    """A scheduler that has done each task as soon as it gets it, and counts what was not yet taken."""

    def __init__(self) -> None:
        self.out = self.most_out = 0

    def nthreads(self) -> dict[str, int]:
        return {"a": 2, "b": 1}

    def submit(self, function: Callable[..., Any], *arguments: Any, key: str, pure: bool) -> Any:
        self.out += 1
        self.most_out = max(self.most_out, self.out)
        return Given(self, function(*(one.value if isinstance(one, Given) else one for one in arguments)))

    def cancel(self, futures: list[Any], force: bool) -> None:
        assert not futures


@dataclass
class Given:
    """A future whose value is there."""

    home: Ready
    value: Any

    def result(self) -> Any:
        self.home.out -= 1
        return self.value


class Late(Ready):
    """Works when asked for the result."""

    def submit(self, function: Callable[..., Any], *arguments: Any, key: str, pure: bool) -> Any:
        if function is not worker.fight:
            return super().submit(function, *arguments, key=key, pure=pure)
        order, *others = arguments
        return Asked(lambda: function(order.value, *others))

    def cancel(self, futures: list[Any], force: bool) -> None:
        pass


@dataclass
class Asked:
    """A future whose value is not there yet."""

    result: Callable[[], Any]


def test_no_more_than_two_bundles_for_each_thread_are_out() -> None:
    client = Ready()
    hands = Cluster(client, worker.Order(Bout(), PLAN.terms), objects=5)
    work = list(tasks(48, 8, 5))
    found = [task for task, _ in hands.in_order(iter(work), 480, threading.Event())]
    assert found == work
    assert client.most_out <= 2 * 3 + 1  # and what all of them rest on, which nobody takes
    assert hands.cpu_s > 0


def test_a_worker_unlike_ourselves_that_joins_later_ends_the_run_and_not_what_was_fought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def changing() -> dict[str, str]:
        asked.append(1)
        return likeness() | ({"scipy": "0.1"} if len(asked) > 4 else {})

    monkeypatch.setattr(worker, "likeness", changing)
    hands = Cluster(Late(), worker.Order(Bout(), PLAN.terms), objects=5)
    work = list(tasks(48, 8, 5))
    found = [task for task, _ in hands.in_order(iter(work), 480, threading.Event())]
    assert 0 < len(found) < len(work)
    assert found == work[: len(found)]
    assert "scipy 0.1 there" in (hands.lost or "")


def test_stopped_before_it_began_it_sends_nothing() -> None:
    stopped = threading.Event()
    stopped.set()
    client = Ready()
    hands = Cluster(client, worker.Order(Bout(), PLAN.terms), objects=5)
    assert list(hands.in_order(tasks(4, 8, 5), 40, stopped)) == []


def test_a_fault_of_a_file_travels_whole() -> None:
    fault = InvalidInput([Fault("a.yaml", 3, "x", "got 1"), Fault("a.yaml", 1, "y", "got 2")])
    again = pickle.loads(pickle.dumps(fault))
    assert (str(again), again.faults) == (str(fault), fault.faults)


@pytest.mark.parametrize("address", ["here", "http://a:1", "tcp://a", "tls://a:b", "tcp://a b:1", "inproc://x:1"])
def test_addresses_that_are_none_are_refused(address: str) -> None:
    with pytest.raises(UsageError, match="expected 'local', tcp://HOST:PORT or tls://HOST:PORT"):
        Plan(cluster=address)


def test_how_many_threads_a_far_cluster_has_is_not_ours_to_say() -> None:
    with pytest.raises(UsageError, match="threads: the workers of tls"):
        Plan(cluster="tls://far:8786", threads=2)


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"needs distributed and cryptography.*pip install '\.\[dask\]'"):
        Plan(cluster="local")


@pytest.mark.parametrize("host", ["10.0.0.7", "far.example", "[2001:db8::1]", "0.0.0.0"])
def test_plain_traffic_to_elsewhere_is_told(host: str) -> None:
    assert "use tls://" in (exposure(f"tcp://{host}:8786") or "")
    assert exposure(f"tls://{host}:8786") is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_plain_traffic_within_the_machine_is_not(host: str) -> None:
    assert exposure(f"tcp://{host}:8786") is None


def test_in_python_it_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object) -> None:
        raise UsageError("nobody there")

    monkeypatch.setattr(cluster, "hired", nobody)
    scenario, there = mantlet.load("cs-1"), "tcp://10.0.0.7:8786"
    with pytest.raises(UsageError, match="nobody there"), pytest.warns(UserWarning, match="use tls://"):
        mantlet.run(scenario, cluster=there)
    with pytest.raises(UsageError, match="nobody there"), pytest.warns(UserWarning, match="use tls://"):
        mantlet.compare(scenario, scenario, cluster=there)


def test_where_nobody_answers_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_S", 0.5)
    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        execute(Bout(), replace(PLAN, threads=0, cluster="tcp://127.0.0.1:9"), tmp_path / "bout")
    with pytest.raises(UsageError, match="tls:// needs certificates"):
        execute(Bout(), replace(PLAN, threads=0, cluster="tls://127.0.0.1:9"), tmp_path / "bout")
    lost = {"distributed.comm.tls.ca-file": "/nowhere.pem", "distributed.comm.tls.client.cert": "/nowhere.pem"}
    with config.set(lost), pytest.raises(UsageError, match="cannot read the certificates"):
        execute(Bout(), replace(PLAN, threads=0, cluster="tls://127.0.0.1:9"), tmp_path / "bout")
    assert list(tmp_path.iterdir()) == []


def test_nothing_finished_is_nothing_kept(tmp_path: Path) -> None:
    assert str(ClusterLost("gone")) == "gone; nothing was kept"
    assert isinstance(ClusterLost("gone"), RunFailed) and not isinstance(ClusterLost("gone"), Interrupted)
