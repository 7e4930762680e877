"""The tasks of a run on Dask distributed: sent in bundles, taken back in order, so that the hash is that of threads."""

from __future__ import annotations

import ipaddress
import logging
import os
import re
import tempfile
import threading
import time
import uuid
import warnings
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from itertools import islice, takewhile
from typing import Any, Final, Protocol

from mantlet.base import code_cache
from mantlet.base.errors import MantletError, RunFailed, UsageError
from mantlet.run.hands import Fights
from mantlet.run.loops import CHUNK_ROWS, RECORDED, Task, Terms
from mantlet.run.recorder import Chunk
from mantlet.run.rows import Vocabulary
from mantlet.run.versions import differences, likeness
from mantlet.run.worker import Order, Parcel, Reply, fight, packed, unpacked

LOCAL: Final = "local"
# Raids of a bundle. Handing one over costs some milliseconds, so it should take much longer to fight; and each thread
# should get several, so that all have work to the end.
MOST_RAIDS, LEAST_RAIDS, BUNDLES_PER_THREAD = 5000, 100, 8
OUT_PER_THREAD: Final = 2  # one is fought while the next waits beside it
_FETCHED: Final = 2  # bundles that come in while the one before is being written
_LOOK_S: Final = 1.0
NO_WORKER_S = 60.0
_CONNECT_S: Final = 10.0
_ADDRESS = re.compile(r"(?P<way>tcp|tls)://(?P<host>\[[0-9A-Fa-f:]+\]|[^\s/:\[\]]+):\d{1,5}")
_SETTINGS: Final[dict[str, object]] = {"distributed.admin.large-graph-warning-threshold": "1GB"}  # terrain is large
_LOCAL_SETTINGS: Final[dict[str, object]] = {
    "distributed.scheduler.allowed-failures": 10,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.nanny.http.routes": [],
    "distributed.worker.profile.enabled": False,
}


def refuse_unknown(address: str, processes: int) -> None:
    """UsageError unless `address` is `local` or that of a scheduler, and Dask is installed: asked before all else."""
    if address != LOCAL:
        if _ADDRESS.fullmatch(address) is None:
            raise UsageError(f"cluster: got {address!r}, expected 'local', tcp://HOST:PORT or tls://HOST:PORT")
        if processes:
            raise UsageError(f"threads: the workers of {address} say themselves how many they have; leave it out")
    needed = ("distributed", "cryptography") if address == LOCAL else ("distributed",)
    if missing := [name for name in needed if find_spec(name) is None]:
        raise UsageError(
            f"cluster: needs {' and '.join(missing)}, which come with "
            "the dask extra (pip install '.[dask]' where the source of mantlet lies)"
        )


def warn_if_exposed(address: str | None) -> None:
    """Warns whoever called the function that asks, where there is something to say of an address."""
    if said := exposure(address):
        warnings.warn(said, stacklevel=3)


def exposure(address: str | None) -> str | None:
    """What to say of an address whose traffic others can read and change; None where there is nothing to say.

    >>> exposure("tls://far:8786"), exposure("tcp://127.0.0.1:8786"), exposure("local")
    (None, None, None)
    """
    found = _ADDRESS.fullmatch(address or "")
    if found is None or found["way"] == "tls" or _is_loopback(found["host"].strip("[]")):
        return None
    return (
        f"{address} is neither encrypted nor asks who calls: whoever reaches it can run programs on its machines "
        "and on this one; use tls:// unless that network is closed"
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def bundles(work: Iterator[Task], least_raids: int) -> Iterator[tuple[Task, ...]]:
    """Tasks that follow each other, put together until there are enough raids.

    >>> from mantlet.run.loops import tasks
    >>> [sum(task.raids for task in bundle) for bundle in bundles(tasks(4, 100, 10), 200)]
    [250, 250]
    """
    bundle: list[Task] = []
    raids = 0
    for task in work:
        bundle.append(task)
        raids += task.raids
        if raids >= least_raids:
            yield tuple(bundle)
            bundle, raids = [], 0
    if bundle:
        yield tuple(bundle)


def bundle_raids(raids: int, objects: int, threads: int) -> int:
    """How many raids of a run a bundle should hold.

    >>> bundle_raids(12_500, 50, 2), bundle_raids(12_500, 50, 200), bundle_raids(10**8, 50, 200)
    (781, 100, 5000)
    """
    wanted = min(MOST_RAIDS, max(LEAST_RAIDS, raids // (BUNDLES_PER_THREAD * threads)))
    return max(1, min(wanted, CHUNK_ROWS // max(1, objects)))


class _Lost(Exception):
    """The machines let the run down; what came back may be kept."""


@dataclass
class _Sent:
    """A bundle that is out."""

    tasks: tuple[Task, ...]
    future: Any  # of Dask
    reply: Future[Reply] | None = None  # once it is being fetched


@dataclass
class Cluster:
    """The workers of a scheduler, as `mantlet.run.hands.Hands`."""

    client: Any
    order: Order
    objects: int
    cpu_s: float = 0.0
    lost: str | None = None
    _out: deque[_Sent] = field(default_factory=deque[_Sent])
    _name: str = field(default_factory=lambda: f"mantlet-{uuid.uuid4().hex}")
    _order: Any = None  # where the workers find it
    _count: int = 0
    _threads: int = 0
    _looked_s: float = 0.0
    _seen_s: float = 0.0

    def in_order(self, work: Iterator[Task], raids: int, stopped: threading.Event) -> Iterator[tuple[Task, Chunk]]:
        """As `Hands` says. After `stopped` is set, the bundle that is due is waited for and the others are called back.

        Where scheduler or workers are lost it ends early and says so in `lost`.
        """
        self._seen_s = time.monotonic()
        try:
            self._look()
            if self._order is None:
                self._order = self.client.submit(_as_it_is, packed(self.order), key=f"{self._name}-order", pure=False)
            cut = bundles(work, bundle_raids(raids, self.objects, max(1, self._threads)))
            with ThreadPoolExecutor(1, thread_name_prefix="mantlet-fetch") as fetching:
                try:
                    yield from self._taken(cut, fetching, stopped)
                finally:
                    self._call_back(self._out)
        except _Lost as why:
            self.lost = str(why)

    def _taken(
        self, cut: Iterator[tuple[Task, ...]], fetching: ThreadPoolExecutor, stopped: threading.Event
    ) -> Iterator[tuple[Task, Chunk]]:
        while True:
            if time.monotonic() - self._looked_s > _LOOK_S:
                self._look()
            if not stopped.is_set():
                room = OUT_PER_THREAD * max(1, self._threads) - len(self._out)
                self._out.extend(self._sent(bundle) for bundle in islice(cut, max(0, room)))
            if not self._out:
                return
            for sent in islice(self._out, _FETCHED):
                sent.reply = sent.reply or fetching.submit(_fetched, sent.future)
            reply = self._awaited(self._out[0])
            sent = self._out.popleft()
            if stopped.is_set():
                self._keep_what_is_done()
            self.cpu_s += reply.cpu_s
            yield from zip(sent.tasks, reply.chunks, strict=True)

    def _sent(self, bundle: tuple[Task, ...]) -> _Sent:
        self._count += 1
        key = f"{self._name}-{self._count}"
        return _Sent(bundle, self.client.submit(fight, self._order, packed(bundle), likeness(), key=key, pure=False))

    def _awaited(self, sent: _Sent) -> Reply:
        """The reply to the bundle that is due; _Lost where none will come."""
        assert sent.reply is not None
        while not wait([sent.reply], _LOOK_S).done:
            self._look()
        try:
            return sent.reply.result()
        except UsageError as fault:  # a worker that joined later and is not like ourselves
            raise _Lost(str(fault)) from fault
        except MantletError:
            raise
        except (CancelledError, OSError) as fault:
            raise _Lost(f"the scheduler was lost ({getattr(fault, 'reason', fault)})") from fault
        except Exception as fault:
            if type(fault).__name__ == "KilledWorker":
                raise _Lost(f"workers died again and again over one bundle of raids ({fault})") from fault
            raise _Lost(f"a worker failed ({type(fault).__name__}: {fault})") from fault

    def _look(self) -> None:
        """How many threads there are now; _Lost where there has been no worker for a while."""
        try:
            self._threads = sum(self.client.nthreads().values())
        except (OSError, TimeoutError, CancelledError) as fault:
            raise _Lost(f"the scheduler was lost ({fault})") from fault
        self._looked_s = now_s = time.monotonic()
        self._seen_s = now_s if self._threads else self._seen_s
        if now_s - self._seen_s > NO_WORKER_S:
            raise _Lost(f"no worker has been there for {NO_WORKER_S:.0f} s")

    def _keep_what_is_done(self) -> None:
        """Calls back what has not been fought yet, and what follows it."""
        done = list(takewhile(lambda sent: sent.future.done(), self._out))
        self._call_back(islice(self._out, len(done), None))
        self._out = deque(done)

    def _call_back(self, sent: Iterable[_Sent]) -> None:
        self.client.cancel([one.future for one in sent], force=True)


def _fetched(future: Any) -> Reply:
    """What came of a bundle, brought here and unpacked beside whatever else goes on."""
    return unpacked(future.result())


def _as_it_is(order: bytes) -> bytes:
    """Made by a task, the order is made again where the worker that held it is lost; what is scattered is not."""
    return order


class Travels(Fights, Protocol):
    """A battle that can be fought here, and sent to be fought elsewhere."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What the codes of its outcome rows mean."""
        ...

    def parcel(self) -> Parcel:
        """All that another process needs."""
        ...


@contextmanager
def hired(battles: Sequence[Travels], address: str, processes: int, terms: Terms) -> Generator[list[Cluster]]:
    """The workers of a scheduler, or `processes` of them started here (0: one for each processor), for each battle."""
    if address == LOCAL:  # compiles what is not compiled yet: once, not in each process
        for battle in battles:
            battle.fought(Task(RECORDED, 0, 0, 1, last=False), terms)
    with joined(address, processes or os.cpu_count() or 1) as client:
        yield [
            Cluster(client, Order(battle.parcel(), terms), len(battle.vocabulary.names.object_ids))
            for battle in battles
        ]


@contextmanager
def joined(address: str, processes: int) -> Generator[Any]:
    """A client of the scheduler at `address`, or of `processes` workers started here, whose workers are like ourselves.

    What is started here ends here: it listens on the loopback address only, lets in nobody without the certificate made
    for it, and has a folder of its own. Raises UsageError where no scheduler answers or a worker is unlike ourselves.
    """
    dask, distributed = import_module("dask"), import_module("distributed")
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        stack.enter_context(dask.config.set(_SETTINGS))
        if address == LOCAL:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="mantlet-"))
            stack.enter_context(dask.config.set({**_LOCAL_SETTINGS, "temporary-directory": folder}))
            started = stack.enter_context(_started(distributed, processes, folder))
            client = stack.enter_context(distributed.Client(started, set_as_default=False))
        else:
            client = _reached(distributed, address)
            stack.callback(_leave, client)
        _refuse_unlike(client, address)
        yield client


@contextmanager
def _quiet() -> Generator[None]:
    """What Dask's client logs when a scheduler is gone is said in words of ours."""
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _started(distributed: Any, processes: int, folder: str) -> Any:
    """A cluster on this machine, for this process."""
    try:
        return distributed.LocalCluster(
            n_workers=processes,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # its empty HTTP server takes any port that is free
            security=distributed.Security.temporary(),
            memory_limit=0,  # as for threads: what is out at a time is bounded already
            local_directory=folder,
            silence_logs=logging.CRITICAL,
            preload=["mantlet.run.worker"],
            env={"MANTLET_CACHE_DIR": str(code_cache.folder().parent)},
        )
    except RuntimeError as fault:
        raise RunFailed(
            f"no local cluster could be started ({fault}); in a script, what fights must stand below "
            "`if __name__ == '__main__':`, as each worker process reads the script again"
        ) from fault


def _reached(distributed: Any, address: str) -> Any:
    """A client of a scheduler that runs already; UsageError where there is none that lets us in."""
    secure = address.startswith("tls")
    try:
        security = distributed.Security()
        context = security.get_connection_args("client").get("ssl_context")
    except OSError as fault:
        raise UsageError(f"cluster: cannot read the certificates that Dask's configuration names: {fault}") from fault
    if secure and context is None:
        raise UsageError("cluster: tls:// needs certificates, named in Dask's configuration (distributed.comm.tls)")
    try:
        return distributed.Client(address, security=security, set_as_default=False, timeout=_CONNECT_S)
    except (OSError, RuntimeError) as fault:
        said = str(fault).partition("\n")[0]
        others = ", or it knows other certificates" if secure else ""
        raise UsageError(f"cluster: no scheduler answers at {address} ({said}){others}") from fault


def _leave(client: Any) -> None:
    """Ends a client, whether or not its scheduler is still there."""
    with suppress(OSError, TimeoutError):
        client.close(timeout=_CONNECT_S)


def _refuse_unlike(client: Any, address: str) -> None:
    """UsageError unless there are workers and each is like this process."""
    try:
        client.wait_for_workers(1, timeout=_CONNECT_S)
    except TimeoutError:
        raise UsageError(f"cluster: the scheduler at {address} has no worker; start some with: dask worker") from None
    found: dict[str, Any] = client.run(likeness, on_error="return")
    for worker, got in found.items():
        if isinstance(got, Exception):
            raise UsageError(f"cluster: the worker at {worker} has no mantlet like this one ({got})")
        if unlike := differences(likeness(), got):
            raise UsageError(f"cluster: the worker at {worker} is not like this process: {unlike}")
